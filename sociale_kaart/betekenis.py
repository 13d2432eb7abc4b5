"""Which kinds a question means when it shares no word with any example: by the vectors of a text model.

Two thirds of everyday questions share no content word with the entry that answers them. The examples of
each kind bridge many of these; a reader that saw much of the language bridges more.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from taal.tekstmodel import Tekstmodel

Getallen = NDArray[np.float64]
# Resembling less than this says nothing: all texts about people resemble one another that much.
_MINSTENS = 0.3
# What is asked stands at the beginning, and reading costs time by length.
_TEKENS = 600
# The line between what a kaart answers and what it does not: how freely it bends, and the scale of its input.
_VRIJHEID, _SCHAAL = 3.0, 4.0


class Betekenis:
    """The examples of all kinds as vectors, ready to be compared with a question. Safe between threads.

    per_groep: turns a number per example into (kind, example). erbuiten: questions that no kaart answers.
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
        bestand = bewaar.with_name(f"{bewaar.stem}-{_kenmerk_van(lezer)}.betekenis.npz") if bewaar else None
        bekend = _lees(bestand, len(voorbeelden), lezer.breedte)
        if bekend is None:
            bekend = _leer(lezer, voorbeelden, erbuiten)
            _schrijf(bestand, *bekend)
        self._rijen, self._midden, self._grens = bekend

    def __call__(self, vraag: str) -> tuple[Getallen, Getallen, float]:
        """(best example per kind, three best together per kind, how far beyond what a kaart answers)."""
        vector = _gericht(self._lezer.vectoren([vraag[:_TEKENS]]), self._midden)[0]
        gelijk = np.maximum(0.0, (self._rijen @ vector - _MINSTENS) / (1 - _MINSTENS))
        drie = np.partition(self._per_groep(gelijk), -3, axis=1)[:, -3:]
        return drie.max(axis=1), drie.mean(axis=1), float(_SCHAAL * vector @ self._grens[:-1] + self._grens[-1])


_Bekend = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]


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

        buiten = _gericht(lezer.vectoren([t[:_TEKENS] for t in erbuiten]), midden)
        waar = np.arange(len(rijen) + len(buiten)) >= len(rijen)
        model = LogisticRegression(C=_VRIJHEID, class_weight="balanced", max_iter=500)
        model.fit(_SCHAAL * np.concatenate((rijen, buiten)), waar)
        grens = np.concatenate((model.coef_[0], model.intercept_)).astype(np.float32)
    return rijen, midden, grens


def _kenmerk_van(lezer: Tekstmodel) -> str:
    """Tells one model from another, whatever it is called."""
    proef = np.round(lezer.vectoren(["hulp bij het invullen van formulieren"]), 3)
    return hashlib.sha256(proef.tobytes()).hexdigest()[:8]


def _lees(bestand: Path | None, aantal: int, breedte: int) -> _Bekend | None:
    if bestand is None:
        return None
    try:
        with np.load(bestand, allow_pickle=False) as bewaard:
            rijen, midden, grens = (bewaard[n].astype(np.float32) for n in ("rijen", "midden", "grens"))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return (rijen, midden, grens) if rijen.shape == (aantal, breedte) and len(grens) == breedte + 1 else None


def _schrijf(
    bestand: Path | None, rijen: NDArray[np.float32], midden: NDArray[np.float32], grens: NDArray[np.float32]
) -> None:
    """Keep it, whole or not at all; a folder that cannot be written is no reason to stop."""
    if bestand is None:
        return
    try:
        bestand.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=bestand.parent, suffix=".tmp", delete=False) as tijdelijk:
            np.savez(tijdelijk, rijen=rijen.astype(np.float16), midden=midden, grens=grens)
        Path(tijdelijk.name).replace(bestand)
    except OSError:
        return
    for oud in bestand.parent.glob("*.betekenis.npz"):
        if oud != bestand:
            oud.unlink(missing_ok=True)
