"""Training the second layer: small neural networks that learn what the answers of the first mean together.

Each network learns from all examples but one fold of blocks, and answers about that fold. So every example has an
answer of a network that did not see it, from which the thresholds and the third layer are chosen; reading averages
the networks. Adam (Kingma and Ba, 2015) with dropout (Srivastava e.a., 2014), in numpy: half a minute.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triage.gewichten import Net, samen_een, sigmoid, softmax
from triage.koppen import Getallen, Koppen

VERBORGEN = 256
RONDEN = 10
# A small set is gone through more often, or nothing is learnt from it.
MIN_STAPPEN = 400
PER_STAP = 256
STAP = 3e-3
KRIMP = 1e-4
# What share of the inputs and of the hidden numbers is left out in each step.
ZONDER_IN, ZONDER_BINNEN = 0.1, 0.2
_B1, _B2, _KLEIN = 0.9, 0.999, 1e-8
# Of these groups exactly one label holds; of the others each by itself.
_EEN_VAN = ("soort", "zwaarte", "crisis_soort", "intent")
# A number that hardly differs between examples is not blown up to the size of the others.
_MIN_SPREIDING = 0.05


@dataclass(frozen=True)
class Lessen:
    """What there is to learn: binnen texts x inputs; labels and weegt texts x heads, weegt 0 where nothing is said."""

    binnen: Getallen
    labels: NDArray[np.bool_]
    weegt: Getallen
    koppen: Koppen


def leer_netten(lessen: Lessen, vouw: NDArray[np.int_]) -> tuple[Net, Getallen]:
    """One network per fold, together as one, and for every text the answers of the one that did not learn from it.

    vouw: the fold of each text, from 0.
    """
    uit = np.zeros(lessen.labels.shape, dtype=np.float32)
    netten = []
    for v in range(int(vouw.max()) + 1):
        net = _leer_net(lessen, np.flatnonzero(vouw != v), zaad=v)
        proef = vouw == v
        uit[proef] = net(lessen.binnen[proef])
        netten.append(net)
    return samen_een(netten), uit


def _leer_net(lessen: Lessen, rijen: NDArray[np.int_], *, zaad: int) -> Net:
    toeval = np.random.default_rng(zaad)
    midden = lessen.binnen[rijen].mean(axis=0)
    schaal = 1 / (lessen.binnen[rijen].std(axis=0) + _MIN_SPREIDING)
    x, breed, koppen = (lessen.binnen[rijen] - midden) * schaal, lessen.binnen.shape[1], lessen.labels.shape[1]
    p = [
        toeval.normal(0, np.sqrt(2 / breed), (breed, VERBORGEN)).astype(np.float32),
        np.zeros(VERBORGEN, dtype=np.float32),
        toeval.normal(0, 0.05, (VERBORGEN, koppen)).astype(np.float32),
        np.zeros((breed, koppen), dtype=np.float32),
        np.zeros(koppen, dtype=np.float32),
    ]
    labels, weegt = lessen.labels[rijen].astype(np.float32), lessen.weegt[rijen]
    per_stap = min(PER_STAP, len(rijen))
    ronden = max(RONDEN, -(-MIN_STAPPEN * per_stap // len(rijen)))
    alle, stap = ronden * (len(rijen) // per_stap), 0
    eerste, tweede = [np.zeros_like(w) for w in p], [np.zeros_like(w) for w in p]
    for _ in range(ronden):
        orde = toeval.permutation(len(rijen))
        for begin in range(0, len(rijen) - per_stap + 1, per_stap):
            deel = orde[begin : begin + per_stap]
            helling = _helling(p, x[deel], labels[deel], weegt[deel], lessen.koppen, toeval)
            stap += 1
            lengte = STAP * (1 - stap / (alle + 1))
            for w, g, m, v in zip(p, helling, eerste, tweede, strict=True):
                m += (1 - _B1) * (g - m)
                v += (1 - _B2) * (g * g - v)
                w -= lengte * (m / (1 - _B1**stap) / (np.sqrt(v / (1 - _B2**stap)) + _KLEIN) + KRIMP * w)
    # The scaling of the inputs goes into the weights: nothing of it is left to do when reading.
    w_in, b_in, w_uit, w_recht, b = p
    w_in, w_recht = w_in * schaal[:, None], w_recht * schaal[:, None]
    netten = (w_in, b_in - midden @ w_in, w_uit, w_recht, b - midden @ w_recht)
    return Net(*(np.asarray(w, dtype=np.float32) for w in netten))


def _helling(
    p: list[Getallen], x: Getallen, labels: Getallen, weegt: Getallen, koppen: Koppen, toeval: np.random.Generator
) -> list[Getallen]:
    """The gradient of the log loss for these examples, with dropout."""
    w_in, b_in, w_uit, w_recht, b = p
    x = x * (toeval.random(x.shape, dtype=np.float32) > ZONDER_IN) / (1 - ZONDER_IN)
    binnen = x @ w_in + b_in
    aan = (toeval.random(binnen.shape, dtype=np.float32) > ZONDER_BINNEN) * (binnen > 0) / np.float32(1 - ZONDER_BINNEN)
    verborgen = binnen * aan
    z = verborgen @ w_uit + x @ w_recht + b
    fout = (sigmoid(z) - labels) * weegt
    for groep in _EEN_VAN:
        plek = koppen.plek(groep)
        fout[:, plek] = (softmax(z[:, plek]) - labels[:, plek]) * labels[:, plek].any(axis=1)[:, None]
    fout = np.asarray(fout / len(x), dtype=np.float32)
    terug = (fout @ w_uit.T) * aan
    return [x.T @ terug, terug.sum(axis=0), verborgen.T @ fout, x.T @ fout, fout.sum(axis=0)]
