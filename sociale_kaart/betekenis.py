"""Which kinds a question means when it shares no word with any example: by the vectors of a text model.

Two thirds of everyday questions share no content word with the entry that answers them. The examples of
each kind bridge many of these; a reader that saw much of the language bridges more.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sociale_kaart.bewaard import read_bewaard, write_bewaard
from sociale_kaart.halve import lang
from taal.tekstmodel import Tekstmodel

Getallen = NDArray[np.float64]
# Resembling less than this says nothing: all texts about people resemble one another that much.
_MINSTENS = 0.3
# What is asked stands at the beginning, and reading costs time by length.
_TEKENS = 600
# So many directions tell nearly all rows apart, so many rows are enough to find them, and so much more than any
# rounding a row may resemble and still be compared in full.
_RICHTINGEN, _STEEKPROEF, _AFRONDING = 192, 4000, 1e-3
# Rows that are made longer at once when all are gone through, and when a question needs some: then they stay near.
_PER_KEER, _SAMEN_LANG = 2048, 192
# The line between what a kaart answers and what it does not: how freely it bends, and the scale of its input.
_VRIJHEID, _SCHAAL = 3.0, 4.0
# What is kept: the examples (first those of kinds, then the others), their middle, and the line.
_NAMEN = ("rijen", "midden", "grens")


class Betekenis:
    """The examples of all kinds as vectors, ready to be compared with a question. Safe between threads.

    erbuiten: questions that no kaart answers.
    per_groep: turns a number per example into (kind, example).
    bewaar: the file where the vectors are kept; working them out takes half a minute.
    """

    def __init__(
        self,
        lezer: Tekstmodel,
        voorbeelden: Sequence[str],
        erbuiten: Sequence[str],
        *,
        per_groep: Callable[[Getallen], Getallen],
        bewaar: Path | None = None,
    ) -> None:
        self._lezer, self._per_groep = lezer, per_groep
        self.kenmerk = _kenmerk_van(lezer)
        bestand = bewaar.with_name(f"{bewaar.stem}-{self.kenmerk}.betekenis.npz") if bewaar else None
        bekend = _lees(bestand, len(voorbeelden) + len(erbuiten), lezer.breedte)
        if bekend is None:
            bekend = _leer(lezer, voorbeelden, erbuiten)
            _schrijf(bestand, *bekend)
        # Half the precision is half the memory, and the same answers before and after it was kept.
        self.alle, self._midden, self._grens = bekend[0].astype(np.float16, copy=False), *bekend[1:]
        rijen = self.alle[: len(voorbeelden)]
        self._lijkt = _Gelijkenis(rijen, _hoofdrichtingen(rijen))

    def met(self, teksten: Sequence[str], per_groep: Callable[[Getallen], Getallen]) -> Betekenis:
        """The same with these examples after the others."""
        nieuw = copy.copy(self)
        erbij = _gericht(self._lezer.vectoren([t[:_TEKENS] for t in teksten]), self._midden)
        nieuw._lijkt, nieuw._per_groep = self._lijkt.met(erbij), per_groep
        return nieuw

    def lees(self, vraag: str) -> NDArray[np.float32]:
        """The direction of this question, as the reader sees it."""
        rij: NDArray[np.float32] = _gericht(self._lezer.vectoren([vraag[:_TEKENS]]), self._midden)[0]
        return rij

    def __call__(self, vector: NDArray[np.float32]) -> tuple[Getallen, Getallen, float]:
        """(best example per kind, three best together per kind, how far beyond what a kaart answers) for the direction
        of a question (`lees`)."""
        gelijk = np.maximum(0.0, (self._lijkt(vector) - _MINSTENS) / (1 - _MINSTENS))
        drie = np.partition(self._per_groep(gelijk), -3, axis=1)[:, -3:]
        return drie.max(axis=1), drie.mean(axis=1), float(_SCHAAL * vector @ self._grens[:-1] + self._grens[-1])


class _Gelijkenis:
    """How much a vector resembles each row, where that is more than _MINSTENS; elsewhere 0.

    All rows are more than the memory of a processor holds, and one in a hundred resembles a question that much.
    So first only the directions in which rows differ most are looked at, with the most that the others can add
    (Cauchy-Schwarz); the few rows that remain possible are compared in full. Nothing is lost by it. Rows are kept in
    half the precision, in which they were kept on disk, and only those few are made longer again.
    """

    def __init__(self, rijen: NDArray[np.float16], richtingen: NDArray[np.float32]) -> None:
        self._rijen, self._richtingen = rijen, richtingen
        self._kort = np.empty((len(rijen), richtingen.shape[1]), dtype=np.float32)
        self._rest = np.empty(len(rijen), dtype=np.float32)
        for van in range(0, len(rijen), _PER_KEER):
            deel = slice(van, van + _PER_KEER)
            heel = lang(rijen[deel])
            self._kort[deel] = heel @ richtingen
            self._rest[deel] = _lengte_van_rest(heel, self._kort[deel])

    def met(self, erbij: NDArray[np.float32]) -> _Gelijkenis:
        """The same with these rows after the others."""
        nieuw, hun = copy.copy(self), _Gelijkenis(erbij.astype(np.float16), self._richtingen)
        for naam in ("_rijen", "_kort", "_rest"):
            setattr(nieuw, naam, np.concatenate((getattr(self, naam), getattr(hun, naam))))
        return nieuw

    def __call__(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        kort = vector @ self._richtingen
        hoogstens = self._kort @ kort
        hoogstens += self._rest * _lengte_van_rest(vector[None], kort[None])[0]
        mogelijk = np.flatnonzero(hoogstens > _MINSTENS - _AFRONDING)
        gelijk = np.zeros(len(self._rijen), dtype=np.float32)
        heel = np.empty((len(mogelijk), len(vector)), dtype=np.float32)
        for van in range(0, len(mogelijk), _SAMEN_LANG):
            deel = slice(van, van + _SAMEN_LANG)
            lang(self._rijen.take(mogelijk[deel], 0), heel[deel])
        # In one product: in several the last digit would depend on where one ends.
        gelijk[mogelijk] = heel @ vector
        return gelijk


def _hoofdrichtingen(rijen: NDArray[np.float16]) -> NDArray[np.float32]:
    """The directions in which these rows differ most, as columns."""
    deel = rijen[:: max(1, len(rijen) // _STEEKPROEF)].astype(np.float32)
    return np.ascontiguousarray(np.linalg.eigh(deel.T @ deel)[1][:, ::-1][:, :_RICHTINGEN])


def _lengte_van_rest(rijen: NDArray[np.float32], kort: NDArray[np.float32]) -> NDArray[np.float32]:
    """How long what lies outside the main directions is."""
    kwadraat = np.einsum("ij,ij->i", rijen, rijen) - np.einsum("ij,ij->i", kort, kort)
    return np.asarray(np.sqrt(np.maximum(kwadraat, 0.0)), dtype=np.float32)


_Bekend = tuple[NDArray[np.floating[Any]], NDArray[np.float32], NDArray[np.float32]]


def _gericht(rijen: NDArray[np.float32], midden: NDArray[np.float32]) -> NDArray[np.float32]:
    """Directions as seen from the middle of all examples: models differ in how alike they find everything."""
    verschil = rijen - midden
    lengte = np.linalg.norm(verschil, axis=1, keepdims=True)
    return np.asarray(verschil / np.where(lengte > 0, lengte, 1.0), dtype=np.float32)


def _leer(lezer: Tekstmodel, voorbeelden: Sequence[str], erbuiten: Sequence[str]) -> _Bekend:
    ruw = lezer.vectoren([t[:_TEKENS] for t in voorbeelden])
    midden = np.asarray(ruw.mean(axis=0), dtype=np.float32)
    rijen = _gericht(ruw, midden)
    grens = np.zeros(rijen.shape[1] + 1, dtype=np.float32)
    if erbuiten:
        from sklearn.linear_model import LogisticRegression

        rijen = np.concatenate((rijen, _gericht(lezer.vectoren([t[:_TEKENS] for t in erbuiten]), midden)))
        waar = np.arange(len(rijen)) >= len(voorbeelden)
        model = LogisticRegression(C=_VRIJHEID, class_weight="balanced", max_iter=500)
        model.fit(_SCHAAL * rijen, waar)
        grens = np.concatenate((model.coef_[0], model.intercept_)).astype(np.float32)
    return rijen, midden, grens


def _kenmerk_van(lezer: Tekstmodel) -> str:
    """Tells one model from another, whatever it is called."""
    proef = np.round(lezer.vectoren(["hulp bij het invullen van formulieren"]), 3)
    return hashlib.sha256(proef.tobytes()).hexdigest()[:8]


def _lees(bestand: Path | None, aantal: int, breedte: int) -> _Bekend | None:
    bewaard = read_bewaard(bestand, _NAMEN)
    if bewaard is None:
        return None
    rijen, (midden, grens) = bewaard[_NAMEN[0]], (bewaard[n].astype(np.float32) for n in _NAMEN[1:])
    return (rijen, midden, grens) if rijen.shape == (aantal, breedte) and len(grens) == breedte + 1 else None


def _schrijf(
    bestand: Path | None, rijen: NDArray[np.floating[Any]], midden: NDArray[np.float32], grens: NDArray[np.float32]
) -> None:
    # Half the precision is half the size, and changes no answer.
    waarden = (rijen.astype(np.float16), midden, grens)
    write_bewaard(bestand, dict(zip(_NAMEN, waarden, strict=True)), eerdere="*.betekenis.npz")
