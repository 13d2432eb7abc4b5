"""What fills a database for the measurements: copies that are whole, and apart."""

from __future__ import annotations

from sqlalchemy import func, select

from bench.groei import Meting, korte_vragen, vul
from bot.stand_opslag import StandOpslag
from gesprek import service as gesprekken
from gesprek.models import Bericht, DialoogStand, Gesprek
from opslag.db import Database
from triage.crisis import vind_crisis


def test_a_gesprek_is_copied_with_all_that_hangs_on_it_and_the_first_stays(database: Database) -> None:
    with database.session_scope() as session:
        gestart = gesprekken.start(session)
        for n in range(3):
            gesprekken.receive(session, gestart.gesprek.id, client_id=f"c{n}", tekst=f"bericht {n}")
    StandOpslag(database).bewaar(gestart.gesprek.id, {"slots": {}})
    assert vul(database.engine, 250) == 251
    with database.lezen() as session:
        tellingen = [session.scalar(select(func.count()).select_from(m)) for m in (Gesprek, Bericht, DialoogStand)]
        assert tellingen == [251, 753, 251]
        assert session.scalar(select(func.count(func.distinct(Gesprek.id)))) == 251
    with database.session_scope() as session:
        ontvangen = gesprekken.receive(session, gestart.gesprek.id, client_id="nieuw", tekst="en dan dit")
        assert ontvangen.bericht.volgnummer == 4


def test_the_ratio_is_that_of_the_slowest_twentieth() -> None:
    assert Meting("x", 1, 10.0, 10.0, 20.0, 25.0).verhouding == 1.25


def test_what_is_asked_two_hundred_times_is_no_crisis() -> None:
    assert len(korte_vragen()) > 100
    assert not [t for t in korte_vragen() if vind_crisis(t)]
