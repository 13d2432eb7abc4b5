"""Widget and /chat in the other languages; see wandelingen.py."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from opslag.db import now
from overdracht import service as overdrachten
from tests.browser.bewoner import Widget
from tests.browser.conftest import OpenPagina, Server
from tests.browser.kijken import Kijkt, Wandeling
from tests.browser.test_werkplek import maak
from tests.overdracht_builders import Verhaal, vertel
from web.chattaal import TEKSTEN

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from werkgebied import Werkgebied


def _leest(session: Session, werkgebied: Werkgebied) -> Verhaal:
    """Somebody with a verslag to read."""
    gestart = vertel(session)
    nu = werkgebied.lokale_tijd(now())
    overdrachten.make_concept(session, gestart.gesprek.id, werkgebied=werkgebied, nu=nu)
    return Verhaal(gestart.gesprek.id, gestart.token, "")


def _hervat(server: Server, pagina: Page, verhaal: Verhaal) -> Widget:
    """The widget in the gesprek of this overdracht."""
    pagina.goto(f"{server.url}/toegankelijkheid")
    pagina.evaluate(
        "([id, token]) => { sessionStorage.clear();"
        " localStorage.setItem('voordeur:castricum', JSON.stringify({id, token})) }",
        [verhaal.gesprek_id, verhaal.token],
    )
    widget = Widget(server, pagina)
    pagina.goto(widget.adres)
    widget.opener.click()
    expect(widget.berichten.first).to_be_visible()
    return widget


def andere_taal(server: Server, open_pagina: OpenPagina, kijker: Kijkt, taal: str) -> None:
    """Widget and /chat with their fixed texts in another language."""
    pagina = open_pagina()
    oog = kijker(pagina)
    widget = _hervat(server, pagina, maak(server))
    widget.knop("Opties").click()
    widget.hier.get_by_label("Taal / Language").select_option(taal)
    oog.kijk(f"widget: opties in {taal}")
    pagina.keyboard.press("Escape")
    oog.kijk(f"widget: wachten in {taal}")
    widget.hier.locator(".vd-openverslag").click()
    expect(widget.verslag.locator(".vd-regels li").first).to_be_visible()
    oog.kijk(f"widget: verslag terwijl het wacht in {taal}")
    widget = _hervat(server, pagina, maak(server, _leest))
    expect(widget.verslag).to_be_visible()
    oog.kijk(f"widget: verslag in {taal}")
    pagina.goto(f"{server.url}/chat?gemeente=castricum&taal={taal}")
    oog.kijk(f"/chat: welkom in {taal}")
    pagina.locator("#tekst").fill("Ik heb schulden.")
    pagina.locator(".vd-stuur button").click()
    expect(pagina.locator("html")).to_have_attribute("lang", taal)
    expect(pagina.locator(".vd-bericht--inwoner")).to_have_count(1)
    oog.kijk(f"/chat: antwoord in {taal}")
    pagina.locator("#tekst").fill("Ik wil niet meer leven.")
    pagina.locator(".vd-stuur button").click()
    expect(pagina.locator("[data-vertaald]").first).to_be_visible()
    oog.kijk(f"/chat: crisis in {taal}")
    widget = _hervat(server, pagina, maak(server))
    widget.zeg_tegen_mens("Ik wil niet meer leven.")
    expect(widget.hier.locator("[data-vertaald]").first).to_be_visible(timeout=30_000)
    oog.kijk(f"widget: crisis in {taal}")
    oog.klaar()


IN_ELKE_TAAL: dict[str, Wandeling] = {
    f"taal-{code}": partial(andere_taal, taal=code) for code in TEKSTEN if code != "nl"
}
