"""Days that a team is closed beside its ordinary hours."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from kalender.dichtdagen import dicht_tekst, met_dichtdagen
from kalender.feestdagen import Feestdagen
from kalender.openingstijden import parse_openingstijden
from kalender.werktijd import tel_op

NL = Feestdagen("nl")
# A Tuesday.
DINSDAG = dt.date(2026, 11, 24)
UREN = parse_openingstijden("ma-vr 09:00-17:00")


def om(dag: dt.date, uur: int) -> dt.datetime:
    return dt.datetime.combine(dag, dt.time(uur), ZoneInfo("Europe/Amsterdam"))


def test_on_such_a_day_it_is_closed_and_opens_after_the_last_one() -> None:
    uren = met_dichtdagen(UREN, [(DINSDAG, DINSDAG + dt.timedelta(days=1))])
    assert uren.is_open(om(DINSDAG, 10), NL) is False
    assert uren.open_nu_tekst(om(DINSDAG, 10), NL) == "Nu dicht. Gaat donderdag om 9.00 uur open."
    assert uren.is_open(om(DINSDAG + dt.timedelta(days=2), 10), NL)


def test_a_term_in_open_hours_passes_over_it() -> None:
    uren = met_dichtdagen(UREN, [(DINSDAG, DINSDAG)])
    maandag = om(DINSDAG - dt.timedelta(days=1), 16)
    assert tel_op(maandag, dt.timedelta(hours=2), uren, NL) == om(DINSDAG + dt.timedelta(days=1), 10)


def test_a_team_that_is_always_there_can_be_away_for_a_day_too() -> None:
    uren = met_dichtdagen(parse_openingstijden("24/7"), [(DINSDAG, DINSDAG)])
    kerst = dt.date(2026, 12, 25)
    assert uren.is_open(om(DINSDAG, 3), NL) is False
    assert uren.is_open(om(DINSDAG + dt.timedelta(days=1), 3), NL)
    assert uren.is_open(om(kerst, 3), NL)


def test_only_what_is_near_is_told() -> None:
    ver = DINSDAG + dt.timedelta(days=40)
    uren = met_dichtdagen(UREN, [(DINSDAG, DINSDAG), (ver, ver + dt.timedelta(days=2))])
    assert dicht_tekst(uren, DINSDAG) == "Dicht op: 24 november 2026."
    assert dicht_tekst(uren, DINSDAG + dt.timedelta(days=1)) == ""
    assert dicht_tekst(uren, ver) == "Dicht op: 3 januari 2027 tot en met 5 januari 2027."
    assert dicht_tekst(UREN, DINSDAG) == ""
