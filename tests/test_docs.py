"""What the papers for the gemeente say about the product is so: the tests, settings and pages they name exist."""

from __future__ import annotations

import re

import pytest

from settings import ROOT, Settings

PAPIEREN = ("dpia.md", "verwerkingsregister.md")


def _tekst(naam: str) -> str:
    return (ROOT / "docs" / naam).read_text(encoding="utf-8")


@pytest.mark.parametrize("naam", PAPIEREN)
def test_the_tests_that_are_named_exist(naam: str) -> None:
    tests = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    tekst = _tekst(naam)
    for pad in re.findall(r"`((?:tests|docs)/[\w/.-]+)`", tekst):
        assert (ROOT / pad).exists(), pad
    for test in re.findall(r"`(test_\w+)`", tekst):
        assert f"def {test}(" in tests, test


@pytest.mark.parametrize("naam", PAPIEREN)
def test_the_terms_are_those_of_the_settings(naam: str) -> None:
    gevonden = re.findall(r"`(BEWAAR_\w+)` \((\d+)\)", _tekst(naam))
    assert {n for n, _ in gevonden} == {"BEWAAR_GESPREK_DAGEN", "BEWAAR_OVERDRACHT_DAGEN", "BEWAAR_AUDIT_DAGEN"}
    for instelling, waarde in gevonden:
        assert getattr(Settings(), instelling.lower()) == int(waarde)


@pytest.mark.parametrize("naam", PAPIEREN)
def test_what_only_the_gemeente_can_fill_in_is_marked(naam: str) -> None:
    assert "**[gemeente" in _tekst(naam)


def test_every_test_that_guards_against_a_threat_is_there() -> None:
    for pad in re.findall(r"`((?:\w+/)*test_\w+\.py)`", _tekst("dreigingen.md")):
        assert (ROOT / "tests" / pad).exists(), pad


def test_the_buttons_that_the_manual_of_the_werkplek_names_are_there() -> None:
    """Who looks for a button that has another name thinks the manual is of another program."""
    sjablonen = "".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "web" / "templates" / "werkplek").glob("*.html")
    ) + (ROOT / "web" / "werkplek.yml").read_text(encoding="utf-8")
    handleiding = _tekst("handleiding-kcc.md")
    for knop in (
        "Pak op", "Geef terug", "Terug in de rij", "Terug naar de assistent", "Zet door", "Rond af", "Heropen",
        "Neem over", "Meer", "Schaal op", "Schaal af", "Vraag om mee te kijken", "Schrijf op", "Bewaar notitie",
        "Contact buiten de chat", "Ander moment", "Vind", "Mail kenmerk en code opnieuw",
    ):  # fmt: skip
        assert knop in sjablonen, knop
        assert f"**{knop}**" in handleiding, knop
