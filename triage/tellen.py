"""Counting the features of all training texts at once, as rows of numbers instead of as words.

What `Ruimte.vector` gives for one text, `Telwerk` and `maak_ruimte` give for a hundred thousand: a word's characters
and stems are looked up once, and counting, rarity and length are sums over whole matrices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from triage.kenmerken import stammen, tekenkenmerken, vormloos, woordkenmerken
from triage.koppen import Getallen
from triage.ruimte import SOORTEN, Blok, Ruimte

# What stands in one text only cannot be compared with anything.
MINSTENS = 2
# Per kind of feature the counts: texts x features in the order in which they were first seen.
Tellingen = tuple[sparse.csr_matrix, ...]


class Telwerk:
    """Gives every feature a number at first sight; texts counted with the same one can be compared."""

    def __init__(self) -> None:
        self._nummers: tuple[dict[str, int], ...] = tuple({} for _ in SOORTEN)
        self._tekens: dict[str, NDArray[np.int32]] = {}
        self._stammen: dict[str, NDArray[np.int32]] = {}

    def namen(self, blok: int) -> list[str]:
        """The features of one kind by their number."""
        return list(self._nummers[blok])

    def tel(self, teksten: Sequence[Sequence[str]], *, vorm: bool = True) -> Tellingen:
        """Counts per text, given its words. vorm: whether its length, beginning and end count too."""
        soort = woordkenmerken if vorm else vormloos
        woorden = [self._nummer(0, soort(tokens)) for tokens in teksten]
        tekens = [self._samen(tokens, self._tekens, 1, lambda t: tekenkenmerken((t,))) for tokens in teksten]
        stam = [self._samen(tokens, self._stammen, 2, stammen) for tokens in teksten]
        return tuple(
            _geteld(rijen, len(nummers)) for rijen, nummers in zip((woorden, tekens, stam), self._nummers, strict=True)
        )

    def _nummer(self, blok: int, kenmerken: Iterable[str]) -> NDArray[np.int32]:
        nummers = self._nummers[blok]
        return np.array([nummers.setdefault(k, len(nummers)) for k in kenmerken], dtype=np.int32)

    def _samen(
        self,
        tokens: Sequence[str],
        per_woord: dict[str, NDArray[np.int32]],
        blok: int,
        kenmerken: Callable[[str], Iterable[str]],
    ) -> NDArray[np.int32]:
        delen = []
        for token in tokens:
            deel = per_woord.get(token)
            if deel is None:
                deel = per_woord[token] = self._nummer(blok, kenmerken(token))
            delen.append(deel)
        return np.concatenate(delen) if delen else np.empty(0, np.int32)


def _geteld(rijen: Sequence[NDArray[np.int32]], breedte: int) -> sparse.csr_matrix:
    grens = np.concatenate([[0], np.cumsum([len(rij) for rij in rijen], dtype=np.int64)])
    kolommen = np.concatenate(rijen) if rijen else np.empty(0, np.int32)
    tellingen = sparse.csr_matrix(
        (np.ones(len(kolommen), dtype=np.float32), kolommen, grens), shape=(len(rijen), breedte)
    )
    tellingen.sum_duplicates()
    return tellingen


def maak_ruimte(telwerk: Telwerk, tellingen: Sequence[Tellingen], *, dicht: int = 0) -> Ruimte:
    """The space that these texts span: the features that stand in at least `MINSTENS` of them."""
    return Ruimte(tuple(_blok(telwerk.namen(k), [t[k] for t in tellingen]) for k in range(len(SOORTEN))), dicht)


def _blok(namen: Sequence[str], tellingen: Sequence[sparse.csr_matrix]) -> Blok:
    in_hoeveel = sum(np.bincount(t.indices, minlength=len(namen)) for t in tellingen)
    totaal = sum(t.shape[0] for t in tellingen)
    houd = sorted((namen[k], k) for k in np.flatnonzero(in_hoeveel >= MINSTENS))
    aantal = np.asarray(in_hoeveel)[[k for _, k in houd]]
    idf = np.log((1 + totaal) / (1 + aantal)) + 1
    return Blok({naam: plaats for plaats, (naam, _) in enumerate(houd)}, idf.astype(np.float32))


def matrix(telwerk: Telwerk, ruimte: Ruimte, tellingen: Tellingen, dicht: Getallen | None = None) -> sparse.csr_matrix:
    """Counted texts by the features of the space. dicht: the rows of a text model, when the space has room for them."""
    delen = [_gewogen(telwerk.namen(k), ruimte.blokken[k], tellingen[k]) for k in range(len(SOORTEN))]
    if ruimte.dicht:
        rijen = tellingen[0].shape[0]
        leeg = sparse.csr_matrix((rijen, ruimte.dicht), dtype=np.float32)
        delen.insert(2, leeg if dicht is None else sparse.csr_matrix(dicht, dtype=np.float32))
    return sparse.hstack(delen, format="csr", dtype=np.float32)


def _gewogen(namen: Sequence[str], blok: Blok, tellingen: sparse.csr_matrix) -> sparse.csr_matrix:
    """As `Blok` does it for one text: 1 + log(count), times rarity, each text scaled to length one."""
    plaats = np.fromiter((blok.index.get(naam, -1) for naam in namen), np.int32, len(namen))[tellingen.indices]
    bekend = plaats >= 0
    rij = np.repeat(np.arange(tellingen.shape[0]), np.diff(tellingen.indptr))[bekend]
    plaats = plaats[bekend]
    waarde = ((1.0 + np.log(tellingen.data[bekend])) * blok.idf[plaats]).astype(np.float32)
    lengte = np.sqrt(np.bincount(rij, weights=waarde.astype(np.float64) ** 2, minlength=tellingen.shape[0]))
    waarde /= np.maximum(lengte, np.finfo(np.float32).tiny)[rij].astype(np.float32)
    grens = np.concatenate([[0], np.cumsum(np.bincount(rij, minlength=tellingen.shape[0]))])
    return sparse.csr_matrix((waarde, plaats, grens), shape=(tellingen.shape[0], len(blok.idf)))
