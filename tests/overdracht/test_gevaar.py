"""Danger heard while somebody holds the overdracht, and danger that a medewerker hears or takes away."""

from __future__ import annotations

import datetime as dt

import pytest

from opslag.db import Database
from overdracht import behandelen, gevaar, queries, service, wachtrij
from overdracht.lijsten import for_medewerker, read_lijsten
from overdracht.mail import Mailserver, MailVerzender
from overdracht.models import Medewerker, TriageCorrectie
from overdracht.outbox import Outbox
from tests.overdracht.bouw import (
    CONTACT,
    OPEN,
    WERKGEBIED,
    goedgekeurd,
    lees_overdracht,
    medewerker,
    met_concept,
    status_van,
    teksten_in,
)
from tests.overdracht.postbus import Postbus

MINUUT = dt.timedelta(minutes=1)
TIEN_DAGEN = dt.timedelta(days=10)
BELLEN = {**CONTACT, "voorkeur": "telefoon"}


def _bereikt(database: Database) -> tuple[str, str, Medewerker]:
    """Held by Anna, who called ten days ago."""
    gesprek_id, uit = goedgekeurd(database, contact=BELLEN)
    anna = medewerker(database, email="anna@example.nl")
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        behandelen.register_contact(session, uit.kenmerk, anna, hoe="telefoon", werkgebied=WERKGEBIED, nu=OPEN)
    return gesprek_id, uit.kenmerk, anna


def _crisis(database: Database, gesprek_id: str, *, nu: dt.datetime, wil_mens: bool = False) -> None:
    with database.session_scope() as session:
        service.request_crisis(session, gesprek_id, soort="suicide", wil_mens=wil_mens, werkgebied=WERKGEBIED, nu=nu)


def test_danger_heard_while_somebody_holds_it_is_marked_in_front_and_has_minutes(database: Database) -> None:
    gesprek_id, kenmerk, anna = _bereikt(database)
    goedgekeurd(database)
    nu = OPEN + TIEN_DAGEN
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, goedgekeurd(database)[1].kenmerk, anna, nu=nu)
    _crisis(database, gesprek_id, nu=nu)
    o = lees_overdracht(database, kenmerk)
    assert (o.status, o.crisis, o.rang, o.crisis_op, o.vervolg_voor) == ("opgepakt", "suicide", 0, nu, None)
    assert o.stilte_tot is not None
    assert nu < o.stilte_tot <= nu + 15 * MINUUT
    with database.lezen() as session:
        eigen = for_medewerker(session, read_lijsten(session, ()), anna)
        bert = for_medewerker(
            session, read_lijsten(session, ()), Medewerker(id=0, naam="x", rol="medewerker", gemeenten=[])
        )
        assert [s.wat for s in queries.find_stappen(session, o.id)][-1] == "crisis"
    assert eigen.mijn[0].data["kenmerk"] == kenmerk
    assert bert.collegas[0].data["kenmerk"] == kenmerk
    zin = teksten_in(database, gesprek_id)[-1]
    assert "Anna de Wit" in zin
    assert "112" in zin


def test_nobody_who_looks_at_it_loses_it_to_the_queue_in_front(database: Database) -> None:
    gesprek_id, kenmerk, _ = _bereikt(database)
    nu = OPEN + TIEN_DAGEN
    _crisis(database, gesprek_id, nu=nu)
    beloofd = lees_overdracht(database, kenmerk).eerste_contact_voor
    with database.session_scope() as session:
        assert wachtrij.return_stale(session, nu + 16 * MINUUT, werkgebied=WERKGEBIED)
    o = lees_overdracht(database, kenmerk)
    assert (o.status, o.rang, o.eerste_contact_voor) == ("wachtend", 0, beloofd)
    assert status_van(database, gesprek_id) == "wachtend"


