"""The concept-ondersteuningsplan and the PDFs: what was said in its place, what was not said to be filled in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rfc3339_validator import validate_rfc3339  # noqa: F401  (jsonschema checks date-time only with it)

from bench.getrouwheid import bouw as bouw_verslag
from bench.getrouwheid import lees_gesprekken
from overdracht.ondersteuningsplan import make_plan
from overdracht.pdf import plan_pdf, verslag_pdf
from tests.overdracht.bouw import CONTACT, OPEN, WERKGEBIED

SCHEMA = json.loads((Path(__file__).parents[2] / "overdracht" / "ondersteuningsplan-1.schema.json").read_text("utf-8"))
GEVALLEN = {g["naam"]: g for g in lees_gesprekken()}
MANTELZORG = GEVALLEN["dochter regelt dagbesteding voor vader met dementie"]
TERMIJNEN = {"eerste_contact": None, "onderzoek": "2027-01-05T17:00:00+01:00", "beschikking": None}


def goedgekeurd(geval: dict[str, Any], **anders: Any) -> dict[str, Any]:
    verslag = bouw_verslag(geval)[0]
    klaar = {"gegeven": True, "op": OPEN.isoformat(), "tekstversie": "1"}
    return {**verslag, "kenmerk": "VD-2345-6789", "contact": CONTACT, "toestemming": klaar, **anders}


def plan(geval: dict[str, Any], **anders: Any) -> dict[str, Any]:
    velden = {"nu": OPEN, "termijnen": TERMIJNEN, **anders}
    return make_plan(goedgekeurd(geval), **velden)


def teksten(regels: list[dict[str, Any]]) -> str:
    return " | ".join(r["tekst"] for r in regels)


def test_each_thing_said_stands_in_its_own_part_of_the_fixed_format() -> None:
    gemaakt = plan(MANTELZORG, generalist="Noor")
    assert "Logeeropvang" in teksten(gemaakt["resultaat"])
    assert "doorslapen" in teksten(gemaakt["resultaat"])
    assert "Mijn broer en ik slapen er" in teksten(gemaakt["arrangement"]["omgeving"])
    assert "wachtlijst" in teksten(gemaakt["arrangement"]["individuele_ondersteuning"])
    assert "wijkverpleging" in teksten(gemaakt["arrangement"]["individuele_ondersteuning"])
    assert gemaakt["tijdpad"]["onderzoek"] == TERMIJNEN["onderzoek"]
    assert gemaakt["afspraken"] == [
        {"wat": "Het onderzoek is klaar", "wie": "Noor", "uiterlijk": TERMIJNEN["onderzoek"]}
    ]


def test_it_is_always_a_draft_that_nobody_signed() -> None:
    gemaakt = plan(MANTELZORG)
    assert gemaakt["concept"] is True
    assert "geen besluit" in gemaakt["let_op"]
    assert set(gemaakt["akkoord"].values()) == {None}


def test_what_nobody_spoke_of_stays_empty_and_is_named_as_such() -> None:
    gemaakt = plan(GEVALLEN["nee op alle vragen"])
    assert gemaakt["resultaat"] == []
    assert set(gemaakt["in_te_vullen"]) >= {"resultaat", "eigen_inzet", "omgeving", "bijdrage", "afspraken"}


def test_a_shown_entry_that_the_gemeente_decides_on_counts_as_individual() -> None:
    geval = GEVALLEN["getoond en al geweest"]
    gemaakt = plan(geval, toegang={"f2": "maatwerk"})["arrangement"]
    assert teksten(gemaakt["algemene_voorzieningen"]) == "Formulierenhulp Limmen"
    assert "Taalhuis" in teksten(gemaakt["individuele_ondersteuning"])


def test_taking_part_is_offered_as_the_contribution() -> None:
    assert "vrijwilligerswerk" in teksten(plan(GEVALLEN["verandert halverwege van gedachten"])["bijdrage"])


@pytest.mark.parametrize("naam", sorted(GEVALLEN))
def test_every_plan_follows_its_published_schema_and_every_line_has_its_source(naam: str) -> None:
    gemaakt = plan(GEVALLEN[naam])
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(gemaakt)
    verslag = bouw_verslag(GEVALLEN[naam])[0]
    gesproken = {n for g in [verslag] for r in json.loads(json.dumps(g["gesprek"])) for n in [r["volgnummer"]]}
    for regels in (gemaakt["resultaat"], gemaakt["bijdrage"], *gemaakt["arrangement"].values()):
        assert all(set(r["bron"]) <= gesproken for r in regels)


def test_the_pdf_of_a_verslag_has_a_title_a_language_and_fits_on_a_page() -> None:
    pdf = verslag_pdf(goedgekeurd(MANTELZORG), lokaal=WERKGEBIED.lokale_tijd)
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") == 1
    assert b"/Lang" in pdf
    assert b"Verslag van de inwoner VD-2345-6789" in pdf


def test_a_verslag_that_is_not_approved_says_so_on_the_page() -> None:
    verslag = bouw_verslag(MANTELZORG)[0]
    concept, goed = (verslag_pdf(v, lokaal=WERKGEBIED.lokale_tijd) for v in (verslag, goedgekeurd(MANTELZORG)))
    assert b"(CONCEPT" in concept or b"\\(CONCEPT" in concept
    assert b"CONCEPT" not in goed
    assert b"Concept-ondersteuningsplan VD-2345-6789" in plan_pdf(plan(MANTELZORG), lokaal=WERKGEBIED.lokale_tijd)


def test_no_sign_and_no_markup_of_a_resident_can_stop_a_pdf() -> None:
    geval = {
        "naam": "x",
        "gesprek": [{"inwoner": "<b>Łukasz & Олена</b> <para> \U0001f600 \u200d\u0627\u0644 </x> ]]>"}],
    }
    verslag = goedgekeurd(geval, contact={**CONTACT, "naam": "Ł <i> & \ud83d".encode("utf-8", "replace").decode()})
    assert verslag_pdf(verslag, lokaal=WERKGEBIED.lokale_tijd).startswith(b"%PDF-")
    gemaakt = make_plan(verslag, nu=OPEN, termijnen=TERMIJNEN)
    assert plan_pdf(gemaakt, lokaal=WERKGEBIED.lokale_tijd).startswith(b"%PDF-")


@pytest.mark.parametrize("lang", [3000, 60_000])
def test_a_very_long_word_does_not_stop_a_pdf(lang: int) -> None:
    geval = {"naam": "x", "gesprek": [{"inwoner": "a" * lang}]}
    assert verslag_pdf(goedgekeurd(geval), lokaal=WERKGEBIED.lokale_tijd).startswith(b"%PDF-")
