"""Whoever waits is helped in the right order, by exactly one person, and is never forgotten."""

from __future__ import annotations

import datetime as dt

import pytest

from gesprek import service as gesprekken
from gesprek.antwoord import Antwoord, AntwoordBericht
from opslag.db import Database
from overdracht import queries, service, staf, wachtrij
from overdracht.wachten import read_positie
from tests.overdracht.bouw import (
    CONTACT,
    OPEN,
    WERKGEBIED,
    goedgekeurd,
    medewerker,
    oordeel,
    start,
    status_van,
    teksten_in,
    zeg,
)

UUR = dt.timedelta(hours=1)


def _wacht(database: Database, *, codes: int, nu: dt.datetime, gemeente: str = "Castricum") -> str:
    alle = ["financien", "huisvesting", "verslaving"][:codes]
    gesprek_id = start(database, gemeente=gemeente)
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Het gaat niet goed met mij.", gehoord=oordeel(*alle))
        service.make_concept(session, gesprek_id, werkgebied=WERKGEBIED, nu=nu)
        return service.approve(session, gesprek_id, CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=nu).kenmerk


def test_the_queue_goes_by_zwaarte_and_waiting_time_together(database: Database) -> None:
    licht_lang = _wacht(database, codes=1, nu=OPEN - UUR)
    licht_kort = _wacht(database, codes=1, nu=OPEN)
    zwaar = _wacht(database, codes=3, nu=OPEN)
    anna = medewerker(database)
    with database.lezen() as session:
        rij = wachtrij.find_overdrachten(session, "wachtend", medewerker=anna)
    assert [r["kenmerk"] for r in rij] == [zwaar, licht_lang, licht_kort]


def test_nobody_starves_however_many_heavier_ones_come_later(database: Database) -> None:
    licht = _wacht(database, codes=1, nu=OPEN - 24 * UUR)
    for _ in range(3):
        _wacht(database, codes=3, nu=OPEN)
    anna = medewerker(database)
    with database.lezen() as session:
        assert wachtrij.find_overdrachten(session, "wachtend", medewerker=anna)[0]["kenmerk"] == licht


def test_the_position_is_the_own_place_in_the_team_and_not_the_length_of_the_queue(database: Database) -> None:
    _wacht(database, codes=2, nu=OPEN - UUR)
    _wacht(database, codes=2, nu=OPEN - UUR, gemeente="Heiloo")
    _, uit = goedgekeurd(database)
    zwaar = _wacht(database, codes=3, nu=OPEN)
    with database.lezen() as session:
        overdrachten = [queries.get_overdracht(session, k) for k in (zwaar, uit.kenmerk)]
        assert [read_positie(session, o) for o in overdrachten if o] == [1, 3]


def test_a_medewerker_sees_the_own_gemeenten_and_a_procesregisseur_sees_all(database: Database) -> None:
    _, castricum = goedgekeurd(database)
    _, heiloo = goedgekeurd(database, gemeente="Heiloo")
    anna = medewerker(database, gemeenten=["Castricum"])
    piet = medewerker(database, "Piet Vos", "procesregisseur", gemeenten=["Castricum"])
    rood = medewerker(database, "Rita Rood", "redacteur")
    with database.session_scope() as session:
        assert [r["kenmerk"] for r in wachtrij.find_overdrachten(session, "wachtend", medewerker=anna)] == [
            castricum.kenmerk
        ]
        assert len(wachtrij.find_overdrachten(session, "wachtend", medewerker=piet)) == 2
        for wie, kenmerk in ((anna, heiloo.kenmerk), (rood, castricum.kenmerk), (anna, "VD-2222-2222")):
            with pytest.raises(wachtrij.OnbekendeOverdracht):
                wachtrij.read_overdracht(session, kenmerk, medewerker=wie)
            with pytest.raises(wachtrij.OnbekendeOverdracht):
                wachtrij.claim_overdracht(session, kenmerk, wie)


