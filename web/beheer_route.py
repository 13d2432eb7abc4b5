"""Routing rules: make, order, try out on past cases, and only then switch on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from opslag.db import now
from overdracht import edits, queries, routering, staf
from overdracht.models import RouteRegel
from overdracht.past import talen
from overdracht.routering import RouteFout
from triage.beoordeling import LEEFGEBIEDEN
from web import keys
from web.audit_woorden import voorwaarden_tekst
from web.beheer_teksten import TEKSTEN
from web.databank import in_db, lees_db
from web.errors import fout
from web.route import Route
from web.weergave import redirect, render
from web.werkplek_teksten import WOORDEN

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RECHT = "staf:beheer"
# Cases to try rules on: recent enough to be like the next ones.
TERUG = dt.timedelta(days=90)
_MAX = 200
_LEEG: dict[str, Any] = {
    "naam": "",
    "gemeente": (),
    "kern": "",
    "leefgebied": (),
    "zwaarte": (),
    "taal": "",
    "doel": "",
}


async def pagina(request: web.Request) -> web.Response:
    """`?proef=1` tells what the rules would have done with the cases of the last three months."""
    return await _toon(request, proef="proef" in request.query)


async def _toon(
    request: web.Request, *, proef: bool = False, foutmelding: str = "", ingevuld: Mapping[str, Any] | None = None
) -> web.Response:
    """ingevuld: what was typed for a rule that was not made."""
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
        leefgebieden=LEEFGEBIEDEN, zwaartes=WOORDEN["zwaarte"],
        als=voorwaarden_tekst, ingevuld={**_LEEG, **(ingevuld or {})}, **await lees_db(request.app, werk),
    )  # fmt: skip


async def maak(request: web.Request) -> web.Response:
    data = await request.post()
    voorwaarden = {
        naam: [str(v)[:_MAX].replace("\0", "") for v in data.getall(naam, [])]
        for naam in ("gemeente", "leefgebied", "zwaarte")
    }
    los = {naam: str(data.get(naam, ""))[:1000].replace("\0", "") for naam in ("kern", "taal")}
    codes = {naam.lower(): code for code, naam in talen().items()}
    voorwaarden["kern"] = los["kern"].split(",")
    voorwaarden["taal"] = [codes.get(w.strip().lower(), w) for w in los["taal"].split(",")]
    gekozen = str(data.get("doel", ""))[:_MAX].replace("\0", "")
    doel, _, naar = gekozen.partition(":")
    naam, wie = str(data.get("naam", ""))[:_MAX].replace("\0", ""), request["medewerker"].naam

    def werk(session: Session) -> None:
        regel = routering.add_regel(
            session, naam=naam, voorwaarden=voorwaarden, doel=doel, naar=naar, werkgebied=request.app[keys.WERKGEBIED]
        )
        edits.add_audit(session, wie, "route_gemaakt", regel.naam, reden=_beschrijf(regel), op=now())

    try:
        await in_db(request.app, werk)
    except RouteFout as e:
        return await _toon(request, foutmelding=str(e), ingevuld={**voorwaarden, **los, "naam": naam, "doel": gekozen})
    return redirect("/beheer/routering?melding=route_gemaakt")


def _beschrijf(regel: RouteRegel) -> str:
    """A rule in one line, for the audit: once it is gone nothing else tells what it did."""
    als = voorwaarden_tekst(regel.voorwaarden) or TEKSTEN["route_altijd"]
    doel = TEKSTEN["route_doel"][regel.doel]
    return f"{als} → {doel}" + (f": {TEKSTEN['rollen'].get(regel.naar, regel.naar)}" if regel.naar else "")


def _verander(wat: str, werk: Callable[[Session, RouteRegel], object]) -> Any:
    async def doe(request: web.Request) -> web.Response:
        id_, wie = int(request.match_info["id"]), request["medewerker"].naam

        def in_sessie(session: Session) -> None:
            regel = session.get(RouteRegel, id_)
            if regel is None:
                raise fout("niet_gevonden")
            edits.add_audit(session, wie, wat, regel.naam, reden=_beschrijf(regel), op=now())
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
