"""Who asks the same at the same time shares one read, and nobody gets what is older than the question."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import event

from opslag.db import Database
from tests.overdracht_builders import keur_goed
from tests.web.stafleden import Staflid, pagina_routes
from web import keys
from web.samen import Samen
from werkgebied import Werkgebied


class Bron:
    """A read that ends when the test says so, and gives back what was true when it began."""

    def __init__(self) -> None:
        self.waarde, self.begonnen, self.fout = 0, 0, False
        self.mag = asyncio.Event()

    async def lees(self, sleutel: str) -> int:
        self.begonnen += 1
        gezien = self.waarde
        await self.mag.wait()
        if self.fout:
            raise RuntimeError("weg")
        return gezien


async def _even() -> None:
    """Let everything that can go on do so."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_fifty_who_ask_at_once_are_answered_by_one_read() -> None:
    bron = Bron()
    bron.mag.set()
    samen = Samen(bron.lees)
    assert await asyncio.gather(*(samen.vraag("a") for _ in range(50))) == [0] * 50
    assert bron.begonnen == 1


async def test_who_asks_during_a_read_gets_a_later_one() -> None:
    bron = Bron()
    samen = Samen(bron.lees)
    eerste = asyncio.create_task(samen.vraag("a"))
    await _even()
    bron.waarde = 1
    later = [asyncio.create_task(samen.vraag("a")) for _ in range(20)]
    await _even()
    assert bron.begonnen == 1
    bron.mag.set()
    assert (await eerste, await asyncio.gather(*later)) == (0, [1] * 20)
    assert bron.begonnen == 2


async def test_another_key_does_not_wait() -> None:
    bron = Bron()
    samen = Samen(bron.lees)
    vragen = [asyncio.create_task(samen.vraag(k)) for k in "ab"]
    await _even()
    assert bron.begonnen == 2
    bron.mag.set()
    await asyncio.gather(*vragen)


async def test_who_leaves_takes_the_answer_of_nobody_else_away() -> None:
    bron = Bron()
    samen = Samen(bron.lees)
    weg, blijft = (asyncio.create_task(samen.vraag("a")) for _ in range(2))
    await _even()
    weg.cancel()
    bron.mag.set()
    assert await blijft == 0


async def test_a_read_that_fails_tells_all_who_share_it_and_is_tried_again_for_the_next() -> None:
    bron = Bron()
    bron.fout = True
    bron.mag.set()
    samen = Samen(bron.lees)
    uit = await asyncio.gather(*(samen.vraag("a") for _ in range(3)), return_exceptions=True)
    assert [type(u) for u in uit] == [RuntimeError] * 3
    bron.fout = False
    assert await samen.vraag("a") == 0


# --- the werkplek -----------------------------------------------------------------------------


@pytest.fixture
async def client(bouw: Any) -> TestClient[Any, Any]:
    client: TestClient[Any, Any] = await bouw(routes=pagina_routes())
    return client


async def test_an_event_reads_the_queue_once_for_all_who_are_woken(
    client: TestClient[Any, Any], sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    with sqlite_db.session_scope() as session:
        keur_goed(session, werkgebied)
    vragen: list[str] = []
    event.listen(sqlite_db.engine, "before_cursor_execute", lambda *a: vragen.append(a[2]))
    samen = client.app[keys.WERKPLEK]
    beelden = await asyncio.gather(*(samen.lijsten.vraag(()) for _ in range(50)))
    assert all(len(b.lijsten.wachtend) == 1 for b in beelden)
    await asyncio.gather(*(samen.eigen_gesprekken(n) for n in range(50)))
    assert len([v for v in vragen if "FROM overdracht" in v]) == 7, (
        "how many, three lists, what is new in what waits, how full the hands of each are, and who is in which gesprek"
    )


async def test_what_is_shared_shows_each_medewerker_what_is_their_own(
    client: TestClient[Any, Any], sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    with sqlite_db.session_scope() as session:
        voor, van = keur_goed(session, werkgebied), keur_goed(session, werkgebied)
    sanne, karim = (Staflid(client, sqlite_db, n) for n in ("Sanne de Vries", "Karim Bakker"))
    heiloo = Staflid(client, sqlite_db, "Hanna Heiloo", gemeenten=["Heiloo"])
    for verhaal in (voor, van):
        await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    await sanne.doe(f"/werkplek/{voor.kenmerk}/doorzetten", {"naar": karim.naam, "reden": "Kent het gezin"})
    van_sanne, van_karim, van_heiloo = await asyncio.gather(
        sanne.stand(van.kenmerk), karim.stand(), heiloo.stand(van.kenmerk)
    )
    assert "Voor Karim Bakker" in van_sanne["delen"]["rij"]
    assert 'aria-current="true"' in van_sanne["delen"]["rij"]
    assert "Bij u" in van_sanne["delen"]["rij"]
    assert "Voor u" in van_karim["delen"]["rij"]
    assert "Voor u" not in van_sanne["delen"]["rij"]
    assert "aria-current" not in van_karim["delen"]["rij"]
    assert "Bij u" not in van_karim["delen"]["rij"]
    assert "VD-" not in str(van_heiloo)


async def test_what_was_given_to_nobody_is_for_nobody_in_particular(
    client: TestClient[Any, Any], sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    with sqlite_db.session_scope() as session:
        keur_goed(session, werkgebied)
    rij = (await Staflid(client, sqlite_db, "Sanne de Vries").stand())["delen"]["rij"]
    assert "Financiën" in rij
    assert "Voor " not in rij
