"""Pictures of every state of every page, to be looked at: `python -m tests.browser.schermen [wandeling …]`.

Starts a server of its own and walks through wandelingen.py in two themes. The pictures come in
var/schermen/<thema>/<state>-<width>.png and, to see many at once, in var/schermen/overzicht.
Nothing is judged here: that is up to who looks.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Route

from settings import ROOT
from tests.browser.bewoner import wacht_tot_geladen
from tests.browser.conftest import chromium, draai, profielen_in
from tests.browser.wandelingen import WANDELINGEN

UIT = ROOT / "var/schermen"
MATEN = ((320, 640), (768, 1024), (1440, 900))
# The second theme is that of another gemeente, given to the one in which the walks take place.
THEMAS = {"blauw": "", "groen": "heiloo"}
# Past this height a picture is cut: what comes is more of the same.
MAX_HOOGTE = 4000
# How high the narrow window must be to show all of the widget, which scrolls inside itself.
_LANG = """() => {
  const p = document.querySelector('voordeur-chat')?.shadowRoot?.querySelector('.vd-paneel[open]');
  if (!p) return 0;
  const binnen = [...p.querySelectorAll('.vd-midden, .vd-opties')].filter(e => e.getClientRects().length);
  return innerHeight + Math.max(0, ...[p, ...binnen].map(m => m.scrollHeight - m.clientHeight));
}"""


@dataclass
class Fotograaf:
    """Takes a picture of each state at each width, in one theme."""

    pagina: Page
    thema: str
    gemaakt: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        if gemeente := THEMAS[self.thema]:
            self.pagina.context.route(
                re.compile(r"/huisstijl/castricum\.(json|css)$"), lambda route: _met_kleuren_van(route, gemeente)
            )

    def kijk(self, staat: str) -> None:
        """Take the pictures of the state in which the page is now."""
        eerst = self.pagina.viewport_size
        naam = re.sub(r"\W+", "-", staat).strip("-").lower() or "voorpagina"
        for breedte, hoogte in MATEN:
            self._foto(naam, breedte, hoogte)
        lang = self.pagina.evaluate(_LANG)
        if lang > MATEN[0][1]:
            self._foto(f"{naam}-lang", MATEN[0][0], min(lang, MAX_HOOGTE))
        if eerst:
            self.pagina.set_viewport_size(eerst)

    def klaar(self) -> None:
        """Nothing: the pictures are there."""

    def _foto(self, naam: str, breedte: int, hoogte: int) -> None:
        self.pagina.set_viewport_size({"width": breedte, "height": hoogte})
        pad = UIT / self.thema / f"{naam}-{breedte}.png"
        pad.parent.mkdir(parents=True, exist_ok=True)
        venster = self.pagina.locator("voordeur-chat .vd-paneel[open]").count() > 0
        self.pagina.screenshot(path=pad, full_page=not venster, animations="disabled")
        self.gemaakt.append(pad)


def _met_kleuren_van(route: Route, gemeente: str) -> None:
    """The same gemeente in the colours of another."""
    ander = route.fetch(url=route.request.url.replace("castricum", gemeente))
    if not route.request.url.endswith(".json"):
        return route.fulfill(response=ander)
    eigen = route.fetch().json()
    return route.fulfill(
        body=json.dumps(eigen | {"kleuren": ander.json().get("kleuren", {})}), content_type="application/json"
    )


def overzicht(browser: Browser, naam: str, fotos: Sequence[Path]) -> None:
    """One picture with many beside each other, each with its name."""
    pagina = browser.new_page(viewport={"width": 1800, "height": 1000})
    breed = 480 if naam.endswith("1440") else 320
    cellen = "".join(f"<figure><figcaption>{f.stem}</figcaption><img src='{f.as_uri()}'></figure>" for f in fotos)
    blad = UIT / "overzicht" / f"{naam}.html"
    blad.parent.mkdir(parents=True, exist_ok=True)
    stijl = (
        "body{display:flex;flex-wrap:wrap;gap:12px;align-items:start;font:13px sans-serif;background:#999}"
        f"figure{{margin:0}}img{{max-width:{breed}px;max-height:1000px}}"
    )
    blad.write_text(f"<meta charset=utf-8><style>{stijl}</style>{cellen}", encoding="utf-8")
    pagina.goto(blad.as_uri())
    pagina.screenshot(path=blad.with_suffix(".png"), full_page=True)
    pagina.close()


def main(namen: Sequence[str]) -> None:
    """Walk the walks with these names, or all of them, in each theme."""
    gekozen = {n: w for n, w in WANDELINGEN.items() if not namen or n in namen}
    map_ = Path(tempfile.mkdtemp(prefix="schermen-"))
    try:
        with draai(map_) as server, chromium() as browser:
            wacht_tot_geladen(server)
            for thema in THEMAS:
                for naam, wandeling in gekozen.items():
                    gemaakt: list[Path] = []
                    with profielen_in(server, browser, []) as open_pagina:
                        wandeling(server, open_pagina, lambda p, t=thema, g=gemaakt: Fotograaf(p, t, g))  # type: ignore[misc]
                    for breedte, _ in MATEN:
                        fotos = [f for f in gemaakt if f.stem.endswith(f"-{breedte}")]
                        overzicht(browser, f"{naam}-{thema}-{breedte}", fotos)
                    print(f"{naam} ({thema}): {len(gemaakt)} schermen in {UIT}")  # noqa: T201
    finally:
        shutil.rmtree(map_, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
