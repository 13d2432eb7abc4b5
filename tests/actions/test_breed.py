"""The breed gesprek: at most five questions, each skippable, never about what was said."""

from __future__ import annotations

import pytest

from actions.breed import lees_antwoord, volgorde
from actions.context import FORM, Context, context_van
from tests.actions.conftest import Gesprek


@pytest.fixture
def breed(gesprek: Gesprek) -> Gesprek:
    gesprek.zeg("ik heb schulden en ik ben eenzaam")
    gesprek.zeg("/breed_gesprek")
    gesprek.lus = {"name": FORM}
    return gesprek


def ctx(gesprek: Gesprek, tekst: str, intent: str = "hulpvraag", gevraagd: str = "urgentie", **waarden: str) -> Context:
    gesprek.slots["requested_slot"] = gevraagd
    return context_van(gesprek.tracker(tekst, intent, waarden), gesprek.bronnen)


def test_there_are_at_most_five_questions(breed: Gesprek) -> None:
    assert volgorde(ctx(breed, "x")) == ["urgentie", "wie", "geprobeerd", "betrokken", "wens"]


def test_what_was_said_is_not_asked(gesprek: Gesprek) -> None:
    gesprek.zeg(
        "Het ergste zijn de schulden van mijn moeder en ze is eenzaam. De thuiszorg is al gebeld. Ik zoek rust."
    )
    gesprek.slots["modus"] = "breed"
    assert volgorde(ctx(gesprek, "x")) == []


def test_one_leefgebied_needs_no_order_of_urgency(gesprek: Gesprek) -> None:
    gesprek.zeg("ik heb schulden")
    assert "urgentie" not in volgorde(ctx(gesprek, "x"))


def test_an_answer_is_kept_and_the_next_question_follows(breed: Gesprek) -> None:
    uitkomst = lees_antwoord(ctx(breed, "de schulden"))
    assert uitkomst.slots["urgentie"] == "de schulden"
    assert uitkomst.slots["requested_slot"] == "wie"


@pytest.mark.parametrize("intent", ["overslaan", "weet_niet", "ontkennen"])
def test_every_question_can_be_skipped(breed: Gesprek, intent: str) -> None:
    assert lees_antwoord(ctx(breed, "nee", intent)).slots["urgentie"] == ""


@pytest.mark.parametrize(
    ("tekst", "intent"),
    [
        ("ik wil niet meer leven", "crisis"),
        ("stop", "stop"),
        ("terug", "terug"),
        ("mens", "medewerker"),
        ("is de voedselbank morgen open?", "hulpvraag"),
        ("wat bewaart u van mij?", "over_assistent"),
        ("hallo", "groet"),
    ],
)
def test_what_is_no_answer_leaves_the_question_to_the_rules(breed: Gesprek, tekst: str, intent: str) -> None:
    assert lees_antwoord(ctx(breed, tekst, intent)).geen_antwoord


def test_a_wish_may_sound_like_a_question(breed: Gesprek) -> None:
    uitkomst = lees_antwoord(ctx(breed, "kan iemand mij helpen met de post?", gevraagd="wens"))
    assert uitkomst.slots["wens"] == "kan iemand mij helpen met de post?"


def test_a_bare_yes_is_asked_on_once(breed: Gesprek) -> None:
    eerst = lees_antwoord(ctx(breed, "ja", "bevestigen", "geprobeerd"))
    assert eerst.slots["requested_slot"] == "geprobeerd"
    breed.slots |= eerst.slots
    assert lees_antwoord(ctx(breed, "ja", "bevestigen", "geprobeerd")).slots["geprobeerd"] == ""


def test_for_whom_it_is_can_be_said_with_a_button(breed: Gesprek) -> None:
    uitkomst = lees_antwoord(ctx(breed, "/kies_wie", "kies_wie", "wie", wie="naaste"))
    assert uitkomst.slots["namens"] == "naaste"
    assert uitkomst.data == {"namens": "naaste"}


def test_back_asks_the_question_before_again(breed: Gesprek) -> None:
    breed.slots |= {"urgentie": "de schulden", "requested_slot": "wie"}
    reactie = breed.zeg("terug")
    assert reactie.slots["urgentie"] is None


def test_a_wish_for_a_person_jumps_to_the_verslag(breed: Gesprek) -> None:
    reactie = breed.zeg("mens", "medewerker")
    assert reactie.stap == "verslag"
    assert reactie.sluit_lus


def test_stop_hands_nothing_on(breed: Gesprek) -> None:
    reactie = breed.zeg("stop")
    assert reactie.sluit_lus
    assert reactie.stap is None


def test_who_was_asked_what_it_is_about_is_asked_nothing_more(gesprek: Gesprek) -> None:
    gesprek.zeg("mens", "medewerker")
    gesprek.slots["modus"] = "kort"
    uitkomst = lees_antwoord(ctx(gesprek, "over mijn huur", gevraagd="onderwerp"))
    assert uitkomst.slots["requested_slot"] is None


@pytest.mark.parametrize(
    ("tekst", "intent"), [("sla over", "overslaan"), ("geen idee", "weet_niet"), ("ja", "bevestigen")]
)
def test_what_is_no_answer_is_not_told_to_the_verslag_as_one(breed: Gesprek, tekst: str, intent: str) -> None:
    assert lees_antwoord(ctx(breed, tekst, intent, "geprobeerd")).data == {"geen_antwoord_op_vraag": True}
