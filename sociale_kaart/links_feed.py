"""Fetching a feed of another system page by page, over the public internet only, into a file to import."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aiohttp

from sociale_kaart.links import mag_url, make_client

_MEESTE_PAGINAS = 2000
_MEESTE_BYTES = 100_000_000
_PER_PAGINA = 100


class FeedFout(Exception):
    """The feed cannot be fetched; the message is plain Dutch and holds nothing of the answer."""


async def fetch_feed(url: str, naar: Path, *, client: aiohttp.ClientSession | None = None) -> int:
    """Write all services of the feed (`…/services`) to a JSON file; returns how many.

    Raises FeedFout. Redirects are not followed: an address that was given is the address that is read.
    """
    if not mag_url(url):
        raise FeedFout("dit webadres kan niet. Schrijf bijvoorbeeld: https://www.example.nl/hsds/v3/services")
    eigen = client or make_client()
    try:
        return await _alle_paginas(eigen, url, naar)
    except (aiohttp.ClientError, TimeoutError, OSError):
        raise FeedFout("de andere website geeft geen antwoord. Klopt het adres?") from None
    finally:
        if client is None:
            await eigen.close()


async def _alle_paginas(client: aiohttp.ClientSession, url: str, naar: Path) -> int:
    aantal = bytes_ = 0
    with naar.open("w", encoding="utf-8") as bestand:
        bestand.write('{"contents": [')
        for pagina in range(1, _MEESTE_PAGINAS + 1):
            data, lengte = await _pagina(client, url, pagina, _MEESTE_BYTES - bytes_)
            bytes_ += lengte
            for service in data["contents"]:
                bestand.write((",\n" if aantal else "\n") + json.dumps(service, ensure_ascii=False))
                aantal += 1
            if data.get("last_page", True) or not data["contents"]:
                break
        bestand.write("\n]}\n")
    return aantal


async def _pagina(client: aiohttp.ClientSession, url: str, pagina: int, ruimte: int) -> tuple[dict[str, Any], int]:
    params = {"page": str(pagina), "per_page": str(_PER_PAGINA), "full": "true"}
    async with client.get(url, params=params, allow_redirects=False) as antwoord:
        if antwoord.status != 200:
            raise FeedFout(f"de andere website antwoordt met fout {antwoord.status}. Klopt het adres?")
        ruw = await antwoord.content.read(ruimte + 1)
        while len(ruw) <= ruimte and (deel := await antwoord.content.read(65536)):
            ruw += deel
    if len(ruw) > ruimte:
        raise FeedFout("de lijst is te groot om zo op te halen.")
    try:
        data = json.loads(ruw)
    except (ValueError, RecursionError):
        raise FeedFout("dit adres geeft geen HSDS terug.") from None
    if not isinstance(data, dict) or not isinstance(data.get("contents"), list):
        raise FeedFout("dit adres geeft geen HSDS terug.")
    return data, len(ruw)
