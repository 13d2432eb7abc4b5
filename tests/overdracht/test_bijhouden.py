"""While a verslag waits the resident may change it: what was sent of it is then corrected wherever it stands."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from opslag.db import Database
from overdracht import behandelen, queries, service, wachtrij
from overdracht.bewaren import delete_gesprek
from overdracht.models import UitPost
from overdracht.openklant_client import OpenKlant
from overdracht.outbox import Outbox, retry
from overdracht.webhook import queue_webhooks, read_bericht
from tests.overdracht.bouw import OPEN, WERKGEBIED, goedgekeurd, medewerker
from tests.overdracht.openklant_stub import Stub, outbox_naar

LATER = dt.timedelta(days=1)
BETER = "Ik zoek een kleinere woning."


async def _aangekomen(database: Database, client: OpenKlant) -> tuple[str, service.Goedgekeurd, Outbox]:
    """An overdracht that waits and stands in Open Klant."""
    gesprek_id, uit = goedgekeurd(database)
    outbox = outbox_naar(database, client)
    await outbox.send_due(nu=OPEN)
    return gesprek_id, uit, outbox


def _posten(database: Database, kenmerk: str, soort: str = "openklant_wijzigen") -> list[UitPost]:
    with database.lezen() as session:
        alle = [p for p in queries.find_uit_posten(session) if (p.kenmerk, p.soort) == (kenmerk, soort)]
        return sorted(alle, key=lambda p: p.id)


def _wijzig(database: Database, gesprek_id: str, body: Any) -> None:
    with database.session_scope() as session:
        service.patch_concept(session, gesprek_id, body, nu=OPEN)


def _haal_weg(database: Database, gesprek_id: str, woord: str) -> None:
    """Take out every line with this word, as the resident does."""
    with database.lezen() as session:
        verslag = service.read_concept(session, gesprek_id) or {}
    regels = [r for g in verslag["leefgebieden"] for r in g["regels"] if woord in r["tekst"]]
    assert regels, "there is something to take out"
    _wijzig(database, gesprek_id, {"verwijder": [r["id"] for r in regels]})


async def test_what_the_resident_takes_out_while_it_waits_is_taken_out_in_open_klant(
    database: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    gesprek_id, uit, outbox = await _aangekomen(database, client)
    assert "drinkt" in namaak.rijen["klantcontacten"][0]["inhoud"]
    _haal_weg(database, gesprek_id, "drinkt")
    assert await outbox.send_due(nu=OPEN + LATER) == 1
    alles = json.dumps(namaak.rijen, ensure_ascii=False)
    assert not [w for w in ("drinkt", "erslaving") if w in alles], "also not in the subject and the metadata"
    assert "huur" in alles
    assert len(namaak.rijen["klantcontacten"]) == 1
    assert namaak.rijen["internetaken"][0]["status"] == "te_verwerken"
    assert [p.status for p in _posten(database, uit.kenmerk)] == ["klaar"]


async def test_another_question_and_for_whom_it_is_arrive_there_too(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    gesprek_id, _, outbox = await _aangekomen(sqlite_db, client)
    _wijzig(sqlite_db, gesprek_id, {"hulpvraag": {"tekst": BETER}, "namens": "naaste"})
    await outbox.send_due(nu=OPEN + LATER)
    assert namaak.rijen["klantcontacten"][0]["inhoud"] == BETER
    assert namaak.rijen["betrokkenen"][0]["rol"] == "vertegenwoordiger"
    assert namaak.rijen["betrokkenen"][0]["contactnaam"]["achternaam"] == "Sanne Bakker"
    assert len(namaak.rijen["digitaleadressen"]) == 2


async def test_a_change_before_it_was_sent_needs_no_correction(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    gesprek_id, uit = goedgekeurd(sqlite_db)
    _wijzig(sqlite_db, gesprek_id, {"hulpvraag": {"tekst": BETER}})
    await outbox_naar(sqlite_db, client).send_due(nu=OPEN + LATER)
    assert [r["inhoud"] for r in namaak.rijen["klantcontacten"]] == [BETER]
    assert len(_posten(sqlite_db, uit.kenmerk)) == 1


@pytest.mark.parametrize("stap", ["digitaleadressen", "internetaken"])
async def test_a_change_between_two_attempts_is_what_arrives(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant], stap: str
) -> None:
    namaak, client = stub
    gesprek_id, uit = goedgekeurd(sqlite_db)
    outbox = outbox_naar(sqlite_db, client)
    namaak.breek.add(stap)
    await outbox.send_due(nu=OPEN)
    assert "drinkt" in json.dumps(namaak.rijen)
    _haal_weg(sqlite_db, gesprek_id, "drinkt")
    # The words are gone while the rest still fails.
    await outbox.send_due(nu=OPEN)
    assert "drinkt" not in json.dumps(namaak.rijen)
    namaak.breek.clear()
    await outbox.send_due(nu=OPEN + LATER)
    assert [p.status for p in _posten(sqlite_db, uit.kenmerk, "openklant")] == ["klaar"]
    assert "drinkt" not in json.dumps(namaak.rijen)
    assert len(namaak.rijen["internetaken"]) == 1


@pytest.mark.parametrize("stap", ["klantcontacten", "betrokkenen"])
async def test_a_correction_that_fails_halfway_is_tried_again_until_all_of_it_arrived(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant], stap: str
) -> None:
    namaak, client = stub
    gesprek_id, uit, outbox = await _aangekomen(sqlite_db, client)
    _wijzig(sqlite_db, gesprek_id, {"hulpvraag": {"tekst": BETER}, "namens": "naaste"})
    namaak.breek.add(stap)
    assert await outbox.send_due(nu=OPEN) == 0
    [post] = _posten(sqlite_db, uit.kenmerk)
    assert (post.status, post.pogingen) == ("wacht", 1)
    assert post.fout
    assert "woning" not in post.fout
    namaak.breek.clear()
    assert await outbox.send_due(nu=OPEN + LATER) == 1
    assert namaak.rijen["klantcontacten"][0]["inhoud"] == BETER
    assert namaak.rijen["betrokkenen"][0]["rol"] == "vertegenwoordiger"


async def test_many_changes_wait_as_one_correction_and_the_last_is_what_arrives(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    gesprek_id, uit, outbox = await _aangekomen(sqlite_db, client)
    for zin in ("Eerst dit.", "Toen dat.", BETER):
        _wijzig(sqlite_db, gesprek_id, {"hulpvraag": {"tekst": zin}})
    assert [p.status for p in _posten(sqlite_db, uit.kenmerk)] == ["overbodig", "overbodig", "wacht"]
    vragen = namaak.vragen
    await outbox.send_due(nu=OPEN + LATER)
    assert namaak.rijen["klantcontacten"][0]["inhoud"] == BETER
    assert await outbox.send_due(nu=OPEN + 2 * LATER) == 0
    assert namaak.vragen > vragen


async def test_a_line_that_open_klant_never_got_is_no_correction(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    _, client = stub
    gesprek_id, uit = goedgekeurd(sqlite_db)
    await outbox_naar(sqlite_db, client).send_due(nu=OPEN)
    _wijzig(sqlite_db, gesprek_id, {"regels": [{"onderdeel": "wens", "tekst": "Ik wil rust."}]})
    assert _posten(sqlite_db, uit.kenmerk) == []


async def test_a_correction_that_did_not_arrive_waits_for_a_person_and_can_be_tried_again(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    gesprek_id, uit, outbox = await _aangekomen(sqlite_db, client)
    _wijzig(sqlite_db, gesprek_id, {"hulpvraag": {"tekst": BETER}})
    namaak.vergeet.add("inhoud")
    await outbox.send_due(nu=OPEN)
    [post] = _posten(sqlite_db, uit.kenmerk)
    assert (post.status, "teruglezen" in post.fout) == ("mislukt", True)
    namaak.vergeet.clear()
    with sqlite_db.session_scope() as session:
        assert retry(session, post.id, wie="Bea Beheer", nu=OPEN)
    assert await outbox.send_due(nu=OPEN) == 1
    assert namaak.rijen["klantcontacten"][0]["inhoud"] == BETER


@pytest.mark.parametrize("wissen", [False, True])
async def test_who_withdraws_or_deletes_after_a_change_leaves_nothing_there(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant], wissen: bool
) -> None:
    namaak, client = stub
    gesprek_id, _, outbox = await _aangekomen(sqlite_db, client)
    _wijzig(sqlite_db, gesprek_id, {"hulpvraag": {"tekst": BETER}})
    with sqlite_db.session_scope() as session:
        if wissen:
            delete_gesprek(session, gesprek_id, nu=OPEN)
        else:
            service.withdraw(session, gesprek_id, nu=OPEN)
    await outbox.send_due(nu=OPEN + LATER)
    alles = json.dumps(namaak.rijen)
    assert not [w for w in ("woning", "huur", "Bakker") if w in alles]


async def test_two_steps_about_one_kenmerk_are_never_sent_at_the_same_time(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    gesprek_id, uit, outbox = await _aangekomen(sqlite_db, client)
    _wijzig(sqlite_db, gesprek_id, {"hulpvraag": {"tekst": BETER}})
    with sqlite_db.session_scope() as session:
        bezig = UitPost(soort="openklant_wijzigen", kenmerk=uit.kenmerk, status="bezig", volgende_op=OPEN + LATER)
        session.add(bezig)
    assert await outbox.send_due(nu=OPEN) == 0
    assert "huur" in namaak.rijen["klantcontacten"][0]["inhoud"]
    # Whoever was busy never came back: it is taken up after its time.
    assert await outbox.send_due(nu=OPEN + 2 * LATER) > 0
    await outbox.send_due(nu=OPEN + 3 * LATER)
    assert namaak.rijen["klantcontacten"][0]["inhoud"] == BETER
    assert {p.status for p in _posten(sqlite_db, uit.kenmerk)} == {"klaar"}


def _webhooks(database: Database, nu: dt.datetime = OPEN) -> list[dict[str, Any]]:
    """What webhooks would tell now."""
    with database.session_scope() as session:
        queue_webhooks(session, nu)
    with database.lezen() as session:
        posten = sorted((p for p in queries.find_uit_posten(session) if p.soort == "webhook"), key=lambda p: p.id)
        return [b for p in posten if (b := read_bericht(session, p, url="https://v.example.nl"))]  # type: ignore[arg-type]


def test_a_webhook_hears_of_the_change_and_of_nothing_that_the_others_do_not_tell(database: Database) -> None:
    gesprek_id, _ = goedgekeurd(database)
    aangemaakt = _webhooks(database)[0]
    _haal_weg(database, gesprek_id, "drinkt")
    eerst, gewijzigd = _webhooks(database)
    assert gewijzigd["type"] == "overdracht.gewijzigd"
    assert set(gewijzigd["data"]) == set(aangemaakt["data"])
    assert gewijzigd["data"]["leefgebieden"] == ["financien"]
    assert "drinkt" not in json.dumps([eerst, gewijzigd]), "what was not sent yet tells what is so now"


def test_ten_lines_changed_in_a_row_are_one_step_until_somebody_was_told(sqlite_db: Database) -> None:
    gesprek_id, uit = goedgekeurd(sqlite_db)
    _webhooks(sqlite_db)
    for n in range(3):
        _wijzig(sqlite_db, gesprek_id, {"regels": [{"onderdeel": "wens", "tekst": f"Wens {n}."}]})
    assert [b["type"] for b in _webhooks(sqlite_db)] == ["overdracht.aangemaakt", "overdracht.gewijzigd"]
    _wijzig(sqlite_db, gesprek_id, {"regels": [{"onderdeel": "wens", "tekst": "Nog een wens."}]})
    assert [b["type"] for b in _webhooks(sqlite_db)][1:] == ["overdracht.gewijzigd"] * 2
    with sqlite_db.lezen() as session:
        overdracht = queries.get_overdracht(session, uit.kenmerk)
        assert overdracht is not None
        stappen = [(s.wat, s.wie, s.intern) for s in queries.find_stappen(session, overdracht.id)]
    assert stappen == [("goedgekeurd", "inwoner", False), *[("verslag_gewijzigd", "inwoner", False)] * 2]


def test_a_correction_before_the_approval_or_without_effect_tells_nobody(sqlite_db: Database) -> None:
    gesprek_id, uit = goedgekeurd(sqlite_db)
    with sqlite_db.lezen() as session:
        verslag = service.read_concept(session, gesprek_id) or {}
    _wijzig(sqlite_db, gesprek_id, {"hulpvraag": {"tekst": verslag["hulpvraag"]["tekst"]}})
    assert [b["type"] for b in _webhooks(sqlite_db)] == ["overdracht.aangemaakt"]
    assert _posten(sqlite_db, uit.kenmerk) == []


async def test_a_change_still_arrives_when_it_was_picked_up_and_finished_meanwhile(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    gesprek_id, uit, outbox = await _aangekomen(sqlite_db, client)
    anna = medewerker(sqlite_db)
    _haal_weg(sqlite_db, gesprek_id, "drinkt")
    with sqlite_db.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        wachtrij.finish(session, uit.kenmerk, anna, uitkomst="geholpen", nu=OPEN)
    await outbox.send_due(nu=OPEN + LATER)
    assert "drinkt" not in json.dumps(namaak.rijen)
    assert namaak.rijen["internetaken"][0]["status"] == "verwerkt"


async def test_what_staff_change_of_it_is_corrected_there_as_well(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    gesprek_id, uit, outbox = await _aangekomen(sqlite_db, client)
    anna = medewerker(sqlite_db)
    with sqlite_db.session_scope() as session:
        behandelen.correct_triage(
            session,
            uit.kenmerk,
            anna,
            zwaarte="enkelvoudig",
            leefgebieden=["huisvesting"],
            werkgebied=WERKGEBIED,
            nu=OPEN,
        )
    await outbox.send_due(nu=OPEN)
    contact = namaak.rijen["klantcontacten"][0]
    assert contact["onderwerp"].endswith(": Huisvesting")
    assert contact["metadata"]["zwaarte"] == "enkelvoudig"
    with sqlite_db.session_scope() as session:
        service.request_crisis(session, gesprek_id, soort="geweld", wil_mens=True, werkgebied=WERKGEBIED, nu=OPEN)
    await outbox.send_due(nu=OPEN)
    assert contact["metadata"]["zwaarte"] == "crisis"


async def test_the_internetaak_follows_to_another_team_and_opens_again_with_the_overdracht(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    gesprek_id, uit, outbox = await _aangekomen(sqlite_db, client)
    anna = medewerker(sqlite_db)
    taak = namaak.rijen["internetaken"][0]
    with sqlite_db.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        wachtrij.transfer(
            session,
            uit.kenmerk,
            anna,
            naar="Sociaal Team Bergen",
            reden="woont daar",
            mondeling=True,
            werkgebied=WERKGEBIED,
            nu=OPEN,
        )
    # The line that was changed meanwhile does not make the new team forgotten.
    _wijzig(sqlite_db, gesprek_id, {"hulpvraag": {"tekst": BETER}})
    await outbox.send_due(nu=OPEN)
    namen = {r["uuid"]: r["naam"] for r in namaak.rijen["actoren"]}
    assert [namen[a["uuid"]] for a in taak["toegewezenAanActoren"]] == ["Sociaal Team Bergen"]
    with sqlite_db.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        wachtrij.finish(session, uit.kenmerk, anna, uitkomst="geholpen", nu=OPEN)
    await outbox.send_due(nu=OPEN)
    assert taak["status"] == "verwerkt"
    with sqlite_db.session_scope() as session:
        behandelen.reopen(session, uit.kenmerk, anna, reden="belde terug", nu=OPEN)
    await outbox.send_due(nu=OPEN)
    assert taak["status"] == "te_verwerken"


async def test_a_changed_line_leaves_an_internetaak_with_whom_it_was_given_to_there(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    gesprek_id, _, outbox = await _aangekomen(sqlite_db, client)
    taak = namaak.rijen["internetaken"][0]
    taak.update(toegewezenAanActoren=[{"uuid": "een-persoon"}], status="verwerkt")
    _wijzig(sqlite_db, gesprek_id, {"hulpvraag": {"tekst": BETER}})
    await outbox.send_due(nu=OPEN)
    assert (taak["toegewezenAanActoren"], taak["status"]) == ([{"uuid": "een-persoon"}], "verwerkt")
