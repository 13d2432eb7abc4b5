"""Waiting and handling time per leefgebied and per month: median and p90, never of fewer than five."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database
from overdracht import staf, wachtrij
from tests.overdracht_builders import keur_goed
from tests.web.stafleden import Staflid, pagina_routes
from web.cijfers import Kwartaal
from web.cijfers_tijd import lees_tijden, maanden_tot
from werkgebied import Werkgebied

MINUUT = dt.timedelta(minutes=1)
JUNI = dt.datetime(2026, 6, 10, 9, 0, tzinfo=dt.UTC)
MEI = dt.datetime(2026, 5, 12, 9, 0, tzinfo=dt.UTC)


def handel_af(database: Database, werkgebied: Werkgebied, nu: dt.datetime, aantal: int, leefgebied: str) -> None:
    """So many residents: the first waited one minute, the second two, and each was helped for ten times that."""
    with database.session_scope() as session:
        if staf.find_by_naam(session, "Karim") is None:
            staf.add_medewerker(session, "Karim", "medewerker")
        karim = staf.find_by_naam(session, "Karim")
        assert karim is not None
        for n in range(1, aantal + 1):
            verhaal = keur_goed(session, werkgebied, nu=nu, leefgebieden=(leefgebied,))
            wachtrij.claim_overdracht(session, verhaal.kenmerk, karim, nu=nu + n * MINUUT)
            wachtrij.finish(session, verhaal.kenmerk, karim, uitkomst="antwoord_gegeven", nu=nu + 11 * n * MINUUT)


@pytest.fixture
def gedaan(sqlite_db: Database, werkgebied: Werkgebied) -> None:
    handel_af(sqlite_db, werkgebied, JUNI, 5, "financien")
    handel_af(sqlite_db, werkgebied, JUNI, 4, "huisvesting")
    handel_af(sqlite_db, werkgebied, MEI, 4, "financien")


def test_the_months_shown_end_with_the_quarter_and_cross_the_year() -> None:
    maanden = maanden_tot(Kwartaal(2026, 1))
    assert (maanden[0], maanden[-1], len(maanden)) == ((2025, 4), (2026, 3), 12)


@pytest.mark.usefixtures("gedaan")
def test_each_leefgebied_has_its_median_and_p90_and_four_people_have_none(
    sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    with sqlite_db.lezen() as session:
        tijden = lees_tijden(session, Kwartaal(2026, 2), werkgebied=werkgebied)
    geld = tijden["leefgebied"]["Financiën"]
    # Nine of them: five of June and four of May.
    assert (geld.wacht_mediaan, geld.hulp_mediaan) == (3, 30)
    wonen = tijden["leefgebied"]["Huisvesting"]
    assert (wonen.wacht_mediaan, wonen.wacht_p90, wonen.hulp_mediaan, wonen.hulp_p90) == (None,) * 4


@pytest.mark.usefixtures("gedaan")
def test_each_month_has_its_median_and_p90_and_four_people_have_none(
    sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    with sqlite_db.lezen() as session:
        tijden = lees_tijden(session, Kwartaal(2026, 2), werkgebied=werkgebied)
    assert tijden["maand"]["juni 2026"].wacht_mediaan == 3
    assert tijden["maand"]["juni 2026"].wacht_p90 == pytest.approx(4.2)
    assert tijden["maand"]["mei 2026"].wacht_mediaan is None


@pytest.mark.usefixtures("gedaan")
async def test_they_stand_on_the_page_as_a_plot_and_in_the_csv(bouw: Any, sqlite_db: Database) -> None:
    client: TestClient[Any, Any] = await bouw(routes=pagina_routes())
    bea = Staflid(client, sqlite_db, "Bea", "beheerder")
    html = await bea.lees("/beheer/cijfers?kwartaal=2026-2")
    assert "Wachttijd per leefgebied" in html
    assert "Behandeltijd per maand" in html
    assert "juni 2026" in html
    tekst = await bea.lees("/beheer/cijfers.csv?kwartaal=2026-2")
    assert "Wachttijd per leefgebied in minuten;Financiën, mediaan;3" in tekst
    assert "Behandeltijd per maand in minuten;juni 2026, mediaan;30" in tekst
    assert "Wachttijd per leefgebied in minuten;Huisvesting, mediaan;minder dan 5" in tekst
