"""How long residents waited and were helped, per leefgebied and per month: median and p90, never of fewer than five.

Months are those of the calendar and end with the quarter that was chosen: of free dates two tables could be subtracted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.beoordeling import LEEFGEBIEDEN
from web import queries
from web.cijfers import Kwartaal, deel

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from web.queries import Afhandeling
    from werkgebied import Werkgebied

MAANDEN = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december")  # fmt: skip
TERUG = 12
# The four figures, by the two plots they stand in.
WACHT, HULP = "wacht", "hulp"
Maand = tuple[int, int]


@dataclass(frozen=True)
class Tijden:
    """Minutes; None: fewer than five residents."""

    wacht_mediaan: float | None
    wacht_p90: float | None
    hulp_mediaan: float | None
    hulp_p90: float | None


def maanden_tot(kwartaal: Kwartaal) -> list[Maand]:
    """The twelve months up to and with the last of this quarter, oldest first."""
    laatste = kwartaal.jaar * 12 + kwartaal.nummer * 3 - 1
    return [(n // 12, n % 12 + 1) for n in range(laatste - TERUG + 1, laatste + 1)]


def lees_tijden(session: Session, kwartaal: Kwartaal, *, werkgebied: Werkgebied) -> dict[str, dict[str, Tijden]]:
    """`leefgebied`: of this quarter; `maand`: of the year that ends with it."""
    maanden = maanden_tot(kwartaal)
    van, begin, eind = (
        dt.datetime.combine(d, dt.time(), werkgebied.tijdzone)
        for d in (dt.date(*maanden[0], 1), kwartaal.begin, kwartaal.volgende.begin)
    )
    alle = queries.find_afhandelingen(session, van, eind)
    hier = [a for a in alle if a.op >= begin]
    return {
        "leefgebied": {naam: _tijden(a for a in hier if code in a.leefgebieden) for code, naam in LEEFGEBIEDEN.items()},
        "maand": {
            f"{MAANDEN[maand - 1]} {jaar}": _tijden(a for a in alle if _maand(a, werkgebied) == (jaar, maand))
            for jaar, maand in maanden
        },
    }


def _maand(a: Afhandeling, werkgebied: Werkgebied) -> Maand:
    lokaal = werkgebied.lokale_tijd(a.op)
    return lokaal.year, lokaal.month


def _tijden(lijst: Iterable[Afhandeling]) -> Tijden:
    alle = list(lijst)
    wacht = [a.wacht_minuten for a in alle if a.wacht_minuten is not None]
    hulp = [a.behandel_minuten for a in alle if a.behandel_minuten is not None]
    return Tijden(deel(wacht, 0.5), deel(wacht, 0.9), deel(hulp, 0.5), deel(hulp, 0.9))


@dataclass(frozen=True)
class Tijdbalk:
    """One row of a plot: both figures in minutes, and as percents of the longest p90."""

    naam: str
    mediaan: float | None
    p90: float | None
    mediaan_deel: float
    p90_deel: float


def tijdbalken(rijen: Mapping[str, Tijden], soort: str) -> list[Tijdbalk]:
    """The rows of one plot; `soort`: WACHT or HULP. What is hidden gets no bar."""
    paren = [(naam, getattr(t, f"{soort}_mediaan"), getattr(t, f"{soort}_p90")) for naam, t in rijen.items()]
    hoogste = max((p90 for _, _, p90 in paren if p90), default=1.0)
    return [Tijdbalk(naam, m, p, _deel(m, hoogste), _deel(p, hoogste)) for naam, m, p in paren]


def _deel(minuten: float | None, hoogste: float) -> float:
    return 0.0 if minuten is None else round(100 * minuten / hoogste, 1)


def csv_rijen(
    tijden: Mapping[str, Mapping[str, Tijden]], namen: Mapping[str, str]
) -> Sequence[tuple[str, str, int | None]]:
    """(part, name, minutes) of all of it, in the order of the page."""
    uit: list[tuple[str, str, int | None]] = []
    for soort in (WACHT, HULP):
        for per in ("leefgebied", "maand"):
            for b in tijdbalken(tijden[per], soort):
                for wat, minuten in (("mediaan", b.mediaan), ("p90", b.p90)):
                    rond = None if minuten is None else round(minuten)
                    uit.append((namen[f"{soort}_{per}"], f"{b.naam}, {namen[wat]}", rond))
    return uit
