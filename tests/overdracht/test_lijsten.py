"""The lists of the werkplek: each medewerker sees what they may see and all that is theirs, and no word too many."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from opslag.db import Database
from overdracht import behandelen, lijsten, queries, wachtrij
from overdracht.lijsten import EigenLijsten, for_medewerker, gemeenten_van, read_lijst, read_lijsten
from overdracht.models import Medewerker
from tests.overdracht.bouw import CONTACT, OPEN, goedgekeurd, medewerker


def _kijk(session: Session, wie: Medewerker) -> EigenLijsten:
    return for_medewerker(session, read_lijsten(session, gemeenten_van(wie)), wie)


def _kenmerken(rijen: list[lijsten.Lijstrij]) -> list[str]:
    return [r.data["kenmerk"] for r in rijen]


def _overdracht(database: Database, gemeente: str = "Castricum") -> str:
    return goedgekeurd(database, gemeente=gemeente)[1].kenmerk


def test_what_i_hold_stays_in_my_list_however_many_others_are_held(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lijsten, "MAX_RIJ", 2)
    anna, bob = medewerker(database), medewerker(database, naam="Bob")
    van_mij = _overdracht(database)
    anderen = [_overdracht(database) for _ in range(3)]
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, van_mij, anna, nu=OPEN)
        for kenmerk in anderen:
            wachtrij.claim_overdracht(session, kenmerk, bob, nu=OPEN)
    with database.lezen() as session:
        beeld = _kijk(session, anna)
    assert _kenmerken(beeld.mijn) == [van_mij]
    assert len(beeld.collegas) == 2


def test_what_is_given_to_me_or_held_by_me_is_in_my_list_whichever_gemeente_it_is_of(database: Database) -> None:
    anna = medewerker(database, naam="Anna", gemeenten=["Castricum"])
    hanna = medewerker(database, naam="Hanna", gemeenten=["Heiloo"])
    gegeven, meekijken, vreemd = (_overdracht(database) for _ in range(3))
    with database.session_scope() as session:
        for kenmerk in (gegeven, meekijken):
            wachtrij.claim_overdracht(session, kenmerk, anna, nu=OPEN)
        wachtrij.transfer(session, gegeven, anna, naar="Hanna", reden="Kent het gezin", mondeling=True, nu=OPEN)
        behandelen.invite(
            session, meekijken, anna, naam="Hanna", reden="Weet veel van schulden", mondeling=True, nu=OPEN
        )
    with database.lezen() as session:
        beeld = _kijk(session, hanna)
        api = {s: wachtrij.find_overdrachten(session, s, medewerker=hanna) for s in ("wachtend", "opgepakt")}
    assert (_kenmerken(beeld.wachtend), _kenmerken(beeld.collegas)) == ([gegeven], [meekijken])
    assert [[o["kenmerk"] for o in rij] for rij in api.values()] == [[gegeven], [meekijken]]
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, gegeven, hanna, nu=OPEN)
    with database.lezen() as session:
        beeld = _kijk(session, hanna)
        api = {s: wachtrij.find_overdrachten(session, s, medewerker=hanna) for s in ("wachtend", "opgepakt")}
    assert (_kenmerken(beeld.wachtend), _kenmerken(beeld.mijn)) == ([], [gegeven])
    assert {o["kenmerk"] for o in api["opgepakt"]} == {gegeven, meekijken}
    assert vreemd not in f"{beeld}{api}"


def test_the_lists_of_other_gemeenten_are_never_shown(database: Database) -> None:
    hanna = medewerker(database, naam="Hanna", gemeenten=["Heiloo"])
    with database.lezen() as session, pytest.raises(ValueError, match="other gemeenten"):
        for_medewerker(session, read_lijsten(session, ("Castricum",)), hanna)


def test_a_line_of_a_list_holds_one_line_of_the_verslag_and_without_consent_none(database: Database) -> None:
    kenmerk, anna = _overdracht(database), medewerker(database)
    with database.lezen() as session:
        (rij,) = _kijk(session, anna).wachtend
    assert rij.data["kop"].startswith("Ik kan de huur niet betalen.")
    assert rij.data["naam"] == "Sanne Bakker"
    assert "12345678" not in str(rij)
    with database.session_scope() as session:
        overdracht = queries.get_overdracht(session, kenmerk)
        assert overdracht is not None
        overdracht.toestemming = False
    with database.lezen() as session:
        (rij,) = _kijk(session, anna).wachtend
    assert (rij.data["kop"], rij.data["naam"]) == ("", "")


def test_what_changed_hands_between_the_two_reads_stands_in_one_list(database: Database) -> None:
    kenmerk, anna = _overdracht(database), medewerker(database)
    with database.lezen() as session:
        gedeeld = read_lijsten(session, gemeenten_van(anna))
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, kenmerk, anna, nu=OPEN)
    with database.lezen() as session:
        beeld = for_medewerker(session, gedeeld, anna)
    assert (_kenmerken(beeld.wachtend), _kenmerken(beeld.mijn)) == ([], [kenmerk])


def test_who_was_given_it_may_pick_it_up_and_who_only_looked_along_before_may_not(database: Database) -> None:
    anna = medewerker(database, naam="Anna", gemeenten=["Castricum"])
    hanna, ugo = (medewerker(database, naam=n, gemeenten=[g]) for n, g in (("Hanna", "Heiloo"), ("Ugo", "Uitgeest")))
    kenmerk = _overdracht(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, kenmerk, anna, nu=OPEN)
        behandelen.invite(session, kenmerk, anna, naam="Ugo", reden="Weet veel van schulden", mondeling=True, nu=OPEN)
        wachtrij.transfer(session, kenmerk, anna, naar="Hanna", reden="Kent de wijk", mondeling=True, nu=OPEN)
    with database.session_scope() as session:
        with pytest.raises(wachtrij.OnbekendeOverdracht):
            wachtrij.claim_overdracht(session, kenmerk, ugo, nu=OPEN)
        # What was refused changed nothing, also when the transaction goes on.
        assert queries.find_houder(session, kenmerk) == ("", "wachtend")
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, kenmerk, hanna, nu=OPEN)
    with database.lezen() as session:
        assert queries.find_houder(session, kenmerk) == ("Hanna", "opgepakt")


def test_picking_up_asks_the_database_a_fixed_few_things(database: Database) -> None:
    """The race of two hundred stands or falls with it: each question is a round trip while others wait."""
    kenmerk, anna, bob = _overdracht(database), medewerker(database), medewerker(database, naam="Bob")
    vragen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *a: vragen.append(a[2]))
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, kenmerk, anna, nu=OPEN)
    gewonnen = [v for v in vragen if not v.startswith("BEGIN")]
    assert gewonnen[0].startswith("UPDATE overdracht"), "the one statement that decides"
    assert len(gewonnen) <= 9
    vragen.clear()
    with database.session_scope() as session, pytest.raises(wachtrij.AlOpgepakt):
        wachtrij.claim_overdracht(session, kenmerk, bob, nu=OPEN)
    assert len([v for v in vragen if not v.startswith("BEGIN")]) <= 3


def test_the_longest_overdue_and_who_must_be_called_stay_in_their_lists_however_many_are_held(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list holds the newest: what fell off it is what is overdue the longest."""
    monkeypatch.setattr(lijsten, "MAX_RIJ", 2)
    anna, bob = medewerker(database, gemeenten=["Castricum"]), medewerker(database, naam="Bob")
    bellen = {**CONTACT, "voorkeur": "telefoon"}
    oud = [goedgekeurd(database, contact=bellen)[1].kenmerk for _ in range(2)]
    nieuw = [_overdracht(database) for _ in range(3)]
    elders = _overdracht(database, gemeente="Heiloo")
    with database.session_scope() as session:
        for n, kenmerk in enumerate((*oud, *nieuw, elders)):
            wachtrij.claim_overdracht(session, kenmerk, bob, nu=OPEN + dt.timedelta(minutes=n))
    with database.lezen() as session:
        straks = OPEN + dt.timedelta(days=60)
        beeld = for_medewerker(session, read_lijsten(session, gemeenten_van(anna), nu=straks), anna)
        nu_nog = for_medewerker(session, read_lijsten(session, gemeenten_van(anna), nu=OPEN), anna)
        eerste, aantal = read_lijst(session, "opgepakt", medewerker=anna, vanaf=0)
        rest, _ = read_lijst(session, "opgepakt", medewerker=anna, vanaf=2)
    assert set(_kenmerken(beeld.termijn)) == {*oud, nieuw[0]}
    # A call that is owed counts also while its term is not near yet.
    assert set(_kenmerken(nu_nog.termijn)) == set(oud)
    assert (len(beeld.collegas), beeld.meer["opgepakt"]) == (2, 3)
    assert (len(eerste), len(rest), aantal) == (2, 2, 5)
    assert elders not in f"{beeld}{eerste}{rest}"


def test_the_counts_are_of_all_and_what_i_hold_is_counted_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lijsten, "MAX_RIJ", 2)
    anna, bob = medewerker(database), medewerker(database, naam="Bob")
    alles = [_overdracht(database) for _ in range(7)]
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, alles[0], anna, nu=OPEN)
        for kenmerk in alles[1:4]:
            wachtrij.claim_overdracht(session, kenmerk, bob, nu=OPEN)
    with database.lezen() as session:
        beeld = _kijk(session, anna)
    assert len(beeld.collegas) + beeld.meer["opgepakt"] == 3
    assert len(beeld.wachtend) + beeld.meer["wachtend"] == 3
    assert beeld.meer["afgerond"] == 0
