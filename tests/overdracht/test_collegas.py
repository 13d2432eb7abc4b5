"""Passing on and scaling up reach whom they are for: first in the list, and by mail without a word of the resident."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from opslag.db import Database
from overdracht import behandelen, queries, wachtrij
from overdracht.collegas import find_collegas
from overdracht.mail import Mailserver, MailVerzender
from overdracht.models import Medewerker
from overdracht.outbox import Outbox
from tests.overdracht.bouw import OPEN, WERKGEBIED, goedgekeurd, medewerker
from tests.overdracht.postbus import Postbus

LATER = dt.timedelta(days=1)
Stap = Callable[[Session, str, Medewerker], Any]


def _outbox(database: Database, url: str) -> Outbox:
    mail = MailVerzender(
        database, Mailserver.from_url(url), afzender="voordeur@example.nl", publieke_url="https://v.example.nl/",
        werkgebied=WERKGEBIED,
    )  # fmt: skip
    return Outbox(database, {"openklant": None, "bevestiging": None, "nieuw": None, "collega": mail})


def _naar_rol(s: Session, kenmerk: str, wie: Medewerker) -> Any:
    return wachtrij.transfer(s, kenmerk, wie, naar="procesregisseur", reden="Vastgelopen", nu=OPEN)


def _naar_piet(s: Session, kenmerk: str, wie: Medewerker) -> Any:
    return wachtrij.transfer(s, kenmerk, wie, naar="Piet Prins", reden="Kent de wijk", nu=OPEN)


def _op(s: Session, kenmerk: str, wie: Medewerker) -> Any:
    return behandelen.scale(s, kenmerk, wie, route="procesregie", reden="Vastgelopen", nu=OPEN)


def _mee(s: Session, kenmerk: str, wie: Medewerker) -> Any:
    return behandelen.invite(s, kenmerk, wie, naam="Piet Prins", reden="Denk mee", nu=OPEN)


@pytest.mark.parametrize(
    ("doe", "zin"),
    [
        (_naar_rol, "zette een vraag naar u door"),
        (_naar_piet, "zette een vraag naar u door"),
        (_op, "bij een vraag die vastloopt"),
        (_mee, "om mee te kijken"),
    ],
)
async def test_whom_it_is_for_is_mailed_and_nothing_of_the_resident(
    database: Database, postbus: Postbus, doe: Stap, zin: str
) -> None:
    kenmerk = goedgekeurd(database)[1].kenmerk
    anna = medewerker(database, email="anna@example.nl")
    medewerker(database, "Piet Prins", "procesregisseur", email="piet@example.nl")
    medewerker(database, "Karim", email="karim@example.nl")
    medewerker(database, "Weg", "procesregisseur", email="weg@example.nl", actief=False)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, kenmerk, anna, nu=OPEN)
        doe(session, kenmerk, anna)
    await _outbox(database, postbus.url).send_due(nu=OPEN + LATER)
    [bericht] = postbus.ontvangen
    tekst = bericht.get_content()
    assert bericht["To"] == "piet@example.nl"
    assert zin in tekst
    assert f"https://v.example.nl/werkplek?o={kenmerk}" in tekst
    for woord in ("huur", "drinkt", "Sanne", "Vastgelopen", "Kent de wijk"):
        assert woord not in bericht["Subject"] + tekst


async def test_what_is_over_by_then_is_not_mailed(sqlite_db: Database, postbus: Postbus) -> None:
    kenmerk = goedgekeurd(sqlite_db)[1].kenmerk
    anna = medewerker(sqlite_db)
    medewerker(sqlite_db, "Piet Prins", "procesregisseur", email="piet@example.nl")
    with sqlite_db.session_scope() as session:
        wachtrij.claim_overdracht(session, kenmerk, anna, nu=OPEN)
        _op(session, kenmerk, anna)
        wachtrij.finish(session, kenmerk, anna, uitkomst="antwoord_gegeven", nu=OPEN)
    await _outbox(sqlite_db, postbus.url).send_due(nu=OPEN + LATER)
    assert postbus.ontvangen == []


def test_scaling_down_and_scaling_up_twice_mail_nobody_again(sqlite_db: Database) -> None:
    kenmerk = goedgekeurd(sqlite_db)[1].kenmerk
    anna = medewerker(sqlite_db)
    medewerker(sqlite_db, "Piet Prins", "procesregisseur", email="piet@example.nl")
    with sqlite_db.session_scope() as session:
        wachtrij.claim_overdracht(session, kenmerk, anna, nu=OPEN)
        for _ in range(2):
            _op(session, kenmerk, anna)
        behandelen.scale(session, kenmerk, anna, route="generalist", reden="Weer op gang", nu=OPEN)
        assert len([p for p in queries.find_uit_posten(session) if p.soort == "collega"]) == 1


def test_what_was_scaled_up_comes_first_for_who_has_that_role(database: Database) -> None:
    eerst, dan = goedgekeurd(database)[1].kenmerk, goedgekeurd(database)[1].kenmerk
    anna, piet = medewerker(database), medewerker(database, "Piet", "procesregisseur")
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, dan, anna, nu=OPEN)
        _op(session, dan, anna)
        wachtrij.release(session, dan, anna, nu=OPEN)
    with database.lezen() as session:
        for wie, volgorde in ((piet, [dan, eerst]), (anna, [eerst, dan])):
            rij = wachtrij.find_overdrachten(session, "wachtend", medewerker=wie)
            assert [o["kenmerk"] for o in rij] == volgorde


def test_who_is_there_with_room_comes_first_among_colleagues(database: Database) -> None:
    kenmerk = goedgekeurd(database)[1].kenmerk
    vol = medewerker(database, "Abel", beschikbaar="aanwezig", gezien_op=OPEN, max_gesprekken=1)
    medewerker(database, "Bea", beschikbaar="aanwezig", gezien_op=OPEN, max_gesprekken=4, gemeenten=["Heiloo"])
    medewerker(database, "Cor", beschikbaar="aanwezig", gezien_op=OPEN - dt.timedelta(hours=2))
    medewerker(database, "Dirk", beschikbaar="pauze", gezien_op=OPEN)
    medewerker(database, "Els", actief=False, beschikbaar="aanwezig", gezien_op=OPEN)
    medewerker(database, "Fee", "redacteur", beschikbaar="aanwezig", gezien_op=OPEN)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, kenmerk, vol, nu=OPEN)
        collegas = find_collegas(session, nu=OPEN)
    assert [(c.naam, c.stand, c.lopend, c.maximum) for c in collegas] == [
        ("Bea", "aanwezig", 0, 4),
        ("Abel", "aanwezig", 1, 1),
        ("Dirk", "pauze", 0, 0),
        ("Cor", "afwezig", 0, 0),
    ]
