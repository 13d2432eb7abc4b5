"""Talk about the talk: nothing is a dead end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from actions.bouw import alle_acties
from actions.bronnen import Bronnen
from actions.reactie import Reactie
from kalender.datumtekst import datum_tekst
from kalender.dichtdagen import met_dichtdagen
from tests.actions.conftest import Gesprek
from tests.actions.nep import NU
from werkgebied import Team

Tekst = Callable[[Reactie], str]
LOS = ("bevestigen", "ontkennen", "weet_niet", "overslaan", "stop", "opnieuw", "terug", "groet", "bedankt", "afscheid",
       "compliment", "schelden", "wachten", "eenvoudiger",
       "over_assistent", "andere_taal", "buiten_bereik", "iets_anders", "leeg", "status",
       "klacht", "signaal", "medewerker", "vervolg_kosten", "vervolg_openingstijden", "vervolg_contact",
       "vervolg_voorwaarden", "vervolg_elders", "vervolg_meer", "corrigeren", "hulpvraag", "crisis")  # fmt: skip


@pytest.mark.parametrize("intent", LOS)
def test_out_of_context_too_there_is_something_said_and_a_way_to_a_person(gesprek: Gesprek, intent: str) -> None:
    reactie = gesprek.zeg("tja", intent)
    payloads = {k.payload for b in reactie.berichten for k in b.knoppen}
    tekst = " ".join(b.tekst for b in reactie.berichten)
    assert tekst
    mens = {"/medewerker", "/kort_gesprek", "/mens_nu"} & payloads or "072 000 0103" in tekst
    assert mens


@pytest.mark.parametrize("intent", LOS)
def test_before_the_gemeente_is_known_too(gesprek: Gesprek, intent: str) -> None:
    gesprek.meta["gemeente"] = None
    assert gesprek.zeg("tja", intent).berichten


def test_a_team_that_changed_while_the_product_runs_is_told_as_it_is_now(bronnen: Bronnen, tekst_van: Tekst) -> None:
    gebied, dagen = bronnen.werkgebied.eigen(), [14]
    gesprek = Gesprek(replace(bronnen, werkgebied=gebied, bewaar_dagen=lambda: dagen[0]))
    assert "14 dagen" in tekst_van(gesprek.zeg("wat bewaart u?", "over_assistent"))
    castricum = gebied.zoek_gemeente("castricum")
    assert castricum is not None
    dicht = (NU.date() + dt.timedelta(days=2),) * 2
    team = Team("Team Dichtbij", met_dichtdagen(castricum.team.openingstijden, [dicht]))
    castricum.richt_in(contact=replace(castricum.contact, telefoon="072 000 0199"), team=team)
    dagen[0] = 7
    assert "7 dagen" in tekst_van(gesprek.zeg("wat bewaart u?", "over_assistent"))
    tekst = tekst_van(gesprek.zeg("ik wil een mens spreken", "medewerker"))
    assert "Team Dichtbij" in tekst
    assert "072 000 0199" in tekst
    assert f"Dicht op: {datum_tekst(dicht[0])}." in tekst


def test_every_action_in_the_domain_exists_and_the_other_way_round() -> None:
    import yaml

    from settings import ROOT

    data = yaml.safe_load((ROOT / "bot" / "domain" / "actions.yml").read_text(encoding="utf-8"))
    assert sorted(data["actions"]) == sorted(actie.naam for actie in alle_acties())


def test_a_person_is_wanted_with_nothing_told_one_question_is_asked(gesprek: Gesprek, tekst_van: Tekst) -> None:
    reactie = gesprek.zeg("ik wil een mens spreken", "medewerker")
    tekst = tekst_van(reactie)
    assert "072 000 0103" in tekst
    assert "Raadhuisplein 1" in tekst
    assert "Nu open, tot 17.00 uur." in tekst
    assert reactie.volgende == "breed_gesprek_form"


def test_in_the_evening_it_is_said_when_the_team_is_back(gesprek: Gesprek, tekst_van: Tekst) -> None:
    from tests.actions.nep import AVOND

    gesprek.meta["nu"] = AVOND.isoformat()
    assert "Gaat morgen om 8.30 uur open." in tekst_van(gesprek.zeg("mens", "medewerker"))


def test_without_a_gemeente_every_team_is_named_and_the_gemeente_asked(gesprek: Gesprek, tekst_van: Tekst) -> None:
    gesprek.meta["gemeente"] = None
    assert "072 000 0104" in tekst_van(gesprek.zeg("mens", "medewerker"))
    assert gesprek.zeg("ik woon in Heiloo").volgende == "breed_gesprek_form"


def test_after_the_offer_a_person_comes_at_once(gesprek: Gesprek) -> None:
    gesprek.zeg("ik heb schulden en ik ben eenzaam")
    assert gesprek.zeg("/kort_gesprek").stap == "verslag"


@pytest.mark.parametrize(("status", "deel"), [("wachtend", "ligt al bij"), ("verslag_ter_goedkeuring", "staat klaar")])
def test_what_was_handed_over_is_not_handed_over_twice(
    gesprek: Gesprek, tekst_van: Tekst, status: str, deel: str
) -> None:
    gesprek.meta["status"] = status
    reactie = gesprek.zeg("mens", "medewerker")
    assert reactie.stap is None
    assert deel in tekst_van(reactie)


def test_refusing_the_verslag_still_shows_how_to_reach_a_person(gesprek: Gesprek, tekst_van: Tekst) -> None:
    gesprek.meta["status"] = "verslag_ter_goedkeuring"
    assert "072 000 0103" in tekst_van(gesprek.zeg("nee"))


def test_a_signaal_encourages_own_help_and_warns_off_private_details(gesprek: Gesprek, tekst_van: Tekst) -> None:
    tekst = tekst_van(gesprek.zeg("ik maak me zorgen om mijn buurvrouw"))
    assert "zelf te vragen" in tekst
    assert "0800-2000" in tekst
    assert "privé is" in tekst


def test_a_signaal_can_be_handed_on_without_a_name(gesprek: Gesprek) -> None:
    gesprek.zeg("ik maak me zorgen om mijn buurvrouw")
    reactie = gesprek.zeg("/signaal_doorgeven", anoniem="ja")
    assert reactie.stap == "verslag"
    assert reactie.data["namens"] == "signaal"
    assert reactie.data["anoniem"] is True


def test_a_leefgebied_is_taken_away_by_saying_so(gesprek: Gesprek) -> None:
    gesprek.zeg("ik heb schulden en ik ben eenzaam")
    reactie = gesprek.zeg("schulden heb ik niet, haal dat weg")
    assert reactie.data["weg"] == ["financien"]
    assert reactie.data["correcties"] == {"weg": ["financien"], "erbij": []}


def test_for_whom_it_is_can_be_corrected(gesprek: Gesprek) -> None:
    assert gesprek.zeg("het gaat om mijn moeder").data == {"namens": "naaste"}


def test_the_place_can_be_corrected_and_the_question_is_looked_up_there(gesprek: Gesprek) -> None:
    gesprek.zeg("hulp met formulieren in Castricum")
    reactie = gesprek.zeg("ik zei Limmen")
    assert reactie.data["kern"] == "Limmen"
    assert reactie.berichten[0].voorzieningen[0]["id"] == "formulieren-limmen"


def test_the_place_behind_not_is_not_the_place(gesprek: Gesprek) -> None:
    assert gesprek.zeg("niet Heiloo maar Limmen", "corrigeren").data["kern"] == "Limmen"


@pytest.mark.parametrize("intent", ["hulpvraag", "corrigeren", "vervolg_elders", "bevestigen"])
def test_the_place_asked_for_before_a_person_leads_to_that_team_however_it_is_heard(
    gesprek: Gesprek, tekst_van: Tekst, intent: str
) -> None:
    gesprek.meta["gemeente"] = None
    gesprek.zeg("kan iemand mij bellen?", "medewerker")
    reactie = gesprek.zeg("ik woon in Heiloo", intent)
    assert "Sociaal Team Heiloo" in tekst_van(reactie)
    assert reactie.volgende == "breed_gesprek_form"


@pytest.mark.parametrize(
    ("tekst", "begin"),
    [
        ("Do you speak English? I need help", "I am a digital assistant"),
        ("Я не розумію нідерландську, допоможіть", "Я цифровий"),
        ("Merhaba, yardıma ihtiyacım var", "Ben dijital"),
        ("Ich brauche Hilfe mit meinen Schulden", "Ich bin"),
    ],
)
def test_another_language_is_answered_in_it(gesprek: Gesprek, tekst_van: Tekst, tekst: str, begin: str) -> None:
    reactie = gesprek.zeg(tekst, "andere_taal")
    assert tekst_van(reactie).startswith(begin)
    assert reactie.berichten[0].knoppen[0].payload == "/medewerker"


def test_a_language_that_is_asked_for_by_name_is_remembered(gesprek: Gesprek) -> None:
    assert gesprek.zeg("spreekt u ook Pools?", "andere_taal").data["taal"] == "pl"
    assert "taal" not in gesprek.zeg("Dit begrijp ik niet", "andere_taal").data


def test_deleting_is_asked_once_more(gesprek: Gesprek) -> None:
    assert gesprek.zeg("verwijder mijn gegevens").stap is None
    assert gesprek.zeg("ja").stap == "verwijder"


def test_starting_over_forgets_what_was_heard(gesprek: Gesprek) -> None:
    gesprek.zeg("hulp met formulieren")
    reactie = gesprek.zeg("opnieuw")
    assert reactie.stap == "opnieuw"
    assert gesprek.slots["laatste_vraag"] is None


def test_who_must_do_something_else_first_can_still_answer_what_was_asked(gesprek: Gesprek, tekst_van: Tekst) -> None:
    gesprek.slots["verwacht"] = "breed"
    assert "rustig" in tekst_van(gesprek.zeg("momentje", "wachten"))
    assert gesprek.slots["verwacht"] == "breed"


def test_who_does_not_understand_hears_the_one_thing_to_do(gesprek: Gesprek, tekst_van: Tekst) -> None:
    gesprek.zeg("ik zoek hulp bij formulieren invullen", "hulpvraag")
    eerste = gesprek.slots["getoond"][0]
    korter = tekst_van(gesprek.zeg("kan dat ook simpeler", "eenvoudiger"))
    assert korter.startswith("Kort gezegd")
    assert gesprek.slots["getoond"][0] == eerste


def test_the_offer_to_talk_is_made_again_in_fewer_words(gesprek: Gesprek, tekst_van: Tekst) -> None:
    gesprek.slots["verwacht"] = "breed"
    assert "Is dat goed?" in tekst_van(gesprek.zeg("dat snap ik niet", "eenvoudiger"))
    assert gesprek.slots["verwacht"] == "breed"


def test_with_nothing_shown_it_is_asked_in_a_few_words(gesprek: Gesprek, tekst_van: Tekst) -> None:
    assert "in een paar woorden" in tekst_van(gesprek.zeg("huh", "eenvoudiger"))
