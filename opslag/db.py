"""One engine for SQLite and PostgreSQL, with the same behaviour on both.

Every write goes through `session_scope`, which commits as a whole or not at all.
"""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import DateTime, Engine, MetaData, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from opslag.vast import doe_rauw

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[dt.datetime]):
    """Moments in time: always aware and always UTC in Python, on both databases.

    SQLite has no time zones, so a naive value coming back would compare wrongly.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """Base of every table; the names of constraints are fixed so migrations can drop them."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {dt.datetime: UtcDateTime()}


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def database_url(tekst: str, root: Path) -> URL:
    """The URL for SQLAlchemy: any PostgreSQL spelling becomes pg8000, SQLite paths become absolute."""
    url = make_url(tekst.replace("postgres://", "postgresql://", 1))
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+pg8000")
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        pad = Path(url.database)
        url = url.set(database=str(pad if pad.is_absolute() else root / pad))
    return url


# Seconds to connect to PostgreSQL in, and after which one that vanished without a goodbye (a machine that lost its
# power, a firewall that forgot) is given up. Without it each thread that asked would wait a quarter of an hour.
_VERBINDEN, _VERDWENEN = 10, 30


def make_engine(url: URL | str, *, pool_size: int = 10) -> Engine:
    """An engine with foreign keys, write-ahead log and patient locks on SQLite.

    SQLite: `BEGIN IMMEDIATE` is issued for sessions marked as writing, so that two
    writers wait for one another instead of failing halfway.
    """
    url = make_url(url)
    if url.get_backend_name() != "sqlite":
        grens = {"timeout": _VERBINDEN}
        engine = create_engine(url, pool_size=pool_size, max_overflow=10, pool_pre_ping=True, connect_args=grens)
        event.listen(engine, "connect", _postgres_connect)
        return engine
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 15, "check_same_thread": False})
    event.listen(engine, "connect", _sqlite_connect)
    event.listen(engine, "begin", _sqlite_begin)
    return engine


def _postgres_connect(connection: Any, record: Any) -> None:
    """Notice a vanished server without a limit on queries: a large import may take its time."""
    rauw = connection._usock
    rauw.settimeout(None)
    if rauw.family == socket.AF_UNIX or not hasattr(socket, "TCP_USER_TIMEOUT"):
        return
    for naam, waarde in (("KEEPIDLE", 15), ("KEEPINTVL", 5), ("KEEPCNT", 3), ("USER_TIMEOUT", _VERDWENEN * 1000)):
        rauw.setsockopt(socket.IPPROTO_TCP, getattr(socket, f"TCP_{naam}"), waarde)


def _sqlite_connect(connection: Any, record: Any) -> None:
    # The driver's own transaction handling would begin too late for BEGIN IMMEDIATE.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=15000",
        "synchronous=NORMAL",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Any) -> None:
    lezen = connection.get_execution_options().get("alleen_lezen", False)
    doe_rauw(connection, "BEGIN" if lezen else "BEGIN IMMEDIATE")


def geheim_van(session: Session) -> str:
    """The secret of the installation. Raises RuntimeError when this database was opened without: never guess one."""
    geheim: str = session.info.get("geheim", "")
    if not geheim:
        raise RuntimeError("this database was opened without the secret of the installation")
    return geheim


class Database:
    """The engine with its two ways in: `session_scope` to write, `lezen` to read."""

    def __init__(self, engine: Engine, *, geheim: str = "") -> None:
        self.engine = engine
        self._schrijf = sessionmaker(engine, expire_on_commit=False)
        # SQLite has one writer at a time and lets the others sleep and retry, unfairly: under load one of them may
        # starve. Within this process they queue here instead.
        self._beurt = RLock() if engine.dialect.name == "sqlite" else nullcontext()
        self._lees = sessionmaker(engine.execution_options(alleen_lezen=True), expire_on_commit=False)
        self._vooraf: tuple[Callable[[Session], None], ...] = ()
        self.set_geheim(geheim)

    def doe_vooraf(self, werk: Callable[[Session], None]) -> Callable[[], None]:
        """Do this first in every session, before its own work; returns what ends that.

        For what all work goes by and another process may have changed: then no work goes by what was.
        """
        self._vooraf = (*self._vooraf, werk)

        def hou_op() -> None:
            self._vooraf = tuple(w for w in self._vooraf if w is not werk)

        return hou_op

    def set_geheim(self, geheim: str) -> None:
        """Give every session the secret of the installation, for what must not be made from the tables alone."""
        for maker in (self._schrijf, self._lees):
            maker.configure(info={"geheim": geheim})

    @contextmanager
    def session_scope(self) -> Iterator[Session]:
        """One transaction: committed whole when the block ends, rolled back on any error."""
        with self._beurt, self._schrijf() as session:
            try:
                for werk in self._vooraf:
                    werk(session)
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def lezen(self) -> Iterator[Session]:
        """A session for reading only: takes no write lock on SQLite and never commits."""
        with self._lees() as session:
            for werk in self._vooraf:
                werk(session)
            yield session

    def close(self) -> None:
        self.engine.dispose()
