"""About whom a message is: oneself, someone close, or a signal about another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from triage.patroon import Patronen, maak

BESTAND = Path(__file__).with_name("namens.yml")


@lru_cache(maxsize=1)
def _tabel() -> dict[str, Patronen]:
    inhoud = yaml.safe_load(BESTAND.read_text(encoding="utf-8"))
    return {wie: maak(patronen) for wie, patronen in inhoud.items()}


def vind_namens(tokens: Sequence[str], *, soort: str) -> str | None:
    """`signaal`, `naaste`, `zelf`, or None when the words do not tell (then it is asked once)."""
    if soort == "signaal":
        return "signaal"
    if soort not in {"vraag", "status", "medewerker", "klacht"}:
        return None
    tabel = _tabel()
    if tabel["naaste"].zoek(tokens):
        return "naaste"
    return "zelf" if tabel["zelf"].zoek(tokens) else None
