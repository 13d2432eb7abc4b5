"""Routing: the first rule that fits decides, what is off decides nothing, and trying out changes nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gesprek.models import Gesprek
from opslag.db import Database
from overdracht import queries, routering, service, wachtrij
from overdracht.contact import ContactFout
from overdracht.models import Overdracht, RouteRegel, Toestemming
from overdracht.routering import RouteFout
from tests.overdracht.bouw import CONTACT, OPEN, WERKGEBIED, goedgekeurd, lees_overdracht, medewerker, met_concept


def regel(database: Database, naam: str, doel: str, naar: str = "", *, aan: bool = True, **als: list[str]) -> int:
    with database.session_scope() as session:
        gemaakt = routering.add_regel(session, naam=naam, voorwaarden=als, doel=doel, naar=naar, werkgebied=WERKGEBIED)
        assert gemaakt.aan is False
        gemaakt.aan = aan
        return gemaakt.id


def team(naam: str) -> str:
    gemeente = WERKGEBIED.zoek_gemeente(naam)
    assert gemeente is not None
    return gemeente.team.naam


def test_without_rules_it_goes_to_the_team_of_the_gemeente(sqlite_db: Database) -> None:
    assert lees_overdracht(sqlite_db, goedgekeurd(sqlite_db)[1].kenmerk).team == team("Castricum")


def test_the_first_rule_that_fits_decides_and_is_named_in_the_story(database: Database) -> None:
    anna = medewerker(database)
    regel(database, "Wonen", "rol", "procesregisseur", leefgebied=["huisvesting"])
    regel(database, "Geld naar Anna", "medewerker", anna.naam, leefgebied=["financien"], gemeente=["Castricum"])
    regel(database, "Alles naar Heiloo", "team", team("Heiloo"))
    o = lees_overdracht(database, goedgekeurd(database)[1].kenmerk)
    assert (o.toegewezen_id, o.voor_rol, o.team) == (anna.id, "", team("Castricum"))
    with database.lezen() as session:
        [stap] = [s for s in queries.find_stappen(session, o.id) if s.wat == "gerouteerd"]
    assert (stap.naar, stap.reden, stap.intern) == (anna.naam, "Geld naar Anna", True)


def test_a_rule_that_is_off_decides_nothing(sqlite_db: Database) -> None:
    regel(sqlite_db, "Alles naar Heiloo", "team", team("Heiloo"), aan=False)
    assert lees_overdracht(sqlite_db, goedgekeurd(sqlite_db)[1].kenmerk).team == team("Castricum")


def test_another_team_sees_it_and_keeps_its_own_hours(sqlite_db: Database) -> None:
    regel(sqlite_db, "Alles naar Heiloo", "team", team("Heiloo"))
    kenmerk = goedgekeurd(sqlite_db)[1].kenmerk
    heiloo, castricum = (medewerker(sqlite_db, f"M {g}", gemeenten=[g]) for g in ("Heiloo", "Castricum"))
    with sqlite_db.lezen() as session:
        assert [o["kenmerk"] for o in wachtrij.find_overdrachten(session, "wachtend", medewerker=heiloo)] == [kenmerk]
        assert wachtrij.find_overdrachten(session, "wachtend", medewerker=castricum) == []


@pytest.mark.parametrize(
    ("als", "past"),
    [
        ({"taal": ["pl"]}, True),
        ({"taal": ["ar", "tr"]}, False),
        ({"kern": ["bakkum"]}, True),
        ({"kern": ["Limmen"]}, False),
        ({"zwaarte": ["meervoudig"]}, True),
        ({"gemeente": ["Heiloo"]}, False),
        ({"gemeente": ["Castricum"], "leefgebied": ["justitie"]}, False),
        ({}, True),
    ],
)
def test_every_condition_that_is_set_must_hold(als: dict[str, list[str]], past: bool) -> None:
    zaak = routering.Zaak("Castricum", "Bakkum", ("financien", "verslaving"), "pl", "meervoudig", False, "")
    assert routering.past(RouteRegel(naam="x", doel="rol", naar="procesregisseur", voorwaarden=als), zaak) is past


def test_a_rule_for_somebody_who_left_is_passed_over(sqlite_db: Database) -> None:
    anna = medewerker(sqlite_db)
    regel(sqlite_db, "Naar Anna", "medewerker", anna.naam)
    regel(sqlite_db, "Anders de regisseur", "rol", "procesregisseur")
    with sqlite_db.session_scope() as session:
        session.merge(anna).actief = False
    o = lees_overdracht(sqlite_db, goedgekeurd(sqlite_db)[1].kenmerk)
    assert (o.toegewezen_id, o.voor_rol) == (None, "procesregisseur")


def test_the_order_can_be_changed(sqlite_db: Database) -> None:
    een, twee = regel(sqlite_db, "Een", "rol", "procesregisseur"), regel(sqlite_db, "Twee", "team", team("Heiloo"))
    with sqlite_db.session_scope() as session:
        gekozen = session.get(RouteRegel, twee)
        assert gekozen is not None
        routering.move(session, gekozen, omhoog=True)
        routering.move(session, gekozen, omhoog=True)
        assert [r.id for r in queries.find_routeregels(session)] == [twee, een]


@pytest.mark.parametrize(
    "velden",
    [
        {"naam": "x"}, {"naam": "y" * 121}, {"doel": "elders"}, {"doel": "team", "naar": "Team Nergens"},
        {"doel": "medewerker", "naar": "Niemand"}, {"doel": "rol", "naar": "beheerder"},
        {"voorwaarden": {"kern": ["Atlantis"]}}, {"voorwaarden": {"taal": ["Nederlands"]}},
        {"voorwaarden": {"leefgebied": ["geld"]}}, {"voorwaarden": {"zwaarte": ["heel zwaar"]}},
    ],
)  # fmt: skip
def test_a_rule_that_cannot_work_is_not_kept(sqlite_db: Database, velden: dict[str, Any]) -> None:
    goed = {"naam": "Regel", "voorwaarden": {}, "doel": "rol", "naar": "procesregisseur"}
    with pytest.raises(RouteFout), sqlite_db.session_scope() as session:
        routering.add_regel(session, werkgebied=WERKGEBIED, **{**goed, **velden})
    with sqlite_db.lezen() as session:
        assert queries.find_routeregels(session) == []


def test_trying_out_counts_past_cases_changes_nothing_and_hides_small_numbers(database: Database) -> None:
    kenmerken = [goedgekeurd(database)[1].kenmerk for _ in range(6)]
    kenmerken += [goedgekeurd(database, gemeente="Heiloo")[1].kenmerk for _ in range(2)]
    regel(database, "Castricum naar Heiloo", "team", team("Heiloo"), gemeente=["Castricum"], aan=False)
    regel(database, "Heiloo naar de regisseur", "rol", "procesregisseur", gemeente=["Heiloo"])
    with database.session_scope() as session:
        uitslag, zaken = routering.try_out(session, werkgebied=WERKGEBIED, na=OPEN - dt.timedelta(days=1))
    # From a total of eight the two of Heiloo could be found.
    assert zaken is None
    assert [(p.regel.naam if p.regel else None, p.aantal, p.anders) for p in uitslag] == [
        ("Castricum naar Heiloo", 6, 6), ("Heiloo naar de regisseur", None, None), (None, 0, 0),
    ]  # fmt: skip
    assert {lees_overdracht(database, k).voor_rol for k in kenmerken} == {""}


def test_a_total_from_which_no_small_number_follows_is_told(database: Database) -> None:
    for gemeente in ("Castricum", "Heiloo"):
        for _ in range(5):
            goedgekeurd(database, gemeente=gemeente)
    regel(database, "Castricum naar Heiloo", "team", team("Heiloo"), gemeente=["Castricum"], aan=False)
    with database.session_scope() as session:
        uitslag, zaken = routering.try_out(session, werkgebied=WERKGEBIED, na=OPEN - dt.timedelta(days=1))
    assert ([p.aantal for p in uitslag], zaken) == ([5, 5], 10)


@pytest.mark.parametrize(
    ("aantal", "anders", "getoond"), [(9, 9, 9), (9, 0, 0), (9, 3, None), (9, 7, None), (12, 7, 7)]
)
def test_how_many_go_elsewhere_is_hidden_when_it_points_at_few(aantal: int, anders: int, getoond: int | None) -> None:
    proef = routering.make_proef(None, [True] * anders + [False] * (aantal - anders))
    assert (proef.aantal, proef.anders) == (aantal, getoond)


# --- who was shown to the resident ----------------------------------------------------------------------


def _ontvanger(database: Database, gesprek_id: str) -> str:
    with database.lezen() as session:
        return service.read_ontvanger(session, gesprek_id, werkgebied=WERKGEBIED)


def _goed(database: Database, gesprek_id: str, ontvanger: str | None, **velden: Any) -> Overdracht:
    with database.session_scope() as session:
        kenmerk = service.approve(
            session, gesprek_id, CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=OPEN, ontvanger=ontvanger,
            **velden,
        ).kenmerk  # fmt: skip
    return lees_overdracht(database, kenmerk)


def _vastgelegd(database: Database) -> list[str]:
    with database.lezen() as session:
        return [t.ontvanger for t in session.query(Toestemming).order_by(Toestemming.id)]


def test_the_team_that_a_rule_leads_to_is_told_before_the_consent_and_stands_in_it(database: Database) -> None:
    regel(database, "Schulden naar Heiloo", "team", team("Heiloo"), leefgebied=["financien"])
    gesprek_id = met_concept(database)
    getoond = _ontvanger(database, gesprek_id)
    assert getoond == team("Heiloo")
    assert _goed(database, gesprek_id, getoond).team == team("Heiloo")
    assert _vastgelegd(database) == [team("Heiloo")]
    assert _ontvanger(database, gesprek_id) == team("Heiloo")


def test_without_a_receiver_that_was_shown_it_stays_with_the_team_of_the_gemeente(sqlite_db: Database) -> None:
    """A page or a program from before: it asked its yes for nobody else."""
    regel(sqlite_db, "Alles naar Heiloo", "team", team("Heiloo"))
    regel(sqlite_db, "Anders de regisseur", "rol", "procesregisseur")
    o = _goed(sqlite_db, met_concept(sqlite_db), None)
    assert (o.team, o.gemeente, o.voor_rol) == (team("Castricum"), "Castricum", "procesregisseur")
    assert _vastgelegd(sqlite_db) == [team("Castricum")]


def test_a_rule_of_after_the_page_was_shown_sends_it_nowhere_else(sqlite_db: Database) -> None:
    gesprek_id = met_concept(sqlite_db)
    getoond = _ontvanger(sqlite_db, gesprek_id)
    regel(sqlite_db, "Alles naar Heiloo", "team", team("Heiloo"))
    assert _goed(sqlite_db, gesprek_id, getoond).team == team("Castricum")
    assert _vastgelegd(sqlite_db) == [team("Castricum")]


def test_when_the_receiver_that_was_shown_is_no_longer_there_nothing_is_sent(database: Database) -> None:
    nummer = regel(database, "Alles naar Heiloo", "team", team("Heiloo"))
    gesprek_id = met_concept(database)
    getoond = _ontvanger(database, gesprek_id)
    with database.session_scope() as session:
        session.get_one(RouteRegel, nummer).aan = False
    with pytest.raises(service.AndereOntvanger, match="iemand anders"):
        _goed(database, gesprek_id, getoond)
    assert _vastgelegd(database) == []
    with database.lezen() as session:
        assert session.query(Overdracht).count() == 0
    assert _goed(database, gesprek_id, _ontvanger(database, gesprek_id)).team == team("Castricum")


def test_a_person_of_another_gemeente_is_told_by_name(sqlite_db: Database) -> None:
    hans = medewerker(sqlite_db, "Hans Heiloo", gemeenten=["Heiloo"])
    regel(sqlite_db, "Naar Hans", "medewerker", hans.naam)
    gesprek_id = met_concept(sqlite_db)
    assert _ontvanger(sqlite_db, gesprek_id) == f"{team('Castricum')} en Hans Heiloo"
    assert _goed(sqlite_db, met_concept(sqlite_db), None).toegewezen_id is None
    assert _goed(sqlite_db, gesprek_id, _ontvanger(sqlite_db, gesprek_id)).toegewezen_id == hans.id
    assert _vastgelegd(sqlite_db) == [team("Castricum"), f"{team('Castricum')} en Hans Heiloo"]


def test_what_was_withdrawn_is_told_again_as_it_will_go(sqlite_db: Database) -> None:
    regel(sqlite_db, "Alles naar Heiloo", "team", team("Heiloo"), gemeente=["Castricum"])
    gesprek_id = met_concept(sqlite_db)
    _goed(sqlite_db, gesprek_id, _ontvanger(sqlite_db, gesprek_id))
    with sqlite_db.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
        service.make_concept(session, gesprek_id, werkgebied=WERKGEBIED, nu=OPEN)
    getoond = _ontvanger(sqlite_db, gesprek_id)
    assert _goed(sqlite_db, gesprek_id, getoond).team == getoond


# --- the same generalist as before ----------------------------------------------------------------------


def _eerder(database: Database) -> tuple[service.Goedgekeurd, Any]:
    _, eerste = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, eerste.kenmerk, anna, nu=OPEN)
    with database.session_scope() as session:
        wachtrij.finish(session, eerste.kenmerk, anna, uitkomst="antwoord_gegeven", nu=OPEN)
    return eerste, anna


def _opnieuw(database: Database, eerder: dict[str, str]) -> str:
    gesprek_id = met_concept(database)
    with database.session_scope() as session:
        return service.approve(
            session, gesprek_id, CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=OPEN, eerder=eerder,
            ontvanger=service.read_ontvanger(session, gesprek_id, werkgebied=WERKGEBIED),
        ).kenmerk  # fmt: skip


def test_who_comes_back_with_kenmerk_and_code_stands_on_top_with_the_same_generalist(database: Database) -> None:
    eerste, anna = _eerder(database)
    goedgekeurd(database, nu=OPEN - dt.timedelta(hours=3))
    kenmerk = _opnieuw(database, {"kenmerk": eerste.kenmerk, "volgcode": eerste.volgcode})
    o = lees_overdracht(database, kenmerk)
    assert (o.vaste_medewerker_id, o.eerdere) == (anna.id, [eerste.kenmerk])
    bob = medewerker(database, "Bob Smit")
    with database.lezen() as session:
        eersten = [wachtrij.find_overdrachten(session, "wachtend", medewerker=m)[0]["kenmerk"] for m in (anna, bob)]
    assert eersten[0] == kenmerk
    assert eersten[1] != kenmerk


def test_a_rule_can_hand_who_comes_back_to_the_same_generalist(sqlite_db: Database) -> None:
    regel(sqlite_db, "Vast", "vast")
    eerste, anna = _eerder(sqlite_db)
    terug = _opnieuw(sqlite_db, {"kenmerk": eerste.kenmerk, "volgcode": eerste.volgcode})
    assert lees_overdracht(sqlite_db, terug).toegewezen_id == anna.id
    assert lees_overdracht(sqlite_db, goedgekeurd(sqlite_db)[1].kenmerk).toegewezen_id is None


@pytest.mark.parametrize("code", ["", "0000-0000", "XXXX"])
def test_a_kenmerk_without_its_code_opens_nothing(sqlite_db: Database, code: str) -> None:
    eerste, _ = _eerder(sqlite_db)
    with pytest.raises(ContactFout, match="horen niet bij elkaar"):
        _opnieuw(sqlite_db, {"kenmerk": eerste.kenmerk, "volgcode": code})
    with sqlite_db.lezen() as session:
        assert session.query(Overdracht).count() == 1
        assert {g.status for g in session.query(Gesprek)} == {"afgerond", "verslag_ter_goedkeuring"}
