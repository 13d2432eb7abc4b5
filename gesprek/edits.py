"""Writing gesprekken: volgnummers, berichten and counts.

Whoever writes in a gesprek takes its row first. That makes volgnummers gapless and in the order of
the commits, and lets a retry see what the first attempt stored, on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import bindparam, case, delete, insert, inspect, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, make_transient, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from gesprek.models import Bericht, DialoogStand, Gesprek, Telling
from opslag.optellen import tel_erbij

# Put together once: every bericht asks it twice.
_NEEM = (
    update(Gesprek)
    .where(Gesprek.id == bindparam("wie"))
    .values(laatst_actief_op=bindparam("op"))
    .returning(Gesprek)
    # What comes back is all there is to know: nothing has to be worked out from the question itself.
    .execution_options(populate_existing=True, synchronize_session=False)
)


def lock_gesprek(session: Session, gesprek_id: str, *, op: dt.datetime) -> Gesprek | None:
    """Take the row of this gesprek until the end of the transaction and read it fresh; None when unknown."""
    session.flush()
    return session.scalar(_NEEM, {"wie": gesprek_id, "op": op})


# Put together once, and written as rows: working out what of an object must be written, and in which order, took
# more than writing it.
_ERBIJ = insert(Bericht.__table__).returning(Bericht.__table__.c.id)  # type: ignore[arg-type]
_WIJZIG = update(Gesprek.__table__).where(Gesprek.__table__.c.id == bindparam("wie"))  # type: ignore[arg-type]
# What a column holds when nobody says.
_STANDAARD: Mapping[str, Any] = {
    c.key: c.default.arg if c.default is not None else None for c in Bericht.__table__.columns if not c.primary_key
}


def add_berichten(session: Session, gesprek: Gesprek, *berichten: Bericht) -> None:
    """Store berichten under the next volgnummers of their gesprek, whose row the caller holds (`lock_gesprek`).

    What else changed in the gesprek is written along.
    """
    for bericht in berichten:
        gesprek.volgnummer += 1
        bericht.volgnummer = gesprek.volgnummer
        _voeg_toe(session, bericht)
    _schrijf(session, gesprek)


def _voeg_toe(session: Session, bericht: Bericht) -> None:
    """Store this bericht; the session knows it from here on, as after a flush."""
    gezet = inspect(bericht).dict
    waarden = {naam: gezet[naam] if naam in gezet else _standaard(naam) for naam in _STANDAARD}
    # JSON that is not there is no JSON that says null.
    rij = {naam: waarde for naam, waarde in waarden.items() if waarde is not None or naam in gezet}
    waarden["id"] = session.connection().execute(_ERBIJ, rij).scalar_one()
    for naam, waarde in waarden.items():
        set_committed_value(bericht, naam, waarde)
    _volg(session, bericht)


def _standaard(naam: str) -> Any:
    standaard = _STANDAARD[naam]
    return standaard(None) if callable(standaard) else standaard


def _schrijf(session: Session, gesprek: Gesprek) -> None:
    """Write what changed in this gesprek, as a flush would."""
    staat = inspect(gesprek)
    anders = {naam: staat.dict[naam] for naam in staat.committed_state}
    if anders:
        session.connection().execute(_WIJZIG, anders | {"wie": gesprek.id})
        _volg(session, gesprek)


def _volg(session: Session, ding: Any) -> None:
    """Let the session follow this object as it is now, as after a flush: there is nothing left to write of it."""
    if ding in session:
        session.expunge(ding)
        make_transient(ding)
    make_transient_to_detached(ding)
    session.add(ding)


@cache
def _beantwoord(*, gehoord: bool, zonder_vraag: bool) -> Any:
    """Put together once for each of the four."""
    waarden: dict[str, Any] = {"te_beantwoorden": False}
    waarden |= {"beoordeling": bindparam("gehoord")} if gehoord else {}
    waarden |= {"vraag": None} if zonder_vraag else {}
    tabel = Bericht.__table__.c
    dit = (tabel.gesprek_id == bindparam("wie"), tabel.volgnummer == bindparam("nummer"), tabel.te_beantwoorden)
    return update(Bericht.__table__).where(*dit).values(waarden).returning(tabel.id)  # type: ignore[arg-type]


def take_beantwoorden(
    session: Session, gesprek_id: str, volgnummer: int, *, gehoord: Mapping[str, Any] | None, zonder_vraag: bool
) -> bool:
    """Whether this bericht still waited for its answer; it no longer does then, and holds what was heard in it.

    The caller holds the row of the gesprek, so the answer comes in the same transaction or not at all.
    """
    vraag = _beantwoord(gehoord=gehoord is not None, zonder_vraag=zonder_vraag)
    hier: dict[str, Any] = {"wie": gesprek_id, "nummer": volgnummer}
    if gehoord is not None:
        hier["gehoord"] = dict(gehoord)
    return session.execute(vraag, hier).first() is not None


@cache
def _bewaar_dialoog(dialect: str) -> Any:
    """Put together once: every bericht may ask it. SQLAlchemy offers ON CONFLICT per dialect."""
    invoegen = (postgresql if dialect == "postgresql" else sqlite).insert(DialoogStand.__table__)
    return invoegen.on_conflict_do_update(
        index_elements=["gesprek_id"],
        set_={"stand": invoegen.excluded.stand, "gewijzigd_op": invoegen.excluded.gewijzigd_op},
    )


def save_dialoog(session: Session, gesprek_id: str, stand: Mapping[str, Any], *, op: dt.datetime) -> None:
    """Keep where the dialogue of this gesprek is. The gesprek must be there."""
    vraag = _bewaar_dialoog(session.get_bind().dialect.name)
    # What else changed is written together with the berichten that follow.
    with session.no_autoflush:
        session.execute(vraag, {"gesprek_id": gesprek_id, "stand": dict(stand), "gewijzigd_op": op})


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


_TELLING = ("dag", "wat", "gemeente", "kern", "leefgebied")


def add_tellingen(
    session: Session, dag: dt.date, wat: Iterable[tuple[str, str]], *, gemeente: str = "", kern: str = ""
) -> None:
    """Count things without a person: (what, leefgebied) each once more, in one statement so that counts add up."""
    # Always in the same order: two transactions that count the same rows must not wait for one another.
    rijen = [
        {"dag": dag, "wat": naam, "gemeente": gemeente, "kern": kern, "leefgebied": leefgebied, "aantal": 1}
        for naam, leefgebied in sorted(set(wat))
    ]
    # What else changed is written together with the berichten that follow.
    with session.no_autoflush:
        tel_erbij(session, Telling.__table__, rijen, sleutel=_TELLING, aantallen=("aantal",))
