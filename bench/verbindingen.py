"""Two thousand open sockets in one process: what each weighs, what they cost while nothing is said, and how soon a
message reaches the other side while all of them are open."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import resource
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import aiohttp

from bench.antwoordtijd import wait_for_assistent
from bench.diensten import Dienst, voordeur
from bench.overdrachtwereld import Inwoner, Wereld, maak_wereld

SOCKETS, STIL_SECONDEN = 2000, 30.0
_TEGELIJK = 50
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


@dataclass
class Meting:
    """kB per socket, percents of one core while nothing is said, and ms until a message was at the other side.

    `leeg_procent`: the same without any socket, for what the process costs anyhow.
    """

    sockets: int
    kb_per_socket: float
    leeg_procent: float
    stil_procent: float
    berichten: int
    p50_ms: float
    p95_ms: float


class Luisteraar:
    """A resident with the page open: keeps reading, and remembers when which text came."""

    def __init__(self) -> None:
        self.gezien: dict[str, asyncio.Future[float]] = {}
        self.klaar = asyncio.Event()

    async def volg(self, sessie: aiohttp.ClientSession, basis: str, wie: Inwoner) -> None:
        kop = {"Authorization": f"Bearer {wie.token}"}
        async with sessie.ws_connect(f"{basis}/api/v1/gesprekken/{wie.id}/stroom", headers=kop) as ws:
            async for frame in ws:
                event = json.loads(frame.data)
                if event["soort"] == "status":
                    self.klaar.set()
                tekst = event.get("bericht", {}).get("tekst", "")
                if (wacht := self.gezien.get(tekst)) is not None and not wacht.done():
                    wacht.set_result(time.perf_counter())

    def verwacht(self, tekst: str) -> asyncio.Future[float]:
        self.gezien[tekst] = asyncio.get_running_loop().create_future()
        return self.gezien[tekst]


def _cpu(pid: int) -> float:
    """Seconds of processor this process took so far."""
    velden = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(") ", 1)[1].split()
    return (int(velden[11]) + int(velden[12])) / os.sysconf("SC_CLK_TCK")


async def _nieuw(sessie: aiohttp.ClientSession, basis: str, aantal: int) -> list[Inwoner]:
    slot = asyncio.Semaphore(_TEGELIJK)

    async def een() -> Inwoner:
        async with slot, sessie.post(f"{basis}/api/v1/gesprekken", json={"gemeente": "castricum"}) as antwoord:
            data = await antwoord.json()
            return Inwoner(data["id"], data["token"])

    return list(await asyncio.gather(*(een() for _ in range(aantal))))


async def _open(
    sessie: aiohttp.ClientSession, basis: str, mensen: list[Inwoner]
) -> list[tuple[Luisteraar, asyncio.Task[None]]]:
    """A socket for each, some at a time, until all have heard everything so far."""
    slot = asyncio.Semaphore(_TEGELIJK)

    async def een(wie: Inwoner) -> tuple[Luisteraar, asyncio.Task[None]]:
        async with slot:
            luisteraar = Luisteraar()
            taak = asyncio.create_task(luisteraar.volg(sessie, basis, wie))
            await asyncio.wait_for(luisteraar.klaar.wait(), 60)
            return luisteraar, taak

    return list(await asyncio.gather(*(een(wie) for wie in mensen)))


async def _stuur(sessie: aiohttp.ClientSession, basis: str, wereld: Wereld, wie: Inwoner, hoort: Luisteraar) -> float:
    """A medewerker writes; ms until the resident's socket has it."""
    # Letters only: what looks like a personal number is hidden before it is stored.
    tekst = "bericht " + uuid.uuid4().hex.translate(_LETTERS)
    gezien = hoort.verwacht(tekst)
    kop = {"Authorization": f"Bearer {wereld.staf[wie.houder]}"}
    begin = time.perf_counter()
    url = f"{basis}/api/v1/overdrachten/{wie.kenmerk}/berichten"
    async with sessie.post(url, json={"client_id": str(uuid.uuid4()), "tekst": tekst}, headers=kop) as antwoord:
        assert antwoord.status == 201, await antwoord.text()
    return (await asyncio.wait_for(gezien, 30) - begin) * 1000


async def _stil(dienst: Dienst) -> float:
    """Percents of one core while nobody says anything."""
    cpu, sinds = _cpu(dienst.proces.pid), time.monotonic()
    await asyncio.sleep(STIL_SECONDEN)
    return (_cpu(dienst.proces.pid) - cpu) / (time.monotonic() - sinds) * 100


async def _meet(dienst: Dienst, wereld: Wereld, aantal: int, voortgang: Callable[[str], object]) -> Meting:
    tijd = aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=tijd) as sessie:
        rest = await _nieuw(sessie, dienst.url, SOCKETS - len(wereld.opgepakt) + 50)
        leeg = await _stil(dienst)
        # What the first ones bring in is not the weight of one more.
        eerste = await _open(sessie, dienst.url, rest[:50])
        voor = dienst.geheugen_mb()
        paren = await _open(sessie, dienst.url, [*wereld.opgepakt, *rest[50:]])
        na = dienst.geheugen_mb()
        voortgang(f"{len(paren) + len(eerste)} sockets open")
        stil = await _stil(dienst)
        voortgang("stil gemeten")
        tijden = []
        for n in range(aantal):
            plek = n % len(wereld.opgepakt)
            tijden.append(await _stuur(sessie, dienst.url, wereld, wereld.opgepakt[plek], paren[plek][0]))
        for _, taak in (*eerste, *paren):
            taak.cancel()
        with contextlib.suppress(Exception):
            await asyncio.gather(*(t for _, t in (*eerste, *paren)), return_exceptions=True)
    return Meting(
        len(paren) + len(eerste), round((na - voor) * 1024 / len(paren), 1), round(leeg, 1), round(stil, 1), aantal,
        round(statistics.median(tijden), 1), round(statistics.quantiles(tijden, n=20)[18], 1),
    )  # fmt: skip


def measure(aantal: int = 300, *, voortgang: Callable[[str], object] = lambda _: None) -> Meting:
    """Start a server on an empty database, fill it, open the sockets and measure."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory(prefix="voordeur-sockets-") as map_:
        adres = f"sqlite:///{map_}/bench.db"
        with voordeur(database_url=adres) as dienst:
            wait_for_assistent(dienst)
            wereld = maak_wereld(adres)
            voortgang("gevuld")
            return asyncio.run(_meet(dienst, wereld, aantal, voortgang))


def as_table(rij: Meting) -> str:
    """A Markdown table."""
    return "\n".join(
        [
            "| sockets | kB per socket | cpu zonder sockets | cpu in stilte | berichten | p50 (ms) | p95 (ms) |",
            "|--:|--:|--:|--:|--:|--:|--:|",
            f"| {rij.sockets} | {rij.kb_per_socket} | {rij.leeg_procent}% | {rij.stil_procent}% | {rij.berichten} "
            f"| {rij.p50_ms} | {rij.p95_ms} |",
        ]
    )


def write_report(rij: Meting, map_: Path) -> Path:
    """The figures as JSON, under `map_`."""
    map_.mkdir(parents=True, exist_ok=True)
    (map_ / "verbindingen.json").write_text(json.dumps(asdict(rij), indent=2), encoding="utf-8")
    return map_ / "verbindingen.json"
