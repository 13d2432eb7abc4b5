"""A redacteur says how often entries are checked, and every due date follows."""

from __future__ import annotations

import datetime as dt

import pytest

from opslag.db import Database
from sociale_kaart import edits, queries, termijnbeheer, zoek
from sociale_kaart.termijnbeheer import list_termijnen, set_termijn
from sociale_kaart.zicht import Zicht
from tests.sociale_kaart.bouwers import velden
from werkgebied import Werkgebied


def _maak(database: Database, **anders: str) -> None:
    with database.session_scope() as session:
        edits.save_voorziening(session, velden(laatst_gecontroleerd="2026-01-31", **anders), wie="anna", versie=None)


def _vervalt(database: Database) -> dict[str, str]:
    with database.lezen() as session:
        return {v.id: str(v.vervalt_op) for v in queries.find_lijst(session, queries.Filter())}


def _zet(database: Database, soort: str, maanden: int | None) -> int:
    with database.session_scope() as session:
        return set_termijn(session, soort, maanden, wie="bea")


@pytest.fixture
def kaart(database: Database) -> Database:
    _maak(database, id="gewoon", soorten="taalcafe")
    _maak(database, id="opvang", soorten="vrouwenopvang")
    _maak(database, id="eigen", soorten="vrouwenopvang", controle_maanden="2")
    with database.session_scope() as session:
        edits.save_voorziening(session, velden(id="nooit", laatst_gecontroleerd=""), wie="anna", versie=None)
    return database


def test_a_year_unless_the_kind_or_the_entry_says_otherwise(kaart: Database) -> None:
    assert _vervalt(kaart) == {
        "gewoon": "2027-01-31", "opvang": "2026-07-31", "eigen": "2026-03-31", "nooit": "None",
    }  # fmt: skip


def test_another_default_moves_what_has_no_term_of_its_own(kaart: Database) -> None:
    assert _zet(kaart, "", 24) == 1
    assert _vervalt(kaart)["gewoon"] == "2028-01-31"
    _maak(kaart, id="erbij", soorten="taalcafe")
    assert _vervalt(kaart)["erbij"] == "2028-01-31"
    assert _zet(kaart, "", None) == 2
    assert _vervalt(kaart)["gewoon"] == "2027-01-31"


def test_a_kind_gets_a_term_and_loses_it_also_one_of_the_product(kaart: Database) -> None:
    _zet(kaart, "taalcafe", 3)
    assert _vervalt(kaart)["gewoon"] == "2026-04-30"
    _zet(kaart, "taalcafe", 4)
    assert _vervalt(kaart)["gewoon"] == "2026-05-31"
    with kaart.lezen() as session:
        rijen = {r.soort: (r.maanden, r.wie) for r in list_termijnen(session).soorten}
        assert rijen["taalcafe"] == (4, "bea")
        assert rijen["vrouwenopvang"] == (6, "")
    _zet(kaart, "taalcafe", None)
    _zet(kaart, "vrouwenopvang", None)
    assert _vervalt(kaart) == {
        "gewoon": "2027-01-31", "opvang": "2027-01-31", "eigen": "2026-03-31", "nooit": "None",
    }  # fmt: skip
    with kaart.lezen() as session:
        assert not {"taalcafe", "vrouwenopvang"} & {r.soort for r in list_termijnen(session).soorten}


@pytest.mark.parametrize(("soort", "maanden"), [("geen_soort", 3), ("", 0), ("", 121), ("taalcafe", 0)])
def test_what_is_no_kind_or_no_number_of_months_is_refused(kaart: Database, soort: str, maanden: int) -> None:
    with pytest.raises(edits.Afgekeurd):
        _zet(kaart, soort, maanden)
    assert _vervalt(kaart)["gewoon"] == "2027-01-31"


def test_what_a_shorter_term_withholds_is_not_found_by_the_next_question(kaart: Database, gebied: Werkgebied) -> None:
    """No redacteur changed the entry itself, so its version stays; yet the search in memory must know."""

    def vind() -> list[str]:
        with kaart.lezen() as session:
            treffers = zoek.find_voorzieningen(
                session, "taalhuis", werkgebied=gebied, limit=9, zicht=Zicht(dt.date(2026, 12, 1), 6)
            )
            return sorted(t.voorziening.id for t in treffers)

    assert "gewoon" in vind()
    _zet(kaart, "taalcafe", 1)
    assert "gewoon" not in vind()
    with kaart.lezen() as session:
        gewoon = queries.get_voorziening(session, "gewoon")
        assert gewoon is not None
        assert gewoon.versie == 1
    assert termijnbeheer.LANGSTE == 120
