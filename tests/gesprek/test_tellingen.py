"""What is counted for beheer's figures: numbers per day, place and leefgebied, never a person."""

from __future__ import annotations

from sqlalchemy import select

from gesprek import service
from gesprek.antwoord import Antwoord, AntwoordBericht
from gesprek.models import Telling
from opslag.db import Database


def _tellingen(database: Database) -> dict[tuple[str, str], int]:
    with database.lezen() as session:
        return {(t.wat, t.leefgebied): t.aantal for t in session.scalars(select(Telling))}


def _vraag(database: Database, antwoord: Antwoord) -> None:
    with database.session_scope() as session:
        gesprek = service.start(session, gemeente="Castricum").gesprek
        ontvangen = service.receive(session, gesprek.id, client_id="een", tekst="wie brengt er warm eten rond")
        service.apply_antwoord(session, gesprek.id, ontvangen.bericht.volgnummer, antwoord)


GEHOORD = {"leefgebieden": [{"code": "activiteiten_dagelijks_leven", "score": 0.9, "bewijs": []}]}


def test_a_question_with_entries_counts_as_answered(database: Database) -> None:
    _vraag(database, Antwoord((AntwoordBericht("Dit vond ik.", voorzieningen=({"id": "x"},)),), beoordeling=GEHOORD))
    tellingen = _tellingen(database)
    assert tellingen["gesprek", ""] == 1
    assert tellingen["vraag", "activiteiten_dagelijks_leven"] == 1
    assert tellingen["beantwoord", "activiteiten_dagelijks_leven"] == 1


def test_a_question_without_entries_counts_as_unanswered(database: Database) -> None:
    _vraag(database, Antwoord((AntwoordBericht("Dat weet ik niet."),), beoordeling=GEHOORD, onbeantwoord=True))
    tellingen = _tellingen(database)
    assert tellingen["onbeantwoord", "activiteiten_dagelijks_leven"] == 1
    assert ("beantwoord", "activiteiten_dagelijks_leven") not in tellingen


def test_one_person_who_asks_five_times_counts_as_one(database: Database) -> None:
    with database.session_scope() as session:
        gesprek = service.start(session, gemeente="Castricum").gesprek
        for n in range(5):
            ontvangen = service.receive(session, gesprek.id, client_id=f"{n}", tekst="wie brengt er warm eten rond")
            antwoord = Antwoord((AntwoordBericht("Dat weet ik niet."),), beoordeling=GEHOORD, onbeantwoord=True)
            service.apply_antwoord(session, gesprek.id, ontvangen.bericht.volgnummer, antwoord)
    assert set(_tellingen(database).values()) == {1}


def test_a_question_about_more_than_one_thing_is_one_gesprek(database: Database) -> None:
    twee = {"leefgebieden": [{"code": c, "score": 0.9, "bewijs": []} for c in ("financien", "huisvesting")]}
    _vraag(database, Antwoord((AntwoordBericht("Vertel eens."),), beoordeling=twee))
    tellingen = _tellingen(database)
    assert tellingen["vraag", "*"] == tellingen["vraag", "financien"] == tellingen["vraag", "huisvesting"] == 1


def test_small_talk_is_no_question(database: Database) -> None:
    _vraag(database, Antwoord((AntwoordBericht("Goedendag."),)))
    assert set(_tellingen(database)) == {("gesprek", "")}
