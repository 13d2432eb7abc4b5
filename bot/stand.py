"""The state of a dialogue as a small JSON value, and a tracker from it.

Rasa keeps every event of a conversation and replays them all; a gesprek of 200 turns would
grow with each turn and hold the resident's words a second time. What the rules and actions
need is only: the slots, the active form with its question, and that the assistant listens.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

_NIET_BEWAREN = {REQUESTED_SLOT, "session_started_metadata"}


def stand_van(tracker: DialogueStateTracker) -> dict[str, Any]:
    """What must be kept of this tracker: JSON, with only the slots that hold something."""
    return {
        "slots": {
            naam: slot.value
            for naam, slot in tracker.slots.items()
            if naam not in _NIET_BEWAREN and slot.value is not None
        },
        "lus": tracker.active_loop_name,
        "gevraagd": tracker.get_slot(REQUESTED_SLOT),
    }


def _gebeurtenissen(stand: dict[str, Any], domain: Domain) -> list[Event]:
    bekend = {slot.name for slot in domain.slots}
    events: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    # A newer model may have lost a slot or the form; what it doesn't know is left out.
    events += [SlotSet(naam, waarde) for naam, waarde in stand.get("slots", {}).items() if naam in bekend]
    lus = stand.get("lus")
    if lus in domain.form_names:
        events += [ActionExecuted(lus), ActiveLoop(lus), SlotSet(REQUESTED_SLOT, stand.get("gevraagd"))]
    return [*events, ActionExecuted(ACTION_LISTEN_NAME)]


def tracker_van(sender_id: str, stand: dict[str, Any], domain: Domain) -> DialogueStateTracker:
    """A tracker that behaves as the one the stand was taken from."""
    return DialogueStateTracker.from_events(sender_id, _gebeurtenissen(stand, domain), slots=domain.slots)
