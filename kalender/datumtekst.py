"""Days and times as Dutch people write them."""

from __future__ import annotations

import datetime as dt

DAGNAMEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def tijd_tekst(tijd: dt.time) -> str:
    """A time as Dutch people write it: 9.00, 17.30."""
    return f"{tijd.hour}.{tijd.minute:02d}"


def datum_tekst(dag: dt.date) -> str:
    """A date in full: 3 november 2026."""
    return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def periode_tekst(van: dt.date, tot: dt.date) -> str:
    """The days of a period: 24 december 2026, or 24 december 2026 tot en met 1 januari 2027."""
    return datum_tekst(van) if van == tot else f"{datum_tekst(van)} tot en met {datum_tekst(tot)}"


def dag_tekst(dag: dt.date, vandaag: dt.date) -> str:
    """A near day by its name (vandaag, morgen, maandag), a later one with its date."""
    verschil = (dag - vandaag).days
    if verschil in (0, 1):
        return ("vandaag", "morgen")[verschil]
    naam = DAGNAMEN[dag.weekday()]
    return naam if 0 < verschil < 7 else f"{naam} {dag.day} {MAANDEN[dag.month - 1]}"
