"""A place is heard however it is written, and an ordinary word is never taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkgebied import Werkgebied, load_werkgebied

WORTEL = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def duinstreek() -> Werkgebied:
    return load_werkgebied(WORTEL / "werkgebied.yml")


@pytest.mark.parametrize(
    ("tekst", "gemeente", "kern"),
    [
        ("ik woon in Limmen", "Castricum", "Limmen"), ("limmen", "Castricum", "Limmen"), ("LIMMEN", "Castricum",
        "Limmen"),
        ("limmen?", "Castricum", "Limmen"), ("ik kom uit Limen", "Castricum", "Limmen"), ("akkersloot", "Castricum",
        "Akersloot"),
        ("Kastricum", "Castricum", None), ("castricom", "Castricum", None), ("Heilo", "Heiloo", None), ("uitgeeest",
        "Uitgeest", None),
        ("kamperduin", "Bergen", "Camperduin"), ("egmond a/d hoef", "Bergen", "Egmond aan den Hoef"),
        ("Egmond a.d. Hoef", "Bergen", "Egmond aan den Hoef"), ("egmond aan de hoef", "Bergen",
        "Egmond aan den Hoef"),
        ("egmond ad hoef", "Bergen", "Egmond aan den Hoef"), ("egmont aan zee", "Bergen", "Egmond aan Zee"),
        ("egmond zee", "Bergen", "Egmond aan Zee"), ("egmond binnen", "Bergen", "Egmond-Binnen"),
        ("ik woon in egmond", "Bergen", None),
        ("bergen aan zee", "Bergen", "Bergen aan Zee"), ("ik woon in bergen", "Bergen", None), ("Bergen",
        "Bergen", None),
        ("bergen", "Bergen", None), ("ik ben van de gemeente bergen", "Bergen", None),
        ("wij wonen al lang in Groet", "Bergen", "Groet"),
        ("groet", "Bergen", "Groet"), ("de woude", "Castricum", "De Woude"), ("Bakkum noord", "Castricum",
        "Bakkum-Noord"),
        ("bakkum", "Castricum", "Bakkum"), ("groot dorregeest", "Uitgeest", "Groot-Dorregeest"),
        ("ik ga naar schoorl", "Bergen", "Schoorl"),
        ("IK WOON IN BERGEN", "Bergen", None), ("Waar kan ik in Limmen terecht voor hulp?", "Castricum", "Limmen"),
        ("mijn moeder (Heiloo) valt", "Heiloo", None), ("Hoi, wij wonen Bergen", "Bergen", None),
    ],
)  # fmt: skip
def test_a_place_is_heard(duinstreek: Werkgebied, tekst: str, gemeente: str, kern: str | None) -> None:
    plaats = duinstreek.vind_plaats(tekst)
    assert plaats is not None
    assert (plaats.gemeente.naam, plaats.kern) == (gemeente, kern)
    assert plaats.naam == (kern or gemeente)


@pytest.mark.parametrize(
    "tekst",
    [
        "bergen was", "ik zit met bergen was", "ik zit in bergen schulden", "mijn bergen schulden",
        "Bergen was heb ik",
        "mijn kind gaat naar school", "school", "harken in de tuin", "bakken", "met vriendelijke groet",
        "Met Vriendelijke Groet, Jan",
        "Dank. Groet Jan", "dank u, Groet van Piet", "de groeten", "Groet, Jan", "in de bergen",
        "Ik woon in Alkmaar", "amsterdam",
        "hulp in het huishouden", "", "   ", "😀", "mijn limiet", "limonade", "de kosten bergen", "zoom meeting",
        "hoef ik niet",
        "aan zee", "mijn zoon is in de war", "heel veel",
    ],
)  # fmt: skip
def test_an_ordinary_word_is_no_place(duinstreek: Werkgebied, tekst: str) -> None:
    assert duinstreek.vind_plaats(tekst) is None


def test_every_name_finds_itself(duinstreek: Werkgebied) -> None:
    for gemeente in duinstreek.gemeenten:
        assert duinstreek.zoek_gemeente(gemeente.code) == gemeente
        assert duinstreek.zoek_gemeente(gemeente.naam.upper()) == gemeente
        for kern in gemeente.kernen:
            assert duinstreek.zoek_kern(kern.lower()) == (gemeente, kern)
            plaats = duinstreek.vind_plaats(f"ik woon in {kern}")
            assert plaats is not None
            assert plaats.gemeente == gemeente
            assert plaats.naam == kern


def test_what_does_not_exist_is_none(duinstreek: Werkgebied) -> None:
    assert duinstreek.zoek_gemeente("Alkmaar") is None
    assert duinstreek.zoek_gemeente("") is None
    assert duinstreek.zoek_gemeente(None) is None
    assert duinstreek.zoek_kern("Alkmaar") is None
    assert duinstreek.afstand("Alkmaar", "Limmen") is None


def test_distances_are_those_of_the_map(duinstreek: Werkgebied) -> None:
    afstand = duinstreek.afstand("limmen", "Akersloot")
    assert afstand is not None
    assert 2 < afstand < 4
    assert duinstreek.afstand("Limmen", "Limmen") == 0
    assert duinstreek.afstand("Akersloot", "Limmen") == afstand


@given(st.text(max_size=80))
def test_any_text_can_be_searched(tekst: str) -> None:
    gevonden = GEBIED.vind_plaats(tekst)
    assert gevonden is None or gevonden.gemeente in GEBIED.gemeenten


def test_a_very_long_message_is_searched() -> None:
    assert GEBIED.vind_plaats("egmond aan " * 2000) is not None
    assert GEBIED.vind_plaats("mijn kind gaat naar school " * 800) is None


GEBIED = load_werkgebied(WORTEL / "werkgebied.yml")
