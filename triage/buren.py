"""The nearest examples: what the messages most like this one were about.

A linear layer adds up what single words say; the nearest examples know what words mean
together. Their labels, weighed by likeness, stand beside the linear answers in the second
layer (stacking of unlike learners: Wolpert, 1992). On the test set they are worth more than
one point of micro-F1 on the leefgebieden and on zwaarte. Only numpy is needed to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triage.koppen import Getallen, Koppen
from triage.ruimte import Vector

AANTAL = 20
# What stands in more examples than this tells no two of them apart and costs the most time and memory.
MAX_RIJEN = 1500
# A text has a few hundred features; one of pages long is compared on its most telling ones: it stays quick.
MAX_KENMERKEN = 600
_GROEPEN = ("gebied", "soort", "zwaarte", "crisis", "crisis_soort", "complex")
_KLEIN = 1e-9
_DICHTBIJ = 0.5


def kolommen(koppen: Koppen) -> NDArray[np.int_]:
    """The heads whose answers the neighbours are asked for; intents say nothing that soort does not."""
    plekken = [koppen.plek(groep) for groep in _GROEPEN]
    return np.concatenate([np.arange(plek.start, plek.stop) for plek in plekken])


def dichtste(gelijk: Getallen) -> NDArray[np.intp]:
    """Which columns are highest, AANTAL of them or all, in no order. gelijk: texts x examples."""
    aantal = min(AANTAL, gelijk.shape[1])
    return np.argpartition(-gelijk, aantal - 1, axis=1)[:, :aantal]


def stem(gelijk: Getallen, labels: NDArray[Any], telt: NDArray[Any]) -> Getallen:
    """What the nearest say: per head their vote, then the best and the mean likeness.

    gelijk: texts x neighbours, 0..1; labels and telt: texts x neighbours x heads, 0 or 1. Out: texts x (heads + 2).
    """
    gewicht = gelijk**2
    ja = np.einsum("ij,ijk->ik", gewicht, labels)
    van = np.einsum("ij,ijk->ik", gewicht, telt)
    delen = [ja / np.maximum(van, _KLEIN), gelijk.max(axis=1, keepdims=True), gelijk.mean(axis=1, keepdims=True)]
    return np.hstack(delen).astype(np.float32)


@dataclass(frozen=True)
class Buren:
    """The examples by feature: rows begin[k]:begin[k + 1] of `rij` and `waarde` are the examples with feature k.

    labels and telt: examples x heads of `kolommen`, 0 or 1.
    """

    begin: NDArray[np.int32]
    rij: NDArray[np.unsignedinteger[Any]]
    waarde: NDArray[np.float16]
    labels: NDArray[np.int8]
    telt: NDArray[np.int8]

    def kenmerken(self, vector: Vector) -> Getallen:
        """The vote of the nearest examples on one text. Shape: heads + 2."""
        gelijk = self._gelijkenis(vector)
        # Sorting out those that come near is quicker than ordering all, and gives the same nearest ones.
        nabij = np.flatnonzero(gelijk > _DICHTBIJ * gelijk.max())
        if len(nabij) < AANTAL:
            nabij = np.arange(len(gelijk))
        rijen = nabij[dichtste(gelijk[None, nabij])[0]]
        stemmen = stem(gelijk[None, rijen], self.labels[None, rijen], self.telt[None, rijen])
        return np.asarray(stemmen[0], dtype=np.float32)

    def _gelijkenis(self, vector: Vector) -> Getallen:
        plaats, gewicht = vector
        van, tot = self.begin[plaats], self.begin[plaats + 1]
        heeft = np.flatnonzero(tot > van)
        if len(heeft) > MAX_KENMERKEN:
            heeft = heeft[np.argpartition(-gewicht[heeft], MAX_KENMERKEN)[:MAX_KENMERKEN]]
        if not len(heeft):
            return np.zeros(len(self.labels), dtype=np.float32)
        stukken = [slice(a, b) for a, b in zip(van[heeft].tolist(), tot[heeft].tolist(), strict=True)]
        rijen = np.concatenate([self.rij[stuk] for stuk in stukken])
        delen = np.concatenate([self.waarde[stuk] for stuk in stukken]).astype(np.float32)
        delen *= np.repeat(gewicht[heeft], tot[heeft] - van[heeft])
        return np.asarray(np.bincount(rijen, weights=delen, minlength=len(self.labels)), dtype=np.float32)

    def as_arrays(self) -> dict[str, NDArray[np.generic]]:
        """For the model file."""
        return {
            "buren_begin": self.begin,
            "buren_rij": self.rij,
            "buren_waarde": self.waarde,
            "buren_labels": self.labels,
            "buren_telt": self.telt,
        }


def buren_uit(arrays: Mapping[str, NDArray[Any]]) -> Buren:
    """The inverse of `Buren.as_arrays`."""
    return Buren(*(arrays[f"buren_{naam}"] for naam in ("begin", "rij", "waarde", "labels", "telt")))
