"""Who may do what: one middleware that applies the rule of each line in the route table.

It leaves in the request what the handler may rely on: `request["gesprek_id"]` for the holder of a
gesprek's token, `request["medewerker"]` (and `request["csrf"]`) for staff. A gesprek of somebody
else and one that does not exist get the same answer, so that nobody can find out which exist.
"""

from __future__ import annotations

import hmac
from collections import OrderedDict
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiohttp import web

from gesprek import service as gesprekken
from gesprek.sleutel import hash_token, same_secret
from overdracht import staf
from web import keys
from web.databank import lees_db
from web.errors import fout, wants_page
from web.headers import is_https
from web.limieten import MAX_BODY
from web.route import GESPREK, GESPREK_SOCKET, IEDEREEN, STAF, Handler, Route

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

COOKIE_GESPREK = "voordeur_gesprek"
COOKIE_STAF = "voordeur_staf"
# Subprotocols of the socket: the first is answered, the second carries the token.
PROTOCOL, PROTOCOL_TOKEN = "voordeur.v1", "voordeur.token."
_MAX_TOKEN = 200
_FORMULIER = "application/x-www-form-urlencoded"
# What browsers send; another name is no charset, or one in which a form can't be read.
_TEKENSETS = ("utf-8", "utf8", "us-ascii", "iso-8859-1", "windows-1252")
_VEILIG = ("GET", "HEAD", "OPTIONS")


