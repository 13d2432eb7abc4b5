"""Two residents and one medewerker: gesprekken beside each other, by mouse, by keyboard, heard, enlarged, reloaded."""

from __future__ import annotations

import random
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPagina, Server
from tests.browser.test_werkplek import gezien_op, inwoner_zegt, maak, open_werkplek, regel
from tests.overdracht_builders import Verhaal

pytestmark = pytest.mark.browser

NAMEN = ("A. Jansen", "B. de Boer", "C. Smit", "D. Visser")
Verhalen = Callable[[int], list[Verhaal]]


@pytest.fixture
def verhalen(server: Server) -> Verhalen:
    """Residents with names of their own."""

    def doe(aantal: int) -> list[Verhaal]:
        vast = {"telefoon": "072 000 0199", "email": "", "voorkeur": "chat"}
        return [maak(server, contact={"naam": naam, **vast}) for naam in NAMEN[:aantal]]

    return doe


def gesprek(pagina: Page, naam: str) -> Locator:
    return pagina.get_by_role("region", name=re.compile(f"^Gesprek met {naam}"))


def veld(pagina: Page, naam: str) -> Locator:
    return gesprek(pagina, naam).get_by_label("Uw bericht", exact=True)


def in_beeld(pagina: Page) -> list[str]:
    """The gesprekken that are to be seen, from left to right."""
    # In one breath: the page refetches meanwhile.
    namen: list[str] = pagina.evaluate(
        "[...document.querySelectorAll('.vd-w-gesprek')].filter(g => g.checkVisibility())"
        ".sort((a, b) => a.getBoundingClientRect().x - b.getBoundingClientRect().x)"
        ".map(g => g.querySelector('h2').dataset.wie)"
    )
    return namen


def open_naast(server: Server, pagina: Page, *alle: Verhaal, pak_op: bool = True) -> None:
    """All of them open beside each other, and picked up."""
    open_werkplek(server, pagina, alle[0])
    for nummer, verhaal in enumerate(alle):
        if nummer:
            pagina.get_by_role("button", name=f"Zet ernaast: {verhaal.kenmerk}").click()
        vak = pagina.locator(f'.vd-w-gesprek[data-kenmerk="{verhaal.kenmerk}"]')
        expect(vak.get_by_role("group", name="Wat u kunt doen")).to_be_visible()
        if pak_op:
            vak.get_by_role("button", name="Pak op").click()
            expect(vak.get_by_label("Uw bericht", exact=True)).to_be_focused()


def gelezen_tot(server: Server, verhaal: Verhaal) -> int:
    """Up to where the resident sees that it was read."""
    alles = server.api("GET", f"/api/v1/gesprekken/{verhaal.gesprek_id}/berichten", token=verhaal.token)
    return int(alles["gelezen"]["medewerker"])


def laatste_van(server: Server, verhaal: Verhaal) -> int:
    alles = server.api("GET", f"/api/v1/gesprekken/{verhaal.gesprek_id}/berichten", token=verhaal.token)
    return int(alles["berichten"][-1]["volgnummer"])


def wacht_tot(pagina: Page, klopt: Callable[[], bool]) -> None:
    tot = time.monotonic() + 30
    while not klopt() and time.monotonic() < tot:
        pagina.evaluate("() => new Promise(requestAnimationFrame)")
    assert klopt()


