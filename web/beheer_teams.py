"""/beheer/teams: the team of each gemeente with its hours and the days it is closed, changed by a beheerder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aiohttp import web

from gesprek.events import werkplek_event
from kalender.dichtdagen import dicht_tekst
from kalender.openingstijden import OpeningstijdenFout, parse_openingstijden
from kalender.weekrooster import MEESTE_BLOKKEN, RIJEN, Rooster, as_rooster, read_rooster, rij_naam
from overdracht import instelling_queries, queries, staf, teambeheer
from overdracht.beheerfout import AndersGeworden, GeenBeheerder
from overdracht.gesloten import Antwoord, BeloftenGeraakt, Geraakt
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
# The fields that may be filled in per day, and what their form says then.
UREN, PER_DAG = ("openingstijden", "inloop"), "dagen"
_MAX_BELOFTEN = 5000


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
    foutmelding: str = "", geraakt: Sequence[Geraakt] = (), terug: bool = False, antwoord: Antwoord | None = None,
    springt: str = "",
    status: int = 200,
) -> web.Response:  # fmt: skip
    """invoer: what somebody typed that was not kept. geraakt: the promises it touches, of saving or of the way back
    (`terug`), about which something must be chosen. springt: the id of the field where typing goes on."""
    app, gemeente = request.app, _gemeente(request)
    inrichting = app[keys.INRICHTING]

    def werk(session: Session) -> dict[str, Any]:
        rij = instelling_queries.get_instelling(session, team_sleutel(gemeente))
        return {"waarde": teambeheer.read_waarde(session, gemeente, inrichting=inrichting), "rij": rij}

    gegevens = await lees_db(app, werk)
    waarde, rij = gegevens["waarde"], gegevens["rij"]
    if invoer is None:
        dicht = [(_dag(d["van"]), _dag(d["tot"]), d.get("waarom", "")) for d in waarde["dicht"]]
        per_dag = {veld: r for veld in UREN if (r := _rooster(waarde[veld])) is not None}
        invoer = TeamInvoer(**{veld: waarde[veld] for veld in _VELDEN}, dicht=dicht, rooster=per_dag)
    leeg = _LEGE if len(invoer.dicht) < teambeheer.MEESTE_DICHT else 0
    return render(
        request, "beheer/team.html", status=status, t=TEKSTEN, g=gemeente, invoer=invoer, reden=reden,
        dicht=[*invoer.dicht, *[("", "", "")] * leeg], gezet=rij if rij and rij.waarde else None,
        versie=rij.versie if rij else 0, bestand=inrichting.standaard_team(gemeente), fouten=fouten or {},
        foutmelding=foutmelding, max_naam=teambeheer.MAX_NAAM, max_reden=teambeheer.MAX_REDEN,
        max_waarom=teambeheer.MAX_WAAROM, rijen=RIJEN, rij_naam=rij_naam, meeste_blokken=MEESTE_BLOKKEN,
        geraakt=geraakt, terug=terug, keuze=antwoord.keuze if antwoord else "", springt=springt,
        mist_keuze=antwoord is not None and bool(antwoord.gezien), kort=TEKSTEN["beloften_hoogstens"],
        mailt=inrichting.mailt,
    )  # fmt: skip


def _rooster(tekst: str) -> Rooster | None:
    """These hours to fill in per day; None when they can only be text."""
    try:
        return as_rooster(parse_openingstijden(tekst))
    except OpeningstijdenFout:
        return None


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
    per_dag = {veld: _lees_rooster(data, veld) for veld in UREN if data.get(f"{veld}-wijze") == PER_DAG}
    return TeamInvoer(**velden, dicht=rijen, rooster=per_dag)


def _lees_rooster(data: MultiDictProxy[Any], veld: str) -> Rooster:
    """What was filled in per day."""
    rooster = {}
    for rij in RIJEN:
        van, tot = ([_tekst(w)[:20] for w in data.getall(f"{veld}-{rij}-{kant}", [])] for kant in ("van", "tot"))
        rooster[rij] = list(zip(van, tot, strict=False))[:MEESTE_BLOKKEN]
    return rooster


def _bouw_om(invoer: TeamInvoer, doe: str) -> tuple[TeamInvoer, str, dict[str, str]] | None:
    """What a button in the form asks for that keeps nothing: the form anew, where typing goes on, and what is wrong.

    One more block (`erbij:openingstijden:ma`), the same as the day before (`zelfde:...`), or the other way of typing
    (`anders:openingstijden`). None when it asks for nothing we know.
    """
    wat, _, rest = doe.partition(":")
    veld, _, rij = rest.partition(":")
    if veld not in UREN:
        return None
    if wat == "anders":
        return _andere_wijze(invoer, veld)
    per_dag = invoer.rooster.get(veld)
    if per_dag is None or rij not in RIJEN or wat not in ("erbij", "zelfde"):
        return None
    nummer = RIJEN.index(rij)
    gevuld = [b for b in per_dag[rij] if any(b)]
    if wat == "zelfde":
        anders = [b for b in per_dag[RIJEN[max(nummer - 1, 0)]] if any(b)]
    else:
        anders = [*gevuld, ("", "")][:MEESTE_BLOKKEN]
    samen = {**invoer.rooster, veld: {**per_dag, rij: anders}}
    return replace(invoer, rooster=samen), f"{veld}-{rij}-van-{max(len(anders), 1)}", {}


def _andere_wijze(invoer: TeamInvoer, veld: str) -> tuple[TeamInvoer, str, dict[str, str]]:
    """From a week to text, or back; what cannot go along is told and stays as it is."""
    rest = {naam: r for naam, r in invoer.rooster.items() if naam != veld}
    if veld in invoer.rooster:
        tekst, mis = read_rooster(invoer.rooster[veld])
        if mis:
            return invoer, "", {f"{veld}-{next(iter(mis))}": TEKSTEN["fouten"]["uren_eerst"]}
        return replace(invoer, rooster=rest, **{veld: tekst}), f"{veld}-tekst", {}
    per_dag = _rooster(getattr(invoer, veld))
    if per_dag is None:
        return invoer, "", {veld: TEKSTEN["fouten"]["uren_tekst"]}
    return replace(invoer, rooster={**rest, veld: per_dag}), f"{veld}-{RIJEN[0]}-van-1", {}


def _antwoord(data: MultiDictProxy[Any]) -> Antwoord:
    """What was chosen for the promises that were shown."""
    gezien = [_tekst(k)[:20] for k in data.getall("gezien", [])[:_MAX_BELOFTEN]]
    return Antwoord(_tekst(data.get("beloften", "")), frozenset(gezien))


async def bewaar(request: web.Request) -> web.Response:
    """Keep what was typed, when the team still is as it was shown and what it touches was seen."""
    app, gemeente, wie = request.app, _gemeente(request), request["medewerker"]
    data = await request.post()
    invoer, reden, versie, nu = _lees(data), _tekst(data.get("reden", "")), _versie(data), lokaal_nu(app)
    if (doe := _tekst(data.get("doe", ""))) and (anders := _bouw_om(invoer, doe)):
        invoer, springt, fouten = anders
        return await _toon(request, invoer=invoer, reden=reden, springt=springt, fouten=fouten)
    beloften = _antwoord(data)
    try:
        events = await in_db(
            app, lambda s: teambeheer.save_team(s, gemeente, invoer, inrichting=app[keys.INRICHTING], wie=wie, nu=nu,
                                                versie=versie, reden=reden, beloften=beloften)
        )  # fmt: skip
    except TeamFout as e:
        return await _toon(request, invoer=invoer, reden=reden, fouten=e.fouten, status=422)
    except BeloftenGeraakt as e:
        return await _toon(request, invoer=invoer, reden=reden, geraakt=e.geraakt, antwoord=beloften, status=422)
    except AndersGeworden:
        melding = TEKSTEN["fouten"]["team_anders"]
        return await _toon(request, invoer=invoer, reden=reden, foutmelding=melding, status=409)
    except GeenBeheerder:
        raise fout("geen_toegang") from None
    app[keys.HUB].publish((*events, werkplek_event()))
    return redirect("/beheer/teams?melding=team_veranderd")


async def terug(request: web.Request) -> web.Response:
    """Let the file count again."""
    app, gemeente, wie = request.app, _gemeente(request), request["medewerker"]
    data = await request.post()
    versie, nu, beloften = _versie(data), lokaal_nu(app), _antwoord(data)
    if data.get("zeker") != "ja":
        return await _toon(request, foutmelding=TEKSTEN["fouten"]["termijn_zeker"], status=422)
    try:
        events = await in_db(
            app, lambda s: teambeheer.reset_team(s, gemeente, inrichting=app[keys.INRICHTING], wie=wie, nu=nu,
                                                 versie=versie, beloften=beloften)
        )  # fmt: skip
    except TeamFout as e:
        return await _toon(request, foutmelding=str(e), status=422)
    except BeloftenGeraakt as e:
        return await _toon(request, geraakt=e.geraakt, terug=True, antwoord=beloften, status=422)
    except AndersGeworden:
        return await _toon(request, foutmelding=TEKSTEN["fouten"]["team_anders"], status=409)
    except GeenBeheerder:
        raise fout("geen_toegang") from None
    app[keys.HUB].publish((*events, werkplek_event()))
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
