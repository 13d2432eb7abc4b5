"""A word as it is typed or as it sounds leads to the word that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taal.spelling import Woordenboek, klank, verbeter
from taal.woorden import woordenlijst

BOEK = Woordenboek(woordenlijst().delen)

REGELS = (Path(__file__).parent / "spelfouten.txt").read_text(encoding="utf-8").splitlines()
PAREN = [tuple(regel.split(" | ")) for regel in REGELS if not regel.startswith("#")]


@pytest.mark.parametrize(("getypt", "bedoeld"), PAREN)
def test_a_misspelt_word_is_mended(getypt: str, bedoeld: str) -> None:
    woorden = set(woordenlijst().delen) | {"formulieren"}
    assert verbeter(getypt, woorden) == bedoeld


@pytest.mark.parametrize(
    "woord",
    ["mantelzorg", "ggz", "wmo", "tafel", "kast", "kost", "xqzwv", "", "  ", "de", "ik", "1906", "zee", "lamp",
     "Bakkum",
     "hallo", "paspoort", "boom", "vuilnis", "hulp bij", "a" * 5000],
)  # fmt: skip
def test_a_word_that_is_right_or_unknown_is_left_alone(woord: str) -> None:
    assert BOEK.verbeter(woord) is None


@pytest.mark.parametrize(
    ("een", "ander"),
    [("begeleiding", "begelijding"), ("vrouw", "vrauw"), ("schuld", "sgult"), ("zorg", "sorg"), ("vakantie",
     "fakansie"),
     ("contact", "kontakt"), ("politie", "polisie"), ("bureau", "buro"), ("uitkering", "uitkeering"), ("taxi",
     "taksi")],
)  # fmt: skip
def test_words_that_sound_alike_have_one_sound(een: str, ander: str) -> None:
    assert klank(een) == klank(ander)


@pytest.mark.parametrize(("een", "ander"), [("zorg", "zon"), ("huis", "muis"), ("gezin", "zin"), ("baan", "been")])
def test_words_that_sound_different_have_two(een: str, ander: str) -> None:
    assert klank(een) != klank(ander)


@given(st.text(max_size=50))
def test_any_text_can_be_asked(tekst: str) -> None:
    beter = BOEK.verbeter(tekst)
    assert beter is None or beter in BOEK


@given(st.sampled_from(sorted(w for w in woordenlijst().delen if len(w) >= 9)), st.data())
def test_one_wrong_key_in_a_long_word_gives_a_word_near_it(woord: str, data: st.DataObject) -> None:
    """Two neighbouring letters changed places: what comes out, if anything, is at most as far away."""
    plek = data.draw(st.integers(1, len(woord) - 2))
    getypt = woord[:plek] + woord[plek + 1] + woord[plek] + woord[plek + 2 :]
    assert getypt in BOEK or BOEK.verbeter(getypt) is None or abs(len(str(BOEK.verbeter(getypt))) - len(woord)) <= 2
