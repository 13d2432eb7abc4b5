"""Following an overdracht: kenmerk and volgcode together, slow to guess, and nothing of the story on the page."""

from __future__ import annotations

import time
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from gesprek import queries as gesprek_queries
from gesprek import service as gesprekken
from gesprek.sleutel import hash_token
from opslag.db import Database, now
from overdracht import behandelen, queries, staf, wachtrij
from overdracht import service as overdrachten
from overdracht.niet_gelukt import tell_failure
from overdracht.volgcode import OUDE_CODE
from tests.overdracht_builders import Verhaal, keur_goed
from tests.web.stafleden import Staflid, pagina_routes
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
BELLEN = {"naam": "A. Jansen", "telefoon": "072 000 0199", "voorkeur": "telefoon"}


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw(routes=pagina_routes())


@pytest.fixture
def verhaal(sqlite_db: Database, werkgebied: Werkgebied) -> Verhaal:
    with sqlite_db.session_scope() as session:
        return keur_goed(session, werkgebied)


async def _open(client: Client, verhaal: Verhaal, **anders: str) -> Any:
    velden = {"kenmerk": verhaal.kenmerk, "code": verhaal.volgcode, **anders}
    return await client.post("/volg", data=velden, allow_redirects=False)


async def _lees(client: Client, verhaal: Verhaal) -> str:
    assert (await _open(client, verhaal)).status == 303
    response = await client.get(f"/volg/{verhaal.kenmerk}")
    assert response.status == 200
    return await response.text()


def _pak_op(database: Database, verhaal: Verhaal, naam: str = "Sanne de Vries") -> None:
    with database.session_scope() as session:
        staf.add_medewerker(session, naam, "medewerker")
        medewerker = staf.find_by_naam(session, naam)
        assert medewerker is not None
        wachtrij.claim_overdracht(session, verhaal.kenmerk, medewerker)


async def test_without_the_code_there_is_only_a_form(client: Client, verhaal: Verhaal) -> None:
    tekst = await (await client.get(f"/volg/{verhaal.kenmerk}")).text()
    assert "Sociaal Team Castricum:" in tekst
    assert "wacht op een medewerker" not in tekst


async def test_the_code_opens_it_and_stands_in_no_address(client: Client, verhaal: Verhaal) -> None:
    response = await _open(client, verhaal)
    assert response.headers["Location"] == f"/volg/{verhaal.kenmerk}"
    assert "HttpOnly" in response.headers["Set-Cookie"]
    assert verhaal.volgcode not in str(response.headers)


async def test_a_code_typed_with_spaces_and_small_letters_is_understood(client: Client, verhaal: Verhaal) -> None:
    response = await _open(client, verhaal, kenmerk=f" {verhaal.kenmerk.lower()} ", code=verhaal.volgcode.lower())
    assert response.status == 303


async def test_a_wrong_code_and_an_unknown_kenmerk_get_the_same_answer(client: Client, verhaal: Verhaal) -> None:
    fout = await _open(client, verhaal, code="AAAA-BBBB")
    onbekend = await _open(client, verhaal, kenmerk="VD-2222-2222")
    assert (fout.status, onbekend.status) == (403, 403)
    assert (await fout.text()).replace(verhaal.kenmerk, "") == (await onbekend.text()).replace("VD-2222-2222", "")


async def test_guessing_is_stopped_and_a_good_code_costs_nothing(client: Client, verhaal: Verhaal) -> None:
    for _ in range(12):
        assert (await _open(client, verhaal)).status == 303
    pogingen = [(await _open(client, verhaal, code=f"AAAA-{i:04d}")).status for i in range(12)]
    assert pogingen[0] == 403
    assert pogingen[-1] == 429
    assert (await _open(client, verhaal)).status == 429


async def test_a_forged_cookie_opens_nothing(client: Client, verhaal: Verhaal) -> None:
    koppen = {"Cookie": f"voordeur_volg={verhaal.kenmerk}|9999999999|{'0' * 64}"}
    tekst = await (await client.get(f"/volg/{verhaal.kenmerk}", headers=koppen)).text()
    assert "wacht op een medewerker" not in tekst


