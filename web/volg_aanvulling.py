"""What a resident adds on the volg page: a bericht of their own in the gesprek, so that it has a source."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gesprek import service as gesprekken
from gesprek.events import Event, werkplek_event
from overdracht import edits, queries
from overdracht.antwoordtermijn import follow
from overdracht.teksten import tekst as vaste_tekst
from web.errors import fout

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from werkgebied import Werkgebied


def add_aanvulling(
    session: Session, kenmerk: str, *, tekst: str, nu: dt.datetime, werkgebied: Werkgebied, stilte: dt.timedelta
) -> tuple[Event, ...]:
    """Add to what waits or is held; for who holds it a deadline begins, as in the chat. Raises the problem
    `kan_nu_niet` when it is over."""
    overdracht = queries.get_overdracht(session, kenmerk)
    if overdracht is not None:
        edits.lock_overdrachten(session, overdracht.gesprek_id)
        overdracht = queries.get_overdracht(session, kenmerk)
    if overdracht is None or overdracht.status not in ("wachtend", "opgepakt"):
        raise fout("kan_nu_niet")
    # To who is there it is an answer.
    zin = tekst if overdracht.status == "opgepakt" else vaste_tekst("overdracht.aangevuld", tekst=tekst)
    _, events = gesprekken.post_inwoner(session, overdracht.gesprek_id, tekst=zin)
    edits.add_stap(session, overdracht, "aangevuld", op=nu, wie="inwoner", intern=False)
    meer = follow(session, overdracht.gesprek_id, werkgebied=werkgebied, nu=nu, stilte=stilte)
    return (*events, *meer, werkplek_event("bericht"))
