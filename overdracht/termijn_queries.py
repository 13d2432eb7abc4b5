"""The terms of beheer in the database, and what is read of overdrachten to try them out and count them again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, or_, select, update

from overdracht.models import OPGEPAKT, WACHTEND, Overdracht, Termijnregel

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def find_termijnregels(session: Session) -> list[Termijnregel]:
    """The terms of beheer in the order they were made, also those that are off."""
    return list(session.scalars(select(Termijnregel).order_by(Termijnregel.id)))


def change_termijnregel(session: Session, id: int, *, versie: int, **waarden: object) -> Termijnregel | None:
    """Change this term if it still is as it was shown; None when it is not, or is gone."""
    session.flush()
    vraag = update(Termijnregel).where(Termijnregel.id == id, Termijnregel.versie == versie)
    raak = vraag.values(versie=Termijnregel.versie + 1, **waarden).returning(Termijnregel)
    return session.scalar(raak, execution_options={"populate_existing": True})


def find_gevallen(session: Session, *, na: dt.datetime, limit: int = 5000) -> list[Row[Any]]:
    """What terms look at, of what was approved since then or runs now, newest first: no word of anybody."""
    kolommen = (Overdracht.zwaarte, Overdracht.leefgebieden, Overdracht.soorten, Overdracht.status)
    van_nu = or_(Overdracht.aangemaakt_op > na, Overdracht.status.in_((WACHTEND, OPGEPAKT)))
    vraag = select(*kolommen).where(van_nu, Overdracht.toestemming).order_by(Overdracht.id.desc())
    return list(session.execute(vraag.limit(limit)))


def lock_overdracht(session: Session, kenmerk: str) -> Overdracht | None:
    """The overdracht as it is now, which nobody else changes until this is over."""
    vraag = select(Overdracht).where(Overdracht.kenmerk == kenmerk).with_for_update()
    return session.scalar(vraag.execution_options(populate_existing=True))
