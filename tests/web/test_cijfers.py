"""Figures: right, and never so small that they point at somebody."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gesprek import edits
from gesprek import service as gesprekken
from opslag.db import Database, now
from overdracht import staf, wachtrij
from overdracht.models import TriageCorrectie
from tests.overdracht_builders import keur_goed
from web.cijfers import Kwartaal, as_csv, balken, deel, kwartaal_van, laatste_kwartalen, lees_cijfers, verberg_klein
from werkgebied import Werkgebied


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 40), max_size=12))
def test_no_cell_under_five_is_shown_or_can_be_found_from_the_total(cellen: dict[str, int]) -> None:
    veilig = verberg_klein(cellen)
    verborgen = [cellen[n] for n, waarde in veilig.items() if waarde is None]
    assert all(waarde is None or (waarde >= 5 and waarde == cellen[n]) for n, waarde in veilig.items())
    if verborgen and len(verborgen) < len(cellen):
        # Who knows the total knows the sum of what is hidden: that must be a group too, of more than one cell.
        assert len(verborgen) > 1
        assert sum(verborgen) >= 5


def test_large_cells_are_all_shown() -> None:
    assert verberg_klein({"a": 5, "b": 90}) == {"a": 5, "b": 90}


@pytest.mark.parametrize(("welk", "verwacht"), [(0.5, 3.0), (0.9, 4.6), (0.0, 1.0), (1.0, 5.0)])
def test_quantiles_lie_between_neighbours(welk: float, verwacht: float) -> None:
    assert deel([5, 1, 4, 2, 3], welk) == pytest.approx(verwacht)


def test_of_fewer_than_five_measurements_nothing_is_told() -> None:
    assert deel([1, 2, 3, 4], 0.5) is None


def test_quarters_follow_the_calendar() -> None:
    assert kwartaal_van(dt.date(2026, 12, 31)) == Kwartaal(2026, 4)
    assert Kwartaal(2026, 4).volgende == Kwartaal(2027, 1)
    assert Kwartaal(2026, 1).vorige == Kwartaal(2025, 4)
    assert [k.code for k in laatste_kwartalen(dt.date(2026, 2, 1))][:3] == ["2026-1", "2025-4", "2025-3"]
    assert Kwartaal(2026, 2).begin == dt.date(2026, 4, 1)


def test_the_longest_bar_fills_the_plot_and_a_hidden_one_has_none() -> None:
    lang, half, geen = balken({"a": 20, "b": 10, "c": None}, te_klein="minder dan 5")
    assert (lang.deel, half.deel, geen.deel) == (100.0, 50.0, 0.0)
    assert geen.tekst == "minder dan 5"


@pytest.mark.parametrize("kwaad", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\ufeff=1", "|cmd", "%0A"])
def test_a_cell_that_would_be_calculated_becomes_text(kwaad: str) -> None:
    regels = list(csv.reader(io.StringIO(as_csv(["naam"], [[kwaad]]).lstrip("\ufeff")), delimiter=";"))
    assert regels[1][0].startswith("'")


def _handel_af(database: Database, werkgebied: Werkgebied, aantal: int, *, gemeente: str = "Castricum") -> None:
    begin = now()
    with database.session_scope() as session:
        if staf.find_by_naam(session, "Sanne") is None:
            staf.add_medewerker(session, "Sanne", "medewerker")
        sanne = staf.find_by_naam(session, "Sanne")
        assert sanne is not None
        for i in range(aantal):
            verhaal = keur_goed(session, werkgebied, nu=begin, gemeente=gemeente, leefgebieden=("financien",))
            wachtrij.claim_overdracht(session, verhaal.kenmerk, sanne, nu=begin + dt.timedelta(minutes=10 * (i + 1)))
            wachtrij.finish(
                session, verhaal.kenmerk, sanne, uitkomst="antwoord_gegeven",
                nu=begin + dt.timedelta(minutes=10 * (i + 1) + 30),
            )  # fmt: skip
            gesprekken.save_feedback(session, verhaal.gesprek_id, score=4)


def test_figures_come_from_what_happened(database: Database, werkgebied: Werkgebied) -> None:
    _handel_af(database, werkgebied, 6)
    vandaag = werkgebied.lokale_tijd(now()).date()
    with database.lezen() as session:
        c = lees_cijfers(session, kwartaal_van(vandaag), werkgebied=werkgebied, vandaag=vandaag)
    assert c.overdrachten == 6
    assert c.tijden["wachten"]["mediaan"] == pytest.approx(35)
    assert c.tijden["wachten"]["p90"] == pytest.approx(55)
    assert c.tijden["behandelen"]["mediaan"] == pytest.approx(30)
    assert c.score_gemiddeld == pytest.approx(4)
    assert c.per_kwartaal[kwartaal_van(vandaag).code] == 6
    assert c.tellingen["afgerond"] == 6


def test_four_residents_show_no_figure_at_all(database: Database, werkgebied: Werkgebied) -> None:
    _handel_af(database, werkgebied, 4)
    vandaag = werkgebied.lokale_tijd(now()).date()
    with database.lezen() as session:
        c = lees_cijfers(session, kwartaal_van(vandaag), werkgebied=werkgebied, vandaag=vandaag)
    assert c.overdrachten is None
    assert set(c.per_leefgebied.values()) == {None}
    assert c.tijden["wachten"] == {"aantal": None, "mediaan": None, "p90": None}
    assert c.score_gemiddeld is None


def test_what_the_kaart_could_not_answer_is_told_per_kern(database: Database, werkgebied: Werkgebied) -> None:
    vandaag = werkgebied.lokale_tijd(now()).date()
    with database.session_scope() as session:
        for kern, aantal in (("Limmen", 9), ("Bakkum", 7), ("De Woude", 2)):
            for _ in range(aantal):
                wat = [("onbeantwoord", "financien")]
                edits.add_tellingen(session, vandaag, wat, gemeente="Castricum", kern=kern)
    with database.lezen() as session:
        c = lees_cijfers(session, kwartaal_van(vandaag), werkgebied=werkgebied, vandaag=vandaag)
    assert c.onbeantwoord == [("Limmen", "Financiën", 9)]
    assert c.onbeantwoord_rest == 9


def _verbeter(database: Database, dag: dt.date, was: tuple[str, set[str]], werd: tuple[str, set[str]]) -> None:
    with database.session_scope() as session:
        session.add(
            TriageCorrectie(
                dag=dag,
                zwaarte=was[0],
                zwaarte_beter=werd[0],
                leefgebieden=sorted(was[1]),
                leefgebieden_beter=sorted(werd[1]),
            )
        )


def test_what_medewerkers_change_of_the_triage_is_told_from_five_on(database: Database, werkgebied: Werkgebied) -> None:
    dag = dt.date(2026, 11, 3)
    for _ in range(5):
        _verbeter(database, dag, ("enkelvoudig", {"financien"}), ("meervoudig", {"financien", "justitie"}))
    for _ in range(4):
        _verbeter(database, dag, ("meervoudig", {"financien"}), ("meervoudig", set()))
    with database.lezen() as session:
        uit = lees_cijfers(session, Kwartaal(2026, 4), werkgebied=werkgebied, vandaag=dag)
        ander = lees_cijfers(session, Kwartaal(2026, 3), werkgebied=werkgebied, vandaag=dag)
    assert uit.verbeterd == {("leefgebied", "", "justitie"): 5, ("zwaarte", "enkelvoudig", "meervoudig"): 5}
    assert ander.verbeterd == {}


def test_who_clicks_to_and_fro_is_no_five_people(database: Database, werkgebied: Werkgebied) -> None:
    dag, zonder, met = dt.date(2026, 11, 3), ("enkelvoudig", set[str]()), ("enkelvoudig", {"justitie"})
    for _ in range(6):
        _verbeter(database, dag, zonder, met)
        _verbeter(database, dag, met, zonder)
    with database.lezen() as session:
        assert lees_cijfers(session, Kwartaal(2026, 4), werkgebied=werkgebied, vandaag=dag).verbeterd == {}
