"""Whether a question is one that no sociale kaart answers: a line between two heaps of examples.

Near misses are worse than an honest "nothing": who asks about the weather must not be sent to a coach.
The line is drawn by logistic regression when the taxonomy is made ready, and kept with it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_NLU = Path(__file__).resolve().parent.parent / "data" / "nlu" / "buiten_bereik.yml"
_TEKST = re.compile(r'^\s*- text: "(.*)"$', re.MULTILINE)
# Longer messages tell a story around the question; what they share is the story.
_LANGSTE = 160
# How freely the line may bend; found by leaving out a fifth of the examples.
_VRIJHEID = 1.0


@cache
def buiten_gesprek() -> tuple[str, ...]:
    """What people ask the assistant that is not for it, from the examples the triage learns from as well."""
    if not _NLU.exists():
        return ()
    teksten = _TEKST.findall(_NLU.read_text(encoding="utf-8"))
    return tuple(t for t in teksten if len(t) <= _LANGSTE)


class Grens:
    """The line: above zero a question is more likely one for nobody here.

    rijen: the examples, first those a kaart can answer (`binnen` many), then the others.
    """

    def __init__(self, rijen: Any, *, binnen: int, bewaar: Path | None = None) -> None:
        bekend = _lees(bewaar, rijen.shape[1] + 1)
        if bekend is None:
            bekend = _leer(rijen, binnen)
            _schrijf(bewaar, bekend)
        self._gewichten, self._begin = bekend[:-1], float(bekend[-1])

    def __call__(self, vector: Any) -> float:
        """How far this question (a sparse row) lies beyond the line."""
        return float((vector @ self._gewichten)[0]) + self._begin


def _leer(rijen: Any, binnen: int) -> NDArray[np.float64]:
    from sklearn.linear_model import LogisticRegression

    erbuiten = np.arange(rijen.shape[0]) >= binnen
    if not erbuiten.any():
        return np.concatenate((np.zeros(rijen.shape[1]), [-1.0]))
    model = LogisticRegression(C=_VRIJHEID, class_weight="balanced", max_iter=200).fit(rijen, erbuiten)
    return np.concatenate((model.coef_[0], model.intercept_))


def _lees(pad: Path | None, lengte: int) -> NDArray[np.float64] | None:
    try:
        gewichten = np.load(pad, allow_pickle=False) if pad else None
    except (OSError, ValueError, EOFError):
        return None
    return gewichten if gewichten is not None and gewichten.shape == (lengte,) else None


def _schrijf(pad: Path | None, gewichten: NDArray[np.float64]) -> None:
    """Keep it for the next start; a folder that cannot be written is no reason to stop."""
    if pad is None:
        return
    try:
        pad.parent.mkdir(parents=True, exist_ok=True)
        tijdelijk = pad.with_suffix(".tmp.npy")
        np.save(tijdelijk, gewichten)
        tijdelijk.replace(pad)
    except OSError:
        return
    for oud in pad.parent.glob("*.grens.npy"):
        if oud != pad:
            oud.unlink(missing_ok=True)
