"""The handover from the resident's side: approve, withdraw, and the urgent way in a crisis.

Functions take a session, return events and never commit. Lock order: overdracht, then gesprek.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gesprek import service as gesprekken
from gesprek.events import Event, werkplek_event
from gesprek.status import OPGEPAKT, WACHTEND
from overdracht import edits, queries
from overdracht.aanmaken import lock_gesprek, new_overdracht, plan
from overdracht.concept import (
    Concept,
    NietTeWijzigen,
    find_soorten,
    make_concept,
    merk_van,
    patch_concept,
    read_concept,
    with_gesprek,
)
from overdracht.contact import Contact, ContactFout, lees_contact
from overdracht.correctie import VerslagFout
from overdracht.crisis import CrisisGevraagd, request_crisis
from overdracht.edits import lock_overdrachten
from overdracht.intrekken import TEKSTVERSIE, NietInTeTrekken, refuse, withdraw
from overdracht.models import ConceptVerslag, Overdracht, Toestemming
from overdracht.ontvanger import is_dezelfde, read_ontvanger
from overdracht.plaats import change_plaats
from overdracht.routering import AndereOntvanger, route
from overdracht.teksten import tekst
from overdracht.volgcode import check_volgcode, read_volgcode
from overdracht.wachten import read_belofte, read_positie, read_wachttijd
from overdracht.zicht import ALLES, STANDAARD, deelt_gesprek, open_venster
from werkgebied.model import Werkgebied

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.models import Gesprek

__all__ = [
    "ALLES", "STANDAARD", "TEKSTVERSIE", "AndereOntvanger", "Concept", "ContactFout", "CrisisGevraagd",
    "NietInTeTrekken", "NietTeWijzigen", "VerslagAnders", "VerslagFout", "approve", "change_plaats",
    "lock_overdrachten", "make_concept", "merk_van", "patch_concept", "read_concept",
    "read_ontvanger", "refuse", "request_crisis", "withdraw",
]  # fmt: skip


# As long as its column.
MAX_ONTVANGER = 120


class ToestemmingNodig(ValueError):
    """Nothing goes to the team without the resident's consent; the text is plain Dutch."""


class VerslagAnders(ValueError):
    """The verslag is another than the resident read (another tab, or told more since); the text is plain Dutch."""


@dataclass(frozen=True)
class Goedgekeurd:
    """The overdracht exists; JSON data except the events. `volgcode` opens the volg page together with `kenmerk`."""

    kenmerk: str
    volgcode: str
    status: str
    positie: int
    wachttijd: dict[str, Any]
    belofte: dict[str, Any]
    events: tuple[Event, ...] = ()
    # Whether staff read what was said before the approval.
    gesprek_gedeeld: bool = False


