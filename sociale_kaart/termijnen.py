"""When an entry must be looked at again, and from when it is no longer told. Pure, but for the terms per kind.

"Gecontroleerd" is not "gewijzigd": an entry that nobody changed may be checked, and the other way round.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import yaml

_BESTAND = Path(__file__).with_name("controletermijnen.yml")


class _Gecontroleerd(Protocol):
    @property
    def laatst_gecontroleerd(self) -> dt.date | None: ...
    @property
    def controle_maanden(self) -> int | None: ...
    @property
    def soorten(self) -> Sequence[str]: ...


@cache
def _termijnen() -> tuple[int, Mapping[str, int]]:
    alles = yaml.safe_load(_BESTAND.read_text(encoding="utf-8"))
    return int(alles["standaard"]), {str(code): int(maanden) for code, maanden in alles["soorten"].items()}


# The default term of a check, in months.
STANDAARD_MAANDEN = _termijnen()[0]


def plus_maanden(dag: dt.date, maanden: int) -> dt.date:
    """The same day some months later (or earlier), or the last day of a shorter month."""
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 + maanden, 12)
    laatste = calendar.monthrange(jaar, maand + 1)[1]
    return dt.date(jaar, maand + 1, min(dag.day, laatste))


def maanden_van(voorziening: _Gecontroleerd) -> int:
    """After how many months it must be checked again: its own term, else the shortest of its kinds, else a year."""
    if voorziening.controle_maanden is not None:
        return voorziening.controle_maanden
    standaard, per_soort = _termijnen()
    return min((per_soort[s] for s in voorziening.soorten or () if s in per_soort), default=standaard)


def vervalt_op(voorziening: _Gecontroleerd) -> dt.date | None:
    """The day from which the entry is overdue; None when it never was checked."""
    if voorziening.laatst_gecontroleerd is None:
        return None
    return plus_maanden(voorziening.laatst_gecontroleerd, maanden_van(voorziening))


def is_verouderd(voorziening: _Gecontroleerd, vandaag: dt.date) -> bool:
    """Whether its check is overdue, or it never was checked at all."""
    vervalt = vervalt_op(voorziening)
    return vervalt is None or vervalt <= vandaag


def grens_van(vandaag: dt.date, maanden: int) -> dt.date | None:
    """Entries that were due on or before this day are no longer told; None when all are (0 months)."""
    return plus_maanden(vandaag, -maanden) if maanden else None
