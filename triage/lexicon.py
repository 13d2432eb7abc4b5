"""The house's knowledge in words: terms per leefgebied with a weight, found in a text in whatever form.

Kept in `data/lexicon/*.csv` (term, leefgebied, gewicht, opmerking) by redacteuren. A term is found
by its lemma, as part of a compound, over several words, and when it is misspelt by one letter.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from taal.woorden import delen, is_woord, lemma
from triage.beoordeling import LEEFGEBIEDEN
from triage.kenmerken import ontkend, woorden

GEBIEDEN = tuple(LEEFGEBIEDEN)
_PLAATS = {code: i for i, code in enumerate(GEBIEDEN)}
KORTSTE_VERSCHRIJVING = 6
LANGSTE_TERM = 6
_DEEL_TELT = 0.6


class LexiconFout(Exception):
    """A lexicon file has a line that cannot be used; the text says which and why."""


@dataclass(frozen=True)
class Treffer:
    """A term found: for which leefgebied, how heavy, the words in the text, and whether it was denied."""

    leefgebied: str
    gewicht: float
    woorden: str
    ontkend: bool


@dataclass(frozen=True)
class Term:
    """One line of the lexicon. gewicht: -3..3; below zero argues against the leefgebied."""

    term: str
    leefgebied: str
    gewicht: float


@lru_cache(maxsize=65536)
def _lemma(woord: str) -> str:
    return lemma(woord) if woord.isalpha() else woord


def _weglatingen(woord: str) -> Iterable[str]:
    """The word itself and with each letter left out: two spellings one letter apart share one of these.

    In a fixed order: of two terms one letter away, it is always the same that is meant.
    """
    return dict.fromkeys([woord, *(woord[:i] + woord[i + 1 :] for i in range(len(woord)))])


@dataclass
class Lexicon:
    """Terms indexed for finding. Build it with `lees_lexicon` or `Lexicon.van`."""

    termen: tuple[Term, ...] = ()
    _rij: dict[str, list[tuple[tuple[str, ...], Term]]] = field(default_factory=dict)
    _verschreven: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def van(cls, termen: Iterable[Term]) -> Lexicon:
        """An index over these terms."""
        lexicon = cls(tuple(termen))
        rij: dict[str, list[tuple[tuple[str, ...], Term]]] = defaultdict(list)
        verschreven: dict[str, list[str]] = defaultdict(list)
        for term in lexicon.termen:
            sleutel = tuple(_lemma(w) for w in woorden(term.term))[:LANGSTE_TERM]
            if not sleutel:
                continue
            rij[sleutel[0]].append((sleutel, term))
            if len(sleutel) == 1 and len(sleutel[0]) >= KORTSTE_VERSCHRIJVING:
                for vorm in _weglatingen(sleutel[0]):
                    verschreven[vorm].append(sleutel[0])
        lexicon._rij, lexicon._verschreven = dict(rij), dict(verschreven)
        return lexicon

    def zoek(self, tokens: Sequence[str]) -> list[Treffer]:
        """All terms in these words; where two overlap, the longer one counts."""
        onder = ontkend(tokens)
        lemmas = [_lemma(t) for t in tokens]
        uit: list[Treffer] = []
        i = 0
        while i < len(tokens):
            treffers, lengte = self._op(lemmas, i)
            if not treffers:
                treffers = self._los(tokens[i], lemmas[i])
            woord = " ".join(tokens[i : i + lengte])
            uit += [Treffer(t.leefgebied, g, woord, onder[i]) for t, g in treffers]
            i += lengte
        return uit

    def _op(self, lemmas: Sequence[str], i: int) -> tuple[list[tuple[Term, float]], int]:
        """The longest terms that begin at word i, and their length in words (1 when there is none)."""
        langst = 0
        gevonden: list[tuple[Term, float]] = []
        for sleutel, term in self._rij.get(lemmas[i], ()):
            n = len(sleutel)
            if n >= langst and tuple(lemmas[i : i + n]) == sleutel:
                if n > langst:
                    langst, gevonden = n, []
                gevonden.append((term, term.gewicht))
        return gevonden, max(1, langst)

    def _los(self, woord: str, kern: str) -> list[tuple[Term, float]]:
        """A word that is no term itself: its compound parts, else the terms one letter away."""
        if not woord.isalpha() or len(woord) < KORTSTE_VERSCHRIJVING:
            return []
        for deel in delen(woord):
            enkel = [(t, t.gewicht * _DEEL_TELT) for s, t in self._rij.get(deel, ()) if len(s) == 1]
            if enkel:
                return enkel
        return [] if is_woord(woord) else self._misspeld(kern)

    def _misspeld(self, kern: str) -> list[tuple[Term, float]]:
        for vorm in _weglatingen(kern):
            for bedoeld in self._verschreven.get(vorm, ()):
                return [(t, t.gewicht * _DEEL_TELT) for s, t in self._rij[bedoeld] if len(s) == 1]
        return []

    def kenmerken(self, treffers: Sequence[Treffer]) -> NDArray[np.float32]:
        """Per leefgebied: what speaks for it, what speaks against, the strongest, and what was denied. Shape (44,)."""
        uit = np.zeros((4, len(GEBIEDEN)), dtype=np.float32)
        for t in treffers:
            k = _PLAATS[t.leefgebied]
            if t.ontkend:
                uit[3, k] += abs(t.gewicht)
            elif t.gewicht > 0:
                uit[0, k] += t.gewicht
                uit[2, k] = max(uit[2, k], t.gewicht)
            else:
                uit[1, k] -= t.gewicht
        return np.concatenate([np.log1p(uit[0]), np.log1p(uit[1]), uit[2] / 3, np.log1p(uit[3])])


def _term(rij: dict[str, str], waar: str) -> Term | None:
    term, code = (rij.get("term") or "").strip(), (rij.get("leefgebied") or "").strip()
    if not term:
        return None
    if code not in LEEFGEBIEDEN:
        raise LexiconFout(f"{waar}: het leefgebied '{code}' bestaat niet.")
    try:
        gewicht = float((rij.get("gewicht") or "1").replace(",", "."))
    except ValueError:
        raise LexiconFout(f"{waar}: het gewicht '{rij.get('gewicht')}' is geen getal.") from None
    if not -3 <= gewicht <= 3:
        raise LexiconFout(f"{waar}: het gewicht moet tussen -3 en 3 liggen.")
    return Term(term, code, gewicht)


def lees_termen(map: Path) -> list[Term]:
    """All terms in the CSV files of a folder. Raises LexiconFout naming file, line and reason (Dutch)."""
    termen: list[Term] = []
    for pad in sorted(map.glob("*.csv")):
        with pad.open(encoding="utf-8-sig", newline="") as bestand:
            for nummer, rij in enumerate(csv.DictReader(bestand), start=2):
                term = _term(rij, f"{pad.name}, regel {nummer}")
                if term is not None:
                    termen.append(term)
    return termen


def lees_lexicon(map: Path) -> Lexicon:
    """The lexicon in a folder; an empty one when there is none, so that triage never fails for lack of it."""
    return Lexicon.van(lees_termen(map) if map.is_dir() else ())
