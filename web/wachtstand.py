"""How the overdracht of a gesprek stands, for who holds its token: place, promise, kenmerk and who helps.

The answer of the approval tells it once; this tells it again after a reload, in another tab and on /chat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from gesprek import queries as gesprekken
from overdracht import queries
from overdracht.doorzetvraag import read_vraag
from overdracht.lopend import nog_bereiken
from overdracht.models import OPGEPAKT, WACHTEND, Medewerker, Overdracht
from overdracht.volgcode import read_volgcode
from overdracht.wachten import read_belofte, read_positie, read_wachttijd
from overdracht.zicht import deelt_gesprek
from web import keys
from web.berichttaal import met_talen
from web.databank import lees_db
from web.errors import fout
from web.klok import lokaal_nu
from web.route import GESPREK, Route

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def read_stand(session: Session, gesprek_id: str, app: web.Application) -> dict[str, Any] | None:
    """JSON data of the latest overdracht that was agreed to, or of a crisis that is open; None when there is none."""
    gesprek = gesprekken.get_gesprek(session, gesprek_id)
    overdracht = queries.find_laatste_overdracht(session, gesprek_id)
    if gesprek is None or overdracht is None or not (overdracht.toestemming or _is_open_crisis(overdracht)):
        return None
    werkgebied = app[keys.WERKGEBIED]
    nu = lokaal_nu(app)
    medewerker = session.get(Medewerker, overdracht.medewerker_id) if overdracht.medewerker_id else None
    return {
        "kenmerk": overdracht.kenmerk,
        "volgcode": read_volgcode(session, overdracht),
        "status": gesprek.status,
        "positie": read_positie(session, overdracht),
        "wachttijd": read_wachttijd(session, overdracht, werkgebied=werkgebied, nu=nu).as_dict(),
        "belofte": met_talen(read_belofte(overdracht, werkgebied=werkgebied, nu=nu).as_dict()),
        "medewerker": medewerker.naam if medewerker else "",
        # Who helps does not sit at the chat: the promise is of a call or a mail, while that is still to come.
        "buiten_chat": is_buiten_chat(overdracht),
        "nog_bereiken": nog_bereiken(overdracht),
        "doorzetvraag": read_vraag(overdracht),
        # A crisis without a verslag: there is nothing to withdraw, and the gesprek is what the team reads.
        "verslag": overdracht.toestemming,
        "gesprek_gedeeld": overdracht.verslag is None or deelt_gesprek(overdracht.verslag),
    }


def read_contact(session: Session, gesprek_id: str) -> dict[str, Any] | None:
    """How the team reaches this resident, to be put right; None while no team has a verslag."""
    o = queries.find_laatste_overdracht(session, gesprek_id)
    if o is None or not o.toestemming or not o.verslag or o.status not in (WACHTEND, OPGEPAKT):
        return None
    return dict(o.verslag["contact"])


def is_buiten_chat(o: Overdracht) -> bool:
    """Whether who holds it calls or mails, and does not sit at the chat."""
    return o.status == OPGEPAKT and (o.voorkeur != "chat" or o.vervolg_voor is not None)


def _is_open_crisis(overdracht: Overdracht) -> bool:
    return overdracht.crisis is not None and overdracht.wil_mens and overdracht.status in ("wachtend", "opgepakt")


async def stand(request: web.Request) -> web.Response:
    gevonden = await lees_db(request.app, lambda s: read_stand(s, request["gesprek_id"], request.app))
    if gevonden is None:
        raise fout("geen_verslag")
    return web.json_response(gevonden)


ROUTES = (Route("GET", "/api/v1/gesprekken/{id}/overdracht", stand, GESPREK),)
