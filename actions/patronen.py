"""Signs in what a resident writes that steer the dialogue, from al_gezegd.yml. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

VRAGEN = ("urgentie", "wie", "geprobeerd", "betrokken", "wens")


@lru_cache(maxsize=1)
def _patronen() -> dict[str, list[re.Pattern[str]]]:
    data = yaml.safe_load(Path(__file__).with_name("al_gezegd.yml").read_text(encoding="utf-8"))
    return {naam: [re.compile(p, re.DOTALL) for p in regels] for naam, regels in data.items()}


def past(naam: str, tekst: str) -> bool:
    """Whether one of the patterns with this name is in the text."""
    klein = tekst.lower()
    return any(p.search(klein) for p in _patronen()[naam])


def al_gezegd(tekst: str) -> list[str]:
    """The questions of the breed gesprek that this message answers already."""
    return [vraag for vraag in VRAGEN if past(vraag, tekst)]


def is_zwaar(tekst: str) -> bool:
    """Whether the words carry weight, so that acknowledging comes before informing."""
    return past("zwaar", tekst)


def is_overbelast(tekst: str) -> bool:
    """Whether a mantelzorger is carrying too much."""
    return past("mantelzorg_zwaar", tekst)


def is_vraag(tekst: str) -> bool:
    """Whether the message asks something, as against telling."""
    return "?" in tekst or past("vraagbegin", tekst.strip())


def vraagzinnen(tekst: str) -> list[str]:
    """The short sentences in a story that ask something."""
    zinnen = re.split(r"(?<=[.!?])\s+|\n+", tekst)
    return [z for z in zinnen if is_vraag(z) and 3 <= len(z.split()) <= 15]


def is_verzoek(tekst: str) -> bool:
    """Whether the message asks for something, with or without a question mark."""
    return is_vraag(tekst) or past("verzoek", tekst.strip())


def zonder_algemene_woorden(tekst: str) -> str:
    """What is left when the words are taken away that ask for help without saying with what."""
    rest = zonder_vervolgwoorden(tekst)
    for patroon in _patronen()["algemeen"]:
        rest = patroon.sub(" ", rest)
    return " ".join(rest.split())


def heeft_inhoud(tekst: str) -> bool:
    """Whether there are words at all, not only signs or emoji."""
    return any(teken.isalpha() for teken in tekst)


def zonder_vervolgwoorden(tekst: str) -> str:
    """What is left of a follow-up when the words that name no subject are taken away."""
    rest = tekst.lower()
    for patroon in _patronen()["vervolgwoord"]:
        rest = patroon.sub(" ", rest)
    return " ".join(woord for woord in re.findall(r"[^\W\d_]{3,}", rest))
