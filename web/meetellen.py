"""Counting what gesprekken tell the redactie, after the answer is stored and never in its way.

A count that is lost harms nobody; an answer that waits or fails for a count would.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from gesprek import queries
from gesprek import service as gesprekken
from gesprek.berichten import INWONER
from opslag.db import now
from sociale_kaart import tellingen
from sociale_kaart.geheugen import read_index
from sociale_kaart.tellingen import Beurt, Oogst
from web import keys
from web.databank import in_db
from web.klok import lokaal_nu

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from bot.vraag import Vraag
    from gesprek.antwoord import Antwoord
    from sociale_kaart.index import KaartIndex

log = logging.getLogger("web.meetellen")
# No gesprek is that long; what is beyond it is not looked at.
_MEESTE = 400
# Seconds in which questions are saved up, and how many are counted together at most.
SPAART, _SAMEN = 1.0, 25


def _beurt(bericht: Row[Any]) -> Beurt:
    """A button tells nothing in its words."""
    return Beurt(
        van_inwoner=bericht.afzender == INWONER,
        tekst="" if bericht.payload or bericht.afzender != INWONER else bericht.tekst,
        intent=str((bericht.beoordeling or {}).get("intent") or (bericht.payload or "").strip("/")),
        getoond=tuple(str(v["id"]) for v in bericht.voorzieningen or () if v.get("id")),
    )


def _beurten(berichten: Sequence[Row[Any]]) -> list[Beurt]:
    return [_beurt(b) for b in berichten]


@dataclass(frozen=True)
class _Geteld:
    """A question with its answer, to be counted."""

    gesprek_id: str
    volgnummer: int
    onbeantwoord: bool
    gemeente: str


class Meeteller:
    """Counts in the background of one process, some questions together; `wacht` counts at once what waits."""

    def __init__(self, app: web.Application, *, spaart: float = SPAART) -> None:
        self._app = app
        self._spaart = spaart
        self._vragen: list[_Geteld] = []
        self._nu = asyncio.Event()
        self._taak: asyncio.Task[None] | None = None

    def tel(self, volgnummer: int, vraag: Vraag, antwoord: Antwoord) -> None:
        """Count this question with its answer, soon, when there is anything to count."""
        payload = vraag.payload
        intent = str((antwoord.beoordeling or {}).get("intent") or (payload or "").strip("/"))
        toont = any(b.voorzieningen for b in antwoord.berichten)
        if not toont and not antwoord.onbeantwoord and intent not in tellingen.NUTTIG:
            return
        # Where the gesprek was about then: it may be about elsewhere when the counting is done.
        gemeente = str(antwoord.data.get("gemeente") or vraag.gemeente or "")
        self._vragen.append(_Geteld(vraag.gesprek_id, volgnummer, antwoord.onbeantwoord, gemeente))
        if len(self._vragen) >= _SAMEN:
            self._nu.set()
        if self._taak is None or self._taak.done():
            self._taak = asyncio.create_task(self._tel_alles(), name="meetellen")

    async def wacht(self) -> None:
        if self._taak is not None and not self._taak.done():
            self._nu.set()
            await asyncio.wait({self._taak}, timeout=5)

    async def _tel_alles(self) -> None:
        while self._vragen:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._nu.wait(), self._spaart)
            vragen, self._vragen = self._vragen[:_SAMEN], self._vragen[_SAMEN:]
            if len(self._vragen) < _SAMEN:
                self._nu.clear()
            await self._tel(vragen)

    async def _tel(self, vragen: Sequence[_Geteld]) -> None:
        try:
            await in_db(self._app, lambda s: self._store(s, vragen))
        except Exception as fout:
            # Only the kind of error: its text may hold what the resident wrote.
            log.warning("niet meegeteld: %s", type(fout).__name__)

    def _store(self, session: Session, vragen: Sequence[_Geteld]) -> None:
        gezegd = cache(partial(queries.find_gezegd, session, tot=_MEESTE))
        index = cache(read_index)
        oogsten = []
        for vraag in vragen:
            try:
                oogst = self._oogst(session, vraag, gezegd(vraag.gesprek_id), index)
            except SQLAlchemyError:
                raise
            except Exception as fout:  # one that cannot be counted takes no others with it
                log.warning("niet meegeteld: %s", type(fout).__name__)
            else:
                oogsten += [oogst] if oogst else []
        dag = self._app[keys.WERKGEBIED].lokale_tijd(now()).date()
        tellingen.store_oogsten(session, oogsten, geheim=self._app[keys.GEHEIM], dag=dag)

    def _oogst(
        self, session: Session, vraag: _Geteld, berichten: Sequence[Row[Any]], index: Callable[[Session], KaartIndex]
    ) -> tuple[Oogst, str] | None:
        """What it adds, with its gemeente; None when the gesprek is gone meanwhile."""
        gesteld = next((b for b in berichten if b.volgnummer == vraag.volgnummer), None)
        if gesteld is None:
            return None
        eerder = _beurten([b for b in berichten if b.volgnummer < vraag.volgnummer])
        antwoorden = [b for b in berichten if b.antwoord_op == vraag.volgnummer]
        antwoord = Beurt(False, getoond=tuple(i for b in _beurten(antwoorden) for i in b.getoond))
        uit = tellingen.oogst(
            session, eerder, _beurt(gesteld), antwoord, werkgebied=self._app[keys.WERKGEBIED],
            onbeantwoord=vraag.onbeantwoord, lees_index=index,
        )  # fmt: skip
        return uit, vraag.gemeente


def save_score(app: web.Application, session: Session, gesprek_id: str, *, score: int, toelichting: str) -> None:
    """Keep the score of a gesprek; a good one says that what was shown was of use.

    Raises what gesprek.service.save_feedback raises.
    """
    eerder = queries.find_feedback(session, gesprek_id)
    was = eerder.score if eerder else None
    gesprekken.save_feedback(session, gesprek_id, score=score, toelichting=toelichting)
    beurten = _beurten(queries.find_gezegd(session, gesprek_id, tot=_MEESTE))
    nuttig = tellingen.nuttige(beurten, score=score) - tellingen.nuttige(beurten, score=was)
    if nuttig:
        dag = lokaal_nu(app).date()
        uit = Oogst(nuttig=frozenset(nuttig))
        tellingen.store_oogst(session, uit, geheim=app[keys.GEHEIM], gemeente="", dag=dag)
