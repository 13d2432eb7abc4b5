"""A bad connection: a thousand forced retries, a night's worth of missed messages, a phone that wakes, two tabs."""

from __future__ import annotations

import json
import re
import uuid

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from gesprek import service as gesprekken
from gesprek.status import OPGEPAKT, WACHTEND
from tests.browser.bewoner import Widget, axe, steekt_uit, wacht_tot_geladen
from tests.browser.conftest import OpenPagina, Server
from tests.browser.test_werkplek import maak

pytestmark = pytest.mark.browser

# Inside the page: some requests never leave, of others the answer never arrives; which is drawn from a fixed seed, so
# that a failure can be repeated. Waiting before a new attempt is shortened, not skipped: the order of timers stays.
WANKEL = """
(() => {
  const echt = window.fetch, wacht = window.setTimeout;
  let zaad = %d;
  const trek = () => (zaad = (zaad * 48271) %% 2147483647) / 2147483647;
  window.mislukt = 0; window.dubbel = 0; window.grens = 0;
  window.setTimeout = (doe, ms, ...meer) => wacht(doe, ms >= 300 && ms < 20000 ? ms / 1000 : ms, ...meer);
  window.fetch = async (adres, opties = {}) => {
    if (opties.method !== "POST" || !String(adres).endsWith("/berichten")) return echt(adres, opties);
    if (window.mislukt >= window.grens) return echt(adres, opties);
    window.mislukt += 1;
    document.documentElement.dataset.mislukt = window.mislukt;
    if (trek() < 0.5) throw new TypeError("weg");
    await echt(adres, opties);
    window.dubbel += 1;
    throw new TypeError("antwoord weg");
  };
})();
"""


# And nothing else tells the page that a message did arrive: no socket, and no fetch while attempts must fail.
DOOF = """
(() => {
  window.WebSocket = class { constructor() { throw new Error("geen socket"); } };
  const wankel = window.fetch;
  window.fetch = async (adres, opties = {}) => {
    if (String(adres).includes("/berichten?na=") && window.mislukt < window.grens) throw new TypeError("weg");
    return wankel(adres, opties);
  };
})();
"""


@pytest.fixture(scope="module", autouse=True)
def geladen(server: Server) -> None:
    wacht_tot_geladen(server)


def _nummers(widget: Widget) -> list[int]:
    nummers: list[int] = widget.berichten.evaluate_all("lis => lis.map(li => Number(li.dataset.volgnummer))")
    return nummers


def _laat_mislukken(pagina: Page, keer: int) -> None:
    """This many attempts more will fail."""
    pagina.evaluate("n => { document.documentElement.dataset.mislukt = window.mislukt = 0; window.grens = n }", keer)


