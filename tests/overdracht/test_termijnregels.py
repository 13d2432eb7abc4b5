"""Which term counts when several fit, and what a change of them does to what already runs."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from gesprek import service as gesprekken
from gesprek.antwoord import Antwoord, AntwoordBericht
from opslag.db import Database
from overdracht import behandelen, bewaking, queries, service, wachtrij
from overdracht.lopend import lopende_termijnen
from overdracht.models import Medewerker, Termijnregel
from overdracht.termijnen import bereken_termijnen
from overdracht.termijnregels import Geval, Regel, kies, kies_eigen
from tests.overdracht.bouw import (
    CONTACT,
    DICHT,
    OPEN,
    WERKGEBIED,
    goedgekeurd,
    lees_overdracht,
    medewerker,
    oordeel,
    start,
)

UUR, DAG = dt.timedelta(hours=1), dt.timedelta(days=1)
CASTRICUM = WERKGEBIED.zoek_gemeente("Castricum")


def regel(id: int = 1, stap: str = "eerste_contact", aantal: int = 3, eenheid: str = "uren", **als: Any) -> Regel:
    naam = als.pop("naam", f"Regel {id}")
    return Regel(id, naam, stap, aantal, eenheid, UUR, {k: tuple(v) for k, v in als.items()})


def bewaar(database: Database, **velden: Any) -> int:
    """A term of beheer as it stands in the database."""
    vast = {"naam": "Snel gesprek", "stap": "eigen", "voorwaarden": {}, "aantal": 2, "eenheid": "weken", "vooraf": 3,
            "vooraf_eenheid": "dagen"}  # fmt: skip
    with database.session_scope() as session:
        rij = Termijnregel(**{**vast, **velden})
        session.add(rij)
        session.flush()
        return rij.id


def eigen(database: Database, kenmerk: str) -> list[str]:
    return [t["naam"] for t in lees_overdracht(database, kenmerk).termijnen if t["stap"] == "eigen"]


def dagen(moment: dt.datetime | None) -> str:
    assert moment is not None
    return moment.astimezone(WERKGEBIED.tijdzone).date().isoformat()


def test_without_terms_of_beheer_those_of_the_product_count() -> None:
    assert kies([], "eerste_contact", Geval("multicomplex")).aantal == 4
    assert (kies([], "onderzoek", Geval("geen")).aantal, kies([], "beschikking", Geval("geen")).aantal) == (6, 2)


def test_a_term_of_beheer_goes_before_one_of_the_product_however_general() -> None:
    assert kies([regel(1)], "eerste_contact", Geval("multicomplex")).id == 1


def test_the_term_with_the_most_conditions_goes_first() -> None:
    geval = Geval("meervoudig", ("financien",), ("schuldhulp",))
    op_twee = regel(2, leefgebied=["financien"], zwaarte=["meervoudig"])
    assert kies([regel(1, soort=["schuldhulp"]), op_twee, regel(3)], "eerste_contact", geval).id == 2


def test_with_as_many_conditions_a_soort_goes_before_a_leefgebied_and_that_before_a_zwaarte() -> None:
    geval = Geval("meervoudig", ("financien",), ("schuldhulp",))
    alle = [regel(1, zwaarte=["meervoudig"]), regel(2, leefgebied=["financien"]), regel(3, soort=["schuldhulp"])]
    assert kies(alle, "eerste_contact", geval).id == 3
    assert kies(alle[:2], "eerste_contact", geval).id == 2


def test_of_two_that_are_as_precise_the_shortest_counts() -> None:
    alle = [regel(1, aantal=9), regel(2, aantal=2, eenheid="dagen"), regel(3, aantal=5)]
    assert kies(alle, "eerste_contact", Geval("geen")).id == 3


def test_a_term_that_does_not_name_crisis_never_makes_somebody_in_danger_wait() -> None:
    assert kies([regel(1, aantal=40)], "eerste_contact", Geval("crisis")).aantal == 1
    assert kies([regel(1, aantal=2, zwaarte=["crisis"])], "eerste_contact", Geval("crisis")).id == 1


def test_own_terms_with_different_names_all_count_and_of_the_same_name_the_most_precise() -> None:
    alle = [
        regel(1, "eigen", naam="Huisbezoek"),
        regel(2, "eigen", naam="huisbezoek", leefgebied=["financien"]),
        regel(3, "eigen", naam="Gesprek over geld", leefgebied=["financien"]),
    ]
    assert [r.id for r in kies_eigen(alle, Geval("geen", ("financien",)))] == [2, 3]
    assert [r.id for r in kies_eigen(alle, Geval("geen", ("wonen",)))] == [1]


@pytest.mark.parametrize(
    ("aantal", "eenheid", "eind"),
    [
        # Tuesday 24 November, half past ten; the team is there from 8.30 to 17.00.
        (3, "uren", "2026-11-24T13:30:00+01:00"),
        (12, "uren", "2026-11-25T14:00:00+01:00"),
        (4, "dagen", "2026-11-30T23:59:59+01:00"),
        # Five weeks later is Tuesday 29 December.
        (5, "weken", "2026-12-29T23:59:59+01:00"),
    ],
)
def test_a_term_is_counted_in_the_hours_of_the_team_in_working_days_or_in_weeks(
    aantal: int, eenheid: str, eind: str
) -> None:
    uit = bereken_termijnen(
        OPEN, geval=Geval("geen"), gemeente=CASTRICUM, werkgebied=WERKGEBIED,
        regels=[regel(1, aantal=aantal, eenheid=eenheid)],
    )  # fmt: skip
    assert uit.eerste_contact_voor.isoformat() == eind


def test_working_days_pass_over_holidays_and_the_besluit_is_counted_from_the_end_of_the_onderzoek() -> None:
    uit = bereken_termijnen(
        dt.datetime(2026, 12, 23, 12, tzinfo=WERKGEBIED.tijdzone), geval=Geval("geen"), gemeente=CASTRICUM,
        werkgebied=WERKGEBIED,
        regels=[regel(1, "onderzoek", 2, "dagen"), regel(2, "beschikking", 1, "dagen")],
    )  # fmt: skip
    # Thursday 24, then Christmas twice and the weekend, Monday 28, and the Tuesday after it.
    assert (dagen(uit.onderzoek_voor), dagen(uit.beschikking_voor)) == ("2026-12-28", "2026-12-29")


def test_a_longer_first_contact_is_promised_as_it_was_set_and_not_cut_to_the_morning_after(database: Database) -> None:
    bewaar(database, stap="eerste_contact", aantal=2, eenheid="dagen", vooraf=4, vooraf_eenheid="uren")
    _, uit = goedgekeurd(database, nu=OPEN)
    assert dagen(lees_overdracht(database, uit.kenmerk).eerste_contact_voor) == "2026-11-26"
    assert "donderdag" in uit.belofte["tekst"].lower()


def test_outside_hours_a_term_of_beheer_begins_when_the_team_is_there(database: Database) -> None:
    bewaar(database, stap="eerste_contact", aantal=1, eenheid="uren", vooraf=0, vooraf_eenheid="uren")
    _, uit = goedgekeurd(database, nu=DICHT)
    assert "tussen 8.30 en 9.30 uur" in uit.belofte["tekst"]


def test_a_rule_that_is_off_counts_for_nobody(database: Database) -> None:
    bewaar(database, aan=False)
    assert eigen(database, goedgekeurd(database)[1].kenmerk) == []


def test_an_own_term_is_seen_coming_and_stands_in_the_list_and_the_mail_without_its_name(database: Database) -> None:
    bewaar(database, naam="Gesprek over geld", voorwaarden={"leefgebied": ["financien"]}, vooraf=3)
    _, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)

    def lijst(nu: dt.datetime) -> list[tuple[str, bool]]:
        with database.lezen() as session:
            return [(m.wat, m.te_laat) for m in bewaking.find_termijnen(session, nu)]

    assert lijst(OPEN + 10 * DAG) == []
    assert lijst(OPEN + 12 * DAG) == [("eigen", False)]
    assert lijst(OPEN + 15 * DAG) == [("eigen", True)]
    with database.session_scope() as session:
        assert bewaking.queue_morning_mail(
            session, werkgebied=WERKGEBIED, publieke_url="https://v.example.nl", nu=OPEN + 15 * DAG
        )
    with database.lezen() as session:
        [post] = [p for p in queries.find_uit_posten(session) if p.soort == "termijnen"]
    assert f"{uit.kenmerk}: eigen termijn uiterlijk" in post.inhoud["tekst"]
    assert "geld" not in str(post.inhoud)


def test_what_runs_keeps_the_term_it_was_promised_when_a_rule_changes(database: Database) -> None:
    id = bewaar(database, stap="onderzoek", aantal=3)
    _, uit = goedgekeurd(database)
    with database.session_scope() as session:
        rij = session.get(Termijnregel, id)
        assert rij is not None
        rij.aantal, rij.vooraf = 1, 0
    voor = lees_overdracht(database, uit.kenmerk)
    assert dagen(voor.onderzoek_voor) == "2026-12-15"
    assert [t["vooraf"] for t in voor.termijnen if t["stap"] == "onderzoek"] == [3 * 86400]
    assert dagen(lees_overdracht(database, goedgekeurd(database)[1].kenmerk).onderzoek_voor) == "2026-12-01"


def corrigeer(database: Database, kenmerk: str, leefgebieden: list[str], zwaarte: str = "meervoudig") -> None:
    anna = medewerker(database, f"Anna {len(leefgebieden)} {zwaarte} {'-'.join(leefgebieden)}")
    with database.session_scope() as session:
        behandelen.correct_triage(
            session, kenmerk, anna, zwaarte=zwaarte, leefgebieden=leefgebieden, werkgebied=WERKGEBIED, nu=OPEN + DAG
        )


def test_a_corrected_triage_brings_the_terms_of_what_it_is_really_about(database: Database) -> None:
    bewaar(database, naam="Gesprek over geld", voorwaarden={"leefgebied": ["financien"]})
    bewaar(database, naam="Gesprek over wonen", voorwaarden={"leefgebied": ["huisvesting"]})
    snel = bewaar(database, stap="onderzoek", aantal=4, voorwaarden={"leefgebied": ["huisvesting"]})
    _, uit = goedgekeurd(database)
    eerst = lees_overdracht(database, uit.kenmerk)
    corrigeer(database, uit.kenmerk, ["huisvesting"])
    na = lees_overdracht(database, uit.kenmerk)
    assert eigen(database, uit.kenmerk) == ["Gesprek over wonen"]
    # Four weeks from the yes, not from the correction.
    assert dagen(na.onderzoek_voor) == "2026-12-22"
    assert [t["regel"] for t in na.termijnen if t["stap"] == "onderzoek"] == [snel]
    assert na.eerste_contact_voor == eerst.eerste_contact_voor


def test_a_correction_that_changes_no_term_leaves_the_dates_that_were_promised(database: Database) -> None:
    id = bewaar(database, stap="onderzoek", aantal=3)
    eigen_id = bewaar(database)
    _, uit = goedgekeurd(database)
    eerst = lees_overdracht(database, uit.kenmerk)
    with database.session_scope() as session:
        for rij in (session.get(Termijnregel, id), session.get(Termijnregel, eigen_id)):
            assert rij is not None
            rij.aantal = 9
    corrigeer(database, uit.kenmerk, ["huisvesting"])
    na = lees_overdracht(database, uit.kenmerk)
    assert (na.onderzoek_voor, na.termijnen) == (eerst.onderzoek_voor, eerst.termijnen)


def test_what_a_resident_takes_out_of_the_verslag_is_not_told_by_a_term(database: Database) -> None:
    bewaar(database, naam="Gesprek over drank", voorwaarden={"leefgebied": ["verslaving"]})
    gesprek_id, uit = goedgekeurd(database)
    assert eigen(database, uit.kenmerk) == ["Gesprek over drank"]
    with database.session_scope() as session:
        verslag = service.read_concept(session, gesprek_id)
        assert verslag is not None
        weg = [r["id"] for g in verslag["leefgebieden"] if g["code"] == "verslaving" for r in g["regels"]]
        service.patch_concept(session, gesprek_id, {"verwijder": weg}, nu=OPEN)
    assert eigen(database, uit.kenmerk) == []


def test_a_term_for_a_soort_counts_for_whom_such_a_voorziening_was_shown_and_still_stands(database: Database) -> None:
    bewaar(database, naam="Gesprek over schulden", voorwaarden={"soort": ["schuldhulp"]})
    gesprek_id = start(database)
    with database.session_scope() as session:
        vraag = gesprekken.receive(session, gesprek_id, client_id=str(uuid.uuid4()), tekst="Ik heb schulden.").bericht
        kaartje = {"id": "s1", "naam": "Schuldhulp Duin", "soorten": ["schuldhulp"]}
        antwoord = AntwoordBericht("Dit past.", voorzieningen=(kaartje,))
        gesprekken.apply_antwoord(
            session, gesprek_id, vraag.volgnummer,
            Antwoord((antwoord,), beoordeling=oordeel(bewijs={"financien": ["schulden"]}).as_dict()),
        )  # fmt: skip
        service.make_concept(session, gesprek_id, werkgebied=WERKGEBIED, nu=OPEN)
        uit = service.approve(session, gesprek_id, CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=OPEN)
    assert lees_overdracht(database, uit.kenmerk).soorten == ["schuldhulp"]
    assert eigen(database, uit.kenmerk) == ["Gesprek over schulden"]
    with database.session_scope() as session:
        service.patch_concept(session, gesprek_id, {"verwijder": ["s1"]}, nu=OPEN)
    assert (lees_overdracht(database, uit.kenmerk).soorten, eigen(database, uit.kenmerk)) == ([], [])


def test_a_term_that_is_met_counts_no_longer_until_somebody_says_it_was_not(database: Database) -> None:
    bewaar(database)
    _, uit = goedgekeurd(database)
    anna, bert = medewerker(database), medewerker(database, "Bert Bos")
    laat = OPEN + dt.timedelta(weeks=9)

    def meld(wie: Medewerker, stap: str, naam: str = "", *, gedaan: bool = True) -> None:
        with database.session_scope() as session:
            behandelen.mark_termijn(session, uit.kenmerk, wie, stap=stap, naam=naam, gedaan=gedaan, nu=OPEN)

    def lijst() -> list[str]:
        with database.lezen() as session:
            return sorted(m.wat for m in bewaking.find_termijnen(session, laat))

    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
    assert lijst() == ["beschikking", "eigen", "onderzoek"]
    meld(anna, "eigen", "Snel gesprek")
    meld(anna, "onderzoek")
    meld(anna, "onderzoek")
    assert lijst() == ["beschikking"]
    meld(anna, "onderzoek", gedaan=False)
    assert lijst() == ["beschikking", "onderzoek"]
    with pytest.raises(wachtrij.NietVanU):
        meld(bert, "onderzoek")
    for stap, naam in (("eigen", "Iets anders"), ("eerste_contact", ""), ("", "")):
        with pytest.raises(wachtrij.WachtrijFout):
            meld(anna, stap, naam)
    with database.lezen() as session:
        stappen = queries.find_stappen(session, lees_overdracht(database, uit.kenmerk).id)
    assert [(s.wat, s.naar) for s in stappen if s.wat.startswith("termijn")] == [
        ("termijn_klaar", "Snel gesprek"), ("termijn_klaar", "Onderzoek"), ("termijn_niet_klaar", "Onderzoek"),
    ]  # fmt: skip


def test_what_began_before_terms_were_kept_can_be_met_too(database: Database) -> None:
    _, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        oud = queries.get_overdracht(session, uit.kenmerk)
        assert oud is not None
        oud.termijnen = []
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
    assert [t.vooraf for t in lopende_termijnen(lees_overdracht(database, uit.kenmerk))] == [7 * DAG, 7 * DAG]
    with database.session_scope() as session:
        behandelen.mark_termijn(session, uit.kenmerk, anna, stap="onderzoek", gedaan=True, nu=OPEN)
    assert [t.stap for t in lopende_termijnen(lees_overdracht(database, uit.kenmerk))] == ["beschikking"]
