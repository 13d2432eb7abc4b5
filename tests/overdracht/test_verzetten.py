"""Another moment than the one on a closed day, chosen by who handles it: in the opening hours, and told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from kalender.openingstijden import parse_openingstijden
from opslag.db import Database
from overdracht import behandelen, queries, wachtrij
from overdracht.inzage import NietVanU, WachtrijFout
from overdracht.models import Medewerker
from overdracht.verzetten import choose_moment, find_keuze, find_momenten
from tests.overdracht.bouw import DICHT, WERKGEBIED, goedgekeurd, lees_overdracht, medewerker, teksten_in

BELLEN = {"naam": "J. Prins", "telefoon": "072 000 0198", "email": "j.prins@example.nl", "voorkeur": "telefoon"}
MAANDAG = dt.date(2026, 11, 23)


def _met_studiedag() -> Any:
    """The team of Castricum is closed on the Monday for which was promised."""
    gemeenten = []
    for g in WERKGEBIED.gemeenten:
        uren = replace(g.team.openingstijden, dicht=((MAANDAG, MAANDAG),))
        gemeenten.append(replace(g, team=replace(g.team, openingstijden=uren)) if g.naam == "Castricum" else g)
    return replace(WERKGEBIED, gemeenten=tuple(gemeenten))


STUDIEDAG = _met_studiedag()
DONDERDAG = dt.datetime(2026, 11, 26, 12, 30, tzinfo=WERKGEBIED.tijdzone)


def _opgepakt(database: Database, contact: dict[str, str] = BELLEN) -> tuple[str, str, Medewerker]:
    anna = medewerker(database)
    gesprek_id, uit = goedgekeurd(database, nu=DICHT, contact=contact)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=DICHT)
    return gesprek_id, uit.kenmerk, anna


def _kies(database: Database, kenmerk: str, wie: Medewerker, moment: dt.datetime | str, **anders: Any) -> None:
    iso = moment if isinstance(moment, str) else moment.isoformat()
    velden = {"werkgebied": STUDIEDAG, "mailt": True, "nu": DICHT, **anders}
    with database.session_scope() as session:
        choose_moment(session, kenmerk, wie, moment=iso, **velden)


def _keuze(database: Database, kenmerk: str, wie: Medewerker, **anders: Any) -> list[dt.datetime]:
    velden = {"werkgebied": STUDIEDAG, "mailt": True, "nu": DICHT, **anders}
    with database.session_scope() as session:
        gelezen = wachtrij.read_overdracht(session, kenmerk, medewerker=wie, nu=DICHT)
        return find_keuze(gelezen["overdracht"], gelezen, **velden)


def _voor(database: Database, kenmerk: str) -> dt.datetime:
    voor = lees_overdracht(database, kenmerk).eerste_contact_voor
    assert voor is not None
    return WERKGEBIED.lokale_tijd(voor)


def test_the_moments_are_the_ends_of_windows_in_which_the_team_is_there() -> None:
    uren = replace(parse_openingstijden("ma-vr 08:30-12:00, 13:00-17:00"), dicht=((MAANDAG, MAANDAG),))
    momenten = find_momenten(uren, werkgebied=WERKGEBIED, nu=DICHT)
    assert [f"{m:%a %H:%M}" for m in momenten[:5]] == ["Tue 10:30", "Tue 12:00", "Tue 15:00", "Tue 17:00", "Wed 10:30"]
    assert momenten[-1].date() - DICHT.date() < dt.timedelta(days=14)
    dinsdag = dt.datetime(2026, 11, 24, 11, 45, tzinfo=WERKGEBIED.tijdzone)
    assert f"{find_momenten(uren, werkgebied=WERKGEBIED, nu=dinsdag)[0]:%a %H:%M}" == "Tue 15:00"


def test_who_handles_it_promises_another_moment_and_the_resident_is_told(database: Database) -> None:
    gesprek_id, kenmerk, anna = _opgepakt(database)
    assert _voor(database, kenmerk).date() == MAANDAG
    assert DONDERDAG in _keuze(database, kenmerk, anna)
    _kies(database, kenmerk, anna, DONDERDAG)
    assert _voor(database, kenmerk) == DONDERDAG
    zin = teksten_in(database, gesprek_id)[-1]
    assert "Dan is Sociaal Team Castricum toch dicht. Dat spijt ons." in zin
    assert "Donderdag voor 12.30 uur belt een medewerker u." in zin
    overdracht = lees_overdracht(database, kenmerk)
    assert overdracht.stilte_tot is not None
    assert overdracht.stilte_tot >= DONDERDAG
    with database.lezen() as session:
        stap = queries.find_stappen(session, overdracht.id)[-1]
        assert (stap.wat, stap.wie, stap.intern) == ("nieuw_moment", anna.naam, False)
        post = queries.find_uit_post(session, kenmerk, "nieuw_moment")
        assert post is not None
        assert post.status == "wacht"


def test_a_moment_that_was_given_may_be_changed_again_and_is_not_said_to_be_closed(database: Database) -> None:
    gesprek_id, kenmerk, anna = _opgepakt(database)
    _kies(database, kenmerk, anna, DONDERDAG)
    vrijdag = DONDERDAG + dt.timedelta(days=1)
    assert vrijdag in _keuze(database, kenmerk, anna)
    assert DONDERDAG not in _keuze(database, kenmerk, anna)
    _kies(database, kenmerk, anna, vrijdag)
    assert _voor(database, kenmerk) == vrijdag
    zin = teksten_in(database, gesprek_id)[-1]
    assert zin.startswith("U zou donderdag voor 12.30 uur van ons horen. Dat wordt een ander moment.")
    assert "dicht" not in zin.split("moment.")[0]


@pytest.mark.parametrize("moment", ["", "onzin", "2026-11-26T03:00:00+01:00", "2026-11-23T10:30:00+01:00"])
def test_a_moment_on_which_the_team_is_not_there_is_refused(sqlite_db: Database, moment: str) -> None:
    gesprek_id, kenmerk, anna = _opgepakt(sqlite_db)
    was = (_voor(sqlite_db, kenmerk), teksten_in(sqlite_db, gesprek_id))
    with pytest.raises(WachtrijFout, match="Kies een moment uit de lijst"):
        _kies(sqlite_db, kenmerk, anna, moment)
    assert (_voor(sqlite_db, kenmerk), teksten_in(sqlite_db, gesprek_id)) == was


@pytest.mark.parametrize(
    ("contact", "anders"),
    [
        (BELLEN, {"werkgebied": WERKGEBIED}),
        (BELLEN, {"mailt": False}),
        ({**BELLEN, "email": ""}, {}),
        ({**BELLEN, "voorkeur": "chat"}, {}),
        (BELLEN, {"nu": DONDERDAG}),
    ],
    ids=["the day is not closed", "no mail goes out", "no address", "in the chat already", "too late already"],
)
def test_otherwise_a_promise_stays(sqlite_db: Database, contact: dict[str, str], anders: dict[str, Any]) -> None:
    _, kenmerk, anna = _opgepakt(sqlite_db, contact)
    assert _keuze(sqlite_db, kenmerk, anna, **anders) == []
    with pytest.raises(WachtrijFout, match="geen ander moment"):
        _kies(sqlite_db, kenmerk, anna, DONDERDAG + dt.timedelta(days=1), **anders)


def test_a_call_that_was_missed_since_then_has_a_promise_of_its_own(sqlite_db: Database) -> None:
    _, kenmerk, anna = _opgepakt(sqlite_db)
    _kies(sqlite_db, kenmerk, anna, DONDERDAG)
    with sqlite_db.session_scope() as session:
        behandelen.register_geen_gehoor(session, kenmerk, anna, werkgebied=STUDIEDAG, nu=DICHT)
    assert _keuze(sqlite_db, kenmerk, anna) == []


def test_only_the_holder_chooses_another_moment(sqlite_db: Database) -> None:
    _, kenmerk, _ = _opgepakt(sqlite_db)
    with pytest.raises(NietVanU):
        _kies(sqlite_db, kenmerk, medewerker(sqlite_db, "Bob Smit"), DONDERDAG)