def test_danger_that_is_said_again_gives_no_more_time_and_one_mail(database: Database) -> None:
    gesprek_id, kenmerk, _ = _bereikt(database)
    nu = OPEN + TIEN_DAGEN
    _crisis(database, gesprek_id, nu=nu)
    eerst = lees_overdracht(database, kenmerk).stilte_tot
    _crisis(database, gesprek_id, nu=nu + 5 * MINUUT, wil_mens=True)
    o = lees_overdracht(database, kenmerk)
    assert (o.stilte_tot, o.crisis_op) == (eerst, nu + 5 * MINUUT)
    with database.lezen() as session:
        assert [s.wat for s in queries.find_stappen(session, o.id)].count("crisis") == 1
    with database.session_scope() as session:
        anna = queries.find_medewerker(session, "Anna de Wit")
        assert anna is not None
        behandelen.register_contact(session, kenmerk, anna, hoe="telefoon", nu=nu + 10 * MINUUT)
    _crisis(database, gesprek_id, nu=nu + TIEN_DAGEN)
    with database.lezen() as session:
        assert [s.wat for s in queries.find_stappen(session, o.id)].count("crisis") == 2


async def test_the_holder_and_the_team_are_mailed_without_a_word_about_the_resident(
    sqlite_db: Database, postbus: Postbus
) -> None:
    gesprek_id, _, _ = _bereikt(sqlite_db)
    _crisis(sqlite_db, gesprek_id, nu=OPEN + TIEN_DAGEN)
    mail = MailVerzender(
        sqlite_db, Mailserver.from_url(postbus.url), afzender="voordeur@example.nl", publieke_url="https://x.example.nl",
        werkgebied=WERKGEBIED,
    )  # fmt: skip
    await Outbox(sqlite_db, {"spoed": mail}).send_due(nu=OPEN + TIEN_DAGEN)
    [bericht] = postbus.ontvangen
    assert "anna@example.nl" in str(bericht["To"])
    assert len(str(bericht["To"]).split(",")) == 2
    inhoud = bericht.get_content()
    assert "opgepakt door Anna de Wit" in inhoud
    assert "Sanne" not in inhoud


