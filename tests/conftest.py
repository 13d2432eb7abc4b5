"""Fixtures shared by all tests: an empty migrated database on each kind that is there."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

# These register the tables.
import gesprek.models  # noqa: F401
import overdracht.models  # noqa: F401
import sociale_kaart.klaargezet
import sociale_kaart.models  # noqa: F401
from opslag.db import Base, Database, database_url, make_engine

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/test")


def _postgres_is_there() -> bool:
    try:
        engine = create_engine(database_url(POSTGRES, Path.cwd()), connect_args={"timeout": 2})
        with engine.connect():
            return True
    except Exception:
        return False


# Storage behaviour must be equal on both; a machine without PostgreSQL tests SQLite alone.
SOORTEN = ["sqlite", "postgresql"] if _postgres_is_there() else ["sqlite"]


@pytest.fixture(scope="session")
def _postgres_naam() -> Iterator[str]:
    """One throw-away PostgreSQL database per test run."""
    naam = f"voordeur_test_{uuid.uuid4().hex[:12]}"
    beheer = create_engine(database_url(POSTGRES, Path.cwd()), isolation_level="AUTOCOMMIT")
    with beheer.connect() as verbinding:
        verbinding.execute(text(f'CREATE DATABASE "{naam}"'))
    yield naam
    with beheer.connect() as verbinding:
        verbinding.execute(text(f'DROP DATABASE "{naam}" WITH (FORCE)'))
    beheer.dispose()


@pytest.fixture(params=SOORTEN)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with every table, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path}/test.db")
    else:
        naam = request.getfixturevalue("_postgres_naam")
        engine = make_engine(make_url(str(database_url(POSTGRES, Path.cwd()))).set(database=naam))
        Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    db = Database(engine, geheim="een geheim voor de tests")
    yield db
    db.close()


@pytest.fixture
def sqlite_db(tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database, for tests in which the kind of database does not matter."""
    engine = make_engine(f"sqlite:///{tmp_path}/test.db")
    Base.metadata.create_all(engine)
    db = Database(engine, geheim="een geheim voor de tests")
    yield db
    db.close()
