"""The database itself keeps the audit: nobody changes a line, and only what is older than the term goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from importlib import import_module

import pytest
from alembic import command
from sqlalchemy import Executable, delete, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from opslag.db import Base, Database, now
from opslag.migreren import _alleen, _config, upgrade
from opslag.storing import is_voorbijgaand
from overdracht.edits import add_audit, remove_audit
from overdracht.models import Audit, AuditOpruiming

for _naam in ("opslag.beurt", "gesprek.models", "overdracht.models", "sociale_kaart.models"):
    import_module(_naam)

DAG = dt.timedelta(days=1)
OUD, NIEUW = 400, 3


@pytest.fixture(params=["gemigreerd", "uit de modellen"])
def lijst(request: pytest.FixtureRequest, database: Database) -> Iterator[Database]:
    """An audit with an old line and a new one; its tables made by the migrations, or from the models as in tests."""
    if request.param == "gemigreerd":
        Base.metadata.drop_all(database.engine)
        with database.engine.begin() as connection:
            connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        upgrade(database.engine)
    with database.session_scope() as session:
        for dagen in (OUD, NIEUW):
            add_audit(session, "Anna Visser", "gelezen", f"{dagen} dagen", op=now() - dagen * DAG)
    yield database
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def regels(database: Database) -> list[str]:
    with database.lezen() as session:
        return list(session.scalars(select(Audit.waarvan).order_by(Audit.id)))


def weigert(database: Database, vraag: str, **waarden: object) -> None:
    with pytest.raises(DBAPIError) as fout, database.session_scope() as session:
        session.execute(text(vraag), waarden)
    # Trying the same again would never help.
    assert not is_voorbijgaand(fout.value)
    assert regels(database) == [f"{OUD} dagen", f"{NIEUW} dagen"]


def _met_open_deur(database: Database, vraag: Executable) -> None:
    """Do this in a transaction that may delete what is older than a hundred days."""
    with database.session_scope() as session:
        session.add(AuditOpruiming(voor=now() - 100 * DAG))
        session.flush()
        session.execute(vraag)


@pytest.mark.parametrize(
    "vraag",
    [
        "UPDATE audit SET wie = 'iemand anders'",
        "UPDATE audit SET op = op WHERE waarvan = '400 dagen'",
        "UPDATE audit SET reden = 'mooier' WHERE id = 1",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE waarvan = '3 dagen'",
        # Old enough, but not by the job that goes by the term.
        "DELETE FROM audit WHERE waarvan = '400 dagen'",
    ],
)
def test_a_line_is_never_changed_or_deleted(lijst: Database, vraag: str) -> None:
    weigert(lijst, vraag)


def test_nor_through_the_models(lijst: Database) -> None:
    for vraag in (update(Audit).values(wie="iemand anders"), delete(Audit)):
        with pytest.raises(DBAPIError), lijst.session_scope() as session:
            session.execute(vraag)
    with pytest.raises(DBAPIError), lijst.session_scope() as session:
        session.delete(session.scalars(select(Audit)).first())
    assert len(regels(lijst)) == 2


def test_nor_by_writing_another_line_over_it_or_emptying_the_table(lijst: Database) -> None:
    if lijst.engine.dialect.name == "postgresql":
        weigert(lijst, "TRUNCATE audit")
        weigert(lijst, "TRUNCATE audit CASCADE")
        return
    nieuw = "(id, op, wie, wat, waarvan, reden) VALUES (1, '2026-01-01 00:00:00', 'iemand', 'anders', '', '')"
    weigert(lijst, f"INSERT OR REPLACE INTO audit {nieuw}")
    weigert(lijst, f"REPLACE INTO audit {nieuw}")


def test_the_job_that_goes_by_the_term_deletes_what_is_older_and_leaves_the_door_shut(lijst: Database) -> None:
    with lijst.session_scope() as session:
        assert remove_audit(session, now() - 365 * DAG) == 1
    assert regels(lijst) == [f"{NIEUW} dagen"]
    with lijst.lezen() as session:
        assert session.scalars(select(AuditOpruiming)).all() == []
    with pytest.raises(DBAPIError), lijst.session_scope() as session:
        session.execute(delete(Audit))
    assert regels(lijst) == [f"{NIEUW} dagen"]


def test_a_job_with_a_wrong_clock_or_term_deletes_nothing_of_the_last_month(lijst: Database) -> None:
    with lijst.session_scope() as session:
        assert remove_audit(session, now() + 100 * DAG) == 1
    assert regels(lijst) == [f"{NIEUW} dagen"]


def test_the_door_cannot_be_set_open_for_young_lines(lijst: Database) -> None:
    for dagen in (0, 20, -1000):
        with pytest.raises(DBAPIError), lijst.session_scope() as session:
            session.add(AuditOpruiming(voor=now() - dagen * DAG))
    with pytest.raises(DBAPIError):
        _met_open_deur(lijst, update(AuditOpruiming).values(voor=now()))
    assert len(regels(lijst)) == 2


def test_within_the_same_transaction_too_only_what_is_older_goes(lijst: Database) -> None:
    with pytest.raises(DBAPIError):
        _met_open_deur(lijst, delete(Audit))
    assert len(regels(lijst)) == 2


def test_new_lines_are_written_as_before(lijst: Database) -> None:
    with lijst.session_scope() as session:
        add_audit(session, "Anna Visser", "gelezen", "nu", op=now())
    assert regels(lijst)[-1] == "nu"


def test_the_release_before_can_be_put_back(database: Database) -> None:
    Base.metadata.drop_all(database.engine)
    upgrade(database.engine)
    with _alleen(database.engine) as connection:
        command.downgrade(_config(connection), "0005")
    with database.session_scope() as session:
        add_audit(session, "Anna Visser", "gelezen", "", op=now())
    with database.session_scope() as session:
        session.execute(text("DELETE FROM audit"))
    assert "audit_opruiming" not in inspect(database.engine).get_table_names()
    assert upgrade(database.engine)
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
