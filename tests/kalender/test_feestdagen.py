"""Holidays have their Dutch name, whatever the machine speaks."""

from __future__ import annotations

import datetime as dt

import pytest

from kalender.feestdagen import Feestdagen


@pytest.mark.parametrize(
    ("dag", "naam"),
    [
        ("2026-01-01", "Nieuwjaarsdag"), ("2026-04-06", "Tweede paasdag"), ("2026-04-27", "Koningsdag"),
        ("2025-04-26", "Koningsdag"),
        ("2026-05-14", "Hemelvaartsdag"), ("2025-05-05", "Bevrijdingsdag"), ("2026-05-05", None), ("2026-12-26",
        "Tweede kerstdag"),
        ("2026-11-25", None), ("2025-04-27", None),
    ],
)  # fmt: skip
def test_a_dutch_holiday_is_known_by_its_dutch_name(dag: str, naam: str | None) -> None:
    assert Feestdagen("nl").naam(dt.date.fromisoformat(dag)) == naam


def test_names_do_not_follow_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert Feestdagen("NL").naam(dt.date(2031, 1, 1)) == "Nieuwjaarsdag"


def test_an_organisation_may_have_its_own_closing_days() -> None:
    dagen = Feestdagen("nl", {dt.date(2026, 11, 25): "Teamdag"})
    assert dagen.naam(dt.date(2026, 11, 25)) == "Teamdag"
    assert dagen.naam(dt.date(2026, 12, 25)) == "Eerste kerstdag"


def test_without_a_country_every_day_is_ordinary() -> None:
    assert Feestdagen("").naam(dt.date(2026, 12, 25)) is None
