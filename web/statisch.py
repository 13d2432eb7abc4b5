"""Files for browsers: /static/ and the one script that host pages load, /widget.js."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from web.errors import fout
from web.route import IEDEREEN, Route

MAP = Path(__file__).parent / "static"
# Short, with revalidation after it: host pages name /widget.js without a version.
_BEWAREN = "public, max-age=300"
_SOORTEN = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


def _bestand(pad: Path) -> web.FileResponse:
    echt = pad.resolve()
    if not echt.is_relative_to(MAP.resolve()) or not echt.is_file():
        raise fout("niet_gevonden")
    response = web.FileResponse(echt, headers={"Cache-Control": _BEWAREN})
    if echt.suffix in _SOORTEN:
        response.content_type = _SOORTEN[echt.suffix]
    return response


async def statisch(request: web.Request) -> web.StreamResponse:
    deel = request.match_info["pad"]
    if "\0" in deel or ".." in deel.split("/"):
        raise fout("niet_gevonden")
    return _bestand(MAP / deel)


async def widget(request: web.Request) -> web.StreamResponse:
    return _bestand(MAP / "dist" / "widget.js")


ROUTES = (
    Route("GET", "/static/{pad:.+}", statisch, IEDEREEN),
    Route("GET", "/widget.js", widget, IEDEREEN),
)
