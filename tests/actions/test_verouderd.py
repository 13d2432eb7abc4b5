"""What nobody checked in time is said to be so, and past a set limit it is not told at all."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from actions.bronnen import Bronnen
from sociale_kaart import edits, queries
from sociale_kaart.zicht import ZONDER_GRENS
from tests.actions.conftest import Gesprek
from tests.actions.nep import NU


def _gecontroleerd(bronnen: Bronnen, id: str, op: str | None, **velden: int) -> None:
    with bronnen.database.session_scope() as session:
        v = edits.lock_voorziening(session, id)
        v.laatst_gecontroleerd = dt.date.fromisoformat(op) if op else None
        for naam, waarde in velden.items():
            setattr(v, naam, waarde)


def _gesprek(bronnen: Bronnen, maanden: int) -> Gesprek:
    return Gesprek(dataclasses.replace(bronnen, verberg_na_maanden=maanden))


def _gevonden(gesprek: Gesprek, tekst: str = "waar is de voedselbank?") -> tuple[list[str], str]:
    reactie = gesprek.zeg(tekst)
    ids = [k["id"] for b in reactie.berichten for k in b.voorzieningen]
    return ids, " ".join(b.tekst for b in reactie.berichten)


def test_an_overdue_entry_is_told_with_a_warning_in_the_words_of_the_assistant(bronnen: Bronnen) -> None:
    _gecontroleerd(bronnen, "voedselbank", "2025-06-01")
    ids, tekst = _gevonden(_gesprek(bronnen, 12))
    assert ids == ["voedselbank"]
    assert "de gegevens van Voedselbank De Mand zijn al een tijd niet gecontroleerd" in tekst


def test_an_entry_that_was_checked_in_time_gets_no_warning(bronnen: Bronnen) -> None:
    _, tekst = _gevonden(_gesprek(bronnen, 12))
    assert "niet gecontroleerd" not in tekst


@pytest.mark.parametrize(
    ("op", "maanden", "getoond"),
    # Due a year after the check; withheld a set number of months after that.
    [("2024-11-20", 12, True), ("2024-11-19", 12, False), ("2020-01-01", 0, True), (None, 12, True)],
)
def test_past_the_set_limit_an_entry_is_withheld(bronnen: Bronnen, op: str | None, maanden: int, getoond: bool) -> None:
    assert NU.date() == dt.date(2026, 11, 19)
    _gecontroleerd(bronnen, "voedselbank", op)
    ids, _ = _gevonden(_gesprek(bronnen, maanden))
    assert ("voedselbank" in ids) == getoond


def test_an_entry_with_a_term_of_its_own_is_withheld_by_that_term(bronnen: Bronnen) -> None:
    _gecontroleerd(bronnen, "voedselbank", "2025-09-01", controle_maanden=1)
    assert "voedselbank" not in _gevonden(_gesprek(bronnen, 12))[0]
    with bronnen.database.session_scope() as session:
        edits.mark_gecontroleerd(session, "voedselbank", dt.date(2026, 11, 19), wie="rian")
    assert "voedselbank" in _gevonden(_gesprek(bronnen, 12))[0]


def test_withheld_entries_stay_for_the_redactie(bronnen: Bronnen) -> None:
    _gecontroleerd(bronnen, "voedselbank", "2020-01-01")
    with bronnen.database.lezen() as session:
        v = queries.get_published(session, "voedselbank", ZONDER_GRENS)
        assert v is not None
        assert [w.id for w in queries.read_overdue(session, NU.date())] == ["voedselbank"]
