"""Reading and writing the row that holds where a dialogue is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update

from gesprek.models import DialoogStand, Gesprek
from opslag.db import Database, now

_LEES = select(DialoogStand.stand)


class StandOpslag:
    """The table `dialoog_stand`, one row per gesprek."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lees(self, gesprek_id: str) -> dict[str, Any] | None:
        """The stand of this gesprek, or None when it has none yet."""
        with self._database.lezen() as session:
            stand = session.scalar(_LEES.where(DialoogStand.gesprek_id == gesprek_id))
            return dict(stand) if stand is not None else None

    def bewaar(self, gesprek_id: str, stand: dict[str, Any]) -> bool:
        """Write the stand; False when there is no such gesprek, so that nothing outlives a deletion.

        Messages of one gesprek are answered one at a time, so nobody else adds its row meanwhile.
        """
        waarden = {"stand": stand, "gewijzigd_op": now()}
        hier = DialoogStand.gesprek_id == gesprek_id
        with self._database.session_scope() as session:
            vraag = update(DialoogStand).where(hier).values(waarden).returning(DialoogStand.gesprek_id)
            if session.execute(vraag).first() is not None:
                return True
            if session.scalar(select(Gesprek.id).where(Gesprek.id == gesprek_id)) is None:
                return False
            session.execute(insert(DialoogStand).values(gesprek_id=gesprek_id, **waarden))
        return True
