"""The ways through the widget; see wandelingen.py."""

from __future__ import annotations

import re
import uuid

from playwright.sync_api import expect

from overdracht import wachtrij
from tests.browser.bewoner import FORMULIEREN, Widget
from tests.browser.conftest import OpenPagina, Server
from tests.browser.kijken import Kijkt, als


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
    widget.zeg("Ik heb hulp nodig.")
    oog.kijk("widget: vraag terug")
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
    widget.zeg("Hello, I need help with my rent, can you help me please?")
    oog.kijk("widget: bericht in een andere taal")
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
    expect(widget.vak).to_contain_text("kan nu niet beginnen")
    expect(widget.hier.locator(".vd-status")).to_be_empty()
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
    widget.knop("Ja, stel de vragen").click()
    widget.stil()
    oog.kijk("widget: vraag van het breed gesprek")
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
    widget.knop("Bekijk of verander uw verslag").click()
    expect(widget.verslag.locator(".vd-regels li").first).to_be_visible()
    oog.kijk("widget: verslag terwijl het wacht")
    widget.verslag.get_by_role("button", name=re.compile("^Verander")).first.click()
    widget.verslag.locator(".vd-regels textarea").fill("a" * 1001)
    widget.knop("Bewaar").click()
    expect(widget.verslag.get_by_role("alert").filter(has_text="niet langer")).to_be_visible()
    oog.kijk("widget: regel met fout terwijl het wacht")
    als(server, "Sanne de Vries", lambda s, k, m: wachtrij.claim_overdracht(s, k, m), kenmerk)
    inwoner = widget.sleutel()
    assert inwoner
    # Anything through the server itself wakes the widget.
    server.api(
        "POST", f"/api/v1/gesprekken/{inwoner['id']}/berichten",
        {"client_id": str(uuid.uuid4()), "tekst": "Bent u er?"}, token=inwoner["token"],
    )  # fmt: skip
    expect(widget.hier.locator(".vd-status")).to_contain_text("Dit is een mens.")
    expect(widget.knop("Zet dit in uw bericht")).to_be_visible()
    oog.kijk("widget: verslag bij een mens")
    widget.knop("Zet dit in uw bericht").click()
    widget.invoer.fill("")
    widget.knop("Klaar").click()
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
