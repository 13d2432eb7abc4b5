"""From concept to overdracht: nothing without consent, nothing twice, nothing staff may not see."""

from __future__ import annotations

import datetime as dt
import json
import threading

import jsonschema
import pytest

from gesprek import service as gesprekken
from opslag.db import Database
from overdracht import queries, service, wachtrij
from overdracht.kenmerk import ALFABET
from overdracht.volgcode import check_volgcode
from tests.overdracht.bouw import (
    CONTACT,
    DICHT,
    OPEN,
    VERHAAL,
    WERKGEBIED,
    goedgekeurd,
    medewerker,
    met_concept,
    start,
    status_van,
    teksten_in,
    zeg,
)
from tests.overdracht.test_verslag import SCHEMA


def _approve(
    database: Database, gesprek_id: str, contact: dict[str, str] | None = None, **velden: object
) -> service.Goedgekeurd:
    with database.session_scope() as session:
        return service.approve(
            session, gesprek_id, contact or CONTACT, werkgebied=WERKGEBIED, nu=OPEN,
            **{"toestemming": True, **velden},  # type: ignore[arg-type]
        )  # fmt: skip


def test_a_concept_asks_the_resident_for_approval_and_staff_see_nothing_of_it(database: Database) -> None:
    gesprek_id = met_concept(database)
    anna = medewerker(database)
    assert status_van(database, gesprek_id) == "verslag_ter_goedkeuring"
    with database.lezen() as session:
        assert wachtrij.find_overdrachten(session, "wachtend", medewerker=anna) == []
        concept = service.read_concept(session, gesprek_id)
    assert concept is not None
    assert concept["toestemming"]["gegeven"] is False
    assert concept["kenmerk"] == ""


