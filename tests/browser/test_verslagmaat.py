"""The longest verslagen are seen whole in the werkplek, on a small laptop too. All 70: tests/browser/verslagmaat.py."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from playwright.sync_api import expect

from bench.getrouwheid import lees_gesprekken
from overdracht import wachtrij
from tests.browser.conftest import OpenPagina, Server
from tests.browser.kijken import als
from tests.browser.test_werkplek import open_werkplek
from tests.browser.verslagmaat import meet, zet_klaar
from tests.overdracht_builders import Verhaal

LANG = {
    "alleenstaande vader met huurachterstand", "mantelzorger met werk en kinderen",
    "veel instanties en niemand heeft de regie", "boodschappen na operatie, alles tegelijk gezegd",
    "kind met beperking en de pgb-wirwar",
}  # fmt: skip


def _rond_af(server: Server, verhalen: Iterable[Verhaal]) -> None:
    for v in verhalen:
        als(server, "Sanne de Vries", lambda s, k, m: wachtrij.finish(s, k, m, uitkomst="geholpen"), v.kenmerk)


@pytest.mark.parametrize("opgepakt", [False, True], ids=["wacht", "opgepakt"])
def test_the_longest_verslagen_are_read_without_scrolling(
    server: Server, open_pagina: OpenPagina, request: pytest.FixtureRequest, opgepakt: bool
) -> None:
    verhalen = {g["naam"]: zet_klaar(server, g, opgepakt=opgepakt) for g in lees_gesprekken() if g["naam"] in LANG}
    assert set(verhalen) == LANG
    # The next who logs in as she does finds nothing that is hers.
    request.addfinalizer(lambda: _rond_af(server, verhalen.values()) if opgepakt else None)
    te_lang = {(naam, maat): over for naam, maat, over in meet(server, open_pagina("medewerker"), verhalen) if over > 0}
    assert te_lang == {}


def test_a_number_says_to_who_hears_it_that_it_is_a_message(
    server: Server, open_pagina: OpenPagina, request: pytest.FixtureRequest
) -> None:
    geval = next(g for g in lees_gesprekken() if g["naam"] in LANG)
    pagina = open_pagina("medewerker")
    verhaal = zet_klaar(server, geval, opgepakt=True)
    request.addfinalizer(lambda: _rond_af(server, [verhaal]))
    open_werkplek(server, pagina, verhaal)
    verslag = pagina.locator("#verslag")
    expect(verslag.get_by_role("link", name="bericht 1", exact=True).first).to_be_visible()
    expect(verslag.get_by_text("Het getal is het bericht.")).to_be_visible()
    assert pagina.evaluate("document.documentElement.scrollHeight <= innerHeight")
