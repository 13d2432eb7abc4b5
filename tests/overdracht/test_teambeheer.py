"""Teams as a beheerder keeps them: what is refused, what it changes at once, in every process, and the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from opslag.db import Database
from overdracht import queries, routering, service
from overdracht.beheerfout import AndersGeworden, GeenBeheerder
from overdracht.gesloten import HOUD, Antwoord
from overdracht.inrichting import Inrichting
from overdracht.models import Medewerker
from overdracht.teambeheer import TeamFout, TeamInvoer, reset_team, save_team
from overdracht.termijnbeheer import recount
from overdracht.termijnen import bereken_termijnen
from overdracht.termijnregels import Geval
from settings import Settings
from tests.overdracht.bouw import CONTACT, OPEN, WERKGEBIED, goedgekeurd, lees_overdracht, medewerker, met_concept

GOED = TeamInvoer("Team Dichtbij", "ma-vr 12:00-17:00", "", "072 000 0199", "", "Plein 1, Castricum")
DAG = dt.timedelta(days=1)


class Proces:
    """What one process of the product knows of teams."""

    def __init__(self, database: Database) -> None:
        self.inrichting = Inrichting(WERKGEBIED, Settings())
        self.gebied = self.inrichting.werkgebied
        self.stop = database.doe_vooraf(self.inrichting.volg)

    @property
    def castricum(self) -> Any:
        return self.gebied.zoek_gemeente("castricum")


@pytest.fixture
def proces(database: Database) -> Iterator[Proces]:
    gemaakt = Proces(database)
    yield gemaakt
    gemaakt.stop()


@pytest.fixture
def bea(database: Database) -> Medewerker:
    return medewerker(database, "Bea Baas", "beheerder")


def zet(database: Database, proces: Proces, wie: Medewerker, invoer: TeamInvoer = GOED, versie: int = 0,
        reden: str = "", nu: dt.datetime = OPEN, beloften: Antwoord | None = None) -> None:  # fmt: skip
    with database.session_scope() as session:
        save_team(session, proces.castricum, invoer, inrichting=proces.inrichting, wie=wie, nu=nu, versie=versie,
                  reden=reden, beloften=beloften)  # fmt: skip


def terug(database: Database, proces: Proces, wie: Medewerker, versie: int) -> None:
    with database.session_scope() as session:
        reset_team(session, proces.castricum, inrichting=proces.inrichting, wie=wie, nu=OPEN, versie=versie)


def kijk(database: Database) -> None:
    """Any work at all."""
    with database.lezen():
        pass


def audit(database: Database) -> list[tuple[str, str, str]]:
    with database.lezen() as session:
        return [(a.wat, a.waarvan, a.reden) for a in reversed(queries.find_audit(session)) if "team" in a.wat]


@pytest.mark.parametrize(
    ("velden", "veld", "woord"),
    [
        ({"naam": " "}, "naam", "van 2 tot 80"),
        ({"naam": "a" * 81}, "naam", "80 tekens"),
        ({"naam": "sociaal team bergen"}, "naam", "Bergen"),
        ({"openingstijden": ""}, "openingstijden", "wanneer het team open is"),
        ({"openingstijden": "op afspraak"}, "openingstijden", "wanneer het team open is"),
        ({"openingstijden": "ma-vr"}, "openingstijden", "geen dagen of geen tijden"),
        ({"openingstijden": "ma-vr 25:00-26:00"}, "openingstijden", "geen tijd"),
        ({"inloop": "soms"}, "inloop", "geen dagen of geen tijden"),
        ({"telefoon": "bel ons"}, "telefoon", "kan niemand bellen"),
        ({"telefoon": ""}, "telefoon", "kan niemand bellen"),
        ({"email": "team"}, "email", "geen e-mailadres"),
        ({"adres": "a" * 201}, "adres", "200 tekens"),
        ({"dicht": [("morgen", "", "")]}, "dicht", "zoals 24-12-2026"),
        ({"dicht": [("", "2026-12-24", "")]}, "dicht", "zoals 24-12-2026"),
        ({"dicht": [("2026-12-25", "2026-12-24", "")]}, "dicht", "voor de eerste"),
        ({"dicht": [("2026-12-01", "2027-03-01", "")]}, "dicht", "niet meer dan 62 dagen"),
        ({"dicht": [("2029-12-01", "2029-12-01", "")]}, "dicht", "binnen 400 dagen"),
        ({"dicht": [("31-02-2027", "", "")]}, "dicht", "zoals 24-12-2026"),
        ({"dicht": [("2026-12-01", "", "x" * 61)]}, "dicht", "60 tekens"),
        ({"dicht": [(f"2026-12-{n:02d}", "", "") for n in range(1, 14)]}, "dicht", "meer dan 12"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_reason_and_nothing_is_written(
    database: Database, proces: Proces, bea: Medewerker, velden: dict[str, Any], veld: str, woord: str
) -> None:
    with pytest.raises(TeamFout) as fout:
        zet(database, proces, bea, replace(GOED, **velden))
    assert list(fout.value.fouten) == [veld]
    assert woord in fout.value.fouten[veld]
    kijk(database)
    assert proces.castricum.team.naam == "Sociaal Team Castricum"
    assert audit(database) == []


def test_hours_filled_in_per_day_are_kept_as_text_and_count_before_it(
    database: Database, proces: Proces, bea: Medewerker
) -> None:
    week = {dag: [("9", "12.30"), ("13:00", "17:00")] for dag in ("ma", "di", "wo")}
    zet(database, proces, bea, replace(GOED, rooster={"openingstijden": week}))
    kijk(database)
    tekst = proces.castricum.team.openingstijden.tekst
    assert tekst == "ma-wo 09:00-12:30,13:00-17:00"


def test_what_is_wrong_per_day_is_told_at_that_day(database: Database, proces: Proces, bea: Medewerker) -> None:
    week = {"ma": [("9:00", "")], "do": [("17:00", "9:00")], "vr": [("9:00", "17:00")]}
    with pytest.raises(TeamFout) as fout:
        zet(database, proces, bea, replace(GOED, rooster={"openingstijden": week, "inloop": {"wo": [("x", "y")]}}))
    assert set(fout.value.fouten) == {"openingstijden-ma", "openingstijden-do", "inloop-wo"}
    assert fout.value.fouten["openingstijden-ma"].startswith("Maandag: vul bij elk blok een begintijd")
    assert "9:00 of 13:30" in fout.value.fouten["inloop-wo"]
    with pytest.raises(TeamFout) as fout:
        zet(database, proces, bea, replace(GOED, rooster={"openingstijden": {"feestdagen": [("9:00", "12:00")]}}))
    assert list(fout.value.fouten) == ["openingstijden"]


def test_a_team_that_would_be_closed_for_half_a_year_is_refused(
    database: Database, proces: Proces, bea: Medewerker
) -> None:
    begin = OPEN.date()
    dicht = [(str(begin + n * 60 * DAG), str(begin + (n * 60 + 59) * DAG), "") for n in range(4)]
    with pytest.raises(TeamFout, match="half jaar"):
        zet(database, proces, bea, replace(GOED, dicht=dicht))


def test_all_that_is_wrong_is_told_at_once(database: Database, proces: Proces, bea: Medewerker) -> None:
    with pytest.raises(TeamFout) as fout:
        zet(database, proces, bea, TeamInvoer(openingstijden="nooit"))
    assert set(fout.value.fouten) == {"naam", "openingstijden", "telefoon"}


@pytest.mark.parametrize("rol", ["medewerker", "procesregisseur", "redacteur"])
def test_only_a_beheerder_changes_a_team(database: Database, proces: Proces, rol: str) -> None:
    ander = medewerker(database, "Anna Visser", rol)
    with pytest.raises(GeenBeheerder):
        zet(database, proces, ander)
    with pytest.raises(GeenBeheerder):
        terug(database, proces, ander, 1)


def test_a_change_counts_at_once_in_every_process_and_after_a_restart(
    database: Database, proces: Proces, bea: Medewerker
) -> None:
    ander = Proces(database)
    assert ander.castricum.team.naam == "Sociaal Team Castricum"
    zet(database, proces, bea, replace(GOED, inloop="wo 09:00-12:00"))
    herstart = Proces(database)
    kijk(database)
    for p in (proces, ander, herstart):
        assert p.castricum.team.naam == "Team Dichtbij"
        assert p.castricum.team.openingstijden.als_tekst() == "maandag tot en met vrijdag van 12.00 tot 17.00 uur"
        assert p.castricum.contact.telefoon == "072 000 0199"
        assert p.castricum.contact.inloop.als_tekst() == "woensdag van 9.00 tot 12.00 uur"
        # The others stay as they were.
        assert p.gebied.zoek_gemeente("bergen").team.naam == "Sociaal Team Bergen"  # type: ignore[union-attr]
    ander.stop()
    herstart.stop()
    # What one application keeps never leaks into the werkgebied that it was made of.
    assert WERKGEBIED.zoek_gemeente("castricum").team.naam == "Sociaal Team Castricum"  # type: ignore[union-attr]


def test_what_is_promised_goes_by_the_new_hours_and_days_closed(
    database: Database, proces: Proces, bea: Medewerker
) -> None:
    def contact(zwaarte: str) -> dt.datetime:
        kijk(database)
        return bereken_termijnen(
            OPEN, geval=Geval(zwaarte), gemeente=proces.castricum, werkgebied=proces.gebied
        ).eerste_contact_voor

    eerst = contact("crisis")
    assert eerst == OPEN + dt.timedelta(hours=1)
    zet(database, proces, bea)
    assert contact("crisis") == OPEN.replace(hour=13, minute=0)
    zet(database, proces, bea, replace(GOED, dicht=[(str(OPEN.date()), "", "Studiedag")]), versie=1)
    assert contact("crisis") == (OPEN + DAG).replace(hour=13, minute=0)


def test_who_comes_now_is_told_the_new_name_and_hours_and_who_waits_keeps_the_promise(
    database: Database, proces: Proces, bea: Medewerker
) -> None:
    _, wacht = goedgekeurd(database)
    beloofd = lees_overdracht(database, wacht.kenmerk).eerste_contact_voor
    zet(database, proces, bea, beloften=Antwoord(HOUD, frozenset({wacht.kenmerk})))
    gesprek_id = met_concept(database)
    with database.session_scope() as session:
        uit = service.approve(
            session, gesprek_id, CONTACT, toestemming=True, werkgebied=proces.gebied, nu=OPEN, ontvanger="Team Dichtbij"
        )
    nieuw, oud = lees_overdracht(database, uit.kenmerk), lees_overdracht(database, wacht.kenmerk)
    assert (nieuw.team, oud.team) == ("Team Dichtbij", "Sociaal Team Castricum")
    assert uit.belofte["open"] is False
    assert oud.eerste_contact_voor == beloofd


def test_counting_again_goes_by_the_new_hours(database: Database, proces: Proces, bea: Medewerker) -> None:
    _, wacht = goedgekeurd(database)
    beloofd = lees_overdracht(database, wacht.kenmerk).eerste_contact_voor
    zet(database, proces, bea, replace(GOED, openingstijden="ma-vr 08:30-22:00"))
    with database.session_scope() as session:
        recount(session, wie=bea, werkgebied=proces.gebied, nu=OPEN + dt.timedelta(minutes=5))
    nader = lees_overdracht(database, wacht.kenmerk).eerste_contact_voor
    assert nader is not None
    assert beloofd is not None
    assert nader < beloofd


def test_a_rule_that_names_the_team_goes_on_naming_it(database: Database, proces: Proces, bea: Medewerker) -> None:
    with database.session_scope() as session:
        routering.add_regel(session, naam="Alles hierheen", voorwaarden={}, doel="team",
                            naar="Sociaal Team Castricum", werkgebied=proces.gebied)  # fmt: skip

    def naar() -> str:
        with database.lezen() as session:
            return queries.find_routeregels(session)[0].naar

    zet(database, proces, bea)
    assert naar() == "Team Dichtbij"
    terug(database, proces, bea, 1)
    assert naar() == "Sociaal Team Castricum"


def test_each_change_and_the_way_back_stand_in_the_audit_with_what_became_of_what(
    database: Database, proces: Proces, bea: Medewerker
) -> None:
    zet(
        database, proces, bea, replace(GOED, email="sociaalteam.castricum@example.nl"), reden="Verhuisd  naar het plein"
    )
    terug(database, proces, bea, 1)
    kijk(database)
    assert proces.castricum.team.naam == "Sociaal Team Castricum"
    (veranderd, van, reden), weer = audit(database)
    assert (veranderd, van) == ("team_veranderd", "Castricum")
    assert "openingstijden: ma-vr 08:30-17:00 → ma-vr 12:00-17:00" in reden
    assert "inloop: ma-vr 09:00-12:00 → niets" in reden
    assert reden.endswith("(Verhuisd naar het plein)")
    assert "e-mail" not in reden
    assert weer == ("team_terug", "Castricum", "weer zoals in het bestand")


def test_what_changes_nothing_is_not_written(database: Database, proces: Proces, bea: Medewerker) -> None:
    zet(database, proces, bea)
    zet(database, proces, bea, replace(GOED, naam=" Team  Dichtbij"), versie=1)
    assert len(audit(database)) == 1


def test_who_saw_another_team_than_there_is_now_changes_nothing(
    database: Database, proces: Proces, bea: Medewerker
) -> None:
    zet(database, proces, bea)
    for versie in (0, 2):
        with pytest.raises(AndersGeworden):
            zet(database, proces, bea, replace(GOED, naam="Team Later"), versie=versie)
    with pytest.raises(AndersGeworden):
        terug(database, proces, bea, 0)
    kijk(database)
    assert proces.castricum.team.naam == "Team Dichtbij"


def test_the_file_does_not_come_back_under_a_name_that_another_team_has_now(
    database: Database, proces: Proces, bea: Medewerker
) -> None:
    zet(database, proces, bea)
    bergen = proces.gebied.zoek_gemeente("bergen")
    assert bergen is not None
    with database.session_scope() as session:
        anders = replace(GOED, naam="Sociaal Team Castricum")
        save_team(session, bergen, anders, inrichting=proces.inrichting, wie=bea, nu=OPEN, versie=0)
    with pytest.raises(TeamFout, match="Bergen"):
        terug(database, proces, bea, 1)


def test_days_that_are_over_are_left_out(database: Database, proces: Proces, bea: Medewerker) -> None:
    voorbij = str(OPEN.date() - DAG)
    zet(database, proces, bea, replace(GOED, dicht=[(voorbij, voorbij, ""), ("", "", ""), ("31-12-2026", "", "")]))
    kijk(database)
    assert proces.castricum.team.openingstijden.dicht == ((dt.date(2026, 12, 31), dt.date(2026, 12, 31)),)


def test_a_team_that_cannot_be_read_leaves_the_one_of_the_file(
    database: Database, proces: Proces, bea: Medewerker
) -> None:
    zet(database, proces, bea)
    with database.session_scope() as session:
        session.execute(text('UPDATE instelling SET waarde = \'{"naam": "Half"}\', versie = versie + 1'))
    kijk(database)
    assert proces.castricum.team.naam == "Sociaal Team Castricum"
