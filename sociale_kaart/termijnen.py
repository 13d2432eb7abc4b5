"""When an entry must be looked at again. Pure.

"Gecontroleerd" is not "gewijzigd": an entry that nobody changed may be checked, and the other way round.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Protocol

# The default term of a check; an entry may have its own.
STANDAARD_MAANDEN = 12


class _Gecontroleerd(Protocol):
    @property
    def laatst_gecontroleerd(self) -> dt.date | None: ...
    @property
    def controle_maanden(self) -> int | None: ...


def plus_maanden(dag: dt.date, maanden: int) -> dt.date:
    """The same day some months later (or earlier), or the last day of a shorter month."""
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 + maanden, 12)
    laatste = calendar.monthrange(jaar, maand + 1)[1]
    return dt.date(jaar, maand + 1, min(dag.day, laatste))


def vervalt_op(voorziening: _Gecontroleerd) -> dt.date | None:
    """The day from which the entry is overdue; None when it never was checked."""
    if voorziening.laatst_gecontroleerd is None:
        return None
    maanden = voorziening.controle_maanden
    return plus_maanden(voorziening.laatst_gecontroleerd, STANDAARD_MAANDEN if maanden is None else maanden)


def is_verouderd(voorziening: _Gecontroleerd, vandaag: dt.date) -> bool:
    """Whether its check is overdue, or it never was checked at all."""
    vervalt = vervalt_op(voorziening)
    return vervalt is None or vervalt <= vandaag
