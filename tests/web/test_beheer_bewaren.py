"""/beheer/bewaren: how long things are kept, told before it is done, heard by residents and obeyed by the cleaning."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import select, update

from gesprek.models import Gesprek
from opslag.db import Database, now
from overdracht import queries
from tests.web.stafleden import Staflid, pagina_routes
from web import taken

Client = TestClient[Any, Any]
PAD = "/beheer/bewaren"
ZEVEN = {"soort": "gesprek", "dagen": "7", "reden": "Afgesproken met de FG", "versie": "0"}


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw(routes=pagina_routes())


@pytest.fixture
def bea(client: Client, sqlite_db: Database) -> Staflid:
    return Staflid(client, sqlite_db, "Bea Baas", "beheerder")


async def begin(client: Client) -> tuple[str, str]:
    """The id of a new gesprek and what its resident is told."""
    gestart = await (await client.post("/api/v1/gesprekken", json={})).json()
    return gestart["id"], " ".join(b["tekst"] for b in gestart["berichten"])


async def test_a_shorter_term_is_told_first_then_heard_and_obeyed_everywhere(
    bouw: Any, bea: Staflid, sqlite_db: Database
) -> None:
    ander = await bouw(routes=pagina_routes())
    id, tekst = await begin(ander)
    assert "14 dagen" in tekst
    with sqlite_db.session_scope() as session:
        session.execute(update(Gesprek).values(laatst_actief_op=now() - dt.timedelta(days=8)))
    response = await bea.stuur(PAD, ZEVEN)
    assert response.status == 422
    tekst = await response.text()
    assert "dit is nog niet gedaan." in tekst
    assert "minder dan 5" in tekst
    assert 'value="7"' in tekst
    await taken.bewaren(ander.app)
    assert _bewaard(sqlite_db) == [id]
    assert await bea.doe(PAD, {**ZEVEN, "zeker": "ja"}) == f"{PAD}?melding=bewaren_veranderd"
    assert "<strong>7 dagen</strong>" in await bea.lees(PAD)
    assert "Tot 7 dagen" in await (await ander.get("/privacy")).text()
    await taken.bewaren(ander.app)
    assert _bewaard(sqlite_db) == []
    assert "7 dagen" in (await begin(ander))[1]


def _bewaard(database: Database) -> list[str]:
    with database.lezen() as session:
        return list(session.scalars(select(Gesprek.id)))


async def test_longer_than_the_settings_says_so_and_the_page_goes_on_saying_it(bea: Staflid) -> None:
    dertig = {**ZEVEN, "dagen": "30"}
    tekst = await (await bea.stuur(PAD, dertig)).text()
    assert "langer dan uw instellingen" in tekst
    await bea.doe(PAD, {**dertig, "zeker": "ja"})
    tekst = await bea.lees(PAD)
    assert "(langer dan in uw instellingen)" in tekst
    assert "14 dagen, zoals toen gezegd is" in tekst


async def test_what_is_wrong_is_told_beside_its_field(bea: Staflid) -> None:
    response = await bea.stuur(PAD, {**ZEVEN, "dagen": "veel", "reden": ""})
    tekst = await response.text()
    assert response.status == 422
    assert "Fout: Bewaren" in tekst
    for veld in ("dagen", "reden"):
        assert f'<a class="utrecht-link" href="#{veld}">' in tekst
        assert f'id="fout-{veld}"' in tekst
        assert tekst.count(f'id="{veld}"') == 1
    assert 'value="veel"' in tekst


async def test_the_way_back_is_told_first_and_leads_to_the_settings(bea: Staflid, sqlite_db: Database) -> None:
    await bea.doe(PAD, {**ZEVEN, "dagen": "20", "zeker": "ja"})
    terug = {"soort": "gesprek", "versie": "1", "terug": "ja"}
    response = await bea.stuur(PAD, terug)
    assert response.status == 422
    assert '<input type="hidden" name="terug" value="ja">' in await response.text()
    assert await bea.doe(PAD, {**terug, "zeker": "ja"}) == f"{PAD}?melding=bewaren_terug"
    assert "<strong>14 dagen</strong>" in await bea.lees(PAD)
    with sqlite_db.lezen() as session:
        gedaan = [a.wat for a in queries.find_audit(session) if a.wat.startswith("bewaren")]
    assert gedaan == ["bewaren_terug", "bewaren_veranderd"]


async def test_who_was_second_changes_nothing(bea: Staflid) -> None:
    await bea.doe(PAD, {**ZEVEN, "zeker": "ja"})
    response = await bea.stuur(PAD, {**ZEVEN, "dagen": "3", "zeker": "ja"})
    assert response.status == 409
    assert "Een collega heeft dit net veranderd" in await response.text()
    assert "<strong>7 dagen</strong>" in await bea.lees(PAD)


async def test_others_than_a_beheerder_get_no_page_and_change_nothing(client: Client, sqlite_db: Database) -> None:
    anna = Staflid(client, sqlite_db, "Anna Visser")
    assert (await anna.get(PAD)).status == 403
    assert (await anna.stuur(PAD, {**ZEVEN, "zeker": "ja"})).status == 403
    assert "14 dagen" in (await begin(client))[1]


async def test_a_kind_there_is_not_is_not_found(bea: Staflid) -> None:
    assert (await bea.stuur(PAD, {**ZEVEN, "soort": "alles"})).status == 404
