"""The PDFs as they come out of the printer: whole, readable, with every line, whatever somebody wrote."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest

from bench.getrouwheid import bouw, lees_gesprekken
from overdracht.gesprekstekst import alle_regels
from overdracht.ondersteuningsplan import make_plan
from overdracht.pdf import plan_pdf, verslag_pdf
from tests.overdracht.bouw import CONTACT, OPEN, WERKGEBIED
from tests.pdfbeeld import lees_bladen

GESPREKKEN = lees_gesprekken()
LANG = "Wij wonen al jaren in een te klein huis en dat gaat niet meer met de kinderen erbij. " * 10


def _verslag(geval: dict[str, Any], **anders: Any) -> dict[str, Any]:
    klaar = {"gegeven": True, "op": OPEN.isoformat(), "tekstversie": "3", "onderdelen": ["verslag", "contact"]}
    velden = {"kenmerk": "VD-2345-6789", "contact": CONTACT, "toestemming": klaar, "gesprek": [], **anders}
    return {**copy.deepcopy(bouw(geval)[0]), **velden}


def _vlak(tekst: str) -> str:
    return " ".join(tekst.split())


@pytest.mark.parametrize("geval", GESPREKKEN[::7], ids=lambda g: g["naam"])
def test_every_line_stands_on_the_paper_and_nothing_is_cut_off(geval: dict[str, Any]) -> None:
    verslag = _verslag(geval)
    bladen = lees_bladen(verslag_pdf(verslag, lokaal=WERKGEBIED.lokale_tijd))
    tekst = " ".join(b.tekst for b in bladen)
    for regel in alle_regels(verslag):
        assert _vlak(regel["tekst"]) in tekst
    assert all(b.is_heel for b in bladen)
    assert all(f"bladzijde {n}" in b.tekst for n, b in enumerate(bladen, 1))


def test_a_long_verslag_goes_on_on_the_next_page_without_losing_a_word() -> None:
    verslag = _verslag(GESPREKKEN[0])
    verslag["wens"] = [
        {"id": f"wens-{n}", "tekst": f"{n}. {LANG}", "bron": [1], "herkomst": "gezegd"} for n in range(1, 16)
    ]
    bladen = lees_bladen(verslag_pdf(verslag, lokaal=WERKGEBIED.lokale_tijd))
    assert len(bladen) > 2
    assert all(b.is_heel and not b.is_leeg for b in bladen)
    # The foot of a page may stand between two words of a line.
    tekst = " ".join(re.sub(r"Voordeur · .*? bladzijde \d+", "", b.tekst).strip() for b in bladen)
    assert tekst.count("te klein huis") == 150
    assert all(f"{n}. Wij wonen" in tekst for n in range(1, 16))


@pytest.mark.parametrize(
    "woord", ["A" * 300, "https://example.nl/" + "pad/" * 80, "<b>vet</b> & <script>", "Ivan Їжак Ğül Łukasz"]
)
def test_no_word_runs_off_the_paper(woord: str) -> None:
    verslag = _verslag(GESPREKKEN[0], contact={**CONTACT, "naam": woord[:60]})
    verslag["hulpvraag"] = {"id": "h", "tekst": f"Begin {woord} einde", "bron": [1], "herkomst": "gezegd"}
    bladen = lees_bladen(verslag_pdf(verslag, lokaal=WERKGEBIED.lokale_tijd))
    assert all(b.is_heel for b in bladen)
    tekst = "".join("".join(b.tekst for b in bladen).split())
    assert "".join(f"Begin{woord}einde".split()) in tekst


def test_what_was_not_approved_says_so_on_the_paper() -> None:
    verslag = _verslag(GESPREKKEN[0], toestemming={"gegeven": False, "op": None, "tekstversie": ""})
    [blad, *_] = lees_bladen(verslag_pdf(verslag, lokaal=WERKGEBIED.lokale_tijd))
    assert "de inwoner heeft dit verslag nog niet goedgekeurd" in blad.tekst
    assert "CONCEPT" in blad.tekst


def test_the_paper_says_what_is_shared_besides() -> None:
    met = _verslag(GESPREKKEN[0], gesprek=[{"volgnummer": 1, "afzender": "inwoner", "tekst": "Dag."}])
    for verslag, zin in (
        (_verslag(GESPREKKEN[0]), "Dit verslag, niet het gesprek"),
        (met, "Dit verslag en het gesprek."),
    ):
        [blad, *_] = lees_bladen(verslag_pdf(verslag, lokaal=WERKGEBIED.lokale_tijd))
        assert zin in blad.tekst


def test_the_plan_is_whole_too() -> None:
    termijnen = {"eerste_contact": None, "onderzoek": "2027-01-05T17:00:00+01:00", "beschikking": None}
    plan = make_plan(_verslag(GESPREKKEN[0]), nu=OPEN, termijnen=termijnen)
    bladen = lees_bladen(plan_pdf(plan, lokaal=WERKGEBIED.lokale_tijd))
    assert all(b.is_heel for b in bladen)
    assert "Concept-ondersteuningsplan" in bladen[0].tekst
    assert "Generalist: ____" in bladen[-1].tekst
