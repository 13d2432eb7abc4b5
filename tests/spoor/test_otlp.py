"""Traces reach a collector in its own form, and a collector that is away holds up nobody."""

from __future__ import annotations

import http.server
import json
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from spoor.otlp import _RIJ, OtlpFout, OtlpUitvoer, as_otlp, lees_koppen
from spoor.stappen import Stap


def maak(n: int = 0, **velden: Any) -> Stap:
    return Stap(f"stap{n}", "a" * 32, f"{n:016x}", "", 1_700_000_000_000_000_000, 1_700_000_000_001_000_000, **velden)


class Verzamelaar(http.server.ThreadingHTTPServer):
    """A collector on this machine: keeps what it gets, answers with `status`."""

    def __init__(self) -> None:
        self.gekregen: list[tuple[str, dict[str, str], Any]] = []
        self.status = 200
        super().__init__(("127.0.0.1", 0), Neemt)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def namen(self) -> list[str]:
        return [
            s["name"]
            for _, _, data in self.gekregen
            for r in data["resourceSpans"]
            for d in r["scopeSpans"]
            for s in d["spans"]
        ]


class Neemt(http.server.BaseHTTPRequestHandler):
    server: Verzamelaar

    def do_POST(self) -> None:
        data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.gekregen.append((self.path, {n.lower(): w for n, w in self.headers.items()}, data))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args: Any) -> None: ...


@pytest.fixture
def verzamelaar() -> Iterator[Verzamelaar]:
    with Verzamelaar() as server:
        draad = threading.Thread(target=server.serve_forever)
        draad.start()
        yield server
        server.shutdown()
        draad.join()


def test_steps_arrive_at_the_address_and_in_the_form_of_otlp(verzamelaar: Verzamelaar) -> None:
    uitvoer = OtlpUitvoer(verzamelaar.url + "/", dienst="proef", koppen="x-sleutel=a%20b")
    uitvoer.neem(maak(1))
    uitvoer.stuur()
    ((pad, koppen, data),) = verzamelaar.gekregen
    assert pad == "/v1/traces"
    assert (koppen["content-type"], koppen["x-sleutel"]) == ("application/json", "a b")
    bron = data["resourceSpans"][0]["resource"]["attributes"]
    assert bron == [{"key": "service.name", "value": {"stringValue": "proef"}}]


def test_a_step_has_the_members_and_types_of_a_span() -> None:
    stap = maak(1, fout="TimeoutError", velden={"actie": "actie_groet", "aantal": 2})
    (span,) = as_otlp([stap], dienst="x")["resourceSpans"][0]["scopeSpans"][0]["spans"]
    assert span == {
        "traceId": "a" * 32, "spanId": "0" * 15 + "1", "name": "stap1", "kind": 1,
        "startTimeUnixNano": "1700000000000000000", "endTimeUnixNano": "1700000000001000000",
        "attributes": [
            {"key": "voordeur.actie", "value": {"stringValue": "actie_groet"}},
            {"key": "voordeur.aantal", "value": {"intValue": "2"}},
            {"key": "error.type", "value": {"stringValue": "TimeoutError"}},
        ],
        "status": {"code": 2},
    }  # fmt: skip


def test_what_waits_at_the_end_is_still_sent(verzamelaar: Verzamelaar) -> None:
    uitvoer = OtlpUitvoer(verzamelaar.url, elke=3600)
    uitvoer.start()
    for n in range(1000):
        uitvoer.neem(maak(n))
    uitvoer.stop()
    assert verzamelaar.namen == [f"stap{n}" for n in range(1000)]


def test_a_collector_that_refuses_is_told_once_and_costs_only_what_was_sent(
    verzamelaar: Verzamelaar, caplog: pytest.LogCaptureFixture
) -> None:
    uitvoer, verzamelaar.status = OtlpUitvoer(verzamelaar.url), 500
    with caplog.at_level(logging.WARNING, "spoor.otlp"):
        for n in range(3):
            uitvoer.neem(maak(n))
            uitvoer.stuur()
    assert len(caplog.records) == 1
    verzamelaar.status = 200
    uitvoer.neem(maak(9))
    uitvoer.stuur()
    assert verzamelaar.namen[-1] == "stap9"


def test_without_a_collector_the_row_stays_bounded() -> None:
    uitvoer = OtlpUitvoer("http://127.0.0.1:9")
    for n in range(3 * _RIJ):
        uitvoer.neem(maak(n))
    assert len(uitvoer._rij) == _RIJ
    uitvoer.stuur()


@pytest.mark.parametrize("adres", ["collector:4318", "file:///etc/passwd", "http://", "ftp://a"])
def test_an_address_that_is_none_stops_the_start(adres: str) -> None:
    with pytest.raises(OtlpFout, match="OTEL_EXPORTER_OTLP_ENDPOINT"):
        OtlpUitvoer(adres)


def test_headers_that_are_none_stop_the_start() -> None:
    assert lees_koppen("a=b, c=d%3De") == {"a": "b", "c": "d=e"}
    with pytest.raises(OtlpFout, match="OTEL_EXPORTER_OTLP_HEADERS"):
        lees_koppen("Bearer abc")
