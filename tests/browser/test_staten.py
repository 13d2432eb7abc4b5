"""Every state that the other tests of accessibility do not reach: nothing to find in any of them.

Which states there are is a list here, so that a new one has a place: see the calls of `kijk`.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from overdracht import staf, wachtrij
from tests.browser.bewoner import FORMULIEREN, Widget, wacht_tot_geladen
from tests.browser.conftest import OpenPagina, Server
from tests.browser.staten import Oog
from tests.browser.test_chatpagina import naar_verslag, zeg
from tests.browser.test_werkplek import inwoner_zegt, maak, open_werkplek
from tests.overdracht_builders import Verhaal, in_crisis
from web.chattaal import TEKSTEN

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def geladen(server: Server) -> None:
    wacht_tot_geladen(server)


def _als(server: Server, naam: str, doe: Any, *args: Any, **velden: Any) -> None:
    """Do this as a medewerker, beneath the pages."""
    with server.database.session_scope() as session:
        medewerker = staf.find_by_naam(session, naam)
        assert medewerker is not None
        doe(session, *args, medewerker, **velden)


def _hervat(server: Server, pagina: Page, verhaal: Verhaal) -> Widget:
    """The widget in the gesprek of this overdracht."""
    pagina.goto(f"{server.url}/toegankelijkheid")
    pagina.evaluate(
        "([id, token]) => localStorage.setItem('voordeur:castricum', JSON.stringify({id, token}))",
        [verhaal.gesprek_id, verhaal.token],
    )
    widget = Widget(server, pagina)
    pagina.goto(widget.adres)
    widget.opener.click()
    expect(widget.berichten.first).to_be_visible()
    return widget


def test_the_widget_while_talking(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    oog, widget = Oog(pagina), Widget(server, pagina).open()
    oog.kijk("widget: welkom")
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


def test_the_widget_from_verslag_to_the_end(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    oog, widget = Oog(pagina), Widget(server, pagina).open()
    widget.zeg("Ik heb schulden en ik slaap slecht.")
    widget.naar_verslag()
    oog.kijk("widget: verslag")
    widget.verslag.get_by_role("button", name=re.compile("^Verander")).first.click()
    oog.kijk("widget: regel veranderen")
    widget.knop("Laat zoals het was").click()
    widget.knop("Ik vind het goed, verstuur").click()
    oog.kijk("widget: verslag met fout")
    kenmerk = widget.keur_goed()
    oog.kijk("widget: wachten")
    _als(server, "Sanne de Vries", lambda s, k, m: wachtrij.claim_overdracht(s, k, m), kenmerk)
    inwoner = widget.sleutel()
    assert inwoner
    # Anything through the server itself wakes the widget.
    server.api(
        "POST", f"/api/v1/gesprekken/{inwoner['id']}/berichten",
        {"client_id": str(uuid.uuid4()), "tekst": "Bent u er?"}, token=inwoner["token"],
    )  # fmt: skip
    expect(widget.hier.locator(".vd-status")).to_contain_text("Dit is een mens.")
    oog.kijk("widget: een mens helpt")
    _als(
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


@pytest.mark.parametrize("taal", [code for code in TEKSTEN if code != "nl"])
def test_the_widget_and_chat_in_another_language(server: Server, open_pagina: OpenPagina, taal: str) -> None:
    pagina = open_pagina()
    oog = Oog(pagina)
    widget = _hervat(server, pagina, maak(server))
    widget.knop("Opties").click()
    widget.hier.get_by_label("Taal / Language").select_option(taal)
    oog.kijk(f"widget: opties in {taal}")
    pagina.keyboard.press("Escape")
    oog.kijk(f"widget: wachten in {taal}")
    pagina.goto(f"{server.url}/chat?gemeente=castricum&taal={taal}")
    oog.kijk(f"/chat: welkom in {taal}")
    pagina.locator("#tekst").fill("Ik heb schulden.")
    pagina.locator(".vd-stuur button").click()
    expect(pagina.locator("html")).to_have_attribute("lang", taal)
    expect(pagina.locator(".vd-bericht--inwoner")).to_have_count(1)
    oog.kijk(f"/chat: antwoord in {taal}")
    oog.klaar()


def test_chat_as_a_page(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    oog = Oog(pagina)
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
    _als(server, "Karim Bakker", lambda s, k, m: wachtrij.claim_overdracht(s, k, m), kenmerk)
    pagina.goto(f"{server.url}/chat")
    oog.kijk("/chat: een mens helpt")
    _als(
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


def test_following_a_question(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina()
    oog = Oog(pagina)
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
    _als(server, "Sanne de Vries", lambda s, k, m: wachtrij.claim_overdracht(s, k, m), verhaal.kenmerk)
    pagina.reload()
    oog.kijk("volg: opgepakt")
    _als(
        server, "Sanne de Vries",
        lambda s, k, m: wachtrij.finish(s, k, m, uitkomst="antwoord_gegeven", toelichting=""), verhaal.kenmerk,
    )  # fmt: skip
    pagina.reload()
    oog.kijk("volg: afgerond")
    oog.klaar()


def test_public_pages(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    oog = Oog(pagina)
    for adres in (
        "/", "/voorzieningen?gemeente=castricum", "/voorzieningen?zoek=bestaatnietzo",
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


def test_the_werkplek(server: Server, open_pagina: OpenPagina) -> None:
    verhaal, crisis = maak(server), maak(server, in_crisis)
    pagina = open_pagina("medewerker")
    oog = Oog(pagina)
    open_werkplek(server, pagina)
    oog.kijk("werkplek: rij")
    open_werkplek(server, pagina, crisis)
    oog.kijk("werkplek: crisis")
    open_werkplek(server, pagina, verhaal)
    oog.kijk("werkplek: verslag")
    pagina.get_by_role("button", name="Pak op").click()
    expect(pagina.get_by_text("U praat met de inwoner.")).to_be_visible()
    inwoner_zegt(server, verhaal, "Dank u, ik heb nog een vraag.")
    expect(pagina.locator("#berichten")).to_contain_text("nog een vraag")
    oog.kijk("werkplek: in gesprek")
    for deel in ("d-verloop", "d-indeling", "d-afronden", "d-doorzetten", "d-meer", "d-andere"):
        pagina.locator(f"#{deel} > summary").click()
        oog.kijk(f"werkplek: {deel} open")
        pagina.locator(f"#{deel} > summary").click()
    pagina.get_by_label("Sociale kaart", exact=True).fill("hulp met formulieren")
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#treffers li").first).to_be_visible()
    oog.kijk("werkplek: zoeken in de kaart")
    pagina.get_by_role("button", name="Sneltoetsen").click()
    oog.kijk("werkplek: sneltoetsen")
    pagina.get_by_role("button", name="Sluit", exact=True).click()
    pagina.goto(f"{server.url}/wachtwoord")
    oog.kijk("wachtwoord kiezen")
    oog.klaar()


def test_the_redactie(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina("redacteur")
    oog = Oog(pagina)
    for adres in ("/redactie", "/redactie/nieuw", "/redactie/formulierenhulp-limmen", "/redactie/woorden"):
        pagina.goto(server.url + adres)
        oog.kijk(adres)
    pagina.goto(f"{server.url}/redactie/nieuw")
    pagina.locator("form[method=post] button[type=submit], form[method=post] button:not([type])").last.click()
    oog.kijk("/redactie/nieuw: met fouten")
    oog.klaar()


def test_beheer(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    _als(server, "Karim Bakker", lambda s, k, m: wachtrij.claim_overdracht(s, k, m), verhaal.kenmerk)
    pagina = open_pagina("beheerder")
    oog = Oog(pagina)
    for deel in ("", "/accounts", "/cijfers", "/teams", "/instellingen", "/uitpost", "/audit"):
        pagina.goto(f"{server.url}/beheer{deel}")
        oog.kijk(f"/beheer{deel}")
    oog.klaar()
