"""What somebody held before there was a next step keeps a deadline after the migration, and nothing is lost by it."""

from __future__ import annotations

import datetime as dt

from alembic import command
from sqlalchemy import text

from opslag.db import Database, now
from opslag.migreren import _alleen, _config, upgrade
from overdracht import behandelen, service, wachtrij
from overdracht.lopend import nog_bereiken
from tests.overdracht.bouw import CONTACT, OPEN, WERKGEBIED, goedgekeurd, lees_overdracht, medewerker, met_concept

BELLEN = {**CONTACT, "voorkeur": "telefoon"}


def test_what_was_held_before_keeps_or_gets_its_deadline(gemigreerd: Database) -> None:
    anna = medewerker(gemigreerd)
    _, bereikt = goedgekeurd(gemigreerd, contact=BELLEN)
    _, te_bellen = goedgekeurd(gemigreerd, contact=BELLEN)
    with gemigreerd.session_scope() as session:
        for uit in (bereikt, te_bellen):
            wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        behandelen.register_contact(session, bereikt.kenmerk, anna, hoe="telefoon", nu=OPEN)
    in_gevaar = met_concept(gemigreerd)
    with gemigreerd.session_scope() as session:
        crisis = service.request_crisis(
            session, in_gevaar, soort="geweld", wil_mens=True, werkgebied=WERKGEBIED, nu=OPEN
        ).kenmerk
    stond = lees_overdracht(gemigreerd, te_bellen.kenmerk).stilte_tot
    with _alleen(gemigreerd.engine) as connection:
        command.downgrade(_config(connection), "0006")
        stil = connection.execute(
            text("SELECT stilte_tot FROM overdracht WHERE kenmerk = :k"), {"k": bereikt.kenmerk}
        ).scalar()
    # As the release before had it: no deadline at all.
    assert stil is None
    assert upgrade(gemigreerd.engine)
    o = lees_overdracht(gemigreerd, bereikt.kenmerk)
    assert not nog_bereiken(o)
    assert o.vervolg_voor is not None
    assert o.vervolg_voor == o.stilte_tot
    assert o.vervolg_voor > now() + dt.timedelta(days=13)
    ander = lees_overdracht(gemigreerd, te_bellen.kenmerk)
    assert (ander.stilte_tot, ander.vervolg_voor, nog_bereiken(ander)) == (stond, None, True)
    assert ander.gehoord_tot > 0
    assert lees_overdracht(gemigreerd, crisis).crisis_op == OPEN
