"""A maximum of gesprekken: kept, also when two are taken at the same moment, and never in the way of a crisis."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from opslag.db import Database
from overdracht import behandelen, service, wachtrij
from overdracht.models import Medewerker, Overdracht
from overdracht.ruimte import GeenRuimte, set_maximum
from tests.overdracht.bouw import CONTACT, OPEN, WERKGEBIED, goedgekeurd, medewerker, start, zeg


def claim(database: Database, kenmerk: str, wie: Medewerker) -> None:
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, kenmerk, wie, nu=OPEN)


def test_one_more_than_agreed_is_refused_and_stays_in_the_queue(database: Database) -> None:
    anna = medewerker(database, max_gesprekken=1)
    een, twee = (goedgekeurd(database)[1].kenmerk for _ in range(2))
    claim(database, een, anna)
    with pytest.raises(GeenRuimte, match="1 gesprekken"):
        claim(database, twee, anna)
    with database.lezen() as session:
        staat = {o.kenmerk: (o.status, o.medewerker_id) for o in session.query(Overdracht)}
    assert staat == {een: ("opgepakt", anna.id), twee: ("wachtend", None)}


def opgepakt(database: Database) -> set[str]:
    """The kenmerken that somebody holds."""
    with database.session_scope() as session:
        return {o.kenmerk for o in session.query(Overdracht) if o.status == "opgepakt"}


def test_after_finishing_one_there_is_room_again(sqlite_db: Database) -> None:
    anna = medewerker(sqlite_db, max_gesprekken=1)
    een, twee = (goedgekeurd(sqlite_db)[1].kenmerk for _ in range(2))
    claim(sqlite_db, een, anna)
    with sqlite_db.session_scope() as session:
        wachtrij.finish(session, een, anna, uitkomst="antwoord_gegeven", nu=OPEN)
    claim(sqlite_db, twee, anna)
    assert opgepakt(sqlite_db) == {twee}


def test_who_is_followed_up_by_phone_takes_no_room_in_the_chat(sqlite_db: Database) -> None:
    anna = medewerker(sqlite_db, max_gesprekken=1)
    bellen = {**CONTACT, "voorkeur": "telefoon"}
    kenmerken = {goedgekeurd(sqlite_db, contact=contact)[1].kenmerk for contact in (bellen, CONTACT, bellen)}
    for kenmerk in kenmerken:
        claim(sqlite_db, kenmerk, anna)
    assert opgepakt(sqlite_db) == kenmerken


def test_once_somebody_was_called_the_chat_is_free_for_another(sqlite_db: Database) -> None:
    anna = medewerker(sqlite_db, max_gesprekken=1)
    een, twee = (goedgekeurd(sqlite_db)[1].kenmerk for _ in range(2))
    claim(sqlite_db, een, anna)
    with sqlite_db.session_scope() as session:
        behandelen.register_contact(session, een, anna, hoe="telefoon", nu=OPEN)
    claim(sqlite_db, twee, anna)
    assert opgepakt(sqlite_db) == {een, twee}


def test_a_crisis_never_waits_for_room(sqlite_db: Database) -> None:
    anna = medewerker(sqlite_db, max_gesprekken=1)
    claim(sqlite_db, goedgekeurd(sqlite_db)[1].kenmerk, anna)
    gesprek_id = start(sqlite_db)
    with sqlite_db.session_scope() as session:
        zeg(session, gesprek_id, "Hij slaat mij.")
        uit = service.request_crisis(session, gesprek_id, soort="geweld", wil_mens=True, werkgebied=WERKGEBIED, nu=OPEN)
    claim(sqlite_db, uit.kenmerk, anna)


def test_taking_over_from_a_colleague_needs_room_too(sqlite_db: Database) -> None:
    anna, bob = medewerker(sqlite_db), medewerker(sqlite_db, "Bob Smit", max_gesprekken=1)
    een, twee = (goedgekeurd(sqlite_db)[1].kenmerk for _ in range(2))
    claim(sqlite_db, een, anna)
    claim(sqlite_db, twee, bob)
    with pytest.raises(GeenRuimte), sqlite_db.session_scope() as session:
        wachtrij.take_over(session, een, bob, reden="Anna is ziek", nu=OPEN)


def test_two_at_the_same_moment_are_never_both_given(database: Database) -> None:
    anna = medewerker(database, max_gesprekken=2)
    kenmerken = [goedgekeurd(database)[1].kenmerk for _ in range(6)]

    def probeer(kenmerk: str) -> bool:
        try:
            claim(database, kenmerk, anna)
        except GeenRuimte:
            return False
        return True

    with ThreadPoolExecutor(6) as draden:
        assert sum(draden.map(probeer, kenmerken)) == 2


@pytest.mark.parametrize("aantal", [-1, 51])
def test_a_maximum_that_nobody_can_follow_is_refused(aantal: int) -> None:
    with pytest.raises(ValueError, match="0 tot en met 50"):
        set_maximum(Medewerker(naam="Anna", rol="medewerker"), aantal)
