"""A TCP proxy that does to connections what networks do: away, silent, slow, cut, doubled.

It stands between two parties so that no service of the machine has to be stopped for a test.
"""

from __future__ import annotations

import asyncio
import contextlib
import random


class Proxy:
    """Listens on a port of its own and passes on to `doel`; what it does wrong can change at any moment."""

    def __init__(self, doel: tuple[str, int]) -> None:
        self.doel = doel
        self.poort = 0
        # Seconds that each connection is at most held up.
        self.vertraging = 0.0
        # Whether everything a client sends is also sent a second time, over a connection of its own.
        self.dubbel = False
        self._weg = False
        self._door = asyncio.Event()
        self._door.set()
        self._schrijvers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._taken: set[asyncio.Task[None]] = set()

    async def start(self) -> Proxy:
        self._server = await asyncio.start_server(self._bedien, "127.0.0.1", self.poort)
        self.poort = self._server.sockets[0].getsockname()[1]
        return self

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        self.knip()
        for taak in tuple(self._taken):
            taak.cancel()
        await asyncio.gather(*self._taken, return_exceptions=True)

    def knip(self) -> int:
        """Cut every connection there is, without a goodbye; how many."""
        aantal = len(self._schrijvers)
        for schrijver in tuple(self._schrijvers):
            schrijver.transport.abort()
        return aantal

    def weg(self) -> None:
        """As if the other side was stopped: what is open breaks, what is new is refused."""
        self._weg = True
        self.knip()

    def stil(self) -> None:
        """As if the other side hangs: connections stay open and nothing comes through."""
        self._door.clear()

    def herstel(self) -> None:
        """Pass everything on again, at once."""
        self._weg, self.dubbel, self.vertraging = False, False, 0.0
        self._door.set()

    async def _bedien(self, lezer: asyncio.StreamReader, schrijver: asyncio.StreamWriter) -> None:
        if self._weg:
            schrijver.transport.abort()
            return
        taak = asyncio.current_task()
        if taak is not None:
            self._taken.add(taak)
            taak.add_done_callback(self._taken.discard)
        self._schrijvers.add(schrijver)
        over: list[asyncio.StreamWriter] = []
        try:
            await asyncio.sleep(random.uniform(0, self.vertraging))
            terug, heen = await asyncio.open_connection(*self.doel)
            over.append(heen)
            pompen = [self._pomp(terug, [schrijver])]
            if self.dubbel:
                niemand, tweede = await asyncio.open_connection(*self.doel)
                over.append(tweede)
                pompen.append(self._pomp(niemand, []))
            self._schrijvers.update(over)
            pompen.append(self._pomp(lezer, over))
            lopend = [asyncio.ensure_future(p) for p in pompen]
            # The doubled connection may end first; the client's own two ways decide.
            await asyncio.wait([lopend[0], lopend[-1]], return_when=asyncio.FIRST_COMPLETED)
            for pomp in lopend:
                pomp.cancel()
        except OSError:
            pass
        finally:
            for w in (schrijver, *over):
                self._schrijvers.discard(w)
                with contextlib.suppress(Exception):
                    w.close()

    async def _pomp(self, van: asyncio.StreamReader, naar: list[asyncio.StreamWriter]) -> None:
        with contextlib.suppress(OSError):
            while stuk := await van.read(65536):
                await self._door.wait()
                for schrijver in naar:
                    schrijver.write(stuk)
                for schrijver in naar:
                    await schrijver.drain()
