"""Finding somebody who calls without a kenmerk, and sending kenmerk and code once more."""

from __future__ import annotations

import datetime as dt

import pytest

from opslag.db import Database
from overdracht import edits, queries, service, wachtrij
from overdracht.opnieuw_sturen import OPNIEUW, send_code
from overdracht.vinden import MAX_GEVONDEN, Gezocht, as_kenmerk, find_inwoner
from tests.overdracht.bouw import CONTACT, OPEN, WERKGEBIED, goedgekeurd, medewerker, met_concept


def _zoek(database: Database, vraag: str, wie: str = "Anna de Wit") -> Gezocht:
    with database.session_scope() as session:
        medewerker_ = queries.find_medewerker(session, wie)
        assert medewerker_ is not None
        return find_inwoner(session, vraag, medewerker=medewerker_, nu=OPEN)


def _kenmerken(gezocht: Gezocht) -> list[str]:
    return [r["kenmerk"] for r in gezocht.rijen]


@pytest.mark.parametrize(
    ("vraag", "soort"),
    [
        ("sanne", "naam"),
        ("BAKKER, Sanne", "naam"),
        ("bak", "naam"),
        ("0612345678", "telefoon"),
        ("+31 6 1234 5678", "telefoon"),
        ("Sanne@Example.nl ", "email"),
    ],
)
def test_somebody_is_found_by_name_number_and_address(database: Database, vraag: str, soort: str) -> None:
    medewerker(database)
    _, uit = goedgekeurd(database)
    _, ander = goedgekeurd(
        database, contact={"naam": "Jan Smit", "telefoon": "072 5150199", "email": "", "voorkeur": "telefoon"}
    )
    gevonden = _zoek(database, vraag)
    assert (gevonden.soort, _kenmerken(gevonden)) == (soort, [uit.kenmerk])
    assert ander.kenmerk not in _kenmerken(gevonden)


def test_a_name_with_accents_is_found_without_them(database: Database) -> None:
    medewerker(database)
    _, uit = goedgekeurd(database, contact={**CONTACT, "naam": "Zoë Özdemir"})
    assert _kenmerken(_zoek(database, "ozdemir zoe")) == [uit.kenmerk]


@pytest.mark.parametrize("vraag", ["", " ", "a", "12", "%", "_"])
def test_too_little_finds_nobody_and_is_no_search(database: Database, vraag: str) -> None:
    medewerker(database)
    goedgekeurd(database)
    assert _zoek(database, vraag) == Gezocht("")


def test_who_is_not_to_be_seen_is_not_found(database: Database) -> None:
    """Another gemeente, withdrawn, and a crisis without consent; but what was passed on in person is."""
    medewerker(database, gemeenten=["Bergen"])
    _, elders = goedgekeurd(database)
    gesprek_id, ingetrokken = goedgekeurd(database, gemeente="Bergen")
    with database.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
    crisis_id = met_concept(database, gemeente="Bergen")
    with database.session_scope() as session:
        service.request_crisis(session, crisis_id, soort="geweld", wil_mens=True, werkgebied=WERKGEBIED, nu=OPEN)
    assert _kenmerken(_zoek(database, "Sanne")) == []
    assert ingetrokken.kenmerk not in _kenmerken(_zoek(database, "Bakker"))

    karim = medewerker(database, "Karim Aziz", gemeenten=["Castricum"])
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, elders.kenmerk, karim, nu=OPEN)
        wachtrij.transfer(
            session, elders.kenmerk, karim, naar="Anna de Wit", reden="kent haar", mondeling=True, nu=OPEN
        )
    assert _kenmerken(_zoek(database, "Sanne")) == [elders.kenmerk]


def test_who_looks_along_from_elsewhere_finds_it(database: Database) -> None:
    from overdracht import behandelen

    medewerker(database, gemeenten=["Bergen"])
    karim = medewerker(database, "Karim Aziz", gemeenten=["Castricum"])
    _, uit = goedgekeurd(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, karim, nu=OPEN)
        behandelen.invite(
            session, uit.kenmerk, karim, naam="Anna de Wit", reden="weet veel van geld", mondeling=True, nu=OPEN
        )
    assert _kenmerken(_zoek(database, "Sanne")) == [uit.kenmerk]


def test_what_is_finished_is_found_too(database: Database) -> None:
    anna = medewerker(database)
    _, uit = goedgekeurd(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        wachtrij.finish(session, uit.kenmerk, anna, uitkomst="antwoord_gegeven", nu=OPEN)
    assert _kenmerken(_zoek(database, "Sanne")) == [uit.kenmerk]


def test_many_of_one_name_are_shown_in_part_and_said_to_be_more(database: Database) -> None:
    medewerker(database)
    for _ in range(MAX_GEVONDEN + 1):
        goedgekeurd(database)
    gevonden = _zoek(database, "Sanne")
    assert (len(gevonden.rijen), gevonden.meer) == (MAX_GEVONDEN, True)


def test_the_audit_tells_that_was_looked_and_who_came_up_but_not_for_whom(database: Database) -> None:
    medewerker(database)
    _, uit = goedgekeurd(database)
    _zoek(database, "Sanne Bakker")
    with database.lezen() as session:
        regels = [(a.wie, a.wat, a.waarvan, a.reden) for a in queries.find_audit(session) if a.wie == "Anna de Wit"]
    assert set(regels) == {
        ("Anna de Wit", "gezocht", "", "naam, 1"),
        ("Anna de Wit", "gevonden", uit.kenmerk, "naam"),
    }


@pytest.mark.parametrize(("vraag", "kenmerk"), [("vd 7k3q 9xmp", "VD-7K3Q-9XMP"), ("Sanne", ""), ("0612345678", "")])
def test_a_kenmerk_is_known_however_it_is_written(vraag: str, kenmerk: str) -> None:
    assert as_kenmerk(vraag) == kenmerk


def test_kenmerk_and_code_go_to_the_address_in_the_verslag_and_not_twice_at_once(database: Database) -> None:
    anna = medewerker(database)
    _, uit = goedgekeurd(database)
    with database.session_scope() as session:
        send_code(session, uit.kenmerk, anna, mailt=True, nu=OPEN)
    with database.session_scope() as session, pytest.raises(wachtrij.WachtrijFout):
        send_code(session, uit.kenmerk, anna, mailt=True, nu=OPEN + dt.timedelta(minutes=1))
    with database.lezen() as session:
        post = queries.find_uit_post(session, uit.kenmerk, OPNIEUW)
        overdracht = queries.get_overdracht(session, uit.kenmerk)
        assert overdracht is not None
        assert post is not None
        assert [s.wat for s in queries.find_stappen(session, overdracht.id)][-1] == "code_gestuurd"
        assert [a.wie for a in queries.find_audit(session, waarvan=uit.kenmerk, wat="code_gestuurd")] == ["Anna de Wit"]
    with database.session_scope() as session:
        edits.cancel_uit_post(session, uit.kenmerk)
        send_code(session, uit.kenmerk, anna, mailt=True, nu=OPEN + dt.timedelta(minutes=20))


def test_without_an_address_or_without_mail_nothing_is_promised(database: Database) -> None:
    anna = medewerker(database)
    _, met = goedgekeurd(database)
    _, zonder = goedgekeurd(database, contact={**CONTACT, "email": ""})
    for kenmerk, mailt in ((met.kenmerk, False), (zonder.kenmerk, True)):
        with database.session_scope() as session, pytest.raises(wachtrij.WachtrijFout):
            send_code(session, kenmerk, anna, mailt=mailt, nu=OPEN)
