"""The product's voice: every text a resident reads from the assistant, from teksten.yml.

A text may have variants, chosen by the number of replies given before, so that a gesprek
does not repeat itself and a test can still foresee what is said.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions.reactie import Knopje

BESTAND = Path(__file__).with_name("teksten.yml")


@lru_cache(maxsize=1)
def _alles() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(BESTAND.read_text(encoding="utf-8"))
    return data


def waarde(pad: str) -> Any:
    """The raw value at a dotted path ("crisis.suicide"). Raises KeyError for a path that is not there."""
    plek: Any = _alles()
    for deel in pad.split("."):
        if not isinstance(plek, dict) or deel not in plek:
            raise KeyError(f"no text at '{pad}'")
        plek = plek[deel]
    return plek


def heeft(pad: str) -> bool:
    """Whether there is a text at this path."""
    try:
        waarde(pad)
    except KeyError:
        return False
    return True


def tekst(pad: str, beurt: int = 0, **velden: object) -> str:
    """The text at this path with its fields filled in."""
    gekozen = waarde(pad)
    if isinstance(gekozen, list):
        gekozen = gekozen[beurt % len(gekozen)]
    return " ".join(str(gekozen).format(**velden).split(" ")).strip()


def knop(naam: str, payload: str | None = None, **velden: object) -> Knopje:
    """The button with this name; its payload can be replaced when it carries a value."""
    gegevens = waarde(f"knoppen.{naam}")
    return Knopje(str(gegevens["tekst"]).format(**velden), payload or gegevens["payload"])


def opsomming(delen: list[str]) -> str:
    """Words as a Dutch list: a, b en c."""
    if len(delen) < 2:
        return "".join(delen)
    return f"{', '.join(delen[:-1])} {waarde('en')} {delen[-1]}"
