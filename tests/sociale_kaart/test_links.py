"""Links are looked at from outside in: never inside our own network, counted, and nothing is changed."""

from __future__ import annotations

import datetime as dt
import socket
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from netwerk.openbaar import OpenbareResolver, is_openbaar
from opslag.db import Database, now
from sociale_kaart import edits, links, queries
from sociale_kaart.links import Uitkomst
from sociale_kaart.queries import Filter
from tests.sociale_kaart.bouwers import velden


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://[::1]/", "http://localhost/", "http://2130706433/", "file:///etc/passwd",
     "ftp://example.nl/", "http://example.nl:22/", "https://naam:woord@example.nl/", "http://example.nl:x/"],
)  # fmt: skip
def test_only_ordinary_web_addresses_are_looked_at(url: str) -> None:
    assert not links.mag_url(url)


def test_an_ordinary_web_address_may_be_looked_at() -> None:
    assert links.mag_url("https://www.example.nl/taalhuis")


class Namen(AbstractResolver):
    """Gives each name the address that the test says."""

    def __init__(self, poort: int, **namen: str) -> None:
        self.namen = namen
        self.poort = poort

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> list[ResolveResult]:
        ip = self.namen.get(host.split(".")[0])
        if ip is None:
            raise socket.gaierror(host)
        return [{"hostname": host, "host": ip, "port": self.poort, "family": socket.AF_INET, "proto": 0, "flags": 0}]

    async def close(self) -> None: ...


async def _bekijk(aiohttp_server: Any, website: str, mag: Any = lambda ip: ip == "127.0.0.1") -> str:
    """What a look gives when `goed`, `naar` … lead to a small server here and the policy lets that be."""

    async def pagina(request: web.Request) -> web.Response:
        pad = request.path
        if pad == "/binnen":
            return web.Response(status=302, headers={"Location": "http://binnen.example.nl/"})
        if pad == "/rond":
            return web.Response(status=302, headers={"Location": "/rond"})
        if pad == "/bestand":
            return web.Response(status=302, headers={"Location": "file:///etc/passwd"})
        return web.Response(status={"/weg": 404, "/streng": 403}.get(pad, 200))

    app = web.Application()
    app.router.add_get("/{pad:.*}", pagina)
    server = await aiohttp_server(app)
    namen = Namen(server.port, goed="127.0.0.1", binnen="10.0.0.1")
    async with links.make_client(OpenbareResolver(mag, namen)) as client:
        return (await links.look(client, "a", website)).reden


@pytest.mark.parametrize(
    ("website", "reden"),
    [("http://goed.example.nl/", ""), ("http://goed.example.nl/weg", "404"),
     ("http://goed.example.nl/streng", ""), ("http://goed.example.nl/rond", "rondje"),
     ("http://goed.example.nl/binnen", "niet_toegestaan"), ("http://goed.example.nl/bestand", "niet_toegestaan"),
     ("http://bestaatniet.example.nl/", "bestaat_niet"), ("http://binnen.example.nl/", "niet_toegestaan")],
)  # fmt: skip
async def test_a_look_tells_what_is_wrong_and_follows_no_redirect_inside(
    aiohttp_server: Any, website: str, reden: str
) -> None:
    assert await _bekijk(aiohttp_server, website) == reden


async def test_with_the_real_policy_a_name_that_leads_inside_is_refused(aiohttp_server: Any) -> None:
    assert await _bekijk(aiohttp_server, "http://goed.example.nl/", mag=is_openbaar) == "niet_toegestaan"


def test_failures_in_a_row_are_counted_and_the_entry_itself_stays(database: Database) -> None:
    nu = now()
    with database.session_scope() as session:
        edits.save_voorziening(session, velden(id="a"), wie="anna", versie=None)
        edits.save_voorziening(session, velden(id="b", website=""), wie="anna", versie=None)
        edits.save_voorziening(session, velden(id="c", status="concept"), wie="anna", versie=None)
        assert links.find_due(session, nu) == [("a", "https://www.example.nl/taalhuis")]

    def kijk(reden: str, website: str = "https://www.example.nl/taalhuis") -> None:
        with database.session_scope() as session:
            links.store(session, [Uitkomst("a", website, reden), Uitkomst("weg", "x", "404")], nu)

    def stuk() -> list[str]:
        with database.lezen() as session:
            return [v.id for v in queries.find_lijst(session, Filter(link_stuk=links.STUK_NA))]

    kijk("404")
    assert stuk() == []
    kijk("404")
    assert stuk() == ["a"]
    with database.lezen() as session:
        assert links.find_due(session, nu + dt.timedelta(days=6)) == []
        assert links.find_due(session, nu + dt.timedelta(days=8)) != []
        assert queries.get_voorziening(session, "a").versie == 1  # type: ignore[union-attr]
    kijk("")
    assert stuk() == []
    kijk("404")
    kijk("404", "https://www.example.nl/ander")
    assert stuk() == []
