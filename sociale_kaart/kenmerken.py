"""Text as weighted features: lemmas, pairs of lemmas, turns of phrase, fields of meaning and runs of letters.

Shared by all that compares texts here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

import taal
from sociale_kaart.bewaard import read_bewaard, write_bewaard
from sociale_kaart.thesaurus import THESAURUS_MAP, gelijken, velden
from taal.woorden import functiewoorden, termen, tokens

# What a text is worth to a comparison by words, by pairs, by letters and by fields of meaning.
_WOORD, _PAAR, _LETTERS, _VELD = 1.0, 0.6, 0.45, 1.8
# And by two words as they stand side by side, small ones too: "wie brengt mij naar de kapper" asks for a lift and
# not for a kapper, and only its small words say so.
_WENDING = 1.1
_KORTSTE_RIJ, _LANGSTE_RIJ = 3, 5
# What is kept of a space, and how long the name of its file is.
_NAMEN, _AFDRUK = ("namen", "idf", "data", "indices", "indptr"), 24
# What the features of a text depend on besides the code here.
_TAAL = Path(taal.__file__).parent
_WOORDENLIJSTEN = (
    Path(__file__).with_name("stopwoorden.txt"),
    THESAURUS_MAP / "gelijk.csv",
    THESAURUS_MAP / "velden.yml",
    *(_TAAL / naam for naam in ("woorden.py", "woordenlijst.txt", "functiewoorden.txt")),
)


@cache
def stopwoorden() -> frozenset[str]:
    """Words that say nothing about what is asked."""
    regels = Path(__file__).with_name("stopwoorden.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(w for regel in regels if not regel.startswith("#") for w in regel.split())


@lru_cache(maxsize=65536)
def _letterrijen(token: str) -> tuple[str, ...]:
    heel = f"_{token}_"
    return tuple(
        "#" + heel[i : i + n]
        for n in range(_KORTSTE_RIJ, _LANGSTE_RIJ + 1)
        for i in range(len(heel) - n + 1)
    )  # fmt: skip


def kenmerken(tekst: str) -> dict[str, float]:
    """The features of a text with their own weight, before it counts how rare they are."""
    gelijk = gelijken()
    alle = termen(tekst)
    woorden = [gelijk.get(t, t) for t in alle if t not in stopwoorden()]
    gevonden = dict.fromkeys(woorden, _WOORD)
    for een, ander in pairwise(woorden):
        gevonden[f"{een} {ander}"] = _PAAR
    zoals_gezegd = tokens(tekst)
    gevonden.update({f"~{een} {ander}": _WENDING for een, ander in pairwise(zoals_gezegd)})
    for token in zoals_gezegd:
        if token not in functiewoorden():
            gevonden.update(dict.fromkeys(_letterrijen(token), _LETTERS))
    return gevonden | _veldkenmerken(alle)


def _veldkenmerken(woorden: Iterable[str]) -> dict[str, float]:
    """The fields of these words; a word of many fields says less of each, several words of one field say more."""
    kwadraten: dict[str, float] = {}
    for woord in dict.fromkeys(woorden):
        van = velden().get(woord, ())
        for veld in van:
            kwadraten["@" + veld] = kwadraten.get("@" + veld, 0.0) + _VELD**2 / len(van)
    return {veld: kwadraat**0.5 for veld, kwadraat in kwadraten.items()}


def _is_woord_zonder_veld(kenmerk: str) -> bool:
    return kenmerk[0] not in "#@" and " " not in kenmerk and kenmerk not in velden()


def vingerafdruk(teksten: Sequence[str]) -> str:
    """The same for the same texts read by the same code and word lists, so that nothing stale is used."""
    som = hashlib.sha256("\n".join(teksten).encode("utf-8"))
    for pad in (Path(__file__), *_WOORDENLIJSTEN):
        som.update(pad.read_bytes())
    return som.hexdigest()[:_AFDRUK]


class Ruimte:
    """Which features there are and how much each tells; turns texts into rows of unit length.

    bewaar: a folder where what was worked out is kept for the next start; reading it is ten times as quick.
    """

    nummers: dict[str, int]
    idf: NDArray[np.float64]
    rijen: Any
    bestand: Path | None

    def __init__(self, teksten: Iterable[str], *, bewaar: Path | None = None) -> None:
        teksten = list(teksten)
        bestand = bewaar / f"{vingerafdruk(teksten)}.npz" if bewaar else None
        self.bestand = bestand
        if bestand is None or not self._lees(bestand):
            self._bouw(teksten)
            if bestand is not None:
                self._schrijf(bestand)

    def _lees(self, bestand: Path) -> bool:
        bewaard = read_bewaard(bestand, _NAMEN)
        if bewaard is None:
            return False
        namen = bytes(bewaard["namen"]).decode("utf-8").split("\n")
        delen = tuple(bewaard[n] for n in ("data", "indices", "indptr"))
        self.idf = bewaard["idf"]
        self.nummers = {naam: nummer for nummer, naam in enumerate(namen)}
        self.rijen = sparse.csr_matrix(delen, shape=(len(delen[2]) - 1, len(namen)))
        return True

    def _schrijf(self, bestand: Path) -> None:
        namen = np.frombuffer("\n".join(self.nummers).encode("utf-8"), dtype=np.uint8)
        waarden = (namen, self.idf, self.rijen.data, self.rijen.indices, self.rijen.indptr)
        # Only its own kind: what is worked out from it is kept beside it under a longer name.
        write_bewaard(bestand, dict(zip(_NAMEN, waarden, strict=True)), eerdere="?" * _AFDRUK + ".npz")

    def _bouw(self, teksten: Sequence[str]) -> None:
        rijen = [kenmerken(t) for t in teksten]
        self.nummers = {}
        for rij in rijen:
            for kenmerk in rij:
                self.nummers.setdefault(kenmerk, len(self.nummers))
        aantal = np.zeros(len(self.nummers))
        for rij in rijen:
            aantal[[self.nummers[k] for k in rij]] += 1
        self.idf = np.log((1 + len(rijen)) / (1 + aantal)) + 1
        self.rijen = self._matrix(rijen)

    def vector(self, kenmerken_: dict[str, float]) -> Any:
        """The features of one text as a sparse row."""
        return self._matrix([kenmerken_])

    def _matrix(self, rijen: Sequence[dict[str, float]]) -> Any:
        kolommen: list[int] = []
        waarden: list[float] = []
        grenzen = [0]
        for rij in rijen:
            paren = [(n, w) for k, w in rij.items() if (n := self.nummers.get(k)) is not None]
            gewogen = np.array([w for _, w in paren]) * self.idf[[n for n, _ in paren]]
            # Unknown words count in the length: a question that is mostly unknown resembles nothing.
            onbekend = sum(w * w for k, w in rij.items() if k not in self.nummers and _is_woord_zonder_veld(k))
            lengte = float(np.sqrt((gewogen**2).sum() + 9 * onbekend)) or 1.0
            kolommen += [n for n, _ in paren]
            waarden += list(gewogen / lengte)
            grenzen.append(len(kolommen))
        vorm = (len(rijen), len(self.nummers))
        return sparse.csr_matrix((np.array(waarden), np.array(kolommen, dtype=np.int32), grenzen), shape=vorm)
