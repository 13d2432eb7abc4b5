"""Counting in one statement: so many more in the row with this key, which is made when it is not there.

Two processes that count the same thing at once both count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@cache
def _vraag(dialect: str, tabel: Any, sleutel: tuple[str, ...], aantallen: tuple[str, ...]) -> Any:
    """Put together once for each table. Both dialects know ON CONFLICT, but SQLAlchemy offers it per dialect."""
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(tabel)
    return insert.on_conflict_do_update(
        index_elements=sleutel, set_={naam: tabel.c[naam] + insert.excluded[naam] for naam in aantallen}
    )


def tel_erbij(
    session: Session,
    tabel: Any,
    rijen: Sequence[Mapping[str, Any]],
    *,
    sleutel: tuple[str, ...],
    aantallen: tuple[str, ...],
) -> None:
    """Add the numbers (`aantallen`) of these rows to those with the same key, in this order. tabel: a Core table."""
    if rijen:
        vraag = _vraag(session.get_bind().dialect.name, tabel, sleutel, aantallen)
        session.execute(vraag, [dict(rij) for rij in rijen])
