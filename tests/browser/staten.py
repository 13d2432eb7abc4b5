"""Judging one state of a page as WCAG 2.2 AA asks: axe wide and narrow, zoom, text spacing, forced colours, motion.

    oog = Oog(pagina); oog.kijk("welkom"); … ; oog.klaar()

Everything is done to the page as it stands, without loading it again, so that each state is reached once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from tests.browser.bewoner import axe, steekt_uit

BREED, SMAL, ZOOM = (1440, 900), (320, 640), (320, 256)
# WCAG 1.4.12, also inside the widget's shadow root.
_RUIM = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }
"""
_ZET_RUIM = """css => {
  const blad = new CSSStyleSheet(); blad.replaceSync(css);
  window.ruim = [document, ...[...document.querySelectorAll('*')].map(e => e.shadowRoot).filter(Boolean)];
  window.ruim.forEach(r => (r.adoptedStyleSheets = [...r.adoptedStyleSheets, blad]));
}"""
_WEG_RUIM = "() => window.ruim.forEach(r => (r.adoptedStyleSheets = [...r.adoptedStyleSheets].slice(0, -1)))"
# What is cut off (hidden overflow with more in it) or stands past the edge, among what can be seen and read.
_AFGESNEDEN = """() => {
  const wortels = [document, ...[...document.querySelectorAll('*')].map(e => e.shadowRoot).filter(Boolean)];
  const alle = wortels.flatMap(r => [...r.querySelectorAll(
    'button, a, h1, h2, h3, p, dd, dt, label, legend, summary, th, td, li')]);
  const weg = e => { for (let k = e; k; k = k.parentElement || (k.getRootNode() || {}).host) {
    if (k.nodeType === 1 && k.matches('.vd-verborgen, .vd-naar-inhoud')) return true; }
    return false; };
  const rolt = e => { for (let k = e.parentElement; k; k = k.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(k).overflowX) && k !== document.documentElement && k !== document.body
        && k.scrollWidth > k.clientWidth) return true; } return false; };
  return alle.filter(e => e.getClientRects().length && !weg(e) && getComputedStyle(e).clipPath === 'none').filter(e => {
    const s = getComputedStyle(e);
    if (s.clip !== 'auto' || s.position === 'absolute' && e.getBoundingClientRect().width < 2) return false;
    const dicht = /hidden|clip/.test(s.overflowX + s.overflowY);
    if (dicht && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)) return true;
    return e.getBoundingClientRect().right > innerWidth + 1 && !rolt(e);
  }).map(e => e.outerHTML.slice(0, 120));
}"""
# A telephone number that goes on behind the end of a line is hard to read and to copy.
_GEBROKEN = """() => {
  const wortels = [document, ...[...document.querySelectorAll('*')].map(e => e.shadowRoot).filter(Boolean)];
  return wortels.flatMap(r => [...r.querySelectorAll('a[href^="tel:"]')])
    .filter(e => getComputedStyle(e).display === 'inline' && e.getClientRects().length > 1)
    .map(e => e.outerHTML.slice(0, 120));
}"""
# In forced colours backgrounds go: a button is only a button by its border or its underline.
_ZONDER_RAND = """() => {
  const wortels = [document, ...[...document.querySelectorAll('*')].map(e => e.shadowRoot).filter(Boolean)];
  return wortels.flatMap(r => [...r.querySelectorAll(
    'button, input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea, a.vd-knop, a.utrecht-button')])
    .filter(e => e.getClientRects().length).filter(e => {
      const s = getComputedStyle(e);
      const rand = ['Top', 'Bottom'].some(
        k => s['border' + k + 'Style'] !== 'none' && parseFloat(s['border' + k + 'Width']) > 0);
      return !rand && !s.textDecorationLine.includes('underline') && s.outlineStyle === 'none';
    }).map(e => e.outerHTML.slice(0, 120));
}"""
_BEWEEGT = """() => {
  const wortels = [document, ...[...document.querySelectorAll('*')].map(e => e.shadowRoot).filter(Boolean)];
  return wortels.flatMap(r => r.getAnimations ? r.getAnimations() : [])
    .map(a => a.animationName || a.transitionProperty);
}"""


@dataclass
class Oog:
    """Looks at states of one page and remembers what is wrong; `script` false for a page without JavaScript."""

    pagina: Page
    script: bool = True
    tabel: list[tuple[str, dict[str, int]]] = field(default_factory=list)
    fouten: list[str] = field(default_factory=list)

    def kijk(self, staat: str) -> None:
        """Judge the state in which the page is now."""
        eerst = self.pagina.viewport_size
        gevonden: dict[str, list[Any]] = {}
        self._maat(BREED)
        gevonden["axe breed"] = axe(self.pagina)
        self._maat(SMAL)
        gevonden["axe smal"] = axe(self.pagina)
        gevonden["past smal"] = self._uit()
        gevonden["nummer"] = self.pagina.evaluate(_GEBROKEN)
        self.pagina.evaluate(_ZET_RUIM, _RUIM)
        gevonden["ruim"] = [*self._uit(), *self.pagina.evaluate(_AFGESNEDEN)]
        self.pagina.evaluate(_WEG_RUIM)
        self._maat(ZOOM)
        gevonden["zoom"] = [*self._uit(), *self.pagina.evaluate(_AFGESNEDEN)]
        self.pagina.emulate_media(forced_colors="active", reduced_motion="reduce")
        gevonden["kleuren"] = self.pagina.evaluate(_ZONDER_RAND)
        gevonden["beweging"] = self.pagina.evaluate(_BEWEEGT)
        self.pagina.emulate_media(forced_colors="none", reduced_motion="no-preference")
        if eerst:
            self._maat((eerst["width"], eerst["height"]))
        self.tabel.append((staat, {wat: len(lijst) for wat, lijst in gevonden.items()}))
        self.fouten += [f"{staat}, {wat}: {een}" for wat, lijst in gevonden.items() for een in lijst]

    def _maat(self, maat: tuple[int, int]) -> None:
        self.pagina.set_viewport_size({"width": maat[0], "height": maat[1]})

    def _uit(self) -> list[str]:
        uit = steekt_uit(self.pagina)
        return [f"{uit} px te breed"] if uit > 0 else []

    def klaar(self) -> None:
        """Print the table of states and findings; fail when there is one."""
        for staat, aantallen in self.tabel:
            print(f"| {staat} | {' | '.join(str(n) for n in aantallen.values())} |")  # noqa: T201
        assert self.fouten == [], "\n".join(self.fouten)
