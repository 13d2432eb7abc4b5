"""Wake-ups between readers, within a process and across processes."""

from __future__ import annotations

import asyncio
import dataclasses
import os
from typing import Any
from urllib.parse import urlsplit

import pytest

from bench.storing.proxy import Proxy
from gesprek.events import gesprek_event
from opslag.db import Database
from settings import Settings
from tests.web.builders import nieuwe_inwoner
from tests.web.conftest import Bouwer
from web.hub import RUSTIG, ZELF_KIJKEN, Hub

REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0")


async def _redis_is_there() -> bool:
    import redis.asyncio as redis

    client = redis.from_url(REDIS, socket_connect_timeout=0.5)
    try:
        return bool(await client.ping())
    except Exception:
        return False
    finally:
        await client.aclose()


async def test_passing_news_beside_real_news_hides_nothing() -> None:
    hub = Hub()
    with hub.subscribe("gesprek:a") as a:
        hub.publish([gesprek_event("a", "bericht", 3)])
        hub.meld("gesprek:a", "typt", {"wie": "inwoner"})
        assert await a.wacht(1) == {"typt": {"wie": "inwoner"}}
        assert a.te_lezen
        hub.meld("gesprek:a", "typt", {"wie": "inwoner"})
        await a.wacht(1)
        assert not a.te_lezen


async def test_a_reader_may_listen_besides_and_stop_doing_so() -> None:
    hub = Hub()
    with hub.subscribe("werkplek") as lezer:
        lezer.luister_ook(["gesprek:a", "gesprek:b"])
        lezer.luister_ook(["gesprek:b"])
        assert (hub.aantal("gesprek:a"), hub.aantal("gesprek:b")) == (0, 1)
        hub.publish([gesprek_event("b", "bericht", 1)])
        await lezer.wacht(1)
        assert lezer.te_lezen
    assert (hub.aantal("gesprek:b"), hub.aantal("werkplek")) == (0, 0)


async def test_who_is_subscribed_is_woken_and_others_are_not() -> None:
    hub = Hub()
    with hub.subscribe("gesprek:a") as a, hub.subscribe("gesprek:b") as b:
        hub.publish([gesprek_event("a", "bericht", 3)])
        await a.wacht(0.01)
        assert not b._gewekt.is_set()


async def test_many_wake_ups_are_one_reader_woken_once() -> None:
    hub = Hub()
    with hub.subscribe("gesprek:a") as a:
        for i in range(1000):
            hub.publish([gesprek_event("a", "bericht", i)])
        await a.wacht(0.01)
        assert not a._gewekt.is_set()


async def test_passing_news_comes_along_and_never_piles_up() -> None:
    hub = Hub()
    with hub.subscribe("gesprek:a") as a:
        for i in range(1000):
            hub.meld("gesprek:a", f"soort{i}", {"wie": "inwoner"})
        assert len(await a.wacht(0.01)) <= 16
        assert await a.wacht(0.01) == {}


async def test_nobody_subscribed_takes_no_memory() -> None:
    hub = Hub()
    with hub.subscribe("gesprek:a"):
        assert hub.aantal("gesprek:a") == 1
    assert hub.aantal("gesprek:a") == 0
    assert not hub._lezers


def test_alone_a_reader_rests_and_with_others_it_looks_for_itself() -> None:
    assert Hub().kijk_na == RUSTIG
    assert Hub(processen=2).kijk_na == ZELF_KIJKEN
    assert Hub(redis_url=REDIS, processen=2).kijk_na == ZELF_KIJKEN


async def test_over_redis_a_message_in_one_process_reaches_the_socket_in_another(
    bouw: Bouwer, settings: Settings, database: Database
) -> None:
    if not await _redis_is_there():
        pytest.skip("needs Redis")
    met_redis = dataclasses.replace(settings, redis_url=REDIS)
    een = await bouw(settings=met_redis, database=database, processen=2)
    twee = await bouw(settings=met_redis, database=database, processen=2)
    inwoner = await nieuwe_inwoner(een)
    from web import keys

    async with asyncio.timeout(5):
        while not (een.app[keys.HUB].verbonden and twee.app[keys.HUB].verbonden):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    na = inwoner.welkom[-1]["volgnummer"]
    async with twee.ws_connect(f"{inwoner.pad}/stroom?na={na}", headers=inwoner.kop) as ws:
        assert (await ws.receive_json(timeout=5))["soort"] == "status"
        await inwoner.zeg("hallo")
        event: dict[str, Any] = await ws.receive_json(timeout=2)
    assert event["bericht"]["tekst"] == "hallo"


@pytest.mark.parametrize("hoe", ["stil", "weg"])
async def test_redis_that_hangs_is_noticed_as_one_that_is_gone_and_taken_up_again(hoe: str) -> None:
    """A connection that stays open and carries nothing must not leave readers waiting to be woken."""
    if not await _redis_is_there():
        pytest.skip("needs Redis")
    adres = urlsplit(REDIS)
    tussen = await Proxy((adres.hostname or "127.0.0.1", adres.port or 6379)).start()
    hub = Hub(redis_url=f"redis://127.0.0.1:{tussen.poort}{adres.path}", processen=2, hart=0.05)
    await hub.start()

    async def wacht_op(verbonden: bool) -> None:
        async with asyncio.timeout(20):
            while hub.verbonden is not verbonden:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    try:
        await wacht_op(True)
        getattr(tussen, hoe)()
        await wacht_op(False)
        assert hub.kijk_na == ZELF_KIJKEN
        tussen.knip()
        tussen.herstel()
        await wacht_op(True)
    finally:
        await hub.stop()
        await tussen.stop()


async def test_a_crisis_does_not_wait_for_the_lock_of_a_process_that_died(
    bouw: Bouwer, settings: Settings, database: Database
) -> None:
    if not await _redis_is_there():
        pytest.skip("needs Redis")
    import redis.asyncio as redis

    client = await bouw(settings=dataclasses.replace(settings, redis_url=REDIS), database=database, processen=2)
    inwoner = await nieuwe_inwoner(client)
    van_een_dode = redis.from_url(REDIS)
    slot = van_een_dode.lock(f"voordeur:slot:{inwoner.id}", timeout=30)
    assert await slot.acquire(blocking=False)
    try:
        async with asyncio.timeout(15):
            uit = await inwoner.zeg("er is gevaar")
        assert "gevaar" in uit["antwoorden"][0]["tekst"]
    finally:
        await slot.release()
        await van_een_dode.aclose()


async def test_two_processes_answer_a_message_that_comes_to_both_once(
    bouw: Bouwer, settings: Settings, database: Database
) -> None:
    if not await _redis_is_there():
        pytest.skip("needs Redis")
    met_redis = dataclasses.replace(settings, redis_url=REDIS)
    een = await bouw(settings=met_redis, database=database, processen=2)
    twee = await bouw(settings=met_redis, database=database, processen=2)
    inwoner = await nieuwe_inwoner(een)
    body = {"client_id": "zelfde", "tekst": "hallo"}
    antwoorden = await asyncio.gather(
        *(c.post(f"{inwoner.pad}/berichten", json=body, headers=inwoner.kop) for c in (een, twee) * 5)
    )
    assert {a.status for a in antwoorden} == {201}
    teksten = [b["tekst"] for b in (await inwoner.alles())["berichten"]]
    assert teksten.count("hallo") == 1
    assert teksten.count("echo: hallo") == 1
