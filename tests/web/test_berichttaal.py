"""What the system says in a gesprek, in the languages of the page: the same content, or Dutch alone."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from actions.teksten import waarde
from overdracht.teksten import load_yaml, tekst
from overdracht.termijnen import bereken_belofte
from web.berichttaal import TALEN, belofte_vertalingen, fout_vertalingen, vertalingen
from web.chattaal import TEKSTEN
from web.teksten import BERICHTEN, FOUTEN
from werkgebied import Werkgebied

CODES = list(TALEN)
_GETAL = re.compile(r"\d+")
_INVULLING = {
    "naam": "Sanne V.", "team": "Sociaal Team Castricum", "naar": "Omar", "kenmerk": "VD-7K2M-9Q",
    "belofte": "Het team is nu dicht. Maandag 9 maart tussen 8.30 en 10.30 uur belt een medewerker u.",
}  # fmt: skip


def test_it_has_the_languages_of_the_page() -> None:
    assert set(TALEN) == set(TEKSTEN) - {"nl"}


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_the_same_texts_with_the_same_fields(code: str) -> None:
    def velden(deel: Any) -> Any:
        if isinstance(deel, dict):
            return {naam: velden(w) for naam, w in deel.items()}
        return len(deel) if isinstance(deel, list) else sorted(re.findall(r"\{(\w+)\}", str(deel)))

    assert velden(TALEN[code]) == velden(TALEN["en"])


@pytest.mark.parametrize("naam", list(TALEN["en"]["overdracht"]))
def test_a_notice_of_the_handover_is_told_with_its_names_and_numbers(naam: str) -> None:
    nederlands = tekst(f"overdracht.{naam}", **_INVULLING)
    vertaald = vertalingen(nederlands)
    assert set(vertaald) == set(CODES)
    for code, zin in vertaald.items():
        assert "{" not in zin
        assert sorted(_GETAL.findall(zin)) == sorted(_GETAL.findall(nederlands)), code
        velden = set(re.findall(r"\{(\w+)\}", load_yaml("teksten.yml")["overdracht"][naam])) - {"belofte"}
        assert all(_INVULLING[veld] in zin for veld in velden), code


def test_the_team_that_is_not_known_is_said_in_the_own_language() -> None:
    nederlands = tekst("overdracht.crisis_gezien", team=tekst("overdracht.team_onbekend"))
    assert TALEN["uk"]["team_onbekend"] in vertalingen(nederlands)["uk"]


_NU = [dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC), dt.datetime(2026, 3, 7, 22, 0, tzinfo=dt.UTC)]
_UITERLIJK = [dt.timedelta(hours=3), dt.timedelta(days=2), dt.timedelta(days=9), -dt.timedelta(days=1)]


@pytest.mark.parametrize("voorkeur", ["chat", "telefoon", "email"])
@pytest.mark.parametrize("over", _UITERLIJK)
@pytest.mark.parametrize("nu", _NU)
def test_every_promise_is_told_with_its_day_and_time(
    werkgebied: Werkgebied, nu: dt.datetime, over: dt.timedelta, voorkeur: str
) -> None:
    nu = werkgebied.lokale_tijd(nu)
    gemeente = werkgebied.zoek_gemeente("castricum")
    belofte = bereken_belofte(nu, voorkeur=voorkeur, uiterlijk=nu + over, gemeente=gemeente, werkgebied=werkgebied)
    vertaald = belofte_vertalingen(belofte.tekst)
    assert set(vertaald) == set(CODES)
    for zin in vertaald.values():
        assert sorted(_GETAL.findall(zin)) == sorted(_GETAL.findall(belofte.tekst))


@pytest.mark.parametrize("soort", ["ander_moment", "nieuw_moment"])
def test_another_moment_is_told_with_both_moments(soort: str) -> None:
    nederlands = tekst(f"belofte.{soort}", dag="morgen", tijd="17.00", team="Team X", belofte=_INVULLING["belofte"])
    en = vertalingen(nederlands)["en"]
    assert "tomorrow, before 17:00" in en
    assert "Monday 9 March, between 8:30 and 10:30" in en


def test_who_did_not_answer_the_telephone_reads_when_we_call_again() -> None:
    nederlands = f"{tekst('overdracht.geen_gehoor', naam='Omar')} Morgen voor 12.00 uur belt een medewerker u."
    assert vertalingen(nederlands)["en"] == (
        "Omar called you. You did not answer. A staff member will call you: tomorrow, before 12:00."
    )


@pytest.mark.parametrize("naam", ["druk", "geen_antwoord", "storing"])
def test_that_it_cannot_answer_is_told_with_the_telephone(naam: str) -> None:
    vertaald = vertalingen(str(BERICHTEN[naam]).format(telefoon="072 000 0101 (Sociaal Team Castricum)"))
    assert set(vertaald) == set(CODES)
    assert naam != "storing" or all("072 000 0101" in zin for zin in vertaald.values())


def test_every_error_that_says_112_says_it_in_every_language() -> None:
    met = {code for code, f in FOUTEN.items() if "112" in f["detail"]}
    assert set(TALEN["en"]["fouten"]) == met
    for code in met:
        assert all("112" in zin for zin in fout_vertalingen(code).values())
        assert set(fout_vertalingen(code)) == set(CODES)
    assert fout_vertalingen("niet_gevonden") == {}


@pytest.mark.parametrize(
    "nederlands", ["", "Goed dat u het vraagt.", "Ik heb iets voor u.\nBellen: 072 000 0101", "Uw verslag is weg."]
)
def test_another_text_stays_dutch(nederlands: str) -> None:
    assert vertalingen(nederlands) == {}


@pytest.mark.parametrize("code", CODES)
def test_each_button_under_a_crisis_is_explained(code: str) -> None:
    assert set(TALEN[code]["knoppen"]) == {"mens_nu", "verder_typen"}
    assert {waarde(f"knoppen.{n}")["payload"] for n in TALEN[code]["knoppen"]} == {"/mens_nu", "/verder_typen"}
