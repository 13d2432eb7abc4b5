"""The verslag says what the resident said, all of it, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rfc3339_validator import validate_rfc3339  # noqa: F401  (jsonschema checks date-time only with it)

from bench import getrouwheid
from bench.getrouwheid import als_gesprek, lees_gesprekken, regels_van
from overdracht import verslag
from overdracht.gesprekstekst import alle_regels
from overdracht.regel import Regel, RegelZonderBron, merge
from overdracht.zinnen import sleutel
from tests.overdracht.bouw import OPEN, WERKGEBIED, oordeel

HIER = Path(__file__).parent
GEVALLEN = lees_gesprekken()
SCHEMA = json.loads((HIER.parents[1] / "overdracht" / "verslag-1.schema.json").read_text("utf-8"))


def bouw(geval: dict[str, Any]) -> dict[str, Any]:
    return getrouwheid.bouw(geval)[0]


def namen(geval: dict[str, Any]) -> str:
    return str(geval["naam"])


@pytest.mark.parametrize("geval", GEVALLEN, ids=namen)
def test_the_hulpvraag_for_whom_how_heavy_and_why_stand_in_it(geval: dict[str, Any]) -> None:
    gemaakt = bouw(geval)
    assert geval["hulpvraag"] in gemaakt["hulpvraag"]["tekst"]
    for veld in ("namens", "zwaarte"):
        assert gemaakt[veld] == geval.get(veld, gemaakt[veld])
    assert gemaakt["reden_overdracht"]["regel"] == geval.get("reden", gemaakt["reden_overdracht"]["regel"])


@pytest.mark.parametrize("geval", GEVALLEN, ids=namen)
def test_nothing_is_invented(geval: dict[str, Any]) -> None:
    gemaakt = bouw(geval)
    for onderdeel in geval.get("leeg", ()):
        assert regels_van(gemaakt, onderdeel) == [], onderdeel
    for onderdeel, verboden in geval.get("niet", {}).items():
        for tekst in verboden:
            assert not any(tekst in r for r in regels_van(gemaakt, onderdeel)), f"{onderdeel}: {tekst}"
    codes = {g["code"] for g in gemaakt["leefgebieden"]}
    assert not codes & set(geval.get("niet_gebieden", ()))
    alles = " ".join(r["tekst"].lower() for r in alle_regels(gemaakt))
    assert not [t for t in geval.get("nergens", ()) if t.lower() in alles]


@pytest.mark.parametrize("geval", GEVALLEN, ids=namen)
def test_every_line_has_a_source_in_the_resident_s_own_words(geval: dict[str, Any]) -> None:
    _, berichten = als_gesprek(geval)
    eigen = {b.volgnummer: sleutel(b.tekst) for b in berichten if b.afzender == "inwoner"}
    gemaakt = bouw(geval)
    for regel in alle_regels(gemaakt):
        assert regel["bron"]
        assert set(regel["bron"]) <= set(eigen)
        if regel["herkomst"] == "gezegd" and not regel["id"].startswith("betrokken"):
            gezegd = " ".join(eigen[n] for n in regel["bron"])
            assert set(sleutel(regel["tekst"]).split()) <= set(gezegd.split())
    assert set(gemaakt["reden_overdracht"]["bron"]) <= set(eigen)


@pytest.mark.parametrize("geval", GEVALLEN, ids=namen)
def test_nothing_is_said_twice_in_one_part_and_every_line_has_its_own_id(geval: dict[str, Any]) -> None:
    ids = [r["id"] for r in alle_regels(bouw(geval)) if not r["id"].startswith("reactie")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("geval", GEVALLEN, ids=namen)
def test_the_verslag_follows_its_published_schema(geval: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(bouw(geval))


@pytest.mark.parametrize("geval", [g for g in GEVALLEN if "getoond" in g], ids=namen)
def test_what_was_shown_stands_there_with_the_reaction(geval: dict[str, Any]) -> None:
    getoond = bouw(geval)["getoonde_voorzieningen"]
    assert [v["id"] for v in getoond] == geval["getoond"]
    assert [r["tekst"] for r in getoond[0]["reactie"]] == [geval["reactie"]]


def test_a_line_without_a_source_cannot_be_made() -> None:
    for bron, tekst, herkomst in (((), "x", "gezegd"), ((1,), " ", "gezegd"), ((1,), "x", "gedacht")):
        with pytest.raises(RegelZonderBron):
            Regel("wens", tekst, bron, herkomst)


def test_the_same_words_twice_become_one_line_with_both_sources() -> None:
    samen = merge([Regel("wens", "Rust.", (5,)), Regel("wens", "rust", (3,), "afgeleid")])
    assert [(r.tekst, r.bron, r.herkomst) for r in samen] == [("Rust.", (3, 5), "gezegd")]


def test_without_a_word_of_the_resident_there_is_no_verslag() -> None:
    with pytest.raises(verslag.VerslagFout):
        bouw({"gesprek": [{"assistent": "Hallo"}]})


def test_what_was_said_before_starting_over_does_not_count() -> None:
    gesprek, berichten = als_gesprek({"gesprek": [{"inwoner": "Ik heb schulden."}, {"inwoner": "Ik zoek werk."}]})
    gesprek.bevindingen_vanaf = 1
    gemaakt = verslag.bouw_verslag(gesprek, berichten, werkgebied=WERKGEBIED, nu=OPEN)
    assert "schulden" not in json.dumps(gemaakt)


def test_a_finding_without_evidence_in_the_words_is_called_derived() -> None:
    gemaakt = bouw({"gesprek": [{"inwoner": "Het gaat niet goed.", "gehoord": {"financien": ["rood staan"]}}]})
    assert [r["herkomst"] for r in gemaakt["leefgebieden"][0]["regels"]] == ["afgeleid"]


def test_triage_s_own_finding_over_the_whole_gesprek_goes_before_adding_up() -> None:
    gesprek, berichten = als_gesprek(
        {"gesprek": [{"inwoner": "Ik heb schulden.", "gehoord": {"financien": ["schulden"]}}]}
    )
    heel = oordeel(bewijs={"financien": ["schulden"]}, zwaarte="meervoudig", regels=[("complex", "Al hulp gehad.", ())])
    gemaakt = verslag.bouw_verslag(gesprek, berichten, werkgebied=WERKGEBIED, nu=OPEN, oordeel=heel)
    assert (gemaakt["zwaarte"], gemaakt["reden_overdracht"]["regel"]) == ("meervoudig", "complex")


def test_evidence_of_a_whole_sentence_does_not_turn_a_denial_into_a_leefgebied() -> None:
    zin = "Schulden heb ik niet hoor, ik vind het gewoon eng."
    gemaakt = bouw({"gesprek": [{"inwoner": zin, "gehoord": {"financien": [zin]}}]})
    assert gemaakt["leefgebieden"] == []


def test_what_a_relative_has_is_not_involved_when_it_is_only_compared_with() -> None:
    zin = "Mijn zus zit in de schuldsanering en krijgt een bewindvoerder, zo ver is het bij mij niet."
    beurt = {"inwoner": zin, "gehoord": {"financien": [zin]}, "namens": "naaste"}
    assert bouw({"gesprek": [beurt]})["betrokken"] == []
