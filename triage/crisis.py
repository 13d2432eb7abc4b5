"""Acute danger heard in a text by reviewed patterns, without any model.

Recall comes first; what keeps precision are the guards: figures of speech, what is long
past, general questions, a film, an explicit denial. A guard silences only its own sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from triage.beoordeling import CRISIS_SOORTEN
from triage.kenmerken import Lezing, lees
from triage.patroon import Patronen, maak

BESTAND = Path(__file__).with_name("crisis_patronen.yml")


@dataclass(frozen=True)
class Crisis:
    """A kind of crisis, the sentence in which it was heard, and whether the words leave no doubt."""

    soort: str
    bewijs: tuple[str, ...]
    zeker: bool


@dataclass(frozen=True)
class _Soort:
    zeker: Patronen
    hint: Patronen
    niet: Patronen


@dataclass(frozen=True)
class _Tabel:
    soorten: dict[str, _Soort]
    nooit: Patronen


@lru_cache(maxsize=1)
def _tabel() -> _Tabel:
    inhoud = yaml.safe_load(BESTAND.read_text(encoding="utf-8"))
    soorten = {
        soort: _Soort(*(maak(inhoud.get(soort, {}).get(deel) or ()) for deel in ("zeker", "hint", "niet")))
        for soort in CRISIS_SOORTEN
    }
    return _Tabel(soorten, maak(inhoud["nooit"]))


def treffers(lezing: Lezing) -> list[Crisis]:
    """All kinds heard, in the order in which they go before one another; one entry per kind."""
    tabel = _tabel()
    gevonden: dict[str, Crisis] = {}
    for zin, tokens in zip(*lezing, strict=True):
        if tabel.nooit.zoek(tokens):
            continue
        for soort, patronen in tabel.soorten.items():
            zeker = patronen.zeker.zoek(tokens) is not None
            if not zeker and patronen.hint.zoek(tokens) is None:
                continue
            if patronen.niet.zoek(tokens):
                continue
            eerder = gevonden.get(soort)
            bewijs = (eerder.bewijs if eerder else ()) + (zin,)
            gevonden[soort] = Crisis(soort, bewijs, zeker or (eerder is not None and eerder.zeker))
    return [gevonden[s] for s in CRISIS_SOORTEN if s in gevonden]


def vind_crisis(tekst: str) -> Crisis | None:
    """The crisis that the words leave no doubt about; None when there is only a hint or nothing."""
    return next((t for t in treffers(lees(tekst)) if t.zeker), None)
