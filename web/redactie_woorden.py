"""/redactie/woorden: what residents ask and say, and what the redactie does about it with one click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from sociale_kaart import edits
from sociale_kaart.synoniemen import add_synoniem, delete_synoniem, list_synoniemen
from sociale_kaart.tellingen import read_signalen
from sociale_kaart.zoek import find_voorzieningen
from web import keys
from web.databank import in_db, lees_db
from web.redactie_gemeen import RECHT, getal, melding, tekst, vandaag
from web.route import Route
from web.weergave import redirect, render
from web.zicht import zicht_nu

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


async def woorden(request: web.Request) -> web.Response:
    """Everyday words with what they mean, what gesprekken tell, and a question to try."""
    return await _toon(request)


async def probeer(request: web.Request) -> web.Response:
    """A question tried. It may be in a resident's own words, and so it stands in no address."""
    return await _toon(request, vraag=tekst(await request.post(), "vraag", 300))


async def terug(request: web.Request) -> web.Response:
    """Who comes back to the address of a question that was tried finds the page without it."""
    return redirect("/redactie/woorden")


async def _toon(request: web.Request, *, vraag: str = "") -> web.Response:
    dag = vandaag(request)
    werkgebied, zicht, triage = request.app[keys.WERKGEBIED], zicht_nu(request.app), request.app[keys.TRIAGE]

    def lees(session: Session) -> dict[str, Any]:
        return {
            "synoniemen": list_synoniemen(session),
            "signalen": read_signalen(session, dag),
            "treffers": find_voorzieningen(
                session,
                vraag,
                werkgebied=werkgebied,
                leefgebieden=[g.code for g in triage.beoordeel(vraag).leefgebieden],
                limit=10,
                zicht=zicht,
            )
            if vraag
            else [],
        }

    gegevens = await lees_db(request.app, lees)
    return render(
        request, "redactie/woorden.html", vraag=vraag, fout=request.query.get("fout", ""), melding=melding(request),
        woord=tekst(request.query, "woord", 80), **gegevens,
    )  # fmt: skip


async def woord_erbij(request: web.Request) -> web.Response:
    data = await request.post()
    wie = request["medewerker"].naam
    try:
        await in_db(request.app, lambda s: add_synoniem(s, tekst(data, "woord"), tekst(data, "betekent"), wie=wie))
    except edits.Afgekeurd:
        return redirect("/redactie/woorden?fout=1")
    return redirect("/redactie/woorden?gedaan=synoniem")


async def woord_weg(request: web.Request) -> web.Response:
    nummer = getal(tekst(await request.post(), "id"), -1)
    if nummer >= 0:
        await in_db(request.app, lambda s: delete_synoniem(s, nummer))
    return redirect("/redactie/woorden?gedaan=synoniem_weg")


ROUTES = (
    Route("GET", "/redactie/woorden", woorden, RECHT, pagina=True),
    Route("GET", "/redactie/woorden/proef", terug, RECHT, pagina=True),
    Route("POST", "/redactie/woorden/proef", probeer, RECHT, pagina=True),
    Route("POST", "/redactie/woorden", woord_erbij, RECHT, pagina=True),
    Route("POST", "/redactie/woorden/weg", woord_weg, RECHT, pagina=True),
)