@web.middleware
async def toegang(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Apply the rule of this route; a route that is not in the table is not reachable at all."""
    route = request.app[keys.ROUTE_VAN].get(request.match_info.route)
    if route is None:
        # No match: the router's own 404 or 405.
        return await handler(request)
    check_lengte(request, route)
    if route.wie == IEDEREEN:
        await _herken_staf(request, verplicht=False)
    elif route.wie in (GESPREK, GESPREK_SOCKET):
        await _open_gesprek(request, route)
    elif route.wie == STAF or route.wie.startswith("staf:"):
        if (door := await _open_staf(request, route)) is not None:
            return door
    else:
        raise RuntimeError(f"unknown rule for {route.pad}")
    return await handler(request)


def check_lengte(request: web.Request, route: Route) -> None:
    """Refuse what says beforehand that it is too large, and a file that nobody asked for, without reading it."""
    if route.max_body:
        # The one way to let a single route take more than the application's limit.
        request._client_max_size = route.max_body
    elif request.content_type == "multipart/form-data":
        raise fout("geen_bestanden")
    elif request.content_type == _FORMULIER and (request.charset or "utf-8").lower() not in _TEKENSETS:
        raise fout("onbegrijpelijk")
    if (request.content_length or 0) > (route.max_body or MAX_BODY):
        raise fout("te_groot")


# --- the resident -----------------------------------------------------------------------------


def bearer(request: web.Request) -> str | None:
    """The token of the Authorization header, if any."""
    soort, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip()[:_MAX_TOKEN] if soort.lower() == "bearer" and token.strip() else None


def _protocol_token(request: web.Request) -> str | None:
    aangeboden = request.headers.get("Sec-WebSocket-Protocol", "").split(",")
    tokens = [p.strip().removeprefix(PROTOCOL_TOKEN) for p in aangeboden if p.strip().startswith(PROTOCOL_TOKEN)]
    return tokens[0][:_MAX_TOKEN] if tokens else None


def read_cookie(request: web.Request) -> tuple[str, str] | None:
    """(gesprek_id, token) of the page without JavaScript, if this browser has one."""
    gesprek_id, _, token = request.cookies.get(COOKIE_GESPREK, "").partition(".")
    return (gesprek_id, token[:_MAX_TOKEN]) if gesprek_id and token else None


def set_gesprek_cookie(request: web.Request, response: web.StreamResponse, *, gesprek_id: str, token: str) -> None:
    """Remember the gesprek in this browser, for /chat only; gone when the browser closes."""
    response.set_cookie(
        COOKIE_GESPREK, f"{gesprek_id}.{token}", path="/chat", httponly=True, samesite="Lax", secure=is_https(request)
    )


def clear_gesprek_cookie(response: web.StreamResponse) -> None:
    response.del_cookie(COOKIE_GESPREK, path="/chat", httponly=True, samesite="Lax")


class Geopend:
    """Which tokens opened which gesprek in this process lately, as hashes. A token never changes; a gesprek may go."""

    def __init__(self, meeste: int = 5000) -> None:
        self._meeste = meeste
        self._per_gesprek: OrderedDict[str, str] = OrderedDict()

    def kent(self, gesprek_id: str, token: str) -> bool:
        """Whether this token opened this gesprek here before; what is not known must be looked up."""
        return same_secret(hash_token(token), self._per_gesprek.get(gesprek_id, ""))

    def onthoud(self, gesprek_id: str, token: str) -> None:
        """This token opens this gesprek."""
        self._per_gesprek[gesprek_id] = hash_token(token)
        self._per_gesprek.move_to_end(gesprek_id)
        while len(self._per_gesprek) > self._meeste:
            self._per_gesprek.popitem(last=False)


async def check_gesprek_token(app: web.Application, gesprek_id: str, token: str) -> None:
    """Raises the problem `geen_toegang` unless this token opens this gesprek."""

    def klopt(session: Session) -> bool:
        return gesprekken.check_token(session, gesprek_id, token)

    if not await lees_db(app, klopt):
        raise fout("geen_toegang")
    app[keys.GEOPEND].onthoud(gesprek_id, token)


async def _open_gesprek(request: web.Request, route: Route) -> None:
    gesprek_id = request.match_info.get("id")
    token = bearer(request)
    if token is None and route.wie == GESPREK_SOCKET:
        token = _protocol_token(request)
    eigen = read_cookie(request) if token is None and route.pagina else None
    if eigen is not None and gesprek_id in (None, eigen[0]):
        gesprek_id, token = eigen
    if token is None and route.wie == GESPREK_SOCKET:
        request["gesprek_id"] = None
        return
    if token is None or gesprek_id is None:
        raise fout("niet_aangemeld", kop={"WWW-Authenticate": "Bearer"})
    if not (route.merkt_weg and request.app[keys.GEOPEND].kent(gesprek_id, token)):
        await check_gesprek_token(request.app, gesprek_id, token)
    request["gesprek_id"] = gesprek_id


# --- staff ------------------------------------------------------------------------------------


async def _herken_staf(request: web.Request, *, verplicht: bool) -> Any:
    """Put the medewerker in the request when there is one. A cookie is looked at on pages and staff routes only."""
    token = bearer(request) if verplicht else None
    if token is not None:
        request["medewerker"] = await lees_db(request.app, lambda s: staf.find_by_token(s, token))
        request["csrf"] = None
        return request["medewerker"]
    sessie_id = request.cookies.get(COOKIE_STAF, "")
    if not sessie_id or not (verplicht or wants_page(request)):
        return None
    sessie = await lees_db(request.app, lambda s: staf.find_sessie(s, sessie_id[:_MAX_TOKEN]))
    if sessie is None:
        return None
    request["medewerker"], request["csrf"] = sessie.medewerker, sessie.csrf
    return request["medewerker"]


async def _open_staf(request: web.Request, route: Route) -> web.Response | None:
    medewerker = await _herken_staf(request, verplicht=True)
    if medewerker is None:
        if route.pagina and request.method in _VEILIG:
            return web.Response(status=303, headers={"Location": f"/login?naar={quote(request.path, safe='/')}"})
        raise fout("niet_aangemeld", kop={"WWW-Authenticate": "Bearer"})
    recht = route.wie.removeprefix("staf:")
    if route.wie != STAF and not staf.mag(medewerker, recht):
        raise fout("geen_toegang")
    if request.method not in _VEILIG and request["csrf"] is not None:
        await check_csrf(request, request["csrf"])
    return None


async def check_csrf(request: web.Request, verwacht: str) -> None:
    """Raises the problem `verlopen_formulier` unless the form or the header carries this session's value.

    A browser sends the cookie along with a form of any website; it cannot know this value.
    """
    gegeven = request.headers.get("X-CSRF-Token", "")
    if not gegeven and request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        gegeven = str((await request.post()).get("csrf", ""))
    if not (verwacht and hmac.compare_digest(gegeven.encode("utf-8", "replace"), verwacht.encode())):
        raise fout("verlopen_formulier")


def set_staf_cookie(request: web.Request, response: web.StreamResponse, *, sessie_id: str, seconden: int) -> None:
    """The session of a medewerker: not readable by script, not sent along by other websites."""
    response.set_cookie(
        COOKIE_STAF, sessie_id, path="/", max_age=seconden, httponly=True, samesite="Lax", secure=is_https(request)
    )


def clear_staf_cookie(response: web.StreamResponse) -> None:
    response.del_cookie(COOKIE_STAF, path="/", httponly=True, samesite="Lax")
