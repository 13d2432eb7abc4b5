"""Checks on an entry, each with a plain Dutch reason; the same for a form, a file and a proposal.

`controleer` says what may not be stored at all. `controleer_publicatie` says what residents
may not be shown yet, on top of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import phonenumbers

from kalender.openingstijden import OpeningstijdenFout, parse_openingstijden
from sociale_kaart.velden import STATUSSEN, TOEGANGEN, Veldfout, lees_velden
from triage.beoordeling import LEEFGEBIEDEN
from werkgebied import Werkgebied

# Numbers of three figures that everyone in the Netherlands can dial but that the library
# does not hold for full numbers.
KORTE_NUMMERS = frozenset({"112", "113", "144"})
_NUMMER = re.compile(r"\+?[0-9 ().\-/]{2,40}")
_POSTCODE = re.compile(r"[1-9][0-9]{3} ?[A-Za-z]{2}")
_NOOIT_UITGEGEVEN = ("SA", "SD", "SS")
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_DOMEIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}")
# What stands for itself in a URI, and a percent sign that does not begin a code.
_IN_URI = "/%:@!$&'()*+,;=?"
_LOS_PROCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# "Gratis, koffie € 1,50" says what is free and what is not; "gratis (€ 5)" does not.
_GRATIS_EN_PRIJS = re.compile(
    r"\b(?:gratis|kosteloos)[\s,(:-]{0,4}(?:€\s*|[0-9]+(?:[.,][0-9]+)?\s*euro)|€\s*[0-9.,]+[\s,(:-]{0,4}\bgratis\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def is_telefoon(nummer: str) -> bool:
    """Whether this number can be dialled in the Netherlands.

    Every number that phonenumbers holds valid for NL (the invented 072 000 numbers of the example
    among them), and the short national numbers.
    """
    cijfers = re.sub(r"[ ().\-/]", "", nummer)
    if not _NUMMER.fullmatch(nummer):
        return False
    if cijfers in KORTE_NUMMERS:
        return True
    try:
        ontleed = phonenumbers.parse(nummer, "NL")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number_for_region(ontleed, "NL") or phonenumbers.is_valid_short_number_for_region(
        ontleed, "NL"
    )


def is_postcode(tekst: str) -> bool:
    """Whether this is a Dutch postcode, with or without the space."""
    return bool(_POSTCODE.fullmatch(tekst)) and tekst[-2:].upper() not in _NOOIT_UITGEGEVEN


def is_email(tekst: str) -> bool:
    """Whether this can be an e-mail address."""
    return bool(_EMAIL.fullmatch(tekst)) and ".." not in tekst


def met_schema(website: str) -> str:
    """The website with https:// when it was written without; empty stays empty."""
    return website if not website or "://" in website else f"https://{website}"


def als_uri(website: str) -> str:
    """The website as a URI of RFC 3986: with é or | in it, an address is one for people and not for machines."""
    if not is_website(website):
        return ""
    delen = urlsplit(met_schema(website))
    rest = (quote(_LOS_PROCENT.sub("%25", deel), safe=_IN_URI) for deel in (delen.path, delen.query, delen.fragment))
    return urlunsplit((delen.scheme, delen.netloc, *rest))


def is_website(tekst: str) -> bool:
    """Whether this is an address on the web, with http(s):// or without."""
    if any(c.isspace() or c in "<>\"'\\" for c in tekst):
        return False
    try:
        delen = urlsplit(met_schema(tekst))
        return (
            delen.scheme in ("http", "https")
            and bool(_DOMEIN.fullmatch(delen.hostname or ""))
            and "@" not in delen.netloc
            and delen.port != 0
        )
    except ValueError:
        return False


def controleer(
    ruw: Mapping[str, object], *, werkgebied: Werkgebied | None = None
) -> tuple[dict[str, Any], list[Veldfout]]:
    """The given fields as they will be kept, and everything that is wrong with them.

    Gemeenten and kernen become the names of the werkgebied. Without a werkgebied they are not checked.
    """
    velden, fouten = lees_velden(ruw)
    fouten += _vormen(velden)
    fouten += _keuzes(velden)
    if werkgebied is not None:
        fouten += _plaatsen(velden, werkgebied)
    van, tot = velden.get("leeftijd_van"), velden.get("leeftijd_tot")
    if van is not None and tot is not None and van > tot:
        fouten.append(Veldfout("leeftijd_van", f"de laagste leeftijd ({van}) is hoger dan de hoogste ({tot})."))
    return velden, fouten


