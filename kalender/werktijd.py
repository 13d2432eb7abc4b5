"""Terms counted in working time, as the Wmo 2015 (art. 2.3.2, 2.3.5) and a team's own promises ask."""

from __future__ import annotations

import datetime as dt

from kalender.feestdagen import Feestdagen
from kalender.openingstijden import Openingstijden


def tel_op(
    start: dt.datetime, duur: dt.timedelta, openingstijden: Openingstijden, feestdagen: Feestdagen
) -> dt.datetime:
    """The moment at which `duur` of open time has passed since `start`.

    With unknown hours the clock simply runs on: a deadline too early is safer than none.
    """
    if not openingstijden.bekend or openingstijden.altijd:
        # In real hours, also over the night the clock changes.
        return (start.astimezone(dt.UTC) + duur).astimezone(start.tzinfo)
    op = start
    rest = duur
    while True:
        sluit = openingstijden.sluit_om(op, feestdagen)
        if sluit is None:
            opent = openingstijden.volgende_opening(op, feestdagen)
            if opent is None:
                return op + rest
            op = opent
            continue
        if op + rest <= sluit:
            return op + rest
        rest -= sluit - op
        op = sluit


def open_tussen(
    van: dt.datetime, tot: dt.datetime, openingstijden: Openingstijden, feestdagen: Feestdagen
) -> dt.timedelta:
    """How much open time there is between two moments; with unknown hours all of it."""
    if not openingstijden.bekend or openingstijden.altijd:
        return max(tot - van, dt.timedelta(0))
    op, som = van, dt.timedelta(0)
    while op < tot:
        sluit = openingstijden.sluit_om(op, feestdagen)
        eind = min(sluit or openingstijden.volgende_opening(op, feestdagen) or tot, tot)
        som += eind - op if sluit else dt.timedelta(0)
        op = eind
    return som


def weken_na(start: dt.datetime, weken: int, feestdagen: Feestdagen) -> dt.datetime:
    """The end of the last day of a term in weeks, moved to the next working day (Algemene termijnenwet art. 1).

    5 May counts every year (art. 3), though it is a day off only once in five.
    """
    dag = start.date() + dt.timedelta(weeks=weken)
    while not is_werkdag(dag, feestdagen):
        dag += dt.timedelta(days=1)
    return _eind_van(dag, start)


def werkdagen_na(start: dt.datetime, dagen: int, feestdagen: Feestdagen) -> dt.datetime:
    """The end of the last of this many working days; the day itself does not count."""
    dag = start.date()
    for _ in range(dagen):
        dag += dt.timedelta(days=1)
        while not is_werkdag(dag, feestdagen):
            dag += dt.timedelta(days=1)
    return _eind_van(dag, start)


def is_werkdag(dag: dt.date, feestdagen: Feestdagen) -> bool:
    """Whether a term may end on this day: no weekend, no holiday, and never 5 May (Algemene termijnenwet, art. 3)."""
    bevrijding = feestdagen.land.lower() == "nl" and (dag.month, dag.day) == (5, 5)
    return dag.weekday() < 5 and not feestdagen.naam(dag) and not bevrijding


def _eind_van(dag: dt.date, start: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(dag, dt.time(23, 59, 59), start.tzinfo)
