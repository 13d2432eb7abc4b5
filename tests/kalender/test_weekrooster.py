"""Opening hours filled in per day: what is read, what is refused, and the way to text and back."""

from __future__ import annotations

import pytest

from kalender.openingstijden import parse_openingstijden
from kalender.weekrooster import FEESTDAGEN, RIJEN, as_rooster, read_rooster


@pytest.mark.parametrize(
    "tekst",
    [
        "ma-vr 08:30-17:00",
        "ma-do 08:30-12:30,13:00-17:00; vr 08:30-12:00",
        "ma 09:00-12:00; wo 09:00-12:00; feestdagen 10:00-12:00",
        "ma-zo 00:00-24:00; feestdagen 00:00-24:00",
        "za-zo 10:00-16:00",
        "",
    ],
)
def test_a_week_that_is_shown_and_kept_unchanged_is_the_same_text(tekst: str) -> None:
    rooster = as_rooster(parse_openingstijden(tekst))
    assert rooster is not None
    assert read_rooster(rooster) == (tekst, {})


@pytest.mark.parametrize(
    "tekst", ["24/7", "1e za 10:00-12:00", "even di 14:00-16:00", "ma-vr 9:00-17:00; op afspraak", "vr 22:00-02:00"]
)
def test_what_a_week_cannot_tell_stays_text(tekst: str) -> None:
    assert as_rooster(parse_openingstijden(tekst)) is None


@pytest.mark.parametrize(
    ("van", "tot"), [("9", "17"), ("9:00", "17.00"), ("0900", "1700"), ("9u", "17u00"), (" 9 uur ", "17 uur")]
)
def test_a_time_may_be_written_as_people_do(van: str, tot: str) -> None:
    assert read_rooster({"di": [(van, tot)]}) == ("di 09:00-17:00", {})


def test_the_end_of_the_day_is_midnight_however_it_is_written() -> None:
    for eind in ("24:00", "0:00", "24"):
        assert read_rooster({"di": [("20:00", eind)]}) == ("di 20:00-24:00", {})


def test_blocks_come_in_order_and_empty_ones_are_nothing() -> None:
    assert read_rooster({"di": [("13:00", "17:00"), ("", " "), ("9:00", "12:00")]})[0] == "di 09:00-12:00,13:00-17:00"


@pytest.mark.parametrize(
    ("blokken", "fout"),
    [
        ([("9:00", "")], "half"),
        ([("", "17:00")], "half"),
        ([("vroeg", "laat")], "tijd"),
        ([("9:60", "17:00")], "tijd"),
        ([("9:00", "25:00")], "tijd"),
        ([("9:00", "24:30")], "tijd"),
        ([("17:00", "9:00")], "volgorde"),
        ([("9:00", "9:00")], "volgorde"),
        ([("9:00", "12:30"), ("12:00", "17:00")], "samen"),
        ([("9:00", "12:00"), ("9:00", "12:00")], "samen"),
    ],
)
@pytest.mark.parametrize("rij", RIJEN)
def test_what_is_wrong_is_told_per_day(rij: str, blokken: list[tuple[str, str]], fout: str) -> None:
    goed = "za" if rij != "za" else "zo"
    tekst, fouten = read_rooster({rij: blokken, goed: [("10:00", "12:00")]})
    assert fouten == {rij: fout}
    assert tekst == f"{goed} 10:00-12:00"


def test_holidays_alone_are_no_week() -> None:
    assert read_rooster({FEESTDAGEN: [("10:00", "12:00")]}) == ("feestdagen 10:00-12:00", {})
