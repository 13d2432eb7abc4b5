"""The language a resident chose or typed, from the page to the line of the queue."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from gesprek.antwoord import Antwoord
from opslag.db import Database
from tests.web.builders import NepAssistent, zeg
from tests.web.stafleden import Staflid, pagina_routes
from web.routes import routes_of

Client = TestClient[Any, Any]


@pytest.fixture
async def client(bouw: Any) -> Client:
    assistent = NepAssistent()

    def doe(vraag: Any) -> Antwoord:
        return zeg("Dat is veel.", vraag, stap="verslag" if "schulden" in vraag.tekst else None)

    assistent.doe = doe
    return await bouw(assistent=assistent, routes=(*pagina_routes(), *routes_of("chatpagina")))


async def test_the_language_of_the_page_stands_in_the_queue(client: Client, sqlite_db: Database) -> None:
    vorm = {"client_id": str(uuid.uuid4()), "tekst": "Ik heb schulden", "gemeente": "Castricum"}
    assert (await client.post("/chat/bericht?taal=pl", data=vorm)).status == 200
    goed = {"actie": "goedkeuren", "toestemming": "ja", "voorkeur": "chat"}
    assert (await client.post("/chat/verslag?taal=pl", data=goed)).status == 200
    sanne = Staflid(client, sqlite_db, "Sanne Visser", talen=["pl"])
    pagina = await sanne.lees("/werkplek")
    assert "taal: Pools" in pagina
    assert "Past bij u: Pools" in pagina


async def test_the_language_of_the_widget_comes_with_the_start_and_with_the_yes(
    client: Client, sqlite_db: Database
) -> None:
    gestart = await (await client.post("/api/v1/gesprekken", json={"taal": "nl"})).json()
    kop, pad = {"Authorization": f"Bearer {gestart['token']}"}, f"/api/v1/gesprekken/{gestart['id']}"
    vorm = {"client_id": str(uuid.uuid4()), "tekst": "Ik heb schulden"}
    assert (await client.post(f"{pad}/berichten", json=vorm, headers=kop)).status == 201
    goed = {"toestemming": True, "contact": {"voorkeur": "chat"}, "taal": "tr"}
    assert (await client.post(f"{pad}/verslag/goedkeuren", json=goed, headers=kop)).status == 201
    assert "taal: Turks" in await Staflid(client, sqlite_db, "Sanne Visser").lees("/werkplek")
