"""A database as the migrations make it, for what must outlive them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from sqlalchemy import text

from opslag.db import Base, Database
from opslag.migreren import upgrade

for _naam in ("opslag.beurt", "gesprek.models", "overdracht.models", "sociale_kaart.models"):
    import_module(_naam)


@pytest.fixture
def gemigreerd(database: Database) -> Iterator[Database]:
    """A database with the tables as the migrations make them."""
    Base.metadata.drop_all(database.engine)
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    upgrade(database.engine)
    yield database
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
