"""What sets one kind apart from the others, learnt from the examples of all kinds together.

Likeness to the nearest example asks how much a question resembles a kind; it does not know that "thuis" is said
for a hundred kinds and "kousen" for one. A small network learns that from the words and from the vector of the
reader at once (docs/adr/0016). It is worked out when the taxonomy is made ready, and kept with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import softmax

from sociale_kaart.bewaard import read_bewaard, write_bewaard
from sociale_kaart.halve import lang

Getallen = NDArray[np.float32]
# The phrases of organisations say less of how residents ask.
_WOORDEN_TELLEN = 0.6
# A feature seen in fewer examples than this teaches nothing about others.
_MINSTENS_IN = 4
# Hidden numbers, rounds, examples per step, step, and the scale of rows and vectors of length one.
_VERBORGEN, _RONDEN, _PER_STAP, _STAP, _SCHAAL_WOORD, _SCHAAL_VECTOR = 128, 12, 256, 4e-3, 4.0, 8.0
# What share is left out in each step: of the words, of the vector, of what is hidden (Srivastava e.a., 2014).
_ZONDER_WOORD, _ZONDER_VECTOR, _ZONDER_BINNEN = 0.4, 0.2, 0.4
# A small set is gone through more often, or nothing is learnt from it.
_MIN_STAPPEN = 300
_KRIMP, _B1, _B2, _NUL = np.float32(1e-5), np.float32(0.9), np.float32(0.999), np.float32(1e-8)
_NAMEN = ("kolommen", "woord", "vector", "begin", "uit", "recht", "einde")


def weegt(is_vraag: Sequence[bool]) -> Getallen:
    """How much each example counts: what a resident asks in full, what an organisation calls it less."""
    return np.where(is_vraag, 1.0, _WOORDEN_TELLEN).astype(np.float32)


@dataclass(frozen=True)
class Lessen:
    """What there is to learn: rijen (sparse rows of a `Ruimte`), vectoren of the reader (examples x breadth, which
    may be 0), the kind of each example (the last number is "for none of them"), and how much it counts."""

    rijen: Any
    vectoren: NDArray[np.floating[Any]]
    soort: NDArray[np.int_]
    telt: Getallen
    soorten: int


class Geleerd:
    """Which kind a question asks for, or none, by what was learnt of all of them. Safe between threads.

    bewaar: the file where what was learnt is kept; learning takes half a minute.
    """

    def __init__(self, lessen: Lessen, *, bewaar: Path | None = None) -> None:
        breed, vorm = lessen.rijen.shape[1], (lessen.vectoren.shape[1], lessen.soorten)
        bekend = _lees(bewaar, breed, vorm)
        if bekend is None:
            geleerd = _leer(lessen)
            # Half the precision is half the size, and the same answers before and after it was kept.
            bekend = {n: w if n == "kolommen" else w.astype(np.float16) for n, w in geleerd.items()}
            # Only what was learnt with the same reader goes: without one it is another net.
            eerdere = f"*-{bewaar.stem.rpartition('-')[2]}.npz" if bewaar else ""
            write_bewaard(bewaar, bekend, eerdere=eerdere)
        self._soorten = lessen.soorten
        self._plek = np.full(breed, -1, dtype=np.int64)
        self._plek[bekend["kolommen"]] = np.arange(len(bekend["kolommen"]))
        # Many rows, of which a question needs a few: those are made longer then.
        self._woord = bekend["woord"].astype(np.float16, copy=False)
        self._vector, self._begin, self._uit, self._recht, self._einde = (
            bekend[n].astype(np.float32) for n in _NAMEN[2:]
        )

    def __call__(self, rij: Any, vector: Getallen | None) -> tuple[NDArray[np.float64], float]:
        """Per kind from 0 (as likely as any) to 1 (certain), on the scale of the logarithm; and the chance of the kind
        that is most likely. rij: the question as a sparse row; vector: as the reader sees it."""
        kans = self.kansen(rij, vector)[: self._soorten]
        hoogte = np.maximum(0.0, 1 + np.log(kans + _NUL) / np.log(max(self._soorten + 1, 2)))
        return hoogte.astype(np.float64), float(kans.max(initial=0.0))

    def zekerheden(self, rijen: Any) -> NDArray[np.float64]:
        """For many texts at once that no reader saw (rows by kinds): from 0 (reading it made the kind no likelier than
        it was) to 1 (certain), on the scale of the logarithm."""
        gezien = rijen[:, np.flatnonzero(self._plek[: rijen.shape[1]] >= 0)]
        woord = self._woord[self._plek[self._plek >= 0]].astype(np.float64)
        vooraf, kans = (
            softmax(np.maximum(binnen, 0) @ self._uit.astype(np.float64) + self._einde, axis=1)[:, : self._soorten]
            for binnen in (self._begin[None, :], gezien @ woord * _SCHAAL_WOORD + self._begin)
        )
        return np.asarray(np.maximum(0.0, 1 - np.log(kans + _NUL) / np.log(vooraf + _NUL)), dtype=np.float64)

    def kansen(self, rij: Any, vector: Getallen | None) -> Getallen:
        """The chance of each kind, and after them that of none; together 1."""
        kent = rij.indices < len(self._plek)
        plek = self._plek[rij.indices[kent]]
        waarden = rij.data[kent][plek >= 0].astype(np.float32) * np.float32(_SCHAAL_WOORD)
        binnen = waarden @ lang(self._woord[plek[plek >= 0]]) + self._begin
        uit = self._einde
        if vector is not None and len(vector) == len(self._vector):
            gelezen = np.float32(_SCHAAL_VECTOR) * vector
            binnen = binnen + gelezen @ self._vector
            uit = uit + gelezen @ self._recht
        return np.asarray(softmax(np.maximum(binnen, 0) @ self._uit + uit), dtype=np.float32)


def _lees(pad: Path | None, breed: int, vorm: tuple[int, int]) -> dict[str, NDArray[Any]] | None:
    bewaard = read_bewaard(pad, _NAMEN)
    if bewaard is None or bewaard["recht"].shape != (vorm[0], vorm[1] + 1):
        return None
    return bewaard if bewaard["kolommen"].max(initial=-1) < breed else None


def _leer(lessen: Lessen) -> dict[str, NDArray[Any]]:
    """Adam (Kingma and Ba, 2015) on the log loss, in numpy: no library of networks is worth its weight for this."""
    toeval = np.random.default_rng(0)
    aantal, soorten, breed = lessen.rijen.shape[0], lessen.soorten + 1, lessen.vectoren.shape[1]
    vaak = np.bincount(lessen.rijen.indices, minlength=lessen.rijen.shape[1])
    kolommen = np.flatnonzero(vaak >= min(_MINSTENS_IN, max(1, aantal // 50)))
    rijen = (lessen.rijen[:, kolommen] * _SCHAAL_WOORD).astype(np.float32).tocsr()
    vectoren = lessen.vectoren.astype(np.float32) * np.float32(_SCHAAL_VECTOR)
    p = [
        _toeval(toeval, len(kolommen), _VERBORGEN), _toeval(toeval, breed, _VERBORGEN),
        np.zeros(_VERBORGEN, dtype=np.float32), _toeval(toeval, _VERBORGEN, soorten),
        np.zeros((breed, soorten), dtype=np.float32), np.zeros(soorten, dtype=np.float32),
    ]  # fmt: skip
    eerste, tweede = [np.zeros_like(w) for w in p], [np.zeros_like(w) for w in p]
    per_stap = min(_PER_STAP, aantal)
    ronden = max(_RONDEN, -(-_MIN_STAPPEN * per_stap // aantal))
    alle, stap = ronden * (aantal // per_stap), 0
    for _ in range(ronden):
        orde = toeval.permutation(aantal)
        for begin in range(0, aantal - per_stap + 1, per_stap):
            deel = orde[begin : begin + per_stap]
            stap += 1
            lengte = _STAP * (1 - stap / (alle + 1))
            x, gezien = _zonder_woorden(rijen[deel], toeval)
            helling = _helling(p, x, gezien, vectoren[deel], lessen.soort[deel], lessen.telt[deel], toeval)
            for nummer, g in enumerate(helling):
                plek = gezien if nummer == 0 else slice(None)
                _zet_stap(p[nummer], g, eerste[nummer], tweede[nummer], plek, stap, lengte)
    return dict(zip(_NAMEN, (kolommen, *p), strict=True))


def _toeval(toeval: np.random.Generator, rijen: int, kolommen: int) -> Getallen:
    return toeval.normal(0, 0.05, (rijen, kolommen)).astype(np.float32)


def _blijft(toeval: np.random.Generator, vorm: tuple[int, ...], zonder: float) -> Getallen:
    """What is left out in this step (0), and the rest made larger for it."""
    aan = toeval.random(vorm, dtype=np.float32) > zonder
    return np.asarray(aan * np.float32(1 / (1 - zonder)), dtype=np.float32)


def _zonder_woorden(x: Any, toeval: np.random.Generator) -> tuple[Any, NDArray[np.int_]]:
    """These rows without what is left out in this step, over only the features that are left, and which those are: a
    step touches one in five, and the others stay as they are."""
    blijft = toeval.random(len(x.data), dtype=np.float32) > _ZONDER_WOORD
    grenzen = np.concatenate(([0], np.cumsum(blijft)))[x.indptr]
    gezien, plek = np.unique(x.indices[blijft], return_inverse=True)
    waarden = x.data[blijft] * np.float32(1 / (1 - _ZONDER_WOORD))
    return sparse.csr_matrix((waarden, plek, grenzen), shape=(x.shape[0], len(gezien))), gezien


def _helling(
    p: list[Getallen],
    x: Any,
    gezien: NDArray[np.int_],
    v: Getallen,
    soort: NDArray[np.int_],
    telt: Getallen,
    toeval: np.random.Generator,
) -> list[Getallen]:
    """The gradient of the log loss for these examples, with dropout; of the words only for those that are seen."""
    woord, vector, begin, uit, recht, einde = p
    v = v * _blijft(toeval, v.shape, _ZONDER_VECTOR)
    binnen = x @ woord[gezien] + v @ vector + begin
    aan = (binnen > 0) * _blijft(toeval, binnen.shape, _ZONDER_BINNEN)
    verborgen = binnen * aan
    fout = softmax(verborgen @ uit + v @ recht + einde, axis=1)
    fout[np.arange(len(soort)), soort] -= 1
    fout *= telt[:, None] / np.float32(len(soort))
    terug = (fout @ uit.T) * aan
    return [x.T @ terug, v.T @ terug, terug.sum(axis=0), verborgen.T @ fout, v.T @ fout, fout.sum(axis=0)]


def _zet_stap(
    w: Getallen, g: Getallen, eerste: Getallen, tweede: Getallen, plek: Any, stap: int, lengte: float
) -> None:
    """One step of Adam for the rows in `plek`."""
    m = eerste[plek] * _B1 + (1 - _B1) * g
    v = tweede[plek] * _B2 + (1 - _B2) * (g * g)
    eerste[plek], tweede[plek] = m, v
    hier = w[plek]
    noemer = np.sqrt(v / np.float32(1 - _B2**stap)) + _NUL
    w[plek] = hier - np.float32(lengte) * (m / np.float32(1 - _B1**stap) / noemer + _KRIMP * hier)
