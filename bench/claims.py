"""Two hundred claimants over a thousand overdrachten: who wins, and how many claims a second.

python -m bench.claims                          SQLite
python -m bench.claims postgresql://…/lege_db   PostgreSQL: an empty database that may be filled
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from gesprek.models import Gesprek
from opslag.db import Base, Database, database_url, make_engine, now
from overdracht import wachtrij
from overdracht.models import Medewerker, Overdracht

CLAIMERS, OVERDRACHTEN = 200, 1000
# Each overdracht is wanted by two claimants, who are different for each.
PER_CLAIMER = 2 * OVERDRACHTEN // CLAIMERS
DRADEN = 8


@dataclass
class Uitkomst:
    """Who won what, who was told that somebody else had (`kenmerk`, `door`), and in how many seconds."""

    gewonnen: Counter[str] = field(default_factory=Counter)
    verloren: list[tuple[str, str]] = field(default_factory=list)
    fouten: list[str] = field(default_factory=list)
    seconden: float = 0.0
    wachten_ms: list[float] = field(default_factory=list)

    @property
    def per_seconde(self) -> float:
        return (sum(self.gewonnen.values()) + len(self.verloren)) / self.seconden


def kenmerk(n: int) -> str:
    return f"VD-TEST-{n:04}"


def vul(database: Database) -> dict[int, str]:
    """The claimants and what waits; the name of each claimant by number."""
    with database.session_scope() as session:
        wie = [Medewerker(naam=f"Medewerker {n}", rol="medewerker", gemeenten=[]) for n in range(CLAIMERS)]
        session.add_all(wie)
        session.add_all([Gesprek(id=f"g{n}", token_hash=f"{n}", status="wachtend") for n in range(OVERDRACHTEN)])
        session.flush()
        session.add_all(
            [
                Overdracht(kenmerk=kenmerk(n), gesprek_id=f"g{n}", status="wachtend", voorrang_op=now())
                for n in range(OVERDRACHTEN)
            ]
        )
        session.flush()
        return {m.id: m.naam for m in wie}


def meet_claims(database: Database, wie: Sequence[int]) -> Uitkomst:
    """Let everybody claim at once, each in their own order."""
    uit, slot = Uitkomst(), threading.Lock()
    begin = time.perf_counter()
    with ThreadPoolExecutor(DRADEN) as draden:
        list(draden.map(lambda p: _claim(database, p[1], _rij(p[0]), uit, slot), enumerate(wie)))
    uit.seconden = time.perf_counter() - begin
    return uit


def _rij(nummer: int) -> list[str]:
    """What this claimant wants: a stretch of the queue that overlaps with the next one's, in a random order."""
    stap = OVERDRACHTEN // CLAIMERS
    rij = [kenmerk((nummer * stap + i) % OVERDRACHTEN) for i in range(PER_CLAIMER)]
    random.Random(nummer).shuffle(rij)
    return rij


def _claim(database: Database, id_: int, rij: list[str], uit: Uitkomst, slot: threading.Lock) -> None:
    with database.lezen() as session:
        medewerker = session.scalar(select(Medewerker).where(Medewerker.id == id_))
        assert medewerker is not None
    for k in rij:
        begin, door, fout = time.perf_counter(), None, ""
        try:
            with database.session_scope() as session:
                wachtrij.claim_overdracht(session, k, medewerker)
        except wachtrij.AlOpgepakt as e:
            door = e.door
        except Exception as e:
            fout = f"{k}: {type(e).__name__}"
        with slot:
            uit.wachten_ms.append((time.perf_counter() - begin) * 1000)
            if fout:
                uit.fouten.append(fout)
            elif door is None:
                uit.gewonnen[k] += 1
            else:
                uit.verloren.append((k, door))


def main(adres: str = "") -> int:
    with tempfile.TemporaryDirectory() as map_:
        engine = make_engine(database_url(adres, Path.cwd()) if adres else f"sqlite:///{map_}/claims.db")
        Base.metadata.create_all(engine)
        database = Database(engine, geheim="alleen voor de meting")
        try:
            uit = meet_claims(database, list(vul(database)))
        finally:
            Base.metadata.drop_all(engine)
            database.close()
    uit.wachten_ms.sort()
    p50, p95 = (uit.wachten_ms[int(d * len(uit.wachten_ms))] for d in (0.5, 0.95))
    print("database | wilden | gewonnen | te laat | fouten | seconden | per seconde | p50 ms | p95 ms")
    print(
        f"{engine.dialect.name} | {len(uit.wachten_ms)} | {len(uit.gewonnen)} | {len(uit.verloren)} "
        f"| {len(uit.fouten)} | {uit.seconden:.1f} | {uit.per_seconde:.0f} | {p50:.0f} | {p95:.0f}"
    )
    return 0 if set(uit.gewonnen.values()) == {1} and not uit.fouten else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
