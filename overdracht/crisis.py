"""A crisis reaches the team at once, before anything was approved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gesprek import service as gesprekken
from gesprek.events import Event, werkplek_event
from gesprek.status import ASSISTENT, OPGEPAKT, VERSLAG_TER_GOEDKEURING, WACHTEND
from overdracht import edits, queries
from overdracht.aanmaken import lock_gesprek, new_overdracht, plan_crisis
from overdracht.bijhouden import keep_true, read_buiten
from overdracht.teksten import tekst
from overdracht.zicht import open_venster
from werkgebied.model import Werkgebied

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class CrisisGevraagd:
    """The team sees the crisis now."""

    kenmerk: str
    status: str
    events: tuple[Event, ...] = ()


def request_crisis(
    session: Session, gesprek_id: str, *, soort: str, wil_mens: bool, werkgebied: Werkgebied, nu: dt.datetime
) -> CrisisGevraagd:
    """Let the team see at once that there is a crisis: the gesprek, no verslag. Once per gesprek.

    wil_mens: the resident wants a person; then the gesprek waits for one. Raises OnbekendGesprek.
    """
    edits.lock_overdrachten(session, gesprek_id)
    gesprek = lock_gesprek(session, gesprek_id, nu)
    overdracht = queries.find_laatste_overdracht(session, gesprek_id)
    if overdracht is None or overdracht.status not in (WACHTEND, OPGEPAKT):
        overdracht = new_overdracht(session, gesprek, werkgebied=werkgebied, nu=nu)
        overdracht.wil_mens, overdracht.status, overdracht.voorkeur = False, WACHTEND, "chat"
    nieuw = overdracht.crisis is None
    buiten = read_buiten(overdracht)
    vroeg_al = overdracht.wil_mens and not nieuw
    overdracht.crisis, overdracht.zwaarte, overdracht.rang, overdracht.route = soort, "crisis", 0, "crisis"
    overdracht.wil_mens = overdracht.wil_mens or wil_mens
    keep_true(session, overdracht, buiten, nu=nu)
    if nieuw:
        open_venster(overdracht, gesprek.bevindingen_vanaf or 0)
        plan_crisis(session, overdracht, werkgebied=werkgebied, nu=nu)
        edits.add_stap(session, overdracht, "crisis", op=nu, wie="assistent")
        edits.add_uit_post(session, "spoed", overdracht.kenmerk, op=nu)
        gesprekken.count(session, gesprek, ("crisis", ""))
    events: tuple[Event, ...] = (werkplek_event("crisis"),)
    if nieuw and not overdracht.toestemming:
        # Who is in danger is not asked first, and so is told at once.
        zin = tekst("overdracht.crisis_gezien", team=overdracht.team)
        events += gesprekken.post_systeem(session, gesprek_id, tekst=zin)[1]
    if wil_mens and gesprek.status in (ASSISTENT, VERSLAG_TER_GOEDKEURING):
        gesprek, meer = gesprekken.set_status(session, gesprek_id, WACHTEND)
        events += meer
    if wil_mens and not vroeg_al:
        zin = tekst("overdracht.crisis_gevraagd", team=overdracht.team)
        events += gesprekken.post_systeem(session, gesprek_id, tekst=zin)[1]
    session.flush()
    return CrisisGevraagd(overdracht.kenmerk, gesprek.status, events)
