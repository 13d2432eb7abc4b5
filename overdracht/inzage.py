"""What a medewerker sees of an overdracht and its gesprek, as far as the resident consented; see `lijsten` too.

Whoever may not see an overdracht gets the same answer as for one that does not exist.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from gesprek import queries as gesprek_queries
from opslag.db import now
from overdracht import edits, queries, staf, zicht
from overdracht.lijsten import as_rij, gemeenten_van
from overdracht.lopend import af_te_vinken
from overdracht.models import OPGEPAKT, Medewerker, Overdracht, OverdrachtStap
from overdracht.teksten import tekst

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


# On what ground a verslag is read or taken along: the "why" of the audit, which nobody has to be asked for.
GRONDEN = ("houder", "was_houder", "toegewezen", "meekijker", "collega", "wachtrij")


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


def grond(overdracht: Overdracht, medewerker: Medewerker) -> str:
    """Why this medewerker may see it, for the audit: a code of GRONDEN. Asked only of who may."""
    if medewerker.id == overdracht.medewerker_id:
        return "houder" if overdracht.status == OPGEPAKT else "was_houder"
    if medewerker.id == overdracht.toegewezen_id:
        return "toegewezen"
    if medewerker.id in (overdracht.meekijkers or ()):
        return "meekijker"
    return "collega" if overdracht.medewerker_id else "wachtrij"


def require_holder(session: Session, kenmerk: str, medewerker: Medewerker) -> Overdracht:
    """The overdracht this medewerker holds. Raises NietVanU and OnbekendeOverdracht."""
    overdracht = get_overdracht(session, kenmerk, medewerker)
    if overdracht.status != OPGEPAKT or overdracht.medewerker_id != medewerker.id:
        raise NietVanU(queries.find_houder(session, kenmerk)[0])
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
    reden = grond(overdracht, medewerker)
    edits.add_audit(session, medewerker.naam, "gelezen", overdracht.kenmerk, reden=reden, op=nu)
    namen = queries.find_namen(session)
    stappen = [_as_stap(s) for s in queries.find_stappen(session, overdracht.id)]
    verslag = zicht.gedeeld_verslag(overdracht) or {}
    kop, naam = (verslag.get("hulpvraag") or {}).get("tekst"), verslag.get("contact", {}).get("naam")
    stand = {"overdracht": {**as_rij(overdracht, namen, kop=kop, naam=naam), "stappen": stappen}}
    stand["overdracht"]["toelichting"] = overdracht.toelichting
    stand["overdracht"]["af_te_vinken"] = af_te_vinken(overdracht)
    if verslag:
        return {**verslag, **stand}
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

    From before the approval only what the resident shared, without what was taken out; then what was
    said to the team, and nothing of what the assistant hears after the end. Raises OnbekendeOverdracht.
    """
    overdracht = get_overdracht(session, kenmerk, medewerker)
    gesprek = gesprek_queries.get_gesprek(session, overdracht.gesprek_id)
    if gesprek is None:
        raise OnbekendeOverdracht(kenmerk)
    berichten = gesprek_queries.find_berichten(session, gesprek.id, na=na)
    te_lezen = zicht.tekst_voor_team(overdracht, gesprek, berichten)
    return [
        {**gesprek_queries.bericht_as_dict(b), "tekst": te_lezen[b.volgnummer]}
        for b in berichten
        if b.volgnummer in te_lezen
    ]


def _as_regel(bericht: dict[str, Any]) -> dict[str, Any]:
    return {naam: bericht[naam] for naam in ("volgnummer", "afzender", "tekst")}


def _as_stap(stap: OverdrachtStap) -> dict[str, Any]:
    velden = ("wat", "wie", "naar", "reden", "intern")
    return {"op": stap.op.isoformat(), **{v: getattr(stap, v) for v in velden}}
