"""The sociale kaart for everybody: published entries only, filtered by what is known."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database
from sociale_kaart.models import Voorziening, hsds_uuid


@pytest.fixture(autouse=True)
def kaart(sqlite_db: Database) -> None:
    with sqlite_db.session_scope() as session:
        for id, naam, status, gemeenten, gebied in (
            ("taalhuis", "Taalhuis Castricum", "gepubliceerd", ["Castricum"], "maatschappelijke_participatie"),
            ("voedselbank", "Voedselbank", "gepubliceerd", [], "financien"),
            ("geheim", "Nog niet klaar", "concept", [], "financien"),
            ("oud", "Weg", "gearchiveerd", [], "financien"),
        ):
            session.add(
                Voorziening(id=id, naam=naam, status=status, gemeenten=gemeenten, leefgebieden=[gebied], kernen=[])
            )


async def _namen(client: TestClient[Any, Any], vraag: str = "") -> list[str]:
    response = await client.get(f"/api/v1/voorzieningen{vraag}")
    assert response.status == 200, await response.text()
    return [v["naam"] for v in (await response.json())["voorzieningen"]]


async def test_only_published_entries_are_there(client: TestClient[Any, Any]) -> None:
    assert await _namen(client) == ["Taalhuis Castricum", "Voedselbank"]
    for id in ("geheim", "oud", "bestaat-niet"):
        assert (await client.get(f"/api/v1/voorzieningen/{id}")).status == 404
    assert (await (await client.get("/api/v1/voorzieningen/taalhuis")).json())["naam"] == "Taalhuis Castricum"


async def test_a_gemeente_gives_its_own_and_what_is_everywhere(client: TestClient[Any, Any]) -> None:
    assert await _namen(client, "?gemeente=heiloo") == ["Voedselbank"]
    assert len(await _namen(client, "?gemeente=CASTRICUM")) == 2


async def test_a_leefgebied_and_a_word_narrow_the_list(client: TestClient[Any, Any]) -> None:
    assert await _namen(client, "?leefgebied=financien") == ["Voedselbank"]
    assert await _namen(client, "?zoek=taalhuis") == ["Taalhuis Castricum"]


async def test_pages_are_counted(client: TestClient[Any, Any]) -> None:
    data = await (await client.get("/api/v1/voorzieningen?per_pagina=1&pagina=2")).json()
    assert (data["totaal"], data["pagina"], len(data["voorzieningen"])) == (2, 2, 1)


@pytest.mark.parametrize("vraag", ["gemeente=Rotterdam", "leefgebied=onzin", "pagina=x", "zoek=" + "a" * 300])
async def test_a_filter_nobody_knows_is_named(client: TestClient[Any, Any], vraag: str) -> None:
    response = await client.get(f"/api/v1/voorzieningen?{vraag}")
    assert response.status == 422
    assert (await response.json())["fouten"][0]["veld"] == vraag.split("=")[0]


async def test_hsds_gives_the_published_services(client: TestClient[Any, Any]) -> None:
    begin = await (await client.get("/hsds/v3")).json()
    assert begin["version"].startswith("3.")
    lijst = await (await client.get("/hsds/v3/services")).json()
    assert lijst["total_items"] == 2
    id = lijst["contents"][0]["id"]
    assert (await (await client.get(f"/hsds/v3/services/{id}")).json())["id"] == id
    assert (await client.get(f"/hsds/v3/services/{hsds_uuid('service', 'geheim')}")).status == 404


@pytest.mark.parametrize("wat", ["taxonomies", "taxonomy_terms"])
async def test_hsds_gives_its_taxonomies_and_terms(client: TestClient[Any, Any], wat: str) -> None:
    response = await client.get(f"/hsds/v3/{wat}?per_page=2")
    lijst = await response.json()
    assert (lijst["size"], lijst["first_page"], lijst["last_page"]) == (2, True, False)
    koppen = {"If-None-Match": response.headers["ETag"]}
    assert (await client.get(f"/hsds/v3/{wat}?per_page=2", headers=koppen)).status == 304
    een = await client.get(f"/hsds/v3/{wat}/{lijst['contents'][1]['id']}")
    assert await een.json() == lijst["contents"][1]
    assert een.headers["ETag"]
    assert (await client.get(f"/hsds/v3/{wat}/niets")).status == 404
    assert (await client.get(f"/hsds/v3/{wat}?full=true")).status == 400


async def test_an_unknown_parameter_of_hsds_is_a_400_that_does_not_repeat_it(client: TestClient[Any, Any]) -> None:
    response = await client.get("/hsds/v3/services?geheimwoord=1")
    assert response.status == 400
    assert "geheimwoord" not in await response.text()


@pytest.mark.parametrize(
    "pad",
    [
        "/hsds/v3/services",
        "/hsds/v3/services?full=true&search=taal",
        "/api/v1/voorzieningen",
        "/api/v1/voorzieningen/taalhuis",
    ],
)
async def test_who_holds_the_same_answer_gets_an_empty_304_until_it_changes(
    client: TestClient[Any, Any], sqlite_db: Database, pad: str
) -> None:
    eerste = await client.get(pad)
    etag = eerste.headers["ETag"]
    assert eerste.headers["Cache-Control"] == "public, no-cache"
    tweede = await client.get(pad, headers={"If-None-Match": f'"iets-anders", {etag}'})
    assert (tweede.status, await tweede.text(), tweede.headers["ETag"]) == (304, "", etag)
    with sqlite_db.session_scope() as session:
        voorziening = session.get(Voorziening, "taalhuis")
        assert voorziening is not None
        voorziening.naam = "Taalhuis Bakkum"
    derde = await client.get(pad, headers={"If-None-Match": etag})
    assert derde.status == 200
    assert derde.headers["ETag"] != etag


async def test_a_service_of_hsds_has_an_etag_too(client: TestClient[Any, Any]) -> None:
    pad = f"/hsds/v3/services/{hsds_uuid('voorziening', 'taalhuis')}"
    etag = (await client.get(pad)).headers["ETag"]
    assert (await client.get(pad, headers={"If-None-Match": etag})).status == 304
    assert (await client.head(pad)).headers["ETag"] == etag
