"""What the reviewed rules hear in a text: signs of complexity, of being stuck, and of crisis."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from triage.beoordeling import CRISIS_SOORTEN, Regel
from triage.crisis import Crisis, treffers
from triage.kenmerken import Lezing
from triage.lexicon import Lexicon, Treffer
from triage.patroon import Patronen, maak

BESTAND = Path(__file__).with_name("regels.yml")


@dataclass(frozen=True)
class Regelsoort:
    """A rule as kept in regels.yml."""

    code: str
    uitleg: str
    soort: str
    patronen: Patronen


@dataclass(frozen=True)
class Signalen:
    """All that the rules and the lexicon find in one text."""

    regels: tuple[Regel, ...] = ()
    crisis: tuple[Crisis, ...] = ()
    lexicon: tuple[Treffer, ...] = ()
    soorten: frozenset[str] = field(default_factory=frozenset)


@lru_cache(maxsize=1)
def regelsoorten() -> dict[str, Regelsoort]:
    """All rules by code, in the order of the file."""
    inhoud = yaml.safe_load(BESTAND.read_text(encoding="utf-8"))
    return {
        code: Regelsoort(code, r["uitleg"], r["soort"], maak(r.get("patronen") or ())) for code, r in inhoud.items()
    }


def regel(code: str, bewijs: tuple[str, ...] = ()) -> Regel:
    """A rule that fired, with its Dutch explanation."""
    return Regel(code, regelsoorten()[code].uitleg, bewijs)


@lru_cache(maxsize=1)
def _met_patronen() -> tuple[Regelsoort, ...]:
    return tuple(r for r in regelsoorten().values() if r.patronen.uitdrukking is not None)


def lees_signalen(lezing: Lezing, lexicon: Lexicon) -> Signalen:
    """Everything the rules hear in one text, each with the sentence as evidence."""
    gehoord: dict[str, tuple[str, ...]] = {}
    termen: list[Treffer] = []
    for zin, tokens in zip(*lezing, strict=True):
        termen += lexicon.zoek(tokens)
        for soort in _met_patronen():
            if soort.patronen.zoek(tokens):
                gehoord[soort.code] = (*gehoord.get(soort.code, ()), zin)
    return Signalen(
        regels=tuple(regel(code, bewijs) for code, bewijs in gehoord.items()),
        crisis=tuple(treffers(lezing)),
        lexicon=tuple(termen),
        soorten=frozenset(regelsoorten()[code].soort for code in gehoord),
    )


def extra_kenmerken(lezing: Lezing, signalen: Signalen, lexicon: Lexicon) -> NDArray[np.float32]:
    """The rules and the lexicon as numbers beside the learned answers."""
    codes = {r.code for r in signalen.regels}
    regels = [float(r.code in codes) for r in _met_patronen()]
    soorten = [float("complex" in signalen.soorten), float("vast" in signalen.soorten)]
    kinds = {c.soort: 1.0 if c.zeker else 0.5 for c in signalen.crisis}
    crisis = [kinds.get(s, 0.0) for s in CRISIS_SOORTEN]
    tokens = lezing.tokens
    vorm = [
        np.log1p(len(tokens)) / 5,
        np.log1p(len(lezing.zinnen)) / 3,
        float("?" in tokens),
        float(len(tokens) <= 3),
    ]
    los = np.array([*regels, *soorten, *crisis, max(crisis), *vorm], dtype=np.float32)
    return np.concatenate([los, lexicon.kenmerken(signalen.lexicon)])
