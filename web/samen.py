"""One read for all who ask the same at the same time.

With fifty werkplekken open each event makes all of them look at the queue. A read that begins after the question
is as fresh as a read of one's own, so whoever asks while one is going on waits for the next and shares it: the
number of reads follows the time a read takes, not the number of people. Nothing is kept after it was handed out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Samen(Generic[K, V]):
    """Questions by key; an answer was always read after the question came."""

    def __init__(self, lees: Callable[[K], Awaitable[V]]) -> None:
        self._lees = lees
        self._loopt: dict[K, asyncio.Task[V]] = {}
        self._hierna: dict[K, asyncio.Task[V]] = {}

    async def vraag(self, sleutel: K) -> V:
        """The answer; an error of the read reaches everybody who shares it."""
        beurt = self._hierna.get(sleutel)
        if beurt is None:
            vorige = self._loopt.get(sleutel)
            beurt = self._hierna[sleutel] = asyncio.create_task(self._lees_na(sleutel, vorige))
            beurt.add_done_callback(_is_gezien)
        # Who stops waiting must not end the read of the others.
        return await asyncio.shield(beurt)

    async def _lees_na(self, sleutel: K, vorige: asyncio.Task[V] | None) -> V:
        if vorige is not None:
            await asyncio.wait([vorige])
        # From here on a question is newer than this read, and needs the next one.
        beurt = self._loopt[sleutel] = self._hierna.pop(sleutel)
        try:
            return await self._lees(sleutel)
        finally:
            if self._loopt.get(sleutel) is beurt:
                del self._loopt[sleutel]


def _is_gezien(taak: asyncio.Task[V]) -> None:
    """An error that nobody waited for any more is no error of the server."""
    if not taak.cancelled():
        taak.exception()
