"""One run: a server with its proxies, residents and staff at work, and the ledger of what was acknowledged."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy.engine import make_url

from bench.diensten import ROOT
from bench.storing.grootboek import Grootboek, Uitslag
from bench.storing.klanten import Inwoners
from bench.storing.medewerkers import Medewerkers, maak_accounts
from bench.storing.proxy import Proxy
from bench.storing.server import GEDULD, Server
from opslag.db import Database, database_url, make_engine


@dataclass(frozen=True)
class Vorm:
    """What to run: how many processes, which database (empty: SQLite), Redis, and which assistant."""

    naam: str
    processen: int = 2
    postgres: str = ""
    redis: str = ""
    assistent: str = "eenvoudig"
    inwoners: int = 8
    medewerkers: int = 3


class Proef:
    """Everything a fault needs to do its harm, and to see that it passed."""

    def __init__(self, vorm: Vorm, map_: Path) -> None:
        self.vorm = vorm
        self.map = map_
        self.boek = Grootboek()
        self.bestuur = map_ / "bestuur.json"
        self.modellen = map_ / "models"
        self.browser: Proxy
        self.postgres: Proxy | None = None
        self.redis: Proxy | None = None
        self.server: Server
        self.database: Database
        self.werk: list[asyncio.Task[None]] = []

    def zet(self, **stand: Any) -> None:
        """Switch a fault of dienst.py on or off; written whole, since the server reads it at any moment."""
        half = self.bestuur.with_suffix(".half")
        half.write_text(json.dumps(stand), encoding="ascii")
        half.replace(self.bestuur)

    def begrens_bestanden(self, bytes_: int) -> None:
        """No file of the server may grow beyond this: what a full disk does. RLIM_INFINITY: as before."""
        for pid in [*self.server.pids(), *self.server.ouder()]:
            _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (bytes_, hard))

    async def wacht_op_gezond(self) -> float:
        """Seconds until every process says that it is whole, and a message sent from now on is acknowledged."""
        begin = time.monotonic()
        goed = 0
        while goed < 3 * self.vorm.processen:
            if time.monotonic() - begin > GEDULD:
                raise RuntimeError(f"not whole again within {GEDULD:.0f} s")
            goed = goed + 1 if await self._is_gezond() else 0
            if not goed:
                await asyncio.sleep(0.1)
        while self.boek.laatste_bevestiging < begin:
            if time.monotonic() - begin > GEDULD:
                raise RuntimeError(f"nothing acknowledged within {GEDULD:.0f} s")
            await asyncio.sleep(0.02)
        return time.monotonic() - begin

    async def _is_gezond(self) -> bool:
        try:
            stand = json.loads(await self.server.haal("/readyz"))
        except ValueError:
            return False
        delen = stand.get("onderdelen", {})
        return delen.get("database") == "goed" and delen.get("redis") in ("goed", "uit")

    async def assistenten(self) -> set[str]:
        """How the assistants of the processes stand now."""
        uit = set()
        for _ in range(4 * self.vorm.processen):
            try:
                uit.add(json.loads(await self.server.haal("/readyz"))["onderdelen"]["assistent"])
            except (ValueError, KeyError):
                uit.add("geen antwoord")
        return uit

    async def onder_werk(self, aantal: int) -> None:
        """Let so many messages more be acknowledged first, so that a fault comes under load."""
        doel, tot = self.boek.aantal + aantal, time.monotonic() + GEDULD
        while self.boek.aantal < doel:
            if time.monotonic() > tot:
                raise RuntimeError("no more messages are acknowledged")
            await asyncio.sleep(0.02)

    async def lees_alles(self) -> dict[str, list[dict[str, Any]]]:
        """What the server gives to each resident now."""
        uit: dict[str, list[dict[str, Any]]] = {}
        async with aiohttp.ClientSession() as sessie:
            for g in self.boek.gesprekken.values():
                kop = {"Authorization": f"Bearer {g.token}"}
                async with sessie.get(
                    f"{self.server.basis}/api/v1/gesprekken/{g.id}/berichten", headers=kop
                ) as antwoord:
                    uit[g.id] = (await antwoord.json()).get("berichten", [])
        return uit

    async def slot(self, inwoners: Inwoners, medewerkers: Medewerkers) -> Uitslag:
        """Let everybody finish, wait until all is answered, and compare."""
        inwoners.stop.set()
        medewerkers.stop.set()
        async with asyncio.timeout(GEDULD):
            await asyncio.gather(*self.werk)
        tot = time.monotonic() + 60
        while True:
            uitslag = self.boek.vergelijk(await self.lees_alles(), self.database)
            # What a killed process left is answered by another within half a minute.
            if not uitslag.onbeantwoord or time.monotonic() > tot:
                return uitslag
            await asyncio.sleep(0.5)


@asynccontextmanager
async def proef(vorm: Vorm, map_: Path) -> AsyncIterator[tuple[Proef, Inwoners, Medewerkers]]:
    """A running server under load. The database of a Vorm with PostgreSQL must exist and be empty."""
    p = Proef(vorm, map_)
    p.zet()
    p.modellen = _modellen(map_)
    echt = vorm.postgres or f"sqlite:///{map_}/storing.db"
    adres = echt
    if vorm.postgres:
        url = make_url(vorm.postgres)
        p.postgres = await Proxy((url.host or "127.0.0.1", url.port or 5432)).start()
        adres = url.set(host="127.0.0.1", port=p.postgres.poort).render_as_string(hide_password=False)
    redis = ""
    if vorm.redis:
        deel = make_url(vorm.redis)
        p.redis = await Proxy((deel.host or "127.0.0.1", deel.port or 6379)).start()
        redis = f"redis://127.0.0.1:{p.redis.poort}/{deel.database or 0}"
    omgeving = {
        "DATABASE_URL": adres, "REDIS_URL": redis, "VAR_MAP": str(map_ / "var"), "MODEL_MAP": str(p.modellen),
        "WERKGEBIED": str(ROOT / "werkgebied.yml"), "SECRET_KEY": "alleen voor de proef met storingen",
        "LIMIET_GESPREK": "0", "LIMIET_ADRES": "0", "LOG_NIVEAU": "WARNING", "STILTE_MINUTEN": "6000",
        "PYTHONPATH": str(ROOT), "STORING_BESTUUR": str(p.bestuur), "STORING_ASSISTENT": vorm.assistent,
        "RASA_TELEMETRY_ENABLED": "false", "OPENKLANT_URL": "", "SMTP_URL": "", "WEBHOOK_URL": "",
    }  # fmt: skip
    await asyncio.to_thread(voorbereiden, omgeving)
    p.database = Database(make_engine(database_url(echt, ROOT)))
    p.server = Server(map_, omgeving, processen=vorm.processen)
    try:
        await p.server.start()
        p.browser = await Proxy(("127.0.0.1", p.server.poort)).start()
        basis = f"http://127.0.0.1:{p.browser.poort}"
        inwoners = Inwoners(basis, p.boek)
        medewerkers = Medewerkers(basis, p.boek, maak_accounts(p.database, vorm.medewerkers))
        p.werk = [asyncio.create_task(inwoners.draai(vorm.inwoners)), asyncio.create_task(medewerkers.draai())]
        yield p, inwoners, medewerkers
    finally:
        for taak in p.werk:
            taak.cancel()
        await asyncio.gather(*p.werk, return_exceptions=True)
        await p.server.stop()
        for proxy in (getattr(p, "browser", None), p.postgres, p.redis):
            if proxy is not None:
                await proxy.stop()
        p.database.close()


def voorbereiden(omgeving: dict[str, str]) -> None:
    """Make the tables, twice at the same moment: both must come out well."""
    woorden = [sys.executable, "-m", "opslag.migreren"]
    twee = [
        subprocess.Popen(woorden, cwd=ROOT, env=os.environ | omgeving, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for proces in twee:
        _, fout = proces.communicate(timeout=120)
        if proces.returncode:
            raise RuntimeError(f"two migrations at once: {fout[-500:]}")


def _modellen(map_: Path) -> Path:
    """A folder of models of its own, in which a fault may break things."""
    doel = map_ / "models"
    if not doel.exists():
        doel.mkdir()
        for bron in (ROOT / "models").iterdir():
            # Links, except the dialogue: what is only read need not be copied.
            (doel / bron.name).symlink_to(bron)
    return doel
