"""The states of the pages of staff: werkplek, redactie and beheer. See wandelingen.py."""

from __future__ import annotations

import datetime as dt

from playwright.sync_api import Page, expect

from overdracht import wachtrij
from tests.browser.conftest import OpenPagina, Server
from tests.browser.kijken import Kijker, Kijkt, Wandeling, als
from tests.browser.test_werkplek import inwoner_zegt, maak, open_werkplek
from tests.overdracht_builders import in_crisis


def werkplek(server: Server, open_pagina: OpenPagina, kijker: Kijkt) -> None:
    """What a medewerker sees."""
    verhaal, crisis = maak(server), maak(server, in_crisis)
    pagina = open_pagina("medewerker")
    oog = kijker(pagina)
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
    for deel in ("d-verloop", "d-afronden", "d-doorzetten", "d-meer", "d-andere"):
        pagina.locator(f"#{deel} > summary").click()
        oog.kijk(f"werkplek: {deel} open")
        pagina.locator(f"#{deel} > summary").click()
    pagina.get_by_label("Sociale kaart", exact=True).fill("hulp met formulieren")
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#treffers li").first).to_be_visible()
    oog.kijk("werkplek: zoeken in de kaart")
    buur = maak(server)
    open_werkplek(server, pagina, verhaal)
    pagina.get_by_role("button", name=f"Zet ernaast: {buur.kenmerk}").click()
    expect(pagina.get_by_role("region", name=f"Verslag {buur.kenmerk}")).to_be_visible()
    pagina.locator("#gesprek-2").get_by_role("button", name="Pak op").click()
    expect(pagina.locator("#tekst-2")).to_be_focused()
    inwoner_zegt(server, verhaal, "Bent u er nog?")
    expect(pagina.locator("#gesprek").get_by_text("ongelezen")).to_have_count(1)
    oog.kijk("werkplek: naast elkaar")
    pagina.get_by_role("button", name="Sneltoetsen").click()
    oog.kijk("werkplek: sneltoetsen")
    pagina.get_by_role("button", name="Sluit", exact=True).click()
    pagina.goto(f"{server.url}/wachtwoord")
    oog.kijk("wachtwoord kiezen")
    oog.klaar()


def redactie(server: Server, open_pagina: OpenPagina, kijker: Kijkt) -> None:
    """What a redacteur sees."""
    pagina = open_pagina("redacteur")
    oog = kijker(pagina)
    for adres in (
        "/redactie",
        "/redactie/nieuw",
        "/redactie/formulierenhulp-limmen",
        "/redactie/woorden",
        "/redactie/soorten",
        "/redactie/soorten/taalcafe",
        "/redactie/inlezen",
    ):
        pagina.goto(server.url + adres)
        oog.kijk(adres)
    pagina.goto(f"{server.url}/redactie/nieuw")
    pagina.locator("form[method=post] button[type=submit], form[method=post] button:not([type])").last.click()
    expect(pagina.get_by_role("alert").first).to_be_visible()
    oog.kijk("/redactie/nieuw: met fouten")
    oog.klaar()


def beheer(server: Server, open_pagina: OpenPagina, kijker: Kijkt) -> None:
    """What a beheerder sees."""
    verhaal = maak(server)
    als(server, "Karim Bakker", lambda s, k, m: wachtrij.claim_overdracht(s, k, m), verhaal.kenmerk)
    maak(server)
    pagina = open_pagina("beheerder")
    oog = kijker(pagina)
    for deel in (
        "",
        "/accounts",
        "/cijfers",
        "/teams",
        "/termijnen",
        "/bewaren",
        "/routering",
        "/snelantwoorden",
        "/instellingen",
        "/uitpost",
        "/audit",
    ):
        pagina.goto(f"{server.url}/beheer{deel}")
        oog.kijk(f"/beheer{deel}")
    _stel_termijn_in(pagina, oog, server.url)
    _maak_route(pagina, oog, server.url)
    _verander_team(pagina, oog, server.url)
    _bewaar_korter(pagina, oog, server.url)
    oog.klaar()


def _stel_termijn_in(pagina: Page, oog: Kijker, url: str) -> None:
    """A term that cannot be kept, and one that is."""
    pagina.goto(f"{url}/beheer/termijnen?stap=eerste_contact&zwaarte=multicomplex#formulier")
    pagina.get_by_label("Hoe lang").fill("nul")
    pagina.get_by_label("Soort 1").fill("Zweefvliegen")
    pagina.get_by_role("button", name="Bewaar").click()
    pagina.get_by_text("De termijn is nog niet bewaard.").wait_for()
    oog.kijk("/beheer/termijnen: met fouten")
    pagina.get_by_label("Hoe lang").fill("6")
    pagina.get_by_label("Soort 1").fill("Formulierenhulp")
    pagina.get_by_role("button", name="Bewaar").click()
    pagina.get_by_text("De termijn is gemaakt.").wait_for()
    oog.kijk("/beheer/termijnen: ingesteld")
    # The next who walks here begins as this one did.
    pagina.get_by_role("button", name="Haal weg").click()
    pagina.get_by_text("De termijn is weg.").wait_for()


