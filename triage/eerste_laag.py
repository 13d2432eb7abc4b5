"""Learning the first layer: one linear support vector machine per head, over words and characters."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.svm import LinearSVC

from triage.gewichten import Laag
from triage.koppen import Getallen, Koppen
from triage.leerstof import DRADEN, Kennis, Leerstof, Stelsel

C_EERSTE = 0.3
# Nothing in the answers changes below this; a finer end costs twice the time.
_GENOEG = 0.1
_VRAAG = "intent:hulpvraag"
# Most examples are questions for help. To tell the other acts from them one in so many is enough, each counting for as
# many; the answers stay as good and there is less to learn from.
_ELKE_VRAAG = 3

_Leerder = tuple[Getallen, float] | None


def leer_eerste_laag(stelsel: Stelsel, stof: Leerstof, kennis: Kennis, rijen: NDArray[np.int_]) -> Laag:
    """The first layer from these rows of the examples: a linear support vector machine per head."""
    kolommen = len(stof.koppen.namen)
    w = np.zeros((stelsel.ruimte.omvang, kolommen), dtype=np.float32)
    b = np.full(kolommen, -1.0, dtype=np.float32)
    zonder_stam = stelsel.x[:, : stelsel.ruimte.omvang_zonder_stam]

    def leer_samen(koppen: list[int]) -> None:
        leerders = (
            [_leer_gebied(stelsel, stof, kennis, rijen, koppen[0])]
            if koppen[0] in _reeks(stof.koppen.plek("gebied"))
            else _leer_koppen(zonder_stam, stof, rijen, koppen)
        )
        for k, leerder in zip(koppen, leerders, strict=True):
            if leerder is not None:
                w[: len(leerder[0]), k], b[k] = leerder

    # The solver runs outside the interpreter's lock; each thread holds one copy of the examples.
    with ThreadPoolExecutor(DRADEN) as draden:
        list(draden.map(leer_samen, _samen_te_leren(stof.koppen)))
    return Laag(w, b)


def _reeks(plek: slice) -> range:
    return range(plek.start, plek.stop)


def _samen_te_leren(koppen: Koppen) -> list[list[int]]:
    """The heads that the solver learns in one go, those that take longest first.

    Of a group of which one label holds, each label is told from all others over the same examples: so much of the
    time goes to handing over the examples that it pays to do that once. One question for help in so many teaches the
    other acts; that head itself learns from all, and stands apart.
    """
    vraag = koppen.namen.index(_VRAAG) if _VRAAG in koppen.namen else -1
    los = [*_reeks(koppen.plek("gebied")), *_reeks(koppen.plek("crisis")), *_reeks(koppen.plek("complex"))]
    groepen = [
        [k for k in _reeks(koppen.plek(groep)) if k != vraag]
        for groep in ("intent", "soort", "zwaarte", "crisis_soort")
    ]
    apart = [vraag] if vraag >= 0 else []
    return [groep for groep in groepen if groep] + [[k] for k in (*apart, *los)]


def _leer_gebied(stelsel: Stelsel, stof: Leerstof, kennis: Kennis, rijen: NDArray[np.int_], k: int) -> _Leerder:
    """One leefgebied, from the messages and the lexicon; None when they give nothing to tell apart."""
    keuze = rijen[stof.telt[rijen, k]]
    doel = stof.labels[keuze, k]
    if doel.sum() < 2 or doel.all():
        return None
    gebied = k - stof.koppen.plek("gebied").start
    doel = np.concatenate([doel, kennis.gewicht[:, gebied] > 0])
    telt = np.concatenate([np.ones(len(keuze)), kennis.telt])
    leerder = _leerder().fit(sparse.vstack([stelsel.x[keuze], stelsel.termen]).tocsr(), doel, sample_weight=telt)
    return leerder.coef_[0], float(leerder.intercept_[0])


def _leer_koppen(
    zonder_stam: sparse.csr_matrix, stof: Leerstof, rijen: NDArray[np.int_], koppen: list[int]
) -> list[_Leerder]:
    """These heads, of which at most one holds for a message; None for one that says the same of every message."""
    keuze = rijen[stof.telt[rijen, koppen[0]]]
    weegt = np.ones(len(keuze), dtype=np.float32)
    intent = _reeks(stof.koppen.plek("intent"))
    if koppen[0] in intent and stof.koppen.namen[koppen[0]] != _VRAAG:
        keuze, weegt = _minder_vragen(stof, keuze)
    labels = stof.labels[keuze][:, koppen]
    doel = np.where(labels.any(axis=1), labels.argmax(axis=1), len(koppen))
    aantal = np.bincount(doel, minlength=len(koppen) + 1)
    # Of a label with one example nothing can be learnt; it counts among the others.
    doel = np.where(aantal[doel] < 2, len(koppen), doel)
    if len(np.unique(doel)) < 2:
        return [None] * len(koppen)
    leerder = _leerder().fit(zonder_stam[keuze], doel, sample_weight=weegt)
    w, b, gezien = leerder.coef_, leerder.intercept_, list(leerder.classes_)
    if len(gezien) == 2:  # one line between two: the first lies on its other side
        w, b = np.vstack([-w, w]), np.concatenate([-b, b])
    return [(w[gezien.index(k)], float(b[gezien.index(k)])) if k in gezien else None for k in range(len(koppen))]


def _leerder() -> LinearSVC:
    return LinearSVC(C=C_EERSTE, tol=_GENOEG, random_state=0)


def _minder_vragen(stof: Leerstof, keuze: NDArray[np.int_]) -> tuple[NDArray[np.int_], Getallen]:
    """These rows with a part of the questions for help, and how much each counts."""
    if _VRAAG not in stof.koppen.namen:
        return keuze, np.ones(len(keuze), dtype=np.float32)
    vraag = stof.labels[keuze, stof.koppen.namen.index(_VRAAG)]
    houd = ~vraag | (np.cumsum(vraag) % _ELKE_VRAAG == 1)  # the first always stays: there is something to tell apart
    return keuze[houd], np.where(vraag[houd], np.float32(_ELKE_VRAAG), np.float32(1))