def test_a_thousand_forced_retries_double_nothing_and_lose_nothing(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    pagina.add_init_script(WANKEL % 20261122)
    pagina.add_init_script(DOOF)
    widget = Widget(server, pagina).open()
    gezegd = [f"bericht nummer {i}" for i in range(10)]
    for tekst in gezegd:
        _laat_mislukken(pagina, 100)
        widget.invoer.fill(tekst)
        widget.invoer.press("Enter")
        expect(pagina.locator("html")).to_have_attribute("data-mislukt", "100", timeout=60_000)
        widget.stil()
    # Of each message about fifty attempts did arrive, and only their answer was lost.
    assert pagina.evaluate("window.dubbel") > 400
    alles = widget.op_server()
    assert [b["tekst"] for b in alles if b["afzender"] == "inwoner"] == gezegd
    assert [b["volgnummer"] for b in alles] == list(range(1, len(alles) + 1))
    expect(widget.berichten).to_have_count(len(alles))
    assert _nummers(widget) == [b["volgnummer"] for b in alles]
    assert widget.sleutel() is not None
    assert pagina.evaluate("Object.keys(localStorage).filter(k => k.includes(':uit:'))") == []


def test_two_tabs_that_both_lose_requests_end_up_equal(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    pagina.context.add_init_script(WANKEL % 7)
    widget = Widget(server, pagina).open()
    ander = Widget(server, pagina.context.new_page())
    ander.pagina.goto(ander.adres)
    ander.opener.click()
    expect(ander.berichten).to_have_count(2)
    for tab, wie in ((widget, "een"), (ander, "twee")):
        _laat_mislukken(tab.pagina, 20)
        for i in range(5):
            tab.invoer.fill(f"{wie} {i}")
            tab.invoer.press("Enter")
    for tab in (widget, ander):
        expect(tab.hier.locator(".vd-inwoner:not(.vd-onderweg)")).to_have_count(10, timeout=60_000)
        tab.stil()
    alles = widget.op_server()
    for tab in (widget, ander):
        expect(tab.berichten).to_have_count(len(alles))
        assert _nummers(tab) == [b["volgnummer"] for b in alles]
    eigen = [b["tekst"] for b in alles if b["afzender"] == "inwoner"]
    assert [t for t in eigen if t.startswith("een")] == [f"een {i}" for i in range(5)]
    assert [t for t in eigen if t.startswith("twee")] == [f"twee {i}" for i in range(5)]
    assert widget.teksten() == ander.teksten()


def _van_medewerker(server: Server, gesprek_id: str, teksten: list[str]) -> None:
    """Stored beneath the running server, so that nobody is woken: as good as missed."""
    with server.database.session_scope() as session:
        gesprekken.set_status(session, gesprek_id, WACHTEND)
        gesprekken.set_status(session, gesprek_id, OPGEPAKT)
        for tekst in teksten:
            gesprekken.post_medewerker(
                session, gesprek_id, client_id=str(uuid.uuid4()), naam="Sanne de Vries", tekst=tekst
            )


def test_five_hundred_missed_messages_come_back_in_order_with_the_status(
    server: Server, open_pagina: OpenPagina
) -> None:
    pagina = open_pagina()
    widget = Widget(server, pagina).open()
    sleutel = widget.sleutel()
    assert sleutel
    pagina.context.set_offline(True)
    gemist = [f"gemist {i}" for i in range(500)]
    _van_medewerker(server, sleutel["id"], gemist)
    pagina.evaluate(
        "(() => { const log = document.querySelector('voordeur-chat').shadowRoot.querySelector('.vd-log');"
        "window.addEventListener('online', () => (window.begon = performance.now()), { once: true });"
        "new MutationObserver(() => { if (log.children.length === 502) window.duurde = performance.now()"
        " - window.begon }).observe(log, { childList: true }) })()"
    )
    pagina.context.set_offline(False)
    expect(widget.berichten).to_have_count(502, timeout=10_000)
    assert widget.teksten()[2:] == gemist
    assert _nummers(widget) == list(range(1, 503))
    expect(widget.hier.locator(".vd-status")).to_have_text(re.compile("^Sanne de Vries helpt u nu"))
    expect(widget.berichten.last).to_be_in_viewport()
    # One sentence for all of them, not five hundred.
    gehoord = widget.hier.locator("[aria-live=polite].vd-verborgen p").all_inner_texts()
    assert [zin for zin in gehoord if "gemist" in zin] == []
    assert "500 nieuwe berichten" in gehoord
    print(f"500 missed messages: {pagina.evaluate('window.duurde'):.0f} ms after the connection came back")  # noqa: T201
    assert pagina.evaluate("window.duurde") < 3000


def test_five_hundred_messages_are_there_after_a_reload_too(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    widget = Widget(server, pagina).open()
    sleutel = widget.sleutel()
    assert sleutel
    _van_medewerker(server, sleutel["id"], [f"gemist {i}" for i in range(500)])
    pagina.reload()
    expect(widget.berichten).to_have_count(502)
    assert _nummers(widget) == list(range(1, 503))
    expect(widget.hier.locator(".vd-status")).to_have_text(re.compile("^Sanne de Vries helpt u nu"))
    expect(widget.berichten.last).to_be_in_viewport()


def test_a_phone_that_wakes_is_up_to_date_within_three_seconds(server: Server, open_pagina: OpenPagina) -> None:
    """The socket still looks open, as after sleep, but brings nothing any more."""
    doof = [False]

    def leid_om(ws: WebSocketRoute) -> None:
        naar = ws.connect_to_server()
        naar.on_message(lambda m: None if doof[0] else ws.send(m))
        ws.on_message(lambda m: None if doof[0] else naar.send(m))

    pagina = open_pagina()
    pagina.route_web_socket("**/stroom*", leid_om)
    widget = Widget(server, pagina).open()
    sleutel = widget.sleutel()
    assert sleutel
    doof[0] = True
    _van_medewerker(server, sleutel["id"], ["Bent u daar nog?"])
    # And the dead socket is replaced: what comes now arrives by itself. Deaf until then: one frame that
    # comes through says, rightly, that it lives. Looked out for from the start: it may come before the rest was seen.
    with pagina.expect_websocket(timeout=15_000):
        pagina.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(widget.berichten.filter(has_text="Bent u daar nog?")).to_be_visible(timeout=3000)
        expect(widget.hier.locator(".vd-status")).to_have_text(re.compile("^Sanne de Vries helpt u nu"), timeout=3000)
    doof[0] = False
    verhaal = {"client_id": str(uuid.uuid4()), "tekst": "Ja."}
    server.api("POST", f"/api/v1/gesprekken/{sleutel['id']}/berichten", verhaal, token=sleutel["token"])
    expect(widget.berichten.filter(has_text="Ja.")).to_be_visible()


def test_a_frame_that_was_long_under_way_does_not_bring_an_old_status_back(
    server: Server, open_pagina: OpenPagina
) -> None:
    """What the stream said before the network went can come through after it is back."""
    stromen: list[WebSocketRoute] = []

    def zonder_status(ws: WebSocketRoute) -> None:
        naar = ws.connect_to_server()
        naar.on_message(lambda m: None if json.loads(m)["soort"] == "status" else ws.send(m))
        ws.on_message(naar.send)
        stromen.append(ws)

    pagina = open_pagina()
    pagina.route_web_socket("**/stroom*", zonder_status)
    with pagina.expect_websocket():
        widget = Widget(server, pagina).open()
    sleutel = widget.sleutel()
    assert sleutel
    adres = f"/api/v1/gesprekken/{sleutel['id']}/berichten"
    toen = server.api("GET", adres, token=sleutel["token"])
    _van_medewerker(server, sleutel["id"], ["Bent u daar nog?"])
    pagina.evaluate("window.dispatchEvent(new Event('online'))")
    status = widget.hier.locator(".vd-status")
    expect(status).to_have_text(re.compile("^Sanne de Vries helpt u nu"))
    stromen[-1].send(json.dumps({"soort": "status", "status": toen["status"], "volgnummer": toen["volgnummer"]}))
    # It comes by the same way after the old frame: once it is there, the old one was heard.
    server.api("POST", adres, {"client_id": str(uuid.uuid4()), "tekst": "Ja."}, token=sleutel["token"])
    expect(widget.berichten.filter(has_text="Ja.")).to_be_visible()
    expect(status).to_have_text(re.compile("^Sanne de Vries helpt u nu"))


def test_an_answer_that_was_overtaken_does_not_bring_an_old_status_back(
    server: Server, open_pagina: OpenPagina
) -> None:
    """A fetch asked for before the pick-up arrives after it."""
    verhaal = maak(server)
    pagina = open_pagina()
    sleutel = json.dumps({"id": verhaal.gesprek_id, "token": verhaal.token})
    pagina.add_init_script(f"localStorage.setItem('voordeur:castricum', {json.dumps(sleutel)})")
    widget = Widget(server, pagina)
    pagina.goto(widget.adres)
    widget.opener.click()
    expect(widget.vak).to_contain_text("U staat in de rij")
    vast: list[Route] = []
    antwoorden = []

    def houd_vast(route: Route) -> None:
        antwoorden.append(route.fetch())
        vast.append(route)

    pagina.route("**/berichten?na=*", houd_vast)
    with pagina.expect_request("**/berichten?na=*"):
        pagina.evaluate("window.dispatchEvent(new Event('online'))")
    werkplek = open_pagina("medewerker")
    werkplek.goto(f"{server.url}/werkplek?o={verhaal.kenmerk}")
    werkplek.get_by_role("button", name="Pak op").click()
    status = widget.hier.locator(".vd-status")
    expect(status).to_contain_text("Dit is een mens.")
    assert '"wachtend"' in antwoorden[0].text()
    with pagina.expect_response("**/berichten?na=*"):
        vast[0].fulfill(response=antwoorden[0])
    expect(status).to_contain_text("Dit is een mens.")
    expect(widget.hier.locator(".vd-mens")).to_be_hidden()
    pagina.unroute_all(behavior="ignoreErrors")


@pytest.mark.parametrize(("code", "kop"), [("nl", "kan nu niet beginnen"), ("en", "cannot start right now")])
@pytest.mark.parametrize("status", [503, 429, 403])
def test_a_gesprek_that_cannot_begin_says_so_and_how_to_reach_a_person(
    server: Server, open_pagina: OpenPagina, status: int, code: str, kop: str
) -> None:
    pagina = open_pagina()
    widget = Widget(server, pagina)
    pagina.add_init_script(f"localStorage.setItem('voordeur:voorkeuren', JSON.stringify({{taal: '{code}'}}))")
    pagina.route("**/api/v1/gesprekken", lambda route: route.fulfill(status=status, json={"title": "Storing"}))
    pagina.goto(widget.adres)
    widget.opener.click()
    vak = widget.hier.locator("section.vd-vak", has_text=kop)
    expect(vak).to_be_visible()
    for nummer in ("112", "113", "072 000 0103"):
        expect(vak.get_by_role("link", name=nummer, exact=True)).to_be_visible()
    # No promise about a message: none was typed.
    expect(widget.hier.locator(".vd-status")).to_be_empty()
    assert axe(pagina) == []
    pagina.set_viewport_size({"width": 320, "height": 640})
    assert steekt_uit(pagina) <= 0
    # Not scrolled past by what tries again under it.
    expect(vak.get_by_role("heading")).to_be_in_viewport()
    # Still refused, or the widget itself could begin before the button is pressed.
    with pagina.expect_request("**/api/v1/gesprekken"):
        vak.get_by_role("button").click()
    pagina.unroute_all(behavior="ignoreErrors")
    expect(widget.berichten).to_have_count(2, timeout=30_000)
    expect(vak).to_have_count(0)


def test_what_is_typed_before_the_gesprek_began_is_sent_once_it_does(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    widget = Widget(server, pagina)
    pagina.route("**/api/v1/gesprekken", lambda route: route.abort())
    pagina.goto(widget.adres)
    widget.opener.click()
    vak = widget.hier.locator("section.vd-vak")
    expect(vak).to_be_visible()
    widget.invoer.fill("Ik heb schulden.")
    widget.invoer.press("Enter")
    with pagina.expect_request("**/api/v1/gesprekken"):
        vak.get_by_role("button").click()
    pagina.unroute_all(behavior="ignoreErrors")
    expect(widget.hier.locator(".vd-inwoner")).to_have_count(1, timeout=30_000)
    expect(widget.hier.locator(".vd-onderweg")).to_have_count(0, timeout=30_000)
    expect(vak).to_have_count(0)
