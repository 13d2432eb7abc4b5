"""Finding a place name in what a resident writes: abbreviated, misspelt, or a word that is no place here.

A name that is an ordinary Dutch word too (Bergen, Groet, elsewhere Hoorn) counts only where the
sentence makes it a place; an ordinary word that resembles a name (school, Schoorl) never does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz.distance import DamerauLevenshtein

from taal.normaliseren import normaliseer
from taal.woorden import is_woord

T = TypeVar("T")
_TOKEN = re.compile(r"[^\W_]+")
_NIEUWE_ZIN = re.compile(r"[.!?,;:\n]")
# Words before a place name; they decide whether an ambiguous name is a place.
_VOORZETSELS = frozenset(
    [
        "in",
        "uit",
        "te",
        "naar",
        "bij",
        "van",
        "rond",
        "nabij",
        "gemeente",
        "omgeving",
        "richting",
        "dorp",
        "kern",
        "regio",
        "woonplaats",
    ]
)
# Behind a name that is a word too, these make it that word: "bergen was", "bergen schulden".
_HOEVEELHEID = frozenset(
    [
        "was",
        "wasgoed",
        "afwas",
        "afval",
        "werk",
        "schulden",
        "schuld",
        "papier",
        "papieren",
        "post",
        "rekeningen",
        "brieven",
        "zooi",
        "rommel",
        "spullen",
    ]
)
# "Met Vriendelijke Groet" is no village.
_AANHEF = frozenset(
    ["vriendelijke", "vriendelijk", "hartelijke", "lieve", "warme", "vele", "met", "beste", "mvg", "vr"]
)
_TUSSENWOORDEN = frozenset(["aan", "den", "de"])
# Where somebody lives is told early; reading on only costs time.
_MAX_TEKENS = 5000
# How far a misspelt name may be from the real one, by length of the name.
_MAX_FOUTEN = ((5, 0), (7, 1), (99, 2))
# Beginnings that sound the same: Kastricum, Kamperduin.
_ZELFDE_BEGIN = {"c": "k", "z": "s", "v": "f", "y": "i"}


# The rank (longest first), the name in words, and what it stands for.
_Kandidaat = tuple[int, tuple[str, ...], T]


class _Woord(NamedTuple):
    kaal: str
    hoofdletter: bool
    begint_zin: bool


@lru_cache(maxsize=16384)
def sleutel(naam: str) -> str:
    """The name without capitals, accents and punctuation, so that every way to write it is equal."""
    return " ".join(re.findall(r"[a-z0-9]+", normaliseer(naam)))


def schrijfwijzen(naam: str) -> list[tuple[str, ...]]:
    """The ways to write a name, in words: Egmond aan den Hoef, a/d Hoef, ad Hoef, Egmond Hoef; Bergen Zee."""
    woorden = tuple(sleutel(naam).split())
    if not _TUSSENWOORDEN & set(woorden):
        return [woorden]
    vormen = [woorden]
    if "aan" in woorden:
        vormen.append(tuple(w for w in woorden if w not in _TUSSENWOORDEN))
    if "den" in woorden:
        vormen.append(tuple({"aan": "a", "den": "d"}.get(w, w) for w in woorden))
        vormen.append(tuple({"aan": "ad"}.get(w, w) for w in woorden if w != "den"))
        vormen.append(tuple({"den": "de"}.get(w, w) for w in woorden))
    return list(dict.fromkeys(vormen))


# Words are told apart by length up to this many letters: more than a name may have, with the errors in it.
_LANGSTE = 102


class Plaatsnamen(Generic[T]):
    """Names with what they stand for. The first that claims a name keeps it."""

    def __init__(self, namen: Iterable[tuple[str, T]]) -> None:
        self._namen: dict[tuple[str, ...], T] = {}
        for naam, plaats in namen:
            for vorm in schrijfwijzen(naam):
                self._namen.setdefault(vorm, plaats)
        langste_eerst = sorted(self._namen.items(), key=lambda n: -len(n[0]))
        # By first word, and by how that begins: a message's word is compared with the few names it can be.
        self._per_woord: dict[str, list[_Kandidaat[T]]] = {}
        self._per_begin: dict[str, list[_Kandidaat[T]]] = {}
        for rang, (vorm, plaats) in enumerate(langste_eerst):
            self._per_woord.setdefault(vorm[0], []).append((rang, vorm, plaats))
            self._per_begin.setdefault(_begin(vorm[0]), []).append((rang, vorm, plaats))
        self._per_lengte: dict[tuple[str, int], list[_Kandidaat[T]]] = {}

    def vind(self, tekst: str) -> T | None:
        """What the first place name in the text stands for; a name written right goes before one that resembles."""
        woorden = _lees(tekst)
        precies = ((i, self._per_woord.get(w.kaal, ())) for i, w in enumerate(woorden))
        gevonden = _longest(woorden, precies, self._staat_er)
        if gevonden is None:
            ongeveer = ((i, self._kan_zijn(w.kaal)) for i, w in enumerate(woorden))
            gevonden = _longest(woorden, ongeveer, self._lijkt_op)
        return gevonden[1] if gevonden else None

    def _kan_zijn(self, woord: str) -> list[_Kandidaat[T]]:
        """The names that begin as this word does and are not too long or too short for it, looked out once."""
        begin, lengte = _begin(woord), min(len(woord), _LANGSTE)
        bekend = self._per_lengte.get((begin, lengte))
        if bekend is None:
            namen = self._per_begin.get(begin, ())
            bekend = [k for k in namen if len(k[1]) > 1 or abs(lengte - len(k[1][0])) <= _bedoeld(k[1])[1]]
            if namen:  # a beginning that no name has is not worth remembering
                self._per_lengte[begin, lengte] = bekend
        return bekend

    def _staat_er(self, woorden: Sequence[_Woord], i: int, naam: tuple[str, ...]) -> bool:
        if any(woorden[i + n].kaal != deel for n, deel in enumerate(naam)):
            return False
        return len(naam) > 1 or not is_woord(naam[0]) or _is_plaats(woorden, i)

    def _lijkt_op(self, woorden: Sequence[_Woord], i: int, naam: tuple[str, ...]) -> bool:
        bedoeld, mag = _bedoeld(naam)
        gezegd = woorden[i].kaal if len(naam) == 1 else " ".join(w.kaal for w in woorden[i : i + len(naam)])
        if abs(len(gezegd) - len(bedoeld)) > mag:
            return False
        if len(naam) == 1 and not (i and woorden[i - 1].kaal in _VOORZETSELS):
            mag = min(mag, 1)
        if not mag or _begin(gezegd) != _begin(bedoeld):
            return False
        # The beginning sounds right, so only what follows may hold errors.
        if DamerauLevenshtein.distance(gezegd[1:], bedoeld[1:], score_cutoff=mag) > mag:
            return False
        anders = [w.kaal for w, deel in zip(woorden[i : i + len(naam)], naam, strict=True) if w.kaal != deel]
        if not anders or any(is_woord(woord) for woord in anders):
            return False
        return len(naam) > 1 or not is_woord(naam[0]) or _is_plaats(woorden, i)


def _longest(
    woorden: Sequence[_Woord],
    kandidaten: Iterable[tuple[int, Iterable[_Kandidaat[T]]]],
    past: Callable[[Sequence[_Woord], int, tuple[str, ...]], bool],
) -> tuple[int, T] | None:
    """The longest name that fits, the first in the text where there are several."""
    beste: tuple[int, T] | None = None
    for i, namen in kandidaten:
        for rang, naam, plaats in namen:
            kan = i + len(naam) <= len(woorden) and (beste is None or rang < beste[0])
            if kan and past(woorden, i, naam):
                beste = (rang, plaats)
    return beste


@cache
def _bedoeld(naam: tuple[str, ...]) -> tuple[str, int]:
    """A name as it is written, and how many errors it may hold."""
    heel = " ".join(naam)
    return heel, next(fouten for lengte, fouten in _MAX_FOUTEN if len(heel) <= lengte)


def _begin(naam: str) -> str:
    return _ZELFDE_BEGIN.get(naam[:1], naam[:1])


def _lees(tekst: str) -> list[_Woord]:
    woorden: list[_Woord] = []
    eind = 0
    begin = tekst[:_MAX_TEKENS].replace("'", "")
    for m in _TOKEN.finditer(begin):
        nieuw = not woorden or _NIEUWE_ZIN.search(begin, eind, m.start()) is not None
        woorden.append(_Woord(sleutel(m[0]), m[0][:1].isupper(), nieuw))
        eind = m.end()
    return woorden


def _is_plaats(woorden: Sequence[_Woord], i: int) -> bool:
    """Whether a name that is a word as well is a place here: alone, behind a preposition, or by its capital."""
    if len(woorden) == 1:
        return True
    if i + 1 < len(woorden) and woorden[i + 1].kaal in _HOEVEELHEID:
        return False
    if i and woorden[i - 1].kaal in _VOORZETSELS:
        return True
    schreeuwt = all(w.hoofdletter for w in woorden)
    return woorden[i].hoofdletter and not woorden[i].begint_zin and not schreeuwt and woorden[i - 1].kaal not in _AANHEF
