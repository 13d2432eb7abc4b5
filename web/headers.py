"""Security headers on every response, and which other websites may talk to this server.

Set in `on_response_prepare`, so that no response (error, file, socket) goes without.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import hdrs, web

from settings import Settings
from web import keys
from web.errors import als_response, fout
from web.route import Handler

_VAST = {
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: with that, browsers send `Origin: null` with a form and the check below fails.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=(), interest-cohort=(), microphone=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Server": "Voordeur",
}
_HTTPS = "max-age=31536000; includeSubDomains"
_PAGINA = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'"
)
_DATA = "default-src 'none'; base-uri 'none'; form-action 'none'"
# What host pages load by a plain tag, and what anybody may read: nothing personal in it.
_OPENBAAR_BESTAND = ("/static/", "/widget.js")
_OPENBARE_DATA = ("/api/v1/voorzieningen", "/hsds/", "/openapi.json")
_METHODES = "GET, POST, PATCH, DELETE, OPTIONS"
_KOPPEN = "Authorization, Content-Type"


def is_https(request: web.Request) -> bool:
    """Whether the resident's side of the connection is encrypted, also behind a proxy."""
    if request.secure or request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip() == "https":
        return True
    return request.app[keys.SETTINGS].publieke_url.startswith("https://")


def own_origin(request: web.Request, origin: str) -> bool:
    """Whether this origin is this server, as the visitor's browser knows it.

    Host alone is compared: behind a proxy that ends TLS the scheme differs.
    """
    gastheer = urlsplit(origin).netloc.lower()
    eigen = {request.host.lower(), urlsplit(request.app[keys.SETTINGS].publieke_url).netloc.lower()}
    return bool(gastheer) and gastheer in eigen


def allowed_origin(request: web.Request, origin: str) -> bool:
    """Whether a page of this origin may use the resident's API: this server, or a setting."""
    return origin.rstrip("/") in request.app[keys.SETTINGS].origins or own_origin(request, origin)


def _cors(request: web.Request, koppen: dict[str, str]) -> None:
    origin = request.headers.get(hdrs.ORIGIN)
    if request.path.startswith(_OPENBARE_DATA):
        koppen["Access-Control-Allow-Origin"] = "*"
        koppen["Access-Control-Expose-Headers"] = "ETag"
        return
    koppen["Vary"] = "Origin"
    if origin and allowed_origin(request, origin):
        koppen["Access-Control-Allow-Origin"] = origin
        koppen["Access-Control-Expose-Headers"] = "Retry-After"


def _csp(request: web.Request, response: web.StreamResponse) -> str:
    basis = _PAGINA if response.content_type == "text/html" else _DATA
    toegestaan = " ".join(("'self'", *request.app[keys.SETTINGS].origins))
    return f"{basis}; frame-ancestors {toegestaan}"


def kale_koppen(settings: Settings | None) -> dict[str, str]:
    """The headers of an answer to what was no request, so that there is no address or origin to go by."""
    toegestaan = " ".join(("'self'", *(settings.origins if settings else ())))
    koppen = {**_VAST, "Content-Security-Policy": f"{_DATA}; frame-ancestors {toegestaan}", "Cache-Control": "no-store"}
    koppen["Cross-Origin-Resource-Policy"] = "same-origin"
    if settings and settings.publieke_url.startswith("https://"):
        koppen["Strict-Transport-Security"] = _HTTPS
    return koppen


async def zet_koppen(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler: the headers of every response."""
    koppen = dict(_VAST)
    _cors(request, koppen)
    koppen["Content-Security-Policy"] = _csp(request, response)
    openbaar = request.path.startswith(_OPENBAAR_BESTAND)
    koppen["Cross-Origin-Resource-Policy"] = "cross-origin" if openbaar else "same-origin"
    if openbaar:
        # The file lies here compressed too: a cache between us must not give one form to who asked for the other.
        koppen["Vary"] = "Origin, Accept-Encoding"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    if not request.app[keys.SETTINGS].origins:
        koppen["X-Frame-Options"] = "SAMEORIGIN"
    if is_https(request):
        koppen["Strict-Transport-Security"] = _HTTPS
    response.headers.update(koppen)


@web.middleware
async def herkomst(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer preflights, and refuse writes that a browser sends from a website that is not let in."""
    origin = request.headers.get(hdrs.ORIGIN)
    if request.method == hdrs.METH_OPTIONS:
        return _preflight(request, origin)
    if request.method in ("POST", "PATCH", "PUT", "DELETE") and origin and not allowed_origin(request, origin):
        return als_response(request, fout("andere_website"))
    return await handler(request)


def _preflight(request: web.Request, origin: str | None) -> web.Response:
    openbaar = request.path.startswith(_OPENBARE_DATA)
    if not openbaar and (origin is None or not allowed_origin(request, origin)):
        return als_response(request, fout("andere_website"))
    return web.Response(
        status=204,
        headers={
            "Access-Control-Allow-Methods": "GET, OPTIONS" if openbaar else _METHODES,
            "Access-Control-Allow-Headers": _KOPPEN,
            "Access-Control-Max-Age": "600",
        },
    )
