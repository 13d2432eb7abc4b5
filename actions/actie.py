"""The base of every action: context in, Reactie out, and the translation to Rasa's events."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.bronnen import Bronnen, bronnen_uit_settings
from actions.context import MAX_GEHOORD, Context, context_van
from actions.reactie import Bericht, Reactie


class VoordeurActie(Action, ABC):  # type: ignore[misc]
    """An action of the assistant. Can be made without arguments, as an action server does."""

    naam: str = ""

    def __init__(self, bronnen: Bronnen | None = None) -> None:
        self._bronnen = bronnen

    def name(self) -> str:
        return self.naam

    @property
    def bronnen(self) -> Bronnen:
        return self._bronnen if self._bronnen is not None else bronnen_uit_settings()

    @abstractmethod
    def antwoord(self, ctx: Context) -> Reactie:
        """What to say and remember; reads, never writes."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        ctx = context_van(tracker, self.bronnen)
        reactie = self.antwoord(ctx)
        if ctx.gevraagd and not self.naam.startswith("action_ask_"):
            # A side question: the verslag must not take it for the answer to what was asked.
            reactie.data = {"geen_antwoord_op_vraag": True} | reactie.data
        _zeg_alles(dispatcher, reactie)
        return _events(ctx, reactie)


def _zeg_alles(dispatcher: CollectingDispatcher, reactie: Reactie) -> None:
    berichten = reactie.berichten or ([Bericht("")] if reactie.stap or reactie.data else [])
    for nummer, bericht in enumerate(berichten):
        extra: dict[str, Any] = {}
        if bericht.voorzieningen:
            extra["voorzieningen"] = bericht.voorzieningen
        if bericht.vraag:
            extra["vraag"] = bericht.vraag
        if nummer == len(berichten) - 1:
            extra |= {
                sleutel: waarde
                for sleutel, waarde in (
                    ("stap", reactie.stap),
                    ("data", reactie.data),
                    ("onbeantwoord", reactie.onbeantwoord),
                )
                if waarde
            }
        dispatcher.utter_message(
            text=bericht.tekst,
            buttons=[{"title": k.tekst, "payload": k.payload} for k in bericht.knoppen],
            json_message=extra,
        )


def _events(ctx: Context, reactie: Reactie) -> list[EventType]:
    slots = dict(reactie.slots)
    if reactie.berichten:
        slots["beurt"] = ctx.beurt + 1
        # What the last reply left open is over once something else is said.
        slots.setdefault("verwacht", None)
        slots.setdefault("misverstaan", 0)
    if not ctx.brengt_mee and not ctx.is_knop:
        slots["gehoord"] = [b.as_dict() for b in ctx.gehoord[-MAX_GEHOORD:]]
    events: list[EventType] = [SlotSet(naam, waarde) for naam, waarde in slots.items()]
    if reactie.sluit_lus:
        events += [ActiveLoop(None), SlotSet("requested_slot", None)]
    volgende = reactie.volgende
    if volgende is None and (reactie.sluit_lus or not ctx.in_lus):
        # Nothing can follow but listening: saying so spares the policies a prediction.
        volgende = "action_listen"
    if volgende:
        events.append(FollowupAction(volgende))
    return events
