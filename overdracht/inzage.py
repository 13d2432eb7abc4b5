"""What a medewerker sees: the queue, an overdracht and its gesprek, as far as the resident consented.

Whoever may not see an overdracht gets the same answer as for one that does not exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gesprek import queries as gesprek_queries
from opslag.db import now
from overdracht import edits, queries, staf
from overdracht.models import Medewerker, Overdracht, OverdrachtStap
from overdracht.teksten import tekst
from overdracht.zinnen import kort_af

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WACHTEND, OPGEPAKT, AFGEROND = "wachtend", "opgepakt", "afgerond"
MAX_KOP = 160


class OnbekendeOverdracht(Exception):
    """There is no such overdracht for this medewerker."""


class AlOpgepakt(Exception):
    """Somebody else was first. `door`: who holds it, empty when it is over; `status`: what it is now."""

    def __init__(self, door: str, status: str) -> None:
        super().__init__(door)
        self.door = door
        self.status = status


class NietVanU(Exception):
    """Only who holds an overdracht may do this. `door`: who does."""

    def __init__(self, door: str = "") -> None:
        super().__init__(tekst("overdracht.niet_van_u"))
        self.door = door


class WachtrijFout(ValueError):
    """Something is missing or wrong in what was asked; the text is plain Dutch."""


def team_van(overdracht: Overdracht) -> str:
    return overdracht.team or tekst("overdracht.team_onbekend")


def find_overdrachten(
    session: Session, status: str, *, medewerker: Medewerker, nu: dt.datetime | None = None, limit: int = 500
) -> list[dict[str, Any]]:
    """The overdrachten with this status that this medewerker may see; the waiting ones in working order.

    What was passed on to this medewerker in person or by role comes directly after crisis. nu: accepted
    so that callers have one moment; the order itself does not depend on it.
    """
    gemeenten = gemeenten_van(medewerker)
    if status == WACHTEND:
        rij = queries.find_wachtend(session, gemeenten, limit=limit)
        rij = sorted(rij, key=lambda o: (o.rang > 0, o.rang > 0 and not _voor(o, medewerker)))
    else:
        rij = queries.find_met_status(session, status, gemeenten, limit=limit)
    namen = queries.find_namen(session)
    return [_as_rij(o, namen, positie=n) for n, o in enumerate(rij, start=1)]


def _as_rij(o: Overdracht, namen: dict[int, str], *, positie: int) -> dict[str, Any]:
    """One line of the queue. Without consent it holds no word of the resident."""
    verslag = o.verslag if o.toestemming and o.verslag else {}
    hulpvraag = (verslag.get("hulpvraag") or {}).get("tekst", "")
    return {
        "kenmerk": o.kenmerk,
        "status": o.status,
        "positie": positie if o.status == WACHTEND else 0,
        "crisis": o.crisis,
        "zwaarte": o.zwaarte,
        "route": o.route,
        "wil_mens": o.wil_mens,
        "toestemming": o.toestemming,
        "gemeente": o.gemeente,
        "kern": o.kern,
        "team": o.team,
        "taal": o.taal,
        "leefgebieden": list(o.leefgebieden or ()),
        "voorkeur": o.voorkeur,
        "kop": kort_af(hulpvraag.replace("\n", " "), MAX_KOP),
        "naam": verslag.get("contact", {}).get("naam", ""),
        "medewerker": namen.get(o.medewerker_id or 0, ""),
        "vaste_medewerker": namen.get(o.vaste_medewerker_id or 0, ""),
        "eerdere": list(o.eerdere or ()),
        "toegewezen": namen.get(o.toegewezen_id or 0, ""),
        "voor_rol": o.voor_rol,
        "meekijkers": [namen[id] for id in o.meekijkers or () if id in namen],
        "wacht_sinds": _iso(o.wacht_sinds),
        "opgepakt_op": _iso(o.opgepakt_op),
        "afgerond_op": _iso(o.afgerond_op),
        "eerste_contact_voor": _iso(o.eerste_contact_voor),
        "onderzoek_voor": _iso(o.onderzoek_voor),
        "beschikking_voor": _iso(o.beschikking_voor),
        "uitkomst": o.uitkomst,
        "versie": o.versie,
    }


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _voor(overdracht: Overdracht, medewerker: Medewerker) -> bool:
    """Passed on to this medewerker, or of somebody whom they helped before."""
    eigen = medewerker.id in (overdracht.toegewezen_id, overdracht.vaste_medewerker_id)
    return eigen or overdracht.voor_rol == medewerker.rol


def gemeenten_van(medewerker: Medewerker) -> Sequence[str]:
    """The gemeenten whose overdrachten this medewerker sees; empty = all."""
    return () if staf.mag(medewerker, "doorkijken") else medewerker.gemeenten


def get_overdracht(session: Session, kenmerk: str, medewerker: Medewerker) -> Overdracht:
    """The overdracht, when this medewerker may see it. Raises OnbekendeOverdracht, also for what is withdrawn."""
    overdracht = queries.get_overdracht(session, kenmerk)
    gemeenten = gemeenten_van(medewerker)
    if overdracht is None or not staf.mag(medewerker, "werkplek") or overdracht.status == "ingetrokken":
        raise OnbekendeOverdracht(kenmerk)
    eigen = medewerker.id in (overdracht.medewerker_id, overdracht.toegewezen_id, *(overdracht.meekijkers or ()))
    if gemeenten and overdracht.gemeente not in (None, *gemeenten) and not eigen:
        raise OnbekendeOverdracht(kenmerk)
    return overdracht


def houder_van(session: Session, kenmerk: str) -> tuple[str, str]:
    overdracht = queries.get_overdracht(session, kenmerk)
    houder = session.get(Medewerker, overdracht.medewerker_id) if overdracht and overdracht.medewerker_id else None
    return (houder.naam if houder else ""), (overdracht.status if overdracht else "")


def require_holder(session: Session, kenmerk: str, medewerker: Medewerker) -> Overdracht:
    """The overdracht this medewerker holds. Raises NietVanU and OnbekendeOverdracht."""
    overdracht = get_overdracht(session, kenmerk, medewerker)
    if overdracht.status != OPGEPAKT or overdracht.medewerker_id != medewerker.id:
        raise NietVanU(houder_van(session, kenmerk)[0])
    return overdracht


def read_overdracht(
    session: Session, kenmerk: str, *, medewerker: Medewerker, nu: dt.datetime | None = None
) -> dict[str, Any]:
    """The verslag, whole, with under `overdracht` how it stands; reading is written in the audit.

    Without consent there is only a crisis to see: that there is one, and the gesprek itself. Raises
    OnbekendeOverdracht.
    """
    nu = nu or now()
    overdracht = get_overdracht(session, kenmerk, medewerker)
    edits.add_audit(session, medewerker.naam, "gelezen", overdracht.kenmerk, op=nu)
    namen = queries.find_namen(session)
    stappen = [_as_stap(s) for s in queries.find_stappen(session, overdracht.id)]
    stand = {"overdracht": {**_as_rij(overdracht, namen, positie=0), "stappen": stappen}}
    stand["overdracht"]["toelichting"] = overdracht.toelichting
    if overdracht.toestemming and overdracht.verslag:
        return {**overdracht.verslag, **stand}
    return {
        "versie": 1,
        "kenmerk": overdracht.kenmerk,
        "aangemaakt_op": overdracht.aangemaakt_op.isoformat(),
        "kanaal": "chat",
        "gemeente": overdracht.gemeente,
        "kern": overdracht.kern,
        "zwaarte": overdracht.zwaarte,
        "crisis": overdracht.crisis,
        "toestemming": {"gegeven": False, "op": None, "tekstversie": ""},
        "gesprek": [_as_regel(b) for b in read_gesprek(session, kenmerk, medewerker=medewerker)],
        **stand,
    }


def read_gesprek(session: Session, kenmerk: str, *, medewerker: Medewerker, na: int = 0) -> list[dict[str, Any]]:
    """The gesprek as this medewerker may read it, in the form of koppelvlak §5.

    Up to the approval as the resident approved it, without what was taken out; after it as it is.
    Raises OnbekendeOverdracht.
    """
    overdracht = get_overdracht(session, kenmerk, medewerker)
    gesprek = gesprek_queries.get_gesprek(session, overdracht.gesprek_id)
    if gesprek is None:
        raise OnbekendeOverdracht(kenmerk)
    verslag = overdracht.verslag if overdracht.toestemming else None
    goedgekeurd = {r["volgnummer"]: r["tekst"] for r in verslag["gesprek"]} if verslag else {}
    uit = []
    for bericht in gesprek_queries.find_berichten(session, gesprek.id, na=na):
        data = gesprek_queries.bericht_as_dict(bericht)
        if bericht.volgnummer <= (gesprek.bevindingen_vanaf or 0) and not verslag:
            continue
        if verslag and bericht.volgnummer <= overdracht.tot_volgnummer:
            if bericht.volgnummer not in goedgekeurd:
                continue
            data["tekst"] = goedgekeurd[bericht.volgnummer]
        uit.append(data)
    return uit


def _as_regel(bericht: dict[str, Any]) -> dict[str, Any]:
    return {naam: bericht[naam] for naam in ("volgnummer", "afzender", "tekst")}


def _as_stap(stap: OverdrachtStap) -> dict[str, Any]:
    velden = ("wat", "wie", "naar", "reden", "intern")
    return {"op": stap.op.isoformat(), **{v: getattr(stap, v) for v in velden}}
