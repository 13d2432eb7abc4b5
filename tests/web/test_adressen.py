"""What people type goes into no address: an address stays in the history of a browser and in logs of others.

Read from the templates themselves, so that a new form that sends free text with GET is noticed.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from opslag.db import Database
from tests.web.conftest import Bouwer
from tests.web.stafleden import Client, Staflid
from web.routes import routes_of

SJABLONEN = Path(__file__).parents[2] / "web" / "templates"
# Each field with free text that may stand in an address, with why.
MAG = {
    ("redactie/lijst.html", "zoek"): "words of our own kaart, in a list with filters that colleagues send each other",
    ("redactie/soorten.html", "zoek"): "the name of a kind, and only while no question is being tried",
    ("voorzieningen.html", "zoek"): "the public list: kept, shared and found back; who asks is not known",
}  # fmt: skip
ROUTES = tuple(
    route
    for naam in ("redactie_soorten", "redactie_woorden", "beheer", "werkplek", "login")
    for route in routes_of(naam)
)
_VRIJ = {"", "text", "search", "email", "tel", "url", "password", "date"}


class Lezer(HTMLParser):
    """The fields with free text of every form that sends with GET."""

    def __init__(self) -> None:
        super().__init__()
        self.get, self.vrij = False, set[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        velden = {naam: waarde or "" for naam, waarde in attrs}
        if tag == "form":
            self.get = velden.get("method", "get").lower() == "get"
        if self.get and (tag == "textarea" or (tag == "input" and velden.get("type", "") in _VRIJ)):
            self.vrij.add(velden.get("name", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.get = False


def _vrije_velden() -> set[tuple[str, str]]:
    uit = set()
    for pad in sorted(SJABLONEN.rglob("*.html")):
        lezer = Lezer()
        # Of a form that is opened in two ways the second counts, the way that leaves more to see.
        lezer.feed(re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", pad.read_text(encoding="utf-8"), flags=re.DOTALL))
        uit |= {(str(pad.relative_to(SJABLONEN)), naam) for naam in lezer.vrij}
    return uit


def test_a_form_with_free_text_is_not_sent_in_an_address_unless_there_is_a_reason() -> None:
    assert _vrije_velden() == set(MAG)


def test_no_link_carries_what_was_typed_in_a_form() -> None:
    for pad in SJABLONEN.rglob("*.html"):
        tekst = pad.read_text(encoding="utf-8")
        for adres in re.findall(r'(?:href|action)="([^"]*)"', tekst):
            assert not re.search(r"\{\{\s*(?:vraag|tekst|gezocht)\s*\|\s*urlencode", adres), f"{pad.name}: {adres}"


@pytest.mark.parametrize(
    ("pad", "rol", "velden"),
    [
        ("/redactie/soortenproef", "redacteur", {"vraag": "hij slaat mij"}),
        ("/redactie/woorden/proef", "redacteur", {"vraag": "hij slaat mij"}),
        ("/beheer/audit", "beheerder", {"kenmerk": "Sanne de Vries"}),
        ("/werkplek/zoeken", "medewerker", {"zoek": "hij slaat mij"}),
    ],
)
async def test_it_is_tried_with_a_form_of_this_session(
    bouw: Bouwer, sqlite_db: Database, pad: str, rol: str, velden: dict[str, str]
) -> None:
    client: Client = await bouw(routes=ROUTES)
    wie = Staflid(client, sqlite_db, "Rian van de Redactie", rol)
    response = await wie.stuur(pad, velden)
    assert response.status == 200
    assert next(iter(velden.values())).lower() in (await response.text()).lower()
    assert (await wie.stuur(pad, {**velden, "csrf": "van een ander"})).status == 403
