"""The fault harness in its short form: processes die under load and nothing that was acknowledged is gone.

The long form, with PostgreSQL, Redis, models and a full disk, is `voordeur bench --storingen`.
"""

from __future__ import annotations

import time

import pytest
from sqlalchemy import update

from bench.storing.grootboek import Bezit, Gesprek, Grootboek, Uitslag
from bench.storing.proef import Vorm
from bench.storingen import ronde
from gesprek import service as gesprekken
from gesprek.models import Bericht
from opslag.db import Database
from overdracht.models import Overdracht, OverdrachtStap


async def test_two_killed_processes_cost_no_message_and_no_overdracht() -> None:
    vorm = Vorm("kort", processen=2, inwoners=4, medewerkers=2)
    uit = await ronde(vorm, doden=2, keer=1, welke=("verbinding geknipt", "alles dubbel verstuurd"))
    assert uit.afgebroken == ""
    assert uit.uitslag is not None
    fouten = {naam: getattr(uit.uitslag, naam) for naam in (
        "verloren", "dubbel", "overdrachten_verloren", "twee_houders", "onbeantwoord", "stroomfouten",
        "crisis_zonder_nummer",
    )}  # fmt: skip
    assert set(fouten.values()) == {0}, fouten
    assert uit.uitslag.bevestigd >= 20
    assert len(uit.herstel["kill -9"]) == 2


# --- the ledger itself: what it is for is to notice, so each thing it must notice is done to it here ------------


@pytest.fixture
def boek(sqlite_db: Database) -> tuple[Grootboek, Gesprek, Database]:
    with sqlite_db.session_scope() as session:
        gestart = gesprekken.start(session)
        ontvangen = gesprekken.receive(session, gestart.gesprek.id, client_id="a", tekst="hallo")
        session.execute(update(Bericht).values(te_beantwoorden=False))
        nummer = ontvangen.bericht.volgnummer
    boek, gesprek = Grootboek(), Gesprek(gestart.gesprek.id, gestart.token)
    boek.gesprekken[gesprek.id] = gesprek
    boek.bevestig(gesprek, "a", nummer)
    return boek, gesprek, sqlite_db


def _nu(gesprek: Gesprek, *paren: tuple[int, str | None]) -> dict[str, list[dict[str, object]]]:
    return {gesprek.id: [{"volgnummer": n, "client_id": c} for n, c in paren]}


@pytest.mark.parametrize(
    ("nu", "verloren", "dubbel"),
    [([(1, "a")], 0, 0), ([], 1, 0), ([(1, "b")], 1, 0), ([(1, "a"), (2, "a")], 0, 1), ([(1, "a"), (1, "b")], 1, 1)],
)
def test_the_ledger_notices_what_is_gone_and_what_is_there_twice(
    boek: tuple[Grootboek, Gesprek, Database], nu: list[tuple[int, str | None]], verloren: int, dubbel: int
) -> None:
    uit = boek[0].vergelijk(_nu(boek[1], *nu), boek[2])
    assert (uit.verloren, uit.dubbel) == (verloren, dubbel)
    assert uit.goed is (not verloren and not dubbel)


def test_the_ledger_notices_an_overdracht_that_is_gone(boek: tuple[Grootboek, Gesprek, Database]) -> None:
    boek[1].kenmerk = "VD-WEG"
    assert boek[0].vergelijk(_nu(boek[1], (1, "a")), boek[2]).overdrachten_verloren == 1


def test_the_ledger_notices_a_staff_message_that_is_gone(boek: tuple[Grootboek, Gesprek, Database]) -> None:
    boek[0].staf["VD-WEG"].add("x")
    assert boek[0].vergelijk(_nu(boek[1], (1, "a")), boek[2]).verloren == 1


def test_the_ledger_notices_an_unanswered_message(boek: tuple[Grootboek, Gesprek, Database]) -> None:
    with boek[2].session_scope() as session:
        gesprekken.receive(session, boek[1].id, client_id="b", tekst="en nu?")
    assert boek[0].vergelijk(_nu(boek[1], (1, "a")), boek[2]).onbeantwoord == 1


def test_two_people_at_the_same_moment_are_two_holders_and_one_after_the_other_are_not() -> None:
    boek, nu = Grootboek(), time.monotonic()
    boek.bezit = [Bezit("K", "Anna", nu, nu + 2), Bezit("K", "Bea", nu + 3), Bezit("L", "Bea", nu)]
    assert boek.twee_houders() == []
    boek.bezit.append(Bezit("K", "Cor", nu + 1, nu + 1.5))
    assert len(boek.twee_houders()) == 1


@pytest.mark.parametrize(("crisis", "fouten"), [("suicide", 0), (None, 1)])
def test_who_said_nothing_in_a_crisis_for_a_quarter_of_an_hour_holds_it_no_longer(
    boek: tuple[Grootboek, Gesprek, Database], crisis: str | None, fouten: int
) -> None:
    """The clock is set ahead by an hour among the faults; nobody else has a deadline that short."""
    grootboek, gesprek, database = boek
    with database.session_scope() as session:
        stappen = [("opgepakt", "Anna", ""), ("teruggelegd", "systeem", "Anna"), ("opgepakt", "Bea", "")]
        overdracht = Overdracht(gesprek_id=gesprek.id, kenmerk="K", status="opgepakt", crisis=crisis)
        session.add(overdracht)
        session.flush()
        session.add_all(
            OverdrachtStap(overdracht_id=overdracht.id, wat=wat, wie=wie, naar=naar) for wat, wie, naar in stappen
        )
    grootboek.bezit = [Bezit("K", "Anna", 1), Bezit("K", "Bea", 3)]
    for _ in range(2):
        uit = grootboek.vergelijk(_nu(gesprek, (1, "a")), database)
        assert (uit.twee_houders, uit.door_stilte_terug) == (fouten, 1 - fouten)
    grootboek.bezit.append(Bezit("K", "Anna", 4))
    # Once given back is one holder less, not as many as one likes.
    assert grootboek.vergelijk(_nu(gesprek, (1, "a")), database).twee_houders == fouten + 1


def test_nothing_acknowledged_is_no_success() -> None:
    assert not Uitslag().goed
