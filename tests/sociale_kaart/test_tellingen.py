"""What gesprekken tell the redactie: counted once a gesprek, shown from five people on, unreadable before."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from opslag.db import Database
from sociale_kaart import edits, queries, synoniemen, tellingen
from sociale_kaart.models import Woordtelling
from sociale_kaart.queries import Filter
from sociale_kaart.tellingen import Beurt, Oogst, nuttige, oogst, read_signalen, store_oogst
from tests.sociale_kaart.bouwers import velden
from werkgebied import Werkgebied

DAG = dt.date(2026, 11, 3)
VRAAG = "waar kan ik zweefvliegen leren in Limmen? bel 06-12345678"


def _vraag(tekst: str, intent: str = "") -> Beurt:
    return Beurt(True, tekst, intent)


def _toont(*ids: str) -> Beurt:
    return Beurt(False, getoond=ids)


def _tel(database: Database, gebied: Werkgebied, *eerder: Beurt, tekst: str = VRAAG, antwoord: Beurt) -> Oogst:
    with database.session_scope() as session:
        uit = oogst(session, eerder, _vraag(tekst), antwoord, werkgebied=gebied, onbeantwoord=not antwoord.getoond)
        store_oogst(session, uit, geheim="sleutel", gemeente="Heiloo", dag=DAG)
    return uit


def _maak(database: Database, *rijen: dict[str, str]) -> None:
    with database.session_scope() as session:
        for rij in rijen or ({},):
            edits.save_voorziening(session, velden(**rij), wie="anna", versie=None)


def test_words_of_a_question_without_answer_are_shown_from_the_fifth_gesprek_on(
    database: Database, gebied: Werkgebied
) -> None:
    _maak(database)
    for _ in range(4):
        _tel(database, gebied, antwoord=_toont())
    with database.lezen() as session:
        assert read_signalen(session, DAG).niets == []
        # Below five the word stands nowhere, not even in the database.
        assert {w for (w,) in session.execute(select(Woordtelling.woord))} == {""}
    _tel(database, gebied, antwoord=_toont())
    with database.lezen() as session:
        signalen = read_signalen(session, DAG)
        assert ("zweefvlieg", 5) in signalen.niets
        assert ("zweefvlieg", 5) in signalen.onbekend
        assert all(w.isalpha() and w != "limmen" for w, _ in signalen.niets)
        assert read_signalen(session, DAG + dt.timedelta(days=91)).niets == []


def test_one_gesprek_counts_once_however_often_it_asks(database: Database, gebied: Werkgebied) -> None:
    _maak(database)
    eerder: list[Beurt] = []
    for _ in range(6):
        _tel(database, gebied, *eerder, antwoord=_toont())
        eerder += [_vraag(VRAAG), _toont()]
    with database.lezen() as session:
        assert read_signalen(session, DAG).niets == []


def test_a_word_that_got_a_synonym_needs_no_attention_any_more(database: Database, gebied: Werkgebied) -> None:
    _maak(database)
    for _ in range(5):
        _tel(database, gebied, tekst="ik zoek gepruttel om te lezen", antwoord=_toont("taalhuis-limmen"))
    with database.session_scope() as session:
        assert [w for w, _ in read_signalen(session, DAG).onbekend] == ["gepruttel"]
        synoniemen.add_synoniem(session, "gepruttel", "lezen", wie="anna")
    with database.lezen() as session:
        assert read_signalen(session, DAG).onbekend == []


def test_an_entry_that_was_shown_to_five_and_of_use_to_nobody_is_told(database: Database, gebied: Werkgebied) -> None:
    _maak(database, {"id": "a"}, {"id": "b"})
    for n in range(5):
        with database.lezen() as session:
            assert read_signalen(session, DAG).nooit_nuttig == []
        _tel(database, gebied, tekst="lezen", antwoord=_toont("a", "b"))
        if n == 0:
            bedankt = [_vraag("lezen"), _toont("b")]
            with database.session_scope() as session:
                uit = oogst(
                    session, bedankt, _vraag("wat kost dat?", "vervolg_kosten"), Beurt(False),
                    werkgebied=gebied, onbeantwoord=False,
                )  # fmt: skip
                store_oogst(session, uit, geheim="s", gemeente="", dag=DAG)
    with database.lezen() as session:
        assert read_signalen(session, DAG).nooit_nuttig == [("a", "Taalhuis Limmen", 5)]


def test_an_entry_is_of_use_when_asked_on_about_or_thanked_for_or_scored_well() -> None:
    gesprek = [_vraag("lezen"), _toont("a"), _vraag("en iets anders"), _toont("b"), _vraag("dank u", "bedankt")]
    assert nuttige(gesprek[:4]) == frozenset()
    assert nuttige(gesprek) == {"b"}
    assert nuttige(gesprek, score=5) == {"a", "b"}
    assert nuttige(gesprek, score=2) == {"b"}


def test_what_is_shown_again_in_the_same_gesprek_counts_once(database: Database, gebied: Werkgebied) -> None:
    _maak(database)
    eerder = [_vraag("lezen"), _toont("taalhuis-limmen")]
    assert _tel(database, gebied, tekst="lezen", antwoord=_toont("taalhuis-limmen")).getoond == {"taalhuis-limmen"}
    assert _tel(database, gebied, *eerder, tekst="lezen", antwoord=_toont("taalhuis-limmen")).getoond == frozenset()


def test_published_entries_that_no_question_found_can_be_listed(database: Database, gebied: Werkgebied) -> None:
    _maak(database, {"id": "a"}, {"id": "b"}, {"id": "c", "status": "concept"})
    _tel(database, gebied, tekst="lezen", antwoord=_toont("a"))
    with database.lezen() as session:
        nooit = queries.find_lijst(session, Filter(niet_getoond_sinds=DAG - tellingen.VENSTER))
        assert [v.id for v in nooit] == ["b"]


def test_counts_are_forgotten_when_the_lists_no_longer_look_back_at_them(
    database: Database, gebied: Werkgebied
) -> None:
    _maak(database)
    _tel(database, gebied, antwoord=_toont())
    with database.session_scope() as session:
        tellingen.delete_old(session, DAG + tellingen.VENSTER)
        assert session.scalars(select(Woordtelling)).all() != []
        tellingen.delete_old(session, DAG + tellingen.VENSTER + dt.timedelta(days=1))
        assert session.scalars(select(Woordtelling)).all() == []
