"""The words of all published entries in memory, as arrays, so that both databases rank alike.

A full-text engine of the database would score differently on SQLite and PostgreSQL. Here the
database only stores the entries and one rising number (`KaartStand`); each process holds the
words and reads what changed since the number it knows. Scores depend on the entries alone,
never on the order in which they came: counts are exact integers over main and new part together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sociale_kaart.deel import Deel, Ingang
from sociale_kaart.soorten import Soort

# BM25's saturation and its correction for long entries.
K1, B = 1.2, 0.6


@dataclass(frozen=True)
class KaartIndex:
    """Main part, new part, and which of the main part are no longer true. Immutable, so safe between threads.

    nummer and verwijderd: the numbers of the kaart it was read at. eigen: what redacteuren added to the kinds.
    """

    hoofd: Deel
    nieuw: Deel = field(default_factory=lambda: Deel(()))
    nieuwe_ingangen: Mapping[str, Ingang] = field(default_factory=dict)
    vervallen: frozenset[str] = frozenset()
    nummer: int = 0
    verwijderd: int = 0
    synoniemen: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    eigen: tuple[Soort, ...] = ()

    @cached_property
    def langste_synoniem(self) -> int:
        """How many terms the longest everyday word has."""
        return max(map(len, self.synoniemen), default=0)

    @cached_property
    def _leeft(self) -> NDArray[np.bool_]:
        leeft = np.ones(len(self.hoofd), dtype=np.bool_)
        leeft[[self.hoofd.plek[i] for i in self.vervallen if i in self.hoofd.plek]] = False
        return leeft

    @cached_property
    def aantal(self) -> int:
        """How many published entries there are."""
        return int(self._leeft.sum()) + len(self.nieuw)

    @cached_property
    def _gemiddelde_lengte(self) -> float:
        som = self.hoofd.lengtes[self._leeft].sum() + self.nieuw.lengtes.sum()
        return float(som) / self.aantal if self.aantal else 1.0

    def met(
        self,
        ingangen: Mapping[str, Ingang | None],
        *,
        nummer: int | None = None,
        synoniemen: Mapping[tuple[str, ...], tuple[str, ...]] | None = None,
        eigen: tuple[Soort, ...] | None = None,
    ) -> KaartIndex:
        """This index with changed entries; None = no longer published."""
        nieuwe = {i: x for i, x in self.nieuwe_ingangen.items() if i not in ingangen}
        nieuwe |= {i: x for i, x in ingangen.items() if x is not None}
        vervallen = self.vervallen | set(ingangen)
        deel = Deel(nieuwe[i] for i in sorted(nieuwe))
        return replace(
            self,
            nieuw=deel,
            nieuwe_ingangen=nieuwe,
            vervallen=vervallen,
            nummer=self.nummer if nummer is None else nummer,
            synoniemen=self.synoniemen if synoniemen is None else synoniemen,
            eigen=self.eigen if eigen is None else eigen,
        )

    def _delen(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
        plekken, gewichten = self.hoofd.postings(term)
        if self.vervallen:
            goed = self._leeft[plekken]
            plekken, gewichten = plekken[goed], gewichten[goed]
        return plekken, gewichten, *self.nieuw.postings(term)

    def frequentie(self, term: str) -> int:
        """How many published entries have this term."""
        plekken, _, nieuwe, _ = self._delen(term)
        return len(plekken) + len(nieuwe)

    def kent(self, term: str) -> bool:
        """Whether any entry has this term; quicker than its frequency."""
        return term in self.hoofd.woordenboek or term in self.nieuw.woordenboek

    def idf(self, term: str) -> float:
        """How much a term tells: high when few entries have it."""
        n = self.frequentie(term)
        return math.log(1 + (self.aantal - n + 0.5) / (n + 0.5))

    def woorden_met(self, letter: str) -> list[str]:
        """Every term that begins with this letter, for finding what a misspelt word meant; in a fixed order."""
        bekend = self._per_letter.get(letter)
        if bekend is None:
            bekend = sorted({*self.hoofd.met_letter.get(letter, ()), *self.nieuw.met_letter.get(letter, ())})
            self._per_letter[letter] = bekend
        return bekend

    @cached_property
    def _per_letter(self) -> dict[str, list[str]]:
        """What was asked of `woorden_met` already: sorting costs more than looking for the word."""
        return {}

    @property
    def delen(self) -> tuple[tuple[Deel, NDArray[np.bool_] | None], ...]:
        """The parts, each with which of its entries still hold (None = all)."""
        return (self.hoofd, self._leeft if self.vervallen else None), (self.nieuw, None)

    def tekst_scores(self, deel: Deel, termen: Mapping[str, float]) -> NDArray[np.float64]:
        """Per entry of this part how well its words fit (BM25). termen: each with how much it counts."""
        scores = np.zeros(len(deel))
        for term, gewicht in termen.items():
            plekken, keer = deel.postings(term)
            if len(plekken):
                scores[plekken] += gewicht * self.idf(term) * self._verzadigd(keer, deel.lengtes[plekken])
        return scores

    def gedeeld(self, id: str, termen: Iterable[str]) -> list[str]:
        """Which of these terms the entry has."""
        deel = self.nieuw if id in self.nieuw.plek else self.hoofd
        plek = deel.plek[id]
        return [t for t in termen if plek in deel.postings(t)[0]]

    def _verzadigd(self, keer: NDArray[np.int32], lengtes: NDArray[np.float64]) -> NDArray[np.float64]:
        verhouding = lengtes / self._gemiddelde_lengte
        resultaat: NDArray[np.float64] = keer * (K1 + 1) / (keer + K1 * (1 - B + B * verhouding))
        return resultaat
