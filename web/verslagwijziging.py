"""A change of the verslag by the resident, the same on /chat, on /volg and in the API: heard, and put in its place."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from aiohttp import web

from overdracht import queries
from overdracht import service as overdrachten
from overdracht.models import OPGEPAKT, WACHTEND
from overdracht.toevoegen import Hoor, te_horen
from triage.beoordeling import LEEFGEBIEDEN, Beoordeling
from web import keys
from web.klok import lokaal_nu

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.events import Event
    from werkgebied import Werkgebied

log = logging.getLogger("web.verslagwijziging")
# As many sentences as are listened to one by one; a line holds a thousand characters.
_MEESTE = 60


async def luister(app: web.Application, body: Any) -> Hoor:
    """What triage hears in the new lines for which no part was chosen, asked before the database is."""
    zinnen = te_horen(body)[:_MEESTE]
    if not zinnen:
        return lambda _: None
    return (await asyncio.get_running_loop().run_in_executor(app[keys.POOL], _hoor, app, zinnen)).get


def _hoor(app: web.Application, zinnen: list[str]) -> dict[str, Beoordeling]:
    """Without a triage that works the patterns alone decide: what was typed is kept all the same."""
    try:
        return {zin: app[keys.TRIAGE].beoordeel(zin) for zin in zinnen}
    except Exception:
        log.exception("triage mislukt")
        return {}


def pas_verslag_aan(
    app: web.Application, session: Session, gesprek_id: str, body: Any, *, hoor: Hoor
) -> tuple[Event, ...]:
    """The forms of docs/verslag.md, with `plaats` beside them. Raises what `patch_concept` and `change_plaats` do."""
    nu, events = lokaal_nu(app), ()
    if isinstance(body, dict) and "plaats" in body:
        plaats = body["plaats"]
        body = {naam: deel for naam, deel in body.items() if naam != "plaats"}
        events = overdrachten.change_plaats(session, gesprek_id, plaats, werkgebied=app[keys.WERKGEBIED], nu=nu)
        if not body:
            return events
    return (*events, *overdrachten.patch_concept(session, gesprek_id, body, nu=nu, hoor=hoor).events)


def read_keuzes(session: Session, gesprek_id: str, werkgebied: Werkgebied) -> dict[str, Any]:
    """What a resident can choose from: JSON data. Once a team has the verslag only the kernen of its gemeente."""
    o = queries.find_laatste_overdracht(session, gesprek_id)
    bij_team = o is not None and o.toestemming and o.status in (WACHTEND, OPGEPAKT)
    gemeenten = [g for g in werkgebied.gemeenten if not bij_team or (o is not None and g.naam == o.gemeente)]
    return {
        "plaatsen": [{"gemeente": g.naam, "kernen": list(g.kernen)} for g in gemeenten],
        "leefgebieden": [{"code": code, "naam": naam} for code, naam in LEEFGEBIEDEN.items()],
        "bij_team": bij_team,
    }
