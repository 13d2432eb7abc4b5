"""A turn belongs to one, for a while."""

from __future__ import annotations

import datetime as dt

from opslag.beurt import take_beurt
from opslag.db import Database

NU = dt.datetime(2026, 11, 4, 10, 0, tzinfo=dt.UTC)
MINUUT = dt.timedelta(minutes=1)


def _take(database: Database, houder: str, nu: dt.datetime) -> bool:
    with database.session_scope() as session:
        return take_beurt(session, "uitpost", houder=houder, duur=MINUUT, nu=nu)


def test_the_first_has_the_turn_and_keeps_it(database: Database) -> None:
    assert _take(database, "een", NU)
    assert not _take(database, "twee", NU)
    assert _take(database, "een", NU + MINUUT / 2)
    assert not _take(database, "twee", NU + MINUUT)


def test_the_turn_of_one_that_died_falls_to_another(database: Database) -> None:
    assert _take(database, "een", NU)
    assert _take(database, "twee", NU + MINUUT)
    assert not _take(database, "een", NU + MINUUT)


def test_a_turn_from_a_clock_that_ran_ahead_keeps_nobody_waiting(database: Database) -> None:
    """A process on a clock that was an hour fast took the turn, the clock was put right, and it died."""
    assert _take(database, "een", NU + 60 * MINUUT)
    assert _take(database, "twee", NU)
    assert not _take(database, "drie", NU + MINUUT / 2)


def test_each_kind_of_work_has_its_own_turn(database: Database) -> None:
    assert _take(database, "een", NU)
    with database.session_scope() as session:
        assert take_beurt(session, "bewaren", houder="twee", duur=MINUUT, nu=NU)
