"""Many writers at once on SQLite: each gets its turn, none starves on a busy machine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import event, text

from opslag.db import Database


def test_writers_of_one_process_queue_instead_of_giving_up(sqlite_db: Database) -> None:
    # Without waiting in SQLite itself: whoever finds it locked would fail at once.
    event.listen(sqlite_db.engine, "checkout", lambda rauw, *_: rauw.execute("PRAGMA busy_timeout=0"))

    def schrijf(n: int) -> None:
        with sqlite_db.session_scope() as session:
            session.execute(
                text("INSERT INTO snel_antwoord (code, volgorde, naam, tekst) VALUES (:c, 0, 'n', 't')"), {"c": f"{n}"}
            )

    with ThreadPoolExecutor(8) as draden:
        list(draden.map(schrijf, range(200)))
    with sqlite_db.lezen() as session:
        assert session.execute(text("SELECT count(*) FROM snel_antwoord")).scalar_one() == 200
