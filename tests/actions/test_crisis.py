"""Danger: numbers first, from the help lines only, whatever else was going on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from actions.contact import contactregels
from actions.crisistekst import crisis_tekst
from actions.reactie import Reactie
from sociale_kaart import hulplijnen
from tests.actions.conftest import Gesprek
from triage.beoordeling import CRISIS_SOORTEN

Tekst = Callable[[Reactie], str]


def test_the_first_reply_to_suicide_holds_112_and_113(gesprek: Gesprek, tekst_van: Tekst) -> None:
    tekst = tekst_van(gesprek.zeg("ik wil niet meer leven"))
    assert "112" in tekst
    assert "113 of 0800-0113" in tekst


def test_violence_gets_veilig_thuis(gesprek: Gesprek, tekst_van: Tekst) -> None:
    assert "0800-2000" in tekst_van(gesprek.zeg("mijn man slaat me"))


def test_no_bed_tonight_gets_the_team_and_the_police(gesprek: Gesprek, tekst_van: Tekst) -> None:
    tekst = tekst_van(gesprek.zeg("ik slaap vannacht op straat"))
    assert "072 000 0103" in tekst
    assert "0900-8844" in tekst


@pytest.mark.parametrize("soort", CRISIS_SOORTEN)
def test_every_number_has_a_source_and_a_date(gesprek: Gesprek, soort: str) -> None:
    ctx_tekst = crisis_tekst(_context(gesprek), soort)
    bekend = " ".join(f"{lijn.nummer} {lijn.ander_nummer}" for lijn in hulplijnen.load().values())
    bekend += contactregels(_context(gesprek))
    for nummer in re.findall(r"\b(?:\d[\d -]{2,}\d)\b", ctx_tekst):
        assert nummer.strip() in bekend


def _context(gesprek: Gesprek):  # type: ignore[no-untyped-def]
    from actions.context import context_van

    return context_van(gesprek.tracker("help", "crisis", {}), gesprek.bronnen)


def test_nothing_is_asked_before_the_numbers(gesprek: Gesprek) -> None:
    eerste = gesprek.zeg("ik wil niet meer leven").berichten[0].tekst
    assert eerste.index("112") < eerste.index("Wilt u nu een mens")


def test_a_crisis_ends_the_question_that_was_open(gesprek: Gesprek) -> None:
    assert gesprek.zeg("ik wil niet meer leven").sluit_lus


def test_who_goes_on_about_it_in_other_words_keeps_the_help_lines(gesprek: Gesprek, tekst_van: Tekst) -> None:
    gesprek.zeg("ik wil niet meer leven")
    assert "113" in tekst_van(gesprek.zeg("ik heb pillen klaarliggen"))


def test_who_asks_something_else_after_a_crisis_gets_that(gesprek: Gesprek) -> None:
    gesprek.zeg("ik wil niet meer leven")
    gesprek.zeg("/verder_typen")
    reactie = gesprek.zeg("waar is de voedselbank?")
    assert reactie.berichten[0].voorzieningen


def test_a_person_now_makes_the_urgent_step(gesprek: Gesprek) -> None:
    gesprek.zeg("ik wil niet meer leven")
    assert gesprek.zeg("/mens_nu").stap == "mens"
