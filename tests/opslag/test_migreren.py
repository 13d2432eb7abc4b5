"""Migrations: they give exactly the tables of the models, once, also when two processes begin together."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from sqlalchemy import Engine, inspect, text

from opslag.db import Base, Database
from opslag.migreren import _config, differences, is_current, newest_revisie, read_revisie, upgrade

for _naam in (
    "opslag.beurt",
    "gesprek.models",
    "overdracht.models",
    "sociale_kaart.models",
    "sociale_kaart.klaargezet",
):
    import_module(_naam)


@pytest.fixture
def leeg(database: Database) -> Iterator[Engine]:
    """A database without any table."""
    Base.metadata.drop_all(database.engine)
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    yield database.engine
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def test_an_empty_database_gets_the_tables_of_the_models(leeg: Engine) -> None:
    assert not is_current(leeg)
    assert upgrade(leeg)
    assert is_current(leeg)
    assert differences(leeg) == []


def test_the_revisions_are_those_that_alembic_reads(leeg: Engine) -> None:
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    assert newest_revisie() == ScriptDirectory.from_config(_config()).get_current_head()
    for verwacht in (None, newest_revisie()):
        with leeg.connect() as connection:
            assert read_revisie(connection) == MigrationContext.configure(connection).get_current_revision() == verwacht
        upgrade(leeg)


def test_a_second_time_does_nothing(leeg: Engine) -> None:
    upgrade(leeg)
    assert not upgrade(leeg)


def test_of_four_that_begin_together_one_migrates(leeg: Engine) -> None:
    with ThreadPoolExecutor(4) as draden:
        assert sorted(draden.map(lambda _: upgrade(leeg), range(4))) == [False, False, False, True]
    assert "gesprek" in inspect(leeg).get_table_names()


def test_after_migrating_foreign_keys_are_kept_again(leeg: Engine) -> None:
    upgrade(leeg)
    if leeg.dialect.name != "sqlite":
        pytest.skip("PostgreSQL never lets go of them")
    with leeg.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
