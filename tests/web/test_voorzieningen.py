"""The public pages of the kaart: readable without script, found by search engines, silent about shelters."""

from __future__ import annotations

import dataclasses
import json
import logging
import re
from xml.etree import ElementTree

import pytest

from opslag.db import Database, now
from settings import Settings
from sociale_kaart import edits
from sociale_kaart.models import hsds_uuid
from tests.sociale_kaart.bouwers import velden
from tests.web.conftest import Bouwer
from tests.web.stafleden import Client
from web.routes import routes_of

ROUTES = tuple(r for naam in ("voorzieningen", "kaart_api", "statisch") for r in routes_of(naam))
# Where a shelter is: in none of what anybody can ask for.
GEHEIM = ("Geheimlaan", "1906 ZZ", "Akersloot", "achter de molen")


@pytest.fixture
async def client(bouw: Bouwer, sqlite_db: Database) -> Client:
    with sqlite_db.session_scope() as session:
        for rij in (
            velden(id="taalhuis", talen="Turks|Arabisch", rolstoel="ja", leeftijd_van="18", naam="Taalhuis </script>"),
            velden(id="geld", naam="Geldhulp", leefgebieden="financien", gemeenten="Heiloo", kernen="",
                   openingstijden="24/7"),
            velden(id="concept", naam="Nog niet", status="concept"),
            velden(id="opvang", naam="De Opvang", vertrouwelijk="ja", adres="Geheimlaan 7", postcode="1906 ZZ",
                   plaats="Akersloot", kernen="Akersloot", route="Loop achter de molen langs",
                   omschrijving="Een veilige plek."),
        ):  # fmt: skip
            edits.save_voorziening(session, rij, wie="anna", versie=None)
    return await bouw(routes=ROUTES)


async def _tekst(client: Client, pad: str, status: int = 200) -> str:
    response = await client.get(pad)
    assert response.status == status
    return await response.text()


async def test_the_overview_is_browsed_by_leefgebied_and_gemeente_without_script(client: Client) -> None:
    alles = await _tekst(client, "/voorzieningen")
    assert "<script" not in alles
    assert "Nog niet" not in alles
    assert "Geldhulp" in await _tekst(client, "/voorzieningen?leefgebied=financien")
    assert "Taalhuis" not in await _tekst(client, "/voorzieningen?leefgebied=financien")
    assert "Taalhuis" not in await _tekst(client, "/voorzieningen?gemeente=heiloo")


async def test_a_search_that_finds_nothing_says_what_can_be_done(client: Client) -> None:
    niets = await _tekst(client, "/voorzieningen?zoek=bestaatnietzo")
    assert "Wij vonden niets." in niets
    assert "0 gevonden" not in niets
    assert 'href="/chat"' in niets


async def test_a_page_tells_for_whom_in_which_language_and_how_to_get_in(client: Client) -> None:
    tekst = await _tekst(client, "/voorzieningen/taalhuis")
    for woorden in ("Vanaf 18 jaar", "Turks, Arabisch", "U kunt hier in met een rolstoel.", "Gecontroleerd op"):
        assert woorden in tekst


async def test_a_page_has_schema_org_data_that_no_text_can_break_out_of(client: Client) -> None:
    tekst = await _tekst(client, "/voorzieningen/taalhuis")
    stuk = re.findall(r'<script type="application/ld\+json">(.*?)</script>', tekst)
    assert len(stuk) == 1
    data = json.loads(stuk[0])
    assert (data["@type"], data["name"]) == ("Service", "Taalhuis </script>")
    assert data["provider"]["address"]["postalCode"] == "1906 AA"
    assert data["hoursAvailable"][0]["dayOfWeek"] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    assert data["availableLanguage"] == ["Turks", "Arabisch"]
    assert '<link rel="canonical" href="http://localhost:8080/voorzieningen/taalhuis">' in tekst


