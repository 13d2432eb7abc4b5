"""The questions the model answers about a text: one list of heads, shared by training and reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from triage.beoordeling import CRISIS_SOORTEN, LEEFGEBIEDEN, SOORTEN, ZWAARTES
from triage.data import Voorbeeld

Getallen = NDArray[np.float32]
GEBIEDEN = tuple(LEEFGEBIEDEN)


@dataclass(frozen=True)
class Koppen:
    """Names of the heads by group; the order is the column order of every weight matrix."""

    intents: tuple[str, ...]

    @property
    def groepen(self) -> dict[str, tuple[str, ...]]:
        """Group -> labels. `crisis` is yes or no, `complex` is complexity within the areas named."""
        return {
            "gebied": GEBIEDEN,
            "soort": SOORTEN,
            "zwaarte": ZWAARTES,
            "crisis": ("ja",),
            "crisis_soort": CRISIS_SOORTEN,
            "complex": ("zwaar", "vast"),
            "intent": self.intents,
        }

    @property
    def namen(self) -> tuple[str, ...]:
        """All heads as `group:label`."""
        return tuple(f"{g}:{label}" for g, labels in self.groepen.items() for label in labels)

    def plek(self, groep: str) -> slice:
        """The columns of one group."""
        return self._plekken[groep]

    @cached_property
    def _plekken(self) -> dict[str, slice]:
        """All of them, worked out once: a message asks for some twenty."""
        einden = list(accumulate(len(labels) for labels in self.groepen.values()))
        return {groep: slice(van, tot) for groep, van, tot in zip(self.groepen, [0, *einden], einden, strict=False)}


def _is_opmerking(v: Voorbeeld) -> bool:
    """A remark or an answer that asks for nothing ("vanavond"): what is meant by it depends on what was asked."""
    return v.intent == "hulpvraag" and v.soort == "gesprek"


def waarheid(voorbeelden: Sequence[Voorbeeld], koppen: Koppen) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(labels, counts): both rows x heads; where counts is False the example says nothing about that head."""
    aantal = len(koppen.namen)
    labels = np.zeros((len(voorbeelden), aantal), dtype=bool)
    telt = np.ones_like(labels)
    plaats = {naam: i for i, naam in enumerate(koppen.namen)}
    for rij, v in enumerate(voorbeelden):
        for code in v.leefgebieden:
            labels[rij, plaats[f"gebied:{code}"]] = True
        for code in v.mag_erbij - v.leefgebieden:
            telt[rij, plaats[f"gebied:{code}"]] = False
        labels[rij, plaats[f"soort:{v.soort}"]] = True
        labels[rij, plaats[f"zwaarte:{v.zwaarte}"]] = True
        if v.crisis:
            labels[rij, plaats["crisis:ja"]] = True
            labels[rij, plaats[f"crisis_soort:{v.crisis}"]] = True
            telt[rij, plaats["complex:zwaar"]] = telt[rij, plaats["complex:vast"]] = False
        else:
            telt[rij, koppen.plek("crisis_soort")] = False
        labels[rij, plaats["complex:zwaar"]] = v.zwaarte in {"meervoudig", "multicomplex"} and len(v.leefgebieden) < 2
        labels[rij, plaats["complex:vast"]] = v.zwaarte == "multicomplex" and len(v.leefgebieden) < 3
        telt[rij, plaats["complex:zwaar"]] &= len(v.leefgebieden) < 2
        telt[rij, plaats["complex:vast"]] &= len(v.leefgebieden) < 3
        if _is_opmerking(v):
            telt[rij, koppen.plek("intent")] = False
        else:
            labels[rij, plaats[f"intent:{v.intent}"]] = True
    return labels, telt
