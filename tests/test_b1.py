"""Every fixed text that a resident reads is easy: short sentences, known words, and easiest where it matters most."""

from __future__ import annotations

import re

import pytest

from taal.leesbaarheid import meet
from tests.vaste_teksten import NAAM, Tekst, alle

MIN_SCORE, MIN_SCORE_ZWAAR = 70, 80
# Words from the list of hard words that a text of ours explains in the same breath.
UITGELEGD = {"respijtzorg": "Soms kan iemand de zorg even overnemen"}
# Crisis and consent: read by somebody in fear, or before a choice that matters.
_ZWAAR = re.compile(
    r"actions/teksten\.yml (?:crisis\.|welkom\.nood)|toestemming|(?<!:)\b11[23]\b|gevaar|Ik vind het goed dat"
    r"|vrij om nee|voordat u het goedkeurt|akkoord geeft",
    re.IGNORECASE,
)
ALLES = alle()
# A label or a heading is no sentence: its words count for the list of hard words only.
ZINNEN = [
    t for t in ALLES if re.search(r"[.?!]$", t.tekst.strip()) and len(re.findall(r"\w+", t.tekst.replace(NAAM, ""))) > 1
]
ZWAAR = [t for t in ZINNEN if _ZWAAR.search(f"{t.waar} {t.tekst}")]


def _namen(teksten: list[Tekst]) -> list[str]:
    return [f"{t.waar}: {t.tekst[:40]}" for t in teksten]


def test_the_texts_are_found_where_they_stand() -> None:
    """Were a file to move, its texts would otherwise be read by nobody here."""
    waar = " ".join({t.waar for t in ALLES})
    for bestand in ("actions/teksten", "overdracht/teksten", "web/teksten", "talen/nl.js", "chat_talen", "volg/volg"):
        assert bestand in waar
    assert len(ALLES) > 700
    assert len(ZINNEN) > 300
    assert len(ZWAAR) > 40


@pytest.mark.parametrize("tekst", ZINNEN, ids=_namen(ZINNEN))
def test_every_text_is_fairly_easy_to_read(tekst: Tekst) -> None:
    assert meet(tekst.tekst).score >= MIN_SCORE, tekst


@pytest.mark.parametrize("tekst", ZWAAR, ids=_namen(ZWAAR))
def test_crisis_and_consent_are_easy_to_read(tekst: Tekst) -> None:
    assert meet(tekst.tekst).score >= MIN_SCORE_ZWAAR, tekst


@pytest.mark.parametrize("tekst", ALLES, ids=_namen(ALLES))
def test_no_sentence_is_longer_than_fifteen_words_and_no_word_is_jargon(tekst: Tekst) -> None:
    gemeten = meet(tekst.tekst)
    assert gemeten.lange_zinnen == ()
    moeilijk = {m.woord.lower() for m in gemeten.moeilijke_woorden}
    assert {w for w in moeilijk if UITGELEGD.get(w, "?") not in tekst.tekst} == set(), tekst
