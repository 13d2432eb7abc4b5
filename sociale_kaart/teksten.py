"""The Dutch texts of this room, kept in teksten.yml so that they can be edited without code."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

_BESTAND = Path(__file__).with_name("teksten.yml")


@cache
def _alle() -> dict[str, str]:
    plat: dict[str, str] = {}
    for sleutel, waarde in yaml.safe_load(_BESTAND.read_text(encoding="utf-8")).items():
        if isinstance(waarde, dict):
            plat |= {f"{sleutel}.{k}": str(v) for k, v in waarde.items()}
        else:
            plat[sleutel] = str(waarde)
    return plat


def tekst(sleutel: str, **velden: str) -> str:
    """The text with this key (`groep.naam`), filled in."""
    return _alle()[sleutel].format(**velden)
