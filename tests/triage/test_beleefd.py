"""Politeness around a message does not weigh in what is heard in it."""

import pytest

from triage.beleefd import is_beleefd, zonder_groet
from triage.kenmerken import lees, woorden


@pytest.mark.parametrize(
    "zin",
    [
        "Sorry dat ik stoor.",
        "Ik hoop dat ik hier goed zit",
        "Ik weet niet of ik bij jullie moet zijn",
        "Ik hoor het graag van u!",
        "Dank u wel",
        "bedankt voor het meedenken",
        "Hoi hoi",
        "Kunt u mij verder helpen?",
        "Nog een hele fijne dag toegewenst",
        "mijn naam is Toos",
        "de groeten van ons allemaal",
        "excuus voor mijn slechte nederlands",
    ],
)
def test_a_polite_sentence_is_known(zin: str) -> None:
    assert is_beleefd(woorden(zin))


@pytest.mark.parametrize(
    "zin",
    [
        "Bedankt voor alles",
        "sorry voor alles",
        "dank jullie wel dat jullie er waren",
        "Vaarwel",
        "doei",
        "Sorry dat ik er ben",
        "ik hoop dat ik niet wakker word",
        "Ik weet niet of ik hier nog wil zijn",
        "Kunt u mij helpen met de belasting?",
        "ik wil niemand meer tot last zijn",
        "goede school gezocht",
        "",
    ],
)
def test_what_says_something_is_no_politeness(zin: str) -> None:
    assert not is_beleefd(woorden(zin))


def test_only_what_lies_between_the_polite_sentences_is_judged() -> None:
    lezing = lees("Goedendag, ik hoop dat ik hier goed zit. Wie helpt mijn vader met koken? Ik hoor het graag. Gr. Ria")

    assert lezing.zinnen == ("Wie helpt mijn vader met koken?",)


def test_a_polite_sentence_in_the_middle_stays() -> None:
    assert len(lees("Mijn huur is te hoog. Kunt u mij helpen? Ik heb al drie brieven.").zinnen) == 3


@pytest.mark.parametrize(
    "tekst", ["Goedemorgen. Dank u wel!", "Sorry dat ik stoor. Ik hoor het graag.", "Hallo! Hallo?"]
)
def test_of_a_message_that_is_only_polite_something_is_left(tekst: str) -> None:
    assert lees(tekst).zinnen


@pytest.mark.parametrize(
    ("tekst", "kern"),
    [
        ("Goedemiddag, wie helpt mijn moeder met koken?", "wie helpt mijn moeder met koken?"),
        ("goedenavond ik kan de huur niet betalen", "ik kan de huur niet betalen"),
        ("Hallo, waar kan ik eten halen", "waar kan ik eten halen"),
        ("Geachte heer of mevrouw,\n\nIk zoek een maatje.", "Ik zoek een maatje."),
        ("Beste gemeente, mijn trap lukt niet meer.", "mijn trap lukt niet meer."),
        ("Dag mevrouw, ik heb een vraag over de wmo", "ik heb een vraag over de wmo"),
        ("Ik zoek hulp. Alvast bedankt, met vriendelijke groet.", "Ik zoek hulp."),
        ("ik zoek hulp alvast bedankt", "ik zoek hulp"),
        (
            "Wie belt mij terug? Bij voorbaat dank voor uw moeite. Met vriendelijke groeten, A. de Wit",
            "Wie belt mij terug?",
        ),
        ("Mijn man is ziek.\nmvg annie", "Mijn man is ziek."),
        ("Kan het ook op zaterdag? Fijne dag verder!", "Kan het ook op zaterdag?"),
        ("De thuiszorg kwam niet. Groetjes Ria", "De thuiszorg kwam niet."),
    ],
)
def test_the_greeting_around_a_question_is_left_out(tekst: str, kern: str) -> None:
    assert zonder_groet(tekst) == kern


@pytest.mark.parametrize(
    "tekst",
    [
        "Dag in dag uit zit ik binnen",
        "Beste school voor een kind met autisme?",
        "Hallo",
        "Goedemorgen!",
        "hoi allemaal",
        "Alvast bedankt, met vriendelijke groet",
        "dat was het dan. doei",
        "Vaarwel allemaal, bedankt voor alles",
        "mijn buren groeten mij nooit meer",
        "ze zeggen hallo en dat is het gesprek van de dag",
        "een fijne dag heb ik al jaren niet gehad",
        "Goedemorgenconcert in de wijk, kan ik daarheen?",
        "",
    ],
)
def test_what_is_no_greeting_around_it_stays(tekst: str) -> None:
    assert zonder_groet(tekst) == tekst


def test_a_greeting_in_the_middle_stays() -> None:
    tekst = "Met vriendelijke groet, Jan. PS: ik slaap vannacht buiten"

    assert zonder_groet(tekst) == tekst


@pytest.mark.parametrize(
    "zin",
    [
        "een dag zonder eten",
        "nog een week te leven",
        "lieve mensen ik hou van jullie",
        "hoi ik bloed",
        "groeten doet niemand mij meer",
        "beste team ik slaap buiten",
        "ik kom via het raam bij u binnen",
        "een zondag alleen met pillen",
        "mijn naam is niemand meer",
    ],
)
def test_no_gap_of_a_polite_pattern_takes_what_somebody_tells(zin: str) -> None:
    assert not is_beleefd(woorden(zin))


@pytest.mark.parametrize(
    "tekst",
    [
        "Hij slaat mij. Met vriendelijke groet ik ga dood",
        "hij komt zo. gr ik bloed",
        "het is klaar met vriendelijke groeten ik stop ermee",
    ],
)
def test_what_stands_behind_a_greeting_is_no_name(tekst: str) -> None:
    assert zonder_groet(tekst) == tekst
