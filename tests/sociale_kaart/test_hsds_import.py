"""Services of other systems come in, and what we give out comes back unchanged."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from kalender.openingstijden import DAGEN, parse_openingstijden
from opslag.db import Database
from sociale_kaart import edits, exports, hsds_lezen, hsds_vorm, links_feed, queries, voorbeeld
from sociale_kaart.hsds_lezen import schedules_als_tekst, uren_set
from sociale_kaart.imports import ImportUitslag, import_file
from sociale_kaart.links_feed import FeedFout, fetch_feed
from sociale_kaart.models import Voorziening
from sociale_kaart.zicht import ZONDER_GRENS
from tests.sociale_kaart.bouwers import schrijf, velden
from tests.sociale_kaart.test_links import Namen
from werkgebied import Werkgebied

FREMD: dict[str, Any] = {
    "id": "0b6a1f0e-6d0b-4f5e-9a55-2f6a4a3f7c10",
    "name": "Leesclub Heiloo",
    "description": "Samen lezen en praten over boeken. Koffie staat klaar.",
    "status": "active",
    "url": "https://www.example.nl/leesclub",
    "email": "lezen@example.nl",
    "fees_description": "Gratis",
    "minimum_age": 18,
    "assured_date": "2026-10-01",
    "organization": {"id": "1b6a1f0e-6d0b-4f5e-9a55-2f6a4a3f7c10", "name": "Bibliotheek", "description": "x"},
    "phones": [{"id": "2b6a1f0e-6d0b-4f5e-9a55-2f6a4a3f7c10", "number": "072 000 0401"}],
    "service_areas": [{"id": "x", "name": "Heiloo"}],
    "languages": [{"id": "y", "name": "Turks"}],
    "schedules": [
        {"id": "z", "freq": "WEEKLY", "byday": "MO,WE", "opens_at": "10:00", "closes_at": "12:00"},
        {"id": "q", "freq": "MONTHLY", "byday": "1SA", "opens_at": "13:00:00Z", "closes_at": "15:00"},
    ],
    "service_at_locations": [
        {"id": "s", "location": {"addresses": [
            {"address_1": "Westerweg 250", "postal_code": "1852 AR", "city": "Heiloo", "country": "NL"}]}}
    ],
}  # fmt: skip


def _lees_in(database: Database, map: Path, gebied: Werkgebied, data: Any, **opties: Any) -> ImportUitslag:
    pad = schrijf(map, json.dumps(data), "hsds.json")
    with database.session_scope() as session:
        return import_file(session, pad, werkgebied=gebied, **opties)


def _een(database: Database, id: str) -> Voorziening:
    with database.lezen() as session:
        gevonden = queries.get_voorziening(session, id)
        assert gevonden is not None
        return gevonden


@pytest.mark.parametrize("vorm", ["envelop", "lijst", "een"])
def test_a_service_of_another_system_becomes_an_entry(
    database: Database, tmp_path: Path, gebied: Werkgebied, vorm: str
) -> None:
    data = {"envelop": {"contents": [FREMD], "last_page": True}, "lijst": [FREMD], "een": FREMD}[vorm]
    uitslag = _lees_in(database, tmp_path, gebied, data)
    assert (uitslag.nieuw, uitslag.fouten) == (1, [])
    v = _een(database, FREMD["id"])
    assert (v.naam, v.organisatie, v.telefoon, v.plaats) == ("Leesclub Heiloo", "Bibliotheek", "072 000 0401", "Heiloo")
    assert (v.gemeenten, v.kernen, v.talen, v.leeftijd_van) == (["Heiloo"], [], ["Turks"], 18)
    assert v.openingstijden == "ma,wo 10:00-12:00; 1e za 13:00-15:00"
    assert (v.laatst_gecontroleerd, v.status) == (dt.date(2026, 10, 1), "gepubliceerd")
    assert v.leefgebieden
    assert _lees_in(database, tmp_path, gebied, data).ongewijzigd == 1


def test_what_residents_may_not_be_shown_yet_comes_in_as_a_concept(
    sqlite_db: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    kaal = {"id": "a-1", "name": "Iets", "status": "active"}
    elders = FREMD | {"id": "a-2", "service_areas": [{"name": "Groningen"}]}
    weg = FREMD | {"id": "a-3", "status": "defunct"}
    assert _lees_in(sqlite_db, tmp_path, gebied, [kaal, elders, weg]).nieuw == 3
    assert [_een(sqlite_db, i).status for i in ("a-1", "a-2", "a-3")] == ["concept", "concept", "gearchiveerd"]


def test_a_wrong_number_of_another_system_is_told_and_nothing_comes_in(
    sqlite_db: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    uitslag = _lees_in(sqlite_db, tmp_path, gebied, [FREMD, FREMD | {"id": "b", "phones": [{"number": "+1 555"}]}])
    assert [(f.rij, f.kolom) for f in uitslag.fouten] == [(2, "telefoon")]
    with sqlite_db.lezen() as session:
        assert queries.is_empty(session)


def test_the_whole_example_goes_out_as_hsds_and_comes_back_without_changing_anything(
    database: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    with database.session_scope() as session:
        voorbeeld.load(session, werkgebied=gebied)
        feed = json.loads("".join(exports.export_hsds(session, ZONDER_GRENS)))
    uitslag = _lees_in(database, tmp_path, gebied, feed)
    assert uitslag.fouten == []
    assert [(r.id, r.velden) for r in uitslag.rijen if r.wat != "ongewijzigd"] == []
    assert uitslag.ongewijzigd > 160


def test_the_example_comes_into_an_empty_kaart_with_its_place_hours_and_subject(
    sqlite_db: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    with sqlite_db.session_scope() as session:
        edits.save_voorziening(session, velden(), wie="anna", versie=None)
        feed = json.loads("".join(exports.export_hsds(session, ZONDER_GRENS)))
        session.delete(queries.get_voorziening(session, "taalhuis-limmen"))
    _lees_in(sqlite_db, tmp_path, gebied, feed)
    v = _een(sqlite_db, feed["contents"][0]["id"])
    for naam in ("naam", "adres", "postcode", "telefoon", "kosten", "doelgroep", "toegang"):
        assert getattr(v, naam) == velden()[naam]
    assert (v.gemeenten, v.kernen, v.leefgebieden) == (["Castricum"], ["Limmen"], ["maatschappelijke_participatie"])
    assert uren_set(parse_openingstijden(v.openingstijden)) == uren_set(
        parse_openingstijden(velden()["openingstijden"])
    )


# --- hours, whatever they are ---------------------------------------------------------------------

_TIJD = st.integers(0, 47).map(lambda h: f"{h // 2:02d}:{h % 2 * 30:02d}")
_BLOK = st.tuples(_TIJD, _TIJD).filter(lambda p: p[0] != p[1]).map("-".join)
_DAGEN_ = st.lists(st.sampled_from(DAGEN), min_size=1, max_size=7, unique=True).map(",".join)
_WANNEER = st.sampled_from(["", "", "1e ", "2e,4e ", "laatste ", "even ", "oneven "])
_REGEL = st.builds(lambda w, d, b: f"{w}{d} {','.join(b)}", _WANNEER, _DAGEN_, st.lists(_BLOK, min_size=1, max_size=3))


@settings(max_examples=150, deadline=None)
@given(st.lists(_REGEL, max_size=4).map("; ".join))
def test_whatever_hours_an_entry_has_they_come_back_through_hsds_as_the_same_hours(tekst: str) -> None:
    uren = parse_openingstijden(tekst)
    roosters = json.loads(json.dumps(hsds_vorm._roosters("a", uren)))
    terug = schedules_als_tekst(roosters)
    assert uren_set(parse_openingstijden(terug)) == uren_set(uren)
    assert hsds_lezen.is_zelfde("openingstijden", tekst, terug)


_NAMEN = [
    "byday", "opens_at", "closes_at", "name", "location", "addresses", "phones", "number", "schedules", "attributes",
    "service_at_locations", "organization", "service_areas", "taxonomy_term",
]  # fmt: skip
_IETS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda deel: st.lists(deel, max_size=3) | st.dictionaries(st.sampled_from(_NAMEN), deel, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(_IETS)
def test_whatever_another_system_sends_reading_it_never_breaks(data: Any) -> None:
    dienst = {"id": "a", "name": "b", **(data if isinstance(data, dict) else {"schedules": data, "phones": data})}
    gelezen = hsds_lezen.velden_van_service(dienst, None)
    assert gelezen["status"] in ("concept", "gepubliceerd", "gearchiveerd")


# --- fetching a feed ------------------------------------------------------------------------------


async def _haal(aiohttp_server: Any, map: Path, antwoord: Any) -> list[dict[str, Any]]:
    app = web.Application()
    app.router.add_get("/services", antwoord)
    server = await aiohttp_server(app)
    from sociale_kaart.links import OpenbareResolver, make_client

    resolver = OpenbareResolver(lambda ip: ip == "127.0.0.1", Namen(server.port, ander="127.0.0.1"))
    async with make_client(resolver) as client:
        await fetch_feed("http://ander.example.nl/services", map / "feed.json", client=client)
    inhoud: list[dict[str, Any]] = json.loads((map / "feed.json").read_text())["contents"]
    return inhoud


async def test_all_pages_of_a_feed_are_fetched(aiohttp_server: Any, tmp_path: Path) -> None:
    async def pagina(request: web.Request) -> web.Response:
        n = int(request.query["page"])
        return web.json_response({"contents": [FREMD | {"id": f"p{n}"}], "last_page": n == 3})

    assert [s["id"] for s in await _haal(aiohttp_server, tmp_path, pagina)] == ["p1", "p2", "p3"]


@pytest.mark.parametrize("wat", ["html", "fout", "groot", "omleiding"])
async def test_what_is_no_feed_is_refused_in_plain_dutch(
    aiohttp_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wat: str
) -> None:
    monkeypatch.setattr(links_feed, "_MEESTE_BYTES", 1000)

    async def pagina(request: web.Request) -> web.Response:
        if wat == "omleiding":
            return web.Response(status=302, headers={"Location": "http://binnen.example.nl/"})
        tekst = {"html": "<html>", "fout": "{}", "groot": json.dumps({"contents": ["x" * 5000]})}[wat]
        return web.Response(text=tekst, status=500 if wat == "fout" else 200)

    with pytest.raises(FeedFout, match=r"adres|groot"):
        await _haal(aiohttp_server, tmp_path, pagina)
