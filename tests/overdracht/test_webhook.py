"""Webhooks: each step once, signed, tried again until it arrives, and never more than the consent allows."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from opslag.db import Database
from overdracht import queries, service, wachtrij
from overdracht.outbox import Outbox
from overdracht.uitgang import Uitgang
from overdracht.webhook import WebhookVerzender, queue_webhooks, sign
from settings import ROOT, Settings, SettingsFout, read_settings
from tests.overdracht.bouw import OPEN, goedgekeurd, medewerker
from werkgebied import load_werkgebied

GEHEIM = "een geheim van meer dan 24 tekens"
LATER = dt.timedelta(hours=7)


@dataclass
class Ontvanger:
    """Somebody's system: answers with these statuses in turn, the last one for ever."""

    statussen: list[int] = field(default_factory=lambda: [204])
    gekregen: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""

    async def neem(self, request: web.Request) -> web.Response:
        self.gekregen.append((dict(request.headers), await request.read()))
        status = self.statussen.pop(0) if len(self.statussen) > 1 else self.statussen[0]
        return web.Response(status=status, headers={"Location": "/elders"} if status == 302 else {})

    @property
    def soorten(self) -> list[str]:
        return [json.loads(lichaam)["type"] for _, lichaam in self.gekregen]


@pytest.fixture
async def ontvanger() -> AsyncIterator[Ontvanger]:
    ander = Ontvanger()
    app = web.Application()
    app.router.add_route("*", "/{pad:.*}", ander.neem)
    async with TestServer(app) as server:
        ander.url = str(server.make_url("/haak"))
        yield ander


async def stuur(
    database: Database, ontvanger: Ontvanger, *, nu: dt.datetime = OPEN + LATER, netwerken: str = "127.0.0.1"
) -> int:
    """One round, as the background task does it; how many arrived."""
    verzender = WebhookVerzender(
        database, ontvanger.url, GEHEIM, publieke_url="https://voordeur.example.nl/", netwerken=netwerken
    )
    with database.session_scope() as session:
        queue_webhooks(session, nu)
    try:
        return await Outbox(database, {"webhook": verzender, "openklant": None, "nieuw": None}).send_due(nu=nu)
    finally:
        await verzender.sluit()


async def test_each_step_is_told_once_and_in_order(database: Database, ontvanger: Ontvanger) -> None:
    _, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
    with database.session_scope() as session:
        wachtrij.finish(session, uit.kenmerk, anna, uitkomst="antwoord_gegeven", nu=OPEN)
    await stuur(database, ontvanger)
    assert ontvanger.soorten == ["overdracht.aangemaakt", "overdracht.opgepakt", "overdracht.afgerond"]
    await stuur(database, ontvanger, nu=OPEN + 2 * LATER)
    assert len(ontvanger.gekregen) == 3


async def test_the_receiver_can_check_who_sent_it(sqlite_db: Database, ontvanger: Ontvanger) -> None:
    goedgekeurd(sqlite_db)
    await stuur(sqlite_db, ontvanger)
    kop, lichaam = ontvanger.gekregen[0]
    ondertekend = f"{kop['webhook-id']}.{kop['webhook-timestamp']}.".encode() + lichaam
    verwacht = base64.b64encode(hmac.new(GEHEIM.encode(), ondertekend, hashlib.sha256).digest()).decode()
    assert kop["webhook-signature"] == f"v1,{verwacht}"


def test_another_body_or_moment_has_another_signature() -> None:
    def maak(lichaam: bytes = b"{}", op: dt.datetime = OPEN) -> str:
        return sign(b"geheim", id_="a", op=op, lichaam=lichaam)["webhook-signature"]

    assert len({maak(), maak(b"[]"), maak(op=OPEN + LATER)}) == 3


async def test_what_does_not_arrive_is_tried_again_under_the_same_id(sqlite_db: Database, ontvanger: Ontvanger) -> None:
    _, uit = goedgekeurd(sqlite_db)
    ontvanger.statussen = [503, 302, 200]
    assert await stuur(sqlite_db, ontvanger) == 0
    assert await stuur(sqlite_db, ontvanger, nu=OPEN + 2 * LATER) == 0
    assert await stuur(sqlite_db, ontvanger, nu=OPEN + 3 * LATER) == 1
    assert len({kop["webhook-id"] for kop, _ in ontvanger.gekregen}) == 1
    with sqlite_db.lezen() as session:
        post = queries.find_uit_post(session, uit.kenmerk, "webhook")
        assert post is not None
        assert (post.status, post.pogingen) == ("klaar", 3)


