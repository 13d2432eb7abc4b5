"""A resident and a medewerker at once: what is agreed, taken back, added and seen on one side, shown on the other."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from overdracht import routering
from overdracht.models import RouteRegel
from tests.browser.bewoner import Widget, wacht_tot_geladen
from tests.browser.conftest import OpenPagina, Server, Werkplek
from tests.overdracht.bouw import WERKGEBIED
from tests.pdfbeeld import lees_bladen

pytestmark = pytest.mark.browser
# Said in the gesprek; the verslag tells it in other lines.
ZIJPAD = "Op dinsdag ga ik altijd naar de markt."
VERHAAL = "Ik heb schulden en mijn zoon gaat niet meer naar school."


@pytest.fixture(scope="module", autouse=True)
def geladen(server: Server) -> None:
    wacht_tot_geladen(server)


@pytest.fixture
def widget(server: Server, open_pagina: OpenPagina) -> Widget:
    """A resident whose verslag is ready to be approved."""
    widget = Widget(server, open_pagina()).open()
    widget.zeg(VERHAAL)
    widget.zeg(ZIJPAD)
    widget.naar_verslag()
    return widget


def schrijf(pagina: Page, tekst: str) -> None:
    pagina.get_by_label("Uw bericht", exact=True).fill(tekst)
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#berichten")).to_contain_text(tekst)


def test_the_verslag_is_shared_and_the_gesprek_is_not_unless_chosen(widget: Widget, werkplek: Werkplek) -> None:
    vakje = widget.hier.get_by_label("Het team mag ook lezen wat ik hier heb getypt.")
    expect(vakje).not_to_be_checked()
    kenmerk = widget.keur_goed()
    expect(widget.vak).to_contain_text("Het team leest uw verslag, en wat u vanaf nu typt.")
    pagina = werkplek(kenmerk)
    expect(pagina.locator("#niet-gedeeld")).to_contain_text("deelt het gesprek van voor het verslag niet")
    widget.zeg_tegen_mens("Ik ben er morgen niet.")
    expect(pagina.locator("#berichten")).to_contain_text("Ik ben er morgen niet.")
    expect(pagina.locator("body")).not_to_contain_text(ZIJPAD)


def test_a_yes_for_a_receiver_who_changed_is_asked_again(widget: Widget, server: Server) -> None:
    """Who gets it stands by the box; with another name there the box is empty again, and nothing was sent."""
    verslag = widget.hier.locator("section.vd-verslag")
    usual = WERKGEBIED.zoek_gemeente("Castricum").team.naam  # type: ignore[union-attr]
    heiloo = WERKGEBIED.zoek_gemeente("Heiloo").team.naam  # type: ignore[union-attr]
    with server.database.session_scope() as session:
        regel = routering.add_regel(
            session, naam="Alles", voorwaarden={}, doel="team", naar=heiloo, werkgebied=WERKGEBIED
        )
        regel.aan, nummer = True, regel.id
    try:
        widget.pagina.reload()
        expect(verslag).to_contain_text(f"Uw verslag gaat naar {heiloo}.")
    finally:
        with server.database.session_scope() as session:
            session.delete(session.get_one(RouteRegel, nummer))
    vakje = widget.hier.locator("#vd-toestemming")
    vakje.check()
    widget.hier.get_by_role("button", name="Ik vind het goed, verstuur").click()
    expect(verslag).to_contain_text("Uw verslag gaat nu naar iemand anders.")
    expect(verslag).to_contain_text(f"Uw verslag gaat naar {usual}.")
    expect(vakje).not_to_be_checked()
    assert widget.keur_goed().startswith("VD-")


def test_who_ticks_the_gesprek_shares_it_and_sees_so(widget: Widget, werkplek: Werkplek) -> None:
    widget.hier.get_by_label("Het team mag ook lezen wat ik hier heb getypt.").check()
    kenmerk = widget.keur_goed()
    expect(widget.vak).to_contain_text("Het team leest uw verslag en dit gesprek.")
    expect(werkplek(kenmerk).locator("#berichten")).to_contain_text(ZIJPAD)


def test_what_the_resident_takes_back_is_gone_from_the_werkplek_within_five_seconds(
    widget: Widget, werkplek: Werkplek
) -> None:
    widget.hier.get_by_label("Het team mag ook lezen wat ik hier heb getypt.").check()
    pagina = werkplek(widget.keur_goed())
    expect(pagina.locator("#berichten")).to_contain_text(ZIJPAD)
    widget.knop("Trek mijn verslag in").click()
    expect(pagina.locator("#verslag")).not_to_contain_text("schulden", timeout=5000)
    expect(pagina.locator("body")).not_to_contain_text(ZIJPAD, timeout=5000)


def test_each_side_sees_that_the_other_has_read_it(widget: Widget, werkplek: Werkplek) -> None:
    pagina = werkplek(widget.keur_goed())
    pagina.get_by_role("button", name="Pak op").click()
    expect(pagina.get_by_text("U praat met de inwoner.")).to_be_visible()
    schrijf(pagina, "Dag, ik lees met u mee.")
    expect(widget.hier.locator(".vd-log")).to_contain_text("Dag, ik lees met u mee.")
    expect(pagina.locator("#berichten .vd-w-gezien")).to_have_text("Gezien door de inwoner")
    widget.zeg_tegen_mens("Fijn dat u er bent.")
    expect(pagina.locator("#berichten")).to_contain_text("Fijn dat u er bent.")
    expect(widget.hier.locator(".vd-log .vd-inwoner").last.locator(".vd-gezien")).to_have_text("Gezien")


def test_a_line_added_while_it_waits_reaches_who_reads_it(
    server: Server, widget: Widget, werkplek: Werkplek, open_pagina: OpenPagina
) -> None:
    kenmerk = widget.keur_goed()
    code = widget.vak.locator(".vd-kenmerk dd").nth(1).inner_text()
    pagina = werkplek(kenmerk)
    volg = open_pagina(java_script_enabled=False)
    volg.goto(f"{server.url}/volg/{kenmerk}")
    volg.get_by_label("Code", exact=True).fill(code)
    volg.get_by_role("button", name="Bekijk mijn vraag").click()
    volg.get_by_label("Wat wilt u nog vertellen?").fill("De huur is twee maanden te laat.")
    volg.get_by_role("button", name="Verstuur mijn aanvulling").click()
    expect(volg.get_by_role("status")).to_contain_text("Uw aanvulling is bewaard.")
    expect(pagina.locator("#berichten")).to_contain_text("De huur is twee maanden te laat.")
    expect(widget.hier.locator(".vd-log")).to_contain_text("De huur is twee maanden te laat.")


def test_the_pdf_of_the_werkplek_is_whole(widget: Widget, werkplek: Werkplek) -> None:
    kenmerk = widget.keur_goed("Jan Jansen")
    pagina = werkplek(kenmerk)
    adres = pagina.get_by_role("link", name="verslag (PDF)", exact=True).get_attribute("href")
    assert adres
    antwoord = pagina.request.get(f"{widget.server.url}{adres}")
    bladen = lees_bladen(antwoord.body())
    tekst = " ".join(b.tekst for b in bladen)
    for regel in pagina.locator("#verslag .vd-w-blok li").all_inner_texts():
        gezegd = re.split(r"\s+(?:gezegd|afgeleid)\b", regel)[0]
        assert " ".join(gezegd.split()) in tekst
    for deel in (kenmerk, "Jan Jansen", "Dit verslag, niet het gesprek van daarvoor."):
        assert deel in tekst
    assert ZIJPAD not in tekst
    assert all(b.is_heel for b in bladen)
