"""An overdracht arrives in Open Klant once and whole, whatever fails on the way."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from typing import Any

import pytest

from opslag.db import Database
from overdracht import queries, service, wachtrij
from overdracht.bewaren import delete_expired, delete_gesprek
from overdracht.models import UitPost
from overdracht.openklant_client import OpenKlant
from overdracht.outbox import MAX_POGINGEN, Outbox, retry, wacht_na
from overdracht.zinnen import kort_af
from tests.overdracht.bouw import CONTACT, OPEN, WERKGEBIED, goedgekeurd, keur_opnieuw_goed, medewerker
from tests.overdracht.openklant_stub import Stub, outbox_naar

LATER = dt.timedelta(days=1)
LANG = "Ik kan de huur niet betalen. " * 60


def _post(database: Database, kenmerk: str, soort: str = "openklant") -> UitPost:
    with database.lezen() as session:
        post = queries.find_uit_post(session, kenmerk, soort)
        assert post is not None
        return post


def _aantallen(stub: Stub) -> dict[str, int]:
    return {soort: len(rijen) for soort, rijen in stub.rijen.items()}


VOLLEDIG = {
    "actoren": 2, "klantcontacten": 1, "betrokkenen": 1, "digitaleadressen": 2, "actorklantcontacten": 1,
    "internetaken": 1,
}  # fmt: skip


def _van_inwoner(namaak: Stub) -> list[str]:
    """What of the resident stands there: words, name and addresses."""
    return [w for w in ("huur", "Bakker", "612345678", "sanne@") if w in json.dumps(namaak.rijen)]


async def test_an_overdracht_becomes_a_klantcontact_with_an_internetaak_for_the_team(
    database: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(database)
    assert await outbox_naar(database, client).send_due(nu=OPEN + LATER) == 1
    assert _aantallen(namaak) == VOLLEDIG
    contact = namaak.rijen["klantcontacten"][0]
    assert (contact["objectId"], contact["kanaal"], contact["vertrouwelijk"]) == (uit.kenmerk, "chat", True)
    assert "huur" in contact["inhoud"]
    assert "huur" not in contact["onderwerp"]
    assert {r["adres"] for r in namaak.rijen["digitaleadressen"]} == {"+31612345678", CONTACT["email"]}
    assert namaak.rijen["internetaken"][0]["status"] == "te_verwerken"
    assert _post(database, uit.kenmerk).status == "klaar"


@pytest.mark.parametrize("soort", ["maak-klantcontact", "digitaleadressen", "actorklantcontacten", "internetaken"])
@pytest.mark.parametrize("wanneer", ["ervoor", "erna"])
async def test_a_failure_halfway_is_taken_up_where_it_stopped(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant], soort: str, wanneer: str
) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(sqlite_db)
    (namaak.breek if wanneer == "ervoor" else namaak.na_schrijven).add(soort)
    outbox = outbox_naar(sqlite_db, client)
    assert await outbox.send_due(nu=OPEN) == 0
    post = _post(sqlite_db, uit.kenmerk)
    assert (post.status, post.pogingen) == ("wacht", 1)
    assert post.fout
    namaak.breek.clear()
    assert await outbox.send_due(nu=OPEN + LATER) == 1
    assert _aantallen(namaak) == VOLLEDIG


@pytest.mark.parametrize("na", range(1, 18))
async def test_a_process_that_dies_between_two_calls_is_followed_by_one_that_doubles_nothing(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant], na: int
) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(sqlite_db)

    class Sterft(OpenKlant):
        gedaan = 0

        async def vraag(self, *args: Any, **velden: Any) -> dict[str, Any]:
            antwoord = await client.vraag(*args, **velden)
            self.gedaan += 1
            if self.gedaan == na:
                raise asyncio.CancelledError
            return antwoord

    with pytest.raises(asyncio.CancelledError):
        await outbox_naar(sqlite_db, Sterft("http://127.0.0.1:9", "goed")).send_due(nu=OPEN)
    assert _post(sqlite_db, uit.kenmerk).status == "bezig"
    outbox = outbox_naar(sqlite_db, client)
    assert await outbox.send_due(nu=OPEN + dt.timedelta(minutes=1)) == 0, "somebody may still be busy with it"
    assert await outbox.send_due(nu=OPEN + LATER) == 1
    assert _aantallen(namaak) == VOLLEDIG


async def test_sending_again_after_success_does_nothing(sqlite_db: Database, stub: tuple[Stub, OpenKlant]) -> None:
    namaak, client = stub
    goedgekeurd(sqlite_db)
    outbox = outbox_naar(sqlite_db, client)
    await outbox.send_due(nu=OPEN + LATER)
    vragen = namaak.vragen
    assert await outbox.send_due(nu=OPEN + LATER) == 0
    assert namaak.vragen == vragen


async def test_a_lost_outbox_row_does_not_register_twice(sqlite_db: Database, stub: tuple[Stub, OpenKlant]) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(sqlite_db)
    outbox = outbox_naar(sqlite_db, client)
    await outbox.send_due(nu=OPEN + LATER)
    with sqlite_db.session_scope() as session:
        session.add(UitPost(soort="openklant", kenmerk=uit.kenmerk, inhoud={}, stappen={}))
    assert await outbox.send_due(nu=OPEN + LATER) == 1
    assert _aantallen(namaak) == VOLLEDIG


async def test_long_words_are_cut_at_a_sentence_with_the_rest_pointed_to(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(sqlite_db, tekst=LANG)
    await outbox_naar(sqlite_db, client).send_due(nu=OPEN + LATER)
    inhoud = namaak.rijen["klantcontacten"][0]["inhoud"]
    assert len(inhoud) <= 1000
    assert _post(sqlite_db, uit.kenmerk).status == "klaar"


@pytest.mark.parametrize("lengte", [1, 5, 40, 60, 100, 1000])
def test_cutting_never_exceeds_the_limit_and_keeps_whole_sentences_where_it_can(lengte: int) -> None:
    tekst = "Eerste zin. Tweede zin is wat langer! Derde?"
    kort = kort_af(tekst, lengte, rest="…")
    assert len(kort) <= lengte
    assert lengte < 40 or kort.startswith("Eerste zin. Tweede zin is wat langer!")


@pytest.mark.parametrize("lengte", range(40, 120))
def test_where_the_rest_stands_is_told_whole_wherever_the_cut_falls(lengte: int) -> None:
    rest = "… (Lees verder in Voordeur bij VD-7K3Q-9XMP.)"
    kort = kort_af("Dit is een zin van vijf. " * 9, lengte + 10, rest=rest)
    assert kort.endswith(rest)
    assert len(kort) <= lengte + 10


@pytest.mark.parametrize(
    ("gegeven", "verwacht"),
    [
        ("06 12345678", "+31612345678"),
        ("0031 6-1234 5678", "+31612345678"),
        ("(072) 502 02 02", "+31725020202"),
        ("+49 30 123456", "+4930123456"),
        ("0800-1234", "+318001234"),
        ("14 072", None),
    ],
)
async def test_a_number_arrives_as_open_klant_takes_it_or_not_at_all(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant], gegeven: str, verwacht: str | None
) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(sqlite_db, contact={"naam": "Sanne", "telefoon": gegeven, "voorkeur": "chat"})
    await outbox_naar(sqlite_db, client).send_due(nu=OPEN + LATER)
    assert [r["adres"] for r in namaak.rijen["digitaleadressen"]] == ([verwacht] if verwacht else [])
    assert _post(sqlite_db, uit.kenmerk).status == "klaar"


async def test_a_refused_address_keeps_the_team_from_nothing_and_waits_for_a_person(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(sqlite_db)
    namaak.weiger_adres = "email"
    outbox = outbox_naar(sqlite_db, client)
    await outbox.send_due(nu=OPEN + LATER)
    assert namaak.rijen["internetaken"][0]["status"] == "te_verwerken"
    post = _post(sqlite_db, uit.kenmerk)
    assert (post.status, post.fout) == ("mislukt", "POST digitaleadressen: 400 adres (invalid)")
    namaak.weiger_adres = ""
    with sqlite_db.session_scope() as session:
        retry(session, post.id, wie="Bea Beheer", nu=OPEN)
    assert await outbox.send_due(nu=OPEN + LATER) == 1
    assert _aantallen(namaak) == VOLLEDIG


async def test_an_address_that_arrived_otherwise_is_noticed(sqlite_db: Database, stub: tuple[Stub, OpenKlant]) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(sqlite_db)
    namaak.vergeet.add("adres")
    await outbox_naar(sqlite_db, client).send_due(nu=OPEN + LATER)
    post = _post(sqlite_db, uit.kenmerk)
    assert (post.status, "teruglezen" in post.fout) == ("mislukt", True)


async def test_what_was_deleted_there_halfway_is_written_anew(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(sqlite_db)
    namaak.breek.add("internetaken")
    outbox = outbox_naar(sqlite_db, client)
    await outbox.send_due(nu=OPEN)
    for soort in ("klantcontacten", "betrokkenen", "digitaleadressen", "actorklantcontacten"):
        namaak.rijen[soort].clear()
    namaak.breek.clear()
    await outbox.send_due(nu=OPEN + LATER)
    await outbox.send_due(nu=OPEN + 2 * LATER)
    assert _post(sqlite_db, uit.kenmerk).status == "klaar"
    assert _aantallen(namaak) == VOLLEDIG


async def test_a_wrong_address_of_open_klant_is_mended_in_the_settings_and_then_everything_goes_on(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    _, client = stub
    _, uit = goedgekeurd(sqlite_db)
    elders = OpenKlant(f"{client._basis.split('/klant')[0]}/elders", "goed")
    await outbox_naar(sqlite_db, elders).send_due(nu=OPEN)
    await elders.sluit()
    post = _post(sqlite_db, uit.kenmerk)
    assert (post.status, "OPENKLANT_URL" in post.fout) == ("wacht", True)
    assert await outbox_naar(sqlite_db, client).send_due(nu=OPEN + LATER) == 1


async def test_closing_is_read_back_and_needs_no_taak_that_was_deleted_there(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(sqlite_db)
    anna = medewerker(sqlite_db)
    outbox = outbox_naar(sqlite_db, client)
    await outbox.send_due(nu=OPEN)
    with sqlite_db.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        wachtrij.finish(session, uit.kenmerk, anna, uitkomst="geholpen", nu=OPEN)
    namaak.vergeet.add("status")
    await outbox.send_due(nu=OPEN)
    sluiten = _post(sqlite_db, uit.kenmerk, "openklant_sluiten")
    assert (sluiten.status, "teruglezen" in sluiten.fout) == ("mislukt", True)
    namaak.rijen["internetaken"].clear()
    with sqlite_db.session_scope() as session:
        retry(session, sluiten.id, wie="Bea Beheer", nu=OPEN)
    assert await outbox.send_due(nu=OPEN) == 1


async def test_a_taak_that_was_made_without_our_hearing_of_it_is_closed_as_well(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(sqlite_db)
    anna = medewerker(sqlite_db)
    outbox = outbox_naar(sqlite_db, client)
    namaak.na_schrijven.add("internetaken")
    await outbox.send_due(nu=OPEN)
    with sqlite_db.session_scope() as session:
        post = queries.find_uit_post(session, uit.kenmerk, "openklant")
        assert post is not None
        post.status = "mislukt"
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        wachtrij.finish(session, uit.kenmerk, anna, uitkomst="geholpen", nu=OPEN)
    await outbox.send_due(nu=OPEN)
    assert [r["status"] for r in namaak.rijen["internetaken"]] == ["verwerkt"]


async def test_who_approves_again_without_a_number_is_not_reachable_there_by_the_old_one(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    gesprek_id, _ = goedgekeurd(sqlite_db)
    outbox = outbox_naar(sqlite_db, client)
    await outbox.send_due(nu=OPEN)
    keur_opnieuw_goed(sqlite_db, gesprek_id, {"email": "anders@example.nl", "voorkeur": "email"})
    await outbox.send_due(nu=OPEN + LATER)
    assert [r["adres"] for r in namaak.rijen["digitaleadressen"]] == ["anders@example.nl"]


async def test_a_wrong_token_is_tried_again_and_a_refused_field_waits_for_a_person(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(sqlite_db)
    outbox = outbox_naar(sqlite_db, client)
    namaak.token = "anders"
    await outbox.send_due(nu=OPEN)
    assert "OPENKLANT_TOKEN" in _post(sqlite_db, uit.kenmerk).fout
    namaak.token = "goed"
    namaak.vergeet.add("inhoud")
    await outbox.send_due(nu=OPEN + LATER)
    post = _post(sqlite_db, uit.kenmerk)
    assert post.status == "mislukt"
    assert "teruglezen" in post.fout
    namaak.rijen["klantcontacten"][0]["inhoud"] = "hersteld"
    with sqlite_db.session_scope() as session:
        assert retry(session, post.id, wie="Bea Beheer", nu=OPEN)


async def test_no_error_repeats_what_the_resident_said(sqlite_db: Database, stub: tuple[Stub, OpenKlant]) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(sqlite_db)
    namaak.breek.add("internetaken")
    await outbox_naar(sqlite_db, client).send_due(nu=OPEN)
    assert not [w for w in ("huur", "Sanne", "0612", "@") if w in _post(sqlite_db, uit.kenmerk).fout]


async def test_what_was_withdrawn_before_sending_is_not_sent(sqlite_db: Database, stub: tuple[Stub, OpenKlant]) -> None:
    namaak, client = stub
    gesprek_id, _ = goedgekeurd(sqlite_db)
    with sqlite_db.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
    await outbox_naar(sqlite_db, client).send_due(nu=OPEN + LATER)
    assert namaak.rijen["klantcontacten"] == []


async def test_what_was_withdrawn_after_sending_is_emptied_and_closed(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    gesprek_id, _ = goedgekeurd(sqlite_db)
    outbox = outbox_naar(sqlite_db, client)
    await outbox.send_due(nu=OPEN + LATER)
    with sqlite_db.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
    await outbox.send_due(nu=OPEN + 2 * LATER)
    assert namaak.rijen["internetaken"][0]["status"] == "verwerkt"
    assert namaak.rijen["digitaleadressen"] == []
    assert not _van_inwoner(namaak)


async def test_what_was_written_without_our_hearing_of_it_is_emptied_as_well(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    gesprek_id, _ = goedgekeurd(sqlite_db)
    outbox = outbox_naar(sqlite_db, client)
    namaak.na_schrijven.add("maak-klantcontact")
    await outbox.send_due(nu=OPEN)
    assert _van_inwoner(namaak)
    with sqlite_db.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
    await outbox.send_due(nu=OPEN + LATER)
    assert not _van_inwoner(namaak)


@pytest.mark.parametrize("halverwege", [False, True])
async def test_who_deletes_the_gesprek_is_forgotten_in_open_klant_as_well(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant], halverwege: bool
) -> None:
    namaak, client = stub
    gesprek_id, _ = goedgekeurd(sqlite_db)
    outbox = outbox_naar(sqlite_db, client)
    if halverwege:
        namaak.na_schrijven.add("maak-klantcontact")
    await outbox.send_due(nu=OPEN + LATER)
    with sqlite_db.session_scope() as session:
        delete_gesprek(session, gesprek_id, nu=OPEN)
    await outbox.send_due(nu=OPEN + 2 * LATER)
    assert not _van_inwoner(namaak)
    assert {r["status"] for r in namaak.rijen["internetaken"]} <= {"verwerkt"}
    with sqlite_db.lezen() as session:
        assert queries.find_uit_posten(session) == []


async def test_what_was_kept_long_enough_here_is_not_taken_away_there(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(sqlite_db)
    anna = medewerker(sqlite_db)
    outbox = outbox_naar(sqlite_db, client)
    await outbox.send_due(nu=OPEN + LATER)
    with sqlite_db.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna)
        wachtrij.finish(session, uit.kenmerk, anna, uitkomst="geholpen", nu=OPEN)
        delete_expired(session, OPEN + dt.timedelta(days=400), gesprek_dagen=30, overdracht_dagen=365)
    await outbox.send_due(nu=OPEN + dt.timedelta(days=401))
    assert "huur" in json.dumps(namaak.rijen)


async def test_finishing_closes_the_internetaak_also_when_registering_failed_first(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    _, uit = goedgekeurd(sqlite_db)
    anna = medewerker(sqlite_db)
    outbox = outbox_naar(sqlite_db, client)
    namaak.breek.add("internetaken")
    await outbox.send_due(nu=OPEN)
    with sqlite_db.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna)
        wachtrij.finish(session, uit.kenmerk, anna, uitkomst="geholpen")
    namaak.breek.clear()
    for n in (1, 2, 3):
        await outbox.send_due(nu=OPEN + n * LATER)
    assert [r["status"] for r in namaak.rijen["internetaken"]] == ["verwerkt"]
    assert _post(sqlite_db, uit.kenmerk, "openklant_sluiten").status == "klaar"


async def test_without_open_klant_nothing_piles_up(database: Database) -> None:
    _, uit = goedgekeurd(database)
    await Outbox(database, {"openklant": None, "bevestiging": None}).send_due(nu=OPEN + LATER)
    assert _post(database, uit.kenmerk).status == "overbodig"


async def test_an_unreachable_open_klant_is_tried_less_and_less_often(
    sqlite_db: Database,
) -> None:
    _, uit = goedgekeurd(sqlite_db)
    client = OpenKlant("http://127.0.0.1:9", "goed")
    outbox = outbox_naar(sqlite_db, client)
    moment = OPEN
    for _ in range(MAX_POGINGEN):
        moment += LATER
        await outbox.send_due(nu=moment)
    await client.sluit()
    assert _post(sqlite_db, uit.kenmerk).status == "mislukt"
    wachten = [wacht_na(n) for n in range(1, 15)]
    assert wachten == sorted(wachten)
    assert wachten[-1] == dt.timedelta(hours=6)


async def test_two_processes_send_an_item_once(database: Database, stub: tuple[Stub, OpenKlant]) -> None:
    namaak, client = stub
    goedgekeurd(database)
    moment = OPEN + LATER
    een, twee = outbox_naar(database, client), outbox_naar(database, client)

    assert sum(await asyncio.gather(een.send_due(nu=moment), twee.send_due(nu=moment))) == 1
    assert _aantallen(namaak) == VOLLEDIG


async def test_who_approves_again_after_a_withdrawal_is_registered_whole(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    gesprek_id, _ = goedgekeurd(sqlite_db)
    outbox = outbox_naar(sqlite_db, client)
    await outbox.send_due(nu=OPEN + LATER)
    with sqlite_db.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
    await outbox.send_due(nu=OPEN + 2 * LATER)
    with sqlite_db.session_scope() as session:
        service.make_concept(session, gesprek_id, werkgebied=WERKGEBIED, nu=OPEN)
        uit = service.approve(session, gesprek_id, CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=OPEN)
    await outbox.send_due(nu=OPEN + 3 * LATER)
    assert _post(sqlite_db, uit.kenmerk).status == "klaar", _post(sqlite_db, uit.kenmerk).fout
    assert [r["inhoud"] for r in namaak.rijen["klantcontacten"]][-1].startswith("Ik kan de huur")
    assert namaak.rijen["internetaken"][-1]["status"] == "te_verwerken"
    assert len(namaak.rijen["digitaleadressen"]) == 2
