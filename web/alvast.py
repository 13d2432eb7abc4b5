"""A question to a medewerker who calls or mails: what the computer can say of it at once.

Who waits for a call types to somebody who does not sit at the chat. The message goes to the holder, and that is told
(overdracht/antwoordtermijn.py). What the sociale kaart knows of a simple question is shown beside it, so that nobody
waits a day for an address; where it knows nothing, only that the message was kept. The computer says that it is one.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from aiohttp import web

from gesprek import queries as gesprekken_queries
from gesprek import service as gesprekken
from gesprek.berichten import ASSISTENT, INWONER, MEDEWERKER, SYSTEEM
from opslag.db import now
from opslag.storing import DatabaseWeg
from overdracht import queries
from overdracht.antwoordtermijn import IN_GESPREK
from overdracht.models import Medewerker
from sociale_kaart.kaartje import as_kaartje
from sociale_kaart.zoek import find_voorzieningen
from web import keys
from web.databank import in_db
from web.klok import lokaal_nu
from web.teksten import read_yaml
from web.wachtstand import is_buiten_chat
from web.zicht import zicht_nu

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.events import Event
    from gesprek.models import Bericht
    from overdracht.models import Overdracht
    from triage.beoordeling import Beoordeling

log = logging.getLogger("web.alvast")
TEKSTEN: dict[str, str] = read_yaml("teksten.yml")["alvast"]
AANTAL = 3


async def say_alvast(app: web.Application, bericht: Bericht, beoordeling: Beoordeling | None) -> None:
    """Say it, once per message. The message itself is kept already: nothing here may fail it."""
    if bericht.payload or beoordeling is None or beoordeling.crisis is not None:
        return
    try:
        app[keys.HUB].publish(await in_db(app, lambda s: _say(app, s, bericht, beoordeling)))
    except (DatabaseWeg, gesprekken.OnbekendGesprek) as fout:
        log.warning("niets alvast gezegd: %s", type(fout).__name__)


def _say(app: web.Application, session: Session, bericht: Bericht, beoordeling: Beoordeling) -> tuple[Event, ...]:
    o = queries.find_laatste_overdracht(session, bericht.gesprek_id)
    if o is None or not is_buiten_chat(o):
        return ()
    laatste = gesprekken_queries.find_laatste_berichten(session, bericht.gesprek_id, 10)
    na = [b for b in laatste if b.volgnummer > bericht.volgnummer]
    if any(b.afzender != SYSTEEM for b in na) or any(_is_in_gesprek(b) for b in laatste):
        # A person is talking here, or the resident said more meanwhile: the newest is answered.
        return ()
    gevonden = search(app, session, bericht.tekst, beoordeling, o) if beoordeling.route == "antwoord" else []
    if not gevonden and (na or not any(b.afzender == INWONER for b in laatste)):
        return ()
    houder = session.get(Medewerker, o.medewerker_id) if o.medewerker_id else None
    zin = TEKSTEN["gevonden" if gevonden else "bewaard"].format(naam=houder.naam if houder else o.team)
    gezegd, events = gesprekken.post_systeem(session, bericht.gesprek_id, tekst=zin)
    gezegd.afzender, gezegd.voorzieningen = ASSISTENT, gevonden
    return events


def _is_in_gesprek(bericht: Bericht) -> bool:
    return bericht.afzender == MEDEWERKER and now() - bericht.op < IN_GESPREK


def search(
    app: web.Application, session: Session, tekst: str, beoordeling: Beoordeling, o: Overdracht
) -> list[dict[str, Any]]:
    """What the sociale kaart answers to this, near the resident; empty when nothing does."""
    werkgebied, nu = app[keys.WERKGEBIED], lokaal_nu(app)
    gevonden = find_voorzieningen(
        session, tekst, werkgebied=werkgebied, gemeente=o.gemeente, kern=o.kern,
        leefgebieden=[g.code for g in beoordeling.leefgebieden], nu=None, limit=AANTAL, zicht=zicht_nu(app),
    )  # fmt: skip
    return [as_kaartje(t.voorziening, nu=nu, werkgebied=werkgebied) for t in gevonden]
