"""A part of the index: the words, kinds and facts of entries as arrays that never change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sociale_kaart.zinnen import termen_per_veld, weeg_woorden

# How much a word counts by the field it stands in.
GEWICHTEN = {"naam": 3, "trefwoorden": 3, "omschrijving": 1, "doelgroep": 1, "organisatie": 1}


@dataclass(frozen=True, slots=True)
class Feiten:
    """What ranking needs of an entry besides its words."""

    id: str
    naam: str
    leefgebieden: tuple[str, ...]
    toegang: str
    gemeenten: tuple[str, ...]
    kernen: tuple[str, ...]
    soorten: tuple[str, ...]
    soorten_gekozen: bool
    openingstijden: str
    vertrouwelijk: bool
    laatst_gecontroleerd: dt.date | None
    vervalt_op: dt.date | None
    tijdelijk_gesloten_tot: dt.date | None


@dataclass(frozen=True, slots=True)
class Ingang:
    """One entry for the index: its facts, how much each term weighs in it and how much it is of each kind.

    soortwoorden: how much each word says of the kind; empty when a redacteur chose the kinds.
    """

    feiten: Feiten
    termen: Mapping[str, int]
    soortwoorden: Mapping[str, float]
    soorten: Mapping[str, float] = field(default_factory=dict)


def maak_ingang(rij: Any) -> Ingang:
    """An index entry from a row with the columns of `queries.INDEX_KOLOMMEN` (or an object with those names).

    Its kinds are those that a redacteur chose; those of its text are for `Herkenner.herken`.
    """
    per_veld = termen_per_veld(rij)
    gewogen: dict[str, int] = {}
    for naam, gewicht in GEWICHTEN.items():
        for term in per_veld[naam]:
            gewogen[term] = gewogen.get(term, 0) + gewicht
    feiten = Feiten(
        id=rij.id,
        naam=rij.naam,
        leefgebieden=tuple(rij.leefgebieden or ()),
        toegang=rij.toegang,
        gemeenten=tuple(rij.gemeenten or ()),
        # Where a shelter is may not even be guessed from its place in the order.
        kernen=() if rij.vertrouwelijk else tuple(rij.kernen or ()),
        soorten=tuple(rij.soorten or ()),
        soorten_gekozen=bool(rij.soorten_gekozen and rij.soorten),
        openingstijden=rij.openingstijden,
        vertrouwelijk=bool(rij.vertrouwelijk),
        laatst_gecontroleerd=rij.laatst_gecontroleerd,
        vervalt_op=rij.vervalt_op,
        tijdelijk_gesloten_tot=rij.tijdelijk_gesloten_tot,
    )
    if feiten.soorten_gekozen:
        return Ingang(feiten, gewogen, {}, dict.fromkeys(feiten.soorten, 1.0))
    return Ingang(feiten, gewogen, weeg_woorden(per_veld))


_NOOIT = dt.date.max.toordinal()
_VanSoort = tuple[NDArray[np.int32], NDArray[np.float64]]
_GEEN_SOORT: _VanSoort = (np.zeros(0, dtype=np.int32), np.zeros(0))


def _keer_soorten_om(soorten: Iterable[tuple[int, Mapping[str, float]]]) -> dict[str, _VanSoort]:
    per_soort: dict[str, tuple[list[int], list[float]]] = {}
    for plek, van in soorten:
        for soort, gewicht in van.items():
            plekken, gewichten = per_soort.setdefault(soort, ([], []))
            plekken.append(plek)
            gewichten.append(gewicht)
    return {s: (np.array(p, dtype=np.int32), np.array(g)) for s, (p, g) in per_soort.items()}


def _voeg_samen(een: _VanSoort, ander: _VanSoort) -> _VanSoort:
    """Two lists of other places as one, in the order of the places."""
    plekken = np.concatenate((een[0], ander[0]))
    orde = np.argsort(plekken, kind="stable")
    return plekken[orde], np.concatenate((een[1], ander[1]))[orde]


class Deel:
    """A part of the index that never changes: postings per term, lengths and facts per entry."""

    def __init__(self, ingangen: Iterable[Ingang]) -> None:
        self.woordenboek: dict[str, int] = {}
        self.feiten: list[Feiten] = []
        nummers: list[int] = []
        gewichten: list[int] = []
        grenzen = [0]
        lengtes: list[int] = []
        soortwoorden = bytearray()
        soorten: list[Mapping[str, float]] = []
        for ingang in ingangen:
            self.feiten.append(ingang.feiten)
            nummers += [self.woordenboek.setdefault(t, len(self.woordenboek)) for t in ingang.termen]
            gewichten += ingang.termen.values()
            grenzen.append(len(nummers))
            lengtes.append(sum(ingang.termen.values()))
            soortwoorden += bytes(round(10 * ingang.soortwoorden.get(t, 0.0)) for t in ingang.termen)
            soorten.append(ingang.soorten)
        self._termen = np.array(nummers, dtype=np.int32)
        self._grenzen = np.array(grenzen, dtype=np.int64)
        self.lengtes = np.array(lengtes, dtype=np.float64)
        self.plek = {f.id: i for i, f in enumerate(self.feiten)}
        self._keer_om(np.array(gewichten, dtype=np.int32))
        self._soortwoorden = np.frombuffer(bytes(soortwoorden), dtype=np.uint8)
        self._gekozen = np.array([f.soorten_gekozen for f in self.feiten], dtype=np.bool_)
        self._per_soort = _keer_soorten_om(enumerate(soorten))
        self._maskers: dict[tuple[str, str], NDArray[np.bool_]] = {}
        # As day numbers; what never was checked is due on no day.
        dagen = [f.vervalt_op.toordinal() if f.vervalt_op else _NOOIT for f in self.feiten]
        self.vervalt = np.array(dagen, dtype=np.int64)

    def _keer_om(self, gewichten: NDArray[np.int32]) -> None:
        entries = np.repeat(np.arange(len(self.feiten), dtype=np.int32), np.diff(self._grenzen))
        volgorde = np.argsort(self._termen, kind="stable")
        self._postings, self._gewichten = entries[volgorde], gewichten[volgorde]
        aantallen = np.bincount(self._termen, minlength=len(self.woordenboek))
        self._begin = np.concatenate(([0], np.cumsum(aantallen)))

    def postings(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The places of the entries with this term and its weight in each."""
        nummer = self.woordenboek.get(term)
        if nummer is None:
            return self._postings[:0], self._gewichten[:0]
        van, tot = self._begin[nummer], self._begin[nummer + 1]
        return self._postings[van:tot], self._gewichten[van:tot]

    def van_soort(self, soort: str) -> _VanSoort:
        """The places of the entries of this kind and how much they are of it."""
        return self._per_soort.get(soort, _GEEN_SOORT)

    def ongekozen_met(self, woorden: Iterable[str]) -> NDArray[np.int32]:
        """The places of the entries that have any of these words and whose kinds nobody chose."""
        raak = np.zeros(len(self), dtype=np.bool_)
        for woord in woorden:
            raak[self.postings(woord)[0]] = True
        return np.flatnonzero(raak & ~self._gekozen).astype(np.int32)

    def soortwoorden(self, plek: int) -> dict[str, float]:
        """How much each word of the entry at this place says of its kind."""
        van, tot = self._grenzen[plek], self._grenzen[plek + 1]
        paren = zip(self._termen[van:tot].tolist(), self._soortwoorden[van:tot].tolist(), strict=True)
        return {self._namen[nummer]: tienden / 10 for nummer, tienden in paren if tienden}

    def met_soorten(self, plekken: NDArray[np.int32], soorten: Sequence[Mapping[str, float]]) -> Deel:
        """The same with other kinds for the entries at these places."""
        anders = np.zeros(len(self), dtype=np.bool_)
        anders[plekken] = True
        blijft = {s: (p[~anders[p]], g[~anders[p]]) for s, (p, g) in self._per_soort.items()}
        nieuw = copy(self)
        nieuw._per_soort = dict(blijft)
        for soort, erbij in _keer_soorten_om(zip(plekken.tolist(), soorten, strict=True)).items():
            nieuw._per_soort[soort] = _voeg_samen(blijft.get(soort, _GEEN_SOORT), erbij)
        return nieuw

    @cached_property
    def _namen(self) -> list[str]:
        return list(self.woordenboek)

    def masker(self, veld: str, waarde: str) -> NDArray[np.bool_]:
        """Which entries have this value in `gemeenten` or `kernen`; "" = those that have none."""
        bekend = self._maskers.get((veld, waarde))
        if bekend is None:
            waarden = (getattr(f, veld) for f in self.feiten)
            bekend = np.array([waarde in w if waarde else not w for w in waarden], dtype=np.bool_)
            self._maskers[veld, waarde] = bekend
        return bekend

    @cached_property
    def met_letter(self) -> dict[str, list[str]]:
        """The terms by their first letter."""
        per_letter: dict[str, list[str]] = {}
        for term in self.woordenboek:
            per_letter.setdefault(term[:1], []).append(term)
        return per_letter

    def __len__(self) -> int:
        return len(self.feiten)
