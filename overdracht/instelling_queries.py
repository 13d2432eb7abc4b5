"""What beheer set in the place of files and settings, in the database."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from opslag.vast import Vast
from overdracht.models import Instelling

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Made once: it is asked at the beginning of every piece of work.
_STAND = Vast(select(func.coalesce(func.sum(Instelling.versie), 0)))


def read_stand(session: Session) -> int:
    """A number that rises with every change of any setting, and never falls."""
    rij = _STAND.rij(session, {})
    return int(rij[0]) if rij is not None else 0


def find_instellingen(session: Session) -> dict[str, Instelling]:
    """All settings of beheer by their key, also those that went back to the default."""
    return {i.sleutel: i for i in session.scalars(select(Instelling))}


def get_instelling(session: Session, sleutel: str) -> Instelling | None:
    """This setting of beheer, if anybody ever set it."""
    return session.get(Instelling, sleutel, populate_existing=True)


def change_instelling(
    session: Session, sleutel: str, waarde: dict[str, Any] | None, *, versie: int, reden: str, wie: str, op: dt.datetime
) -> bool:
    """Set this if it still is as it was shown (`versie`, 0 = nobody ever set it); whether it was."""
    if versie == 0:
        try:
            with session.begin_nested():
                session.add(Instelling(sleutel=sleutel, waarde=waarde, versie=1, reden=reden, wie=wie, op=op))
        except IntegrityError:
            return False
        return True
    vraag = update(Instelling).where(Instelling.sleutel == sleutel, Instelling.versie == versie)
    raak = vraag.values(waarde=waarde, versie=Instelling.versie + 1, reden=reden, wie=wie, op=op)
    return session.scalar(raak.returning(Instelling.versie)) is not None
