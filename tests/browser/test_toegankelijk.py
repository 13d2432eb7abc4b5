"""WCAG 2.2 AA in the browser: keyboard alone, a screen reader's ear, zoom, spacing and colours. Axe: test_staten.py."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bewoner import FORMULIEREN, Widget, steekt_uit, wacht_tot_geladen
from tests.browser.conftest import OpenPagina, Server

pytestmark = pytest.mark.browser
MATEN = [(1440, 900), (320, 640)]


@pytest.fixture(scope="module", autouse=True)
def geladen(server: Server) -> None:
    wacht_tot_geladen(server)


def venster(maat: tuple[int, int]) -> dict[str, dict[str, int]]:
    return {"viewport": {"width": maat[0], "height": maat[1]}}


def focus(pagina: Page) -> str:
    """The name of what has the focus, inside the widget too."""
    return str(
        pagina.evaluate(
            "(() => { let e = document.activeElement; while (e && e.shadowRoot) e = e.shadowRoot.activeElement;"
            " return e ? (e.getAttribute('aria-label') || e.textContent || e.id || e.tagName).trim() : '' })()"
        )
    )


def tab_naar(pagina: Page, naam: str, toets: str = "Tab") -> None:
    for _ in range(40):
        if focus(pagina) == naam:
            return
        pagina.keyboard.press(toets)
    pytest.fail(f"{naam} is niet met Tab te bereiken")


def test_everything_goes_by_keyboard_alone(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    widget = Widget(server, pagina)
    pagina.goto(widget.adres)
    expect(widget.opener).to_be_visible()
    tab_naar(pagina, "Stel uw vraag", "Shift+Tab")
    pagina.keyboard.press("Enter")
    expect(widget.berichten).to_have_count(2)
    expect(widget.invoer).to_be_focused()
    pagina.keyboard.type("Ik heb schulden.")
    pagina.keyboard.press("Enter")
    expect(widget.berichten.nth(3)).to_be_visible()
    widget.stil()
    tab_naar(pagina, "Ik wil een mens spreken")
    pagina.keyboard.press("Enter")
    # Pressed, it leaves the focus where one goes on typing, never nowhere.
    widget.stil()
    assert focus(pagina) != "BODY"
    pagina.keyboard.press("Escape")
    expect(widget.hier.locator(".vd-paneel")).to_be_hidden()
    expect(widget.opener).to_be_focused()
    pagina.keyboard.press("Enter")
    tab_naar(pagina, "Stop en wis")
    pagina.keyboard.press("Enter")
    assert focus(pagina) == "Gesprek stoppen en wissen"
    pagina.keyboard.press("Escape")
    expect(widget.invoer).to_be_focused()


def test_on_a_small_screen_the_focus_stays_in_the_window(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina(**venster(MATEN[1]))
    widget = Widget(server, pagina).open()
    for _ in range(25):
        pagina.keyboard.press("Tab")
        buiten = pagina.evaluate("document.activeElement.tagName")
        assert buiten in ("VOORDEUR-CHAT", "BODY")
    pagina.keyboard.press("Escape")
    expect(widget.opener).to_be_focused()


def test_a_screen_reader_hears_each_new_message_once(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina()
    widget = Widget(server, pagina).open()
    verteld = widget.hier.locator(".vd-paneel [aria-live=polite].vd-verborgen p")
    expect(verteld.filter(has_text="Welkom")).to_have_count(1)
    pagina.evaluate(
        "window.gehoord = []; new MutationObserver(l => l.forEach(m => m.addedNodes.forEach(n => "
        "window.gehoord.push(n.textContent)))).observe(document.querySelector('voordeur-chat').shadowRoot"
        ".querySelector('.vd-paneel [aria-live=polite].vd-verborgen'), {childList: true})"
    )
    widget.zeg(FORMULIEREN)
    expect(verteld.filter(has_text="U ziet")).to_have_count(1)
    gehoord = pagina.evaluate("window.gehoord")
    aantal = sum(1 for b in widget.op_server() if b["volgnummer"] > 2 and b["afzender"] != "inwoner")
    assert len(gehoord) == aantal
    assert gehoord[0].startswith("Digitale assistent zegt: ")
    assert re.search(r"U ziet \d plek", gehoord[0])
    # Options, another language and back: drawn again, not said again.
    widget.knop("Opties").click()
    widget.hier.get_by_label("Plaatjes en weinig tekst").check()
    widget.knop("Klaar").click()
    assert len(pagina.evaluate("window.gehoord")) == aantal
    assert widget.hier.locator(".vd-log[aria-live], .vd-log[role=log]").count() == 0


def test_at_400_percent_nothing_covers_anything(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina(**venster((320, 256)))
    widget = Widget(server, pagina).open()
    widget.zeg(FORMULIEREN)
    assert steekt_uit(pagina) <= 0
    for element in (widget.invoer, widget.hier.locator(".vd-mens"), widget.hier.locator(".vd-kaart a").first):
        element.scroll_into_view_if_needed()
        bovenop = element.evaluate(
            "e => { const r = e.getBoundingClientRect(); const t = e.getRootNode().elementFromPoint("
            "r.left + r.width / 2, r.top + r.height / 2); return e === t || e.contains(t) }"
        )
        assert bovenop


def test_text_spacing_cuts_nothing_off(server: Server, open_pagina: OpenPagina) -> None:
    """WCAG 1.4.12, with the widget's own sheet extended as a user style sheet would."""
    pagina = open_pagina(**venster(MATEN[1]))
    widget = Widget(server, pagina).open()
    widget.zeg(FORMULIEREN)
    pagina.evaluate(
        "const r = document.querySelector('voordeur-chat').shadowRoot, s = new CSSStyleSheet();"
        "s.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em"
        " !important } p { margin-block-end: 2em !important }'); r.adoptedStyleSheets = [...r.adoptedStyleSheets, s]"
    )
    afgesneden = widget.hier.locator(".vd-paneel").evaluate(
        "e => [...e.querySelectorAll('button, a, h2, h3, p, dd, dt, label, summary')].filter(x => x.offsetParent"
        " && !x.closest('.vd-verborgen') && (x.scrollWidth > x.clientWidth + 1"
        " && getComputedStyle(x).display !== 'inline'"
        " || x.getBoundingClientRect().right > innerWidth + 1)).map(x => x.textContent)"
    )
    assert afgesneden == []


