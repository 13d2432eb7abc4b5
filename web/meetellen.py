"""Counting what gesprekken tell the redactie, after the answer is stored and never in its way.

A count that is lost harms nobody; an answer that waits or fails for a count would.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from aiohttp import web

from gesprek import queries
from gesprek import service as gesprekken
from gesprek.berichten import INWONER
from opslag.db import now
from sociale_kaart import tellingen
from sociale_kaart.tellingen import Beurt, Oogst
from web import keys
from web.databank import in_db
from web.klok import lokaal_nu

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.antwoord import Antwoord
    from gesprek.models import Bericht

log = logging.getLogger("web.meetellen")
# No gesprek is that long; what is beyond it is not looked at.
_MEESTE = 400


def _beurt(bericht: Bericht) -> Beurt:
    """A button tells nothing in its words."""
    return Beurt(
        van_inwoner=bericht.afzender == INWONER,
        tekst="" if bericht.payload or bericht.afzender != INWONER else bericht.tekst,
        intent=str((bericht.beoordeling or {}).get("intent") or (bericht.payload or "").strip("/")),
        getoond=tuple(str(v["id"]) for v in bericht.voorzieningen or () if v.get("id")),
    )


def _beurten(berichten: Sequence[Bericht]) -> list[Beurt]:
    return [_beurt(b) for b in berichten]


class Meeteller:
    """Counts in the background of one process; `wacht` lets what runs finish."""

    def __init__(self, app: web.Application) -> None:
        self._app = app
        self._lopend: set[asyncio.Task[None]] = set()

    def tel(self, gesprek_id: str, volgnummer: int, antwoord: Antwoord, *, payload: str | None = None) -> None:
        """Count this question with its answer, soon, when there is anything to count."""
        intent = str((antwoord.beoordeling or {}).get("intent") or (payload or "").strip("/"))
        toont = any(b.voorzieningen for b in antwoord.berichten)
        if not toont and not antwoord.onbeantwoord and intent not in tellingen.NUTTIG:
            return
        taak = asyncio.create_task(self._tel(gesprek_id, volgnummer, antwoord.onbeantwoord), name="meetellen")
        self._lopend.add(taak)
        taak.add_done_callback(self._lopend.discard)

    async def wacht(self) -> None:
        if self._lopend:
            await asyncio.wait(set(self._lopend), timeout=5)

    async def _tel(self, gesprek_id: str, volgnummer: int, onbeantwoord: bool) -> None:
        try:
            await in_db(self._app, lambda s: self._store(s, gesprek_id, volgnummer, onbeantwoord))
        except Exception as fout:
            # Only the kind of error: its text may hold what the resident wrote.
            log.warning("niet meegeteld: %s", type(fout).__name__)

    def _store(self, session: Session, gesprek_id: str, volgnummer: int, onbeantwoord: bool) -> None:
        gesprek = queries.get_gesprek(session, gesprek_id)
        berichten = queries.find_berichten(session, gesprek_id, limit=_MEESTE) if gesprek else []
        vraag = next((b for b in berichten if b.volgnummer == volgnummer), None)
        if gesprek is None or vraag is None:
            return
        eerder = _beurten([b for b in berichten if b.volgnummer < volgnummer])
        antwoorden = [b for b in berichten if b.antwoord_op == volgnummer]
        antwoord = Beurt(False, getoond=tuple(i for b in _beurten(antwoorden) for i in b.getoond))
        werkgebied, nu = self._app[keys.WERKGEBIED], now()
        uit = tellingen.oogst(
            session, eerder, _beurt(vraag), antwoord, werkgebied=werkgebied, onbeantwoord=onbeantwoord
        )
        _store(self._app, session, uit, gemeente=gesprek.gemeente or "", dag=werkgebied.lokale_tijd(nu).date())


def _store(app: web.Application, session: Session, uit: Oogst, **waar: Any) -> None:
    tellingen.store_oogst(session, uit, geheim=app[keys.GEHEIM], **waar)


def save_score(app: web.Application, session: Session, gesprek_id: str, *, score: int, toelichting: str) -> None:
    """Keep the score of a gesprek; a good one says that what was shown was of use.

    Raises what gesprek.service.save_feedback raises.
    """
    eerder = queries.find_feedback(session, gesprek_id)
    was = eerder.score if eerder else None
    gesprekken.save_feedback(session, gesprek_id, score=score, toelichting=toelichting)
    beurten = _beurten(queries.find_berichten(session, gesprek_id, limit=_MEESTE))
    nuttig = tellingen.nuttige(beurten, score=score) - tellingen.nuttige(beurten, score=was)
    if nuttig:
        dag = lokaal_nu(app).date()
        _store(app, session, Oogst(nuttig=frozenset(nuttig)), gemeente="", dag=dag)
