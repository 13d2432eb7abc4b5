"""The second secret of who follows an overdracht: told again, never stored, and not to be made from the tables."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

import pytest
from sqlalchemy import text

from gesprek.models import Gesprek
from gesprek.sleutel import hash_token
from opslag.db import Database, now
from overdracht import queries
from overdracht.kenmerk import ALFABET
from overdracht.volgcode import OUDE_CODE, check_volgcode, is_verlopen_code, read_volgcode
from tests.overdracht.bouw import goedgekeurd


def _code_van_toen(kenmerk: str, token_hash: str) -> str:
    """As it was made from the tables alone; written out here, so that the product no longer can."""
    ruw = hmac.new(token_hash.encode(), f"volgcode\0{kenmerk}".encode(), hashlib.sha256).digest()
    tekens = "".join(ALFABET[b % len(ALFABET)] for b in ruw[:8])
    return f"{tekens[:4]}-{tekens[4:]}"


def _maak_oud(database: Database, kenmerk: str) -> str:
    """The row as it was stored before; its code of then."""
    with database.session_scope() as session:
        overdracht = queries.get_overdracht(session, kenmerk)
        assert overdracht is not None
        gesprek = session.get(Gesprek, overdracht.gesprek_id)
        assert gesprek is not None
        code = _code_van_toen(kenmerk, gesprek.token_hash)
        overdracht.volgcode_hash = hash_token(code)
        return code


def test_nothing_of_the_code_is_stored(database: Database) -> None:
    _, uit = goedgekeurd(database)
    with database.lezen() as session:
        rij = session.execute(text("select * from overdracht")).mappings().one()
    alles = " ".join(str(waarde) for waarde in rij.values())
    assert uit.volgcode not in alles
    assert hash_token(uit.volgcode) not in alles
    assert rij["volgcode_hash"] == ""


def test_who_has_a_copy_of_the_tables_cannot_make_the_code(database: Database) -> None:
    _, uit = goedgekeurd(database)
    dief = Database(database.engine, geheim="een geheim dat hij zelf bedacht")
    with dief.lezen() as session:
        overdracht = queries.get_overdracht(session, uit.kenmerk)
        assert overdracht is not None
        assert read_volgcode(session, overdracht) != uit.volgcode
        gesprek = session.get(Gesprek, overdracht.gesprek_id)
        assert gesprek is not None
        van_toen = _code_van_toen(uit.kenmerk, gesprek.token_hash)
    with database.lezen() as session:
        assert check_volgcode(session, uit.kenmerk, van_toen) is None


def test_the_code_is_the_same_each_time_and_in_every_process(database: Database) -> None:
    _, uit = goedgekeurd(database)
    ander_proces = Database(database.engine, geheim="een geheim voor de tests")
    for db in (database, ander_proces):
        with db.lezen() as session:
            overdracht = queries.get_overdracht(session, uit.kenmerk)
            assert overdracht is not None
            assert read_volgcode(session, overdracht) == uit.volgcode


def test_without_the_secret_no_code_is_made(database: Database) -> None:
    _, uit = goedgekeurd(database)
    zonder = Database(database.engine)
    with zonder.lezen() as session, pytest.raises(RuntimeError):
        check_volgcode(session, uit.kenmerk, uit.volgcode)


def test_a_code_of_before_opens_its_overdracht_as_long_as_a_case_takes(database: Database) -> None:
    _, uit = goedgekeurd(database)
    oud = _maak_oud(database, uit.kenmerk)
    assert oud != uit.volgcode
    with database.lezen() as session:
        overdracht = queries.get_overdracht(session, uit.kenmerk)
        assert overdracht is not None
        tot = overdracht.aangemaakt_op + OUDE_CODE
        assert check_volgcode(session, uit.kenmerk, oud, nu=tot - dt.timedelta(hours=1)) is not None
        assert check_volgcode(session, uit.kenmerk, oud, nu=tot) is None
        # Who still has it is told why; who guesses is not.
        assert is_verlopen_code(session, uit.kenmerk, oud)
        assert not is_verlopen_code(session, uit.kenmerk, "2222-2222")


def test_who_has_an_old_overdracht_reads_a_new_code_that_works(database: Database) -> None:
    _, uit = goedgekeurd(database)
    _maak_oud(database, uit.kenmerk)
    with database.lezen() as session:
        overdracht = queries.get_overdracht(session, uit.kenmerk)
        assert overdracht is not None
        nieuw = read_volgcode(session, overdracht)
        assert check_volgcode(session, uit.kenmerk, nieuw, nu=now() + 3 * OUDE_CODE) is not None


@pytest.mark.parametrize("code", ["", "\ud800", "2222-2222", "é" * 8])
def test_a_wrong_code_is_only_wrong(sqlite_db: Database, code: str) -> None:
    _, uit = goedgekeurd(sqlite_db)
    with sqlite_db.lezen() as session:
        assert check_volgcode(session, uit.kenmerk, code) is None
        assert not is_verlopen_code(session, uit.kenmerk, code)
