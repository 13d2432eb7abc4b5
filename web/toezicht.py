"""One access line and one measurement per request: the pattern of the route, never the address asked for.

No IP address, no query string, no identifier of a gesprek.
"""

from __future__ import annotations

import logging
import time

from aiohttp import web

from web import keys
from web.logboek import meld
from web.route import Handler

log = logging.getLogger("web.toegang")
# Asked for every few seconds by a monitor; a line for each would bury the rest.
_STIL = ("/healthz", "/readyz", "/metrics")


@web.middleware
async def toezicht(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Measure and log around everything else."""
    start = time.monotonic()
    status = 500
    try:
        response = await handler(request)
        status = response.status
    except web.HTTPException as http:
        status = http.status
        raise
    finally:
        _schrijf(request, status, time.monotonic() - start)
    return response


def _schrijf(request: web.Request, status: int, seconden: float) -> None:
    patroon = route_patroon(request)
    methode = request.method if request.method in ("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS") else "ander"
    metingen = request.app[keys.METINGEN]
    metingen.tel("voordeur_http_verzoeken_total", route=patroon, methode=methode, status=str(status))
    if status != 101:
        metingen.meet("voordeur_http_seconden", seconden, route=patroon)
    if patroon not in _STIL:
        niveau = logging.WARNING if status >= 500 else logging.INFO
        meld(log, "verzoek", niveau=niveau, methode=methode, route=patroon, status=status, ms=round(seconden * 1000))


def route_patroon(request: web.Request) -> str:
    """`/api/v1/gesprekken/{id}/berichten`, or `-` for an address that matches nothing."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "-"
