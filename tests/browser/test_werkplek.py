"""The werkplek in a real browser: live, by keyboard, without script, on a small screen, after a lost connection."""

from __future__ import annotations

import random
import re
import time
import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from overdracht import intrekken
from tests.browser.conftest import OpenPagina, Server
from tests.overdracht_builders import Verhaal, in_crisis, keur_goed

pytestmark = pytest.mark.browser


def maak(server: Server, bouwer: Any = keur_goed, **velden: Any) -> Verhaal:
    with server.database.session_scope() as session:
        verhaal: Verhaal = bouwer(session, server.werkgebied, **velden)
        return verhaal


def inwoner_zegt(server: Server, verhaal: Verhaal, tekst: str) -> None:
    data = {"client_id": str(uuid.uuid4()), "tekst": tekst}
    server.api("POST", f"/api/v1/gesprekken/{verhaal.gesprek_id}/berichten", data, token=verhaal.token)


def wek(server: Server, verhaal: Verhaal) -> None:
    """Anything through the server itself, so that the werkplekken hear of what a test did beneath it."""
    inwoner_zegt(server, verhaal, "Nog iets.")


def regel(pagina: Page, verhaal: Verhaal) -> Any:
    return pagina.locator(f"#r-{verhaal.kenmerk}")


def open_werkplek(server: Server, pagina: Page, verhaal: Verhaal | None = None) -> None:
    pagina.goto(f"{server.url}/werkplek" + (f"?o={verhaal.kenmerk}" if verhaal else ""))


def pak_twee_op(server: Server, pagina: Page) -> tuple[Verhaal, Verhaal]:
    """Two that the medewerker has picked up; the second is open."""
    een, twee = maak(server), maak(server)
    for verhaal in (een, twee):
        open_werkplek(server, pagina, verhaal)
        pagina.get_by_role("button", name="Pak op").click()
        expect(pagina.get_by_label("Uw bericht", exact=True)).to_be_visible()
    return een, twee


def test_a_medewerker_picks_up_and_talks_live_with_the_resident(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina)
    regel(pagina, verhaal).click()
    expect(pagina.locator("#verslag")).to_contain_text("mijn zoon gaat niet meer naar school")
    pagina.get_by_role("button", name="Pak op").click()
    expect(pagina.get_by_text("U praat met de inwoner.")).to_be_visible()
    pagina.get_by_label("Uw bericht", exact=True).fill("Goedemiddag, hoe gaat het nu?")
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#berichten")).to_contain_text("Goedemiddag, hoe gaat het nu?")
    inwoner_zegt(server, verhaal, "Het gaat wel, dank u.")
    expect(pagina.locator("#berichten")).to_contain_text("Het gaat wel, dank u.")
    expect(regel(pagina, verhaal)).to_contain_text("1 nieuw")
    alles = server.api("GET", f"/api/v1/gesprekken/{verhaal.gesprek_id}/berichten", token=verhaal.token)["berichten"]
    assert [b["naam"] for b in alles if b["afzender"] == "medewerker"] == ["Sanne de Vries"]


