"""What the triage learns from: the examples with everything computed from their text once, and their place in space."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from taal.tekstmodel import Tekstmodel
from triage.data import Voorbeeld
from triage.kenmerken import lees, stukken, woorden
from triage.koppen import GEBIEDEN, Getallen, Koppen, waarheid
from triage.lexicon import Lexicon
from triage.ruimte import Ruimte
from triage.signalen import extra_kenmerken, lees_signalen
from triage.tellen import Telwerk, maak_ruimte, matrix

# A lexicon term is a short example of its leefgebieden; this is its weight beside a message, times gewicht / 3.
TERM_GEWICHT = 1.0
# As many messages as one hand writes on one subject in a row.
BLOK = 30
# What runs outside the interpreter's lock runs twice at once.
DRADEN = 2


def blokken(aantal: int) -> NDArray[np.int_]:
    """The block of each message; a small set has smaller blocks, so that every fold has some.

    Messages that stand together come from one hand on one subject. What is learnt from some of them
    must not be tried on the others, or the model thinks better of itself than it is.
    """
    return np.arange(aantal) // max(1, min(BLOK, aantal // BLOK))


@dataclass(frozen=True)
class Leerstof:
    """The examples with everything computed from their text once.

    tokens: the words of each; stukken: those of the pieces of the examples that have more than one; stuk_van: of
    which example each is.
    """

    voorbeelden: Sequence[Voorbeeld]
    tokens: Sequence[Sequence[str]]
    stukken: Sequence[Sequence[str]]
    stuk_van: NDArray[np.int_]
    extra: Getallen
    koppen: Koppen
    labels: NDArray[np.bool_]
    telt: NDArray[np.bool_]


def maak_leerstof(voorbeelden: Sequence[Voorbeeld], lexicon: Lexicon) -> Leerstof:
    """Words, rule features and labels of all examples."""
    koppen = Koppen(tuple(sorted({v.intent for v in voorbeelden})))
    labels, telt = waarheid(voorbeelden, koppen)
    lezingen = [lees(v.tekst) for v in voorbeelden]
    extra = [extra_kenmerken(lezing, lees_signalen(lezing, lexicon), lexicon) for lezing in lezingen]
    per_voorbeeld = [stukken(lezing) for lezing in lezingen]
    losse = [(rij, stuk) for rij, delen in enumerate(per_voorbeeld) if len(delen) > 1 for stuk in delen]
    return Leerstof(
        voorbeelden,
        [lezing.tokens for lezing in lezingen],
        [stuk for _, stuk in losse],
        np.array([rij for rij, _ in losse], dtype=np.int_),
        np.array(extra),
        koppen,
        labels,
        telt,
    )


@dataclass(frozen=True)
class Kennis:
    """The lexicon as short examples: what the messages never say, the house knows.

    gewicht: terms x leefgebieden, above zero where the term speaks for it; telt: weight per term.
    """

    termen: Sequence[str]
    gewicht: Getallen
    telt: Getallen


def maak_kennis(lexicon: Lexicon) -> Kennis:
    """One example per term, over all leefgebieden it is listed under."""
    per_term: dict[str, Getallen] = {}
    for term in lexicon.termen:
        if term.gewicht > 0:
            rij = per_term.setdefault(term.term, np.zeros(len(GEBIEDEN), dtype=np.float32))
            rij[GEBIEDEN.index(term.leefgebied)] = term.gewicht
    gewicht = np.array(list(per_term.values()), dtype=np.float32).reshape(-1, len(GEBIEDEN))
    telt = TERM_GEWICHT * gewicht.max(axis=1, initial=0) / 3
    return Kennis(list(per_term), gewicht, telt)


@dataclass(frozen=True)
class Stelsel:
    """The space and, within it, the messages, their pieces and the lexicon terms; computed once for all folds."""

    ruimte: Ruimte
    x: sparse.csr_matrix
    stukken: sparse.csr_matrix
    termen: sparse.csr_matrix


def maak_stelsel(stof: Leerstof, kennis: Kennis, tekstmodel: Tekstmodel | None = None) -> Stelsel:
    """Vocabulary and rarity come from all texts; labels play no part in them."""
    telwerk = Telwerk()
    berichten = telwerk.tel(stof.tokens)
    # A term says nothing about the length, beginning or end of a message.
    termen = telwerk.tel([woorden(term) for term in kennis.termen], vorm=False)
    ruimte = maak_ruimte(telwerk, [berichten, termen], dicht=tekstmodel.breedte if tekstmodel else 0)
    gelezen = tekstmodel.vectoren([v.tekst for v in stof.voorbeelden]) if tekstmodel else None
    gelezen_termen = tekstmodel.vectoren(kennis.termen) if tekstmodel else None
    # Pieces go without the text model's numbers, as they do when a message is read.
    return Stelsel(
        ruimte,
        matrix(telwerk, ruimte, berichten, gelezen),
        matrix(telwerk, ruimte, telwerk.tel(stof.stukken)),
        matrix(telwerk, ruimte, termen, gelezen_termen),
    )
