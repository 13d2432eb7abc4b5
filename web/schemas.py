"""The published JSON Schemas, one file per version: an old version stays where it was."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web

import overdracht
from web import keys
from web.errors import fout
from web.route import IEDEREEN, Route

_MAP = Path(overdracht.__file__).parent
_NAAM = re.compile(r"^(?P<soort>[a-z]+)-(?P<versie>[0-9]+)\.schema\.json$")
# What a file is called here, and what it describes for others.
_SOORTEN = {"verslag": "overdrachtsverslag", "ondersteuningsplan": "ondersteuningsplan"}


@cache
def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by its public name, such as `overdrachtsverslag-1`."""
    uit = {}
    for pad in sorted(_MAP.glob("*.schema.json")):
        if (raak := _NAAM.match(pad.name)) is not None:
            uit[f"{_SOORTEN[raak['soort']]}-{raak['versie']}"] = json.loads(pad.read_text(encoding="utf-8"))
    return uit


async def lijst(request: web.Request) -> web.Response:
    basis = request.app[keys.SETTINGS].publieke_url.rstrip("/")
    return web.json_response(
        {
            "schemas": [
                {"naam": naam, "titel": s["title"], "id": s["$id"], "url": f"{basis}/api/v1/schemas/{naam}"}
                for naam, s in schemas().items()
            ]
        }
    )


async def schema(request: web.Request) -> web.Response:
    gevonden = schemas().get(request.match_info["naam"])
    if gevonden is None:
        raise fout("niet_gevonden")
    return web.json_response(gevonden, content_type="application/schema+json")


ROUTES = (
    Route("GET", "/api/v1/schemas", lijst, IEDEREEN),
    Route("GET", "/api/v1/schemas/{naam}", schema, IEDEREEN),
)
