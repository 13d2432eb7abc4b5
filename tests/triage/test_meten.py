"""Measuring as an outside judge would, and the changes that messages are put through."""

from __future__ import annotations

import pytest

from triage.beoordeling import Beoordeling, GevondenLeefgebied
from triage.data import Voorbeeld
from triage.meten import ijking, meet, micro_f1, route_klopt
from triage.proeven import PROEVEN, kaal, tikfouten


def _v(*gebieden: str, mag: tuple[str, ...] = (), zwaarte: str = "enkelvoudig") -> Voorbeeld:
    return Voorbeeld("x", "hulpvraag", frozenset(gebieden), frozenset(mag), zwaarte, "vraag")


def test_an_optional_area_is_neither_right_nor_wrong() -> None:
    waar = [_v("financien", mag=("justitie",))]
    assert micro_f1(waar, [frozenset({"financien", "justitie"})]) == 1.0
    assert micro_f1(waar, [frozenset({"financien"})]) == 1.0
    assert micro_f1(waar, [frozenset({"financien", "verslaving"})]) == pytest.approx(2 / 3)


def test_figures_over_a_perfect_and_a_missed_message() -> None:
    goed = Beoordeling("enkelvoudig", "vraag", (GevondenLeefgebied("financien", 0.9),), route="antwoord")
    gemist = Beoordeling("enkelvoudig", "vraag", (), route="antwoord")
    meting = meet([_v("financien"), _v("huisvesting", "justitie", zwaarte="meervoudig")], [goed, gemist])
    assert (meting.micro, meting.zwaarte, meting.zwaar_beantwoord) == (0.5, 0.5, 1.0)


def test_a_simple_question_may_be_answered_or_asked_about() -> None:
    assert route_klopt(_v("financien"), "antwoord")
    assert route_klopt(_v("financien"), "verhelderen")
    assert not route_klopt(_v("financien", zwaarte="meervoudig"), "antwoord")


def test_calibration_tells_what_came_true_per_tenth() -> None:
    vakken = ijking([0.05, 0.05, 0.95, 0.95], [False, False, True, False])
    assert [(v["uitgekomen"], v["aantal"]) for v in vakken] == [(0.0, 2), (0.5, 2)]


@pytest.mark.parametrize("naam", PROEVEN)
def test_a_change_is_repeatable_and_survives_odd_text(naam: str) -> None:
    for tekst in ("", "ja", "Mijn huurtoeslag is gestopt, ik woon in Limmen.", "😭"):
        assert PROEVEN[naam](tekst) == PROEVEN[naam](tekst)


def test_bare_text_has_no_capitals_or_punctuation_and_typos_change_something() -> None:
    assert kaal("Financiën, hè?") == "financien he"
    lang = "de huishoudelijke ondersteuning werd stopgezet zonder duidelijke uitleg van de gemeente Castricum " * 3
    assert tikfouten(lang) != lang
