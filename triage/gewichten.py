"""The learned weights as plain arrays: first layer over the text, second layer over its answers.

The second layer, a small neural network, sees all answers of the first at once: about the whole
message, and the highest and the mean of its pieces; with the reviewed rules, the lexicon and the vote of the
nearest examples beside them. It turns them into calibrated probabilities. Only numpy is needed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triage.buren import Buren, buren_uit
from triage.koppen import GEBIEDEN, Getallen, Koppen
from triage.ruimte import Ruimte, Vector, ruimte_uit

VERSIE = 4
BESTAND = "triage.npz"
_NET = ("w_in", "b_in", "w_uit", "w_recht", "b")


class ModelFout(Exception):
    """There is no usable model in the folder; the text says why."""


@dataclass(frozen=True)
class Laag:
    """One linear layer."""

    w: NDArray[np.floating[Any]]
    b: Getallen


@dataclass(frozen=True)
class Net:
    """A network of one hidden layer with a straight way past it.

    w_in: inputs x hidden; w_uit: hidden x heads; w_recht: inputs x heads.
    """

    w_in: Getallen
    b_in: Getallen
    w_uit: Getallen
    w_recht: Getallen
    b: Getallen

    def __call__(self, binnen: Getallen) -> Getallen:
        """Texts x heads, before squashing. binnen: texts x inputs."""
        verborgen = np.maximum(binnen @ self.w_in + self.b_in, 0.0)
        return np.asarray(verborgen @ self.w_uit + binnen @ self.w_recht + self.b, dtype=np.float32)


def samen_een(netten: Sequence[Net]) -> Net:
    """One network that answers the mean of these, their hidden numbers side by side: quicker to ask."""
    aantal = len(netten)
    return Net(
        np.hstack([net.w_in for net in netten]),
        np.concatenate([net.b_in for net in netten]),
        np.vstack([net.w_uit for net in netten]) / aantal,
        np.asarray(sum(net.w_recht for net in netten) / aantal),
        np.asarray(sum(net.b for net in netten) / aantal),
    )


@dataclass(frozen=True)
class Kansen:
    """Probabilities of one text, by group."""

    gebied: Getallen
    soort: Getallen
    zwaarte: Getallen
    crisis: float
    crisis_soort: Getallen
    intent: Getallen
    complex: Getallen


def sigmoid(x: Getallen) -> Getallen:
    """Logistic function, safe for large values."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.minimum(np.maximum(x, -30), 30))), dtype=np.float32)


def softmax(x: Getallen) -> Getallen:
    """Rows that add up to one."""
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True), dtype=np.float32)


def aantallen(p: Getallen) -> Getallen:
    """Chance of 0, 1, 2 and 3-or-more areas, when each is there with its own probability. Shape (n, 4)."""
    stand = np.zeros((len(p), 4), dtype=np.float32)
    stand[:, 0] = 1.0
    for k in range(p.shape[1]):
        ja = p[:, k : k + 1]
        nieuw = stand * (1 - ja)
        nieuw[:, 1:] += stand[:, :-1] * ja
        nieuw[:, 3:] += stand[:, 3:] * ja
        stand = nieuw
    return stand


@dataclass(frozen=True)
class Gewichten:
    """Everything the model file holds."""

    ruimte: Ruimte
    buren: Buren
    koppen: Koppen
    eerste: Laag
    tweede: Net
    derde: Laag
    drempels: Getallen
    crisis_drempels: Getallen
    info: dict[str, Any]

    def antwoorden(self, vector: Vector) -> Getallen:
        """First layer: one number per head."""
        plaats, waarde = vector
        return np.asarray(waarde @ self.eerste.w[plaats].astype(np.float32) + self.eerste.b, dtype=np.float32)

    def kansen(self, vector: Vector, geheel: Getallen, stukken: Getallen, extra: Getallen) -> Kansen:
        """Second and third layer: probabilities from all answers, the other features `extra` and the neighbours.

        geheel: the first layer's answer on the whole, one number per head; stukken: on its pieces, pieces x heads.
        """
        k = self.koppen
        samen = samengevat(stukken, k)[None, :]
        z = self.tweede(tweede_invoer(geheel[None, :], samen, extra[None, :], self.buren.kenmerken(vector)[None, :]))
        zwaarte = softmax(derde_invoer(z, k) @ self.derde.w + self.derde.b)
        return Kansen(
            gebied=sigmoid(z[:, k.plek("gebied")])[0],
            soort=softmax(z[:, k.plek("soort")])[0],
            zwaarte=zwaarte[0],
            crisis=float(sigmoid(z[:, k.plek("crisis")])[0, 0]),
            crisis_soort=softmax(z[:, k.plek("crisis_soort")])[0],
            intent=softmax(z[:, k.plek("intent")])[0],
            complex=sigmoid(z[:, k.plek("complex")])[0],
        )


