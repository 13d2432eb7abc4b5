"""Statements that every message asks: put together once, and handed to the driver as they are.

SQLAlchemy works out for every execution which statement it is, which text belongs to it and how each value is
written and read. For a file beside the process that takes ten times as long as the statement itself. Here it is worked
out once. What is wrong with a statement, or with the database, is told as SQLAlchemy tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

Waarden = Mapping[str, Any]
_Omzetter = Callable[[Any], Any] | None


@dataclass(frozen=True)
class _Klaar:
    """The text for the driver, in which order it wants the values, and how values go in and come out."""

    tekst: str
    erin: tuple[tuple[str, _Omzetter], ...]
    # Values that the statement itself holds.
    eigen: Waarden
    eruit: tuple[tuple[int, Callable[[Any], Any]], ...]

    @classmethod
    def van(cls, vraag: Any, verbinding: Connection) -> _Klaar:
        dialect = verbinding.dialect
        vertaald = vraag.compile(dialect=dialect)
        if vertaald.post_compile_params or vertaald.literal_execute_params:
            raise ValueError("a statement whose text depends on its values is not fixed")
        omzetters = vertaald._bind_processors
        erin = tuple((naam, omzetters.get(naam)) for naam in vertaald.positiontup or ())
        eigen = {naam: waarde.value for naam, waarde in vertaald.binds.items() if not waarde.required}
        kolommen = [kolom.type._cached_result_processor(dialect, None) for kolom in vertaald._result_columns]
        eruit = tuple((i, omzetter) for i, omzetter in enumerate(kolommen) if omzetter is not None)
        return cls(str(vertaald), erin, eigen, eruit)

    def in_volgorde(self, waarden: Waarden) -> list[Any]:
        """The values in the order and the form in which the driver wants them."""
        rij = []
        for naam, omzetter in self.erin:
            waarde = waarden[naam] if naam in waarden else self.eigen[naam]
            rij.append(omzetter(waarde) if omzetter is not None else waarde)
        return rij

    def uit(self, rij: Any) -> tuple[Any, ...]:
        if not self.eruit:
            return tuple(rij)
        kolommen = list(rij)
        for i, omzetter in self.eruit:
            kolommen[i] = omzetter(kolommen[i])
        return tuple(kolommen)


class Vast:
    """One statement. All its values are named (`bindparam`) and given each time; rows come back as plain tuples.

    It sees what this session sent to the database, so what waits for a flush must be flushed first.
    """

    def __init__(self, vraag: Any) -> None:
        self._vraag = vraag
        self._klaar: _Klaar | None = None

    def rijen(self, session: Session, waarden: Waarden) -> list[tuple[Any, ...]]:
        """All rows."""
        verbinding = session.connection()
        if verbinding.dialect.name != "sqlite":
            return [tuple(rij) for rij in verbinding.execute(self._vraag, dict(waarden))]
        klaar = self._klaar or self._zet_klaar(verbinding)
        return [klaar.uit(rij) for rij in doe_rauw(verbinding, klaar.tekst, klaar.in_volgorde(waarden))]

    def rij(self, session: Session, waarden: Waarden) -> tuple[Any, ...] | None:
        """The first row, None when there is none."""
        rijen = self.rijen(session, waarden)
        return rijen[0] if rijen else None

    def doe(self, session: Session, waarden: Sequence[Waarden]) -> None:
        """Do it for each of these; nothing comes back."""
        verbinding = session.connection()
        if not waarden:
            return
        if verbinding.dialect.name != "sqlite":
            verbinding.execute(self._vraag, [dict(rij) for rij in waarden])
            return
        klaar = self._klaar or self._zet_klaar(verbinding)
        rijen = [klaar.in_volgorde(rij) for rij in waarden]
        if len(rijen) == 1:
            doe_rauw(verbinding, klaar.tekst, rijen[0])
        else:
            doe_rauw(verbinding, klaar.tekst, rijen, alle=True)

    def _zet_klaar(self, verbinding: Connection) -> _Klaar:
        self._klaar = _Klaar.van(self._vraag, verbinding)
        return self._klaar


def doe_rauw(verbinding: Connection, tekst: str, waarden: Sequence[Any] = (), *, alle: bool = False) -> list[Any]:
    """Run this text of the driver's own on this connection; all rows that come back, as the driver gives them.

    alle: `waarden` are rows of values, for each of which it is run.
    """
    rauw: Any = verbinding.connection.dbapi_connection
    wijzer = rauw.cursor()
    try:
        if alle:
            verbinding.dialect.do_executemany(wijzer, tekst, waarden)
            return []
        verbinding.dialect.do_execute(wijzer, tekst, waarden)
        return wijzer.fetchall() if wijzer.description else []
    except Exception as fout:
        verbinding._handle_dbapi_exception(fout, tekst, waarden, wijzer, None)
    finally:
        wijzer.close()
