"""Which kinds an entry offers: by the phrases of organisations that its text contains, and each kind as a whole.

How much a word tells is worked out over the kinds of the product; what redacteuren add changes nothing of that.
So a change of one kind only touches entries that share a word with it, and what is worked out for those
alone is what working out all would give.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sociale_kaart.kenmerken import stopwoorden
from sociale_kaart.soorten import Soort
from taal.woorden import termen

Getallen = NDArray[np.float64]
# How much a word of an entry says about its kind, by field; 3 is full weight. Tenths, so that a byte holds them.
VELDEN = {"naam": 3.0, "trefwoorden": 3.0, "omschrijving": 1.8, "doelgroep": 0.7, "organisatie": 0.5}
_VOL, _GEWOON_WOORD = 3.0, 8.0
_LEEFGEBIED, _VANAF = 0.1, 0.1
# Below this share of its best kind an entry is not of a kind; at most so many kinds count.
_DEEL_VAN_BESTE, _MINSTENS, _MEESTE = 0.35, 0.4, 8
# What was learnt of all kinds together, beside what the best phrase and the kind as a whole say.
_GELEERD = 2.0
# So many entries are compared at once: a table of entries by kinds that fits in the processor's memory.
_PER_KEER = 256


def termen_per_veld(entry: Any) -> dict[str, list[str]]:
    """The terms of an entry by the field they stand in."""
    per_veld = {}
    for veld in VELDEN:
        waarde = getattr(entry, veld) or ""
        per_veld[veld] = termen(waarde if isinstance(waarde, str) else " . ".join(waarde).replace("_", " "))
    return per_veld


def weeg_woorden(per_veld: Mapping[str, Iterable[str]]) -> dict[str, float]:
    """By word of an entry how much it says about its kind. per_veld: `termen_per_veld`."""
    woorden: dict[str, float] = {}
    for veld, gewicht in VELDEN.items():
        for woord in per_veld[veld]:
            if woord not in stopwoorden():
                woorden[woord] = max(gewicht, woorden.get(woord, 0.0))
    return woorden


def _woorden(tekst: str) -> list[str]:
    return [t for t in termen(tekst) if t not in stopwoorden()]


def woorden_van_soort(soort: Soort) -> set[str]:
    """Every word by which an entry may be recognised as of this kind."""
    return {w for tekst in (*soort.woorden, soort.naam, soort.definitie) for w in _woorden(tekst)}


class Soortzinnen:
    """The phrases of organisations as rows over words, and each kind as the words of its phrases together."""

    def __init__(self, lijst: Sequence[Soort]) -> None:
        in_soorten = Counter(w for soort in lijst for w in woorden_van_soort(soort))
        self._nummers = {w: n for n, w in enumerate(in_soorten)}
        self._idf = np.array([math.log((len(lijst) + 1) / (n + 0.5)) for n in in_soorten.values()])
        self._zeldzaam = math.log((len(lijst) + 1) / 1.5)
        self._geleerde_zinnen = {(soort.code, zin) for soort in lijst for zin in (*soort.woorden, soort.naam)}
        self._zet(lijst)

    def met(self, lijst: Sequence[Soort]) -> Soortzinnen:
        """The same for this list of kinds; a word that no kind of the product has is as rare as can be."""
        nieuw = copy(self)
        nieuw._nummers = dict(self._nummers)
        for woord in (w for soort in lijst for w in sorted(woorden_van_soort(soort))):
            nieuw._nummers.setdefault(woord, len(nieuw._nummers))
        erbij = np.full(len(nieuw._nummers) - len(self._nummers), self._zeldzaam)
        nieuw._idf = np.concatenate((self._idf, erbij))
        nieuw._zet(lijst)
        return nieuw

    def _zet(self, lijst: Sequence[Soort]) -> None:
        gezegd = [(z, i) for i, s in enumerate(lijst) for z in (*s.woorden, s.naam) if _woorden(z)]
        zinnen = [(set(_woorden(z)), i) for z, i in gezegd]
        # What a redacteur added was not learnt; where an entry has it, it counts as if it were.
        nieuw = np.array([(lijst[i].code, z) not in self._geleerde_zinnen for z, i in gezegd], dtype=np.bool_)
        tellingen: list[Counter[str]] = [Counter() for _ in lijst]
        for zin, i in zinnen:
            tellingen[i].update(zin)
        for i, s in enumerate(lijst):
            tellingen[i].update(set(_woorden(s.definitie)))
        totaal = np.array([self._idf[[self._nummers[w] for w in sorted(z)]].sum() for z, _ in zinnen])
        rijen = [{w: self._idf[self._nummers[w]] / t for w in z} for (z, _), t in zip(zinnen, totaal, strict=True)]
        self._zinnen = self._matrix(rijen).T.tocsr()
        self._zeggend = np.where(
            nieuw,
            (1 + _GELEERD) * np.minimum(totaal / self._zeldzaam, 1.0),
            np.minimum(totaal / _GEWOON_WOORD, 1.0),
        )
        self._soort_van_zin = np.array([i for _, i in zinnen], dtype=np.int64)
        gewogen = [{w: math.sqrt(n) * self._idf[self._nummers[w]] for w, n in t.items()} for t in tellingen]
        lengtes = [math.sqrt(sum(x * x for _, x in sorted(rij.items()))) or 1.0 for rij in gewogen]
        self._geheel = self._matrix(
            [{w: x / n for w, x in rij.items()} for rij, n in zip(gewogen, lengtes, strict=True)]
        ).T.tocsr()
        gebieden = {g: n for n, g in enumerate(dict.fromkeys(g for s in lijst for g in s.leefgebieden))}
        self._gebieden, self._van_gebied = gebieden, np.zeros((len(gebieden), len(lijst)), dtype=np.bool_)
        for i, s in enumerate(lijst):
            self._van_gebied[[gebieden[g] for g in s.leefgebieden], i] = True

    def _matrix(self, rijen: Sequence[Mapping[str, float]]) -> Any:
        # In one order of words: a sum must not depend on the order in which a set gives them.
        paren = [sorted((n, x) for w, x in rij.items() if (n := self._nummers.get(w)) is not None) for rij in rijen]
        grenzen = np.concatenate(([0], np.cumsum([len(r) for r in paren]))).astype(np.int64)
        kolommen = np.array([n for rij in paren for n, _ in rij], dtype=np.int64)
        waarden = np.array([x for rij in paren for _, x in rij], dtype=np.float64)
        return sparse.csr_matrix((waarden, kolommen, grenzen), shape=(len(rijen), len(self._nummers)))

    def herken(
        self,
        woorden: Sequence[Mapping[str, float]],
        leefgebieden: Sequence[Collection[str]],
        geleerd: Callable[[Sequence[Mapping[str, float]]], Getallen],
    ) -> list[dict[int, float]]:
        """Per entry the kinds (by place in the list) its text is about, surest first, each from 0 to 1; {} when
        unclear. woorden: `weeg_woorden` of each entry; leefgebieden: its codes.

        geleerd: tells of the first kinds of the list how surely entries are of them (`aanbod`), from 0 to 1.
        """
        gevonden: list[dict[int, float]] = []
        for van in range(0, len(woorden), _PER_KEER):
            deel, gebieden = woorden[van : van + _PER_KEER], leefgebieden[van : van + _PER_KEER]
            gevonden += self._herken_stuk(self._matrix(deel), gebieden, geleerd(deel))
        return gevonden

    def _herken_stuk(
        self, rijen: Any, leefgebieden: Sequence[Collection[str]], geleerd: Getallen
    ) -> list[dict[int, float]]:
        gevonden: list[dict[int, float]] = [{} for _ in leefgebieden]
        gelijk = self._beste_zin(rijen) + self._als_geheel(rijen)
        gelijk[:, : geleerd.shape[1]] += _GELEERD * geleerd
        gehoord = np.zeros((len(leefgebieden), len(self._gebieden)), dtype=np.int64)
        for n, codes in enumerate(leefgebieden):
            gehoord[n, [self._gebieden[c] for c in codes or () if c in self._gebieden]] = 1
        past = (gehoord @ self._van_gebied.astype(np.int64) > 0) & (gelijk > _VANAF)
        score = gelijk + _LEEFGEBIED * past
        deel = score / np.maximum(score.max(axis=1, keepdims=True), _MINSTENS)
        waar, welke = np.nonzero(deel > _DEEL_VAN_BESTE)
        sterk = deel[waar, welke]
        orde = np.lexsort((welke, -sterk, waar))
        for entry, soort, hoe in zip(waar[orde].tolist(), welke[orde].tolist(), sterk[orde].tolist(), strict=True):
            if len(van := gevonden[entry]) < _MEESTE:
                van[soort] = hoe
        return gevonden

    def _beste_zin(self, rijen: Any) -> Getallen:
        """Entries by kinds: how much of the kind's best phrase the entry has."""
        aantal = self._van_gebied.shape[1]
        uit = np.zeros((rijen.shape[0], aantal))
        gedekt = (rijen * (1 / _VOL)) @ self._zinnen
        gedekt.sort_indices()
        if not gedekt.nnz:
            return uit
        waarde = gedekt.data**2 * self._zeggend[gedekt.indices]
        rij = np.repeat(np.arange(rijen.shape[0]), np.diff(gedekt.indptr))
        # The phrases of a kind stand together, so that the best of each is one operation.
        sleutel = rij * aantal + self._soort_van_zin[gedekt.indices]
        begin = np.concatenate(([0], np.flatnonzero(np.diff(sleutel)) + 1))
        uit.ravel()[sleutel[begin]] = np.maximum.reduceat(waarde, begin)
        return uit

    def _als_geheel(self, rijen: Any) -> Getallen:
        gewogen = rijen.multiply(self._idf[None, :]).tocsr()
        lengte = np.sqrt(np.asarray(gewogen.multiply(gewogen).sum(axis=1)))
        som = np.asarray((gewogen @ self._geheel).todense())
        return np.asarray(som / np.where(lengte > 0, lengte, 1.0), dtype=np.float64)
