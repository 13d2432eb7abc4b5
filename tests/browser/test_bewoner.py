"""What a resident does besides typing: listen, speak, leave, fill in slowly, mind who is on the other side."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from overdracht import wachtrij
from tests.browser.bewoner import FORMULIEREN, Widget, wacht_tot_geladen
from tests.browser.conftest import OpenPagina, Server
from tests.browser.kijken import als

pytestmark = pytest.mark.browser

# The voice and the ear of the browser, as far as a page can tell; a machine for tests has neither.
STEM = """
window.gezegd = []; window.loopt = [];
Object.defineProperty(window, "speechSynthesis", { value: {
  speak: (u) => { window.gezegd.push(u.text); window.loopt.push(u); },
  cancel: () => { const l = window.loopt; window.loopt = []; l.forEach(u => u.onerror && u.onerror({})); },
} });
"""
OOR = """
window.begonnen = 0; window.gestopt = 0;
window.SpeechRecognition = window.webkitSpeechRecognition = class {
  start() { window.begonnen += 1; window.oor = this; }
  stop() { window.gestopt += 1; this.onend({}); }
};
"""


@pytest.fixture(scope="module", autouse=True)
def geladen(server: Server) -> None:
    wacht_tot_geladen(server)


def _open(server: Server, pagina: Page, *scripts: str) -> Widget:
    for script in scripts:
        pagina.add_init_script(script)
    return Widget(server, pagina).open()


def test_reading_aloud_goes_by_sentence_and_stops_when_asked(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    widget = _open(server, pagina, STEM)
    eerste = widget.berichten.first
    eerste.get_by_role("button", name="Lees voor").click()
    gezegd = pagina.evaluate("window.gezegd")
    assert "Ik ben een computer, geen mens." in gezegd
    assert len(gezegd) > 3
    stop = eerste.get_by_role("button", name="Stop met voorlezen")
    expect(stop).to_be_focused()
    # Another message takes over the voice; the first offers to read again.
    widget.berichten.nth(1).get_by_role("button", name="Lees voor").click()
    expect(stop).to_have_count(0)
    widget.berichten.nth(1).get_by_role("button", name="Stop met voorlezen").click()
    assert pagina.evaluate("window.loopt.length") == 0
    # At the end of the last sentence the button is itself again.
    eerste.get_by_role("button", name="Lees voor").click()
    pagina.evaluate("window.loopt.splice(0).forEach(u => u.onend && u.onend({}))")
    expect(eerste.get_by_role("button", name="Lees voor")).to_be_visible()


def test_who_closes_the_window_is_not_heard_any_more(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    widget = _open(server, pagina, STEM)
    widget.knop("Opties").click()
    widget.hier.get_by_label("Lees nieuwe berichten voor").check()
    widget.knop("Klaar").click()
    antwoord = widget.zeg(FORMULIEREN)
    # What is read by itself can be stopped at the message too.
    expect(antwoord.get_by_role("button", name="Stop met voorlezen")).to_be_visible()
    widget.knop("Sluiten").click()
    assert pagina.evaluate("window.loopt.length") == 0


def test_the_verslag_with_its_consent_can_be_heard(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    widget = _open(server, pagina, STEM)
    widget.zeg("Ik heb schulden en ik slaap slecht.")
    widget.naar_verslag()
    widget.verslag.get_by_role("button", name="Lees voor").click()
    gehoord = " ".join(pagina.evaluate("window.gezegd"))
    for zin in (
        "Niemand leest dit voordat u het goedkeurt.",
        "Ik heb schulden",
        "Ik vind het goed dat",
        "om nee te zeggen",
    ):
        assert zin in gehoord


def test_nothing_is_recorded_before_it_is_explained(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    widget = _open(server, pagina, OOR)
    widget.knop("Spreek in").click()
    expect(widget.hier.get_by_text("Soms gaat uw stem daarvoor naar de maker van de browser.")).to_be_visible()
    assert pagina.evaluate("window.begonnen") == 0
    widget.knop("Liever niet").click()
    assert pagina.evaluate("window.begonnen") == 0
    widget.knop("Spreek in").click()
    widget.knop("Begin met inspreken").click()
    assert pagina.evaluate("window.begonnen") == 1
    gehoord = "[[{ transcript: ' ik zoek hulp ' }], [{ transcript: 'thuis' }]]"
    pagina.evaluate(f"window.oor.onresult({{ resultIndex: 0, results: {gehoord} }})")
    expect(widget.invoer).to_have_value("ik zoek hulp thuis")
    widget.knop("Stop met inspreken").click()
    # Explained once: the next time it begins at once. Leaving ends it.
    widget.knop("Spreek in").click()
    assert pagina.evaluate("window.begonnen") == 2
    widget.knop("Sluiten").click()
    assert pagina.evaluate("window.gestopt") == 2


def test_a_microphone_that_is_refused_is_told(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    widget = _open(server, pagina, OOR)
    widget.knop("Spreek in").click()
    widget.knop("Begin met inspreken").click()
    pagina.evaluate("window.oor.onerror({ error: 'not-allowed' })")
    expect(widget.hier.get_by_role("alert").filter(has_text="Wij horen uw stem niet.")).to_be_visible()
    expect(widget.knop("Spreek in")).to_be_visible()


def test_without_a_connection_the_telephone_is_named(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    widget = _open(server, pagina)
    pagina.context.set_offline(True)
    widget.invoer.fill("hallo")
    widget.invoer.press("Enter")
    bel = widget.hier.locator(".vd-status").get_by_role("link", name="Bel 072 000 0103")
    expect(bel).to_have_attribute("href", "tel:0720000103")
    pagina.context.set_offline(False)
    expect(bel).to_have_count(0)


def test_what_is_being_filled_in_survives_messages_and_another_language(
    server: Server, open_pagina: OpenPagina
) -> None:
    pagina = open_pagina()
    widget = _open(server, pagina)
    widget.zeg("Ik heb schulden en ik slaap slecht.")
    widget.naar_verslag()
    widget.verslag.get_by_label("Uw naam (mag leeg blijven)").fill("Jan")
    erbij = widget.verslag.locator("#vd-erbij")
    erbij.fill("Bel niet op maandag")
    # A message from another tab comes in while somebody is writing.
    sleutel = widget.sleutel()
    assert sleutel
    bericht = {"client_id": str(uuid.uuid4()), "tekst": "nog iets"}
    aantal = widget.berichten.count()
    server.api("POST", f"/api/v1/gesprekken/{sleutel['id']}/berichten", bericht, token=sleutel["token"])
    expect(widget.berichten.nth(aantal + 1)).to_be_visible()
    expect(erbij).to_have_value("Bel niet op maandag")
    expect(erbij).to_be_focused()
    widget.knop("Opties").click()
    widget.hier.get_by_label("Taal / Language").select_option("en")
    pagina.keyboard.press("Escape")
    expect(widget.hier.get_by_label("Your name (you may leave this empty)")).to_have_value("Jan")
    expect(erbij).to_have_value("Bel niet op maandag")


def test_the_window_says_a_person_from_the_moment_that_there_is_one(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    widget = _open(server, pagina)
    strook = widget.hier.locator(".vd-geenmens")
    widget.zeg("Ik heb schulden.")
    widget.naar_verslag()
    kenmerk = widget.keur_goed()
    expect(strook).to_have_text("U praat met een computer, niet met een mens.")
    als(server, "Sanne de Vries", lambda s, k, m: wachtrij.claim_overdracht(s, k, m), kenmerk)
    pagina.evaluate("window.dispatchEvent(new Event('online'))")
    expect(strook).to_have_text("U praat nu met een mens.")
    expect(widget.hier.locator(".vd-status")).to_contain_text("Sanne de Vries")
    als(
        server, "Sanne de Vries",
        lambda s, k, m: wachtrij.finish(s, k, m, uitkomst="antwoord_gegeven", toelichting=""), kenmerk,
    )  # fmt: skip
    pagina.evaluate("window.dispatchEvent(new Event('online'))")
    expect(widget.vak).to_contain_text("Hebben wij u goed geholpen?")
    # Thanks only for what arrived.
    pagina.route("**/feedback", lambda route: route.abort())
    widget.knop("Goed").click()
    expect(widget.vak.get_by_role("alert")).to_contain_text("Dat lukte niet.")
    pagina.unroute_all()
    widget.knop("Goed").click()
    expect(widget.vak).to_contain_text("Dank u wel.")


def test_a_card_shows_the_way_there(server: Server, open_pagina: OpenPagina) -> None:
    widget = _open(server, open_pagina())
    kaart = widget.zeg(FORMULIEREN).locator(".vd-kaart").first
    route = kaart.get_by_role("link", name=re.compile("^Zoek de route: .*nieuw venster"))
    expect(route).to_have_attribute("href", re.compile(r"^https://www\.openstreetmap\.org/directions\?to=.*Limmen"))
    expect(route).to_have_attribute("rel", "noopener noreferrer")


def test_without_script_a_message_can_be_said_anew_and_who_one_talks_to_stays_in_sight(
    server: Server, open_pagina: OpenPagina
) -> None:
    pagina = open_pagina(java_script_enabled=False, viewport={"width": 320, "height": 640})
    pagina.goto(f"{server.url}/chat?gemeente=castricum")
    pagina.get_by_label("Uw bericht").fill("Ik zoek hulp met fromulieren")
    pagina.get_by_role("button", name="Stuur").click()
    expect(pagina.get_by_text("U praat met een computer, niet met een mens.")).to_be_in_viewport()
    pagina.get_by_role("link", name="Verbeter: Ik zoek hulp").click()
    expect(pagina.get_by_label("Uw bericht")).to_have_value("Ik zoek hulp met fromulieren")
    assert "fromulieren" not in pagina.url


def test_the_page_of_an_entry_can_be_mailed_to_oneself(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina(java_script_enabled=False)
    pagina.goto(f"{server.url}/voorzieningen/formulierenhulp-limmen")
    mail = pagina.get_by_role("link", name="Mail dit naar mijzelf").get_attribute("href") or ""
    assert mail.startswith("mailto:?subject=Bewaard%3A%20Formulierenhulp%20Limmen&body=")
    assert "%0D%0A" in mail
    expect(pagina.get_by_role("link", name="Zoek de route naar Formulierenhulp Limmen")).to_be_visible()


def test_the_button_stands_where_the_website_put_it_in_arabic_too(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    for positie, links in (("links", True), ("rechts", False)):
        pagina.goto(f"{server.url}/widget/proberen?taal=ar&positie={positie}")
        widget = Widget(server, pagina)
        for deel in (widget.opener, widget.hier.locator(".vd-paneel[open]")):
            expect(deel).to_be_visible()
            doos = deel.bounding_box()
            assert doos is not None
            assert (doos["x"] < 100) is links
            if deel is widget.opener:
                deel.click()
        pagina.evaluate("sessionStorage.clear()")
