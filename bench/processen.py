"""What a second process adds: the same messages to one process and to two, on PostgreSQL and Redis.

The baseline is one process on the same database server. They take turns, each time on an empty database, so that
what else the machine does falls on both alike. At least 1.5 times as many answers per second is asked of two processes
on two cores.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.antwoordtijd import belast, messages, stuur_voordeur, wait_for_assistent
from bench.diensten import Dienst, voordeur
from bench.storingen import REDIS, eigen_postgres, redis_is_er

PROCESSEN, RONDEN, TEGELIJK, WARM = (1, 2), 3, 16, 80
# A connection goes to either process: so many answers in a row, and all of them are there.
_ACHTEREEN = 25
MINSTENS = 1.5


@dataclass
class Meting:
    """The median of the rounds: answers per second, latencies in ms, processor ms per message of all processes."""

    processen: int
    ronden: int
    berichten: int
    per_seconde: float
    p50_ms: float
    p95_ms: float
    processor_ms: float
    fouten: int


def _processor_ms(dienst: Dienst) -> float:
    """Processor time of the server and its children until now. In 1/100 s, as Linux counts."""
    som = 0
    for pid in dienst.familie():
        delen = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        som += int(delen[11]) + int(delen[12])
    return som * 10.0


def _ronde(processen: int, aantal: int) -> Meting:
    with eigen_postgres() as postgres:
        if not postgres or not redis_is_er():
            raise RuntimeError("PostgreSQL of Redis antwoordt niet. Zet TEST_POSTGRES_URL en TEST_REDIS_URL.")
        with voordeur(processen=processen, database_url=postgres, redis_url=REDIS) as dienst:
            for _ in range(_ACHTEREEN * processen):
                wait_for_assistent(dienst)
            stuur, teksten = stuur_voordeur(dienst.url), itertools.cycle(messages())
            asyncio.run(belast(stuur, teksten, tegelijk=TEGELIJK, aantal=WARM, steeds_nieuw=True))
            voor = _processor_ms(dienst)
            tijden, duur, fouten = asyncio.run(
                belast(stuur, teksten, tegelijk=TEGELIJK, aantal=aantal, steeds_nieuw=True)
            )
            verbruikt = (_processor_ms(dienst) - voor) / aantal
    p95 = statistics.quantiles(tijden, n=20)[18]
    return Meting(processen, 1, aantal, len(tijden) / duur, statistics.median(tijden), p95, verbruikt, fouten)


def measure(aantal: int = 400, *, voortgang: Callable[[str], None] = lambda _: None) -> list[Meting]:
    """One row for each number of processes. Raises RuntimeError where PostgreSQL or Redis is missing."""
    ronden: dict[int, list[Meting]] = {n: [] for n in PROCESSEN}
    for ronde, n in itertools.product(range(RONDEN), PROCESSEN):
        voortgang(f"Ronde {ronde + 1} van {RONDEN}: {n} proces{'sen' if n > 1 else ''} …")
        ronden[n].append(rij := _ronde(n, aantal))
        voortgang(f"  {rij.per_seconde:.1f} per seconde, {rij.processor_ms:.1f} ms processor per bericht")
    return [middelste(rijen) for rijen in ronden.values()]


def middelste(rijen: list[Meting]) -> Meting:
    """The median of each number; what failed is added up."""

    def midden(naam: str) -> float:
        return round(statistics.median(getattr(r, naam) for r in rijen), 1)

    return Meting(
        rijen[0].processen, len(rijen), sum(r.berichten for r in rijen), midden("per_seconde"), midden("p50_ms"),
        midden("p95_ms"), midden("processor_ms"), sum(r.fouten for r in rijen),
    )  # fmt: skip


def as_table(rijen: list[Meting]) -> str:
    """The rows, and how many times one process each is."""
    regels = [" | ".join((*asdict(rijen[0]), "keer_een_proces"))]
    for rij in rijen:
        keer = round(rij.per_seconde / rijen[0].per_seconde, 2)
        regels.append(" | ".join(str(w) for w in (*asdict(rij).values(), keer)))
    return "\n".join([*regels, f"Gevraagd: {MINSTENS} keer, met twee processen op twee kernen."])


def write_report(rijen: list[Meting], map_: Path) -> Path:
    """The rows as JSON under `map_`."""
    map_.mkdir(parents=True, exist_ok=True)
    bestand = map_ / "processen.json"
    inhoud = {"op": time.strftime("%Y-%m-%d"), "rijen": [asdict(r) for r in rijen]}
    bestand.write_text(json.dumps(inhoud, indent=2), encoding="utf-8")
    return bestand
