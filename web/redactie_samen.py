"""/redactie/{id}/…: making one entry of two, undoing that, and asking the provider."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sociale_kaart import aanbieder, edits, queries, samenvoegen
from sociale_kaart.velden import Veldfout
from web import keys
from web.controlemail import aanbieder_adres, queue_aanbieder
from web.databank import in_db, lees_db
from web.errors import fout
from web.klok import lokaal_nu
from web.redactie import toon_met
from web.redactie_gemeen import RECHT, getal, keurder, tekst
from web.redactie_teksten import REDENEN, VELDTEKST
from web.route import Route
from web.weergave import redirect, render

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


async def voorstel(request: web.Request) -> web.Response:
    """What would move and what would be lost, before anything is done."""
    return await _toon(request)


async def _toon(request: web.Request, fouten: list[Veldfout] | None = None) -> web.Response:
    id_, ander = request.match_info["id"], request.match_info["ander"]

    def lees(session: Session) -> dict[str, Any]:
        blijft, weg = queries.get_voorziening(session, id_), queries.get_voorziening(session, ander)
        if blijft is None or weg is None or id_ == ander:
            raise fout("niet_gevonden")
        return {"blijft": blijft, "weg": weg, "voorstel": samenvoegen.preview_merge(blijft, weg)}

    return render(
        request, "redactie/samenvoegen.html", status=422 if fouten else 200, teksten=VELDTEKST, fouten=fouten or [],
        melding="", mag=keurder(request).mag_direct, redenen=REDENEN, **await lees_db(request.app, lees),
    )  # fmt: skip


async def voeg_samen(request: web.Request) -> web.Response:
    """Do it; both stay in the history, and it can be undone."""
    id_, ander, keurt = request.match_info["id"], request.match_info["ander"], keurder(request)
    if not keurt.mag_direct:
        return await _toon(request, [Veldfout("status", REDENEN["direct"])])
    try:
        await in_db(request.app, lambda s: samenvoegen.merge(s, id_, ander, wie=keurt.naam))
    except edits.Afgekeurd as e:
        return await _toon(request, e.fouten)
    except edits.BestaatNiet:
        raise fout("niet_gevonden") from None
    return redirect(f"/redactie/{id_}?gedaan=samengevoegd")


async def maak_ongedaan(request: web.Request) -> web.Response:
    nummer, keurt = getal(tekst(await request.post(), "nummer"), -1), keurder(request)
    if not keurt.mag_direct:
        return await toon_met(request, request.match_info["id"], fouten=[Veldfout("status", REDENEN["direct"])])
    try:
        await in_db(request.app, lambda s: samenvoegen.undo_merge(s, nummer, wie=keurt.naam))
    except edits.BestaatNiet:
        raise fout("niet_gevonden") from None
    return redirect(f"/redactie/{request.match_info['id']}?gedaan=ongedaan")


async def vraag_aanbieder(request: web.Request) -> web.Response:
    """Mail the provider a personal link; without mail the redacteur gets the link to pass on."""
    settings, wie = request.app[keys.SETTINGS], request["medewerker"].naam
    id_, email = request.match_info["id"], tekst(await request.post(), "email", 200)
    gebied, nu = request.app[keys.WERKGEBIED].naam, lokaal_nu(request.app)
    geldig = dt.timedelta(days=max(settings.aanbiederlink_dagen, 1))

    def werk(session: Session) -> str:
        sleutel = aanbieder.make_link(session, id_, email=email, wie=wie, nu=nu, geldig=geldig)
        voorziening = edits.lock_voorziening(session, id_)
        if settings.smtp_url:
            queue_aanbieder(
                session, aan=email, naam=voorziening.naam, sleutel=sleutel, publieke_url=settings.publieke_url,
                gebied=gebied, nu=nu, geldig_tot=(nu + geldig).date(),
            )  # fmt: skip
        return sleutel

    try:
        sleutel = await in_db(request.app, werk)
    except edits.Afgekeurd as e:
        return await toon_met(request, id_, fouten=[Veldfout("aanbieder", f.reden) for f in e.fouten])
    except edits.BestaatNiet:
        raise fout("niet_gevonden") from None
    if settings.smtp_url:
        return redirect(f"/redactie/{id_}?gedaan=gemaild")
    return await toon_met(request, id_, aanbieder_adres=aanbieder_adres(settings.publieke_url, sleutel))


ROUTES = (
    Route("GET", "/redactie/{id}/samenvoegen/{ander}", voorstel, RECHT, pagina=True),
    Route("POST", "/redactie/{id}/samenvoegen/{ander}", voeg_samen, RECHT, pagina=True),
    Route("POST", "/redactie/{id}/samenvoegen-ongedaan", maak_ongedaan, RECHT, pagina=True),
    Route("POST", "/redactie/{id}/aanbieder", vraag_aanbieder, RECHT, pagina=True),
)
