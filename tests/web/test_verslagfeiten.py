"""Beside the lines the resident sees for whom it is, where it plays and how much goes on, and puts the first two right:
on /chat, on /volg and by the API. What was approved is what the werkplek gets."""

from __future__ import annotations

import html as htmltekst
import re
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database, now
from overdracht import queries
from overdracht import service as overdrachten
from overdracht.models import Overdracht
from tests.overdracht_builders import CONTACT, Verhaal, in_crisis, keur_goed, vertel
from tests.web.builders import Inwoner
from tests.web.stafleden import Staflid, pagina_routes
from web.chattaal import TEKSTEN
from web.routes import routes_of
from web.toegang import COOKIE_GESPREK
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
ZAAK = TEKSTEN["nl"]["zaak"]


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw(routes=(*pagina_routes(), *routes_of("chatpagina"), *routes_of("wachtstand")))


class Pagina:
    """/chat of one resident, with a verslag that is not approved yet."""

    def __init__(self, client: Client, gesprek_id: str, token: str) -> None:
        self.client, self.gesprek_id = client, gesprek_id
        self.kop = {"Cookie": f"{COOKIE_GESPREK}={gesprek_id}.{token}"}
        self.inwoner = Inwoner(client, {"id": gesprek_id, "token": token, "berichten": []})

    async def lees(self) -> str:
        return htmltekst.unescape(await (await self.client.get("/chat?verslag=open", headers=self.kop)).text())

    async def verslag(self) -> dict[str, Any]:
        return dict(await (await self.inwoner.get("verslag")).json())

    async def druk(self, actie: str, **velden: str) -> Any:
        return await self.client.post(
            "/chat/verslag", data={"actie": actie, **velden}, headers=self.kop, allow_redirects=False
        )


@pytest.fixture
def concept(client: Client, sqlite_db: Database, werkgebied: Werkgebied) -> Pagina:
    with sqlite_db.session_scope() as session:
        gestart = vertel(session)
        nu = werkgebied.lokale_tijd(now())
        overdrachten.make_concept(session, gestart.gesprek.id, werkgebied=werkgebied, nu=nu)
        return Pagina(client, gestart.gesprek.id, gestart.token)


@pytest.fixture
def wachtend(sqlite_db: Database, werkgebied: Werkgebied) -> Verhaal:
    with sqlite_db.session_scope() as session:
        return keur_goed(session, werkgebied)


def overdracht_van(database: Database, gesprek_id: str) -> Overdracht:
    with database.lezen() as session:
        overdracht = queries.find_laatste_overdracht(session, gesprek_id)
        assert overdracht is not None
        return overdracht


def gekozen(html: str, veld: str) -> str:
    keuze = re.search(rf'<select[^>]* name="{veld}"[^>]*>(.*?)</select>', html, re.S)
    assert keuze is not None
    waarde = re.search(r'<option value="([^"]*)" selected', keuze[1])
    assert waarde is not None
    return waarde[1]


async def test_for_whom_where_and_how_much_stand_beside_the_lines_before_the_yes(concept: Pagina) -> None:
    html = await concept.lees()
    assert (gekozen(html, "namens"), gekozen(html, "plaats")) == ("zelf", "Castricum|")
    assert ZAAK["zwaarte"]["meervoudig"] in html
    assert "meervoudig" not in html


async def test_they_are_put_right_and_that_is_what_the_team_gets(concept: Pagina, sqlite_db: Database) -> None:
    velden = {"was-namens": "zelf", "was-plaats": "Castricum|", "namens": "naaste", "plaats": "Bergen|Schoorl"}
    assert (await concept.druk("feiten", **velden)).status == 303
    html = await concept.lees()
    assert (gekozen(html, "namens"), gekozen(html, "plaats")) == ("naaste", "Bergen|Schoorl")
    gezien = await concept.verslag()
    assert "Bergen" in gezien["ontvanger"]
    antwoord = await concept.inwoner.post(
        "verslag/goedkeuren",
        {"contact": CONTACT, "toestemming": True, "ontvanger": gezien["ontvanger"], "gelezen": gezien["merk"]},
    )
    assert antwoord.status == 201
    o = overdracht_van(sqlite_db, concept.gesprek_id)
    assert o.verslag is not None
    assert (o.gemeente, o.kern, o.verslag["gemeente"], o.verslag["kern"]) == ("Bergen", "Schoorl", "Bergen", "Schoorl")
    assert o.verslag["namens"] == "naaste"


async def test_what_was_read_is_what_the_werkplek_gets_word_for_word(
    concept: Pagina, client: Client, sqlite_db: Database
) -> None:
    gezien = await concept.verslag()
    body = {"contact": CONTACT, "toestemming": True, "gelezen": gezien["merk"], "onderdelen": ["verslag", "contact"]}
    kenmerk = (await (await concept.inwoner.post("verslag/goedkeuren", body)).json())["kenmerk"]
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    bij_team = await (await sanne.get(f"/api/v1/overdrachten/{kenmerk}")).json()
    niet_van_de_inwoner = ("kenmerk", "contact", "toestemming", "gesprek", "ontvanger", "merk", "keuzes")
    for naam in gezien.keys() - set(niet_van_de_inwoner):
        assert bij_team[naam] == gezien[naam], naam


