"""The faults. Each does its harm under load, lets it pass, and says after how many seconds all was whole again."""

from __future__ import annotations

import asyncio
import random
import resource
import shutil
import time
from collections.abc import Awaitable, Callable

from sqlalchemy import text

from bench.storing.proef import Proef
from bench.storing.server import GEDULD

# How long what is away stays away, in seconds.
WEG = 3.0
Kwaad = Callable[[Proef, int], Awaitable[list[float]]]


async def dood(p: Proef, keer: int) -> list[float]:
    """`kill -9` of one of the processes."""
    uit = []
    for _ in range(keer):
        await p.onder_werk(10)
        begin, oud = time.monotonic(), await p.server.starttijden()
        slachtoffers = p.server.pids()
        p.server.dood(random.choice(slachtoffers))
        await p.server.wacht_op_processen(minstens_een_nieuwe=frozenset(oud))
        uit.append(time.monotonic() - begin)
    return uit


async def _even(
    p: Proef, aan: Callable[[], object], uit: Callable[[], object], *, duur: float = WEG, werk: int = 0
) -> float:
    """With `werk` the fault lasts until so many messages more were acknowledged all the same."""
    await p.onder_werk(5)
    aan()
    await (p.onder_werk(werk) if werk else asyncio.sleep(duur))
    uit()
    return await p.wacht_op_gezond()


async def postgres_verbindingen(p: Proef, keer: int) -> list[float]:
    """PostgreSQL ends every connection of the server, as at a restart."""
    uit = []
    for _ in range(keer):
        await p.onder_werk(10)
        with p.database.session_scope() as session:
            session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        uit.append(await p.wacht_op_gezond())
    return uit


async def postgres_weg(p: Proef, keer: int) -> list[float]:
    """PostgreSQL cannot be reached for a while."""
    assert p.postgres is not None
    return [await _even(p, p.postgres.weg, p.postgres.herstel) for _ in range(keer)]


async def postgres_stil(p: Proef, keer: int) -> list[float]:
    """PostgreSQL hangs: connections stay open and nothing comes through; what hung is cut off afterwards."""
    assert p.postgres is not None
    proxy = p.postgres
    return [await _even(p, proxy.stil, lambda: (proxy.knip(), proxy.herstel()), duur=20.0) for _ in range(keer)]


async def redis_weg(p: Proef, keer: int) -> list[float]:
    """Redis cannot be reached for a while."""
    assert p.redis is not None
    return [await _even(p, p.redis.weg, p.redis.herstel) for _ in range(keer)]


async def redis_stil(p: Proef, keer: int) -> list[float]:
    """Redis hangs."""
    assert p.redis is not None
    return [await _even(p, p.redis.stil, p.redis.herstel, duur=8.0) for _ in range(keer)]


async def browser_geknipt(p: Proef, keer: int) -> list[float]:
    """Every connection of every client is cut in the middle."""
    uit = []
    for _ in range(keer * 5):
        await p.onder_werk(3)
        p.browser.knip()
    uit.append(await p.wacht_op_gezond())
    return uit


async def browser_traag(p: Proef, keer: int) -> list[float]:
    """Connections are held up, each for another time, so that what was sent later comes earlier."""

    def vertraag() -> None:
        p.browser.vertraging = 1.0

    return [await _even(p, vertraag, p.browser.herstel, werk=30) for _ in range(keer)]


async def browser_dubbel(p: Proef, keer: int) -> list[float]:
    """Everything a client sends arrives twice, at the same moment."""

    def verdubbel() -> None:
        p.browser.dubbel = True

    return [await _even(p, verdubbel, p.browser.herstel, werk=30) for _ in range(keer)]


async def actie_werpt(p: Proef, keer: int) -> list[float]:
    """The assistant raises at every message."""
    return [await _even(p, lambda: p.zet(assistent="werpt"), p.zet, werk=15) for _ in range(keer)]


async def actie_hangt(p: Proef, keer: int) -> list[float]:
    """The assistant does not come back."""
    return [await _even(p, lambda: p.zet(assistent="hangt"), p.zet, werk=10) for _ in range(keer)]


async def klok(p: Proef, keer: int) -> list[float]:
    """The clock is set ahead by an hour and back by an hour, and a process dies in between."""
    uit = []
    for verzet in (3600, -3600) * keer:
        uit.append(await _even(p, lambda v=verzet: p.zet(klok=v), lambda: None, duur=1))  # type: ignore[misc]
        uit += await dood(p, 1)
        p.zet()
    return uit


async def schijf_vol(p: Proef, keer: int) -> list[float]:
    """Nothing can be written any more for a while."""

    def vol() -> None:
        p.begrens_bestanden(1024)

    def ruim() -> None:
        p.begrens_bestanden(resource.RLIM_INFINITY)

    async def even() -> float:
        await p.onder_werk(5)
        vol()
        await asyncio.sleep(WEG)
        ruim()
        return await p.wacht_op_gezond()

    return [await even() for _ in range(keer)]


async def model_stuk(p: Proef, keer: int) -> list[float]:
    """A newer model that is half-written, and a process that must load while it lies there."""
    uit = []
    goed = max(p.modellen.glob("voordeur-*.tar.gz"))
    half = p.modellen / "voordeur-99991231-235959.tar.gz"
    for _ in range(keer):
        inhoud = goed.read_bytes()
        half.write_bytes(inhoud[: len(inhoud) // 2])
        uit += await dood(p, 1)
        uit[-1] += await _wacht_op_assistent(p)
        half.unlink()
    return uit


async def model_nieuw(p: Proef, keer: int) -> list[float]:
    """A new model is put in place under load, and taken away again."""
    uit = []
    goed = max(p.modellen.glob("voordeur-*.tar.gz"))
    nieuw = p.modellen / "voordeur-99991231-235959.tar.gz"
    for _ in range(keer):
        klad = p.modellen / "klad"
        shutil.copyfile(goed, klad)
        for stap in (lambda k=klad: k.replace(nieuw), nieuw.unlink):
            stap()  # type: ignore[operator]
            begin = time.monotonic()
            await p.onder_werk(40)
            uit.append(time.monotonic() - begin + await _wacht_op_assistent(p))
    return uit


async def _wacht_op_assistent(p: Proef) -> float:
    begin = time.monotonic()
    while await p.assistenten() != {"goed"}:
        if time.monotonic() - begin > GEDULD:
            raise RuntimeError("the assistant did not come back")
        await asyncio.sleep(0.2)
    return time.monotonic() - begin


OVERAL: tuple[tuple[str, Kwaad], ...] = (
    ("verbinding geknipt", browser_geknipt),
    ("verbinding traag", browser_traag),
    ("alles dubbel verstuurd", browser_dubbel),
    ("actie geeft een fout", actie_werpt),
    ("actie hangt", actie_hangt),
    ("klok verzet", klok),
)
OP_SQLITE: tuple[tuple[str, Kwaad], ...] = (("schijf vol", schijf_vol),)
OP_POSTGRES: tuple[tuple[str, Kwaad], ...] = (
    ("PostgreSQL verbreekt alles", postgres_verbindingen),
    ("PostgreSQL weg", postgres_weg),
    ("PostgreSQL hangt", postgres_stil),
)
OP_REDIS: tuple[tuple[str, Kwaad], ...] = (("Redis weg", redis_weg), ("Redis hangt", redis_stil))
MET_RASA: tuple[tuple[str, Kwaad], ...] = (("model half geschreven", model_stuk), ("nieuw model en terug", model_nieuw))
