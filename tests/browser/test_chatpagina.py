"""/chat without JavaScript does everything that the widget does."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bewoner import FORMULIEREN, wacht_tot_geladen
from tests.browser.conftest import OpenPagina, Server

pytestmark = pytest.mark.browser
_VERDER = ("Liever meteen een mens", "Het is zo genoeg", "Stop met vragen", "Sla deze vraag over")


@pytest.fixture(scope="module", autouse=True)
def geladen(server: Server) -> None:
    wacht_tot_geladen(server)


@pytest.fixture
def pagina(server: Server, open_pagina: OpenPagina) -> Page:
    pagina = open_pagina(java_script_enabled=False)
    pagina.goto(f"{server.url}/chat?gemeente=castricum")
    return pagina


def zeg(pagina: Page, tekst: str) -> None:
    pagina.get_by_label("Uw bericht").fill(tekst)
    pagina.get_by_role("button", name="Stuur").click()
    expect(pagina.locator(".vd-bericht--inwoner").last).to_contain_text(tekst)


def naar_verslag(pagina: Page) -> None:
    pagina.locator(".vd-knoppen--onder").get_by_role("button", name="Ik wil een mens spreken").click()
    for _ in range(8):
        if pagina.locator("#verslag").count():
            break
        knoppen = pagina.locator("#laatste > .vd-knoppen button")
        keuze = next((k for n in _VERDER if (k := knoppen.filter(has_text=n)).count()), None)
        if keuze:
            keuze.first.click()
        else:
            zeg(pagina, "Ik heb schulden.")
    expect(pagina.locator("#verslag")).to_be_visible()


def test_nothing_is_stored_before_the_first_message(pagina: Page) -> None:
    expect(pagina.get_by_text("U praat met een computer, niet met een mens.")).to_be_visible()
    expect(pagina.locator(".vd-bericht").first).to_contain_text("Ik ben een computer, geen mens.")
    assert pagina.context.cookies() == []


def test_the_whole_way_from_question_to_a_person(server: Server, pagina: Page, open_pagina: OpenPagina) -> None:
    zeg(pagina, FORMULIEREN)
    expect(pagina.locator("#laatste .vd-kaart").first).to_contain_text("Limmen")
    naar_verslag(pagina)
    pagina.get_by_label("Wilt u iets toevoegen?").fill("Bel niet op maandag.")
    pagina.get_by_role("button", name="Zet erbij").click()
    expect(pagina.locator("#verslag textarea").filter(has_text="Bel niet op maandag.")).to_have_count(1)
    pagina.get_by_label("Bel mij").check()
    pagina.get_by_label("Ik vind het goed").check()
    pagina.get_by_role("button", name="Ik vind het goed, verstuur").click()
    expect(pagina.get_by_role("alert")).to_contain_text("Vul uw telefoonnummer in")
    expect(pagina.get_by_label("Telefoonnummer")).to_have_attribute("aria-invalid", "true")
    pagina.get_by_label("Hier in dit gesprek").check()
    pagina.get_by_label("Ik vind het goed").check()
    pagina.get_by_role("button", name="Ik vind het goed, verstuur").click()
    wachten = pagina.locator("#wachten")
    expect(wachten).to_contain_text("U staat in de rij")
    kenmerk = wachten.locator("dd").first.inner_text()
    assert re.fullmatch(r"VD-\w{4}-\w{4}", kenmerk)

    werkplek = open_pagina("medewerker")
    werkplek.goto(f"{server.url}/werkplek?o={kenmerk}")
    werkplek.get_by_role("button", name="Pak op").click()
    werkplek.get_by_label("Uw bericht", exact=True).fill("Dag, ik lees met u mee.")
    werkplek.keyboard.press("Enter")
    expect(werkplek.locator("#berichten")).to_contain_text("Dag, ik lees met u mee.")
    wachten.get_by_role("link", name="Kijk of er iets nieuws is").click()
    expect(pagina.locator("#laatste")).to_contain_text("Dag, ik lees met u mee.")
    expect(pagina.locator("#laatste .vd-wie")).to_contain_text("Sanne de Vries")
    expect(pagina.get_by_role("status")).to_contain_text("Dit is een mens.")


def test_a_reload_after_sending_sends_nothing_again(pagina: Page) -> None:
    zeg(pagina, "hallo")
    aantal = pagina.locator(".vd-bericht").count()
    pagina.reload()
    expect(pagina.locator(".vd-bericht")).to_have_count(aantal)


def test_a_crisis_gets_its_numbers_in_the_first_reply(pagina: Page) -> None:
    zeg(pagina, "ik wil niet meer leven")
    antwoord = pagina.locator(".vd-bericht--inwoner + .vd-bericht")
    expect(antwoord.get_by_role("link", name="113").first).to_have_attribute("href", "tel:113")
    # The notice that the team reads along takes nothing out of sight.
    expect(pagina.locator("#laatste")).to_contain_text("mag Sociaal Team Castricum dit gesprek lezen")
    expect(pagina.get_by_role("button", name="Ik wil nu een mens spreken")).to_be_visible()


def test_on_a_small_screen_the_numbers_of_a_crisis_stay_in_sight(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina(java_script_enabled=False, viewport={"width": 320, "height": 700})
    pagina.goto(f"{server.url}/chat?gemeente=castricum")
    zeg(pagina, "mijn man slaat mij en hij komt zo thuis")
    expect(pagina.locator("#laatste")).to_contain_text("mag Sociaal Team Castricum dit gesprek lezen")
    expect(pagina.locator("li:has(#antwoord)").get_by_role("link", name="112").first).to_be_in_viewport()


def test_consent_can_be_withdrawn_and_refused(pagina: Page) -> None:
    zeg(pagina, "Ik heb schulden.")
    naar_verslag(pagina)
    pagina.get_by_label("Ik vind het goed").check()
    pagina.get_by_role("button", name="Ik vind het goed, verstuur").click()
    pagina.get_by_role("button", name="Trek mijn verslag in").click()
    expect(pagina.locator("#laatste")).to_contain_text("toestemming ingetrokken")
    naar_verslag(pagina)
    pagina.get_by_role("button", name="Nee, verstuur niets").click()
    expect(pagina.locator("#laatste")).to_contain_text("072 000 0103")


def test_stop_and_delete(pagina: Page) -> None:
    zeg(pagina, "hallo")
    pagina.get_by_text("Stop en wis het gesprek").click()
    pagina.get_by_role("button", name="Ja, wis het gesprek").click()
    expect(pagina.get_by_role("status")).to_contain_text("Het gesprek is gewist.")
    assert pagina.context.cookies() == []


def test_quick_exit_forgets_the_gesprek_in_this_browser(pagina: Page) -> None:
    pagina.context.route("https://www.weeronline.nl/**", lambda r: r.fulfill(body="<title>Het weer</title>"))
    zeg(pagina, "Ik word bedreigd")
    pagina.get_by_role("link", name="Snel weg").click()
    expect(pagina).to_have_title("Het weer")
    pagina.go_back()
    expect(pagina.locator(".vd-bericht--inwoner")).to_have_count(0)


def test_the_gesprek_can_be_kept_as_a_file(pagina: Page) -> None:
    zeg(pagina, "een zin met <b>tekens</b>")
    with pagina.expect_download() as bestand:
        pagina.get_by_role("link", name="Bewaar dit gesprek").click()
    assert "een zin met <b>tekens</b>" in bestand.value.path().read_text(encoding="utf-8")
