"""One story and one kenmerk, whatever is done with it; each step with who and why."""

from __future__ import annotations

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from opslag.db import Database
from overdracht import behandelen, bewaking, queries, wachtrij
from overdracht.inzage import NietVanU
from overdracht.models import Medewerker, TriageCorrectie
from overdracht.stilte import return_all
from tests.overdracht.bouw import (
    CONTACT,
    OPEN,
    WERKGEBIED,
    goedgekeurd,
    lees_overdracht,
    medewerker,
    status_van,
    teksten_in,
    zeg,
)

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
        behandelen.invite(session, uit.kenmerk, anna, naam="Hans Heiloo", reden="Kent de schuldhulp", mondeling=True)
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


def test_who_correct_different_things_at_the_same_moment_lose_neither(database: Database) -> None:
    _, uit = goedgekeurd(database)
    anna = medewerker(database)
    keuzes = [{"erbij": "justitie"}, {"eraf": "financien"}, {"erbij": "dagbesteding"}, {"zwaarte": "multicomplex"}]

    def verbeter(keuze: dict[str, str]) -> None:
        with database.session_scope() as session:
            behandelen.correct_one(session, uit.kenmerk, anna, **keuze, nu=OPEN)

    with ThreadPoolExecutor(4) as draden:
        list(draden.map(verbeter, keuzes))
    with database.lezen() as session:
        overdracht = queries.get_overdracht(session, uit.kenmerk)
        assert overdracht is not None
        assert overdracht.zwaarte == "multicomplex"
        assert overdracht.leefgebieden == ["dagbesteding", "justitie", "verslaving"]
        assert session.query(TriageCorrectie).count() == 4


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


def test_what_names_no_gemeente_stands_in_the_mail_of_every_team(database: Database) -> None:
    _, uit = goedgekeurd(database, gemeente=None)
    with database.session_scope() as session:
        bewaking.queue_morning_mail(
            session, werkgebied=WERKGEBIED, publieke_url="https://v.example.nl", nu=OPEN + 24 * UUR
        )
    with database.lezen() as session:
        posten = [p.inhoud for p in queries.find_uit_posten(session) if p.soort == "termijnen"]
    assert {p["aan"] for p in posten} == {g.contact.email for g in WERKGEBIED.gemeenten}
    assert all(uit.kenmerk in p["tekst"] for p in posten)


def _belofte_voor(database: Database, kenmerk: str) -> dt.datetime | None:
    with database.lezen() as session:
        overdracht = queries.get_overdracht(session, kenmerk)
        assert overdracht is not None
        return overdracht.eerste_contact_voor


def test_a_heavier_triage_moves_up_and_a_lighter_one_back(database: Database) -> None:
    _, eerste = goedgekeurd(database, nu=OPEN)
    _, tweede = goedgekeurd(database, nu=OPEN + dt.timedelta(minutes=5))
    anna = medewerker(database)

    def rij(zwaarte: str) -> list[str]:
        with database.session_scope() as session:
            behandelen.correct_triage(
                session, tweede.kenmerk, anna, zwaarte=zwaarte, leefgebieden=[], werkgebied=WERKGEBIED, nu=OPEN + UUR
            )
        with database.lezen() as session:
            return [o["kenmerk"] for o in wachtrij.find_overdrachten(session, "wachtend", medewerker=anna)]

    belofte = _belofte_voor(database, tweede.kenmerk)
    assert rij("multicomplex") == [tweede.kenmerk, eerste.kenmerk]
    assert rij("enkelvoudig") == [eerste.kenmerk, tweede.kenmerk]
    assert _belofte_voor(database, tweede.kenmerk) == belofte


