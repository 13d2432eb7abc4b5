"""How the counts of `tellingen` are stored and added up; the same on both databases."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sociale_kaart.models import Session, Toontelling, Voorziening, Woordtelling


def _insert(session: Session, tabel: Any) -> Any:
    return sqlite.insert(tabel) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(tabel)


def add_woord(session: Session, wat: str, sleutel: str, *, gemeente: str, dag: dt.date) -> None:
    """One more gesprek with this word on this day."""
    rij = {"wat": wat, "sleutel": sleutel, "gemeente": gemeente, "dag": dag, "woord": "", "aantal": 1}
    vraag = _insert(session, Woordtelling).values(**rij)
    session.execute(
        vraag.on_conflict_do_update(
            index_elements=["wat", "sleutel", "gemeente", "dag"], set_={"aantal": Woordtelling.aantal + 1}
        )
    )


def sum_sleutel(session: Session, wat: str, sleutel: str, *, sinds: dt.date) -> int:
    """In how many gesprekken since that day."""
    vraag = select(func.sum(Woordtelling.aantal)).where(
        Woordtelling.wat == wat, Woordtelling.sleutel == sleutel, Woordtelling.dag >= sinds
    )
    return int(session.scalar(vraag) or 0)


def reveal(session: Session, wat: str, sleutel: str, woord: str) -> None:
    """Write the word beside its counts, now that enough people used it."""
    session.execute(
        update(Woordtelling)
        .where(Woordtelling.wat == wat, Woordtelling.sleutel == sleutel, Woordtelling.woord == "")
        .values(woord=woord)
    )


def sum_woorden(session: Session, wat: str, *, sinds: dt.date, minstens: int) -> list[tuple[str, int]]:
    """Words with in how many gesprekken, most first; rare ones are left out in the query."""
    totaal = func.sum(Woordtelling.aantal)
    vraag = (
        select(func.max(Woordtelling.woord), totaal)
        .where(Woordtelling.wat == wat, Woordtelling.dag >= sinds)
        .group_by(Woordtelling.sleutel)
        .having(totaal >= minstens)
    )
    rijen = [(woord, int(n)) for woord, n in session.execute(vraag) if woord]
    return sorted(rijen, key=lambda r: (-r[1], r[0]))


def add_toon(session: Session, voorziening_id: str, dag: dt.date, *, getoond: int, nuttig: int) -> None:
    """Count for an entry on a day; `getoond` and `nuttig` are what comes on top."""
    vraag = _insert(session, Toontelling).values(voorziening_id=voorziening_id, dag=dag, getoond=getoond, nuttig=nuttig)
    erbij = {"getoond": Toontelling.getoond + getoond, "nuttig": Toontelling.nuttig + nuttig}
    session.execute(vraag.on_conflict_do_update(index_elements=["voorziening_id", "dag"], set_=erbij))


def find_nooit_nuttig(session: Session, *, sinds: dt.date, minstens: int) -> list[tuple[str, str, int]]:
    """Published entries that were shown in this many gesprekken or more and were of use in none."""
    getoond, nuttig = func.sum(Toontelling.getoond), func.sum(Toontelling.nuttig)
    vraag = (
        select(Voorziening.id, Voorziening.naam, getoond)
        .join(Toontelling, Toontelling.voorziening_id == Voorziening.id)
        .where(Toontelling.dag >= sinds, Voorziening.status == "gepubliceerd")
        .group_by(Voorziening.id, Voorziening.naam)
        .having(getoond >= minstens, nuttig == 0)
        .order_by(getoond.desc(), Voorziening.id)
    )
    return [(id, naam, int(n)) for id, naam, n in session.execute(vraag)]


def delete_before(session: Session, dag: dt.date) -> None:
    """Delete counts of before this day."""
    session.execute(delete(Woordtelling).where(Woordtelling.dag < dag))
    session.execute(delete(Toontelling).where(Toontelling.dag < dag))
