"""What a resident adds to the verslag stands under the part it belongs to, chosen or heard: not always a wish."""

from __future__ import annotations

from typing import Any

import pytest

from opslag.db import Database
from overdracht import service, wachtrij
from tests.overdracht.bouw import goedgekeurd, lees_overdracht, medewerker, met_concept, oordeel
from triage.beoordeling import Beoordeling


def gehoord(zin: str) -> Beoordeling | None:
    """A triage that knows three words."""
    woorden = {"deurwaarder": "financien", "doof": "lichamelijke_gezondheid", "drinkt": "verslaving"}
    codes = [code for woord, code in woorden.items() if woord in zin]
    return oordeel(*codes) if codes else None


def voeg_toe(database: Database, gesprek_id: str, tekst: str, onderdeel: str | None = None) -> dict[str, Any]:
    regel = {"tekst": tekst} if onderdeel is None else {"tekst": tekst, "onderdeel": onderdeel}
    with database.session_scope() as session:
        return service.patch_concept(session, gesprek_id, {"regels": [regel]}, hoor=gehoord).verslag


def onder(verslag: dict[str, Any], code: str) -> list[str]:
    return [r["tekst"] for g in verslag["leefgebieden"] if g["code"] == code for r in g["regels"]]


def teksten(regels: list[dict[str, Any]]) -> list[str]:
    return [r["tekst"] for r in regels]


@pytest.mark.parametrize("onderdeel", [None, ""])
def test_a_leefgebied_that_is_heard_in_what_is_added_holds_it(sqlite_db: Database, onderdeel: str | None) -> None:
    verslag = voeg_toe(sqlite_db, met_concept(sqlite_db), "De deurwaarder komt langs.", onderdeel)
    assert "De deurwaarder komt langs." in onder(verslag, "financien")
    assert verslag["wens"] == []


def test_a_leefgebied_that_was_not_there_yet_is_made(sqlite_db: Database) -> None:
    verslag = voeg_toe(sqlite_db, met_concept(sqlite_db), "Ik ben doof aan één oor.")
    assert onder(verslag, "lichamelijke_gezondheid") == ["Ik ben doof aan één oor."]


@pytest.mark.parametrize(
    ("tekst", "deel"),
    [
        ("Ik heb de huisarts al gebeld, dat hielp niet.", "voorzieningen"),
        ("Ik heb het al aan mijn zus gevraagd.", "netwerk"),
    ],
)
def test_what_was_tried_stands_under_what_was_tried(sqlite_db: Database, tekst: str, deel: str) -> None:
    verslag = voeg_toe(sqlite_db, met_concept(sqlite_db), tekst)
    assert teksten(verslag["al_geprobeerd"][deel]) == [tekst]
    assert verslag["wens"] == []


def test_a_wish_is_still_a_wish(sqlite_db: Database) -> None:
    verslag = voeg_toe(sqlite_db, met_concept(sqlite_db), "Ik zou graag hulp willen bij de post.")
    assert teksten(verslag["wens"]) == ["Ik zou graag hulp willen bij de post."]


def test_who_lives_in_the_house_stands_with_the_household(sqlite_db: Database) -> None:
    verslag = voeg_toe(sqlite_db, met_concept(sqlite_db), "Ik woon met mijn zoon van 8.")
    assert "Ik woon met mijn zoon van 8." in teksten(verslag["huishouden"])


def test_two_things_in_one_go_each_get_their_own_place_and_one_source(sqlite_db: Database) -> None:
    verslag = voeg_toe(sqlite_db, met_concept(sqlite_db), "De deurwaarder komt langs. Ik ben ook doof.")
    assert "De deurwaarder komt langs." in onder(verslag, "financien")
    assert onder(verslag, "lichamelijke_gezondheid") == ["Ik ben ook doof."]
    bronnen = [
        r["bron"] for g in verslag["leefgebieden"] for r in g["regels"] if r["tekst"].endswith(("langs.", "doof."))
    ]
    assert bronnen[0] == bronnen[1]


def test_the_part_that_the_resident_chose_counts_whatever_is_heard(sqlite_db: Database) -> None:
    gesprek_id = met_concept(sqlite_db)
    verslag = voeg_toe(sqlite_db, gesprek_id, "De deurwaarder komt langs.", "urgentie")
    assert "De deurwaarder komt langs." in teksten(verslag["urgentie"])
    assert "De deurwaarder komt langs." not in onder(verslag, "financien")
    verslag = voeg_toe(sqlite_db, gesprek_id, "Het formulier ingevuld.", "geprobeerd")
    assert teksten(verslag["al_geprobeerd"]["zelf"]) == ["Het formulier ingevuld."]


def test_nothing_that_is_added_gets_lost_when_nothing_is_heard_in_it(sqlite_db: Database) -> None:
    verslag = voeg_toe(sqlite_db, met_concept(sqlite_db), "Liefst na vijf uur.")
    assert teksten(verslag["wens"]) == ["Liefst na vijf uur."]


def test_a_leefgebied_added_while_it_waits_is_heavier_for_the_team_too(sqlite_db: Database) -> None:
    gesprek_id, uit = goedgekeurd(sqlite_db)
    voor = lees_overdracht(sqlite_db, uit.kenmerk)
    assert (voor.zwaarte, voor.route) == ("meervoudig", "generalist")
    verslag = voeg_toe(sqlite_db, gesprek_id, "Ik ben doof aan één oor.")
    na = lees_overdracht(sqlite_db, uit.kenmerk)
    assert verslag["zwaarte"] == na.zwaarte == "multicomplex"
    assert (na.rang, na.route) == (1, "procesregie")
    assert "lichamelijke_gezondheid" in na.leefgebieden


def test_what_a_medewerker_made_heavier_is_not_made_lighter_by_an_added_line(sqlite_db: Database) -> None:
    gesprek_id, uit = goedgekeurd(sqlite_db)
    anna = medewerker(sqlite_db)
    with sqlite_db.session_scope() as session:
        overdracht = wachtrij.get_overdracht(session, uit.kenmerk, anna)
        overdracht.zwaarte = "multicomplex"
    voeg_toe(sqlite_db, gesprek_id, "Liefst na vijf uur.")
    assert lees_overdracht(sqlite_db, uit.kenmerk).zwaarte == "multicomplex"
