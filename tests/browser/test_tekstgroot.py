"""Text alone enlarged to 200 %, as who sees little sets it, on the narrowest screen: nothing runs off the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPagina, Server
from tests.browser.test_werkplek import maak

pytestmark = pytest.mark.browser

# How far the page is too wide, and what of it runs off; a wide table scrolls in its own box.
_UIT = """() => {
  const breed = document.documentElement.clientWidth;
  const uit = [...document.querySelectorAll("header *, main *")].filter((e) => {
    const r = e.getBoundingClientRect();
    return e.checkVisibility() && r.width > 1 && r.height > 1 && r.right > breed + 1 && !e.closest("table");
  });
  return [document.documentElement.scrollWidth - breed, uit.map((e) => `${e.tagName} ${e.className || e.id}`)];
}"""


@pytest.mark.parametrize(
    ("rol", "paden"),
    [
        ("medewerker", ["/werkplek", "/werkplek?o={kenmerk}", "/wachtwoord"]),
        ("redacteur", ["/redactie", "/redactie/soorten", "/redactie/nieuw"]),
        ("beheerder", ["/beheer", "/beheer/teams", "/beheer/termijnen", "/beheer/audit"]),
    ],
)
def test_with_text_doubled_no_page_of_staff_is_wider_than_a_narrow_screen(
    server: Server, open_pagina: OpenPagina, rol: str, paden: list[str]
) -> None:
    verhaal = maak(server)
    pagina = open_pagina(rol, viewport={"width": 320, "height": 640})
    for pad in paden:
        pagina.goto(server.url + pad.format(kenmerk=verhaal.kenmerk))
        expect(pagina.get_by_role("banner")).to_be_visible()
        pagina.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        assert (pad, *pagina.evaluate(_UIT)) == (pad, 0, [])
