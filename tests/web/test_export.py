"""Taking a verslag along: PDF, the draft of a plan, and the published schemas."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database
from overdracht import queries as staf_queries
from overdracht import service as overdrachten
from tests.overdracht_builders import Verhaal, in_crisis, keur_goed
from tests.web.builders import Inwoner
from tests.web.stafleden import Staflid, pagina_routes
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
DELEN = ("verslag.pdf", "ondersteuningsplan", "ondersteuningsplan.pdf")


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw(routes=pagina_routes())


@pytest.fixture
def sanne(client: Client, sqlite_db: Database) -> Staflid:
    return Staflid(client, sqlite_db, "Sanne de Vries")


@pytest.fixture
def maak(sqlite_db: Database, werkgebied: Werkgebied) -> Callable[..., Verhaal]:
    def doe(bouwer: Any = keur_goed, **velden: Any) -> Verhaal:
        with sqlite_db.session_scope() as session:
            verhaal: Verhaal = bouwer(session, werkgebied, **velden)
            return verhaal

    return doe


async def test_a_medewerker_takes_the_verslag_along_and_that_is_written_down(
    sanne: Staflid, maak: Callable[..., Verhaal], sqlite_db: Database
) -> None:
    kenmerk = maak().kenmerk
    for deel in DELEN:
        response = await sanne.get(f"/api/v1/overdrachten/{kenmerk}/{deel}")
        assert response.status == 200, await response.text()
        assert response.headers["Cache-Control"] == "no-store"
        if deel.endswith(".pdf"):
            assert response.content_type == "application/pdf"
            assert (await response.read()).startswith(b"%PDF-")
    with sqlite_db.lezen() as session:
        meegenomen = [a.reden for a in staf_queries.find_audit(session, waarvan=kenmerk) if a.wat == "meegenomen"]
    assert sorted(meegenomen) == ["plan, wachtrij", "plan_pdf, wachtrij", "verslag_pdf, wachtrij"]


async def test_the_audit_keeps_on_what_ground_somebody_read_it_or_took_it_along(
    sanne: Staflid, maak: Callable[..., Verhaal], sqlite_db: Database
) -> None:
    kenmerk = maak().kenmerk
    adres = f"/api/v1/overdrachten/{kenmerk}"
    await sanne.stand(kenmerk)
    await sanne.doe(f"/werkplek/{kenmerk}/oppakken")
    await sanne.stand(kenmerk)
    await sanne.get(f"{adres}/verslag.pdf")
    with sqlite_db.lezen() as session:
        regels = [(a.wat, a.reden) for a in staf_queries.find_audit(session, waarvan=kenmerk)]
    gelezen = {reden for wat, reden in regels if wat == "gelezen"}
    assert gelezen == {"wachtrij", "houder"}
    assert ("meegenomen", "verslag_pdf, houder") in regels


async def test_the_draft_over_the_api_follows_the_published_schema(
    sanne: Staflid, maak: Callable[..., Verhaal], client: Client
) -> None:
    response = await sanne.get(f"/api/v1/overdrachten/{maak().kenmerk}/ondersteuningsplan")
    schema = json.loads(await (await client.get("/api/v1/schemas/ondersteuningsplan-1")).read())
    jsonschema.Draft202012Validator(schema).validate(await response.json())


async def test_the_verslag_over_the_api_follows_the_published_schema(
    sanne: Staflid, maak: Callable[..., Verhaal], client: Client
) -> None:
    response = await sanne.get(f"/api/v1/overdrachten/{maak().kenmerk}")
    published = await client.get("/api/v1/schemas/overdrachtsverslag-1")
    assert published.content_type == "application/schema+json"
    jsonschema.Draft202012Validator(json.loads(await published.read())).validate(await response.json())


async def test_each_schema_is_listed_with_its_version(client: Client) -> None:
    lijst = (await (await client.get("/api/v1/schemas")).json())["schemas"]
    assert [s["naam"] for s in lijst] == ["ondersteuningsplan-1", "overdrachtsverslag-1"]
    assert (await client.get("/api/v1/schemas/overdrachtsverslag-2")).status == 404


@pytest.mark.parametrize("deel", DELEN)
async def test_before_approval_nothing_can_be_taken_along(
    sanne: Staflid, maak: Callable[..., Verhaal], deel: str
) -> None:
    kenmerk = maak(in_crisis).kenmerk
    assert (await sanne.get(f"/api/v1/overdrachten/{kenmerk}/{deel}")).status == 404


@pytest.mark.parametrize("deel", DELEN)
async def test_a_medewerker_of_another_gemeente_gets_nothing(
    client: Client, sqlite_db: Database, maak: Callable[..., Verhaal], deel: str
) -> None:
    elders = Staflid(client, sqlite_db, "Elders Bakker", gemeenten=["Heiloo"])
    assert (await elders.get(f"/api/v1/overdrachten/{maak().kenmerk}/{deel}")).status == 404


async def test_a_resident_keeps_the_own_verslag_as_pdf(
    inwoner: Inwoner, client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    assert (await inwoner.get("verslag.pdf")).status == 404
    await inwoner.zeg("Ik heb schulden.")
    with sqlite_db.session_scope() as session:
        nu = werkgebied.lokale_tijd(overdrachten.dt.datetime.now(overdrachten.dt.UTC))
        overdrachten.make_concept(session, inwoner.id, werkgebied=werkgebied, nu=nu)
    response = await inwoner.get("verslag.pdf")
    assert (response.status, response.content_type) == (200, "application/pdf")
    assert (await client.get(f"{inwoner.pad}/verslag.pdf")).status == 401
