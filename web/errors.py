"""Every error in one form: RFC 9457 problem+json for programs, a plain Dutch page for people.

The texts stand in `teksten.yml`; they never hold a resident's words, so that an error can be
logged, shown or forwarded without harm.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from aiohttp import web

from opslag.storing import DatabaseWeg, is_voorbijgaand
from web import keys
from web.berichttaal import fout_vertalingen
from web.route import Handler
from web.teksten import FOUTEN

log = logging.getLogger("web.errors")

_BIJ_STATUS = {
    400: "onbegrijpelijk",
    401: "niet_aangemeld",
    403: "geen_toegang",
    404: "niet_gevonden",
    405: "methode",
    408: "duurde_te_lang",
    413: "te_groot",
    415: "geen_json",
    422: "klopt_niet",
    429: "te_vaak",
    503: "even_niet",
}
# Addresses that programs call; everything else is for people.
API_PADEN = ("/api/", "/hsds/", "/webhooks/", "/healthz", "/readyz", "/metrics", "/openapi.json")


class Probleem(Exception):
    """An error on purpose, by its code in `teksten.yml`; `extra` becomes members of the problem."""

    def __init__(
        self, code: str, *, status: int | None = None, kop: dict[str, str] | None = None, **extra: object
    ) -> None:
        super().__init__(code)
        tekst = FOUTEN[code]
        self.code = code
        self.status = status or int(tekst["status"])
        self.titel = str(tekst["titel"])
        self.detail = str(tekst["detail"])
        self.kop = kop or {}
        self.extra = extra

    @property
    def vertalingen(self) -> dict[str, str]:
        """The same in other languages, for the errors that say what to call; empty for the rest."""
        return fout_vertalingen(self.code) if self.detail == str(FOUTEN[self.code]["detail"]) else {}

    def met(self, detail: str) -> Probleem:
        """The same problem with its own explanation (already Dutch, already free of personal data)."""
        self.detail = detail
        return self


def fout(code: str, **extra: Any) -> Probleem:
    """The problem with this code, ready to raise."""
    return Probleem(code, **extra)


def problem(status: int, titel: str, detail: str, **extra: object) -> web.Response:
    """A problem+json response (RFC 9457). Members in `extra` stand beside title and detail."""
    inhoud = {"type": "about:blank", "title": titel, "status": status, "detail": detail, **extra}
    return web.Response(
        status=status,
        body=json.dumps(inhoud, ensure_ascii=False).encode("utf-8", "replace"),
        content_type="application/problem+json",
        charset="utf-8",
    )


def wants_page(request: web.Request) -> bool:
    """Whether the caller is a person with a browser: a page route, or an unknown address asked for as HTML."""
    route = request.app[keys.ROUTE_VAN].get(request.match_info.route)
    if route is not None:
        return route.pagina
    return not request.path.startswith(API_PADEN) and "text/html" in request.headers.get("Accept", "")


def als_response(request: web.Request, probleem: Probleem) -> web.Response:
    """The problem in the form this caller reads."""
    if wants_page(request):
        response = _pagina(request, probleem)
    else:
        response = problem(
            probleem.status,
            probleem.titel,
            probleem.detail,
            **{"code": probleem.code, **({"vertalingen": v} if (v := probleem.vertalingen) else {}), **probleem.extra},
        )
    response.headers.update(probleem.kop)
    return response


def _pagina(request: web.Request, probleem: Probleem) -> web.Response:
    from web.weergave import render

    try:
        return render(
            request, "fout.html", status=probleem.status, probleem=probleem, vertaald=_in_taal(request, probleem)
        )
    except Exception:  # An error while showing an error must still say something.
        log.exception("foutpagina")
        tekst = f"{probleem.titel}\n\n{probleem.detail}\n"
        return web.Response(status=probleem.status, text=tekst)


def _in_taal(request: web.Request, probleem: Probleem) -> tuple[str, str]:
    """Language and text for who reads /chat in another language; empty when there is none."""
    taal = request.query.get("taal", "") if request.path.startswith("/chat") else ""
    return taal, probleem.vertalingen.get(taal, "")


def _van_http(fout_: web.HTTPException) -> Probleem:
    code = _BIJ_STATUS.get(fout_.status, "onbegrijpelijk" if fout_.status < 500 else "ging_mis")
    kop = {"Allow": fout_.headers["Allow"]} if "Allow" in fout_.headers else {}
    return Probleem(code, status=fout_.status, kop=kop)


def van_onverwacht(fout_: Exception) -> Probleem:
    """An unforeseen error as a problem, logged without its text."""
    if isinstance(fout_, DatabaseWeg) or is_voorbijgaand(fout_):
        log.warning("database even weg")
        return Probleem("even_niet", kop={"Retry-After": "5"})
    log.exception("onverwachte fout")
    return Probleem("ging_mis")


@web.middleware
async def foutafhandeling(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever goes wrong into a problem; nothing of the exception's own text reaches the caller."""
    try:
        return await handler(request)
    except Probleem as probleem:
        return als_response(request, probleem)
    except web.HTTPException as http:
        if http.status < 400:
            raise
        return als_response(request, _van_http(http))
    except (UnicodeDecodeError, web.RequestPayloadError):
        # A form in another charset than it says, or a body that is not compressed as it says.
        return als_response(request, Probleem("onbegrijpelijk"))
    except Exception as onverwacht:
        return als_response(request, van_onverwacht(onverwacht))
