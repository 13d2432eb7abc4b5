"""Limits: a flood is stopped, a library full of people is not, and a crisis never."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any

from aiohttp.test_utils import make_mocked_request

from settings import Settings
from tests.web.builders import nieuwe_inwoner
from tests.web.conftest import Bouwer
from web.limieten import Limiet, Limieten


class Klok:
    def __init__(self) -> None:
        self.nu = 1000.0

    def __call__(self) -> float:
        return self.nu


async def test_a_bucket_gives_a_handful_at_once_and_then_a_steady_flow() -> None:
    klok = Klok()
    limieten, limiet = Limieten(klok=klok), Limiet("x", 15, 30)
    assert [await limieten.neem(limiet, "a") for _ in range(30)] == [0.0] * 30
    assert await limieten.neem(limiet, "a") > 0
    klok.nu += 4
    assert await limieten.neem(limiet, "a") == 0
    assert await limieten.neem(limiet, "a") > 0
    assert await limieten.neem(limiet, "iemand anders") == 0


async def test_no_limit_means_no_limit() -> None:
    limieten = Limieten()
    assert {await limieten.neem(Limiet("x", 0, 0), "a") for _ in range(1000)} == {0.0}


async def test_thirty_people_in_one_library_get_through() -> None:
    limieten, limiet = Limieten(klok=Klok()), Limiet("adres", 600, 600)
    assert {await limieten.neem(limiet, "bibliotheek") for _ in range(30 * 15)} == {0.0}


def _adres(limieten: Limieten, remote: str, verder: str = "") -> str | None:
    kop = {"X-Forwarded-For": verder} if verder else {}
    return limieten.adres(make_mocked_request("GET", "/", headers=kop).clone(remote=remote))


def test_behind_a_proxy_the_address_is_the_last_one_it_did_not_make_up() -> None:
    limieten = Limieten(proxies="10.0.0.0/8", geheim="x")
    echt = _adres(Limieten(geheim="x"), "203.0.113.9")
    assert _adres(limieten, "10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2") == echt
    assert _adres(limieten, "203.0.113.9", "198.51.100.1") == echt


def test_the_key_does_not_show_the_address_and_this_machine_has_none() -> None:
    limieten = Limieten()
    assert "203" not in str(_adres(limieten, "203.0.113.9"))
    assert _adres(limieten, "127.0.0.1") is None
    assert _adres(limieten, "geen adres") is None


def test_a_phone_with_changing_ipv6_addresses_is_one_caller() -> None:
    limieten = Limieten()
    assert _adres(limieten, "2001:db8::1") == _adres(limieten, "2001:db8::ffff")
    assert _adres(limieten, "2001:db8::1") != _adres(limieten, "2001:db8:0:1::1")


async def test_too_many_messages_wait_a_retry_costs_nothing_and_a_crisis_always_passes(
    bouw: Bouwer, settings: Settings
) -> None:
    client = await bouw(settings=dataclasses.replace(settings, limiet_gesprek=2))
    inwoner = await nieuwe_inwoner(client)
    client_id = str(uuid.uuid4())
    for _ in range(10):
        await inwoner.zeg("eerste", client_id)
    for i in range(3):
        await inwoner.zeg(f"b{i}")
    response: Any = await inwoner.post("berichten", {"client_id": "x", "tekst": "te veel"})
    assert response.status == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "112" in (await response.json())["detail"]
    assert (await inwoner.zeg("Mijn man slaat mij nu en ik ben bang voor mijn leven"))["antwoorden"]


async def test_thirty_people_in_one_library_all_talk_while_one_who_floods_does_not(
    bouw: Bouwer, settings: Settings
) -> None:
    """The whole product at its default limits, behind a proxy, all from one address."""
    standaard = Settings()
    client = await bouw(
        settings=dataclasses.replace(
            settings, limiet_gesprek=standaard.limiet_gesprek, limiet_adres=standaard.limiet_adres,
            proxy_adressen="127.0.0.1",
        )
    )  # fmt: skip
    client.session.headers["X-Forwarded-For"] = "203.0.113.9"
    mensen = [await nieuwe_inwoner(client) for _ in range(30)]
    vloed, *anderen = mensen
    antwoorden = [
        (await vloed.post("berichten", {"client_id": str(uuid.uuid4()), "tekst": f"b{i}"})).status for i in range(40)
    ]
    assert antwoorden[: 2 * standaard.limiet_gesprek] == [201] * (2 * standaard.limiet_gesprek)
    assert antwoorden[-1] == 429
    for _ in range(15):
        for iemand in anderen:
            response = await iemand.post("berichten", {"client_id": str(uuid.uuid4()), "tekst": "hallo"})
            assert response.status == 201
