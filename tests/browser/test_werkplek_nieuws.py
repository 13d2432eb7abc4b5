"""What a medewerker hears of news: by choice, once, without a resident's word, and also with a screen reader."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

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


# Keeps what a screen reader is told of messages: each that is put in a list while that list is live, in the order in
# which list and liveness change, and each that the page itself says.
_LUISTER = """
    window.gehoord = [];
    const live = new Map();
    const lees = (alle) => alle.forEach((m) => {
        if (m.target.id === "omroep") m.addedNodes.forEach((n) => gehoord.push(n.textContent.trim()));
        if (!m.target.matches?.(".vd-w-berichten")) return;
        if (m.type === "attributes") live.set(m.target, m.target.getAttribute("aria-live"));
        else if ((live.get(m.target) ?? m.target.getAttribute("aria-live")) !== "off")
            m.addedNodes.forEach((n) => gehoord.push(n.textContent.replace(/\\s+/g, " ").trim()));
    });
    addEventListener("DOMContentLoaded", () => new MutationObserver(lees).observe(
        document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-live"] }));
"""


def _gehoord(pagina: Page, woorden: str) -> list[str]:
    return [t for t in pagina.evaluate("gehoord") if woorden in t]


@pytest.mark.parametrize("hoe", ["alone", "beside another", "alone, after the other was closed"])
def test_only_what_comes_after_opening_is_read_out_and_once(server: Server, open_pagina: OpenPagina, hoe: str) -> None:
    een, twee = maak(server, met_gesprek=True), maak(server, met_gesprek=True)
    pagina = open_pagina("Sanne de Vries")
    pagina.add_init_script(_LUISTER)
    open_werkplek(server, pagina, None if hoe == "alone" else een)
    if hoe == "alone":
        regel(pagina, twee).click()
    else:
        pagina.get_by_role("button", name=f"Zet ernaast: {twee.kenmerk}").click()
    vak = pagina.locator(f'.vd-w-gesprek[data-kenmerk="{twee.kenmerk}"]')
    lijst = vak.get_by_role("log")
    expect(lijst).to_contain_text("mijn zoon")
    # At this very moment, while the list is still silent: it may not be lost.
    inwoner_zegt(server, twee, "Bent u er al?")
    expect(lijst).to_contain_text("Bent u er al?")
    if hoe == "alone, after the other was closed":
        pagina.locator(f'.vd-w-gesprek[data-kenmerk="{een.kenmerk}"] a[data-sluit]').click()
        expect(pagina.locator(".vd-w-gesprek")).to_have_count(1)
    expect(lijst).to_have_attribute("aria-live", "off" if hoe == "beside another" else "polite")
    inwoner_zegt(server, twee, "Hallo?")
    expect(lijst).to_contain_text("Hallo?")
    assert _gehoord(pagina, "mijn zoon") == []
    assert [len(_gehoord(pagina, t)) for t in ("Bent u er al?", "Hallo?")] == [1, 1]


def test_a_list_that_comes_in_sight_when_another_closes_is_not_live_at_that_moment(
    server: Server, open_pagina: OpenPagina
) -> None:
    """Enlarged only one of them is in sight; shown and live at once, a screen reader would read out all of it."""
    een, twee = maak(server, met_gesprek=True), maak(server, met_gesprek=True)
    pagina = open_pagina("Sanne de Vries", viewport={"width": 640, "height": 700})
    pagina.goto(f"{server.url}/werkplek?naast={een.kenmerk}&o={twee.kenmerk}")
    expect(pagina.locator("#berichten")).to_have_attribute("aria-live", "off")
    toen = pagina.evaluate(
        "() => { const lijst = document.getElementById('berichten'), was = lijst.checkVisibility();"
        " document.getElementById('sluit-2').click(); return [was, lijst.checkVisibility(), lijst.ariaLive]; }"
    )
    assert toen == [False, True, "off"]
    expect(pagina.locator("#berichten")).to_have_attribute("aria-live", "polite")


def test_what_comes_to_light_later_comes_in_its_order_and_is_not_read_out(
    server: Server, open_pagina: OpenPagina
) -> None:
    verhaal = maak(server)
    pagina = open_pagina("Sanne de Vries")
    pagina.add_init_script(_LUISTER)
    open_werkplek(server, pagina, verhaal)
    inwoner_zegt(server, verhaal, "Bent u daar?")
    expect(pagina.locator("#berichten")).to_contain_text("Bent u daar?")
    assert len(_gehoord(pagina, "Bent u daar?")) == 1

    def met_eerder(route: Route) -> None:
        stand = route.fetch().json()
        eerder = stand["berichten"][0]["html"].replace("Bent u daar?", "Eerder gezegd.")
        eerder = eerder.replace(f'"{stand["berichten"][0]["volgnummer"]}"', '"2"')
        stand["berichten"] = [{"volgnummer": 2, "html": eerder}, *stand["berichten"]]
        route.fulfill(json=stand)

    pagina.route("**/werkplek/stand*", met_eerder)
    inwoner_zegt(server, verhaal, "Nu wel alles.")
    expect(pagina.locator("#berichten")).to_contain_text("Nu wel alles.")
    expect(pagina.locator("#berichten")).to_contain_text("Eerder gezegd.")
    nummers = pagina.locator("#berichten > *").evaluate_all("alle => alle.map(b => Number(b.dataset.volgnummer))")
    assert nummers == sorted(nummers)
    assert _gehoord(pagina, "Eerder gezegd.") == []
    assert [len(_gehoord(pagina, t)) for t in ("Bent u daar?", "Nu wel alles.")] == [1, 1]


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
    pagina.get_by_label("Vind", exact=True).fill("VD-2222-2222")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("alert")).to_contain_text("is er niet (meer), of is niet voor u")