def test_touch_targets_are_large_enough(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina(**venster(MATEN[1]), has_touch=True)
    widget = Widget(server, pagina).open()
    widget.zeg(FORMULIEREN)
    te_klein = widget.hier.locator(".vd-paneel").evaluate(
        "e => [...e.querySelectorAll('button, summary, input, select, textarea, .vd-weg')].filter(x => x.offsetParent)"
        ".filter(x => x.getBoundingClientRect().height < 24 || x.getBoundingClientRect().width < 24)"
        ".map(x => x.outerHTML)"
    )
    assert te_klein == []
    for naam in ("Stuur", "Snel weg", "Ik wil een mens spreken", "Stop en wis", "Sluiten"):
        doos = widget.knop(naam).last.bounding_box()
        assert doos is not None
        assert doos["height"] >= 43.5


def test_forced_colours_and_reduced_motion_leave_everything_usable(server: Server, open_pagina: OpenPagina) -> None:
    pagina = open_pagina(forced_colors="active", reduced_motion="reduce")
    widget = Widget(server, pagina).open()
    widget.zeg(FORMULIEREN)
    rand = "e => getComputedStyle(e).borderTopStyle"
    for deel in (".vd-paneel", ".vd-tekst", ".vd-kaart", ".vd-snelweg", ".vd-mens"):
        assert widget.hier.locator(deel).first.evaluate(rand) == "solid"
    bewegend = widget.hier.locator(".vd-paneel").evaluate(
        "e => [...e.querySelectorAll('*')].filter(x => getComputedStyle(x).animationName !== 'none').length"
    )
    assert bewegend == 0
