"""Typing and spelling errors: the word somebody meant, out of the words that occur.

Many residents write as it sounds ("uitkeering", "mantelsorg", "schult"). So a word that sounds the same
goes before one that merely looks the same. Candidates come from an index of deletions: two words within
n edits share a form from which at most n letters are taken away (SymSpell's idea), so that the time
does not grow with the number of words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import OSA

from taal.normaliseren import normaliseer
from taal.woorden import is_woord

_MAX_WOORD = 40
# Only the beginning goes into the index: enough to find a candidate, and the index stays small.
_KOP = 9
_KLANKEN = tuple(
    (re.compile(patroon), klank)
    for patroon, klank in (
        (r"sch", "sg"), (r"eau", "o"), (r"tie(?=$|s|f|v)", "sie"), (r"isch", "is"), (r"ch", "g"), (r"ph", "f"),
        (r"th", "t"),
        (r"ij|ei|y", "ei"), (r"[ao]uw?", "au"), (r"c(?=[eiy])", "s"), (r"c|q", "k"), (r"x", "ks"), (r"z", "s"),
        (r"v", "f"),
        (r"dt?$", "t"), (r"b$", "p"), (r"dt(?=[a-z])", "t"), (r"ie", "i"), (r"uw", "u"), (r"nk", "ngk"), (r"(.)\1+",
        r"\1"),
    )
)  # fmt: skip


@lru_cache(maxsize=65536)
def klank(woord: str) -> str:
    """How a Dutch word sounds, roughly: ei = ij, ou = au, d = t at the end, z = s, v = f, c = k, ch = g."""
    vorm = normaliseer(woord)
    for patroon, geluid in _KLANKEN:
        vorm = patroon.sub(geluid, vorm)
    return vorm


def _max_fouten(lengte: int) -> int:
    """How many edits a word of this many letters may hold and still be the same word."""
    if lengte < 4:
        return 0
    return 1 if lengte < 8 else 2


def _weglatingen(woord: str, aantal: int) -> Iterator[str]:
    kop = woord[:_KOP]
    for weg in range(min(aantal, max(len(kop) - 2, 0)) + 1):
        for plekken in combinations(range(len(kop)), weg):
            yield "".join(c for i, c in enumerate(kop) if i not in plekken)


class Woordenboek:
    """The words that occur, ready to be asked what somebody meant. Build once, ask often."""

    def __init__(self, woorden: Iterable[str]) -> None:
        self._woorden = {normaliseer(w): w for w in woorden if w and len(w) <= _MAX_WOORD}
        self._op_klank: dict[str, list[str]] = defaultdict(list)
        self._op_weglating: dict[str, list[str]] = defaultdict(list)
        for woord in self._woorden:
            self._op_klank[klank(woord)].append(woord)
            for vorm in set(_weglatingen(woord, _max_fouten(len(woord)))):
                self._op_weglating[vorm].append(woord)

    def __contains__(self, woord: str) -> bool:
        return normaliseer(woord) in self._woorden

    def __len__(self) -> int:
        return len(self._woorden)

    def verbeter(self, woord: str) -> str | None:
        """The word that was meant, or None when it is right as it is or nothing comes near.

        A word that is Dutch itself is left alone, unless it only needs its spaces or dots taken away
        or is long and sounds the same.
        """
        geschreven = normaliseer(woord).strip()
        if not geschreven or len(geschreven) > _MAX_WOORD or geschreven in self._woorden:
            return None
        aaneen = re.sub(r"[\s.\-_']+", "", geschreven)
        if aaneen in self._woorden:
            return self._woorden[aaneen]
        if " " in geschreven or not aaneen.isalpha():
            return None
        if is_woord(aaneen):
            # "verslaaft" is in the dictionary too; a long word that sounds the same was meant all the same.
            zelfde = self._op_klank.get(klank(aaneen), [])
            return self._woorden[zelfde[0]] if len(zelfde) == 1 and len(aaneen) >= 8 else None
        beste = min(self._kandidaten(aaneen), default=None)
        return self._woorden[beste[-1]] if beste else None

    def _kandidaten(self, woord: str) -> Iterator[tuple[float, int, str]]:
        """Words near enough: how far they are (sound counts more than letters), and a fixed order for ties."""
        mag = _max_fouten(len(woord))
        if not mag:
            return
        klinkt = klank(woord)
        zelfde_klank = self._op_klank.get(klinkt, ())
        namen = {k for vorm in _weglatingen(woord, mag) for k in self._op_weglating.get(vorm, ())}
        for kandidaat in namen.union(zelfde_klank):
            fouten = OSA.distance(woord, kandidaat, score_cutoff=mag + 2)
            klankfouten = OSA.distance(klinkt, klank(kandidaat), score_cutoff=mag)
            if len(kandidaat) < 4 or (fouten > mag and klankfouten > 0) or klankfouten > mag:
                continue
            # In a short word one wrong letter makes another word; only its sound may vouch for it.
            if len(woord) < 5 and klankfouten and sorted(woord) != sorted(kandidaat):
                continue
            ander_begin = 0.5 if klinkt[:1] != klank(kandidaat)[:1] else 0.0
            afgebroken = 0.5 if kandidaat.startswith(woord) else 0.0
            yield klankfouten + 0.4 * fouten + ander_begin - afgebroken, abs(len(woord) - len(kandidaat)), kandidaat


@lru_cache(maxsize=4)
def _woordenboek_van(woorden: frozenset[str]) -> Woordenboek:
    return Woordenboek(woorden)


def verbeter(woord: str, woorden: Collection[str] | Woordenboek) -> str | None:
    """The word out of `woorden` that was meant by `woord`; None when there is nothing to mend."""
    boek = woorden if isinstance(woorden, Woordenboek) else _woordenboek_van(frozenset(woorden))
    return boek.verbeter(woord)
