"""A promise is counted in hours that somebody is there; a term never ends on a day off."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalender.feestdagen import Feestdagen
from kalender.openingstijden import parse_openingstijden
from kalender.werktijd import open_tussen, tel_op, weken_na, werkdagen_na

ZONE = ZoneInfo("Europe/Amsterdam")
NL = Feestdagen("nl")
KANTOOR = parse_openingstijden("ma-vr 09:00-17:00")


def _moment(tekst: str) -> dt.datetime:
    return dt.datetime.fromisoformat(tekst).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "uren", "verwacht"),
    [
        ("2026-11-25 10:00", 2, "2026-11-25 12:00"),
        ("2026-11-25 16:00", 2, "2026-11-26 10:00"),
        ("2026-11-25 20:00", 1, "2026-11-26 10:00"),
        ("2026-11-27 16:30", 1, "2026-11-30 09:30"),
        ("2026-12-24 16:00", 2, "2026-12-28 10:00"),
        ("2026-11-25 09:00", 8, "2026-11-25 17:00"),
        ("2026-11-28 12:00", 0, "2026-11-30 09:00"),
        ("2026-11-25 10:00", 40, "2026-12-02 10:00"),
    ],
)
def test_only_open_hours_count(start: str, uren: int, verwacht: str) -> None:
    assert tel_op(_moment(start), dt.timedelta(hours=uren), KANTOOR, NL) == _moment(verwacht)


def test_with_unknown_hours_the_clock_runs_on() -> None:
    start = _moment("2026-11-27 16:30")
    assert tel_op(start, dt.timedelta(hours=4), parse_openingstijden(""), NL) == _moment("2026-11-27 20:30")


def test_day_and_night_counts_real_hours_when_the_clock_goes_forward() -> None:
    start = _moment("2026-03-28 12:00")
    assert tel_op(start, dt.timedelta(hours=24), parse_openingstijden("24/7"), NL) == _moment("2026-03-29 13:00")


def test_hours_that_never_come_again_do_not_hang() -> None:
    nooit = parse_openingstijden("feestdagen 10:00-12:00; 5e zo 10:00-10:15")
    assert tel_op(_moment("2026-11-25 10:00"), dt.timedelta(hours=1), nooit, NL) > _moment("2026-11-25 10:00")


@given(
    st.integers(1_600_000_000, 1_900_000_000).map(lambda s: dt.datetime.fromtimestamp(s, ZONE)),
    st.integers(1, 3000),
)
def test_a_deadline_falls_while_somebody_is_there(start: dt.datetime, minuten: int) -> None:
    eind = tel_op(start, dt.timedelta(minutes=minuten), KANTOOR, NL)
    assert eind > start
    net_ervoor = eind - dt.timedelta(seconds=1)
    assert KANTOOR.is_open(net_ervoor, NL)


@pytest.mark.parametrize(
    ("start", "weken", "dag"),
    [
        ("2026-11-25 10:00", 6, "2027-01-06"),
        ("2026-11-13 10:00", 6, "2026-12-28"),  # Christmas, then the weekend
        ("2026-11-28 10:00", 2, "2026-12-14"),  # a Saturday
        ("2026-04-21 10:00", 2, "2026-05-06"),  # 5 May, a day off or not
        ("2026-03-20 10:00", 2, "2026-04-07"),  # Good Friday to the Tuesday after Easter
        ("2026-04-13 10:00", 2, "2026-04-28"),  # Koningsdag
    ],
)
def test_a_term_in_weeks_ends_on_a_working_day(start: str, weken: int, dag: str) -> None:
    eind = weken_na(_moment(start), weken, NL)
    assert eind == _moment(f"{dag} 23:59:59")


@pytest.mark.parametrize(
    ("van", "tot", "uren"),
    [
        ("2026-11-25 10:00", "2026-11-25 11:30", 1.5),
        ("2026-11-25 16:30", "2026-11-26 09:30", 1.0),
        ("2026-11-27 16:00", "2026-11-30 10:00", 2.0),
        ("2026-11-28 10:00", "2026-11-29 10:00", 0.0),
        ("2026-11-25 11:00", "2026-11-25 10:00", 0.0),
        ("2026-12-24 16:00", "2026-12-28 10:00", 2.0),
    ],
)
def test_a_night_a_weekend_and_a_day_off_are_no_open_time(van: str, tot: str, uren: float) -> None:
    assert open_tussen(_moment(van), _moment(tot), KANTOOR, NL) == dt.timedelta(hours=uren)


def test_with_unknown_hours_all_time_counts() -> None:
    hele_dag = open_tussen(_moment("2026-11-25 10:00"), _moment("2026-11-26 10:00"), parse_openingstijden(""), NL)
    assert hele_dag == dt.timedelta(days=1)


@given(minuten=st.integers(1, 4000), begin=st.integers(0, 60 * 24 * 14))
def test_what_was_counted_on_is_counted_back(minuten: int, begin: int) -> None:
    van = _moment("2026-12-18 00:00") + dt.timedelta(minutes=begin)
    duur = dt.timedelta(minutes=minuten)
    assert open_tussen(van, tel_op(van, duur, KANTOOR, NL), KANTOOR, NL) == duur


@pytest.mark.parametrize(
    ("start", "dagen", "dag"),
    [
        ("2026-11-24 10:00", 1, "2026-11-25"),
        ("2026-11-27 10:00", 1, "2026-11-30"),
        ("2026-11-28 10:00", 1, "2026-11-30"),
        ("2026-12-23 10:00", 3, "2026-12-29"),
        # Liberation Day is a day off once in five years, but no term ends on it.
        ("2026-05-04 10:00", 1, "2026-05-06"),
    ],
)
def test_a_term_in_working_days_passes_over_weekends_and_holidays(start: str, dagen: int, dag: str) -> None:
    assert werkdagen_na(_moment(start), dagen, NL) == _moment(f"{dag} 23:59:59")
