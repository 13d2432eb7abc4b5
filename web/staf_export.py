"""The verslag and the concept-ondersteuningsplan to take along: JSON and PDF. Each time is written in the audit."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from overdracht import service as overdrachten
from overdracht.ondersteuningsplan import make_plan
from overdracht.uitdraaien import read_uitdraai
from sociale_kaart.queries import get_published
from sociale_kaart.zicht import ZONDER_GRENS
from web import keys
from web.databank import in_db, lees_db
from web.errors import fout
from web.kenmerk import kenmerk_uit
from web.klok import lokaal_nu
from web.overdracht_fouten import vertaal
from web.route import GESPREK, Route

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RECHT = "staf:werkplek"
Maker = Callable[[], bytes]
Lokaal = Callable[[dt.datetime], dt.datetime]


async def _uitdraai(request: web.Request, wat: str) -> dict[str, Any]:
    """The verslag with how it stands, as far as there is consent; that somebody took it is written down."""
    kenmerk = kenmerk_uit(request)
    medewerker, nu = request["medewerker"], lokaal_nu(request.app)

    def werk(session: Session) -> dict[str, Any] | None:
        return read_uitdraai(session, kenmerk, medewerker=medewerker, wat=wat, nu=nu)

    with vertaal():
        gelezen = await in_db(request.app, werk)
    if gelezen is None:
        # A crisis before approval: there is no verslag that may be taken along.
        raise fout("geen_verslag")
    return gelezen


def _verslag(verslag: Mapping[str, Any], lokaal: Lokaal) -> Maker:
    def maak() -> bytes:
        from overdracht.pdf import verslag_pdf  # half a second, which only who takes one need wait for

        return verslag_pdf(verslag, lokaal=lokaal)

    return maak


def _ondersteuningsplan(plan: Mapping[str, Any], lokaal: Lokaal) -> Maker:
    def maak() -> bytes:
        from overdracht.pdf import plan_pdf

        return plan_pdf(plan, lokaal=lokaal)

    return maak


async def _pdf(maak: Maker, naam: str) -> web.Response:
    kop = {"Content-Disposition": f'inline; filename="{naam}"', "Cache-Control": "no-store"}
    return web.Response(body=await asyncio.to_thread(maak), content_type="application/pdf", headers=kop)


async def verslag_als_pdf(request: web.Request) -> web.Response:
    uit = await _uitdraai(request, "verslag_pdf")
    lokaal = request.app[keys.WERKGEBIED].lokale_tijd
    return await _pdf(_verslag(uit, lokaal), f"verslag-{uit['kenmerk']}.pdf")


async def _plan(request: web.Request, wat: str) -> dict[str, Any]:
    uit = await _uitdraai(request, wat)
    o = uit["overdracht"]
    ids = [v["id"] for v in uit["getoonde_voorzieningen"]]

    def toegang(session: Session) -> dict[str, str]:
        gevonden = ((id_, get_published(session, id_, ZONDER_GRENS)) for id_ in ids)
        return {id_: v.toegang for id_, v in gevonden if v is not None}

    return make_plan(
        uit,
        nu=lokaal_nu(request.app),
        termijnen={naam: o[f"{naam}_voor"] for naam in ("eerste_contact", "onderzoek", "beschikking")},
        generalist=o["medewerker"],
        toegang=await lees_db(request.app, toegang),
    )


async def plan(request: web.Request) -> web.Response:
    return web.json_response(await _plan(request, "plan"), headers={"Cache-Control": "no-store"})


async def plan_als_pdf(request: web.Request) -> web.Response:
    uit, lokaal = await _plan(request, "plan_pdf"), request.app[keys.WERKGEBIED].lokale_tijd
    return await _pdf(_ondersteuningsplan(uit, lokaal), f"concept-ondersteuningsplan-{uit['kenmerk']}.pdf")


async def eigen_verslag(request: web.Request) -> web.Response:
    """The resident's own verslag, also before it was approved; then it says that it is a draft."""
    verslag = await lees_db(request.app, lambda s: overdrachten.read_concept(s, request["gesprek_id"]))
    if verslag is None:
        raise fout("geen_verslag")
    lokaal = request.app[keys.WERKGEBIED].lokale_tijd
    return await _pdf(_verslag(verslag, lokaal), "mijn-verslag.pdf")


_EEN = "/api/v1/overdrachten/{kenmerk}"
ROUTES = (
    Route("GET", f"{_EEN}/verslag.pdf", verslag_als_pdf, RECHT),
    Route("GET", f"{_EEN}/ondersteuningsplan", plan, RECHT),
    Route("GET", f"{_EEN}/ondersteuningsplan.pdf", plan_als_pdf, RECHT),
    Route("GET", "/api/v1/gesprekken/{id}/verslag.pdf", eigen_verslag, GESPREK),
    Route("GET", "/chat/verslag.pdf", eigen_verslag, GESPREK, pagina=True),
)
