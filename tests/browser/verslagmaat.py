"""How much of each written-out verslag is seen at once in the werkplek: `python -m tests.browser.verslagmaat`.

Seen at once: from the top down to what was consented to, which is the last that is read, without scrolling. What a
medewerker does next (correct the triage, take along, write a note) stands below it. With `--opgepakt` the medewerker
holds it, and the gesprek was shared. Add names of gesprekken to measure only those, with pictures in var/verslagmaat.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from bench.getrouwheid import bouw, lees_gesprekken
from overdracht import queries, staf, wachtrij
from settings import ROOT
from tests.browser.bewoner import wacht_tot_geladen
from tests.browser.conftest import Server, chromium, draai, profielen_in
from tests.overdracht_builders import Verhaal, keur_goed

MATEN = ((1440, 900), (1920, 1080))
CONTACT = {"naam": "A. Jansen", "telefoon": "072 000 0199", "email": "a.jansen@example.nl", "voorkeur": "chat"}
# What the file of the gesprek says of it; the rest of the verslag is of the overdracht itself.
DELEN = ("hulpvraag", "urgentie", "leefgebieden", "al_geprobeerd", "betrokken", "huishouden", "wens",
         "getoonde_voorzieningen", "namens", "zwaarte", "reden_overdracht", "kern", "gemeente")  # fmt: skip
# How many pixels of what is read lie below what is seen.
_TEKORT = """() => {
  const vak = document.querySelector("#verslag"), eind = vak.querySelector(".vd-w-bewijs");
  vak.scrollTop = 0;
  return Math.round(eind.getBoundingClientRect().bottom - vak.getBoundingClientRect().bottom);
}"""


def zet_klaar(server: Server, geval: dict[str, Any], *, opgepakt: bool = False) -> Verhaal:
    """An overdracht that waits or is held, with the verslag of this gesprek."""
    gemaakt, _ = bouw(geval)
    with server.database.session_scope() as session:
        verhaal = keur_goed(session, server.werkgebied, contact=CONTACT, met_gesprek=opgepakt)
        overdracht = queries.get_overdracht(session, verhaal.kenmerk)
        assert overdracht is not None
        overdracht.verslag = {**(overdracht.verslag or {}), **{d: gemaakt[d] for d in DELEN if d in gemaakt}}
        overdracht.zwaarte = gemaakt["zwaarte"]
        overdracht.kern, overdracht.leefgebieden = gemaakt["kern"], [g["code"] for g in gemaakt["leefgebieden"]]
        if opgepakt:
            wie = staf.find_by_naam(session, "Sanne de Vries")
            assert wie is not None
            wachtrij.claim_overdracht(session, verhaal.kenmerk, wie)
        return verhaal


def meet(server: Server, pagina: Page, verhalen: dict[str, Verhaal]) -> Iterator[tuple[str, tuple[int, int], int]]:
    """Of each verslag at each size: the name, the size, and how many pixels one must scroll (0 or less: none)."""
    for naam, verhaal in verhalen.items():
        pagina.goto(f"{server.url}/werkplek?o={verhaal.kenmerk}")
        for breedte, hoogte in MATEN:
            pagina.set_viewport_size({"width": breedte, "height": hoogte})
            yield naam, (breedte, hoogte), int(pagina.evaluate(_TEKORT))


def main(namen: Sequence[str]) -> None:
    """Print how many fit at each size, and by how much the others do not; pictures of the named ones."""
    opgepakt, namen = "--opgepakt" in namen, [n for n in namen if n != "--opgepakt"]
    uit = ROOT / "var/verslagmaat"
    map_ = Path(tempfile.mkdtemp(prefix="verslagmaat-"))
    tekort: dict[tuple[int, int], dict[str, int]] = {m: {} for m in MATEN}
    try:
        with draai(map_) as server, chromium() as browser, profielen_in(server, browser, []) as open_pagina:
            wacht_tot_geladen(server)
            gekozen = [g for g in lees_gesprekken() if not namen or g["naam"] in namen]
            verhalen = {g["naam"]: zet_klaar(server, g, opgepakt=opgepakt) for g in gekozen}
            pagina = open_pagina("medewerker")
            for naam, maat, pixels in meet(server, pagina, verhalen):
                tekort[maat][naam] = pixels
                if naam in namen:
                    uit.mkdir(parents=True, exist_ok=True)
                    pagina.screenshot(path=uit / f"{naam.replace(' ', '-')[:60]}-{maat[0]}.png")
    finally:
        shutil.rmtree(map_, ignore_errors=True)
    for (breedte, hoogte), gemeten in tekort.items():
        past = sum(p <= 0 for p in gemeten.values())
        print(f"{breedte}x{hoogte}: {past} of {len(gemeten)} seen at once")  # noqa: T201
        for naam, pixels in sorted(gemeten.items(), key=lambda n: -n[1]):
            if pixels > -40:
                print(f"  {pixels:5d} px  {naam}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
