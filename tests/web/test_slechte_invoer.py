"""Bad input: each with a plain Dutch problem, nothing stored, and nothing of what was sent in the answer."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from typing import Any

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient

from settings import Settings
from tests.web.builders import Inwoner, nieuwe_inwoner
from tests.web.conftest import Bouwer
from web.routes import all_routes


def _body(**anders: Any) -> dict[str, Any]:
    return {"client_id": str(uuid.uuid4()), "tekst": "hallo"} | anders


async def _is_probleem(response: Any, status: int) -> dict[str, Any]:
    assert response.status == status, await response.text()
    assert response.content_type == "application/problem+json"
    data: dict[str, Any] = await response.json()
    assert data["status"] == status
    assert data["title"]
    assert data["detail"]
    return data


async def test_a_token_of_another_gesprek_and_a_gesprek_that_does_not_exist_get_the_same_answer(
    inwoner: Inwoner,
) -> None:
    ander = await nieuwe_inwoner(inwoner.client)
    for deel in ("berichten", "verslag", "stroom"):
        vreemd = await inwoner.client.get(f"/api/v1/gesprekken/{ander.id}/{deel}", headers=inwoner.kop)
        geen = await inwoner.client.get(f"/api/v1/gesprekken/{uuid.uuid4()}/{deel}", headers=inwoner.kop)
        assert (vreemd.status, await vreemd.json()) == (geen.status, await geen.json())
        assert vreemd.status == 403


async def test_without_a_token_nothing_is_told(inwoner: Inwoner) -> None:
    response = await inwoner.client.get(f"{inwoner.pad}/berichten")
    await _is_probleem(response, 401)
    assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_a_token_in_the_address_does_not_count(inwoner: Inwoner) -> None:
    response = await inwoner.client.get(f"{inwoner.pad}/berichten?token={inwoner.token}")
    assert response.status == 401


async def test_a_message_of_1_mb_is_too_large_and_says_so_in_dutch(inwoner: Inwoner) -> None:
    data = await _is_probleem(await inwoner.post("berichten", _body(tekst="a" * 1_000_000)), 413)
    assert "te groot" in data["title"]
    assert len((await inwoner.alles())["berichten"]) == len(inwoner.welkom)


async def test_a_large_body_without_a_length_is_refused_too(inwoner: Inwoner) -> None:
    async def stukjes() -> Any:
        for _ in range(20):
            yield b" " * 50_000

    kop = inwoner.kop | {"Content-Type": "application/json"}
    response = await inwoner.client.post(f"{inwoner.pad}/berichten", data=stukjes(), headers=kop)
    assert response.status == 413


async def test_more_than_ten_thousand_characters_is_refused_with_the_reason(inwoner: Inwoner) -> None:
    data = await _is_probleem(await inwoner.post("berichten", _body(tekst="a" * 10_001)), 422)
    assert data["fouten"] == [{"veld": "tekst", "reden": "Dit mag hoogstens 10000 tekens lang zijn."}]


@pytest.mark.parametrize(
    "ruw",
    [b"{", b"", b"[", b"nee", b'{"tekst": NaN}', b"\xff\xfe", b'{"tekst":"\\ud800"}', b"[" * 100_000, b"9" * 100_000],
)
async def test_malformed_json_is_a_400_in_dutch(inwoner: Inwoner, ruw: bytes) -> None:
    kop = inwoner.kop | {"Content-Type": "application/json"}
    response = await inwoner.client.post(f"{inwoner.pad}/berichten", data=ruw, headers=kop)
    await _is_probleem(response, 400)


@pytest.mark.parametrize("data", [[], "tekst", 3, None, True])
async def test_json_that_is_no_object_is_a_422(inwoner: Inwoner, data: object) -> None:
    kop = inwoner.kop | {"Content-Type": "application/json"}
    response = await inwoner.client.post(f"{inwoner.pad}/berichten", data=json.dumps(data), headers=kop)
    await _is_probleem(response, 422)


@pytest.mark.parametrize(
    ("body", "veld"),
    [
        ({"tekst": "hallo"}, "client_id"),
        ({"client_id": str(uuid.uuid4())}, ""),
        ({"client_id": str(uuid.uuid4()), "tekst": "a", "payload": "/b"}, ""),
        ({"client_id": 3, "tekst": "hallo"}, "client_id"),
        ({"client_id": "a b", "tekst": "hallo"}, "client_id"),
        ({"client_id": "x" * 65, "tekst": "hallo"}, "client_id"),
        ({"client_id": str(uuid.uuid4()), "tekst": ["hallo"]}, "tekst"),
        ({"client_id": str(uuid.uuid4()), "tekst": None}, "tekst"),
        ({"client_id": str(uuid.uuid4()), "payload": "medewerker"}, "payload"),
        ({"client_id": str(uuid.uuid4()), "payload": "/" + "a" * 400}, "payload"),
        ({"client_id": str(uuid.uuid4()), "tekst": "hallo", "naam": "x"}, "naam"),
    ],
)
async def test_a_wrong_field_is_named(inwoner: Inwoner, body: dict[str, Any], veld: str) -> None:
    data = await _is_probleem(await inwoner.post("berichten", body), 422)
    assert veld in [f["veld"] for f in data["fouten"]]
    assert all(f["reden"] for f in data["fouten"])
    assert len((await inwoner.alles())["berichten"]) == len(inwoner.welkom)


async def test_what_was_sent_stands_in_no_error(inwoner: Inwoner) -> None:
    woord = "geheimwoord"
    for body in ({"client_id": woord * 20, "tekst": 3}, {woord + " x": 1, "tekst": woord, "client_id": [woord]}):
        response = await inwoner.post("berichten", body)
        assert woord not in await response.text()


async def test_an_unknown_address_is_a_problem_for_programs_and_a_page_for_people(
    client: TestClient[Any, Any],
) -> None:
    await _is_probleem(await client.get("/api/v1/bestaat-niet"), 404)
    response = await client.get("/bestaat-niet", headers={"Accept": "text/html"})
    assert response.status == 404
    assert response.content_type == "text/html"
    assert 'href="/"' in await response.text()


async def test_a_wrong_method_says_which_are_allowed(client: TestClient[Any, Any]) -> None:
    response = await client.put("/api/v1/gesprekken", json={})
    await _is_probleem(response, 405)
    assert "POST" in response.headers["Allow"]


@pytest.mark.parametrize("na", ["-1", "x", "1e3", "99999999999999"])
async def test_a_volgnummer_that_is_none_is_a_422(inwoner: Inwoner, na: str) -> None:
    await _is_probleem(await inwoner.get(f"berichten?na={na}"), 422)


async def test_a_form_where_json_is_expected_is_a_415(inwoner: Inwoner) -> None:
    response = await inwoner.client.post(f"{inwoner.pad}/berichten", data={"tekst": "x"}, headers=inwoner.kop)
    await _is_probleem(response, 415)


@pytest.mark.parametrize("pad", ["/chat/bericht", "/volg", "/login", "/api/v1/gesprekken"])
async def test_a_file_is_refused_wherever_a_resident_can_send(bouw: Bouwer, pad: str) -> None:
    client = await bouw(routes=all_routes(Settings()))
    formulier = FormData()
    formulier.add_field("tekst", b"%PDF-1.7", filename="brief.pdf", content_type="application/pdf")
    response = await client.post(pad, data=formulier)
    assert response.status == 415
    assert "geen bestand" in await response.text()


@pytest.mark.parametrize("tekenset", ["klets", "base64", "utf-16", "undefined"])
async def test_a_form_in_a_charset_that_is_none_is_a_400(bouw: Bouwer, tekenset: str) -> None:
    client = await bouw(routes=all_routes(Settings()))
    kop = {"Content-Type": f"application/x-www-form-urlencoded; charset={tekenset}"}
    for pad in ("/chat/bericht", "/volg", "/login"):
        assert (await client.post(pad, data=b"a=%ff%fe&b=1", headers=kop)).status == 400


async def test_a_body_that_is_not_compressed_as_it_says_is_a_400(inwoner: Inwoner) -> None:
    kop = {**inwoner.kop, "Content-Encoding": "gzip", "Content-Type": "application/json"}
    response = await inwoner.client.post(f"{inwoner.pad}/berichten", data=b"1234567890", headers=kop)
    assert response.status == 400
    assert response.headers["X-Content-Type-Options"] == "nosniff"


DUBBELZINNIG = {
    "two lengths": "Content-Length: 5\r\nContent-Length: 50",
    "a length and pieces": "Content-Length: 5\r\nTransfer-Encoding: chunked",
    "pieces by another name": "Transfer-Encoding: xchunked",
    "pieces twice": "Transfer-Encoding: chunked, chunked",
    "a length with a sign": "Content-Length: +5",
    "a length that is none": "Content-Length: 5x",
    "a space before the colon": "Content-Length : 5",
    "a header that goes on": "X-Een: a\r\n Content-Length: 5",
    "a line end inside": "X-Een: a\nContent-Length: 5",
    "a NUL": "X-Een: a\x00b",
}


@pytest.mark.parametrize("koppen", DUBBELZINNIG.values(), ids=DUBBELZINNIG)
async def test_a_request_that_can_be_read_in_two_ways_is_refused_and_ends_the_connection(
    client: TestClient[Any, Any], koppen: str
) -> None:
    """What a proxy before us takes for one request and we for two would reach us past its rules (smuggling)."""
    server = client.server
    lees, schrijf = await asyncio.open_connection(server.host, server.port)
    verzoek = f"POST /api/v1/gesprekken HTTP/1.1\r\nHost: {server.host}:{server.port}\r\n{koppen}\r\n\r\n"
    verstopt = f"GET /healthz HTTP/1.1\r\nHost: {server.host}\r\n\r\n"
    schrijf.write(verzoek.encode() + b"0\r\n\r\n" + verstopt.encode())
    async with asyncio.timeout(10):
        antwoord = await lees.read()
    schrijf.close()
    assert re.findall(rb"HTTP/1\.[01] (\d+)", antwoord) == [b"400"]
