"""Reading a message: a defined result on any text, with evidence, with and without a model."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.beoordeling import LEEFGEBIEDEN, ROUTES, SOORTEN, ZWAARTES, Beoordeling, beoordeling_from_dict
from triage.gewichten import ModelFout
from triage.model import Triage

VREEMD = {
    "empty": "",
    "spaces": "   \n\t ",
    "emoji": "😭😭😭🙏",
    "arabic": "مرحبا أحتاج مساعدة",
    "cyrillic": "Мне нужна помощь",
    "control": "ik\x00heb\x07schulden\x1b[31m",
    "punctuation": "?!?!....///",
    "one letter": "a",
    "long word": "a" * 20_000,
    "long text": "ik heb schulden en mijn man drinkt. " * 555,
    "repeated niet": "niet " * 4_000,
    "mail thread": "Van: Jan\n> Aan: team\n>> Onderwerp: hulp\n>>> ik kan de huur niet betalen\n" * 50,
    "english": "hello I need help with my rent please",
    "bidi": "\u202eik ben dakloos\u202c",
}


def _is_defined(b: Beoordeling) -> None:
    assert b.zwaarte in ZWAARTES
    assert b.soort in SOORTEN
    assert b.route in ROUTES
    assert all(g.code in LEEFGEBIEDEN and 0 <= g.score <= 1 for g in b.leefgebieden)
    assert (b.crisis is not None) == (b.zwaarte == "crisis")


@pytest.mark.parametrize("naam", VREEMD)
def test_any_text_gives_a_defined_result(naam: str, triage: Triage) -> None:
    for lezer in (triage, Triage.zonder_model()):
        _is_defined(lezer.beoordeel(VREEMD[naam]))


def test_a_finding_survives_json(triage: Triage) -> None:
    b = triage.beoordeel("ik kan de huur niet meer betalen en mijn man drinkt te veel")
    assert beoordeling_from_dict(b.as_dict()) == b


def test_every_leefgebied_rests_on_words_of_the_resident(triage: Triage) -> None:
    tekst = "Ik heb schulden en kan de rekeningen niet betalen. Wat nu?"
    b = triage.beoordeel(tekst)
    assert b.leefgebieden
    assert all(bewijs in tekst for g in b.leefgebieden for bewijs in g.bewijs)


def test_a_missing_or_damaged_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelFout):
        Triage.load(tmp_path)
    (tmp_path / "triage.npz").write_bytes(b"geen model")
    with pytest.raises(ModelFout):
        Triage.load(tmp_path)


def test_a_crisis_is_heard_without_a_model() -> None:
    b = Triage.zonder_model().beoordeel("ik wil niet meer leven")
    assert (b.crisis, b.zwaarte, b.route) == ("suicide", "crisis", "crisis")
    assert b.crisis_bewijs == ("ik wil niet meer leven",)


def test_the_same_text_gives_the_same_finding(triage: Triage) -> None:
    tekst = "mijn uitkering is gestopt en ik word uit huis gezet"
    assert triage.beoordeel(tekst) == triage.beoordeel(tekst)


@pytest.mark.parametrize("tekst", ["", "   ", "👍"])
def test_a_text_without_words_has_no_probabilities_to_measure(triage: Triage, tekst: str) -> None:
    assert triage.kansen(tekst) is None
