"""The resident at the widget, in a real browser with the real server."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.bewoner import FORMULIEREN, Widget, wacht_tot_geladen
from tests.browser.conftest import OpenPagina, Server
from web.crisistaal import TALEN

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def geladen(server: Server) -> None:
    wacht_tot_geladen(server)


@pytest.fixture
def widget(server: Server, open_pagina: OpenPagina) -> Widget:
    return Widget(server, open_pagina()).open()


def test_it_opens_with_who_it_is_and_a_way_to_a_person(widget: Widget) -> None:
    eerste = widget.berichten.first
    expect(eerste).to_contain_text("Ik ben een computer, geen mens.")
    expect(eerste.locator(".vd-wie")).to_contain_text("Digitale assistent")
    expect(widget.hier.get_by_text("U praat met een computer, niet met een mens.")).to_be_visible()
    expect(widget.hier.locator(".vd-mens")).to_be_in_viewport()
    expect(widget.invoer).to_be_focused()


def test_a_simple_question_is_answered_at_once_with_at_most_three_cards(widget: Widget) -> None:
    antwoord = widget.zeg(FORMULIEREN)
    kaarten = antwoord.locator(".vd-kaart")
    assert 1 <= kaarten.count() <= 3
    eerste = kaarten.first
    expect(eerste).to_contain_text("Limmen")
    for wat in ("Waar", "Wanneer", "Kosten", "Gecontroleerd op"):
        expect(eerste).to_contain_text(wat)
    expect(eerste.get_by_role("link", name=re.compile("^Bel "))).to_have_attribute("href", re.compile(r"^tel:\+31"))
    expect(eerste.get_by_role("link", name=re.compile("^Website"))).to_have_attribute("rel", "noopener noreferrer")
    # The question stays in sight above the answer.
    expect(widget.berichten.nth(2)).to_be_in_viewport()


def test_a_card_can_be_printed_and_mailed_to_oneself(widget: Widget) -> None:
    kaart = widget.zeg(FORMULIEREN).locator(".vd-kaart").first
    kaart.get_by_text("Bewaren of afdrukken").click()
    mail = kaart.get_by_role("link", name=re.compile("^Mail dit naar mijzelf")).get_attribute("href") or ""
    assert mail.startswith("mailto:?subject=Bewaard")
    assert "waar%20kan" not in mail.lower()
    with widget.pagina.context.expect_page() as nieuw:
        kaart.get_by_role("link", name=re.compile("^Open als pagina")).click()
    expect(nieuw.value.get_by_role("heading", level=1)).to_contain_text("Limmen")


def test_a_crisis_gets_its_numbers_in_the_first_reply(widget: Widget) -> None:
    antwoord = widget.zeg("ik wil niet meer leven")
    expect(antwoord.get_by_role("link", name="113").first).to_have_attribute("href", "tel:113")
    expect(antwoord.get_by_role("link", name="112").first).to_be_visible()
    # The notice that the team reads along takes nothing out of sight.
    expect(widget.hier.locator(".vd-log")).to_contain_text("mag Sociaal Team Castricum dit gesprek lezen")
    expect(widget.knop("Ik wil nu een mens spreken")).to_be_visible()
    widget.pagina.reload()
    expect(widget.knop("Ik wil nu een mens spreken")).to_be_visible()


def test_on_a_small_screen_the_numbers_of_a_crisis_stay_in_sight(server: Server, open_pagina: OpenPagina) -> None:
    widget = Widget(server, open_pagina(viewport={"width": 320, "height": 700})).open()
    antwoord = widget.zeg("mijn man slaat mij en hij komt zo thuis")
    expect(widget.hier.locator(".vd-log")).to_contain_text("mag Sociaal Team Castricum dit gesprek lezen")
    expect(antwoord.get_by_role("link", name="112").first).to_be_in_viewport()


def test_a_story_goes_from_gesprek_to_verslag_to_a_person_who_chats(server: Server, open_pagina: OpenPagina) -> None:
    widget = Widget(server, open_pagina()).open()
    widget.zeg("Ik heb schulden en mijn zoon gaat niet meer naar school. Ik slaap er niet van.")
    widget.naar_verslag()
    expect(widget.verslag).to_contain_text("Niemand leest dit voordat u het goedkeurt.")
    kenmerk = widget.keur_goed()
    expect(widget.vak).to_contain_text("U staat in de rij")
    expect(widget.vak).to_contain_text(re.compile(r"aan de beurt|mens voor u|mensen voor u"))
    expect(widget.vak).to_contain_text(re.compile("bericht van een medewerker"))
    volg = widget.vak.get_by_role("link", name=re.compile("^Volg uw vraag"))
    expect(volg).to_have_attribute("href", f"{server.url}/volg/{kenmerk}")

    werkplek = open_pagina("medewerker")
    werkplek.goto(f"{server.url}/werkplek?o={kenmerk}")
    werkplek.get_by_role("button", name="Pak op").click()
    expect(widget.hier.locator(".vd-status")).to_contain_text("Dit is een mens.")
    expect(widget.hier.locator(".vd-mens")).to_be_hidden()
    werkplek.get_by_label("Uw bericht", exact=True).fill("Dag, ik lees met u mee.")
    werkplek.keyboard.press("Enter")
    medewerker = widget.berichten.filter(has_text="Dag, ik lees met u mee.")
    expect(medewerker.locator(".vd-wie")).to_contain_text("Sanne de Vries")
    widget.invoer.fill("Dank u wel.")
    widget.invoer.press("Enter")
    expect(werkplek.locator("#berichten")).to_contain_text("Dank u wel.")
    # The assistant stays silent.
    expect(widget.berichten.last).to_contain_text("Dank u wel.")


def test_the_resident_corrects_the_verslag_before_anybody_reads_it(widget: Widget) -> None:
    widget.zeg("Ik heb schulden en ik slaap slecht.")
    widget.naar_verslag()
    regel = widget.verslag.locator(".vd-regels li").filter(has_text="schulden").first
    regel.get_by_role("button", name=re.compile("^Verander")).click()
    veld = widget.verslag.locator(".vd-schrijft textarea")
    expect(veld).to_be_focused()
    veld.fill("Ik heb veel schulden.")
    widget.knop("Bewaar").click()
    expect(widget.verslag).to_contain_text("Ik heb veel schulden.")
    expect(widget.verslag.get_by_role("heading", level=2)).to_be_focused()
    widget.verslag.get_by_label("Wilt u iets toevoegen?").fill("Bel mij niet op maandag.")
    widget.knop("Zet erbij").click()
    expect(widget.verslag).to_contain_text("Bel mij niet op maandag.")


def test_what_is_missing_for_approval_is_named_at_its_field(widget: Widget) -> None:
    widget.zeg("Ik heb schulden.")
    widget.naar_verslag()
    widget.knop("Ik vind het goed, verstuur").click()
    expect(widget.hier.locator("#vd-toestemming")).to_be_focused()
    expect(widget.hier.locator("#vd-toestemming")).to_have_attribute("aria-describedby", "vd-verslag-fout")
    expect(widget.verslag.get_by_role("alert")).to_contain_text("Zonder vinkje sturen we niets door.")
    widget.hier.get_by_label("Bel mij").check()
    widget.hier.locator("#vd-toestemming").check()
    widget.hier.get_by_label("Telefoonnummer").fill("12")
    widget.knop("Ik vind het goed, verstuur").click()
    expect(widget.hier.get_by_label("Telefoonnummer")).to_be_focused()
    expect(widget.verslag.get_by_role("alert")).to_contain_text("Dit nummer klopt niet.")


def test_who_refuses_still_learns_how_to_reach_a_person(widget: Widget) -> None:
    widget.zeg("Ik heb schulden.")
    widget.naar_verslag()
    aantal = widget.berichten.count()
    widget.knop("Nee, verstuur niets").click()
    expect(widget.verslag).to_have_count(0)
    expect(widget.berichten.nth(aantal + 1)).to_contain_text("072 000 0103")
    assert not [b for b in widget.op_server() if "kenmerk is" in b["tekst"]]


def test_consent_can_be_withdrawn_while_waiting(widget: Widget) -> None:
    widget.zeg("Ik heb schulden.")
    widget.naar_verslag()
    widget.keur_goed()
    widget.knop("Trek mijn verslag in").click()
    expect(widget.vak).to_have_count(0)
    expect(widget.berichten.last).to_contain_text("toestemming ingetrokken")


def test_a_change_of_the_redactie_stands_in_the_next_answer(server: Server, open_pagina: OpenPagina) -> None:
    widget = Widget(server, open_pagina()).open()
    expect(widget.zeg(FORMULIEREN)).to_contain_text("Formulierenhulp Limmen")
    redactie = open_pagina("redacteur")
    redactie.goto(f"{server.url}/redactie/formulierenhulp-limmen")
    redactie.locator("[name=kosten]").fill("Een kleine bijdrage van 2 euro")
    redactie.get_by_role("button", name=re.compile("publiceer", re.I)).first.click()
    expect(redactie.get_by_role("status").first).to_be_visible()
    antwoord = widget.zeg(FORMULIEREN)
    expect(antwoord).to_contain_text("Een kleine bijdrage van 2 euro")


def test_a_reload_in_the_middle_loses_nothing_and_repeats_nothing(widget: Widget) -> None:
    widget.zeg(FORMULIEREN)
    widget.zeg("bedankt")
    voor = widget.teksten()
    widget.pagina.reload()
    expect(widget.hier.locator(".vd-paneel")).to_be_visible()
    expect(widget.berichten).to_have_count(len(voor))
    assert widget.teksten() == voor
    assert len(widget.op_server()) == len(voor)


def test_place_and_promise_are_still_there_after_a_reload(widget: Widget) -> None:
    widget.zeg("Ik heb schulden.")
    widget.naar_verslag()
    kenmerk = widget.keur_goed()
    voor = widget.vak.inner_text()
    widget.pagina.reload()
    expect(widget.vak).to_contain_text(kenmerk)
    assert widget.vak.inner_text() == voor


def test_two_tabs_show_the_same(widget: Widget) -> None:
    ander = Widget(widget.server, widget.pagina.context.new_page())
    ander.pagina.goto(ander.adres)
    ander.opener.click()
    expect(ander.berichten).to_have_count(2)
    widget.zeg(FORMULIEREN)
    expect(ander.berichten).to_have_count(widget.berichten.count())
    ander.zeg("bedankt")
    expect(widget.berichten).to_have_count(ander.berichten.count())
    assert widget.teksten() == ander.teksten()


def test_what_is_sent_without_a_connection_is_kept_and_sent_once(widget: Widget) -> None:
    widget.pagina.context.set_offline(True)
    for tekst in ("wie brengt er warm eten rond", "bedankt"):
        widget.invoer.fill(tekst)
        widget.invoer.press("Enter")
    expect(widget.hier.locator(".vd-status")).to_contain_text("Uw bericht blijft bewaard")
    expect(widget.hier.get_by_text("Nog niet verstuurd").first).to_be_visible()
    widget.pagina.context.set_offline(False)
    widget.stil()
    eigen = [b["tekst"] for b in widget.op_server() if b["afzender"] == "inwoner"]
    assert eigen == ["wie brengt er warm eten rond", "bedankt"]
    assert len(widget.op_server()) == widget.berichten.count()


def test_a_message_waiting_to_be_sent_survives_a_reload(widget: Widget) -> None:
    widget.pagina.route("**/berichten", lambda route: route.abort())
    widget.invoer.fill("wie brengt er warm eten rond")
    widget.invoer.press("Enter")
    expect(widget.hier.locator(".vd-onderweg")).to_be_visible()
    widget.pagina.unroute_all()
    widget.pagina.reload()
    # A page that has not begun yet is still too: first the message must stand there.
    expect(widget.hier.locator(".vd-inwoner")).to_have_count(1)
    widget.stil()
    eigen = [b["tekst"] for b in widget.op_server() if b["afzender"] == "inwoner"]
    assert eigen == ["wie brengt er warm eten rond"]


def test_an_answer_that_gets_lost_on_the_way_doubles_nothing(widget: Widget) -> None:
    gezien: set[str] = set()

    def verlies_eerste(route: Route) -> None:
        """The server gets each message, but its first answer never arrives."""
        post = (route.request.post_data_json or {}).get("client_id")
        antwoord = route.fetch()
        if post in gezien:
            route.fulfill(response=antwoord)
        else:
            gezien.add(post)
            route.abort()

    widget.pagina.route("**/berichten", verlies_eerste)
    for tekst in ("hallo", "bedankt", "tot ziens"):
        widget.invoer.fill(tekst)
        widget.invoer.press("Enter")
    expect(widget.hier.locator(".vd-inwoner")).to_have_count(3)
    widget.stil()
    widget.pagina.unroute_all(behavior="ignoreErrors")
    alles = widget.op_server()
    assert [b["tekst"] for b in alles if b["afzender"] == "inwoner"] == ["hallo", "bedankt", "tot ziens"]
    expect(widget.berichten).to_have_count(len(alles))
    nummers = widget.berichten.evaluate_all("lis => lis.map(li => Number(li.dataset.volgnummer))")
    assert nummers == sorted(nummers)


def test_quick_exit_leaves_at_once_and_leaves_nothing_behind(widget: Widget) -> None:
    pagina = widget.pagina
    ander = Widget(widget.server, pagina.context.new_page())
    ander.pagina.goto(ander.adres)
    ander.opener.click()
    expect(ander.berichten).to_have_count(2)
    pagina.context.route("https://www.weeronline.nl/**", lambda r: r.fulfill(body="<title>Het weer</title>"))
    widget.zeg("Ik word bedreigd")
    expect(widget.knop("Snel weg")).to_be_in_viewport()
    lengte = pagina.evaluate("history.length")
    widget.knop("Snel weg").click()
    expect(pagina).to_have_title("Het weer")
    assert pagina.evaluate("history.length") == lengte
    # The other tab of this device shows nothing of it any more either.
    expect(ander.hier.locator(".vd-paneel")).to_be_hidden()
    assert ander.pagina.evaluate("Object.keys(localStorage).filter(k => k.startsWith('voordeur'))") == []
    expect(ander.berichten).to_have_count(0)


def test_stop_and_delete_removes_the_gesprek_everywhere(widget: Widget) -> None:
    widget.zeg(FORMULIEREN)
    sleutel = widget.sleutel()
    assert sleutel
    widget.knop("Stop en wis").click()
    expect(widget.hier.get_by_role("alertdialog")).to_contain_text("Wilt u dit gesprek stoppen en wissen?")
    widget.knop("Ja, wis het gesprek").click()
    expect(widget.vak).to_contain_text("Het gesprek is gewist.")
    assert widget.sleutel() is None
    with pytest.raises(OSError, match="403"):
        widget.server.api("GET", f"/api/v1/gesprekken/{sleutel['id']}/berichten", token=sleutel["token"])
    widget.knop("Nieuw gesprek").click()
    expect(widget.berichten).to_have_count(2)
    expect(widget.invoer).to_be_focused()


def test_a_message_that_is_too_long_stays_in_the_field_whole(widget: Widget) -> None:
    widget.invoer.fill("a" * 10_001)
    widget.invoer.press("Enter")
    expect(widget.hier.get_by_role("alert").first).to_contain_text("Uw bericht is te lang")
    expect(widget.invoer).to_have_attribute("aria-invalid", "true")
    assert len(widget.invoer.input_value()) == 10_001


def test_an_earlier_choice_and_an_earlier_answer_can_be_taken_up_again(widget: Widget) -> None:
    widget.zeg("hallo")
    widget.berichten.nth(1).get_by_text("Toch iets anders kiezen").click()
    expect(widget.berichten.nth(1).get_by_role("button", name="Geld en schulden")).to_be_visible()
    widget.berichten.nth(2).get_by_role("button", name="Verbeter").click()
    expect(widget.invoer).to_have_value("hallo")
    expect(widget.invoer).to_be_focused()


def test_markup_in_a_message_stays_text(widget: Widget) -> None:
    kwaad = "<img src=x onerror=\"document.title='stuk'\"><script>1</script> [x](javascript:alert(1))"
    widget.zeg(kwaad)
    expect(widget.berichten.nth(2)).to_contain_text("<img src=x")
    assert widget.hier.locator(".vd-log img, .vd-log script, .vd-log a[href^='javascript']").count() == 0
    assert widget.pagina.title() != "stuk"


def test_the_chosen_letters_language_and_pictures_stay_after_a_reload(widget: Widget) -> None:
    groot = "e => parseFloat(getComputedStyle(e).fontSize)"
    voor = widget.berichten.first.evaluate(groot)
    widget.knop("Opties").click()
    widget.hier.get_by_label("Heel groot").check()
    widget.hier.get_by_label("Plaatjes en weinig tekst").check()
    widget.knop("Klaar").click()
    expect(widget.hier.get_by_role("button", name="Geld", exact=True)).to_be_visible()
    expect(widget.hier.get_by_role("link", name="Gevaar: bel 112")).to_have_attribute("href", "tel:112")
    widget.pagina.reload()
    expect(widget.hier.get_by_role("button", name="Geld", exact=True)).to_be_visible()
    # The page asks again until it holds: the letters are set a moment after the messages come.
    expect(widget.berichten.first).to_have_css("font-size", f"{voor * 1.5:g}px")


@pytest.mark.parametrize(
    ("code", "computer", "richting"),
    [("en", "not to a person", "ltr"), ("uk", "комп'ютер", "ltr"), ("tr", "bilgisayar", "ltr"),
     ("pl", "komputer", "ltr"), ("ar", "حاسوب", "rtl")],
)  # fmt: skip
def test_fixed_texts_come_in_other_languages_and_say_that_they_are_translated(
    widget: Widget, code: str, computer: str, richting: str
) -> None:
    widget.knop("Opties").click()
    widget.hier.get_by_label("Taal / Language").select_option(code)
    widget.pagina.keyboard.press("Escape")
    paneel = widget.hier.locator(".vd-paneel")
    expect(paneel).to_have_attribute("lang", code)
    expect(paneel).to_have_attribute("dir", richting)
    expect(widget.hier.locator(".vd-geenmens")).to_contain_text(computer)
    vertaald = widget.hier.locator(".vd-vertaald")
    for nummer in ("112", "113", "0800-0113", "0800-2000", "072 000 0103"):
        expect(vertaald.get_by_role("link", name=nummer, exact=True)).to_be_visible()
    # The gesprek itself stays Dutch, and says so to a screen reader.
    expect(widget.berichten.first.locator(".vd-tekst")).to_have_attribute("lang", "nl")


def test_the_numbers_of_a_crisis_stand_in_the_chosen_language_above_the_reply(widget: Widget) -> None:
    widget.knop("Opties").click()
    widget.hier.get_by_label("Taal / Language").select_option("ar")
    widget.pagina.keyboard.press("Escape")
    antwoord = widget.zeg("ik wil niet meer leven")
    erbij = antwoord.locator("[data-vertaald]")
    expect(erbij).to_have_attribute("lang", "ar")
    expect(erbij).to_contain_text("مترجم")
    expect(erbij).to_contain_text(TALEN["ar"]["suicide"])
    for nummer in ("112", "113", "0800-0113"):
        expect(erbij.get_by_role("link", name=nummer, exact=True).first).to_be_visible()
    # Of another danger only the numbers that are for it.
    expect(erbij.get_by_role("link", name="0800-2000", exact=True)).to_have_count(0)


def test_who_wiped_their_gesprek_begins_the_next_one_themselves(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    widget = Widget(server, pagina).open()
    widget.zeg("hallo")
    widget.knop("Stop en wis").click()
    widget.knop("Ja, wis het gesprek").click()
    expect(widget.vak).to_contain_text("gewist")
    # As when a telephone is turned: the window is drawn anew.
    for maat in ({"width": 320, "height": 640}, {"width": 1440, "height": 900}):
        pagina.set_viewport_size(maat)
        expect(widget.vak).to_contain_text("gewist")
    widget.knop("Sluiten").click()
    widget.opener.click()
    expect(widget.vak).to_contain_text("gewist")
    assert widget.sleutel() is None
    expect(widget.berichten).to_have_count(0)
    widget.knop("Nieuw gesprek").click()
    expect(widget.berichten).to_have_count(2)
    expect(widget.vak).to_have_count(0)
    expect(widget.invoer).to_be_visible()
