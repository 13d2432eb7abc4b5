"""One message of a gesprek at a time, in the order in which they came.

Within a process by a lock of asyncio, across processes by one in Redis. When Redis is away the
local lock remains, and the database still refuses a second answer to the same message.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakValueDictionary

log = logging.getLogger("web.sloten")
# Seconds after which a lock of a process that died falls open, and that another waits for it.
_HOUDBAAR, SLOT_WACHT = 30.0, 20.0
# Seconds in which Redis is not asked after it failed: each try would make somebody wait.
_WEG = 5.0


class Sloten:
    """A lock per gesprek; a lock nobody holds or waits for takes no memory."""

    def __init__(self, *, redis_url: str = "") -> None:
        self._hier: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._redis_url = redis_url
        self._redis: Any = None
        self._weg_tot = 0.0

    def bezet(self, sleutel: str) -> bool:
        """Whether somebody in this process holds the lock now."""
        slot = self._hier.get(sleutel)
        return slot is not None and slot.locked()

    @asynccontextmanager
    async def neem(self, sleutel: str, *, geduld: float = SLOT_WACHT) -> AsyncIterator[None]:
        """Hold the lock for as long as the block lasts.

        After `geduld` seconds of another process holding it the block runs all the same: that process may
        have died, and the database still refuses a second answer.
        """
        slot = self._hier.get(sleutel)
        if slot is None:
            slot = self._hier[sleutel] = asyncio.Lock()
        async with slot:
            gedeeld = await self._neem_redis(sleutel, geduld) if self._redis_url else None
            try:
                yield
            finally:
                if gedeeld is not None:
                    # It may have run out meanwhile, or Redis may be away: then there is nothing to open.
                    with contextlib.suppress(Exception):
                        await gedeeld.release()

    async def _neem_redis(self, sleutel: str, geduld: float) -> Any:
        if time.monotonic() < self._weg_tot:
            return None
        try:
            if self._redis is None:
                import redis.asyncio as redis

                self._redis = redis.from_url(self._redis_url, socket_timeout=2, socket_connect_timeout=2)
            slot = self._redis.lock(f"voordeur:slot:{sleutel}", timeout=_HOUDBAAR, sleep=0.05)
            return slot if await slot.acquire(blocking_timeout=geduld) else None
        except Exception as fout:
            self._weg_tot = time.monotonic() + _WEG
            log.warning("redis weg: %s", type(fout).__name__)
            return None

    async def sluit(self) -> None:
        if self._redis is not None:
            await self._redis.aclose()
