"""How long somebody waited and was helped, from the story of the overdracht. Pure.

Every minute counts once: as waiting, as being helped, or (once it was over) as neither. So what came back or was taken
up again weeks later makes nobody wait for weeks in the figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

_WACHT, _HULP = "wacht", "hulp"
_BEGIN, _OPGEPAKT = ("goedgekeurd", "crisis"), ("opgepakt", "heropend")
TERUG = ("vrijgegeven", "doorgezet", "teruggelegd")
_KLAAR = ("afgerond", "terug_naar_assistent")
_INGETROKKEN = "ingetrokken"
# The steps that say in whose hands it was.
STAPPEN = (*_BEGIN, *_OPGEPAKT, *TERUG, *_KLAAR, _INGETROKKEN)


class Stap(Protocol):
    """A step as it is kept (`OverdrachtStap`), or the two columns of one."""

    @property
    def wat(self) -> str: ...
    @property
    def op(self) -> dt.datetime: ...


@dataclass(frozen=True)
class Duren:
    """wacht: until now, of who was ever picked up; hulp: of what is over. None: not yet."""

    wacht: dt.timedelta | None
    hulp: dt.timedelta | None


def read_duren(stappen: Iterable[Stap], *, begin: dt.datetime) -> Duren:
    """begin: when it began to wait, of a story without its first step. The steps in order."""
    staat, sinds = _WACHT, begin
    wacht = hulp = dt.timedelta(0)
    opgepakt = klaar = False
    for stap in stappen:
        gegaan = max(stap.op - sinds, dt.timedelta(0))
        if stap.wat in _OPGEPAKT:
            wacht += gegaan if staat == _WACHT else dt.timedelta(0)
            hulp += gegaan if staat == _HULP else dt.timedelta(0)
            staat, sinds, opgepakt, klaar = _HULP, stap.op, True, False
        elif stap.wat in TERUG and staat == _HULP:
            staat, sinds, hulp = _WACHT, stap.op, hulp + gegaan
        elif stap.wat in _KLAAR and staat == _HULP:
            staat, hulp, klaar = "", hulp + gegaan, True
        elif stap.wat == _INGETROKKEN and staat == _WACHT:
            # Nobody was waited for in the end.
            staat = ""
        elif stap.wat in _BEGIN and not staat:
            staat, sinds, klaar = _WACHT, stap.op, False
    return Duren(wacht if opgepakt else None, hulp if klaar else None)
