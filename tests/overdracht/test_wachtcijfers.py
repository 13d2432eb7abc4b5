"""Place and range that somebody who waits is told, and the figures of beheer, counted from when that wait began."""

from __future__ import annotations

import datetime as dt

from opslag.db import Database
from overdracht import behandelen, duur, queries, wachten, wachtrij
from overdracht.models import OverdrachtStap
from overdracht.stilte import return_stale
from tests.overdracht.bouw import OPEN, WERKGEBIED, goedgekeurd, lees_overdracht, medewerker
from web.queries import find_afhandelingen

MINUUT = dt.timedelta(minutes=1)
WEEK = dt.timedelta(days=7)


def _pak_op(database: Database, kenmerk: str, wie: object, nu: dt.datetime) -> None:
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, kenmerk, wie, nu=nu)  # type: ignore[arg-type]


def _rond_af(database: Database, kenmerk: str, wie: object, nu: dt.datetime) -> None:
    with database.session_scope() as session:
        wachtrij.finish(session, kenmerk, wie, uitkomst="antwoord_gegeven", nu=nu)  # type: ignore[arg-type]


def _heropen(database: Database, kenmerk: str, wie: object, nu: dt.datetime) -> None:
    with database.session_scope() as session:
        behandelen.reopen(session, kenmerk, wie, reden="nog iets", nu=nu, werkgebied=WERKGEBIED)  # type: ignore[arg-type]


def _geef_vrij(database: Database, kenmerk: str, wie: object, nu: dt.datetime) -> None:
    with database.session_scope() as session:
        wachtrij.release(session, kenmerk, wie, werkgebied=WERKGEBIED, nu=nu)  # type: ignore[arg-type]


def _wachttijden(database: Database, nu: dt.datetime) -> list[float]:
    with database.lezen() as session:
        gewacht = queries.find_wachttijden(session, "Castricum", na=nu - dt.timedelta(days=28))
    return [(tot - van).total_seconds() / 60 for van, tot in gewacht]


def test_what_was_reopened_weeks_later_is_no_wait_of_weeks(sqlite_db: Database) -> None:
    anna, (_, uit) = medewerker(sqlite_db), goedgekeurd(sqlite_db)
    _pak_op(sqlite_db, uit.kenmerk, anna, OPEN + 5 * MINUUT)
    _rond_af(sqlite_db, uit.kenmerk, anna, OPEN + 20 * MINUUT)
    assert _wachttijden(sqlite_db, OPEN + WEEK) == [5]
    _heropen(sqlite_db, uit.kenmerk, anna, OPEN + 2 * WEEK)
    assert _wachttijden(sqlite_db, OPEN + 2 * WEEK) == []


def test_who_is_given_back_waits_from_then_in_the_old_place(sqlite_db: Database) -> None:
    anna, (_, eerst) = medewerker(sqlite_db), goedgekeurd(sqlite_db)
    later = goedgekeurd(sqlite_db, nu=OPEN + MINUUT)[1]
    _pak_op(sqlite_db, eerst.kenmerk, anna, OPEN + 5 * MINUUT)
    _geef_vrij(sqlite_db, eerst.kenmerk, anna, OPEN + 65 * MINUUT)
    o = lees_overdracht(sqlite_db, eerst.kenmerk)
    assert o.wacht_sinds == OPEN + 65 * MINUUT
    with sqlite_db.lezen() as session:
        plaatsen = [wachten.read_positie(session, lees_overdracht(sqlite_db, k.kenmerk)) for k in (eerst, later)]
    assert plaatsen == [1, 2]
    # Nobody waited an hour: an hour of that was with Anna.
    _pak_op(sqlite_db, eerst.kenmerk, anna, OPEN + 70 * MINUUT)
    assert _wachttijden(sqlite_db, OPEN + WEEK) == [5]


def test_who_is_put_back_after_silence_waits_from_then(sqlite_db: Database) -> None:
    anna, (_, uit) = medewerker(sqlite_db), goedgekeurd(sqlite_db)
    _pak_op(sqlite_db, uit.kenmerk, anna, OPEN)
    with sqlite_db.session_scope() as session:
        return_stale(session, OPEN + 40 * MINUUT, werkgebied=WERKGEBIED)
    assert lees_overdracht(sqlite_db, uit.kenmerk).wacht_sinds == OPEN + 40 * MINUUT


def test_who_was_passed_on_and_waits_is_no_wait_of_nothing(sqlite_db: Database) -> None:
    anna, (_, uit) = medewerker(sqlite_db), goedgekeurd(sqlite_db)
    medewerker(sqlite_db, "Bert")
    _pak_op(sqlite_db, uit.kenmerk, anna, OPEN + 5 * MINUUT)
    with sqlite_db.session_scope() as session:
        wachtrij.transfer(
            session, uit.kenmerk, anna, naar="Bert", reden="geld", werkgebied=WERKGEBIED, nu=OPEN + 30 * MINUUT
        )
    assert _wachttijden(sqlite_db, OPEN + WEEK) == []


