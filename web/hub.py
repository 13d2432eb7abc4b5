"""Wake-ups: "something changed in this gesprek". Who is woken reads the database, the only truth.

Because a wake-up carries no content, a lost one loses nothing and a double one does no harm.
With REDIS_URL they also reach the other processes. Without Redis and with several processes,
every waiting reader looks by itself every few seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gesprek.events import Event

log = logging.getLogger("web.hub")
KANAAL = "voordeur:wek"
# Seconds after which a reader looks without being woken: as a safety net, and when it is the only way.
RUSTIG, ZELF_KIJKEN = 90.0, 3.0
# Seconds between two signs of life that a process sends to itself; after missing this many it connects again.
# Only what comes all the way around shows that the connection carries anything.
HART, _GEMIST = 10.0, 3
# Kinds of passing news kept per reader; more than these is dropped, since the database has the rest.
_MAX_VLUCHTIG = 16


class Abonnement:
    """One reader's waiting place. Wake-ups fold into one, so it never grows."""

    def __init__(self, hub: Hub, onderwerp: str) -> None:
        self._hub = hub
        self.onderwerp = onderwerp
        # What is listened to besides; changes while the reader is there.
        self.ook: frozenset[str] = frozenset()
        self._gewekt = asyncio.Event()
        self._vluchtig: dict[str, dict[str, Any]] = {}
        self._te_lezen = False
        # Whether the last wait ended with something to read, and not only with passing news.
        self.te_lezen = True

    def luister_ook(self, onderwerpen: Iterable[str]) -> None:
        """Listen to these besides, and no longer to what was listened to besides before."""
        self._hub.verleg(self, frozenset(onderwerpen))

    def wek(self, soort: str, data: Mapping[str, Any] | None = None) -> None:
        """Called by the hub, on the loop."""
        if data is None:
            self._te_lezen = True
        elif len(self._vluchtig) < _MAX_VLUCHTIG:
            self._vluchtig[soort] = dict(data)
        self._gewekt.set()

    async def wacht(self, seconden: float | None = None) -> dict[str, dict[str, Any]]:
        """Wait for a wake-up, or for the moment to look anyway. Returns the passing news (who is typing)."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._gewekt.wait(), seconden or self._hub.kijk_na)
        # Woken by nothing is the moment to look anyway.
        self.te_lezen, self._te_lezen = self._te_lezen or not self._gewekt.is_set(), False
        self._gewekt.clear()
        vluchtig, self._vluchtig = self._vluchtig, {}
        return vluchtig


class Hub:
    """Publish and subscribe within this process, and across processes when Redis is there."""

    def __init__(self, *, redis_url: str = "", processen: int = 1, hart: float = HART) -> None:
        self._lezers: dict[str, set[Abonnement]] = defaultdict(set)
        self._redis_url = redis_url
        self._processen = processen
        self._redis: Any = None
        self._taak: asyncio.Task[None] | None = None
        self._hart = hart
        self._gehoord = 0.0
        self._wie = secrets.token_hex(8)
        self._uit: asyncio.Queue[str] = asyncio.Queue(maxsize=10_000)
        self.verbonden = False

    @property
    def kijk_na(self) -> float:
        """Seconds a reader waits before looking by itself."""
        alleen = self._processen == 1 and not self._redis_url
        return RUSTIG if alleen or self.verbonden else ZELF_KIJKEN

    @contextmanager
    def subscribe(self, onderwerp: str) -> Iterator[Abonnement]:
        """Be woken about `gesprek:{id}` or `werkplek` for as long as the block lasts."""
        abonnement = Abonnement(self, onderwerp)
        self._lezers[onderwerp].add(abonnement)
        try:
            yield abonnement
        finally:
            self.verleg(abonnement, frozenset())
            self._weg(abonnement, onderwerp)

    def verleg(self, abonnement: Abonnement, ook: frozenset[str]) -> None:
        """Change what this reader listens to besides its own subject."""
        for onderwerp in abonnement.ook - ook:
            self._weg(abonnement, onderwerp)
        for onderwerp in ook - abonnement.ook:
            self._lezers[onderwerp].add(abonnement)
        abonnement.ook = ook

    def _weg(self, abonnement: Abonnement, onderwerp: str) -> None:
        self._lezers[onderwerp].discard(abonnement)
        if not self._lezers[onderwerp]:
            del self._lezers[onderwerp]

    def publish(self, events: Iterable[Event]) -> None:
        """Wake the readers of these events. Call it after the commit, never before."""
        for event in events:
            self._stuur(event.onderwerp, event.soort, None)

    def meld(self, onderwerp: str, soort: str, data: Mapping[str, Any]) -> None:
        """Passing news that is kept nowhere, such as somebody typing."""
        self._stuur(onderwerp, soort, data)

    def aantal(self, onderwerp: str) -> int:
        """How many readers in this process wait for this."""
        return len(self._lezers.get(onderwerp, ()))

    def _stuur(self, onderwerp: str, soort: str, data: Mapping[str, Any] | None) -> None:
        self._wek(onderwerp, soort, data)
        if self._redis_url:
            with contextlib.suppress(asyncio.QueueFull):
                self._uit.put_nowait(json.dumps([self._wie, onderwerp, soort, data]))

    def _wek(self, onderwerp: str, soort: str, data: Mapping[str, Any] | None) -> None:
        for lezer in tuple(self._lezers.get(onderwerp, ())):
            lezer.wek(soort, data)

    def wek_allen(self) -> None:
        """After a gap everybody looks: what was missed is in the database."""
        for lezers in tuple(self._lezers.values()):
            for lezer in tuple(lezers):
                lezer.wek("alles")

    async def start(self) -> None:
        """Connect to Redis, if there is one, and stay connected."""
        if self._redis_url:
            self._taak = asyncio.create_task(self._blijf_verbonden(), name="hub")

    async def stop(self) -> None:
        if self._taak is not None:
            self._taak.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._taak

    async def _blijf_verbonden(self) -> None:
        wacht = 0.2
        while True:
            try:
                await self._verbind()
                wacht = 0.2
            except asyncio.CancelledError:
                raise
            except Exception as fout:
                if self.verbonden or wacht == 0.2:
                    log.warning("redis weg: %s", type(fout).__name__)
            self.verbonden = False
            self.wek_allen()
            await asyncio.sleep(wacht)
            wacht = min(wacht * 2, 5.0)

    async def _verbind(self) -> None:
        import redis.asyncio as redis

        client = redis.from_url(self._redis_url, health_check_interval=10, socket_connect_timeout=3)
        try:
            async with client.pubsub() as kanaal:
                await kanaal.subscribe(KANAAL)
                self.verbonden, self._gehoord = True, time.monotonic()
                self.wek_allen()
                async with asyncio.TaskGroup() as groep:
                    groep.create_task(self._luister(kanaal))
                    groep.create_task(self._verstuur(client))
        finally:
            await client.aclose()

    async def _luister(self, kanaal: Any) -> None:
        while True:
            bericht = await kanaal.get_message(ignore_subscribe_messages=True, timeout=self._hart)
            if time.monotonic() - self._gehoord > self._hart * _GEMIST:
                raise TimeoutError
            if bericht is None:
                continue
            wie, onderwerp, soort, data = json.loads(bericht["data"])
            if wie == self._wie:
                self._gehoord = time.monotonic()
            elif soort != "hart":
                self._wek(onderwerp, soort, data)

    async def _verstuur(self, client: Any) -> None:
        while True:
            try:
                async with asyncio.timeout(self._hart):
                    bericht = await self._uit.get()
            except TimeoutError:
                bericht = json.dumps([self._wie, "", "hart", None])
            await client.publish(KANAAL, bericht)
