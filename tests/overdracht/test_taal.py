"""From what somebody types to whom it is for: the language is heard, and reaches the queue, the rules and the badge."""

from __future__ import annotations

import uuid

import pytest

from gesprek import service as gesprekken
from gesprek.models import Gesprek
from opslag.db import Database
from overdracht import queries, service, wachtrij
from overdracht.openklant_inhoud import read_uit
from overdracht.past import fits
from tests.overdracht.bouw import (
    CONTACT,
    OPEN,
    WERKGEBIED,
    goedgekeurd,
    lees_overdracht,
    medewerker,
    met_concept,
    start,
    zeg,
)
from tests.overdracht.test_routering import regel

POOLS = "Nie mogę zapłacić czynszu i potrzebuję pomocy"


def _keur_goed(database: Database, gesprek_id: str, *, taal: str | None = None) -> str:
    with database.session_scope() as session:
        ontvanger = service.read_ontvanger(session, gesprek_id, werkgebied=WERKGEBIED, taal=taal)
        return service.approve(
            session, gesprek_id, CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=OPEN, ontvanger=ontvanger,
            taal=taal,
        ).kenmerk  # fmt: skip


def _taal(database: Database, gesprek_id: str) -> str:
    with database.lezen() as session:
        gesprek = session.get(Gesprek, gesprek_id)
        assert gesprek is not None
        return gesprek.taal


def test_who_writes_polish_comes_to_the_team_as_polish(database: Database) -> None:
    ewa = medewerker(database, "Ewa Nowak", talen=["pl"])
    regel(database, "Pools naar Ewa", "medewerker", ewa.naam, taal=["pl"])
    kenmerk = goedgekeurd(database, tekst=POOLS)[1].kenmerk
    o = lees_overdracht(database, kenmerk)
    assert (o.taal, o.toegewezen_id) == ("pl", ewa.id)
    with database.lezen() as session:
        [rij] = wachtrij.find_overdrachten(session, "wachtend", medewerker=ewa)
        uit = read_uit(session, kenmerk)
    assert rij["taal"] == "pl"
    assert fits(ewa, rij) == ("Pools",)
    assert uit is not None
    assert uit.metadata["taal"] == "Pools"


def test_the_language_of_the_page_counts_when_no_other_was_heard(database: Database) -> None:
    ewa = medewerker(database, "Ewa Nowak", talen=["pl"])
    regel(database, "Pools naar Ewa", "medewerker", ewa.naam, taal=["pl"])
    o = lees_overdracht(database, _keur_goed(database, met_concept(database), taal="pl"))
    assert (o.taal, o.toegewezen_id) == ("pl", ewa.id)


def test_what_somebody_writes_says_more_than_the_page(sqlite_db: Database) -> None:
    gesprek_id = met_concept(sqlite_db, tekst=POOLS)
    assert lees_overdracht(sqlite_db, _keur_goed(sqlite_db, gesprek_id, taal="en")).taal == "pl"


def test_a_gesprek_begins_in_the_language_of_its_page(sqlite_db: Database) -> None:
    with sqlite_db.session_scope() as session:
        gesprek_id = gesprekken.start(session, taal="tr").gesprek.id
    assert _taal(sqlite_db, gesprek_id) == "tr"
    with sqlite_db.session_scope() as session:
        zeg(session, gesprek_id, POOLS)
    assert _taal(sqlite_db, gesprek_id) == "pl"


@pytest.mark.parametrize("tekst", ["hello", "no problem", "Ik kan de huur niet betalen", "ok sorry"])
def test_dutch_and_a_word_or_two_change_no_language(sqlite_db: Database, tekst: str) -> None:
    gesprek_id = start(sqlite_db)
    with sqlite_db.session_scope() as session:
        zeg(session, gesprek_id, tekst)
    assert _taal(sqlite_db, gesprek_id) == "nl"


def test_a_dutch_thank_you_does_not_make_somebody_dutch(sqlite_db: Database) -> None:
    gesprek_id = start(sqlite_db)
    with sqlite_db.session_scope() as session:
        zeg(session, gesprek_id, POOLS)
        zeg(session, gesprek_id, "Dank u wel voor de hulp")
    assert _taal(sqlite_db, gesprek_id) == "pl"


def test_a_crisis_in_another_language_stands_in_the_queue_with_it(database: Database) -> None:
    gesprek_id = start(database)
    with database.session_scope() as session:
        gesprekken.receive(session, gesprek_id, client_id=str(uuid.uuid4()), tekst="Mój mąż mnie bije, proszę o pomoc")
        uit = service.request_crisis(session, gesprek_id, soort="geweld", wil_mens=True, werkgebied=WERKGEBIED, nu=OPEN)
    with database.lezen() as session:
        overdracht = queries.get_overdracht(session, uit.kenmerk)
        assert overdracht is not None
        assert overdracht.taal == "pl"
