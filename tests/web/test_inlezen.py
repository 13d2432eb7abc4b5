"""Bringing a file in over the web: told row by row first, then done; and taking the kaart out."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData

from opslag.db import Database
from sociale_kaart import edits, hsds, queries
from sociale_kaart.queries import Filter
from sociale_kaart.velden import KOLOMMEN
from sociale_kaart.zicht import ZONDER_GRENS
from tests.sociale_kaart.bouwers import csv_tekst, velden
from tests.sociale_kaart.test_werkblad import maak_werkboek
from tests.web.conftest import Bouwer
from tests.web.stafleden import Client, Staflid
from web import redactie_inlezen
from web.routes import routes_of

ROUTES = tuple(r for naam in ("redactie_lijst", "redactie_inlezen", "redactie", "login") for r in routes_of(naam))


@pytest.fixture
async def client(bouw: Bouwer) -> Client:
    return await bouw(routes=ROUTES)


@pytest.fixture
def rian(client: Client, sqlite_db: Database) -> Staflid:
    return Staflid(client, sqlite_db, "Rian", "redacteur")


async def _klaar() -> None:
    while redactie_inlezen._LOPEND:
        await asyncio.gather(*redactie_inlezen._LOPEND)


async def _stuur(lid: Staflid, inhoud: bytes, naam: str = "kaart.csv", **velden_: str) -> str:
    """Send a file and wait until it was looked at; the address of its page."""
    data = FormData({"csrf": lid.csrf, **velden_})
    data.add_field("bestand", inhoud, filename=naam, content_type="application/octet-stream")
    response = await lid.client.post("/redactie/inlezen", data=data, headers=lid.koppen, allow_redirects=False)
    assert response.status == 303, await response.text()
    await _klaar()
    return str(response.headers["Location"])


def _ids(database: Database, status: str = "") -> list[str]:
    with database.lezen() as session:
        return [v.id for v in queries.find_lijst(session, Filter(status=status), limit=1000)]


async def test_a_file_is_told_row_by_row_and_then_brought_in(rian: Staflid, sqlite_db: Database) -> None:
    with sqlite_db.session_scope() as session:
        for id in ("blijft", "anders", "weg"):
            edits.save_voorziening(session, velden(id=id), wie="anna", versie=None)
    bestand = csv_tekst(velden(id="blijft"), velden(id="anders", kosten="2 euro"), velden(id="nieuw-erbij"))
    adres = await _stuur(rian, bestand.encode(), archiveer_rest="ja")
    tekst = await rian.lees(adres)
    for woorden in ("Nieuw: 1", "Gewijzigd: 1", "Gearchiveerd: 1", "Ongewijzigd: 1", "er is nog niets ingelezen"):
        assert woorden.lower() in tekst.lower()
    rijen = re.findall(r'<td>(.*?)</td><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td>', tekst)
    assert rijen == [
        ("3", "anders", "Gewijzigd", "Kosten"), ("4", "nieuw-erbij", "Nieuw", ""),
        ("niet in bestand", "weg", "Gearchiveerd", ""),
    ]  # fmt: skip
    assert "nieuw-erbij" not in _ids(sqlite_db)
    await rian.doe(adres)
    await _klaar()
    assert "Ingelezen." in await rian.lees(adres)
    assert sorted(_ids(sqlite_db, "gepubliceerd")) == ["anders", "blijft", "nieuw-erbij"]


async def test_one_mistake_means_nothing_comes_in_and_it_is_told_with_its_row(
    rian: Staflid, sqlite_db: Database
) -> None:
    adres = await _stuur(rian, csv_tekst(velden(id="a"), velden(id="b", telefoon="12")).encode())
    tekst = await rian.lees(adres)
    assert "Er is niets ingelezen" in tekst
    assert re.search(r"<td>3</td><td>telefoon</td>", tekst)
    await rian.stuur(adres)
    await _klaar()
    assert _ids(sqlite_db) == []


async def test_a_workbook_and_an_hsds_list_come_in_too(rian: Staflid, sqlite_db: Database, tmp_path: Path) -> None:
    rij = velden(id="uit-excel")
    boek = maak_werkboek(tmp_path, list(KOLOMMEN), [rij[k] for k in KOLOMMEN])
    adres = await _stuur(rian, boek.read_bytes(), "kaart.xlsx")
    await rian.doe(adres)
    await _klaar()
    assert _ids(sqlite_db) == ["uit-excel"]
    with sqlite_db.lezen() as session:
        feed = json.dumps(hsds.services(session, {"full": "true"}, ZONDER_GRENS))
    adres = await _stuur(rian, feed.encode(), "hsds.json")
    assert "Ongewijzigd: 1" in await rian.lees(adres)


async def test_an_import_without_a_file_or_address_is_told(rian: Staflid) -> None:
    response = await rian.stuur("/redactie/inlezen", {"adres": ""})
    assert response.status == 422
    assert "Kies een bestand" in await response.text()


async def test_a_feed_inside_our_own_network_is_not_fetched(rian: Staflid, sqlite_db: Database) -> None:
    adres = await rian.doe("/redactie/inlezen", {"adres": "http://127.0.0.1:8080/hsds/v3/services"})
    await _klaar()
    assert "dit webadres kan niet" in await rian.lees(adres)


async def test_while_it_runs_the_page_tells_how_far_it_is(rian: Staflid) -> None:
    adres = await _stuur(rian, csv_tekst(velden(id="a")).encode())
    inlezing = redactie_inlezen.inlezingen.find(rian.client.app, adres.rsplit("/", 1)[1])  # type: ignore[arg-type]
    assert inlezing is not None
    inlezing.zet(fase="inlezen", nagekeken=30, gedaan=12)
    response = await rian.get(adres)
    tekst = await response.text()
    assert response.headers["Refresh"] == "2"
    assert "12 van 30 rijen gedaan" in tekst
    assert '<progress class="rd-breed" aria-label="Voortgang" value="12" max="30">' in tekst
    # Also before anything can be compared: a large file is checked for minutes.
    inlezing.zet(fase="proef", nagekeken=5250, gedaan=0)
    assert "5250 rijen bekeken" in await rian.lees(adres)


@pytest.mark.parametrize(
    "adres", ["/redactie/inlezen/" + "0" * 24, "/redactie/inlezen/..%2f..%2fetc", "/redactie/uitvoer"]
)
async def test_an_address_that_is_nothing_is_not_found(rian: Staflid, adres: str) -> None:
    assert (await rian.get(adres)).status == 404


@pytest.mark.parametrize("formaat", ["csv", "json", "hsds"])
async def test_the_kaart_goes_out_without_confidential_places(rian: Staflid, sqlite_db: Database, formaat: str) -> None:
    with sqlite_db.session_scope() as session:
        edits.save_voorziening(
            session, velden(id="opvang", vertrouwelijk="ja", adres="Geheimlaan 7"), wie="anna", versie=None
        )
    response = await rian.get(f"/redactie/uitvoer?formaat={formaat}")
    tekst = await response.text()
    assert "attachment" in response.headers["Content-Disposition"]
    assert "Taalhuis Limmen" in tekst
    assert "Geheimlaan" not in tekst


async def test_who_may_not_change_at_once_what_residents_see_may_only_look(
    bouw: Bouwer, settings: Any, sqlite_db: Database
) -> None:
    import dataclasses

    client = await bouw(routes=ROUTES, settings=dataclasses.replace(settings, goedkeuren="beheerder"))
    rian = Staflid(client, sqlite_db, "Rian", "redacteur")
    adres = await _stuur(rian, csv_tekst(velden(id="a")).encode())
    assert "Lees in" not in (await rian.lees(adres)).replace("Lees in</strong>", "")
    assert (await rian.stuur(adres)).status == 403
    assert _ids(sqlite_db) == []
