"""Days that a place is closed beside its ordinary hours: a holiday of its own, a day together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from kalender.datumtekst import periode_tekst
from kalender.openingstijden import DAGEN, HEEL_DE_DAG, Openingstijden, Regel

Periode = tuple[dt.date, dt.date]


def met_dichtdagen(uren: Openingstijden, dicht: Sequence[Periode]) -> Openingstijden:
    """These hours with the days, first and last of each period, on which it is closed."""
    if not dicht:
        return uren
    if uren.altijd:
        # "Always" is asked before any day is looked at, so it is written as what it then is: every day, all day.
        elke_dag = Regel(tuple(range(len(DAGEN))), (HEEL_DE_DAG,))
        uren = replace(uren, altijd=False, regels=(elke_dag,), feestdag_blokken=(HEEL_DE_DAG,))
    return replace(uren, dicht=tuple(sorted(dicht)))


def dicht_tekst(uren: Openingstijden, vandaag: dt.date, *, dagen: int = 21) -> str:
    """When it is closed now or in the coming days, as a sentence; empty when it is not."""
    tot_dag = vandaag + dt.timedelta(days=dagen)
    nabij = [periode_tekst(van, tot) for van, tot in uren.dicht if van <= tot_dag and tot >= vandaag]
    return f"Dicht op: {', en '.join(nabij)}." if nabij else ""
