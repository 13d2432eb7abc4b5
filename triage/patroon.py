"""A small language for word patterns, so that they can be read and kept without regular expressions.

`wil|wou ~3 niet meer leven` means: one of two words, at most three words in between, then
the rest. `mishandel*` is every word that begins so, `*schuld` every word that ends so. Every gap
is bounded, so matching takes time in proportion to the length of the text. `^` and `$` stand for the
beginning and the end of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_GAT = re.compile(r"~([1-9])")


class PatroonFout(Exception):
    """A pattern cannot be read; the text says which."""


def _woord(item: str) -> str:
    vorm = re.escape(item).replace(r"\*", r"[^ ]*").replace(r"\#", "#")
    if vorm == "[^ ]*":
        raise PatroonFout(f"'{item}' past op elk woord; gebruik ~1.")
    return vorm


def naar_regex(patroon: str) -> str:
    """The regular expression of one pattern, for a text of words with single spaces around each."""
    delen = patroon.split()
    if not delen or _GAT.fullmatch(delen[0]):
        raise PatroonFout(f"Patroon '{patroon}' begint niet met een woord.")
    uit = []
    for deel in delen:
        gat = _GAT.fullmatch(deel)
        if deel.startswith("~") and not gat:
            raise PatroonFout(f"Patroon '{patroon}': '{deel}' is geen gat van 1 tot 9 woorden.")
        if gat:
            uit.append(f"(?:[^ ]+ ){{0,{gat.group(1)}}}")
        else:
            uit.append("(?:" + "|".join(_woord(w) for w in deel.split("|")) + ") ")
    return " " + "".join(uit)


@dataclass(frozen=True)
class Patronen:
    """Several patterns compiled into one expression."""

    uitdrukking: re.Pattern[str] | None

    def zoek(self, tokens: Sequence[str]) -> str | None:
        """The first words that fit, or None."""
        if self.uitdrukking is None or not tokens:
            return None
        treffer = self.uitdrukking.search(f" ^ {' '.join(tokens)} $ ")
        return treffer.group().strip("^$ ") if treffer else None


def maak(patronen: Iterable[str]) -> Patronen:
    """Compile patterns. Raises PatroonFout naming the one that cannot be read."""
    regels = [naar_regex(p) for p in patronen]
    return Patronen(re.compile("|".join(regels)) if regels else None)


@dataclass(frozen=True)
class Gesloten:
    """Patterns for whole texts in which every word is known: what fills a gap is one of these words too.

    For what is left out of a message because it says nothing. A gap that takes any word would take "dood".
    """

    patronen: Patronen
    woorden: frozenset[str]

    def past(self, tokens: Sequence[str]) -> bool:
        """Whether these words fit a pattern and are all known."""
        return self.woorden.issuperset(tokens) and self.patronen.zoek(tokens) is not None


def maak_gesloten(groepen: Mapping[str, Iterable[str]], *, tussen: str) -> Gesloten:
    """Compile patterns in groups. tussen: the words, with spaces between, that may stand in a gap besides their own."""
    patronen = [patroon for groep in groepen.values() for patroon in groep]
    delen = (deel for patroon in patronen for deel in patroon.split() if not _GAT.fullmatch(deel))
    eigen = {woord for deel in delen for woord in deel.split("|")}
    return Gesloten(maak(patronen), frozenset(eigen | set(tussen.split())))