def samengevat(stukken: Getallen, koppen: Koppen) -> Getallen:
    """The highest and the mean answer of the pieces on the heads that a piece can speak for. Shape: 2 x heads, flat."""
    over = stukken[:, _per_stuk(koppen)]
    return np.asarray(np.concatenate([over.max(axis=0), over.mean(axis=0)]), dtype=np.float32)


@lru_cache(maxsize=4)
def _per_stuk(koppen: Koppen) -> NDArray[np.int_]:
    plekken = [koppen.plek(groep) for groep in ("gebied", "crisis", "crisis_soort", "complex", "zwaarte")]
    return np.concatenate([np.arange(plek.start, plek.stop) for plek in plekken])


def tweede_invoer(geheel: Getallen, samen: Getallen, extra: Getallen, buren: Getallen) -> Getallen:
    """What the second layer sees: the answers, squashed so that one loud head cannot drown the rest, and the others.

    All texts x numbers: geheel of the whole, samen from `samengevat`.
    """
    hoogste = samen[:, : samen.shape[1] // 2]
    delen = [np.tanh(geheel), sigmoid(3 * geheel), np.tanh(samen), sigmoid(3 * hoogste), extra, buren]
    return np.hstack(delen).astype(np.float32)


def derde_invoer(z: Getallen, koppen: Koppen) -> Getallen:
    """What the zwaarte layer sees: what the second layer makes of it, and how many areas there probably are."""
    gebied, complex_ = sigmoid(z[:, koppen.plek("gebied")]), z[:, koppen.plek("complex")]
    delen = [
        z[:, koppen.plek("zwaarte")],
        complex_,
        sigmoid(complex_),
        sigmoid(z[:, koppen.plek("crisis")]),
        softmax(z[:, koppen.plek("soort")]),
        gebied,
        aantallen(gebied),
    ]
    return np.hstack(delen).astype(np.float32)


def save(gewichten: Gewichten, map: Path) -> Path:
    """Write the model file whole or not at all."""
    map.mkdir(parents=True, exist_ok=True)
    g = gewichten
    info = {**g.info, "versie": VERSIE, "intents": list(g.koppen.intents), "gebieden": list(GEBIEDEN)}
    arrays = {
        **g.ruimte.as_arrays(),
        **g.buren.as_arrays(),
        "w1": g.eerste.w.astype(np.float16),
        "b1": g.eerste.b,
        **{f"net_{naam}": getattr(g.tweede, naam) for naam in _NET},
        "w3": g.derde.w,
        "b3": g.derde.b,
        "drempels": g.drempels,
        "crisis_drempels": g.crisis_drempels,
        "info": np.frombuffer(json.dumps(info, ensure_ascii=False).encode(), dtype=np.uint8),
    }
    tijdelijk = map / f".{BESTAND}.deel.npz"
    with tijdelijk.open("wb") as bestand:
        np.savez(bestand, **arrays)
    return tijdelijk.replace(map / BESTAND)


def load(map: Path) -> Gewichten:
    """Read the model file. Raises ModelFout when it is missing, damaged or of another version."""
    pad = map / BESTAND
    try:
        with np.load(pad, allow_pickle=False) as bestand:
            a = {naam: bestand[naam] for naam in bestand.files}
        info = json.loads(a["info"].tobytes().decode())
    except (OSError, ValueError, KeyError) as fout:
        raise ModelFout(f"Geen bruikbaar triagemodel in {map}: {fout}") from fout
    if info.get("versie") != VERSIE or tuple(info.get("gebieden", ())) != GEBIEDEN:
        raise ModelFout(f"Het triagemodel in {map} is van een andere versie. Train opnieuw met 'voordeur train'.")
    return Gewichten(
        ruimte=ruimte_uit(a),
        buren=buren_uit(a),
        koppen=Koppen(tuple(info["intents"])),
        eerste=Laag(a["w1"], a["b1"]),
        tweede=Net(*(a[f"net_{naam}"] for naam in _NET)),
        derde=Laag(a["w3"], a["b3"]),
        drempels=a["drempels"],
        crisis_drempels=a["crisis_drempels"],
        info=info,
    )
