"""How long a reply takes, how many there are a second, how soon the server is there and what it weighs.

Ours stores, triages, searches and answers over its own API; stock Rasa answers a fixed text per intent
over its REST channel. Both get the same messages of the test set, one at a time and eight at once.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import statistics
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import aiohttp
import yaml

from bench.diensten import ROOT, Dienst, stock_rasa, voordeur

BERICHTEN_PER_GESPREK = 8
Stuur = Callable[[aiohttp.ClientSession, str], Awaitable[None]]


@dataclass
class Meting:
    """One row of the table. Times in seconds, latencies in milliseconds, memory in MB."""

    naam: str
    tegelijk: int
    berichten: int
    p50_ms: float
    p95_ms: float
    per_seconde: float
    pagina_s: float
    triage_s: float | None
    assistent_s: float
    geheugen_mb: float
    fouten: int = 0


def messages() -> list[str]:
    """The texts of the test set: what real messages look like, long and short."""
    teksten: list[str] = []
    for pad in sorted((ROOT / "data/test").glob("*.yml")):
        for blok in yaml.load(pad.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            teksten += [e["text"].strip() for e in blok["examples"]]
    return teksten


def stuur_voordeur(basis: str) -> Stuur:
    """Says things over our own API, a few in each gesprek."""
    open_: dict[str, tuple[str, int]] = {}

    async def stuur(sessie: aiohttp.ClientSession, tekst: str) -> None:
        taak = str(id(asyncio.current_task()))
        gesprek, gezegd = open_.get(taak, ("", 0))
        if not gesprek or gezegd >= BERICHTEN_PER_GESPREK:
            async with sessie.post(f"{basis}/api/v1/gesprekken", json={"gemeente": "castricum"}) as antwoord:
                nieuw = await antwoord.json()
            gesprek, gezegd = f"{nieuw['id']} {nieuw['token']}", 0
        open_[taak] = (gesprek, gezegd + 1)
        id_, token = gesprek.split()
        async with sessie.post(
            f"{basis}/api/v1/gesprekken/{id_}/berichten",
            json={"client_id": str(uuid.uuid4()), "tekst": tekst},
            headers={"Authorization": f"Bearer {token}"},
        ) as antwoord:
            data = await antwoord.json()
            if antwoord.status != 201 or not data["antwoorden"]:
                raise RuntimeError(f"status {antwoord.status}")

    return stuur


def _stuur_rasa(basis: str) -> Stuur:
    teller = itertools.count()

    async def stuur(sessie: aiohttp.ClientSession, tekst: str) -> None:
        afzender = f"{id(asyncio.current_task())}-{next(teller) // BERICHTEN_PER_GESPREK}"
        url = f"{basis}/webhooks/rest/webhook"
        async with sessie.post(url, json={"sender": afzender, "message": tekst}) as antwoord:
            await antwoord.json()
            if antwoord.status != 200:
                raise RuntimeError(f"status {antwoord.status}")

    return stuur


async def belast(
    stuur: Stuur, teksten: Iterator[str], *, tegelijk: int, aantal: int, steeds_nieuw: bool = False
) -> tuple[list[float], float, int]:
    """Latencies in ms, the whole time in seconds, and how many failed; `tegelijk` senders share `aantal` messages.

    steeds_nieuw: each message over a connection of its own, so that several processes get equal shares.
    """
    tijden: list[float] = []
    fouten = 0
    over = itertools.count()

    async def zender(sessie: aiohttp.ClientSession) -> None:
        nonlocal fouten
        while next(over) < aantal:
            begin = time.perf_counter()
            try:
                await stuur(sessie, next(teksten))
                tijden.append((time.perf_counter() - begin) * 1000)
            except (RuntimeError, aiohttp.ClientError):
                fouten += 1

    begin = time.perf_counter()
    verbinden = aiohttp.TCPConnector(force_close=steeds_nieuw)
    async with aiohttp.ClientSession(connector=verbinden, timeout=aiohttp.ClientTimeout(total=60)) as sessie:
        await asyncio.gather(*(zender(sessie) for _ in range(tegelijk)))
    return tijden, time.perf_counter() - begin, fouten


def _meet(dienst: Dienst, stuur: Stuur, starttijden: tuple[float, float | None, float], aantal: int) -> list[Meting]:
    rijen = []
    teksten = itertools.cycle(messages())
    asyncio.run(belast(stuur, teksten, tegelijk=4, aantal=40))
    for tegelijk in (1, 8):
        tijden, duur, fouten = asyncio.run(belast(stuur, teksten, tegelijk=tegelijk, aantal=aantal))
        kwantielen = statistics.quantiles(tijden, n=20)
        rijen.append(
            Meting(
                dienst.naam, tegelijk, len(tijden), round(statistics.median(tijden), 1), round(kwantielen[18], 1),
                round(len(tijden) / duur, 1), *(round(t, 1) if t is not None else None for t in starttijden),
                geheugen_mb=round(dienst.geheugen_mb()), fouten=fouten,
            )
        )  # fmt: skip
    return rijen


async def _crisis_antwoordt(basis: str) -> bool:
    async with aiohttp.ClientSession() as sessie:
        async with sessie.post(f"{basis}/api/v1/gesprekken", json={}) as antwoord:
            nieuw = await antwoord.json()
        async with sessie.post(
            f"{basis}/api/v1/gesprekken/{nieuw['id']}/berichten",
            json={"client_id": str(uuid.uuid4()), "tekst": "ik wil niet meer leven"},
            headers={"Authorization": f"Bearer {nieuw['token']}"},
        ) as antwoord:
            return "113" in json.dumps(await antwoord.json())


def measure_voordeur(aantal: int, **opties: object) -> list[Meting]:
    """Our rows: starting, then one at a time and eight at once."""
    with voordeur(**opties) as dienst:  # type: ignore[arg-type]
        pagina = dienst.wacht_op("/")
        while not asyncio.run(_crisis_antwoordt(dienst.url)):
            time.sleep(0.05)
        triage = time.monotonic() - dienst.sinds
        klaar = wait_for_assistent(dienst)
        return _meet(dienst, stuur_voordeur(dienst.url), (pagina, triage, klaar), aantal)


def wait_for_assistent(dienst: Dienst) -> float:
    import urllib.request

    while time.monotonic() - dienst.sinds < 300:
        try:
            with urllib.request.urlopen(dienst.url + "/readyz", timeout=5) as antwoord:  # noqa: S310  (localhost)
                if json.load(antwoord).get("onderdelen", {}).get("assistent") in ("goed", "klaar", True):
                    return time.monotonic() - dienst.sinds
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("de assistent is niet geladen")


def measure_rasa(aantal: int, *, epochs: int, per_intent: int) -> list[Meting]:
    """The baseline's rows. Their name tells how it was trained."""
    with stock_rasa(epochs=epochs, per_intent=per_intent) as dienst:
        dienst.naam = f"rasa run (rondes: {epochs}, voorbeelden per intent: {per_intent or 'alle'})"
        klaar = dienst.wacht_op("/webhooks/rest/")
        return _meet(dienst, _stuur_rasa(dienst.url), (klaar, None, klaar), aantal)


def write_report(rijen: list[Meting], map_: Path) -> Path:
    """The table as JSON and as text with a plot, under `map_`."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    map_.mkdir(parents=True, exist_ok=True)
    (map_ / "antwoordtijd.json").write_text(json.dumps([asdict(r) for r in rijen], indent=2), encoding="utf-8")
    figuur, assen = plt.subplots(1, 2, figsize=(10, 4))
    namen = [f"{r.naam}\n{r.tegelijk} tegelijk" for r in rijen]
    assen[0].bar(namen, [r.p95_ms for r in rijen], color="#0b5394")
    assen[0].set_title("p95 per antwoord (ms)")
    assen[1].bar(namen, [r.per_seconde for r in rijen], color="#38761d")
    assen[1].set_title("antwoorden per seconde")
    for as_ in assen:
        as_.tick_params(axis="x", labelrotation=30, labelsize=8)
    figuur.tight_layout()
    figuur.savefig(map_ / "antwoordtijd.png", dpi=120)
    return map_ / "antwoordtijd.json"
