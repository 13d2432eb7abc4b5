"""The outbox: what must reach another system does, once, however often the way there fails.

An item is written in the same commit as its cause. Sending takes it for a while, keeps each step that
was done at once, and waits longer after each failure.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from gesprek.events import Event
from opslag.db import Database, now
from overdracht import edits, queries
from overdracht.models import UitPost
from overdracht.niet_gelukt import tell_failure
from spoor import stap

log = logging.getLogger("overdracht.outbox")
T = TypeVar("T")

LEASE = dt.timedelta(minutes=5)
EERSTE_WACHT, LANGSTE_WACHT = dt.timedelta(seconds=30), dt.timedelta(hours=6)
MAX_POGINGEN = 20
# After this many attempts (a quarter of an hour) who counts on it should know that it takes longer.
VERTEL_NA = 6
MAX_FOUT = 500


class VerzendFout(Exception):
    """Sending failed and may succeed later. The text holds no words of a resident."""


class VerzendStop(Exception):
    """Sending can never succeed as it is: a person must look. The text holds no words of a resident."""


class NietMeerNodig(Exception):
    """What this item is about is gone: consent withdrawn, or deleted."""


@dataclass(frozen=True)
class Post:
    """One item to send. `stappen`: what earlier attempts already did; `bewaar` keeps a step at once."""

    id: int
    soort: str
    kenmerk: str
    inhoud: Mapping[str, Any]
    stappen: dict[str, Any]
    pogingen: int
    bewaar: Callable[[str, Any], Awaitable[None]] = field(repr=False)

    async def eens(self, stap: str, werk: Callable[[], Awaitable[str]]) -> str:
        """Do a step once over all attempts; its result (a uuid) is kept before the next step begins."""
        if not self.stappen.get(stap):
            self.stappen[stap] = await werk()
            await self.bewaar(stap, self.stappen[stap])
        return str(self.stappen[stap])

    async def vergeet(self) -> None:
        """Do every step again the next time: what was written is there no longer."""
        for gedaan in list(self.stappen):
            self.stappen[gedaan] = ""
            await self.bewaar(gedaan, "")


class Verzender(Protocol):
    """A way out. Raises VerzendFout, VerzendStop or NietMeerNodig."""

    async def verzend(self, post: Post) -> None: ...


def wacht_na(pogingen: int) -> dt.timedelta:
    """How long to wait after this many failures: twice as long each time, up to six hours."""
    return min(EERSTE_WACHT * (1 << min(max(pogingen - 1, 0), 12)), LANGSTE_WACHT)


class Outbox:
    """Sends what is due. Several processes may run one: an item is taken by a conditional UPDATE.

    verzenders: per kind of item its way out; None for a way that is not set up, so that nothing piles up.
    publish: told of whom to wake when a failure was told to a resident.
    """

    def __init__(
        self,
        database: Database,
        verzenders: Mapping[str, Verzender | None],
        *,
        publish: Callable[[tuple[Event, ...]], object] = lambda _: None,
    ) -> None:
        self._database = database
        self._verzenders = verzenders
        self._publish = publish

    async def send_due(
        self,
        *,
        nu: dt.datetime | None = None,
        limit: int = 20,
        soorten: Collection[str] | None = None,
        behalve: Collection[str] = (),
    ) -> int:
        """Try what is due of these kinds (None: of all but `behalve`) once; returns how many were sent."""
        moment = nu or now()
        ids = await self._in_db(
            lambda s: queries.find_klaar_om_te_sturen(s, moment, limit=limit, soorten=soorten, behalve=behalve)
        )
        return sum([await self._send_one(id, moment) for id in ids])

    async def _send_one(self, id: int, nu: dt.datetime) -> bool:
        rij = await self._in_db(lambda s: edits.take_uit_post(s, id, nu=nu, tot=nu + LEASE))
        if rij is None:
            return False
        verzender = self._verzenders.get(rij.soort)
        if verzender is None:
            await self._end(id, nu, status="overbodig")
            return False
        try:
            with stap("uitpost", soort=rij.soort):
                await verzender.verzend(self._as_post(rij))
        except NietMeerNodig:
            await self._end(id, nu, status="overbodig")
        except VerzendStop as e:
            await self._end(id, nu, status="mislukt", fout=str(e))
        except Exception as e:
            await self._later(id, rij.pogingen, nu=nu, fout=str(e) if isinstance(e, VerzendFout) else type(e).__name__)
        else:
            await self._end(id, nu, status="klaar")
            return True
        return False

    def _as_post(self, rij: UitPost) -> Post:
        async def bewaar(stap: str, waarde: Any) -> None:
            await self._in_db(lambda s: _store_step(s, rij.id, stap, waarde))

        return Post(
            rij.id, rij.soort, rij.kenmerk, dict(rij.inhoud or {}), dict(rij.stappen or {}), rij.pogingen, bewaar
        )

    async def _end(self, id: int, nu: dt.datetime, *, status: str, fout: str = "") -> None:
        """Done, or never to be done; what was to be sent is no longer kept, unless somebody may retry it."""
        self._publish(await self._in_db(lambda s: _close(s, id, status, fout, nu)))

    async def _later(self, id: int, pogingen: int, *, nu: dt.datetime, fout: str) -> None:
        log.warning("verzenden mislukt", extra={"post": id, "pogingen": pogingen})
        if pogingen >= MAX_POGINGEN:
            await self._end(id, nu, status="mislukt", fout=fout)
        else:
            self._publish(await self._in_db(lambda s: _delay(s, id, nu, pogingen, fout)))

    async def _in_db(self, werk: Callable[[Session], T]) -> T:
        def doe() -> T:
            with self._database.session_scope() as session:
                return werk(session)

        return await asyncio.to_thread(doe)


def _store_step(session: Session, id: int, stap: str, waarde: Any) -> None:
    rij = session.get(UitPost, id)
    if rij is not None:
        rij.stappen = {**(rij.stappen or {}), stap: waarde}


def _close(session: Session, id: int, status: str, fout: str, nu: dt.datetime) -> tuple[Event, ...]:
    rij = session.get(UitPost, id)
    # Before the row itself is written: first the overdracht and the gesprek (the lock order of `edits`).
    events = tell_failure(session, rij, voorgoed=True, nu=nu) if rij is not None and status == "mislukt" else ()
    if rij is not None and status != "mislukt" and (rij.inhoud or {}).get("gewist"):
        # Of a resident who wished to be forgotten not even the kenmerk stays.
        session.delete(rij)
    elif rij is not None:
        rij.status, rij.fout = status, fout[:MAX_FOUT]
        if status != "mislukt":
            rij.inhoud = {}
    return events


def _delay(session: Session, id: int, nu: dt.datetime, pogingen: int, fout: str) -> tuple[Event, ...]:
    rij = session.get(UitPost, id)
    if rij is None or rij.status != "bezig":
        return ()
    events = tell_failure(session, rij, voorgoed=False, nu=nu) if pogingen >= VERTEL_NA else ()
    rij.status, rij.volgende_op, rij.fout = "wacht", nu + wacht_na(pogingen), fout[:MAX_FOUT]
    return events


def retry(session: Session, id: int, *, wie: str, nu: dt.datetime) -> bool:
    """Try a failed item again now, by hand; what was already done is not done again."""
    rij = session.get(UitPost, id)
    if rij is None or rij.status not in ("mislukt", "wacht"):
        return False
    rij.status, rij.volgende_op, rij.pogingen = "wacht", nu, 0
    edits.add_audit(session, wie, "outbox_opnieuw", rij.kenmerk, op=nu)
    return True
