"""Terms that a beheerder makes and changes: what is refused, what is told, and what a new count may move."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from opslag.db import Database
from overdracht import lopend, queries, termijn_queries, wachtrij
from overdracht.beheerfout import AndersGeworden, GeenBeheerder
from overdracht.models import Medewerker
from overdracht.termijnbeheer import (
    Invoer,
    Raakt,
    TermijnFout,
    is_langer_dan_de_wet,
    recount,
    remove_termijn,
    reset_termijnen,
    save_termijn,
    switch_termijn,
    try_out,
)
from overdracht.termijnregels import as_regel
from tests.overdracht.bouw import OPEN, WERKGEBIED, goedgekeurd, lees_overdracht, medewerker

UUR, DAG = dt.timedelta(hours=1), dt.timedelta(days=1)
SOORTEN = ("schuldhulp", "buurthuis")


@pytest.fixture
def bea(database: Database) -> Medewerker:
    return medewerker(database, "Bea Baas", "beheerder")


def invoer(**velden: Any) -> Invoer:
    als = velden.pop("als", {})
    vast = {"naam": "Huisbezoek", "stap": "eigen", "aantal": "2", "eenheid": "weken", "vooraf": "3"}
    return Invoer(**{**vast, **velden}, voorwaarden=als)


def maak(database: Database, wie: Medewerker, **velden: Any) -> tuple[int, int]:
    with database.session_scope() as session:
        rij = save_termijn(session, invoer(**velden), wie=wie, nu=OPEN, soorten=SOORTEN)
        return rij.id, rij.versie


def audit(database: Database) -> list[tuple[str, str, str]]:
    with database.lezen() as session:
        return [(a.wat, a.waarvan, a.reden) for a in reversed(queries.find_audit(session)) if "termijn" in a.wat]


@pytest.mark.parametrize(
    ("velden", "veld", "woord"),
    [
        ({"naam": " "}, "naam", "naam van 2 tot 80"),
        ({"naam": "a" * 81}, "naam", "80 tekens"),
        ({"stap": "feest"}, "stap", "waar de termijn voor is"),
        ({"aantal": "0"}, "aantal", "van 1 tot en met 52"),
        ({"aantal": "2,5"}, "aantal", "zonder komma"),
        ({"aantal": "²"}, "aantal", "heel getal"),
        ({"aantal": "9999999"}, "aantal", "van 1 tot en met 52"),
        ({"eenheid": "eeuwen"}, "aantal", "uren, dagen of weken"),
        ({"vooraf": ""}, "vooraf", "van 0 tot en met 260"),
        ({"vooraf": "14"}, "vooraf", "korter van tevoren"),
        ({"als": {"zwaarte": ["loodzwaar"]}}, "zwaarte", "loodzwaar"),
        ({"als": {"leefgebied": ["tuin"]}}, "leefgebied", "tuin"),
        ({"als": {"soort": ["zwembad"]}}, "soort", "zwembad"),
        ({"stap": "eerste_contact", "als": {"zwaarte": ["crisis"]}, "aantal": "9", "eenheid": "uren", "vooraf": "0"},
         "aantal", "binnen 8 uur"),
        ({"stap": "eerste_contact", "als": {"zwaarte": ["crisis", "geen"]}, "aantal": "1", "eenheid": "dagen",
          "vooraf": "0"}, "aantal", "binnen 8 uur"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_the_field_and_the_reason(
    sqlite_db: Database, velden: dict[str, Any], veld: str, woord: str
) -> None:
    with pytest.raises(TermijnFout) as fout:
        maak(sqlite_db, medewerker(sqlite_db, "Bea", "beheerder"), **velden)
    assert list(fout.value.fouten) == [veld]
    assert woord in fout.value.fouten[veld]


def test_all_that_is_wrong_is_told_at_once(sqlite_db: Database) -> None:
    with pytest.raises(TermijnFout) as fout:
        maak(sqlite_db, medewerker(sqlite_db, "Bea", "beheerder"), naam="", stap="", aantal="x", vooraf="x")
    assert set(fout.value.fouten) == {"naam", "stap", "aantal", "vooraf"}


def test_two_terms_for_exactly_the_same_are_refused_and_two_own_ones_with_other_names_are_not(
    sqlite_db: Database,
) -> None:
    bea = medewerker(sqlite_db, "Bea", "beheerder")
    maak(sqlite_db, bea, stap="onderzoek", als={"leefgebied": ["financien"]})
    with pytest.raises(TermijnFout, match="Huisbezoek"):
        maak(sqlite_db, bea, stap="onderzoek", naam="Ander", als={"leefgebied": ["financien"]})
    maak(sqlite_db, bea, naam="Huisbezoek")
    maak(sqlite_db, bea, naam="Terugbellen")
    with pytest.raises(TermijnFout):
        maak(sqlite_db, bea, naam="terugbellen")


def test_who_is_no_beheerder_sets_and_counts_nothing(sqlite_db: Database) -> None:
    anna = medewerker(sqlite_db)
    with sqlite_db.session_scope() as session:
        for doe in (
            lambda: save_termijn(session, invoer(), wie=anna, nu=OPEN, soorten=SOORTEN),
            lambda: switch_termijn(session, 1, versie=1, aan=True, wie=anna, nu=OPEN),
            lambda: remove_termijn(session, 1, versie=1, wie=anna, nu=OPEN),
            lambda: reset_termijnen(session, wie=anna, nu=OPEN),
            lambda: try_out(session, wie=anna, na=OPEN),
            lambda: recount(session, wie=anna, werkgebied=WERKGEBIED, nu=OPEN),
        ):
            with pytest.raises(GeenBeheerder):
                doe()


def test_a_change_on_what_a_colleague_changed_is_refused(database: Database, bea: Medewerker) -> None:
    id, versie = maak(database, bea)
    with database.session_scope() as session:
        save_termijn(session, invoer(aantal="3"), wie=bea, nu=OPEN, soorten=SOORTEN, id=id, versie=versie)
    with database.session_scope() as session:
        for doe in (
            lambda: save_termijn(session, invoer(), wie=bea, nu=OPEN, soorten=SOORTEN, id=id, versie=versie),
            lambda: switch_termijn(session, id, versie=versie, aan=False, wie=bea, nu=OPEN),
            lambda: remove_termijn(session, id, versie=versie, wie=bea, nu=OPEN),
        ):
            with pytest.raises(AndersGeworden):
                doe()
    with database.lezen() as session:
        [rij] = termijn_queries.find_termijnregels(session)
    assert (rij.aantal, rij.versie, rij.aan) == (3, 2, True)


def test_who_did_what_to_which_term_stands_in_the_audit(database: Database, bea: Medewerker) -> None:
    id, versie = maak(database, bea, als={"leefgebied": ["financien"]})
    maak(database, bea, naam="Terugbellen")
    with database.session_scope() as session:
        switch_termijn(session, id, versie=versie, aan=False, wie=bea, nu=OPEN)
        remove_termijn(session, id, versie=versie + 1, wie=bea, nu=OPEN)
        assert reset_termijnen(session, wie=bea, nu=OPEN) == 1
    met = "eigen, 2 weken, vooraf 3 dagen (leefgebied: financien)"
    assert audit(database) == [
        ("termijn_gemaakt", "Huisbezoek", met),
        ("termijn_gemaakt", "Terugbellen", "eigen, 2 weken, vooraf 3 dagen"),
        ("termijn_uit", "Huisbezoek", met),
        ("termijn_weg", "Huisbezoek", met),
        ("termijn_weg", "Terugbellen", "eigen, 2 weken, vooraf 3 dagen"),
    ]
    with database.lezen() as session:
        assert termijn_queries.find_termijnregels(session) == []


def test_trying_out_counts_for_whom_a_term_is_the_one_and_never_points_at_few(
    database: Database, bea: Medewerker
) -> None:
    breed, _ = maak(database, bea, stap="onderzoek", naam="Breed")
    precies, _ = maak(database, bea, stap="onderzoek", naam="Precies", als={"leefgebied": ["financien"]})
    nergens, _ = maak(database, bea, naam="Nergens", als={"leefgebied": ["justitie"]})
    anna = medewerker(database)
    kenmerken = [goedgekeurd(database)[1].kenmerk for _ in range(4)]

    def proef() -> dict[int, Raakt]:
        with database.lezen() as session:
            return try_out(session, wie=bea, na=OPEN - 90 * DAG)

    assert proef() == {breed: Raakt(0, 0), precies: Raakt(None, None), nergens: Raakt(0, 0)}
    kenmerken += [goedgekeurd(database)[1].kenmerk for _ in range(6)]
    assert proef()[precies] == Raakt(10, 10)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, kenmerken[0], anna, nu=OPEN)
        wachtrij.finish(session, kenmerken[0], anna, uitkomst="antwoord_gegeven", nu=OPEN)
    # One is finished: "nine of ten run" would tell of that one.
    assert proef()[precies] == Raakt(10, None)


def test_a_term_that_is_off_is_tried_out_as_if_it_were_on(database: Database, bea: Medewerker) -> None:
    id, versie = maak(database, bea)
    with database.session_scope() as session:
        switch_termijn(session, id, versie=versie, aan=False, wie=bea, nu=OPEN)
    for _ in range(5):
        goedgekeurd(database)
    with database.lezen() as session:
        assert try_out(session, wie=bea, na=OPEN - 90 * DAG)[id] == Raakt(5, 5)


def test_counting_again_moves_what_runs_from_when_it_began_and_stands_in_its_story(
    database: Database, bea: Medewerker
) -> None:
    _, uit = goedgekeurd(database)
    maak(database, bea, stap="onderzoek", aantal="4")
    maak(database, bea)
    assert not [t for t in lees_overdracht(database, uit.kenmerk).termijnen if t["stap"] == "eigen"]
    with database.session_scope() as session:
        assert recount(session, wie=bea, werkgebied=WERKGEBIED, nu=OPEN + DAG) == 1
    na = lees_overdracht(database, uit.kenmerk)
    assert na.onderzoek_voor is not None
    # Four weeks from the Tuesday of the approval.
    assert na.onderzoek_voor.astimezone(WERKGEBIED.tijdzone).date() == dt.date(2026, 12, 22)
    assert [t["naam"] for t in na.termijnen if t["stap"] == "eigen"] == ["Huisbezoek"]
    with database.lezen() as session:
        assert [(s.wat, s.wie, s.intern) for s in queries.find_stappen(session, na.id)][-1] == (
            "termijnen_herrekend", "Bea Baas", True,
        )  # fmt: skip
    assert audit(database)[-1] == ("termijnen_herrekend", "", "minder dan 5")
    with database.session_scope() as session:
        assert recount(session, wie=bea, werkgebied=WERKGEBIED, nu=OPEN + DAG) == 0


@pytest.mark.parametrize(
    ("uren", "verwacht"),
    [("3", "2026-11-24T13:30:00+01:00"), ("1", "2026-11-25T10:00:00+01:00"), ("40", "2026-11-25T10:00:00+01:00")],
)
def test_counting_again_brings_a_promise_nearer_but_never_later_and_never_into_the_past(
    database: Database, bea: Medewerker, uren: str, verwacht: str
) -> None:
    """Approved at half past ten for tomorrow at ten; counted again two hours later."""
    _, uit = goedgekeurd(database)
    maak(database, bea, stap="eerste_contact", aantal=uren, eenheid="uren", vooraf="0")
    with database.session_scope() as session:
        recount(session, wie=bea, werkgebied=WERKGEBIED, nu=OPEN + 2 * UUR)
    voor = lees_overdracht(database, uit.kenmerk).eerste_contact_voor
    assert voor is not None
    assert voor.astimezone(WERKGEBIED.tijdzone).isoformat() == verwacht


def test_counting_again_leaves_done_what_was_done(database: Database, bea: Medewerker) -> None:
    id, versie = maak(database, bea)
    _, uit = goedgekeurd(database)
    with database.session_scope() as session:
        overdracht = queries.get_overdracht(session, uit.kenmerk)
        assert overdracht is not None
        assert lopend.mark_gedaan(overdracht, "eigen", "huisbezoek", op=OPEN)
    with database.session_scope() as session:
        save_termijn(session, invoer(aantal="9"), wie=bea, nu=OPEN, soorten=SOORTEN, id=id, versie=versie)
        recount(session, wie=bea, werkgebied=WERKGEBIED, nu=OPEN)
    na = lees_overdracht(database, uit.kenmerk)
    assert [t["gedaan_op"] for t in na.termijnen if t["stap"] == "eigen"] == [OPEN.isoformat()]
    assert [t.stap for t in lopend.lopende_termijnen(na)] == ["eerste_contact", "onderzoek", "beschikking"]


def test_longer_than_the_law_is_told(database: Database, bea: Medewerker) -> None:
    for n, (stap, aantal) in enumerate((("onderzoek", "6"), ("onderzoek", "7"), ("beschikking", "8"), ("eigen", "9"))):
        maak(database, bea, naam=f"Termijn {n}", stap=stap, aantal=aantal, als={"zwaarte": ["geen", "crisis"][: n % 2]})
    with database.lezen() as session:
        assert [is_langer_dan_de_wet(as_regel(r)) for r in termijn_queries.find_termijnregels(session)] == [
            False, True, True, False,
        ]  # fmt: skip
