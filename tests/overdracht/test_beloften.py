"""What a resident is promised is what the team is held to, and it stays true for as long as somebody waits."""

from __future__ import annotations

import datetime as dt

from opslag.db import Database
from overdracht import queries, wachtrij
from overdracht.models import Overdracht
from overdracht.wachten import Wachttijd, read_belofte, read_wachttijd
from tests.overdracht.bouw import CONTACT, DICHT, OPEN, WERKGEBIED, goedgekeurd, medewerker

UUR = dt.timedelta(hours=1)
MAANDAG = dt.datetime(2026, 11, 23, 8, 30, tzinfo=WERKGEBIED.tijdzone)
BELLEN = {**CONTACT, "voorkeur": "telefoon"}


def _overdracht(database: Database, kenmerk: str) -> Overdracht:
    with database.lezen() as session:
        overdracht = queries.get_overdracht(session, kenmerk)
        assert overdracht is not None
        return overdracht


def _belofte(database: Database, kenmerk: str, nu: dt.datetime) -> str:
    return read_belofte(_overdracht(database, kenmerk), werkgebied=WERKGEBIED, nu=nu).tekst


def _wachttijd(database: Database, kenmerk: str, nu: dt.datetime) -> Wachttijd:
    overdracht = _overdracht(database, kenmerk)
    with database.lezen() as session:
        return read_wachttijd(session, overdracht, werkgebied=WERKGEBIED, nu=nu)


def _gewacht(database: Database, *, minuten: int, nu: dt.datetime, keren: int = 5) -> None:
    """Residents of lately who were picked up after this long."""
    anna = medewerker(database, beschikbaar="aanwezig", gezien_op=nu)
    for _ in range(keren):
        _, uit = goedgekeurd(database, nu=nu - dt.timedelta(minutes=minuten))
        with database.session_scope() as session:
            wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=nu)


def test_the_window_promised_outside_hours_is_the_term_of_the_team(database: Database) -> None:
    _, uit = goedgekeurd(database, nu=DICHT, contact=BELLEN)
    assert uit.belofte["tot"] == "2026-11-23T10:30:00+01:00"
    assert "tussen 8.30 en 10.30 uur" in uit.belofte["tekst"]
    assert _overdracht(database, uit.kenmerk).eerste_contact_voor == MAANDAG + 2 * UUR


def test_the_promise_of_the_weekend_still_stands_when_the_team_is_there(database: Database) -> None:
    _, uit = goedgekeurd(database, nu=DICHT, contact=BELLEN)
    assert _belofte(database, uit.kenmerk, MAANDAG + UUR) == "Vandaag voor 10.30 uur belt een medewerker u."


def test_who_came_earlier_is_never_promised_a_later_moment(database: Database) -> None:
    momenten = [OPEN + dt.timedelta(minutes=20 * n) for n in range(100)]
    termijnen = [
        _overdracht(database, goedgekeurd(database, nu=op)[1].kenmerk).eerste_contact_voor for op in momenten[::9]
    ]
    assert termijnen == sorted(t for t in termijnen if t)


def test_a_promise_made_in_the_daytime_does_not_come_nearer_in_the_evening(database: Database) -> None:
    _, uit = goedgekeurd(database, nu=OPEN)
    assert "Morgen voor 10.00 uur" in uit.belofte["tekst"]
    assert "Morgen tussen 8.30 en 10.00 uur" in _belofte(database, uit.kenmerk, OPEN + 10 * UUR)


def test_a_promise_that_was_broken_is_admitted_and_not_made_again(database: Database) -> None:
    _, uit = goedgekeurd(database, nu=OPEN)
    tekst = _belofte(database, uit.kenmerk, OPEN + 30 * UUR)
    assert "Dat is niet gelukt" in tekst
    assert "10.00 uur" in tekst
    assert "072 000 0103" in tekst
    assert "Het team is er weer" not in tekst
    avond = _belofte(database, uit.kenmerk, OPEN + 34 * UUR)
    assert "Het team is er weer morgen om 8.30 uur" in avond
    assert "tussen" not in avond


def test_after_the_promise_was_broken_no_usual_wait_is_told(database: Database) -> None:
    _gewacht(database, minuten=40, nu=OPEN)
    _, uit = goedgekeurd(database, nu=OPEN - 24 * UUR)
    wachttijd = _wachttijd(database, uit.kenmerk, OPEN)
    assert wachttijd.van_minuten is None
    assert "niet gelukt" in wachttijd.tekst


def test_who_waits_longer_than_others_did_is_not_told_the_usual_wait(database: Database) -> None:
    _gewacht(database, minuten=20, nu=OPEN)
    _, uit = goedgekeurd(database, nu=OPEN)
    assert _wachttijd(database, uit.kenmerk, OPEN).van_minuten is not None
    with database.session_scope() as session:
        anna = queries.find_medewerker(session, "Anna de Wit")
        assert anna is not None
        anna.gezien_op = OPEN + UUR
    later = _wachttijd(database, uit.kenmerk, OPEN + UUR)
    assert later.van_minuten is None
    assert "Wij weten niet precies" in later.tekst


def test_a_night_is_no_waiting_time_that_others_must_expect(database: Database) -> None:
    _gewacht(database, minuten=16 * 60, nu=MAANDAG + 25 * UUR)
    nu = MAANDAG + 26 * UUR
    _, uit = goedgekeurd(database, nu=nu)
    with database.session_scope() as session:
        anna = queries.find_medewerker(session, "Anna de Wit")
        assert anna is not None
        anna.gezien_op = nu
    tot = _wachttijd(database, uit.kenmerk, nu).tot_minuten
    # From half past five in the evening to half past nine the team was there for one hour.
    assert tot is not None
    assert tot <= 61
