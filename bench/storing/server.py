"""The server under test: started, watched, killed, and brought back as systemd or the parent process does."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import aiohttp

from bench.diensten import ROOT, vrije_poort

# Seconds after which something that should have come back counts as broken.
GEDULD = 180.0


class Server:
    """`voordeur run` with its faults to switch on (see dienst.py), on a port of its own."""

    def __init__(self, map_: Path, omgeving: dict[str, str], *, processen: int) -> None:
        self.map = map_
        self.omgeving = omgeving
        self.processen = processen
        self.poort = vrije_poort()
        self.basis = f"http://127.0.0.1:{self.poort}"
        self._proces: subprocess.Popen[bytes] | None = None
        self._waker: asyncio.Task[None] | None = None

    async def start(self) -> float:
        """Start and wait until every process serves; the seconds it took."""
        begin = time.monotonic()
        self._begin()
        self._waker = asyncio.create_task(self._houd_in_leven())
        await self.wacht_op_processen()
        return time.monotonic() - begin

    def _begin(self) -> None:
        woorden = [sys.executable, "-m", "bench.storing.dienst", "run", "--host", "127.0.0.1", "--port"]
        woorden += [str(self.poort), "--workers", str(self.processen)]
        with (self.map / "server.log").open("ab") as log:
            self._proces = subprocess.Popen(
                woorden, cwd=ROOT, env=os.environ | self.omgeving, stdout=log, stderr=log, start_new_session=True
            )

    async def _houd_in_leven(self) -> None:
        """What `Restart=always` of systemd does; with several processes their parent does it for each."""
        while True:
            if self._proces is not None and self._proces.poll() is not None:
                self._begin()
            await asyncio.sleep(0.2)

    def pids(self) -> list[int]:
        """The serving processes."""
        assert self._proces is not None
        if self.processen == 1:
            return [self._proces.pid]
        pad = Path(f"/proc/{self._proces.pid}/task/{self._proces.pid}/children")
        with contextlib.suppress(OSError):
            return [int(p) for p in pad.read_text(encoding="ascii").split()]
        return []

    def ouder(self) -> list[int]:
        """The process that starts the others, where there is one."""
        return [self._proces.pid] if self._proces is not None and self.processen > 1 else []

    def dood(self, pid: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    async def starttijden(self) -> set[str]:
        """When the processes that answer now were started: one value for each."""
        uit = set()
        for _ in range(4 * self.processen):
            tekst = await self.haal("/metrics")
            uit |= {r.split()[1] for r in tekst.splitlines() if r.startswith("voordeur_start_seconden ")}
            if len(uit) == self.processen:
                break
        return uit

    async def haal(self, pad: str) -> str:
        """A page over a connection of its own, so that any process may answer; '' when none does."""
        tijd = aiohttp.ClientTimeout(total=5)
        try:
            async with aiohttp.ClientSession(timeout=tijd) as sessie, sessie.get(self.basis + pad) as antwoord:
                return await antwoord.text()
        except (aiohttp.ClientError, OSError, TimeoutError):
            return ""

    async def wacht_op_processen(self, *, minstens_een_nieuwe: frozenset[str] | None = None) -> None:
        """Until all processes serve; with starting times given, until at least one serves that is not of those."""
        tot = time.monotonic() + GEDULD
        while time.monotonic() < tot:
            nu = await self.starttijden()
            if len(nu) == self.processen and (minstens_een_nieuwe is None or nu - minstens_een_nieuwe):
                return
            await asyncio.sleep(0.05)
        raise RuntimeError(f"not all {self.processen} processes came back within {GEDULD:.0f} s")

    async def stop(self) -> None:
        if self._waker is not None:
            self._waker.cancel()
        if self._proces is None or self._proces.poll() is not None:
            return
        self._proces.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(self._proces.wait, 30)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._proces.pid, signal.SIGKILL)
