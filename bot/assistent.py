"""The assistant in this process: Rasa's Agent on its own thread and loop.

Importing and loading Rasa takes many seconds; the web serves pages and triage meanwhile.
Rasa is imported in the thread only, so that nobody who imports this module waits for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import gedeelde_triage
from bot.modelbestand import ModelFout, bruikbaar_model, nieuwste_model
from bot.rasa_licht import rasa_licht
from bot.rasa_stil import maak_stil
from bot.vraag import AssistentFout, AssistentNietKlaar, Vraag
from gesprek.antwoord import Antwoord
from opslag.db import Database, now
from settings import ROOT, Settings
from werkgebied import Werkgebied

if TYPE_CHECKING:
    from bot.dialoog import Dialoog

logger = logging.getLogger(__name__)

__all__ = ["Assistent", "AssistentFout", "AssistentNietKlaar", "Vraag"]

ANTWOORD_SECONDEN = 20.0
KIJK_SECONDEN = 5.0
# Said by nobody, to no gesprek.
PROEFVRAGEN = ("waar is de voedselbank morgen open?", "stop")


def ruim_op() -> None:
    """Clear up once, and let all that is there now be looked at no more.

    Half a million objects of models, rules and word lists stay as long as the process. Looking through them whenever
    some were made and none of them gone stopped every answer for a third of a second.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    _geef_terug()


def _geef_terug() -> None:
    """Give back the memory that only loading needed. Where the C library cannot, it stays taken."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


class Assistent:
    """Answers a Vraag with an Antwoord; raises rather than guess when Rasa is not there."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        werkgebied: Werkgebied,
        triage: Any,
        *,
        bewaar_dagen: Callable[[], int] | None = None,
        antwoord_seconden: float = ANTWOORD_SECONDEN,
        kijk_seconden: float = KIJK_SECONDEN,
    ) -> None:
        self._settings = settings
        self._database = database
        self._werkgebied = werkgebied
        self._triage = triage
        # How long a gesprek is kept now, for who asks; without it what the settings say.
        self._bewaar_dagen = bewaar_dagen
        self._antwoord_seconden = antwoord_seconden
        self._kijk_seconden = kijk_seconden
        self._dialoog: Dialoog | None = None
        self._model: tuple[Path, int] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._draad: threading.Thread | None = None
        self._stop = threading.Event()
        self.fout = ""

    @property
    def klaar(self) -> bool:
        """Whether a message would be answered now."""
        return self._dialoog is not None and not self._stop.is_set()

    def start(self) -> None:
        """Begin loading in the background; returns at once."""
        if self._draad is not None:
            return
        self._draad = threading.Thread(target=self._draai, name="assistent", daemon=True)
        self._draad.start()

    def stop(self) -> None:
        """End the thread; answers under way are broken off."""
        self._stop.set()
        loop = self._loop
        if loop is not None and loop.is_running():
            loop.call_soon_threadsafe(loop.stop)
        if self._draad is not None:
            self._draad.join(timeout=30)

    async def antwoord(self, vraag: Vraag) -> Antwoord:
        """The reply to one message.

        Raises AssistentNietKlaar while Rasa is not loaded, AssistentFout when the dialogue failed or took
        too long. Messages of one gesprek are answered in the order in which they came.
        """
        dialoog, loop = self._dialoog, self._loop
        if dialoog is None or loop is None or self._stop.is_set():
            raise AssistentNietKlaar(self.fout or "nog niet geladen")
        taak: Future[Antwoord] = asyncio.run_coroutine_threadsafe(dialoog.antwoord(vraag), loop)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(taak), self._antwoord_seconden)
        except TimeoutError:
            taak.cancel()
            raise AssistentFout("het antwoord duurde te lang") from None
        except asyncio.CancelledError:
            taak.cancel()
            raise
        except Exception as fout:
            # Only the kind of error: its text may hold what the resident wrote.
            logger.error("the dialogue raised %s", type(fout).__name__)
            raise AssistentFout(type(fout).__name__) from None

    @property
    def _map(self) -> Path:
        return self._settings.pad(self._settings.model_map)

    def _draai(self) -> None:
        loop = asyncio.new_event_loop()
        self._loop = loop
        asyncio.set_event_loop(loop)
        if getattr(self._triage, "gewichten", True) is not None:  # without a model there is nothing to share
            gedeelde_triage.deel(self._map / "triage", self._triage)
        try:
            kijken = loop.create_task(self._houd_bij())
            loop.run_forever()
            kijken.cancel()
            loop.run_until_complete(asyncio.gather(kijken, return_exceptions=True))
        finally:
            loop.close()

    async def _houd_bij(self) -> None:
        """Load the model, and a newer one whenever it appears; the old one answers until the new is ready."""
        loop = asyncio.get_running_loop()
        while not self._stop.is_set():
            if self._is_nieuw():
                nieuw = await loop.run_in_executor(None, self._laad)
                if nieuw is not None:
                    await self._warm_op(nieuw)
                    self._dialoog, self.fout = nieuw, ""
                    await loop.run_in_executor(None, ruim_op)
            await asyncio.sleep(self._kijk_seconden)

    def _is_nieuw(self) -> bool:
        pad = nieuwste_model(self._map)
        if pad is None and self._model is None:
            self.fout = self.fout or str(ModelFout(f"Er is nog geen model in {self._map.name}/."))
            return False
        return pad is not None and (pad, pad.stat().st_mtime_ns) != self._model

    async def _warm_op(self, dialoog: Dialoog) -> None:
        """Answer a question of nobody first: word lists and the index of the kaart are read at first use,
        and a resident in danger must not be the one who waits for that."""
        nu = self._werkgebied.lokale_tijd(now())
        for tekst in PROEFVRAGEN:
            vraag = Vraag("opwarmen", tekst, None, self._werkgebied.gemeenten[0].naam, None, nu)
            try:
                await dialoog.antwoord(vraag)
            except Exception as fout:
                logger.warning("warming up failed: %s", type(fout).__name__)

    def _laad(self) -> Dialoog | None:
        pad = nieuwste_model(self._map)
        # Remembered before loading: a broken model is tried once, not every few seconds.
        self._model = (pad, pad.stat().st_mtime_ns) if pad else None
        # While a model answers, only a newer one that works replaces it. Without one any is better than none.
        geprobeerd: set[Path] = set()
        while True:
            try:
                model = bruikbaar_model(self._map, behalve=geprobeerd, ook_oudere=self._dialoog is None)
            except ModelFout as fout:
                self.fout = self.fout if geprobeerd else str(fout)
                logger.error("%s", fout)
                return None
            if (dialoog := self._open(model)) is not None or self._dialoog is not None:
                if model != pad:
                    logger.error("model %s cannot be used, %s is", pad.name if pad else "", model.name)
                return dialoog
            geprobeerd.add(model)

    def _open(self, model: Path) -> Dialoog | None:
        try:
            maak_stil()
            with rasa_licht(ROOT / "config.yml"):
                from bot.dialoog import Dialoog

                dialoog = Dialoog.laad(
                    model,
                    settings=self._settings,
                    database=self._database,
                    werkgebied=self._werkgebied,
                    triage=self._triage,
                    bewaar_dagen=self._bewaar_dagen,
                )
            logger.info("the dialogue model %s is loaded", model.name)
            return dialoog
        except Exception as fout:
            self.fout = f"De assistent kon niet laden ({type(fout).__name__}). Kijk in het logboek."
            logger.exception("loading the dialogue model failed")
        return None
