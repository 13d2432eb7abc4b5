"""What the resident changes, removes or adds in the verslag is what the team gets, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from gesprek import service as gesprekken
from opslag.db import Database
from overdracht import service, verslag, wachtrij
from overdracht.correctie import Wijziging
from overdracht.gesprekstekst import alle_regels
from tests.overdracht.bouw import CONTACT, OPEN, WERKGEBIED, goedgekeurd, medewerker, met_concept, zeg
from tests.overdracht.test_verslag import GEVALLEN, SCHEMA, bouw

GEVAL = GEVALLEN[0]


def _patch(database: Database, gesprek_id: str, body: Any) -> dict[str, Any]:
    with database.session_scope() as session:
        return service.patch_concept(session, gesprek_id, body).verslag


def _concept(database: Database, gesprek_id: str) -> dict[str, Any]:
    with database.lezen() as session:
        gevonden = service.read_concept(session, gesprek_id)
        assert gevonden is not None
        return gevonden


def test_correcting_is_pure_and_leaves_the_given_verslag_alone() -> None:
    gemaakt = bouw(GEVAL)
    voor = json.dumps(gemaakt)
    verslag.corrigeer(gemaakt, [Wijziging("verwijder", id=gemaakt["wens"][0]["id"])])
    assert json.dumps(gemaakt) == voor


def test_every_line_can_be_removed_and_is_then_gone_from_the_gesprek_too() -> None:
    gemaakt = bouw(GEVAL)
    for regel in alle_regels(gemaakt):
        if regel["id"].startswith(("betrokken", "huishouden")):
            continue
        nieuw = verslag.corrigeer(gemaakt, [Wijziging("verwijder", id=regel["id"])])
        assert regel["id"] not in [r["id"] for r in alle_regels(nieuw)]
        assert regel["tekst"] not in json.dumps(nieuw, ensure_ascii=False), regel["id"]


def test_removing_the_last_line_of_a_leefgebied_removes_the_leefgebied() -> None:
    gemaakt = bouw(GEVAL)
    weg = [
        Wijziging("verwijder", id=r["id"])
        for g in gemaakt["leefgebieden"]
        if g["code"] == "financien"
        for r in g["regels"]
    ]
    assert [g["code"] for g in verslag.corrigeer(gemaakt, weg)["leefgebieden"]] == ["gezin_en_opvoeding"]


def test_an_added_line_without_a_source_is_refused() -> None:
    with pytest.raises(verslag.VerslagFout):
        verslag.corrigeer(bouw(GEVAL), {"regels": [{"onderdeel": "wens", "tekst": "Rust"}]})


@pytest.mark.parametrize(
    "body",
    [
        7, "x", {"regels": "x"}, {"regels": [{}]}, {"regels": [{"id": "bestaat-niet", "tekst": "x"}]},
        {"regels": [{"onderdeel": "kenmerk", "tekst": "x"}]}, {"wens": [{"tekst": ""}]}, {"wens": 3},
        {"zwaarte": "geen"}, {"namens": "koning"}, {"iets": []}, {"leefgebieden": [{"code": "geld", "regels": ["x"]}]},
        {"regels": [{"onderdeel": "wens", "tekst": "a" * 1001}]}, {"wens": [f"wens {n}" for n in range(101)]},
    ],
)  # fmt: skip
def test_a_body_that_makes_no_sense_is_refused_in_dutch(body: Any) -> None:
    with pytest.raises(verslag.VerslagFout) as fout:
        verslag.lees_wijzigingen(bouw(GEVAL), body)
    assert str(fout.value).endswith((".", "'."))


def test_sending_the_verslag_back_unchanged_changes_nothing() -> None:
    gemaakt = bouw(GEVAL)
    assert verslag.lees_wijzigingen(gemaakt, gemaakt) == []


def test_a_merge_patch_with_fewer_and_other_lines_removes_changes_and_adds() -> None:
    gemaakt = bouw(GEVAL)
    school, huisarts = gemaakt["betrokken"]
    wijzigingen = verslag.lees_wijzigingen(
        gemaakt,
        {
            "betrokken": [{**huisarts, "tekst": "mijn huisarts"}, "mijn zus"],
            "wens": None,
            "hulpvraag": {"tekst": "Geld."},
        },
    )
    assert [(w.soort, w.id, w.tekst) for w in wijzigingen] == [
        ("verwijder", school["id"], ""),
        ("wijzig", huisarts["id"], "mijn huisarts"),
        ("voeg_toe", "", "mijn zus"),
        ("verwijder", gemaakt["wens"][0]["id"], ""),
        ("wijzig", gemaakt["hulpvraag"]["id"], "Geld."),
    ]


def test_a_leefgebied_left_out_of_a_merge_patch_is_removed_and_a_new_one_added() -> None:
    gemaakt = bouw(GEVAL)
    geld = next(g for g in gemaakt["leefgebieden"] if g["code"] == "financien")
    body = {"leefgebieden": [geld, {"code": "huisvesting", "regels": ["Ik wil verhuizen."]}]}
    wijzigingen = [
        Wijziging(w.soort, w.id, w.onderdeel, w.tekst, bron=99) for w in verslag.lees_wijzigingen(gemaakt, body)
    ]
    nieuw = verslag.corrigeer(gemaakt, wijzigingen)
    assert {g["code"] for g in nieuw["leefgebieden"]} == {"financien", "huisvesting"}


def test_a_change_becomes_a_bericht_of_the_resident_which_is_its_source(database: Database) -> None:
    gesprek_id = met_concept(database)
    regel = _concept(database, gesprek_id)["leefgebieden"][0]["regels"][0]
    body = {
        "regels": [{"id": regel["id"], "tekst": "De huur is laat."}, {"onderdeel": "wens", "tekst": "Rust in huis."}]
    }
    nieuw = _patch(database, gesprek_id, body)
    with database.lezen() as session:
        laatste = gesprekken.read_berichten(session, gesprek_id)[-1]
    assert (laatste.afzender, laatste.te_beantwoorden) == ("inwoner", False)
    assert "Rust in huis." in laatste.tekst
    assert nieuw["wens"][0]["bron"] == [laatste.volgnummer]
    assert laatste.volgnummer in next(r for r in alle_regels(nieuw) if r["id"] == regel["id"])["bron"]
    assert regel["tekst"] not in json.dumps(nieuw)


def test_a_bsn_typed_in_a_correction_is_not_kept(database: Database) -> None:
    gesprek_id = met_concept(database)
    nieuw = _patch(database, gesprek_id, {"wens": ["Mijn BSN is 111222333, bel mij."]})
    assert "111222333" not in json.dumps(nieuw)
    with database.lezen() as session:
        assert not [b for b in gesprekken.read_berichten(session, gesprek_id) if "111222333" in b.tekst]


def test_corrections_survive_a_rebuild_after_more_was_said(database: Database) -> None:
    gesprek_id = met_concept(database)
    drank = next(g for g in _concept(database, gesprek_id)["leefgebieden"] if g["code"] == "verslaving")
    _patch(database, gesprek_id, {"regels": [{"id": drank["regels"][0]["id"], "verwijder": True}]})
    _patch(database, gesprek_id, {"wens": ["Rust in huis."]})
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Ik ben ook moe.")
        opnieuw = service.make_concept(session, gesprek_id, werkgebied=WERKGEBIED, nu=OPEN).verslag
    assert "drinkt" not in json.dumps(opnieuw)
    assert [r["tekst"] for r in opnieuw["wens"]] == ["Rust in huis."]


def test_removing_the_same_line_twice_is_no_error(database: Database) -> None:
    gesprek_id = met_concept(database)
    body = {"regels": [{"id": _concept(database, gesprek_id)["leefgebieden"][0]["regels"][0]["id"], "verwijder": True}]}
    assert _patch(database, gesprek_id, body) == _patch(database, gesprek_id, body)


def test_what_was_removed_before_approval_is_nowhere_in_what_staff_read(database: Database) -> None:
    gesprek_id = met_concept(database)
    drank = next(g for g in _concept(database, gesprek_id)["leefgebieden"] if g["code"] == "verslaving")
    _patch(database, gesprek_id, {"regels": [{"id": drank["regels"][0]["id"], "verwijder": True}]})
    anna = medewerker(database)
    with database.session_scope() as session:
        uit = service.approve(session, gesprek_id, CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=OPEN)
    with database.session_scope() as session:
        gelezen = wachtrij.read_overdracht(session, uit.kenmerk, medewerker=anna)
        gesprek = wachtrij.read_gesprek(session, uit.kenmerk, medewerker=anna)
    assert "drinkt" not in json.dumps([gelezen, gesprek])
    assert "huur" in json.dumps(gelezen)


def test_the_verslag_can_be_corrected_while_it_waits_but_not_once_it_is_opgepakt(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    _patch(database, gesprek_id, {"wens": ["Rust in huis."]})
    with database.session_scope() as session:
        gelezen = wachtrij.read_overdracht(session, uit.kenmerk, medewerker=anna)
        wachtrij.claim_overdracht(session, uit.kenmerk, anna)
    assert gelezen["wens"][0]["tekst"] == "Rust in huis."
    assert gelezen["kenmerk"] == uit.kenmerk
    with pytest.raises(service.NietTeWijzigen):
        _patch(database, gesprek_id, {"wens": []})


def _leest(database: Database, kenmerk: str, wie: Any) -> str:
    """All that this medewerker reads of the verslag and of what was said."""
    with database.session_scope() as session:
        verslag_ = wachtrij.read_overdracht(session, kenmerk, medewerker=wie)
        gesprek = wachtrij.read_gesprek(session, kenmerk, medewerker=wie)
    return json.dumps([verslag_, gesprek], ensure_ascii=False)


def test_a_line_added_while_it_waits_and_then_taken_out_is_nowhere_in_what_staff_read(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    nieuw = _patch(database, gesprek_id, {"regels": [{"onderdeel": "wens", "tekst": "Rust in huis."}]})
    assert "Rust in huis." in _leest(database, uit.kenmerk, anna)
    _patch(database, gesprek_id, {"regels": [{"id": nieuw["wens"][0]["id"], "verwijder": True}]})
    assert "Rust in huis" not in _leest(database, uit.kenmerk, anna)


def test_a_line_added_before_approval_and_then_taken_out_does_not_go_along_in_the_gesprek(database: Database) -> None:
    gesprek_id = met_concept(database)
    nieuw = _patch(database, gesprek_id, {"regels": [{"onderdeel": "wens", "tekst": "Rust in huis."}]})
    _patch(database, gesprek_id, {"regels": [{"id": nieuw["wens"][0]["id"], "verwijder": True}]})
    with database.session_scope() as session:
        uit = service.approve(
            session, gesprek_id, CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=OPEN, onderdelen=service.ALLES
        )
    assert "Rust in huis" not in _leest(database, uit.kenmerk, medewerker(database))


def test_of_a_line_changed_twice_while_it_waits_staff_read_the_last_only(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    nieuw = _patch(database, gesprek_id, {"regels": [{"onderdeel": "wens", "tekst": "Rust in huis."}]})
    for tekst in ("Iemand die meedenkt.", "Hulp met brieven."):
        _patch(database, gesprek_id, {"regels": [{"id": nieuw["wens"][0]["id"], "tekst": tekst}]})
    gelezen = _leest(database, uit.kenmerk, anna)
    assert "Hulp met brieven." in gelezen
    assert "Rust in huis" not in gelezen
    assert "meedenkt" not in gelezen


def test_what_is_typed_in_the_chat_while_it_waits_stays_as_it_was_said(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    nieuw = _patch(database, gesprek_id, {"regels": [{"onderdeel": "wens", "tekst": "Rust in huis."}]})
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Rust in huis.", antwoord="")
    _patch(database, gesprek_id, {"regels": [{"id": nieuw["wens"][0]["id"], "verwijder": True}]})
    assert "Rust in huis." in _leest(database, uit.kenmerk, medewerker(database))


@pytest.mark.parametrize(
    "body",
    [
        {"regels": [{"onderdeel": "wens", "tekst": "Rust in huis."}]},
        {"regels": [{"id": "?", "tekst": "Rust in huis."}]},
        {"regels": [{"id": "wens-0000000000", "verwijder": True}]},
    ],
    ids=["added twice", "saved without a change", "removed twice"],
)
def test_a_correction_that_changes_nothing_says_nothing(database: Database, body: dict[str, Any]) -> None:
    gesprek_id, _ = goedgekeurd(database)
    voor = _patch(database, gesprek_id, {"regels": [{"onderdeel": "wens", "tekst": "Rust in huis."}]})
    with database.lezen() as session:
        aantal = len(gesprekken.read_berichten(session, gesprek_id))
    regel = {k: voor["wens"][0]["id"] if v == "?" else v for k, v in body["regels"][0].items()}
    assert _patch(database, gesprek_id, {"regels": [regel]}) == voor
    with database.lezen() as session:
        assert len(gesprekken.read_berichten(session, gesprek_id)) == aantal


def test_the_verslag_of_a_question_that_is_finished_can_no_longer_be_corrected(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna)
        wachtrij.finish(session, uit.kenmerk, anna, uitkomst="antwoord_gegeven", toelichting="")
    with pytest.raises(service.NietTeWijzigen):
        _patch(database, gesprek_id, {"wens": ["Rust in huis."]})


def test_the_gesprek_can_be_left_out(database: Database) -> None:
    gesprek_id = met_concept(database)
    _patch(database, gesprek_id, {"gesprek": []})
    anna = medewerker(database)
    with database.session_scope() as session:
        uit = service.approve(session, gesprek_id, CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=OPEN)
        gelezen = wachtrij.read_overdracht(session, uit.kenmerk, medewerker=anna)
    assert gelezen["gesprek"] == []
    jsonschema.validate(gelezen, SCHEMA)
