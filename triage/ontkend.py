"""What somebody says is not the matter: "schulden heb ik niet, maar ik ben zo alleen" is not about money.

The words of what is denied weigh as much as any in a model of words, and too few examples deny something. So a clause
that only denies is left out before the message is read; see `ontkend.yml`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from triage.kenmerken import woorden
from triage.patroon import Gesloten, maak_gesloten

BESTAND = Path(__file__).with_name("ontkend.yml")
# Where one clause ends and another begins; the ends of sentences too.
_GRENS = re.compile(r"([,;.!?]\s+|\n+|\s+(?=maar\b)|\s+en\s+(?=(?:ik|we|wij|geen)\b))", re.IGNORECASE)
_VOORAF = frozenset(["maar", "en", "nee", "want", "dus", "ja", "nou", "gelukkig", "verder", "kijk"])
_TEKENS = frozenset("?!")
# What denies, in any of the patterns: without one of these nothing has to be looked at.
_ONTKENT = re.compile(r"\b(?:niet|nie|geen|nooit|nergens|niets|niks|al)\b", re.IGNORECASE)
_GENOEG = 3


@lru_cache(maxsize=1)
def _delen() -> Gesloten:
    inhoud = yaml.safe_load(BESTAND.read_text(encoding="utf-8"))
    return maak_gesloten(inhoud["zinnen"], tussen=inhoud["tussen"])


def ontkent(deel: str) -> bool:
    """Whether a clause says no more than that something is not the matter or is seen to."""
    tokens = [t for t in woorden(deel) if t not in _TEKENS]
    while tokens and tokens[0] in _VOORAF:
        del tokens[0]
    return _delen().past(tokens)


def zonder_ontkend(tekst: str) -> str:
    """The text without the clauses that only deny; as it was when too little would be left."""
    if not _ONTKENT.search(tekst):
        return tekst
    stukken = _GRENS.split(tekst)
    weg = [i % 2 == 0 and ontkent(stuk) for i, stuk in enumerate(stukken)]
    if not any(weg):
        return tekst
    # A clause goes with the sign after it.
    over = "".join(stuk for i, stuk in enumerate(stukken) if not (weg[i] or (i % 2 and weg[i - 1]))).strip()
    return over if len(over.split()) >= _GENOEG else tekst
