"""Routing rules: make, order, try out on past cases, and only then switch on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from opslag.db import now
from overdracht import edits, queries, routering, staf
from overdracht.models import RouteRegel
from overdracht.routering import RouteFout
from triage.beoordeling import LEEFGEBIEDEN, ZWAARTES
from web import keys
from web.beheer_teksten import TEKSTEN
from web.databank import in_db, lees_db
from web.errors import fout
from web.route import Route
from web.weergave import redirect, render

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RECHT = "staf:beheer"
# Cases to try rules on: recent enough to be like the next ones.
TERUG = dt.timedelta(days=90)
_MAX = 200


async def pagina(request: web.Request) -> web.Response:
    """`?proef=1` tells what the rules would have done with the cases of the last three months."""
    return await _toon(request, proef="proef" in request.query)


async def _toon(request: web.Request, *, proef: bool = False, foutmelding: str = "") -> web.Response:
    werkgebied = request.app[keys.WERKGEBIED]

    def werk(session: Session) -> dict[str, Any]:
        uitslag, zaken = [], None
        if proef:
            uitslag, zaken = routering.try_out(session, werkgebied=werkgebied, na=now() - TERUG)
        mensen = [m.naam for m in queries.find_medewerkers(session) if staf.mag(m, "werkplek")]
        return {"regels": queries.find_routeregels(session), "uitslag": uitslag, "zaken": zaken, "mensen": mensen}

    return render(
        request, "beheer/routering.html", status=422 if foutmelding else 200, t=TEKSTEN, proef=proef,
        foutmelding=foutmelding, melding=TEKSTEN["melding"].get(request.query.get("melding", ""), ""),
        leefgebieden=LEEFGEBIEDEN, zwaartes=ZWAARTES, **await lees_db(request.app, werk),
    )  # fmt: skip


async def maak(request: web.Request) -> web.Response:
    data = await request.post()
    voorwaarden = {
        naam: [str(v)[:_MAX].replace("\0", "") for v in data.getall(naam, [])]
        for naam in ("gemeente", "leefgebied", "zwaarte")
    }
    for naam in ("kern", "taal"):
        voorwaarden[naam] = str(data.get(naam, ""))[:1000].replace("\0", "").split(",")
    doel, _, naar = str(data.get("doel", ""))[:_MAX].replace("\0", "").partition(":")
    naam, wie = str(data.get("naam", ""))[:_MAX].replace("\0", ""), request["medewerker"].naam

    def werk(session: Session) -> None:
        regel = routering.add_regel(
            session, naam=naam, voorwaarden=voorwaarden, doel=doel, naar=naar, werkgebied=request.app[keys.WERKGEBIED]
        )
        edits.add_audit(session, wie, "route_gemaakt", regel.naam, op=now())

    try:
        await in_db(request.app, werk)
    except RouteFout as e:
        return await _toon(request, foutmelding=str(e))
    return redirect("/beheer/routering?melding=route_gemaakt")


def _verander(wat: str, werk: Callable[[Session, RouteRegel], object]) -> Any:
    async def doe(request: web.Request) -> web.Response:
        id_, wie = int(request.match_info["id"]), request["medewerker"].naam

        def in_sessie(session: Session) -> None:
            regel = session.get(RouteRegel, id_)
            if regel is None:
                raise fout("niet_gevonden")
            edits.add_audit(session, wie, wat, regel.naam, op=now())
            werk(session, regel)

        await in_db(request.app, in_sessie)
        return redirect(f"/beheer/routering?melding={wat}")

    return doe


def _omhoog(session: Session, regel: RouteRegel) -> None:
    routering.move(session, regel, omhoog=True)


def _omlaag(session: Session, regel: RouteRegel) -> None:
    routering.move(session, regel, omhoog=False)


def _zet(aan: bool) -> Callable[[Session, RouteRegel], None]:
    def werk(session: Session, regel: RouteRegel) -> None:
        regel.aan = aan

    return werk


_EEN = "/beheer/routering/{id:[0-9]{1,9}}"
ROUTES = (
    Route("GET", "/beheer/routering", pagina, RECHT, pagina=True),
    Route("POST", "/beheer/routering", maak, RECHT, pagina=True),
    Route("POST", f"{_EEN}/aan", _verander("route_aan", _zet(True)), RECHT, pagina=True),
    Route("POST", f"{_EEN}/uit", _verander("route_uit", _zet(False)), RECHT, pagina=True),
    Route("POST", f"{_EEN}/omhoog", _verander("route_volgorde", _omhoog), RECHT, pagina=True),
    Route("POST", f"{_EEN}/omlaag", _verander("route_volgorde", _omlaag), RECHT, pagina=True),
    Route("POST", f"{_EEN}/weg", _verander("route_weg", lambda s, r: s.delete(r)), RECHT, pagina=True),
)  # fmt: skip
