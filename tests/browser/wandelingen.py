"""The ways through the product on which every state of every page is passed; `kijk` is called in each.

Who looks is up to the caller: `Oog` judges (test_staten.py), `Fotograaf` takes pictures (schermen.py). So a
new state has one place, and is both judged and looked at.
"""

from __future__ import annotations

import re
import uuid
from functools import partial
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from opslag.db import now
from overdracht import service as overdrachten
from overdracht import wachtrij
from tests.browser.bewoner import FORMULIEREN, Widget
from tests.browser.conftest import OpenPagina, Server
from tests.browser.kijken import Kijkt, Wandeling, als
from tests.browser.staf_staten import VAN_DE_STAF
from tests.browser.test_chatpagina import naar_verslag, zeg
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


def widget_praat(server: Server, open_pagina: OpenPagina, kijker: Kijkt) -> None:
    """From the button to a gesprek that was deleted, by way of cards, crisis, no connection and the options."""
    pagina = open_pagina()
    oog, widget = kijker(pagina), Widget(server, pagina)
    pagina.goto(widget.adres)
    expect(widget.opener).to_be_visible()
    oog.kijk("widget: dicht")
    widget.open()
    oog.kijk("widget: welkom")
    widget.knop("Opties").click()
    widget.hier.get_by_label("Plaatjes en weinig tekst").check()
    widget.knop("Klaar").click()
    oog.kijk("widget: welkom met plaatjes")
    widget.knop("Opties").click()
    widget.hier.get_by_label("Plaatjes en weinig tekst").uncheck()
    widget.knop("Klaar").click()
    widget.zeg(FORMULIEREN)
    oog.kijk("widget: kaarten")
    widget.berichten.locator(".vd-meer summary").first.click()
    oog.kijk("widget: kaart uitgeklapt")
    widget.berichten.locator(".vd-eerder summary").first.click()
    oog.kijk("widget: eerdere keuze open")
    widget.invoer.fill("a" * 10_001)
    widget.invoer.press("Enter")
    oog.kijk("widget: bericht te lang")
    widget.invoer.fill("")
    widget.invoer.press("Enter")
    oog.kijk("widget: bericht leeg")
    widget.zeg("ik wil niet meer leven")
    oog.kijk("widget: crisis")
    widget.zeg("mijn bsn is 123456782")
    oog.kijk("widget: BSN weggehaald")
    pagina.context.set_offline(True)
    widget.invoer.fill("hallo")
    widget.invoer.press("Enter")
    expect(widget.hier.locator(".vd-status")).to_contain_text("geen verbinding")
    oog.kijk("widget: geen verbinding")
    pagina.context.set_offline(False)
    widget.stil()
    widget.knop("Opties").click()
    oog.kijk("widget: opties")
    widget.hier.get_by_label("Heel groot").check()
    widget.hier.get_by_label("Plaatjes en weinig tekst").check()
    widget.knop("Klaar").click()
    oog.kijk("widget: heel grote letters met plaatjes")
    widget.knop("Stop en wis").click()
    oog.kijk("widget: wissen gevraagd")
    widget.knop("Ja, wis het gesprek").click()
    expect(widget.vak).to_contain_text("gewist")
    oog.kijk("widget: gewist")
    oog.klaar()


def widget_storing(server: Server, open_pagina: OpenPagina, kijker: Kijkt) -> None:
    """What goes wrong: no gesprek to be had, too many messages at once, and a gesprek that no longer exists."""
    pagina = open_pagina()
    oog, widget = kijker(pagina), Widget(server, pagina)
    pagina.route("**/api/v1/gesprekken", lambda route: route.fulfill(status=503, json={"title": "Storing"}))
    pagina.goto(widget.adres)
    widget.opener.click()
    expect(widget.hier.locator(".vd-status")).to_contain_text("geen verbinding")
    oog.kijk("widget: begint niet")
    pagina.unroute_all(behavior="ignoreErrors")
    pagina.evaluate("window.dispatchEvent(new Event('online'))")
    expect(widget.berichten).to_have_count(2, timeout=30_000)
    druk = {"status": 429, "json": {"title": "Druk"}, "headers": {"Retry-After": "600"}}
    pagina.route("**/berichten", lambda route: route.fulfill(**druk))
    widget.invoer.fill("hallo")
    widget.invoer.press("Enter")
    expect(widget.hier.locator(".vd-status")).to_contain_text("druk")
    oog.kijk("widget: druk")
    pagina.unroute_all(behavior="ignoreErrors")
    sleutel = widget.sleutel()
    assert sleutel
    server.api("DELETE", f"/api/v1/gesprekken/{sleutel['id']}", token=sleutel["token"])
    expect(widget.vak).to_contain_text("Dit gesprek bestaat niet meer.")
    oog.kijk("widget: gesprek bestaat niet meer")
    oog.klaar()


