"""What the product tells about itself: degraded modes by name, figures without words, and its own description."""

from __future__ import annotations

import dataclasses
import logging
import re
import time
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from jsonschema import Draft202012Validator

from opslag.db import Database
from settings import Settings
from tests.web.builders import Inwoner, NepAssistent, maak_medewerker, nieuwe_inwoner
from tests.web.conftest import Bouwer
from web.logboek import JsonRegels
from web.metingen import Metingen
from web.openapi import beschrijf, is_api
from web.routes import all_routes
from web.velden import BESCHRIJVING

WOORD = "appelmoesgeheim"


async def test_ready_with_everything_says_what_is_switched_off(client: TestClient[Any, Any]) -> None:
    response = await client.get("/readyz")
    data = await response.json()
    assert (response.status, data["status"]) == (200, "goed")
    assert data["onderdelen"]["redis"] == "uit"
    assert data["onderdelen"]["database"] == "goed"


async def test_without_the_assistant_it_is_limited_but_ready(bouw: Bouwer) -> None:
    client = await bouw(assistent=NepAssistent(klaar=False))
    response = await client.get("/readyz")
    data = await response.json()
    assert (response.status, data["status"], data["beperkt"]) == (200, "beperkt", ["assistent"])
    assert data["onderdelen"]["assistent"] == "laadt"


async def test_without_a_database_it_is_not_ready_and_still_alive(bouw: Bouwer, sqlite_db: Database) -> None:
    class Weg(Database):
        def lezen(self) -> Any:
            raise ConnectionError

    client = await bouw(database=Weg(sqlite_db.engine))
    assert (await client.get("/readyz")).status == 503
    assert (await client.get("/healthz")).status == 200


async def test_redis_that_is_away_is_named(bouw: Bouwer, settings: Settings) -> None:
    client = await bouw(settings=dataclasses.replace(settings, redis_url="redis://127.0.0.1:1/0"))
    assert (await (await client.get("/readyz")).json())["onderdelen"]["redis"] == "weg"
    assert (await (await nieuwe_inwoner(client)).zeg("hallo"))["antwoorden"]


async def test_figures_name_routes_by_pattern_and_hold_no_words_or_ids(inwoner: Inwoner) -> None:
    await inwoner.zeg(WOORD)
    await inwoner.client.get(f"/{WOORD}")
    tekst = await (await inwoner.client.get("/metrics")).text()
    assert 'route="/api/v1/gesprekken/{id}/berichten"' in tekst
    assert 'voordeur_berichten_total{wijze="assistent"} 1' in tekst
    assert WOORD not in tekst
    assert inwoner.id not in tekst


def test_figures_have_the_form_that_prometheus_reads() -> None:
    metingen = Metingen()
    metingen.tel("voordeur_crisis_total", soort="geweld")
    metingen.meet("voordeur_antwoord_seconden", 0.03)
    regels = metingen.als_tekst().splitlines()
    assert 'voordeur_crisis_total{soort="geweld"} 1' in regels
    assert "# TYPE voordeur_antwoord_seconden histogram" in regels
    assert 'voordeur_antwoord_seconden_bucket{le="0.05"} 1' in regels
    assert 'voordeur_antwoord_seconden_bucket{le="0.025"} 0' in regels
    assert "voordeur_antwoord_seconden_count 1" in regels
    assert all(re.fullmatch(r"#.*|[a-z_]+(\{[^{}]*\})? \S+", r.replace("{id}", "id")) for r in regels)


def test_large_figures_keep_every_digit() -> None:
    metingen = Metingen()
    metingen.tel("voordeur_crisis_total", 12_345_678, soort="geweld")
    assert 'voordeur_crisis_total{soort="geweld"} 12345678' in metingen.als_tekst().splitlines()
    start = next(r for r in metingen.als_tekst().splitlines() if r.startswith("voordeur_start_seconden"))
    assert abs(float(start.split()[1]) - time.time()) < 3600


def test_a_figure_nobody_explained_cannot_be_counted() -> None:
    with pytest.raises(KeyError):
        Metingen().tel("iets_anders")