def test_approval_makes_an_overdracht_with_a_kenmerk_that_can_be_read_aloud(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    assert uit.kenmerk.startswith("VD-")
    assert set(uit.kenmerk[3:].replace("-", "")) <= set(ALFABET)
    assert (uit.status, uit.positie) == ("wachtend", 1)
    assert uit.wachttijd["tekst"]
    assert uit.belofte["wanneer"]
    assert uit.kenmerk in teksten_in(database, gesprek_id)[-1]
    with database.lezen() as session:
        overdracht = queries.get_overdracht(session, uit.kenmerk)
    assert overdracht is not None
    assert overdracht.verslag is not None
    jsonschema.validate(overdracht.verslag, SCHEMA)
    assert overdracht.verslag["toestemming"]["gegeven"] is True
    assert overdracht.verslag["contact"] == CONTACT


def test_approving_twice_gives_the_same_kenmerk_and_code(database: Database) -> None:
    gesprek_id, eerst = goedgekeurd(database)
    opnieuw = _approve(database, gesprek_id)
    assert (opnieuw.kenmerk, opnieuw.volgcode, opnieuw.status) == (eerst.kenmerk, eerst.volgcode, "wachtend")
    assert opnieuw.events == ()


def test_approving_five_times_at_once_makes_one_overdracht(database: Database) -> None:
    gesprek_id = met_concept(database)
    kenmerken: list[str] = []
    draden = [
        threading.Thread(target=lambda: kenmerken.append(_approve(database, gesprek_id).kenmerk)) for _ in range(5)
    ]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert len(kenmerken) == 5
    assert len(set(kenmerken)) == 1


@pytest.mark.parametrize("toestemming", [False, None, "ja", 1])
def test_without_a_clear_yes_nothing_is_handed_over(database: Database, toestemming: object) -> None:
    gesprek_id = met_concept(database)
    with pytest.raises(service.ToestemmingNodig):
        _approve(database, gesprek_id, toestemming=toestemming)
    assert status_van(database, gesprek_id) == "verslag_ter_goedkeuring"


def test_without_a_concept_there_is_nothing_to_approve(database: Database) -> None:
    with pytest.raises(service.VerslagFout):
        _approve(database, start(database))


@pytest.mark.parametrize(
    ("contact", "veld"),
    [
        ({"naam": "Jan"}, "telefoon"),
        ({"voorkeur": "telefoon"}, "telefoon"),
        ({"voorkeur": "email"}, "email"),
        ({"telefoon": "12345", "voorkeur": "telefoon"}, "telefoon"),
        ({"email": "jan@", "voorkeur": "email"}, "email"),
        ({"email": "jan@example.nl", "voorkeur": "duif"}, "voorkeur"),
        ({"naam": "x" * 121, "voorkeur": "chat"}, "naam"),
    ],
)
def test_somebody_who_cannot_be_reached_is_told_why_in_dutch(
    sqlite_db: Database, contact: dict[str, str], veld: str
) -> None:
    gesprek_id = met_concept(sqlite_db)
    with pytest.raises(service.ContactFout) as fout:
        _approve(sqlite_db, gesprek_id, contact)
    assert set(fout.value.fouten) == {veld}


@pytest.mark.parametrize(
    ("contact", "voorkeur"),
    [
        ({"voorkeur": "chat"}, "chat"),
        ({"telefoon": "0612345678"}, "telefoon"),
        ({"email": "jan@example.nl"}, "email"),
        ({"telefoon": "+31 6 1234 5678", "voorkeur": "bellen"}, "telefoon"),
        ({"email": "jan@example.nl", "voorkeur": "E-mail"}, "email"),
    ],
)
def test_one_way_to_be_reached_is_enough(sqlite_db: Database, contact: dict[str, str], voorkeur: str) -> None:
    uit = _approve(sqlite_db, met_concept(sqlite_db), contact)
    with sqlite_db.lezen() as session:
        overdracht = queries.get_overdracht(session, uit.kenmerk)
    assert overdracht is not None
    assert overdracht.voorkeur == voorkeur


def test_outside_opening_hours_the_next_opening_is_promised(database: Database) -> None:
    _, uit = goedgekeurd(database, nu=DICHT, contact={**CONTACT, "voorkeur": "telefoon"})
    assert uit.belofte["wanneer"] == "2026-11-23T08:30:00+01:00"
    assert uit.belofte["open"] is False
    assert "Maandag" in uit.belofte["tekst"]
    assert "belt" in uit.belofte["tekst"]


def test_the_kenmerk_opens_the_volg_page_only_with_its_own_code(database: Database) -> None:
    _, uit = goedgekeurd(database)
    _, ander = goedgekeurd(database)
    with database.lezen() as session:
        assert check_volgcode(session, uit.kenmerk.lower(), uit.volgcode.lower()) is not None
        assert check_volgcode(session, uit.kenmerk, ander.volgcode) is None
        assert check_volgcode(session, "VD-2222-2222", uit.volgcode) is None


def test_withdrawing_empties_the_verslag_and_takes_it_out_of_the_werkplek(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        terug = service.withdraw(session, gesprek_id, nu=OPEN)
    assert terug.status == "assistent"
    assert {e.onderwerp for e in terug.events} == {"werkplek", f"gesprek:{gesprek_id}"}
    with database.session_scope() as session:
        assert wachtrij.find_overdrachten(session, "wachtend", medewerker=anna) == []
        with pytest.raises(wachtrij.OnbekendeOverdracht):
            wachtrij.read_overdracht(session, uit.kenmerk, medewerker=anna)
        overdracht = queries.get_overdracht(session, uit.kenmerk)
        assert overdracht is not None
        assert overdracht.verslag is None


def test_what_was_withdrawn_can_be_approved_again_under_the_same_kenmerk(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    with database.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
    opnieuw = _approve(database, gesprek_id)
    assert (opnieuw.kenmerk, opnieuw.status, opnieuw.positie) == (uit.kenmerk, "wachtend", 1)


def test_what_a_medewerker_holds_can_no_longer_be_withdrawn(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna)
    with pytest.raises(service.NietInTeTrekken), database.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
    assert status_van(database, gesprek_id) == "opgepakt"


def test_refusing_throws_the_concept_away_and_the_gesprek_goes_on(database: Database) -> None:
    gesprek_id = met_concept(database)
    with database.session_scope() as session:
        assert service.refuse(session, gesprek_id, nu=OPEN).status == "assistent"
    with database.lezen() as session:
        assert service.read_concept(session, gesprek_id) is None


def _crisis(database: Database, gesprek_id: str, *, wil_mens: bool) -> service.CrisisGevraagd:
    with database.session_scope() as session:
        return service.request_crisis(
            session, gesprek_id, soort="suicide", wil_mens=wil_mens, werkgebied=WERKGEBIED, nu=OPEN
        )


def test_a_crisis_is_seen_at_once_in_front_of_everything_with_the_gesprek_and_no_verslag(database: Database) -> None:
    goedgekeurd(database)
    gesprek_id = met_concept(database, tekst="Ik zie het niet meer zitten.")
    uit = _crisis(database, gesprek_id, wil_mens=True)
    anna = medewerker(database)
    with database.session_scope() as session:
        rij = wachtrij.find_overdrachten(session, "wachtend", medewerker=anna)
        gelezen = wachtrij.read_overdracht(session, uit.kenmerk, medewerker=anna)
    assert [r["crisis"] for r in rij] == ["suicide", None]
    assert rij[0]["kop"] == ""
    assert "hulpvraag" not in gelezen
    assert "Ik zie het niet meer zitten." in [r["tekst"] for r in gelezen["gesprek"]]
    assert uit.status == "wachtend"


def test_a_crisis_is_reported_also_when_the_resident_wants_no_person(
    database: Database,
) -> None:
    gesprek_id = start(database)
    uit = _crisis(database, gesprek_id, wil_mens=False)
    assert uit.status == "assistent"
    later = _crisis(database, gesprek_id, wil_mens=True)
    assert (later.kenmerk, later.status) == (uit.kenmerk, "wachtend")
    herhaald = _crisis(database, gesprek_id, wil_mens=True)
    assert herhaald.kenmerk == uit.kenmerk
    assert len([t for t in teksten_in(database, gesprek_id) if "voorrang" in t]) == 1


def test_a_crisis_that_is_approved_later_keeps_its_kenmerk_and_its_place(database: Database) -> None:
    gesprek_id = met_concept(database)
    crisis = _crisis(database, gesprek_id, wil_mens=False)
    uit = _approve(database, gesprek_id)
    assert uit.kenmerk == crisis.kenmerk
    with database.lezen() as session:
        overdracht = queries.get_overdracht(session, uit.kenmerk)
    assert overdracht is not None
    assert (overdracht.rang, overdracht.zwaarte, overdracht.toestemming) == (0, "crisis", True)


def test_withdrawing_in_a_crisis_leaves_only_that_there_is_one(database: Database) -> None:
    gesprek_id = met_concept(database)
    _crisis(database, gesprek_id, wil_mens=False)
    uit = _approve(database, gesprek_id)
    anna = medewerker(database)
    with database.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
    with database.session_scope() as session:
        gelezen = wachtrij.read_overdracht(session, uit.kenmerk, medewerker=anna)
    assert "hulpvraag" not in gelezen
    assert CONTACT["telefoon"] not in json.dumps(gelezen)


def test_the_consent_is_kept_with_the_version_of_the_text_and_the_receiver(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    with database.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
    with database.lezen() as session:
        gegeven = queries.find_toestemmingen(session, gesprek_id)
        audit = [a.wat for a in queries.find_audit(session, waarvan=uit.kenmerk)]
    assert [(t.gegeven, t.ontvanger, t.tekstversie) for t in gegeven] == [
        (True, "Sociaal Team Castricum", service.TEKSTVERSIE),
        (False, "Sociaal Team Castricum", service.TEKSTVERSIE),
    ]
    assert audit == ["toestemming_ingetrokken", "toestemming_gegeven"]


def test_deadlines_count_working_time_and_feestdagen(database: Database) -> None:
    vrijdagmiddag = dt.datetime(2026, 12, 24, 16, 0, tzinfo=WERKGEBIED.tijdzone)
    _, uit = goedgekeurd(database, nu=vrijdagmiddag)
    with database.lezen() as session:
        overdracht = queries.get_overdracht(session, uit.kenmerk)
    assert overdracht is not None
    assert overdracht.eerste_contact_voor is not None
    assert overdracht.onderzoek_voor is not None
    # Christmas and the weekend do not count; within two hours after the next opening, as who comes at Christmas.
    assert overdracht.eerste_contact_voor == dt.datetime(2026, 12, 28, 10, 30, tzinfo=WERKGEBIED.tijdzone)
    assert overdracht.onderzoek_voor.astimezone(WERKGEBIED.tijdzone).date() == dt.date(2027, 2, 4)


def test_going_on_after_the_concept_and_asking_again_makes_it_again_with_what_was_said(database: Database) -> None:
    gesprek_id = met_concept(database)
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Ik zou graag rust in huis hebben.")
        nieuw = service.make_concept(session, gesprek_id, werkgebied=WERKGEBIED, nu=OPEN).verslag
    assert [r["tekst"] for r in nieuw["wens"]] == ["Ik zou graag rust in huis hebben."]
    assert VERHAAL in nieuw["hulpvraag"]["tekst"]


def test_an_approved_verslag_is_not_made_again(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Ik zou graag rust in huis hebben.")
        service.make_concept(session, gesprek_id, werkgebied=WERKGEBIED, nu=OPEN)
        overdracht = queries.get_overdracht(session, uit.kenmerk)
        assert overdracht is not None
        assert overdracht.verslag is not None
        assert overdracht.verslag["wens"] == []
    assert status_van(database, gesprek_id) == "wachtend"


def test_deleting_the_gesprek_deletes_its_overdracht(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    with database.session_scope() as session:
        gesprekken.delete_gesprek(session, gesprek_id)
        assert queries.get_overdracht(session, uit.kenmerk) is None


@pytest.mark.parametrize("naam", ["Jan, bsn 123456782", "Jan (123456782)", "Jan NL91ABNA0417164300"])
def test_a_number_behind_the_name_is_not_stored(sqlite_db: Database, naam: str) -> None:
    gesprek_id = met_concept(sqlite_db)
    uit = _approve(sqlite_db, gesprek_id, {"naam": naam, "voorkeur": "chat"})
    with sqlite_db.lezen() as session:
        overdracht = queries.get_overdracht(session, uit.kenmerk)
        assert overdracht is not None
        verslag = overdracht.verslag
    assert verslag is not None
    assert verslag["contact"]["naam"].startswith("Jan")
    assert "verwijderd]" in verslag["contact"]["naam"]
    assert "123456782" not in str(verslag)
    assert "0417164300" not in str(verslag)


@pytest.mark.parametrize("nummer", ["648529289", "648 529 289", "292059607"])
def test_a_bsn_in_the_field_for_the_telephone_is_asked_again(sqlite_db: Database, nummer: str) -> None:
    with pytest.raises(service.ContactFout) as fout:
        _approve(sqlite_db, met_concept(sqlite_db), {"telefoon": nummer, "voorkeur": "telefoon"})
    assert list(fout.value.fouten) == ["telefoon"]
    assert nummer not in str(fout.value)
