"""Typing errors in a question, mended before it is read: the words residents are known to use, by sound and look."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from sociale_kaart.soorten import Soort, soorten
from sociale_kaart.thesaurus import thesaurus, velden
from taal.spelling import Woordenboek
from taal.woorden import delen, functiewoorden, is_woord, lemma, termen, tokens

_WOORD = re.compile(r"[^\W\d_]{4,40}")


@cache
def _woorden() -> frozenset[str]:
    """Every word that occurs in how people ask, and that is Dutch: what an example misspells is no help."""
    teksten = (t for s in soorten().values() for t in (*s.vragen, *s.woorden, s.naam, s.definitie))
    alle = {token for tekst in teksten for token in tokens(tekst)}
    alle |= {woord for sleutel in thesaurus() for woord in sleutel} | set(velden())
    return frozenset(w for w in alle if len(w) >= 4 and w.isalpha() and (is_woord(w) or delen(w)))


@cache
def _woordenboek() -> Woordenboek:
    return Woordenboek(sorted(_woorden()))


@lru_cache(maxsize=16384)
def _bedoeld(woord: str) -> str | None:
    """The word that was meant; None when it is a word, or none comes near."""
    if woord in functiewoorden() or woord in _woorden() or is_woord(woord) or delen(woord):
        return None
    return _woordenboek().verbeter(woord)


@lru_cache(maxsize=4)
def woorden_van(eigen: tuple[Soort, ...]) -> frozenset[str]:
    """The terms of what redacteuren added to the kinds: no typing errors, however strange they look."""
    return frozenset(t for s in eigen for tekst in (*s.vragen, *s.woorden, s.naam, s.definitie) for t in termen(tekst))


def verbeter_vraag(vraag: str, *, kent: Callable[[str], bool]) -> str:
    """The question with its typing errors mended. kent: whether the kaart has this term, so that names stay."""

    def vervang(gevonden: re.Match[str]) -> str:
        woord = gevonden[0].lower()
        return gevonden[0] if kent(lemma(woord)) else _bedoeld(woord) or gevonden[0]

    return _WOORD.sub(vervang, vraag)
