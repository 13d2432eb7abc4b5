"""Work that nobody asks for: unanswered messages, deadlines, the outbox, deletion in time.

Everything is remembered in the database, so a restart forgets nothing. Every few seconds one question asks it what
waits; only then is there work, and nothing to do costs next to nothing. Each kind of work is done by one process at a
time; the turn is a row that runs out by itself.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from opslag.beurt import take_beurt
from opslag.db import now
from opslag.storing import DatabaseWeg
from overdracht.uitgang import BANEN
from overdracht.werk_queries import ONBEANTWOORD, TERMIJNEN
from web import keys, taken
from web.databank import in_db, lees_db

log = logging.getLogger("web.achtergrond")


# Seconds between two looks at what waits.
KIJKT = 5.0
Werk = Callable[[web.Application], Awaitable[None]]


@dataclass(frozen=True)
class Taak:
    """Work that a look finds, or that comes round by itself. `elke`: seconds between two runs, and what its turn is
    measured by. `meteen`: also right at the start, when it comes round."""

    naam: str
    elke: float
    werk: Werk
    meteen: bool = True


# What a look may find, by its name there.
GEVONDEN: Mapping[str, Taak] = {
    ONBEANTWOORD: Taak("vegen", KIJKT, taken.veeg),
    TERMIJNEN: Taak("termijnen", 20, taken.termijnen),
    **{baan: Taak(f"uitpost-{baan}", KIJKT, taken.uitpost(baan)) for baan in BANEN},
}
RONDGAAND = (
    Taak("ochtendmail", 300, taken.ochtendmail),
    Taak("herinneringen", 3600, taken.herinneringen),
    Taak("links", 300, taken.links, meteen=False),
    Taak("bewaren", 3600, taken.bewaren, meteen=False),
)


class Achtergrond:
    """Runs the work of one process for as long as the application lives.

    slaap: waits so many seconds; tests give one of their own.
    """

    def __init__(self, app: web.Application, *, slaap: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        self._app = app
        self._slaap = slaap
        self._wie = secrets.token_hex(8)
        self._lopend: list[asyncio.Task[None]] = []
        # What a look found and is not done yet, by its name.
        self._bezig: dict[str, asyncio.Task[None]] = {}

    def start(self) -> None:
        self._lopend = [asyncio.create_task(self._herhaal(t), name=f"taak-{t.naam}") for t in RONDGAAND]
        self._lopend.append(asyncio.create_task(self._blijf_kijken(), name="taak-kijken"))
        self._lopend.append(asyncio.create_task(self._eerste_veeg(), name="taak-eerste-veeg"))

    async def stop(self) -> None:
        taken_ = [*self._lopend, *self._bezig.values()]
        for taak in taken_:
            taak.cancel()
        await asyncio.gather(*taken_, return_exceptions=True)

    async def kijk(self) -> frozenset[str]:
        """Look once what waits, and begin what is not being done; returns what was found, without waiting for it.

        Each kind runs by itself: a system that hangs keeps no deadline waiting.
        """
        nu, uitkomst, gevonden = now(), "goed", frozenset[str]()
        try:
            gevonden = await lees_db(
                self._app,
                lambda s: self._app[keys.UITGANG].find_werk(s, nu=nu, ouder_dan=nu - taken.BLIJVEN_LIGGEN),
                geduld=0,
            )
        except DatabaseWeg:
            uitkomst = "database_weg"
        except Exception:
            uitkomst = "fout"
            log.exception("kijken mislukt")
        self._app[keys.METINGEN].tel("voordeur_taken_total", taak="kijken", uitkomst=uitkomst)
        for naam in gevonden - self._bezig.keys():
            self._bezig[naam] = asyncio.create_task(self._doe_gevonden(naam), name=f"taak-{naam}")
        return gevonden

    async def _doe_gevonden(self, naam: str) -> None:
        try:
            await self._doe(GEVONDEN[naam])
        finally:
            self._bezig.pop(naam, None)

    async def rond_af(self) -> None:
        """Wait until all that was begun is done."""
        while self._bezig:
            await asyncio.wait(self._bezig.values())

    async def _blijf_kijken(self) -> None:
        while True:
            await self.kijk()
            await self._slaap(KIJKT)

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
            await self._slaap(taak.elke)
        while True:
            await self._doe(taak)
            await self._slaap(taak.elke)

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
