"""The check that test and train stay apart: no sentence and no near-copy stands in both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from taal.normaliseren import normaliseer
from triage.data import Voorbeeld

# Shorter sentences share most of their pieces with many others by chance; they only count when they are the same.
_KORT = 25
# So many test sentences are held against all of train at once: bounded memory.
_HAP = 64


@dataclass(frozen=True)
class Lek:
    """A test sentence that also stands, nearly or exactly, in the training data."""

    test: str
    train: str
    gelijkenis: float


def check_lekken(train: Sequence[Voorbeeld], test: Sequence[Voorbeeld], *, grens: float = 0.7) -> list[Lek]:
    """Test sentences that stand in the training data exactly or as a near-copy (Jaccard of 5-grams > grens).

    Very short dialogue acts ("ja", "dank u wel") are common property and are only
    reported when they carry a leefgebied.
    """
    exact = {_kern(v.tekst): v.tekst for v in train}
    telt = [(v.tekst, kern) for v in test if len((kern := _kern(v.tekst)).split()) > 3 or v.leefgebieden]
    gelijk = dict(_gelijkenissen([kern for _, kern in telt if len(kern) > _KORT and kern not in exact], list(exact)))
    lekken = []
    for tekst, kern in telt:
        meest, gelijkenis = (kern, 1.0) if kern in exact else gelijk.get(kern, ("", 0.0))
        if gelijkenis > grens:
            lekken.append(Lek(tekst, exact[meest], gelijkenis))
    return lekken


def _kern(tekst: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", normaliseer(tekst)))


def _stukken(kern: str) -> frozenset[str]:
    """Character 5-grams: two sentences that differ in a typo or a name still share most of them."""
    return frozenset(kern[i : i + 5] for i in range(max(1, len(kern) - 4)))


def _gelijkenissen(kernen: Sequence[str], train: Sequence[str]) -> Iterator[tuple[str, tuple[str, float]]]:
    """For each of the first its nearest among the second and how much they share (Jaccard)."""
    if not kernen or not train:
        return
    nummers: dict[str, int] = {}
    hier = _matrix(map(_stukken, kernen), nummers, groeit=True)
    daar = _matrix(map(_stukken, train), nummers, groeit=False)
    # What train has besides the pieces of the test counts in the size of the whole.
    grootte = np.array([len(_stukken(kern)) for kern in train])
    eigen = np.diff(hier.indptr)
    for begin in range(0, len(kernen), _HAP):
        samen = (hier[begin : begin + _HAP] @ daar.T).toarray()
        deel = samen / (eigen[begin : begin + _HAP, None] + grootte[None, :] - samen)
        for i, meest in enumerate(deel.argmax(axis=1)):
            yield kernen[begin + i], (train[meest], float(deel[i, meest]))


def _matrix(rijen: Iterable[frozenset[str]], nummers: dict[str, int], *, groeit: bool) -> sparse.csr_matrix:
    """Which pieces each has; groeit: new pieces get a column, else they are left out."""
    kolommen: list[int] = []
    grenzen = [0]
    for stukken in rijen:
        if groeit:
            kolommen += [nummers.setdefault(stuk, len(nummers)) for stuk in stukken]
        else:
            kolommen += [nummers[stuk] for stuk in stukken if stuk in nummers]
        grenzen.append(len(kolommen))
    vorm = (len(grenzen) - 1, len(nummers))
    return sparse.csr_matrix((np.ones(len(kolommen), dtype=np.float32), kolommen, grenzen), shape=vorm)
