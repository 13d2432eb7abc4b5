"""Reading and writing the row that holds where a dialogue is, for who gives none along with the message."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from gesprek import edits, queries
from gesprek.models import Gesprek
from opslag.db import Database, now


class StandOpslag:
    """The table `dialoog_stand`, one row per gesprek."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lees(self, gesprek_id: str) -> dict[str, Any] | None:
        """The stand of this gesprek, or None when it has none yet."""
        with self._database.lezen() as session:
            return queries.find_dialoog(session, gesprek_id)

    def bewaar(self, gesprek_id: str, stand: dict[str, Any]) -> bool:
        """Write the stand; False when there is no such gesprek, so that nothing outlives a deletion."""
        with self._database.session_scope() as session:
            if session.scalar(select(Gesprek.id).where(Gesprek.id == gesprek_id).with_for_update()) is None:
                return False
            edits.save_dialoog(session, gesprek_id, stand, op=now())
        return True
