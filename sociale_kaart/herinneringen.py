"""Which entries must be looked at again, and who is reminded of it, once per due date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sociale_kaart import queries
from sociale_kaart.models import Controleherinnering, Session


@dataclass(frozen=True)
class Herinnering:
    """An entry whose check is due: to whom, and since when (None = it never was checked)."""

    id: str
    naam: str
    eigenaar: str
    vervalt_op: dt.date | None


def list_overdue(session: Session, op: dt.date) -> list[Herinnering]:
    """Published entries whose check is overdue on this day, the most urgent first."""
    return [Herinnering(v.id, v.naam, v.eigenaar, v.vervalt_op) for v in queries.read_overdue(session, op)]


def claim_reminders(
    session: Session, op: dt.date, *, bereikbaar: Callable[[Herinnering], bool] = lambda herinnering: True
) -> list[Herinnering]:
    """The overdue entries of which nobody was reminded yet for this due date; from now on they are.

    bereikbaar: whether there is anybody to tell; who cannot be told yet is not ticked off.

    The caller sends them after the commit: a reminder that is lost then stays in the overdue list,
    and none is ever sent twice.
    """
    nieuw = []
    for herinnering in list_overdue(session, op):
        sleutel = (herinnering.id, herinnering.vervalt_op or dt.date.min)
        if bereikbaar(herinnering) and session.get(Controleherinnering, sleutel) is None:
            session.add(Controleherinnering(voorziening_id=sleutel[0], vervalt_op=sleutel[1]))
            nieuw.append(herinnering)
    session.flush()
    return nieuw