async def test_the_code_of_one_does_not_open_another(
    client: Client, verhaal: Verhaal, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    with sqlite_db.session_scope() as session:
        ander = keur_goed(session, werkgebied)
    await _open(client, verhaal)
    tekst = await (await client.get(f"/volg/{ander.kenmerk}")).text()
    assert "Uw plaats in de rij" not in tekst
    assert (await client.post(f"/volg/{ander.kenmerk}/intrekken", data={"zeker": "ja"})).status == 403


async def test_who_waits_sees_place_promise_and_team_and_nothing_of_the_story(client: Client, verhaal: Verhaal) -> None:
    tekst = await _lees(client, verhaal)
    assert "Uw vraag wacht op een medewerker." in tekst
    assert "Uw plaats in de rij" in tekst
    assert "Sociaal Team Castricum" in tekst
    assert "uw verslag goed" in tekst
    assert "schulden" not in tekst


async def test_after_oppakken_the_contact_person_is_named(
    client: Client, verhaal: Verhaal, sqlite_db: Database
) -> None:
    _pak_op(sqlite_db, verhaal)
    tekst = await _lees(client, verhaal)
    assert "Sanne de Vries, Sociaal Team Castricum" in tekst
    assert "intrekken" not in tekst


async def test_what_is_added_reaches_the_gesprek_without_numbers(
    client: Client, verhaal: Verhaal, sqlite_db: Database
) -> None:
    await _open(client, verhaal)
    response = await client.post(f"/volg/{verhaal.kenmerk}/aanvullen", data={"tekst": "Ik verhuis. BSN 111222333"})
    assert "Uw aanvulling is bewaard." in await response.text()
    with sqlite_db.lezen() as session:
        laatste = gesprekken.read_berichten(session, verhaal.gesprek_id)[-1]
    assert laatste.afzender == "inwoner"
    assert "Ik verhuis" in laatste.tekst
    assert "111222333" not in laatste.tekst


async def test_who_types_slowly_loses_nothing_and_shows_nothing(
    client: Client, verhaal: Verhaal, sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After half an hour the page asks the code again; what was being typed is taken in all the same."""
    await _open(client, verhaal)
    begin = time.time()
    monkeypatch.setattr("web.volg.time.time", lambda: begin + 3 * 3600)
    response = await client.post(f"/volg/{verhaal.kenmerk}/aanvullen", data={"tekst": "Ik typ langzaam."})
    tekst = await response.text()
    assert "Wat u schreef, is bewaard." in tekst
    assert "Uw plaats in de rij" not in tekst
    with sqlite_db.lezen() as session:
        assert "Ik typ langzaam." in gesprekken.read_berichten(session, verhaal.gesprek_id)[-1].tekst
    monkeypatch.setattr("web.volg.time.time", lambda: begin + 25 * 3600)
    response = await client.post(f"/volg/{verhaal.kenmerk}/aanvullen", data={"tekst": "Te laat."})
    assert response.status == 403


async def test_what_is_too_long_is_kept_whole_in_the_form_and_not_cut(client: Client, verhaal: Verhaal) -> None:
    await _open(client, verhaal)
    lang = "a" * 4001
    response = await client.post(f"/volg/{verhaal.kenmerk}/aanvullen", data={"tekst": lang})
    assert response.status == 422
    tekst = await response.text()
    assert lang in tekst
    assert "hoogstens 4.000 tekens" in tekst


async def test_nothing_is_added_when_nothing_is_written(client: Client, verhaal: Verhaal) -> None:
    await _open(client, verhaal)
    assert (await client.post(f"/volg/{verhaal.kenmerk}/aanvullen", data={"tekst": "  "})).status == 422


async def test_consent_is_withdrawn_while_it_waits(client: Client, verhaal: Verhaal, sqlite_db: Database) -> None:
    await _open(client, verhaal)
    assert (await client.post(f"/volg/{verhaal.kenmerk}/intrekken", data={})).status == 422
    response = await client.post(f"/volg/{verhaal.kenmerk}/intrekken", data={"zeker": "ja"})
    assert "U trok uw toestemming in." in await response.text()
    with sqlite_db.lezen() as session:
        overdracht = queries.get_overdracht(session, verhaal.kenmerk)
        assert overdracht is not None
        assert (overdracht.status, overdracht.verslag) == ("ingetrokken", None)


async def test_withdrawing_after_oppakken_is_refused_in_words(
    client: Client, verhaal: Verhaal, sqlite_db: Database
) -> None:
    await _open(client, verhaal)
    _pak_op(sqlite_db, verhaal)
    response = await client.post(f"/volg/{verhaal.kenmerk}/intrekken", data={"zeker": "ja"})
    assert response.status == 409
    assert "Een medewerker heeft uw verslag al." in await response.text()


async def test_who_was_called_says_how_it_went_here_when_it_is_over(
    client: Client, verhaal: Verhaal, sqlite_db: Database
) -> None:
    assert "Hebben wij u goed geholpen?" not in await _lees(client, verhaal)
    assert (await client.post(f"/volg/{verhaal.kenmerk}/oordeel", data={"score": "5"})).status == 409
    _pak_op(sqlite_db, verhaal)
    with sqlite_db.session_scope() as session:
        sanne = staf.find_by_naam(session, "Sanne de Vries")
        assert sanne is not None
        wachtrij.finish(session, verhaal.kenmerk, sanne, uitkomst="antwoord_gegeven")
    assert "Hebben wij u goed geholpen?" in await _lees(client, verhaal)
    for score, status in (("4", 200), ("6", 422), ("", 422)):
        response = await client.post(f"/volg/{verhaal.kenmerk}/oordeel", data={"score": score})
        assert response.status == status
    with sqlite_db.lezen() as session:
        oordeel = gesprek_queries.find_feedback(session, verhaal.gesprek_id)
    assert oordeel is not None
    assert oordeel.score == 4
    assert "Dank u wel." in await (await client.get(f"/volg/{verhaal.kenmerk}?gedaan=geoordeeld")).text()


async def test_closing_forgets_the_code(client: Client, verhaal: Verhaal) -> None:
    await _open(client, verhaal)
    await client.post("/volg/sluiten")
    assert "Uw plaats in de rij" not in await (await client.get(f"/volg/{verhaal.kenmerk}")).text()


async def test_a_form_of_another_website_does_nothing(client: Client, verhaal: Verhaal) -> None:
    await _open(client, verhaal)
    koppen = {"Origin": "https://elders.example"}
    response = await client.post(f"/volg/{verhaal.kenmerk}/intrekken", data={"zeker": "ja"}, headers=koppen)
    assert response.status == 403


async def test_when_everything_is_deleted_the_page_says_so(
    client: Client, verhaal: Verhaal, sqlite_db: Database
) -> None:
    await _open(client, verhaal)
    with sqlite_db.session_scope() as session:
        gesprekken.delete_gesprek(session, verhaal.gesprek_id)
    response = await client.get(f"/volg/{verhaal.kenmerk}")
    assert response.status == 404
    assert "gewist" in await response.text()


async def test_while_it_waits_the_way_to_the_verslag_stands_there(client: Client, verhaal: Verhaal) -> None:
    tekst = await _lees(client, verhaal)
    assert "U kunt uw verslag dus nog aanpassen." in tekst
    assert f'href="/volg/{verhaal.kenmerk}/verslag"' in tekst


async def test_once_somebody_reads_it_or_it_is_withdrawn_there_is_nothing_to_change(
    client: Client, verhaal: Verhaal, sqlite_db: Database
) -> None:
    _pak_op(sqlite_db, verhaal)
    tekst = await _lees(client, verhaal)
    assert "Bekijk mijn verslag" in tekst
    assert "aanpassen" not in tekst
    assert "Klopt er iets niet in uw verslag" in tekst


async def test_a_change_stands_in_what_happened_without_what_was_changed(
    client: Client, verhaal: Verhaal, sqlite_db: Database
) -> None:
    with sqlite_db.session_scope() as session:
        overdrachten.patch_concept(session, verhaal.gesprek_id, {"hulpvraag": {"tekst": "Ik zoek een woning."}})
    tekst = await _lees(client, verhaal)
    assert "U paste uw verslag aan." in tekst
    assert "woning" not in tekst


async def test_an_expired_code_of_before_says_how_to_get_the_new_one(
    client: Client, verhaal: Verhaal, sqlite_db: Database
) -> None:
    with sqlite_db.session_scope() as session:
        overdracht = queries.get_overdracht(session, verhaal.kenmerk)
        assert overdracht is not None
        overdracht.volgcode_hash = hash_token("4HT6-WQ2C")
        overdracht.aangemaakt_op -= OUDE_CODE
    response = await _open(client, verhaal, code="4ht6wq2c")
    assert response.status == 403
    assert "verlopen" in await response.text()


async def test_who_cannot_be_mailed_reads_what_to_do_and_the_team_sees_it_beside_the_address(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    fout = {"email": "weg@example.nl", "voorkeur": "email"}
    with sqlite_db.session_scope() as session:
        verhaal = keur_goed(session, werkgebied, contact=fout)
        post = queries.find_uit_post(session, verhaal.kenmerk, "bevestiging")
        assert post is not None
        tell_failure(session, post, voorgoed=True, nu=now())
    assert "Zet hieronder het goede adres" in await _lees(client, verhaal)
    assert "Onze mail kwam hier niet aan." in await sanne.lees(f"/werkplek?o={verhaal.kenmerk}")
    with sqlite_db.session_scope() as session:
        nu = werkgebied.lokale_tijd(now())
        overdrachten.withdraw(session, verhaal.gesprek_id, nu=nu)
        overdrachten.make_concept(session, verhaal.gesprek_id, werkgebied=werkgebied, nu=nu)
        goed = {"email": "goed@example.nl", "voorkeur": "email"}
        overdrachten.approve(session, verhaal.gesprek_id, goed, toestemming=True, werkgebied=werkgebied, nu=nu)
    assert "Vul hieronder het goede adres in" not in await _lees(client, verhaal)
    assert "Onze mail kwam hier niet aan." not in await sanne.lees(f"/werkplek?o={verhaal.kenmerk}")


async def _stuur_gevaar(client: Client, verhaal: Verhaal) -> str:
    await _open(client, verhaal)
    response = await client.post(f"/volg/{verhaal.kenmerk}/aanvullen", data={"tekst": "er is gevaar, hij slaat mij"})
    return await response.text()


async def test_danger_that_is_added_is_heard_as_in_the_chat(
    client: Client, verhaal: Verhaal, sqlite_db: Database
) -> None:
    tekst = await _stuur_gevaar(client, verhaal)
    assert 'role="alert" id="gevaar"' in tekst
    assert "Bel meteen" in tekst
    with sqlite_db.lezen() as session:
        overdracht = queries.get_overdracht(session, verhaal.kenmerk)
        assert overdracht is not None
        assert (overdracht.crisis, overdracht.rang, overdracht.status) == ("geweld", 0, "wachtend")
        assert queries.find_uit_post(session, verhaal.kenmerk, "spoed") is not None


async def test_danger_that_is_added_while_somebody_holds_it_reaches_them_and_when_it_is_over_the_queue(
    client: Client, verhaal: Verhaal, sqlite_db: Database
) -> None:
    _pak_op(sqlite_db, verhaal)
    assert 'role="alert" id="gevaar"' in await _stuur_gevaar(client, verhaal)
    with sqlite_db.session_scope() as session:
        overdracht = queries.get_overdracht(session, verhaal.kenmerk)
        assert overdracht is not None
        assert (overdracht.crisis, overdracht.status) == ("geweld", "opgepakt")
        medewerker = staf.find_by_naam(session, "Sanne de Vries")
        assert medewerker is not None
        wachtrij.finish(session, verhaal.kenmerk, medewerker, uitkomst="klaar")
        gesprek_id = overdracht.gesprek_id
    assert 'role="alert" id="gevaar"' in await _stuur_gevaar(client, verhaal)
    with sqlite_db.lezen() as session:
        laatste = queries.find_laatste_overdracht(session, gesprek_id)
        assert laatste is not None
        assert (laatste.crisis, laatste.status) == ("geweld", "wachtend")
        berichten = [b.tekst for b in gesprekken.read_berichten(session, gesprek_id)]
    assert any("hij slaat mij" in b for b in berichten)


async def test_who_waits_for_a_call_still_sees_when_after_it_was_picked_up(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    with sqlite_db.session_scope() as session:
        verhaal = keur_goed(session, werkgebied, contact=BELLEN)
    beloofd = await _lees(client, verhaal)
    assert "belt een medewerker u." in beloofd
    _pak_op(sqlite_db, verhaal)
    tekst = await _lees(client, verhaal)
    assert "belt een medewerker u." in tekst
    assert "praat al met u" not in tekst
    with sqlite_db.session_scope() as session:
        medewerker = staf.find_by_naam(session, "Sanne de Vries")
        assert medewerker is not None
        behandelen.register_contact(session, verhaal.kenmerk, medewerker, hoe="telefoon")
    tekst = await _lees(client, verhaal)
    assert "Sanne de Vries had contact met u" in tekst
    assert "belt een medewerker u." not in tekst
    # What is added now says who reads it, and when.
    await client.post(f"/volg/{verhaal.kenmerk}/aanvullen", data={"tekst": "De afspraak gaat niet door"})
    assert "belt een medewerker u." in await _lees(client, verhaal)


async def test_a_wrong_number_is_put_right_on_the_page_while_it_waits_and_while_it_is_held(
    client: Client, sqlite_db: Database, verhaal: Verhaal
) -> None:
    pad = f"/volg/{verhaal.kenmerk}/bereik"
    assert 'value="072 000 0199"' in await _lees(client, verhaal)
    fout = {"naam": "A. Jansen", "telefoon": "12", "email": "", "voorkeur": "telefoon"}
    response = await client.post(pad, data=fout)
    assert response.status == 422
    pagina = await response.text()
    assert "Dit nummer klopt niet" in pagina
    assert 'value="12"' in pagina
    response = await client.post(pad, data=fout | {"telefoon": "06 12345678"}, allow_redirects=False)
    assert response.headers["Location"] == f"/volg/{verhaal.kenmerk}?gedaan=bereik"
    _pak_op(sqlite_db, verhaal)
    goed = {"naam": "A. Jansen", "telefoon": "", "email": "a@example.nl", "voorkeur": "email"}
    pagina = await (await client.post(pad, data=goed)).text()
    assert "Zo hoort u nu van ons" in pagina
    assert pagina.count("U paste aan hoe u van ons hoort.") == 2
    with sqlite_db.lezen() as session:
        overdracht = queries.get_overdracht(session, verhaal.kenmerk)
        assert overdracht is not None
        assert (overdracht.verslag or {})["contact"] == goed


async def test_what_a_medewerker_wrote_is_read_and_answered_here_and_counts_as_seen(
    client: Client, verhaal: Verhaal, sqlite_db: Database
) -> None:
    """Who closed the chat finds it with kenmerk and code."""
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    assert 'id="kop-berichten"' not in await _lees(client, verhaal)
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/bericht", {"tekst": "Kunt u <b>dinsdag</b>?"})
    assert "Gezien door de inwoner" not in await sanne.lees(f"/werkplek?o={verhaal.kenmerk}")
    pagina = await _lees(client, verhaal)
    assert "Sanne de Vries:</strong> Kunt u &lt;b&gt;dinsdag&lt;/b&gt;?" in pagina
    assert "Schrijf terug" in pagina
    # What was said to the assistant is not shown here.
    assert "mijn zoon gaat niet meer naar school" not in pagina
    assert "Gezien door de inwoner" in await sanne.lees(f"/werkplek?o={verhaal.kenmerk}")
    antwoord = await client.post(
        f"/volg/{verhaal.kenmerk}/aanvullen", data={"tekst": "Dinsdag is goed."}, allow_redirects=False
    )
    assert antwoord.status == 303
    assert "<strong>U:</strong> Dinsdag is goed." in await _lees(client, verhaal)


async def test_where_no_mail_goes_out_none_is_spoken_of(bouw: Any, settings: Any, client: Client) -> None:
    import dataclasses

    assert "Wij mailen ze niet." in await (await client.get("/volg")).text()
    met_mail = await bouw(routes=pagina_routes(), settings=dataclasses.replace(settings, smtp_url="smtp://127.0.0.1:1"))
    assert "Dan staan ze ook in de e-mail." in await (await met_mail.get("/volg")).text()
