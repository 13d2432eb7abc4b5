"""/beheer/teams: the team of each gemeente with its hours and the days it is closed, changed by a beheerder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from gesprek.events import werkplek_event
from kalender.dichtdagen import dicht_tekst
from overdracht import instelling_queries, queries, staf, teambeheer
from overdracht.beheerfout import AndersGeworden, GeenBeheerder
from overdracht.inrichting import team_sleutel
from overdracht.past import talen
from overdracht.teambeheer import TeamFout, TeamInvoer
from triage.beoordeling import LEEFGEBIEDEN
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

    from overdracht.models import Medewerker
    from werkgebied import Gemeente

RECHT = "staf:beheer"
_MAX, _VELDEN = 300, ("naam", "openingstijden", "inloop", "telefoon", "email", "adres")
# Rows for periods that nobody filled in yet.
_LEGE = 2


async def pagina(request: web.Request) -> web.Response:
    """Every team as it counts now, and who works there."""
    app = request.app
    werkgebied, nu = app[keys.WERKGEBIED], lokaal_nu(app)

    def werk(session: Session) -> dict[str, Any]:
        mensen, alle = _mensen(session), instelling_queries.find_instellingen(session)
        return {
            "mensen": {g.code: [m for m in mensen if _hoort_bij(m, g)] for g in werkgebied.gemeenten},
            "gezet": {g.code: r for g in werkgebied.gemeenten if (r := alle.get(team_sleutel(g))) and r.waarde},
        }

    gegevens = await lees_db(app, werk)
    stand = {
        g.code: {
            "nu": g.team.openingstijden.open_nu_tekst(nu, werkgebied.feestdagen),
            "dicht": dicht_tekst(g.team.openingstijden, nu.date(), dagen=teambeheer.MAX_VOORUIT),
        }
        for g in werkgebied.gemeenten
    }
    return render(
        request, "beheer/teams.html", t=TEKSTEN, stand=stand, leefgebieden=LEEFGEBIEDEN, talen=talen(),
        melding=TEKSTEN["melding"].get(request.query.get("melding", ""), ""), **gegevens,
    )  # fmt: skip


def _mensen(session: Session) -> list[Medewerker]:
    return [m for m in queries.find_medewerkers(session) if staf.mag(m, "werkplek")]


def _hoort_bij(medewerker: Medewerker, gemeente: Gemeente) -> bool:
    """Who has no gemeente set works for all."""
    return not medewerker.gemeenten or gemeente.naam in medewerker.gemeenten


async def een(request: web.Request) -> web.Response:
    """The form of one team."""
    return await _toon(request)


async def _toon(
    request: web.Request, *, invoer: TeamInvoer | None = None, reden: str = "", fouten: dict[str, str] | None = None,
    foutmelding: str = "", status: int = 200,
) -> web.Response:  # fmt: skip
    """invoer: what somebody typed that was not kept."""
    app, gemeente = request.app, _gemeente(request)
    inrichting = app[keys.INRICHTING]

    def werk(session: Session) -> dict[str, Any]:
        rij = instelling_queries.get_instelling(session, team_sleutel(gemeente))
        return {"waarde": teambeheer.read_waarde(session, gemeente, inrichting=inrichting), "rij": rij}

    gegevens = await lees_db(app, werk)
    waarde, rij = gegevens["waarde"], gegevens["rij"]
    if invoer is None:
        dicht = [(_dag(d["van"]), _dag(d["tot"]), d.get("waarom", "")) for d in waarde["dicht"]]
        invoer = TeamInvoer(**{veld: waarde[veld] for veld in _VELDEN}, dicht=dicht)
    leeg = _LEGE if len(invoer.dicht) < teambeheer.MEESTE_DICHT else 0
    return render(
        request, "beheer/team.html", status=status, t=TEKSTEN, g=gemeente, invoer=invoer, reden=reden,
        dicht=[*invoer.dicht, *[("", "", "")] * leeg], gezet=rij if rij and rij.waarde else None,
        versie=rij.versie if rij else 0, bestand=inrichting.standaard_team(gemeente), fouten=fouten or {},
        foutmelding=foutmelding, max_naam=teambeheer.MAX_NAAM, max_reden=teambeheer.MAX_REDEN,
        max_waarom=teambeheer.MAX_WAAROM,
    )  # fmt: skip


def _dag(iso: str) -> str:
    """A day as people type it."""
    return "-".join(reversed(iso.split("-")))


def _gemeente(request: web.Request) -> Gemeente:
    code = request.match_info["gemeente"]
    gevonden = next((g for g in request.app[keys.WERKGEBIED].gemeenten if g.code == code), None)
    if gevonden is None:
        raise fout("niet_gevonden")
    return gevonden


# --- changing -----------------------------------------------------------------------------------------


def _tekst(waarde: object) -> str:
    return str(waarde)[:_MAX].replace("\0", "").strip()


def _lees(data: MultiDictProxy[Any]) -> TeamInvoer:
    velden = {veld: str(data.get(veld, ""))[:2000].replace("\0", "").strip() for veld in _VELDEN}
    kolommen = ([_tekst(w) for w in data.getall(naam, [])] for naam in ("van", "tot", "waarom"))
    # A browser sends the three of each row; what sends fewer gets the rows that are whole.
    rijen = [r for r in zip(*kolommen, strict=False) if any(r)][: teambeheer.MEESTE_DICHT + 1]
    return TeamInvoer(**velden, dicht=rijen)


async def bewaar(request: web.Request) -> web.Response:
    """Keep what was typed, when the team still is as it was shown."""
    app, gemeente, wie = request.app, _gemeente(request), request["medewerker"]
    data = await request.post()
    invoer, reden, versie, nu = _lees(data), _tekst(data.get("reden", "")), _versie(data), lokaal_nu(app)
    try:
        await in_db(
            app, lambda s: teambeheer.save_team(s, gemeente, invoer, inrichting=app[keys.INRICHTING], wie=wie, nu=nu,
                                                versie=versie, reden=reden)
        )  # fmt: skip
    except TeamFout as e:
        return await _toon(request, invoer=invoer, reden=reden, fouten=e.fouten, status=422)
    except AndersGeworden:
        melding = TEKSTEN["fouten"]["team_anders"]
        return await _toon(request, invoer=invoer, reden=reden, foutmelding=melding, status=409)
    except GeenBeheerder:
        raise fout("geen_toegang") from None
    app[keys.HUB].publish((werkplek_event(),))
    return redirect("/beheer/teams?melding=team_veranderd")


async def terug(request: web.Request) -> web.Response:
    """Let the file count again."""
    app, gemeente, wie = request.app, _gemeente(request), request["medewerker"]
    data = await request.post()
    versie, nu = _versie(data), lokaal_nu(app)
    if data.get("zeker") != "ja":
        return await _toon(request, foutmelding=TEKSTEN["fouten"]["termijn_zeker"], status=422)
    try:
        await in_db(
            app, lambda s: teambeheer.reset_team(s, gemeente, inrichting=app[keys.INRICHTING], wie=wie, nu=nu,
                                                 versie=versie)
        )  # fmt: skip
    except TeamFout as e:
        return await _toon(request, foutmelding=str(e), status=422)
    except AndersGeworden:
        return await _toon(request, foutmelding=TEKSTEN["fouten"]["team_anders"], status=409)
    except GeenBeheerder:
        raise fout("geen_toegang") from None
    app[keys.HUB].publish((werkplek_event(),))
    return redirect("/beheer/teams?melding=team_terug")


def _versie(data: MultiDictProxy[Any]) -> int:
    ruw = _tekst(data.get("versie", ""))
    return int(ruw) if ruw.isascii() and ruw.isdigit() and len(ruw) < 10 else 0


_EEN = "/beheer/teams/{gemeente:[a-z0-9-]{1,60}}"
ROUTES = (
    Route("GET", "/beheer/teams", pagina, RECHT, pagina=True),
    Route("GET", _EEN, een, RECHT, pagina=True),
    Route("POST", _EEN, bewaar, RECHT, pagina=True),
    Route("POST", f"{_EEN}/terug", terug, RECHT, pagina=True),
)
