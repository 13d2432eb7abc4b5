"""Consent is for who was named: another team, or a colleague of another gemeente, reads nothing before the resident
said yes to that."""

from __future__ import annotations

from typing import Any

import pytest

from opslag.db import Database
from overdracht import behandelen, doorzetantwoord, inzage, queries, service, wachtrij
from overdracht.models import Medewerker
from tests.overdracht.bouw import (
    CONTACT,
    OPEN,
    WERKGEBIED,
    goedgekeurd,
    lees_overdracht,
    medewerker,
    status_van,
    teksten_in,
)

BERGEN = "Sociaal Team Bergen"


@pytest.fixture
def anna(sqlite_db: Database) -> Medewerker:
    return medewerker(sqlite_db, gemeenten=["Castricum"])


@pytest.fixture
def bea(sqlite_db: Database) -> Medewerker:
    return medewerker(sqlite_db, "Bea", gemeenten=["Bergen"])


def opgepakt(database: Database, wie: Medewerker, **velden: Any) -> tuple[str, str]:
    gesprek_id, uit = goedgekeurd(database, **velden)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, wie, nu=OPEN)
    return gesprek_id, uit.kenmerk


def zet_door(database: Database, kenmerk: str, wie: Medewerker, naar: str, **anders: Any) -> wachtrij.Geclaimd:
    with database.session_scope() as session:
        return wachtrij.transfer(
            session, kenmerk, wie, naar=naar, reden="Woont daar", werkgebied=WERKGEBIED, nu=OPEN, **anders
        )


def antwoord(database: Database, kenmerk: str, *, ja: bool) -> None:
    with database.session_scope() as session:
        o = queries.get_overdracht(session, kenmerk)
        assert o is not None
        ontvanger = (o.doorzetvraag or {}).get("ontvanger", BERGEN)
        doorzetantwoord.answer(session, kenmerk, ja=ja, ontvanger=ontvanger, werkgebied=WERKGEBIED, nu=OPEN)


def mag_lezen(database: Database, kenmerk: str, wie: Medewerker) -> bool:
    with database.session_scope() as session:
        try:
            inzage.read_overdracht(session, kenmerk, medewerker=wie, nu=OPEN)
        except inzage.OnbekendeOverdracht:
            return False
        return True


@pytest.mark.parametrize("naar", ["Bergen", BERGEN, "Bea"])
def test_another_receiver_is_asked_for_and_until_then_it_stays_with_the_holder(
    sqlite_db: Database, anna: Medewerker, bea: Medewerker, naar: str
) -> None:
    gesprek_id, kenmerk = opgepakt(sqlite_db, anna)
    assert zet_door(sqlite_db, kenmerk, anna, naar).gevraagd
    o = lees_overdracht(sqlite_db, kenmerk)
    assert (o.status, o.medewerker_id, o.gemeente) == ("opgepakt", anna.id, "Castricum")
    assert not mag_lezen(sqlite_db, kenmerk, bea)
    gevraagd = teksten_in(sqlite_db, gesprek_id)[-1]
    assert ("Bea" if naar == "Bea" else BERGEN) in gevraagd
    assert status_van(sqlite_db, gesprek_id) == "opgepakt"


@pytest.mark.parametrize("naar", ["Bergen", "Bea"])
def test_after_a_yes_it_goes_on_and_the_consent_names_the_receiver(
    sqlite_db: Database, anna: Medewerker, bea: Medewerker, naar: str
) -> None:
    gesprek_id, kenmerk = opgepakt(sqlite_db, anna)
    zet_door(sqlite_db, kenmerk, anna, naar)
    antwoord(sqlite_db, kenmerk, ja=True)
    o = lees_overdracht(sqlite_db, kenmerk)
    assert (o.status, o.doorzetvraag) == ("wachtend", None)
    assert mag_lezen(sqlite_db, kenmerk, bea)
    with sqlite_db.lezen() as session:
        laatste = queries.find_toestemmingen(session, gesprek_id)[-1]
    assert laatste.gegeven
    assert ("Bea" if naar == "Bea" else BERGEN) in laatste.ontvanger
    assert laatste.onderdelen == list(service.STANDAARD)


def test_after_a_no_it_stays_and_the_holder_sees_so(sqlite_db: Database, anna: Medewerker, bea: Medewerker) -> None:
    gesprek_id, kenmerk = opgepakt(sqlite_db, anna)
    zet_door(sqlite_db, kenmerk, anna, "Bergen")
    antwoord(sqlite_db, kenmerk, ja=False)
    o = lees_overdracht(sqlite_db, kenmerk)
    assert (o.status, o.medewerker_id, o.doorzetvraag) == ("opgepakt", anna.id, None)
    assert not mag_lezen(sqlite_db, kenmerk, bea)
    with sqlite_db.lezen() as session:
        assert queries.find_stappen(session, o.id)[-1].wat == "doorzetten_geweigerd"
        assert not queries.find_toestemmingen(session, gesprek_id)[-1].gegeven
        # Who it was for in the first place is still the last yes.
        assert queries.find_ontvanger(session, kenmerk) == "Sociaal Team Castricum"


