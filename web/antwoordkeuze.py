"""Which reply a message gets: the assistant's, or the one that needs no assistant.

The assistant may be loading, broken, slow or hanging; none of these may keep a resident waiting,
and after a few time-outs in a row it is not even asked for a while.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass

from aiohttp import web

from bot.vraag import AssistentNietKlaar, Vraag
from gesprek.antwoord import Antwoord
from gesprek.status import OPGEPAKT
from spoor import stap
from web import keys
from web.noodweg import nood_antwoord, uiterste_antwoord, weiger_antwoord
from web.stappen import WEIGEREN

log = logging.getLogger("web.antwoordkeuze")


@dataclass(frozen=True)
class Tijden:
    """Seconds and numbers that bound the waiting; tests use small ones."""

    antwoord: float = 10.0
    # Someone in danger does not wait for a slow assistant.
    crisis: float = 2.0
    # How long the caller of the REST call waits; the answer comes later by socket or by asking again.
    beller: float = 25.0
    # How long a message left by a crash waits for an assistant that is still loading.
    laden: float = 20.0
    # At once with the assistant, and waiting for it, before "een moment" is said.
    gelijk: int = 8
    rij: int = 40
    # After so many time-outs in a row the assistant is left alone for a while.
    stuk_na: int = 3
    stuk_duur: float = 30.0


class Keuze:
    """Asks the assistant within its bounds, and knows the way without it."""

    def __init__(self, app: web.Application, tijden: Tijden) -> None:
        self._app = app
        self.tijden = tijden
        self._plek = asyncio.Semaphore(tijden.gelijk)
        self._te_laat = 0
        self._rust_tot = 0.0

    async def kies(self, vraag: Vraag, *, geduld: float = 0.0, alleen_nood: str | None = None) -> Antwoord:
        """The assistant's reply, or the one that needs no assistant.

        `geduld`: seconds worth waiting for an assistant that is still loading. `alleen_nood`: why the
        assistant must not be asked at all.
        """
        if vraag.payload == WEIGEREN:
            return weiger_antwoord(self._app, vraag)
        crisis = vraag.beoordeling is not None and vraag.beoordeling.crisis is not None
        if geduld and not crisis:
            await self._wacht_op_assistent(geduld)
        reden = alleen_nood or self._waarom_niet(vraag)
        if reden is None:
            antwoord, reden = await self._probeer(vraag, crisis=crisis)
            if antwoord is not None:
                self.tel(wijze="assistent")
                return antwoord
        self.nood(reden)
        return await self._zonder_assistent(vraag)

    def _waarom_niet(self, vraag: Vraag) -> str | None:
        if vraag.status == OPGEPAKT:
            return "opgepakt"
        assistent = self._app[keys.ASSISTENT]
        if not assistent.klaar:
            return "laadt"
        return "rust" if time.monotonic() < self._rust_tot else None

    async def _probeer(self, vraag: Vraag, *, crisis: bool) -> tuple[Antwoord | None, str]:
        """The reply, or None with the reason why there is none."""
        try:
            antwoord = await self._vraag_assistent(vraag, crisis=crisis)
        except AssistentNietKlaar:
            return None, "laadt"
        except TimeoutError:
            self._te_laat += 1
            if self._te_laat >= self.tijden.stuk_na:
                self._rust_tot, self._te_laat = time.monotonic() + self.tijden.stuk_duur, 0
            return None, "traag"
        except Exception as fout:
            log.warning("assistent: %s", type(fout).__name__)
            return None, "fout"
        return (antwoord, "") if antwoord.berichten or antwoord.stap else (None, "leeg")

    async def _vraag_assistent(self, vraag: Vraag, *, crisis: bool) -> Antwoord:
        typt = asyncio.get_running_loop().call_later(0.5, self._typt, vraag.gesprek_id)
        try:
            with stap("assistent"):
                async with asyncio.timeout(self.tijden.crisis if crisis else self.tijden.antwoord), self._plek:
                    antwoord: Antwoord = await self._app[keys.ASSISTENT].antwoord(vraag)
        finally:
            typt.cancel()
        self._te_laat = 0
        return antwoord

    async def _zonder_assistent(self, vraag: Vraag) -> Antwoord:
        try:
            return await nood_antwoord(self._app, vraag)
        except Exception:
            log.exception("noodantwoord mislukt")
            return uiterste_antwoord(self._app, vraag)

    async def _wacht_op_assistent(self, geduld: float) -> None:
        assistent, tot = self._app[keys.ASSISTENT], time.monotonic() + geduld
        # It loads on another thread, which knows no events of ours.
        while not assistent.klaar and not assistent.fout and time.monotonic() < tot:  # noqa: ASYNC110
            await asyncio.sleep(0.2)

    def _typt(self, gesprek_id: str) -> None:
        self._app[keys.HUB].meld(f"gesprek:{gesprek_id}", "typt", {"wie": "assistent"})

    def nood(self, reden: str) -> None:
        self.tel(wijze="nood")
        self._app[keys.METINGEN].tel("voordeur_noodantwoord_total", reden=reden)

    def tel(self, *, wijze: str) -> None:
        self._app[keys.METINGEN].tel("voordeur_berichten_total", wijze=wijze)
