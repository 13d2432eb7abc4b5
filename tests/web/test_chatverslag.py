"""The verslag on /chat, before the consent and while it waits: each line by itself, and nothing typed is lost."""

from __future__ import annotations

import html as htmltekst
import re
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database, now
from overdracht import queries, staf, wachtrij
from overdracht import service as overdrachten
from tests.overdracht_builders import Verhaal, in_crisis, keur_goed
from tests.web.builders import Inwoner
from tests.web.stafleden import Staflid, pagina_routes
from web.chattaal import TEKSTEN
from web.routes import routes_of
from web.toegang import COOKIE_GESPREK
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
VERSLAG = TEKSTEN["nl"]["verslag"]
BEKIJK = "/chat?verslag=open#verslag"
NIEUW = "Iemand die meedenkt over geld."


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw(routes=(*pagina_routes(), *routes_of("chatpagina"), *routes_of("wachtstand")))


@pytest.fixture
def sanne(client: Client, sqlite_db: Database) -> Staflid:
    return Staflid(client, sqlite_db, "Sanne de Vries")


class Pagina:
    """/chat in the browser of one resident, without script."""

    def __init__(self, client: Client, verhaal: Verhaal) -> None:
        self.client, self.verhaal = client, verhaal
        self.kop = {"Cookie": f"{COOKIE_GESPREK}={verhaal.gesprek_id}.{verhaal.token}"}
        self.inwoner = Inwoner(client, {"id": verhaal.gesprek_id, "token": verhaal.token, "berichten": []})

    async def lees(self, pad: str = "/chat?verslag=open") -> str:
        return str(await (await self.client.get(pad, headers=self.kop)).text())

    async def verslag(self) -> dict[str, Any]:
        return dict(await (await self.inwoner.get("verslag")).json())

    async def druk(self, actie: str, **anders: str) -> Any:
        """Press a button of the lines; all fields of the form go along, as a browser sends them."""
        html = await self.lees()
        velden = {**_velden(html), **anders, "actie": actie}
        return await self.client.post("/chat/verslag", data=velden, headers=self.kop, allow_redirects=False)


def _velden(html: str) -> dict[str, str]:
    gebied = re.findall(r'<textarea[^>]* name="((?:regel-|erbij)[^"]*)"[^>]*>([^<]*)</textarea>', html)
    was = re.findall(r'<input type="hidden" name="(was-[^"]+)" value="([^"]*)"', html)
    return {naam: htmltekst.unescape(tekst) for naam, tekst in (*gebied, *was)}


@pytest.fixture
def wachtend(client: Client, sqlite_db: Database, werkgebied: Werkgebied) -> Pagina:
    with sqlite_db.session_scope() as session:
        return Pagina(client, keur_goed(session, werkgebied))


async def _eerste(pagina: Pagina) -> dict[str, Any]:
    regel: dict[str, Any] = (await pagina.verslag())["leefgebieden"][0]["regels"][0]
    return regel


def _pak_op(database: Database, kenmerk: str, wie: Staflid) -> None:
    with database.session_scope() as session:
        medewerker = staf.find_by_naam(session, wie.naam)
        assert medewerker is not None
        wachtrij.claim_overdracht(session, kenmerk, medewerker)


async def test_while_it_waits_there_is_a_way_to_the_verslag_beside_withdrawing_it(wachtend: Pagina) -> None:
    html = await wachtend.lees("/chat")
    assert BEKIJK in html
    assert TEKSTEN["nl"]["wachten"]["bekijk"] in html
    assert 'action="/chat/intrekken"' in html
    assert 'id="verslag"' not in html
    html = await wachtend.lees()
    assert VERSLAG["uitlegWacht"] in html
    assert VERSLAG["toestemming"] not in html
    assert 'action="/chat/intrekken"' in html


async def test_a_line_changed_while_it_waits_is_what_staff_read(wachtend: Pagina, sanne: Staflid) -> None:
    regel = await _eerste(wachtend)
    response = await wachtend.druk(f"wijzig:{regel['id']}", **{f"regel-{regel['id']}": NIEUW})
    assert (response.status, response.headers["Location"]) == (303, "/chat?verslag=veranderd#verslag")
    assert VERSLAG["veranderd"] in await wachtend.lees("/chat?verslag=veranderd")
    gezien = await sanne.lees(f"/werkplek?o={wachtend.verhaal.kenmerk}")
    assert NIEUW in gezien
    assert regel["tekst"] not in gezien


async def test_the_werkplek_opens_a_verslag_from_which_the_question_was_taken_out(
    wachtend: Pagina, sanne: Staflid
) -> None:
    vraag = (await wachtend.verslag())["hulpvraag"]["id"]
    await wachtend.druk(f"weg:{vraag}")
    assert (await wachtend.verslag())["hulpvraag"] is None
    await sanne.lees(f"/werkplek?o={wachtend.verhaal.kenmerk}")


async def test_what_was_shown_stands_in_it_and_can_be_taken_out(
    wachtend: Pagina, sanne: Staflid, sqlite_db: Database
) -> None:
    getoond = {"id": "formulierenhulp", "naam": "Formulierenhulp", "bron": [2], "reactie": []}
    with sqlite_db.session_scope() as session:
        overdracht = queries.get_overdracht(session, wachtend.verhaal.kenmerk)
        concept = queries.get_concept(session, wachtend.verhaal.gesprek_id)
        assert overdracht is not None
        assert concept is not None
        for houder in (overdracht, concept):
            houder.verslag = {**(houder.verslag or {}), "getoonde_voorzieningen": [getoond]}
    html = await wachtend.lees()
    assert VERSLAG["getoond"] in html
    assert "Formulierenhulp" in html
    assert 'name="regel-formulierenhulp"' not in html
    await wachtend.druk("weg:formulierenhulp")
    assert "Formulierenhulp" not in await wachtend.lees()
    assert "Formulierenhulp" not in await sanne.lees(f"/werkplek?o={wachtend.verhaal.kenmerk}")


