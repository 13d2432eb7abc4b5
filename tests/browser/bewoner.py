"""The resident's side in a browser: the widget on a page, and axe over whatever stands there."""

from __future__ import annotations

import re
import time
from functools import cache
from typing import Any

from playwright.sync_api import Locator, Page, expect

from settings import ROOT
from tests.browser.conftest import Server

# Buttons that bring the breed gesprek to its end, in the order in which they are looked for.
_VERDER = ("Liever meteen een mens", "Het is zo genoeg", "Stop met vragen", "Sla deze vraag over", "Castricum")
FORMULIEREN = "Waar kan ik in Limmen terecht voor hulp met formulieren?"


class Widget:
    """The widget on the demo page, as a resident uses it."""

    def __init__(self, server: Server, pagina: Page, gemeente: str = "castricum") -> None:
        self.server = server
        self.pagina = pagina
        self.adres = f"{server.url}/?gemeente={gemeente}"
        self.hier = pagina.locator("voordeur-chat")
        self.opener = self.hier.locator(".vd-opener")
        self.invoer = self.hier.locator("#vd-invoer")
        self.berichten = self.hier.locator(".vd-log > li")
        self.verslag = self.hier.locator(".vd-verslag")
        self.vak = self.hier.locator(".vd-vak")

    def knop(self, naam: str) -> Locator:
        return self.hier.get_by_role("button", name=naam, exact=True)

    def open(self) -> Widget:
        self.pagina.goto(self.adres)
        self.opener.click()
        expect(self.berichten).to_have_count(2)
        return self

    def stil(self) -> None:
        """Wait until everything sent is answered."""
        expect(self.hier.locator(".vd-onderweg")).to_have_count(0, timeout=30_000)
        expect(self.hier.locator(".vd-bezig")).to_be_hidden(timeout=30_000)

    def zeg(self, tekst: str) -> Locator:
        """Say it, and give the first message of the answer."""
        aantal = self.berichten.count()
        self.invoer.fill(tekst)
        self.invoer.press("Enter")
        antwoord = self.berichten.nth(aantal + 1)
        expect(antwoord).to_be_visible(timeout=30_000)
        self.stil()
        return antwoord

    def zeg_tegen_mens(self, tekst: str) -> None:
        """Say it while a person answers, or will: there comes no answer at once."""
        self.invoer.fill(tekst)
        self.invoer.press("Enter")
        expect(self.berichten.filter(has_text=tekst)).to_have_count(1)
        expect(self.hier.locator(".vd-onderweg")).to_have_count(0, timeout=30_000)

    def naar_verslag(self) -> None:
        """Ask for a person and answer as little as possible until the verslag is there."""
        self.hier.locator(".vd-mens").click()
        for _ in range(8):
            self.stil()
            if self.verslag.is_visible():
                break
            self._verder()
        expect(self.verslag).to_be_visible()

    def _verder(self) -> None:
        knoppen = self.berichten.last.locator(":scope > .vd-knoppen button")
        for naam in _VERDER:
            if (knop := knoppen.filter(has_text=re.compile(f"^{naam}$"))).count():
                knop.click()
                return
        self.zeg("Ik woon in Castricum en heb schulden.")

    def keur_goed(self, naam: str = "Jan Jansen") -> str:
        """Approve the verslag; the kenmerk."""
        self.hier.get_by_label("Uw naam (mag leeg blijven)").fill(naam)
        self.hier.locator("#vd-toestemming").check()
        self.knop("Ik vind het goed, verstuur").click()
        kenmerk = self.vak.locator(".vd-kenmerk dd").first
        expect(kenmerk).to_have_text(re.compile(r"^VD-"))
        return kenmerk.inner_text()

    def teksten(self) -> list[str]:
        return self.hier.locator(".vd-log .vd-tekst").all_inner_texts()

    def sleutel(self, gemeente: str = "castricum") -> dict[str, str] | None:
        """What this device keeps of the gesprek."""
        data: dict[str, str] | None = self.pagina.evaluate(f"JSON.parse(localStorage.getItem('voordeur:{gemeente}'))")
        return data

    def op_server(self) -> list[dict[str, Any]]:
        """The messages as the server has them."""
        sleutel = self.sleutel()
        assert sleutel is not None
        pad = f"/api/v1/gesprekken/{sleutel['id']}/berichten"
        return list(self.server.api("GET", pad, token=sleutel["token"])["berichten"])


def wacht_tot_geladen(server: Server) -> None:
    """Until the assistant answers, or it is certain that there is none: then the emergency answers do."""
    tot = time.monotonic() + 300
    while server.onderdelen().get("assistent") == "laadt" and time.monotonic() < tot:
        time.sleep(0.5)


@cache
def _axe() -> str:
    return (ROOT / "web/widget/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def axe(pagina: Page) -> list[str]:
    """What axe finds on the page as it stands, shadow roots included: rule, and where."""
    # Half a megabyte of script: once for each page is enough.
    if not pagina.evaluate("Boolean(window.axe)"):
        pagina.evaluate(_axe())
    regels = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']"
    uitslag = pagina.evaluate(f"axe.run(document, {{runOnly: {regels}, resultTypes: ['violations']}})")
    return [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in uitslag["violations"] for n in v["nodes"]]


def steekt_uit(pagina: Page) -> int:
    """How many pixels the page is wider than the window (WCAG 1.4.10)."""
    breedte: int = pagina.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return breedte
