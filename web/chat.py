"""The resident's API of koppelvlak §5, over plain HTTP. The socket beside it stands in `stroom.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.welkom import welkom
from gesprek import queries
from gesprek import service as gesprekken
from gesprek.invoer import BerichtFout
from opslag.db import now
from overdracht import service as overdrachten
from overdracht.bewaartermijn import GESPREK as BEWAARD
from overdracht.bewaren import delete_gesprek
from web import keys
from web.berichttaal import met_talen, voor_inwoner
from web.crisis_elders import hear, typed_in
from web.databank import in_db, lees_db
from web.errors import Probleem, fout
from web.klok import lokaal_nu
from web.limieten import check_adres, check_bericht, limiet_gesprek
from web.meetellen import save_score
from web.overdracht_fouten import vertaal
from web.route import GESPREK, IEDEREEN, Route
from web.velden import lees_getal, lees_json, lees_ruwe_json, veldfout
from web.verslagwijziging import luister, pas_verslag_aan, read_keuzes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.antwoord import AntwoordBericht
    from web.beantwoorden import Uitkomst
    from werkgebied import Gemeente

MAX_VOLGNUMMER = 2**31 - 1


def bericht_fout(e: BerichtFout) -> Probleem:
    """Why the gesprek refused a message, as a problem with its field."""
    veld, reden = {"te_lang": ("tekst", "te_lang"), "score": ("score", "ongeldig")}.get(e.reden, ("payload", "vorm"))
    return veldfout(veld, reden, grens="10.000")


def welkom_berichten(app: web.Application, gemeente: Gemeente | None) -> tuple[AntwoordBericht, ...]:
    """How every gesprek opens: who this is, what it keeps, and how to reach a person."""
    return welkom(app[keys.WERKGEBIED], gemeente, now(), bewaar_dagen=app[keys.INRICHTING].dagen(BEWAARD))


async def start_gesprek(
    app: web.Application, gemeente: str | None, taal: str = gesprekken.NEDERLANDS
) -> gesprekken.Gestart:
    """Open a gesprek with its welcome; raises the problem `klopt_niet` for a gemeente that is not ours.

    taal: in which language the page is read.
    """
    gevonden = app[keys.WERKGEBIED].zoek_gemeente(gemeente) if gemeente else None
    if gemeente and gevonden is None:
        raise veldfout("gemeente", "gemeente")
    naam = gevonden.naam if gevonden else None
    # Made inside the work, so that it tells the hours and days that count at that moment.
    gestart = await in_db(
        app, lambda s: gesprekken.start(s, gemeente=naam, welkom=welkom_berichten(app, gevonden), taal=taal)
    )
    app[keys.GEOPEND].onthoud(gestart.gesprek.id, gestart.token)
    app[keys.HUB].publish(gestart.events)
    return gestart


async def send_bericht(
    app: web.Application,
    gesprek_id: str,
    *,
    client_id: str,
    tekst: str | None = None,
    payload: str | None = None,
    wacht: bool = True,
    adres: str | None = None,
) -> Uitkomst:
    """Take in one message with its limits; the same for REST, socket, page and Rasa's channel.

    `adres`: who sends it, as `Limieten.adres` says; None where that was looked at already.
    With `wacht` false it returns as soon as the message is kept; the answers follow by the stream.
    """
    await check_bericht(app, gesprek_id, tekst, adres=adres)
    try:
        uitkomst = await app[keys.BEANTWOORDER].ontvang(
            gesprek_id, client_id=client_id, tekst=tekst, payload=payload, wacht=wacht
        )
    except gesprekken.OnbekendGesprek:
        raise fout("geen_toegang") from None
    except BerichtFout as e:
        raise bericht_fout(e) from None
    if not uitkomst.nieuw:
        await app[keys.LIMIETEN].geef_terug(limiet_gesprek(app), gesprek_id)
    return uitkomst


def read_alles(session: Session, gesprek_id: str, na: int) -> dict[str, Any] | None:
    """Status and everything after `na`, from one moment; None when the gesprek is gone."""
    gesprek = queries.get_gesprek(session, gesprek_id)
    if gesprek is None:
        return None
    berichten = gesprekken.read_berichten(session, gesprek_id, na) if gesprek.volgnummer > na else []
    return {
        "berichten": [voor_inwoner(b) for b in berichten],
        "status": gesprek.status,
        "volgnummer": gesprek.volgnummer,
        "gelezen": queries.gelezen_as_dict(gesprek),
    }


# --- handlers ---------------------------------------------------------------------------------


async def nieuw_gesprek(request: web.Request) -> web.Response:
    await check_adres(request)
    data = await lees_json(request, "GesprekNieuw", leeg_mag=True)
    taal = data.get("taal", gesprekken.NEDERLANDS)
    gestart = await start_gesprek(request.app, data.get("gemeente"), taal)
    return web.json_response(
        {
            "id": gestart.gesprek.id,
            "token": gestart.token,
            "status": gestart.gesprek.status,
            "berichten": [voor_inwoner(b) for b in gestart.berichten],
        },
        status=201,
    )


async def nieuw_bericht(request: web.Request) -> web.Response:
    try:
        data = await lees_json(request, "BerichtNieuw")
    except Probleem:
        # What cannot be read is no crisis that must pass, and costs as much.
        await check_adres(request)
        raise
    adres = request.app[keys.LIMIETEN].adres(request)
    uitkomst = await send_bericht(request.app, request["gesprek_id"], adres=adres, **data)
    return web.json_response(
        {"bericht": uitkomst.bericht, "antwoorden": list(uitkomst.antwoorden), "status": uitkomst.status}, status=201
    )


async def berichten(request: web.Request) -> web.Response:
    na = lees_getal(request, "na", 0, grens=MAX_VOLGNUMMER)
    alles = await lees_db(request.app, lambda s: read_alles(s, request["gesprek_id"], na))
    if alles is None:
        raise fout("geen_toegang")
    return web.json_response(alles)


async def gelezen(request: web.Request) -> web.Response:
    """The resident has seen the gesprek up to here; told to the medewerker who is in it."""
    data = await lees_json(request, "Gelezen")
    await mark_gelezen(request.app, request["gesprek_id"], data["volgnummer"])
    return web.Response(status=204)


async def mark_gelezen(app: web.Application, gesprek_id: str, tot: int) -> None:
    """The same for the API and the socket."""
    app[keys.HUB].publish(await in_db(app, lambda s: gesprekken.mark_gelezen(s, gesprek_id, wie="inwoner", tot=tot)))


async def verwijder(request: web.Request) -> web.Response:
    events = await in_db(request.app, lambda s: delete_gesprek(s, request["gesprek_id"]))
    request.app[keys.HUB].publish(events)
    return web.Response(status=204)


async def verslag(request: web.Request) -> web.Response:
    """The verslag, with beside it who gets it."""
    gesprek_id = request["gesprek_id"]

    def lees(session: Session) -> dict[str, Any]:
        check_verslag(session, gesprek_id)
        return met_ontvanger(request.app, session, gesprek_id, overdrachten.read_concept(session, gesprek_id) or {})

    return web.json_response(await lees_db(request.app, lees))


def met_ontvanger(
    app: web.Application, session: Session, gesprek_id: str, verslag: Mapping[str, Any]
) -> dict[str, Any]:
    """The verslag as the resident sees it: with who gets it after a yes."""
    werkgebied = app[keys.WERKGEBIED]
    ontvanger = overdrachten.read_ontvanger(session, gesprek_id, werkgebied=werkgebied)
    merk, keuzes = overdrachten.merk_van(verslag), read_keuzes(session, gesprek_id, werkgebied)
    return {**verslag, "ontvanger": ontvanger, "merk": merk, "keuzes": keuzes}


def check_verslag(session: Session, gesprek_id: str) -> None:
    """Raises the problem `geen_verslag` while there is none."""
    if overdrachten.read_concept(session, gesprek_id) is None:
        raise fout("geen_verslag")


async def verslag_wijzigen(request: web.Request) -> web.Response:
    """The forms of the body are those of docs/verslag.md; a list counts as its lines."""
    await check_adres(request)
    data = await lees_ruwe_json(request)
    hoor = await luister(request.app, data)

    def werk(session: Session) -> Any:
        check_verslag(session, request["gesprek_id"])
        events = pas_verslag_aan(request.app, session, request["gesprek_id"], data, hoor=hoor)
        verslag = overdrachten.read_concept(session, request["gesprek_id"]) or {}
        return events, met_ontvanger(request.app, session, request["gesprek_id"], verslag)

    try:
        with vertaal():
            events, concept = await in_db(request.app, werk)
    except Probleem:
        await hear(request.app, request["gesprek_id"], typed_in(data), bewaard=False)
        raise
    request.app[keys.HUB].publish(events)
    await hear(request.app, request["gesprek_id"], typed_in(data))
    return web.json_response(concept)


async def goedkeuren(request: web.Request) -> web.Response:
    await check_adres(request)
    data = await lees_json(request, "Goedkeuring")
    goed = await approve(
        request.app,
        request["gesprek_id"],
        data.get("contact") or {},
        toestemming=data["toestemming"],
        tekstversie=data.get("tekstversie", overdrachten.TEKSTVERSIE),
        onderdelen=data.get("onderdelen"),
        eerder=data.get("eerder"),
        ontvanger=data.get("ontvanger"),
        taal=data.get("taal"),
        gelezen=data.get("gelezen"),
    )
    return web.json_response(goed, status=201)


async def approve(
    app: web.Application,
    gesprek_id: str,
    contact: Mapping[str, Any],
    *,
    toestemming: bool,
    tekstversie: str = "",
    onderdelen: list[str] | None = None,
    eerder: Mapping[str, str] | None = None,
    ontvanger: str | None = None,
    taal: str | None = None,
    gelezen: str | None = None,
) -> dict[str, Any]:
    """Hand the verslag over with the resident's consent; the same for the API and the page.

    onderdelen: what the resident ticked. A caller that knows only the call of koppelvlak.md asks its yes for the
    whole verslag of that document, gesprek included; our own pages always name what was ticked.
    """
    werkgebied = app[keys.WERKGEBIED]

    def werk(session: Session) -> Any:
        check_verslag(session, gesprek_id)
        return overdrachten.approve(
            session,
            gesprek_id,
            contact,
            toestemming=toestemming,
            werkgebied=werkgebied,
            nu=lokaal_nu(app),
            tekstversie=tekstversie or overdrachten.TEKSTVERSIE,
            onderdelen=overdrachten.ALLES if onderdelen is None else onderdelen,
            eerder=eerder,
            ontvanger=ontvanger,
            taal=taal,
            gelezen=gelezen,
        )

    with vertaal():
        goed = await in_db(app, werk)
    app[keys.HUB].publish(goed.events)
    return {
        "kenmerk": goed.kenmerk,
        "volgcode": goed.volgcode,
        "status": goed.status,
        "positie": goed.positie,
        "wachttijd": goed.wachttijd,
        "belofte": met_talen(goed.belofte),
        "gesprek_gedeeld": goed.gesprek_gedeeld,
    }


async def intrekken(request: web.Request) -> web.Response:
    await lees_json(request, "Leeg", leeg_mag=True)
    app = request.app
    nu = lokaal_nu(app)
    with vertaal():
        ingetrokken = await in_db(app, lambda s: overdrachten.withdraw(s, request["gesprek_id"], nu=nu))
    app[keys.HUB].publish(ingetrokken.events)
    return web.json_response({"status": ingetrokken.status})


async def feedback(request: web.Request) -> web.Response:
    await check_adres(request)
    data = await lees_json(request, "FeedbackNieuw")
    try:
        await in_db(
            request.app,
            lambda s: save_score(
                request.app,
                s,
                request["gesprek_id"],
                score=int(data["score"]),
                toelichting=data.get("toelichting") or "",
            ),
        )
    except BerichtFout as e:
        raise bericht_fout(e) from None
    return web.json_response({"score": data["score"]}, status=201)


_EEN = "/api/v1/gesprekken/{id}"
ROUTES = (
    Route("POST", "/api/v1/gesprekken", nieuw_gesprek, IEDEREEN),
    Route("DELETE", _EEN, verwijder, GESPREK),
    Route("GET", f"{_EEN}/berichten", berichten, GESPREK),
    Route("POST", f"{_EEN}/berichten", nieuw_bericht, GESPREK, merkt_weg=True),
    Route("POST", f"{_EEN}/gelezen", gelezen, GESPREK),
    Route("GET", f"{_EEN}/verslag", verslag, GESPREK),
    Route("PATCH", f"{_EEN}/verslag", verslag_wijzigen, GESPREK),
    Route("POST", f"{_EEN}/verslag/goedkeuren", goedkeuren, GESPREK),
    Route("POST", f"{_EEN}/verslag/intrekken", intrekken, GESPREK),
    Route("POST", f"{_EEN}/feedback", feedback, GESPREK),
)