async def test_the_log_holds_no_words_addresses_or_query_strings(
    inwoner: Inwoner, assistent: NepAssistent, caplog: pytest.LogCaptureFixture
) -> None:
    def kapot(vraag: Any) -> Any:
        raise ValueError(vraag.tekst)

    caplog.set_level(logging.DEBUG)
    assistent.doe = kapot
    await inwoner.zeg(WOORD)
    await inwoner.client.get(f"{inwoner.pad}/berichten?na={WOORD}", headers=inwoner.kop)
    await inwoner.client.get(f"/{WOORD}?naam={WOORD}")
    regels = [JsonRegels().format(r) for r in caplog.records]
    assert any("/api/v1/gesprekken/{id}/berichten" in r for r in regels)
    assert not [r for r in regels if WOORD in r or inwoner.id in r or "127.0.0.1" in r]


def test_a_line_of_another_library_keeps_only_its_place() -> None:
    record = logging.LogRecord("sqlalchemy.engine", logging.ERROR, "/x/pool.py", 7, f"faalde op {WOORD}", (), None)
    assert WOORD not in JsonRegels().format(record)
    assert "pool:7" in JsonRegels().format(record)


async def test_the_description_names_every_api_route_with_its_explanation(client: TestClient[Any, Any]) -> None:
    beschrijving = await (await client.get("/openapi.json")).json()
    assert beschrijving["openapi"] == "3.1.0"
    assert "/api/v1/gesprekken/{id}/berichten" in beschrijving["paths"]


def test_every_api_route_is_described() -> None:
    routes = all_routes(Settings(rest_kanaal="aan"))
    paden = beschrijf(routes, "http://localhost")["paths"]
    zonder = [f"{m} {pad}" for pad, per in paden.items() for m, o in per.items() if not o["summary"]]
    assert zonder == []
    bekend = {f"{r.methode} {re.sub(':[^}]*', '', r.pad)}" for r in routes if is_api(r)}
    assert set(BESCHRIJVING["operaties"]) <= bekend


def test_every_schema_is_a_schema_and_every_reference_exists() -> None:
    for naam, schema in BESCHRIJVING["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        for verwijzing in re.findall(r"#/components/schemas/(\w+)", str(schema)):
            assert verwijzing in BESCHRIJVING["components"]["schemas"], naam
    for operatie in BESCHRIJVING["operaties"].values():
        for deel in ("body", "antwoord"):
            assert operatie.get(deel, "Leeg") in BESCHRIJVING["components"]["schemas"]


async def test_what_is_answered_fits_the_description(inwoner: Inwoner, sqlite_db: Database) -> None:
    def past(data: Any, schema: str) -> None:
        componenten = BESCHRIJVING["components"]
        Draft202012Validator({"$ref": f"#/components/schemas/{schema}", "components": componenten}).validate(data)

    past(await inwoner.zeg("hallo"), "BerichtAntwoord")
    past(await inwoner.alles(), "Berichten")
    past(await (await inwoner.client.get("/readyz")).json(), "Gereed")
    past(await (await inwoner.client.get("/api/v1/voorzieningen")).json(), "Voorzieningen")
    past(await (await inwoner.client.get("/api/v1/onbekend")).json(), "Probleem")
    kop = maak_medewerker(sqlite_db, "Mieke Medewerker")
    past(await (await inwoner.client.get("/api/v1/overdrachten", headers=kop)).json(), "Overdrachten")


async def test_rasas_own_channel_answers_in_rasas_form_when_it_is_switched_on(bouw: Bouwer, settings: Settings) -> None:
    from web.routes import routes_of

    client = await bouw(routes=(*routes_of("rest_kanaal"), *routes_of("chat")))
    response = await client.post("/webhooks/rest/webhook", json={"sender": "ik", "message": "hallo"})
    assert await response.json() == [{"recipient_id": "ik", "text": "echo: hallo"}]


def test_rasas_own_channel_is_off_by_default() -> None:
    assert not [r for r in all_routes(Settings()) if r.pad.startswith("/webhooks")]
