"""The learned weights as plain arrays: first layer over the text, second layer over its answers.

The second layer sees all answers of the first at once, with the reviewed rules and the
lexicon beside them, and turns them into calibrated probabilities. Only numpy is needed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triage.koppen import GEBIEDEN, Getallen, Koppen
from triage.ruimte import Ruimte, Vector, ruimte_uit

VERSIE = 2
BESTAND = "triage.npz"


class ModelFout(Exception):
    """There is no usable model in the folder; the text says why."""


@dataclass(frozen=True)
class Laag:
    """One linear layer."""

    w: NDArray[np.floating[Any]]
    b: Getallen


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
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -30, 30))), dtype=np.float32)


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
    koppen: Koppen
    eerste: Laag
    tweede: Laag
    derde: Laag
    drempels: Getallen
    crisis_drempels: Getallen
    info: dict[str, Any]

    def antwoorden(self, vector: Vector) -> Getallen:
        """First layer: one number per head."""
        plaats, waarde = vector
        return np.asarray(waarde @ self.eerste.w[plaats].astype(np.float32) + self.eerste.b, dtype=np.float32)

    def kansen(self, antwoorden: Getallen, extra: Getallen) -> Kansen:
        """Second and third layer: probabilities from all answers and the rule features `extra`."""
        binnen = tweede_invoer(antwoorden[None, :], extra[None, :])
        z = binnen @ self.tweede.w + self.tweede.b
        k = self.koppen
        gebied = sigmoid(z[:, k.plek("gebied")])
        zwaarte = softmax(derde_invoer(binnen, gebied) @ self.derde.w + self.derde.b)
        return Kansen(
            gebied=gebied[0],
            soort=softmax(z[:, k.plek("soort")])[0],
            zwaarte=zwaarte[0],
            crisis=float(sigmoid(z[:, k.plek("crisis")])[0, 0]),
            crisis_soort=softmax(z[:, k.plek("crisis_soort")])[0],
            intent=softmax(z[:, k.plek("intent")])[0],
            complex=sigmoid(z[:, k.plek("complex")])[0],
        )


def tweede_invoer(antwoorden: Getallen, extra: Getallen) -> Getallen:
    """What the second layer sees: the answers, squashed so that one loud head cannot drown the rest, and extra."""
    return np.hstack([np.tanh(antwoorden), sigmoid(3 * antwoorden), extra]).astype(np.float32)


def derde_invoer(binnen: Getallen, gebied: Getallen) -> Getallen:
    """What the zwaarte layer sees: the second layer's input and how many areas there probably are."""
    return np.hstack([binnen, aantallen(gebied)]).astype(np.float32)


def save(gewichten: Gewichten, map: Path) -> Path:
    """Write the model file whole or not at all."""
    map.mkdir(parents=True, exist_ok=True)
    g = gewichten
    info = {**g.info, "versie": VERSIE, "intents": list(g.koppen.intents), "gebieden": list(GEBIEDEN)}
    arrays = {
        **g.ruimte.as_arrays(),
        "w1": g.eerste.w.astype(np.float16),
        "b1": g.eerste.b,
        "w2": g.tweede.w,
        "b2": g.tweede.b,
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
        koppen=Koppen(tuple(info["intents"])),
        eerste=Laag(a["w1"], a["b1"]),
        tweede=Laag(a["w2"], a["b2"]),
        derde=Laag(a["w3"], a["b3"]),
        drempels=a["drempels"],
        crisis_drempels=a["crisis_drempels"],
        info=info,
    )
