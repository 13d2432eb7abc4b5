"""Accounts: passwords and tokens are shown once, guessing is slowed down, roles decide."""

from __future__ import annotations

import datetime as dt

import pytest

from opslag.db import Database, now
from overdracht import queries, staf
from overdracht.models import Medewerker, Sessie

NU = now()


def _maak(database: Database, naam: str = "Anna de Wit", rol: str = "medewerker") -> str:
    with database.session_scope() as session:
        return staf.add_medewerker(session, naam, rol)


def _login(
    database: Database, wachtwoord: str, *, naam: str = "Anna de Wit", nu: dt.datetime = NU
) -> Medewerker | None:
    with database.session_scope() as session:
        return staf.check_login(session, naam, wachtwoord, adres="10.0.0.1", nu=nu)


def test_the_first_password_works_and_stands_nowhere(database: Database) -> None:
    wachtwoord = _maak(database)
    gevonden = _login(database, wachtwoord, naam="  anna DE wit ")
    assert gevonden is not None
    assert gevonden.wachtwoord_hash.startswith("$argon2id$")
    assert wachtwoord not in gevonden.wachtwoord_hash
    assert _login(database, wachtwoord + "x") is None
    assert _login(database, wachtwoord, naam="Niemand") is None


def test_after_five_failures_even_the_right_password_waits(database: Database) -> None:
    wachtwoord = _maak(database)
    for _ in range(staf.MAX_POGINGEN_NAAM):
        assert _login(database, "fout") is None
    with pytest.raises(staf.TeVaakGeprobeerd) as fout:
        _login(database, wachtwoord)
    assert _login(database, wachtwoord, nu=fout.value.tot + dt.timedelta(seconds=1)) is not None


def test_guessing_many_names_from_one_address_is_slowed_down_too(database: Database) -> None:
    for n in range(staf.MAX_POGINGEN_ADRES):
        assert _login(database, "fout", naam=f"naam {n}") is None
    with pytest.raises(staf.TeVaakGeprobeerd):
        _login(database, "fout", naam="nog een")


@pytest.mark.parametrize(
    ("naam", "rol"),
    [("Anna de Wit", "medewerker"), ("ANNA de wit", "redacteur"), ("x", "medewerker"), ("Piet", "baas")],
)
def test_an_account_that_cannot_be_is_refused_in_dutch(database: Database, naam: str, rol: str) -> None:
    _maak(database)
    with pytest.raises(staf.StafFout):
        _maak(database, naam, rol)


def test_a_session_opens_until_it_ends(database: Database) -> None:
    _maak(database)
    with database.session_scope() as session:
        anna = queries.find_medewerker(session, "Anna de Wit")
        assert anna is not None
        nieuw = staf.start_sessie(session, anna, nu=NU)
        assert session.get(Sessie, nieuw.geheim) is None
    with database.session_scope() as session:
        open_ = staf.find_sessie(session, nieuw.geheim, nu=NU)
        assert open_ is not None
        assert (open_.medewerker.naam, open_.csrf) == ("Anna de Wit", nieuw.csrf)
        assert staf.find_sessie(session, nieuw.geheim, nu=NU + staf.SESSIE_DUUR) is None
        assert staf.find_sessie(session, "iets anders", nu=NU) is None
        staf.end_sessie(session, nieuw.geheim)
        assert staf.find_sessie(session, nieuw.geheim, nu=NU) is None


def test_a_new_password_ends_the_logins_made_with_the_old_one(database: Database) -> None:
    oud = _maak(database)
    with database.session_scope() as session:
        anna = queries.find_medewerker(session, "Anna de Wit")
        assert anna is not None
        sessie = staf.start_sessie(session, anna, nu=NU)
        with pytest.raises(staf.StafFout):
            staf.set_wachtwoord(session, anna, "kort")
        staf.set_wachtwoord(session, anna, "een lang nieuw wachtwoord")
        assert staf.find_sessie(session, sessie.geheim, nu=NU) is None
    assert _login(database, oud) is None
    assert _login(database, "een lang nieuw wachtwoord") is not None


def test_a_token_is_shown_once_and_a_new_one_replaces_it(database: Database) -> None:
    _maak(database)
    with database.session_scope() as session:
        anna = queries.find_medewerker(session, "Anna de Wit")
        assert anna is not None
        oud, nieuw = staf.make_token(session, anna), staf.make_token(session, anna)
        assert nieuw not in (anna.token_hash or "")
        assert staf.find_by_token(session, oud) is None
        assert staf.find_by_token(session, nieuw) is not None
        staf.set_actief(session, anna, actief=False)
        session.flush()
        assert staf.find_by_token(session, nieuw) is None


@pytest.mark.parametrize("rol", staf.ROLLEN)
def test_a_role_may_what_the_table_says_and_nothing_when_the_account_is_closed(rol: str) -> None:
    alle = set().union(*staf.RECHTEN.values())
    wie = Medewerker(naam="x", rol=rol, actief=True)
    assert {r for r in alle if staf.mag(wie, r)} == staf.RECHTEN[rol]
    wie.actief = False
    assert not [r for r in alle if staf.mag(wie, r)]
    assert not staf.mag(None, "werkplek")


def test_keeping_the_system_is_no_right_to_read_stories() -> None:
    assert "werkplek" not in staf.RECHTEN[staf.BEHEERDER]


def test_an_unknown_name_costs_as_much_as_a_wrong_password() -> None:
    assert not staf._HASHER.check_needs_rehash(staf._NEP_HASH)
