"""The lock on the audit, in the database itself: lines are added, never changed, and go only when they are old.

A trigger refuses every UPDATE and DELETE (and TRUNCATE on PostgreSQL, and a REPLACE over a line on SQLite). The one
exception is for retention: the job writes in `audit_opruiming` before which moment lines may go, deletes those, and
takes its row away again, all in one transaction. No other transaction ever sees that row, and the database takes
none that reaches into the last four weeks. So neither a mistake in a query nor a wrong clock or term empties it.

The owner of the database can still take the triggers away; nothing in a database stops its owner.
A migration that makes `audit` anew on SQLite (batch mode) must call `maak` again: its triggers go with the old table.
What stands here was run by migration 0006; another lock is another migration.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, event

# The database lets go of nothing younger than this (it stands in the triggers as a number); edits.remove_audit keeps
# a little more, for clocks that differ.
DAGEN = 28

_SQLITE = (
    "CREATE TRIGGER audit_niet_anders BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit: alleen erbij'); END",
    "CREATE TRIGGER audit_niet_weg BEFORE DELETE ON audit "
    "WHEN NOT EXISTS (SELECT 1 FROM audit_opruiming WHERE OLD.op < voor) "
    "BEGIN SELECT RAISE(ABORT, 'audit: alleen erbij'); END",
    # REPLACE deletes without asking the trigger above.
    "CREATE TRIGGER audit_niet_eroverheen BEFORE INSERT ON audit "
    "WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'audit: alleen erbij'); END",
    "CREATE TRIGGER audit_opruiming_oud BEFORE INSERT ON audit_opruiming "
    "WHEN NEW.voor > datetime('now', '-28 days') BEGIN SELECT RAISE(ABORT, 'audit: te jong'); END",
    "CREATE TRIGGER audit_opruiming_vast BEFORE UPDATE ON audit_opruiming "
    "BEGIN SELECT RAISE(ABORT, 'audit: alleen erbij'); END",
)
_POSTGRES = (
    """CREATE OR REPLACE FUNCTION audit_bewaakt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'audit_opruiming' THEN
    IF TG_OP = 'INSERT' AND NEW.voor <= now() - interval '28 days' THEN RETURN NEW; END IF;
  ELSIF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM audit_opruiming WHERE OLD.op < voor) THEN RETURN OLD; END IF;
  END IF;
  RAISE EXCEPTION USING MESSAGE = 'audit: alleen erbij', ERRCODE = 'restrict_violation';
END $$""",
    "CREATE TRIGGER audit_bewaakt BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_bewaakt()",
    "CREATE TRIGGER audit_niet_leeg BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_bewaakt()",
    "CREATE TRIGGER audit_opruiming_oud BEFORE INSERT OR UPDATE ON audit_opruiming "
    "FOR EACH ROW EXECUTE FUNCTION audit_bewaakt()",
    # Also for a session that says it only copies.
    *(f"ALTER TABLE audit ENABLE ALWAYS TRIGGER {naam}" for naam in ("audit_bewaakt", "audit_niet_leeg")),
)
_WEG = {
    "sqlite": tuple(
        f"DROP TRIGGER IF EXISTS {naam}"
        for naam in ("audit_niet_anders", "audit_niet_weg", "audit_niet_eroverheen", "audit_opruiming_oud",
                     "audit_opruiming_vast")
    ),
    "postgresql": ("DROP FUNCTION IF EXISTS audit_bewaakt() CASCADE",),
}  # fmt: skip


def maak(connection: Connection) -> None:
    """Put the lock on; the two tables must be there."""
    for vraag in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRES:
        connection.exec_driver_sql(vraag)


def haal_weg(connection: Connection) -> None:
    """Take the lock off, to put the release before this back."""
    for vraag in _WEG[connection.dialect.name]:
        connection.exec_driver_sql(vraag)


def bewaak(laatste: Table) -> None:
    """Put the lock on wherever the tables are made from the models, so that tests meet what production has.

    laatste: the one of the two that is made last.
    """

    def na_maken(target: Any, connection: Connection, **_: Any) -> None:
        maak(connection)

    event.listen(laatste, "after_create", na_maken)
