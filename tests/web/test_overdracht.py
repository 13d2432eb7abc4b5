"""From verslag to medewerker and back: koppelvlak §5 and §6 together, as the two sides see it."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Base, Database
from opslag.storing import DatabaseWeg
from tests.web.builders import Inwoner, NepAssistent, maak_medewerker, nieuwe_inwoner, zeg

CONTACT = {"naam": "A. Jansen", "telefoon": "072 000 0199", "email": "", "voorkeur": "telefoon"}


def _maak_verslag(vraag: Any) -> Any:
    return zeg("Ik maak een verslag.", vraag, stap="verslag")


@pytest.fixture
async def met_verslag(inwoner: Inwoner, assistent: NepAssistent) -> Inwoner:
    assistent.doe = _maak_verslag
    await inwoner.zeg("Ik heb schulden en ik red het niet meer.")
    assistent.doe = None
    return inwoner


async def _keur_goed(inwoner: Inwoner) -> dict[str, Any]:
    response = await inwoner.post("verslag/goedkeuren", {"contact": CONTACT, "toestemming": True})
    assert response.status == 201, await response.text()
    return await response.json()


async def _rij(client: TestClient[Any, Any], kop: dict[str, str], status: str = "wachtend") -> list[dict[str, Any]]:
    response = await client.get(f"/api/v1/overdrachten?status={status}", headers=kop)
    assert response.status == 200, await response.text()
    return (await response.json())["overdrachten"]


async def test_without_a_verslag_there_is_none_to_read_change_or_approve(inwoner: Inwoner) -> None:
    assert (await inwoner.get("verslag")).status == 404
    assert (await inwoner.post("verslag/goedkeuren", {"contact": CONTACT, "toestemming": True})).status == 404
    response = await inwoner.client.patch(f"{inwoner.pad}/verslag", json={"regels": []}, headers=inwoner.kop)
    assert response.status == 404


async def test_the_resident_reads_the_concept_and_the_status_says_so(met_verslag: Inwoner) -> None:
    verslag = await (await met_verslag.get("verslag")).json()
    assert "schulden" in verslag["hulpvraag"]["tekst"]
    assert (await met_verslag.alles())["status"] == "verslag_ter_goedkeuring"


async def test_the_resident_removes_a_line(met_verslag: Inwoner) -> None:
    verslag = await (await met_verslag.get("verslag")).json()
    regel = verslag["leefgebieden"][0]["regels"][0]["id"]
    response = await met_verslag.client.patch(
        f"{met_verslag.pad}/verslag", json={"regels": [{"id": regel, "verwijder": True}]}, headers=met_verslag.kop
    )
    assert response.status == 200, await response.text()
    assert regel not in await response.text()


async def test_a_correction_that_is_none_is_refused_in_dutch(met_verslag: Inwoner) -> None:
    response = await met_verslag.client.patch(f"{met_verslag.pad}/verslag", json={"onzin": 1}, headers=met_verslag.kop)
    assert response.status == 422


async def test_staff_see_nothing_before_approval(
    met_verslag: Inwoner, client: TestClient[Any, Any], sqlite_db: Database
) -> None:
    kop = maak_medewerker(sqlite_db, "Mieke Medewerker")
    for status in ("wachtend", "opgepakt", "afgerond"):
        assert await _rij(client, kop, status) == []


async def test_without_consent_nothing_is_handed_over(
    met_verslag: Inwoner, client: TestClient[Any, Any], sqlite_db: Database
) -> None:
    for toestemming in (False, "ja", None):
        response = await met_verslag.post("verslag/goedkeuren", {"contact": CONTACT, "toestemming": toestemming})
        assert response.status == 422
    assert await _rij(client, maak_medewerker(sqlite_db, "Mieke Medewerker")) == []


async def test_approval_gives_a_kenmerk_a_place_and_a_promise(met_verslag: Inwoner) -> None:
    goed = await _keur_goed(met_verslag)
    assert goed["kenmerk"]
    assert goed["status"] == "wachtend"
    assert goed["positie"] == 1
    assert goed["wachttijd"]["tekst"]
    opnieuw = await _keur_goed(met_verslag)
    # While the team is there, "from when" is the moment of asking.
    for van_nu in (goed, opnieuw):
        del van_nu["wachttijd"], van_nu["belofte"]["wanneer"]
    assert opnieuw == goed


async def test_contact_details_that_cannot_be_used_are_named(met_verslag: Inwoner) -> None:
    contact = CONTACT | {"telefoon": "12"}
    response = await met_verslag.post("verslag/goedkeuren", {"contact": contact, "toestemming": True})
    assert response.status == 422
    assert (await response.json())["fouten"][0]["veld"] == "contact.telefoon"


async def test_after_approval_staff_read_the_whole_verslag(
    met_verslag: Inwoner, client: TestClient[Any, Any], sqlite_db: Database
) -> None:
    kop = maak_medewerker(sqlite_db, "Mieke Medewerker")
    kenmerk = (await _keur_goed(met_verslag))["kenmerk"]
    assert [o["kenmerk"] for o in await _rij(client, kop)] == [kenmerk]
    verslag = await (await client.get(f"/api/v1/overdrachten/{kenmerk}", headers=kop)).json()
    assert verslag["kenmerk"] == kenmerk
    assert "schulden" in verslag["hulpvraag"]["tekst"]
    assert verslag["contact"]["naam"] == "A. Jansen"


async def test_withdrawing_empties_the_werkplek(
    met_verslag: Inwoner, client: TestClient[Any, Any], sqlite_db: Database
) -> None:
    kop = maak_medewerker(sqlite_db, "Mieke Medewerker")
    kenmerk = (await _keur_goed(met_verslag))["kenmerk"]
    response = await met_verslag.post("verslag/intrekken")
    assert (response.status, (await response.json())["status"]) == (200, "assistent")
    assert await _rij(client, kop) == []
    assert (await client.get(f"/api/v1/overdrachten/{kenmerk}", headers=kop)).status == 404
    assert (await met_verslag.post("verslag/intrekken")).status == 409


async def test_who_refuses_still_learns_how_to_reach_a_person(met_verslag: Inwoner) -> None:
    uit = await met_verslag.druk("/verslag_weigeren")
    assert "072 000 0103" in uit["antwoorden"][0]["tekst"]
    assert uit["status"] == "assistent"
    assert (await met_verslag.get("verslag")).status == 404


async def test_of_many_claims_exactly_one_wins_and_the_others_hear_who(
    met_verslag: Inwoner, client: TestClient[Any, Any], sqlite_db: Database
) -> None:
    namen = [f"Collega {i}" for i in range(6)]
    koppen = [maak_medewerker(sqlite_db, naam) for naam in namen]
    kenmerk = (await _keur_goed(met_verslag))["kenmerk"]
    pad = f"/api/v1/overdrachten/{kenmerk}/oppakken"
    antwoorden = await asyncio.gather(*(client.post(pad, headers=kop) for kop in koppen))
    winnaars = [i for i, a in enumerate(antwoorden) if a.status == 200]
    assert len(winnaars) == 1
    for i, antwoord in enumerate(antwoorden):
        if i not in winnaars:
            assert antwoord.status == 409
            assert (await antwoord.json())["door"] == namen[winnaars[0]]


@pytest.fixture
async def opgepakt(
    met_verslag: Inwoner, client: TestClient[Any, Any], sqlite_db: Database
) -> tuple[Inwoner, str, dict[str, str]]:
    kop = maak_medewerker(sqlite_db, "Mieke Medewerker")
    kenmerk = (await _keur_goed(met_verslag))["kenmerk"]
    response = await client.post(f"/api/v1/overdrachten/{kenmerk}/oppakken", headers=kop)
    assert response.status == 200, await response.text()
    return met_verslag, f"/api/v1/overdrachten/{kenmerk}", kop


async def test_a_medewerkers_message_reaches_the_resident_live_named_as_a_person(opgepakt: Any) -> None:
    inwoner, pad, kop = opgepakt
    na = (await inwoner.alles())["berichten"][-1]["volgnummer"]
    async with inwoner.client.ws_connect(f"{inwoner.pad}/stroom?na={na}", headers=inwoner.kop) as ws:
        body = {"client_id": str(uuid.uuid4()), "tekst": "Goedemiddag, ik ben Mieke."}
        eerste = await inwoner.client.post(f"{pad}/berichten", json=body, headers=kop)
        tweede = await inwoner.client.post(f"{pad}/berichten", json=body, headers=kop)
        assert (eerste.status, await eerste.json()) == (201, await tweede.json())
        while (event := await ws.receive_json(timeout=5))["soort"] != "bericht":
            pass
    assert event["bericht"]["afzender"] == "medewerker"
    assert event["bericht"]["naam"] == "Mieke Medewerker"
    assert len((await inwoner.alles(na))["berichten"]) == 1


async def test_a_personal_number_in_it_is_not_kept_and_the_answer_says_why(opgepakt: Any) -> None:
    inwoner, pad, kop = opgepakt
    body = {"client_id": str(uuid.uuid4()), "tekst": "Uw rekening is NL91ABNA0417164300."}
    uit = await (await inwoner.client.post(f"{pad}/berichten", json=body, headers=kop)).json()
    assert uit["bericht"]["tekst"] == "Uw rekening is [iban verwijderd]."
    assert uit["verborgen"] == ["iban"]
    assert uit["uitleg"].startswith("Niet bewaard: een rekeningnummer.")
    assert (await inwoner.alles())["berichten"][-1]["tekst"] == "Uw rekening is [iban verwijderd]."


@pytest.mark.parametrize(
    ("stap", "body"),
    [
        ("vrijgeven", {"reden": "bsn 111222333"}),
        ("doorzetten", {"naar": "procesregisseur", "reden": "bsn 111222333"}),
        ("afronden", {"uitkomst": "bsn 111222333", "toelichting": "bsn 111222333"}),
        ("terug-naar-assistent", {"reden": "bsn 111222333"}),
    ],
)
async def test_nor_is_one_in_what_colleagues_read(
    opgepakt: Any, sqlite_db: Database, stap: str, body: dict[str, str]
) -> None:
    inwoner, pad, kop = opgepakt
    response = await inwoner.client.post(f"{pad}/{stap}", json=body, headers=kop)
    uit = await response.json()
    assert (response.status, uit["verborgen"]) == (200, ["bsn"])
    assert uit["uitleg"].startswith("Niet bewaard")
    with sqlite_db.lezen() as session:
        rijen = [rij for tabel in Base.metadata.sorted_tables for rij in session.execute(tabel.select())]
    assert "111222333" not in str(rijen)


async def test_a_contact_address_with_a_bsn_in_it_is_asked_again(met_verslag: Inwoner) -> None:
    contact = {**CONTACT, "email": "123456782@example.nl"}
    response = await met_verslag.post("verslag/goedkeuren", {"contact": contact, "toestemming": True})
    assert response.status == 422
    assert "BSN" in str(await response.json())


async def test_after_oppakken_the_assistant_stays_silent(opgepakt: Any, assistent: NepAssistent) -> None:
    inwoner, pad, kop = opgepakt
    gevraagd = len(assistent.gevraagd)
    uit = await inwoner.zeg("Bent u er nog?")
    assert uit["antwoorden"] == []
    assert uit["status"] == "opgepakt"
    assert len(assistent.gevraagd) == gevraagd
    gesprek = await (await inwoner.client.get(f"{pad}/berichten", headers=kop)).json()
    gezegd, antwoord = gesprek["berichten"][-2:]
    assert gezegd["tekst"] == "Bent u er nog?"
    # Who waits for a call types to somebody who does not sit at the chat: that is said, with until when.
    assert antwoord["afzender"] == "systeem"
    assert "Mieke Medewerker" in antwoord["tekst"]
    assert "belt een medewerker u" in antwoord["tekst"]


async def test_a_crisis_gets_its_text_also_while_a_person_holds_the_gesprek(opgepakt: Any) -> None:
    inwoner, pad, kop = opgepakt
    uit = await inwoner.zeg("er is gevaar, hij slaat mij")
    assert "112" in " ".join(a["tekst"] for a in uit["antwoorden"])
    assert (await inwoner.alles())["status"] == "opgepakt"
    o = (await (await inwoner.client.get(pad, headers=kop)).json())["overdracht"]
    assert (o["crisis"], o["stappen"][-1]["wat"]) == ("geweld", "crisis")
    assert "Mieke Medewerker" in (await inwoner.alles())["berichten"][-1]["tekst"]


async def test_the_button_for_a_person_now_does_what_it_says_while_a_person_holds_the_gesprek(
    opgepakt: Any,
) -> None:
    inwoner, _, _ = opgepakt
    await inwoner.zeg("er is gevaar, hij slaat mij")
    met_knop = (await inwoner.alles())["berichten"][-1]["volgnummer"]
    assert (await inwoner.druk("/mens_nu"))["status"] == "opgepakt"
    [druk, antwoord] = (await inwoner.alles(met_knop))["berichten"]
    assert druk["afzender"] == "inwoner"
    assert "Wij hebben Mieke Medewerker" in antwoord["tekst"]


async def test_danger_that_could_not_be_answered_is_heard_when_it_is_sent_again(
    opgepakt: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    inwoner, pad, kop = opgepakt
    client_id = str(uuid.uuid4())
    with monkeypatch.context() as weg:
        weg.setattr("web.beantwoorden.store_antwoord", lambda *a, **k: (_ for _ in ()).throw(DatabaseWeg()))
        await inwoner.post("berichten", {"client_id": client_id, "tekst": "er is gevaar, hij slaat mij"})
    await inwoner.post("berichten", {"client_id": client_id, "tekst": "er is gevaar, hij slaat mij"})
    o = (await (await inwoner.client.get(pad, headers=kop)).json())["overdracht"]
    assert o["crisis"] == "geweld"


async def test_an_answer_that_comes_after_oppakken_is_dropped(
    met_verslag: Inwoner, client: TestClient[Any, Any], sqlite_db: Database, assistent: NepAssistent
) -> None:
    kop = maak_medewerker(sqlite_db, "Mieke Medewerker")
    kenmerk = (await _keur_goed(met_verslag))["kenmerk"]

    async def intussen(vraag: Any) -> Any:
        await client.post(f"/api/v1/overdrachten/{kenmerk}/oppakken", headers=kop)
        return zeg("te laat", vraag)

    assistent.doe = intussen
    uit = await met_verslag.zeg("hoe lang duurt het?")
    assert uit["status"] == "opgepakt"
    assert "te laat" not in [b["tekst"] for b in (await met_verslag.alles())["berichten"]]


async def test_only_the_holder_may_send_release_or_finish(opgepakt: Any, sqlite_db: Database) -> None:
    inwoner, pad, _ = opgepakt
    ander = maak_medewerker(sqlite_db, "Andere Collega")
    for deel, body in (
        ("berichten", {"client_id": "x", "tekst": "hallo"}),
        ("vrijgeven", {}),
        ("afronden", {"uitkomst": "klaar"}),
        ("terug-naar-assistent", {}),
        ("doorzetten", {"naar": "Andere Collega", "reden": "x"}),
    ):
        response = await inwoner.client.post(f"{pad}/{deel}", json=body, headers=ander)
        assert response.status == 403, deel
        assert (await response.json())["door"] == "Mieke Medewerker"


async def test_released_it_waits_again_and_the_assistant_answers_again(opgepakt: Any) -> None:
    inwoner, pad, kop = opgepakt
    response = await inwoner.client.post(f"{pad}/vrijgeven", json={"reden": "ziek"}, headers=kop)
    assert (response.status, (await response.json())["status"]) == (200, "wachtend")
    assert (await inwoner.zeg("hallo"))["antwoorden"]


async def test_passed_on_to_a_colleague_it_waits_for_that_one(opgepakt: Any, sqlite_db: Database) -> None:
    inwoner, pad, kop = opgepakt
    ander = maak_medewerker(sqlite_db, "Andere Collega")
    body = {"naar": "Andere Collega", "reden": "kent het gezin"}
    response = await inwoner.client.post(f"{pad}/doorzetten", json=body, headers=kop)
    assert response.status == 200, await response.text()
    assert (await inwoner.client.post(f"{pad}/oppakken", headers=ander)).status == 200


async def test_passing_on_needs_a_reason_and_somebody(opgepakt: Any) -> None:
    inwoner, pad, kop = opgepakt
    for body in ({"naar": "Andere Collega"}, {"naar": "Niemand", "reden": "x"}, {"reden": "x"}):
        assert (await inwoner.client.post(f"{pad}/doorzetten", json=body, headers=kop)).status == 422


async def test_finished_the_resident_is_told_and_the_queue_knows(opgepakt: Any, client: TestClient[Any, Any]) -> None:
    inwoner, pad, kop = opgepakt
    body = {"uitkomst": "geholpen", "toelichting": "terugbelafspraak gemaakt"}
    response = await client.post(f"{pad}/afronden", json=body, headers=kop)
    assert (response.status, (await response.json())["status"]) == (200, "afgerond")
    assert (await inwoner.alles())["status"] == "afgerond"
    assert len(await _rij(client, kop, "afgerond")) == 1


async def test_back_to_the_assistant_it_answers_again(opgepakt: Any) -> None:
    inwoner, pad, kop = opgepakt
    response = await inwoner.client.post(f"{pad}/terug-naar-assistent", headers=kop)
    assert response.status == 200
    assert [a["tekst"] for a in (await inwoner.zeg("hallo"))["antwoorden"]] == ["echo: hallo"]


async def test_a_crisis_is_seen_by_staff_at_once_with_the_gesprek_and_no_verslag(
    inwoner: Inwoner, client: TestClient[Any, Any], sqlite_db: Database
) -> None:
    kop = maak_medewerker(sqlite_db, "Mieke Medewerker")
    await inwoner.zeg("er is gevaar in huis")
    rij = await _rij(client, kop)
    assert [o["crisis"] for o in rij] == ["geweld"]
    gezien = await (await client.get(f"/api/v1/overdrachten/{rij[0]['kenmerk']}", headers=kop)).json()
    assert "hulpvraag" not in gezien
    assert any("gevaar" in b["tekst"] for b in gezien["gesprek"])


async def test_who_wants_a_person_in_a_crisis_waits_in_front(
    inwoner: Inwoner, client: TestClient[Any, Any], sqlite_db: Database, assistent: NepAssistent
) -> None:
    await inwoner.zeg("er is gevaar in huis")
    assistent.doe = lambda vraag: zeg("Ik waarschuw het team.", vraag, stap="mens")
    uit = await inwoner.druk("/mens_nu")
    assert uit["status"] == "wachtend"
    rij = await _rij(client, maak_medewerker(sqlite_db, "Mieke Medewerker"))
    assert [(o["crisis"], o["wil_mens"]) for o in rij] == [("geweld", True)]


async def test_another_status_than_the_three_is_named(client: TestClient[Any, Any], sqlite_db: Database) -> None:
    kop = maak_medewerker(sqlite_db, "Mieke Medewerker")
    assert (await client.get("/api/v1/overdrachten?status=alles", headers=kop)).status == 422


async def test_an_unknown_kenmerk_is_a_404(client: TestClient[Any, Any], sqlite_db: Database) -> None:
    kop = maak_medewerker(sqlite_db, "Mieke Medewerker")
    for pad in ("", "/oppakken"):
        vraag = client.get if not pad else client.post
        assert (await vraag(f"/api/v1/overdrachten/VD-0000-0000{pad}", headers=kop)).status == 404


async def test_a_gesprek_that_is_handed_over_is_nobody_elses(met_verslag: Inwoner) -> None:
    ander = await nieuwe_inwoner(met_verslag.client)
    response = await ander.client.get(f"{met_verslag.pad}/verslag", headers=ander.kop)
    assert response.status == 403


async def test_danger_in_a_line_of_the_verslag_is_heard_before_the_approval_too(
    met_verslag: Inwoner, client: TestClient[Any, Any], sqlite_db: Database
) -> None:
    regel = {"onderdeel": "wens", "tekst": "er is gevaar, hij slaat mij"}
    response = await met_verslag.client.patch(
        f"{met_verslag.pad}/verslag", json={"regels": [regel]}, headers=met_verslag.kop
    )
    assert response.status == 200, await response.text()
    assert any("112" in b["tekst"] for b in (await met_verslag.alles())["berichten"] if b["afzender"] == "assistent")
    assert [o["crisis"] for o in await _rij(client, maak_medewerker(sqlite_db, "Mieke Medewerker"))] == ["geweld"]
