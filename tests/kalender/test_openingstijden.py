"""Opening hours as a redacteur writes them become what a resident may rely on: open now, till when, or from when."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalender.feestdagen import Feestdagen
from kalender.openingstijden import (
    DAGEN,
    HEEL_DE_DAG,
    Openingstijden,
    OpeningstijdenFout,
    Regel,
    dag_tekst,
    parse_openingstijden,
)

ZONE = ZoneInfo("Europe/Amsterdam")
NL = Feestdagen("nl")
GEEN = Feestdagen("")


def _moment(tekst: str) -> dt.datetime:
    return dt.datetime.fromisoformat(tekst).replace(tzinfo=ZONE)


# --- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tekst", "als_tekst"),
    [
        ("ma-vr 09:00-17:00", "maandag tot en met vrijdag van 9.00 tot 17.00 uur"),
        ("ma-vr 09:00-12:30,13:30-17:00",
        "maandag tot en met vrijdag van 9.00 tot 12.30 uur en van 13.30 tot 17.00 uur"),
        ("ma,wo,vr 9:00-12:00", "maandag, woensdag en vrijdag van 9.00 tot 12.00 uur"),
        ("ma, wo en vr 9:00-12:00", "maandag, woensdag en vrijdag van 9.00 tot 12.00 uur"),
        ("di 14.00-16.00; do 18:00-20:00", "dinsdag van 14.00 tot 16.00 uur; donderdag van 18.00 tot 20.00 uur"),
        ("maandag t/m vrijdag 9.00 - 17.00", "maandag tot en met vrijdag van 9.00 tot 17.00 uur"),
        ("ma–vr 9.00–17.00", "maandag tot en met vrijdag van 9.00 tot 17.00 uur"),
        ("dagelijks 10:00-22:00", "elke dag van 10.00 tot 22.00 uur"),
        ("za-zo 00:00-24:00", "zaterdag en zondag de hele dag"),
        ("vr 20:00-24:00", "vrijdag van 20.00 tot 24.00 uur"),
        ("1e,3e za 10:00-12:00", "de eerste en derde zaterdag van de maand van 10.00 tot 12.00 uur"),
        ("laatste vr 14:00-16:00", "de laatste vrijdag van de maand van 14.00 tot 16.00 uur"),
        ("even di 14:00-16:00", "dinsdag in de even weken van 14.00 tot 16.00 uur"),
        ("24/7", "dag en nacht, alle dagen"),
        ("op afspraak", "op afspraak"),
        ("ma 9:00-12:00; op afspraak", "maandag van 9.00 tot 12.00 uur; op afspraak"),
        ("dagelijks 9:00-17:00; feestdagen 10:00-12:00",
        "elke dag van 9.00 tot 17.00 uur; op feestdagen van 10.00 tot 12.00 uur"),
        ("MA-VR 09:00-17:00;", "maandag tot en met vrijdag van 9.00 tot 17.00 uur"),
        ("", ""), ("onbekend", ""), (" ; ", ""),
    ],
)  # fmt: skip
def test_hours_are_read_and_told(tekst: str, als_tekst: str) -> None:
    assert parse_openingstijden(tekst).als_tekst() == als_tekst


@pytest.mark.parametrize(
    ("tekst", "noemt"),
    [
        ("ma-vr", "geen dagen of geen tijden"), ("09:00-17:00", "geen dagen of geen tijden"), ("mo-fr 09:00-17:00",
        "'mo'"),
        ("ma-vr 9-17", "kloppen niet"), ("ma-vr 09:00", "kloppen niet"), ("ma-vr 25:00-26:00", "25:00"),
        ("ma-vr 09:60-17:00", "09:60"), ("ma-vr 09:00-09:00", "gelijk"), ("ma-wo-vr 09:00-17:00", "streepjes"),
        ("ma 09:00-12:00; xx 10:00-12:00", "'xx'"), ("altijd", "geen dagen"), ("6e ma 10:00-12:00", "6e"),
        ("feestdagen soms", "kloppen niet"), ("ma " + "1" * 2000, "te lang"), ("ma 09:00-12:00-13:00",
        "kloppen niet"),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_read_are_refused_with_the_rule_named(tekst: str, noemt: str) -> None:
    with pytest.raises(OpeningstijdenFout, match=noemt.replace("(", r"\(")):
        parse_openingstijden(tekst)


@given(st.text(max_size=60) | st.from_regex(r"[madivrzo,;e0-9:.\- ]{0,40}", fullmatch=True))
def test_any_text_is_read_or_refused_in_dutch(tekst: str) -> None:
    try:
        tijden = parse_openingstijden(tekst)
    except OpeningstijdenFout:
        return
    assert isinstance(tijden.als_tekst(), str)


# --- a round trip for every rule that can be written ---------------------------------------------

_TIJD = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
_BLOK = st.tuples(_TIJD, _TIJD).filter(lambda b: b[0] != b[1] or b == HEEL_DE_DAG)
_RANG = st.sampled_from([(), (), (1,), (1, 3), (5,), (-1,), (2, 4)])
_REGEL = st.builds(
    Regel,
    st.sets(st.integers(0, 6), min_size=1).map(lambda d: tuple(sorted(d))),
    st.lists(_BLOK, min_size=1, max_size=3).map(tuple),
    _RANG,
    st.just(""),
) | st.builds(
    Regel,
    st.sets(st.integers(0, 6), min_size=1).map(lambda d: tuple(sorted(d))),
    st.lists(_BLOK, min_size=1, max_size=2).map(tuple),
    st.just(()),
    st.sampled_from(["even", "oneven"]),
)
_TIJDEN = st.builds(
    Openingstijden,
    st.lists(_REGEL, min_size=1, max_size=3).map(tuple),
    st.just(False),
    st.booleans(),
    st.none() | st.lists(_BLOK, min_size=1, max_size=2).map(tuple),
)
_MOMENT = st.integers(1_600_000_000, 1_900_000_000).map(lambda s: dt.datetime.fromtimestamp(s, ZONE))


def _blokken(blokken: tuple[tuple[dt.time, dt.time], ...]) -> str:
    return ",".join(f"{van:%H:%M}-{tot:%H:%M}" for van, tot in blokken)


def _als_invoer(tijden: Openingstijden) -> str:
    regels = []
    for regel in tijden.regels:
        rang = ",".join("laatste" if r == -1 else f"{r}e" for r in regel.rang)
        dagen = ",".join(DAGEN[d] for d in regel.dagen)
        regels.append(" ".join(w for w in (regel.weken, rang, dagen, _blokken(regel.blokken)) if w))
    if tijden.feestdag_blokken:
        regels.append("feestdagen " + _blokken(tijden.feestdag_blokken))
    if tijden.op_afspraak:
        regels.append("op afspraak")
    return "; ".join(regels)


@given(_TIJDEN)
def test_what_is_written_is_what_is_read(tijden: Openingstijden) -> None:
    assert parse_openingstijden(_als_invoer(tijden)) == tijden


@given(_TIJDEN, _MOMENT)
def test_open_and_closed_agree_with_what_comes_next(tijden: Openingstijden, op: dt.datetime) -> None:
    """Open has an end at which it is closed; closed opens, if ever, at a moment at which it is open."""
    is_open, sluit = tijden.is_open(op, NL), tijden.sluit_om(op, NL)
    assert is_open == (sluit is not None)
    if sluit is not None:
        assert sluit > op
        if sluit - op < dt.timedelta(days=6):
            assert tijden.is_open(sluit, NL) is False
    else:
        opent = tijden.volgende_opening(op, NL)
        if opent is not None:
            assert opent >= op
            assert tijden.is_open(opent, NL) is True
            net_ervoor = opent - dt.timedelta(minutes=1)
            assert net_ervoor < op or tijden.is_open(net_ervoor, NL) is False
    assert tijden.open_nu_tekst(op, NL).startswith("Nu open" if is_open else "Nu dicht")


# --- moments -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("uren", "op", "verwacht"),
    [
        ("ma-vr 09:00-17:00", "2026-11-25 08:59", "Nu dicht. Gaat vandaag om 9.00 uur open."),
        ("ma-vr 09:00-17:00", "2026-11-25 09:00", "Nu open, tot 17.00 uur."),
        ("ma-vr 09:00-17:00", "2026-11-25 17:00", "Nu dicht. Gaat morgen om 9.00 uur open."),
        ("ma-vr 09:00-17:00", "2026-11-27 17:30", "Nu dicht. Gaat maandag om 9.00 uur open."),
        ("ma-vr 09:00-12:30,13:30-17:00", "2026-11-25 13:00", "Nu dicht. Gaat vandaag om 13.30 uur open."),
        ("ma-vr 09:00-17:00", "2026-12-24 18:00", "Nu dicht. Gaat maandag om 9.00 uur open."),
        ("ma-vr 09:00-17:00", "2026-12-25 10:00", "Nu dicht. Gaat maandag om 9.00 uur open."),
        ("1e za 10:00-12:00", "2026-11-25 10:00", "Nu dicht. Gaat zaterdag 5 december om 10.00 uur open."),
        ("dagelijks 9:00-17:00; feestdagen 10:00-12:00", "2026-12-25 11:00", "Nu open, tot 12.00 uur."),
        ("24/7", "2026-12-25 03:00", "Nu open. Dag en nacht open."),
        ("vr 22:00-02:00", "2026-11-28 01:00", "Nu open, tot 2.00 uur."),
        ("vr 22:00-02:00", "2026-11-27 01:00", "Nu dicht. Gaat vandaag om 22.00 uur open."),
        ("vr 20:00-24:00", "2026-11-27 23:59", "Nu open, tot 24.00 uur."),
        ("vr 20:00-24:00; za 00:00-03:00", "2026-11-27 23:00", "Nu open, tot 3.00 uur."),
        ("za-zo 00:00-24:00", "2026-11-28 10:00", "Nu open, tot maandag 0.00 uur."),
        ("ma 09:00-12:00,11:00-17:00", "2026-11-23 11:30", "Nu open, tot 17.00 uur."),
        ("", "2026-11-25 10:00", "De openingstijden zijn niet bekend."),
        ("op afspraak", "2026-11-25 10:00", "Alleen op afspraak."),
        ("feestdagen 10:00-12:00", "2026-11-25 10:00", "De openingstijden zijn niet bekend."),
    ],
)
def test_open_now_is_told_in_short_sentences(uren: str, op: str, verwacht: str) -> None:
    assert parse_openingstijden(uren).open_nu_tekst(_moment(op), NL) == verwacht


def test_unknown_is_never_closed() -> None:
    assert parse_openingstijden("").is_open(_moment("2026-11-25 10:00"), NL) is None


def test_a_rule_for_every_other_week_follows_the_iso_week() -> None:
    even = parse_openingstijden("even di 14:00-16:00")
    assert even.is_open(_moment("2026-11-24 15:00"), NL) is True  # week 48
    assert even.is_open(_moment("2026-12-01 15:00"), NL) is False  # week 49


def test_the_last_friday_may_be_the_fourth_or_the_fifth() -> None:
    laatste = parse_openingstijden("laatste vr 14:00-16:00")
    assert laatste.is_open(_moment("2026-11-27 15:00"), NL) is True
    assert laatste.is_open(_moment("2026-10-30 15:00"), NL) is True
    assert laatste.is_open(_moment("2026-10-23 15:00"), NL) is False


def test_a_fifth_monday_months_away_is_found() -> None:
    opent = parse_openingstijden("5e ma 10:00-12:00").volgende_opening(_moment("2026-12-01 00:00"), NL)
    assert opent == _moment("2027-03-29 10:00") or opent == _moment("2027-05-31 10:00")


def test_closed_on_a_holiday_unless_hours_are_given_for_it() -> None:
    koningsdag = _moment("2026-04-27 10:30")
    assert parse_openingstijden("ma-vr 09:00-17:00").is_open(koningsdag, NL) is False
    assert parse_openingstijden("ma-vr 09:00-17:00; feestdagen 10:00-12:00").is_open(koningsdag, NL) is True
    assert parse_openingstijden("ma-vr 09:00-17:00; feestdagen gesloten").is_open(koningsdag, NL) is False
    assert parse_openingstijden("ma-vr 09:00-17:00").is_open(koningsdag, GEEN) is True


def test_hours_that_begin_before_midnight_run_on_into_a_holiday() -> None:
    kerstavond = parse_openingstijden("do 22:00-02:00")
    assert kerstavond.is_open(_moment("2026-12-25 01:00"), NL) is True


@pytest.mark.parametrize("dag", ["2026-03-29", "2026-10-25"])
def test_the_night_the_clock_changes_keeps_the_hours_on_the_clock(dag: str) -> None:
    tijden = parse_openingstijden("zo 09:00-17:00")
    op = _moment(f"{dag} 08:59")
    opent = tijden.volgende_opening(op, NL)
    assert opent == _moment(f"{dag} 09:00")
    assert tijden.is_open(_moment(f"{dag} 16:59"), NL) is True
    assert tijden.sluit_om(_moment(f"{dag} 09:00"), NL) == _moment(f"{dag} 17:00")


def test_a_day_is_named_as_people_do() -> None:
    vandaag = dt.date(2026, 11, 25)
    namen = [dag_tekst(vandaag + dt.timedelta(days=n), vandaag) for n in (0, 1, 2, 6, 7)]
    assert namen == ["vandaag", "morgen", "vrijdag", "dinsdag", "woensdag 2 december"]