def approve(
    session: Session,
    gesprek_id: str,
    contact: Mapping[str, Any],
    *,
    toestemming: bool,
    werkgebied: Werkgebied,
    nu: dt.datetime,
    tekstversie: str = TEKSTVERSIE,
    onderdelen: Sequence[str] = STANDAARD,
    eerder: Mapping[str, str] | None = None,
    ontvanger: str | None = None,
    taal: str | None = None,
    gelezen: str | None = None,
) -> Goedgekeurd:
    """Hand the concept-verslag over with the resident's consent; a second time gives the same kenmerk.

    onderdelen: what the consent is for. What is not named is not shared: without `gesprek` nothing of what
    was said before, except in a crisis, and without `contact` no way to reach the resident.
    eerder: kenmerk and volgcode of an earlier overdracht, for the same generalist as then.
    ontvanger: who was shown as the receiver (`read_ontvanger`), the only one who gets it; None = the usual team.
    taal: the language that the page was read in.
    gelezen: what the resident read (`merk_van`); None = a caller that cannot tell.
    Raises ToestemmingNodig, ContactFout, VerslagFout (no concept), OnbekendGesprek, AndereOntvanger when it
    would go to another than was shown, and VerslagAnders when it is not what was read.
    """
    if toestemming is not True or "verslag" not in onderdelen:
        raise ToestemmingNodig(tekst("overdracht.toestemming"))
    edits.lock_overdrachten(session, gesprek_id)
    gesprek = lock_gesprek(session, gesprek_id, nu)
    overdracht = queries.find_laatste_overdracht(session, gesprek_id)
    if overdracht is not None and overdracht.toestemming and overdracht.status in (WACHTEND, OPGEPAKT):
        return _as_goedgekeurd(session, overdracht, gesprek, werkgebied=werkgebied, nu=nu)
    gegevens = lees_contact(contact if "contact" in onderdelen else {"voorkeur": "chat"})
    concept = queries.get_concept(session, gesprek_id)
    if concept is None:
        raise VerslagFout(tekst("overdracht.geen_concept"))
    if gelezen not in (None, "", merk_van(read_concept(session, gesprek_id) or {})):
        raise VerslagAnders(tekst("overdracht.verslag_anders"))
    vroeger = _eerdere(session, eerder)
    gesprekken.choose_taal(gesprek, taal)
    overdracht = _open_overdracht(session, gesprek, overdracht, werkgebied=werkgebied, nu=nu)
    if vroeger is not None and vroeger.id != overdracht.id:
        overdracht.eerdere = [vroeger.kenmerk, *(vroeger.eerdere or ())]
        overdracht.vaste_medewerker_id = vroeger.medewerker_id or vroeger.vaste_medewerker_id
    _fill(session, overdracht, concept, gesprek, contact=gegevens, nu=nu, tekstversie=tekstversie, delen=onderdelen)
    if overdracht.status != OPGEPAKT:
        route(session, overdracht, werkgebied=werkgebied, nu=nu, ontvanger=ontvanger)
    elif ontvanger not in (None, "", overdracht.team):
        raise AndereOntvanger(tekst("overdracht.andere_ontvanger"))
    session.add(
        Toestemming(
            gesprek_id=gesprek.id, kenmerk=overdracht.kenmerk, gegeven=True,
            ontvanger=(ontvanger or overdracht.team)[:MAX_ONTVANGER],
            onderdelen=list(onderdelen), tekstversie=tekstversie, op=nu,
        )
    )  # fmt: skip
    plan(session, overdracht, werkgebied=werkgebied, nu=nu)
    session.flush()
    return _announce(session, overdracht, gesprek, werkgebied=werkgebied, nu=nu, tekstversie=tekstversie)


def _open_overdracht(
    session: Session, gesprek: Gesprek, vorige: Overdracht | None, *, werkgebied: Werkgebied, nu: dt.datetime
) -> Overdracht:
    """The row to fill: a crisis that was already reported, one that came back or was withdrawn, else a new one.

    One story keeps one kenmerk; and who helped before comes first to mind the next time.
    """
    if vorige is not None and is_dezelfde(vorige):
        return vorige
    nieuw = new_overdracht(session, gesprek, werkgebied=werkgebied, nu=nu)
    if vorige is not None:
        nieuw.vaste_medewerker_id = vorige.medewerker_id or vorige.vaste_medewerker_id
    return nieuw


def _fill(
    session: Session,
    overdracht: Overdracht,
    concept: ConceptVerslag,
    gesprek: Gesprek,
    *,
    contact: Contact,
    nu: dt.datetime,
    tekstversie: str,
    delen: Sequence[str],
) -> None:
    """Put the approved verslag in the overdracht, exactly as the resident saw it."""
    verslag = with_gesprek(session, concept, vanaf=gesprek.bevindingen_vanaf or 0)
    verslag["kenmerk"] = overdracht.kenmerk
    verslag["contact"] = contact.as_dict()
    verslag["toestemming"] = {
        "gegeven": True, "op": nu.isoformat(), "tekstversie": tekstversie, "onderdelen": list(delen),
    }  # fmt: skip
    crisis = overdracht.crisis if overdracht.status in (WACHTEND, OPGEPAKT) else None
    verslag["crisis"] = verslag["crisis"] or crisis
    if not deelt_gesprek(verslag):
        verslag["gesprek"] = []
    verslag["zwaarte"] = "crisis" if verslag["crisis"] else verslag["zwaarte"]
    overdracht.verslag, overdracht.toestemming = verslag, True
    overdracht.zwaarte, overdracht.crisis = verslag["zwaarte"], verslag["crisis"]
    overdracht.leefgebieden = [g["code"] for g in verslag["leefgebieden"]]
    overdracht.soorten = find_soorten(session, verslag, gesprek.id)
    overdracht.route = "procesregie" if verslag["zwaarte"] == "multicomplex" else "generalist"
    overdracht.voorkeur, overdracht.wil_mens = contact.voorkeur, True
    overdracht.tot_volgnummer, overdracht.kern, overdracht.taal = gesprek.volgnummer, gesprek.kern, gesprek.taal