async def test_a_receiver_that_is_gone_for_good_is_left_alone_and_shown(
    sqlite_db: Database, ontvanger: Ontvanger
) -> None:
    _, uit = goedgekeurd(sqlite_db)
    ontvanger.statussen = [410]
    await stuur(sqlite_db, ontvanger)
    await stuur(sqlite_db, ontvanger, nu=OPEN + 2 * LATER)
    assert len(ontvanger.gekregen) == 1
    with sqlite_db.lezen() as session:
        post = queries.find_uit_post(session, uit.kenmerk, "webhook")
        assert post is not None
        assert (post.status, "410" in post.fout) == ("mislukt", True)


async def test_it_tells_as_much_as_open_klant_gets_and_not_the_gesprek(
    sqlite_db: Database, ontvanger: Ontvanger
) -> None:
    _, uit = goedgekeurd(sqlite_db)
    await stuur(sqlite_db, ontvanger)
    data: dict[str, Any] = json.loads(ontvanger.gekregen[0][1])["data"]
    assert data["kenmerk"] == uit.kenmerk
    assert data["hulpvraag"].startswith("Ik kan de huur niet betalen")
    assert data["url"] == f"https://voordeur.example.nl/werkplek?o={uit.kenmerk}"
    assert "gesprek" not in data


async def test_after_withdrawal_only_that_is_told(sqlite_db: Database, ontvanger: Ontvanger) -> None:
    gesprek_id, _ = goedgekeurd(sqlite_db)
    with sqlite_db.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
    await stuur(sqlite_db, ontvanger)
    assert ontvanger.soorten == ["overdracht.ingetrokken"]
    assert "huur" not in ontvanger.gekregen[0][1].decode()


async def test_what_happened_long_before_it_was_switched_on_is_not_told(
    sqlite_db: Database, ontvanger: Ontvanger
) -> None:
    goedgekeurd(sqlite_db)
    assert await stuur(sqlite_db, ontvanger, nu=OPEN + dt.timedelta(days=3)) == 0
    assert ontvanger.gekregen == []


@pytest.mark.parametrize("host", ["127.0.0.1", "[::ffff:127.0.0.1]", "localhost"])
async def test_inside_our_own_network_nothing_is_told_unless_the_host_named_it(
    sqlite_db: Database, ontvanger: Ontvanger, host: str
) -> None:
    _, uit = goedgekeurd(sqlite_db)
    ontvanger.url = ontvanger.url.replace("127.0.0.1", host)
    assert await stuur(sqlite_db, ontvanger, netwerken="") == 0
    assert ontvanger.gekregen == []
    with sqlite_db.lezen() as session:
        post = queries.find_uit_post(session, uit.kenmerk, "webhook")
        assert post is not None
        assert "WEBHOOK_NETWERKEN" in post.fout


async def test_a_redirect_is_not_followed_wherever_it_leads(sqlite_db: Database, ontvanger: Ontvanger) -> None:
    goedgekeurd(sqlite_db)
    ontvanger.statussen = [302]
    assert await stuur(sqlite_db, ontvanger) == 0
    assert len(ontvanger.gekregen) == 1


def test_a_network_for_webhooks_that_is_none_stops_the_start(sqlite_db: Database) -> None:
    settings = Settings(webhook_url="https://ander.example.nl", webhook_geheim=GEHEIM, webhook_netwerken="intranet")
    with pytest.raises(SettingsFout, match="WEBHOOK_NETWERKEN"):
        Uitgang(sqlite_db, settings, load_werkgebied(ROOT / "werkgebied.yml"))


@pytest.mark.parametrize("geheim", ["", "te kort"])
def test_webhooks_without_a_good_secret_stop_the_start(geheim: str) -> None:
    with pytest.raises(SettingsFout, match="WEBHOOK_GEHEIM"):
        read_settings({"WEBHOOK_URL": "https://ander.example.nl", "WEBHOOK_GEHEIM": geheim})
