"""Rasa's Agent around one loaded model. The only module that drives Rasa; imported in the assistant's thread."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.rasa_stil import maak_stil

maak_stil()

from rasa.core.agent import Agent  # noqa: E402  (after the silence)
from rasa.core.channels.channel import UserMessage  # noqa: E402
from rasa.shared.core.constants import DEFAULT_INTENTS  # noqa: E402

from actions import build_actions  # noqa: E402
from bot.in_process import ActiesInProces  # noqa: E402
from bot.intent import heeft_woorden, kies_intent  # noqa: E402
from bot.kanaal import AntwoordKanaal  # noqa: E402
from bot.rasa_vlot import maak_vlot  # noqa: E402
from bot.stand_opslag import StandOpslag  # noqa: E402
from bot.tracker_store import GesprekTrackerStore  # noqa: E402
from bot.vraag import Vraag  # noqa: E402
from gesprek.antwoord import Antwoord  # noqa: E402
from opslag.db import Database  # noqa: E402
from settings import Settings  # noqa: E402
from sociale_kaart import hulplijnen  # noqa: E402
from triage.beoordeling import Beoordeling  # noqa: E402
from werkgebied import Werkgebied  # noqa: E402

_PAYLOAD = re.compile(r"/([a-z_]+)(\{.*\})?", re.DOTALL)
# Longer messages are refused before they come here; this only bounds the work.
MAX_TEKENS = 5000


class Dialoog:
    """One loaded model with its actions."""

    def __init__(self, agent: Agent, triage: Any) -> None:
        self._agent = agent
        self._triage = triage
        # Not Rasa's own: "/restart" would wipe the dialogue behind the resident's back.
        self._intents = set(agent.domain.intents if agent.domain else ()) - set(DEFAULT_INTENTS)

    @classmethod
    def laad(
        cls, model: Path, *, settings: Settings, database: Database, werkgebied: Werkgebied, triage: Any,
        bewaar_dagen: Callable[[], int] | None = None,
    ) -> Dialoog:  # fmt: skip
        """Load this model file. Takes seconds; call it outside a running loop's own thread."""
        maak_vlot()
        acties = build_actions(
            database=database,
            werkgebied=werkgebied,
            triage=triage,
            hulplijnen=hulplijnen.load(),
            bewaar_dagen=bewaar_dagen or (lambda: settings.bewaar_gesprek_dagen),
            verberg_na_maanden=settings.verberg_na_maanden,
        )
        agent = Agent(action_endpoint=ActiesInProces(acties))
        # Set past Rasa's fail-safe wrapper: that one would answer from an empty memory when the
        # database is away, and forget; an error here leads to the way without Rasa instead.
        agent.tracker_store = GesprekTrackerStore(StandOpslag(database))
        agent.load_model(model)
        return cls(agent, triage)

    async def antwoord(self, vraag: Vraag) -> Antwoord:
        """Let Rasa answer one message."""
        kanaal = AntwoordKanaal()
        tekst = self._tekst(vraag)
        if vraag.beoordeling is None and not tekst.startswith("/"):
            vraag = replace(vraag, beoordeling=self._triage.beoordeel(tekst))
        bericht = UserMessage(
            text=tekst,
            output_channel=kanaal,
            sender_id=vraag.gesprek_id,
            input_channel="voordeur",
            metadata=self._metadata(vraag),
        )
        if vraag.geheugen is None:
            await self._agent.handle_message(bericht)
            return kanaal.antwoord(_gehoord(tekst, vraag.beoordeling))
        with self._agent.tracker_store.in_hand(vraag.gesprek_id, vraag.geheugen) as hier:
            await self._agent.handle_message(bericht)
        antwoord = kanaal.antwoord(_gehoord(tekst, vraag.beoordeling, hier.intent))
        return antwoord if hier.stand == vraag.geheugen.stand else replace(antwoord, dialoog=hier.stand)

    def _tekst(self, vraag: Vraag) -> str:
        payload = self._payload(vraag.payload)
        if payload:
            return payload
        # A slash at the start would let a resident's own words steer Rasa ("/restart").
        tekst = (vraag.tekst or vraag.payload or "").strip().lstrip("/").strip()
        return tekst[:MAX_TEKENS] if heeft_woorden(tekst) else "/leeg"

    def _payload(self, payload: str | None) -> str | None:
        """The payload if it is one of ours; anything else is treated as words."""
        match = _PAYLOAD.fullmatch((payload or "").strip())
        if match is None or match[1] not in self._intents:
            return None
        if match[2]:
            try:
                waarden = json.loads(match[2])
            except ValueError:
                return None
            if not isinstance(waarden, dict) or not all(isinstance(w, str) for w in waarden.values()):
                return None
        return match[0]

    @staticmethod
    def _metadata(vraag: Vraag) -> dict[str, Any]:
        return {
            "nu": vraag.nu.isoformat(),
            "gemeente": vraag.gemeente,
            "kern": vraag.kern,
            "status": vraag.status,
            "beoordeling": vraag.beoordeling.as_dict() if vraag.beoordeling else None,
            "eerder": vraag.eerder,
        }


def _gehoord(tekst: str, beoordeling: Beoordeling | None, intent: str = "") -> dict[str, Any] | None:
    """The finding as it is stored: with the dialogue act that was acted upon, worked out again when nobody tells."""
    if beoordeling is None or tekst.startswith("/"):
        return beoordeling.as_dict() if beoordeling else None
    return replace(beoordeling, intent=intent or kies_intent(tekst, beoordeling)[0]).as_dict()