def widget_verslag(server: Server, open_pagina: OpenPagina, kijker: Kijkt) -> None:
    """From the verslag to how it went."""
    pagina = open_pagina()
    oog, widget = kijker(pagina), Widget(server, pagina).open()
    widget.zeg("Ik heb schulden en ik slaap slecht.")
    oog.kijk("widget: breed gesprek")
    widget.naar_verslag()
    oog.kijk("widget: verslag")
    widget.verslag.locator(".vd-eerder summary").click()
    oog.kijk("widget: verslag met eerder contact")
    widget.verslag.get_by_role("button", name=re.compile("^Verander")).first.click()
    oog.kijk("widget: regel veranderen")
    widget.knop("Laat zoals het was").click()
    widget.knop("Ik vind het goed, verstuur").click()
    oog.kijk("widget: verslag met fout")
    kenmerk = widget.keur_goed()
    oog.kijk("widget: wachten")
    als(server, "Sanne de Vries", lambda s, k, m: wachtrij.claim_overdracht(s, k, m), kenmerk)
    inwoner = widget.sleutel()
    assert inwoner
    # Anything through the server itself wakes the widget.
    server.api(
        "POST", f"/api/v1/gesprekken/{inwoner['id']}/berichten",
        {"client_id": str(uuid.uuid4()), "tekst": "Bent u er?"}, token=inwoner["token"],
    )  # fmt: skip
    expect(widget.hier.locator(".vd-status")).to_contain_text("Dit is een mens.")
    oog.kijk("widget: een mens helpt")
    als(
        server, "Sanne de Vries",
        lambda s, k, m: wachtrij.finish(s, k, m, uitkomst="antwoord_gegeven", toelichting=""), kenmerk,
    )  # fmt: skip
    pagina.evaluate("window.dispatchEvent(new Event('online'))")
    expect(widget.vak).to_contain_text("Hebben wij u goed geholpen?")
    oog.kijk("widget: oordeel")
    widget.knop("Goed").click()
    expect(widget.vak).to_contain_text("Dank u wel.")
    oog.kijk("widget: oordeel gegeven")
    oog.klaar()


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
    oog.klaar()


def chatpagina(server: Server, open_pagina: OpenPagina, kijker: Kijkt) -> None:
    """The whole way on /chat, which has no script at all."""
    pagina = open_pagina()
    oog = kijker(pagina)
    pagina.goto(f"{server.url}/chat?gemeente=castricum")
    oog.kijk("/chat: welkom")
    zeg(pagina, FORMULIEREN)
    oog.kijk("/chat: kaarten")
    zeg(pagina, "ik wil niet meer leven")
    oog.kijk("/chat: crisis")
    pagina.get_by_label("Uw bericht").fill("b" * 10_001)
    pagina.get_by_role("button", name="Stuur").click()
    expect(pagina.get_by_role("alert")).to_be_visible()
    oog.kijk("/chat: bericht te lang")
    naar_verslag(pagina)
    oog.kijk("/chat: verslag")
    pagina.get_by_label("Bel mij").check()
    pagina.get_by_label("Ik vind het goed").check()
    pagina.get_by_role("button", name="Ik vind het goed, verstuur").click()
    expect(pagina.get_by_role("alert")).to_contain_text("Vul uw telefoonnummer in")
    oog.kijk("/chat: verslag met fout")
    pagina.get_by_label("Hier in dit gesprek").check()
    pagina.get_by_label("Ik vind het goed").check()
    pagina.get_by_role("button", name="Ik vind het goed, verstuur").click()
    kenmerk = pagina.locator("#wachten dd").first.inner_text()
    oog.kijk("/chat: wachten")
    als(server, "Karim Bakker", lambda s, k, m: wachtrij.claim_overdracht(s, k, m), kenmerk)
    pagina.goto(f"{server.url}/chat")
    oog.kijk("/chat: een mens helpt")
    als(
        server, "Karim Bakker",
        lambda s, k, m: wachtrij.finish(s, k, m, uitkomst="antwoord_gegeven", toelichting=""), kenmerk,
    )  # fmt: skip
    pagina.goto(f"{server.url}/chat")
    oog.kijk("/chat: oordeel")
    pagina.get_by_role("button", name="Goed", exact=True).click()
    oog.kijk("/chat: oordeel gegeven")
    pagina.get_by_text("Stop en wis het gesprek").click()
    oog.kijk("/chat: wissen gevraagd")
    pagina.get_by_role("button", name="Ja, wis het gesprek").click()
    oog.kijk("/chat: gewist")
    oog.klaar()


