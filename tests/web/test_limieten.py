"""Limits: a flood is stopped, a library full of people is not, and a crisis never."""

from __future__ import annotations

import asyncio
import dataclasses
import uuid
from typing import Any

import pytest
from aiohttp import WSServerHandshakeError
from aiohttp.test_utils import make_mocked_request

import web.limieten as limieten_module
from opslag.db import Database
from settings import Settings
from tests.overdracht_builders import keur_goed
from tests.web.builders import Inwoner, NepAssistent, nieuwe_inwoner, zeg
from tests.web.conftest import Bouwer
from web.antwoordkeuze import Tijden
from web.limieten import Limiet, Limieten
from web.route import GESPREK, IEDEREEN
from web.routes import all_routes
from web.teksten import BERICHTEN
from web.toegang import COOKIE_GESPREK
from werkgebied import Werkgebied


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
    assert "203.0" not in str(_adres(limieten, "203.0.113.9"))
    assert _adres(limieten, "127.0.0.1") is None
    assert _adres(limieten, "geen adres") is None


def test_a_phone_with_changing_ipv6_addresses_is_one_caller() -> None:
    limieten = Limieten()
    assert _adres(limieten, "2001:db8::1") == _adres(limieten, "2001:db8::ffff")
    assert _adres(limieten, "2001:db8::1") != _adres(limieten, "2001:db8:0:1::1")


def test_ipv4_written_as_ipv6_is_that_address_and_not_everybody_together() -> None:
    limieten = Limieten()
    assert _adres(limieten, "::ffff:203.0.113.9") == _adres(limieten, "203.0.113.9")
    assert _adres(limieten, "::ffff:203.0.113.9") != _adres(limieten, "::ffff:203.0.113.10")
    assert _adres(limieten, "::ffff:127.0.0.1") is None


async def test_a_flood_from_a_hundred_thousand_addresses_fills_no_memory() -> None:
    limieten, limiet = Limieten(klok=Klok()), Limiet("adres", 1, 1)
    for n in range(100_000):
        await limieten.neem(limiet, str(n))
    assert len(limieten._emmers) <= limieten_module._MAX_EMMERS
    assert await limieten.neem(limiet, "99999") > 0


async def _mensen_achter_een_proxy(bouw: Bouwer, settings: Settings, aantal: int, **anders: Any) -> list[Inwoner]:
    """Residents at one address, which may send as much as the settings say."""
    client = await bouw(settings=dataclasses.replace(settings, proxy_adressen="127.0.0.1", **anders))
    client.session.headers["X-Forwarded-For"] = "203.0.113.9"
    return [await nieuwe_inwoner(client) for _ in range(aantal)]


async def test_many_gesprekken_from_one_address_send_no_more_over_sockets_than_over_rest(
    bouw: Bouwer, settings: Settings
) -> None:
    mensen = await _mensen_achter_een_proxy(bouw, settings, 3, limiet_adres=9)
    uitkomst = []
    for iemand in mensen:
        async with iemand.client.ws_connect(f"{iemand.pad}/stroom?na=99", headers=iemand.kop) as ws:
            for n in range(4):
                await ws.send_json({"soort": "bericht", "client_id": f"c{n}", "tekst": "hallo"})
                while (event := await ws.receive_json(timeout=5))["soort"] not in ("ontvangen", "fout"):
                    pass
                uitkomst.append(event.get("code", "ontvangen"))
    # Three of the nine went to opening the gesprekken.
    assert uitkomst == ["ontvangen"] * 6 + ["te_vaak"] * 6


async def test_a_crisis_passes_the_limit_of_an_address_too(bouw: Bouwer, settings: Settings) -> None:
    (iemand,) = await _mensen_achter_een_proxy(bouw, settings, 1, limiet_adres=1)
    assert (await iemand.post("berichten", {"client_id": "a", "tekst": "hallo"})).status == 429
    assert (await iemand.zeg("Mijn man slaat mij nu en ik ben bang voor mijn leven"))["antwoorden"]


