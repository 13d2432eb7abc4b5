"""One story and one kenmerk, whatever is done with it; each step with who and why."""

from __future__ import annotations

import datetime as dt

import pytest

from opslag.db import Database
from overdracht import behandelen, bewaking, queries, wachtrij
from overdracht.models import TriageCorrectie
from tests.overdracht.bouw import CONTACT, OPEN, WERKGEBIED, goedgekeurd, medewerker, status_van, teksten_in, zeg

UUR = dt.timedelta(hours=1)


def _stappen(database: Database, kenmerk: str) -> list[tuple[str, str, bool]]:
    with database.lezen() as session:
        overdracht = queries.get_overdracht(session, kenmerk)
        assert overdracht is not None
        return [(s.wat, s.reden, s.intern) for s in queries.find_stappen(session, overdracht.id)]


def test_what_was_finished_lately_is_taken_up_again_under_its_own_kenmerk(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        wachtrij.finish(session, uit.kenmerk, anna, uitkomst="geholpen", nu=OPEN)
        behandelen.reopen(session, uit.kenmerk, anna, reden="Het is niet opgelost", nu=OPEN + UUR)
    assert status_van(database, gesprek_id) == "opgepakt"
    assert _stappen(database, uit.kenmerk)[-1] == ("heropend", "Het is niet opgelost", False)
    assert "Anna de Wit" in teksten_in(database, gesprek_id)[-1]


def test_what_ended_long_ago_or_never_ended_is_not_taken_up_again(database: Database) -> None:
    _, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        with pytest.raises(wachtrij.AlOpgepakt):
            behandelen.reopen(session, uit.kenmerk, anna, reden="x", nu=OPEN)
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        wachtrij.finish(session, uit.kenmerk, anna, uitkomst="geholpen", nu=OPEN)
        with pytest.raises(wachtrij.WachtrijFout):
            behandelen.reopen(session, uit.kenmerk, anna, reden="x", nu=OPEN + dt.timedelta(days=29))
        with pytest.raises(wachtrij.WachtrijFout):
            behandelen.reopen(session, uit.kenmerk, anna, reden=" ", nu=OPEN)


def test_scaling_up_and_down_has_a_reason_and_leaves_the_holder(database: Database) -> None:
    _, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        behandelen.scale(session, uit.kenmerk, anna, route="procesregie", reden="Vastgelopen")
        gedaan = behandelen.scale(session, uit.kenmerk, anna, route="generalist", reden="Weer op gang")
        for route, reden in (("maan", "x"), ("procesregie", "")):
            with pytest.raises(wachtrij.WachtrijFout):
                behandelen.scale(session, uit.kenmerk, anna, route=route, reden=reden)
    assert gedaan.overdracht.medewerker_id == anna.id
    assert [s[:2] for s in _stappen(database, uit.kenmerk)][-2:] == [
        ("opgeschaald", "Vastgelopen"),
        ("afgeschaald", "Weer op gang"),
    ]


def test_a_note_is_for_colleagues_only_and_holds_no_personal_number(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        behandelen.add_notitie(session, uit.kenmerk, anna, notitie="BSN 111222333, belt liever 's avonds")
    wat, reden, intern = _stappen(database, uit.kenmerk)[-1]
    assert (wat, intern) == ("notitie", True)
    assert "111222333" not in reden
    assert not [t for t in teksten_in(database, gesprek_id) if "avonds" in t]


def test_who_is_asked_to_look_along_reads_and_does_not_hold(database: Database) -> None:
    _, uit = goedgekeurd(database)
    anna = medewerker(database, gemeenten=["Castricum"])
    hans = medewerker(database, "Hans Heiloo", gemeenten=["Heiloo"])
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        with pytest.raises(wachtrij.OnbekendeOverdracht):
            wachtrij.read_overdracht(session, uit.kenmerk, medewerker=hans)
        behandelen.invite(session, uit.kenmerk, anna, naam="Hans Heiloo", reden="Kent de schuldhulp")
        gelezen = wachtrij.read_overdracht(session, uit.kenmerk, medewerker=hans)
        assert gelezen["overdracht"]["meekijkers"] == ["Hans Heiloo"]
        with pytest.raises(wachtrij.NietVanU):
            wachtrij.post_bericht(session, uit.kenmerk, hans, client_id="h", tekst="Hallo")


def test_who_called_the_resident_is_not_taken_for_silent(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database, contact={**CONTACT, "voorkeur": "telefoon"})
    anna = medewerker(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        behandelen.register_contact(session, uit.kenmerk, anna, hoe="telefoon", nu=OPEN)
        assert wachtrij.return_stale(session, OPEN + dt.timedelta(days=5)) == ()
    assert status_van(database, gesprek_id) == "opgepakt"


def test_who_never_calls_loses_it_when_the_promised_term_is_over(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database, contact={**CONTACT, "voorkeur": "telefoon"})
    anna = medewerker(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
    with database.session_scope() as session:
        assert wachtrij.return_stale(session, OPEN + UUR) == ()
    with database.session_scope() as session:
        assert wachtrij.return_stale(session, OPEN + dt.timedelta(days=2))
    assert status_van(database, gesprek_id) == "wachtend"


def test_a_corrected_triage_is_kept_without_whose_it_was(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    with database.session_scope() as session:
        gedaan = behandelen.correct_triage(
            session, uit.kenmerk, anna, zwaarte="multicomplex", leefgebieden=["financien"], nu=OPEN
        )
        assert gedaan.overdracht.rang == 1
        with pytest.raises(wachtrij.WachtrijFout):
            behandelen.correct_triage(session, uit.kenmerk, anna, zwaarte="erg", leefgebieden=[])
    with database.lezen() as session:
        [bewaard] = session.query(TriageCorrectie).all()
    assert (bewaard.zwaarte, bewaard.zwaarte_beter) == ("meervoudig", "multicomplex")
    assert (bewaard.leefgebieden, bewaard.leefgebieden_beter) == (["financien", "verslaving"], ["financien"])
    assert not [w for w in vars(bewaard).values() if w in (gesprek_id, uit.kenmerk)]


def test_terms_are_seen_coming_and_listed_when_they_have_passed(database: Database) -> None:
    _, uit = goedgekeurd(database)
    anna = medewerker(database)

    def lijst(nu: dt.datetime) -> list[tuple[str, bool]]:
        with database.lezen() as session:
            return [(m.wat, m.te_laat) for m in bewaking.find_termijnen(session, nu)]

    # Eight working hours from Tuesday 10.30 end on Wednesday at 10.00.
    assert lijst(OPEN) == []
    assert lijst(OPEN + 22 * UUR) == [("eerste_contact", False)]
    assert lijst(OPEN + 24 * UUR) == [("eerste_contact", True)]
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
    assert lijst(OPEN + 24 * UUR) == []
    assert lijst(OPEN + dt.timedelta(weeks=5, days=2)) == [("onderzoek", False)]
    assert lijst(OPEN + dt.timedelta(weeks=9)) == [("onderzoek", True), ("beschikking", True)]


def test_each_team_gets_one_mail_a_day_when_something_is_late_and_it_tells_no_story(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Ik wacht nog.")
    morgen = OPEN + 24 * UUR

    def zet_klaar(nu: dt.datetime) -> int:
        with database.session_scope() as session:
            return bewaking.queue_morning_mail(
                session, werkgebied=WERKGEBIED, publieke_url="https://v.example.nl", nu=nu
            )

    assert [zet_klaar(OPEN), zet_klaar(morgen), zet_klaar(morgen + UUR)] == [0, 1, 0]
    with database.lezen() as session:
        [post] = [p for p in queries.find_uit_posten(session) if p.soort == "termijnen"]
    assert post.inhoud["aan"] == "sociaalteam.castricum@example.nl"
    assert uit.kenmerk in post.inhoud["tekst"]
    assert "huur" not in str(post.inhoud)
    assert "Sanne" not in str(post.inhoud)