def test_a_correction_of_the_triage_after_it_was_given_back_keeps_the_place(sqlite_db: Database) -> None:
    anna, (_, uit) = medewerker(sqlite_db), goedgekeurd(sqlite_db)
    voor = lees_overdracht(sqlite_db, uit.kenmerk).voorrang_op
    _pak_op(sqlite_db, uit.kenmerk, anna, OPEN + 5 * MINUUT)
    _geef_vrij(sqlite_db, uit.kenmerk, anna, OPEN + 65 * MINUUT)
    with sqlite_db.session_scope() as session:
        for zwaarte in ("enkelvoudig", "meervoudig"):
            behandelen.correct_triage(
                session, uit.kenmerk, anna, zwaarte=zwaarte, leefgebieden=["financien"], werkgebied=WERKGEBIED,
                nu=OPEN + 66 * MINUUT,
            )  # fmt: skip
    assert lees_overdracht(sqlite_db, uit.kenmerk).voorrang_op == voor


def test_what_was_reopened_and_given_back_stands_behind_who_waited_then_with_a_new_promise(sqlite_db: Database) -> None:
    anna, (_, oud) = medewerker(sqlite_db), goedgekeurd(sqlite_db)
    _pak_op(sqlite_db, oud.kenmerk, anna, OPEN)
    _rond_af(sqlite_db, oud.kenmerk, anna, OPEN + 10 * MINUUT)
    nu = OPEN + WEEK
    ander = goedgekeurd(sqlite_db, nu=nu)[1]
    _heropen(sqlite_db, oud.kenmerk, anna, nu + 10 * MINUUT)
    _geef_vrij(sqlite_db, oud.kenmerk, anna, nu + 20 * MINUUT)
    o = lees_overdracht(sqlite_db, oud.kenmerk)
    assert o.eerste_contact_voor is not None
    assert o.eerste_contact_voor > nu
    with sqlite_db.lezen() as session:
        assert wachten.read_positie(session, lees_overdracht(sqlite_db, ander.kenmerk)) == 1
        assert wachten.read_positie(session, o) == 2
        belofte = wachten.read_belofte(o, werkgebied=WERKGEBIED, nu=nu + 20 * MINUUT)
    assert not belofte.gebroken


def test_beheer_counts_waiting_and_handling_apart_however_often_it_came_back(sqlite_db: Database) -> None:
    anna, (_, uit) = medewerker(sqlite_db), goedgekeurd(sqlite_db)
    _pak_op(sqlite_db, uit.kenmerk, anna, OPEN + 5 * MINUUT)
    _geef_vrij(sqlite_db, uit.kenmerk, anna, OPEN + 15 * MINUUT)
    _pak_op(sqlite_db, uit.kenmerk, anna, OPEN + 22 * MINUUT)
    _rond_af(sqlite_db, uit.kenmerk, anna, OPEN + 42 * MINUUT)
    _heropen(sqlite_db, uit.kenmerk, anna, OPEN + WEEK)
    _rond_af(sqlite_db, uit.kenmerk, anna, OPEN + WEEK + 3 * MINUUT)
    with sqlite_db.lezen() as session:
        (a,) = find_afhandelingen(session, OPEN - WEEK, OPEN + 2 * WEEK)
    assert (a.wacht_minuten, a.behandel_minuten) == (12, 33)


def test_what_is_held_now_has_a_wait_and_no_handling_time_yet(sqlite_db: Database) -> None:
    anna, (_, uit) = medewerker(sqlite_db), goedgekeurd(sqlite_db)
    with sqlite_db.lezen() as session:
        (a,) = find_afhandelingen(session, OPEN - WEEK, OPEN + WEEK)
    assert (a.wacht_minuten, a.behandel_minuten) == (None, None)
    _pak_op(sqlite_db, uit.kenmerk, anna, OPEN + 5 * MINUUT)
    with sqlite_db.lezen() as session:
        (a,) = find_afhandelingen(session, OPEN - WEEK, OPEN + WEEK)
    assert (a.wacht_minuten, a.behandel_minuten) == (5, None)


def test_who_took_it_back_and_came_again_did_not_wait_in_between() -> None:
    def stap(wat: str, minuut: int) -> OverdrachtStap:
        return OverdrachtStap(wat=wat, op=OPEN + minuut * MINUUT)

    stappen = [stap("goedgekeurd", 0), stap("ingetrokken", 4), stap("goedgekeurd", 100), stap("opgepakt", 107)]
    assert duur.read_duren(stappen, begin=OPEN) == duur.Duren(dt.timedelta(minutes=7), None)
