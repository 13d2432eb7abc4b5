"""Whether this process works, what is missing, figures, and the description of the API."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from overdracht.haperen import find_haperend
from web import keys
from web.databank import lees_db
from web.openapi import beschrijf
from web.route import IEDEREEN, Route

_GEDULD = 2.0


async def healthz(request: web.Request) -> web.Response:
    """The process answers; says nothing about what stands behind it."""
    return web.json_response({"status": "goed"})


async def readyz(request: web.Request) -> web.Response:
    """200 while residents can be helped, also in a degraded mode; each mode is named. 503 without a database."""
    onderdelen = await read_onderdelen(request.app)
    beperkt = [naam for naam, stand in onderdelen.items() if stand not in ("goed", "uit")]
    klaar = onderdelen["database"] == "goed"
    status = "niet_klaar" if not klaar else "beperkt" if beperkt else "goed"
    return web.json_response(
        {"status": status, "beperkt": beperkt, "onderdelen": onderdelen}, status=200 if klaar else 503
    )


async def read_onderdelen(app: web.Application) -> dict[str, str]:
    """Each part as `goed`, `uit` (not set), `laadt`, `beperkt` (triage by patterns only) or `weg`.

    Of a way out to another system `weg` means: the newest thing sent by it did not arrive yet.
    """
    settings, assistent, hub = app[keys.SETTINGS], app[keys.ASSISTENT], app[keys.HUB]
    database, haperend = await _database(app)

    def uitgang(naam: str, adres: str) -> str:
        return "uit" if not adres else "weg" if naam in haperend else "goed"

    return {
        "database": database,
        "assistent": "goed" if assistent.klaar else "weg" if assistent.fout else "laadt",
        "triage": "beperkt" if getattr(app[keys.TRIAGE], "gewichten", True) is None else "goed",
        "redis": "uit" if not settings.redis_url else "goed" if hub.verbonden else "weg",
        "openklant": uitgang("openklant", settings.openklant_url),
        "mail": uitgang("mail", settings.smtp_url),
        "webhook": uitgang("webhook", settings.webhook_url),
        "inlogdienst": "uit" if (oidc := app[keys.OIDC]) is None else "weg" if oidc.weg else "goed",
    }


async def _database(app: web.Application) -> tuple[str, set[str]]:
    """Whether it answers, and which ways out fail."""
    try:
        async with asyncio.timeout(_GEDULD):
            return "goed", await lees_db(app, find_haperend, geduld=_GEDULD)
    except Exception:
        return "weg", set()


async def metrics(request: web.Request) -> web.Response:
    for naam, stand in (await read_onderdelen(request.app)).items():
        if stand != "uit":
            request.app[keys.METINGEN].zet("voordeur_onderdeel", float(stand == "goed"), onderdeel=naam)
    return web.Response(
        body=request.app[keys.METINGEN].als_tekst().encode(),
        headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
    )


async def openapi(request: web.Request) -> web.Response:
    beschrijving: dict[str, Any] = beschrijf(request.app[keys.ROUTES], request.app[keys.SETTINGS].publieke_url)
    return web.json_response(beschrijving)


ROUTES = (
    Route("GET", "/healthz", healthz, IEDEREEN),
    Route("GET", "/readyz", readyz, IEDEREEN),
    Route("GET", "/metrics", metrics, IEDEREEN),
    Route("GET", "/openapi.json", openapi, IEDEREEN),
)
