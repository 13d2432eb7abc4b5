"""/beheer/bewaren: how long each kind is kept; what deletes, or keeps for longer, is told before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from overdracht import bewaarbeheer, instelling_queries
from overdracht.beheerfout import AndersGeworden, GeenBeheerder
from overdracht.bewaarbeheer import BewaarFout, Gevolg
from overdracht.bewaartermijn import SOORTEN
from overdracht.inrichting import bewaar_sleutel
from web import keys
from web.beheer_teksten import TEKSTEN
from web.databank import in_db, lees_db
from web.errors import fout
from web.klok import lokaal_nu
from web.route import Route
from web.weergave import redirect, render

if TYPE_CHECKING:
    from multidict import MultiDictProxy
    from sqlalchemy.orm import Session

RECHT = "staf:beheer"
_MAX = 400


async def pagina(request: web.Request) -> web.Response:
    """What is kept for how long, and since when that is so."""
    return await _toon(request)


async def _toon(
    request: web.Request, *, soort: str = "", dagen: str = "", reden: str = "", fouten: dict[str, str] | None = None,
    gevolg: Gevolg | None = None, terug: bool = False, foutmelding: str = "", status: int = 200,
) -> web.Response:  # fmt: skip
    """soort: of which kind dagen and reden were typed; gevolg: what that would do; terug: back to the setting."""
    inrichting = request.app[keys.INRICHTING]

    def werk(session: Session) -> list[dict[str, Any]]:
        alle = instelling_queries.find_instellingen(session)
        return [
            {
                "soort": s, "nu": inrichting.bewaartermijn(s), "standaard": inrichting.standaard_dagen(s),
                "grenzen": bewaarbeheer.grenzen(s, inrichting), "rij": alle.get(bewaar_sleutel(s)),
            }
            for s in SOORTEN
        ]  # fmt: skip

    return render(
        request, "beheer/bewaren.html", status=status, t=TEKSTEN, woorden=TEKSTEN["bewaren"],
        soorten=await lees_db(request.app, werk), open=soort, dagen=dagen, reden=reden, fouten=fouten or {},
        gevolg=gevolg, terug=terug, foutmelding=foutmelding, max_reden=bewaarbeheer.MAX_REDEN,
        melding=TEKSTEN["melding"].get(request.query.get("melding", ""), ""),
    )  # fmt: skip


def _tekst(data: MultiDictProxy[Any], naam: str) -> str:
    return str(data.get(naam, ""))[:_MAX].replace("\0", "").strip()


async def bewaar(request: web.Request) -> web.Response:
    """Keep a kind for another time, or (`terug`) as the setting says; first tell what that does."""
    app, wie, data = request.app, request["medewerker"], await request.post()
    soort, dagen, reden, versie = (_tekst(data, n) for n in ("soort", "dagen", "reden", "versie"))
    if soort not in SOORTEN:
        raise fout("niet_gevonden")
    terug, zeker, nu = data.get("terug") == "ja", data.get("zeker") == "ja", lokaal_nu(app)
    was = int(versie) if versie.isascii() and versie.isdigit() and len(versie) < 10 else 0
    vast: dict[str, Any] = {"inrichting": app[keys.INRICHTING], "zeker": zeker, "wie": wie, "nu": nu, "versie": was}

    def werk(session: Session) -> Gevolg | None:
        if terug:
            return bewaarbeheer.reset_bewaartermijn(session, soort, **vast)
        return bewaarbeheer.save_bewaartermijn(session, soort, dagen, reden=reden, **vast)

    getypt: dict[str, Any] = {"soort": soort, "dagen": dagen, "reden": reden, "terug": terug}
    try:
        gevolg = await in_db(app, werk)
    except BewaarFout as e:
        return await _toon(request, **getypt, fouten=e.fouten, status=422)
    except AndersGeworden:
        return await _toon(request, foutmelding=TEKSTEN["fouten"]["bewaren_anders"], status=409)
    except GeenBeheerder:
        raise fout("geen_toegang") from None
    if gevolg is not None:
        return await _toon(request, **getypt, gevolg=gevolg, status=422)
    return redirect(f"/beheer/bewaren?melding={'bewaren_terug' if terug else 'bewaren_veranderd'}")


ROUTES = (
    Route("GET", "/beheer/bewaren", pagina, RECHT, pagina=True),
    Route("POST", "/beheer/bewaren", bewaar, RECHT, pagina=True),
)
