"""What a resident sees of an entry: one form for the chat, the API and the public page."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, Protocol

import phonenumbers

from kalender.openingstijden import Openingstijden, OpeningstijdenFout, datum_tekst, parse_openingstijden
from sociale_kaart.controles import met_schema
from sociale_kaart.models import Voorziening
from sociale_kaart.teksten import tekst
from sociale_kaart.termijnen import is_verouderd
from sociale_kaart.velden import GEHEIM, velden_van, zonder_geheim
from werkgebied import Werkgebied

_MET_LANDNUMMER = (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE)


@lru_cache(maxsize=8192)
def telefoon_link(nummer: str) -> str:
    """The number as a `tel:` link, in a form every phone dials; empty without a number."""
    cijfers = "".join(c for c in nummer if c.isdigit() or c == "+")
    if not cijfers:
        return ""
    try:
        ontleed = phonenumbers.parse(nummer, "NL")
    except phonenumbers.NumberParseException:
        return f"tel:{cijfers}"
    # 112, 14 0251 and 0800 numbers cannot be dialled with +31 from every phone: leave them as they are.
    if phonenumbers.number_type(ontleed) in _MET_LANDNUMMER:
        return f"tel:{phonenumbers.format_number(ontleed, phonenumbers.PhoneNumberFormat.E164)}"
    return f"tel:{cijfers}"


@lru_cache(maxsize=8192)
def uren_van(openingstijden: str) -> Openingstijden:
    """The hours of an entry; what can no longer be read counts as unknown, never as closed."""
    try:
        return parse_openingstijden(openingstijden)
    except OpeningstijdenFout:
        return Openingstijden()


class _MetUren(Protocol):
    @property
    def openingstijden(self) -> str: ...
    @property
    def tijdelijk_gesloten_tot(self) -> dt.date | None: ...


def is_open(voorziening: _MetUren, op: dt.datetime, werkgebied: Werkgebied) -> bool | None:
    """Whether it is open at this moment; None when nobody knows."""
    lokaal = werkgebied.lokale_tijd(op)
    tot = voorziening.tijdelijk_gesloten_tot
    if tot is not None and lokaal.date() < tot:
        return False
    return uren_van(voorziening.openingstijden).is_open(lokaal, werkgebied.feestdagen)


def _open_tekst(voorziening: Voorziening, lokaal: dt.datetime, werkgebied: Werkgebied) -> str:
    tot = voorziening.tijdelijk_gesloten_tot
    if tot is not None and lokaal.date() < tot:
        return tekst("tijdelijk_gesloten", datum=datum_tekst(tot))
    return uren_van(voorziening.openingstijden).open_nu_tekst(lokaal, werkgebied.feestdagen)


def _gecontroleerd(voorziening: Voorziening) -> str:
    if voorziening.laatst_gecontroleerd is None:
        return tekst("niet_gecontroleerd")
    return tekst("gecontroleerd", datum=datum_tekst(voorziening.laatst_gecontroleerd))


def as_kaartje(voorziening: Voorziening, *, nu: dt.datetime, werkgebied: Werkgebied) -> dict[str, Any]:
    """JSON data of one entry as residents may see it; a confidential place is left out."""
    v = zonder_geheim(velden_van(voorziening))
    lokaal = werkgebied.lokale_tijd(nu)
    verouderd = is_verouderd(voorziening, lokaal.date())
    direct = {n: v[n] for n in (
        "id", "naam", "organisatie", "omschrijving", "toegang", "doelgroep", "adres", "postcode", "plaats",
        "leefgebieden", "gemeenten", "kernen", "telefoon", "email", "talen", "rolstoel", "route",
        "leeftijd_van", "leeftijd_tot",
    )}  # fmt: skip
    return direct | {
        "soorten": list(voorziening.soorten or ()),
        "toegang_tekst": _toegang_tekst(v),
        "website": met_schema(v["website"]),
        "kosten": v["kosten"],
        "kosten_tekst": v["kosten"] or tekst("kosten_onbekend"),
        "telefoon_link": telefoon_link(v["telefoon"]),
        "openingstijden": uren_van(v["openingstijden"]).als_tekst(),
        "open_nu": is_open(voorziening, nu, werkgebied),
        "open_tekst": _open_tekst(voorziening, lokaal, werkgebied),
        "gecontroleerd_op": v["laatst_gecontroleerd"].isoformat() if v["laatst_gecontroleerd"] else None,
        "gecontroleerd_tekst": _gecontroleerd(voorziening),
        "verouderd": verouderd,
        "verouderd_tekst": tekst("verouderd") if verouderd else "",
        "vertrouwelijk": bool(v["vertrouwelijk"]),
        "adres_tekst": _adres_tekst(v),
        "leeftijd_tekst": _leeftijd(v["leeftijd_van"], v["leeftijd_tot"]),
        "rolstoel_tekst": "" if v["rolstoel"] is None else tekst("rolstoel.ja" if v["rolstoel"] else "rolstoel.nee"),
        "gecontroleerd_per_gegeven": {
            veld: op
            for veld, op in (voorziening.gecontroleerd_per_veld or {}).items()
            if not (v["vertrouwelijk"] and veld in GEHEIM)
        },
    }


def _toegang_tekst(v: dict[str, Any]) -> str:
    """How one comes in. Nobody can go to a telephone line, nor to an address that is kept secret."""
    if v["toegang"] == "vrij" and (v["vertrouwelijk"] or not v["adres"]):
        return tekst("toegang_zonder_adres")
    return tekst(f"toegang.{v['toegang']}")


def _leeftijd(van: int | None, tot: int | None) -> str:
    """For which ages, in words; empty when it is for all."""
    if van is None and tot is None:
        return ""
    if van is None:
        return tekst("leeftijd.tot", tot=str(tot))
    return tekst("leeftijd.van", van=str(van)) if tot is None else tekst("leeftijd.van_tot", van=str(van), tot=str(tot))


def _adres_tekst(v: dict[str, Any]) -> str:
    if v["vertrouwelijk"]:
        return tekst("vertrouwelijk_adres")
    woonplaats = " ".join(d for d in (v["postcode"], v["plaats"]) if d)
    return ", ".join(d for d in (v["adres"], woonplaats) if d)