def test_a_yes_on_the_phone_is_written_down_with_who_heard_it(
    sqlite_db: Database, anna: Medewerker, bea: Medewerker
) -> None:
    gesprek_id, kenmerk = opgepakt(sqlite_db, anna)
    assert not zet_door(sqlite_db, kenmerk, anna, "Bergen", mondeling=True).gevraagd
    assert mag_lezen(sqlite_db, kenmerk, bea)
    with sqlite_db.lezen() as session:
        laatste = queries.find_toestemmingen(session, gesprek_id)[-1]
        stappen = queries.find_stappen(session, lees_overdracht(sqlite_db, kenmerk).id)
    assert (laatste.gegeven, laatste.ontvanger, laatste.tekstversie) == (True, BERGEN, "mondeling")
    mondeling = next(s for s in stappen if s.wat == "mondeling_akkoord")
    assert (mondeling.wie, mondeling.naar, mondeling.intern) == (anna.naam, BERGEN, False)


def test_a_colleague_of_the_same_team_and_a_procesregisseur_need_no_other_yes(
    sqlite_db: Database, anna: Medewerker
) -> None:
    medewerker(sqlite_db, "Bert", gemeenten=["Castricum"])
    for naar in ("Bert", "procesregisseur"):
        _, kenmerk = opgepakt(sqlite_db, anna)
        assert not zet_door(sqlite_db, kenmerk, anna, naar).gevraagd
        assert lees_overdracht(sqlite_db, kenmerk).status == "wachtend"


def test_back_to_who_the_resident_said_yes_to_before_needs_no_question(
    sqlite_db: Database, anna: Medewerker, bea: Medewerker
) -> None:
    _, kenmerk = opgepakt(sqlite_db, anna)
    zet_door(sqlite_db, kenmerk, anna, "Bergen")
    antwoord(sqlite_db, kenmerk, ja=True)
    with sqlite_db.session_scope() as session:
        wachtrij.claim_overdracht(session, kenmerk, bea, nu=OPEN)
    assert not zet_door(sqlite_db, kenmerk, bea, "Castricum").gevraagd


def test_in_danger_it_goes_at_once_and_is_told(sqlite_db: Database, anna: Medewerker, bea: Medewerker) -> None:
    gesprek_id, kenmerk = opgepakt(sqlite_db, anna)
    with sqlite_db.session_scope() as session:
        service.request_crisis(session, gesprek_id, soort="geweld", wil_mens=True, werkgebied=WERKGEBIED, nu=OPEN)
    assert not zet_door(sqlite_db, kenmerk, anna, "Bergen").gevraagd
    assert mag_lezen(sqlite_db, kenmerk, bea)


def test_a_colleague_of_another_gemeente_looks_along_only_after_a_yes(
    sqlite_db: Database, anna: Medewerker, bea: Medewerker
) -> None:
    _, kenmerk = opgepakt(sqlite_db, anna)
    with sqlite_db.session_scope() as session:
        assert behandelen.invite(session, kenmerk, anna, naam="Bea", reden="Kent het gezin", nu=OPEN).gevraagd
    assert not mag_lezen(sqlite_db, kenmerk, bea)
    antwoord(sqlite_db, kenmerk, ja=True)
    assert mag_lezen(sqlite_db, kenmerk, bea)
    assert lees_overdracht(sqlite_db, kenmerk).medewerker_id == anna.id


@pytest.mark.parametrize("stap", ["vrijgeven", "afronden", "terug"])
def test_a_question_lapses_when_it_leaves_the_hands_of_who_asked(
    sqlite_db: Database, anna: Medewerker, bea: Medewerker, stap: str
) -> None:
    _, kenmerk = opgepakt(sqlite_db, anna)
    zet_door(sqlite_db, kenmerk, anna, "Bergen")
    with sqlite_db.session_scope() as session:
        if stap == "vrijgeven":
            wachtrij.release(session, kenmerk, anna, nu=OPEN)
        elif stap == "afronden":
            wachtrij.finish(session, kenmerk, anna, uitkomst="antwoord_gegeven", nu=OPEN)
        else:
            wachtrij.back_to_assistent(session, kenmerk, anna, nu=OPEN)
    assert lees_overdracht(sqlite_db, kenmerk).doorzetvraag is None
    with pytest.raises(doorzetantwoord.DoorzetVerlopen):
        antwoord(sqlite_db, kenmerk, ja=True)
    assert not mag_lezen(sqlite_db, kenmerk, bea)


def test_a_yes_to_an_older_question_is_no_yes_to_the_newer_one(
    sqlite_db: Database, anna: Medewerker, bea: Medewerker
) -> None:
    _, kenmerk = opgepakt(sqlite_db, anna)
    zet_door(sqlite_db, kenmerk, anna, "Bea")
    zet_door(sqlite_db, kenmerk, anna, "Heiloo")
    with sqlite_db.session_scope() as session, pytest.raises(doorzetantwoord.DoorzetVerlopen):
        doorzetantwoord.answer(session, kenmerk, ja=True, ontvanger="Bea", werkgebied=WERKGEBIED, nu=OPEN)
    assert not mag_lezen(sqlite_db, kenmerk, bea)


def test_a_yes_from_before_the_verslag_was_taken_back_does_not_count_any_more(
    sqlite_db: Database, anna: Medewerker, bea: Medewerker
) -> None:
    gesprek_id, kenmerk = opgepakt(sqlite_db, anna)
    zet_door(sqlite_db, kenmerk, anna, "Bea")
    antwoord(sqlite_db, kenmerk, ja=True)
    with sqlite_db.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
        service.make_concept(session, gesprek_id, werkgebied=WERKGEBIED, nu=OPEN)
        service.approve(session, gesprek_id, CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=OPEN)
    with sqlite_db.session_scope() as session:
        wachtrij.claim_overdracht(session, kenmerk, anna, nu=OPEN)
    assert zet_door(sqlite_db, kenmerk, anna, "Bea").gevraagd
