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
from overdracht.models import Medewerker, Overdracht, UitPost
from overdracht.stilte import STILTE_CRISIS
from overdracht.teksten import tekst
from overdracht.wachten import read_belofte
from overdracht.zicht import open_venster
from werkgebied.model import Werkgebied

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Danger that is said again and again is mailed once in this time; in the werkplek it is heard each time.
OPNIEUW = dt.timedelta(minutes=30)
# Who heard it, in the story, when no person did.
ASSISTENT_HOORT = "assistent"


@dataclass(frozen=True)
class CrisisGevraagd:
    """The team sees the crisis now."""

    kenmerk: str
    status: str
    events: tuple[Event, ...] = ()


def request_crisis(
    session: Session,
    gesprek_id: str,
    *,
    soort: str,
    wil_mens: bool,
    werkgebied: Werkgebied,
    nu: dt.datetime,
    wie: str = ASSISTENT_HOORT,
    reden: str = "",
) -> CrisisGevraagd:
    """Let the team see at once that there is a crisis: the gesprek, no verslag. Once per gesprek while it waits.

    Who holds it hears it each time, with the team: in the werkplek, by mail, and by a deadline (`_waarschuw`).
    wil_mens: the resident wants a person; then the gesprek waits for one. wie, reden: a medewerker who heard it and
    why, else triage did. Raises OnbekendGesprek.
    """
    edits.lock_overdrachten(session, gesprek_id)
    gesprek = lock_gesprek(session, gesprek_id, nu)
    overdracht = queries.find_laatste_overdracht(session, gesprek_id)
    if overdracht is None or overdracht.status not in (WACHTEND, OPGEPAKT):
        overdracht = new_overdracht(session, gesprek, werkgebied=werkgebied, nu=nu)
        overdracht.wil_mens, overdracht.status, overdracht.voorkeur = False, WACHTEND, "chat"
    nieuw = overdracht.crisis is None
    buiten = read_buiten(overdracht)
    gehouden, door_mens = overdracht.status == OPGEPAKT, wie != ASSISTENT_HOORT
    vroeg_al = overdracht.wil_mens and not nieuw
    overdracht.crisis, overdracht.zwaarte, overdracht.rang, overdracht.route = soort, "crisis", 0, "crisis"
    overdracht.crisis_op = nu
    overdracht.versie = (overdracht.versie or 0) + 1
    overdracht.wil_mens = overdracht.wil_mens or wil_mens
    keep_true(session, overdracht, buiten, nu=nu)
    if nieuw:
        open_venster(overdracht, gesprek.bevindingen_vanaf or 0)
        gesprekken.count(session, gesprek, ("crisis", ""))
    if nieuw or gehouden:
        _waarschuw(session, overdracht, nieuw=nieuw, wie=wie, reden=reden, werkgebied=werkgebied, nu=nu)
    events: tuple[Event, ...] = (werkplek_event("crisis"),)
    if nieuw and not overdracht.toestemming and not door_mens:
        # Who is in danger is not asked first, and so is told at once.
        zin = tekst("overdracht.crisis_gezien", team=overdracht.team)
        events += gesprekken.post_systeem(session, gesprek_id, tekst=zin)[1]
    if wil_mens and gesprek.status in (ASSISTENT, VERSLAG_TER_GOEDKEURING):
        gesprek, meer = gesprekken.set_status(session, gesprek_id, WACHTEND)
        events += meer
    if gehouden or door_mens:
        zin = _bij_wie(session, overdracht, door=wie if door_mens else "", werkgebied=werkgebied, nu=nu)
        events += gesprekken.post_systeem(session, gesprek_id, tekst=zin)[1]
        # What was said up to here is what the holder is warned of.
        overdracht.gehoord_tot = gesprek.volgnummer
    elif wil_mens and not vroeg_al:
        zin = tekst("overdracht.crisis_gevraagd", team=overdracht.team)
        events += gesprekken.post_systeem(session, gesprek_id, tekst=zin)[1]
    session.flush()
    return CrisisGevraagd(overdracht.kenmerk, gesprek.status, events)


def _waarschuw(
    session: Session, o: Overdracht, *, nieuw: bool, wie: str, reden: str, werkgebied: Werkgebied, nu: dt.datetime
) -> None:
    """The promise to who is in danger, in front from now on, with a step and a mail. Who holds it has minutes."""
    gehouden = o.status == OPGEPAKT
    if nieuw or o.vervolg_voor is not None or (o.eerste_contact_voor or nu) <= nu:
        plan_crisis(session, o, werkgebied=werkgebied, nu=nu)
    if gehouden:
        # Danger heard again gives no more time than there was.
        tot = nu + STILTE_CRISIS
        o.stilte_tot = min(o.stilte_tot, tot) if o.stilte_tot and o.vervolg_voor is None else tot
        o.vervolg_voor = None
    eerder = queries.find_uit_post(session, o.kenmerk, "spoed")
    if not nieuw and eerder is not None and nu - eerder.aangemaakt_op < OPNIEUW and _na_oppakken(o, eerder):
        return
    edits.add_stap(session, o, "crisis", op=nu, wie=wie, reden=reden)
    edits.replace_uit_post(session, "spoed", o.kenmerk, op=nu, gehouden=gehouden)


def _na_oppakken(o: Overdracht, post: UitPost) -> bool:
    return o.opgepakt_op is None or post.aangemaakt_op >= o.opgepakt_op


def _bij_wie(session: Session, o: Overdracht, *, door: str, werkgebied: Werkgebied, nu: dt.datetime) -> str:
    """What the resident hears: who holds it is told, or which medewerker (`door`) reads danger; and until when
    somebody is there."""
    houder = session.get(Medewerker, o.medewerker_id) if o.medewerker_id else None
    belofte = read_belofte(o, werkgebied=werkgebied, nu=nu).tekst
    naam = door or (houder.naam if houder else o.team)
    return tekst("overdracht.crisis_door" if door else "overdracht.crisis_bij", naam=naam, team=o.team, belofte=belofte)