def _announce(
    session: Session,
    overdracht: Overdracht,
    gesprek: Gesprek,
    *,
    werkgebied: Werkgebied,
    nu: dt.datetime,
    tekstversie: str,
) -> Goedgekeurd:
    """Tell the resident, the team, the figures and the outbox; all in the commit that makes it true."""
    events: tuple[Event, ...] = ()
    if gesprek.status != OPGEPAKT:
        gesprek, events = gesprekken.set_status(session, gesprek.id, WACHTEND)
    uit = _as_goedgekeurd(session, overdracht, gesprek, werkgebied=werkgebied, nu=nu)
    zin = tekst("overdracht.goedgekeurd", team=overdracht.team, kenmerk=uit.kenmerk, belofte=uit.belofte["tekst"])
    bericht, meer = gesprekken.post_systeem(session, gesprek.id, tekst=zin)
    overdracht.tot_volgnummer = bericht.volgnummer
    open_venster(overdracht, bericht.volgnummer)
    edits.add_stap(session, overdracht, "goedgekeurd", op=nu, wie="inwoner", intern=False)
    edits.add_audit(session, "inwoner", "toestemming_gegeven", uit.kenmerk, reden=tekstversie, op=nu)
    edits.add_uit_post(session, "openklant", uit.kenmerk, op=nu)
    if queries.find_uit_post(session, uit.kenmerk, "spoed") is None:
        # Of a crisis the team was told at once.
        edits.add_uit_post(session, "spoed" if overdracht.crisis else "nieuw", uit.kenmerk, op=nu)
    if overdracht.verslag and overdracht.verslag["contact"]["email"]:
        edits.add_uit_post(session, "bevestiging", uit.kenmerk, op=nu)
    gesprekken.count(session, gesprek, *gesprekken.per_leefgebied("overdracht", overdracht.leefgebieden))
    session.flush()
    return Goedgekeurd(
        uit.kenmerk, uit.volgcode, uit.status, uit.positie, uit.wachttijd, uit.belofte,
        (*events, *meer, werkplek_event()), uit.gesprek_gedeeld,
    )  # fmt: skip


def _as_goedgekeurd(
    session: Session, overdracht: Overdracht, gesprek: Gesprek, *, werkgebied: Werkgebied, nu: dt.datetime
) -> Goedgekeurd:
    return Goedgekeurd(
        kenmerk=overdracht.kenmerk,
        volgcode=read_volgcode(session, overdracht),
        status=gesprek.status,
        positie=read_positie(session, overdracht),
        wachttijd=read_wachttijd(session, overdracht, werkgebied=werkgebied, nu=nu).as_dict(),
        belofte=read_belofte(overdracht, werkgebied=werkgebied, nu=nu).as_dict(),
        gesprek_gedeeld=overdracht.verslag is not None and deelt_gesprek(overdracht.verslag),
    )


def _eerdere(session: Session, eerder: Mapping[str, str] | None) -> Overdracht | None:
    """The earlier overdracht whose code the resident knows; the code is the consent. Raises ContactFout."""
    kenmerk, code = ((eerder or {}).get(naam, "").strip() for naam in ("kenmerk", "volgcode"))
    if not kenmerk and not code:
        return None
    gevonden = check_volgcode(session, kenmerk, code)
    if gevonden is None:
        raise ContactFout({"eerder": tekst("overdracht.eerder")})
    return gevonden
