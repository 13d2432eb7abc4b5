"""Telling a database that is locked or away for a moment from a mistake of ours.

Only the first may be tried again: a transaction that failed for such a reason left nothing behind.
"""

from __future__ import annotations

from sqlalchemy import exc

# PostgreSQL's codes: shutting down, starting up, idle session ended, too many clients, disk full, only reading
# (while it is switched over), deadlock, serialisation, connection lost.
_TIJDELIJK = {
    "57P01", "57P02", "57P03", "57P05", "53300", "53100", "25006", "40001", "40P01", "08000", "08003", "08006", "55P03",
}  # fmt: skip


class DatabaseWeg(Exception):
    """The database stayed unreachable for longer than a caller can wait."""


def is_voorbijgaand(fout: BaseException) -> bool:
    """Whether the same work may succeed a moment later."""
    if isinstance(fout, exc.TimeoutError | TimeoutError | ConnectionError):
        return True
    if not isinstance(fout, exc.DBAPIError):
        return False
    if fout.connection_invalidated or isinstance(fout, exc.InterfaceError):
        return True
    oorzaak = fout.orig.args[0] if fout.orig is not None and fout.orig.args else None
    if isinstance(oorzaak, dict):
        return str(oorzaak.get("C")) in _TIJDELIJK
    if isinstance(fout, exc.OperationalError):
        tekst = str(oorzaak).lower()
        # A missing table is also an OperationalError on SQLite; that never mends itself.
        return any(
            woord in tekst for woord in ("locked", "busy", "unable to open", "disk i/o", "disk is full", "connect")
        )
    return False
