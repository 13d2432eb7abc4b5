"""What a resident decides or puts right while the team has the verslag, in the widget, on /chat and on /volg: whether
another may read it too, and how the team reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from overdracht import bereik, queries
from overdracht.doorzetantwoord import answer
from web import keys
from web.chatpagina import toon_gesprek
from web.chattaal import blijf_zo
from web.databank import in_db
from web.errors import Probleem, fout
from web.klok import lokaal_nu
from web.limieten import check_adres
from web.overdracht_fouten import vertaal
from web.route import GESPREK, IEDEREEN, Route
from web.velden import lees_json
from web.volg import require_open, toon_volg
from web.weergave import redirect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from gesprek.events import Event

_JA_NEE = {"ja": True, "nee": False}


def _kenmerk(session: Session, gesprek_id: str) -> str:
    """Of the last overdracht of this gesprek. Raises the problem `geen_verslag`."""
    o = queries.find_laatste_overdracht(session, gesprek_id)
    if o is None:
        raise fout("geen_verslag")
    return o.kenmerk


async def _antwoord(
    app: web.Application, keuze: str, ontvanger: str, *, gesprek_id: str = "", kenmerk: str = ""
) -> None:
    """By the gesprek, whose token was given, or by the kenmerk, whose code was."""
    if keuze not in _JA_NEE:
        raise fout("klopt_niet")

    def werk(session: Session) -> tuple[Event, ...]:
        return answer(
            session, kenmerk or _kenmerk(session, gesprek_id), ja=_JA_NEE[keuze], ontvanger=ontvanger,
            werkgebied=app[keys.WERKGEBIED], nu=lokaal_nu(app),
        )  # fmt: skip

    with vertaal():
        app[keys.HUB].publish(await in_db(app, werk))


async def _verander(app: web.Application, gesprek_id: str, contact: Mapping[str, Any]) -> None:
    def werk(session: Session) -> tuple[Event, ...]:
        kenmerk, nu = _kenmerk(session, gesprek_id), lokaal_nu(app)
        return bereik.change_bereik(session, kenmerk, contact, werkgebied=app[keys.WERKGEBIED], nu=nu)

    with vertaal():
        app[keys.HUB].publish(await in_db(app, werk))


# --- the API ----------------------------------------------------------------------------------


async def antwoord_api(request: web.Request) -> web.Response:
    await check_adres(request)
    data = await lees_json(request, "DoorzetAntwoord")
    await _antwoord(request.app, data["antwoord"], data["ontvanger"], gesprek_id=request["gesprek_id"])
    return web.Response(status=204)


async def bereik_api(request: web.Request) -> web.Response:
    await check_adres(request)
    data = await lees_json(request, "Contact")
    await _verander(request.app, request["gesprek_id"], data)
    return web.Response(status=204)


# --- without script ---------------------------------------------------------------------------


async def _velden(request: web.Request, *namen: str) -> dict[str, str]:
    data = await request.post()
    return {naam: str(data.get(naam, "")).strip()[:300].replace("\0", "") for naam in namen}


async def antwoord_chat(request: web.Request) -> web.Response:
    await check_adres(request)
    data = await _velden(request, "antwoord", "ontvanger")
    try:
        await _antwoord(request.app, data["antwoord"], data["ontvanger"], gesprek_id=request["gesprek_id"])
    except Probleem as probleem:
        return await _chat(request, probleem)
    return redirect(blijf_zo(request, "/chat#laatste"))


async def bereik_chat(request: web.Request) -> web.Response:
    await check_adres(request)
    contact = await _velden(request, *bereik.VELDEN)
    try:
        await _verander(request.app, request["gesprek_id"], contact)
    except Probleem as probleem:
        return await _chat(request, probleem, bereik=contact)
    return redirect(blijf_zo(request, "/chat?bereik=bewaard#bereik"))


async def _chat(request: web.Request, probleem: Probleem, **ingevuld: Any) -> web.Response:
    return await toon_gesprek(request, request["gesprek_id"], fout=probleem, **ingevuld)


async def antwoord_volg(request: web.Request) -> web.Response:
    kenmerk = require_open(request)
    await check_adres(request)
    data = await _velden(request, "antwoord", "ontvanger")
    try:
        await _antwoord(request.app, data["antwoord"], data["ontvanger"], kenmerk=kenmerk)
    except Probleem as probleem:
        return await toon_volg(request, kenmerk, probleem=probleem)
    return redirect(f"/volg/{kenmerk}?gedaan=geantwoord")


ROUTES = (
    Route("POST", "/api/v1/gesprekken/{id}/overdracht/doorzetten", antwoord_api, GESPREK),
    Route("POST", "/api/v1/gesprekken/{id}/overdracht/bereik", bereik_api, GESPREK),
    Route("POST", "/chat/doorzetten", antwoord_chat, GESPREK, pagina=True),
    Route("POST", "/chat/bereik", bereik_chat, GESPREK, pagina=True),
    Route("POST", "/volg/{kenmerk}/doorzetten", antwoord_volg, IEDEREEN, pagina=True),
)
