"""Reading and writing the row that holds where a dialogue is."""

from __future__ import annotations

from typing import Any

from gesprek.models import DialoogStand, Gesprek
from opslag.db import Database, now


class StandOpslag:
    """The table `dialoog_stand`, one row per gesprek."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lees(self, gesprek_id: str) -> dict[str, Any] | None:
        """The stand of this gesprek, or None when it has none yet."""
        with self._database.lezen() as session:
            rij = session.get(DialoogStand, gesprek_id)
            return dict(rij.stand) if rij else None

    def bewaar(self, gesprek_id: str, stand: dict[str, Any]) -> bool:
        """Write the stand; False when there is no such gesprek, so that nothing outlives a deletion."""
        with self._database.session_scope() as session:
            if session.get(Gesprek, gesprek_id) is None:
                return False
            rij = session.get(DialoogStand, gesprek_id)
            if rij is None:
                session.add(DialoogStand(gesprek_id=gesprek_id, stand=stand, gewijzigd_op=now()))
            else:
                rij.stand, rij.gewijzigd_op = stand, now()
        return True
