"""Whose turn it is: work that must run once, however many processes there are.

One row per kind of work, taken by a conditional UPDATE and valid for a while only, so that a
process that dies in the middle never keeps the turn.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from opslag.db import Base, now


class Beurt(Base):
    """A turn: `houder` may do `naam` until `tot`."""

    __tablename__ = "beurt"

    naam: Mapped[str] = mapped_column(String(40), primary_key=True)
    houder: Mapped[str] = mapped_column(String(40))
    tot: Mapped[dt.datetime] = mapped_column(default=now)


def take_beurt(session: Session, naam: str, *, houder: str, duur: dt.timedelta, nu: dt.datetime | None = None) -> bool:
    """Whether `houder` has the turn for this work during `duur`: its own turn again, or one that ran out.

    A turn that ends later than anybody could have taken it comes from a clock that was wrong, and does not count.
    """
    nu = nu or now()
    waarden = {"naam": naam, "houder": houder, "tot": nu}
    invoegen = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(invoegen(Beurt).values(**waarden).on_conflict_do_nothing(index_elements=["naam"]))
    vraag = (
        update(Beurt)
        .where(Beurt.naam == naam, (Beurt.houder == houder) | (Beurt.tot <= nu) | (Beurt.tot > nu + 2 * duur))
        .values(houder=houder, tot=nu + duur)
        .returning(Beurt.naam)
    )
    return session.execute(vraag).first() is not None
