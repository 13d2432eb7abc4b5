"""How soon a handover is seen: with fifty staff at their werkplek and five hundred gesprekken going on.

Four ways are timed, each from the call of one side until the other side has read it, over real sockets:

    goedkeuring   the resident approves → a werkplek that was woken reads it in the queue
    naar_team     the resident writes → the holder's werkplek reads it
    naar_inwoner  the medewerker writes → it arrives on the resident's socket
    intrekken     the resident withdraws → no werkplek shows it any more

Every werkplek behaves as the page does: a wake-up on the socket makes it read `/werkplek/stand` again.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import statistics
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bench.diensten import voordeur
from bench.overdrachtwereld import CONTACT, GESPREKKEN, STAF, TE_GOEDKEUREN, Inwoner, Wereld, maak_wereld

WAT = ("goedkeuring", "naar_team", "naar_inwoner", "intrekken")
GEDULD = 60.0


@dataclass
class Meting:
    """One row of the table, in milliseconds. `te_laat`: what was not seen at all within a minute."""

    wat: str
    aantal: int
    p50_ms: float
    p95_ms: float
    langste_ms: float
    te_laat: int


@dataclass
class Werkplek:
    """One medewerker: the socket of the page and what it last read."""

    sessie: aiohttp.ClientSession
    basis: str
    kop: dict[str, str]
    open: str = ""
    stand: dict[str, Any] = field(default_factory=dict)
    gelezen: int = 0
    nieuws: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def volg(self, aangesloten: asyncio.Event) -> None:
        """Read again after each wake-up; wake-ups during a read fold into one, as on the page."""
        gewekt = asyncio.Event()
        lezer = asyncio.create_task(self._lees(gewekt))
        try:
            async with self.sessie.ws_connect(f"{self.basis}/werkplek/stroom", headers=self.kop) as ws:
                aangesloten.set()
                async for frame in ws:
                    if frame.type is aiohttp.WSMsgType.TEXT and json.loads(frame.data)["soort"] == "wek":
                        gewekt.set()
        finally:
            lezer.cancel()

    async def _lees(self, gewekt: asyncio.Event) -> None:
        while True:
            await gewekt.wait()
            gewekt.clear()
            url = f"{self.basis}/werkplek/stand?o={self.open}"
            async with self.sessie.get(url, headers=self.kop | {"Accept": "application/json"}) as antwoord:
                tekst = await antwoord.text()
            async with self.nieuws:
                self.stand, self.gelezen = {"tekst": tekst}, self.gelezen + 1
                self.nieuws.notify_all()

    async def wacht_tot(self, klopt: Callable[[str], bool]) -> None:
        async with self.nieuws:
            await self.nieuws.wait_for(lambda: klopt(self.stand.get("tekst", "")))


async def _klok(werk: Awaitable[None], begin: float) -> float | None:
    try:
        await asyncio.wait_for(werk, GEDULD)
    except TimeoutError:
        return None
    return (time.perf_counter() - begin) * 1000


class Proef:
    """The werkplekken are open; each measurement does one thing and waits until it is seen."""

    def __init__(self, sessie: aiohttp.ClientSession, basis: str, wereld: Wereld) -> None:
        self.sessie, self.basis, self.wereld = sessie, basis, wereld
        self.plekken = [Werkplek(sessie, basis, {"Authorization": f"Bearer {t}"}) for t in wereld.staf]
        self._kijkers = itertools.cycle(self.plekken)

    async def _post(self, inwoner: Inwoner, deel: str, data: dict[str, Any]) -> dict[str, Any]:
        url, kop = f"{self.basis}/api/v1/gesprekken/{inwoner.id}/{deel}", {"Authorization": f"Bearer {inwoner.token}"}
        async with self.sessie.post(url, json=data, headers=kop) as antwoord:
            assert antwoord.status in (200, 201), await antwoord.text()
            return dict(await antwoord.json())

    async def goedkeuring(self, n: int) -> float | None:
        begin = time.perf_counter()
        data = {"toestemming": True, "contact": CONTACT}
        kenmerk = (await self._post(self.wereld.te_goedkeuren[n], "verslag/goedkeuren", data))["kenmerk"]
        return await _klok(next(self._kijkers).wacht_tot(lambda t: kenmerk in t), begin)

    async def intrekken(self, n: int) -> float | None:
        inwoner = self.wereld.wachtend[n]
        begin = time.perf_counter()
        await self._post(inwoner, "verslag/intrekken", {})
        weg = [p.wacht_tot(lambda t: inwoner.kenmerk not in t) for p in self.plekken]
        return await _klok(_allen(weg), begin)

    async def naar_team(self, n: int) -> float | None:
        inwoner = self.wereld.opgepakt[n]
        plek, woord = self.plekken[inwoner.houder], f"vraag {uuid.uuid4().hex}"
        plek.open = inwoner.kenmerk
        begin = time.perf_counter()
        await self._post(inwoner, "berichten", {"client_id": str(uuid.uuid4()), "tekst": woord})
        return await _klok(plek.wacht_tot(lambda t: woord in t), begin)

    async def naar_inwoner(self, n: int) -> float | None:
        inwoner = self.wereld.opgepakt[n]
        kop, woord = self.plekken[inwoner.houder].kop, f"antwoord {uuid.uuid4().hex}"
        url = f"{self.basis}/api/v1/gesprekken/{inwoner.id}/stroom"
        async with self.sessie.ws_connect(url, headers={"Authorization": f"Bearer {inwoner.token}"}) as ws:
            while json.loads((await ws.receive()).data)["soort"] != "status":
                pass
            begin = time.perf_counter()
            stuur = f"{self.basis}/api/v1/overdrachten/{inwoner.kenmerk}/berichten"
            data = {"client_id": str(uuid.uuid4()), "tekst": woord}
            async with self.sessie.post(stuur, json=data, headers=kop) as antwoord:
                assert antwoord.status == 201, await antwoord.text()
            return await _klok(_tot_bericht(ws, woord), begin)


async def _allen(werk: list[Any]) -> None:
    await asyncio.gather(*werk)


async def _tot_bericht(ws: aiohttp.ClientWebSocketResponse, woord: str) -> None:
    while woord not in str((await ws.receive()).data):
        pass


@contextlib.asynccontextmanager
async def _open_proef(basis: str, wereld: Wereld) -> AsyncIterator[Proef]:
    verbindingen = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=verbindingen, timeout=aiohttp.ClientTimeout(total=120)) as sessie:
        proef = Proef(sessie, basis, wereld)
        klaar = [asyncio.Event() for _ in proef.plekken]
        taken = [asyncio.create_task(p.volg(k)) for p, k in zip(proef.plekken, klaar, strict=True)]
        await asyncio.gather(*(k.wait() for k in klaar))
        await asyncio.gather(*(p.wacht_tot(bool) for p in proef.plekken))
        try:
            yield proef
        finally:
            for taak in taken:
                taak.cancel()
            await asyncio.gather(*taken, return_exceptions=True)


async def _meet(basis: str, wereld: Wereld, aantal: int, voortgang: Callable[[str], object]) -> list[Meting]:
    rijen = []
    async with _open_proef(basis, wereld) as proef:
        for wat in WAT:
            tijden = [await getattr(proef, wat)(n) for n in range(aantal)]
            rijen.append(_as_rij(wat, tijden))
            voortgang(wat)
    return rijen


def _as_rij(wat: str, tijden: list[float | None]) -> Meting:
    goed = sorted(t for t in tijden if t is not None)
    p95 = statistics.quantiles(goed, n=20)[18] if len(goed) > 1 else float("nan")
    p50 = statistics.median(goed) if goed else float("nan")
    langste = goed[-1] if goed else float("nan")
    return Meting(wat, len(goed), round(p50, 1), round(p95, 1), round(langste, 1), len(tijden) - len(goed))


def measure(aantal: int = 30, *, voortgang: Callable[[str], object] = lambda _: None) -> list[Meting]:
    """Start a server on an empty database, fill it, and time `aantal` of each, one after another."""
    with tempfile.TemporaryDirectory(prefix="voordeur-overdracht-") as map_:
        adres = f"sqlite:///{map_}/bench.db"
        with voordeur(database_url=adres) as dienst:
            dienst.wacht_op("/healthz")
            wereld = maak_wereld(adres)
            voortgang("gevuld")
            return asyncio.run(_meet(dienst.url, wereld, min(aantal, TE_GOEDKEUREN), voortgang))


def as_table(rijen: list[Meting]) -> str:
    """A Markdown table."""
    kop = ["| wat | aantal | p50 (ms) | p95 (ms) | langste (ms) | niet gezien |", "|---|--:|--:|--:|--:|--:|"]
    return "\n".join(
        [*kop, *(f"| {r.wat} | {r.aantal} | {r.p50_ms} | {r.p95_ms} | {r.langste_ms} | {r.te_laat} |" for r in rijen)]
    )


def write_report(rijen: list[Meting], map_: Path) -> Path:
    """The table as JSON and as a plot, under `map_`."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    map_.mkdir(parents=True, exist_ok=True)
    data = {"staf": STAF, "gesprekken": GESPREKKEN, "metingen": [asdict(r) for r in rijen]}
    (map_ / "overdrachttijd.json").write_text(json.dumps(data, indent=2), encoding="utf-8")
    figuur, as_ = plt.subplots(figsize=(7, 4))
    plaats = range(len(rijen))
    as_.bar([p - 0.2 for p in plaats], [r.p50_ms for r in rijen], 0.4, label="p50", color="#0b5394")
    as_.bar([p + 0.2 for p in plaats], [r.p95_ms for r in rijen], 0.4, label="p95", color="#9fc5e8")
    as_.set_xticks(list(plaats), [r.wat.replace("_", " ") for r in rijen])
    as_.set_ylabel("ms tot het gezien is")
    as_.set_title(f"{STAF} medewerkers, {GESPREKKEN} gesprekken")
    as_.legend()
    figuur.tight_layout()
    figuur.savefig(map_ / "overdrachttijd.png", dpi=120)
    return map_ / "overdrachttijd.json"