async def test_a_crisis_passes_it_on_the_page_without_script_too(bouw: Bouwer, settings: Settings) -> None:
    """As the first message and as a later one; what is refused still stands in the field."""
    krap = dataclasses.replace(settings, proxy_adressen="127.0.0.1", limiet_adres=1)
    client = await bouw(settings=krap, routes=all_routes(krap))
    client.session.headers["X-Forwarded-For"] = "203.0.113.9"
    crisis = {"tekst": "Mijn man slaat mij nu en ik ben bang voor mijn leven"}
    assert (await client.post("/chat/bericht", data={"tekst": "hallo"})).status == 200
    geweigerd = await client.post("/chat/bericht", data={"tekst": "nog een vraag"})
    assert geweigerd.status == 429
    assert "nog een vraag" in await geweigerd.text()
    for _ in range(2):
        response = await client.post("/chat/bericht", data=crisis)
        assert (response.status, "slaat mij" in await response.text()) == (200, True)
        client.session.cookie_jar.clear()


# Stopping, deleting and taking back must always work; the rest has limits of its own, or costs once per message.
ZONDER_ADRES = {
    ("DELETE", "/api/v1/gesprekken/{id}"), ("POST", "/api/v1/gesprekken/{id}/verslag/intrekken"),
    ("POST", "/chat/intrekken"), ("POST", "/chat/wissen"), ("POST", "/volg/{kenmerk}/intrekken"),
    ("POST", "/volg/sluiten"), ("POST", "/api/v1/gesprekken/{id}/gelezen"), ("POST", "/login"),
    # Asked in the form itself, after the cookie that only the code gives (test_volg).
    ("POST", "/volg/{kenmerk}/aanvullen"), ("POST", "/volg/{kenmerk}/oordeel"), ("POST", "/volg/{kenmerk}/bereik"),
    ("POST", "/volg/{kenmerk}/doorzetten"),
    # Takes a cookie away and writes nothing.
    ("POST", "/chat/weghalen"),
    # The same (test_volg_verslag).
    ("POST", "/volg/{kenmerk}/verslag"),
}  # fmt: skip


async def test_whatever_a_resident_can_write_counts_for_the_limit_of_the_address(
    bouw: Bouwer, settings: Settings
) -> None:
    krap = dataclasses.replace(settings, proxy_adressen="127.0.0.1", limiet_adres=1, rest_kanaal="aan")
    client = await bouw(settings=krap, routes=all_routes(krap))
    zonder = set()
    for nummer, route in enumerate(all_routes(krap)):
        if route.methode == "GET" or route.wie not in (IEDEREEN, GESPREK):
            continue
        adres = {"X-Forwarded-For": f"203.0.113.{nummer}"}
        # Opened from elsewhere, so that this does not count.
        client.session.headers["X-Forwarded-For"] = f"198.51.100.{nummer}"
        client.session.cookie_jar.clear()
        iemand = await nieuwe_inwoner(client)
        koekje = {"Cookie": f"{COOKIE_GESPREK}={iemand.id}.{iemand.token}"}
        kop = {**adres, **(koekje if route.pagina else iemand.kop)}
        pad = route.pad.replace("{id}", iemand.id).replace("{kenmerk}", "VD-2222-2222").replace("{sleutel}", "x")
        body = {"data": {"tekst": "hallo", "kenmerk": "VD-2222-2222"}} if route.pagina else {"json": {}}
        keren = 40 if route.pad in ("/volg", "/bijwerken/{sleutel}") else 3
        uit = [(await client.request(route.methode, pad, headers=kop, **body)).status for _ in range(keren)]
        if 429 not in uit:
            zonder.add((route.methode, route.pad))
    assert zonder - ZONDER_ADRES == set()


