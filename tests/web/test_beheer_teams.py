"""/beheer/teams: a team changed by a beheerder, and heard by residents at once, in every process."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database
from overdracht import queries
from tests.web.stafleden import Staflid, pagina_routes
from web.klok import lokaal_nu
from web.routes import routes_of

Client = TestClient[Any, Any]
PAD = "/beheer/teams/castricum"
VELDEN = {
    "naam": "Team Dichtbij", "openingstijden": "ma-zo 00:00-24:00; feestdagen 00:00-24:00", "inloop": "",
    "telefoon": "072 000 0199", "email": "", "adres": "Plein 1, Castricum", "versie": "0",
}  # fmt: skip


def routes() -> Any:
    return (*pagina_routes(), *routes_of("chatpagina"), *routes_of("demo"))


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw(routes=routes())


@pytest.fixture
def bea(client: Client, sqlite_db: Database) -> Staflid:
    return Staflid(client, sqlite_db, "Bea Baas", "beheerder")


async def welkom(client: Client) -> str:
    gestart = await (await client.post("/api/v1/gesprekken", json={"gemeente": "castricum"})).json()
    return " ".join(b["tekst"] for b in gestart["berichten"])


async def test_a_change_is_heard_by_residents_at_once_also_in_another_process(bouw: Any, bea: Staflid) -> None:
    ander = await bouw(routes=routes())
    assert "Sociaal Team Castricum" in await welkom(ander)
    assert await bea.doe(PAD, VELDEN) == "/beheer/teams?melding=team_veranderd"
    for client in (bea.client, ander):
        tekst = await welkom(client)
        assert "Team Dichtbij" in tekst
        assert "072 000 0199" in tekst
        assert "Nu open" in tekst
        for pad in ("/?gemeente=castricum", "/chat?gemeente=castricum"):
            assert "Team Dichtbij" in await (await client.get(pad)).text()


async def test_a_page_that_asks_the_database_nothing_else_hears_it_too(bouw: Any, bea: Staflid) -> None:
    ander = await bouw(routes=routes())
    await bea.doe(PAD, VELDEN)
    assert "072 000 0199" in await (await ander.get("/?gemeente=castricum")).text()
    await bea.doe(PAD, {**VELDEN, "telefoon": "072 000 0177", "versie": "1"})
    assert "072 000 0177" in await (await ander.get("/chat?gemeente=castricum")).text()
    await bea.doe(PAD, {**VELDEN, "telefoon": "072 000 0188", "versie": "2"})
    assert "072 000 0188" in await (await ander.get("/privacy")).text()


async def test_a_day_closed_is_told_and_stands_in_the_form(bea: Staflid) -> None:
    formulier = await bea.lees(PAD)
    assert 'value="ma-vr 08:30-17:00"' in formulier
    assert "Terug naar het bestand" not in formulier
    morgen = f"{lokaal_nu(bea.client.app).date() + dt.timedelta(days=1):%d-%m-%Y}"
    await bea.doe(PAD, {**VELDEN, "van": morgen, "tot": "", "waarom": "Studiedag"})
    assert "Dicht op: " in await bea.lees("/beheer/teams")
    formulier = await bea.lees(PAD)
    assert f'value="{morgen}"' in formulier
    assert 'value="Studiedag"' in formulier


async def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(bea: Staflid) -> None:
    fout = {**VELDEN, "openingstijden": "soms", "telefoon": "bel", "van": "ooit", "tot": "", "waarom": "Uitje"}
    response = await bea.stuur(PAD, fout)
    tekst = await response.text()
    assert response.status == 422
    assert "Fout: Team van Castricum" in tekst
    for veld in ("openingstijden", "telefoon", "dicht"):
        assert f'<a class="utrecht-link" href="#{veld}">' in tekst
        assert f'id="fout-{veld}"' in tekst
    for waarde in ("Team Dichtbij", "soms", "bel", "ooit", "Uitje"):
        assert f'value="{waarde}"' in tekst


async def test_the_way_back_needs_a_tick_and_leads_to_the_file(bea: Staflid, sqlite_db: Database) -> None:
    await bea.doe(PAD, VELDEN)
    assert "Terug naar het bestand" in await bea.lees(PAD)
    assert (await bea.stuur(f"{PAD}/terug", {"versie": "1"})).status == 422
    assert await bea.doe(f"{PAD}/terug", {"versie": "1", "zeker": "ja"}) == "/beheer/teams?melding=team_terug"
    assert "Sociaal Team Castricum" in await bea.lees("/beheer/teams")
    with sqlite_db.lezen() as session:
        gedaan = [(a.wat, a.waarvan) for a in queries.find_audit(session) if a.wat.startswith("team")]
    assert gedaan == [("team_terug", "Castricum"), ("team_veranderd", "Castricum")]


async def test_who_was_second_sees_it_and_keeps_what_was_typed(bea: Staflid) -> None:
    await bea.doe(PAD, VELDEN)
    response = await bea.stuur(PAD, {**VELDEN, "naam": "Team Later"})
    tekst = await response.text()
    assert response.status == 409
    assert "Een collega heeft dit team net veranderd" in tekst
    assert 'value="Team Later"' in tekst
    assert (await bea.stuur(f"{PAD}/terug", {"versie": "0", "zeker": "ja"})).status == 409


async def test_the_page_tells_who_works_for_a_team_and_in_what(bea: Staflid, sqlite_db: Database) -> None:
    Staflid(bea.client, sqlite_db, "Anna Visser", gemeenten=["Castricum"], leefgebieden=["financien"])
    Staflid(bea.client, sqlite_db, "Tom Overal")
    tekst = await bea.lees("/beheer/teams")
    assert tekst.count("Anna Visser (Financiën)") == 1
    assert tekst.count("Tom Overal, voor alle gemeenten") == 4


async def test_others_than_a_beheerder_get_no_page_and_change_nothing(client: Client, sqlite_db: Database) -> None:
    anna = Staflid(client, sqlite_db, "Anna Visser")
    for pad in ("/beheer/teams", PAD):
        assert (await anna.get(pad)).status == 403
    for pad in (PAD, f"{PAD}/terug"):
        assert (await anna.stuur(pad, {**VELDEN, "zeker": "ja"})).status == 403
    assert "Sociaal Team Castricum" in await welkom(client)


async def test_a_gemeente_that_is_not_ours_is_not_found(bea: Staflid) -> None:
    assert (await bea.get("/beheer/teams/alkmaar")).status == 404
    assert (await bea.stuur("/beheer/teams/alkmaar", VELDEN)).status == 404
