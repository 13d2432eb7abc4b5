"""What every step in the queue does besides: write the story and the audit, tell the resident, wake."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gesprek import service as gesprekken
from gesprek import status as gesprek_status
from gesprek.events import Event, werkplek_event
from overdracht import edits
from overdracht.models import Overdracht

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Geclaimd:
    """The overdracht as it is now, and whom to wake."""

    overdracht: Overdracht
    events: tuple[Event, ...]


def back_in_queue(
    session: Session,
    overdracht: Overdracht,
    wat: str,
    *,
    wie: str,
    zin: str,
    nu: dt.datetime,
    reden: str = "",
    naar: str = "",
) -> Geclaimd:
    """The overdracht waits again; the resident hears so."""
    _, events = gesprekken.set_status(session, overdracht.gesprek_id, gesprek_status.WACHTEND)
    _, meer = gesprekken.post_systeem(session, overdracht.gesprek_id, tekst=zin)
    tell(session, overdracht, wat, wie, nu=nu, reden=reden, naar=naar, intern=False)
    return Geclaimd(overdracht, (*events, *meer, werkplek_event()))


def tell(
    session: Session,
    overdracht: Overdracht,
    wat: str,
    wie: str,
    *,
    nu: dt.datetime,
    reden: str = "",
    naar: str = "",
    intern: bool = True,
) -> None:
    """Write it in the story of the overdracht and in the audit; the reason stands in the story alone."""
    edits.add_stap(session, overdracht, wat, op=nu, wie=wie, naar=naar, reden=reden, intern=intern)
    edits.add_audit(session, wie, wat, overdracht.kenmerk, op=nu)
