"""When an entry must be looked at again. Pure, but for the terms the product brings along.

"Gecontroleerd" is not "gewijzigd": an entry that nobody changed may be checked, and the other way round.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


class _MetTermijn(Protocol):
    @property
    def vervalt_op(self) -> dt.date | None: ...


def plus_maanden(dag: dt.date, maanden: int) -> dt.date:
    """The same day some months later (or earlier), or the last day of a shorter month."""
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 + maanden, 12)
    laatste = calendar.monthrange(jaar, maand + 1)[1]
    return dt.date(jaar, maand + 1, min(dag.day, laatste))


@dataclass(frozen=True)
class Termijnen:
    """After how many months an entry must be checked again: `standaard`, and shorter or longer per kind."""

    standaard: int
    per_soort: Mapping[str, int]

    def met(self, eigen: Mapping[str, int | None]) -> Termijnen:
        """These with those of a redactie over them: '' is the default, None takes a kind's own term away."""
        samen = {**self.per_soort, **{s: m for s, m in eigen.items() if s}}
        return Termijnen(eigen.get("") or self.standaard, {s: m for s, m in samen.items() if m is not None})

    def maanden_van(self, voorziening: _Gecontroleerd) -> int:
        """Its own term, else the shortest of its kinds, else the default."""
        if voorziening.controle_maanden is not None:
            return voorziening.controle_maanden
        van_soort = (self.per_soort[s] for s in voorziening.soorten or () if s in self.per_soort)
        return min(van_soort, default=self.standaard)

    def vervalt_op(self, voorziening: _Gecontroleerd) -> dt.date | None:
        """The day from which the entry is overdue; None when it never was checked."""
        if voorziening.laatst_gecontroleerd is None:
            return None
        return plus_maanden(voorziening.laatst_gecontroleerd, self.maanden_van(voorziening))


@cache
def termijnen_van_het_product() -> Termijnen:
    """What the product brings along, before a redactie changed any."""
    alles = yaml.safe_load(_BESTAND.read_text(encoding="utf-8"))
    return Termijnen(int(alles["standaard"]), {str(code): int(maanden) for code, maanden in alles["soorten"].items()})


def is_verouderd(voorziening: _MetTermijn, vandaag: dt.date) -> bool:
    """Whether its check is overdue, or it never was checked at all."""
    return voorziening.vervalt_op is None or voorziening.vervalt_op <= vandaag
