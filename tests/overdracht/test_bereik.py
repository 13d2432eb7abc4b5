"""How a resident is reached can be put right: while it waits and while it is held, and what follows goes along."""

from __future__ import annotations

import datetime as dt

import pytest

from opslag.db import Database
from overdracht import behandelen, bereik, queries, service, wachtrij
from overdracht.contact import ContactFout
from overdracht.inzage import NietVanU, WachtrijFout
from overdracht.openklant import OpenKlantVerzender
from overdracht.openklant_client import OpenKlant
from overdracht.outbox import Outbox
from tests.overdracht.bouw import (
    CONTACT,
    OPEN,
    WERKGEBIED,
    goedgekeurd,
    lees_overdracht,
    medewerker,
    teksten_in,
)
from tests.overdracht.openklant_stub import Stub

GOED = {"naam": "Sanne Bakker", "telefoon": "06 87654321", "email": "goed@example.nl", "voorkeur": "telefoon"}
UUR = dt.timedelta(hours=1)


def _verander(database: Database, kenmerk: str, *, nu: dt.datetime = OPEN, **contact: str) -> None:
    with database.session_scope() as session:
        bereik.change_bereik(session, kenmerk, CONTACT | contact, werkgebied=WERKGEBIED, nu=nu)


def _stappen(database: Database, kenmerk: str) -> list[tuple[str, str, str, bool]]:
    id = lees_overdracht(database, kenmerk).id
    with database.lezen() as session:
        return [(s.wat, s.wie, s.naar, s.intern) for s in queries.find_stappen(session, id)]


def test_a_wrong_number_is_put_right_while_it_waits(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    _verander(database, uit.kenmerk, **GOED)
    o = lees_overdracht(database, uit.kenmerk)
    assert (o.voorkeur, (o.verslag or {})["contact"]) == ("telefoon", GOED)
    assert _stappen(database, uit.kenmerk)[-1] == ("bereik_veranderd", "inwoner", "per telefoon", False)
    zin = teksten_in(database, gesprek_id)[-1]
    assert zin.startswith("Goed dat u het zegt. U hoort nu van ons per telefoon.")
    assert "belt een medewerker u" in zin
    with database.lezen() as session:
        assert "bereik_veranderd" in [a.wat for a in queries.find_audit(session, waarvan=uit.kenmerk)]
        assert [p.soort for p in queries.find_uit_posten(session)][:2] == ["bevestiging", "openklant_wijzigen"]
        assert service.read_concept(session, gesprek_id) == o.verslag


def test_who_is_held_in_the_chat_and_wants_a_call_is_owed_one(database: Database) -> None:
    _, uit = goedgekeurd(database)
    anna, later = medewerker(database), OPEN + 24 * UUR
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=later)
    _verander(database, uit.kenmerk, nu=later, voorkeur="telefoon")
    o = lees_overdracht(database, uit.kenmerk)
    assert o.eerste_contact_voor is not None
    assert o.eerste_contact_voor > later
    with database.lezen() as session:
        [rij] = wachtrij.find_overdrachten(session, "opgepakt", medewerker=anna)
    assert rij["nog_bereiken"]


def test_another_number_after_the_call_makes_no_new_promise(sqlite_db: Database) -> None:
    _, uit = goedgekeurd(sqlite_db, contact=CONTACT | {"voorkeur": "telefoon"})
    anna = medewerker(sqlite_db)
    with sqlite_db.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        behandelen.register_contact(session, uit.kenmerk, anna, hoe="telefoon", nu=OPEN)
    voor = lees_overdracht(sqlite_db, uit.kenmerk)
    _verander(sqlite_db, uit.kenmerk, nu=OPEN + UUR, voorkeur="telefoon", telefoon="06 87654321")
    na = lees_overdracht(sqlite_db, uit.kenmerk)
    assert (na.stilte_tot, na.vervolg_voor) == (voor.stilte_tot, voor.vervolg_voor)


def test_what_cannot_be_used_is_refused_and_nothing_changes(sqlite_db: Database) -> None:
    _, uit = goedgekeurd(sqlite_db)
    with pytest.raises(ContactFout):
        _verander(sqlite_db, uit.kenmerk, telefoon="12")
    _verander(sqlite_db, uit.kenmerk)
    assert (lees_overdracht(sqlite_db, uit.kenmerk).verslag or {})["contact"] == CONTACT
    assert "bereik_veranderd" not in [s[0] for s in _stappen(sqlite_db, uit.kenmerk)]


def test_what_is_withdrawn_or_over_stays_as_it_is(sqlite_db: Database) -> None:
    gesprek_id, weg = goedgekeurd(sqlite_db)
    _, klaar = goedgekeurd(sqlite_db)
    anna = medewerker(sqlite_db)
    with sqlite_db.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
        wachtrij.claim_overdracht(session, klaar.kenmerk, anna, nu=OPEN)
        wachtrij.finish(session, klaar.kenmerk, anna, uitkomst="antwoord_gegeven", nu=OPEN)
    for kenmerk in (weg.kenmerk, klaar.kenmerk, "VD-NIETS"):
        with pytest.raises(bereik.BereikVast):
            _verander(sqlite_db, kenmerk, **GOED)


def test_the_holder_does_it_on_request_with_a_reason_and_the_resident_reads_it(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna, bob = medewerker(database), medewerker(database, "Bob")
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        for wie, reden, contact, fout in (
            (bob, "gevraagd", GOED, NietVanU),
            (anna, " ", GOED, WachtrijFout),
            (anna, "gevraagd", GOED | {"telefoon": "1"}, WachtrijFout),
        ):
            with pytest.raises(fout):
                bereik.change_bereik_for(
                    session, uit.kenmerk, wie, contact, reden=reden, werkgebied=WERKGEBIED, nu=OPEN
                )
        bereik.change_bereik_for(session, uit.kenmerk, anna, GOED, reden="gevraagd", werkgebied=WERKGEBIED, nu=OPEN)
    assert (lees_overdracht(database, uit.kenmerk).verslag or {})["contact"] == GOED
    assert _stappen(database, uit.kenmerk)[-1][:2] == ("bereik_veranderd", anna.naam)
    assert teksten_in(database, gesprek_id)[-1].startswith(f"{anna.naam} heeft voor u veranderd")


async def test_open_klant_gets_the_right_number(database: Database, stub: tuple[Stub, OpenKlant]) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(database)
    verzender = OpenKlantVerzender(database, client)
    wegen = {"openklant": verzender, "openklant_wijzigen": verzender, "bevestiging": None, "nieuw": None}
    outbox = Outbox(database, wegen)
    await outbox.send_due(nu=OPEN + UUR)
    _verander(database, uit.kenmerk, nu=OPEN + UUR, **GOED)
    await outbox.send_due(nu=OPEN + 2 * UUR)
    assert sorted(a["adres"] for a in namaak.rijen["digitaleadressen"]) == ["+31687654321", "goed@example.nl"]
