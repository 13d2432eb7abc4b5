"""What a screen reader is told of every state of every page; which states there are: wandelingen.py."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.browser.bewoner import wacht_tot_geladen
from tests.browser.conftest import OpenPagina, Server
from tests.browser.horen import Oor, hoor
from tests.browser.pagina_wandelingen import chatpagina, openbaar, volgen
from tests.browser.staf_staten import VAN_DE_STAF
from tests.browser.test_werkplek import maak, open_werkplek, pak_twee_op, regel
from tests.browser.wandelingen import WANDELINGEN, Wandeling

pytestmark = pytest.mark.browser
ZONDER_BERICHTEN = (chatpagina, volgen, openbaar, *VAN_DE_STAF.values())


@pytest.fixture(scope="module", autouse=True)
def geladen(server: Server) -> None:
    wacht_tot_geladen(server)


@pytest.mark.parametrize("wandeling", WANDELINGEN.values(), ids=WANDELINGEN)
def test_every_state_can_be_heard(server: Server, open_pagina: OpenPagina, wandeling: Wandeling) -> None:
    wandeling(server, open_pagina, partial(Oor, knoppen=wandeling in ZONDER_BERICHTEN))


def test_the_werkplek_is_read_in_the_order_in_which_it_is_worked(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina, verhaal)
    pagina.get_by_role("button", name="Pak op").click()
    expect(pagina.get_by_label("Uw bericht", exact=True)).to_be_visible()
    knopen = list(hoor(pagina).alle())
    delen = [k.naam.split()[0] for k in knopen if k.rol in ("region", "log") and k.naam]
    assert delen == ["Rij", "Verslag", "Gesprek", "Berichten"]
    [regel] = [k for k in knopen if k.rol == "link" and verhaal.kenmerk in k.naam and "wacht" not in k.naam]
    assert "Financiën" in regel.naam
    met_toets = pagina.evaluate(
        "[...document.querySelectorAll('[tabindex]')].filter(e => e.tabIndex > 0).map(e => e.outerHTML)"
    )
    assert met_toets == []


def test_two_gesprekken_beside_each_other_have_names_of_their_own(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina("medewerker")
    een, twee = pak_twee_op(server, pagina)
    regel(pagina, een).locator("xpath=..").get_by_role("button", name=f"Zet ernaast: {een.kenmerk}").click()
    expect(pagina.get_by_role("log")).to_have_count(2)
    for verhaal in (een, twee):
        expect(pagina.get_by_role("log", name=re.compile(f"Berichten.*{verhaal.kenmerk}"))).to_be_visible()


def test_what_happened_is_heard_first_on_a_page_that_is_loaded_anew(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina()
    pagina.goto(f"{server.url}/volg")
    for code, titel in (("AAAA-BBBB", "Fout: Uw vraag volgen"), (verhaal.volgcode, f"Uw vraag {verhaal.kenmerk}")):
        pagina.get_by_label("Kenmerk").fill(verhaal.kenmerk)
        pagina.get_by_label("Code", exact=True).fill(code)
        pagina.get_by_role("button", name="Bekijk mijn vraag").click()
        expect(pagina).to_have_title(re.compile(f"^{titel}"))
    pagina.get_by_label("Wat wilt u nog vertellen?").fill("Ik verhuis.")
    pagina.get_by_role("button", name="Verstuur mijn aanvulling").click()
    expect(pagina).to_have_title(re.compile("^Gelukt: Uw vraag"))
