"""Danger typed outside the chat: on the volg page, or in a line of the verslag.

There nobody waits for a reply, so what is typed is heard here: the fixed text with the numbers comes into the gesprek
as it would in the chat (with all that follows: overdracht/crisis.py), and is given back for the page to show.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.vraag import Vraag
from gesprek import queries
from gesprek import service as gesprekken
from gesprek.berichten import INWONER
from opslag.storing import DatabaseWeg
from overdracht import service as overdrachten
from overdracht.teksten import tekst as vaste_tekst
from web import keys
from web.databank import in_db, lees_db
from web.klok import lokaal_nu
from web.noodweg import nood_antwoord
from web.stappen import Gedaan, Omstandigheden, store_antwoord

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.antwoord import Antwoord
    from gesprek.models import Gesprek
    from triage.beoordeling import Beoordeling

log = logging.getLogger("web.crisis_elders")


async def hear(app: web.Application, gesprek_id: str, tekst: str, *, bewaard: bool = True) -> str:
    """The text of the crisis in what was typed; empty when there is none. The team was told then.

    bewaard: whether it stands in the gesprek already; what was refused is kept all the same when it tells of danger.
    Never raises: the numbers are shown also when nothing can be stored.
    """
    beoordeling = await asyncio.get_running_loop().run_in_executor(app[keys.POOL], _beoordeel, app, tekst)
    if beoordeling is None or beoordeling.crisis is None:
        return ""
    app[keys.METINGEN].tel("voordeur_crisis_total", soort=beoordeling.crisis)
    gesprek: Gesprek | None = None
    try:
        gesprek = await lees_db(app, lambda s: queries.get_gesprek(s, gesprek_id))
    except DatabaseWeg:
        log.warning("gesprek niet gelezen bij een crisis")
    antwoord = await nood_antwoord(app, _vraag(app, gesprek_id, tekst, gesprek, beoordeling))
    om = Omstandigheden(app[keys.WERKGEBIED], lokaal_nu(app), lambda _: None)
    try:
        gedaan = await in_db(app, lambda s: _bewaar(s, gesprek_id, tekst, antwoord, om=om, bewaard=bewaard))
        app[keys.HUB].publish(gedaan.events)
    except (DatabaseWeg, gesprekken.OnbekendGesprek) as fout:
        log.warning("crisis niet bewaard: %s", type(fout).__name__)
    return "\n".join(b.tekst for b in antwoord.berichten)


def typed_in(body: Any) -> str:
    """All words in a change of the verslag, whatever its form."""
    return "\n".join(_woorden(body))


def _woorden(deel: Any) -> Iterator[str]:
    if isinstance(deel, str):
        yield deel
    elif isinstance(deel, dict):
        for waarde in deel.values():
            yield from _woorden(waarde)
    elif isinstance(deel, list):
        for waarde in deel:
            yield from _woorden(waarde)


def _beoordeel(app: web.Application, tekst: str) -> Beoordeling | None:
    try:
        beoordeling: Beoordeling = app[keys.TRIAGE].beoordeel(tekst)
        return beoordeling
    except Exception:
        log.exception("triage mislukt")
        return None


def _vraag(
    app: web.Application, gesprek_id: str, tekst: str, gesprek: Gesprek | None, beoordeling: Beoordeling
) -> Vraag:
    return Vraag(
        gesprek_id=gesprek_id, tekst=tekst, payload=None, gemeente=gesprek.gemeente if gesprek else None,
        kern=gesprek.kern if gesprek else None, nu=lokaal_nu(app), beoordeling=beoordeling,
    )  # fmt: skip


def _bewaar(
    session: Session, gesprek_id: str, tekst: str, antwoord: Antwoord, *, om: Omstandigheden, bewaard: bool
) -> Gedaan:
    overdrachten.lock_overdrachten(session, gesprek_id)
    if not bewaard:
        zin = vaste_tekst("overdracht.aangevuld", tekst=tekst[:4000])
        nummer = gesprekken.post_inwoner(session, gesprek_id, tekst=zin)[0].volgnummer
    else:
        laatste = queries.find_laatste_berichten(session, gesprek_id, 20)
        nummer = next((b.volgnummer for b in laatste if b.afzender == INWONER), 0)
    return store_antwoord(session, gesprek_id, nummer, antwoord=antwoord, om=om)
