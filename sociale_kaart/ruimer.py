"""A space of features with more texts in it than it was made of, without making it anew.

Not in `kenmerken`: what is kept of a space is worked out again whenever that module changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse

from sociale_kaart.kenmerken import Ruimte, kenmerken


class RuimereRuimte(Ruimte):
    """The space `basis` with what only these texts have; its first `houd` rows stay, theirs come after.

    How much a feature tells stays as it was; a new one is as rare as can be. rijen: those of `basis`.
    """

    def __init__(self, basis: Ruimte, teksten: Sequence[str], *, rijen: Any, houd: int) -> None:
        erbij = [kenmerken(t) for t in teksten]
        self.bestand, self.nummers = None, dict(basis.nummers)
        for rij in erbij:
            for kenmerk in rij:
                self.nummers.setdefault(kenmerk, len(self.nummers))
        zeldzaam = np.log((1 + rijen.shape[0]) / 2) + 1
        self.idf = np.concatenate((basis.idf, np.full(len(self.nummers) - len(basis.nummers), zeldzaam)))
        eerste = rijen[:houd]
        breed = sparse.csr_matrix((eerste.data, eerste.indices, eerste.indptr), shape=(houd, len(self.nummers)))
        self.rijen = sparse.vstack((breed, self._matrix(erbij)), format="csr")
