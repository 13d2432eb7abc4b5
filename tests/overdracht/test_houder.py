"""Who holds an overdracht and says nothing, goes away or is out of the office: nobody waits for them without end."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import update

from gesprek import service as gesprekken
from gesprek.models import Bericht
from opslag.db import Database
from overdracht import behandelen, edits, queries, service, wachtrij
from overdracht.antwoordtermijn import follow, follow_all
from overdracht.lopend import lopende_termijnen, nog_bereiken
from overdracht.models import Medewerker
from overdracht.stilte import return_all
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

MINUUT, UUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
BELLEN = {**CONTACT, "voorkeur": "telefoon"}


def _pak_op(database: Database, contact: dict[str, str] | None = None) -> tuple[str, str, Medewerker]:
    gesprek_id, uit = goedgekeurd(database, contact=contact)
    anna = medewerker(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
    return gesprek_id, uit.kenmerk, anna


def _typ(database: Database, gesprek_id: str, tekst: str, *, nu: dt.datetime, volg: bool = True) -> None:
    """What the resident types in the chat, as the web takes it in; without `volg` its process died right after."""
    with database.session_scope() as session:
        bericht = gesprekken.receive(session, gesprek_id, client_id=str(uuid.uuid4()), tekst=tekst).bericht
        bericht.op = nu
    if volg:
        with database.session_scope() as session:
            follow(session, gesprek_id, werkgebied=WERKGEBIED, nu=nu)


def _zeg(database: Database, kenmerk: str, anna: Medewerker, tekst: str, *, nu: dt.datetime) -> None:
    with database.session_scope() as session:
        uit = wachtrij.post_bericht(session, kenmerk, anna, client_id=str(uuid.uuid4()), tekst=tekst, nu=nu)
        session.execute(update(Bericht).where(Bericht.id == uit.bericht.id).values(op=nu))


def _kijk(database: Database, nu: dt.datetime) -> int:
    """The sweeper; how many events there were."""
    with database.session_scope() as session:
        follow_all(session, werkgebied=WERKGEBIED, nu=nu)
        return len(wachtrij.return_stale(session, nu, werkgebied=WERKGEBIED))


def _zie(database: Database, anna: Medewerker, nu: dt.datetime) -> None:
    with database.session_scope() as session:
        edits.touch_medewerker(session, anna.id, op=nu)


def test_who_said_one_moment_and_went_away_loses_it_after_an_hour_of_open_time(database: Database) -> None:
    gesprek_id, kenmerk, anna = _pak_op(database)
    _zeg(database, kenmerk, anna, "Een moment alstublieft. Ik zoek het voor u uit.", nu=OPEN + MINUUT)
    for minuten in (32, 50):
        assert not _kijk(database, OPEN + minuten * MINUUT)
    assert _kijk(database, OPEN + 95 * MINUUT)
    assert status_van(database, gesprek_id) == "wachtend"
    assert "staat weer in de rij" in teksten_in(database, gesprek_id)[-1]


def test_a_night_is_no_absence_but_the_next_morning_is(database: Database) -> None:
    gesprek_id, kenmerk, anna = _pak_op(database)
    avond = OPEN.replace(hour=16, minute=50)
    _zeg(database, kenmerk, anna, "Ik zoek het uit.", nu=avond)
    for uren in range(1, 15):
        _kijk(database, avond + uren * UUR)
    assert status_van(database, gesprek_id) == "opgepakt"
    for minuten in range(0, 150, 30):
        _kijk(database, (OPEN + dt.timedelta(days=1)).replace(hour=8, minute=35) + minuten * MINUUT)
    assert status_van(database, gesprek_id) == "wachtend"


def test_who_is_there_and_waits_for_the_resident_keeps_it_for_two_working_days_and_no_longer(
    database: Database,
) -> None:
    gesprek_id, kenmerk, anna = _pak_op(database)
    _zeg(database, kenmerk, anna, "Een moment alstublieft.", nu=OPEN)
    for uren in range(1, 60):
        _zie(database, anna, OPEN + uren * UUR)
        _kijk(database, OPEN + uren * UUR + MINUUT)
    assert status_van(database, gesprek_id) == "opgepakt"
    for uren in range(60, 90):
        _zie(database, anna, OPEN + uren * UUR)
        _kijk(database, OPEN + uren * UUR + MINUUT)
    assert status_van(database, gesprek_id) == "wachtend"


@pytest.mark.parametrize("volg", [True, False])
def test_who_answers_late_is_not_sent_back_within_seconds(database: Database, volg: bool) -> None:
    """The deadline counts from what the resident said; also when the process died right after keeping it."""
    gesprek_id, kenmerk, anna = _pak_op(database)
    _zeg(database, kenmerk, anna, "Hoe gaat het?", nu=OPEN)
    antwoord = OPEN + 29 * MINUUT + dt.timedelta(seconds=50)
    _typ(database, gesprek_id, "Sorry, ik was even weg", nu=antwoord, volg=volg)
    assert not _kijk(database, OPEN + 30 * MINUUT + dt.timedelta(seconds=10))
    assert not _kijk(database, OPEN + 59 * MINUUT)
    assert status_van(database, gesprek_id) == "opgepakt"
    assert _kijk(database, OPEN + 61 * MINUUT)


def test_who_keeps_typing_to_nobody_does_not_move_the_deadline(database: Database) -> None:
    gesprek_id, kenmerk, anna = _pak_op(database)
    _zeg(database, kenmerk, anna, "Hoe gaat het?", nu=OPEN)
    _typ(database, gesprek_id, "Niet zo goed", nu=OPEN + 5 * MINUUT)
    _typ(database, gesprek_id, "Bent u er nog?", nu=OPEN + 30 * MINUUT)
    assert _kijk(database, OPEN + 36 * MINUUT)


def test_after_contact_by_phone_there_is_a_next_step_that_is_seen_coming(database: Database) -> None:
    _, kenmerk, anna = _pak_op(database, BELLEN)
    with database.session_scope() as session:
        behandelen.register_contact(session, kenmerk, anna, hoe="telefoon", werkdagen=5, werkgebied=WERKGEBIED, nu=OPEN)
    o = lees_overdracht(database, kenmerk)
    assert not nog_bereiken(o)
    [stap] = [t for t in lopende_termijnen(o) if t.stap == "vervolg"]
    assert (stap.voor - OPEN).days == 7
    assert stap.is_bijna(stap.voor)


def test_who_holds_it_after_contact_and_is_not_seen_any_more_loses_it(database: Database) -> None:
    gesprek_id, kenmerk, anna = _pak_op(database, BELLEN)
    with database.session_scope() as session:
        behandelen.register_contact(session, kenmerk, anna, hoe="telefoon", werkgebied=WERKGEBIED, nu=OPEN)
    voor = lees_overdracht(database, kenmerk).vervolg_voor
    assert voor is not None
    _zie(database, anna, voor)
    assert not _kijk(database, voor + UUR)
    assert _kijk(database, voor + dt.timedelta(days=7))
    assert status_van(database, gesprek_id) == "wachtend"


def test_what_is_typed_after_contact_by_phone_is_answered_with_who_reads_it_when(database: Database) -> None:
    gesprek_id, kenmerk, anna = _pak_op(database, BELLEN)
    with database.session_scope() as session:
        behandelen.register_contact(session, kenmerk, anna, hoe="telefoon", werkgebied=WERKGEBIED, nu=OPEN)
    week = OPEN + dt.timedelta(days=7)
    _typ(database, gesprek_id, "De afspraak gaat niet door", nu=week)
    zin = teksten_in(database, gesprek_id)[-1]
    assert "Anna de Wit" in zin
    assert "belt een medewerker u." in zin
    o = lees_overdracht(database, kenmerk)
    assert nog_bereiken(o)
    assert o.eerste_contact_voor is not None
    assert week < o.eerste_contact_voor <= week + dt.timedelta(days=2)
    assert o.stilte_tot == o.eerste_contact_voor
    # Said once, until somebody is there again.
    aantal = len(teksten_in(database, gesprek_id))
    _typ(database, gesprek_id, "Belt u mij?", nu=week + MINUUT)
    _kijk(database, week + 2 * MINUUT)
    assert len(teksten_in(database, gesprek_id)) == aantal + 1
    assert _kijk(database, o.eerste_contact_voor + MINUUT)
    assert status_van(database, gesprek_id) == "wachtend"


def test_answering_in_the_chat_what_was_typed_after_contact_ends_the_wait(database: Database) -> None:
    gesprek_id, kenmerk, anna = _pak_op(database, BELLEN)
    with database.session_scope() as session:
        behandelen.register_contact(session, kenmerk, anna, hoe="telefoon", werkgebied=WERKGEBIED, nu=OPEN)
    _typ(database, gesprek_id, "De afspraak gaat niet door", nu=OPEN + UUR)
    _zeg(database, kenmerk, anna, "Dank u. Dan kom ik donderdag.", nu=OPEN + 2 * UUR)
    assert not nog_bereiken(lees_overdracht(database, kenmerk))
    assert not _kijk(database, OPEN + dt.timedelta(days=2))


def test_who_waits_for_a_call_and_chats_with_a_person_hears_no_machine_in_between(database: Database) -> None:
    gesprek_id, kenmerk, anna = _pak_op(database, BELLEN)
    _zeg(database, kenmerk, anna, "Ik bel u zo. Welk nummer?", nu=OPEN + MINUUT)
    _typ(database, gesprek_id, "Dit nummer is goed", nu=OPEN + 2 * MINUUT)
    assert teksten_in(database, gesprek_id)[-1] == "Dit nummer is goed"


def test_withdrawing_in_a_crisis_promises_no_call_to_a_number_that_is_gone(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database, contact=BELLEN)
    with database.session_scope() as session:
        service.request_crisis(session, gesprek_id, soort="geweld", wil_mens=True, werkgebied=WERKGEBIED, nu=OPEN)
        service.withdraw(session, gesprek_id, nu=OPEN)
    o = lees_overdracht(database, uit.kenmerk)
    assert (o.status, o.crisis, o.voorkeur) == ("wachtend", "geweld", "chat")
    assert not nog_bereiken(o)
    assert "nummer" in teksten_in(database, gesprek_id)[-1]
    with database.lezen() as session:
        post = queries.find_uit_post(session, uit.kenmerk, "spoed")
    # The team still hears of the danger.
    assert post is not None
    assert post.status == "wacht"


def test_who_looked_along_with_a_silent_holder_looks_along_no_longer(database: Database) -> None:
    _, kenmerk, anna = _pak_op(database)
    medewerker(database, naam="Els")
    with database.session_scope() as session:
        behandelen.invite(session, kenmerk, anna, naam="Els", reden="Weet veel van schulden", nu=OPEN)
    assert lees_overdracht(database, kenmerk).meekijkers
    with database.session_scope() as session:
        return_all(session, anna, OPEN)
    o = lees_overdracht(database, kenmerk)
    assert (o.status, o.meekijkers) == ("wachtend", [])