def volgen(server: Server, open_pagina: OpenPagina, kijker: Kijkt) -> None:
    """Following a question with kenmerk and code."""
    verhaal = maak(server)
    pagina = open_pagina()
    oog = kijker(pagina)
    pagina.goto(f"{server.url}/volg")
    oog.kijk("volg: code gevraagd")
    pagina.get_by_label("Kenmerk").fill(verhaal.kenmerk)
    pagina.get_by_label("Code", exact=True).fill("AAAA-BBBB")
    pagina.get_by_role("button", name="Bekijk mijn vraag").click()
    oog.kijk("volg: code onjuist")
    pagina.get_by_label("Code", exact=True).fill(verhaal.volgcode)
    pagina.get_by_role("button", name="Bekijk mijn vraag").click()
    expect(pagina.get_by_text("Uw vraag wacht op een medewerker.")).to_be_visible()
    oog.kijk("volg: wachtend")
    pagina.get_by_label("Wat wilt u nog vertellen?").fill("Ik verhuis.")
    pagina.get_by_role("button", name="Vul aan").click()
    oog.kijk("volg: aangevuld")
    als(server, "Sanne de Vries", lambda s, k, m: wachtrij.claim_overdracht(s, k, m), verhaal.kenmerk)
    pagina.reload()
    oog.kijk("volg: opgepakt")
    als(
        server, "Sanne de Vries",
        lambda s, k, m: wachtrij.finish(s, k, m, uitkomst="antwoord_gegeven", toelichting=""), verhaal.kenmerk,
    )  # fmt: skip
    pagina.reload()
    oog.kijk("volg: afgerond")
    oog.klaar()


def openbaar(server: Server, open_pagina: OpenPagina, kijker: Kijkt) -> None:
    """What anybody may open."""
    pagina = open_pagina()
    oog = kijker(pagina)
    for adres in (
        "/", "/?gemeente=heiloo", "/chat", "/voorzieningen?gemeente=castricum", "/voorzieningen?zoek=bestaatnietzo",
        "/voorzieningen/formulierenhulp-limmen", "/widget/proberen?taal=ar&positie=links", "/toegankelijkheid",
        "/privacy", "/login", "/bestaat-niet",
    ):  # fmt: skip
        pagina.goto(server.url + adres)
        oog.kijk(adres)
    pagina.goto(f"{server.url}/login")
    pagina.get_by_label("Naam").fill("Niemand")
    pagina.get_by_label("Wachtwoord").fill("verkeerd wachtwoord")
    pagina.locator("main").get_by_role("button", name="Inloggen").click()
    expect(pagina.get_by_role("alert")).to_be_visible()
    oog.kijk("/login: onjuist")
    oog.klaar()


WANDELINGEN: dict[str, Wandeling] = {
    "widget": widget_praat,
    "widget-storing": widget_storing,
    "widget-verslag": widget_verslag,
    **{f"taal-{code}": partial(andere_taal, taal=code) for code in TEKSTEN if code != "nl"},
    "chat": chatpagina,
    "volg": volgen,
    "openbaar": openbaar,
    **VAN_DE_STAF,
}
