"""The whole way of one question, seen by all three at once: a resident and two medewerkers, each in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.bewoner import Widget, wacht_tot_geladen
from tests.browser.conftest import OpenPagina, Server

pytestmark = pytest.mark.browser
SANNE, KARIM = "Sanne de Vries", "Karim Bakker"


@pytest.fixture(scope="module", autouse=True)
def geladen(server: Server) -> None:
    wacht_tot_geladen(server)


def schrijf(pagina: Page, tekst: str) -> None:
    pagina.get_by_label("Uw bericht", exact=True).fill(tekst)
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#berichten")).to_contain_text(tekst)


def vak(pagina: Page, id_: str) -> Locator:
    """A part of the actions that opens by its own button."""
    deel = pagina.locator(f"#{id_}")
    deel.locator("summary").click()
    return deel


def test_from_handing_over_to_the_score_with_two_medewerkers_beside_each_other(
    server: Server, open_pagina: OpenPagina
) -> None:
    widget = Widget(server, open_pagina()).open()
    widget.zeg("Ik heb schulden en mijn zoon gaat niet meer naar school.")
    widget.naar_verslag()
    expect(widget.verslag).to_contain_text("Voor wie is deze vraag?")
    kenmerk = widget.keur_goed()

    # Both see it wait; one is first, and the other reads who.
    sanne, karim = open_pagina(SANNE), open_pagina(KARIM)
    for pagina in (sanne, karim):
        pagina.goto(f"{server.url}/werkplek?o={kenmerk}")
        expect(pagina.locator("#verslag")).to_contain_text("schulden")
    sanne.get_by_role("button", name="Pak op").first.click()
    expect(sanne.locator("#gesprek")).to_contain_text("U praat met de inwoner.")
    expect(karim.locator("#gesprek")).to_contain_text(f"{SANNE} helpt deze inwoner.")
    expect(widget.hier).to_contain_text(f"{SANNE} helpt u nu. Dit is een mens.")

    # Both ways, and whoever does not hold it only reads.
    schrijf(sanne, "Dag, ik ben Sanne. Hoe gaat het nu?")
    expect(widget.berichten.filter(has_text="ik ben Sanne")).to_have_count(1)
    widget.zeg_tegen_mens("Het gaat wel, dank u.")
    for pagina in (sanne, karim):
        expect(pagina.locator("#berichten")).to_contain_text("Het gaat wel, dank u.")
    expect(karim.get_by_label("Uw bericht", exact=True)).to_have_count(0)

    # Looked along at the request of who holds it.
    meer = vak(sanne, "d-andere")
    meer.get_by_label("Laat een collega meekijken").select_option(KARIM)
    meer.locator("#reden-mee").fill("Kent het gezin")
    meer.get_by_role("button", name="Vraag om mee te kijken").click()
    expect(karim.get_by_role("button", name="Ik ben klaar met meekijken")).to_be_visible()

    # Passed on: the same story, the same kenmerk, the other medewerker.
    door = vak(sanne, "d-doorzetten")
    door.get_by_label("Naar").select_option(KARIM)
    door.locator("#reden-door").fill("Karim kent het gezin")
    door.get_by_role("button", name="Zet door").click()
    expect(widget.berichten.filter(has_text=f"Uw vraag gaat verder bij {KARIM}")).to_have_count(1)
    karim.goto(f"{server.url}/werkplek?o={kenmerk}")
    karim.get_by_role("button", name="Pak op").first.click()
    expect(karim.locator("#berichten")).to_contain_text("ik ben Sanne")
    expect(widget.hier).to_contain_text(f"{KARIM} helpt u nu.")
    schrijf(karim, "Ik neem het over van Sanne.")
    expect(widget.berichten.filter(has_text="Ik neem het over van Sanne.")).to_have_count(1)

    # Closed with an outcome, and how it went in one tap.
    klaar = vak(karim, "d-afronden")
    klaar.get_by_label("Uitkomst").select_option(index=1)
    klaar.get_by_role("button", name="Rond af").click()
    expect(widget.hier).to_contain_text("Hebben wij u goed geholpen?")
    widget.knop("Goed").click()
    expect(widget.hier).to_contain_text("Dank u wel.")
    sanne.goto(f"{server.url}/werkplek?o={kenmerk}")
    for stap in ("Opgepakt", "Meekijken gevraagd", "Doorgezet", "Afgerond"):
        expect(sanne.locator("#verslag")).to_contain_text(re.compile(stap))


def test_another_team_reads_it_only_after_the_resident_said_yes_in_the_chat(
    server: Server, open_pagina: OpenPagina
) -> None:
    widget = Widget(server, open_pagina()).open()
    widget.zeg("Ik heb schulden en mijn zoon gaat niet meer naar school.")
    widget.naar_verslag()
    kenmerk = widget.keur_goed()
    sanne = open_pagina(SANNE)
    sanne.goto(f"{server.url}/werkplek?o={kenmerk}")
    sanne.get_by_role("button", name="Pak op").first.click()
    door = vak(sanne, "d-doorzetten")
    door.get_by_label("Naar").select_option("Sociaal Team Bergen")
    door.locator("#reden-door").fill("Verhuisd")
    door.get_by_role("button", name="Zet door").click()
    expect(sanne.locator("#gesprek")).to_contain_text("De inwoner is gevraagd of Sociaal Team Bergen")
    vraag = widget.hier.locator(".vd-keuzevak")
    expect(vraag).to_contain_text("Mag Sociaal Team Bergen uw verslag ook lezen?")
    vraag.get_by_role("button", name="Ja, dat mag").click()
    expect(vraag).to_have_count(0)
    expect(widget.berichten.filter(has_text="Uw vraag gaat verder bij Sociaal Team Bergen")).to_have_count(1)


def test_how_to_be_reached_is_put_right_in_the_widget_while_it_waits(server: Server, open_pagina: OpenPagina) -> None:
    widget = Widget(server, open_pagina()).open()
    widget.zeg("Ik heb schulden en mijn zoon gaat niet meer naar school.")
    widget.naar_verslag()
    widget.keur_goed()
    bereik = widget.hier.locator(".vd-bereik")
    bereik.locator("summary").click()
    expect(bereik.get_by_label("Uw naam (mag leeg blijven)")).to_have_value("Jan Jansen")
    bereik.get_by_label("Bel mij").check()
    bereik.get_by_role("button", name=re.compile("^Bewaar")).click()
    expect(bereik).to_contain_text("Vul uw telefoonnummer in")
    bereik.get_by_label("Telefoonnummer").fill("06 12345678")
    bereik.get_by_role("button", name=re.compile("^Bewaar")).click()
    expect(widget.berichten.filter(has_text="U hoort nu van ons per telefoon.")).to_have_count(1)