async def test_a_line_can_be_added_and_taken_away_while_it_waits(wachtend: Pagina, sanne: Staflid) -> None:
    await wachtend.druk("erbij", erbij=NIEUW)
    assert NIEUW in await sanne.lees(f"/werkplek?o={wachtend.verhaal.kenmerk}")
    wens = (await wachtend.verslag())["wens"][-1]["id"]
    await wachtend.druk(f"weg:{wens}")
    assert NIEUW not in await sanne.lees(f"/werkplek?o={wachtend.verhaal.kenmerk}")
    assert NIEUW not in await wachtend.lees()


async def test_what_was_typed_in_another_line_is_still_there_and_said_not_to_be_saved(wachtend: Pagina) -> None:
    regel = await _eerste(wachtend)
    response = await wachtend.druk("erbij", erbij=NIEUW, **{f"regel-{regel['id']}": "Nog niet klaar"})
    html = await response.text()
    assert response.status == 200
    assert _velden(html)[f"regel-{regel['id']}"] == "Nog niet klaar"
    assert _velden(html)["erbij"] == ""
    assert VERSLAG["nogNiet"] in html
    assert (await _eerste(wachtend))["tekst"] == regel["tekst"]


async def test_a_line_that_is_too_long_is_told_in_dutch_beside_it_and_kept(wachtend: Pagina) -> None:
    regel = await _eerste(wachtend)
    naam, lang = f"regel-{regel['id']}", "a" * 1001
    response = await wachtend.druk(f"wijzig:{regel['id']}", **{naam: lang})
    html = await response.text()
    assert response.status == 422
    assert _velden(html)[naam] == lang
    assert f'aria-invalid="true" aria-describedby="fout-{naam}"' in html
    assert "Een regel mag niet langer zijn dan 1000 tekens." in html
    assert f'href="#{naam}"' in html


async def test_the_text_of_a_line_that_is_gone_meanwhile_comes_where_one_adds(wachtend: Pagina) -> None:
    response = await wachtend.druk("wijzig:wens-weg", **{"regel-wens-weg": NIEUW, "was-wens-weg": "Iets"})
    html = await response.text()
    assert response.status == 422
    assert "Deze regel staat niet meer in het verslag." in html
    assert _velden(html)["erbij"] == NIEUW


async def test_once_it_was_picked_up_it_is_refused_told_and_what_was_typed_can_be_said_instead(
    wachtend: Pagina, sanne: Staflid, sqlite_db: Database
) -> None:
    regel = await _eerste(wachtend)
    velden = {**_velden(await wachtend.lees()), "actie": f"wijzig:{regel['id']}", f"regel-{regel['id']}": NIEUW}
    _pak_op(sqlite_db, wachtend.verhaal.kenmerk, sanne)
    response = await wachtend.client.post("/chat/verslag", data=velden, headers=wachtend.kop, allow_redirects=False)
    html = await response.text()
    assert response.status == 409
    assert "Een medewerker leest uw verslag al." in html
    assert re.search(rf'<textarea[^>]* name="tekst"[^>]*>{NIEUW}</textarea>', html)
    assert TEKSTEN["nl"]["getypt_bij_bericht"] in html
    assert NIEUW not in await sanne.lees(f"/werkplek?o={wachtend.verhaal.kenmerk}")


async def test_once_it_was_picked_up_it_can_be_read_and_not_changed(
    wachtend: Pagina, sanne: Staflid, sqlite_db: Database
) -> None:
    _pak_op(sqlite_db, wachtend.verhaal.kenmerk, sanne)
    html = await wachtend.lees("/chat")
    assert VERSLAG["dicht"] in html
    assert TEKSTEN["nl"]["wachten"]["bekijkAlleen"] in html
    html = await wachtend.lees()
    assert (await _eerste(wachtend))["tekst"] in html
    assert 'name="actie"' not in html


async def test_there_is_no_verslag_to_open_in_a_crisis_without_one(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    with sqlite_db.session_scope() as session:
        verhaal = in_crisis(session, werkgebied)
        overdrachten.make_concept(session, verhaal.gesprek_id, werkgebied=werkgebied, nu=werkgebied.lokale_tijd(now()))
    html = await Pagina(client, verhaal).lees()
    assert TEKSTEN["nl"]["wachten"]["bekijk"] not in html
    assert VERSLAG["uitlegWacht"] not in html


@pytest.mark.parametrize("code", [c for c in TEKSTEN if c != "nl"])
async def test_it_stands_there_in_the_language_that_was_asked_for(wachtend: Pagina, code: str) -> None:
    html = htmltekst.unescape(await wachtend.lees(f"/chat?taal={code}&verslag=open"))
    for naam in ("titel", "uitlegWacht", "erbij", "voegToe", "bewaar", "haalWeg", "klaar"):
        assert TEKSTEN[code]["verslag"][naam] in html
    assert f'action="/chat/verslag?taal={code}"' in html
