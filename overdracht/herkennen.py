"""Hearing facts in a resident's words: patterns from herkenning.yml, with an ear for denial.

Pure. Every function gives back the resident's own words or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from overdracht.teksten import load_yaml
from overdracht.zinnen import delen, sleutel, vlak, zinnen

_GROET_KOP = re.compile(r"(?:hallo|hoi|dag|goede(?:morgen|middag|navond|ndag))\s*[,!.]\s*(?=\S)")
_DAAD = re.compile(r"\b\w*ge(?!en\b|ld\b)\w{2,}(?:d|t|en)\b")
# A part that leans on the one before it.
_HANGT_AF = re.compile(r"^(?:maar|want|omdat|terwijl|die|dat|daar|dan|toen)\b|\b(?:is|was|zijn|waren|werd|werden)\b")
# "casemanager in de PI", "mentor van school": the words themselves say more than our name for it.
_NADER = re.compile(r"^(?:(?:de|het|een|mijn|onze|haar|zijn)\s+)?\w+ (?:in|van|bij|uit) \w", re.IGNORECASE)
_LIDWOORD = re.compile(r"^(?:verder|ook|en|de|het|een|alleen)\s+(?=\S)", re.IGNORECASE)
# A part of an answer that is longer tells something; it is no name.
MAX_NAAM = 5
_JA_NEE = re.compile(r"^\s*(?:nee|neen|ja|jawel|nou|ach|tja|eh|uh)\s*[,.:;!]+\s*", re.IGNORECASE)


def _bron() -> dict[str, Any]:
    return load_yaml("herkenning.yml")


@cache
def _patroon(naam: str) -> re.Pattern[str]:
    """One pattern from the file; a list means any of them."""
    waarde = _bron()[naam]
    delen_ = waarde if isinstance(waarde, list) else [waarde]
    return re.compile("|".join(rf"\b(?:{d})(?!\w)" for d in delen_))


@cache
def _patroon_begin(naam: str) -> re.Pattern[str]:
    """A pattern that says itself where it begins."""
    return re.compile(_bron()[naam])


@cache
def _partijen(lijst: str, *, vrij: bool = False) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """(name, pattern, the same compiled). vrij: as they are recognised in free text."""
    gekozen = [(p["naam"], p.get("vrij", p["patroon"]) if vrij else p["patroon"]) for p in _bron()[lijst]]
    return tuple((naam, patroon, re.compile(rf"\b(?:{patroon})\b")) for naam, patroon in gekozen)


@cache
def _ontkend(patroon: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{o.replace('{p}', f'(?:{patroon})')})\b" for o in _bron()["betrokken_ontkend"]))


@cache
def _geheel() -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{d})" for d in _bron()["geen_antwoord"]))


def is_geen_inhoud(intent: str) -> bool:
    """Whether a button or a message with this intent says nothing for the verslag."""
    return intent in _bron()["geen_inhoud"]


def is_geen_hulpvraag(intent: str) -> bool:
    """Whether a message with this intent cannot be what somebody comes with."""
    return intent in _bron()["geen_hulpvraag"]


def is_leeg_antwoord(tekst: str) -> bool:
    """Whether an answer only says no, nothing, or that one does not know."""
    kaal = sleutel(tekst)
    return not kaal or _geheel().fullmatch(kaal) is not None


def antwoord_zinnen(tekst: str) -> list[str]:
    """The sentences of an answer that say something; `nee, niemand` gives none, `nee, alleen X` gives X."""
    uit: list[str] = []
    for zin in zinnen(tekst):
        rest = _JA_NEE.sub("", zin)
        if is_leeg_antwoord(rest):
            continue
        stukken = delen(rest)
        while stukken and is_leeg_antwoord(stukken[0]):
            stukken.pop(0)
            rest = ", ".join(stukken)
            if _patroon_begin("uitleg_na_niets").search(vlak(rest)):
                rest = ""
        om = re.match(rf"(?:er is )?(?:niemand|niets|niks)\s+(?:anders\s+)?{_bron()['behalve']}\s+(.+)", vlak(rest))
        if om:
            rest = rest[-len(om.group(om.lastindex or 0)) :]
        rest = re.sub(r"^(?:alleen|enkel|behalve)\s+", "", rest, flags=re.IGNORECASE)
        if rest and not is_leeg_antwoord(rest):
            uit.append(rest)
    return uit


def find_partijen(tekst: str, *, namens: str = "naaste") -> list[str]:
    """Who is involved, in free text: a wish, a question or somebody who was only called is not.

    namens: for whom the resident asks; the helpers of a sister are not their own.
    """
    gevonden: dict[str, None] = {}
    for zin in zinnen(tekst):
        van_ander = namens == "zelf" or _patroon("betrokken_vergelijking").search(vlak(zin))
        for deel in delen(zin):
            plat = vlak(deel)
            if van_ander and _patroon_begin("betrokken_ander").search(plat):
                continue
            if _patroon("betrokken_benaderd").search(plat):
                continue
            for naam in _partijen_in(plat, vraag=zin.endswith("?"), antwoord=False):
                gevonden.setdefault(naam)
    return list(gevonden)


def find_betrokken(antwoord: str) -> list[str]:
    """Who is involved, from the answer to that question: known parties by their name, others as they were said."""
    gevonden: dict[str, None] = {}
    for zin in antwoord_zinnen(antwoord):
        stukken = [s for deel in delen(zin) for s in re.split(r"\s+en\s+", deel) if s.strip()]
        herkend = [list(_partijen_in(vlak(s), vraag=False, antwoord=True)) for s in stukken]
        if not any(herkend) and not find_partijen_ontkend(zin):
            if not _is_niemand(zin):
                gevonden.setdefault(zin)
            continue
        for stuk, namen in zip(stukken, herkend, strict=True):
            if namen and not (_NADER.search(stuk) and len(stuk.split()) <= MAX_NAAM):
                gevonden |= dict.fromkeys(namen)
            elif len(stuk.split()) <= MAX_NAAM and not find_partijen_ontkend(stuk) and not _is_niemand(stuk):
                gevonden.setdefault(_LIDWOORD.sub("", stuk).rstrip(" .!"))
    return list(gevonden)


def _is_niemand(stuk: str) -> bool:
    return is_leeg_antwoord(stuk) or _patroon("betrokken_leeg").search(vlak(stuk)) is not None


def _partijen_in(deel: str, *, vraag: bool, antwoord: bool) -> Iterator[str]:
    for naam, patroon, regex in (
        *_partijen("betrokken", vrij=not antwoord),
        *(_partijen("netwerk") if antwoord else ()),
    ):
        raak = regex.search(deel)
        if raak is None or _ontkend(patroon).search(deel):
            continue
        eigen = re.search(r"\b(?:mijn|onze|ons|haar|zijn|hun|m'n)\s+(?:\w+\s+)?$", deel[: raak.start()])
        if antwoord or eigen or not (vraag or _patroon("betrokken_niet").search(deel)):
            yield naam


def find_partijen_ontkend(tekst: str) -> bool:
    """Whether an answer only names parties to say that they are not involved."""
    plat = vlak(tekst)
    genoemd = [p for p in (*_partijen("betrokken"), *_partijen("netwerk")) if p[2].search(plat)]
    return bool(genoemd) and all(_ontkend(patroon).search(plat) for _, patroon, _ in genoemd)


def has_partij(tekst: str) -> bool:
    """Whether an organisation is named at all."""
    return any(regex.search(vlak(tekst)) for _, _, regex in _partijen("betrokken"))


def find_huishouden(tekst: str) -> list[str]:
    """Who lives in the house, in the resident's words."""
    uit: dict[str, str] = {}
    for zin in zinnen(tekst):
        for deel in _samen(zin):
            plat = vlak(deel)
            if _patroon("huishouden_niet").search(plat):
                continue
            for raak in _patroon("huishouden").finditer(plat):
                uit.setdefault(raak.group(), deel[raak.start() : raak.end()])
    return list(uit.values())


