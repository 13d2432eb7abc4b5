"""Does a message take longer in a long gesprek, or in a database that is full? It may take 1.3 times as long at most.

Each pair is measured side by side, message by message: the same words to both, first the one and then the other, so
that what else the machine does falls on both alike.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import aiohttp
from sqlalchemy import Engine, bindparam, text

from bench.antwoordtijd import BERICHTEN_PER_GESPREK, messages, wait_for_assistent
from bench.diensten import voordeur
from opslag.db import database_url, make_engine
from triage.crisis import vind_crisis

BEURTEN, KORT, LANGE_GESPREKKEN = 200, 40, 5
OPGESLAGEN, VOORBEELDEN = 100_000, 50
HOOGSTENS = 1.3


@dataclass
class Meting:
    """p50 and p95 of a message in ms, in the ordinary case and in the one that grew."""

    wat: str
    aantal: int
    p50_gewoon: float
    p50_groot: float
    p95_gewoon: float
    p95_groot: float

    @property
    def verhouding(self) -> float:
        return round(self.p95_groot / self.p95_gewoon, 2)


class Gesprek:
    """One gesprek over REST; begins anew after `hoogstens` messages when that is given."""

    def __init__(self, sessie: aiohttp.ClientSession, basis: str, *, hoogstens: int = 0) -> None:
        self._sessie, self._basis, self._hoogstens = sessie, basis, hoogstens
        self._url, self._kop, self._gezegd = "", dict[str, str](), 0

    async def zeg(self, tekst: str) -> float:
        """How many ms it took until the answer was there."""
        if not self._url or (self._hoogstens and self._gezegd >= self._hoogstens):
            async with self._sessie.post(
                f"{self._basis}/api/v1/gesprekken", json={"gemeente": "castricum"}
            ) as antwoord:
                nieuw = await antwoord.json()
            self._url = f"{self._basis}/api/v1/gesprekken/{nieuw['id']}/berichten"
            self._kop, self._gezegd = {"Authorization": f"Bearer {nieuw['token']}"}, 0
        self._gezegd += 1
        data = {"client_id": str(uuid.uuid4()), "tekst": tekst}
        begin = time.perf_counter()
        async with self._sessie.post(self._url, json=data, headers=self._kop) as antwoord:
            await antwoord.read()
            assert antwoord.status == 201, antwoord.status
        return (time.perf_counter() - begin) * 1000


def korte_vragen() -> list[str]:
    """Short messages of the test set without danger in them: what one can ask two hundred times in one gesprek."""
    return [t for t in messages() if 15 < len(t) < 80 and vind_crisis(t) is None]


async def _naast_elkaar(gewoon: Gesprek, groot: Gesprek, teksten: list[str]) -> tuple[list[float], list[float]]:
    een: list[float] = []
    ander: list[float] = []
    for n, tekst in enumerate(teksten):
        paar = [(gewoon, een), (groot, ander)]
        for gesprek, tijden in paar if n % 2 else paar[::-1]:
            tijden.append(await gesprek.zeg(tekst))
    return een, ander


def _as_meting(wat: str, gewoon: list[float], groot: list[float]) -> Meting:
    def p95(tijden: list[float]) -> float:
        return round(statistics.quantiles(tijden, n=20)[18], 1)

    p50 = [round(statistics.median(t), 1) for t in (gewoon, groot)]
    return Meting(wat, len(groot), p50[0], p50[1], p95(gewoon), p95(groot))


async def _lang_gesprek(basis: str) -> Meting:
    """The last forty of two hundred turns beside the first forty of another gesprek."""
    vragen = itertools.cycle(korte_vragen())
    gewoon: list[float] = []
    groot: list[float] = []
    async with aiohttp.ClientSession() as sessie:
        for _ in range(LANGE_GESPREKKEN):
            lang = Gesprek(sessie, basis)
            for _ in range(BEURTEN - KORT):
                await lang.zeg(next(vragen))
            een, ander = await _naast_elkaar(Gesprek(sessie, basis), lang, list(itertools.islice(vragen, KORT)))
            gewoon += een
            groot += ander
    return _as_meting(f"gesprek van {BEURTEN} beurten", gewoon, groot)


async def _vol(leeg: str, vol: str, aantal: int) -> Meting:
    vragen = itertools.cycle(korte_vragen())
    async with aiohttp.ClientSession() as sessie:
        paar = [Gesprek(sessie, basis, hoogstens=BERICHTEN_PER_GESPREK) for basis in (leeg, vol)]
        await _naast_elkaar(paar[0], paar[1], list(itertools.islice(vragen, 40)))
        een, ander = await _naast_elkaar(paar[0], paar[1], list(itertools.islice(vragen, aantal)))
    return _as_meting(f"{OPGESLAGEN} bewaarde gesprekken", een, ander)


async def _voorbeelden(basis: str) -> None:
    """Real gesprekken, to be copied: with their messages, findings, cards and state of the dialogue."""
    vragen = itertools.cycle(messages())
    async with aiohttp.ClientSession() as sessie:
        for _ in range(VOORBEELDEN):
            gesprek = Gesprek(sessie, basis)
            for _ in range(4):
                await gesprek.zeg(next(vragen))


def vul(engine: Engine, keer: int) -> int:
    """Copy every gesprek that is there `keer` times, with all that hangs on it; how many there are then.

    By the database itself and in parts, since no client writes a million rows in a reasonable time.
    """
    with engine.connect() as verbinding:
        kolommen = {
            tabel: list(verbinding.execute(text(f"SELECT * FROM {tabel} WHERE 1=0")).keys())  # noqa: S608
            for tabel in ("gesprek", "bericht", "dialoog_stand")
        }
        voorbeelden = [r[0] for r in verbinding.execute(text("SELECT id FROM gesprek"))]
    nieuw_id = "substr({t}, 1, 29) || CAST(1000000 + n AS VARCHAR)"
    for eerste in range(0, keer, 100):
        laatste = min(eerste + 100, keer) - 1
        nummers = f"WITH RECURSIVE nr(n) AS (SELECT {eerste} UNION ALL SELECT n + 1 FROM nr WHERE n < {laatste}) "  # noqa: S608
        with engine.begin() as verbinding:
            for tabel, namen in kolommen.items():
                sleutel = "id" if tabel == "gesprek" else "gesprek_id"
                over = [k for k in namen if k != "id" or tabel == "gesprek"]
                waarden = ", ".join(nieuw_id.format(t=f"b.{k}") if k == sleutel else f"b.{k}" for k in over)
                bron = f"FROM {tabel} b, nr WHERE b.{sleutel} IN :bron"
                vraag = f"INSERT INTO {tabel} ({', '.join(over)}) {nummers}SELECT {waarden} {bron}"
                lijst = text(vraag).bindparams(bindparam("bron", expanding=True))
                verbinding.execute(lijst, {"bron": voorbeelden})
    with engine.connect() as verbinding:
        return int(verbinding.execute(text("SELECT count(*) FROM gesprek")).scalar_one())


def measure(aantal: int = 400, *, voortgang: Callable[[str], object] = lambda _: None) -> list[Meting]:
    """Both measurements, on two servers of our own: one with an empty database, one with a full one."""
    with tempfile.TemporaryDirectory(prefix="voordeur-groei-") as map_:
        adres = f"sqlite:///{map_}/vol.db"
        with voordeur() as leeg, voordeur(database_url=adres) as vol:
            for dienst in (leeg, vol):
                wait_for_assistent(dienst)
            rijen = [asyncio.run(_lang_gesprek(leeg.url))]
            voortgang(rijen[0].wat)
            asyncio.run(_voorbeelden(vol.url))
            engine = make_engine(database_url(adres, Path.cwd()))
            voortgang(f"{vul(engine, OPGESLAGEN // VOORBEELDEN)} gesprekken bewaard")
            engine.dispose()
            rijen.append(asyncio.run(_vol(leeg.url, vol.url, aantal)))
            return rijen


def as_table(rijen: list[Meting]) -> str:
    """A Markdown table."""
    kop = [
        "| wat | aantal | p50 gewoon | p50 groot | p95 gewoon | p95 groot | p95 keer |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    return "\n".join([*kop, *(
        f"| {r.wat} | {r.aantal} | {r.p50_gewoon} | {r.p50_groot} | {r.p95_gewoon} | {r.p95_groot} | {r.verhouding} |"
        for r in rijen
    )])  # fmt: skip


def write_report(rijen: list[Meting], map_: Path) -> Path:
    """The figures as JSON, under `map_`."""
    map_.mkdir(parents=True, exist_ok=True)
    data = [asdict(r) | {"verhouding": r.verhouding, "hoogstens": HOOGSTENS} for r in rijen]
    (map_ / "groei.json").write_text(json.dumps(data, indent=2), encoding="utf-8")
    return map_ / "groei.json"
