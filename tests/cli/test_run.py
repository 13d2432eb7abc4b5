"""What `voordeur run` asks of the system before it serves."""

from __future__ import annotations

import asyncio
import json
import resource

import pytest
from aiohttp import web

from cli.run import _STILTE, maak_ruimte, make_runner
from settings import Settings
from web import keys

INF = resource.RLIM_INFINITY


@pytest.mark.parametrize(
    ("had", "wordt"),
    [((1024, 4096), (4096, 4096)), ((1024, 1_000_000), (65_536, 1_000_000)), ((1024, INF), (65_536, INF)),
     ((200_000, 1_000_000), None), ((4096, 4096), None), ((INF, INF), None)],
)  # fmt: skip
def test_a_process_may_hold_as_many_sockets_as_the_system_lets_it_ask_for(
    had: tuple[int, int], wordt: tuple[int, int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    gezet: list[tuple[int, int]] = []
    monkeypatch.setattr("resource.getrlimit", lambda wat: had)
    monkeypatch.setattr("resource.setrlimit", lambda wat, grens: gezet.append(grens))
    maak_ruimte()
    assert gezet == ([] if wordt is None else [wordt])


def test_a_system_that_says_no_does_not_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def nee(wat: int, grens: tuple[int, int]) -> None:
        raise ValueError

    monkeypatch.setattr("resource.getrlimit", lambda wat: (1024, 4096))
    monkeypatch.setattr("resource.setrlimit", nee)
    maak_ruimte()


@pytest.mark.parametrize("begin", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX-Een: "])
async def test_a_connection_on_which_no_whole_request_comes_is_closed(begin: bytes) -> None:
    runner = make_runner(web.Application(), stilte=0.05)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, poort = runner.addresses[0][:2]
    lees, schrijf = await asyncio.open_connection(host, poort)
    schrijf.write(begin)
    async with asyncio.timeout(10):
        assert await lees.read() == b""
    schrijf.close()
    await runner.cleanup()


@pytest.mark.parametrize(
    "ruw",
    [
        b"kwartelkoning\r\n\r\n",
        b"KWARTELKONING / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nKwartelkoning: \x00\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"kwartelkoning" * 6000 + b"\r\n\r\n",
        b"GET /" + b"kwartelkoning" * 2000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ids=["no request", "no method", "a NUL", "a long header", "a long address", "two lengths"],
)
async def test_what_is_no_http_gets_the_headers_and_the_form_of_every_other_error(ruw: bytes) -> None:
    app = web.Application()
    app[keys.SETTINGS] = Settings(toegestane_origins="https://g.example", publieke_url="https://v.example")
    runner = make_runner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, poort = runner.addresses[0][:2]
    lees, schrijf = await asyncio.open_connection(host, poort)
    schrijf.write(ruw)
    async with asyncio.timeout(10):
        antwoord = (await lees.read()).decode()
    schrijf.close()
    await runner.cleanup()
    kop, _, inhoud = antwoord.partition("\r\n\r\n")
    koppen = dict(regel.split(": ", 1) for regel in kop.split("\r\n")[1:])
    assert " 400 " in kop.split("\r\n")[0]
    assert koppen["Server"] == "Voordeur"
    assert koppen["X-Content-Type-Options"] == "nosniff"
    assert koppen["Content-Security-Policy"].endswith("frame-ancestors 'self' https://g.example")
    assert "Strict-Transport-Security" in koppen
    assert json.loads(inhoud)["code"] == "onbegrijpelijk"
    assert "kwartelkoning" not in antwoord.lower()
    assert "aiohttp" not in antwoord.lower()


def test_a_proxy_gives_up_its_idle_connections_before_we_do() -> None:
    """nginx keeps them for sixty seconds; when we close first, somebody's request falls in the hole."""
    assert 60 < _STILTE < 300
