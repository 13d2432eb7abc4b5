"""Faults under load: what was acknowledged is counted by the clients themselves and compared at the end.

    voordeur bench --storingen                   25 times `kill -9`, SQLite, and PostgreSQL + Redis where they are
    voordeur bench --storingen --doden 200       the full form
    python -m bench.storingen --alleen sqlite-2  one configuration

Its own residents and staff talk to `voordeur run` by way of a proxy; other proxies stand before PostgreSQL and
Redis, so that nothing of this machine is stopped. PostgreSQL: $TEST_POSTGRES_URL, in which a database of its own
is made and dropped. Redis: $TEST_REDIS_URL, of which database 9 is used; it must be empty before.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bench.diensten import ROOT
from bench.storing import kwaad
from bench.storing.proef import Vorm, proef
from bench.storing.rapport import Ronde, als_tabel, schrijf
from opslag.db import database_url

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


@contextlib.contextmanager
def eigen_postgres() -> Iterator[str]:
    """A new database on the server of $TEST_POSTGRES_URL, gone afterwards; '' where there is no such server."""
    naam = f"voordeur_storing_{uuid.uuid4().hex[:10]}"
    url = database_url(POSTGRES, ROOT)
    beheer = create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"timeout": 60})
    try:
        with beheer.connect() as verbinding:
            verbinding.execute(text(f'CREATE DATABASE "{naam}"'))
    except Exception:
        yield ""
        return
    try:
        yield make_url(str(url)).set(database=naam).render_as_string(hide_password=False)
    finally:
        with beheer.connect() as verbinding:
            verbinding.execute(text(f'DROP DATABASE "{naam}" WITH (FORCE)'))
        beheer.dispose()


def redis_is_er() -> bool:
    """Whether Redis answers."""
    import redis

    try:
        return bool(redis.Redis.from_url(REDIS, socket_connect_timeout=2).ping())
    except Exception:
        return False


def kwaden(vorm: Vorm) -> list[tuple[str, kwaad.Kwaad]]:
    """The faults that this configuration can have."""
    uit = list(kwaad.OVERAL)
    uit += kwaad.OP_POSTGRES if vorm.postgres else kwaad.OP_SQLITE
    uit += kwaad.OP_REDIS if vorm.redis else ()
    uit += kwaad.MET_RASA if vorm.assistent == "rasa" else ()
    return uit


async def ronde(vorm: Vorm, *, doden: int, keer: int, welke: Collection[str] = ()) -> Ronde:
    """All faults of one configuration (or only `welke`), one after another under the same load, and the comparison."""
    uit, begin = Ronde(vorm.naam), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="voordeur-storing-") as naam:
        try:
            async with proef(vorm, Path(naam)) as (p, inwoners, medewerkers):
                gekozen = [(n, k, keer) for n, k in kwaden(vorm) if not welke or n in welke]
                for wat, doe, aantal in [("kill -9", kwaad.dood, doden), *gekozen]:
                    print(f"{vorm.naam}: {wat} …", file=sys.stderr, flush=True)
                    uit.herstel[wat] = [round(t, 2) for t in await doe(p, aantal)]
                    print(f"    {max(uit.herstel[wat]):.1f} s; {p.boek.aantal} bevestigd", file=sys.stderr, flush=True)
                uit.uitslag = await p.slot(inwoners, medewerkers)
        except (RuntimeError, TimeoutError) as fout:
            uit.afgebroken = f"{type(fout).__name__}: {fout}"
            _bewaar_log(Path(naam), vorm.naam)
    uit.seconden = round(time.monotonic() - begin, 1)
    return uit


def _bewaar_log(map_: Path, naam: str) -> None:
    """What the server wrote before it did not come back, to look at."""
    with contextlib.suppress(OSError):
        doel = ROOT / "var/bench" / f"storingen-{naam}.log"
        doel.parent.mkdir(parents=True, exist_ok=True)
        doel.write_bytes((map_ / "server.log").read_bytes()[-200_000:])


def vormen(*, postgres: str, redis: str) -> list[Vorm]:
    """What is tried, from small to large."""
    uit = [Vorm("sqlite-1", processen=1), Vorm("sqlite-2", processen=2)]
    if postgres and redis:
        uit.append(Vorm("postgres-redis-2", postgres=postgres, redis=redis))
    return [*uit, Vorm("sqlite-2-rasa", assistent="rasa", inwoners=4, medewerkers=2)]


def draai(*, doden: int = 25, keer: int = 2, alleen: str = "", inwoners: int = 0) -> list[Ronde]:
    """Every configuration, or the one that is named."""
    uit = []
    with eigen_postgres() as postgres:
        for vorm in vormen(postgres=postgres, redis=REDIS if redis_is_er() else ""):
            if alleen in ("", vorm.naam):
                # Rasa takes most of a minute of the processor to load; more than a few kills add nothing.
                zoveel = min(doden, 3) if vorm.assistent == "rasa" else doden
                met = replace(vorm, inwoners=inwoners or vorm.inwoners)
                uit.append(asyncio.run(ronde(met, doden=zoveel, keer=keer)))
                print(als_tabel(uit[-1:]), flush=True)
    return uit


def main(woorden: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="storingen onder belasting")
    parser.add_argument("--doden", type=int, default=25, help="hoe vaak een proces met kill -9 stopt, per vorm")
    parser.add_argument("--keer", type=int, default=2, help="hoe vaak elke andere storing komt")
    parser.add_argument("--alleen", default="", help="alleen deze vorm, zoals sqlite-2")
    gevraagd = parser.parse_args(woorden)
    ronden = draai(doden=gevraagd.doden, keer=gevraagd.keer, alleen=gevraagd.alleen)
    print(als_tabel(ronden))
    print(f"Rapport: {schrijf(ronden, ROOT / 'var/bench')}")
    return 0 if ronden and all(r.goed for r in ronden) else 1


if __name__ == "__main__":
    sys.exit(main())
