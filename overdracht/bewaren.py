"""Deleting in time: what a gesprek or an overdracht leaves anywhere goes together.

A gesprek with an overdracht is kept as long as the overdracht; one without goes after some days of
silence. What remains are counts without persons and, for as long as it may, the audit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gesprek import service as gesprekken
from gesprek.events import Event
from opslag.db import now
from overdracht import bewaar_queries, edits, queries, staf
from overdracht.bewaartermijn import Bewaartermijn
from overdracht.models import OPGEPAKT, WACHTEND
from overdracht.openklant_inhoud import OPENKLANT
from overdracht.outbox import LEASE
from settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# The audit shows years later who looked at what; it holds kenmerken and names of staff, no residents.
AUDIT_DAGEN = Settings.bewaar_audit_dagen
PER_KEER = 200
# In the audit: a resident deleted a gesprek of which the question was open at the team.
GEWIST = "gewist"


@dataclass(frozen=True)
class Opgeruimd:
    """What was deleted; `meer`: there is more to delete than fits in one transaction."""

    gesprekken: int
    sessies: int
    audit: int
    meer: bool
    events: tuple[Event, ...] = ()


def delete_expired(
    session: Session,
    nu: dt.datetime,
    *,
    gesprek_dagen: Bewaartermijn | int,
    overdracht_dagen: Bewaartermijn | int,
    audit_dagen: int = AUDIT_DAGEN,
    limit: int = PER_KEER,
) -> Opgeruimd:
    """Delete what was kept long enough, at most `limit` gesprekken of each kind at a time.

    A term may carry what was told before it became longer: overdracht/bewaartermijn.py.
    """
    gesprek_termijn, overdracht_termijn = (
        t if isinstance(t, Bewaartermijn) else Bewaartermijn(t) for t in (gesprek_dagen, overdracht_dagen)
    )
    stil = _eerste(limit, (
        bewaar_queries.find_stille_gesprekken(session, voor, begonnen_voor=begonnen, limit=limit)
        for voor, begonnen in gesprek_termijn.grenzen(nu)
    ))  # fmt: skip
    klaar = _eerste(limit, (
        bewaar_queries.find_gesprekken_klaar(session, voor, begonnen_voor=begonnen, limit=limit)
        for voor, begonnen in overdracht_termijn.grenzen(nu)
    ))  # fmt: skip
    for gesprek in bewaar_queries.find_afgebroken(session, stil):
        gesprekken.count(session, gesprek, ("afgebroken", ""))
    events = [e for id in [*stil, *klaar] for e in _delete(session, id)]
    edits.remove_oude_uit_post(session, nu - dt.timedelta(days=overdracht_termijn.dagen))
    return Opgeruimd(
        gesprekken=len(stil) + len(klaar),
        sessies=edits.remove_verlopen_sessies(session, nu, pogingen_voor=nu - staf.POGING_VENSTER),
        audit=edits.remove_audit(session, nu - dt.timedelta(days=audit_dagen)),
        meer=len(stil) == limit or len(klaar) == limit,
        events=tuple(events),
    )


def _eerste(limit: int, gevonden: Iterable[Sequence[str]]) -> list[str]:
    """Each gesprek once, no more than so many."""
    return list(dict.fromkeys(id for ids in gevonden for id in ids))[:limit]


def delete_gesprek(session: Session, gesprek_id: str, *, nu: dt.datetime | None = None) -> tuple[Event, ...]:
    """Delete a gesprek with everything of it, as the resident wishes: also what was sent to Open Klant is emptied."""
    edits.lock_overdrachten(session, gesprek_id)
    nu = nu or now()
    _tell_gewist(session, gesprek_id, nu=nu)
    gestuurd = [
        (kenmerk, nu + LEASE if queries.has_bezig(session, kenmerk, OPENKLANT) else nu)
        for kenmerk in queries.find_kenmerken(session, gesprek_id)
        if (post := queries.find_uit_post(session, kenmerk, "openklant")) is not None
        and (post.stappen or post.status == "bezig")
    ]
    events = _delete(session, gesprek_id)
    for kenmerk, op in gestuurd:
        edits.add_uit_post(session, "openklant_sluiten", kenmerk, op=op, gewist=True)
    return events


def _tell_gewist(session: Session, gesprek_id: str, *, nu: dt.datetime) -> None:
    """A question that was open at the team stops with it: written down with who held it, so no fault is sought."""
    laatste = queries.find_laatste_overdracht(session, gesprek_id)
    if laatste is not None and laatste.status in (WACHTEND, OPGEPAKT):
        houder, _ = queries.find_houder(session, laatste.kenmerk)
        edits.add_audit(session, "inwoner", GEWIST, laatste.kenmerk, reden=houder, op=nu)


def _delete(session: Session, gesprek_id: str) -> tuple[Event, ...]:
    """Also what stands apart from the gesprek: the outbox. What Open Klant has is kept or not by its own rules."""
    edits.lock_overdrachten(session, gesprek_id)
    kenmerken: Sequence[str] = queries.find_kenmerken(session, gesprek_id)
    edits.remove_uit_post(session, kenmerken)
    return gesprekken.delete_gesprek(session, gesprek_id)
