"""Numbers that are told in pieces ("bsn 167 en dan 425 en dan 572", an IBAN over three lines) or without their check.

Only words that join what is one number may stand between the pieces, so that two things told after each other
are not taken for one.
"""

from __future__ import annotations

import re

from taal.controlegetallen import IBAN_LENGTES, is_iban
from taal.geheime_woorden import Vondst

BSN_WOORD = (
    r"(?:bsn|b\.s\.n|burger[\s-]?service(?:[\s-]?(?:nummer|nr))?|sofi|sociaal[- ]fiscaal|citizen service number)"
)
# Between the name and the number: what tells that another number follows.
ANDER_NUMMER = re.compile(
    r"\b(?:tel|mobiel|gebo|datum|zaak|kenmerk|factu|dossier|polis|kvk|postcode|klant|order|lidm|lidn|meter|pati|bel\b|06)",
    re.IGNORECASE,
)
_BSN_NAAM = re.compile(rf"(?:\b|(?<=\d)){BSN_WOORD}", re.IGNORECASE)
# A nought typed as a letter, or a digit too many: only right behind the name.
_BSN_MISTYPT = re.compile(
    rf"(?:\b|(?<=\d)){BSN_WOORD}(?:nummer|[- ]?nr)?\.?(?:\s{{0,2}}(?:is|was|van \w{{1,12}}(?: is)?))?[\s:=(-]{{0,4}}"
    r"(?P<n>(?=(?:[^\d\n]?\d){6})[\dOoIl]{8,9}(?!\w|[ .-]\d(?!\d))|[1-9]\d{9}(?!\d))",
    re.IGNORECASE,
)
_REKENING = re.compile(
    r"\b(?:(?:bank|giro|spaar)?-?rek(?:ening)?\.?[\s-]?(?:num+er|nr)|iban|gironum+er|giro|bankrek(?:ening)?|banknum+er|postbank)\b"
    r"(?P<tussen>[^\d\n€]{0,40}?)(?P<n>\d(?:[ .\-\u00a0]{0,2}\d){6,9})(?![\d,/])(?!\s?(?:euro|eur\b|€))",
    re.IGNORECASE,
)
_OVER_REKENING = re.compile(
    r"\b(?:niet|geen|brief|klopt|sinds|wijzig\w*|verander\w*|kwijt|geblokkeerd|factuur"
    r"|kenmerk|betalen|staat|bij storten)\b",
    re.IGNORECASE,
)
_BANK = re.compile(
    r"\b(?:INGB|RABO|ABNA|ASNB|SNSB|KNAB|TRIO|BUNQ|REGB|RBRB|FVLB)[ .:-]{0,2}(?!06)\d(?:[ .-]?\d){9}(?!\d)"
)
_WOORD = re.compile(r"[^\W_]+")
_LAND = re.compile(r"(?<![^\W_])[A-Za-z]{2}(?=\W{0,3}\d{2})")
_VERBINDT_TEKST = """
en dan daarna daarop daarachter erachter toen nog weer eerst als op het de dat is eind einde eindigt begint met begin
laatste tot slot cijfers komt komen volgt streepje streep punt spatie achter gevolgd door ook tenslotte weer daar
eerste tweede derde deel stuk volgende verder and then
"""
_VERBINDT = frozenset(_VERBINDT_TEKST.split())
_CIJFERS = frozenset(("nul", "een", "één", "eén", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"))
# "bsn een acht zeven …": a one only when another digit follows, else an article.
_CIJFER_ERNA = re.compile(r"[\s,.-]{1,3}(?:nul|twee|drie|vier|vijf|zes|zeven|acht|negen)\b", re.IGNORECASE)
# With a digit too few or too many it is still nothing else.
_IBAN_MISTYPT = re.compile(
    r"(?<![^\W_])NL[ .-]{0,2}(?!0[ .-]?[01])\d[ .-]?\d[ .-]{0,2}"
    r"(?:INGB|RABO|ABNA|ASNB|SNSB|KNAB|TRIO|BUNQ|REGB|RBRB|FVLB)"
    r"[ .-]{0,2}\d(?:[ .-]?\d){7,10}(?!\d)",
    re.IGNORECASE,
)
_MEESTE_STUKKEN = 24
_VENSTER = 200


def vind_stukken(tekst: str) -> list[Vondst]:
    """Where a BSN or IBAN stands that is told in pieces, or an account number without its IBAN."""
    gevonden = [v for m in _BSN_NAAM.finditer(tekst) if (v := _bsn(tekst, m.end()))]
    gevonden += [(*m.span("n"), "bsn") for m in _BSN_MISTYPT.finditer(tekst)]
    gevonden += [v for m in _LAND.finditer(tekst) if (v := _iban(tekst, m))]
    gevonden += [(*m.span("n"), "iban") for m in _REKENING.finditer(tekst) if _is_rekening(m)]
    return gevonden + [(*m.span(), "iban") for p in (_BANK, _IBAN_MISTYPT) for m in p.finditer(tekst)]


def _bsn(tekst: str, vanaf: int) -> Vondst | None:
    """Groups of digits behind the name that are nine together."""
    begin = eind = aantal = groepen = 0
    for n, m in enumerate(_WOORD.finditer(tekst, vanaf, vanaf + _VENSTER)):
        # "bsn negen cijfers: …" says how many there are.
        aantal_genoemd = tekst[m.end() : m.end() + 7].lower() in (" cijfer", " nummer")
        lidwoord = not begin and m[0].lower() == "een" and not _CIJFER_ERNA.match(tekst, m.end())
        if m[0].isdecimal() or (m[0].lower() in _CIJFERS and not lidwoord and not aantal_genoemd):
            begin = begin or m.start()
            eind, aantal, groepen = m.end(), aantal + (len(m[0]) if m[0].isdecimal() else 1), groepen + 1
            if aantal >= 9 or (m[0].isdecimal() and len(m[0]) > 6):
                break
        elif ANDER_NUMMER.match(m[0]) or not _gaat_door(m[0], tekst[vanaf : m.start()], n, begonnen=begin > 0):
            break
    return (begin, eind, "bsn") if aantal == 9 and groepen > 1 else None


def _gaat_door(woord: str, ervoor: str, plek: int, *, begonnen: bool) -> bool:
    """Between the pieces only words that join; before the first a few words of the same sentence."""
    return woord.lower() in _VERBINDT if begonnen else plek <= 8 and not re.search(r"[.!?]\s", ervoor)


def _iban(tekst: str, land: re.Match[str]) -> Vondst | None:
    """Letters and digits from the country on that are one IBAN together."""
    lengte = IBAN_LENGTES.get(land[0].upper(), 0)
    tekens, woorden = "", 0
    for n, m in enumerate(_WOORD.finditer(tekst, land.start(), land.start() + _VENSTER)):
        if len(tekens) >= lengte or n > _MEESTE_STUKKEN:
            break
        if not (m[0].lower() in _VERBINDT and tekens):
            if not m[0].isascii():
                break
            tekens += m[0].upper()
            woorden += m[0].isalpha() and len(m[0]) > 1
            # The country and the bank are letters; more words than that are a sentence.
            if woorden > 2:
                break
            if len(tekens) == lengte and sum(map(str.isdigit, tekens)) >= 8 and is_iban(tekens):
                return (land.start(), m.end(), "iban")
    return None


def _is_rekening(m: re.Match[str]) -> bool:
    cijfers = re.sub(r"\D", "", m["n"])
    datum = re.fullmatch(r"\d{1,2}[-. ]\d{1,2}[-. ](?:19|20)\d\d", m["n"])
    return not (
        ANDER_NUMMER.search(m["tussen"]) or _OVER_REKENING.search(m["tussen"]) or cijfers.startswith("06") or datum
    )