def test_who_picks_up_is_named_to_the_resident_and_the_assistant_falls_silent(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        geclaimd = wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
    assert {e.onderwerp for e in geclaimd.events} == {"werkplek", f"gesprek:{gesprek_id}"}
    assert status_van(database, gesprek_id) == "opgepakt"
    assert "Anna de Wit" in teksten_in(database, gesprek_id)[-1]
    with database.session_scope() as session:
        bericht = gesprekken.receive(session, gesprek_id, client_id="x", tekst="Dag").bericht
        antwoord = Antwoord((AntwoordBericht("Ik ben de assistent"),))
        assert gesprekken.apply_antwoord(session, gesprek_id, bericht.volgnummer, antwoord).antwoorden == ()


def test_the_second_to_pick_up_is_told_who_was_first(database: Database) -> None:
    _, uit = goedgekeurd(database)
    anna, bert = medewerker(database), medewerker(database, "Bert Kok")
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna)
    with pytest.raises(wachtrij.AlOpgepakt) as fout, database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, bert)
    assert (fout.value.door, fout.value.status) == ("Anna de Wit", "opgepakt")
    with database.session_scope() as session:
        assert wachtrij.claim_overdracht(session, uit.kenmerk, anna).events == ()


def test_only_the_holder_may_write_finish_or_give_back(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna, bert = medewerker(database), medewerker(database, "Bert Kok")
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna)
    with database.session_scope() as session:
        for doe in (
            lambda: wachtrij.post_bericht(session, uit.kenmerk, bert, client_id="b", tekst="Hallo"),
            lambda: wachtrij.finish(session, uit.kenmerk, bert, uitkomst="geholpen"),
            lambda: wachtrij.release(session, uit.kenmerk, bert),
            lambda: wachtrij.transfer(session, uit.kenmerk, bert, naar="procesregisseur", reden="x"),
            lambda: wachtrij.back_to_assistent(session, uit.kenmerk, bert),
        ):
            with pytest.raises(wachtrij.NietVanU) as fout:
                doe()
            assert fout.value.door == "Anna de Wit"
        for _ in range(2):
            wachtrij.post_bericht(session, uit.kenmerk, anna, client_id="a", tekst="Goedemorgen")
    assert teksten_in(database, gesprek_id).count("Goedemorgen") == 1


def test_giving_back_keeps_the_place_of_who_waits(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    _, later = goedgekeurd(database, nu=OPEN + UUR)
    anna = medewerker(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna)
        wachtrij.release(session, uit.kenmerk, anna)
        rij = wachtrij.find_overdrachten(session, "wachtend", medewerker=anna)
    assert [r["kenmerk"] for r in rij] == [uit.kenmerk, later.kenmerk]
    assert status_van(database, gesprek_id) == "wachtend"


@pytest.mark.parametrize(
    ("naar", "voor"),
    [("Bert Kok", "bert"), ("procesregisseur", "piet"), ("Heiloo", "heiloo"), ("Sociaal Team Heiloo", "heiloo")],
)
def test_passing_on_keeps_the_kenmerk_and_the_reason_and_shows_first_for_whom_it_is(
    database: Database, naar: str, voor: str
) -> None:
    goedgekeurd(database, nu=OPEN - UUR)
    goedgekeurd(database, nu=OPEN - UUR, gemeente="Heiloo")
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database, gemeenten=["Castricum"])
    wie = {
        "bert": medewerker(database, "Bert Kok", gemeenten=["Castricum"]),
        "piet": medewerker(database, "Piet Vos", "procesregisseur"),
        "heiloo": medewerker(database, "Hans Heiloo", gemeenten=["Heiloo"]),
    }
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        wachtrij.transfer(
            session, uit.kenmerk, anna, naar=naar, reden="Kent de wijk", mondeling=True, werkgebied=WERKGEBIED, nu=OPEN
        )
    with database.session_scope() as session:
        rij = [r["kenmerk"] for r in wachtrij.find_overdrachten(session, "wachtend", medewerker=wie[voor])]
        assert uit.kenmerk in rij
        assert voor == "heiloo" or rij[0] == uit.kenmerk
        stappen = wachtrij.read_overdracht(session, uit.kenmerk, medewerker=wie["piet"])["overdracht"]["stappen"]
    assert [(s["wat"], s["wie"], s["naar"], s["reden"]) for s in stappen][-1] == (
        "doorgezet",
        "Anna de Wit",
        naar,
        "Kent de wijk",
    )
    assert status_van(database, gesprek_id) == "wachtend"


@pytest.mark.parametrize(("naar", "reden"), [("Bert Kok", " "), ("Niemand", "x"), ("", "x")])
def test_passing_on_without_a_reason_or_to_nobody_is_refused(sqlite_db: Database, naar: str, reden: str) -> None:
    _, uit = goedgekeurd(sqlite_db)
    anna = medewerker(sqlite_db)
    medewerker(sqlite_db, "Bert Kok")
    with sqlite_db.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna)
        with pytest.raises(wachtrij.WachtrijFout):
            wachtrij.transfer(session, uit.kenmerk, anna, naar=naar, reden=reden)


