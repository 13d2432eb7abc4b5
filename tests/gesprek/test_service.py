"""What a resident may rely on: nothing lost, nothing twice, nothing kept that should not be."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import update

from gesprek import queries, service
from gesprek.antwoord import Antwoord, AntwoordBericht, Knop
from gesprek.models import Bericht, Gesprek
from opslag.db import Database, now

BSN = "111222333"


def _start(database: Database, *welkom: AntwoordBericht) -> tuple[str, str]:
    with database.session_scope() as session:
        gestart = service.start(session, gemeente="Castricum", welkom=welkom)
        return gestart.gesprek.id, gestart.token


def _zeg(database: Database, gesprek_id: str, tekst: str, client_id: str | None = None) -> service.Ontvangen:
    with database.session_scope() as session:
        return service.receive(session, gesprek_id, client_id=client_id or str(uuid.uuid4()), tekst=tekst)


def _antwoord(tekst: str = "Dat kan.", **velden: object) -> Antwoord:
    return Antwoord(berichten=(AntwoordBericht(tekst=tekst),), **velden)  # type: ignore[arg-type]


def _samen(*werk: Callable[[], None]) -> None:
    draden = [threading.Thread(target=w) for w in werk]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()


def test_a_gesprek_opens_with_the_welcome_and_a_token_that_is_not_stored(database: Database) -> None:
    gesprek_id, token = _start(database, AntwoordBericht("Hallo"), AntwoordBericht("Waarmee kan ik helpen?"))
    with database.lezen() as session:
        berichten = service.read_berichten(session, gesprek_id)
        gesprek = session.get(Gesprek, gesprek_id)
    assert [(b.volgnummer, b.afzender) for b in berichten] == [(1, "assistent"), (2, "assistent")]
    assert len(token) >= 43
    assert gesprek is not None
    assert token not in str(vars(gesprek))


def test_only_the_right_token_opens_a_gesprek_and_an_unknown_one_answers_the_same(database: Database) -> None:
    gesprek_id, token = _start(database)
    ander_id, ander_token = _start(database)
    with database.lezen() as session:
        assert service.check_token(session, gesprek_id, token)
        assert not service.check_token(session, gesprek_id, ander_token)
        assert not service.check_token(session, str(uuid.uuid4()), token)
        assert not service.check_token(session, ander_id, "")


def test_the_same_client_id_gives_the_same_bericht_and_the_same_answers(database: Database) -> None:
    gesprek_id, _ = _start(database)
    eerst = _zeg(database, gesprek_id, "Hallo", "c1")
    with database.session_scope() as session:
        service.apply_antwoord(session, gesprek_id, eerst.bericht.volgnummer, _antwoord("Dag!"))
    opnieuw = _zeg(database, gesprek_id, "Hallo", "c1")
    assert (eerst.nieuw, opnieuw.nieuw) == (True, False)
    assert opnieuw.bericht.volgnummer == eerst.bericht.volgnummer
    assert [b.tekst for b in opnieuw.antwoorden] == ["Dag!"]
    assert not opnieuw.events


def test_ten_deliveries_of_one_bericht_at_once_store_it_once(database: Database) -> None:
    gesprek_id, _ = _start(database)
    uitslag: list[service.Ontvangen] = []
    _samen(*[lambda: uitslag.append(_zeg(database, gesprek_id, "Hallo", "c1")) for _ in range(10)])
    assert len(uitslag) == 10
    assert sum(u.nieuw for u in uitslag) == 1
    with database.lezen() as session:
        assert len(service.read_berichten(session, gesprek_id)) == 1


def test_volgnummers_have_no_gaps_when_many_write_at_once(database: Database) -> None:
    gesprek_id, _ = _start(database)
    _samen(*[lambda n=n: _zeg(database, gesprek_id, f"bericht {n}") for n in range(20)])  # type: ignore[misc]
    with database.lezen() as session:
        assert [b.volgnummer for b in service.read_berichten(session, gesprek_id)] == list(range(1, 21))


def test_a_rolled_back_bericht_leaves_no_gap(database: Database) -> None:
    gesprek_id, _ = _start(database)

    def faal() -> None:
        with database.session_scope() as session:
            service.receive(session, gesprek_id, client_id="weg", tekst="Hallo")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        faal()
    assert _zeg(database, gesprek_id, "Hallo").bericht.volgnummer == 1


def test_reading_after_a_volgnummer_gives_only_what_came_later(database: Database) -> None:
    gesprek_id, _ = _start(database)
    for n in range(4):
        _zeg(database, gesprek_id, str(n))
    with database.lezen() as session:
        assert [b.tekst for b in service.read_berichten(session, gesprek_id, na=2)] == ["2", "3"]
        assert [b.tekst for b in service.read_berichten(session, gesprek_id, na=1, limit=1)] == ["1"]


def test_a_bsn_is_not_stored_and_the_resident_is_told_why(database: Database) -> None:
    gesprek_id, _ = _start(database)
    ontvangen = _zeg(database, gesprek_id, f"Mijn nummer is {BSN}.")
    assert BSN not in ontvangen.bericht.tekst
    assert [b.afzender for b in ontvangen.antwoorden] == ["systeem"]
    assert "burgerservicenummer" in ontvangen.antwoorden[0].tekst
    with database.lezen() as session:
        assert not [b for b in service.read_berichten(session, gesprek_id) if BSN in b.tekst]


def test_the_explanation_of_a_hidden_number_is_not_taken_for_the_answer(database: Database) -> None:
    gesprek_id, _ = _start(database)
    nummer = _zeg(database, gesprek_id, f"Mijn nummer is {BSN}.").bericht.volgnummer
    with database.session_scope() as session:
        toegepast = service.apply_antwoord(session, gesprek_id, nummer, _antwoord("Dank u."))
    assert [b.tekst for b in toegepast.antwoorden] == ["Dank u."]


@pytest.mark.parametrize("tekst", ["", "   ", "\x00", "😀😀", "a" * 5000, "\ud800 kapot"])
def test_odd_texts_are_stored_without_an_error(database: Database, tekst: str) -> None:
    gesprek_id, _ = _start(database)
    ontvangen = _zeg(database, gesprek_id, tekst)
    assert ontvangen.nieuw
    assert "\x00" not in ontvangen.bericht.tekst


def test_a_text_that_is_far_too_long_is_refused_before_it_is_stored(database: Database) -> None:
    gesprek_id, _ = _start(database)
    with pytest.raises(service.BerichtFout):
        _zeg(database, gesprek_id, "a" * 1_000_000)
    with database.lezen() as session:
        assert not service.read_berichten(session, gesprek_id)


def test_a_button_shows_the_words_that_stood_on_it(database: Database) -> None:
    gesprek_id, _ = _start(database, AntwoordBericht("Klopt dat?", knoppen=(Knop("Ja, dat klopt", "/bevestigen"),)))
    with database.session_scope() as session:
        gekozen = service.receive(session, gesprek_id, client_id="c1", payload="/bevestigen").bericht
        vast = service.receive(session, gesprek_id, client_id="c2", payload="/over_assistent").bericht
    assert (gekozen.tekst, gekozen.payload) == ("Ja, dat klopt", "/bevestigen")
    assert vast.tekst == "Over assistent"


def test_a_payload_that_is_none_is_refused(database: Database) -> None:
    gesprek_id, _ = _start(database)
    with pytest.raises(service.BerichtFout), database.session_scope() as session:
        service.receive(session, gesprek_id, client_id="c1", payload="rm -rf")


def test_a_bericht_answers_the_question_that_was_asked_just_before(database: Database) -> None:
    gesprek_id, _ = _start(database, AntwoordBericht("Wie is erbij betrokken?", vraag="betrokken"))
    assert _zeg(database, gesprek_id, "De huisarts").bericht.vraag == "betrokken"
    assert _zeg(database, gesprek_id, "En het wijkteam").bericht.vraag is None


def test_a_bericht_in_an_unknown_gesprek_is_refused(database: Database) -> None:
    with pytest.raises(service.OnbekendGesprek):
        _zeg(database, str(uuid.uuid4()), "Hallo")


def test_a_bericht_without_answer_is_found_again_after_the_process_died(database: Database) -> None:
    gesprek_id, _ = _start(database)
    _zeg(database, gesprek_id, "Hallo", "c1")
    straks = now() + dt.timedelta(seconds=1)
    with database.session_scope() as session:
        wachtend = service.find_te_beantwoorden(session, ouder_dan=straks)
        assert [b.client_id for b in wachtend] == ["c1"]
        service.apply_antwoord(session, gesprek_id, wachtend[0].volgnummer, _antwoord())
        assert not service.find_te_beantwoorden(session, ouder_dan=straks)


def test_a_bericht_of_a_clock_that_was_ahead_does_not_wait_until_that_time_comes(database: Database) -> None:
    gesprek_id, _ = _start(database)
    _zeg(database, gesprek_id, "Hallo", "c1")
    with database.session_scope() as session:
        session.execute(update(Bericht).values(op=now() + dt.timedelta(hours=1)))
    with database.lezen() as session:
        wachtend = service.find_te_beantwoorden(session, ouder_dan=now() - dt.timedelta(seconds=20))
        assert [b.client_id for b in wachtend] == ["c1"]


def test_two_processes_that_answer_the_same_bericht_store_one_answer(database: Database) -> None:
    gesprek_id, _ = _start(database)
    nummer = _zeg(database, gesprek_id, "Hallo").bericht.volgnummer

    def beantwoord() -> None:
        with database.session_scope() as session:
            service.apply_antwoord(session, gesprek_id, nummer, _antwoord(stap="verslag"))

    _samen(*[beantwoord] * 5)
    with database.lezen() as session:
        assert [b.afzender for b in service.read_berichten(session, gesprek_id)] == ["inwoner", "assistent"]


def test_the_assistant_is_silent_once_a_medewerker_has_stepped_in(database: Database) -> None:
    gesprek_id, _ = _start(database)
    nummer = _zeg(database, gesprek_id, "Hallo").bericht.volgnummer
    with database.session_scope() as session:
        service.set_status(session, gesprek_id, "opgepakt")
    with database.session_scope() as session:
        toegepast = service.apply_antwoord(session, gesprek_id, nummer, _antwoord(stap="verslag"))
        assert (toegepast.antwoorden, toegepast.stap) == ((), None)
        assert not service.find_te_beantwoorden(session, ouder_dan=now() + dt.timedelta(seconds=1))


def test_the_text_of_a_crisis_comes_through_also_when_a_medewerker_is_there(database: Database) -> None:
    gesprek_id, _ = _start(database)
    with database.session_scope() as session:
        service.set_status(session, gesprek_id, "opgepakt")
    nummer = _zeg(database, gesprek_id, "Ik wil dood").bericht.volgnummer
    with database.session_scope() as session:
        antwoord = _antwoord("Bel nu 113.", beoordeling={"crisis": "suicide"})
        toegepast = service.apply_antwoord(session, gesprek_id, nummer, antwoord)
        gesprek = queries.get_gesprek(session, gesprek_id)
    assert [b.tekst for b in toegepast.antwoorden] == ["Bel nu 113."]
    assert gesprek is not None
    assert gesprek.crisis_soort == "suicide"


def test_a_bericht_in_an_opgepakt_gesprek_does_not_wait_for_the_assistant(database: Database) -> None:
    gesprek_id, _ = _start(database)
    with database.session_scope() as session:
        service.set_status(session, gesprek_id, "opgepakt")
    ontvangen = _zeg(database, gesprek_id, "Bent u daar?")
    assert not ontvangen.bericht.te_beantwoorden
    assert {e.onderwerp for e in ontvangen.events} == {f"gesprek:{gesprek_id}"}


def test_a_bericht_after_the_end_goes_to_the_assistant_as_a_new_question(database: Database) -> None:
    gesprek_id, _ = _start(database)
    _zeg(database, gesprek_id, "Oude vraag")
    with database.session_scope() as session:
        service.set_status(session, gesprek_id, "opgepakt")
        service.set_status(session, gesprek_id, "afgerond")
    ontvangen = _zeg(database, gesprek_id, "Nieuwe vraag")
    assert ontvangen.status == "assistent"
    assert ontvangen.bericht.te_beantwoorden
    with database.lezen() as session:
        gesprek = session.get(Gesprek, gesprek_id)
        assert gesprek is not None
        assert gesprek.bevindingen_vanaf == 1


def test_what_the_assistant_learns_is_kept_and_the_last_word_of_the_resident_counts(database: Database) -> None:
    gesprek_id, _ = _start(database)
    for data in ({"kern": "Bakkum", "weg": ["financien"]}, {"erbij": ["financien"]}):
        nummer = _zeg(database, gesprek_id, "x").bericht.volgnummer
        with database.session_scope() as session:
            service.apply_antwoord(session, gesprek_id, nummer, _antwoord(data=data))
    with database.lezen() as session:
        gesprek = session.get(Gesprek, gesprek_id)
    assert gesprek is not None
    assert gesprek.kern == "Bakkum"
    assert gesprek.correcties == {"weg": [], "erbij": ["financien"], "bron": {"financien": 3}}


def test_a_person_s_bericht_is_stored_once_and_carries_the_name(database: Database) -> None:
    gesprek_id, _ = _start(database)
    for _ in range(2):
        with database.session_scope() as session:
            service.post_medewerker(session, gesprek_id, client_id="m1", naam="Anna de Wit", tekst="Goedemiddag")
    with database.lezen() as session:
        berichten = service.read_berichten(session, gesprek_id)
    assert [(b.afzender, b.naam) for b in berichten] == [("medewerker", "Anna de Wit")]


def test_a_person_s_bericht_loses_personal_numbers_as_well(database: Database) -> None:
    gesprek_id, _ = _start(database)
    tekst = "Uw BSN is 123456782, klopt dat? Bel 0251 656565."
    with database.session_scope() as session:
        service.post_medewerker(session, gesprek_id, client_id="m1", naam="Anna de Wit", tekst=tekst)
    with database.lezen() as session:
        [bericht] = service.read_berichten(session, gesprek_id)
    assert bericht.tekst == "Uw BSN is [bsn verwijderd], klopt dat? Bel 0251 656565."
    assert service.find_verborgen("", tekst) == ("bsn",)


def test_a_bericht_as_dict_has_the_fields_of_the_koppelvlak(database: Database) -> None:
    gesprek_id, _ = _start(database)
    gegeven = queries.bericht_as_dict(_zeg(database, gesprek_id, "Hallo").bericht)
    velden = {"volgnummer", "client_id", "afzender", "naam", "tekst", "knoppen", "voorzieningen", "op"}
    assert set(gegeven) == velden
    assert dt.datetime.fromisoformat(gegeven["op"]).tzinfo is not None


def test_feedback_is_one_score_per_gesprek_without_personal_numbers(database: Database) -> None:
    gesprek_id, _ = _start(database)
    for score in (2, 5):
        with database.session_scope() as session:
            feedback = service.save_feedback(session, gesprek_id, score=score, toelichting=f"BSN {BSN}")
    assert (feedback.score, BSN in feedback.toelichting) == (5, False)
    for fout in (0, 6, True):
        with pytest.raises(service.BerichtFout), database.session_scope() as session:
            service.save_feedback(session, gesprek_id, score=fout)


def test_deleting_a_gesprek_takes_everything_of_it_along(database: Database) -> None:
    gesprek_id, _ = _start(database, AntwoordBericht("Hallo"))
    _zeg(database, gesprek_id, "Dag")
    with database.session_scope() as session:
        assert service.delete_gesprek(session, gesprek_id)
        assert not service.delete_gesprek(session, gesprek_id)
        assert session.query(Bericht).count() == 0


def test_counts_at_the_same_time_add_up(database: Database) -> None:
    ids = [_start(database)[0] for _ in range(8)]

    def tel(gesprek_id: str) -> None:
        with database.session_scope() as session:
            gesprek = session.get(Gesprek, gesprek_id)
            assert gesprek is not None
            service.count(session, gesprek, *service.per_leefgebied("vraag", ["financien"]))

    _samen(*[partial(tel, id_) for id_ in ids])
    with database.lezen() as session:
        tellingen = queries.find_tellingen(session, now().date(), now().date())
    vragen = {t.leefgebied: (t.gemeente, t.aantal) for t in tellingen if t.wat == "vraag"}
    assert vragen == {"financien": ("Castricum", 8), "*": ("Castricum", 8)}