def test_two_residents_are_answered_beside_each_other_and_only_the_one_in_focus_is_read(
    server: Server, open_pagina: OpenPagina, verhalen: Verhalen
) -> None:
    een, twee = verhalen(2)
    pagina = open_pagina("medewerker")
    open_naast(server, pagina, een, twee)
    assert in_beeld(pagina) == ["A. Jansen", "B. de Boer"]
    expect(pagina.get_by_role("region", name=f"Verslag {twee.kenmerk}")).to_be_visible()
    veld(pagina, "B. de Boer").fill("Dag meneer De Boer.")
    pagina.keyboard.press("Enter")
    expect(gesprek(pagina, "B. de Boer").get_by_role("log")).to_contain_text("Dag meneer De Boer.")
    veld(pagina, "A. Jansen").fill("Dag mevrouw Jansen.")
    pagina.keyboard.press("Enter")
    expect(gesprek(pagina, "A. Jansen").get_by_role("log")).to_contain_text("Dag mevrouw Jansen.")
    expect(pagina.get_by_role("region", name=f"Verslag {een.kenmerk}")).to_be_visible()
    expect(pagina.get_by_role("region", name=re.compile("^Verslag"))).to_have_count(1)
    wacht_tot(pagina, lambda: gelezen_tot(server, een) == laatste_van(server, een))
    eerder = gelezen_tot(server, twee)

    inwoner_zegt(server, twee, "Bent u er nog?")
    expect(gesprek(pagina, "B. de Boer").get_by_role("log")).to_contain_text("Bent u er nog?")
    expect(gesprek(pagina, "B. de Boer").get_by_text("1 ongelezen")).to_be_visible()
    gezegd = pagina.locator("#omroep p")
    expect(gezegd.last).to_have_text("B. de Boer: Bent u er nog?")
    expect(gezegd.nth(-2)).to_have_text("U aan A. Jansen: Dag mevrouw Jansen.")
    inwoner_zegt(server, een, "Ik ook.")
    wacht_tot(pagina, lambda: gelezen_tot(server, een) == laatste_van(server, een))
    assert gelezen_tot(server, twee) == eerder

    gesprek(pagina, "B. de Boer").get_by_text("Bent u er nog?").click()
    expect(gesprek(pagina, "B. de Boer").get_by_text("ongelezen")).to_have_count(0)
    wacht_tot(pagina, lambda: gelezen_tot(server, twee) == laatste_van(server, twee))


def test_all_of_it_goes_by_keyboard(server: Server, open_pagina: OpenPagina, verhalen: Verhalen) -> None:
    een, twee, drie, vier = verhalen(4)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina, een)
    for verhaal, naam in ((twee, "B. de Boer"), (drie, "C. Smit")):
        regel(pagina, verhaal).focus()
        pagina.keyboard.press("e")
        expect(gesprek(pagina, naam)).to_be_focused()
        pagina.keyboard.press("o")
        expect(veld(pagina, naam)).to_be_focused()
    assert in_beeld(pagina) == ["A. Jansen", "B. de Boer", "C. Smit"]
    pagina.keyboard.press("Shift+F6")
    expect(veld(pagina, "B. de Boer")).to_be_focused()
    pagina.keyboard.press("F6")
    expect(veld(pagina, "C. Smit")).to_be_focused()
    pagina.keyboard.press("F6")
    expect(gesprek(pagina, "A. Jansen")).to_be_focused()
    pagina.keyboard.press("2")
    expect(gesprek(pagina, "B. de Boer")).to_be_focused()
    pagina.keyboard.press("v")
    expect(pagina.get_by_role("region", name=f"Verslag {twee.kenmerk}")).to_be_focused()
    # A fourth does not fit; the line itself opens in the place of the one in focus.
    regel(pagina, vier).focus()
    pagina.keyboard.press("e")
    expect(pagina.get_by_role("alert")).to_contain_text("Er staan al drie gesprekken open.")
    pagina.keyboard.press("3")
    pagina.keyboard.press("f")
    gesprek(pagina, "C. Smit").get_by_label("Uitkomst").select_option("antwoord_gegeven")
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("status").filter(has_text="De vraag is afgerond.")).to_be_visible()
    expect(gesprek(pagina, "B. de Boer")).to_be_focused()
    assert in_beeld(pagina) == ["A. Jansen", "B. de Boer"]
    pagina.keyboard.press("1")
    pagina.keyboard.press("s")
    expect(gesprek(pagina, "B. de Boer")).to_be_focused()
    expect(pagina.get_by_role("region", name=re.compile("^Gesprek"))).to_have_count(1)
    assert pagina.url.endswith(f"/werkplek?o={twee.kenmerk}")
    pagina.keyboard.press("?")
    expect(pagina.get_by_role("dialog")).to_contain_text("Naar het volgende gesprek")


