"""Words that mean the same meet in the index, and words that only look alike do not."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taal.normaliseren import normaliseer, schoon
from taal.woorden import delen, functiewoorden, is_woord, lemma, termen, tokens, woordenlijst


@pytest.mark.parametrize(
    ("woord", "verwacht"),
    [
        ("kinderen", "kind"), ("huizen", "huis"), ("Huizen", "huis"),
        ("schulden", "schuld"), ("uitkeringen", "uitkering"),
        ("mantelzorgers", "mantelzorger"), ("rekeningen", "rekening"), ("formulieren", "formulier"), ("buren", "buur"),
        ("boodschappen", "boodschap"), ("ouderen", "oudere"), ("ouders", "ouder"),
        ("steden", "stad"), ("taxi's", "taxi"),
        ("gezinnen", "gezin"), ("gezin", "gezin"), ("zin", "zin"), ("begeleiding", "begeleiding"), ("beleid", "beleid"),
        ("geweld", "geweld"), ("wel", "wel"), ("Financiën", "financien"),
        ("financien", "financien"), ("trapliften", "traplift"),
        ("huur", "huur"), ("huurt", "huur"), ("fiets", "fiets"),
        ("cafés", "cafe"), ("cafes", "cafe"), ("kost", "kosten"),
        ("mantelzorgondersteuning", "mantelzorgondersteuning"), ("slaap", "slapen"),
        ("geslapen", "slapen"), ("xqzt", "xqzt"),
    ],
)  # fmt: skip
def test_a_word_is_brought_back_to_its_lemma(woord: str, verwacht: str) -> None:
    assert lemma(woord) == verwacht


@pytest.mark.parametrize(
    ("een", "ander"),
    [("gezin", "zin"), ("geweld", "wel"), ("begeleiding", "beleid"), ("gezinnen", "zinnen"), ("oorzaak", "zaak"),
     ("toeslag", "slag"), ("verzorging", "zorgen"), ("huishouden", "huis"), ("planeet", "eten")],
)  # fmt: skip
def test_words_that_only_look_alike_do_not_meet(een: str, ander: str) -> None:
    assert not set(termen(een)) & set(termen(ander))


@pytest.mark.parametrize(
    ("een", "ander"),
    [
        ("zorg", "mantelzorgondersteuning"), ("huizen", "huis"), ("kind", "kinderen"), ("trap lift", "traplift"),
        ("huishoudhulp", "hulp bij het huishouden"), ("huishoudelijke hulp", "hulp in het huishouden"),
        ("huur toeslag", "huurtoeslag"), ("w.m.o.", "wmo"), ("W.M.O", "wmo-loket"), ("re-integratie", "reintegratie"),
        ("taalles", "taallessen"), ("ouderen", "ouderenzorg"),
        ("kinderen", "kinderopvang"), ("boodschappen", "boodschappendienst"),
        ("formulieren", "formulierenhulp"), ("koken", "kookclub"), ("wandelen", "wandelgroep"), ("zwemmen", "zwemles"),
        ("schulden", "schuldhulpmaatje"), ("rolstoel", "rolstoelvervoer"),
        ("café", "taalcafe"), ("eenzaam", "eenzaamheid"),
        ("verslaafd", "verslaving"), ("slaapproblemen", "slaap problemen"),
        ("burn-out", "burnout"), ("e-mail", "email"),
        ("buren", "burenhulp"), ("verhuizing", "verhuizen"), ("opvoeden", "opvoedcursus"), ("dag opvang", "dagopvang"),
    ],
)  # fmt: skip
def test_words_that_belong_together_meet(een: str, ander: str) -> None:
    assert set(termen(een)) & set(termen(ander)) - {"hulp"}


@pytest.mark.parametrize(
    ("woord", "verwacht"),
    [
        ("traplift", ("trap", "lift")),
        ("mantelzorgondersteuning", ("mantelzorg", "zorg", "ondersteuning")),
        ("huishoudhulp", ("huishouden", "hulp")),
        ("huurtoeslagaanvraag", ("huurtoeslag", "huur", "toeslag", "aanvraag")),
        ("ziekenhuisbezoek", ("ziekenhuis", "bezoek")),
        ("huisartsenpraktijk", ("huisarts", "arts", "praktijk")),
        ("gezinsleden", ("gezin", "lid")),
        ("kinderkledingbeurs", ("kinderkleding", "kind", "kleding", "beurs")),
        ("gehandicaptenvervoer", ("gehandicapt", "vervoer")),
        ("begeleiding", ()), ("gezin", ()), ("geweld", ()), ("overlast", ()), ("onderwijs", ()), ("belangrijk", ()),
        ("persoonlijk", ()), ("verslaving", ()), ("vertrouwen", ()),
        ("scheiding", ()), ("samenleving", ()), ("vandaag", ()),
        ("vriendelijk", ()), ("zorgzaam", ()), ("vergrijzing", ()), ("huis", ()), ("", ()), ("65+", ()),
    ],
)  # fmt: skip
def test_a_compound_gives_its_parts_and_another_word_none(woord: str, verwacht: tuple[str, ...]) -> None:
    assert delen(woord) == verwacht


def test_denial_stays_and_function_words_go() -> None:
    assert termen("Ik heb geen geld en kan niet zonder hulp") == ["geen", "geld", "niet", "zonder", "hulp"]
    assert not functiewoorden() & {"niet", "geen", "zonder", "alleen", "thuis"}


def test_tokens_are_plain_words() -> None:
    assert tokens("Hoi! Ik zoek een vriend(in) in 1906 AB, m.b.t. de W.M.O.") == [
        "hoi", "ik", "zoek", "een", "vriend", "in", "in", "1906", "ab", "mbt", "de", "wmo",
    ]  # fmt: skip
    assert tokens("auto's en café-restaurant") == ["auto's", "en", "cafe", "restaurant"]
    assert tokens("Ik ben moe.Kan niet meer") == ["ik", "ben", "moe", "kan", "niet", "meer"]
    assert tokens("") == []
    assert tokens("😀 ... !!!") == []


def test_a_sentence_keeps_the_order_of_its_words() -> None:
    assert termen("Waar kan ik terecht voor hulp met formulieren?") == ["terecht", "hulp", "formulier"]


def test_every_part_in_the_word_list_is_a_known_word() -> None:
    """A typing error in the list would make a part that nothing meets."""
    lijst = woordenlijst()
    for woord, onderdelen in lijst.delen.items():
        for deel in onderdelen or ():
            assert lemma(deel) == deel, f"{woord}: {deel}"
            assert is_woord(deel), f"{woord}: {deel}"
    for vorm, bedoeld in lijst.vormen.items():
        assert is_woord(bedoeld), vorm
        assert bedoeld not in lijst.vormen, vorm


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_terms_that_give_themselves(tekst: str) -> None:
    """A stored term is found again by the same term."""
    for term in termen(tekst):
        assert term == normaliseer(term)


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(tekst: str) -> None:
    assert normaliseer(normaliseer(tekst)) == normaliseer(tekst)
    assert schoon(schoon(tekst)) == schoon(tekst)


@pytest.mark.parametrize("stuk", ["zorg", "a", "w.", "w. ", "huishoudhulp ", "mantelzorg-", "'", "é", "🙂 "])
def test_a_very_long_text_is_read_whole(stuk: str) -> None:
    assert "traplift" in termen(stuk * (20_000 // len(stuk)) + " traplift")


def test_importing_the_room_loads_no_dictionary() -> None:
    """Who only hides a BSN does not wait for the word list."""
    code = "import sys, taal; taal.tokens('Goedemorgen'); sys.exit('simplemma' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
