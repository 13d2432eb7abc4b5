"""The nearest examples made ready for reading, and asked about each other for training."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy import sparse

from triage.buren import AANTAL, MAX_RIJEN, Buren, dichtste, kolommen, stem
from triage.koppen import Getallen
from triage.leerstof import DRADEN, Leerstof, blokken

# Texts compared with all others at a time: a few tens of megabytes per thread.
_DEEL = 250


def maak_buren(stof: Leerstof, x: sparse.csr_matrix) -> Buren:
    """All examples by the features that tell them apart."""
    per_kenmerk = x.tocsc()
    aantal = np.diff(per_kenmerk.indptr)
    houd = aantal <= MAX_RIJEN
    begin = np.concatenate([[0], np.cumsum(np.where(houd, aantal, 0))]).astype(np.int32)
    waar = np.repeat(houd, aantal)
    rij = per_kenmerk.indices[waar].astype(np.uint16 if len(stof.voorbeelden) <= 2**16 else np.uint32)
    keuze = kolommen(stof.koppen)
    labels = (stof.labels & stof.telt)[:, keuze].astype(np.int8)
    return Buren(begin, rij, per_kenmerk.data[waar].astype(np.float16), labels, stof.telt[:, keuze].astype(np.int8))


def buren_van_allen(stof: Leerstof, x: sparse.csr_matrix, buren: Buren) -> Getallen:
    """For every example the vote of the others, without those of its own block. Shape: examples x (heads + 2)."""
    scherp = x[:, np.diff(buren.begin) > 0].tocsr()
    gekeerd = scherp.T.tocsr()
    blok = blokken(len(stof.voorbeelden))
    grens = np.searchsorted(blok, np.arange(blok.max() + 2))
    aantal = min(AANTAL, len(blok))

    def deel(begin: int) -> Getallen:
        gelijk = scherp[begin : begin + _DEEL] @ gekeerd
        waarde = np.zeros((gelijk.shape[0], aantal), dtype=np.float32)
        wie = np.zeros((gelijk.shape[0], aantal), dtype=np.intp)
        for rij in range(gelijk.shape[0]):
            # Most examples share nothing with this one: only those that do are put in order.
            plek = slice(gelijk.indptr[rij], gelijk.indptr[rij + 1])
            anderen, hoe_gelijk = gelijk.indices[plek], gelijk.data[plek]
            eigen = blok[begin + rij]
            hoe_gelijk[(anderen >= grens[eigen]) & (anderen < grens[eigen + 1])] = 0
            if len(anderen):
                beste = dichtste(hoe_gelijk[None])[0]
                waarde[rij, : len(beste)], wie[rij, : len(beste)] = hoe_gelijk[beste], anderen[beste]
        return stem(waarde, buren.labels[wie], buren.telt[wie])

    with ThreadPoolExecutor(DRADEN) as draden:
        return np.vstack(list(draden.map(deel, range(0, len(blok), _DEEL))))
