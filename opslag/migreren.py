"""Bring a database to the newest tables, in this process; safe when two start at once.

    python -m opslag.migreren                     upgrade the database of DATABASE_URL
    python -m opslag.migreren nieuw "what it is"  write a migration from the difference with the models

One transaction holds a lock from before the first look until after the last change: the second
comer waits, and then finds nothing left to do. Alembic is imported only when there is something to do: every
start looks, and few find anything.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

from opslag.db import Base, database_url, make_engine
from settings import ROOT, read_settings

if TYPE_CHECKING:
    from alembic.config import Config

MAP = Path(__file__).parent / "migrations"
# Any fixed number; it names our lock on PostgreSQL.
_SLOT = 7_366_251


def _config(connection: Connection | None = None, **attributen: Any) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MAP))
    # Sorted by number, since autogenerate gives them in the order they were made.
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes.update({"connection": connection, **attributen})
    return config


@contextmanager
def _alleen(engine: Engine) -> Iterator[Connection]:
    """A transaction that nobody else migrates beside."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # A table that is made anew would otherwise take its children along (ON DELETE CASCADE); this
            # cannot be changed inside a transaction, so it goes past SQLAlchemy's own beginning of one.
            rauw: Any = connection.connection.dbapi_connection
            rauw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                if engine.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:slot)"), {"slot": _SLOT})
                yield connection
        finally:
            # This connection must not go back into the pool without foreign keys.
            connection.invalidate() if engine.dialect.name == "sqlite" else None


def upgrade(engine: Engine) -> bool:
    """Upgrade to the newest revision; whether anything was done."""
    with _alleen(engine) as connection:
        if read_revisie(connection) == newest_revisie():
            return False
        from alembic import command

        command.upgrade(_config(connection), "head")
    return True


def read_revisie(connection: Connection) -> str | None:
    """The revision of this database; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revisie: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revisie


def newest_revisie() -> str | None:
    """The newest revision there is a migration for: each file begins with its number."""
    return max((pad.stem.split("_")[0] for pad in (MAP / "versions").glob("[0-9]*.py")), default=None)


def is_current(engine: Engine) -> bool:
    """Whether this database needs no migration."""
    with engine.connect() as connection:
        return read_revisie(connection) == newest_revisie()


def differences(engine: Engine) -> list[Any]:
    """What autogenerate would still change; empty when migrations and models agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def new_migration(engine: Engine, wat: str, nummer: str) -> None:
    """Write a migration from the difference between this (current) database and the models."""
    from alembic import command

    with _alleen(engine) as connection:
        command.revision(_config(connection, vergelijk=True), message=wat, autogenerate=True, rev_id=nummer)


def main(woorden: list[str]) -> None:
    engine = make_engine(database_url(read_settings().database_url, ROOT))
    upgrade(engine)
    if woorden[:1] == ["nieuw"]:
        nummer = f"{len(list((MAP / 'versions').glob('*.py'))) + 1:04d}"
        new_migration(engine, " ".join(woorden[1:]), nummer)


if __name__ == "__main__":
    main(sys.argv[1:])
