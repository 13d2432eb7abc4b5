"""A holder who goes silent: the overdracht goes back by a deadline in the database, which no restart forgets."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gesprek import queries as gesprek_queries
from gesprek.events import Event, werkplek_event
from overdracht import edits, queries
from overdracht.inzage import team_van
from overdracht.models import OPGEPAKT, WACHTEND, Medewerker, Overdracht
from overdracht.teksten import tekst
from overdracht.verloop import back_in_queue

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from werkgebied.model import Werkgebied

STILTE = dt.timedelta(minutes=30)


def silent_until(session: Session, overdracht: Overdracht, nu: dt.datetime, stilte: dt.timedelta) -> dt.datetime | None:
    """Until when the holder may be silent: minutes in the chat; who calls or mails has the promised term, and no
    such deadline (None) once there was contact: an onderzoek takes weeks."""
    if overdracht.voorkeur == "chat" or overdracht.crisis:
        return nu + stilte
    uiterlijk = overdracht.eerste_contact_voor or nu
    if uiterlijk <= nu and queries.has_contact(session, overdracht):
        return None
    return max(nu + stilte, uiterlijk)


def return_stale(
    session: Session, nu: dt.datetime, *, stilte: dt.timedelta = STILTE, werkgebied: Werkgebied | None = None
) -> tuple[Event, ...]:
    """Put back in the queue what a holder left in silence; the deadlines stand in the database.

    Somebody who answered and waits for the resident is not silent: then the deadline moves on.
    """
    events: list[Event] = []
    for overdracht in queries.find_stil(session, nu):
        if _wacht_op_inwoner(session, overdracht):
            edits.change_overdracht(session, overdracht.kenmerk, van=OPGEPAKT, voor=nu, stilte_tot=nu + stilte)
            continue
        naam = queries.find_houder(session, overdracht.kenmerk)[0]
        terug = edits.change_overdracht(
            session, overdracht.kenmerk, van=OPGEPAKT, voor=nu, status=WACHTEND, medewerker_id=None, stilte_tot=None
        )
        if terug is not None:
            events += _put_back(session, terug, nu=nu, naam=naam, werkgebied=werkgebied)
    return tuple(events)


def return_all(
    session: Session, medewerker: Medewerker, nu: dt.datetime, *, werkgebied: Werkgebied | None = None
) -> tuple[Event, ...]:
    """Put back in the queue all that this medewerker holds, and give free what waits for them: they are gone."""
    events: list[Event] = []
    for overdracht in queries.find_toegewezen(session, medewerker.id):
        edits.change_overdracht(session, overdracht.kenmerk, van=WACHTEND, toegewezen_id=None)
        events.append(werkplek_event())
    for overdracht in queries.find_gehouden(session, medewerker.id):
        terug = edits.change_overdracht(
            session, overdracht.kenmerk, van=OPGEPAKT, houder=medewerker.id, status=WACHTEND, medewerker_id=None,
            stilte_tot=None,
        )  # fmt: skip
        if terug is not None:
            events += _put_back(session, terug, nu=nu, naam=medewerker.naam, werkgebied=werkgebied)
    return tuple(events)


def _put_back(
    session: Session, overdracht: Overdracht, *, nu: dt.datetime, naam: str, werkgebied: Werkgebied | None
) -> tuple[Event, ...]:
    zin = tekst("overdracht.stil", team=team_van(overdracht))
    return back_in_queue(
        session, overdracht, "teruggelegd", wie="systeem", zin=zin, nu=nu, naar=naam, werkgebied=werkgebied
    ).events


def _wacht_op_inwoner(session: Session, overdracht: Overdracht) -> bool:
    """Whether the last word in the gesprek is of the holder."""
    for bericht in gesprek_queries.find_laatste_berichten(session, overdracht.gesprek_id, 20):
        if bericht.afzender in ("inwoner", "medewerker"):
            return bericht.afzender == "medewerker" and bericht.volgnummer > overdracht.opgepakt_volgnummer
    return False
