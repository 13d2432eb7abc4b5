"""Which kinds an entry offers, learnt from how organisations name each kind and how residents ask for it.

The phrases of organisations (`zinnen`) recognise what is called by its name. Many entries are not: "gepensioneerde
monteurs sleutelen aan radio's" is a repair café. What residents ask for and what an entry tells share everyday words,
so one small network (`geleerd`) over the words learns from both (docs/adr/0018). It reads no vectors: all entries
are read again at each start, and a reader takes milliseconds for each.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sociale_kaart.geleerd import Geleerd, Lessen
from sociale_kaart.kenmerken import stopwoorden, vingerafdruk
from sociale_kaart.soorten import Soort
from sociale_kaart.zinnen import VELDEN
from taal.woorden import termen

Getallen = NDArray[np.float64]
# What a phrase of organisations and a question of a resident teach of how entries are written.
_TELT_WOORDEN, _TELT_VRAAG = 0.5, 0.3
# A word of either weighs as one in the name of an entry.
_VOL = max(VELDEN.values())
# A word that was never seen, as a share of the rarest that was.
_ONBEKEND = 1.0
# Sums differ in the last digit with how many entries are read at once; what is worked out for one must be the same.
_CIJFERS = 6


class Aanbodlezer:
    """What was learnt of all kinds together, ready to read entries. Safe between threads.

    lijst: the kinds, in their order; bewaar: the folder where what was learnt is kept (some seconds to learn).
    """

    def __init__(self, lijst: Sequence[Soort], *, bewaar: Path | None = None) -> None:
        lessen = [
            (woorden, nummer, telt)
            for nummer, soort in enumerate(lijst)
            for teksten, telt in (
                ((*soort.woorden, soort.naam, soort.definitie), _TELT_WOORDEN),
                (soort.vragen, _TELT_VRAAG),
            )
            for tekst in teksten
            if (woorden := _als_entry(tekst))
        ]
        tellingen = Counter(woord for woorden, _, _ in lessen for woord in woorden)
        self._nummers = {woord: nummer for nummer, woord in enumerate(tellingen)}
        self._idf = np.array([math.log((1 + len(lessen)) / (1 + n)) + 1 for n in tellingen.values()])
        self._onbekend = _ONBEKEND * math.log((1 + len(lessen)) / 2)
        self._geleerd = Geleerd(
            Lessen(
                rijen=self._matrix([woorden for woorden, _, _ in lessen]),
                vectoren=np.zeros((len(lessen), 0), dtype=np.float32),
                soort=np.array([nummer for _, nummer, _ in lessen]),
                telt=np.array([telt for _, _, telt in lessen], dtype=np.float32),
                soorten=len(lijst),
            ),
            bewaar=bewaar_bij(lijst, bewaar) if bewaar else None,
        )

    def __call__(self, woorden: Sequence[Mapping[str, float]]) -> Getallen:
        """Entries by kinds: how surely each entry is of each kind, from 0 (nothing in it says so) to 1 (certain).

        woorden: `zinnen.weeg_woorden` of each entry.
        """
        return np.round(self._geleerd.zekerheden(self._matrix(woorden)), _CIJFERS)

    def _matrix(self, teksten: Iterable[Mapping[str, float]]) -> Any:
        kolommen: list[int] = []
        waarden: list[float] = []
        grenzen = [0]
        for woorden in teksten:
            # In one order of words: a sum must not depend on the order in which they came.
            paren = sorted((n, x * self._idf[n]) for w, x in woorden.items() if (n := self._nummers.get(w)) is not None)
            # Unknown words count in the length: an entry that is mostly unknown is surely of no kind.
            onbekend = sorted(x * self._onbekend for w, x in woorden.items() if w not in self._nummers)
            lengte = math.sqrt(sum(x * x for _, x in paren) + sum(x * x for x in onbekend)) or 1.0
            kolommen += [n for n, _ in paren]
            waarden += [x / lengte for _, x in paren]
            grenzen.append(len(kolommen))
        vorm = (len(grenzen) - 1, len(self._nummers))
        return sparse.csr_matrix((np.array(waarden), np.array(kolommen, dtype=np.int32), grenzen), shape=vorm)


def _als_entry(tekst: str) -> dict[str, float]:
    return {woord: _VOL for woord in termen(tekst) if woord not in stopwoorden()}


def bewaar_bij(lijst: Sequence[Soort], map: Path) -> Path:
    """The file in this folder for what was learnt of these kinds."""
    teksten = [str(sorted(VELDEN.items())), f"{_TELT_WOORDEN} {_TELT_VRAAG}"]
    for soort in lijst:
        teksten += [soort.code, soort.naam, soort.definitie, *soort.woorden, *soort.vragen]
    return map / f"{vingerafdruk(teksten)}-aanbod.npz"
