"""The own verslag on /volg: for who has kenmerk and code, on any device, changed by the same rules as on /chat."""

from __future__ import annotations

import dataclasses
import re
import time
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from gesprek import service as gesprekken
from opslag.db import Database, now
from overdracht import queries, staf, wachtrij
from overdracht import service as overdrachten
from overdracht.models import Overdracht
from overdracht.volgcode import read_volgcode
from settings import Settings
from tests.overdracht_builders import Verhaal, in_crisis, keur_goed
from tests.web.stafleden import pagina_routes
from werkgebied import Werkgebied

Client = TestClient[Any, Any]


@pytest.fixture
async def client(bouw: Any) -> Client:
    """A browser that never was in the chat."""
    return await bouw(routes=pagina_routes())


@pytest.fixture
def verhaal(sqlite_db: Database, werkgebied: Werkgebied) -> Verhaal:
    with sqlite_db.session_scope() as session:
        return keur_goed(session, werkgebied)


def pad(verhaal: Verhaal) -> str:
    return f"/volg/{verhaal.kenmerk}/verslag"


async def open_(client: Client, verhaal: Verhaal) -> None:
    velden = {"kenmerk": verhaal.kenmerk, "code": verhaal.volgcode}
    assert (await client.post("/volg", data=velden, allow_redirects=False)).status == 303


async def lees(client: Client, verhaal: Verhaal) -> str:
    await open_(client, verhaal)
    response = await client.get(pad(verhaal))
    assert response.status == 200
    return await response.text()


def velden_uit(tekst: str) -> dict[str, str]:
    """The lines as a browser would send them back: {name: text}."""
    was = dict(re.findall(r'name="(was-[^"]+)" value="([^"]*)"', tekst))
    return {**was, **{f"regel-{naam[4:]}": waarde for naam, waarde in was.items()}}


def overdracht_van(database: Database, verhaal: Verhaal) -> Overdracht:
    with database.lezen() as session:
        overdracht = queries.get_overdracht(session, verhaal.kenmerk)
        assert overdracht is not None
        return overdracht


def hulpvraag(database: Database, verhaal: Verhaal) -> dict[str, Any]:
    verslag = overdracht_van(database, verhaal).verslag
    assert verslag is not None
    return dict(verslag["hulpvraag"])


def pak_op(database: Database, verhaal: Verhaal, *, rond_af: bool = False) -> None:
    with database.session_scope() as session:
        staf.add_medewerker(session, "Sanne de Vries", "medewerker")
        sanne = staf.find_by_naam(session, "Sanne de Vries")
        assert sanne is not None
        wachtrij.claim_overdracht(session, verhaal.kenmerk, sanne)
        if rond_af:
            wachtrij.finish(session, verhaal.kenmerk, sanne, uitkomst="antwoord_gegeven")


async def test_without_the_code_there_is_only_its_form_the_same_as_for_a_kenmerk_that_is_not_there(
    client: Client, verhaal: Verhaal
) -> None:
    vreemd = await client.get(pad(verhaal))
    onbekend = await client.get("/volg/VD-2222-2222/verslag")
    assert (vreemd.status, onbekend.status) == (200, 200)
    tekst = await vreemd.text()
    assert tekst.replace(verhaal.kenmerk, "") == (await onbekend.text()).replace("VD-2222-2222", "")
    assert "schulden" not in tekst
    data = {"actie": "erbij", "erbij": "Ik ben het niet."}
    antwoorden = [await client.post(p, data=data) for p in (pad(verhaal), "/volg/VD-2222-2222/verslag")]
    assert [a.status for a in antwoorden] == [403, 403]


