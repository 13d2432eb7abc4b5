"""Messages changed in ways that must not matter (or must), to see whether the triage stays upright."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from taal.normaliseren import normaliseer
from taal.woorden import delen
from triage.model import Triage

_WOORD = re.compile(r"[^\W\d_]+")
_NAMEN = ["Fatima", "Kees", "Ahmed", "Truus", "Daan", "Aleksandra", "Joke", "Mehmet", "Sanne", "Henk"]
_PLAATSEN = ["Bergen", "Egmond", "Schoorl", "Uitgeest", "Castricum", "Bakkum", "Limmen", "Akersloot", "Heiloo"]
_NAAM = re.compile(r"(?<!^)(?<![.!?] )\b(" + "|".join([*_NAMEN, "Jan", "Piet", "Ali", "Anna", "Mo", "Emma"]) + r")\b")
_PLAATS = re.compile(r"\b(" + "|".join(_PLAATSEN) + r")\b", re.IGNORECASE)
# One word in so many is misspelt in the typo test.
_OM_DE = 8


def _verschrijf(woord: str, rng: random.Random) -> str:
    i = rng.randrange(1, len(woord) - 1)
    soort = rng.randrange(4)
    if soort == 0:
        return woord[:i] + woord[i + 1 :]
    if soort == 1:
        return woord[:i] + woord[i] + woord[i:]
    if soort == 2:
        return woord[:i] + woord[i + 1] + woord[i] + woord[i + 2 :]
    return woord[:i] + rng.choice("aeioutnrsd") + woord[i + 1 :]


def tikfouten(tekst: str) -> str:
    """About one longer word in eight misspelt by one letter; the same text always gives the same mistakes."""
    rng = random.Random(tekst)

    def eens(treffer: re.Match[str]) -> str:
        woord = treffer.group()
        return _verschrijf(woord, rng) if len(woord) > 4 and rng.randrange(_OM_DE) == 0 else woord

    return _WOORD.sub(eens, tekst)


def kaal(tekst: str) -> str:
    """Lower case, no accents, no punctuation."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", " ", normaliseer(tekst))).strip()


def hoofdletters(tekst: str) -> str:
    """Everything shouted."""
    return tekst.upper()


def los_geschreven(tekst: str) -> str:
    """Compounds in two words: "huur toeslag"."""

    def splits(treffer: re.Match[str]) -> str:
        woord = treffer.group()
        for deel in delen(woord)[:1]:
            if woord.lower().startswith(deel) and 3 < len(deel) < len(woord) - 3:
                return f"{woord[: len(deel)]} {woord[len(deel) :]}"
        return woord

    return _WOORD.sub(splits, tekst)


def andere_namen(tekst: str) -> str:
    """Other first names and other places."""
    rng = random.Random(tekst)
    tekst = _NAAM.sub(lambda _: rng.choice(_NAMEN), tekst)
    return _PLAATS.sub(lambda _: rng.choice(_PLAATSEN), tekst)


_VOORAF = (
    "Goedemiddag,", "goeiemorgen", "Geachte heer, mevrouw,\n\n", "Hoi hoi", "Beste mensen van het wijkteam,",
    "Hallo daar!", "L.S.\n", "Moin,", "Goedendag, ik hoop dat ik hier goed zit.", "Sorry dat ik stoor.",
    "Beste lezer, mijn naam is Toos.", "",
)  # fmt: skip
_ACHTERAF = (
    "Alvast bedankt, met vriendelijke groet.", "mvg Wim", "Ik hoor het graag van u.", "groetjes van ons allemaal",
    "Hoogachtend,\nmevr. Kuiper-de Boer", "Bij voorbaat hartelijk dank voor uw antwoord.", "Dank u wel!", "gr. Ria",
    "Met vriendelijke groeten en een fijn weekend", "Ik wacht uw bericht af. Groet, Henk uit Limmen",
    "thanks alvast", "",
)  # fmt: skip


def met_groet(tekst: str) -> str:
    """A polite beginning and end around it, in the ways in which people do that."""
    rng = random.Random(tekst)
    return f"{rng.choice(_VOORAF)} {tekst} {rng.choice(_ACHTERAF)}".strip()


PROEVEN: dict[str, Callable[[str], str]] = {
    "tikfouten": tikfouten,
    "zonder hoofdletters en leestekens": kaal,
    "alles in hoofdletters": hoofdletters,
    "samenstellingen los": los_geschreven,
    "andere namen en plaatsen": andere_namen,
    "met groet eromheen": met_groet,
}


@dataclass(frozen=True)
class Richting:
    """A sentence that must lead to some leefgebieden and must not lead to others."""

    tekst: str
    wel: tuple[str, ...] = ()
    niet: tuple[str, ...] = ()


def lees_richtingen(pad: Path) -> list[Richting]:
    """The direction tests of a YAML file: a list of {tekst, wel, niet}."""
    regels = yaml.safe_load(pad.read_text(encoding="utf-8"))
    return [Richting(r["tekst"], tuple(r.get("wel", ())), tuple(r.get("niet", ()))) for r in regels]


def lees_alledaags(pad: Path) -> list[str]:
    """Ordinary messages without danger, from a YAML list."""
    return [str(regel) for regel in yaml.safe_load(pad.read_text(encoding="utf-8"))]


def loos_alarm(triage: Triage, berichten: Sequence[str]) -> list[str]:
    """The ordinary messages in which a crisis was heard: each would frighten somebody for nothing."""
    return [tekst for tekst in berichten if triage.beoordeel(tekst).zwaarte == "crisis"]


def klopt(triage: Triage, richting: Richting) -> bool:
    """Whether the triage goes the right way on this sentence."""
    gevonden = {g.code for g in triage.beoordeel(richting.tekst).leefgebieden}
    return set(richting.wel) <= gevonden and not gevonden & set(richting.niet)
