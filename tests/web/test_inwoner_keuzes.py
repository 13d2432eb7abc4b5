"""What a resident decides or puts right while the team has it: who else may read it, and how they are reached."""

from __future__ import annotations

import html as htmltekst
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database
from overdracht import queries
from overdracht.models import Overdracht
from tests.overdracht_builders import Verhaal, keur_goed
from tests.web.builders import Inwoner
from tests.web.stafleden import Staflid, pagina_routes
from web.chattaal import TEKSTEN
from web.routes import routes_of
from web.toegang import COOKIE_GESPREK
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
BERGEN = "Sociaal Team Bergen"
KEUZE = TEKSTEN["nl"]["keuze"]


@pytest.fixture
async def client(bouw: Any) -> Client:
    namen = ("chatpagina", "wachtstand", "inwoner_keuzes")
    return await bouw(routes=(*pagina_routes(), *(r for naam in namen for r in routes_of(naam))))


@pytest.fixture
def verhaal(sqlite_db: Database, werkgebied: Werkgebied) -> Verhaal:
    with sqlite_db.session_scope() as session:
        return keur_goed(session, werkgebied)


@pytest.fixture
def inwoner(client: Client, verhaal: Verhaal) -> Inwoner:
    return Inwoner(client, {"id": verhaal.gesprek_id, "token": verhaal.token, "berichten": []})


@pytest.fixture
async def sanne(client: Client, sqlite_db: Database, verhaal: Verhaal) -> Staflid:
    """Who holds it, and wants Bergen to go on with it."""
    sanne = Staflid(client, sqlite_db, "Sanne de Vries", gemeenten=["Castricum"])
    assert (await sanne.stuur(f"/werkplek/{verhaal.kenmerk}/oppakken")).status in (200, 303)
    return sanne


async def zet_door(sanne: Staflid, verhaal: Verhaal, **anders: str) -> str:
    data = {"naar": BERGEN, "reden": "Verhuisd", **anders}
    return await (await sanne.stuur(f"/werkplek/{verhaal.kenmerk}/doorzetten", data)).text()


def overdracht_van(database: Database, verhaal: Verhaal) -> Overdracht:
    with database.lezen() as session:
        o = queries.get_overdracht(session, verhaal.kenmerk)
        assert o is not None
        return o


async def test_the_question_stands_in_the_chat_on_volg_and_in_the_werkplek(
    client: Client, verhaal: Verhaal, inwoner: Inwoner, sanne: Staflid
) -> None:
    await zet_door(sanne, verhaal)
    vraag = KEUZE["vraag"].replace("{naar}", BERGEN)
    stand = await (await inwoner.get("overdracht")).json()
    assert stand["doorzetvraag"] == {"wat": "doorzetten", "ontvanger": BERGEN}
    kop = {"Cookie": f"{COOKIE_GESPREK}={verhaal.gesprek_id}.{verhaal.token}"}
    assert vraag in await (await client.get("/chat", headers=kop)).text()
    await client.post("/volg", data={"kenmerk": verhaal.kenmerk, "code": verhaal.volgcode})
    assert vraag in await (await client.get(f"/volg/{verhaal.kenmerk}")).text()
    assert f"De inwoner is gevraagd of {BERGEN} het verslag ook mag lezen" in await sanne.lees(
        f"/werkplek?o={verhaal.kenmerk}"
    )


@pytest.mark.parametrize("langs", ["api", "chat", "volg"])
@pytest.mark.parametrize("keuze", ["ja", "nee"])
async def test_the_answer_is_given_in_each_of_the_three_places(
    client: Client, verhaal: Verhaal, inwoner: Inwoner, sanne: Staflid, sqlite_db: Database, langs: str, keuze: str
) -> None:
    await zet_door(sanne, verhaal)
    data = {"antwoord": keuze, "ontvanger": BERGEN}
    if langs == "api":
        assert (await inwoner.post("overdracht/doorzetten", data)).status == 204
    elif langs == "chat":
        kop = {"Cookie": f"{COOKIE_GESPREK}={verhaal.gesprek_id}.{verhaal.token}"}
        assert (await client.post("/chat/doorzetten", data=data, headers=kop)).status == 200
    else:
        await client.post("/volg", data={"kenmerk": verhaal.kenmerk, "code": verhaal.volgcode})
        html = await (await client.post(f"/volg/{verhaal.kenmerk}/doorzetten", data=data)).text()
        assert "Uw antwoord is bewaard" in html
    o = overdracht_van(sqlite_db, verhaal)
    verwacht = ("wachtend", "Bergen") if keuze == "ja" else ("opgepakt", "Castricum")
    assert (o.status, o.gemeente) == verwacht


async def test_a_second_answer_or_one_to_nothing_is_refused_in_dutch(
    inwoner: Inwoner, verhaal: Verhaal, sanne: Staflid
) -> None:
    data = {"antwoord": "ja", "ontvanger": BERGEN}
    assert (await inwoner.post("overdracht/doorzetten", data)).status == 409
    await zet_door(sanne, verhaal)
    assert (await inwoner.post("overdracht/doorzetten", data)).status == 204
    antwoord = await inwoner.post("overdracht/doorzetten", data)
    assert antwoord.status == 409
    assert "geldt niet meer" in (await antwoord.json())["detail"]


async def test_without_token_or_code_nobody_answers(client: Client, verhaal: Verhaal, sanne: Staflid) -> None:
    await zet_door(sanne, verhaal)
    data = {"antwoord": "ja", "ontvanger": BERGEN}
    url = f"/api/v1/gesprekken/{verhaal.gesprek_id}/overdracht/doorzetten"
    assert (await client.post(url, json=data)).status in (401, 403)
    assert (await client.post(f"/volg/{verhaal.kenmerk}/doorzetten", data=data)).status == 403


async def test_a_medewerker_says_that_the_resident_agreed_on_the_phone(
    verhaal: Verhaal, sanne: Staflid, sqlite_db: Database
) -> None:
    await zet_door(sanne, verhaal, mondeling="ja")
    assert overdracht_van(sqlite_db, verhaal).gemeente == "Bergen"


async def test_how_to_reach_somebody_is_put_right_in_the_chat_and_by_the_api(
    client: Client, verhaal: Verhaal, inwoner: Inwoner, sqlite_db: Database
) -> None:
    kop = {"Cookie": f"{COOKIE_GESPREK}={verhaal.gesprek_id}.{verhaal.token}"}
    html = htmltekst.unescape(await (await client.get("/chat", headers=kop)).text())
    assert KEUZE["bereik"] in html
    assert 'value="072 000 0199"' in html
    fout = {"naam": "A", "telefoon": "12", "email": "", "voorkeur": "telefoon"}
    response = await client.post("/chat/bereik", data=fout, headers=kop)
    html = await response.text()
    assert response.status == 422
    assert "Dit nummer klopt niet" in html
    assert 'value="12"' in html
    goed = {"naam": "A", "telefoon": "06 12345678", "email": "", "voorkeur": "telefoon"}
    assert KEUZE["bewaard"] in await (await client.post("/chat/bereik", data=goed, headers=kop)).text()
    o = overdracht_van(sqlite_db, verhaal)
    assert o.verslag is not None
    assert (o.voorkeur, o.verslag["contact"]["telefoon"]) == ("telefoon", "06 12345678")
    assert (await inwoner.post("overdracht/bereik", {**goed, "voorkeur": "chat"})).status == 204
    assert overdracht_van(sqlite_db, verhaal).voorkeur == "chat"
    assert (await inwoner.post("overdracht/bereik", fout)).status == 422
