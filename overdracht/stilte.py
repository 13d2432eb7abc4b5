"""A holder who goes silent: the overdracht goes back by a deadline in the database, which no restart forgets."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gesprek import queries as gesprek_queries
from gesprek.events import Event
from overdracht import edits, queries
from overdracht.inzage import OPGEPAKT, WACHTEND, houder_van, team_van
from overdracht.models import Overdracht
from overdracht.teksten import tekst
from overdracht.verloop import back_in_queue

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

STILTE = dt.timedelta(minutes=30)


def return_stale(session: Session, nu: dt.datetime, *, stilte: dt.timedelta = STILTE) -> tuple[Event, ...]:
    """Put back in the queue what a holder left in silence; the deadlines stand in the database.

    Somebody who answered and waits for the resident is not silent: then the deadline moves on.
    """
    events: list[Event] = []
    for overdracht in queries.find_stil(session, nu):
        if _wacht_op_inwoner(session, overdracht):
            edits.change_overdracht(session, overdracht.kenmerk, van=OPGEPAKT, voor=nu, stilte_tot=nu + stilte)
            continue
        naam = houder_van(session, overdracht.kenmerk)[0]
        terug = edits.change_overdracht(
            session, overdracht.kenmerk, van=OPGEPAKT, voor=nu, status=WACHTEND, medewerker_id=None, stilte_tot=None
        )
        if terug is not None:
            zin = tekst("overdracht.stil", team=team_van(terug))
            events += back_in_queue(session, terug, "teruggelegd", wie="systeem", zin=zin, nu=nu, naar=naam).events
    return tuple(events)


def _wacht_op_inwoner(session: Session, overdracht: Overdracht) -> bool:
    """Whether the last word in the gesprek is of the holder."""
    for bericht in gesprek_queries.find_laatste_berichten(session, overdracht.gesprek_id, 20):
        if bericht.afzender in ("inwoner", "medewerker"):
            return bericht.afzender == "medewerker" and bericht.volgnummer > overdracht.opgepakt_volgnummer
    return False
