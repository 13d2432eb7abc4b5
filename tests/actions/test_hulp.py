"""A question or a story: what the resident reads first, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable

from actions.reactie import Reactie
from tests.actions.conftest import Gesprek

Tekst = Callable[[Reactie], str]


def ids(reactie: Reactie) -> list[str]:
    return [k["id"] for b in reactie.berichten for k in b.voorzieningen]


def payloads(reactie: Reactie) -> list[str]:
    return [k.payload for b in reactie.berichten for k in b.knoppen]


def test_a_simple_question_gets_entries_of_the_kern_in_the_first_reply(gesprek: Gesprek) -> None:
    reactie = gesprek.zeg("Waar kan ik in Limmen terecht voor hulp met formulieren?")
    assert ids(reactie)[0] == "formulieren-limmen"
    assert reactie.data == {"gemeente": "Castricum", "kern": "Limmen"}


def test_the_reply_says_where_it_was_looked_for_and_where_it_comes_from(gesprek: Gesprek, tekst_van: Tekst) -> None:
    tekst = tekst_van(gesprek.zeg("Waar kan ik in Limmen terecht voor hulp met formulieren?"))
    assert "Limmen" in tekst
    assert "onze lijst met hulp" in tekst


def test_every_entry_carries_the_date_it_was_checked(gesprek: Gesprek) -> None:
    reactie = gesprek.zeg("hulp met formulieren")
    assert all(k["gecontroleerd_tekst"] for b in reactie.berichten for k in b.voorzieningen)


def test_who_asks_whether_it_is_open_hears_that_first(gesprek: Gesprek, tekst_van: Tekst) -> None:
    tekst = tekst_van(gesprek.zeg("is de voedselbank morgen open?"))
    assert tekst.startswith("Ja. Voedselbank De Mand is morgen open, van 10.00 tot 12.00 uur.")


def test_when_it_is_closed_the_next_opening_is_told(gesprek: Gesprek, tekst_van: Tekst) -> None:
    tekst = tekst_van(gesprek.zeg("is de voedselbank zaterdag open?"))
    assert tekst.startswith("Nee. Voedselbank De Mand is zaterdag dicht. De volgende keer is")


def test_unknown_hours_are_said_to_be_unknown(gesprek: Gesprek, tekst_van: Tekst) -> None:
    tekst = tekst_van(gesprek.zeg("is de traplift morgen open?"))
    assert "Ik weet niet wanneer" in tekst


def test_who_asks_what_it_costs_hears_that_first(gesprek: Gesprek, tekst_van: Tekst) -> None:
    assert tekst_van(gesprek.zeg("wat kost een traplift?")).startswith("Traplift in huis: Eigen bijdrage.")


def test_maatwerk_is_explained_and_never_promised(gesprek: Gesprek, tekst_van: Tekst) -> None:
    reactie = gesprek.zeg("kan ik een traplift krijgen")
    assert "beslist de gemeente" in tekst_van(reactie)
    assert "niets over beloven" in tekst_van(reactie)
    assert "/medewerker" in payloads(reactie)


def test_an_unknown_kern_is_asked_only_after_something_useful(gesprek: Gesprek) -> None:
    reactie = gesprek.zeg("hulp met formulieren")
    assert ids(reactie)
    assert any(p.startswith("/kies_plaats") for p in payloads(reactie))


def test_the_place_is_asked_once(gesprek: Gesprek) -> None:
    gesprek.zeg("hulp met formulieren")
    assert not any(p.startswith("/kies_plaats") for p in payloads(gesprek.zeg("waar is de voedselbank")))


def test_a_chosen_place_searches_the_same_question_there(gesprek: Gesprek) -> None:
    gesprek.zeg("hulp met formulieren")
    reactie = gesprek.zeg("/kies_plaats", plaats="Limmen")
    assert ids(reactie)[0] == "formulieren-limmen"
    assert reactie.data["kern"] == "Limmen"


def test_nothing_found_is_said_and_counted_and_leads_to_a_person(gesprek: Gesprek, tekst_van: Tekst) -> None:
    reactie = gesprek.zeg("eenzaam zonder kangoeroe")
    assert reactie.onbeantwoord
    assert not ids(reactie)
    assert "/medewerker" in payloads(reactie)
    assert "Sociaal Team Castricum" in tekst_van(reactie)


def test_an_unclear_message_gets_one_question_and_then_a_person(gesprek: Gesprek, tekst_van: Tekst) -> None:
    eerste = gesprek.zeg("ik heb hulp nodig")
    assert any(p.startswith("/kies_onderwerp") for p in payloads(eerste))
    tweede = gesprek.zeg("gewoon hulp")
    assert "Sociaal Team Castricum" in tekst_van(tweede)


def test_two_questions_in_one_message_are_both_answered(gesprek: Gesprek) -> None:
    reactie = gesprek.zeg("Waar krijg ik hulp met formulieren en waar is de voedselbank?")
    assert {"formulieren-castricum", "voedselbank"} <= set(ids(reactie))


def test_two_leefgebieden_lead_to_an_offer_and_not_to_a_questionnaire(gesprek: Gesprek, tekst_van: Tekst) -> None:
    reactie = gesprek.zeg("ik heb schulden en ik ben zo eenzaam")
    tekst = tekst_van(reactie)
    assert "geld" in tekst
    assert "contact met anderen" in tekst
    assert payloads(reactie) == ["/breed_gesprek", "/kort_gesprek", "/ontkennen"]


def test_findings_add_up_over_the_gesprek(gesprek: Gesprek) -> None:
    gesprek.zeg("ik heb schulden en lig er wakker van")
    reactie = gesprek.zeg("en ik ben eenzaam en bang")
    assert "/breed_gesprek" in payloads(reactie)


def test_plain_questions_about_different_things_stay_plain(gesprek: Gesprek) -> None:
    gesprek.zeg("waar is de voedselbank")
    reactie = gesprek.zeg("wie helpt met formulieren?")
    assert "formulieren-castricum" in ids(reactie)
    assert "/breed_gesprek" not in payloads(reactie)


def test_a_plain_question_inside_a_story_is_answered_before_the_offer(gesprek: Gesprek) -> None:
    reactie = gesprek.zeg("Ik heb schulden en ik ben eenzaam. Waar is de voedselbank?")
    assert ids(reactie) == ["voedselbank"]
    assert reactie.berichten[-1].knoppen[0].payload == "/breed_gesprek"


def test_refusing_the_questions_gives_information_and_keeps_the_way_to_a_person(gesprek: Gesprek) -> None:
    gesprek.zeg("ik heb schulden en ik ben zo eenzaam, geen geld voor eten")
    reactie = gesprek.zeg("nee")
    assert any(p in ("/medewerker",) for p in payloads(reactie))
    assert reactie.slots["geweigerd"]


def test_an_overburdened_mantelzorger_hears_of_respite(gesprek: Gesprek, tekst_van: Tekst) -> None:
    reactie = gesprek.zeg("Ik ben mantelzorger van mijn man en het is zo zwaar. Wie helpt met formulieren?")
    assert "respijtzorg" in tekst_van(reactie)
    assert "logeerhuis" in ids(reactie)


def test_a_word_that_resembles_a_village_is_no_village(gesprek: Gesprek) -> None:
    assert "kern" not in gesprek.zeg("mijn zoon gaat niet naar school").data


def test_five_thousand_characters_are_answered(gesprek: Gesprek) -> None:
    reactie = gesprek.zeg("ik heb schulden en het is een lang verhaal. " * 115)
    assert reactie.berichten[0].tekst.startswith("Dank u voor uw uitgebreide verhaal.")


def test_emoji_alone_ask_for_words_with_a_way_to_a_person(gesprek: Gesprek) -> None:
    assert "/medewerker" in payloads(gesprek.zeg("🙂🙂"))


def _met_verhaal(gesprek: Gesprek) -> None:
    """A heavy story, and the questions about it refused."""
    gesprek.zeg("ik heb schulden en ik ben zo eenzaam")
    gesprek.zeg("nee", "ontkennen")


def test_who_goes_on_telling_a_heavy_story_gets_no_entries_for_loose_words(gesprek: Gesprek, tekst_van: Tekst) -> None:
    _met_verhaal(gesprek)
    reactie = gesprek.zeg("de huisarts gaf mij een folder met post erbij", "hulpvraag")
    assert not ids(reactie)
    assert "Sociaal Team Castricum" in tekst_van(reactie)
    assert gesprek.slots["verwacht"] == "mens"


def test_a_request_after_a_heavy_story_is_searched_as_ever(gesprek: Gesprek) -> None:
    _met_verhaal(gesprek)
    assert ids(gesprek.zeg("waar kan ik terecht met formulieren?", "hulpvraag"))


def test_who_says_yes_after_a_heavy_story_is_brought_to_a_person(gesprek: Gesprek, tekst_van: Tekst) -> None:
    _met_verhaal(gesprek)
    assert "Wilt u dat?" in tekst_van(gesprek.zeg("ja graag", "bevestigen"))
    assert gesprek.zeg("ja", "bevestigen").stap == "verslag"