def _samen(zin: str) -> list[str]:
    """Parts of a sentence, but numbers as in "van 3, 5 en 8" stay together."""
    return [d.strip() for d in re.split(r"\s*[,;:]\s+(?!\d)|\s+(?=(?:maar|want|omdat)\b)", zin) if d.strip()]


def find_zinnen(tekst: str, onderwerp: str) -> list[str]:
    """The sentences in free text that match this subject: `geprobeerd`, `wens`, `urgentie` or `reactie`."""
    niet = f"{onderwerp}_niet" if f"{onderwerp}_niet" in _bron() else None
    uit = []
    for zin in zinnen(tekst):
        plat = vlak(zin)
        if zin.endswith("?") or not _patroon(onderwerp).search(plat):
            continue
        if niet is None or not _patroon(niet).search(plat):
            uit.append(zin)
    return uit


def find_pogingen(antwoord: str) -> list[str]:
    """The attempts in an answer, apart when it names more kinds in one sentence ("zus gevraagd, loket gebeld")."""
    uit: list[str] = []
    for zin in antwoord_zinnen(antwoord):
        if _patroon("geprobeerd_ander").search(vlak(zin)) and _patroon("netwerk_woorden").search(vlak(zin)):
            continue
        stukken = delen(zin)
        apart = all(" " in s and _DAAD.search(vlak(s)) and not _HANGT_AF.search(vlak(s)) for s in stukken)
        apart = apart and len({soort_geprobeerd(s) for s in stukken}) > 1
        uit += stukken if apart else [zin]
    return uit


