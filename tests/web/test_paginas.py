"""The pages every public service must have."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from tests.web.stafleden import pagina_routes

Client = TestClient[Any, Any]


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw(routes=pagina_routes())


@pytest.mark.parametrize("woorden", ["Nalevingsstatus", "Nationale ombudsman", "Binnen 5 werkdagen", "072 000 0103"])
async def test_the_accessibility_statement_has_its_fixed_parts(client: Client, woorden: str) -> None:
    assert woorden in await (await client.get("/toegankelijkheid")).text()


async def test_the_privacy_page_tells_the_terms_that_are_set(client: Client) -> None:
    tekst = await (await client.get("/privacy")).text()
    assert "14 dagen" in tekst
    assert "365 dagen" in tekst
    assert "1825 dagen" in tekst


async def test_security_txt_has_a_contact_and_an_end_within_a_year(client: Client) -> None:
    response = await client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    velden = dict(regel.split(": ", 1) for regel in (await response.text()).splitlines() if regel)
    assert velden["Contact"].startswith("mailto:")
    tot = dt.datetime.fromisoformat(velden["Expires"])
    nu = dt.datetime.now(dt.UTC)
    assert nu < tot < nu + dt.timedelta(days=365)
