"""The verslag that waits, opened and changed by the resident: in the widget and on /chat, while staff look on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.bewoner import Widget, wacht_tot_geladen
from tests.browser.conftest import OpenPagina, Server, Werkplek
from tests.browser.test_chatpagina import naar_verslag, zeg

pytestmark = pytest.mark.browser
VERHAAL = "Ik heb schulden en mijn zoon gaat niet meer naar school."
BEKIJK, LEES = "Bekijk of verander uw verslag", "Bekijk uw verslag"
NIEUW = "Iemand die meedenkt over geld."
DICHT = "U kunt het hier niet meer veranderen."


@pytest.fixture(scope="module", autouse=True)
def geladen(server: Server) -> None:
    wacht_tot_geladen(server)


@pytest.fixture
def widget(server: Server, open_pagina: OpenPagina) -> Widget:
    """A resident with a verslag to approve."""
    widget = Widget(server, open_pagina()).open()
    widget.zeg(VERHAAL)
    widget.naar_verslag()
    return widget


@pytest.fixture
def kenmerk(widget: Widget) -> str:
    """Approved: it waits."""
    return widget.keur_goed()


def _verander(widget: Widget, tekst: str, nummer: int = 0) -> None:
    """Type this in a line, without saving it."""
    widget.verslag.locator(".vd-regels li").nth(nummer).get_by_role("button", name="Verander").click()
    widget.verslag.locator(".vd-regels li").nth(nummer).locator("textarea").fill(tekst)


def _voeg_toe(widget: Widget, tekst: str) -> None:
    widget.hier.get_by_label("Wilt u iets toevoegen?").fill(tekst)
    widget.knop("Zet erbij").click()
    expect(widget.verslag.locator(".vd-regels")).to_contain_text([tekst])


def test_the_verslag_opens_and_closes_with_the_focus_where_the_reader_is(widget: Widget, kenmerk: str) -> None:
    knop = widget.knop(BEKIJK)
    expect(knop).to_have_attribute("aria-expanded", "false")
    knop.click()
    expect(widget.verslag.get_by_role("heading", name="Uw verslag")).to_be_focused()
    expect(knop).to_have_attribute("aria-expanded", "true")
    expect(widget.verslag).to_contain_text("Dit verslag is bij het team.")
    expect(widget.verslag.locator("form")).to_have_count(0)
    expect(widget.knop("Trek mijn verslag in")).to_be_visible()
    widget.knop("Klaar").click()
    expect(widget.verslag).to_have_count(0)
    expect(knop).to_be_focused()
    assert kenmerk in widget.vak.inner_text()


def test_what_is_changed_added_and_taken_away_while_it_waits_is_on_the_werkplek_at_once(
    widget: Widget, kenmerk: str, werkplek: Werkplek
) -> None:
    pagina = werkplek(kenmerk)
    widget.knop(BEKIJK).click()
    _verander(widget, "De huur is twee maanden te laat.")
    widget.knop("Bewaar").click()
    expect(widget.hier.locator("[aria-live]").filter(has_text="Uw verslag is nu anders.")).to_have_count(1)
    expect(widget.verslag.get_by_role("heading", name="Uw verslag")).to_be_focused()
    expect(pagina.locator("#verslag")).to_contain_text("De huur is twee maanden te laat.", timeout=5000)
    _voeg_toe(widget, NIEUW)
    expect(pagina.locator("#verslag")).to_contain_text(NIEUW, timeout=5000)
    widget.hier.get_by_role("button", name=f"Haal weg: {NIEUW}").click()
    expect(widget.verslag).not_to_contain_text(NIEUW)
    expect(pagina.locator("#verslag")).not_to_contain_text(NIEUW, timeout=5000)
    expect(pagina.locator("#berichten")).not_to_contain_text(NIEUW, timeout=5000)


def test_saving_one_line_leaves_what_is_typed_in_another(widget: Widget, kenmerk: str) -> None:
    widget.knop(BEKIJK).click()
    _voeg_toe(widget, "Rust in huis.")
    laatste = widget.verslag.locator(".vd-regels li").count() - 1
    _verander(widget, "Nog niet klaar", laatste)
    _voeg_toe(widget, NIEUW)
    expect(widget.verslag.locator(".vd-regels textarea")).to_have_value("Nog niet klaar")
    widget.knop("Klaar").click()
    expect(widget.verslag.get_by_role("alert").filter(has_text="nog niet bewaard")).to_be_visible()
    expect(widget.verslag.locator(".vd-regels textarea")).to_be_focused()
    widget.knop("Laat zoals het was").click()
    widget.knop("Klaar").click()
    expect(widget.verslag).to_have_count(0)


def test_it_can_be_changed_after_a_reload_and_another_tab_follows(server: Server, widget: Widget, kenmerk: str) -> None:
    widget.pagina.reload()
    widget.knop(BEKIJK).click()
    expect(widget.verslag.locator(".vd-regels li").first).to_be_visible()
    ander = Widget(server, widget.pagina.context.new_page())
    ander.pagina.goto(ander.adres)
    ander.opener.click()
    ander.knop(BEKIJK).click()
    _verander(ander, "Hier typ ik nog")
    _voeg_toe(widget, NIEUW)
    expect(ander.verslag).to_contain_text(NIEUW)
    expect(ander.verslag.locator(".vd-regels textarea")).to_have_value("Hier typ ik nog")
    assert kenmerk in ander.vak.inner_text()


def test_who_is_writing_when_it_is_picked_up_hears_so_and_keeps_the_text(
    widget: Widget, kenmerk: str, werkplek: Werkplek
) -> None:
    widget.knop(BEKIJK).click()
    _verander(widget, NIEUW)
    pagina = werkplek(kenmerk)
    pagina.get_by_role("button", name="Pak op").click()
    expect(widget.verslag).to_contain_text(DICHT)
    expect(widget.hier.locator("[aria-live]").filter(has_text=DICHT)).to_have_count(1)
    expect(widget.verslag.locator("textarea:visible")).to_have_value(NIEUW)
    expect(widget.verslag.locator("textarea:visible")).to_be_focused()
    expect(widget.knop("Bewaar")).to_have_count(0)
    widget.knop("Zet dit in uw bericht").click()
    expect(widget.invoer).to_be_focused()
    expect(widget.invoer).to_have_value(NIEUW)
    widget.invoer.press("Enter")
    expect(pagina.locator("#berichten")).to_contain_text(NIEUW)
    expect(pagina.locator("#verslag")).not_to_contain_text(NIEUW)


def test_once_it_was_picked_up_it_can_be_read_and_that_is_said(
    widget: Widget, kenmerk: str, werkplek: Werkplek
) -> None:
    werkplek(kenmerk).get_by_role("button", name="Pak op").click()
    expect(widget.vak).to_contain_text(DICHT)
    widget.pagina.reload()
    widget.knop(LEES).click()
    expect(widget.verslag.locator(".vd-regels li").first).to_be_visible()
    expect(widget.verslag.get_by_role("button", name="Verander")).to_have_count(0)
    expect(widget.verslag.locator("textarea:visible")).to_have_count(0)


def test_a_refusal_of_the_server_and_a_lost_connection_are_told_in_dutch_beside_the_line(
    widget: Widget, kenmerk: str
) -> None:
    widget.knop(BEKIJK).click()
    _verander(widget, "a" * 1001)
    regel = widget.verslag.locator(".vd-regels li").first
    widget.knop("Bewaar").click()
    expect(regel.get_by_role("alert")).to_have_text("Een regel mag niet langer zijn dan 1000 tekens.")
    expect(regel.locator("textarea")).to_have_attribute("aria-invalid", "true")
    widget.pagina.route("**/verslag", lambda route: route.abort())
    regel.locator("textarea").fill(NIEUW)
    widget.knop("Bewaar").click()
    expect(regel.get_by_role("alert")).to_have_text("Dat lukte niet. Probeer het nog een keer.")
    expect(regel.locator("textarea")).to_have_value(NIEUW)
    widget.pagina.unroute_all(behavior="ignoreErrors")
    widget.knop("Bewaar").click()
    expect(widget.verslag.locator(".vd-regels")).to_contain_text([NIEUW])


def test_withdrawing_beside_an_open_verslag_closes_it_and_keeps_what_was_typed(widget: Widget, kenmerk: str) -> None:
    widget.knop(BEKIJK).click()
    _verander(widget, NIEUW)
    widget.knop("Trek mijn verslag in").click()
    expect(widget.verslag).to_have_count(0)
    expect(widget.invoer).to_have_value(NIEUW)


def test_who_approves_with_a_line_half_written_is_told_first(widget: Widget) -> None:
    _verander(widget, NIEUW)
    widget.hier.locator("#vd-toestemming").check()
    widget.knop("Ik vind het goed, verstuur").click()
    expect(widget.verslag.get_by_role("alert").filter(has_text="nog niet bewaard")).to_be_visible()
    expect(widget.verslag.locator(".vd-regels textarea")).to_be_focused()
    widget.knop("Bewaar").click()
    expect(widget.verslag.locator(".vd-regels").first).to_contain_text(NIEUW)
    widget.keur_goed()


def test_choosing_another_language_keeps_the_verslag_open_with_what_was_typed(widget: Widget, kenmerk: str) -> None:
    widget.knop(BEKIJK).click()
    _verander(widget, NIEUW)
    widget.knop("Opties").click()
    widget.hier.get_by_label("Taal / Language").select_option("en")
    widget.knop("Done").click()
    expect(widget.verslag.locator(".vd-regels textarea")).to_have_value(NIEUW)
    expect(widget.knop("View or change your report")).to_have_attribute("aria-expanded", "true")


def test_without_script_it_is_changed_while_it_waits_and_read_after(
    server: Server, open_pagina: OpenPagina, werkplek: Werkplek
) -> None:
    pagina = open_pagina(java_script_enabled=False)
    pagina.goto(f"{server.url}/chat?gemeente=castricum")
    zeg(pagina, VERHAAL)
    naar_verslag(pagina)
    pagina.get_by_label("Ik vind het goed").check()
    pagina.get_by_role("button", name="Ik vind het goed, verstuur").click()
    staf = werkplek(pagina.locator("#wachten dd").first.inner_text())
    pagina.get_by_role("link", name=BEKIJK).click()
    verslag = pagina.locator("#verslag")
    expect(verslag).to_contain_text("Dit verslag is bij het team.")
    expect(pagina.get_by_role("button", name="Trek mijn verslag in")).to_be_visible()
    pagina.get_by_label("Wilt u iets toevoegen?").fill(NIEUW)
    pagina.get_by_role("button", name="Zet erbij").click()
    expect(verslag.get_by_role("status")).to_have_text("Uw verslag is nu anders.")
    expect(staf.locator("#verslag")).to_contain_text(NIEUW, timeout=5000)
    pagina.get_by_label("Wilt u iets toevoegen?").fill("Te laat getypt.")
    staf.get_by_role("button", name="Pak op").click()
    expect(staf.get_by_text("U praat met de inwoner.")).to_be_visible()
    pagina.get_by_role("button", name="Zet erbij").click()
    expect(pagina.get_by_role("alert")).to_contain_text("Een medewerker leest uw verslag al.")
    expect(pagina.get_by_label("Uw bericht")).to_have_value("Te laat getypt.")
    expect(verslag).to_contain_text(DICHT)
    expect(verslag).to_contain_text(NIEUW)
    expect(verslag.locator("textarea")).to_have_count(0)