def test_what_one_picks_up_leaves_the_queue_of_the_other(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    sanne, karim = open_pagina("Sanne de Vries"), open_pagina("Karim Bakker")
    for pagina in (sanne, karim):
        open_werkplek(server, pagina, verhaal)
    sanne.get_by_role("button", name="Pak op").click()
    expect(karim.get_by_text("Sanne de Vries helpt deze inwoner.")).to_be_visible()
    expect(karim.get_by_role("button", name="Pak op")).to_have_count(0)


def test_who_claims_too_late_is_told_who_was_first(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    karim, sanne = open_pagina("Karim Bakker", java_script_enabled=False), open_pagina("Sanne de Vries")
    open_werkplek(server, karim, verhaal)
    open_werkplek(server, sanne, verhaal)
    sanne.get_by_role("button", name="Pak op").click()
    expect(sanne.get_by_text("U praat met de inwoner.")).to_be_visible()
    karim.get_by_role("button", name="Pak op").click()
    expect(karim.get_by_role("alert")).to_contain_text("Sanne de Vries heeft deze vraag al opgepakt.")


def test_a_crisis_comes_in_on_top_without_a_reload(server: Server, open_pagina: OpenPagina) -> None:
    eerder = maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina)
    expect(regel(pagina, eerder)).to_be_visible()
    crisis = maak(server, in_crisis)
    wek(server, eerder)
    expect(regel(pagina, crisis)).to_contain_text("Crisis: geweld")
    bovenste = pagina.locator("#rij ol.vd-w-lijst > li").first
    expect(bovenste).to_contain_text("Crisis")
    regel(pagina, crisis).click()
    expect(pagina.locator("#verslag")).to_contain_text("U ziet alleen het gesprek.")
    expect(pagina.locator("#berichten")).to_contain_text("hij komt zo thuis")


def test_withdrawn_consent_empties_the_open_verslag_within_five_seconds(
    server: Server, open_pagina: OpenPagina
) -> None:
    verhaal, ander = maak(server), maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina, verhaal)
    expect(pagina.locator("#verslag")).to_contain_text("mijn zoon")
    with server.database.session_scope() as session:
        intrekken.withdraw(session, verhaal.gesprek_id, nu=server.werkgebied.lokale_tijd(_nu()))
    wek(server, ander)
    expect(pagina.locator("#verslag")).not_to_contain_text("mijn zoon", timeout=5000)
    expect(pagina.get_by_role("alert")).to_contain_text("is er niet (meer)")


