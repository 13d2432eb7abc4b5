"""The editor's whole path in a real browser: find, write, try, approve, check, merge, put back, bring in."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from kalender.feestdagen import Feestdagen
from kalender.openingstijden import parse_openingstijden
from opslag.db import now
from sociale_kaart import edits, queries, tellingen
from sociale_kaart.tellingen import Oogst
from tests.browser.conftest import OpenPagina, Server
from tests.sociale_kaart.bouwers import csv_tekst, velden

pytestmark = pytest.mark.browser


def _maak(server: Server, **anders: str) -> None:
    with server.database.session_scope() as session:
        edits.save_voorziening(session, velden(**anders), wie="test", versie=None)


def _opslaan(pagina: Page, knop: str) -> None:
    pagina.get_by_role("button", name=knop, exact=True).first.click()


def test_what_was_typed_before_the_script_was_there_is_followed_too(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina("redacteur")
    wachtend: list[Route] = []
    pagina.route("**/redactie.js*", lambda route: wachtend.append(route))
    pagina.goto(f"{server.url}/redactie/nieuw", wait_until="commit")
    pagina.get_by_label("Naam", exact=True).fill("Klompendansgroep Bakkum")
    assert wachtend
    wachtend[0].continue_()
    expect(pagina.locator(".rd-antwoord")).to_contain_text("Klompendansgroep Bakkum", timeout=30_000)


def test_a_redacteur_makes_an_entry_tries_a_question_and_publishes_it(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina("redacteur")
    pagina.goto(f"{server.url}/redactie")
    pagina.get_by_role("link", name="Nieuwe voorziening").click()
    pagina.get_by_label("Naam", exact=True).fill("Glasblaasgroep Bakkum")
    pagina.get_by_label("Omschrijving").fill(
        "De gemeente faciliteert participatie voor iedereen die graag met glas en met vuur en met andere mensen "
        "bezig wil zijn in een gezellige werkplaats in de duinen."
    )
    # What stands beside the form follows while typing.
    expect(pagina.locator("#zijkant mark.rd-moeilijk").first).to_contain_text("participatie", timeout=30_000)
    expect(pagina.locator("#zijkant mark.rd-lang").first).to_be_visible()
    expect(pagina.locator(".rd-antwoord")).to_contain_text("Glasblaasgroep Bakkum")
    pagina.get_by_label("Omschrijving").fill("U blaast glas in een kleine groep. Iedereen kan meedoen.")
    expect(pagina.locator("#zijkant")).to_contain_text(
        "Geen lange zinnen of moeilijke woorden gevonden.", timeout=30_000
    )
    pagina.get_by_label("Wat zou een inwoner typen?").fill("waar kan ik glasblazen")
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#plek")).to_contain_text(re.compile("op plek 1|niet gevonden"), timeout=30_000)
    expect(pagina.locator("#plek")).to_be_focused()
    _opslaan(pagina, "Bewaar en publiceer")
    fouten = pagina.get_by_role("alert")
    expect(fouten).to_contain_text("er is geen manier om contact te krijgen")
    pagina.get_by_label("Telefoon", exact=True).fill("072 000 0777")
    pagina.get_by_label("Trefwoorden").fill("glasblazen, glas")
    pagina.get_by_role("group", name="Leefgebieden").get_by_role("checkbox").first.check()
    _opslaan(pagina, "Bewaar en publiceer")
    expect(pagina.get_by_role("status").first).to_contain_text("Gepubliceerd")
    pagina.goto(f"{server.url}/voorzieningen?zoek=glasblaasgroep")
    expect(pagina.get_by_role("link", name="Glasblaasgroep Bakkum")).to_be_visible()


def test_the_enter_key_in_the_form_publishes_nothing(server: Server, open_pagina: OpenPagina) -> None:
    _maak(server, id="enter-toets", naam="Entertoets", telefoon="072 000 0778", postcode="1901 AB")
    pagina = open_pagina("redacteur")
    pagina.goto(f"{server.url}/redactie/enter-toets")
    pagina.get_by_label("Telefoon", exact=True).fill("072 000 0779")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("status").first).to_contain_text("Inwoners zien dit pas na publiceren")
    expect(pagina.get_by_role("region", name="Wat verandert er bij publiceren")).to_contain_text("072 000 0779")


def test_two_redacteuren_at_once_lose_nothing(server: Server, open_pagina: OpenPagina) -> None:
    _maak(server, id="botsing", naam="Botsing", telefoon="072 000 0780", postcode="1901 AC", status="concept")
    rian, bea = open_pagina("redacteur"), open_pagina("beheerder")
    for pagina in (rian, bea):
        pagina.goto(f"{server.url}/redactie/botsing")
    rian.get_by_label("Kosten").fill("2 euro")
    _opslaan(rian, "Bewaar als concept")
    bea.get_by_label("Kosten").fill("3 euro")
    bea.get_by_label("Voor wie").fill("Kinderen")
    bea.locator("form#vz .vd-knoppen").get_by_role("button", name="Bewaar als concept").click()
    expect(bea.get_by_role("alert")).to_contain_text("Een collega was u voor")
    bea.get_by_role("group", name="Kosten").get_by_label(re.compile("Van uw collega: 2 euro")).check()
    bea.locator("form#vz .vd-knoppen").get_by_role("button", name="Bewaar als concept").click()
    expect(bea.get_by_label("Kosten")).to_have_value("2 euro")
    expect(bea.get_by_label("Voor wie")).to_have_value("Kinderen")


def test_checking_asking_the_provider_and_approving_what_it_says(server: Server, open_pagina: OpenPagina) -> None:
    _maak(server, id="aanbieder", naam="Aanbiedershuis", telefoon="072 000 0781", postcode="1901 AD")
    pagina = open_pagina("redacteur")
    pagina.goto(f"{server.url}/redactie/aanbieder")
    pagina.get_by_role("button", name=re.compile("Klopt.*Telefoon")).click()
    expect(pagina.get_by_role("region", name="Gecontroleerd per gegeven")).to_contain_text("Telefoon: gecontroleerd op")
    pagina.get_by_role("button", name="Maak een link").click()
    adres = pagina.get_by_label("Link voor de aanbieder").input_value()
    aanbieder = open_pagina()
    aanbieder.goto(adres)
    aanbieder.get_by_label("Kosten").fill("1 euro per keer")
    aanbieder.get_by_role("button", name="Stuur mijn wijzigingen").click()
    expect(aanbieder.get_by_role("status")).to_contain_text("Een redacteur kijkt ze na")
    pagina.goto(f"{server.url}/redactie?let_op=nakijken")
    pagina.get_by_role("link", name="Aanbiedershuis").click()
    expect(pagina.get_by_role("region", name="Wat verandert er bij publiceren")).to_contain_text("1 euro per keer")
    pagina.get_by_role("button", name="Publiceer", exact=True).click()
    expect(pagina.get_by_role("status").first).to_contain_text("Gepubliceerd")
    # And back again: the history knows every version.
    pagina.get_by_role("region", name="Geschiedenis").get_by_role("link").last.click()
    expect(pagina.get_by_role("row", name="Kosten Gratis 1 euro per keer")).to_be_visible()
    pagina.get_by_role("button", name="Zet deze versie terug").click()
    expect(pagina.get_by_role("status").first).to_contain_text("Teruggezet")


def test_a_duplicate_is_merged_and_the_merge_is_undone(server: Server, open_pagina: OpenPagina) -> None:
    _maak(server, id="dubbel-een", naam="Schaakclub De Toren", telefoon="072 000 0782", trefwoorden="schaken")
    _maak(server, id="dubbel-twee", naam="Schaakclub de Toren", telefoon="072 000 0782", trefwoorden="bordspel")
    pagina = open_pagina("redacteur")
    pagina.goto(f"{server.url}/redactie/dubbel-een")
    pagina.get_by_role("link", name="voeg samen met Schaakclub de Toren").click()
    expect(pagina.get_by_role("row", name=re.compile("Trefwoorden"))).to_contain_text("bordspel")
    pagina.get_by_role("button", name="Voeg samen").click()
    expect(pagina.get_by_label("Trefwoorden")).to_have_value("schaken, bordspel")
    pagina.get_by_role("button", name="Maak ongedaan").click()
    expect(pagina.get_by_label("Trefwoorden")).to_have_value("schaken")


def test_what_residents_miss_becomes_a_synonym_with_one_click(server: Server, open_pagina: OpenPagina) -> None:
    vandaag = server.werkgebied.lokale_tijd(now()).date()
    with server.database.session_scope() as session:
        for _ in range(5):
            uit = Oogst(niets=("tuktuk",), onbekend=("tuktuk",))
            tellingen.store_oogst(session, uit, geheim="test", gemeente="", dag=vandaag)
    pagina = open_pagina("redacteur")
    pagina.goto(f"{server.url}/redactie/woorden")
    pagina.get_by_role("link", name="ander woord voor tuktuk").first.click()
    expect(pagina.get_by_role("textbox", name="Wat inwoners zeggen")).to_have_value("tuktuk")
    pagina.get_by_role("textbox", name="Wat het betekent").fill("regiotaxi")
    pagina.get_by_role("button", name="Bewaar", exact=True).click()
    pagina.get_by_label("Wat zou een inwoner typen?").fill("tuktuk")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("listitem").filter(has_text=re.compile("taxi", re.I)).first).to_be_visible(timeout=30_000)


def test_a_file_is_looked_at_and_then_brought_in(server: Server, open_pagina: OpenPagina, tmp_path: Path) -> None:
    bestand = tmp_path / "nieuw.csv"
    rij = velden(id="uit-bestand", naam="Uit het bestand", telefoon="072 000 0783", postcode="1901 AE")
    bestand.write_text(csv_tekst(rij), encoding="utf-8")
    pagina = open_pagina("redacteur")
    pagina.goto(f"{server.url}/redactie/inlezen")
    pagina.get_by_label("Bestand", exact=True).set_input_files(bestand)
    pagina.get_by_role("button", name="Kijk wat er verandert").click()
    expect(pagina.get_by_role("row", name=re.compile("uit-bestand"))).to_contain_text("Nieuw")
    pagina.get_by_role("button", name="Lees in").click()
    expect(pagina.get_by_role("status").first).to_contain_text("Ingelezen.", timeout=30_000)
    pagina.goto(f"{server.url}/redactie/uit-bestand")
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Uit het bestand")


@pytest.mark.parametrize("naam", ["", "/nieuw", "/woorden", "/soorten", "/soorten/taalcafe", "/inlezen", "/termijnen"])
def test_the_pages_fit_a_small_screen(server: Server, open_pagina: OpenPagina, naam: str) -> None:
    pagina = open_pagina("redacteur", viewport={"width": 320, "height": 640})
    pagina.goto(f"{server.url}/redactie{naam}")
    assert pagina.evaluate("document.documentElement.scrollWidth") <= 320


def test_how_often_entries_are_checked_is_set_by_keyboard(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina("redacteur")
    pagina.goto(f"{server.url}/redactie")
    pagina.get_by_role("link", name="Hoe vaak controleren").click()
    pagina.get_by_label("Soort", exact=True).fill("taalcafé")
    pagina.get_by_label("Aantal maanden").fill("3")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("status").first).to_contain_text("Bewaard")
    rij = pagina.get_by_role("row", name=re.compile("Taalcafé"))
    expect(rij).to_contain_text("3 maanden")
    rij.get_by_role("button").click()
    expect(pagina.get_by_role("row", name=re.compile("Taalcafé"))).to_have_count(0)


# As files and redacteuren write them, beside what the editor makes of it when it writes it anew.
_UREN = {
    "ma-vr 09:00-12:30,13:30-17:00; do 18:00-20:00": "ma-wo,vr 09:00-12:30,13:30-17:00; "
    "do 09:00-12:30,13:30-17:00,18:00-20:00",
    "1e,3e za 10:00-12:00": "1e,3e za 10:00-12:00",
    "laatste vr 20:00-24:00; op afspraak": "laatste vr 20:00-24:00; op afspraak",
    "even ma-wo 9.00-12.00": "even ma-wo 09:00-12:00",
    "dagelijks 00:00-24:00; feestdagen 10:00-12:00": "ma-zo 00:00-24:00; feestdagen 10:00-12:00",
    "maandag en woensdag 9:00-12:00; feestdagen gesloten": "ma,wo 09:00-12:00; feestdagen gesloten",
    "1e za 10:00-12:00,13:00-14:00; 2e zo 10:00-12:00": "1e za 10:00-12:00,13:00-14:00; 2e zo 10:00-12:00",
    "24/7": "24/7",
    "op afspraak": "op afspraak",
    "onbekend": "",
}


def _open(uren: str) -> list[object]:
    gelezen = parse_openingstijden(uren)
    dagen = [dt.date(2026, 11, 1) + dt.timedelta(days=n) for n in range(70)]
    return [gelezen.op_afspraak, gelezen.bekend, *(gelezen.blokken_op(dag, Feestdagen("nl")) for dag in dagen)]


def test_hours_of_every_form_come_back_from_the_editor_with_the_same_meaning(
    server: Server, open_pagina: OpenPagina
) -> None:
    pagina = open_pagina("redacteur")
    for uren, anders in _UREN.items():
        _maak(server, id="uren", naam="Uren", telefoon="072 000 0790", postcode="1901 AF", openingstijden=uren)
        pagina.goto(f"{server.url}/redactie/uren")
        veld = pagina.locator("#openingstijden")
        # Who only looks changes nothing.
        expect(veld).to_have_value(uren)
        wat = pagina.get_by_label("Wat weet u van de tijden?")
        wat.dispatch_event("change")
        expect(veld).to_have_value(anders)
        # Not to the letter: rules of one day come together. Open at the same moments it is.
        assert _open(anders) == _open(uren)
        with server.database.session_scope() as session:
            session.delete(queries.get_voorziening(session, "uren"))


def test_hours_are_filled_in_by_keyboard_and_the_assistant_says_them(server: Server, open_pagina: OpenPagina) -> None:
    _maak(server, id="uren-toets", naam="Urentoets", telefoon="072 000 0791", postcode="1901 AG", openingstijden="")
    pagina = open_pagina("redacteur")
    pagina.goto(f"{server.url}/redactie/uren-toets")
    expect(pagina.locator("#uren-voorbeeld")).to_contain_text("niet bekend")
    pagina.get_by_label("Wat weet u van de tijden?").focus()
    pagina.keyboard.press("V")
    pagina.keyboard.press("Tab")
    expect(pagina.get_by_role("button", name="Tijd erbij op maandag")).to_be_focused()
    pagina.keyboard.press("Enter")
    pagina.keyboard.type("9")
    pagina.keyboard.press("Tab")
    pagina.keyboard.type("12.30")
    pagina.keyboard.press("Tab")
    veld = pagina.locator("#openingstijden")
    expect(veld).to_have_value("ma 09:00-12:30")
    pagina.get_by_role("button", name="Zelfde als maandag").press("Enter")
    pagina.get_by_role("button", name="Dag erbij").press("Enter")
    soms = pagina.get_by_role("group", name="Niet elke week")
    soms.get_by_label("van").fill("10:00")
    soms.get_by_label("tot").fill("12:00")
    pagina.get_by_label("Ook op afspraak").press("Space")
    expect(veld).to_have_value("ma,di 09:00-12:30; 1e za 10:00-12:00; op afspraak")
    expect(pagina.locator("#uren-voorbeeld")).to_contain_text(
        "de eerste zaterdag van de maand van 10.00 tot 12.00 uur", timeout=30_000
    )
    pagina.get_by_role("button", name=re.compile("Haal weg.*dinsdag, 1")).press("Enter")
    expect(pagina.get_by_role("button", name="Tijd erbij op dinsdag")).to_be_focused()
    # Half filled in is told, not lost.
    pagina.get_by_role("button", name="Tijd erbij op vrijdag").press("Enter")
    pagina.get_by_role("group", name="vrijdag").get_by_label("van").fill("14:00")
    expect(pagina.locator("#uren-voorbeeld")).to_contain_text("'vr 14:00-' kloppen niet", timeout=30_000)
    pagina.get_by_role("group", name="vrijdag").get_by_label("tot").fill("16:00")
    # What is typed as text stands in the editor too.
    pagina.get_by_text("Tijden als tekst", exact=True).click()
    veld.fill("wo 19:00-21:00")
    expect(pagina.get_by_role("group", name="woensdag").get_by_label("van")).to_have_value("19:00", timeout=30_000)
    expect(pagina.get_by_role("group", name="maandag").get_by_label("van")).to_have_count(0)
    _opslaan(pagina, "Bewaar en publiceer")
    expect(pagina.get_by_role("status").first).to_contain_text("Gepubliceerd")
    expect(pagina.get_by_role("group", name="woensdag").get_by_label("tot")).to_have_value("21:00")


def test_a_kind_of_ones_own_is_made_and_answers_the_next_question(server: Server, open_pagina: OpenPagina) -> None:
    _maak(
        server, id="kantklos", naam="De Klosserij", omschrijving="Wij komen bij elkaar om te kantklossen.",
        trefwoorden="kantklossen", telefoon="072 000 0792", postcode="1901 AH", gemeenten="", kernen="",
    )  # fmt: skip
    pagina = open_pagina("redacteur")
    pagina.goto(f"{server.url}/redactie")
    pagina.get_by_role("link", name="Soorten").click()
    pagina.get_by_label("Naam van de soort").fill("Kantklossen")
    pagina.get_by_role("group", name="Leefgebieden").get_by_role("checkbox").first.check()
    pagina.get_by_label("Wat is het?").fill("Samen van draad kant maken.")
    pagina.get_by_label("Vragen van inwoners").fill(
        "iets met draadjes en houtjes\nwaar kan ik met draad en houtjes zitten\nde houtjes van mijn moeder"
    )
    pagina.get_by_label("Woorden van organisaties").fill("kantklossen")
    pagina.get_by_role("button", name="Maak deze soort").click()
    expect(pagina.get_by_role("status").first).to_contain_text("Hij werkt bij de volgende vraag")
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Kantklossen")
    pagina.goto(f"{server.url}/redactie/woorden")
    pagina.get_by_label("Wat zou een inwoner typen?").fill("kan ik ergens met draadjes en houtjes zitten")
    pagina.get_by_role("button", name="Zoek", exact=True).click()
    assert "draadjes" not in pagina.url
    expect(pagina.get_by_role("listitem").filter(has_text="Soort: Kantklossen").first).to_contain_text("De Klosserij")
