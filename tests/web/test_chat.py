"""The resident's API of koppelvlak §5: a gesprek from its beginning, message by message, without loss or repetition."""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from tests.web.builders import Inwoner, NepAssistent, nieuwe_inwoner, zeg


async def test_a_new_gesprek_gives_its_only_key_and_a_welcome(client: TestClient[Any, Any]) -> None:
    inwoner = await nieuwe_inwoner(client)
    assert inwoner.id
    assert len(inwoner.token) >= 40
    assert inwoner.welkom[0]["afzender"] == "assistent"
    assert inwoner.welkom[0]["volgnummer"] == 1


async def test_a_gesprek_needs_no_body_and_no_gemeente(client: TestClient[Any, Any]) -> None:
    response = await client.post("/api/v1/gesprekken")
    assert response.status == 201


async def test_a_gemeente_is_known_by_name_or_code_whatever_the_capitals(client: TestClient[Any, Any]) -> None:
    for naam in ("castricum", "Castricum", "HEILOO"):
        assert (await client.post("/api/v1/gesprekken", json={"gemeente": naam})).status == 201


async def test_an_unknown_gemeente_is_named_as_the_mistake(client: TestClient[Any, Any]) -> None:
    response = await client.post("/api/v1/gesprekken", json={"gemeente": "Rotterdam"})
    assert response.status == 422
    assert (await response.json())["fouten"][0]["veld"] == "gemeente"


async def test_a_message_is_answered_in_the_reply_to_it(inwoner: Inwoner) -> None:
    uit = await inwoner.zeg("hallo")
    assert uit["bericht"]["afzender"] == "inwoner"
    assert uit["bericht"]["tekst"] == "hallo"
    assert [a["tekst"] for a in uit["antwoorden"]] == ["echo: hallo"]


async def test_a_bericht_has_exactly_the_members_of_the_koppelvlak(inwoner: Inwoner) -> None:
    uit = await inwoner.zeg("hallo")
    for bericht in (uit["bericht"], *uit["antwoorden"], *inwoner.welkom):
        # Fixed texts have their translations beside them: an extension of the koppelvlak.
        assert set(bericht) - {"vertalingen"} == {
            "volgnummer", "client_id", "afzender", "naam", "tekst", "knoppen", "voorzieningen", "op",
        }  # fmt: skip


async def test_a_button_sends_its_payload(inwoner: Inwoner, assistent: NepAssistent) -> None:
    await inwoner.druk("/medewerker")
    assert assistent.gevraagd[-1].payload == "/medewerker"


async def test_the_same_client_id_again_gives_the_same_answer_and_stores_nothing(inwoner: Inwoner) -> None:
    client_id = str(uuid.uuid4())
    eerste = await inwoner.zeg("hallo", client_id)
    tweede = await inwoner.zeg("hallo", client_id)
    assert (tweede["bericht"], tweede["antwoorden"]) == (eerste["bericht"], eerste["antwoorden"])
    assert len((await inwoner.alles())["berichten"]) == len(inwoner.welkom) + 2


async def test_twenty_retries_at_once_are_one_message_and_one_answer(inwoner: Inwoner, assistent: NepAssistent) -> None:
    client_id = str(uuid.uuid4())
    alle = await asyncio.gather(*(inwoner.zeg("hallo", client_id) for _ in range(20)))
    assert {json.dumps([a["bericht"], a["antwoorden"]]) for a in alle} == {
        json.dumps([alle[0]["bericht"], alle[0]["antwoorden"]])
    }
    assert len(assistent.gevraagd) == 1


async def test_equal_texts_with_another_client_id_are_two_messages(inwoner: Inwoner) -> None:
    await inwoner.zeg("ja")
    await inwoner.zeg("ja")
    alles = (await inwoner.alles())["berichten"]
    assert [b["tekst"] for b in alles if b["afzender"] == "inwoner"] == ["ja", "ja"]


async def test_a_reload_gets_everything_in_order_and_a_resume_what_came_after(inwoner: Inwoner) -> None:
    for i in range(5):
        await inwoner.zeg(f"bericht {i}")
    alles = (await inwoner.alles())["berichten"]
    assert [b["volgnummer"] for b in alles] == list(range(1, len(alles) + 1))
    verder = (await inwoner.alles(na=alles[3]["volgnummer"]))["berichten"]
    assert verder == alles[4:]


async def test_messages_sent_at_once_are_all_answered_each_after_its_own(inwoner: Inwoner) -> None:
    await asyncio.gather(*(inwoner.zeg(f"b{i}") for i in range(8)))
    alles = (await inwoner.alles())["berichten"]
    plaats = {b["tekst"]: b["volgnummer"] for b in alles}
    assert all(plaats[f"echo: b{i}"] > plaats[f"b{i}"] for i in range(8))
    assert len(alles) == len(inwoner.welkom) + 16


async def test_personal_numbers_are_not_stored_and_the_resident_is_told(
    inwoner: Inwoner, assistent: NepAssistent
) -> None:
    uit = await inwoner.zeg("mijn bsn is 111222333")
    assert "111222333" not in json.dumps(await inwoner.alles())
    assert "111222333" not in assistent.gevraagd[-1].tekst
    assert any(a["afzender"] == "systeem" for a in uit["antwoorden"])


@pytest.mark.parametrize(
    "tekst", ["", "   ", "👍", "a" * 5000, "<script>alert(1)</script>", "\u0000\u0007stil"], ids=lambda t: ascii(t[:9])
)
async def test_empty_long_and_odd_messages_are_answered(inwoner: Inwoner, tekst: str) -> None:
    uit = await inwoner.zeg(tekst)
    assert uit["antwoorden"]


async def test_a_gesprek_can_be_deleted_by_its_holder(inwoner: Inwoner) -> None:
    response = await inwoner.client.delete(inwoner.pad, headers=inwoner.kop)
    assert response.status == 204
    assert (await inwoner.get("berichten")).status == 403


async def test_the_assistants_step_verwijder_deletes_after_saying_goodbye(
    inwoner: Inwoner, assistent: NepAssistent
) -> None:
    assistent.doe = lambda vraag: zeg("dag", vraag, stap="verwijder")
    uit = await inwoner.zeg("verwijder alles")
    assert [a["tekst"] for a in uit["antwoorden"]] == ["dag"]
    assert (await inwoner.get("berichten")).status == 403


@pytest.mark.parametrize(("score", "status"), [(5, 201), (1, 201), (0, 422), (6, 422), ("5", 422), (True, 422)])
async def test_feedback_is_a_score_of_one_to_five(inwoner: Inwoner, score: object, status: int) -> None:
    response = await inwoner.post("feedback", {"score": score, "toelichting": "fijn"})
    assert response.status == status
