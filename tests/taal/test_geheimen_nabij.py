"""Secrets as people tell them in their own words, from messages written by hand before the rules were changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from taal.persoonsgegevens import verberg

HIER = Path(__file__).parent
BESTANDEN = (
    "geheimen_eerste_120.txt",
    "geheimen_tweede_60.txt",
    "geheimen_derde_45.txt",
    "geheimen_vierde_200.txt",
    "geheimen_vijfde_125.txt",
    "geheimen_zesde_120.txt",
    "geheimen_zevende_110.txt",
    "geheimen_achtste_110.txt",
    "geheimen_negende_240.txt",
    "geheimen_tiende_240.txt",
    "geheimen_elfde_240.txt",
    "geheimen_twaalfde_220.txt",
    "geheimen_dertiende_200.txt",
    "geheimen_veertiende_180.txt",
)
# What is not found; they must tell when one of these is found after all.
GEMIST = ("mn pincode, dat is ⟦6 keer 3⟧, nee grapje: ⟦3669⟧",)


def _regels() -> list[str]:
    """Each message; a line that begins with a secret behind one that ends in a colon belongs to it."""
    regels: list[str] = []
    for naam in BESTANDEN:
        for regel in (HIER / naam).read_text(encoding="utf-8").splitlines():
            if regel.startswith("⟦") and regels[-1].endswith(":"):
                regels[-1] += "\n" + regel
            elif regel and not regel.startswith("#"):
                regels.append(regel.replace("⏎", "\n"))
    return regels


MET = [regel for regel in _regels() if "⟦" in regel]
ZONDER = [regel for regel in _regels() if "⟦" not in regel]


def test_there_are_cases_both_ways() -> None:
    assert len(MET) >= 1_160
    assert len(ZONDER) >= 1_040


def _met_gemist() -> list[object]:
    gemist = pytest.mark.xfail(strict=True, reason="not found yet")
    return [pytest.param(regel, marks=gemist) if regel in GEMIST else regel for regel in MET]


@pytest.mark.parametrize("regel", _met_gemist())
def test_no_part_of_a_secret_stays(regel: str) -> None:
    uitslag = verberg(re.sub("[⟦⟧]", "", regel))
    rest = re.sub("⟦.*?⟧", " ", regel)
    delen = [deel for geheim in re.findall("⟦(.*?)⟧", regel) for deel in re.split(r"[\s.-]+", geheim)]
    zonder_noten = re.sub(r"\[[\w-]+ verwijderd\]", " ", uitslag.tekst)
    assert not [deel for deel in delen if zonder_noten.count(deel) > rest.count(deel)]
    assert verberg(uitslag.tekst).tekst == uitslag.tekst


@pytest.mark.parametrize("regel", ZONDER)
def test_a_message_that_only_looks_like_it_stays_as_it_is(regel: str) -> None:
    assert verberg(regel).tekst == regel


@pytest.mark.parametrize(
    "stuk",
    [
        "pincode 1 ",
        "een twee ",
        "A1-",
        "wachtwoord x1 ",
        "wachtwoord: ",
        "code is ",
        "a1b2 code ",
        "sms 12 34 56 ",
        "1 2 ",
        "wachtwoord, zonnetje ",
        "ik typ boek ",
        "digid gebruik ik ",
        "wachtwoord dat is ",
        "code van mijn pas ",
        "a b c ",
    ],
)
def test_a_very_long_message_is_searched_whole(stuk: str) -> None:
    assert "Zonnetje12" not in verberg(stuk * (9_000 // len(stuk)) + "\nwachtwoord is Zonnetje12").tekst
