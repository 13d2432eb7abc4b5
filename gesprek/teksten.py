"""The Dutch texts of this room, from teksten.yml."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def teksten() -> dict[str, Any]:
    """All texts, read once."""
    data: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "teksten.yml").read_text(encoding="utf-8"))
    return data


def verborgen_tekst(soorten: Sequence[str], *, medewerker: bool = False) -> str:
    """Why a part of a text was not kept, naming what was seen, to the resident or to who works here."""
    t = teksten()["verborgen_medewerker" if medewerker else "verborgen"]
    namen = list(dict.fromkeys(t["soorten"].get(soort, t["anders"]) for soort in soorten))
    wat = namen[0] if len(namen) == 1 else ", ".join(namen[:-1]) + t["en"] + namen[-1]
    return str(t["begin"]).format(wat=wat)
