"""A service of another system (Open Referral HSDS 2 or 3) as a row of our own. Pure, but for the taxonomy of kinds.

HSDS holds less than we do in some places (by appointment, holidays, our keywords) and more in others.
What it does not say stays as it is here; what we have no place for is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from kalender.openingstijden import DAGEN, Openingstijden
from sociale_kaart.controles import als_uri, controleer_publicatie
from sociale_kaart.herkenner import herkenner
from sociale_kaart.hsds_vorm import leefgebied_term_id
from sociale_kaart.kaartje import uren_van
from sociale_kaart.models import Voorziening
from sociale_kaart.soorten import soorten
from sociale_kaart.teksten import tekst
from sociale_kaart.velden import TOEGANGEN
from triage.beoordeling import LEEFGEBIEDEN
from werkgebied import Werkgebied

_WEG = ("inactive", "defunct")
_BYDAY = {naam: nummer for nummer, naam in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_DEEL = re.compile(r"(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_TIJD = re.compile(r"(\d{2}):(\d{2})")
Uren = frozenset[tuple[int, str, str, str, str]]


def is_service(item: object) -> bool:
    """Whether this JSON object is an HSDS service rather than an entry of ours."""
    return isinstance(item, dict) and "name" in item and "naam" not in item and "toegang" not in item


def services_in(data: object) -> list[Any] | None:
    """The services of a page or a list of them; None when this is no HSDS."""
    inhoud = data.get("contents", data.get("services")) if isinstance(data, dict) else data
    if isinstance(data, dict) and is_service(data) and "contents" not in data:
        return [data]
    return inhoud if isinstance(inhoud, list) and inhoud and all(is_service(i) for i in inhoud) else None


def velden_van_service(service: Mapping[str, Any], werkgebied: Werkgebied | None) -> dict[str, Any]:
    """The fields as a row of a file has them; only what the service says."""
    op_locatie = _eerste(service.get("service_at_locations"))
    locatie = op_locatie.get("location") if isinstance(op_locatie.get("location"), dict) else {}
    adres = _eerste((locatie or {}).get("addresses"))
    organisatie = service.get("organization")
    ruw = {
        "id": _t(service.get("id")),
        "naam": _t(service.get("name"))[:200],
        "organisatie": _t((organisatie or {}).get("name") if isinstance(organisatie, dict) else "")[:200],
        "omschrijving": _t(service.get("description")),
        "toegang": _toegang(_t(service.get("application_process"))),
        "doelgroep": _t(service.get("eligibility_description")),
        "kosten": _t(service.get("fees_description")) or _t(_eerste(service.get("cost_options")).get("option")),
        "adres": _t(adres.get("address_1")),
        "postcode": _t(adres.get("postal_code")),
        "plaats": _t(adres.get("city")),
        "route": _t((locatie or {}).get("transportation")),
        "telefoon": _telefoon(service, op_locatie, locatie or {}),
        "email": _t(service.get("email")),
        "website": _t(service.get("url")),
        "openingstijden": schedules_als_tekst(
            service.get("schedules") or op_locatie.get("schedules") or (locatie or {}).get("schedules") or ()
        ),
        "laatst_gecontroleerd": _t(service.get("assured_date"))[:10],
        "leeftijd_van": _t(service.get("minimum_age")),
        "leeftijd_tot": _t(service.get("maximum_age")),
        "talen": [_t(taal.get("name")) for taal in _lijst(service.get("languages")) if _t(taal.get("name"))],
    }
    gevuld = {n: w for n, w in ruw.items() if w not in ("", []) or n in ("id", "naam")}
    gevuld |= _gebied(_lijst(service.get("service_areas")), werkgebied)
    gevuld["leefgebieden"] = _leefgebieden(service, gevuld)
    return gevuld | {"status": _status(service, gevuld)}


def _t(waarde: object) -> str:
    return " ".join(str(waarde).split()) if isinstance(waarde, str | int | float) and waarde is not True else ""


def _lijst(waarde: object) -> list[dict[str, Any]]:
    return [w for w in waarde if isinstance(w, dict)] if isinstance(waarde, list) else []


def _eerste(waarde: object) -> dict[str, Any]:
    return next(iter(_lijst(waarde)), {})


def _toegang(tekst_: str) -> str:
    return next((t for t in TOEGANGEN if tekst_ == tekst(f"toegang.{t}")), TOEGANGEN[0])


def _telefoon(*plekken: Mapping[str, Any]) -> str:
    nummers = (_t(t.get("number")) for plek in plekken for t in _lijst(plek.get("phones")))
    return next((n for n in nummers if n), "")


def _gebied(gebieden: Iterable[Mapping[str, Any]], werkgebied: Werkgebied | None) -> dict[str, Any]:
    """The gemeenten and kernen among the service areas; nothing said means: left as it is here."""
    namen = [(_t(g.get("name")), _t(g.get("description"))) for g in gebieden]
    if werkgebied is None or not any(naam for naam, _ in namen):
        return {}
    gemeenten: dict[str, None] = {}
    kernen: dict[str, None] = {}
    for naam, wat in namen:
        gemeente, kern = werkgebied.zoek_gemeente(naam), werkgebied.zoek_kern(naam)
        # A village with the name of its gemeente is the gemeente, unless it is said to be the village.
        if gemeente is not None and not (kern and wat == tekst("gebied.kern")):
            gemeenten[gemeente.naam] = None
        elif kern is not None:
            kernen[kern[1]] = None
    return {"gemeenten": list(gemeenten), "kernen": list(kernen)}


def _leefgebieden(service: Mapping[str, Any], velden: Mapping[str, Any]) -> list[str]:
    """As the service says, else those of the kinds that its text is about."""
    terms = [str(a.get("taxonomy_term_id") or _term_id(a)).lower() for a in _lijst(service.get("attributes"))]
    per_term = {leefgebied_term_id(c): c for c in LEEFGEBIEDEN} if terms else {}
    genoemd = [per_term[t] for t in dict.fromkeys(terms) if t in per_term]
    if genoemd:
        return genoemd
    tekst_ = {n: str(velden.get(n) or "") for n in ("naam", "organisatie", "omschrijving", "doelgroep")}
    kinds = herkenner().stel_voor(Voorziening(**tekst_, trefwoorden=[]))
    return list(dict.fromkeys(g for c in kinds if c in soorten() for g in soorten()[c].leefgebieden))


def _term_id(attribuut: Mapping[str, Any]) -> str:
    term = attribuut.get("taxonomy_term")
    return _t(term.get("id")) if isinstance(term, dict) else ""


def _status(service: Mapping[str, Any], velden: Mapping[str, Any]) -> str:
    """Archived when it no longer exists; a concept when residents may not be shown it as it is."""
    if _t(service.get("status")) in _WEG:
        return "gearchiveerd"
    elders = bool(_lijst(service.get("service_areas"))) and not (velden.get("gemeenten") or velden.get("kernen"))
    return "concept" if controleer_publicatie(velden) or (elders and "gemeenten" in velden) else "gepubliceerd"


# --- hours --------------------------------------------------------------------------------------------


def schedules_als_tekst(schedules: object) -> str:
    """The schedules in the words of our own hours, as far as those can say it; '' when nothing can."""
    regels: dict[tuple[str, str], list[int]] = {}
    for rooster in _lijst(list(schedules) if isinstance(schedules, tuple | list) else []):
        tijden = _tijden(rooster)
        for rang, dag in _dagen(_t(rooster.get("byday"))) if tijden else ():
            dagen = regels.setdefault((_wanneer(rang, _t(rooster.get("byweekno"))), tijden), [])
            if dag not in dagen:
                dagen.append(dag)
    if any(sorted(d) == list(range(7)) and sleutel == ("", "00:00-23:59") for sleutel, d in regels.items()):
        return "24/7"
    return "; ".join(
        f"{wanneer} {','.join(DAGEN[d] for d in sorted(dagen))} {tijden}".strip()
        for (wanneer, tijden), dagen in regels.items()
    )


def _tijden(rooster: Mapping[str, Any]) -> str:
    van, tot = _TIJD.match(_t(rooster.get("opens_at"))), _TIJD.match(_t(rooster.get("closes_at")))
    return f"{van.group()}-{tot.group()}" if van and tot else ""


def _dagen(byday: str) -> list[tuple[str, int]]:
    gevonden = (_DEEL.fullmatch(deel.strip()) for deel in byday.split(","))
    return [(m.group(1) or "", _BYDAY[m.group(2)]) for m in gevonden if m]


def _wanneer(rang: str, weken: str) -> str:
    if rang:
        return "laatste" if rang == "-1" else f"{rang}e" if not rang.startswith("-") else ""
    nummers = [int(w) for w in weken.split(",") if w.strip().isdigit()]
    if nummers and len({n % 2 for n in nummers}) == 1:
        return "even" if nummers[0] % 2 == 0 else "oneven"
    return ""


def uren_set(uren: Openingstijden) -> Uren:
    """The hours as a set of single facts, so that two ways of writing the same hours compare equal."""
    if uren.altijd:
        return frozenset({(d, "", "", "00:00", "23:59") for d in range(7)})
    return frozenset(
        (dag, str(rang), regel.weken, f"{van:%H:%M}", f"{tot:%H:%M}")
        for regel in uren.regels
        for dag in regel.dagen
        for rang in regel.rang or ("",)
        for van, tot in regel.blokken
    )


def is_zelfde(naam: str, hier: Any, daar: Any) -> bool:
    """Whether what the other system says is what stands here already, though written otherwise."""
    if naam == "openingstijden":
        return uren_set(uren_van(str(hier or ""))) == uren_set(uren_van(str(daar or "")))
    if naam == "website":
        return als_uri(str(hier or "")) == als_uri(str(daar or ""))
    return bool(hier == daar)