async def test_what_changed_since_it_was_read_is_not_approved_unseen(concept: Pagina, sqlite_db: Database) -> None:
    merk = (await concept.verslag())["merk"]
    await concept.druk("erbij", erbij="Mijn buurman helpt mij.")
    body = {"contact": CONTACT, "toestemming": True, "gelezen": merk}
    antwoord = await concept.inwoner.post("verslag/goedkeuren", body)
    assert antwoord.status == 409
    assert "Lees het nog een keer" in (await antwoord.json())["detail"]
    response = await concept.druk("goedkeuren", toestemming="ja", gelezen=merk, voorkeur="chat")
    assert response.status == 409
    nieuw = (await concept.verslag())["merk"]
    assert (await concept.inwoner.post("verslag/goedkeuren", {**body, "gelezen": nieuw})).status == 201


async def test_the_resident_chooses_under_which_part_a_new_line_comes(concept: Pagina) -> None:
    html = await concept.lees()
    assert ZAAK["waarbij"] in html
    await concept.druk("erbij", erbij="Volgende week moet ik eruit.", **{"erbij-deel": "leefgebied-huisvesting"})
    verslag = await concept.verslag()
    gebied = next(g for g in verslag["leefgebieden"] if g["code"] == "huisvesting")
    assert [r["tekst"] for r in gebied["regels"]] == ["Volgende week moet ik eruit."]
    assert verslag["zwaarte"] == "multicomplex"


async def test_without_a_choice_it_is_heard_where_a_new_line_belongs(concept: Pagina) -> None:
    await concept.druk("erbij", erbij="Ik heb de huisarts al gebeld, dat hielp niet.", **{"erbij-deel": ""})
    verslag = await concept.verslag()
    assert [r["tekst"] for r in verslag["al_geprobeerd"]["voorzieningen"]]
    assert not verslag["wens"]


async def test_a_kern_changes_while_it_waits_and_another_gemeente_does_not(
    client: Client, wachtend: Verhaal, sqlite_db: Database
) -> None:
    pad = f"/volg/{wachtend.kenmerk}/verslag"
    await client.post("/volg", data={"kenmerk": wachtend.kenmerk, "code": wachtend.volgcode})
    html = await (await client.get(pad)).text()
    assert "Bakkum (Castricum)" in html
    assert "Schoorl" not in html
    velden = {"actie": "feiten", "was-namens": "zelf", "namens": "zelf", "was-plaats": "Castricum|"}
    assert (await client.post(pad, data={**velden, "plaats": "Castricum|Bakkum"})).status == 200
    o = overdracht_van(sqlite_db, wachtend.gesprek_id)
    assert o.verslag is not None
    assert (o.kern, o.verslag["kern"]) == ("Bakkum", "Bakkum")
    response = await client.post(pad, data={**velden, "plaats": "Bergen|Schoorl"})
    assert response.status == 409
    assert "Trek uw verslag dan eerst in" in await response.text()
    assert overdracht_van(sqlite_db, wachtend.gesprek_id).gemeente == "Castricum"


async def test_after_withdrawing_another_gemeente_leads_to_its_team(
    client: Client, wachtend: Verhaal, sqlite_db: Database
) -> None:
    inwoner = Inwoner(client, {"id": wachtend.gesprek_id, "token": wachtend.token, "berichten": []})
    assert (await inwoner.post("verslag/intrekken", {})).status == 200
    plaats = {"plaats": {"gemeente": "Bergen", "kern": None}}
    url = f"/api/v1/gesprekken/{wachtend.gesprek_id}/verslag"
    kop = {"Authorization": f"Bearer {wachtend.token}"}
    verslag = await (await client.patch(url, json=plaats, headers=kop)).json()
    assert "Bergen" in verslag["ontvanger"]
    body = {"contact": CONTACT, "toestemming": True, "ontvanger": verslag["ontvanger"]}
    assert (await inwoner.post("verslag/goedkeuren", body)).status == 201
    assert overdracht_van(sqlite_db, wachtend.gesprek_id).gemeente == "Bergen"


@pytest.mark.parametrize("plaats", [{"gemeente": "Parijs"}, {"gemeente": "Bergen", "kern": "Limmen"}, "Bergen", None])
async def test_a_place_that_is_not_ours_is_refused_in_dutch(concept: Pagina, plaats: Any) -> None:
    url = f"/api/v1/gesprekken/{concept.gesprek_id}/verslag"
    antwoord = await concept.client.patch(url, json={"plaats": plaats}, headers=concept.inwoner.kop)
    assert antwoord.status == 422
    assert "Kies er een uit de lijst" in (await antwoord.json())["detail"]


async def test_in_danger_it_says_so_in_plain_words(client: Client, sqlite_db: Database, werkgebied: Werkgebied) -> None:
    with sqlite_db.session_scope() as session:
        verhaal = in_crisis(session, werkgebied)
        nu = werkgebied.lokale_tijd(now())
        overdrachten.make_concept(session, verhaal.gesprek_id, werkgebied=werkgebied, nu=nu)
    inwoner = Inwoner(client, {"id": verhaal.gesprek_id, "token": verhaal.token, "berichten": []})
    assert (await (await inwoner.get("verslag")).json())["zwaarte"] == "crisis"
