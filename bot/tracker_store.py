"""Rasa's tracker on our own table, so that a dialogue goes when its gesprek is deleted (cascade)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

from bot.stand import stand_van, tracker_van
from bot.stand_opslag import StandOpslag
from bot.vraag import Geheugen

# Conversations without a gesprek (tests, a channel of Rasa itself) are kept in memory, this many.
MAX_LOS = 500


@dataclass
class InHand:
    """A dialogue that the caller keeps: where it is now, and the intent that was acted upon last."""

    stand: dict[str, Any] | None
    intent: str = ""


class GesprekTrackerStore(TrackerStore):  # type: ignore[misc]
    """Keeps one small row per gesprek, or in hand what came along with the message (`in_hand`)."""

    def __init__(self, opslag: StandOpslag) -> None:
        super().__init__(None)
        self._opslag = opslag
        self._in_hand: dict[str, InHand] = {}
        self._los: OrderedDict[str, dict[str, Any]] = OrderedDict()

    @property
    def domain(self) -> Any:
        return self._domain

    @domain.setter
    def domain(self, domain: Any) -> None:
        self._domain = domain

    @contextmanager
    def in_hand(self, sender_id: str, geheugen: Geheugen) -> Iterator[InHand]:
        """Within this the dialogue is read from and kept in hand.

        The caller keeps it together with the reply: one transaction less, and no dialogue that is ahead of what
        was said.
        """
        hier = self._in_hand[sender_id] = InHand(dict(geheugen.stand) if geheugen.stand is not None else None)
        try:
            yield hier
        finally:
            self._in_hand.pop(sender_id, None)

    async def save(self, tracker: DialogueStateTracker) -> None:
        if not tracker.events:
            return  # Rasa saves a new tracker before anything is said.
        stand = stand_van(tracker)
        if (hier := self._in_hand.get(tracker.sender_id)) is not None:
            gezegd = tracker.latest_message.intent if tracker.latest_message else {}
            hier.stand, hier.intent = stand, gezegd.get("name") or ""
            return
        if self._opslag.bewaar(tracker.sender_id, stand):
            return
        self._los[tracker.sender_id] = stand
        self._los.move_to_end(tracker.sender_id)
        while len(self._los) > MAX_LOS:
            self._los.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        if sender_id in self._in_hand:
            stand = self._in_hand[sender_id].stand
        else:
            stand = self._opslag.lees(sender_id) or self._los.get(sender_id)
        return tracker_van(sender_id, stand, self.domain) if stand else None

    async def delete(self, sender_id: str) -> None:
        self._los.pop(sender_id, None)

    async def keys(self) -> Iterable[str]:
        return list(self._los)
