"""When somebody asks about a time, it is found; when they tell about one, it is not."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalender.tijdvraag import vind_tijd

ZONE = ZoneInfo("Europe/Amsterdam")
# A Wednesday afternoon.
NU = dt.datetime(2026, 11, 25, 14, 30, tzinfo=ZONE)


def _moment(dag: int, uur: int = 0, minuut: int = 0, maand: int = 11) -> dt.datetime:
    return dt.datetime(2026, maand, dag, uur, minuut, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("tekst", "van", "tot"),
    [
        ("is de voedselbank morgen open?", _moment(26), _moment(27)),
        ("is het morgenochtend open", _moment(26, 6), _moment(26, 12)),
        ("kan ik morgen vroeg bellen", _moment(26, 6), _moment(26, 12)),
        ("morgen in de avond", _moment(26, 18), _moment(27)),
        ("overmorgen", _moment(27), _moment(28)),
        ("kan ik vandaag nog langskomen", NU, _moment(26)),
        ("is er vanavond iets te doen", _moment(25, 18), _moment(26)),
        ("vanmiddag", NU, _moment(25, 18)),
        ("waar kan ik vannacht slapen", _moment(25, 22), _moment(26, 6)),
        ("zaterdag", _moment(28), _moment(29)),
        ("is het zaterdagochtend open", _moment(28, 6), _moment(28, 12)),
        ("op woensdag", NU, _moment(26)),
        ("volgende woensdag", _moment(2, maand=12), _moment(3, maand=12)),
        ("volgende week dinsdag", _moment(1, maand=12), _moment(2, maand=12)),
        ("dinsdag volgende week", _moment(1, maand=12), _moment(2, maand=12)),
        ("aanstaande maandag", _moment(30), _moment(1, maand=12)),
        ("komende vrijdagmiddag", _moment(27, 12), _moment(27, 18)),
        ("zondags", _moment(29), _moment(30)),
        ("zaterdag in de avond", _moment(28, 18), _moment(29)),
        ("zijn jullie in het weekend open", _moment(28), _moment(30)),
        ("dit weekend", _moment(28), _moment(30)),
        ("volgende week", _moment(30), _moment(7, maand=12)),
        ("deze week nog", NU, _moment(30)),
        ("is het nu open", NU, _moment(25, 14, 31)),
        ("waar kan ik nu terecht", NU, _moment(25, 14, 31)),
        ("na 5 uur", _moment(25, 17), _moment(26)),
        ("kan ik na 17.00 uur bellen", _moment(25, 17), _moment(26)),
        ("na vijven", _moment(25, 17), _moment(26)),
        ("na 7 uur", _moment(25, 19), _moment(26)),
        ("om 10 uur", _moment(26, 10), _moment(26, 10, 30)),
        ("morgen om half 4", _moment(26, 15, 30), _moment(26, 16)),
        ("morgen na 5 uur", _moment(26, 17), _moment(27)),
        ("vanavond om 8 uur", _moment(25, 20), _moment(25, 20, 30)),
        ("zaterdag tussen 10 en 12", _moment(28, 10), _moment(28, 12)),
        ("tussen 9.00 en 12.00 uur", _moment(26, 9), _moment(26, 12)),
        ("vrijdag voor 12 uur", _moment(27), _moment(27, 12)),
        ("morgenochtend om 6 uur", _moment(26, 6), _moment(26, 6, 30)),
        ("op 3 december", _moment(3, maand=12), _moment(4, maand=12)),
        ("24 dec. open?", _moment(24, maand=12), _moment(25, maand=12)),
        ("op 3-12", _moment(3, maand=12), _moment(4, maand=12)),
        ("3-12-2026", _moment(3, maand=12), _moment(4, maand=12)),
        ("'s avonds open?", _moment(25, 18), _moment(26)),
        ("is het 's ochtends open", _moment(26, 6), _moment(26, 12)),
        ("over 2 dagen", _moment(27), _moment(28)),
        ("over een half uur", _moment(25, 15), _moment(25, 16)),
    ],
)
def test_a_time_that_is_asked_about_is_found(tekst: str, van: dt.datetime, tot: dt.datetime) -> None:
    gevonden = vind_tijd(tekst, NU)
    assert gevonden is not None
    assert (gevonden.van, gevonden.tot) == (van, tot)
    assert gevonden.tekst


@pytest.mark.parametrize(
    "tekst",
    [
        "", "hallo", "goedemorgen", "Goede morgen", "gisteren gebeld", "vorige week was ik er", "3 weken geleden",
        "vanmorgen heb ik gebeld", "afgelopen maandag", "ik heb 3 kinderen", "voor 5 kinderen", "na 3 weken",
        "tussen 3 en 5 jaar",
        "van 3 tot 5 jaar", "ik krijg 3 uur hulp per week", "voor 10 euro", "wat nu", "en nu?", "tot nu toe",
        "ik heb nu een uitkering",
        "op 31-02", "om de hoek", "1-1-2020", "mijn dochter is van 2019", "ik ben 45 jaar", "artikel 2-3",
        "over geld",
    ],
)  # fmt: skip
def test_what_asks_for_no_time_gives_none(tekst: str) -> None:
    assert vind_tijd(tekst, NU) is None


def test_in_the_weekend_the_weekend_is_this_one_and_the_next_the_next() -> None:
    zondag = _moment(29, 10)
    dit, volgend = vind_tijd("dit weekend", zondag), vind_tijd("volgend weekend", zondag)
    assert dit is not None
    assert volgend is not None
    assert (dit.van, dit.tot) == (zondag, _moment(30))
    assert (volgend.van, volgend.tot) == (_moment(5, maand=12), _moment(7, maand=12))


def test_in_the_night_vannacht_is_now() -> None:
    nacht = _moment(25, 2)
    gevonden = vind_tijd("vannacht", nacht)
    assert gevonden is not None
    assert (gevonden.van, gevonden.tot) == (nacht, _moment(25, 6))


def test_a_date_that_has_been_is_next_year_and_one_with_its_year_is_past() -> None:
    gevonden = vind_tijd("op 3 januari", NU)
    assert gevonden is not None
    assert gevonden.van == dt.datetime(2027, 1, 3, tzinfo=ZONE)


def test_the_day_the_clock_goes_back_has_25_hours() -> None:
    zaterdag = dt.datetime(2026, 10, 24, 12, tzinfo=ZONE)
    gevonden = vind_tijd("morgen", zaterdag)
    assert gevonden is not None
    assert gevonden.tot.astimezone(dt.UTC) - gevonden.van.astimezone(dt.UTC) == dt.timedelta(hours=25)


@given(
    st.text(max_size=40),
    st.sampled_from(
        ["", " morgen", " zaterdag om 25 uur", " 29-2", " na 24 uur", " over 99 weken", " volgend weekend"]
    ),
    st.integers(0, 2_000_000_000).map(lambda s: dt.datetime.fromtimestamp(s, ZONE)),
)
def test_any_text_can_be_asked_and_what_is_found_lies_ahead(tekst: str, staart: str, nu: dt.datetime) -> None:
    gevonden = vind_tijd(tekst + staart, nu)
    if gevonden is not None:
        assert nu <= gevonden.van < gevonden.tot