def _maak_route(pagina: Page, oog: Kijker, url: str) -> None:
    """A rule that cannot be made, and one that is made and tried out."""
    pagina.goto(f"{url}/beheer/routering")
    pagina.get_by_label("Naam van de regel").fill("Spoed en geld naar de procesregisseur")
    pagina.get_by_label("Multicomplex").check()
    pagina.get_by_label("Talen, met komma").fill("Klingon")
    pagina.get_by_label("Dan naar").select_option("rol:procesregisseur")
    pagina.get_by_role("button", name="Maak regel").click()
    pagina.get_by_role("alert").wait_for()
    oog.kijk("/beheer/routering: met fouten")
    pagina.get_by_label("Talen, met komma").fill("Pools, Arabisch")
    pagina.get_by_role("button", name="Maak regel").click()
    pagina.get_by_text("De regel is gemaakt").wait_for()
    pagina.get_by_role("link", name="Probeer uit").click()
    oog.kijk("/beheer/routering: proef")
    # The next who walks here begins as this one did.
    pagina.get_by_role("button", name="Haal weg").click()
    pagina.get_by_text("De regel is weg.").wait_for()


def _verander_team(pagina: Page, oog: Kijker, url: str) -> None:
    """A team that cannot be kept, one of which is asked what is to become of its promises, and the way back."""
    pagina.goto(f"{url}/beheer/teams/heiloo")
    oog.kijk("/beheer/teams/heiloo")
    maandag = pagina.get_by_role("group", name="Wanneer het team open is, maandag")
    maandag.get_by_role("button", name="Blok erbij op maandag").click()
    expect(maandag.get_by_label("maandag, blok 2, van")).to_be_focused()
    maandag.get_by_label("maandag, blok 2, van").fill("soms")
    pagina.get_by_role("group", name="Periode 1").get_by_label("Laatste dag").fill("24-12-2026")
    _bewaar(pagina)
    pagina.get_by_text("Het team is nog niet bewaard.").wait_for()
    oog.kijk("/beheer/teams/heiloo: met fouten")
    maandag.get_by_label("maandag, blok 2, van").fill("")
    pagina.get_by_role("group", name="Periode 1").get_by_label("Laatste dag").fill("")
    pagina.get_by_role("button", name="Schrijf deze tijden als tekst bij wanneer het team open is").click()
    expect(pagina.get_by_label("Wanneer het team open is")).to_be_focused()
    oog.kijk("/beheer/teams/heiloo: als tekst")
    pagina.get_by_label("Wanneer het team open is").fill("ma-vr 09:00-17:00; 1e za 10:00-12:00")
    pagina.get_by_label("Waarom u dit verandert").fill("Nieuwe tijden")
    pagina.get_by_label("Waarom u dit verandert").focus()
    # Enter keeps it: it presses none of the buttons that only change the form.
    pagina.keyboard.press("Enter")
    pagina.get_by_text("Het team is bewaard.").wait_for()
    oog.kijk("/beheer/teams: ingesteld")
    # The next who walks here begins as this one did.
    pagina.goto(f"{url}/beheer/teams/heiloo")
    pagina.get_by_label("Ja, laat het bestand weer gelden").check()
    oog.kijk("/beheer/teams/heiloo: terug")
    pagina.get_by_role("button", name="Zet terug").click()
    pagina.get_by_text("Het team staat weer zoals in het bestand.").wait_for()
    # Who waits here was promised a first contact on a day that now closes; nothing is changed.
    pagina.goto(f"{url}/beheer/teams/castricum")
    morgen = dt.datetime.now(dt.UTC).date()
    periode = pagina.get_by_role("group", name="Periode 1")
    periode.get_by_label("Eerste dag").fill(f"{morgen:%d-%m-%Y}")
    periode.get_by_label("Laatste dag").fill(f"{morgen + dt.timedelta(days=14):%d-%m-%Y}")
    periode.get_by_label("Waarom").fill("Verbouwing")
    _bewaar(pagina)
    pagina.get_by_text("Er is al iets beloofd").wait_for()
    oog.kijk("/beheer/teams/castricum: beloften")


def _bewaar(pagina: Page) -> None:
    pagina.get_by_role("button", name="Bewaar", exact=True).click()


def _bewaar_korter(pagina: Page, oog: Kijker, url: str) -> None:
    """A term that cannot be, and one of which is told what it would do; nothing is changed."""
    pagina.goto(f"{url}/beheer/bewaren")
    gesprek = pagina.get_by_role("region", name="Gesprek zonder vraag aan het team")
    gesprek.get_by_label("Aantal dagen").fill("nul")
    gesprek.get_by_role("button", name="Bewaar").click()
    pagina.get_by_text("Dit is nog niet bewaard.").wait_for()
    oog.kijk("/beheer/bewaren: met fouten")
    gesprek.get_by_label("Aantal dagen").fill("7")
    gesprek.get_by_label("Waarom").fill("Korter is genoeg")
    gesprek.get_by_role("button", name="Bewaar").click()
    pagina.get_by_text("dit is nog niet gedaan.").wait_for()
    oog.kijk("/beheer/bewaren: weet u het zeker")


VAN_DE_STAF: dict[str, Wandeling] = {"werkplek": werkplek, "redactie": redactie, "beheer": beheer}
