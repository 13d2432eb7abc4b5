"""What happens between a resident's message and its answer.

    receive → commit → wake → (crisis?) → assistant → store → commit → wake

The message is kept before anything is tried, and marked as waiting until its answer is kept too,
so that a crash in between is made good by the sweeper. One message of a gesprek is answered at a
time. Triage judges first and needs no assistant: a crisis gets its text even when all else fails.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.vraag import Vraag
from gesprek import queries
from gesprek import service as gesprekken
from gesprek.antwoord import Antwoord
from gesprek.status import OPGEPAKT
from opslag.db import now
from opslag.storing import DatabaseWeg
from spoor import Waar, stap, waar
from web import keys
from web.alvast import say_alvast
from web.antwoordkeuze import Keuze, Tijden
from web.berichttaal import voor_inwoner
from web.databank import in_db, in_db_en_dan, lees_db
from web.doorgang import Doorgang, Rang
from web.klok import lokaal_nu
from web.noodweg import nood_antwoord
from web.sloten import SLOT_WACHT, Sloten
from web.stand import Stand, read_stand, stand_van
from web.stappen import Gedaan, Omstandigheden, store_antwoord, tell_houder
from web.teksten import BERICHTEN

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.models import Bericht, Gesprek
    from triage.beoordeling import Beoordeling

log = logging.getLogger("web.beantwoorden")
Sleutel = tuple[str, int]


@dataclass(frozen=True)
class Uitkomst:
    """What the sender gets back. An empty `antwoorden` means: still coming."""

    bericht: dict[str, Any]
    antwoorden: tuple[dict[str, Any], ...]
    status: str
    nieuw: bool


@dataclass(frozen=True)
class Gehoord:
    """What is known of a message when it was stored: the finding, and its stand when nothing goes before it."""

    beoordeling: Beoordeling | None = None
    stand: Stand | None = None

    @property
    def crisis(self) -> bool:
        return self.beoordeling is not None and self.beoordeling.crisis is not None


NIETS = Gehoord()


class Beantwoorder:
    """Takes in messages of residents and sees to it that each is answered once."""

    def __init__(self, app: web.Application, *, tijden: Tijden | None = None) -> None:
        self._app = app
        self.tijden = tijden or Tijden()
        self._sloten = Sloten(redis_url=app[keys.SETTINGS].redis_url)
        self._keuze = Keuze(app, self.tijden)
        self._taken: dict[Sleutel, asyncio.Task[Gedaan | None]] = {}
        self._druk: set[str] = set()
        self._doorgang = Doorgang()

    # --- in ---------------------------------------------------------------------------------------

    async def ontvang(
        self,
        gesprek_id: str,
        *,
        client_id: str,
        tekst: str | None = None,
        payload: str | None = None,
        wacht: bool = True,
    ) -> Uitkomst:
        """Keep a message and answer it. The same `client_id` again gives the same message and answers.

        With `wacht` false the answer is begun but not waited for.

        Raises OnbekendGesprek, BerichtFout (gesprek) and DatabaseWeg; then nothing was kept, or it was a
        crisis that could not be answered. Either way it may be sent again.
        """
        with stap("bericht"):
            return await self._ontvang(gesprek_id, client_id=client_id, tekst=tekst, payload=payload, wacht=wacht)

    async def _ontvang(
        self, gesprek_id: str, *, client_id: str, tekst: str | None, payload: str | None, wacht: bool
    ) -> Uitkomst:
        with stap("ontvangen"):
            hier = waar()

            def bewaar(session: Session) -> tuple[gesprekken.Ontvangen, Stand | None]:
                ontvangen = gesprekken.receive(session, gesprek_id, client_id=client_id, tekst=tekst, payload=payload)
                return ontvangen, _stand_alvast(session, ontvangen)

            def hoor(bewaard: tuple[gesprekken.Ontvangen, Stand | None]) -> Beoordeling | None:
                ontvangen = bewaard[0]
                # A crisis that could not be answered is sent again, also to a person.
                te_horen = ontvangen.nieuw or ontvangen.bericht.te_beantwoorden or not ontvangen.antwoorden
                return self._hoor(ontvangen.bericht, hier) if te_horen else None

            async with self._doorgang.neem(Rang.ONTVANGEN):
                (ontvangen, stand), beoordeling = await in_db_en_dan(self._app, bewaar, hoor)
        self._app[keys.HUB].publish(ontvangen.events)
        bericht = queries.bericht_as_dict(ontvangen.bericht)
        gedaan = await self._laat_antwoorden(ontvangen, Gehoord(beoordeling, stand), wacht=wacht)
        antwoorden = [voor_inwoner(b) for b in ontvangen.antwoorden]
        if gedaan is not None:
            bekend = {a["volgnummer"] for a in antwoorden}
            antwoorden += [a for a in gedaan.antwoorden if a["volgnummer"] not in bekend]
        status = gedaan.status if gedaan else ontvangen.status
        return Uitkomst(bericht, tuple(antwoorden), status, ontvangen.nieuw)

    async def _laat_antwoorden(
        self, ontvangen: gesprekken.Ontvangen, gehoord: Gehoord, *, wacht: bool
    ) -> Gedaan | None:
        bericht = ontvangen.bericht
        gesprek_id = bericht.gesprek_id
        crisis = gehoord.crisis
        if not bericht.te_beantwoorden and not ontvangen.nieuw and not crisis:
            return None
        if not bericht.te_beantwoorden and not crisis:
            # A person answers here; only a crisis is also answered by the system.
            self._keuze.tel(wijze="mens")
            await self._tell_houder(bericht)
            await say_alvast(self._app, bericht, gehoord.beoordeling)
            return None
        taak = self._start(gesprek_id, bericht.volgnummer, gehoord)
        if len(self._taken) > self.tijden.rij and not crisis:
            await self._zeg_druk(gesprek_id)
            return None
        if not wacht:
            return None
        klaar, _ = await asyncio.wait({taak}, timeout=self.tijden.beller)
        if klaar and not taak.cancelled() and taak.exception() is None:
            return taak.result()
        if crisis:
            # Kept, and not answered: "try again" comes with the numbers to call, an empty reply with nothing.
            raise DatabaseWeg
        return None

    async def _tell_houder(self, bericht: Bericht) -> None:
        """What a person must do with it, and until when. The message is kept: when this fails the sweeper does it."""
        stilte = dt.timedelta(minutes=self._app[keys.SETTINGS].stilte_minuten)
        om = Omstandigheden(self._app[keys.WERKGEBIED], lokaal_nu(self._app), lambda _: None, bericht.payload)
        with contextlib.suppress(DatabaseWeg, gesprekken.OnbekendGesprek):
            events = await in_db(self._app, lambda s: tell_houder(s, bericht.gesprek_id, om=om, stilte=stilte))
            self._app[keys.HUB].publish(events)

    async def _zeg_druk(self, gesprek_id: str) -> None:
        """Once while the gesprek waits; saying it again with each message helps nobody."""
        self._keuze.tel(wijze="druk")
        if gesprek_id in self._druk:
            return
        self._druk.add(gesprek_id)
        _, events = await in_db(self._app, lambda s: gesprekken.post_systeem(s, gesprek_id, tekst=BERICHTEN["druk"]))
        self._app[keys.HUB].publish(events)

    # --- answering --------------------------------------------------------------------------------

    def _start(
        self, gesprek_id: str, volgnummer: int, gehoord: Gehoord = NIETS, *, geduld: float = 0.0
    ) -> asyncio.Task[Gedaan | None]:
        """The task that answers this message; a second asker gets the same one."""
        sleutel = (gesprek_id, volgnummer)
        if sleutel not in self._taken:
            taak = asyncio.create_task(self._antwoord_eens(sleutel, gehoord, geduld), name="antwoord")
            taak.add_done_callback(lambda t: self._klaar(sleutel, t))
            self._taken[sleutel] = taak
        return self._taken[sleutel]

    def _klaar(self, sleutel: Sleutel, taak: asyncio.Task[Gedaan | None]) -> None:
        self._taken.pop(sleutel, None)
        if not any(gesprek_id == sleutel[0] for gesprek_id, _ in self._taken):
            self._druk.discard(sleutel[0])
        if not taak.cancelled() and (fout := taak.exception()) is not None:
            # The message stays marked as waiting; the sweeper tries again.
            log.error("antwoord mislukt", exc_info=fout)

    async def _antwoord_eens(self, sleutel: Sleutel, gehoord: Gehoord, geduld: float) -> Gedaan | None:
        start = time.monotonic()
        rang = Rang.SPOED if gehoord.crisis else Rang.ANTWOORD
        if gehoord.crisis and self._sloten.bezet(sleutel[0]):
            # Someone in danger does not wait for the reply to an earlier message.
            async with self._doorgang.neem(rang):
                gedaan = await self._beantwoord(sleutel, gehoord, alleen_nood="bezig")
        else:
            geduldig = self.tijden.crisis if gehoord.crisis else SLOT_WACHT
            # The place comes last: who still waits for an earlier message of the same gesprek needs none.
            async with self._sloten.neem(sleutel[0], geduld=geduldig), self._doorgang.neem(rang):
                gedaan = await self._beantwoord(sleutel, gehoord, geduld=geduld)
        if gedaan is not None:
            with stap("bezorgen", aantal=len(gedaan.events)):
                self._app[keys.HUB].publish(gedaan.events)
            self._app[keys.METINGEN].meet("voordeur_antwoord_seconden", time.monotonic() - start)
        return gedaan

    async def _beantwoord(
        self,
        sleutel: Sleutel,
        gehoord: Gehoord,
        *,
        geduld: float = 0.0,
        alleen_nood: str | None = None,
    ) -> Gedaan | None:
        stand = gehoord.stand or await lees_db(self._app, lambda s: read_stand(s, *sleutel))
        if stand is None:
            return None
        beoordeling = gehoord.beoordeling
        if beoordeling is None:
            beoordeling = await asyncio.get_running_loop().run_in_executor(
                self._app[keys.POOL], self._hoor, stand, waar()
            )
        if not _is_crisis(beoordeling) and (stand.status == OPGEPAKT or not stand.te_beantwoorden):
            return None
        vraag = self._vraag(stand, beoordeling)
        antwoord = await self._keuze.kies(vraag, geduld=geduld, alleen_nood=alleen_nood)
        gedaan = await self._bewaar(sleutel, antwoord, vraag)
        if gedaan.antwoorden:
            self._app[keys.MEETELLER].tel(sleutel[1], vraag, antwoord)
        return gedaan

    async def _bewaar(self, sleutel: Sleutel, antwoord: Antwoord, vraag: Vraag) -> Gedaan:
        """Store the reply; when its step cannot be done, store one that promises less."""
        try:
            return await self._bewaar_een(sleutel, antwoord, vraag)
        except gesprekken.OnbekendGesprek:
            return Gedaan((), vraag.status, ())
        except DatabaseWeg:
            raise
        except Exception as fout:
            if antwoord.stap is None:
                raise
            log.warning("stap mislukt: %s", type(fout).__name__, exc_info=fout)
            self._keuze.nood("stap")
            minder = await nood_antwoord(self._app, vraag, zonder_stap=True)
            return await self._bewaar_een(sleutel, replace(minder, dialoog=antwoord.dialoog), vraag)

    async def _bewaar_een(self, sleutel: Sleutel, antwoord: Antwoord, vraag: Vraag) -> Gedaan:
        def oordeel(gesprek: Gesprek) -> Beoordeling | None:
            gehoord = [*vraag.eerder, *((vraag.beoordeling,) if vraag.beoordeling else ())]
            correcties = gesprek.correcties or {}
            triage = self._app[keys.TRIAGE]
            uit: Beoordeling = triage.beoordeel_gesprek(
                gehoord, weg=correcties.get("weg", ()), erbij=correcties.get("erbij", ())
            )
            return uit if gehoord else None

        om = Omstandigheden(self._app[keys.WERKGEBIED], vraag.nu, oordeel, vraag.payload)

        def werk(session: Session) -> Gedaan:
            return store_antwoord(session, *sleutel, antwoord=antwoord, om=om)

        with stap("opslaan"):
            return await in_db(self._app, werk)

    def _vraag(self, stand: Stand, beoordeling: Beoordeling | None) -> Vraag:
        return Vraag(
            gesprek_id=stand.gesprek_id,
            tekst=stand.tekst,
            payload=stand.payload,
            gemeente=stand.gemeente,
            kern=stand.kern,
            nu=lokaal_nu(self._app),
            status=stand.status,
            beoordeling=beoordeling,
            eerder=stand.eerder,
            geheugen=stand.geheugen,
        )

    def _hoor(self, bericht: Bericht | Stand, hier: Waar | None = None) -> Beoordeling | None:
        """What triage hears in the words; None for a button, or when triage itself fails. Takes milliseconds."""
        if bericht.payload:
            return None
        try:
            with stap("triage", onder=hier):
                beoordeling: Beoordeling = self._app[keys.TRIAGE].beoordeel(bericht.tekst)
        except Exception:
            log.exception("triage mislukt")
            return None
        if beoordeling.crisis:
            self._app[keys.METINGEN].tel("voordeur_crisis_total", soort=beoordeling.crisis)
        return beoordeling

    # --- what a crash left ------------------------------------------------------------------------

    async def veeg(self, *, ouder_dan: dt.timedelta) -> int:
        """Answer messages that wait longer than this; returns how many were found."""
        moment = now() - ouder_dan
        gevonden = await lees_db(self._app, lambda s: _sleutels(gesprekken.find_te_beantwoorden(s, ouder_dan=moment)))
        nieuw = [s for s in gevonden if s not in self._taken]
        taken = [self._start(*sleutel, geduld=self.tijden.laden) for sleutel in nieuw]
        if taken:
            await asyncio.wait(taken)
        return len(taken)

    async def stop(self) -> None:
        """Let running answers finish for a moment; what is left is answered at the next start."""
        if self._taken:
            await asyncio.wait(set(self._taken.values()), timeout=5)
        for taak in tuple(self._taken.values()):
            taak.cancel()
        with contextlib.suppress(Exception):
            await self._sloten.sluit()


def _stand_alvast(session: Session, ontvangen: gesprekken.Ontvangen) -> Stand | None:
    """The stand, read along with storing; keeping a message never fails for what is only needed to answer it."""
    try:
        return stand_van(session, ontvangen)
    except SQLAlchemyError:
        raise
    except Exception as fout:
        log.warning("stand niet gelezen: %s", type(fout).__name__)
        return None


def _is_crisis(beoordeling: Beoordeling | None) -> bool:
    return beoordeling is not None and beoordeling.crisis is not None


def _sleutels(berichten: Sequence[Bericht]) -> list[Sleutel]:
    return [(b.gesprek_id, b.volgnummer) for b in berichten]
