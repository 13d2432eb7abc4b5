"""How easy a Dutch text reads: Flesch-Douma, long sentences and jargon with a plain word for it.

There is no agreed test for B1: the score is an indication for whoever writes, never a verdict.
Score: 60-70 normal, 70-80 fairly easy, 80-90 easy (W.H. Douma, De leesbaarheid van landbouwbladen, 1960).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from taal.normaliseren import normaliseer, schoon
from taal.zinnen import zinnen

MAX_WOORDEN_PER_ZIN = 15
_WOORD = re.compile(r"[^\W_]+(?:['.,:-][^\W_]+)*")
# Vowels that sound as one, longest first; a diaeresis always begins a new syllable.
_KLINKERS = re.compile(r"aai|ooi|oei|eeu|ieu|eau|io(?=n)|aa|ee|oo|uu|ie|oe|eu(?!m)|ui|ei|ij|ou|au|[aeiou]|y(?![aeiou])")
_TREMA = str.maketrans({letter: f"|{kaal}" for letter, kaal in zip("äëïöü", "aeiou", strict=True)})


@dataclass(frozen=True)
class MoeilijkWoord:
    """A word that many people do not know, as it stands in the text, and what could be written instead."""

    woord: str
    beter: str


@dataclass(frozen=True)
class Leesbaarheid:
    """The findings on one text. score: Flesch-Douma, higher is easier; an empty text scores 100."""

    score: float
    woorden_per_zin: float
    lange_zinnen: tuple[str, ...] = ()
    moeilijke_woorden: tuple[MoeilijkWoord, ...] = ()
    lettergrepen_per_woord: float = 0.0


def lettergrepen(woord: str) -> int:
    """How many syllables a Dutch word is spoken in; an abbreviation (WMO) is spelled, a number counts two."""
    if not any(c.isalpha() for c in woord):
        return 2
    if woord.isupper() and 1 < len(woord) <= 5:
        return len(woord)
    kaal = normaliseer(woord.lower().replace("qu", "kw").translate(_TREMA))
    return max(1, len(_KLINKERS.findall(kaal)))


@lru_cache(maxsize=1)
def _jargon() -> tuple[re.Pattern[str], dict[str, str]]:
    regels = (files("taal") / "moeilijke_woorden.txt").read_text(encoding="utf-8").splitlines()
    lijst = dict(regel.split(" | ", 1) for regel in regels if regel and not regel.startswith("#"))
    langste_eerst = sorted(lijst, key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, langste_eerst))})(?:en|n|s)?(?!\w)", re.IGNORECASE), lijst


def _moeilijke_woorden(tekst: str) -> tuple[MoeilijkWoord, ...]:
    """Each once, in the order of the text."""
    patroon, lijst = _jargon()
    gevonden: dict[str, MoeilijkWoord] = {}
    for m in patroon.finditer(tekst):
        gevonden.setdefault(m[1].lower(), MoeilijkWoord(m[0], lijst.get(m[1].lower(), "")))
    return tuple(gevonden.values())


def meet(tekst: str) -> Leesbaarheid:
    """Measure a text: 206.835 - 0.93 * words per sentence - 77 * syllables per word."""
    schone = schoon(tekst)
    per_zin = [(zin, _WOORD.findall(zin)) for zin in zinnen(schone)]
    woorden = [woord for _, in_zin in per_zin for woord in in_zin]
    if not woorden:
        return Leesbaarheid(100.0, 0.0)
    per_woord = sum(map(lettergrepen, woorden)) / len(woorden)
    lengte = len(woorden) / len(per_zin)
    return Leesbaarheid(
        score=round(206.835 - 0.93 * lengte - 77 * per_woord, 1),
        woorden_per_zin=round(lengte, 1),
        lange_zinnen=tuple(zin for zin, in_zin in per_zin if len(in_zin) > MAX_WOORDEN_PER_ZIN),
        moeilijke_woorden=_moeilijke_woorden(schone),
        lettergrepen_per_woord=round(per_woord, 2),
    )
