"""Plain pages every public service must have: accessibility statement, privacy and security.txt."""

from __future__ import annotations

import datetime as dt
from typing import Any

from aiohttp import web

from overdracht.bewaartermijn import AUDIT, GESPREK, OVERDRACHT
from web import keys
from web.databank import ververs
from web.route import IEDEREEN, Route
from web.teksten import read_yaml
from web.weergave import render

# When the statement and the privacy text were last checked against the product; change it with the text.
HERZIEN_OP = dt.date(2026, 11, 22)
AFWIJKINGEN: list[dict[str, Any]] = read_yaml("paginas_teksten.yml")["afwijkingen"]
# RFC 9116 asks for an end date less than a year away.
_GELDIG = dt.timedelta(days=180)


async def toegankelijkheid(request: web.Request) -> web.Response:
    velden = {"herzien_op": HERZIEN_OP, "adres": _adres(request), "afwijkingen": AFWIJKINGEN}
    return render(request, "paginas/toegankelijkheid.html", **velden)


async def privacy(request: web.Request) -> web.Response:
    await ververs(request.app)
    dagen = request.app[keys.INRICHTING].dagen
    return render(
        request,
        "paginas/privacy.html",
        herzien_op=HERZIEN_OP,
        gesprek_dagen=dagen(GESPREK),
        overdracht_dagen=dagen(OVERDRACHT),
        audit_dagen=dagen(AUDIT),
    )


async def security_txt(request: web.Request) -> web.Response:
    """Where to report a leak (RFC 9116); the end date moves along, since the address is read from the settings."""
    sjabloon = request.app[keys.SJABLONEN].get_template("paginas/security.txt")
    tot = dt.datetime.combine(dt.datetime.now(dt.UTC).date() + _GELDIG, dt.time(), dt.UTC)
    tekst = sjabloon.render(adres=_adres(request), tot=tot.isoformat().replace("+00:00", "Z"))
    return web.Response(text=tekst, content_type="text/plain", charset="utf-8")


def _adres(request: web.Request) -> str:
    return request.app[keys.SETTINGS].publieke_url.rstrip("/")


ROUTES = (
    Route("GET", "/toegankelijkheid", toegankelijkheid, IEDEREEN, pagina=True),
    Route("GET", "/privacy", privacy, IEDEREEN, pagina=True),
    Route("GET", "/.well-known/security.txt", security_txt, IEDEREEN),
)
