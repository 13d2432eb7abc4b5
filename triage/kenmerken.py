"""What the model sees of a message: words, pairs, negation, parts of words, characters and the lexicon.

Inference must stay in the milliseconds on one core, so everything here is plain
Python over one pass of the text; its time grows linearly with the length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from taal.normaliseren import normaliseer
from taal.woorden import delen, lemma
from triage.beleefd import kern, zonder_groet

_WOORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*|€|[?!]")
_HERHAALD = re.compile(r"([a-z])\1{2,}")
_ZIN = re.compile(r"(?<=[.!?…])[\"')]*\s+|\n+")
_LOS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
ONTKENNING = frozenset(
    ["niet", "geen", "nooit", "niks", "niets", "nergens", "noch", "zonder", "nie", "geeneens", "niemand"]
)
_GRENS = frozenset(["maar", "want", "dus", "omdat", "?", "!"])
NEGATIE_BEREIK = 3
MAX_TEKENS = 20_000

# How people shorten words in chats; only forms that mean one thing.
_AFKORTING = {
    "mn": "mijn", "m'n": "mijn", "me": "me", "zn": "zijn", "z'n": "zijn", "ff": "even", "idd": "inderdaad",
    "iig": "ieder geval", "svp": "alstublieft", "aub": "alstublieft", "nml": "namelijk", "wrm": "waarom",
    "ipv": "in plaats van", "tis": "het is", "kzit": "ik zit", "kheb": "ik heb", "kben": "ik ben", "kwil": "ik wil",
    "khebt": "ik heb", "hep": "heb", "nie": "niet", "oke": "ok", "okee": "ok", "gwn": "gewoon", "nix": "niks",
    "n": "een", "'n": "een", "t": "het", "'t": "het", "ie": "hij", "d'r": "haar", "dr": "haar", "ies": "iets",
    "vd": "van de", "bv": "bijvoorbeeld", "ivm": "in verband met", "tov": "ten opzichte van",
    "mbt": "met betrekking tot",
    "wmb": "wat mij betreft", "mvg": "groet", "gr": "groet", "pls": "alstublieft", "plz": "alstublieft",
}  # fmt: skip


def _getal(token: str) -> str:
    """Numbers by their size: what counts is that it is an age, a sum or a year, not which."""
    cijfers = token.replace(".", "").replace(",", "")
    if len(cijfers) == 4 and cijfers[:2] in {"19", "20"}:
        return "#jaar"
    return f"#{min(len(cijfers), 6)}"


def woorden(tekst: str) -> list[str]:
    """The words in one spelling: lower case, no accents, chat abbreviations written out, numbers by size."""
    plat = _LOS.sub(r"\1", normaliseer(tekst[:MAX_TEKENS]))
    plat = _HERHAALD.sub(r"\1\1", plat)
    uit: list[str] = []
    for token in _WOORD.findall(plat):
        if token[0].isdigit():
            uit.append(_getal(token))
        elif token in _AFKORTING:
            uit.extend(_AFKORTING[token].split())
        else:
            uit.append(token.replace("'", ""))
    return uit


def zinnen(tekst: str) -> list[str]:
    """The sentences as written, for evidence. Text without full stops is one sentence."""
    delen = [z.strip() for z in _ZIN.split(tekst[:MAX_TEKENS]) if z and z.strip()]
    return delen or ([tekst.strip()] if tekst.strip() else [])


def ontkend(tokens: Sequence[str]) -> list[bool]:
    """For each word whether it stands in the reach of a negation ("geen schulden", "niet meer eenzaam")."""
    uit, rest = [], 0
    for token in tokens:
        if token in _GRENS:
            rest = 0
        uit.append(rest > 0)
        rest = NEGATIE_BEREIK if token in ONTKENNING else max(0, rest - 1)
    return uit


def woordkenmerken(tokens: Sequence[str]) -> Iterator[str]:
    """Words, pairs, pairs with one word between, words under negation, and the form: how it begins, ends, how long."""
    yield from vormloos(tokens)
    if tokens:
        yield f"^ {tokens[0]}"
        yield f"{tokens[-1]} $"
    yield f"len{min(len(tokens) // 4, 12)}" if len(tokens) > 3 else f"kort{len(tokens)}"


def vormloos(tokens: Sequence[str]) -> Iterator[str]:
    """What `woordkenmerken` gives without the form."""
    onder = ontkend(tokens)
    for i, token in enumerate(tokens):
        yield token
        if onder[i]:
            yield f"-{token}"
        if i + 1 < len(tokens):
            yield f"{token} {tokens[i + 1]}"
        if i + 2 < len(tokens):
            yield f"{token} * {tokens[i + 2]}"


def tekenkenmerken(tokens: Sequence[str], van: int = 2, tot: int = 5) -> Iterator[str]:
    """Character n-grams within a word and its edges: they carry misspellings and compound parts."""
    for token in tokens:
        woord = f" {token} "
        lengte = len(woord)
        for n in range(van, tot + 1):
            if lengte <= n:
                yield woord
                break
            for i in range(lengte - n + 1):
                yield woord[i : i + n]


@lru_cache(maxsize=65536)
def stammen(token: str) -> tuple[str, ...]:
    """The dictionary form of a word and the parts it is made of: what another message may share with it."""
    return (lemma(token), *delen(token)) if token.isalpha() else ()


class Lezing(NamedTuple):
    """A text cut up once: its sentences as written and the words of each."""

    zinnen: tuple[str, ...]
    per_zin: tuple[tuple[str, ...], ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        """All words in order."""
        return tuple(t for zin in self.per_zin for t in zin)


# A sentence of more words is cut into pieces of so many, each beginning halfway the one before.
LANGE_ZIN, STUK = 24, 16


def stukken(lezing: Lezing) -> list[tuple[str, ...]]:
    """What is judged by itself beside the whole: each sentence, and pieces of a sentence that does not end.

    The worst is said in passing: in the middle of a long story one clause tells of danger, and all the rest drowns
    it. Many residents write without full stops.
    """
    uit: list[tuple[str, ...]] = []
    for zin in lezing.per_zin:
        if len(zin) <= LANGE_ZIN:
            uit.append(zin)
        else:
            uit += [zin[i : i + STUK] for i in range(0, len(zin) - STUK // 2, STUK // 2)]
    return uit


def lees(tekst: str) -> Lezing:
    """Cut a text into sentences and words; sentences without a word and the politeness around it are left out."""
    paren = [(zin, tuple(woorden(zin))) for zin in zinnen(zonder_groet(tekst))]
    gevuld = [(zin, tokens) for zin, tokens in paren if tokens]
    over = gevuld[kern([tokens for _, tokens in gevuld])]
    return Lezing(tuple(z for z, _ in over), tuple(t for _, t in over))
