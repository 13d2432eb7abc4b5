"""The werkplek by keyboard alone, and enlarged: nobody loses their place, and what is told is in sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenPagina, Server
from tests.browser.test_werkplek import maak, open_werkplek, pak_twee_op, regel

pytestmark = pytest.mark.browser


def test_all_of_it_goes_by_keyboard(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina)
    expect(pagina.get_by_role("button", name="Sneltoetsen")).to_be_visible()
    regel(pagina, verhaal).focus()
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#verslag")).to_be_focused()
    pagina.keyboard.press("o")
    expect(pagina.get_by_label("Uw bericht", exact=True)).to_be_focused()
    pagina.keyboard.type("Goedendag")
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#berichten")).to_contain_text("Goedendag")
    pagina.keyboard.press("Escape")
    pagina.keyboard.press("f")
    expect(pagina.get_by_label("Uitkomst")).to_be_focused()
    pagina.get_by_label("Uitkomst").select_option("antwoord_gegeven")
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("status").filter(has_text="De vraag is afgerond.")).to_be_visible()
    expect(pagina.locator("#rij")).to_be_focused()


def test_who_works_by_keyboard_stays_where_they_were_after_saving(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina, verhaal)
    pagina.get_by_role("button", name="Pak op").click()
    expect(pagina.get_by_label("Uw bericht", exact=True)).to_be_focused()
    pagina.keyboard.press("Escape")
    pagina.keyboard.press("n")
    pagina.keyboard.type("Belt liever in de ochtend.")
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("status").filter(has_text="Uw notitie is bewaard.")).to_be_visible()
    expect(pagina.get_by_label("Notitie voor collega’s")).to_be_focused()
    # What was sent from a part that closes leaves the reader in the pane it stood in.
    pagina.locator("#d-andere > summary").focus()
    pagina.keyboard.press("Enter")
    pagina.get_by_role("button", name="Schrijf op").focus()
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#d-andere")).not_to_have_attribute("open", "")
    expect(pagina.locator("#gesprek")).to_be_focused()


def test_the_triage_is_corrected_with_one_key_and_put_back_with_the_same(
    server: Server, open_pagina: OpenPagina
) -> None:
    verhaal = maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina, verhaal)
    pagina.keyboard.press("l")
    expect(pagina.get_by_role("group", name="Zwaarte:").get_by_role("button").first).to_be_focused()
    justitie = pagina.get_by_role("group", name="Leefgebieden:").get_by_role("button", name="Justitie")
    justitie.focus()
    for gezegd, er in (("Leefgebied erbij: Justitie.", "true"), ("Leefgebied eraf: Justitie.", "false")):
        pagina.keyboard.press("Enter")
        expect(pagina.get_by_role("status").filter(has_text=gezegd)).to_be_visible()
        expect(justitie).to_have_attribute("aria-pressed", er)
        expect(justitie).to_be_focused()
    zwaar = pagina.get_by_role("button", name="Multicomplex", exact=True)
    zwaar.click()
    expect(pagina.get_by_role("status").filter(has_text="De zwaarte is nu: Multicomplex.")).to_be_visible()
    expect(zwaar).to_have_attribute("aria-pressed", "true")
    expect(zwaar).to_be_focused()
    expect(regel(pagina, verhaal)).to_contain_text("Multicomplex")


def test_two_corrections_in_one_breath_both_hold(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina, verhaal)
    knoppen = [pagina.get_by_role("button", name=naam, exact=True) for naam in ("Verslaving", "Financiën")]
    pagina.evaluate("() => { for (const c of ['verslaving', 'financien']) document.getElementById(`i-${c}`).click(); }")
    expect(knoppen[0]).to_have_attribute("aria-pressed", "true")
    expect(knoppen[1]).to_have_attribute("aria-pressed", "false")


def test_what_was_searched_for_one_resident_does_not_stand_with_the_next(
    server: Server, open_pagina: OpenPagina
) -> None:
    een, twee = maak(server), maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina, een)
    pagina.get_by_role("button", name="Pak op").click()
    pagina.get_by_label("Sociale kaart", exact=True).fill("hulp bij verslaving")
    regel(pagina, twee).click()
    pagina.get_by_role("button", name="Pak op").click()
    expect(pagina.get_by_label("Sociale kaart", exact=True)).to_have_value("")


def test_at_two_hundred_percent_who_reads_the_verslag_sees_why_it_went(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina("medewerker", viewport={"width": 640, "height": 400})
    open_werkplek(server, pagina, verhaal)
    expect(pagina.locator("#verslag")).to_contain_text("mijn zoon")
    pagina.keyboard.press("v")
    server.api("POST", f"/api/v1/gesprekken/{verhaal.gesprek_id}/verslag/intrekken", {}, token=verhaal.token)
    uitleg = pagina.get_by_role("alert").filter(has_text="is er niet (meer)")
    expect(uitleg).to_be_in_viewport(ratio=1)


def test_the_shortcuts_are_listed_and_can_be_switched_off(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina)
    expect(pagina.get_by_role("button", name="Sneltoetsen")).to_be_visible()
    pagina.keyboard.press("?")
    venster = pagina.get_by_role("dialog")
    expect(venster).to_contain_text("Schrijf een bericht")
    venster.get_by_label("Sneltoetsen aan").uncheck()
    pagina.keyboard.press("Escape")
    expect(venster).to_be_hidden()
    pagina.keyboard.press("?")
    expect(venster).to_be_hidden()


def test_a_quick_reply_is_chosen_by_keyboard_and_stands_in_the_message(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina, verhaal)
    pagina.keyboard.press("?")
    expect(pagina.get_by_role("dialog")).to_contain_text("Naar de snelle antwoorden")
    pagina.keyboard.press("Escape")
    # Keys pressed while it is still open are for the dialog.
    expect(pagina.get_by_role("dialog")).to_have_count(0)
    # There is nothing to choose from for who does not talk with the resident.
    pagina.keyboard.press("a")
    pagina.keyboard.press("o")
    veld, keus = pagina.get_by_label("Uw bericht", exact=True), pagina.get_by_label("Snel antwoord")
    expect(veld).to_be_focused()
    pagina.keyboard.press("Escape")
    pagina.keyboard.press("a")
    expect(keus).to_be_focused()
    pagina.keyboard.press("ArrowDown")
    tekst = keus.locator("option").nth(1).get_attribute("data-tekst") or ""
    pagina.keyboard.press("Enter")
    expect(veld).to_be_focused()
    expect(veld).to_have_value(tekst)
    # It is read before it goes.
    expect(pagina.locator("#berichten")).not_to_contain_text(tekst)
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#berichten")).to_contain_text(tekst)


def test_the_key_of_the_quick_replies_can_be_switched_off(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina, verhaal)
    pagina.get_by_role("button", name="Pak op").click()
    expect(pagina.get_by_label("Uw bericht", exact=True)).to_be_focused()
    pagina.keyboard.press("Escape")
    pagina.keyboard.press("?")
    pagina.get_by_role("dialog").get_by_label("Sneltoetsen aan").uncheck()
    pagina.keyboard.press("Escape")
    pagina.keyboard.press("a")
    expect(pagina.get_by_label("Snel antwoord")).not_to_be_focused()


@pytest.mark.parametrize("hoe", ["with the mouse", "while the field has the focus"])
def test_who_writes_at_once_after_choosing_somebody_loses_no_letter(
    server: Server, open_pagina: OpenPagina, hoe: str
) -> None:
    """The gesprek that was chosen is still on its way when the first letters come."""
    pagina = open_pagina("medewerker")
    een, _ = pak_twee_op(server, pagina)
    veld = pagina.get_by_label("Uw bericht", exact=True)
    onderweg: list[Route] = []
    pagina.route("**/werkplek/stand*", lambda route: onderweg.append(route))
    with pagina.expect_request("**/werkplek/stand*"):
        if hoe == "with the mouse":
            regel(pagina, een).click()
        else:
            # The field may get the focus in the very moment in which another is chosen: as one was just picked up.
            # Looked up in that moment too: the queue may be drawn anew, and a line that went takes nobody anywhere.
            pagina.evaluate(
                "id => { document.getElementById('tekst').focus(); document.getElementById(id).click(); }",
                f"r-{een.kenmerk}",
            )
    veld.press_sequentially("Voor ")
    for route in onderweg:
        route.continue_()
    pagina.unroute("**/werkplek/stand*")
    expect(pagina.locator("#verslag")).to_contain_text(een.kenmerk)
    pagina.keyboard.type("een")
    expect(veld).to_have_value("Voor een")
