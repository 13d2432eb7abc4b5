"""Another language is recognised, and Dutch stays Dutch however it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taal.herkenning import taal_van

REGELS = (Path(__file__).parent / "talen.txt").read_text(encoding="utf-8").splitlines()
BERICHTEN = [(taal.strip(), tekst.strip()) for taal, _, tekst in (r.partition("|") for r in REGELS[1:])]


def test_there_are_enough_messages() -> None:
    assert len(BERICHTEN) >= 150


@pytest.mark.parametrize(("taal", "tekst"), BERICHTEN)
def test_the_language_of_a_short_message_is_recognised(taal: str, tekst: str) -> None:
    assert taal_van(tekst) == taal


@pytest.mark.parametrize(("taal", "tekst"), [b for b in BERICHTEN if b[0] == "nl" and len(b[1].split()) > 3])
def test_dutch_in_capitals_is_dutch(taal: str, tekst: str) -> None:
    assert taal_van(tekst.upper()) == taal


def test_a_foreign_word_in_a_dutch_story_changes_nothing() -> None:
    assert taal_van("Mijn zoon zei: I don't care. En toen liep hij weg en ik weet niet meer wat ik moet doen.") == "nl"


def test_a_long_story_is_dutch_too() -> None:
    assert taal_van("Ik zoek hulp voor mijn moeder. " * 500) == "nl"


@given(st.text(max_size=100))
def test_any_text_has_an_answer(tekst: str) -> None:
    assert len(taal_van(tekst)) == 2
