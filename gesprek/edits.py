"""Writing gesprekken: volgnummers, berichten and counts.

Whoever writes in a gesprek takes its row first. That makes volgnummers gapless and in the order of
the commits, and lets a retry see what the first attempt stored, on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import case, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from gesprek.models import Bericht, Gesprek, Telling


def lock_gesprek(session: Session, gesprek_id: str, *, op: dt.datetime) -> Gesprek | None:
    """Take the row of this gesprek until the end of the transaction and read it fresh; None when unknown."""
    session.flush()
    vraag = update(Gesprek).where(Gesprek.id == gesprek_id).values(laatst_actief_op=op).returning(Gesprek)
    return session.scalar(vraag, execution_options={"populate_existing": True})


def add_berichten(session: Session, gesprek: Gesprek, *berichten: Bericht) -> None:
    """Store berichten under the next volgnummers of their gesprek, whose row the caller holds (`lock_gesprek`)."""
    for bericht in berichten:
        gesprek.volgnummer += 1
        bericht.volgnummer = gesprek.volgnummer
    session.add_all(berichten)
    session.flush()


def raise_gelezen(session: Session, gesprek_id: str, *, wie: str, tot: int, status: str) -> bool:
    """Move the read mark of `inwoner` or `medewerker` forward, never back and never past what was said.

    Whether it moved. In one statement: two tabs that read at once do no harm.
    """
    kolom = Gesprek.inwoner_las if wie == "inwoner" else Gesprek.medewerker_las
    nieuw = case((Gesprek.volgnummer < tot, Gesprek.volgnummer), else_=tot)
    vraag = update(Gesprek).where(Gesprek.id == gesprek_id, Gesprek.status == status, kolom < nieuw)
    raak = session.execute(vraag.values({kolom: nieuw}).returning(Gesprek.id)).first()
    return raak is not None


def clear_te_beantwoorden(session: Session, gesprek_id: str) -> None:
    """A person answers from here on: nothing waits for the assistant any more."""
    vraag = update(Bericht).where(Bericht.gesprek_id == gesprek_id, Bericht.te_beantwoorden)
    session.execute(vraag.values(te_beantwoorden=False))


def remove_gesprek(session: Session, gesprek_id: str) -> bool:
    """Delete the gesprek; everything of the resident hangs on it and goes along."""
    session.flush()
    weg = session.execute(delete(Gesprek).where(Gesprek.id == gesprek_id).returning(Gesprek.id)).first()
    session.expire_all()
    return weg is not None


def add_tellingen(
    session: Session, dag: dt.date, wat: Iterable[tuple[str, str]], *, gemeente: str = "", kern: str = ""
) -> None:
    """Count things without a person: (what, leefgebied) each once more, in one statement so that counts add up."""
    # Always in the same order: two transactions that count the same rows must not wait for one another.
    rijen = [
        {"dag": dag, "wat": naam, "gemeente": gemeente, "kern": kern, "leefgebied": leefgebied, "aantal": 1}
        for naam, leefgebied in sorted(set(wat))
    ]
    if not rijen:
        return
    sleutel = ["dag", "wat", "gemeente", "kern", "leefgebied"]
    # Both dialects know ON CONFLICT, but SQLAlchemy offers it per dialect.
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    vraag = insert(Telling).values(rijen)
    meer = {"aantal": Telling.aantal + vraag.excluded.aantal}
    session.execute(vraag.on_conflict_do_update(index_elements=sleutel, set_=meer))
