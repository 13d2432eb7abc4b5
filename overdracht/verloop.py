"""What every step in the queue does besides: write the story and the audit, tell the resident, wake."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gesprek import service as gesprekken
from gesprek import status as gesprek_status
from gesprek.events import Event, werkplek_event
from overdracht import edits, queries
from overdracht.aanmaken import plan_terug
from overdracht.models import Overdracht
from overdracht.wachten import read_belofte

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from werkgebied.model import Werkgebied


@dataclass(frozen=True)
class Geclaimd:
    """The overdracht as it is now, and whom to wake. gevraagd: the resident is asked first, and nothing moved yet."""

    overdracht: Overdracht
    events: tuple[Event, ...]
    gevraagd: bool = False


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
    werkgebied: Werkgebied | None = None,
) -> Geclaimd:
    """The overdracht waits again; the resident hears so, and (with a werkgebied) until when."""
    if werkgebied is not None:
        nog = overdracht.crisis is not None and (overdracht.eerste_contact_voor or nu) > nu
        # In danger what was promised goes on counting.
        if not nog and queries.has_contact(session, overdracht):
            plan_terug(session, overdracht, werkgebied=werkgebied, nu=nu)
        zin = f"{zin} {read_belofte(overdracht, werkgebied=werkgebied, nu=nu).tekst}"
    _, _, events = gesprekken.change_and_tell(session, overdracht.gesprek_id, gesprek_status.WACHTEND, tekst=zin)
    tell(session, overdracht, wat, wie, nu=nu, reden=reden, naar=naar, intern=False)
    return Geclaimd(overdracht, (*events, werkplek_event()))


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
    """Write it in the story of the overdracht and in the audit; the reason stands in the story alone.

    Like all that is typed, the reason is kept without personal numbers.
    """
    reden = gesprekken.mask(reden)
    edits.add_stap(session, overdracht, wat, op=nu, wie=wie, naar=naar, reden=reden, intern=intern)
    edits.add_audit(session, wie, wat, overdracht.kenmerk, op=nu)
