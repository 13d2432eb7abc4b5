"""One entry in the words of Open Referral's Human Services Data Specification, version 3.1. Pure.

Every id is a uuid derived from our own key, so it stays the same over exports and installations.
A confidential place is left out before anything else is built.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from kalender.openingstijden import Blok, Openingstijden, Regel
from sociale_kaart.controles import als_uri
from sociale_kaart.kaartje import uren_van
from sociale_kaart.models import Voorziening, hsds_uuid
from sociale_kaart.soorten import Soort, soort_naam, soorten, upl_uris
from sociale_kaart.teksten import tekst
from sociale_kaart.termijnen import is_verouderd
from sociale_kaart.velden import velden_van, zonder_geheim
from triage.beoordeling import LEEFGEBIEDEN

# What terms are drawn from, by our own name for it.
TAXONOMIEEN = ("leefgebied", "soort", "upl")
_DAGEN = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# What a list item may hold besides the organisation; the rest only comes with the whole service.
_KORT = (
    "id", "organization_id", "name", "description", "url", "email", "status", "application_process",
    "fees_description", "eligibility_description", "minimum_age", "maximum_age", "assured_date",
    "alert", "last_modified", "organization",
)  # fmt: skip


def leefgebied_term_id(code: str) -> str:
    """The id of a leefgebied as taxonomy term."""
    return hsds_uuid("leefgebied", code)


def soort_term_id(code: str) -> str:
    """The id of a kind of voorziening as taxonomy term."""
    return hsds_uuid("soort", code)


def upl_term_id(code: str, eigen: tuple[Soort, ...] = ()) -> str:
    """The id of the UPL name of this kind as taxonomy term; '' when it has none."""
    soort = soorten(eigen).get(code)
    return hsds_uuid("upl", soort.upl) if soort is not None and soort.upl else ""


def as_service(voorziening: Voorziening, *, vandaag: dt.date, eigen: tuple[Soort, ...] = ()) -> dict[str, Any]:
    """The whole service, with everything nested in it. eigen: what redacteuren added to the kinds."""
    v = zonder_geheim(velden_van(voorziening))
    service = _kern(voorziening, v, vandaag) | {
        "phones": _telefoons(v),
        "schedules": _roosters(v["id"], uren_van(v["openingstijden"])),
        "service_areas": [
            {
                "id": hsds_uuid(soort, f"{v['id']}:{naam}"),
                "service_id": voorziening.hsds_id,
                "name": naam,
                # A village often has the name of its gemeente.
                "description": tekst(f"gebied.{soort}"),
            }
            for soort, namen in (("gemeente", v["gemeenten"]), ("kern", v["kernen"]))
            for naam in namen
        ],
        "service_at_locations": _locaties(voorziening, v),
        "languages": [{"id": hsds_uuid("taal", f"{v['id']}:{naam}"), "name": naam} for naam in v["talen"]],
        "attributes": _kenmerken(voorziening, v, eigen),
    }
    return {n: w for n, w in service.items() if w not in (None, "", [])}


def as_list_item(voorziening: Voorziening, *, vandaag: dt.date) -> dict[str, Any]:
    """The service as one item of a list: its own fields and the organisation."""
    v = zonder_geheim(velden_van(voorziening))
    kern = _kern(voorziening, v, vandaag)
    return {n: kern[n] for n in _KORT if kern.get(n) not in (None, "")}


def as_minimal(voorziening: Voorziening) -> dict[str, Any]:
    """Only what the specification demands and when it last changed, for other systems to compare."""
    return {
        "id": voorziening.hsds_id,
        "name": voorziening.naam,
        "status": "active",
        "last_modified": voorziening.gewijzigd_op.isoformat(),
    }


def _kern(voorziening: Voorziening, v: dict[str, Any], vandaag: dt.date) -> dict[str, Any]:
    tot = v["tijdelijk_gesloten_tot"]
    dicht = tot is not None and vandaag < tot
    organisatie = v["organisatie"]
    return {
        "id": voorziening.hsds_id,
        "organization_id": voorziening.hsds_organisatie_id if organisatie else None,
        "name": v["naam"],
        "description": v["omschrijving"],
        "url": als_uri(v["website"]),
        "email": v["email"],
        "status": "temporarily closed" if dicht else "active",
        "application_process": tekst(f"toegang.{v['toegang']}"),
        "fees_description": v["kosten"],
        "eligibility_description": v["doelgroep"],
        "minimum_age": v["leeftijd_van"],
        "maximum_age": v["leeftijd_tot"],
        "assured_date": v["laatst_gecontroleerd"].isoformat() if v["laatst_gecontroleerd"] else None,
        "last_modified": voorziening.gewijzigd_op.isoformat(),
        "alert": tekst("verouderd") if is_verouderd(voorziening, vandaag) else None,
        "organization": _organisatie(voorziening, organisatie) if organisatie else None,
    }


def _organisatie(voorziening: Voorziening, naam: str) -> dict[str, Any]:
    return {"id": voorziening.hsds_organisatie_id, "name": naam, "description": naam}


def _telefoons(v: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": hsds_uuid("telefoon", v["id"]), "number": v["telefoon"]}] if v["telefoon"] else []


def _roosters(id: str, uren: Openingstijden) -> list[dict[str, Any]]:
    if uren.altijd:
        return [_rooster(id, 0, Regel(tuple(range(7)), ()), (dt.time(0, 0), dt.time(23, 59)), uren.als_tekst())]
    paren = [(regel, blok) for regel in uren.regels for blok in regel.blokken]
    roosters = [_rooster(id, n, regel, blok, "") for n, (regel, blok) in enumerate(paren)]
    if uren.op_afspraak and not roosters:
        roosters = [{"id": hsds_uuid("rooster", f"{id}:afspraak"), "description": uren.als_tekst()}]
    return roosters


def _rooster(id: str, n: int, regel: Regel, blok: Blok, omschrijving: str) -> dict[str, Any]:
    dagen = [f"{rang}{_DAGEN[d]}" for rang in regel.rang for d in regel.dagen] or [_DAGEN[d] for d in regel.dagen]
    rooster: dict[str, Any] = {
        "id": hsds_uuid("rooster", f"{id}:{n}"),
        "freq": "MONTHLY" if regel.rang else "WEEKLY",
        "wkst": "MO",
        "interval": 2 if regel.weken else 1,
        "byday": ",".join(dagen),
        "opens_at": f"{blok[0]:%H:%M}",
        "closes_at": f"{blok[1]:%H:%M}",
    }
    if regel.weken:
        # Even or odd weeks of the year cannot be told from an interval alone.
        rooster["byweekno"] = ",".join(str(w) for w in range(2 if regel.weken == "even" else 1, 54, 2))
    return rooster | ({"description": omschrijving} if omschrijving else {})


def _locaties(voorziening: Voorziening, v: dict[str, Any]) -> list[dict[str, Any]]:
    if not v["adres"] and not v["plaats"]:
        return []
    id = v["id"]
    locatie_id = hsds_uuid("locatie", id)
    locatie: dict[str, Any] = {"id": locatie_id, "location_type": "physical", "name": v["plaats"] or v["adres"]}
    if v["route"]:
        locatie["transportation"] = v["route"]
    if v["adres"]:
        locatie["addresses"] = [_adres(v, locatie_id)]
    if v["rolstoel"] is not None:
        sleutel = "rolstoel.ja" if v["rolstoel"] else "rolstoel.nee"
        locatie["accessibility"] = [{"id": hsds_uuid("rolstoel", id), "description": tekst(sleutel)}]
    return [
        {
            "id": hsds_uuid("op-locatie", id),
            "service_id": voorziening.hsds_id,
            "location_id": locatie_id,
            "location": locatie,
        }
    ]


def _adres(v: dict[str, Any], locatie_id: str) -> dict[str, Any]:
    return {
        "id": hsds_uuid("adres", v["id"]),
        "location_id": locatie_id,
        "address_1": v["adres"],
        "city": v["plaats"],
        # The specification demands a province; a Dutch address has none and the kaart does not keep it.
        "state_province": "",
        "postal_code": v["postcode"],
        "country": "NL",
        "address_type": "physical",
    }


def _kenmerken(voorziening: Voorziening, v: dict[str, Any], eigen: tuple[Soort, ...]) -> list[dict[str, Any]]:
    leefgebieden = [("leefgebied", c, LEEFGEBIEDEN.get(c, c)) for c in v["leefgebieden"]]
    kinds = [("soort", c, soort_naam(c, eigen)) for c in voorziening.soorten or ()]
    return [
        {
            "id": hsds_uuid("kenmerk", f"{v['id']}:{taxonomie}:{code}"),
            "link_id": voorziening.hsds_id,
            "link_entity": "service",
            "link_type": "service_type",
            "taxonomy_term_id": hsds_uuid(taxonomie, code),
            "taxonomy_term": _term(taxonomie, code, naam, eigen),
        }
        for taxonomie, code, naam in (*leefgebieden, *kinds, *_upl_namen(voorziening, eigen))
    ]


def _upl_namen(voorziening: Voorziening, eigen: tuple[Soort, ...]) -> list[tuple[str, str, str]]:
    """Names of the Uniforme Productnamenlijst that fit the kinds of this entry, each once."""
    alle = soorten(eigen)
    gevonden = (alle[c].upl for c in voorziening.soorten or () if c in alle)
    return [("upl", upl, upl) for upl in dict.fromkeys(gevonden) if upl]


def _term(taxonomie: str, code: str, naam: str, eigen: tuple[Soort, ...] = ()) -> dict[str, Any]:
    soort = soorten(eigen).get(code) if taxonomie == "soort" else None
    uri = upl_uris().get(code) if taxonomie == "upl" else None
    van = taxonomy(taxonomie)
    return ({"term_uri": uri} if uri else {}) | {
        "id": hsds_uuid(taxonomie, code),
        "code": code,
        "name": naam,
        "description": soort.definitie if soort else naam,
        "taxonomy": van["name"],
        "taxonomy_id": van["id"],
        "taxonomy_detail": van,
    }


def taxonomy(taxonomie: str) -> dict[str, Any]:
    """One of TAXONOMIEEN as HSDS has it."""
    titel = tekst(f"taxonomie.{taxonomie}")
    return {"id": hsds_uuid("taxonomie", taxonomie), "name": titel, "description": titel}


def taxonomy_terms(eigen: tuple[Soort, ...] = ()) -> list[dict[str, Any]]:
    """The leefgebieden, the whole taxonomy of kinds and the names of the UPL that they have, as HSDS taxonomy terms.

    eigen: what redacteuren added to the kinds.
    """
    alle = soorten(eigen).values()
    terms = [_term("leefgebied", code, naam) for code, naam in LEEFGEBIEDEN.items()]
    terms += [_term("soort", soort.code, soort.naam, eigen) for soort in alle]
    return terms + [_term("upl", upl, upl) for upl in dict.fromkeys(soort.upl for soort in alle if soort.upl)]