def test_a_draft_survives_a_reload_and_another_gesprek_in_between(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina("medewerker")
    een, twee = pak_twee_op(server, pagina)
    pagina.get_by_label("Uw bericht", exact=True).press_sequentially("Voor twee")
    regel(pagina, een).click()
    expect(pagina.get_by_label("Uw bericht", exact=True)).to_have_value("")
    pagina.get_by_label("Uw bericht", exact=True).press_sequentially("Voor een")
    pagina.reload()
    expect(pagina.get_by_label("Uw bericht", exact=True)).to_have_value("Voor een")
    regel(pagina, twee).click()
    expect(pagina.get_by_label("Uw bericht", exact=True)).to_have_value("Voor twee")


def test_a_message_typed_without_a_connection_is_kept_and_sent_once(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina, verhaal)
    pagina.get_by_role("button", name="Pak op").click()
    veld = pagina.get_by_label("Uw bericht", exact=True)
    veld.fill("Ik bel u morgen.")
    pagina.context.set_offline(True)
    veld.press("Enter")
    expect(pagina.get_by_role("alert")).to_contain_text("niet verstuurd")
    expect(veld).to_have_value("Ik bel u morgen.")
    pagina.context.set_offline(False)
    veld.press("Enter")
    expect(pagina.locator("#berichten article", has_text="Ik bel u morgen.")).to_have_count(1)


def gezien_op(pagina: Page) -> str:
    """What a medewerker reads, without the clock."""
    tekst = pagina.locator("#werkplek").inner_text()
    return re.sub(r"\d+ (min|uur|dagen|dag)\b|\s+", " ", tekst)


def test_after_whatever_happened_it_shows_what_a_fresh_load_shows(server: Server, open_pagina: OpenPagina) -> None:
    kans = random.Random(20261122)
    verhalen = [maak(server) for _ in range(4)]
    levend, bezig = open_pagina("Sanne de Vries"), open_pagina("Karim Bakker")
    open_werkplek(server, levend, verhalen[0])
    open_werkplek(server, bezig)
    csrf = bezig.locator('input[name="csrf"]').first.input_value()
    for beurt in range(24):
        verhaal = kans.choice(verhalen)
        wat = kans.choice(["zeg", "oppakken", "vrijgeven", "notitie", "bericht", "nieuw", "weg", "terug"])
        if wat == "zeg":
            inwoner_zegt(server, verhaal, f"Bericht {beurt}")
        elif wat == "nieuw":
            verhalen.append(maak(server))
        elif wat in ("weg", "terug"):
            levend.context.set_offline(wat == "weg")
        else:
            velden = {"csrf": csrf, "tekst": f"Tekst {beurt}", "reden": "Omdat", "client_id": str(uuid.uuid4())}
            bezig.request.post(f"{server.url}/werkplek/{verhaal.kenmerk}/{wat}", form=velden)
    levend.context.set_offline(False)
    inwoner_zegt(server, verhalen[0], "Het laatste woord")
    expect(levend.locator("#berichten")).to_contain_text("Het laatste woord", timeout=30_000)
    vers = open_pagina("Sanne de Vries")
    open_werkplek(server, vers, verhalen[0])
    # The script of a fresh page refetches too; both must come to rest on the same.
    tot = time.monotonic() + 30
    while gezien_op(levend) != gezien_op(vers) and time.monotonic() < tot:
        vers.evaluate("() => new Promise(requestAnimationFrame)")
    assert gezien_op(levend) == gezien_op(vers)


def test_an_entry_of_the_kaart_goes_into_the_chat_with_one_click(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina, verhaal)
    pagina.get_by_role("button", name="Pak op").click()
    pagina.get_by_label("Sociale kaart", exact=True).fill("hulp met formulieren")
    pagina.keyboard.press("Enter")
    knop = pagina.get_by_role("button", name=re.compile("^Zet in de chat")).first
    naam = str(knop.locator("xpath=ancestor::li").locator("strong").inner_text())
    knop.click()
    expect(pagina.locator("#berichten article").last).to_contain_text(naam)
    alles = server.api("GET", f"/api/v1/gesprekken/{verhaal.gesprek_id}/berichten", token=verhaal.token)["berichten"]
    assert [v["naam"] for v in alles[-1]["voorzieningen"]] == [naam]


def test_what_is_typed_in_a_form_stays_while_news_comes_in(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina, verhaal)
    pagina.get_by_role("button", name="Pak op").click()
    pagina.locator("#d-doorzetten > summary").click()
    pagina.locator("#reden-door").fill("Kent het gezin")
    pagina.get_by_label("Notitie voor collega’s").fill("Half geschreven")
    inwoner_zegt(server, verhaal, "Bent u daar nog?")
    expect(pagina.locator("#berichten")).to_contain_text("Bent u daar nog?")
    expect(pagina.locator("#reden-door")).to_have_value("Kent het gezin")
    expect(pagina.get_by_label("Notitie voor collega’s")).to_have_value("Half geschreven")


def test_the_source_of_a_line_leads_to_the_message(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server, met_gesprek=True)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina, verhaal)
    link = pagina.locator("#verslag .vd-w-bronlink").first
    doel = str(link.get_attribute("href"))
    link.click()
    expect(pagina.locator(doel)).to_be_in_viewport()


