"""The space in which texts are compared: vocabulary, rarity weights, and a text's place in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from triage.kenmerken import stammen, tekenkenmerken, woordkenmerken

Vector = tuple[NDArray[np.int32], NDArray[np.float32]]
# Words with their pairs, characters, stems.
SOORTEN = ("woord", "teken", "stam")
_SCHEIDING = "\n"
# Some tens of megabytes at most.
_MEESTE_WOORDEN = 20_000


@dataclass(frozen=True)
class Blok:
    """One kind of feature with its own length of one, so that neither drowns the other."""

    index: Mapping[str, int]
    idf: NDArray[np.float32]

    def vector(self, telling: Counter[str], begin: int) -> Vector:
        """Indices (from `begin`) and weights: 1 + log(count), times rarity, scaled to length one."""
        index = self.index
        gevonden = [(index[k], n) for k, n in telling.items() if k in index]
        if not gevonden:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        plaats = np.fromiter((p for p, _ in gevonden), np.int32, len(gevonden))
        return self._gewogen(plaats, np.fromiter((n for _, n in gevonden), np.float32, len(gevonden)), begin)

    def vector_uit(self, plaatsen: Sequence[NDArray[np.int32]], begin: int) -> Vector:
        """The same from the places of each word's features, with a place for each time."""
        alle = np.concatenate(plaatsen) if plaatsen else np.empty(0, np.int32)
        if not len(alle):
            return np.empty(0, np.int32), np.empty(0, np.float32)
        plaats, aantal = np.unique(alle, return_counts=True)
        return self._gewogen(plaats, aantal.astype(np.float32), begin)

    def plaatsen(self, kenmerken: Iterable[str]) -> NDArray[np.int32]:
        """Where these features stand; those that are not known stand nowhere."""
        return np.array([self.index[k] for k in kenmerken if k in self.index], dtype=np.int32)

    def _gewogen(self, plaats: NDArray[np.int32], aantal: NDArray[np.float32], begin: int) -> Vector:
        gewicht = (1.0 + np.log(aantal)) * self.idf[plaats]
        gewicht /= float(np.linalg.norm(gewicht)) or 1.0
        return plaats + begin, gewicht.astype(np.float32)


@dataclass(frozen=True)
class Ruimte:
    """Blocks side by side, in the order of `SOORTEN`."""

    blokken: tuple[Blok, ...]
    # Numbers per text from a stronger reader (taal/tekstmodel.py); they stand before the stems.
    dicht: int = 0
    # Word -> the places of its characters and of its stems: a word comes again in the pieces and in the next message.
    _per_woord: dict[str, tuple[NDArray[np.int32], NDArray[np.int32]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def omvang(self) -> int:
        """Number of features."""
        return sum(len(b.idf) for b in self.blokken) + self.dicht

    @property
    def omvang_zonder_stam(self) -> int:
        """Number of features before the stems: the heads about tone and intent do without those."""
        return self.omvang - len(self.blokken[-1].idf)

    def vector(self, tokens: Sequence[str], dicht: NDArray[np.float32] | None = None) -> Vector:
        """Where these words stand; no words stand nowhere. dicht: the text's own numbers, `self.dicht` of them."""
        woord, teken, stam = self.blokken
        per_woord = [self._plaatsen(token) for token in tokens]
        return self._naast_elkaar(
            woord.vector(Counter(woordkenmerken(tokens)), self._begin[0]),
            teken.vector_uit([tekens for tekens, _ in per_woord], self._begin[1]),
            stam.vector_uit([stammen_ for _, stammen_ in per_woord], self._begin[2]),
            dicht,
        )

    @property
    def _begin(self) -> tuple[int, int, int]:
        woord, teken, _ = (len(blok.idf) for blok in self.blokken)
        return 0, woord, woord + teken + self.dicht

    def _naast_elkaar(self, woord: Vector, teken: Vector, stam: Vector, dicht: NDArray[np.float32] | None) -> Vector:
        delen = [woord, teken, stam]
        if dicht is not None:
            eind = self._begin[2]
            delen.insert(2, (np.arange(eind - self.dicht, eind, dtype=np.int32), dicht))
        return np.concatenate([p for p, _ in delen]), np.concatenate([w for _, w in delen])

    def _plaatsen(self, token: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        bekend = self._per_woord.get(token)
        if bekend is None:
            if len(self._per_woord) >= _MEESTE_WOORDEN:
                self._per_woord.clear()
            _, teken, stam = self.blokken
            bekend = teken.plaatsen(tekenkenmerken((token,))), stam.plaatsen(stammen(token))
            self._per_woord[token] = bekend
        return bekend

    def as_arrays(self) -> dict[str, NDArray[np.generic]]:
        """For the model file: the vocabularies as one string each."""
        uit: dict[str, NDArray[np.generic]] = {}
        for naam, blok in zip(SOORTEN, self.blokken, strict=True):
            tekst = _SCHEIDING.join(sorted(blok.index, key=blok.index.__getitem__))
            uit[f"{naam}_index"] = np.frombuffer(tekst.encode(), dtype=np.uint8)
            uit[f"{naam}_idf"] = blok.idf.astype(np.float32)
        uit["dicht"] = np.array([self.dicht])
        return uit


def ruimte_uit(arrays: Mapping[str, NDArray[np.generic]]) -> Ruimte:
    """The inverse of `Ruimte.as_arrays`."""
    blokken = []
    for naam in SOORTEN:
        sleutels = arrays[f"{naam}_index"].tobytes().decode().split(_SCHEIDING)
        index = {k: i for i, k in enumerate(sleutels)}
        blokken.append(Blok(index, np.asarray(arrays[f"{naam}_idf"], dtype=np.float32)))
    return Ruimte(tuple(blokken), int(np.asarray(arrays["dicht"], dtype=np.int64)[0]))
