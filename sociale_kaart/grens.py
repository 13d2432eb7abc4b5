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

from sociale_kaart.bewaard import read_bewaard, write_bewaard

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
            write_bewaard(bewaar, {"gewichten": bekend}, eerdere="*.grens.np?")
        self._gewichten, self._begin = bekend[:-1], float(bekend[-1])

    def __call__(self, vector: Any) -> float:
        """How far this question (a sparse row) lies beyond the line."""
        # What redacteuren added since says nothing about this line.
        bekend = vector[:, : len(self._gewichten)]
        return float((bekend @ self._gewichten)[0]) + self._begin


def _leer(rijen: Any, binnen: int) -> NDArray[np.float64]:
    from sklearn.linear_model import LogisticRegression

    erbuiten = np.arange(rijen.shape[0]) >= binnen
    if not erbuiten.any():
        return np.concatenate((np.zeros(rijen.shape[1]), [-1.0]))
    model = LogisticRegression(C=_VRIJHEID, class_weight="balanced", max_iter=200).fit(rijen, erbuiten)
    return np.concatenate((model.coef_[0], model.intercept_))


def _lees(pad: Path | None, lengte: int) -> NDArray[np.float64] | None:
    bewaard = read_bewaard(pad, ("gewichten",))
    gewichten = bewaard["gewichten"] if bewaard else None
    return gewichten if gewichten is not None and gewichten.shape == (lengte,) else None
