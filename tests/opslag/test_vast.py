"""Statements that every message asks: the same outcome and the same errors as SQLAlchemy gives."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from gesprek.models import Gesprek
from opslag.db import Database
from opslag.vast import Vast

_MOMENT = dt.datetime(2026, 3, 1, 12, 30, tzinfo=dt.UTC)
_ALLES = Vast(select(*Gesprek.__table__.c).where(Gesprek.id == bindparam("wie")))
_ERBIJ = insert(Gesprek.__table__).values(  # type: ignore[arg-type]
    id=bindparam("wie"), token_hash=bindparam("hash"), status="assistent", volgnummer=0, taal="nl",
    aangemaakt_op=bindparam("op"), laatst_actief_op=bindparam("op"), bevindingen_vanaf=0, correcties=bindparam("c"),
    inwoner_las=0, medewerker_las=0, geteld=[],
)  # fmt: skip


def _waarden(wie: str) -> dict[str, object]:
    return {"wie": wie, "hash": "x", "op": _MOMENT, "c": {"weg": ["é"]}}


def test_what_goes_in_as_a_value_comes_out_as_the_model_reads_it(database: Database) -> None:
    with database.session_scope() as session:
        Vast(_ERBIJ).doe(session, [_waarden("a"), _waarden("b")])
        rij = _ALLES.rij(session, {"wie": "b"})
        gelezen = session.get(Gesprek, "b")
    assert gelezen is not None
    assert rij == tuple(getattr(gelezen, kolom.key) for kolom in Gesprek.__table__.c)
    assert gelezen.laatst_actief_op == _MOMENT
    assert gelezen.correcties == {"weg": ["é"]}


def test_rows_that_are_not_there_give_none(database: Database) -> None:
    with database.lezen() as session:
        assert _ALLES.rij(session, {"wie": "niemand"}) is None
        assert _ALLES.rijen(session, {"wie": "niemand"}) == []


def test_doing_it_for_nobody_does_nothing(database: Database) -> None:
    with database.session_scope() as session:
        Vast(_ERBIJ).doe(session, [])
        assert session.scalar(select(Gesprek.id)) is None


@pytest.mark.parametrize("wie", [["a"], ["b", "a"]])
def test_what_may_not_be_stored_is_told_as_usual_and_leaves_nothing(database: Database, wie: list[str]) -> None:
    with database.session_scope() as session:
        Vast(_ERBIJ).doe(session, [_waarden("a")])
    with pytest.raises(IntegrityError), database.session_scope() as session:
        Vast(_ERBIJ).doe(session, [_waarden(w) for w in wie])
    with database.lezen() as session:
        assert list(session.scalars(select(Gesprek.id))) == ["a"]


def test_a_statement_that_cannot_be_run_is_told_as_sqlalchemy_tells_it(sqlite_db: Database) -> None:
    weg = select(Gesprek.__table__.alias("g").c.id).with_hint(Gesprek, "").prefix_with("geen SQL")
    with pytest.raises(OperationalError), sqlite_db.lezen() as session:
        Vast(weg).rijen(session, {})


def test_a_value_that_is_missing_is_told_before_anything_is_written(database: Database) -> None:
    vraag = Vast(update(Gesprek.__table__).where(Gesprek.id == bindparam("wie")).values(gemeente=bindparam("waar")))  # type: ignore[arg-type]
    with pytest.raises(Exception, match="waar"), database.session_scope() as session:
        vraag.doe(session, [{"wie": "a"}])


def test_a_statement_whose_text_depends_on_its_values_is_refused(sqlite_db: Database) -> None:
    with pytest.raises(ValueError, match="not fixed"), sqlite_db.lezen() as session:
        Vast(select(Gesprek.id).where(Gesprek.id.in_(["a", "b"]))).rijen(session, {})