async def test_thirty_people_in_one_library_open_what_they_follow_and_guessing_goes_no_further(
    bouw: Bouwer, settings: Settings, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    ingesteld = dataclasses.replace(settings, proxy_adressen="127.0.0.1")
    client = await bouw(settings=ingesteld, routes=all_routes(ingesteld))
    client.session.headers["X-Forwarded-For"] = "203.0.113.9"
    with sqlite_db.session_scope() as session:
        verhalen = [keur_goed(session, werkgebied) for _ in range(30)]
    for verhaal in verhalen:
        velden = {"kenmerk": verhaal.kenmerk, "code": verhaal.volgcode}
        assert (await client.post("/volg", data=velden, allow_redirects=False)).status == 303
    fout = [{"kenmerk": f"VD-2222-22{n}2", "code": "2222-2222"} for n in "23456789ABCDEFGHJKLMNPQRST"]
    assert (await client.post("/volg", data=fout[0])).status == 403
    assert {(await client.post("/volg", data=velden)).status for velden in fout} == {403, 429}


async def test_what_cannot_be_read_counts_for_the_limit_of_an_address_too(bouw: Bouwer, settings: Settings) -> None:
    (iemand,) = await _mensen_achter_een_proxy(bouw, settings, 1, limiet_adres=3)
    assert [(await iemand.post("berichten", {"tekst": 3})).status for _ in range(4)] == [422, 422, 429, 429]


async def test_one_address_cannot_open_sockets_without_end(bouw: Bouwer, settings: Settings) -> None:
    (iemand,) = await _mensen_achter_een_proxy(bouw, settings, 1, limiet_adres=3)
    for _ in range(3):
        await (await iemand.client.ws_connect(f"{iemand.pad}/stroom")).close()
    with pytest.raises(WSServerHandshakeError) as fout:
        await iemand.client.ws_connect(f"{iemand.pad}/stroom")
    assert fout.value.status == 429


async def test_one_gesprek_cannot_be_open_without_end(inwoner: Inwoner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.stroom._MEESTE_PER_GESPREK", 1)
    async with inwoner.client.ws_connect(f"{inwoner.pad}/stroom", headers=inwoner.kop) as een:
        assert (await een.receive_json(timeout=5))["soort"] == "bericht"
        with pytest.raises(WSServerHandshakeError) as fout:
            await inwoner.client.ws_connect(f"{inwoner.pad}/stroom", headers=inwoner.kop)
        assert fout.value.status == 429
        async with inwoner.client.ws_connect(f"{inwoner.pad}/stroom") as laat:
            await laat.send_json({"soort": "aanmelden", "token": inwoner.token})
            assert (await laat.receive_json(timeout=5))["code"] == "te_vaak"


async def test_a_flood_from_many_addresses_waits_in_a_bounded_row_and_each_message_is_kept(
    bouw: Bouwer, settings: Settings
) -> None:
    """Nobody at once, each within the limits: the row to the assistant stays short and says so."""
    los = asyncio.Event()
    assistent = NepAssistent()

    async def wacht(vraag: Any) -> Any:
        await los.wait()
        return zeg("klaar", vraag)

    assistent.doe = wacht
    tijden = Tijden(antwoord=60, beller=0.01, gelijk=2, rij=5)
    client = await bouw(
        settings=dataclasses.replace(settings, proxy_adressen="127.0.0.1"), assistent=assistent, tijden=tijden
    )
    mensen = []
    for n in range(30):
        client.session.headers["X-Forwarded-For"] = f"203.0.113.{n}"
        mensen.append(await nieuwe_inwoner(client))
    for iemand in mensen:
        assert (await iemand.post("berichten", {"client_id": "a", "tekst": "hallo"})).status == 201
    assert len(assistent.gevraagd) <= tijden.gelijk
    alles = [[b["tekst"] for b in (await iemand.alles())["berichten"]] for iemand in mensen]
    assert all("hallo" in teksten for teksten in alles)
    assert sum(BERICHTEN["druk"] in teksten for teksten in alles) >= 20
    los.set()


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