def test_taking_over_is_open_with_a_reason(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna, bert = medewerker(database), medewerker(database, "Bert Kok")
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna)
        with pytest.raises(wachtrij.WachtrijFout):
            wachtrij.take_over(session, uit.kenmerk, bert, reden="")
        wachtrij.take_over(session, uit.kenmerk, bert, reden="Anna is ziek")
        with pytest.raises(wachtrij.NietVanU):
            wachtrij.post_bericht(session, uit.kenmerk, anna, client_id="a", tekst="x")
    assert "Bert Kok" in teksten_in(database, gesprek_id)[-1]


def test_after_finishing_a_new_question_begins_afresh_with_the_same_person_in_mind(
    database: Database,
) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna)
        with pytest.raises(wachtrij.WachtrijFout):
            wachtrij.finish(session, uit.kenmerk, anna, uitkomst=" ")
        wachtrij.finish(session, uit.kenmerk, anna, uitkomst="geholpen", toelichting="Afspraak gemaakt")
        rij = wachtrij.find_overdrachten(session, "afgerond", medewerker=anna)
    assert [(r["kenmerk"], r["uitkomst"]) for r in rij] == [(uit.kenmerk, "geholpen")]
    assert status_van(database, gesprek_id) == "afgerond"
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Ik heb nog een vraag over werk.", gehoord=oordeel("dagbesteding"))
        service.make_concept(session, gesprek_id, werkgebied=WERKGEBIED, nu=OPEN)
        nieuw = service.approve(session, gesprek_id, CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=OPEN)
        rij = wachtrij.find_overdrachten(session, "wachtend", medewerker=anna)
    assert nieuw.kenmerk != uit.kenmerk
    assert [r["vaste_medewerker"] for r in rij] == ["Anna de Wit"]


def test_back_to_the_assistant_and_on_again_keeps_the_kenmerk(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna)
        wachtrij.back_to_assistent(session, uit.kenmerk, anna)
    assert status_van(database, gesprek_id) == "assistent"
    with database.session_scope() as session:
        service.make_concept(session, gesprek_id, werkgebied=WERKGEBIED, nu=OPEN)
        opnieuw = service.approve(session, gesprek_id, CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=OPEN)
    assert opnieuw.kenmerk == uit.kenmerk


def test_a_holder_who_stays_silent_loses_it_by_a_deadline_in_the_database(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
    with database.session_scope() as session:
        assert wachtrij.return_stale(session, OPEN + dt.timedelta(minutes=29)) == ()
    with database.session_scope() as session:
        assert wachtrij.return_stale(session, OPEN + dt.timedelta(minutes=31))
    assert status_van(database, gesprek_id) == "wachtend"
    with database.session_scope() as session:
        assert wachtrij.return_stale(session, OPEN + dt.timedelta(minutes=32)) == ()


def test_a_holder_who_waits_for_the_resident_is_not_silent(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        wachtrij.post_bericht(session, uit.kenmerk, anna, client_id="a", tekst="Hoe gaat het?", nu=OPEN)
    with database.session_scope() as session:
        assert wachtrij.return_stale(session, OPEN + UUR) == ()
    assert status_van(database, gesprek_id) == "opgepakt"


def test_without_figures_the_promise_is_told_and_with_figures_a_range(database: Database) -> None:
    anna = medewerker(database)
    _, uit = goedgekeurd(database)
    assert uit.wachttijd["van_minuten"] is None
    for n in range(6):
        kenmerk = _wacht(database, codes=1, nu=OPEN - dt.timedelta(minutes=10 + n))
        with database.session_scope() as session:
            wachtrij.claim_overdracht(session, kenmerk, anna, nu=OPEN)
    with database.session_scope() as session:
        gevonden = queries.find_medewerker(session, "Anna de Wit")
        assert gevonden is not None
        staf.set_beschikbaar(session, gevonden, "aanwezig", nu=OPEN)
    _, uit = goedgekeurd(database)
    assert 0 < uit.wachttijd["van_minuten"] < uit.wachttijd["tot_minuten"]
    assert "minuten" in uit.wachttijd["tekst"]