def test_what_was_typed_in_each_stays_with_each(server: Server, open_pagina: OpenPagina, verhalen: Verhalen) -> None:
    een, twee, drie = verhalen(3)
    pagina = open_pagina("medewerker")
    open_naast(server, pagina, een, twee)
    veld(pagina, "A. Jansen").press_sequentially("Voor een")
    pagina.get_by_label("Notitie voor collega’s").and_(pagina.locator(":visible")).fill("Over een")
    veld(pagina, "B. de Boer").press_sequentially("Voor twee")
    inwoner_zegt(server, een, "Nieuws van een.")
    inwoner_zegt(server, twee, "Nieuws van twee.")
    for gezegd in ("A. Jansen: Nieuws van een.", "B. de Boer: Nieuws van twee."):
        expect(pagina.locator("#omroep p", has_text=gezegd)).to_have_count(1)
    expect(veld(pagina, "A. Jansen")).to_have_value("Voor een")
    expect(veld(pagina, "B. de Boer")).to_have_value("Voor twee")
    # The left one closes: what is typed in the right one is not touched, also not the place of the cursor.
    veld(pagina, "B. de Boer").focus()
    gesprek(pagina, "A. Jansen").get_by_role("link", name="Sluit gesprek met A. Jansen").click()
    expect(pagina.get_by_role("region", name=re.compile("^Gesprek"))).to_have_count(1)
    expect(veld(pagina, "B. de Boer")).to_have_value("Voor twee")
    # Another comes in its place, and the draft of the first is still there when it comes back.
    pagina.get_by_role("button", name=f"Zet ernaast: {drie.kenmerk}").click()
    expect(gesprek(pagina, "C. Smit")).to_be_focused()
    expect(pagina.get_by_label("Notitie voor collega’s").and_(pagina.locator(":visible"))).to_have_value("")
    regel(pagina, een).click()
    expect(veld(pagina, "A. Jansen")).to_have_value("Voor een")
    assert in_beeld(pagina) == ["B. de Boer", "A. Jansen"]
    pagina.go_back()
    expect(gesprek(pagina, "C. Smit")).to_be_visible()
    assert in_beeld(pagina) == ["B. de Boer", "C. Smit"]
    pagina.reload()
    expect(veld(pagina, "B. de Boer")).to_have_value("Voor twee")
    assert in_beeld(pagina) == ["B. de Boer", "C. Smit"]


def _typ_door(server: Server, bewoner: Page, verhaal: Verhaal) -> None:
    """A resident who types, for as long as their page is open."""
    bewoner.goto(server.url)
    pad = f"{server.url.replace('http', 'ws')}/api/v1/gesprekken/{verhaal.gesprek_id}/stroom"
    bewoner.evaluate(
        """([pad, token]) => new Promise((klaar) => {
            const ws = new WebSocket(pad, ["voordeur.v1", `voordeur.token.${token}`]);
            ws.onopen = () => { setInterval(() => ws.send(JSON.stringify({soort: "typt"})), 300); klaar(); };
            ws.onerror = klaar;
        })""",
        [pad, verhaal.token],
    )


def test_a_resident_who_types_is_named_and_their_marks_stand_with_them(
    server: Server, open_pagina: OpenPagina, verhalen: Verhalen
) -> None:
    een, twee = verhalen(2)
    pagina = open_pagina("medewerker")
    open_naast(server, pagina, een, twee)
    pagina.keyboard.type("Goedendag")
    pagina.keyboard.press("Enter")
    expect(gesprek(pagina, "B. de Boer").get_by_role("log")).to_contain_text("Goedendag")
    nummer = {"volgnummer": laatste_van(server, twee)}
    server.api("POST", f"/api/v1/gesprekken/{twee.gesprek_id}/gelezen", nummer, token=twee.token)
    expect(gesprek(pagina, "B. de Boer")).to_contain_text("Gezien door de inwoner")
    expect(gesprek(pagina, "A. Jansen")).not_to_contain_text("Gezien door de inwoner")
    _typ_door(server, open_pagina(), een)
    expect(gesprek(pagina, "A. Jansen").get_by_text("A. Jansen typt…")).to_be_visible()
    expect(gesprek(pagina, "B. de Boer").get_by_text("typt…")).to_have_count(0)


