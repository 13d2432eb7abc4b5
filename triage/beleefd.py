"""The politeness that people put around what they have to say: it must not weigh in what is heard in it.

"Goedemiddag, ... Alvast bedankt, met vriendelijke groet, Annie" says nothing about the question, but in a short
message it is half of the words. A farewell is left alone: "vaarwel" and "dat was het dan, doei" do say something.
See docs/adr/0011.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from triage.patroon import Gesloten, Patronen, maak, maak_gesloten

BESTAND = Path(__file__).with_name("beleefd.yml")
_WIE = (
    r"mevrouw|meneer|mijnheer|heer|dames en heren|heren|dames|mensen|allemaal|iedereen|lezer|medewerkers?|collega'?s?"
    r"|gemeente|team|loket|wijkteam|sociaal team|assistent|daar"
)
_AAN = rf"(?:[ /]+(?:en|of|de|het|van|beste|{_WIE}))*"
# Words that also begin an ordinary sentence ("dag in dag uit", "beste school") greet only before a name or a comma.
_AANHEF = re.compile(
    rf"\s*(?:goe(?:de?|ie)n? ?(?:morgen|middag|avond)|goe(?:de|ie)n ?dag|hallo|hoi|hey|heej|l\.?s\.(?=[\s,])"
    rf"|(?:(?:zeer )?geachte|beste|lieve|dag)(?=(?: (?:{_WIE})\b|\s*[,!]|\s*\n))){_AAN}(?![\w'-])[\s,.!:;-]*",
    re.IGNORECASE,
)
# No name: what a sentence goes on with. "Vriendelijke groet ik ga dood" is no greeting alone.
_GEEN_NAAM = (
    r"(?:ik|mij|me|mijn|m'n|mn|hij|hem|zij|ze|we|wij|er|het|een|dat|die|wat|niet|geen|niemand|nooit|niks|niets|maar|en|of|want|help|is|was|om|te"
    r"|tot|uit|al|nu|alles|sorry)"
)
_NAAM = rf"(?:[\s,]+(?!{_GEEN_NAAM}\b)[^\W\d_][\w.'-]*)"
_WENS = r"(?: en (?:nog )?een (?:fijne?|prettige?|goede?) (?:dag|middag|avond|week|weekend|weekeinde))?"
_DANK = r"(?:(?:heel )?(?:hartelijk|vriendelijk|erg) )?(?:be)?dank(?:t|en)?(?: (?:u|je|jullie)(?: wel)?)?"
_WAARVOOR = (
    r"(?:(?:snelle|goede|vele) )?(?:moeite|tijd|aandacht|reactie|antwoord|hulp alvast|informatie|advies|medewerking"
    r"|lezen|terugbellen|meedenken|meelezen)"
)
_SLOT = re.compile(
    rf"(?:^|(?<=[\s,.!?;:)]))(?:"
    rf"(?:alvast|bij voorbaat) {_DANK}(?: voor (?:uw|je|jullie|de|het) {_WAARVOOR})?|{_DANK} (?:alvast|bij voorbaat)"
    rf"|{_DANK} voor (?:uw|je|jullie|de|het) {_WAARVOOR}"
    rf"|(?:met )?(?:zeer )?(?:vriendelijke?|hartelijke?|beleefde?|warme) groet(?:en|jes)?{_WENS}{_NAAM}{{0,3}}"
    rf"|(?:m\.?v\.?g\.?|hoogachtend){_NAAM}{{0,3}}"
    rf"|(?:nog )?(?:een )?(?:hele )?(?:fijne|prettige|goede) (?:dag|middag|avond|week)"
    rf"(?: (?:nog|verder|toegewenst|gewenst))?"
    rf")[\s,.!]*$"
    rf"|(?:^|(?<=[,.!?\n])\s)\s*(?:groet(?:en|jes)?|gr\.?){_NAAM}{{0,2}}[\s,.!]*$",
    re.IGNORECASE,
)
# A closing stands in the last characters, and so the search costs the same for a message of any length.
_STAART = 160
_MEEST = 4
_GENOEG = 2


def zonder_groet(tekst: str) -> str:
    """The message without the greeting before it and the thanks and greetings after it.

    Comes back whole when fewer than two words would be left: then the greeting is the message.
    """
    aanhef = _AANHEF.match(tekst[:_STAART])
    kaal = tekst[aanhef.end() :] if aanhef else tekst
    for _ in range(_MEEST):
        begin = max(0, len(kaal) - _STAART)
        slot = _SLOT.search(kaal, begin)
        if slot is None:
            break
        kaal = kaal[: slot.start()].rstrip(" \t\n,")
    return kaal if len(kaal.split()) >= _GENOEG else tekst


class _Beleefd(NamedTuple):
    zinnen: Gesloten
    met_naam: Patronen
    geen_naam: frozenset[str]


_TEKENS = frozenset("?!")


@lru_cache(maxsize=1)
def _tabel() -> _Beleefd:
    inhoud = yaml.safe_load(BESTAND.read_text(encoding="utf-8"))
    zinnen = maak_gesloten(inhoud["zinnen"], tussen=inhoud["tussen"])
    return _Beleefd(zinnen, maak(inhoud["met_naam"]), frozenset(inhoud["geen_naam"].split()))


def is_beleefd(tokens: Sequence[str]) -> bool:
    """Whether a whole sentence is only politeness; tokens: its words as `kenmerken.woorden` gives them."""
    tabel, woorden = _tabel(), [t for t in tokens if t not in _TEKENS]
    if tabel.zinnen.past(woorden):
        return True
    return tabel.geen_naam.isdisjoint(woorden) and tabel.met_naam.zoek(woorden) is not None


def kern(zinnen: Sequence[Sequence[str]]) -> slice:
    """The sentences between the polite ones at both ends; all of them when nothing else is said."""
    begin, eind = 0, len(zinnen)
    while begin < eind and is_beleefd(zinnen[begin]):
        begin += 1
    while eind > begin and is_beleefd(zinnen[eind - 1]):
        eind -= 1
    return slice(begin, eind) if begin < eind else slice(0, len(zinnen))
