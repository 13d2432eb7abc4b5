"""What staff may read of the gesprek: as far as the resident said so, and no word more."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from gesprek import service as gesprekken
from opslag.db import Database
from overdracht import queries, service, wachtrij
from overdracht.behandelen import reopen
from overdracht.models import Medewerker
from overdracht.openklant_inhoud import read_uit
from overdracht.uitdraaien import read_uitdraai
from settings import ROOT
from tests.overdracht.bouw import CONTACT, OPEN, VERHAAL, WERKGEBIED, medewerker, met_concept, zeg

SCHEMA = json.loads((ROOT / "overdracht/verslag-1.schema.json").read_text(encoding="utf-8"))
# Said in the gesprek, and in no line of the verslag.
ZIJPAD = "Vorige week was ik bij de kapper in Alkmaar."
MET_GESPREK = ("verslag", "contact", "gesprek")


def _verteld(database: Database, *, crisis: str = "") -> str:
    """A gesprek in which more was said than what stands in the verslag."""
    gesprek_id = met_concept(database)
    with database.session_scope() as session:
        zeg(session, gesprek_id, ZIJPAD)
        if crisis:
            service.request_crisis(session, gesprek_id, soort=crisis, wil_mens=False, werkgebied=WERKGEBIED, nu=OPEN)
        service.make_concept(session, gesprek_id, werkgebied=WERKGEBIED, nu=OPEN)
    return gesprek_id


def _keur_goed(database: Database, gesprek_id: str, **anders: Any) -> str:
    with database.session_scope() as session:
        return service.approve(
            session,
            gesprek_id,
            anders.pop("contact", CONTACT),
            toestemming=True,
            werkgebied=WERKGEBIED,
            nu=OPEN,
            **anders,
        ).kenmerk


def _gelezen(database: Database, kenmerk: str, wie: Medewerker) -> tuple[dict[str, Any], str]:
    """The verslag and everything else that this medewerker gets to read of the gesprek."""
    with database.session_scope() as session:
        verslag = wachtrij.read_overdracht(session, kenmerk, medewerker=wie)
        return verslag, json.dumps(wachtrij.read_gesprek(session, kenmerk, medewerker=wie), ensure_ascii=False)


def test_who_says_no_more_than_yes_shares_the_verslag_and_not_the_gesprek(database: Database) -> None:
    gesprek_id = _verteld(database)
    kenmerk = _keur_goed(database, gesprek_id)
    verslag, gesprek = _gelezen(database, kenmerk, medewerker(database))
    assert VERHAAL in verslag["hulpvraag"]["tekst"]
    assert verslag["gesprek"] == []
    assert ZIJPAD not in json.dumps(verslag, ensure_ascii=False) + gesprek
    assert VERHAAL not in gesprek
    assert verslag["toestemming"]["onderdelen"] == ["verslag", "contact"]
    jsonschema.validate(verslag, SCHEMA)


def test_the_gesprek_goes_along_when_the_resident_chose_so(database: Database) -> None:
    gesprek_id = _verteld(database)
    kenmerk = _keur_goed(database, gesprek_id, onderdelen=MET_GESPREK)
    verslag, gesprek = _gelezen(database, kenmerk, medewerker(database))
    assert ZIJPAD in [r["tekst"] for r in verslag["gesprek"]]
    assert ZIJPAD in gesprek
    assert verslag["toestemming"]["onderdelen"] == list(MET_GESPREK)
    jsonschema.validate(verslag, SCHEMA)


def test_what_is_typed_after_the_approval_is_read_by_who_helps(database: Database) -> None:
    gesprek_id = _verteld(database)
    kenmerk = _keur_goed(database, gesprek_id)
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Ik kan morgen alleen in de ochtend.")
    _, gesprek = _gelezen(database, kenmerk, medewerker(database))
    assert "alleen in de ochtend" in gesprek


def test_a_gesprek_that_was_not_shared_is_not_read_even_where_it_was_stored(database: Database) -> None:
    """The consent is looked at when reading, not only when storing."""
    gesprek_id = _verteld(database)
    kenmerk = _keur_goed(database, gesprek_id)
    with database.session_scope() as session:
        overdracht = queries.get_overdracht(session, kenmerk)
        assert overdracht is not None
        assert overdracht.verslag is not None
        regel = {"volgnummer": 4, "afzender": "inwoner", "tekst": ZIJPAD}
        overdracht.verslag = {**overdracht.verslag, "gesprek": [regel]}
    verslag, gesprek = _gelezen(database, kenmerk, medewerker(database))
    assert ZIJPAD not in json.dumps(verslag) + gesprek


@pytest.mark.parametrize("onderdelen", [(), ("verslag", "contact")])
def test_an_export_and_open_klant_hold_no_more_than_was_agreed(database: Database, onderdelen: tuple[str, ...]) -> None:
    gesprek_id = _verteld(database)
    kenmerk = _keur_goed(database, gesprek_id, **({"onderdelen": onderdelen} if onderdelen else {}))
    anna = medewerker(database)
    with database.session_scope() as session:
        uitdraai = read_uitdraai(session, kenmerk, medewerker=anna, wat="verslag", nu=OPEN)
        uit = read_uit(session, kenmerk)
    assert uitdraai is not None
    assert uit is not None
    assert ZIJPAD not in json.dumps(uitdraai, ensure_ascii=False) + repr(uit)


def test_without_consent_for_it_nobody_gets_to_know_how_to_reach_the_resident(database: Database) -> None:
    gesprek_id = _verteld(database)
    kenmerk = _keur_goed(database, gesprek_id, onderdelen=("verslag", "gesprek"))
    verslag, _ = _gelezen(database, kenmerk, medewerker(database))
    assert verslag["contact"] == {"naam": "", "telefoon": "", "email": "", "voorkeur": "chat"}


def test_consent_for_the_gesprek_alone_is_no_consent_for_a_verslag(database: Database) -> None:
    gesprek_id = _verteld(database)
    with pytest.raises(service.ToestemmingNodig):
        _keur_goed(database, gesprek_id, onderdelen=("gesprek", "contact"))


# --- in a crisis --------------------------------------------------------------------------------------


def _systeem(database: Database, gesprek_id: str) -> str:
    with database.lezen() as session:
        return " ".join(b.tekst for b in gesprekken.read_berichten(session, gesprek_id) if b.afzender == "systeem")


def test_in_a_crisis_the_resident_is_told_that_the_team_reads_along_once(database: Database) -> None:
    gesprek_id = _verteld(database, crisis="geweld")
    with database.session_scope() as session:
        service.request_crisis(session, gesprek_id, soort="geweld", wil_mens=True, werkgebied=WERKGEBIED, nu=OPEN)
    gezegd = _systeem(database, gesprek_id)
    assert gezegd.count("mag Sociaal Team Castricum dit gesprek lezen") == 1


def test_in_a_crisis_the_gesprek_stays_what_the_team_already_saw_and_the_verslag_says_so(database: Database) -> None:
    gesprek_id = _verteld(database, crisis="geweld")
    with database.lezen() as session:
        concept = service.read_concept(session, gesprek_id)
    assert concept is not None
    assert concept["crisis"] == "geweld"
    kenmerk = _keur_goed(database, gesprek_id)
    verslag, gesprek = _gelezen(database, kenmerk, medewerker(database))
    assert ZIJPAD in gesprek
    assert verslag["toestemming"]["onderdelen"] == ["verslag", "contact"]


def test_a_crisis_after_the_approval_opens_nothing_that_was_said_before_it(database: Database) -> None:
    gesprek_id = _verteld(database)
    kenmerk = _keur_goed(database, gesprek_id)
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Hij slaat mij.")
        service.request_crisis(session, gesprek_id, soort="geweld", wil_mens=True, werkgebied=WERKGEBIED, nu=OPEN)
    anna = medewerker(database)
    _, gesprek = _gelezen(database, kenmerk, anna)
    assert ZIJPAD not in gesprek
    assert "Hij slaat mij." in gesprek
    with database.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
    verslag, gesprek = _gelezen(database, kenmerk, anna)
    assert "hulpvraag" not in verslag
    assert ZIJPAD not in json.dumps(verslag) + gesprek
    assert "Hij slaat mij." in gesprek


def test_who_withdraws_in_a_crisis_is_told_what_the_team_still_sees(database: Database) -> None:
    gesprek_id = _verteld(database, crisis="geweld")
    _keur_goed(database, gesprek_id)
    with database.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
    assert "Het team kan dit gesprek nog wel lezen" in _systeem(database, gesprek_id)


# --- after the end -------------------------------------------------------------------------------------


def _opgepakt(database: Database, kenmerk: str, wie: Medewerker) -> None:
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, kenmerk, wie, nu=OPEN)


@pytest.mark.parametrize("einde", ["afgerond", "terug"])
def test_what_is_said_to_the_assistant_afterwards_is_not_read_by_who_helped_before(
    database: Database, einde: str
) -> None:
    gesprek_id = _verteld(database)
    kenmerk, anna = _keur_goed(database, gesprek_id), medewerker(database)
    _opgepakt(database, kenmerk, anna)
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Dank u, dit zeg ik tegen Anna.")
        if einde == "afgerond":
            wachtrij.finish(session, kenmerk, anna, uitkomst="beantwoord", nu=OPEN)
        else:
            wachtrij.back_to_assistent(session, kenmerk, anna, nu=OPEN)
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Nu iets heel anders.")
    _, gesprek = _gelezen(database, kenmerk, anna)
    assert "dit zeg ik tegen Anna" in gesprek
    assert "heel anders" not in gesprek


def test_a_crisis_that_is_over_stays_as_it_was_and_shows_nothing_of_the_next_question(database: Database) -> None:
    gesprek_id = _verteld(database)
    with database.session_scope() as session:
        uit = service.request_crisis(session, gesprek_id, soort="geweld", wil_mens=True, werkgebied=WERKGEBIED, nu=OPEN)
    anna = medewerker(database)
    _opgepakt(database, uit.kenmerk, anna)
    with database.session_scope() as session:
        wachtrij.finish(session, uit.kenmerk, anna, uitkomst="beantwoord", nu=OPEN)
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Nu iets heel anders.")
    _, gesprek = _gelezen(database, uit.kenmerk, anna)
    assert ZIJPAD in gesprek
    assert "heel anders" not in gesprek


def test_what_was_said_to_a_medewerker_before_is_still_there_after_a_second_approval(database: Database) -> None:
    gesprek_id = _verteld(database)
    kenmerk, anna = _keur_goed(database, gesprek_id), medewerker(database)
    _opgepakt(database, kenmerk, anna)
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Dit zeg ik tegen Anna.")
        wachtrij.back_to_assistent(session, kenmerk, anna, nu=OPEN)
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Dit zeg ik tegen de computer.")
        service.make_concept(session, gesprek_id, werkgebied=WERKGEBIED, nu=OPEN)
    assert _keur_goed(database, gesprek_id) == kenmerk
    _, gesprek = _gelezen(database, kenmerk, anna)
    assert "tegen Anna" in gesprek
    assert "tegen de computer" not in gesprek


def test_what_was_said_to_the_assistant_stays_hidden_when_it_is_reopened(database: Database) -> None:
    gesprek_id = _verteld(database)
    kenmerk, anna = _keur_goed(database, gesprek_id), medewerker(database)
    _opgepakt(database, kenmerk, anna)
    with database.session_scope() as session:
        wachtrij.finish(session, kenmerk, anna, uitkomst="beantwoord", nu=OPEN)
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Dit zeg ik tegen de computer.")
        reopen(session, kenmerk, anna, reden="Toch nog niet klaar", nu=OPEN)
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Fijn dat u er weer bent.")
    _, gesprek = _gelezen(database, kenmerk, anna)
    assert "tegen de computer" not in gesprek
    assert "Fijn dat u er weer bent." in gesprek
