"""A trace tells how long each step took and under which other it was, and nothing that anybody wrote."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import spoor
from spoor.stappen import Stap


@pytest.fixture
def gehoord() -> Iterator[list[Stap]]:
    """The steps that ended, in that order."""
    stappen: list[Stap] = []
    spoor.zet_aan(stappen.append)
    yield stappen
    spoor.zet_uit()


def test_while_nobody_listens_nothing_is_made() -> None:
    spoor.zet_uit()
    een = spoor.stap("bericht")
    assert een is spoor.stap("triage")
    with een as stap:
        stap.zet("aantal", 1)
        assert spoor.waar() is None
    assert stap.velden == {}


def test_a_step_inside_another_is_under_it_and_one_beside_it_is_another_trace(gehoord: list[Stap]) -> None:
    with spoor.stap("bericht"), spoor.stap("triage"):
        pass
    with spoor.stap("uitpost"):
        pass
    binnen, buiten, ander = gehoord
    assert (binnen.naam, binnen.ouder, binnen.trace) == ("triage", buiten.id, buiten.trace)
    assert (buiten.ouder, ander.ouder) == ("", "")
    assert ander.trace != buiten.trace
    assert buiten.begin <= binnen.begin
    assert binnen.begin <= binnen.eind <= buiten.eind


def test_work_on_another_thread_is_under_the_step_that_gave_it(gehoord: list[Stap]) -> None:
    def werk(hier: spoor.Waar | None) -> None:
        with spoor.stap("triage", onder=hier):
            pass

    with spoor.stap("ontvangen"), ThreadPoolExecutor(1) as draden:
        draden.submit(werk, spoor.waar()).result()
    assert gehoord[0].ouder == gehoord[1].id


def test_an_error_is_told_by_its_kind_and_not_by_its_text(gehoord: list[Stap]) -> None:
    with pytest.raises(ValueError), spoor.stap("assistent"):
        raise ValueError("mijn man slaat mij")
    assert gehoord[0].fout == "ValueError"
    assert "slaat" not in repr(gehoord[0])


@pytest.mark.parametrize(
    ("naam", "waarde"),
    [("actie", "ik wil niet meer"), ("actie", "Jan"), ("actie", "06-12345678"), ("soort", "VD-AB12-CD34"),
     ("tekst", "hallo"), ("token", "abc"), ("actie", "a" * 41), ("uitkomst", "")],
)  # fmt: skip
def test_what_is_no_word_of_ours_is_left_out(gehoord: list[Stap], naam: str, waarde: str) -> None:
    with spoor.stap("bericht", **{naam: waarde}) as stap:
        stap.zet(naam, waarde)
    assert gehoord[0].velden == {}


def test_names_of_ours_and_numbers_are_kept(gehoord: list[Stap]) -> None:
    with spoor.stap("actie", actie="actie_zoek_hulp", aantal=3):
        pass
    assert gehoord[0].velden == {"actie": "actie_zoek_hulp", "aantal": 3}