@pytest.mark.parametrize("maat", [(720, 450), (320, 640)])
def test_enlarged_one_is_seen_and_the_others_are_a_button_away(
    server: Server, open_pagina: OpenPagina, verhalen: Verhalen, maat: tuple[int, int]
) -> None:
    """720 pixels is what is left of 1440 at 200 % zoom."""
    een, twee, drie = verhalen(3)
    pagina = open_pagina("medewerker", viewport={"width": maat[0], "height": maat[1]})
    open_naast(server, pagina, een, twee, drie)
    tabs = pagina.get_by_role("navigation", name="Open gesprekken")
    expect(tabs.get_by_role("link")).to_have_count(3)
    assert in_beeld(pagina) == ["C. Smit"]
    inwoner_zegt(server, een, "Bent u daar?")
    expect(tabs.get_by_role("link", name="A. Jansen")).to_contain_text("1 ongelezen")
    tabs.get_by_role("link", name="A. Jansen").click()
    expect(gesprek(pagina, "A. Jansen")).to_be_focused()
    assert in_beeld(pagina) == ["A. Jansen"]
    expect(tabs.get_by_role("link", name="A. Jansen")).to_have_attribute("aria-current", "true")
    expect(tabs.get_by_text("ongelezen")).to_have_count(0)
    expect(gesprek(pagina, "A. Jansen").get_by_text("Bent u daar?")).to_be_in_viewport()
    pagina.keyboard.press("F6")
    expect(gesprek(pagina, "B. de Boer")).to_be_focused()
    assert pagina.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_one_that_is_withdrawn_closes_and_the_other_stays(
    server: Server, open_pagina: OpenPagina, verhalen: Verhalen
) -> None:
    een, twee = verhalen(2)
    pagina = open_pagina("medewerker")
    open_naast(server, pagina, een, twee, pak_op=False)
    server.api("POST", f"/api/v1/gesprekken/{twee.gesprek_id}/verslag/intrekken", {}, token=twee.token)
    expect(pagina.get_by_role("alert")).to_contain_text(f"{twee.kenmerk} is er niet (meer)")
    expect(gesprek(pagina, "A. Jansen")).to_be_focused()
    assert in_beeld(pagina) == ["A. Jansen"]
    # Others of that name may stand in the queue.
    expect(regel(pagina, twee)).to_have_count(0)
    assert pagina.url.endswith(f"/werkplek?o={een.kenmerk}")


def test_without_script_the_same_stands_open(server: Server, open_pagina: OpenPagina, verhalen: Verhalen) -> None:
    een, twee = verhalen(2)
    pagina = open_pagina("medewerker", java_script_enabled=False)
    open_werkplek(server, pagina, een)
    pagina.get_by_role("button", name=f"Zet ernaast: {twee.kenmerk}").click()
    assert in_beeld(pagina) == ["A. Jansen", "B. de Boer"]
    for naam in ("A. Jansen", "B. de Boer"):
        gesprek(pagina, naam).get_by_role("button", name="Pak op").click()
        veld(pagina, naam).fill(f"Dag {naam}")
        gesprek(pagina, naam).get_by_role("button", name="Verstuur").click()
        expect(gesprek(pagina, naam).get_by_role("log")).to_contain_text(f"Dag {naam}")
    assert in_beeld(pagina) == ["A. Jansen", "B. de Boer"]
    gesprek(pagina, "A. Jansen").get_by_role("link", name="Toon verslag van A. Jansen").click()
    expect(pagina.get_by_role("region", name=f"Verslag {een.kenmerk}")).to_be_visible()
    gesprek(pagina, "B. de Boer").get_by_role("link", name="Sluit gesprek met B. de Boer").click()
    assert in_beeld(pagina) == ["A. Jansen"]


def test_after_whatever_happened_all_of_them_show_what_a_fresh_load_shows(
    server: Server, open_pagina: OpenPagina, verhalen: Verhalen
) -> None:
    kans, alle = random.Random(20261123), verhalen(4)
    levend, bezig = open_pagina("Sanne de Vries"), open_pagina("Karim Bakker")
    open_naast(server, levend, *alle[:3], pak_op=False)
    open_werkplek(server, bezig)
    csrf = bezig.locator('input[name="csrf"]').first.input_value()
    for beurt in range(30):
        verhaal = kans.choice(alle)
        wat = kans.choice(["zeg", "zeg", "oppakken", "vrijgeven", "notitie", "bericht", "wissel", "weg", "terug"])
        if wat == "zeg":
            inwoner_zegt(server, verhaal, f"Bericht {beurt}")
        elif wat == "wissel":
            levend.keyboard.press(kans.choice("123"))
        elif wat in ("weg", "terug"):
            levend.context.set_offline(wat == "weg")
        else:
            velden: dict[str, Any] = {"csrf": csrf, "tekst": f"Tekst {beurt}", "reden": "Omdat"}
            velden["client_id"] = str(uuid.uuid4())
            bezig.request.post(f"{server.url}/werkplek/{verhaal.kenmerk}/{wat}", form=velden)
    levend.context.set_offline(False)
    for verhaal in alle[:3]:
        inwoner_zegt(server, verhaal, "Het laatste woord")
    expect(levend.locator(".vd-w-berichten", has_text="Het laatste woord")).to_have_count(3, timeout=30_000)
    vers = open_pagina("Sanne de Vries")
    vers.goto(levend.url)
    # The script of a fresh page refetches too; both must come to rest on the same.
    tot = time.monotonic() + 30
    while gezien_op(levend) != gezien_op(vers) and time.monotonic() < tot:
        vers.evaluate("() => new Promise(requestAnimationFrame)")
    assert gezien_op(levend) == gezien_op(vers)


