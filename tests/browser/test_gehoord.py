"""What a screen reader says of the widget: found by walking through it with Orca, kept here without one.

Orca says what is put into a live region, and where the focus goes. These tests look at both.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bewoner import FORMULIEREN, Widget, wacht_tot_geladen
from tests.browser.conftest import OpenPagina, Server

pytestmark = pytest.mark.browser

# Each time something gets the focus: does what had it before still stand in the page, one drawing later?
VOLG_DE_FOCUS = """() => {
  const wortel = document.querySelector('voordeur-chat').shadowRoot;
  const ziet = (e) => e.isConnected && getComputedStyle(e).display !== 'none' && !e.closest('[hidden]');
  let vorige = null;
  window.sprongen = [];
  wortel.addEventListener('focusin', (e) => {
    const van = vorige;
    vorige = e.target;
    if (van) requestAnimationFrame(() => window.sprongen.push([van.textContent.trim(), ziet(van)]));
  });
}"""


@pytest.fixture(scope="module", autouse=True)
def geladen(server: Server) -> None:
    wacht_tot_geladen(server)


@pytest.fixture
def widget(server: Server, open_pagina: OpenPagina) -> Widget:
    return Widget(server, open_pagina())


def _gehoord(widget: Widget) -> list[str]:
    return widget.hier.locator(".vd-paneel [aria-live=polite].vd-verborgen p").all_inner_texts()


def _sprongen(pagina: Page) -> list[list[object]]:
    sprongen: list[list[object]] = pagina.evaluate("window.sprongen")
    return sprongen


def test_the_button_is_silent_until_there_is_news(widget: Widget) -> None:
    widget.pagina.goto(widget.adres)
    expect(widget.opener).to_be_visible()
    expect(widget.opener.locator("[aria-live]")).to_have_count(0)
    expect(widget.hier.locator("[aria-live]")).to_be_empty()


def test_the_whole_welcome_is_told_in_one_piece_and_in_order(widget: Widget) -> None:
    widget.open()
    expect(widget.hier.locator(".vd-paneel [aria-live=polite].vd-verborgen p")).to_have_count(1)
    [welkom] = _gehoord(widget)
    assert re.match(
        r"Digitale assistent zegt: Welkom\..*Digitale assistent zegt: Liever meteen een mens\?", welkom, re.S
    )


def test_what_is_restored_is_not_told_again(widget: Widget) -> None:
    widget.open()
    widget.pagina.reload()
    expect(widget.berichten).to_have_count(2)
    expect(widget.hier.locator(".vd-paneel [aria-live=polite].vd-verborgen p")).to_have_text(
        ["U bent terug in uw gesprek."]
    )


def test_what_was_told_is_not_told_again_with_a_window_that_opens(widget: Widget) -> None:
    widget.open()
    widget.zeg(FORMULIEREN)
    # What was not told yet is told when the window opens: first it has to be.
    verteld = widget.hier.locator(".vd-paneel [aria-live=polite].vd-verborgen p")
    expect(verteld.filter(has_text="U ziet")).to_have_count(1)
    widget.pagina.keyboard.press("Escape")
    expect(widget.opener).to_be_focused()
    widget.opener.click()
    expect(widget.invoer).to_be_focused()
    assert _gehoord(widget) == []


def test_lines_without_an_end_do_not_run_on(widget: Widget) -> None:
    widget.open()
    widget.zeg("ik wil niet meer leven")
    expect(widget.hier.locator(".vd-paneel [aria-live=polite].vd-verborgen")).to_contain_text("(dag en nacht). Bel")


def test_what_had_the_focus_stays_until_the_focus_has_gone_on(widget: Widget) -> None:
    pagina = widget.pagina
    pagina.goto(widget.adres)
    expect(widget.opener).to_be_visible()
    pagina.evaluate(VOLG_DE_FOCUS)
    widget.opener.focus()
    for knop in ("Stel uw vraag", "Opties", "Klaar", "Stop en wis", "Nee, ga verder"):
        widget.knop(knop).focus()
        pagina.keyboard.press("Enter")
    expect(widget.invoer).to_be_focused()
    pagina.wait_for_function("window.sprongen.some(([van]) => van === 'Nee, ga verder')")
    weg = {van: stond for van, stond in _sprongen(pagina) if van in ("Stel uw vraag", "Klaar", "Nee, ga verder")}
    assert weg == {"Stel uw vraag": True, "Klaar": True, "Nee, ga verder": True}
    expect(widget.opener).to_be_hidden()
    expect(widget.knop("Klaar")).to_have_count(0)


def test_after_sending_the_focus_is_on_the_place_in_the_queue(widget: Widget) -> None:
    widget.open()
    widget.zeg("Ik heb schulden.")
    widget.naar_verslag()
    groep = widget.hier.get_by_role("group", name="Wat mag het team lezen?")
    expect(groep).to_have_accessible_description(re.compile("Uw verslag gaat naar Sociaal Team Castricum"))
    widget.pagina.evaluate(VOLG_DE_FOCUS)
    widget.hier.locator("#vd-toestemming").focus()
    widget.hier.locator("#vd-toestemming").check()
    widget.knop("Ik vind het goed, verstuur").focus()
    widget.pagina.keyboard.press("Enter")
    expect(widget.vak.get_by_role("heading", name="U staat in de rij")).to_be_focused()
    widget.pagina.wait_for_function("window.sprongen.some(([van]) => van === 'Ik vind het goed, verstuur')")
    assert ["Ik vind het goed, verstuur", True] in _sprongen(widget.pagina)
    expect(widget.verslag).to_have_count(0)
