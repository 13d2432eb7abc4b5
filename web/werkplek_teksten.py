"""The words and choices of the werkplek, read once from `werkplek.yml`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import yaml

WOORDEN: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "werkplek.yml").read_text(encoding="utf-8"))
SNELANTWOORDEN: tuple[dict[str, str], ...] = tuple(WOORDEN["snelantwoorden"])
UITKOMSTEN: dict[str, str] = WOORDEN["uitkomsten"]
KIESBAAR: dict[str, str] = {c: n for c, n in UITKOMSTEN.items() if c not in WOORDEN["uitkomsten_vanzelf"]}


def duur_tekst(duur: dt.timedelta) -> str:
    """How long, as somebody says it: minutes, hours or days."""
    tijd, minuten = WOORDEN["tijd"], int(duur.total_seconds() // 60)
    if minuten < 1:
        return str(tijd["net"])
    if minuten < 60:
        return str(tijd["minuten"].format(n=minuten))
    if minuten < 24 * 60:
        return str(tijd["uren"].format(u=minuten // 60, m=minuten % 60))
    dagen = minuten // (24 * 60)
    return str(tijd["dag"] if dagen == 1 else tijd["dagen"].format(d=dagen))