def test_a_medewerker_makes_a_missed_crisis_one_with_a_reason(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        with pytest.raises(wachtrij.WachtrijFout):
            gevaar.raise_crisis(session, uit.kenmerk, anna, soort="geweld", reden=" ", werkgebied=WERKGEBIED)
        with pytest.raises(wachtrij.WachtrijFout):
            gevaar.raise_crisis(session, uit.kenmerk, anna, soort="x", reden="Hij slaat", werkgebied=WERKGEBIED)
        gevaar.raise_crisis(
            session, uit.kenmerk, anna, soort="geweld", reden="Haar man drinkt en slaat", werkgebied=WERKGEBIED, nu=OPEN
        )
    o = lees_overdracht(database, uit.kenmerk)
    assert (o.crisis, o.rang, o.zwaarte, o.status) == ("geweld", 0, "crisis", "wachtend")
    assert o.eerste_contact_voor == OPEN + dt.timedelta(hours=1)
    zin = teksten_in(database, gesprek_id)[-1]
    assert zin.startswith("Anna de Wit van")
    assert "drinkt" not in zin
    with database.lezen() as session:
        stap = queries.find_stappen(session, o.id)[-1]
        assert (stap.wat, stap.wie, stap.reden) == ("crisis", "Anna de Wit", "Haar man drinkt en slaat")
        assert queries.find_uit_post(session, uit.kenmerk, "spoed") is not None
        assert [a.wie for a in queries.find_audit(session, waarvan=uit.kenmerk, wat="crisis")] == ["Anna de Wit"]
        [geleerd] = session.query(TriageCorrectie).all()
    assert geleerd.zwaarte_beter == "crisis"


def test_a_false_alarm_is_cleared_and_the_resident_hears_so(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    _crisis(database, gesprek_id, nu=OPEN)
    beloofd = lees_overdracht(database, uit.kenmerk).eerste_contact_voor
    with database.session_scope() as session:
        gevaar.clear_crisis(
            session, uit.kenmerk, anna, zwaarte="enkelvoudig", reden="Het ging over een film", werkgebied=WERKGEBIED,
            nu=OPEN,
        )  # fmt: skip
    o = lees_overdracht(database, uit.kenmerk)
    assert (o.crisis, o.crisis_op, o.rang, o.zwaarte, o.route) == (None, None, 3, "enkelvoudig", "generalist")
    # What was promised stays promised.
    assert (o.status, o.eerste_contact_voor) == ("wachtend", beloofd)
    zin = teksten_in(database, gesprek_id)[-1]
    assert "geen gevaar" in zin
    assert "film" not in zin
    with database.lezen() as session:
        stap = queries.find_stappen(session, o.id)[-1]
        assert (stap.wat, stap.wie, stap.reden) == ("geen_crisis", "Anna de Wit", "Het ging over een film")
        assert queries.find_audit(session, waarvan=uit.kenmerk, wat="geen_crisis")
    # Said again it is a crisis again.
    _crisis(database, gesprek_id, nu=OPEN + MINUUT)
    assert lees_overdracht(database, uit.kenmerk).crisis == "suicide"


def test_without_consent_a_false_alarm_closes_the_gesprek_to_the_team(database: Database) -> None:
    gesprek_id = met_concept(database)
    anna = medewerker(database)
    _crisis(database, gesprek_id, nu=OPEN)
    with database.session_scope() as session:
        laatste = queries.find_laatste_overdracht(session, gesprek_id)
        assert laatste is not None
        kenmerk = laatste.kenmerk
        assert wachtrij.read_gesprek(session, kenmerk, medewerker=anna)
        gevaar.clear_crisis(session, kenmerk, anna, zwaarte="meervoudig", reden="Een film", nu=OPEN)
    with database.lezen() as session:
        assert wachtrij.read_gesprek(session, kenmerk, medewerker=anna) == []
        assert wachtrij.find_overdrachten(session, "wachtend", medewerker=anna) == []
    assert "leest niet meer mee" in teksten_in(database, gesprek_id)[-1]


def test_who_asked_for_a_person_is_not_sent_away_as_a_false_alarm(database: Database) -> None:
    gesprek_id = met_concept(database)
    anna = medewerker(database)
    _crisis(database, gesprek_id, nu=OPEN, wil_mens=True)
    with database.session_scope() as session:
        laatste = queries.find_laatste_overdracht(session, gesprek_id)
        assert laatste is not None
        with pytest.raises(wachtrij.WachtrijFout):
            gevaar.clear_crisis(session, laatste.kenmerk, anna, zwaarte="geen", reden="Een film", nu=OPEN)
        wachtrij.claim_overdracht(session, laatste.kenmerk, anna, nu=OPEN)
        gevaar.clear_crisis(session, laatste.kenmerk, anna, zwaarte="geen", reden="Een film", nu=OPEN)
        # What was said before nobody reads any more; what is said to Anna is.
        teksten = [b["tekst"] for b in wachtrij.read_gesprek(session, laatste.kenmerk, medewerker=anna)]
    assert teksten
    assert not any("huur" in t for t in teksten)


def test_a_crisis_is_no_choice_among_the_zwaartes(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session, pytest.raises(wachtrij.WachtrijFout):
        behandelen.correct_one(session, uit.kenmerk, anna, zwaarte="crisis", werkgebied=WERKGEBIED, nu=OPEN)
    _crisis(database, gesprek_id, nu=OPEN)
    with database.session_scope() as session:
        with pytest.raises(wachtrij.WachtrijFout):
            behandelen.correct_one(session, uit.kenmerk, anna, zwaarte="geen", werkgebied=WERKGEBIED, nu=OPEN)
        behandelen.correct_one(session, uit.kenmerk, anna, erbij="justitie", werkgebied=WERKGEBIED, nu=OPEN)
    assert lees_overdracht(database, uit.kenmerk).zwaarte == "crisis"