def test_without_script_everything_goes_by_forms(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina("medewerker", java_script_enabled=False)
    open_werkplek(server, pagina)
    regel(pagina, verhaal).click()
    pagina.get_by_role("button", name="Pak op").click()
    for er in ("true", "false"):
        pagina.get_by_role("button", name="Justitie", exact=True).click()
        expect(pagina.get_by_role("button", name="Justitie", exact=True)).to_have_attribute("aria-pressed", er)
    pagina.get_by_label("Snel antwoord").select_option("groet")
    pagina.get_by_role("button", name="Voeg in").click()
    expect(pagina.get_by_label("Uw bericht", exact=True)).to_have_value(re.compile("u praat met Sanne de Vries"))
    pagina.get_by_role("button", name="Verstuur").click()
    expect(pagina.locator("#berichten")).to_contain_text("u praat met Sanne de Vries")
    pagina.locator("#d-afronden > summary").click()
    pagina.get_by_label("Uitkomst").select_option("doorverwezen")
    pagina.get_by_role("button", name="Rond af").click()
    expect(pagina.get_by_role("status").filter(has_text="De vraag is afgerond.")).to_be_visible()


@pytest.mark.parametrize("breedte", [320, 720])
def test_it_fits_a_small_screen_and_an_enlarged_one(server: Server, open_pagina: OpenPagina, breedte: int) -> None:
    """720 pixels is what is left of 1440 at 200 % zoom."""
    verhaal = maak(server, tekst="Ik heb schulden. " + "Eenheellangwoordzonderspaties" * 6)
    pagina = open_pagina("medewerker", viewport={"width": breedte, "height": 700})
    open_werkplek(server, pagina, verhaal)
    pagina.get_by_role("button", name="Pak op").click()
    expect(pagina.get_by_label("Uw bericht", exact=True)).to_be_visible()
    assert pagina.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("maat", [(1920, 1080), (1440, 900)])
def test_a_whole_verslag_is_read_without_scrolling(
    server: Server, open_pagina: OpenPagina, maat: tuple[int, int]
) -> None:
    verhaal = maak(server)
    meer = {
        "regels": [
            {"onderdeel": onderdeel, "tekst": tekst}
            for onderdeel, tekst in {
                "urgentie": "De huur van deze maand.", "geprobeerd-zelf": "Zelf gebeld met de bank.",
                "geprobeerd-netwerk": "Geld geleend van mijn zus.", "betrokken": "De huisarts.",
                "huishouden": "Ik woon met mijn zoon.", "wens": "Iemand die meedenkt.",
            }.items()
        ]
    }  # fmt: skip
    server.api("PATCH", f"/api/v1/gesprekken/{verhaal.gesprek_id}/verslag", meer, token=verhaal.token)
    pagina = open_pagina("medewerker", viewport={"width": maat[0], "height": maat[1]})
    open_werkplek(server, pagina, verhaal)
    expect(pagina.locator("#verslag")).to_contain_text("Iemand die meedenkt.")
    for tekst in ("Hulpvraag", "Ik woon met mijn zoon.", "Iemand die meedenkt.", "Liefst", "Waarom naar een mens:"):
        expect(pagina.locator("#verslag").get_by_text(tekst).first).to_be_in_viewport(ratio=1)
    # Hidden words in a long queue must not make the page itself longer.
    assert pagina.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_printed_there_is_the_verslag_alone(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina, verhaal)
    pagina.emulate_media(media="print")
    expect(pagina.locator("#verslag")).to_be_visible()
    # Notes of colleagues are no part of what is given to a resident.
    for weg in ("#rij", "#gesprek", ".vd-balk", ".vd-w-verloop"):
        expect(pagina.locator(weg)).to_be_hidden()


def test_landmarks_headings_and_names_are_there(server: Server, open_pagina: OpenPagina) -> None:
    verhaal = maak(server)
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina, verhaal)
    pagina.get_by_role("button", name="Pak op").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Werkplek")
    for naam in ("Rij", re.compile("^Verslag"), re.compile("^Gesprek")):
        expect(pagina.get_by_role("region", name=naam)).to_be_visible()
    expect(pagina.get_by_role("log", name="Berichten")).to_be_visible()
    namen = re.compile(r"^(Inwoner|U|Digitale assistent|[A-Z].+) \d{1,2}\.\d\d$")
    berichten = pagina.get_by_role("log").get_by_role("article")
    expect(berichten).not_to_have_count(0)
    expect(pagina.get_by_role("log").get_by_role("article", name=namen)).to_have_count(berichten.count())
    zonder_naam = pagina.evaluate(
        "[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]"
        ".filter(v => !v.labels?.length && !v.ariaLabel).map(v => v.outerHTML)"
    )
    assert zonder_naam == []


def test_logging_out_elsewhere_leads_to_the_login(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina("medewerker")
    open_werkplek(server, pagina)
    tweede = pagina.context.new_page()
    tweede.goto(f"{server.url}/werkplek")
    tweede.get_by_role("button", name="Uitloggen").click()
    pagina.evaluate("dispatchEvent(new Event('online'))")
    pagina.wait_for_url(re.compile("/login"))


def _nu() -> Any:
    from opslag.db import now

    return now()
