"""The staff API of koppelvlak §6. What a medewerker may see and do is decided in `overdracht`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from gesprek import queries
from gesprek import service as gesprekken
from gesprek.teksten import verborgen_tekst
from overdracht import edits, wachtrij
from overdracht.inzage import get_overdracht, grond
from overdracht.models import Medewerker
from web import keys
from web.chat import MAX_VOLGNUMMER
from web.databank import in_db, lees_db
from web.kenmerk import kenmerk_uit
from web.klok import lokaal_nu
from web.limieten import check_adres
from web.overdracht_fouten import vertaal
from web.queries import has_audit
from web.route import Route
from web.toegang import bearer
from web.velden import lees_getal, lees_json, veldfout
from web.werkplek_stand import OPNIEUW_GELEZEN

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

STATUSSEN = ("wachtend", "opgepakt", "afgerond")
RECHT = "staf:werkplek"
Stap = Callable[["Session", str, Medewerker, dt.datetime], Any]


def _stilte(request: web.Request) -> dt.timedelta:
    return dt.timedelta(minutes=request.app[keys.SETTINGS].stilte_minuten)


def zelf(session: Session, medewerker: Medewerker) -> Medewerker:
    """This medewerker within the session, so that being at work is remembered; the account may just be gone."""
    return session.get(Medewerker, medewerker.id) or medewerker


# --- reading ----------------------------------------------------------------------------------


async def overdrachten(request: web.Request) -> web.Response:
    status = request.query.get("status", "wachtend")
    if status not in STATUSSEN:
        raise veldfout("status", "status")
    medewerker, nu, wie_kijkt = request["medewerker"], lokaal_nu(request.app), bearer(request)

    def werk(session: Session) -> list[dict[str, Any]]:
        lijst = wachtrij.find_overdrachten(session, status, medewerker=medewerker, nu=nu)
        na = nu - OPNIEUW_GELEZEN
        if wie_kijkt is not None and not has_audit(session, medewerker.naam, "lijst_gelezen", status, na=na):
            # A program that reads names and first lines of five hundred people leaves that it did.
            edits.add_audit(session, medewerker.naam, "lijst_gelezen", status, reden=str(len(lijst)), op=nu)
        return lijst

    with vertaal():
        rij = await (lees_db if wie_kijkt is None else in_db)(request.app, werk)
    return web.json_response({"overdrachten": rij})


async def overdracht(request: web.Request) -> web.Response:
    """The verslag, whole. Reading it is written down, so this is a write."""
    medewerker, kenmerk, nu = request["medewerker"], kenmerk_uit(request), lokaal_nu(request.app)
    with vertaal():
        gelezen = await in_db(request.app, lambda s: wachtrij.read_overdracht(s, kenmerk, medewerker=medewerker, nu=nu))
    return web.json_response(gelezen)


async def berichten(request: web.Request) -> web.Response:
    """The gesprek, as far as the resident consented to it."""
    na = lees_getal(request, "na", 0, grens=MAX_VOLGNUMMER)
    medewerker, kenmerk, nu = request["medewerker"], kenmerk_uit(request), lokaal_nu(request.app)

    def werk(session: Session) -> list[dict[str, Any]]:
        gelezen = wachtrij.read_gesprek(session, kenmerk, medewerker=medewerker, na=na)
        if not has_audit(session, medewerker.naam, "gelezen", kenmerk, na=nu - OPNIEUW_GELEZEN):
            reden = grond(get_overdracht(session, kenmerk, medewerker), medewerker)
            edits.add_audit(session, medewerker.naam, "gelezen", kenmerk, reden=reden, op=nu)
        return gelezen

    with vertaal():
        lijst = await in_db(request.app, werk)
    return web.json_response({"berichten": lijst})


# --- the steps of the queue -------------------------------------------------------------------


def _uitleg(*teksten: str) -> dict[str, Any]:
    """What was taken out of what the medewerker typed, and why; nothing when all of it is kept."""
    soorten = gesprekken.find_verborgen(*teksten)
    return {"verborgen": list(soorten), "uitleg": verborgen_tekst(soorten, medewerker=True)} if soorten else {}


async def _doe(request: web.Request, stap: Stap, *getypt: str) -> web.Response:
    """One step, published after the commit; answered with how the overdracht then stands."""
    medewerker, kenmerk, nu = request["medewerker"], kenmerk_uit(request), lokaal_nu(request.app)
    with vertaal():
        uit, uitleg = await in_db(request.app, lambda s: (stap(s, kenmerk, zelf(s, medewerker), nu), _uitleg(*getypt)))
    request.app[keys.HUB].publish(uit.events)
    houder = medewerker.naam if uit.overdracht.medewerker_id == medewerker.id else ""
    stand = {"kenmerk": uit.overdracht.kenmerk, "status": uit.overdracht.status, "medewerker": houder}
    return web.json_response({**stand, **({"gevraagd": True} if uit.gevraagd else {}), **uitleg})


async def oppakken(request: web.Request) -> web.Response:
    await lees_json(request, "Leeg", leeg_mag=True)
    stilte = _stilte(request)
    return await _doe(request, lambda s, k, m, nu: wachtrij.claim_overdracht(s, k, m, nu=nu, stilte=stilte))


async def vrijgeven(request: web.Request) -> web.Response:
    data = await lees_json(request, "Vrijgeven", leeg_mag=True)
    reden, werkgebied = data.get("reden") or "", request.app[keys.WERKGEBIED]
    return await _doe(
        request, lambda s, k, m, nu: wachtrij.release(s, k, m, reden=reden, werkgebied=werkgebied, nu=nu), reden
    )


async def doorzetten(request: web.Request) -> web.Response:
    data = await lees_json(request, "Doorzetten")
    werkgebied = request.app[keys.WERKGEBIED]
    return await _doe(
        request,
        lambda s, k, m, nu: wachtrij.transfer(
            s,
            k,
            m,
            naar=data["naar"],
            reden=data["reden"],
            werkgebied=werkgebied,
            nu=nu,
            mondeling=data.get("mondeling") is True,
        ),
        data["reden"],
    )


async def afronden(request: web.Request) -> web.Response:
    data = await lees_json(request, "Afronden")
    uitkomst, toelichting = data["uitkomst"], data.get("toelichting") or ""
    return await _doe(
        request,
        lambda s, k, m, nu: wachtrij.finish(s, k, m, uitkomst=uitkomst, toelichting=toelichting, nu=nu),
        uitkomst,
        toelichting,
    )


async def terug_naar_assistent(request: web.Request) -> web.Response:
    data = await lees_json(request, "Vrijgeven", leeg_mag=True)
    reden = data.get("reden") or ""
    return await _doe(request, lambda s, k, m, nu: wachtrij.back_to_assistent(s, k, m, reden=reden, nu=nu), reden)


async def stuur(request: web.Request) -> web.Response:
    """A message of the medewerker, in the resident's own widget. Only who holds the gesprek may send."""
    await check_adres(request)
    data = await lees_json(request, "BerichtMedewerker")
    medewerker, kenmerk, nu, stilte = (
        request["medewerker"],
        kenmerk_uit(request),
        lokaal_nu(request.app),
        _stilte(request),
    )

    def werk(session: Session) -> tuple[gesprekken.Ontvangen, dict[str, Any]]:
        uit = wachtrij.post_bericht(session, kenmerk, zelf(session, medewerker), **data, nu=nu, stilte=stilte)
        return uit, _uitleg(data["tekst"])

    with vertaal():
        ontvangen, uitleg = await in_db(request.app, werk)
    request.app[keys.HUB].publish(ontvangen.events)
    return web.json_response({"bericht": queries.bericht_as_dict(ontvangen.bericht), **uitleg}, status=201)