def soort_geprobeerd(zin: str) -> str:
    """Whether an attempt was one's own, with the network, or with a provision."""
    plat = vlak(zin)
    if has_partij(zin) or _patroon("voorziening_woorden").search(plat):
        return "voorzieningen"
    return "netwerk" if _patroon("netwerk_woorden").search(plat) else "zelf"


def find_namens(antwoord: str) -> str | None:
    """For whom, from the answer to that question; None when it does not say."""
    plat = vlak(antwoord)
    for namens in ("zelf", "signaal", "naaste"):
        if re.search(rf"\b{_bron()['namens'][namens]}\b", plat):
            return namens
    return None


def find_ontkend(tekst: str) -> dict[str, set[str]]:
    """Problems somebody says not to have: per leefgebied the nouns denied ("schulden heb ik niet")."""
    plat = vlak(tekst)
    uit: dict[str, set[str]] = {}
    for code, woorden in _bron()["ontkenbaar"].items():
        for woord in woorden:
            w = re.escape(woord)
            ontkend = (
                rf"\bgeen (?:\w+ )?{w}\b|\b{w} (?:heb|hebben|ben|zijn|heeft|is) (?:ik|we|wij|er|hij|zij|ze) "
                rf"(?:\w+ )?niet\b|\b(?:ben|is|zijn|voel me|drink|gebruik) (?:\w+ )?niet (?:\w+ )?{w}\b"
                rf"|\b{w} (?:klopt|kloppen|speelt|spelen) (?:\w+ )?niet\b|\bniet (?:over|om) (?:\w+ )?{w}\b"
            )
            if re.search(ontkend, plat):
                uit.setdefault(code, set()).add(woord)
    return uit


def drop_groet(tekst: str) -> str:
    """The text without the greeting it opens with; all of it when there is nothing else."""
    groet = re.compile(rf"^(?:{_bron()['groet']})$")
    over = zinnen(tekst)
    while len(over) > 1 and groet.match(sleutel(over[0])):
        over.pop(0)
    kop = (
        re.match(r"(?:hallo|hoi|dag|goede(?:morgen|middag|navond|ndag))\s*[,!.]\s*(?=\S)", vlak(over[0]))
        if over
        else None
    )
    if kop:
        over[0] = over[0][kop.end() :]
    return " ".join(over) or tekst.strip()


def is_netwerk(naam: str) -> bool:
    """Whether this name of somebody involved is family, a friend or a neighbour."""
    return _patroon("netwerk_woorden").search(vlak(naam)) is not None
