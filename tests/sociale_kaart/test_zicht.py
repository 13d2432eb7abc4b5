"""What may be seen, what was checked in time, and what lies near: before and behind what fits the question."""

from __future__ import annotations

import datetime as dt

import pytest

from opslag.db import Database
from sociale_kaart import edits, queries, zoek
from sociale_kaart.zicht import Zicht
from tests.sociale_kaart.bouwers import velden
from werkgebied import Werkgebied

VANDAAG = dt.date(2026, 11, 19)
BILJART = {"naam": "Biljartclub", "omschrijving": "Biljarten.", "trefwoorden": "biljart"}


def _maak(database: Database, *rijen: dict[str, str]) -> None:
    with database.session_scope() as session:
        for rij in rijen:
            edits.save_voorziening(session, velden(**rij), wie="anna", versie=None)


def _vind(
    database: Database, vraag: str, gebied: Werkgebied, *, maanden: int = 0, kern: str | None = None
) -> dict[str, str]:
    """By id, in order, why it was found."""
    with database.lezen() as session:
        treffers = zoek.find_voorzieningen(
            session, vraag, werkgebied=gebied, gemeente="Castricum", kern=kern, limit=99,
            zicht=Zicht(VANDAAG, maanden),
        )  # fmt: skip
        return {t.voorziening.id: "; ".join(t.waarom) for t in treffers}


@pytest.mark.parametrize(("oud", "nieuw"), [("a", "b"), ("b", "a")])
def test_what_was_checked_in_time_comes_before_its_equal_and_the_redacteur_sees_why(
    database: Database, gebied: Werkgebied, oud: str, nieuw: str
) -> None:
    _maak(
        database,
        {**BILJART, "id": oud, "laatst_gecontroleerd": "2025-01-05"},
        {**BILJART, "id": nieuw, "laatst_gecontroleerd": "2026-06-01"},
    )
    gevonden = _vind(database, "waar kan ik biljarten", gebied)
    assert list(gevonden) == [nieuw, oud]
    assert "Niet op tijd gecontroleerd" in gevonden[oud]
    assert "gecontroleerd" not in gevonden[nieuw]


def test_place_and_toegang_go_before_the_date_of_the_check(database: Database, gebied: Werkgebied) -> None:
    _maak(
        database,
        {"id": "hier", "kernen": "Limmen", "laatst_gecontroleerd": "2025-01-05"},
        {"id": "daar", "kernen": "Castricum"},
        {"id": "maatwerk", "kernen": "Limmen", "toegang": "maatwerk"},
    )
    assert list(_vind(database, "taalhuis", gebied, kern="Limmen")) == ["hier", "maatwerk", "daar"]


def test_past_the_limit_an_entry_is_not_found_and_hides_no_other(database: Database, gebied: Werkgebied) -> None:
    """Also when more are withheld than the search looks at one by one."""
    oud = [{"id": f"oud{n:02}", "laatst_gecontroleerd": "2020-01-01"} for n in range(70)]
    nooit = {"id": "nooit", "naam": "Lezen", "laatst_gecontroleerd": ""}
    _maak(database, *oud, {"id": "goed", "naam": "Samen lezen", "trefwoorden": "taal"}, nooit)
    assert sorted(_vind(database, "taal lezen schrijven", gebied, maanden=12)) == ["goed", "nooit"]
    assert len(_vind(database, "taal lezen schrijven", gebied)) > 2


@pytest.mark.parametrize(
    ("velden_", "maanden", "te_zien"),
    [({"laatst_gecontroleerd": "2024-11-20"}, 12, True), ({"laatst_gecontroleerd": "2024-11-19"}, 12, False),
     ({"laatst_gecontroleerd": "2000-01-01"}, 0, True), ({"laatst_gecontroleerd": ""}, 12, True),
     ({"status": "gearchiveerd"}, 0, False), ({"status": "concept"}, 0, False)],
)  # fmt: skip
def test_the_rule_says_the_same_of_an_entry_as_of_a_query(
    database: Database, velden_: dict[str, str], maanden: int, te_zien: bool
) -> None:
    _maak(database, {"id": "een", **velden_})
    zicht = Zicht(VANDAAG, maanden)
    with database.lezen() as session:
        voorziening = queries.get_voorziening(session, "een")
        assert voorziening is not None
        assert zicht.toont(voorziening) == te_zien
        assert bool(queries.find_published(session, zicht)) == te_zien
        assert queries.count_published(session, zicht) == te_zien
        assert (queries.get_published(session, "een", zicht) is not None) == te_zien
        assert (queries.get_by_hsds_id(session, voorziening.hsds_id, zicht) is not None) == te_zien
        assert bool(list(queries.read_all(session, zicht=zicht))) == te_zien
        verborgen = queries.Filter(verborgen=zicht)
        assert bool(queries.count_lijst(session, verborgen)) == (not te_zien and voorziening.status == "gepubliceerd")


@pytest.mark.parametrize("zegt", ["bij mij in de buurt", "dichtbij", "hier vlakbij", "bij ons om de hoek"])
def test_who_asks_for_something_near_gets_the_near_kernen_first(
    zegt: str, database: Database, gebied: Werkgebied
) -> None:
    """In Bakkum: Castricum lies beside it, Akersloot further off. "Buurt" is no question for a buurthuis."""
    _maak(
        database,
        {**BILJART, "id": "ver", "kernen": "Akersloot"},
        {**BILJART, "id": "hele-gemeente", "kernen": ""},
        {**BILJART, "id": "naast", "kernen": "Castricum"},
        {"id": "buurthuis", "naam": "Buurthuis Om de Hoek", "omschrijving": "Het huis van de buurt.",
         "trefwoorden": "buurt|buurthuis", "kernen": "Bakkum"},
    )  # fmt: skip
    gevonden = list(_vind(database, f"kan ik {zegt} biljarten", gebied, kern="Bakkum"))
    assert [g for g in gevonden if g != "buurthuis"] == ["naast", "hele-gemeente", "ver"]
    assert gevonden[0] == "naast"
    # The buurthuis is a place for games too; the words for near add nothing to what there is.
    assert set(gevonden) == set(_vind(database, "kan ik biljarten", gebied, kern="Bakkum"))
    # Where nobody said in which kern, the gemeente is near.
    assert set(_vind(database, f"kan ik {zegt} biljarten", gebied)) == set(gevonden)


def test_near_a_place_that_is_named_is_near_that_place(database: Database, gebied: Werkgebied) -> None:
    _maak(database, {"id": "limmen", "kernen": "Limmen"}, {"id": "bakkum", "kernen": "Bakkum"})
    assert next(iter(_vind(database, "een taalhuis in de buurt van Limmen", gebied, kern="Bakkum"))) == "limmen"


def test_the_buurthuis_itself_is_still_found(database: Database, gebied: Werkgebied) -> None:
    _maak(
        database,
        {"id": "buurthuis", "naam": "Buurthuis De Kern", "omschrijving": "Van de buurt.", "trefwoorden": "buurthuis"},
    )
    assert list(_vind(database, "is er een buurthuis in de buurt", gebied)) == ["buurthuis"]
