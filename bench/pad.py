"""Where the processor's time of a message goes: the whole path, step by step.

The server runs in this process on threads of its own, so that every step can be timed by the clock of its thread:
what another thread or another program does meanwhile counts for nothing. Messages come one at a time, on one core.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import aiohttp

from bench.antwoordtijd import Stuur, messages, stuur_voordeur
from bench.diensten import ROOT, vrije_poort

# What is timed: the module where the name is looked up, the name, and the step it belongs to. A step inside another
# is not counted twice.
STAPPEN: tuple[tuple[str, str, str], ...] = (
    ("triage.model", "lees", "triage: zinnen en woorden"),
    ("triage.model", "lees_signalen", "triage: regels, crisis, woordenlijst"),
    ("triage.ruimte", "Ruimte.vector", "triage: kenmerken"),
    ("triage.gewichten", "Gewichten.antwoorden", "triage: eerste laag"),
    ("triage.buren", "Buren.kenmerken", "triage: gelijkende voorbeelden"),
    ("triage.model", "Triage.beoordeel", "triage: het overige"),
    ("sociale_kaart.geheugen", "read_index", "zoeken: is de kaart nog dezelfde"),
    ("taal.tekstmodel", "_Eigen.vectoren", "zoeken: de kleine lezer"),
    ("sociale_kaart.betekenis", "Betekenis.__call__", "zoeken: vergelijken op betekenis"),
    ("sociale_kaart.herkenner", "Herkenner.vraag", "zoeken: vergelijken op woorden"),
    ("sociale_kaart.zoek", "lees_vraag", "zoeken: de vraag lezen"),
    ("sociale_kaart.zoek", "vind_kandidaten", "zoeken: rangschikken"),
    ("actions.zoekantwoord", "find_voorzieningen", "zoeken: het overige"),
    ("bot.tracker_store", "stand_van", "dialoog: stand lezen en bewaren"),
    ("bot.tracker_store", "tracker_van", "dialoog: stand lezen en bewaren"),
    ("gesprek.queries", "find_dialoog", "dialoog: stand lezen en bewaren"),
    ("gesprek.edits", "save_dialoog", "dialoog: stand lezen en bewaren"),
    ("actions.actie", "context_van", "dialoog: de actie zelf"),
    ("taal.herkenning", "taal_van", "dialoog: welke taal"),
    ("gesprek.service", "verberg", "opslaan: persoonsgegevens verbergen"),
    ("gesprek.service", "check_token", "toegang: klopt de sleutel van het gesprek"),
    ("gesprek.service", "start", "gesprek: openen (een op de acht)"),
    ("gesprek.service", "receive", "gesprek: bericht bewaren"),
    ("web.beantwoorden", "stand_van", "gesprek: stand lezen"),
    ("web.beantwoorden", "store_antwoord", "gesprek: antwoord bewaren"),
    ("overdracht.service", "request_crisis", "gesprek: crisis melden"),
    ("web.meetellen", "Meeteller._store", "meetellen voor de redactie"),
    ("sqlalchemy.engine.default", "DefaultDialect.do_execute", "database: SQL"),
    ("sqlalchemy.engine.default", "DefaultDialect.do_commit", "database: vastleggen"),
)
_ANDERS = {"assistent": "dialoog: Rasa en acties, het overige", "werk": "database: sessies, het overige"}
_LUS = "HTTP, toegang, grenzen, bezorgen"
WARM, HERHAAL = 40, 3
# Per step (ms, how often) per message.
Ronde = dict[str, tuple[float, float]]


@dataclass
class Stap:
    """ms of processor time and how often, per message; the median of some rounds."""

    naam: str
    ms: float
    keer: float


class _Teller:
    """Time and calls per step; a step inside another is taken from that other."""

    def __init__(self) -> None:
        self.ns: Counter[str] = Counter()
        self.keer: Counter[str] = Counter()
        self.van_draad: dict[int, Counter[str]] = defaultdict(Counter)
        self._lokaal = threading.local()

    def om(self, werk: Callable[..., Any], naam: str) -> Callable[..., Any]:
        @functools.wraps(werk)
        def gemeten(*args: Any, **kwargs: Any) -> Any:
            stapel = self._lokaal.__dict__.setdefault("stapel", [])
            stapel.append(0)
            begin = time.thread_time_ns()
            try:
                return werk(*args, **kwargs)
            finally:
                duur = time.thread_time_ns() - begin
                eigen = duur - stapel.pop()
                if stapel:
                    stapel[-1] += duur
                self.ns[naam] += eigen
                self.keer[naam] += 1
                self.van_draad[threading.get_ident()]["alles"] += eigen

        return gemeten

    def wis(self) -> None:
        self.ns.clear()
        self.keer.clear()
        self.van_draad.clear()


def _zet_op(teller: _Teller) -> None:
    for module_naam, naam, stap in STAPPEN:
        plek: Any = import_module(module_naam)
        *weg, laatste = naam.split(".")
        for deel in weg:
            plek = getattr(plek, deel)
        setattr(plek, laatste, teller.om(getattr(plek, laatste), stap))


def _per_draad() -> dict[int, tuple[str, float]]:
    """Name and processor seconds of every thread but this one."""
    uit = {}
    for draad in threading.enumerate():
        if draad is not threading.current_thread() and draad.ident:
            klok = time.pthread_getcpuclockid(draad.ident)
            uit[draad.ident] = (draad.name, time.clock_gettime(klok))
    return uit


@contextmanager
def _server() -> Iterator[str]:
    from cli.lus import kies_lus
    from cli.run import make_runner
    from settings import read_settings
    from web.app import make_app

    kies_lus()
    poort, klaar, stoppen = vrije_poort(), threading.Event(), threading.Event()
    app = make_app(read_settings())

    async def draai() -> None:
        from aiohttp import web

        from web import keys

        runner = make_runner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", poort).start()
        # It loads on another thread, and the end is told from another: neither knows events of this loop.
        while not app[keys.ASSISTENT].klaar:  # noqa: ASYNC110
            await asyncio.sleep(0.2)
        klaar.set()
        while not stoppen.is_set():  # noqa: ASYNC110
            await asyncio.sleep(0.5)
        await runner.cleanup()

    draad = threading.Thread(target=lambda: asyncio.run(draai()), name="lus")
    draad.start()
    klaar.wait()
    try:
        yield f"http://127.0.0.1:{poort}"
    finally:
        stoppen.set()
        draad.join()


def _omgeving(map_: Path) -> None:
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{map_}/pad.db",
        "VAR_MAP": str(map_),
        "MODEL_MAP": str(ROOT / "models"),
        "REDIS_URL": "",
        "LIMIET_GESPREK": "0",
        "LIMIET_ADRES": "0",
        "LOG_NIVEAU": "WARNING",
    }


async def _zeg(stuur: Stuur, teksten: Iterator[str], aantal: int) -> None:
    async with aiohttp.ClientSession() as sessie:
        for _ in range(aantal):
            await stuur(sessie, next(teksten))


def _ronde(teller: _Teller, stuur: Stuur, teksten: Iterator[str], aantal: int) -> Ronde:
    teller.wis()
    voor = _per_draad()
    asyncio.run(_zeg(stuur, teksten, aantal))
    na = _per_draad()
    ms = Counter({naam: ns / 1e6 for naam, ns in teller.ns.items()})
    for ident, (naam, seconden) in na.items():
        over = (seconden - voor.get(ident, ("", 0.0))[1]) * 1000 - teller.van_draad[ident]["alles"] / 1e6
        ms[_ANDERS.get(naam.split("_")[0], _LUS)] += over
    return {naam: (som / aantal, teller.keer[naam] / aantal) for naam, som in ms.items()}


def measure(aantal: int = 200, *, voortgang: Callable[[str], None] = lambda _: None) -> list[Stap]:
    """The table, largest first, with the whole at the end."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory(prefix="voordeur-pad-") as naam:
        _omgeving(Path(naam))
        subprocess.run([sys.executable, "-m", "cli.voordeur", "voorbereiden"], check=True, stdout=subprocess.DEVNULL)
        teller = _Teller()
        _zet_op(teller)
        voortgang("De server wordt gestart …")
        with _server() as basis:
            stuur, teksten = stuur_voordeur(basis), itertools.cycle(messages())
            asyncio.run(_zeg(stuur, teksten, WARM))
            voortgang(f"{HERHAAL} keer {aantal} berichten …")
            ronden = [_ronde(teller, stuur, teksten, aantal) for _ in range(HERHAAL)]
    rijen = sorted((_middelste(naam, ronden) for naam in {n for ronde in ronden for n in ronde}), key=lambda r: -r.ms)
    return [*rijen, Stap("alles", round(sum(r.ms for r in rijen), 2), 1.0)]


def _middelste(naam: str, ronden: list[Ronde]) -> Stap:
    paren = [ronde.get(naam, (0.0, 0.0)) for ronde in ronden]
    ms, keer = (round(statistics.median(p[i] for p in paren), 2) for i in (0, 1))
    return Stap(naam, ms, keer)


def as_table(rijen: list[Stap]) -> str:
    """ms and calls per message."""
    return "\n".join(f"{r.naam:45s} {r.ms:8.2f} ms {r.keer:8.2f} keer" for r in rijen)


def write_report(rijen: list[Stap], map_: Path) -> Path:
    """The table as JSON under `map_`."""
    map_.mkdir(parents=True, exist_ok=True)
    bestand = map_ / "pad.json"
    bestand.write_text(json.dumps([asdict(r) for r in rijen], indent=2), encoding="utf-8")
    return bestand
