"""Accounts of who logs in elsewhere, on both databases: a begun login is taken once, an account made once."""

from __future__ import annotations

import datetime as dt

import pytest

from opslag.db import Database, now
from overdracht import bewaren, extern, queries, staf
from overdracht.extern import Persoon
from overdracht.models import OidcPoging

NU = now()
NOOR = Persoon(extern.make_externe_id("https://login.example.nl", "1"), "Noor Nieuw", "noor@example.nl")


def _begin(database: Database, nu: dt.datetime = NU) -> extern.NieuwePoging:
    poging = extern.new_poging()
    with database.session_scope() as session:
        extern.save_poging(session, poging, naar="/werkplek", nu=nu)
    return poging


def _neem(database: Database, state: str, browser: str, nu: dt.datetime = NU) -> extern.Poging | None:
    with database.session_scope() as session:
        return extern.take_poging(session, state, browser=browser, nu=nu)


def test_a_begun_login_is_taken_once_and_by_its_own_browser(database: Database) -> None:
    poging = _begin(database)
    assert _neem(database, poging.state, "een andere browser") is None
    assert _neem(database, "een andere state", poging.browser) is None
    gevonden = _neem(database, poging.state, poging.browser)
    assert gevonden == extern.Poging(poging.nonce, poging.verifier, "/werkplek", None)
    assert _neem(database, poging.state, poging.browser) is None


def test_a_begun_login_runs_out_and_is_deleted(database: Database) -> None:
    poging = _begin(database)
    assert _neem(database, poging.state, poging.browser, NU + extern.POGING_DUUR) is None
    with database.session_scope() as session:
        bewaren.delete_expired(session, NU + dt.timedelta(hours=1), gesprek_dagen=14, overdracht_dagen=365)
        assert session.query(OidcPoging).count() == 0


def test_state_and_browser_stand_nowhere_as_they_are(database: Database) -> None:
    poging = _begin(database)
    with database.lezen() as session:
        rij = session.query(OidcPoging).one()
        assert {poging.state, poging.browser}.isdisjoint({rij.state_hash, rij.browser_hash, rij.nonce, rij.verifier})


def test_rights_follow_the_mapping_at_every_login(database: Database) -> None:
    for rol, gemeenten in (("procesregisseur", []), ("medewerker", ["Castricum"])):
        with database.session_scope() as session:
            uitkomst = extern.log_in(session, NOOR, rol=rol, gemeenten=gemeenten, nu=NU)
            assert uitkomst.medewerker is not None
    with database.lezen() as session:
        (noor,) = queries.find_medewerkers(session)
        assert (noor.rol, noor.gemeenten, noor.wachtwoord_hash) == ("medewerker", ["Castricum"], "")


@pytest.mark.parametrize(
    ("naam", "wordt"), [("  Noor \n de\x00Groot ", "Noor de Groot"), ("", "Medewerker"), ("x" * 200, "x" * 120)]
)
def test_a_name_from_elsewhere_is_made_fit(database: Database, naam: str, wordt: str) -> None:
    with database.session_scope() as session:
        extern.log_in(session, Persoon("oidc:1", naam), rol="medewerker", gemeenten=[], nu=NU)
        assert [m.naam for m in queries.find_medewerkers(session)] == [wordt]


def test_an_account_that_was_connected_never_falls_back_to_its_password(database: Database) -> None:
    with database.session_scope() as session:
        wachtwoord = staf.add_medewerker(session, "Mieke", "medewerker")
        mieke = staf.find_by_naam(session, "Mieke")
        assert mieke is not None
        extern.log_in(session, NOOR, rol="medewerker", gemeenten=[], koppel_id=mieke.id, nu=NU)
    with database.session_scope() as session:
        assert staf.check_login(session, "Mieke", wachtwoord, nu=NU) is None
