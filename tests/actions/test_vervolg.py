"""Follow-ups are answered from the entries that were shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.reactie import Reactie
from tests.actions.conftest import Gesprek

Tekst = Callable[[Reactie], str]


@pytest.fixture
def getoond(gesprek: Gesprek) -> Gesprek:
    gesprek.zeg("Waar kan ik in Limmen terecht voor hulp met formulieren?")
    return gesprek


def test_costs_come_from_the_entry_and_are_honest_when_it_does_not_say(getoond: Gesprek, tekst_van: Tekst) -> None:
    tekst = tekst_van(getoond.zeg("wat kost dat?"))
    assert "Formulierenhulp Limmen: Gratis." in tekst
    assert "Van Formulierenhulp Castricum weet ik de kosten niet." in tekst


def test_hours_on_a_day_are_told_per_entry(getoond: Gesprek, tekst_van: Tekst) -> None:
    assert "Formulierenhulp Limmen is zaterdag dicht." in tekst_van(getoond.zeg("zijn ze zaterdag open?"))


def test_hours_in_general_are_told(getoond: Gesprek, tekst_van: Tekst) -> None:
    assert "woensdag van 9.30 tot 12.00 uur" in tekst_van(getoond.zeg("wat zijn de openingstijden"))


def test_the_first_one_is_the_first_one(getoond: Gesprek, tekst_van: Tekst) -> None:
    tekst = tekst_van(getoond.zeg("wat kost de eerste?", "vervolg_kosten"))
    assert "Formulierenhulp Limmen" in tekst
    assert "Castricum" not in tekst


def test_contact_gives_the_ways_there_are(getoond: Gesprek, tekst_van: Tekst) -> None:
    assert "bel 072 000 0201" in tekst_van(getoond.zeg("hoe kan ik ze bereiken"))


def test_another_place_searches_the_same_there(getoond: Gesprek) -> None:
    reactie = getoond.zeg("en in Castricum?", "vervolg_elders")
    assert reactie.berichten[0].voorzieningen[0]["id"] == "formulieren-castricum"


def test_more_shows_what_was_not_shown_yet(getoond: Gesprek) -> None:
    reactie = getoond.zeg("meer")
    assert not {"formulieren-limmen", "formulieren-castricum"} & {
        k["id"] for b in reactie.berichten for k in b.voorzieningen
    }


def test_a_follow_up_about_something_else_is_a_new_question(getoond: Gesprek) -> None:
    reactie = getoond.zeg("en wat kost een traplift?", "vervolg_kosten")
    assert reactie.berichten[0].voorzieningen[0]["id"] == "traplift"


def test_a_follow_up_with_nothing_shown_asks_about_what(gesprek: Gesprek, tekst_van: Tekst) -> None:
    assert "Waar wilt u dat van weten?" in tekst_van(gesprek.zeg("wat kost dat?"))


@pytest.mark.parametrize(
    "vraag", ["wat kost dat?", "en hoe duur is dat dan", "moet ik er iets voor betalen?", "is het gratis?"]
)
def test_every_way_to_ask_for_the_costs_is_answered_from_the_entry(
    getoond: Gesprek, tekst_van: Tekst, vraag: str
) -> None:
    assert "Formulierenhulp Limmen: Gratis." in tekst_van(getoond.zeg(vraag))


@pytest.mark.parametrize("vraag", ["en zijn ze zaterdag open?", "kan ik er zaterdag terecht", "zaterdag ook?"])
def test_every_way_to_ask_for_a_day_is_answered_from_the_hours(getoond: Gesprek, tekst_van: Tekst, vraag: str) -> None:
    assert "zaterdag dicht" in tekst_van(getoond.zeg(vraag))


@pytest.mark.parametrize("vraag", ["is er ook een in Castricum?", "en in Castricum", "heeft Castricum dat ook?"])
def test_every_way_to_ask_for_another_place_searches_there(getoond: Gesprek, vraag: str) -> None:
    reactie = getoond.zeg(vraag)
    assert reactie.berichten[0].voorzieningen[0]["id"] == "formulieren-castricum"


def test_who_asks_for_something_nearer_is_not_asked_again_where_they_live(getoond: Gesprek, tekst_van: Tekst) -> None:
    getoond.slots |= {"gemeente": "Castricum", "kern": "Castricum"}
    reactie = getoond.zeg("is er ook iets dichterbij?", "vervolg_elders")
    assert reactie.berichten[0].voorzieningen[0]["id"] == "formulieren-castricum"
    assert "Het dichtst bij Castricum" in tekst_van(reactie)


def test_without_a_kern_the_assistant_asks_where_they_live(getoond: Gesprek, tekst_van: Tekst) -> None:
    getoond.slots |= {"gemeente": None, "kern": None}
    assert "Waar woont u?" in tekst_van(getoond.zeg("is er ook iets dichterbij?", "vervolg_elders"))
