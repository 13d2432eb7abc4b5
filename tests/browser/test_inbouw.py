"""The widget on the website of a gemeente: strict policies, frameworks that render again, a service that is away."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Page, expect

from settings import ROOT
from tests.browser.bewoner import Widget
from tests.browser.conftest import OpenPagina, Server

pytestmark = pytest.mark.browser
GAST = "http://gemeente.test/"


def bezoek(server: Server, pagina: Page, *, css: str = "", attributen: str = "", voor: str = "") -> Widget:
    """A page of another website with the script tag, under the strictest policy that the manual gives."""
    ws = server.url.replace("http", "ws", 1)
    csp = (
        f"default-src 'none'; script-src {server.url} 'nonce-gast'; connect-src {server.url} {ws}; "
        "style-src 'nonce-gast'; require-trusted-types-for 'script'"
    )
    html = f"""<!doctype html><html lang="nl"><title>Gemeente</title><style nonce="gast">{css}</style><body>
      <main id="app"><h1>Welkom</h1></main><script nonce="gast">window.voor = Object.keys(window);{voor}</script>
      <script src="{server.url}/widget.js" data-gemeente="castricum" async {attributen}></script>"""
    kop = {"Content-Security-Policy": csp, "Content-Type": "text/html; charset=utf-8"}
    pagina.route(GAST, lambda r: r.fulfill(body=html, headers=kop))
    widget = Widget(server, pagina)
    pagina.goto(GAST)
    return widget


def test_it_works_under_a_strict_policy_and_leaves_no_global_names(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    verzoeken: list[str] = []
    pagina.on("request", lambda r: verzoeken.append(r.url))
    widget = bezoek(server, pagina)
    widget.opener.click()
    expect(widget.berichten).to_have_count(2)
    assert widget.hier.locator(".vd-paneel").evaluate("e => getComputedStyle(e).position") == "fixed"
    nieuw = pagina.evaluate("Object.keys(window).filter(k => !window.voor.includes(k) && k !== 'voor')")
    assert nieuw == []
    assert {v.split("/")[2] for v in verzoeken} <= {"gemeente.test", server.url.split("/")[2]}


def test_the_styles_of_the_host_stay_outside(server: Server, open_pagina: OpenPagina) -> None:
    css = "html{font-size:62.5%} *{font-family:fantasy!important;color:red;line-height:3} button{display:none}"
    gewoon, raar = Widget(server, open_pagina()).open(), bezoek(server, open_pagina(), css=css)
    raar.opener.click()
    expect(raar.berichten).to_have_count(2)
    maat = (
        "e => { const s = getComputedStyle(e); "
        "return [s.fontSize, s.lineHeight, s.color, s.fontFamily, e.getBoundingClientRect().height] }"
    )
    for deel in (".vd-kop h2", ".vd-tekst", ".vd-mens"):
        assert raar.hier.locator(deel).first.evaluate(maat) == gewoon.hier.locator(deel).first.evaluate(maat)


def test_it_survives_a_host_that_renders_its_body_again(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    widget = bezoek(server, pagina)
    widget.opener.click()
    widget.zeg("hallo")
    aantal = widget.berichten.count()
    pagina.evaluate("document.body.replaceChildren(document.createElement('main'))")
    expect(widget.hier.locator(".vd-paneel")).to_be_visible()
    expect(widget.berichten).to_have_count(aantal)
    widget.zeg("bedankt")
    pagina.evaluate("e => e.remove()", widget.hier.element_handle())
    expect(widget.hier).to_have_count(1)
    widget.zeg("tot ziens")
    # Only once each, also after coming and going.
    eigen = [b["tekst"] for b in widget.op_server() if b["afzender"] == "inwoner"]
    assert eigen == ["hallo", "bedankt", "tot ziens"]


def test_the_button_stays_away_while_the_service_is_down(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    pagina.clock.install()
    pagina.route("**/healthz", lambda r: r.abort())
    widget = bezoek(server, pagina)
    expect(pagina.get_by_role("heading", name="Welkom")).to_be_visible()
    pagina.wait_for_load_state("networkidle")
    expect(widget.hier).to_have_count(0)
    pagina.unroute("**/healthz")
    pagina.clock.fast_forward(61_000)
    expect(widget.opener).to_be_visible()


def test_the_gemeente_s_own_colours_reach_the_widget(server: Server, open_pagina: OpenPagina) -> None:
    widget = Widget(server, open_pagina(), gemeente="heiloo")
    widget.pagina.goto(widget.adres)
    kleur = "e => getComputedStyle(e).backgroundColor"
    expect(widget.opener).to_be_visible()
    assert widget.opener.evaluate(kleur) == "rgb(44, 106, 53)"


def test_the_script_is_smaller_than_60_kb_and_comes_compressed(server: Server, open_pagina: OpenPagina) -> None:
    bestand = ROOT / "web/static/dist/widget.js"
    assert len(gzip.compress(bestand.read_bytes(), 9)) < 60_000
    pagina = open_pagina()
    with pagina.expect_response("**/widget.js") as antwoord:
        pagina.goto(f"{server.url}/")
    assert antwoord.value.header_value("content-encoding") == "gzip"
