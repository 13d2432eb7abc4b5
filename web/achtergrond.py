"""Work that nobody asks for: unanswered messages, deadlines, the outbox, deletion in time.

Everything is remembered in the database, so a restart forgets nothing. Each kind of work is done
by one process at a time; the turn is a row that runs out by itself.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from opslag.beurt import take_beurt
from opslag.storing import DatabaseWeg
from overdracht.uitgang import BANEN
from web import keys, taken
from web.databank import in_db

log = logging.getLogger("web.achtergrond")


@dataclass(frozen=True)
class Taak:
    """`elke`: seconds between two runs. `meteen`: also right at the start."""

    naam: str
    elke: float
    werk: Callable[[web.Application], Awaitable[None]]
    meteen: bool = True


TAKEN = (
    Taak("vegen", 5, taken.veeg, meteen=False),
    Taak("termijnen", 20, taken.termijnen),
    *(Taak(f"uitpost-{baan}", 5, taken.uitpost(baan)) for baan in BANEN),
    Taak("ochtendmail", 300, taken.ochtendmail),
    Taak("herinneringen", 3600, taken.herinneringen),
    Taak("links", 300, taken.links, meteen=False),
    Taak("bewaren", 3600, taken.bewaren, meteen=False),
)


class Achtergrond:
    """Runs the tasks of one process for as long as the application lives."""

    def __init__(self, app: web.Application, taken_: tuple[Taak, ...] = TAKEN) -> None:
        self._app = app
        self._taken = taken_
        self._wie = secrets.token_hex(8)
        self._lopend: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._lopend = [asyncio.create_task(self._herhaal(t), name=f"taak-{t.naam}") for t in self._taken]
        self._lopend.append(asyncio.create_task(self._eerste_veeg(), name="taak-eerste-veeg"))

    async def stop(self) -> None:
        for taak in self._lopend:
            taak.cancel()
        await asyncio.gather(*self._lopend, return_exceptions=True)

    async def _eerste_veeg(self) -> None:
        """What a crash left is answered right after the start, unless another process may be busy with it."""
        if self._gedeeld:
            return
        try:
            await self._app[keys.BEANTWOORDER].veeg(ouder_dan=dt.timedelta(0))
        except DatabaseWeg:
            log.warning("database even weg")

    async def _herhaal(self, taak: Taak) -> None:
        if not taak.meteen:
            await asyncio.sleep(taak.elke)
        while True:
            await self._doe(taak)
            await asyncio.sleep(taak.elke)

    async def _doe(self, taak: Taak) -> None:
        """One run; an error is logged and the next run tries again."""
        uitkomst = "goed"
        try:
            if not await self._aan_de_beurt(taak):
                return
            await taak.werk(self._app)
        except DatabaseWeg:
            uitkomst = "database_weg"
        except Exception:
            uitkomst = "fout"
            log.exception("taak %s mislukt", taak.naam)
        self._app[keys.METINGEN].tel("voordeur_taken_total", taak=taak.naam, uitkomst=uitkomst)

    @property
    def _gedeeld(self) -> bool:
        """Whether other processes may work on the same database."""
        app = self._app
        sqlite = app[keys.DATABASE].engine.dialect.name == "sqlite"
        return app[keys.PROCESSEN] > 1 or bool(app[keys.SETTINGS].redis_url) or not sqlite

    async def _aan_de_beurt(self, taak: Taak) -> bool:
        if not self._gedeeld:
            return True
        duur = dt.timedelta(seconds=taak.elke * 2 + 10)
        return await in_db(self._app, lambda s: take_beurt(s, taak.naam, houder=self._wie, duur=duur))
