"""What a resident types in a hurry: every number is gone before storage, and what only looks like one stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gesprek.service import mask
from taal.persoonsgegevens import VERVANGING, verberg

HIER = Path(__file__).parent


def _regels(naam: str) -> list[str]:
    regels = (HIER / naam).read_text(encoding="utf-8").splitlines()
    return [regel.replace("\\n", "\n") for regel in regels if not regel.startswith("#")]


WEL = [tuple(regel.split(" | ", 1)) for regel in _regels("te_verbergen.txt")]
NIET = _regels("niet_te_verbergen.txt")


@pytest.mark.parametrize(("soort", "bericht"), WEL)
def test_a_number_as_people_type_it_is_replaced_and_the_rest_stays(soort: str, bericht: str) -> None:
    geheimen = re.findall(r"\{(.+?)\}", bericht)
    uitslag = verberg(bericht.replace("{", "").replace("}", ""))
    assert soort in uitslag.soorten
    # Nor a word of a secret that is several words.
    woorden = {woord for geheim in geheimen for woord in geheim.split() if len(woord) > 3}
    assert not [geheim for geheim in (*geheimen, *woorden) if geheim in uitslag.tekst]
    assert VERVANGING[soort] in uitslag.tekst
    assert verberg(uitslag.tekst).tekst == uitslag.tekst
    for stuk in re.findall(r"[a-z]{4,}", re.sub(r"\{.+?\}", " ", bericht)):
        assert stuk in uitslag.tekst


@pytest.mark.parametrize("bericht", NIET)
def test_what_only_looks_like_a_number_stays(bericht: str) -> None:
    assert verberg(bericht).soorten == ()
    assert mask(bericht) == bericht


def test_lines_keep_their_place_around_what_is_hidden() -> None:
    assert mask("ik heet Jan\n198691336\n\ntot ziens") == "ik heet Jan\n[bsn verwijderd]\n\ntot ziens"


@pytest.mark.parametrize("stuk", ["burgerserv", "bs nr ", "bsn nr\n", "pinkode ", "1\n", "burger servi nummer is "])
def test_a_very_long_message_is_searched_whole(stuk: str) -> None:
    assert "198691336" not in mask(stuk * (9_000 // len(stuk)) + "\nbsn 198691336")
