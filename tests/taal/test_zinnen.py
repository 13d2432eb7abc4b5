"""A message falls apart into its sentences, also when it has no full stops or a thread below it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taal.zinnen import zinnen, zonder_citaat


@pytest.mark.parametrize(
    ("tekst", "verwacht"),
    [
        ("Ik ben moe. Kunt u helpen?", ["Ik ben moe.", "Kunt u helpen?"]),
        ("Help!!! Ik kan niet meer...", ["Help!!!", "Ik kan niet meer..."]),
        ("Ik ben moe.Kan niet meer", ["Ik ben moe.", "Kan niet meer"]),
        ("eerste regel\ntweede regel\n\n", ["eerste regel", "tweede regel"]),
        ("Dhr. Jansen woont op de Dorpsstr. 5.", ["Dhr. Jansen woont op de Dorpsstr. 5."]),
        ("Het kost bijv. 12.50 euro per mnd.", ["Het kost bijv. 12.50 euro per mnd."]),
        ("Bel a.u.b. tussen 9.00 en 12.00 uur.", ["Bel a.u.b. tussen 9.00 en 12.00 uur."]),
        ("Mijn moeder, mevr. A. de Boer, valt. Wat nu?", ["Mijn moeder, mevr. A. de Boer, valt.", "Wat nu?"]),
        ("Ik krijg W.M.O. hulp", ["Ik krijg W.M.O. hulp"]),
        ("Dat helpt u. Dank!", ["Dat helpt u.", "Dank!"]),
        ("- koken\n- wassen\n* poetsen", ["koken", "wassen", "poetsen"]),
        ("1. koken\n2. wassen", ["1. koken", "2. wassen"]),
        ("Kijk op example.nl/hulp. Daar staat het.", ["Kijk op example.nl/hulp.", "Daar staat het."]),
        ('Hij zei: "stop." Toen ging hij.', ['Hij zei: "stop."', "Toen ging hij."]),
        ("", []), ("   \n \n", []), ("...", []), ("😀", []), ("hulp", ["hulp"]),
    ],
)  # fmt: skip
def test_a_message_falls_apart_into_sentences(tekst: str, verwacht: list[str]) -> None:
    assert zinnen(tekst) == verwacht


def test_a_story_without_full_stops_falls_apart_where_a_new_point_begins() -> None:
    tekst = (
        "ik zit al maanden thuis zonder werk en verder heb ik veel schulden bij de bank en mijn zoon gaat niet naar "
        "school daarnaast ben ik erg moe"
    )
    assert zinnen(tekst) == [
        "ik zit al maanden thuis zonder werk",
        "en verder heb ik veel schulden bij de bank",
        "en mijn zoon gaat niet naar school",
        "daarnaast ben ik erg moe",
    ]


def test_a_short_sentence_stays_whole() -> None:
    assert zinnen("ik ben moe en mijn zoon ook") == ["ik ben moe en mijn zoon ook"]


MIJN = "Ik heb nog geen antwoord gekregen.\nKunt u mij bellen?"


@pytest.mark.parametrize(
    "citaat",
    [
        "Op 12 november 2026 om 10:12 schreef Sociaal Team <team@example.nl>:\n> Beste mevrouw\n> Wij bellen u.",
        "On Mon, 2 Nov 2026 at 10:12, Team wrote:\n> Dear",
        "-----Oorspronkelijk bericht-----\nVan: Team\nVerzonden: maandag\nBeste mevrouw",
        "---------- Doorgestuurd bericht ---------\nBeste mevrouw",
        "Van: Sociaal Team\nVerzonden: maandag 2 november\nAan: Mevrouw\nOnderwerp: RE: hulp\n\nBeste mevrouw",
        "> Beste mevrouw\n> Wij bellen u.",
        "Verzonden vanaf mijn iPhone\n\nBeste mevrouw",
        "-- \nJ. Jansen\nBeste mevrouw",
        "________________________________\nBeste mevrouw",
    ],
)
def test_a_pasted_thread_is_left_out(citaat: str) -> None:
    assert zonder_citaat(f"{MIJN}\n\n{citaat}") == MIJN


def test_a_message_that_is_only_forwarded_stays_readable() -> None:
    tekst = "Van: Deurwaarder\nVerzonden: maandag\n\n> U moet 450 euro betalen.\n> Anders komen wij langs."
    assert zinnen(tekst) == ["U moet 450 euro betalen.", "Anders komen wij langs."]


@pytest.mark.parametrize(
    "tekst",
    [
        "Op school schreef de juf dat hij niet luistert",
        "Op mijn werk schreef ik dat op",
        "Van: mijn moeder",
        "Ik > jij",
    ],
)
def test_a_story_that_looks_like_a_thread_is_kept(tekst: str) -> None:
    assert zonder_citaat(tekst) == tekst


@given(st.text(alphabet=st.sampled_from("ab .!?\n>:-u1"), max_size=80))
def test_every_sentence_stands_in_the_text(tekst: str) -> None:
    for zin in zinnen(tekst):
        assert zin in tekst
        assert zin.strip() == zin


@pytest.mark.parametrize("stuk", [".", ". ", "a.", "!)", "en mijn zoon ", "\n", "> ", "Op 1 schreef "])
def test_a_very_long_message_is_read_whole(stuk: str) -> None:
    assert zinnen("Begin. " + stuk * (20_000 // len(stuk)) + "\neinde")[0] == "Begin."
