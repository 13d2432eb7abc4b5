"""The text of a crisis in the languages of the page: whole, with the numbers of the Dutch one, or not at all."""

from __future__ import annotations

import re
from typing import Any

import pytest

from actions.contact import contactregels
from actions.context import Context, context_van
from actions.crisistekst import crisis_tekst, lijn_tekst, mens_nu_reactie
from actions.teksten import waarde
from tests.actions.conftest import Gesprek
from triage.beoordeling import CRISIS_SOORTEN
from web import berichttaal
from web.chattaal import TEKSTEN
from web.crisistaal import TALEN, vertalingen

_NUMMER = re.compile(r"(?<![\d:.])(?:112|113|0\d[\d -]{5,}\d)(?![\d:])")
_OPEN, _DICHT = "2026-03-03T11:00:00+01:00", "2026-03-07T23:00:00+01:00"


def _context(gesprek: Gesprek, **meta: Any) -> Context:
    gesprek.meta |= meta
    return context_van(gesprek.tracker("help", "crisis", {}), gesprek.bronnen)


def test_it_has_the_languages_of_the_page() -> None:
    assert set(TALEN) == set(TEKSTEN) - {"nl"}


@pytest.mark.parametrize("code", list(TALEN))
def test_every_fixed_text_of_a_crisis_is_there(code: str) -> None:
    nodig = set(waarde("crisis")) - {"uren", "bezorgd"} | {"of", "uren", "hulplijnen", "dakloos_onbekend"}
    assert set(TALEN[code]) == nodig


@pytest.mark.parametrize("code", list(TALEN))
def test_every_help_line_is_explained_behind_its_dutch_name(code: str, gesprek: Gesprek) -> None:
    lijnen = gesprek.bronnen.hulplijnen
    namen = {lijn.naam for nummer, lijn in lijnen.items() if nummer != "112" and set(lijn.voor) & set(CRISIS_SOORTEN)}
    assert set(TALEN[code]["hulplijnen"]) == namen
    for lijn in lijnen.values():
        if lijn.naam in namen:
            uitleg = TALEN[code]["hulplijnen"][lijn.naam]
            assert uitleg in vertalingen(f"{waarde('crisis.bel_112')}\n{lijn_tekst(lijn)}")[code]


def test_a_help_line_without_an_explanation_keeps_its_name_only() -> None:
    vertaald = vertalingen(f"{waarde('crisis.bel_112')}\nEen nieuwe lijn, bel 0800-1234")
    assert "Een nieuwe lijn: call 0800-1234" in vertaald["en"]


@pytest.mark.parametrize("code", list(TALEN))
def test_no_place_to_sleep_and_no_gemeente_names_the_team_in_the_own_language(code: str, gesprek: Gesprek) -> None:
    nederlands = crisis_tekst(_context(gesprek, nu=_OPEN, gemeente=None), "dakloos")
    vertaald = vertalingen(nederlands)[code]
    assert TALEN[code]["dakloos_onbekend"] in vertaald
    assert "(het sociaal team)" in vertaald
    met = vertalingen(crisis_tekst(_context(gesprek, nu=_OPEN, gemeente="castricum"), "dakloos"))[code]
    assert TALEN[code]["dakloos_onbekend"] not in met


@pytest.mark.parametrize("code", list(TALEN))
def test_who_types_on_after_a_crisis_reads_the_answer_with_112_in_the_own_language(code: str) -> None:
    (nederlands,) = waarde("crisis.verder_typen")
    assert vertalingen(nederlands)[code] == TALEN[code]["verder_typen"]
    assert "112" in TALEN[code]["verder_typen"]


@pytest.mark.parametrize("code", list(TALEN))
def test_the_fields_are_those_of_the_dutch_text(code: str) -> None:
    for naam in ("hulplijn", "dakloos_team"):
        velden = set(re.findall(r"\{(\w+)\}", TALEN[code][naam])) - {"uitleg"}
        assert velden == set(re.findall(r"\{(\w+)\}", waarde(f"crisis.{naam}")))
    for naam in ("einde", "einde_dicht", "einde_onbekend"):
        assert "{knop}" in TALEN[code][naam]


@pytest.mark.parametrize("gemeente", ["castricum", None])
@pytest.mark.parametrize("nu", [_OPEN, _DICHT])
@pytest.mark.parametrize("herhaald", [False, True])
@pytest.mark.parametrize("soort", CRISIS_SOORTEN)
def test_every_crisis_is_told_whole_with_the_same_numbers(
    gesprek: Gesprek, soort: str, herhaald: bool, nu: str, gemeente: str | None
) -> None:
    gesprek.slots = {"crisis_soort": soort} if herhaald else {}
    nederlands = crisis_tekst(_context(gesprek, nu=nu, gemeente=gemeente), soort)
    vertaald = vertalingen(nederlands)
    assert set(vertaald) == set(TALEN)
    for taal, tekst in vertaald.items():
        assert _NUMMER.findall(tekst) == _NUMMER.findall(nederlands), taal
        assert TALEN[taal][soort] in tekst
        assert len(tekst.split("\n")) == len(nederlands.split("\n"))
        assert "{" not in tekst


@pytest.mark.parametrize("nu", [_OPEN, _DICHT])
def test_who_asks_for_a_person_in_a_crisis_reads_that_in_their_own_language(gesprek: Gesprek, nu: str) -> None:
    gesprek.slots = {"crisis_soort": "geweld"}
    eerste = mens_nu_reactie(_context(gesprek, nu=nu)).berichten[0].tekst
    assert "0800-2000" in vertalingen(eerste)["uk"]


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "Bel 112.",
        "Is er gevaar? Bel 112.\nWaar kan ik u mee helpen?",
        "Is er nu gevaar? Bel meteen 112.\nEn nog een regel die wij niet kennen.",
    ],
)
def test_another_text_is_not_translated_at_all(tekst: str) -> None:
    assert vertalingen(tekst) == {}


@pytest.mark.parametrize("gemeente", ["castricum", None])
@pytest.mark.parametrize("nu", [_OPEN, _DICHT])
def test_how_to_reach_the_team_is_told_with_its_numbers(gesprek: Gesprek, nu: str, gemeente: str | None) -> None:
    nederlands = contactregels(_context(gesprek, nu=nu, gemeente=gemeente))
    vertaald = berichttaal.vertalingen(nederlands)
    assert set(vertaald) == set(TALEN)
    for zin in vertaald.values():
        assert len(zin.split("\n")) == len(nederlands.split("\n"))
        assert sorted(re.findall(r"\d+", zin)) == sorted(re.findall(r"\d+", nederlands))
        assert not re.search(r"\b(?:uur|maandag|vrijdag|dicht)\b", zin)
