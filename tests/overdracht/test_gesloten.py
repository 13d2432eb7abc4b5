"""New hours of a team and what was promised already: shown first, never moved in silence, told to both sides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kalender.openingstijden import parse_openingstijden
from opslag.db import Database
from overdracht import bewaking, edits, queries, service
from overdracht.gesloten import HOUD, OPNIEUW, Antwoord, BeloftenGeraakt, falls_closed, find_geraakt
from overdracht.inrichting import Inrichting
from overdracht.models import Medewerker
from overdracht.teambeheer import TeamInvoer, reset_team, save_team
from settings import Settings
from tests.overdracht.bouw import CONTACT, DICHT, OPEN, WERKGEBIED, goedgekeurd, lees_overdracht, medewerker, teksten_in

# The hours of the file, so that a closed day alone differs.
TEAM = TeamInvoer("Sociaal Team Castricum", "ma-vr 08:30-17:00", "", "072 000 0103", "team@example.nl", "")
# Who comes on this Saturday is promised Monday between half past eight and half past ten.
MAANDAG = replace(TEAM, dicht=[("23-11-2026", "", "Studiedag")])
BELLEN = {"naam": "J. Prins", "telefoon": "072 000 0198", "voorkeur": "telefoon"}
MAILT = Settings(smtp_url="smtp://127.0.0.1", publieke_url="https://voordeur.example.nl")
OM_ELF = dt.datetime(2026, 11, 24, 10, 30, tzinfo=WERKGEBIED.tijdzone)


@pytest.fixture
def inrichting(database: Database) -> Iterator[Inrichting]:
    gemaakt = Inrichting(WERKGEBIED, MAILT)
    stop = database.doe_vooraf(gemaakt.volg)
    yield gemaakt
    stop()


@pytest.fixture
def bea(database: Database) -> Medewerker:
    return medewerker(database, "Bea Baas", "beheerder")


def zet(database: Database, inrichting: Inrichting, wie: Medewerker, invoer: TeamInvoer = MAANDAG,
        beloften: Antwoord | None = None, versie: int = 0, nu: dt.datetime = DICHT) -> Any:  # fmt: skip
    gemeente = inrichting.werkgebied.zoek_gemeente("castricum")
    assert gemeente is not None
    with database.session_scope() as session:
        return save_team(session, gemeente, invoer, inrichting=inrichting, wie=wie, nu=nu, versie=versie,
                         beloften=beloften)  # fmt: skip


def vraagt(database: Database, inrichting: Inrichting, wie: Medewerker, **velden: Any) -> dict[str, tuple[bool, bool]]:
    """What is asked before anything is kept: per kenmerk whether it can be kept in time, and be told anew."""
    with pytest.raises(BeloftenGeraakt) as e:
        zet(database, inrichting, wie, **velden)
    return {g.kenmerk: (g.haalbaar, g.opnieuw) for g in e.value.geraakt}


def voor(database: Database, kenmerk: str) -> dt.datetime:
    moment = lees_overdracht(database, kenmerk).eerste_contact_voor
    assert moment is not None
    return WERKGEBIED.lokale_tijd(moment)


def stappen(database: Database, kenmerk: str) -> list[str]:
    with database.lezen() as session:
        overdracht = queries.get_overdracht(session, kenmerk)
        assert overdracht is not None
        return [s.wat for s in queries.find_stappen(session, overdracht.id)]


def post(database: Database, soort: str) -> list[Any]:
    with database.lezen() as session:
        return [p for p in queries.find_uit_posten(session) if p.soort == soort]


def test_a_closed_day_asks_first_what_is_to_become_of_the_promises_on_it(
    database: Database, inrichting: Inrichting, bea: Medewerker
) -> None:
    gesprek_id, chat = goedgekeurd(database, nu=DICHT)
    _, bellen = goedgekeurd(database, nu=DICHT, contact=BELLEN)
    goedgekeurd(database, gemeente="Bergen", nu=DICHT)
    goedgekeurd(database, gemeente=None, nu=DICHT)
    was = teksten_in(database, gesprek_id)
    gevraagd = vraagt(database, inrichting, bea)
    # Who left a telephone number alone cannot be written to.
    assert gevraagd == {chat.kenmerk: (False, True), bellen.kenmerk: (False, False)}
    for half in (Antwoord(OPNIEUW), Antwoord(OPNIEUW, frozenset({chat.kenmerk})), Antwoord("", frozenset(gevraagd))):
        assert vraagt(database, inrichting, bea, beloften=half) == gevraagd
    with database.lezen() as session:
        assert inrichting.werkgebied.zoek_gemeente("castricum").team.openingstijden.dicht == ()  # type: ignore[union-attr]
        assert queries.find_audit(session, waarvan="Castricum") == []
    assert teksten_in(database, gesprek_id) == was
    assert post(database, "beloften") == []


def test_who_hears_of_it_gets_a_new_moment_in_the_first_hours_the_team_is_there(
    database: Database, inrichting: Inrichting, bea: Medewerker
) -> None:
    gesprek_id, chat = goedgekeurd(database, nu=DICHT)
    plaats = lees_overdracht(database, chat.kenmerk).voorrang_op
    assert zet(database, inrichting, bea, beloften=Antwoord(OPNIEUW, frozenset({chat.kenmerk})))
    assert voor(database, chat.kenmerk) == OM_ELF
    zin = teksten_in(database, gesprek_id)[-1]
    assert "U zou maandag voor 10.30 uur van ons horen. Dan is Sociaal Team Castricum toch dicht. Dat spijt ons." in zin
    assert "Dinsdag tussen 8.30 en 10.30 uur krijgt u hier een bericht van een medewerker." in zin
    assert "U houdt uw plaats in de rij." in zin
    assert lees_overdracht(database, chat.kenmerk).voorrang_op == plaats
    assert "nieuw_moment" in stappen(database, chat.kenmerk)
    assert [p.kenmerk for p in post(database, "nieuw_moment")] == [chat.kenmerk]


def test_who_cannot_be_written_to_or_is_in_danger_keeps_the_promise(
    database: Database, inrichting: Inrichting, bea: Medewerker
) -> None:
    _, bellen = goedgekeurd(database, nu=DICHT, contact=BELLEN)
    gesprek_id, gevaar = goedgekeurd(database, nu=DICHT)
    with database.session_scope() as session:
        service.request_crisis(session, gesprek_id, soort="geweld", wil_mens=True, werkgebied=WERKGEBIED, nu=DICHT)
    beloofd = {k: voor(database, k) for k in (bellen.kenmerk, gevaar.kenmerk)}
    gevraagd = vraagt(database, inrichting, bea)
    assert gevraagd == dict.fromkeys(beloofd, (False, False))
    # Nothing to choose: seen is enough.
    zet(database, inrichting, bea, beloften=Antwoord("", frozenset(gevraagd)))
    assert {k: voor(database, k) for k in beloofd} == beloofd


def test_a_call_gets_a_new_moment_only_when_there_is_mail_to_tell_it_by(database: Database, bea: Medewerker) -> None:
    _, bellen = goedgekeurd(database, nu=DICHT, contact={**BELLEN, "email": "j.prins@example.nl"})
    gemeente = WERKGEBIED.zoek_gemeente("castricum")
    assert gemeente is not None
    dicht = replace(gemeente.team.openingstijden, dicht=((dt.date(2026, 11, 23), dt.date(2026, 11, 23)),))
    with database.lezen() as session:
        for mailt in (True, False):
            [g] = find_geraakt(session, gemeente, dicht, werkgebied=WERKGEBIED, mailt=mailt, nu=DICHT)
            assert (g.kenmerk, g.opnieuw) == (bellen.kenmerk, mailt)


def test_keeping_them_tells_the_team_at_once_and_in_the_morning_and_the_resident_nothing(
    database: Database, inrichting: Inrichting, bea: Medewerker
) -> None:
    gesprek_id, chat = goedgekeurd(database, nu=DICHT)
    was, beloofd = teksten_in(database, gesprek_id), voor(database, chat.kenmerk)
    zet(database, inrichting, bea, beloften=Antwoord(HOUD, frozenset({chat.kenmerk})))
    assert (teksten_in(database, gesprek_id), voor(database, chat.kenmerk)) == (was, beloofd)
    [mail] = post(database, "beloften")
    assert mail.inhoud["aan"] == "team@example.nl"
    assert (
        f"{chat.kenmerk}: beloofd voor maandag 10.30 uur. Het team is daarvoor niet meer open" in mail.inhoud["tekst"]
    )
    assert CONTACT["naam"] not in mail.inhoud["tekst"]
    with database.lezen() as session:
        reden = queries.find_audit(session, waarvan="Castricum")[0].reden
    assert "beloften die dan vallen: 1, alle beloften blijven staan" in reden


def test_a_promise_for_a_closed_day_stands_in_the_morning_mail_of_the_days_before(
    database: Database, inrichting: Inrichting, bea: Medewerker
) -> None:
    ochtend = OPEN.replace(hour=9)
    _, chat = goedgekeurd(database, nu=OPEN.replace(hour=16, minute=50))
    assert voor(database, chat.kenmerk).date() == dt.date(2026, 11, 25)
    woensdag = replace(TEAM, dicht=[("25-11-2026", "", "")])
    [(kenmerk, (haalbaar, _))] = vraagt(database, inrichting, bea, invoer=woensdag, nu=ochtend).items()
    # The team is there all Tuesday: the promise can still be kept.
    assert haalbaar
    zet(database, inrichting, bea, woensdag, Antwoord("", frozenset({kenmerk})), nu=ochtend)
    with database.session_scope() as session:
        bewaking.queue_morning_mail(session, werkgebied=inrichting.werkgebied, publieke_url="https://x.nl", nu=ochtend)
    tekst = next(p.inhoud["tekst"] for p in post(database, "termijnen") if "castricum" in p.kenmerk)
    assert f"{kenmerk}: eerste contact uiterlijk morgen" in tekst
    assert "Dan is het team dicht." in tekst


def test_shorter_hours_touch_what_was_promised_after_them(
    database: Database, inrichting: Inrichting, bea: Medewerker
) -> None:
    _, laat = goedgekeurd(database, nu=OPEN.replace(hour=15))
    op = voor(database, laat.kenmerk)
    korter = replace(TEAM, openingstijden=f"ma-vr 08:30-{op.hour - 1:02d}:00")
    assert vraagt(database, inrichting, bea, invoer=korter, nu=OPEN.replace(hour=15)) == {laat.kenmerk: (True, False)}


def test_hours_that_touch_no_promise_are_kept_without_a_question(
    database: Database, inrichting: Inrichting, bea: Medewerker
) -> None:
    goedgekeurd(database, nu=DICHT)
    zet(database, inrichting, bea, replace(TEAM, dicht=[("27-11-2026", "", "")]))
    # What was asked once is not asked again for something else.
    _, later = goedgekeurd(database, nu=DICHT)
    zet(database, inrichting, bea, replace(MAANDAG), Antwoord(HOUD, frozenset(vraagt(
        database, inrichting, bea, versie=1))), versie=1)  # fmt: skip
    zet(database, inrichting, bea, replace(MAANDAG, adres="Plein 2"), versie=2)
    assert voor(database, later.kenmerk).day == 23


def test_the_way_back_to_the_file_asks_too(database: Database, inrichting: Inrichting, bea: Medewerker) -> None:
    zaterdag = replace(TEAM, openingstijden="ma-za 08:30-17:00")
    zet(database, inrichting, bea, zaterdag)
    ochtend = DICHT.replace(hour=7)
    gesprek_id, _ = goedgekeurd(database, nu=ochtend, gemeente="Castricum")
    with database.session_scope() as session:
        overdracht = queries.find_laatste_overdracht(session, gesprek_id)
        assert overdracht is not None
        overdracht.eerste_contact_voor = DICHT.replace(hour=10)
        kenmerk = overdracht.kenmerk
    gemeente = inrichting.werkgebied.zoek_gemeente("castricum")
    assert gemeente is not None
    with pytest.raises(BeloftenGeraakt), database.session_scope() as session:
        reset_team(session, gemeente, inrichting=inrichting, wie=bea, nu=ochtend, versie=1)
    with database.session_scope() as session:
        reset_team(session, gemeente, inrichting=inrichting, wie=bea, nu=ochtend, versie=1,
                   beloften=Antwoord(OPNIEUW, frozenset({kenmerk})))  # fmt: skip
    # Back in the hours of the file: Monday, within two hours.
    assert voor(database, kenmerk) == dt.datetime(2026, 11, 23, 10, 30, tzinfo=WERKGEBIED.tijdzone)


def test_who_was_called_in_the_meantime_hears_nothing_of_a_new_moment(
    database: Database, inrichting: Inrichting, bea: Medewerker
) -> None:
    gesprek_id, chat = goedgekeurd(database, nu=DICHT)
    gezien = frozenset(vraagt(database, inrichting, bea))
    anna = medewerker(database)
    with database.session_scope() as session:
        assert edits.change_overdracht(session, chat.kenmerk, van="wachtend", status="opgepakt", medewerker_id=anna.id)
    was = teksten_in(database, gesprek_id)
    zet(database, inrichting, bea, beloften=Antwoord(OPNIEUW, gezien))
    assert teksten_in(database, gesprek_id) == was


@pytest.mark.parametrize(
    ("uren", "moment", "valt"),
    [
        ("ma-vr 08:30-17:00", "2026-11-24T17:00:00", ""),
        ("ma-vr 08:30-17:00", "2026-11-24T17:30:00", "tijd"),
        ("ma-vr 12:00-17:00", "2026-11-24T10:30:00", "tijd"),
        ("ma 08:30-17:00", "2026-11-24T10:30:00", "dag"),
        # A term in days ends with its day.
        ("ma-vr 08:30-17:00", "2026-11-24T23:59:59", ""),
        ("ma 08:30-17:00", "2026-11-24T23:59:59", "dag"),
        # Nobody may say closed of hours that nobody knows.
        ("", "2026-11-22T10:30:00", ""),
        ("24/7", "2026-11-22T10:30:00", ""),
    ],
)
def test_a_promise_falls_on_a_closed_day_or_outside_the_hours(uren: str, moment: str, valt: str) -> None:
    op = dt.datetime.fromisoformat(moment).replace(tzinfo=WERKGEBIED.tijdzone)
    assert falls_closed(op, parse_openingstijden(uren), WERKGEBIED) == valt