async def test_the_code_of_one_opens_no_verslag_of_another(
    client: Client, verhaal: Verhaal, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    with sqlite_db.session_scope() as session:
        ander = keur_goed(session, werkgebied, "Mijn zeepaardje is ziek.")
    await open_(client, verhaal)
    assert "zeepaardje" not in await (await client.get(pad(ander))).text()
    assert (await client.post(pad(ander), data={"actie": "erbij", "erbij": "x"})).status == 403
    assert "zeepaardje" in hulpvraag(sqlite_db, ander)["tekst"]


async def test_the_volg_page_leads_to_it_and_tells_nothing_of_it_itself(client: Client, verhaal: Verhaal) -> None:
    await open_(client, verhaal)
    tekst = await (await client.get(f"/volg/{verhaal.kenmerk}")).text()
    assert f'href="{pad(verhaal)}"' in tekst
    assert "schulden" not in tekst


async def test_every_line_is_there_to_change_and_kept_by_no_browser(client: Client, verhaal: Verhaal) -> None:
    await open_(client, verhaal)
    response = await client.get(pad(verhaal))
    tekst = await response.text()
    assert response.headers["Cache-Control"] == "no-store"
    assert "Ik heb schulden" in tekst
    assert tekst.count('value="wijzig:') == tekst.count('value="weg:') > 1
    assert "072 000 0199" not in tekst


async def test_a_line_is_changed_and_the_team_the_story_and_the_source_know(
    client: Client, verhaal: Verhaal, sqlite_db: Database
) -> None:
    velden, regel = velden_uit(await lees(client, verhaal)), hulpvraag(sqlite_db, verhaal)
    velden |= {f"regel-{regel['id']}": "Ik zoek een woning. BSN 111222333", "actie": f"wijzig:{regel['id']}"}
    response = await client.post(pad(verhaal), data=velden)
    assert "Uw verslag is nu anders." in await response.text()
    na = hulpvraag(sqlite_db, verhaal)
    assert "Ik zoek een woning." in na["tekst"]
    assert "111222333" not in na["tekst"]
    assert len(na["bron"]) == len(regel["bron"]) + 1
    with sqlite_db.lezen() as session:
        stappen = queries.find_stappen(session, overdracht_van(sqlite_db, verhaal).id)
        assert "Ik zoek een woning." in gesprekken.read_berichten(session, verhaal.gesprek_id)[-1].tekst
    assert stappen[-1].wat == "verslag_gewijzigd"


async def test_a_line_is_taken_away_and_one_is_added(client: Client, verhaal: Verhaal, sqlite_db: Database) -> None:
    await lees(client, verhaal)
    regel = hulpvraag(sqlite_db, verhaal)["id"]
    await client.post(pad(verhaal), data={"actie": f"weg:{regel}"})
    await client.post(pad(verhaal), data={"actie": "erbij", "erbij": "Graag in de avond bellen."})
    verslag = overdracht_van(sqlite_db, verhaal).verslag
    assert verslag is not None
    assert verslag["hulpvraag"] is None
    assert [r["tekst"] for r in verslag["wens"]] == ["Graag in de avond bellen."]


async def test_what_was_typed_in_another_line_is_shown_again_and_not_lost(
    client: Client, verhaal: Verhaal, sqlite_db: Database
) -> None:
    velden, regel = velden_uit(await lees(client, verhaal)), hulpvraag(sqlite_db, verhaal)["id"]
    velden |= {f"regel-{regel}": "Dit bewaar ik nog niet.", "erbij": "Dit wel.", "actie": "erbij"}
    tekst = await (await client.post(pad(verhaal), data=velden)).text()
    assert "Dit bewaar ik nog niet." in tekst
    assert "u hebt iets getypt dat nog niet bewaard is" in tekst
    assert "nog niet" not in hulpvraag(sqlite_db, verhaal)["tekst"]


@pytest.mark.parametrize("waarde", ["", "a" * 1001], ids=["nothing", "too much"])
async def test_what_cannot_be_is_told_at_its_line(
    client: Client, verhaal: Verhaal, sqlite_db: Database, waarde: str
) -> None:
    await lees(client, verhaal)
    response = await client.post(pad(verhaal), data={"actie": "erbij", "erbij": waarde})
    assert response.status == 422
    tekst = await response.text()
    assert '<a class="utrecht-link" href="#erbij">' in tekst
    assert 'aria-describedby="fout-erbij"' in tekst
    assert (await client.post(pad(verhaal), data={"actie": "feest:1"})).status == 422
    assert keren_veranderd(sqlite_db, verhaal) == 0


def keren_veranderd(database: Database, verhaal: Verhaal) -> int:
    """How often the resident changed something."""
    with database.lezen() as session:
        concept = queries.get_concept(session, verhaal.gesprek_id)
        assert concept is not None
        return len(concept.wijzigingen)


@pytest.mark.parametrize("rond_af", [False, True])
async def test_once_somebody_picked_it_up_it_is_read_and_not_changed(
    client: Client, verhaal: Verhaal, sqlite_db: Database, rond_af: bool
) -> None:
    await open_(client, verhaal)
    pak_op(sqlite_db, verhaal, rond_af=rond_af)
    tekst = await lees(client, verhaal)
    assert "Ik heb schulden" in tekst
    assert "<textarea" not in tekst
    assert ("Uw vraag is klaar" if rond_af else "Een medewerker leest uw verslag nu") in tekst
    response = await client.post(pad(verhaal), data={"actie": "erbij", "erbij": "Nog iets."})
    na = await response.text()
    assert response.status == 409
    assert "Nog iets." in na
    assert "Dit typte u" in na
    assert keren_veranderd(sqlite_db, verhaal) == 0


async def test_after_withdrawing_there_is_none_and_what_is_told_later_in_the_chat_is_not_shown(
    client: Client, verhaal: Verhaal, sqlite_db: Database
) -> None:
    with sqlite_db.session_scope() as session:
        overdrachten.withdraw(session, verhaal.gesprek_id, nu=now())
    tekst = await lees(client, verhaal)
    assert "Er is geen verslag van u bij het team." in tekst
    assert "schulden" not in tekst
    assert (await client.post(pad(verhaal), data={"actie": "erbij", "erbij": "x"})).status == 409


async def test_what_was_handed_over_again_under_another_kenmerk_is_not_opened_by_the_old_code(
    client: Client, verhaal: Verhaal, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    pak_op(sqlite_db, verhaal, rond_af=True)
    nu = werkgebied.lokale_tijd(now())
    with sqlite_db.session_scope() as session:
        gesprekken.receive(
            session, verhaal.gesprek_id, client_id="6f0f4b5e-0000-4000-8000-000000000001", tekst="Mijn zeepaardje."
        )
    with sqlite_db.session_scope() as session:
        overdrachten.make_concept(session, verhaal.gesprek_id, werkgebied=werkgebied, nu=nu)
        contact = {"naam": "", "telefoon": "", "email": "", "voorkeur": "chat"}
        nieuw = overdrachten.approve(
            session, verhaal.gesprek_id, contact, toestemming=True, werkgebied=werkgebied, nu=nu
        )
    assert nieuw.kenmerk != verhaal.kenmerk
    tekst = await lees(client, verhaal)
    assert "Ik heb schulden" in tekst
    assert "zeepaardje" not in tekst
    assert (await client.post(pad(verhaal), data={"actie": "erbij", "erbij": "x"})).status == 409


async def test_a_crisis_without_consent_shows_no_verslag(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    with sqlite_db.session_scope() as session:
        verhaal = in_crisis(session, werkgebied)
        overdracht = queries.get_overdracht(session, verhaal.kenmerk)
        assert overdracht is not None
        code = read_volgcode(session, overdracht)
    tekst = await lees(client, Verhaal(verhaal.gesprek_id, verhaal.token, verhaal.kenmerk, code))
    assert "Er is geen verslag van u bij het team." in tekst


async def test_reading_it_stands_in_the_audit(client: Client, verhaal: Verhaal, sqlite_db: Database) -> None:
    await lees(client, verhaal)
    with sqlite_db.lezen() as session:
        gelezen = queries.find_audit(session, waarvan=verhaal.kenmerk)[0]
    assert (gelezen.wie, gelezen.wat) == ("inwoner", "verslag_ingezien")


async def test_who_types_slowly_has_all_of_it_saved_and_sees_nothing_more(
    client: Client, verhaal: Verhaal, sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    velden, regel = velden_uit(await lees(client, verhaal)), hulpvraag(sqlite_db, verhaal)["id"]
    begin = time.time()
    monkeypatch.setattr("web.volg.time.time", lambda: begin + 3 * 3600)
    velden |= {f"regel-{regel}": "Ik zoek een woning.", "erbij": "Bel in de avond.", "actie": "erbij"}
    tekst = await (await client.post(pad(verhaal), data=velden)).text()
    assert "Uw verslag is nu anders." in tekst
    assert "woning" not in tekst
    verslag = overdracht_van(sqlite_db, verhaal).verslag
    assert verslag is not None
    assert verslag["hulpvraag"]["tekst"] == "Ik zoek een woning."
    assert [r["tekst"] for r in verslag["wens"]] == ["Bel in de avond."]
    monkeypatch.setattr("web.volg.time.time", lambda: begin + 25 * 3600)
    assert (await client.post(pad(verhaal), data=velden)).status == 403


async def test_changes_count_for_the_limit_of_the_address_and_what_was_typed_stays(
    bouw: Any, settings: Settings, verhaal: Verhaal
) -> None:
    krap = dataclasses.replace(settings, proxy_adressen="127.0.0.1", limiet_adres=1)
    client = await bouw(settings=krap, routes=pagina_routes())
    client.session.headers["X-Forwarded-For"] = "203.0.113.9"
    await open_(client, verhaal)
    keren = [await client.post(pad(verhaal), data={"actie": "erbij", "erbij": f"Regel {n}."}) for n in range(3)]
    assert keren[-1].status == 429
    assert "Regel 2.</textarea>" in await keren[-1].text()


async def test_when_everything_is_deleted_the_page_says_so(
    client: Client, verhaal: Verhaal, sqlite_db: Database
) -> None:
    await open_(client, verhaal)
    with sqlite_db.session_scope() as session:
        gesprekken.delete_gesprek(session, verhaal.gesprek_id)
    response = await client.get(pad(verhaal))
    assert (response.status, "gewist" in await response.text()) == (404, True)


async def test_danger_in_a_line_of_the_verslag_is_heard(client: Client, verhaal: Verhaal, sqlite_db: Database) -> None:
    tekst = await lees(client, verhaal)
    data = {**velden_uit(tekst), "actie": "erbij", "erbij": "er is gevaar, hij slaat mij"}
    response = await client.post(pad(verhaal), data=data)
    assert 'role="alert" id="gevaar"' in await response.text()
    with sqlite_db.lezen() as session:
        overdracht = queries.get_overdracht(session, verhaal.kenmerk)
        assert overdracht is not None
        assert (overdracht.crisis, overdracht.rang) == ("geweld", 0)
