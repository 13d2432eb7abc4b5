"""The sociale kaart for everybody: published entries in our own form, and in that of Open Referral (HSDS 3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from opslag.db import now
from sociale_kaart import hsds, queries
from sociale_kaart.kaartje import as_kaartje
from triage.beoordeling import LEEFGEBIEDEN
from web import keys
from web.databank import lees_db
from web.errors import fout
from web.etag import json_met_etag
from web.route import IEDEREEN, Route
from web.velden import lees_getal, veldfout
from web.zicht import zicht_nu

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_MAX_ZOEK = 200
_PER_PAGINA, _MAX_PER_PAGINA, _MAX_PAGINA = 50, 200, 10_000


def _filter(request: web.Request) -> dict[str, str]:
    """zoek, gemeente (code or name) and leefgebied from the query; a value we do not know is a mistake, not nothing."""
    zoek = request.query.get("zoek", "").replace("\0", "")
    if len(zoek) > _MAX_ZOEK:
        raise veldfout("zoek", "te_lang", grens=_MAX_ZOEK)
    gemeente = request.query.get("gemeente", "").strip()
    gevonden = request.app[keys.WERKGEBIED].zoek_gemeente(gemeente) if gemeente else None
    if gemeente and gevonden is None:
        raise veldfout("gemeente", "gemeente")
    leefgebied = request.query.get("leefgebied", "").strip()
    if leefgebied and leefgebied not in LEEFGEBIEDEN:
        raise veldfout("leefgebied", "keuze", keuzes=", ".join(LEEFGEBIEDEN))
    return {"zoek": zoek, "gemeente": gevonden.naam if gevonden else "", "leefgebied": leefgebied}


async def voorzieningen(request: web.Request) -> web.Response:
    filter_ = _filter(request)
    pagina = max(lees_getal(request, "pagina", 1, grens=_MAX_PAGINA), 1)
    per = min(max(lees_getal(request, "per_pagina", _PER_PAGINA, grens=10_000), 1), _MAX_PER_PAGINA)
    werkgebied, nu, zicht = request.app[keys.WERKGEBIED], now(), zicht_nu(request.app)

    def werk(session: Any) -> dict[str, Any]:
        gevonden = queries.find_published(session, zicht, **filter_, limit=per, offset=(pagina - 1) * per)
        return {
            "totaal": queries.count_published(session, zicht, **filter_),
            "pagina": pagina,
            "per_pagina": per,
            "voorzieningen": [as_kaartje(v, nu=nu, werkgebied=werkgebied) for v in gevonden],
        }

    return json_met_etag(request, await lees_db(request.app, werk))


async def voorziening(request: web.Request) -> web.Response:
    werkgebied, nu, zicht = request.app[keys.WERKGEBIED], now(), zicht_nu(request.app)
    id = request.match_info["id"].replace("\0", "")[:80]

    def werk(session: Any) -> dict[str, Any] | None:
        gevonden = queries.get_published(session, id, zicht)
        return as_kaartje(gevonden, nu=nu, werkgebied=werkgebied) if gevonden else None

    kaartje = await lees_db(request.app, werk)
    if kaartje is None:
        raise fout("niet_gevonden")
    return json_met_etag(request, kaartje)


async def hsds_begin(request: web.Request) -> web.Response:
    """What HSDS asks of the root: which version and profile, and where its description stands."""
    basis = request.app[keys.SETTINGS].publieke_url.rstrip("/")
    return web.json_response(
        {
            "version": "3.1.0",
            "profile": "https://docs.openreferral.org/en/v3.1.0/",
            "openapi_url": f"{basis}/openapi.json",
        }
    )


async def hsds_services(request: web.Request) -> web.Response:
    zicht = zicht_nu(request.app)
    return await _hsds_lijst(request, lambda s, params: hsds.services(s, params, zicht))


async def hsds_taxonomies(request: web.Request) -> web.Response:
    return await _hsds_lijst(request, lambda s, params: hsds.taxonomies(params))


async def hsds_terms(request: web.Request) -> web.Response:
    return await _hsds_lijst(request, hsds.terms)


async def _hsds_lijst(
    request: web.Request, lees: Callable[[Session, Mapping[str, str]], dict[str, Any]]
) -> web.Response:
    params = {k: v.replace("\0", "") for k, v in request.query.items()}
    try:
        return json_met_etag(request, await lees_db(request.app, lambda s: lees(s, params)))
    except hsds.HsdsFout as e:
        # An unknown parameter may hold anything; its name is not repeated.
        bekend = e.parameter if e.parameter in hsds.PARAMETERS else "?"
        raise fout("klopt_niet", status=400, fouten=[{"veld": bekend, "reden": e.reden}]) from None


async def hsds_service(request: web.Request) -> web.Response:
    zicht = zicht_nu(request.app)
    return await _hsds_een(request, lambda s, welke: hsds.service(s, welke, zicht))


async def hsds_taxonomy(request: web.Request) -> web.Response:
    return await _hsds_een(request, lambda s, welke: hsds.get_taxonomy(welke))


async def hsds_term(request: web.Request) -> web.Response:
    return await _hsds_een(request, hsds.get_term)


async def _hsds_een(request: web.Request, lees: Callable[[Session, str], dict[str, Any] | None]) -> web.Response:
    id = request.match_info["id"].replace("\0", "")[:80]
    gevonden = await lees_db(request.app, lambda s: lees(s, id))
    if gevonden is None:
        raise fout("niet_gevonden")
    return json_met_etag(request, gevonden)


ROUTES = (
    Route("GET", "/api/v1/voorzieningen", voorzieningen, IEDEREEN),
    Route("GET", "/api/v1/voorzieningen/{id}", voorziening, IEDEREEN),
    Route("GET", "/hsds/v3", hsds_begin, IEDEREEN),
    Route("GET", "/hsds/v3/services", hsds_services, IEDEREEN),
    Route("GET", "/hsds/v3/services/{id}", hsds_service, IEDEREEN),
    Route("GET", "/hsds/v3/taxonomies", hsds_taxonomies, IEDEREEN),
    Route("GET", "/hsds/v3/taxonomies/{id}", hsds_taxonomy, IEDEREEN),
    Route("GET", "/hsds/v3/taxonomy_terms", hsds_terms, IEDEREEN),
    Route("GET", "/hsds/v3/taxonomy_terms/{id}", hsds_term, IEDEREEN),
)