async def gelezen(request: web.Request) -> web.Response:
    """The holder has seen the gesprek up to here."""
    data = await lees_json(request, "Gelezen")
    medewerker, kenmerk, tot = request["medewerker"], kenmerk_uit(request), data["volgnummer"]
    with vertaal():
        events = await in_db(request.app, lambda s: wachtrij.mark_gelezen(s, kenmerk, zelf(s, medewerker), tot=tot))
    request.app[keys.HUB].publish(events)
    return web.Response(status=204)


_EEN = "/api/v1/overdrachten/{kenmerk}"
ROUTES = (
    Route("GET", "/api/v1/overdrachten", overdrachten, RECHT),
    Route("GET", _EEN, overdracht, RECHT),
    Route("GET", f"{_EEN}/berichten", berichten, RECHT),
    Route("POST", f"{_EEN}/berichten", stuur, RECHT),
    Route("POST", f"{_EEN}/gelezen", gelezen, RECHT),
    Route("POST", f"{_EEN}/oppakken", oppakken, RECHT),
    Route("POST", f"{_EEN}/vrijgeven", vrijgeven, RECHT),
    Route("POST", f"{_EEN}/doorzetten", doorzetten, RECHT),
    Route("POST", f"{_EEN}/afronden", afronden, RECHT),
    Route("POST", f"{_EEN}/terug-naar-assistent", terug_naar_assistent, RECHT),
)