def test_who_already_spoke_with_somebody_is_promised_anew_when_passed_on(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna = medewerker(database)
    later = OPEN + dt.timedelta(days=2)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        wachtrij.post_bericht(session, uit.kenmerk, anna, client_id=str(uuid.uuid4()), tekst="Hallo", nu=OPEN)
        wachtrij.transfer(
            session, uit.kenmerk, anna, naar="procesregisseur", reden="vast", werkgebied=WERKGEBIED, nu=later
        )
    voor = _belofte_voor(database, uit.kenmerk)
    assert voor is not None
    assert voor > later
    assert "krijgt u hier een bericht" in teksten_in(database, gesprek_id)[-1]


def test_who_heard_nobody_yet_keeps_the_old_promise_when_given_back(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database)
    anna, belofte = medewerker(database), _belofte_voor(database, uit.kenmerk)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        wachtrij.release(session, uit.kenmerk, anna, werkgebied=WERKGEBIED, nu=OPEN + UUR)
    assert _belofte_voor(database, uit.kenmerk) == belofte
    assert "Morgen voor 10.00 uur" in teksten_in(database, gesprek_id)[-1]


def test_what_is_followed_up_by_phone_is_not_lost_when_a_colleague_takes_it_over_or_reopens_it(
    database: Database,
) -> None:
    gesprek_id, uit = goedgekeurd(database, contact={**CONTACT, "voorkeur": "telefoon"})
    anna, bert = medewerker(database), medewerker(database, "Bert Bos")
    week = OPEN + dt.timedelta(days=7)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        behandelen.register_contact(session, uit.kenmerk, anna, hoe="telefoon", nu=OPEN + UUR)
        wachtrij.take_over(session, uit.kenmerk, bert, reden="Anna is ziek", nu=week)
    with database.session_scope() as session:
        assert wachtrij.return_stale(session, week + dt.timedelta(days=1)) == ()
        wachtrij.finish(session, uit.kenmerk, bert, uitkomst="afspraak_gemaakt", nu=week)
        behandelen.reopen(session, uit.kenmerk, bert, reden="Nog een vraag", nu=week)
    with database.session_scope() as session:
        assert wachtrij.return_stale(session, week + dt.timedelta(days=1)) == ()
    assert status_van(database, gesprek_id) == "opgepakt"


def test_what_somebody_held_who_is_gone_waits_again_for_all(database: Database) -> None:
    gesprek_id, uit = goedgekeurd(database, contact={**CONTACT, "voorkeur": "telefoon"})
    _, gegeven = goedgekeurd(database)
    anna, bert = medewerker(database), medewerker(database, "Bert Bos")
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        behandelen.register_contact(session, uit.kenmerk, anna, hoe="telefoon", nu=OPEN)
        wachtrij.claim_overdracht(session, gegeven.kenmerk, bert, nu=OPEN)
        wachtrij.transfer(
            session, gegeven.kenmerk, bert, naar="Anna de Wit", reden="Kent het gezin", mondeling=True, nu=OPEN
        )
    with database.session_scope() as session:
        assert return_all(session, anna, OPEN + UUR, werkgebied=WERKGEBIED)
    with database.lezen() as session:
        rij = wachtrij.find_overdrachten(session, "wachtend", medewerker=bert)
    assert {(o["kenmerk"], o["toegewezen"]) for o in rij} == {(uit.kenmerk, ""), (gegeven.kenmerk, "")}
    assert "staat weer in de rij" in teksten_in(database, gesprek_id)[-1]


def test_who_waits_for_a_call_is_on_the_list_until_somebody_called(database: Database) -> None:
    _, uit = goedgekeurd(database, contact={**CONTACT, "voorkeur": "telefoon"})
    anna, te_laat = medewerker(database), OPEN + dt.timedelta(days=1)

    def lijst() -> tuple[bool, list[str]]:
        with database.lezen() as session:
            [o] = [
                o
                for status in ("wachtend", "opgepakt")
                for o in wachtrij.find_overdrachten(session, status, medewerker=anna)
            ]
            return o["nog_bereiken"], [m.wat for m in bewaking.find_termijnen(session, te_laat)]

    assert lijst() == (True, ["eerste_contact"])
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
    assert lijst() == (True, ["eerste_contact"])
    with database.session_scope() as session:
        behandelen.register_contact(session, uit.kenmerk, anna, hoe="telefoon", nu=OPEN)
    assert lijst() == (False, [])


BELLEN = {"naam": "J. Prins", "telefoon": "072 000 0198", "voorkeur": "telefoon"}


def _niet_bereikt(database: Database, kenmerk: str, anna: Medewerker, nu: dt.datetime) -> None:
    with database.session_scope() as session:
        behandelen.register_geen_gehoor(session, kenmerk, anna, werkgebied=WERKGEBIED, nu=nu)


def test_who_did_not_answer_was_not_reached_and_is_called_again(database: Database) -> None:
    anna = medewerker(database)
    gesprek_id, uit = goedgekeurd(database, contact=BELLEN)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
    eerst = lees_overdracht(database, uit.kenmerk).eerste_contact_voor
    assert eerst is not None
    laat = OPEN + dt.timedelta(hours=5)
    _niet_bereikt(database, uit.kenmerk, anna, laat)
    overdracht = lees_overdracht(database, uit.kenmerk)
    # A promise of its own for the next time, and until then the holder is not silent.
    assert overdracht.eerste_contact_voor is not None
    assert overdracht.eerste_contact_voor > eerst
    assert overdracht.stilte_tot is not None
    assert overdracht.stilte_tot >= overdracht.eerste_contact_voor
    with database.lezen() as session:
        [o] = wachtrij.find_overdrachten(session, "opgepakt", medewerker=anna)
        assert o["nog_bereiken"]
        assert not queries.has_contact(session, overdracht)
        stappen = [(s.wat, s.intern) for s in queries.find_stappen(session, overdracht.id)]
    assert ("geen_gehoor", False) in stappen
    assert "contact" not in [wat for wat, _ in stappen]
    zin = teksten_in(database, gesprek_id)[-1]
    assert zin.startswith("Anna de Wit belde u. U nam niet op.")
    assert "belt een medewerker u." in zin


def test_who_was_reached_before_is_promised_nothing_anew_when_a_later_call_is_missed(database: Database) -> None:
    anna = medewerker(database)
    gesprek_id, uit = goedgekeurd(database, contact=BELLEN)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        behandelen.register_contact(session, uit.kenmerk, anna, hoe="telefoon", nu=OPEN)
    eerst = lees_overdracht(database, uit.kenmerk)
    _niet_bereikt(database, uit.kenmerk, anna, OPEN + dt.timedelta(hours=5))
    daarna = lees_overdracht(database, uit.kenmerk)
    assert (daarna.eerste_contact_voor, daarna.stilte_tot) == (
        eerst.eerste_contact_voor,
        eerst.stilte_tot,
    )
    assert teksten_in(database, gesprek_id)[-1] == "Anna de Wit belde u. U nam niet op."


def test_only_the_holder_says_that_nobody_answered(database: Database) -> None:
    anna, bob = medewerker(database), medewerker(database, "Bob Smit")
    _, uit = goedgekeurd(database, contact=BELLEN)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
    with pytest.raises(NietVanU):
        _niet_bereikt(database, uit.kenmerk, bob, OPEN)


@pytest.mark.parametrize("hoe", ["zelf", "houder", "klaar", "terug", "door"])
def test_looking_along_ends(database: Database, hoe: str) -> None:
    _, uit = goedgekeurd(database)
    anna, els = medewerker(database), medewerker(database, "Els", gemeenten=["Heiloo"])
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        behandelen.invite(session, uit.kenmerk, anna, naam="Els", reden="kennis", mondeling=True, nu=OPEN)
    with database.session_scope() as session:
        wachtrij.read_overdracht(session, uit.kenmerk, medewerker=els, nu=OPEN)
        if hoe == "zelf":
            behandelen.stop_meekijken(session, uit.kenmerk, els, nu=OPEN)
        elif hoe == "houder":
            behandelen.stop_meekijken(session, uit.kenmerk, anna, naam="Els", nu=OPEN)
        elif hoe == "klaar":
            wachtrij.finish(session, uit.kenmerk, anna, uitkomst="antwoord_gegeven", nu=OPEN)
        elif hoe == "terug":
            wachtrij.release(session, uit.kenmerk, anna, nu=OPEN)
        else:
            wachtrij.transfer(session, uit.kenmerk, anna, naar="procesregisseur", reden="vast", nu=OPEN)
    with database.session_scope() as session, pytest.raises(wachtrij.OnbekendeOverdracht):
        wachtrij.read_overdracht(session, uit.kenmerk, medewerker=els, nu=OPEN)


def test_only_the_holder_ends_the_looking_along_of_somebody_else(sqlite_db: Database) -> None:
    _, uit = goedgekeurd(sqlite_db)
    anna, els, bob = medewerker(sqlite_db), medewerker(sqlite_db, "Els"), medewerker(sqlite_db, "Bob")
    with sqlite_db.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        behandelen.invite(session, uit.kenmerk, anna, naam="Els", reden="kennis", mondeling=True, nu=OPEN)
        with pytest.raises(NietVanU):
            behandelen.stop_meekijken(session, uit.kenmerk, bob, naam="Els", nu=OPEN)
        with pytest.raises(wachtrij.WachtrijFout):
            behandelen.stop_meekijken(session, uit.kenmerk, bob, nu=OPEN)
        assert behandelen.stop_meekijken(session, uit.kenmerk, els, nu=OPEN).overdracht.meekijkers == []