_VORMEN = (
    ("telefoon", is_telefoon, "is geen Nederlands telefoonnummer."),
    ("postcode", is_postcode, "is geen postcode. Schrijf bijvoorbeeld: 1901 AA"),
    ("email", is_email, "is geen e-mailadres."),
    ("website", is_website, "is geen webadres. Schrijf bijvoorbeeld: https://www.example.nl"),
)


def _vormen(velden: Mapping[str, Any]) -> Iterable[Veldfout]:
    for veld, klopt, reden in _VORMEN:
        waarde = velden.get(veld)
        if waarde and not klopt(waarde):
            yield Veldfout(veld, f"'{waarde}' {reden}")
    try:
        _lees_uren(velden.get("openingstijden") or "")
    except OpeningstijdenFout as fout:
        yield Veldfout("openingstijden", str(fout))


@lru_cache(maxsize=4096)
def _lees_uren(tekst: str) -> None:
    parse_openingstijden(tekst)


def _keuzes(velden: Mapping[str, Any]) -> Iterable[Veldfout]:
    for veld, keuzes in (("toegang", TOEGANGEN), ("status", STATUSSEN)):
        waarde = velden.get(veld)
        if waarde is not None and waarde not in keuzes:
            yield Veldfout(veld, f"'{waarde}' kan niet. Kies uit: {', '.join(keuzes)}.")
    for code in velden.get("leefgebieden") or ():
        if code not in LEEFGEBIEDEN:
            yield Veldfout("leefgebieden", f"'{code}' is geen leefgebied. Kies uit: {', '.join(LEEFGEBIEDEN)}.")


def _plaatsen(velden: dict[str, Any], werkgebied: Werkgebied) -> Iterable[Veldfout]:
    fouten = []
    for veld, zoek in (("gemeenten", _gemeentenaam), ("kernen", _kernnaam)):
        if veld not in velden:
            continue
        namen = []
        for tekst in velden[veld]:
            naam = zoek(werkgebied, tekst)
            if naam is None:
                soort = "gemeente" if veld == "gemeenten" else "kern"
                fouten.append(Veldfout(veld, f"'{tekst}' is geen {soort} in {werkgebied.naam}."))
            namen.append(naam or tekst)
        velden[veld] = list(dict.fromkeys(namen))
    return fouten


@lru_cache(maxsize=2048)
def _gemeentenaam(werkgebied: Werkgebied, tekst: str) -> str | None:
    gemeente = werkgebied.zoek_gemeente(tekst)
    return gemeente.naam if gemeente else None


@lru_cache(maxsize=2048)
def _kernnaam(werkgebied: Werkgebied, tekst: str) -> str | None:
    gevonden = werkgebied.zoek_kern(tekst)
    return gevonden[1] if gevonden else None


def controleer_publicatie(velden: Mapping[str, Any]) -> list[Veldfout]:
    """What must be put right before residents may see the entry. velden: all fields, as kept."""
    fouten = []
    if not velden.get("omschrijving"):
        fouten.append(Veldfout("omschrijving", "vul in wat dit is en voor wie."))
    if not any(velden.get(v) for v in ("telefoon", "email", "website", "adres")):
        fouten.append(
            Veldfout("telefoon", "er is geen manier om contact te krijgen. Vul een telefoonnummer of e-mailadres in.")
        )
    if not velden.get("leefgebieden"):
        fouten.append(Veldfout("leefgebieden", "kies minstens één leefgebied."))
    kosten = velden.get("kosten") or ""
    if _GRATIS_EN_PRIJS.search(kosten):
        fouten.append(Veldfout("kosten", f"'{kosten}' noemt gratis en een prijs door elkaar. Schrijf op wat het kost."))
    return fouten + list(_verklapt(velden))


# Fields that residents read, in which the address of a shelter is easily written by accident.
_OPENBARE_TEKST = ("naam", "organisatie", "omschrijving", "doelgroep", "kosten", "trefwoorden", "bron", "website")


def _verklapt(velden: Mapping[str, Any]) -> Iterable[Veldfout]:
    """A confidential address that stands in a text after all. The address itself is not repeated."""
    if not velden.get("vertrouwelijk"):
        return
    geheim = [_kaal(str(velden.get(n) or "")) for n in ("adres", "postcode")]
    for veld in _OPENBARE_TEKST:
        waarde = velden.get(veld) or ""
        tekst = _kaal(" ".join(waarde) if isinstance(waarde, list) else str(waarde))
        if any(g and g in tekst for g in geheim):
            yield Veldfout(veld, "hier staat het geheime adres of de postcode in. Haal het weg.")


def _kaal(tekst: str) -> str:
    return re.sub(r"[^a-z0-9]", "", tekst.lower())