def _laat_zien(server: Server, verhaal: Verhaal) -> None:
    """The resident looks at what was written last."""
    pad = f"/api/v1/gesprekken/{verhaal.gesprek_id}"
    server.api("POST", f"{pad}/gelezen", {"volgnummer": laatste_van(server, verhaal)}, token=verhaal.token)


def test_that_a_message_was_seen_is_told_once_with_by_whom(
    server: Server, open_pagina: OpenPagina, verhalen: Verhalen
) -> None:
    """A screen reader hears what is added to the polite region; the lists themselves are silent beside each other."""
    een, twee = verhalen(2)
    pagina = open_pagina("medewerker")
    open_naast(server, pagina, een, twee)
    expect(pagina.locator("#omroep")).to_have_attribute("role", "status")
    for naam in ("A. Jansen", "B. de Boer"):
        expect(gesprek(pagina, naam).get_by_role("log")).to_have_attribute("aria-live", "off")
        veld(pagina, naam).fill("Bent u er nog?")
        pagina.keyboard.press("Enter")
        expect(gesprek(pagina, naam).get_by_role("log")).to_contain_text("Bent u er nog?")
    pagina.evaluate(
        "() => { window.gezegd = []; new MutationObserver((alle) => alle.forEach((m) => m.addedNodes.forEach("
        "(n) => gezegd.push(n.textContent)))).observe(document.getElementById('omroep'), {childList: true}); }"
    )
    _laat_zien(server, een)
    expect(gesprek(pagina, "A. Jansen").get_by_role("log")).to_contain_text("Gezien door de inwoner")
    inwoner_zegt(server, twee, "Ja hoor.")
    expect(gesprek(pagina, "B. de Boer").get_by_role("log")).to_contain_text("Ja hoor.")
    # Who answered has seen it: that is not told besides.
    _laat_zien(server, twee)
    inwoner_zegt(server, een, "Ik ook.")
    expect(gesprek(pagina, "A. Jansen").get_by_role("log")).to_contain_text("Ik ook.")
    assert pagina.evaluate("gezegd") == [
        "A. Jansen heeft uw bericht gezien.", "B. de Boer: Ja hoor.", "A. Jansen: Ik ook.",
    ]  # fmt: skip


def test_what_was_seen_before_the_page_was_loaded_is_no_news(
    server: Server, open_pagina: OpenPagina, verhalen: Verhalen
) -> None:
    een, twee = verhalen(2)
    pagina = open_pagina("medewerker")
    open_naast(server, pagina, een, twee)
    veld(pagina, "A. Jansen").fill("Bent u er nog?")
    pagina.keyboard.press("Enter")
    expect(gesprek(pagina, "A. Jansen").get_by_role("log")).to_contain_text("Bent u er nog?")
    _laat_zien(server, een)
    expect(gesprek(pagina, "A. Jansen").get_by_role("log")).to_contain_text("Gezien door de inwoner")
    pagina.reload()
    inwoner_zegt(server, twee, "Bent u daar?")
    expect(pagina.locator("#omroep")).to_have_text("B. de Boer: Bent u daar?")


def test_that_somebody_types_is_told_once_for_as_long_as_it_lasts(
    server: Server, open_pagina: OpenPagina, verhalen: Verhalen
) -> None:
    """The server tells it again and again; the same words put there again would be read out again."""
    een, twee = verhalen(2)
    pagina = open_pagina("medewerker")
    seintjes: list[str] = []
    pagina.on(
        "websocket",
        lambda ws: ws.on("framereceived", lambda bericht: seintjes.append(str(bericht)) if "typt" in bericht else None),
    )
    open_naast(server, pagina, een, twee)
    typt = gesprek(pagina, "A. Jansen").locator(".vd-w-typt")
    expect(typt).to_have_attribute("role", "status")
    typt.evaluate(
        "(typt) => { window.gezegd = []; new MutationObserver(() => gezegd.push(typt.textContent)).observe(typt,"
        " {childList: true, characterData: true, subtree: true}); }"
    )
    _typ_door(server, open_pagina(), een)
    wacht_tot(pagina, lambda: len(seintjes) >= 3)
    assert pagina.evaluate("gezegd") == ["A. Jansen typt…"]
