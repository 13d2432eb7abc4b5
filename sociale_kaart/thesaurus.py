"""Everyday words of the sociaal domein and what the kaart calls them, as the product brings them along.

Redacteuren add to these with synonyms of their own (`synoniemen`), which are used by the next question.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

import yaml

from taal.normaliseren import normaliseer
from taal.woorden import lemma, termen, tokens

THESAURUS_MAP = Path(__file__).resolve().parent.parent / "data" / "thesaurus"
# Words that are one for telling kinds apart ("oma" and "moeder" ask for the same help).
_GELIJK = "gelijk.csv"
# Words by the side of life they belong to, so that a word no example has still says something.
_VELDEN = "velden.yml"

# Left out when a phrase is looked for: "uit het huis" is also "uit mijn huis".
_LIDWOORDEN = frozenset(normaliseer("de het een 'n 't mijn m'n mn ons onze die dat deze dit").split())

Vertaling = Mapping[tuple[str, ...], tuple[str, ...]]


class ThesaurusFout(ValueError):
    """A file of the thesaurus cannot be used; names the file, the line and the reason."""


@lru_cache(maxsize=16384)
def _sleutelwoord(token: str) -> str:
    return "" if token in _LIDWOORDEN else lemma(token)


def sleutel_van(woord: str) -> tuple[str, ...]:
    """An everyday word or phrase as it is looked for: lemmas in order, small words kept, articles not."""
    return tuple(w for token in tokens(woord) if (w := _sleutelwoord(token)))


def vertaal(tekst: str, vertaling: Vertaling, *, langste: int) -> dict[str, tuple[str, ...]]:
    """Each term of the text that is (part of) an everyday word, with what that word means."""
    woorden = [(t, w) for t in tokens(tekst) if (w := _sleutelwoord(t))]
    gevonden: dict[str, tuple[str, ...]] = {}
    for begin in range(len(woorden)):
        for lengte in range(1, langste + 1):
            stuk = woorden[begin : begin + lengte]
            betekent = vertaling.get(tuple(w for _, w in stuk), ()) if len(stuk) == lengte else ()
            for term in (t for token, _ in stuk for t in termen(token)) if betekent else ():
                gevonden[term] = tuple(dict.fromkeys((*gevonden.get(term, ()), *betekent)))
    return gevonden


def _lees(pad: Path) -> list[tuple[str, str]]:
    paren = []
    with pad.open(encoding="utf-8", newline="") as bestand:
        for nummer, rij in enumerate(csv.reader(bestand), 1):
            if len(rij) != 2 or not all(cel.strip() for cel in rij):
                raise ThesaurusFout(f"{pad.name}, regel {nummer}: verwacht een woord en wat het betekent.")
            paren.append((rij[0], rij[1]))
    return paren[1:]


def load_thesaurus(map: Path = THESAURUS_MAP) -> Vertaling:
    """Per everyday word (as terms) what it means (as terms).

    Raises ThesaurusFout at the first mistake.
    """
    per_woord: dict[tuple[str, ...], list[str]] = {}
    for pad in sorted(map.glob("*.csv")):
        if pad.name == _GELIJK:
            continue
        for woord, betekent in _lees(pad):
            if sleutel := sleutel_van(woord):
                per_woord.setdefault(sleutel, []).extend(termen(betekent))
    return {woord: tuple(dict.fromkeys(b)) for woord, b in per_woord.items()}


@cache
def thesaurus() -> Vertaling:
    """The thesaurus of this installation, read once."""
    return load_thesaurus()


@cache
def gelijken() -> dict[str, str]:
    """Per lemma the word it is equal to when kinds are told apart."""
    pad = THESAURUS_MAP / _GELIJK
    return {lemma(woord): gelijk for woord, gelijk in _lees(pad) if len(tokens(woord)) == 1}


def load_velden(pad: Path = THESAURUS_MAP / _VELDEN) -> dict[str, tuple[str, ...]]:
    """Per lemma the fields of meaning it belongs to.

    Raises ThesaurusFout when the file is not a list of fields with words.
    """
    try:
        per_veld = yaml.safe_load(pad.read_text(encoding="utf-8"))
    except yaml.YAMLError as fout:
        raise ThesaurusFout(f"{pad.name}: dit is geen YAML ({fout}).") from None
    if not isinstance(per_veld, dict) or not all(isinstance(w, str) for w in per_veld.values()):
        raise ThesaurusFout(f"{pad.name}: verwacht per veld een regel met woorden.")
    velden: dict[str, dict[str, None]] = {}
    for veld, woorden in per_veld.items():
        for token in tokens(woorden):
            velden.setdefault(lemma(token), {})[str(veld)] = None
    return {woord: tuple(van) for woord, van in velden.items()}


@cache
def velden() -> Mapping[str, tuple[str, ...]]:
    """The fields of meaning of this installation, read once."""
    return load_velden()
