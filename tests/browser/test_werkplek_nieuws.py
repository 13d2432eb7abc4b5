"""What a medewerker hears of news: by choice, once, without a resident's word, and also with a screen reader."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPagina, Server
from tests.browser.test_werkplek import inwoner_zegt, maak, open_werkplek, regel
from tests.overdracht_builders import Verhaal

pytestmark = pytest.mark.browser

# A browser that works in another window, and that keeps what it would have shown and played.
_ELDERS = """
    window.gemeld = []; window.gepiept = 0;
    window.Notification = class { constructor(titel, velden) { gemeld.push([titel, velden]); } close() {} };
    Notification.permission = "granted"; Notification.requestPermission = async () => "granted";
    document.hasFocus = () => false;
    window.AudioContext = class { constructor() { gepiept += 1; throw new Error("no sound here"); } };
"""


def _werkplek_elders(server: Server, open_pagina: OpenPagina, *aan: str) -> Page:
    """An open werkplek in the background, with these choices on."""
    pagina = open_pagina("Sanne de Vries")
    pagina.add_init_script(_ELDERS)
    open_werkplek(server, pagina)
    pagina.locator("#toon-toetsen").click()
    for naam in aan:
        pagina.locator(f"#{naam}-aan").check()
    pagina.locator("#sluit-toetsen").click()
    pagina.evaluate("() => { gemeld = []; gepiept = 0; }")
    return pagina


def _titels(pagina: Page) -> list[str]:
    return [str(m[0]) for m in pagina.evaluate("gemeld")]


def _wacht_op(pagina: Page, verhaal: Verhaal) -> None:
    expect(regel(pagina, verhaal)).to_be_visible()


def test_nothing_is_shown_or_heard_of_who_did_not_choose_it(server: Server, open_pagina: OpenPagina) -> None:
    pagina = _werkplek_elders(server, open_pagina)
    verhaal = maak(server)
    inwoner_zegt(server, verhaal, "Bent u daar?")
    pagina.reload()
    _wacht_op(pagina, verhaal)
    assert (_titels(pagina), pagina.evaluate("gepiept")) == ([], 0)


def test_a_message_is_told_on_the_desktop_and_by_sound_without_a_word_of_it(
    server: Server, open_pagina: OpenPagina
) -> None:
    verhaal = maak(server)
    pagina = _werkplek_elders(server, open_pagina, "melding", "geluid")
    regel(pagina, verhaal).click()
    pagina.get_by_role("button", name="Pak op").click()
    expect(pagina.get_by_text("U praat met de inwoner.")).to_be_visible()
    inwoner_zegt(server, verhaal, "Mijn geheim is groot.")
    expect(regel(pagina, verhaal)).to_contain_text("1 nieuw")
    assert _titels(pagina) == ["Nieuw bericht"]
    assert "geheim" not in str(pagina.evaluate("gemeld"))
    assert pagina.evaluate("gepiept") == 1


def test_a_new_question_in_the_queue_is_told_to_who_is_there_and_chose_it(
    server: Server, open_pagina: OpenPagina
) -> None:
    pagina = _werkplek_elders(server, open_pagina, "melding", "rij")
    pagina.locator("#beschikbaar").select_option("aanwezig")
    expect(pagina.locator("#melding")).to_contain_text("Uw stand is veranderd")
    ander = maak(server)
    # Something through the server itself wakes the werkplek.
    csrf = pagina.locator('input[name="csrf"]').first.input_value()
    karim = open_pagina("Karim Bakker")
    open_werkplek(server, karim, ander)
    karim.get_by_role("button", name="Pak op").click()
    expect(karim.get_by_text("U praat met de inwoner.")).to_be_visible()
    nieuw = maak(server)
    velden = {"csrf": csrf, "tekst": "Even kijken"}
    pagina.request.post(f"{server.url}/werkplek/{ander.kenmerk}/notitie", form=velden)
    _wacht_op(pagina, nieuw)
    assert set(_titels(pagina)) == {"Nieuwe vraag"}


def test_a_question_passed_on_in_person_is_told_to_that_person(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = _werkplek_elders(server, open_pagina, "melding")
    karim = open_pagina("Karim Bakker")
    open_werkplek(server, karim, verhaal)
    karim.get_by_role("button", name="Pak op").click()
    expect(karim.get_by_text("U praat met de inwoner.")).to_be_visible()
    karim.locator("#d-doorzetten summary").click()
    karim.get_by_label("Naar", exact=True).select_option("Sanne de Vries")
    karim.locator("#reden-door").fill("Zij kent het gezin")
    karim.locator("#d-doorzetten button").click()
    expect(regel(pagina, verhaal)).to_contain_text("Voor u")
    assert _titels(pagina) == ["Een vraag voor u"]


def test_a_read_mark_reads_no_message_out_again(server: Server, open_pagina: OpenPagina) -> None:
    """A screen reader reads out what is added to the list: after 'Gezien' that is the mark alone."""
    verhaal = maak(server)
    pagina = open_pagina("Sanne de Vries")
    open_werkplek(server, pagina, verhaal)
    pagina.get_by_role("button", name="Pak op").click()
    pagina.get_by_label("Uw bericht", exact=True).fill("Goedemiddag, hoe gaat het nu?")
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#berichten")).to_contain_text("Goedemiddag")
    pagina.evaluate(
        "() => { window.erbij = []; new MutationObserver((alle) => alle.forEach((m) => m.addedNodes.forEach("
        "(n) => erbij.push(n.textContent.trim())))).observe(document.getElementById('berichten'),"
        " {childList: true, subtree: true}); }"
    )
    pad = f"/api/v1/gesprekken/{verhaal.gesprek_id}"
    berichten = server.api("GET", f"{pad}/berichten", token=verhaal.token)["berichten"]
    server.api("POST", f"{pad}/gelezen", {"volgnummer": berichten[-1]["volgnummer"]}, token=verhaal.token)
    expect(pagina.locator("#berichten")).to_contain_text("Gezien door de inwoner")
    assert pagina.evaluate("erbij") == ["Gezien door de inwoner"]
    inwoner_zegt(server, verhaal, "Het gaat wel.")
    expect(pagina.locator("#berichten")).to_contain_text("Het gaat wel.")
    assert [t for t in pagina.evaluate("erbij") if "Goedemiddag" in t] == []


def test_the_messages_that_stood_there_are_not_read_out_on_opening(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server, met_gesprek=True)
    pagina = open_pagina("Sanne de Vries")
    open_werkplek(server, pagina)
    regel(pagina, verhaal).click()
    expect(pagina.locator("#berichten")).to_contain_text("mijn zoon")
    expect(pagina.locator("#berichten")).to_have_attribute("aria-live", "polite")


def test_the_lists_of_terms_and_calls_open_what_they_name(server: Server, open_pagina: OpenPagina) -> None:
    contact = {"naam": "J. Prins", "telefoon": "072 000 0198", "voorkeur": "telefoon"}
    verhaal = maak(server, contact=contact)
    pagina = open_pagina("Sanne de Vries")
    open_werkplek(server, pagina)
    lijst = pagina.locator("#d-bellen")
    lijst.locator("summary").click()
    lijst.get_by_role("link", name="J. Prins").first.click()
    expect(pagina.locator("#verslag")).to_contain_text(verhaal.kenmerk)
    expect(pagina.locator("#verslag")).to_contain_text("072 000 0198")


def test_a_kenmerk_that_somebody_reads_aloud_is_typed_and_opened(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina("Sanne de Vries")
    open_werkplek(server, pagina)
    pagina.keyboard.press("i")
    pagina.keyboard.type(verhaal.kenmerk.lower().replace("-", " "))
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#kop-verslag")).to_contain_text(verhaal.kenmerk)
    expect(regel(pagina, verhaal)).to_have_attribute("aria-current", "true")
    assert pagina.url.endswith(f"?o={verhaal.kenmerk}")
    pagina.get_by_label("Kenmerk", exact=True).fill("VD-2222-2222")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("alert")).to_contain_text("is er niet (meer), of is niet voor u")
