"""The ways through the public pages without the widget: /chat, /volg and what anybody may open; see wandelingen.py."""

from __future__ import annotations

from playwright.sync_api import expect

from overdracht import wachtrij
from tests.browser.bewoner import FORMULIEREN
from tests.browser.conftest import OpenPagina, Server
from tests.browser.kijken import Kijkt, als
from tests.browser.test_chatpagina import naar_verslag, zeg
from tests.browser.test_werkplek import maak


def chatpagina(server: Server, open_pagina: OpenPagina, kijker: Kijkt) -> None:
    """The whole way on /chat, which has no script at all."""
    pagina = open_pagina()
    oog = kijker(pagina)
    pagina.goto(f"{server.url}/chat?gemeente=castricum")
    oog.kijk("/chat: welkom")
    pagina.get_by_role("link", name="Plaatjes en weinig tekst").click()
    expect(pagina.get_by_role("button", name="Geld", exact=True)).to_be_visible()
    oog.kijk("/chat: welkom met plaatjes")
    pagina.get_by_role("link", name="Gewone knoppen").click()
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
    pagina.get_by_role("link", name="Bekijk of verander uw verslag").click()
    oog.kijk("/chat: verslag terwijl het wacht")
    pagina.get_by_label("Wilt u iets toevoegen?").fill("a" * 1001)
    pagina.get_by_role("button", name="Zet erbij").click()
    expect(pagina.get_by_role("alert")).to_contain_text("niet langer")
    oog.kijk("/chat: regel met fout terwijl het wacht")
    als(server, "Karim Bakker", lambda s, k, m: wachtrij.claim_overdracht(s, k, m), kenmerk)
    pagina.goto(f"{server.url}/chat")
    oog.kijk("/chat: een mens helpt")
    pagina.get_by_role("link", name="Bekijk uw verslag").click()
    oog.kijk("/chat: verslag bij een mens")
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
    pagina.get_by_role("button", name="Verstuur mijn aanvulling").click()
    oog.kijk("volg: aangevuld")
    pagina.get_by_role("link", name="Bekijk of verander mijn verslag").click()
    expect(pagina.get_by_role("heading", name="Uw verslag")).to_be_visible()
    oog.kijk("volg: verslag")
    pagina.get_by_role("button", name="Zet erbij").click()
    expect(pagina.get_by_role("alert")).to_be_visible()
    oog.kijk("volg: verslag met een fout")
    pagina.get_by_label("Wilt u iets toevoegen?").fill("Graag in de avond.")
    pagina.get_by_role("button", name="Zet erbij").click()
    expect(pagina.get_by_text("Uw verslag is nu anders.")).to_be_visible()
    oog.kijk("volg: verslag veranderd")
    pagina.get_by_role("link", name="Terug naar uw vraag").click()
    als(server, "Sanne de Vries", lambda s, k, m: wachtrij.claim_overdracht(s, k, m), verhaal.kenmerk)
    pagina.reload()
    oog.kijk("volg: opgepakt")
    pagina.get_by_role("link", name="Bekijk mijn verslag").click()
    expect(pagina.get_by_text("Een medewerker leest uw verslag nu.")).to_be_visible()
    oog.kijk("volg: verslag dicht")
    pagina.get_by_role("link", name="Terug naar uw vraag").click()
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
