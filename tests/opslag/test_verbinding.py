"""A database on the other side of a network: who vanishes without a goodbye is noticed within half a minute."""

from __future__ import annotations

import socket

import pytest

from opslag.db import Database


def test_a_vanished_postgresql_holds_no_thread_for_a_quarter_of_an_hour(database: Database) -> None:
    if database.engine.dialect.name != "postgresql":
        pytest.skip("only a network connection can vanish")
    with database.engine.connect() as verbinding:
        rauw = verbinding.connection.dbapi_connection._usock  # type: ignore[union-attr]
        assert rauw.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert rauw.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) <= 15
        assert rauw.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) <= 30_000
        # A long query is no mistake: only connecting has a limit.
        assert rauw.gettimeout() is None
