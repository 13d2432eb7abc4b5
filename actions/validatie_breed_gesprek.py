"""Weighs each message during the breed gesprek: an answer, or something that breaks through."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.actie import VoordeurActie
from actions.breed import lees_antwoord
from actions.context import Context, context_van
from actions.reactie import Reactie


class ValidateBreedGesprekForm(VoordeurActie):
    """Sets the answer and the next question; sets nothing when it is no answer, so that the rules take over."""

    naam = "validate_breed_gesprek_form"

    def antwoord(self, ctx: Context) -> Reactie:
        return Reactie()

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        uitkomst = lees_antwoord(context_van(tracker, self.bronnen))
        if uitkomst.geen_antwoord:
            return []
        if uitkomst.data:
            dispatcher.utter_message(json_message={"data": uitkomst.data})
        return [SlotSet(naam, waarde) for naam, waarde in uitkomst.slots.items()]
