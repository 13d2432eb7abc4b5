"""The indication an editor sees: how easy, which sentences are long, which words are hard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taal.leesbaarheid import lettergrepen, meet

LETTERGREPEN = """
huis_1 kat_1 de_1 ik_1 water_2 moeder_2 uitkering_3 gemeente_3 hulp_1 huishouden_3 mantelzorg_3 begeleiding_4
auto_2 radio_3 ideeën_3 geïnteresseerd_5 financieel_4 cliënt_2 museum_3 bureau_2 station_2 informatie_4
leeuw_1 nieuw_1 mooie_2 draaien_2 beoordelen_4 aardappel_3 ziekenhuis_3 school_1 vrijwilliger_4 rolstoel_2
traplift_2 formulier_3 ouderen_3 eenzaamheid_3 WMO_3 GGZ_3 café_2 zoals_2 eieren_3 reünie_3 yoga_2 koeien_2
schulden_2 quiz_1 2026_2 uur_1 au_1 hm_1
"""


@pytest.mark.parametrize("paar", LETTERGREPEN.split())
def test_syllables_are_counted_as_they_are_spoken(paar: str) -> None:
    woord, aantal = paar.split("_")
    assert lettergrepen(woord) == int(aantal)


def test_the_score_is_that_of_flesch_douma() -> None:
    """Four words, five syllables, one sentence."""
    gemeten = meet("De kat drinkt water.")
    assert gemeten.score == pytest.approx(206.835 - 0.93 * 4 - 77 * 5 / 4, abs=0.05)
    assert gemeten.woorden_per_zin == 4
    assert gemeten.lettergrepen_per_woord == 1.25


def test_plain_dutch_scores_higher_than_official_dutch() -> None:
    gewoon = meet("U kunt hier eten. Het kost 5 euro. Bel ons als u wilt komen.")
    ambtelijk = meet(
        "Indien belanghebbende aanspraak wenst te maken op een maatwerkvoorziening, dient hij dienaangaande "
        "schriftelijk een gemotiveerde aanvraag in te dienen bij het college van burgemeester en wethouders."
    )
    assert gewoon.score > 80 > 40 > ambtelijk.score
    assert gewoon.lange_zinnen == ()
    assert len(ambtelijk.lange_zinnen) == 1
    assert {m.woord for m in ambtelijk.moeilijke_woorden} >= {"Indien", "belanghebbende", "maatwerkvoorziening"}


def test_a_hard_word_comes_with_a_plain_one_and_is_named_once() -> None:
    gevonden = meet(
        "Na de intake krijgt u een indicatie. Indicaties gelden een jaar. Zorg in natura kan ook."
    ).moeilijke_woorden
    assert [(m.woord, m.beter) for m in gevonden] == [
        ("intake", "eerste gesprek"),
        ("indicatie", "besluit over welke hulp u krijgt"),
        ("Zorg in natura", "zorg die wij voor u regelen"),
    ]


def test_a_part_of_another_word_is_not_hard() -> None:
    assert meet("Heb medelijden met de hedendaagse mens.").moeilijke_woorden == ()


@pytest.mark.parametrize("tekst", ["", "   ", "\n", "...", "😀"])
def test_a_text_without_words_is_easy(tekst: str) -> None:
    assert meet(tekst).score == 100.0


@given(st.text(max_size=200))
def test_any_text_can_be_measured(tekst: str) -> None:
    gemeten = meet(tekst)
    assert gemeten.score <= 206.835
    assert gemeten.woorden_per_zin >= 0
