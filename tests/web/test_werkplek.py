"""The werkplek: the queue, the verslag and the gesprek, by plain forms and by the script's own requests."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from gesprek import service as gesprekken
from opslag.db import Base, Database, now
from overdracht import queries as staf_queries
from overdracht import service as overdrachten
from overdracht.models import TriageCorrectie
from sociale_kaart import edits as kaart
from tests.overdracht_builders import Verhaal, in_crisis, keur_goed
from tests.web.stafleden import Staflid, pagina_routes
from web import keys
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
Maak = Callable[..., Verhaal]


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw(routes=pagina_routes())


@pytest.fixture
def maak(sqlite_db: Database, werkgebied: Werkgebied) -> Maak:
    def doe(bouwer: Any = keur_goed, *args: Any, **velden: Any) -> Verhaal:
        with sqlite_db.session_scope() as session:
            verhaal: Verhaal = bouwer(session, werkgebied, *args, **velden)
            return verhaal

    return doe


@pytest.fixture
def sanne(client: Client, sqlite_db: Database) -> Staflid:
    return Staflid(client, sqlite_db, "Sanne de Vries")


@pytest.fixture
def karim(client: Client, sqlite_db: Database) -> Staflid:
    return Staflid(client, sqlite_db, "Karim Bakker")


def _audit(database: Database, wat: str, kenmerk: str) -> int:
    with database.lezen() as session:
        return sum(1 for a in staf_queries.find_audit(session, waarvan=kenmerk) if a.wat == wat)


def _berichten(database: Database, verhaal: Verhaal) -> list[Any]:
    with database.lezen() as session:
        return gesprekken.read_berichten(session, verhaal.gesprek_id)


def _alle_teksten(database: Database) -> list[str]:
    """Every text of every row of every table."""
    with database.lezen() as session:
        rijen = [rij for tabel in Base.metadata.sorted_tables for rij in session.execute(tabel.select())]
    return [str(waarde) for rij in rijen for waarde in rij if isinstance(waarde, (str, dict, list))]


async def test_without_a_login_the_werkplek_asks_for_one(client: Client) -> None:
    response = await client.get("/werkplek", headers={"Accept": "text/html"}, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/login?naar=/werkplek")
    assert (await client.get("/werkplek/stand")).status == 401


@pytest.mark.parametrize("rol", ["redacteur", "beheerder"])
async def test_who_does_not_handle_overdrachten_may_not_look(client: Client, sqlite_db: Database, rol: str) -> None:
    ander = Staflid(client, sqlite_db, "Iemand Anders", rol)
    assert (await ander.get("/werkplek")).status == 403
    assert (await ander.get("/werkplek/stand")).status == 403


async def test_a_crisis_stands_on_top_then_who_waits_longest(sanne: Staflid, maak: Maak) -> None:
    kort = maak(tekst="Ik heb schulden.")
    lang = maak(tekst="Ik zoek een woning.", nu=now() - dt.timedelta(hours=30))
    crisis = maak(in_crisis)
    tekst = await sanne.lees("/werkplek")
    plekken = [tekst.index(f'id="r-{v.kenmerk}"') for v in (crisis, lang, kort)]
    assert plekken == sorted(plekken)
    assert "Crisis: geweld" in tekst


async def test_the_queue_shows_place_weight_fields_and_deadline(sanne: Staflid, maak: Maak) -> None:
    maak(nu=now() - dt.timedelta(days=4), zwaarte="meervoudig")
    rij = (await sanne.stand())["delen"]["rij"]
    assert "Castricum" in rij
    assert "Meervoudig" in rij
    assert "Financiën" in rij
    assert re.search(r"Eerste contact: .* te laat", rij)


async def test_the_verslag_names_the_source_of_every_line(sanne: Staflid, maak: Maak) -> None:
    verhaal = maak(met_gesprek=True)
    tekst = await sanne.lees(f"/werkplek?o={verhaal.kenmerk}")
    assert "mijn zoon gaat niet meer naar school" in tekst
    assert 'href="#b-2"' in tekst
    assert 'id="b-2"' in tekst
    assert "gezegd" in tekst
    assert "072 000 0199" in tekst


async def test_before_approval_a_crisis_shows_the_gesprek_and_no_verslag(sanne: Staflid, maak: Maak) -> None:
    verhaal = maak(in_crisis)
    tekst = await sanne.lees(f"/werkplek?o={verhaal.kenmerk}")
    assert "hij komt zo thuis" in tekst
    assert "U ziet alleen het gesprek." in tekst
    assert "Hulpvraag" not in tekst


async def test_an_unknown_kenmerk_says_so_and_shows_the_queue(sanne: Staflid) -> None:
    assert "is er niet (meer)" in await sanne.lees("/werkplek?o=VD-0000-0000", status=404)


async def test_what_a_resident_wrote_is_text_and_never_code(sanne: Staflid, maak: Maak) -> None:
    verhaal = maak(tekst='<script>alert(1)</script> en "><img src=x onerror=alert(1)> ik heb schulden')
    tekst = await sanne.lees(f"/werkplek?o={verhaal.kenmerk}")
    assert "<script>alert" not in tekst
    assert "<img" not in tekst
    assert "<img" not in str(await sanne.stand(verhaal.kenmerk))


async def test_opening_is_written_down_once_and_looking_again_is_not(
    sanne: Staflid, karim: Staflid, maak: Maak, sqlite_db: Database
) -> None:
    verhaal = maak()
    await sanne.lees(f"/werkplek?o={verhaal.kenmerk}")
    await sanne.stand(verhaal.kenmerk)
    await sanne.stand(verhaal.kenmerk)
    assert _audit(sqlite_db, "gelezen", verhaal.kenmerk) == 1
    await karim.stand(verhaal.kenmerk)
    assert _audit(sqlite_db, "gelezen", verhaal.kenmerk) == 2


async def test_picking_up_makes_it_mine_and_the_resident_hears_who(
    sanne: Staflid, maak: Maak, sqlite_db: Database
) -> None:
    verhaal = maak()
    naar = await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    tekst = await sanne.lees(naar)
    assert "U hebt deze vraag opgepakt" in tekst
    assert "Bij u" in tekst
    assert "Sanne de Vries" in _berichten(sqlite_db, verhaal)[-1].tekst


async def test_a_second_claim_is_told_who_was_first(sanne: Staflid, karim: Staflid, maak: Maak) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    response = await karim.stuur(f"/werkplek/{verhaal.kenmerk}/oppakken")
    assert response.status == 409
    assert "Sanne de Vries heeft deze vraag al opgepakt." in await response.text()
    als_data = await karim.stuur(f"/werkplek/{verhaal.kenmerk}/oppakken", Accept="application/json")
    assert (als_data.status, (await als_data.json())["door"]) == (409, "Sanne de Vries")


async def test_a_form_of_another_website_does_nothing(sanne: Staflid, maak: Maak) -> None:
    verhaal = maak()
    zonder = await sanne.client.post(f"/werkplek/{verhaal.kenmerk}/oppakken", data={}, headers=sanne.koppen)
    elders = await sanne.stuur(f"/werkplek/{verhaal.kenmerk}/oppakken", Origin="https://elders.example")
    assert (zonder.status, elders.status) == (403, 403)
    assert "Wacht in de rij" in (await sanne.stand(verhaal.kenmerk))["delen"]["kop"]


async def test_only_who_holds_it_may_write_and_the_text_is_kept(sanne: Staflid, karim: Staflid, maak: Maak) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    response = await karim.stuur(f"/werkplek/{verhaal.kenmerk}/bericht", {"tekst": "Goedendag"})
    assert response.status == 403
    assert "bij Sanne de Vries" in await response.text()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/bericht", {"tekst": "Goedendag"})
    assert "Goedendag" in await sanne.lees(f"/werkplek?o={verhaal.kenmerk}")


async def test_the_same_message_sent_twice_is_one(sanne: Staflid, maak: Maak, sqlite_db: Database) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    velden = {"tekst": "Ik bel u zo.", "client_id": str(uuid.uuid4())}
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/bericht", velden)
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/bericht", velden)
    assert [b.tekst for b in _berichten(sqlite_db, verhaal)].count("Ik bel u zo.") == 1


@pytest.mark.parametrize("tekst", ["", "   ", "x" * 10_001])
async def test_an_empty_or_endless_message_is_not_sent(sanne: Staflid, maak: Maak, tekst: str) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    assert (await sanne.stuur(f"/werkplek/{verhaal.kenmerk}/bericht", {"tekst": tekst})).status == 422


async def test_giving_back_leaves_it_waiting_in_its_old_place(sanne: Staflid, maak: Maak) -> None:
    oud, nieuw = maak(nu=now() - dt.timedelta(hours=20)), maak()
    await sanne.doe(f"/werkplek/{oud.kenmerk}/oppakken")
    assert await sanne.doe(f"/werkplek/{oud.kenmerk}/vrijgeven") == "/werkplek?melding=vrijgegeven"
    rij = (await sanne.stand())["delen"]["rij"]
    assert rij.index(oud.kenmerk) < rij.index(nieuw.kenmerk)


async def test_passing_on_needs_a_reason_and_tells_for_whom(sanne: Staflid, karim: Staflid, maak: Maak) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    zonder = await sanne.stuur(f"/werkplek/{verhaal.kenmerk}/doorzetten", {"naar": karim.naam, "reden": " "})
    assert zonder.status == 422
    assert "Geef een reden." in await zonder.text()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/doorzetten", {"naar": karim.naam, "reden": "Kent het gezin"})
    assert "Voor u" in (await karim.stand())["delen"]["rij"]
    assert "Kent het gezin" in (await karim.stand(verhaal.kenmerk))["delen"]["verslag"]


@pytest.mark.parametrize("gezegd", [{"naar": "procesregisseur"}, {"naar": "Sociaal Team Heiloo", "mondeling": "ja"}])
async def test_one_may_pass_on_to_a_role_or_to_a_team_that_the_resident_agreed_to(
    sanne: Staflid, maak: Maak, gezegd: dict[str, str]
) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/doorzetten", {**gezegd, "reden": "Past daar beter"})
    assert "Wacht in de rij" in (await sanne.stand(verhaal.kenmerk))["delen"]["kop"]


async def test_taking_over_is_open_and_has_a_reason(sanne: Staflid, karim: Staflid, maak: Maak) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    assert (await karim.stuur(f"/werkplek/{verhaal.kenmerk}/overnemen", {"reden": ""})).status == 422
    await karim.doe(f"/werkplek/{verhaal.kenmerk}/overnemen", {"reden": "Sanne is ziek"})
    stand = await sanne.stand(verhaal.kenmerk)
    assert "Karim Bakker helpt deze inwoner" in stand["delen"]["kop"]
    assert "Sanne is ziek" in stand["delen"]["verslag"]


async def test_finishing_needs_an_outcome_of_the_list(sanne: Staflid, maak: Maak, sqlite_db: Database) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    for uitkomst in ("", "iets anders"):
        response = await sanne.stuur(f"/werkplek/{verhaal.kenmerk}/afronden", {"uitkomst": uitkomst})
        assert response.status == 422
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/afronden", {"uitkomst": "afspraak_gemaakt", "toelichting": "Vrijdag"})
    stand = await sanne.stand(verhaal.kenmerk)
    assert "Afspraak gemaakt" in stand["delen"]["kop"]
    assert "Vrijdag" in stand["delen"]["verslag"]
    assert all("Vrijdag" not in b.tekst for b in _berichten(sqlite_db, verhaal))


async def test_back_to_the_assistent_ends_it_here(sanne: Staflid, maak: Maak, sqlite_db: Database) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/terug-naar-assistent")
    assert "digitale assistent" in _berichten(sqlite_db, verhaal)[-1].tekst


async def test_a_note_is_for_colleagues_and_loses_its_numbers(
    sanne: Staflid, karim: Staflid, maak: Maak, sqlite_db: Database
) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/notitie", {"tekst": "Belt liever 's avonds. BSN 111222333."})
    verslag = (await karim.stand(verhaal.kenmerk))["delen"]["verslag"]
    assert "Belt liever" in verslag
    assert "111222333" not in verslag
    assert all("Belt liever" not in b.tekst for b in _berichten(sqlite_db, verhaal))


_MET_BSN = "Mevrouw zegt: BSN 111222333."


async def test_who_types_a_personal_number_is_told_that_it_is_not_kept_and_why(
    sanne: Staflid, maak: Maak, sqlite_db: Database
) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    waar = await sanne.doe(f"/werkplek/{verhaal.kenmerk}/bericht", {"tekst": _MET_BSN})
    assert "111222333" not in waar
    pagina = await sanne.lees(waar.partition("#")[0])
    assert "Niet bewaard: een burgerservicenummer (BSN)." in pagina
    assert "Uw bericht is verstuurd." in pagina
    assert "111222333" not in pagina
    assert _berichten(sqlite_db, verhaal)[-1].tekst == "Mevrouw zegt: BSN [bsn verwijderd]."


@pytest.mark.parametrize(
    ("actie", "velden"),
    [
        ("bericht", {"tekst": _MET_BSN}),
        ("notitie", {"tekst": _MET_BSN}),
        ("schalen", {"route": "procesregie", "reden": _MET_BSN}),
        ("vrijgeven", {"reden": _MET_BSN}),
        ("doorzetten", {"naar": "procesregisseur", "reden": _MET_BSN}),
        ("terug-naar-assistent", {"reden": _MET_BSN}),
        ("afronden", {"uitkomst": "antwoord_gegeven", "toelichting": _MET_BSN}),
    ],
)
async def test_the_script_of_the_page_hears_the_same(
    sanne: Staflid, maak: Maak, sqlite_db: Database, actie: str, velden: dict[str, str]
) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    response = await sanne.stuur(f"/werkplek/{verhaal.kenmerk}/{actie}", velden, Accept="application/json")
    uit = await response.json()
    assert response.status == 200
    assert uit["verborgen"].startswith("Niet bewaard: een burgerservicenummer (BSN).")
    assert uit["melding"].endswith(uit["verborgen"])
    assert not [t for t in _alle_teksten(sqlite_db) if "111222333" in t]


async def test_an_address_cannot_put_words_in_the_notice(sanne: Staflid) -> None:
    pagina = await sanne.lees("/werkplek?melding=notitie&verborgen=bsn,klap,zomaar")
    assert "een burgerservicenummer (BSN)." in pagina
    assert "klap" not in pagina
    assert "Niet bewaard" not in await sanne.lees("/werkplek?melding=notitie&verborgen=klap")


async def test_what_was_finished_can_be_opened_again_with_a_reason(sanne: Staflid, karim: Staflid, maak: Maak) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/afronden", {"uitkomst": "antwoord_gegeven"})
    assert (await karim.stuur(f"/werkplek/{verhaal.kenmerk}/heropenen", {"reden": ""})).status == 422
    await karim.doe(f"/werkplek/{verhaal.kenmerk}/heropenen", {"reden": "De inwoner belde terug"})
    assert "U praat met de inwoner" in (await karim.stand(verhaal.kenmerk))["delen"]["kop"]


async def test_scaling_up_looking_along_and_contact_are_steps_in_the_story(
    sanne: Staflid, karim: Staflid, maak: Maak, sqlite_db: Database
) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    pad = f"/werkplek/{verhaal.kenmerk}"
    await sanne.doe(f"{pad}/schalen", {"route": "procesregie", "reden": "Vijf instanties"})
    await sanne.doe(f"{pad}/meekijken", {"naam": karim.naam, "reden": "Kent de regelingen"})
    await sanne.doe(f"{pad}/contact", {"hoe": "gebeld"})
    verslag = (await sanne.stand(verhaal.kenmerk))["delen"]["verslag"]
    for woorden in ("Opgeschaald", "Vijf instanties", "Meekijken gevraagd", "Contact gehad"):
        assert woorden in verslag
    assert "Schaal af" in (await sanne.stand(verhaal.kenmerk))["delen"]["acties"]
    assert all("Vijf instanties" not in b.tekst for b in _berichten(sqlite_db, verhaal))


async def test_each_correction_of_the_triage_is_one_button_and_the_verslag_stays_of_the_resident(
    sanne: Staflid, maak: Maak, sqlite_db: Database
) -> None:
    kenmerk = maak().kenmerk
    pad = f"/werkplek/{kenmerk}/indeling"
    waar = await sanne.doe(pad, {"erbij": "verslaving"})
    assert waar.endswith("#indeling")
    assert "Leefgebied erbij: Verslaving." in await sanne.lees(waar)
    assert "Leefgebied eraf: Financiën." in await sanne.lees(await sanne.doe(pad, {"eraf": "financien"}))
    assert "De zwaarte is nu: Multicomplex." in await sanne.lees(await sanne.doe(pad, {"zwaarte": "multicomplex"}))
    stand = await sanne.stand(kenmerk)
    assert _indeling(stand) == {"multicomplex", "gezin_en_opvoeding", "verslaving"}
    assert "Gezin en opvoeding · Verslaving" in stand["delen"]["rij"]
    assert "<h4>Financiën</h4>" in stand["delen"]["verslag"]
    assert _correcties(sqlite_db) == [
        ("meervoudig", ["financien", "gezin_en_opvoeding", "verslaving"]),
        ("meervoudig", ["gezin_en_opvoeding", "verslaving"]),
        ("multicomplex", ["gezin_en_opvoeding", "verslaving"]),
    ]


async def test_the_opposite_button_takes_a_correction_back(sanne: Staflid, maak: Maak) -> None:
    kenmerk = maak().kenmerk
    eerst = _indeling(await sanne.stand(kenmerk))
    for velden in ({"erbij": "justitie"}, {"eraf": "justitie"}, {"eraf": "financien"}, {"erbij": "financien"}):
        await sanne.doe(f"/werkplek/{kenmerk}/indeling", velden)
    assert _indeling(await sanne.stand(kenmerk)) == eerst


async def test_what_is_so_already_is_no_correction(sanne: Staflid, maak: Maak, sqlite_db: Database) -> None:
    kenmerk = maak().kenmerk
    for velden in ({"erbij": "financien"}, {"eraf": "justitie"}, {"zwaarte": "meervoudig"}):
        await sanne.doe(f"/werkplek/{kenmerk}/indeling", velden)
    assert _correcties(sqlite_db) == []
    assert "Indeling verbeterd" not in (await sanne.stand(kenmerk))["delen"]["verslag"]


@pytest.mark.parametrize("velden", [{}, {"zwaarte": "loodzwaar"}, {"erbij": "tuin"}, {"eraf": "<b>"}])
async def test_a_correction_to_what_does_not_exist_is_refused(
    sanne: Staflid, maak: Maak, velden: dict[str, str]
) -> None:
    assert (await sanne.stuur(f"/werkplek/{maak().kenmerk}/indeling", velden)).status == 422


async def test_an_address_can_say_nothing_of_its_own(sanne: Staflid) -> None:
    for code in ("indeling-erbij-tuin", "indeling-erbij-", "bel%20dit%20nummer"):
        assert '<p class="vd-melding">' not in await sanne.lees(f"/werkplek?melding={code}")


def _indeling(stand: dict[str, Any]) -> set[str]:
    """The buttons that are pressed."""
    return set(re.findall(r'value="(\w+)" aria-pressed="true"', stand["delen"]["verslag"]))


def _correcties(database: Database) -> list[tuple[str, list[str]]]:
    with database.lezen() as session:
        alle = session.query(TriageCorrectie).order_by(TriageCorrectie.id)
        return [(c.zwaarte_beter, c.leefgebieden_beter) for c in alle]


async def test_every_message_has_a_name_of_who_and_when(sanne: Staflid, maak: Maak) -> None:
    for bericht in (await sanne.stand(maak(bouwer=in_crisis).kenmerk))["berichten"]:
        namen = re.search(r'<article[^>]* aria-labelledby="(\S+) (\S+)"', bericht["html"])
        assert namen
        for id in namen.groups():
            assert re.search(rf'id="{id}"[^>]*>[^<]*\w', bericht["html"])


async def test_withdrawn_consent_empties_the_werkplek(sanne: Staflid, maak: Maak, sqlite_db: Database) -> None:
    verhaal = maak()
    await sanne.stand(verhaal.kenmerk)
    with sqlite_db.session_scope() as session:
        overdrachten.withdraw(session, verhaal.gesprek_id, nu=now())
    stand = await sanne.stand(verhaal.kenmerk)
    assert stand["kenmerk"] == ""
    assert stand["berichten"] == []
    assert "zoon" not in str(stand)


async def test_unanswered_messages_are_counted_until_the_answer(
    sanne: Staflid, maak: Maak, sqlite_db: Database
) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    assert (await sanne.stand())["nieuw"] == 0
    for tekst in ("Bent u daar?", "Hallo?"):
        with sqlite_db.session_scope() as session:
            gesprekken.receive(session, verhaal.gesprek_id, client_id=str(uuid.uuid4()), tekst=tekst)
    stand = await sanne.stand()
    assert stand["nieuw"] == 2
    assert "2 nieuw" in stand["delen"]["rij"]
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/bericht", {"tekst": "Jazeker."})
    assert (await sanne.stand())["nieuw"] == 0


async def test_a_quick_reply_is_filled_in_and_not_sent(sanne: Staflid, maak: Maak) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    tekst = await sanne.lees(f"/werkplek?o={verhaal.kenmerk}&snel=groet")
    assert re.search(r"<textarea[^>]*>Goedendag, u praat met Sanne de Vries van Sociaal Team Castricum", tekst)


def _voorziening(database: Database) -> str:
    velden = {
        "id": "formulierenhulp", "naam": "Formulierenhulp Castricum", "organisatie": "Bibliotheek",
        "omschrijving": "Vrijwilligers helpen u met formulieren en brieven.", "leefgebieden": ["financien"],
        "toegang": "vrij", "gemeenten": ["Castricum"], "plaats": "Castricum", "telefoon": "072 000 0200",
        "trefwoorden": ["formulieren"], "laatst_gecontroleerd": dt.date(2026, 11, 2), "status": "gepubliceerd",
    }  # fmt: skip
    with database.session_scope() as session:
        return kaart.save_voorziening(session, velden, wie="test", versie=None).id


async def test_an_entry_of_the_kaart_goes_into_the_chat(sanne: Staflid, maak: Maak, sqlite_db: Database) -> None:
    verhaal, id = maak(), _voorziening(sqlite_db)
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    velden = {"o": verhaal.kenmerk, "zoek": "hulp met formulieren"}
    gevonden = await sanne.stuur("/werkplek/zoeken", velden)
    assert "Formulierenhulp Castricum" in await gevonden.text()
    als_data = await sanne.stuur("/werkplek/zoeken", velden, Accept="application/json")
    assert "Formulierenhulp Castricum" in (await als_data.json())["html"]
    # What was typed may be the resident's: it stands in no address, not even when one comes back to it.
    assert "Formulierenhulp" not in await sanne.lees(f"/werkplek?o={verhaal.kenmerk}&zoek=hulp+met+formulieren")
    assert (await sanne.get("/werkplek/zoeken?zoek=hulp")).headers["Location"] == "/werkplek"
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/voorziening", {"id": id})
    laatste = _berichten(sqlite_db, verhaal)[-1]
    assert laatste.afzender == "medewerker"
    assert [v["naam"] for v in laatste.voorzieningen] == ["Formulierenhulp Castricum"]
    assert (await sanne.stuur(f"/werkplek/{verhaal.kenmerk}/voorziening", {"id": "bestaat-niet"})).status == 404


async def test_availability_is_chosen_and_remembered(sanne: Staflid) -> None:
    await sanne.doe("/werkplek/beschikbaar", {"stand": "aanwezig", "o": ""})
    assert re.search(r'<option value="aanwezig"\s+selected', await sanne.lees("/werkplek"))
    assert (await sanne.stuur("/werkplek/beschikbaar", {"stand": "op vakantie"})).status == 422


@pytest.mark.usefixtures("stille_klok")
async def test_a_page_and_a_refetch_show_the_same(sanne: Staflid, maak: Maak) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    pagina, stand = await sanne.lees(f"/werkplek?o={verhaal.kenmerk}"), await sanne.stand(verhaal.kenmerk)
    plat = " ".join(pagina.split())
    for naam in ("rij", "verslag", "kop", "acties"):
        assert " ".join(stand["delen"][naam].split()) in plat, naam
    for bericht in stand["berichten"]:
        assert " ".join(bericht["html"].split()) in plat


async def test_of_another_gemeente_nothing_is_seen(client: Client, sqlite_db: Database, maak: Maak) -> None:
    heiloo = Staflid(client, sqlite_db, "Hanna Heiloo", gemeenten=["Heiloo"])
    verhaal = maak()
    assert verhaal.kenmerk not in (await heiloo.stand())["delen"]["rij"]
    assert (await heiloo.stand(verhaal.kenmerk))["kenmerk"] == ""


# --- the stream -------------------------------------------------------------------------------


async def _wek(ws: Any) -> str:
    data = await asyncio.wait_for(ws.receive_json(), 5)
    return str(data["soort"])


def _eigen(client: Client) -> str:
    return f"http://{client.server.host}:{client.server.port}"


async def test_the_stream_wakes_when_something_changes(
    client: Client, sanne: Staflid, karim: Staflid, maak: Maak
) -> None:
    verhaal = maak()
    async with client.ws_connect("/werkplek/stroom", headers={**sanne.koppen, "Origin": _eigen(client)}) as ws:
        assert await _wek(ws) == "wek"
        await karim.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
        assert await _wek(ws) == "wek"


async def test_a_message_wakes_who_holds_the_gesprek_and_nobody_else(
    client: Client, sanne: Staflid, karim: Staflid, maak: Maak
) -> None:
    verhaal = maak()
    koppen = {"Authorization": f"Bearer {verhaal.token}"}
    adres = f"/api/v1/gesprekken/{verhaal.gesprek_id}/berichten"
    bij = {"Origin": _eigen(client)}
    async with (
        client.ws_connect("/werkplek/stroom", headers={**sanne.koppen, **bij}) as van_sanne,
        client.ws_connect("/werkplek/stroom", headers={**karim.koppen, **bij}) as van_karim,
    ):
        assert [await _wek(van_sanne), await _wek(van_karim)] == ["wek", "wek"]
        await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
        assert [await _wek(van_sanne), await _wek(van_karim)] == ["wek", "wek"]
        assert (
            await client.post(adres, json={"client_id": "c-1", "tekst": "Bent u daar?"}, headers=koppen)
        ).status == 201
        assert await _wek(van_sanne) == "wek"
        # Karim's werkplek does not listen to it.
        assert client.server.app[keys.HUB].aantal(f"gesprek:{verhaal.gesprek_id}") == 1


async def test_the_stream_carries_no_words_and_tells_who_types(
    client: Client, sanne: Staflid, maak: Maak, sqlite_db: Database
) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    inwoner = {"Authorization": f"Bearer {verhaal.token}"}
    async with (
        client.ws_connect("/werkplek/stroom", headers={**sanne.koppen, "Origin": _eigen(client)}) as ws,
        client.ws_connect(f"/api/v1/gesprekken/{verhaal.gesprek_id}/stroom?na=99", headers=inwoner) as chat,
    ):
        await ws.send_json({"soort": "volg", "kenmerk": verhaal.kenmerk})
        gehoord = [await asyncio.wait_for(ws.receive_json(), 5)]
        while gehoord[-1]["soort"] != "volgt":
            gehoord.append(await asyncio.wait_for(ws.receive_json(), 5))
        await chat.send_json({"soort": "typt"})
        while gehoord[-1]["soort"] != "typt":
            gehoord.append(await asyncio.wait_for(ws.receive_json(), 5))
        assert {k for g in gehoord for k in g} <= {"soort", "kenmerk"}


@pytest.mark.parametrize("origin", ["https://elders.example", None])
async def test_the_stream_refuses_another_website(client: Client, sanne: Staflid, origin: str | None) -> None:
    koppen = {**sanne.koppen, **({"Origin": origin} if origin else {}), "Accept": "application/json"}
    assert (await client.get("/werkplek/stroom", headers=koppen)).status == 403


async def test_terms_that_passed_stand_in_one_list_whoever_has_them(sanne: Staflid, karim: Staflid, maak: Maak) -> None:
    maak()
    assert "Te laat of bijna te laat" not in (await sanne.stand())["delen"]["rij"]
    lang_geleden = now() - dt.timedelta(weeks=7)
    wacht, bij_karim = maak(nu=lang_geleden), maak(nu=lang_geleden)
    await karim.doe(f"/werkplek/{bij_karim.kenmerk}/oppakken")
    rij = (await sanne.stand())["delen"]["rij"]
    lijst = rij[rij.index('id="d-termijnen"') : rij.index("</details>")]
    assert [lijst.count(f">{v.kenmerk}<") for v in (wacht, bij_karim)] == [2, 1]
    assert "Eerste contact" in lijst
    assert "Onderzoek" in lijst
    assert "bij Karim Bakker" in lijst


async def test_who_was_promised_a_call_stands_in_the_callback_list_until_called(sanne: Staflid, maak: Maak) -> None:
    maak()
    bellen = maak(contact={"naam": "J. Prins", "telefoon": "072 000 0198", "voorkeur": "telefoon"})
    rij = (await sanne.stand())["delen"]["rij"]
    lijst = rij[rij.index('id="d-bellen"') :]
    assert "Bellen of mailen" in lijst
    assert "J. Prins" in lijst[: lijst.index("</details>")]
    await sanne.doe(f"/werkplek/{bellen.kenmerk}/oppakken")
    assert "bij Sanne de Vries" in (await sanne.stand())["delen"]["rij"]
    await sanne.doe(f"/werkplek/{bellen.kenmerk}/contact", {"hoe": "gebeld"})
    assert "Bellen of mailen" not in (await sanne.stand())["delen"]["rij"]


async def test_what_is_scaled_up_or_passed_to_a_role_stands_with_and_rings_for_who_has_it(
    client: Client, sqlite_db: Database, sanne: Staflid, karim: Staflid, maak: Maak
) -> None:
    piet = Staflid(client, sqlite_db, "Piet Prins", "procesregisseur")
    op, door = maak().kenmerk, maak().kenmerk
    for kenmerk in (op, door):
        await sanne.doe(f"/werkplek/{kenmerk}/oppakken")
    assert (await piet.stand())["voor_u"] == []
    await sanne.doe(f"/werkplek/{op}/schalen", {"route": "procesregie", "reden": "loopt vast"})
    await sanne.doe(f"/werkplek/{door}/doorzetten", {"naar": "procesregisseur", "reden": "loopt vast"})
    stand = await piet.stand()
    assert set(stand["voor_u"]) == {op, door}
    assert 'Voor procesregie <span class="vd-w-aantal">2</span>' in stand["delen"]["rij"]
    van_karim = await karim.stand()
    assert van_karim["voor_u"] == []
    assert "Voor procesregie" not in van_karim["delen"]["rij"]
    assert van_karim["delen"]["rij"].count(">Procesregie</strong>") == 2


async def test_where_one_passes_on_stands_who_is_there_and_how_full(
    client: Client, sqlite_db: Database, sanne: Staflid, karim: Staflid, maak: Maak
) -> None:
    Staflid(client, sqlite_db, "Ewa Nowak", gemeenten=["Heiloo"], talen=["pl"])
    kenmerk = maak().kenmerk
    await karim.doe("/werkplek/beschikbaar", {"stand": "aanwezig", "maximum": "4"})
    await sanne.doe(f"/werkplek/{kenmerk}/oppakken")
    acties = (await sanne.stand(kenmerk))["delen"]["acties"]
    keuzes = re.findall(r'<option value="[^"]+">([^<]+)</option>', acties[acties.index('label="Collega"') :])[:2]
    assert keuzes == [
        "Karim Bakker (aanwezig, 0 van 4 gesprekken, alle gemeenten)",
        "Ewa Nowak (afwezig, 0 in gesprek, Heiloo, Pools)",
    ]


async def test_the_stand_says_what_is_news_for_whom(sanne: Staflid, karim: Staflid, maak: Maak) -> None:
    verhaal = maak()
    await karim.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    await karim.doe(f"/werkplek/{verhaal.kenmerk}/meekijken", {"naam": "Sanne de Vries", "reden": "schulden"})
    stand = await sanne.stand()
    assert (stand["rij"], stand["voor_u"], stand["aanwezig"]) == ([], [verhaal.kenmerk], False)
    await karim.doe(f"/werkplek/{verhaal.kenmerk}/doorzetten", {"naar": "Sanne de Vries", "reden": "kennis"})
    await sanne.doe("/werkplek/beschikbaar", {"stand": "aanwezig"})
    stand = await sanne.stand()
    assert (stand["rij"], stand["voor_u"], stand["aanwezig"]) == ([verhaal.kenmerk], [verhaal.kenmerk], True)
    assert (await karim.stand())["voor_u"] == []


async def test_the_holder_puts_right_how_the_resident_is_reached(sanne: Staflid, maak: Maak) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    velden = {"naam": "A. Jansen", "telefoon": "06 12345678", "email": "", "voorkeur": "telefoon", "reden": "zij belde"}
    naar = await sanne.doe(f"/werkplek/{verhaal.kenmerk}/bereik", velden)
    assert "melding=bereik" in naar
    delen = (await sanne.stand(verhaal.kenmerk))["delen"]
    assert "06 12345678" in delen["verslag"]
    assert "Gegevens veranderd" in delen["verslag"]
    assert "Bellen of mailen" in delen["rij"]
    response = await sanne.stuur(f"/werkplek/{verhaal.kenmerk}/bereik", velden | {"telefoon": "12"})
    assert "Dit nummer klopt niet" in await response.text()


async def test_who_calls_without_a_kenmerk_is_found_by_name_and_nothing_of_it_stands_in_an_address(
    sanne: Staflid, maak: Maak, sqlite_db: Database
) -> None:
    verhaal = maak(contact={"naam": "Zoë Jansen", "telefoon": "0612345678", "email": "", "voorkeur": "telefoon"})
    response = await sanne.stuur("/werkplek/vinden", {"vind": "jansen"})
    tekst = await response.text()
    assert response.status == 200
    assert f'href="/werkplek?o={verhaal.kenmerk}"' in tekst[tekst.index('id="gevonden"') :]
    assert (await sanne.get("/werkplek/vinden")).status == 303
    met_script = await sanne.stuur("/werkplek/vinden", {"vind": "06 12345678"}, Accept="application/json")
    uit = await met_script.json()
    assert (uit["aantal"], verhaal.kenmerk in uit["html"], "Zoë Jansen" in uit["html"]) == (1, True, True)
    niemand = await (await sanne.stuur("/werkplek/vinden", {"vind": "<b>Pietersen"})).text()
    assert "Niemand gevonden" in niemand
    assert "<b>Pietersen" not in niemand
    assert _audit(sqlite_db, "gevonden", verhaal.kenmerk) == 2


async def test_a_kenmerk_that_is_typed_opens_with_and_without_script(sanne: Staflid, maak: Maak) -> None:
    verhaal = maak()
    los = verhaal.kenmerk.lower().replace("-", " ")
    assert await sanne.doe("/werkplek/vinden", {"vind": los}) == f"/werkplek?o={verhaal.kenmerk}"
    met_script = await sanne.stuur("/werkplek/vinden", {"vind": los}, Accept="application/json")
    assert await met_script.json() == {"kenmerk": verhaal.kenmerk}


async def test_a_line_of_the_queue_names_who_gave_consent(sanne: Staflid, maak: Maak) -> None:
    maak(contact={"naam": "Zoë Jansen", "telefoon": "", "email": "", "voorkeur": "chat"})
    maak(in_crisis)
    rij = (await sanne.stand())["delen"]["rij"]
    assert rij.count('<span class="vd-w-regel__plaats">Zoë Jansen · ') == 1


async def test_kenmerk_and_code_are_mailed_again_where_there_is_mail_and_an_address(
    bouw: Any, settings: Any, sqlite_db: Database, maak: Maak
) -> None:
    import dataclasses

    client = await bouw(routes=pagina_routes(), settings=dataclasses.replace(settings, smtp_url="smtp://127.0.0.1:1"))
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    met = maak(contact={"naam": "Z", "telefoon": "", "email": "z@example.nl", "voorkeur": "email"})
    zonder = maak()
    knop = "Mail kenmerk en code opnieuw"
    assert knop in await sanne.lees(f"/werkplek?o={met.kenmerk}")
    assert knop not in await sanne.lees(f"/werkplek?o={zonder.kenmerk}")
    assert await sanne.doe(f"/werkplek/{met.kenmerk}/code") == f"/werkplek?o={met.kenmerk}&melding=code"
    assert "net verstuurd" in await (await sanne.stuur(f"/werkplek/{met.kenmerk}/code")).text()
    assert _audit(sqlite_db, "code_gestuurd", met.kenmerk) == 1


async def test_what_a_list_has_no_room_for_is_counted_and_one_click_away(
    sanne: Staflid, maak: Maak, monkeypatch: pytest.MonkeyPatch
) -> None:
    from overdracht import lijsten
    from web import werkplek_stukken

    monkeypatch.setattr(lijsten, "MAX_RIJ", 2)
    monkeypatch.setattr(werkplek_stukken, "_KORTE_LIJST", 1)
    bellen = {"naam": "", "telefoon": "0612345678", "email": "", "voorkeur": "telefoon"}
    alles = [maak(nu=now() - dt.timedelta(days=20), contact=bellen) for _ in range(5)]
    stand = await sanne.stand()
    rij = stand["delen"]["rij"]
    assert stand["wachtend"] == 5
    assert "Toon de andere 3" in rij
    assert all(rij.count(f'data-kenmerk="{v.kenmerk}"') >= 2 for v in alles)
    assert rij.count("Toon de andere 4") == 2
    deel = await sanne.lees("/werkplek/lijst/wachtend?vanaf=2")
    assert "3 tot en met 4 van 5" in deel
    assert sum(f'href="/werkplek?o={v.kenmerk}"' in deel for v in alles) == 2
    assert (await sanne.get("/werkplek/lijst/ingetrokken")).status == 404


async def test_a_resident_who_deletes_an_open_question_is_told_of_and_it_is_written_down(
    sanne: Staflid, karim: Staflid, maak: Maak, sqlite_db: Database
) -> None:
    from overdracht.bewaren import delete_gesprek

    verhaal, wachtend = maak(), maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    with sqlite_db.session_scope() as session:
        for weg in (verhaal, wachtend):
            delete_gesprek(session, weg.gesprek_id)
    assert "is gewist door de inwoner" in await sanne.lees("/werkplek")
    assert "is gewist door de inwoner" in await sanne.lees(f"/werkplek?o={wachtend.kenmerk}", status=404)
    assert (await sanne.stand())["gewist"] == [verhaal.kenmerk]
    assert (await karim.stand())["gewist"] == []
    assert [_audit(sqlite_db, "gewist", v.kenmerk) for v in (verhaal, wachtend)] == [1, 1]


async def test_what_was_read_is_new_no_longer_and_lines_that_wait_have_a_count_too(
    client: Client, sanne: Staflid, karim: Staflid, maak: Maak, sqlite_db: Database
) -> None:
    verhaal, wachtend = maak(), maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    with sqlite_db.session_scope() as session:
        for v in (wachtend, verhaal):
            bericht, _ = gesprekken.post_inwoner(session, v.gesprek_id, tekst="Nog iets.")
    assert (await sanne.stand())["nieuw"] == 1
    assert (await karim.stand())["delen"]["rij"].count("1 nieuw") == 1
    with sqlite_db.session_scope() as session:
        gesprekken.mark_gelezen(session, verhaal.gesprek_id, wie="medewerker", tot=bericht.volgnummer)
    assert (await sanne.stand())["nieuw"] == 0


async def test_reading_through_the_api_is_written_down(client: Client, maak: Maak, sqlite_db: Database) -> None:
    from tests.web.builders import maak_medewerker

    kop, verhaal = maak_medewerker(sqlite_db, "Programma"), maak(met_gesprek=True)
    for _ in range(2):
        assert (await client.get("/api/v1/overdrachten", headers=kop)).status == 200
        assert (await client.get(f"/api/v1/overdrachten/{verhaal.kenmerk}/berichten", headers=kop)).status == 200
    assert _audit(sqlite_db, "lijst_gelezen", "wachtend") == 1
    assert _audit(sqlite_db, "gelezen", verhaal.kenmerk) == 1


async def test_a_crisis_is_made_and_cleared_by_the_forms_of_the_verslag_and_only_with_a_reason(
    client: Client, sanne: Staflid, karim: Staflid, maak: Maak, sqlite_db: Database
) -> None:
    verhaal = maak()
    vul = {"soort": "geweld", "reden": "Haar man drinkt en slaat"}
    assert "Dit is een crisis" in await sanne.lees(f"/werkplek?o={verhaal.kenmerk}")
    assert (await sanne.stuur(f"/werkplek/{verhaal.kenmerk}/crisis", {**vul, "reden": " "})).status == 422
    assert _audit(sqlite_db, "crisis", verhaal.kenmerk) == 0
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/crisis", vul)
    pagina = await karim.lees(f"/werkplek?o={verhaal.kenmerk}")
    assert "Dit is geen crisis" in pagina
    assert "Haar man drinkt en slaat" in pagina, "colleagues read why"
    assert (await sanne.stuur(f"/werkplek/{verhaal.kenmerk}/geen-crisis", {"reden": "Een film"})).status == 422
    await karim.doe(f"/werkplek/{verhaal.kenmerk}/geen-crisis", {"zwaarte": "enkelvoudig", "reden": "Een film"})
    assert "Dit is een crisis" in await sanne.lees(f"/werkplek?o={verhaal.kenmerk}")
    assert [_audit(sqlite_db, wat, verhaal.kenmerk) for wat in ("crisis", "geen_crisis")] == [1, 1]
    gehoord = " ".join(b.tekst for b in _berichten(sqlite_db, verhaal))
    assert "drinkt" not in gehoord
    assert "film" not in gehoord
