"""Accounts from the command line: a secret is shown once, a mistake is told in Dutch."""

from __future__ import annotations

import argparse

import pytest

from cli import medewerkers
from opslag.db import Database
from overdracht import staf


def test_demo_accounts_are_made_once_and_only_when_there_are_none(sqlite_db: Database) -> None:
    with sqlite_db.session_scope() as session:
        gemaakt = medewerkers.ensure_demo_accounts(session)
        assert {rol for _, rol, _ in gemaakt} == set(staf.ROLLEN)
        for naam, _, wachtwoord in gemaakt:
            assert staf.check_login(session, naam, wachtwoord) is not None
        assert medewerkers.ensure_demo_accounts(session) == []


def test_a_token_is_made_for_whom_exists_and_for_nobody_else(sqlite_db: Database) -> None:
    with sqlite_db.session_scope() as session:
        medewerkers.add(session, "Anna de Wit", "medewerker", gemeenten=("Castricum",))
        gevonden = staf.find_by_token(session, medewerkers.token(session, "anna de wit"))
        assert gevonden is not None
        assert gevonden.gemeenten == ["Castricum"]
        with pytest.raises(staf.StafFout, match="Niemand"):
            medewerkers.token(session, "Niemand")


def test_the_command_line_knows_add_and_token() -> None:
    parser = argparse.ArgumentParser()
    medewerkers.register(parser.add_subparsers())
    gevraagd = parser.parse_args(["medewerkers", "add", "Anna de Wit", "--rol", "medewerker"])
    assert (gevraagd.naam, gevraagd.rol) == ("Anna de Wit", "medewerker")
    assert parser.parse_args(["medewerkers", "token", "Anna de Wit"]).naam == "Anna de Wit"
    with pytest.raises(SystemExit):
        parser.parse_args(["medewerkers", "add", "Anna", "--rol", "baas"])
