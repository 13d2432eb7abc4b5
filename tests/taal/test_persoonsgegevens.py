"""What nobody needs to know disappears before it is stored, and everything else stays readable."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taal.controlegetallen import is_bsn, is_iban, is_luhn
from taal.persoonsgegevens import SOORTEN, VERVANGING, verberg

HIER = Path(__file__).parent


def _regels(naam: str) -> list[str]:
    regels = (HIER / naam).read_text(encoding="utf-8").splitlines()
    return [regel for regel in regels if regel and not regel.startswith("#")]


WEL = [tuple(regel.split(" | ", 1)) for regel in _regels("te_verbergen.txt")]
NIET = _regels("niet_te_verbergen.txt")


def test_there_are_enough_cases_both_ways() -> None:
    assert len(WEL) >= 280
    assert len(NIET) >= 280
    per_soort = Counter(soort for soort, _ in WEL)
    assert set(per_soort) == set(SOORTEN)
    assert min(per_soort.values()) >= 25


def test_recall_and_false_alarms_are_what_is_promised() -> None:
    """Each case is also a test of its own below; here stand the figures that the privacy text rests on."""
    gevonden = sum(soort in verberg(re.sub("[{}]", "", bericht)).soorten for soort, bericht in WEL)
    vals = sum(verberg(bericht).soorten != () for bericht in NIET)
    assert gevonden / len(WEL) >= 0.99
    assert vals / len(NIET) <= 0.01


@pytest.mark.parametrize(("soort", "bericht"), WEL)
def test_a_secret_is_replaced_and_the_rest_stays(soort: str, bericht: str) -> None:
    geheimen = re.findall(r"\{(.+?)\}", bericht)
    uitslag = verberg(bericht.replace("{", "").replace("}", ""))
    assert soort in uitslag.soorten
    assert VERVANGING[soort] in uitslag.tekst
    for geheim in geheimen:
        assert geheim not in uitslag.tekst
    kaal = re.sub(r"\{.+?\}", "", bericht)
    for stuk in re.findall(r"[a-z]{4,}", kaal):
        assert stuk in uitslag.tekst


@pytest.mark.parametrize("bericht", NIET)
def test_an_ordinary_message_is_left_alone(bericht: str) -> None:
    uitslag = verberg(bericht)
    assert uitslag.tekst == bericht
    assert uitslag.soorten == ()


def test_several_kinds_are_each_named_once_in_order() -> None:
    uitslag = verberg("bsn 123456782, iban NL91ABNA0417164300, nog een bsn 111222333, wachtwoord: Geheim1")
    assert uitslag.soorten == ("bsn", "iban", "wachtwoord")
    assert uitslag.tekst == (
        "bsn [bsn verwijderd], iban [iban verwijderd], nog een bsn [bsn verwijderd], "
        "wachtwoord: [wachtwoord verwijderd]"
    )


def test_hiding_twice_changes_nothing() -> None:
    for _, bericht in WEL:
        eens = verberg(bericht.replace("{", "").replace("}", "")).tekst
        assert verberg(eens).tekst == eens


def _bsn(getal: int) -> str | None:
    """The number with its own check digit, when there is one."""
    for laatste in range(10):
        if is_bsn(f"{getal:08d}{laatste}"):
            return f"{getal:08d}{laatste}"
    return None


@given(st.integers(1_000_000, 99_999_999), st.sampled_from(["bsn {}", "mijn bsn is {}.", "{} is mijn bsn", "BSN:{}"]))
@settings(max_examples=300)
def test_every_bsn_that_is_told_disappears(getal: int, zin: str) -> None:
    bsn = _bsn(getal)
    if bsn is not None:
        uitslag = verberg(zin.format(bsn))
        assert bsn not in uitslag.tekst
        assert uitslag.soorten == ("bsn",)


@given(st.integers(10_000_000, 99_999_999), st.sampled_from(["06{}", "06-{}", "06 {}", "+316{}", "+31 6 {}"]))
@settings(max_examples=300)
def test_no_mobile_number_is_hidden(getal: int, vorm: str) -> None:
    tekst = "bel mij op " + vorm.format(getal)
    assert verberg(tekst).tekst == tekst


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from(["%d-%m-%Y", "%Y-%m-%d", "%d%m%Y", "%d/%m/%Y"]),
)
def test_no_date_of_our_time_is_hidden(dag: dt.date, vorm: str) -> None:
    tekst = f"geboren op {dag.strftime(vorm)}"
    assert verberg(tekst).tekst == tekst


def test_a_date_beside_a_bsn_stays() -> None:
    assert verberg("geboren 12-03-1985, bsn 123456782").tekst == "geboren 12-03-1985, bsn [bsn verwijderd]"


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_any_text_can_be_searched(tekst: str) -> None:
    uitslag = verberg(tekst)
    if not uitslag.soorten:
        assert uitslag.tekst == tekst


@pytest.mark.parametrize(
    "stuk", ["1 ", "12-", "wachtwoord ", "mijn wachtwoord van ", "NL91 ", "een twee ", "bsn ", "06", "code "]
)
def test_a_very_long_message_is_searched_whole(stuk: str) -> None:
    """Twenty thousand characters of the worst kind still end with the secret hidden."""
    lang = stuk * (20_000 // len(stuk)) + "\nbsn 123456782"
    assert "123456782" not in verberg(lang).tekst


def test_check_digits_are_those_of_the_standards() -> None:
    assert is_bsn("123456782")
    assert not is_bsn("123456783")
    assert not is_bsn("000000000")
    assert is_iban("NL91ABNA0417164300")
    assert not is_iban("NL91ABNA0417164301")
    assert is_luhn("79927398713")
    assert not is_luhn("79927398710")
