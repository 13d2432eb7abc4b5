"""Database work off the event loop: a handler hands over a function of a session and awaits its result.

The work is tried again when the database is locked or away for a moment. That is safe because
each try is one transaction of its own, and because every write of a resident carries a client_id.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from aiohttp import web

from opslag.storing import DatabaseWeg, is_voorbijgaand
from web import keys

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

T = TypeVar("T")
U = TypeVar("U")
# Seconds that a caller waits for the database to come back before hearing "try again later".
GEDULD = 12.0


async def in_db(app: web.Application, werk: Callable[[Session], T], *, geduld: float | None = None) -> T:
    """Run `werk` in one transaction on a database thread; committed when it returns, nothing when it raises.

    Raises DatabaseWeg when the database stays away for longer than `geduld` seconds.
    """
    database = app[keys.DATABASE]

    def doe() -> T:
        with database.session_scope() as session:
            return werk(session)

    return await _met_geduld(app, doe, GEDULD if geduld is None else geduld)


async def in_db_en_dan(app: web.Application, werk: Callable[[Session], T], dan: Callable[[T], U]) -> tuple[T, U]:
    """As `in_db`, and then `dan` with the outcome on the same thread, once all is committed.

    Handing work from thread to thread costs more than the work itself when many messages come at once.
    Raises DatabaseWeg; `dan` must not raise and not touch the database.
    """
    database = app[keys.DATABASE]

    def doe() -> tuple[T, U]:
        with database.session_scope() as session:
            uit = werk(session)
        return uit, dan(uit)

    return await _met_geduld(app, doe, GEDULD)


async def ververs(app: web.Application) -> None:
    """For a page that asks the database nothing else: what a colleague set in beheer is read first.

    When the database is away the page goes by what was read last.
    """
    with contextlib.suppress(DatabaseWeg, TimeoutError):
        async with asyncio.timeout(1):
            await lees_db(app, lambda s: None, geduld=0)


async def lees_db(app: web.Application, werk: Callable[[Session], T], *, geduld: float | None = None) -> T:
    """Run a read on a database thread, without a write lock."""
    database = app[keys.DATABASE]

    def doe() -> T:
        with database.lezen() as session:
            return werk(session)

    return await _met_geduld(app, doe, GEDULD if geduld is None else geduld)


async def _met_geduld(app: web.Application, doe: Callable[[], T], geduld: float) -> T:
    tot = time.monotonic() + geduld
    wacht = 0.05
    while True:
        try:
            return await asyncio.get_running_loop().run_in_executor(app[keys.POOL], doe)
        except Exception as fout:
            if not is_voorbijgaand(fout):
                raise
            if time.monotonic() + wacht > tot:
                raise DatabaseWeg from None
        await asyncio.sleep(wacht)
        wacht = min(wacht * 2, 2.0)
