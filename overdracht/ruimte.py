"""How many gesprekken somebody has at the same time, and that it is never more than agreed.

What is only followed up by phone or mail is no gesprek: it would block the chat for weeks. A crisis never
waits for room.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from overdracht import edits, queries
from overdracht.models import Medewerker, Overdracht
from overdracht.teksten import tekst

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MEESTE = 50


class GeenRuimte(Exception):
    """This medewerker has as many gesprekken as agreed; the text is plain Dutch."""

    def __init__(self, aantal: int) -> None:
        super().__init__(tekst("overdracht.geen_ruimte", aantal=aantal))
        self.aantal = aantal


def is_gesprek(overdracht: Overdracht) -> bool:
    """Whether holding this means talking in the chat now."""
    return overdracht.voorkeur == "chat" or overdracht.crisis is not None


def require_ruimte(session: Session, medewerker: Medewerker, overdracht: Overdracht, *, nu: dt.datetime) -> None:
    """After taking it, in the same transaction: undone (GeenRuimte) when it is one too many.

    The row of the medewerker, who is seen now, is held from before the count, so that two takes at once follow
    one another.
    """
    maximum = edits.touch_medewerker(session, medewerker.id, op=nu)
    if not maximum or overdracht.crisis is not None or not is_gesprek(overdracht):
        return
    if queries.count_lopend(session, medewerker.id) > maximum:
        raise GeenRuimte(maximum)


def set_maximum(medewerker: Medewerker, aantal: int) -> None:
    """0: no maximum. Raises ValueError for less or for more than anybody can follow."""
    if not 0 <= aantal <= MEESTE:
        raise ValueError(tekst("overdracht.maximum", aantal=MEESTE))
    medewerker.max_gesprekken = aantal