async def test_search_engines_find_every_published_page_and_nothing_of_staff(client: Client) -> None:
    boom = ElementTree.fromstring(await _tekst(client, "/sitemap.xml"))  # noqa: S314  (our own)
    plekken = [e.text for e in boom.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert "http://localhost:8080/voorzieningen/taalhuis" in plekken
    assert not [p for p in plekken if p and "concept" in p]
    robots = await _tekst(client, "/robots.txt")
    assert "Disallow: /redactie" in robots
    assert "Disallow: /voorzieningen" not in robots
    assert "X-Robots-Tag" not in (await client.get("/voorzieningen/taalhuis")).headers


@pytest.mark.parametrize(
    "pad",
    ["/voorzieningen", "/voorzieningen/opvang", "/voorzieningen?zoek=opvang", "/api/v1/voorzieningen",
     "/api/v1/voorzieningen/opvang", "/hsds/v3/services?full=true", "/sitemap.xml"],
)  # fmt: skip
async def test_where_a_shelter_is_stands_in_no_answer_and_no_log(
    client: Client, pad: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        tekst = await _tekst(client, pad)
    assert "opvang" in tekst.lower()
    assert [g for g in GEHEIM if g in tekst or g in caplog.text] == []


@pytest.mark.parametrize("woord", ["Geheimlaan", "1906 ZZ", "molen"])
async def test_a_shelter_is_not_found_by_its_place(client: Client, woord: str) -> None:
    for pad in (f"/api/v1/voorzieningen?zoek={woord}", f"/hsds/v3/services?search={woord}"):
        assert "De Opvang" not in await _tekst(client, pad)
    assert "De Opvang" not in await _tekst(client, f"/voorzieningen?zoek={woord}")


# --- withheld ---------------------------------------------------------------------------------


@pytest.fixture
async def met_grens(bouw: Bouwer, settings: Settings, sqlite_db: Database) -> Client:
    with sqlite_db.session_scope() as session:
        for rij in (
            velden(id="goed", naam="Wel Gezien", laatst_gecontroleerd=""),
            velden(id="oud", naam="Lang Vergeten", laatst_gecontroleerd="2015-01-01"),
            velden(id="weg", naam="Is Gestopt", status="gearchiveerd"),
            velden(id="concept", naam="Nog Geheim Plan", status="concept"),
        ):
            edits.save_voorziening(session, rij, wie="anna", versie=None)
    return await bouw(routes=ROUTES, settings=dataclasses.replace(settings, verberg_na_maanden=12))


@pytest.mark.parametrize(
    "pad",
    ["/voorzieningen", "/voorzieningen?zoek=e", "/voorzieningen?leefgebied=maatschappelijke_participatie",
     "/sitemap.xml", "/api/v1/voorzieningen", "/hsds/v3/services", "/hsds/v3/services?minimal=true",
     "/hsds/v3/services?full=true"],
)  # fmt: skip
async def test_what_is_withheld_stands_in_no_list_that_anybody_can_ask_for(met_grens: Client, pad: str) -> None:
    tekst = await _tekst(met_grens, pad)
    assert "Wel Gezien" in tekst or "/voorzieningen/goed" in tekst
    for woord in ("Lang Vergeten", "Is Gestopt", "Nog Geheim", "/oud", "/weg", "/concept"):
        assert woord not in tekst


@pytest.mark.parametrize(
    ("id", "status", "kop"),
    [("oud", 404, "We laten dit nu niet zien"), ("weg", 410, "Dit staat hier niet meer"),
     ("concept", 404, "Deze pagina kennen we niet"), ("bestaat-niet", 404, "Deze pagina kennen we niet")],
)  # fmt: skip
async def test_a_page_that_is_not_shown_says_what_to_do_and_not_what_it_was(
    met_grens: Client, id: str, status: int, kop: str
) -> None:
    tekst = await _tekst(met_grens, f"/voorzieningen/{id}", status)
    assert kop in tekst
    assert 'href="/voorzieningen"' in tekst
    assert 'href="tel:' in tekst
    for woord in ("Lang Vergeten", "Is Gestopt", "Nog Geheim", "ld+json"):
        assert woord not in tekst
    assert (await met_grens.get(f"/api/v1/voorzieningen/{id}")).status == 404
    assert (await met_grens.get(f"/hsds/v3/services/{hsds_uuid('voorziening', id)}")).status == 404


async def test_what_was_checked_again_is_shown_again(met_grens: Client, sqlite_db: Database) -> None:
    with sqlite_db.session_scope() as session:
        edits.mark_gecontroleerd(session, "oud", now().date(), wie="anna")
    assert "Lang Vergeten" in await _tekst(met_grens, "/voorzieningen/oud")
    assert "Lang Vergeten" in await _tekst(met_grens, "/hsds/v3/services")
