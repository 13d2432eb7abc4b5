"""The way to the processor: as many messages at once as it carries, the others one after another.

Python computes on one thread at a time. When eight messages compute at once they only take turns every few
milliseconds, hold the database from one another meanwhile, and all of them end as late as the last. One after another
each of them takes no more than it needs. Keeping a message goes before answering another, so that nobody waits to
be heard; an answer to somebody in danger goes before everything.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import IntEnum

# A second place uses the time in which the first waits for the database or reckons outside Python.
PLAATSEN = 2
# Seconds. Who takes longer waits for something else than the processor, and keeps nobody else from it.
HOOGSTENS = 0.5


class Rang(IntEnum):
    """Who goes first when a place comes free."""

    SPOED = 0
    ONTVANGEN = 1
    ANTWOORD = 2


class _Eens:
    """Call it as often as you like: it is done once."""

    __slots__ = ("_werk",)

    def __init__(self, werk: Callable[[], None]) -> None:
        self._werk: Callable[[], None] | None = werk

    def __call__(self) -> None:
        werk, self._werk = self._werk, None
        if werk is not None:
            werk()


class Doorgang:
    """Places that are given in order of rank, and within a rank in order of arrival."""

    def __init__(self, plaatsen: int = PLAATSEN, *, hoogstens: float = HOOGSTENS) -> None:
        self._vrij = plaatsen
        self._hoogstens = hoogstens
        self._rijen: tuple[deque[asyncio.Future[None]], ...] = tuple(deque() for _ in Rang)

    @asynccontextmanager
    async def neem(self, rang: Rang) -> AsyncIterator[None]:
        """Have a place for as long as the block lasts, but no longer than `hoogstens`: the block itself goes on."""
        await self._erin(rang)
        terug = _Eens(self._eruit)
        klok = asyncio.get_running_loop().call_later(self._hoogstens, terug)
        try:
            yield
        finally:
            klok.cancel()
            terug()

    async def _erin(self, rang: Rang) -> None:
        if self._vrij > 0:
            self._vrij -= 1
            return
        beurt = asyncio.get_running_loop().create_future()
        self._rijen[rang].append(beurt)
        try:
            await beurt
        except asyncio.CancelledError:
            # The place may just have been given to who no longer comes.
            if beurt.done() and not beurt.cancelled():
                self._eruit()
            raise

    def _eruit(self) -> None:
        for rij in self._rijen:
            while rij:
                if not (beurt := rij.popleft()).done():
                    beurt.set_result(None)
                    return
        self._vrij += 1
