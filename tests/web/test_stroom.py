"""The WebSocket: the same events as they happen, resumable, and unharmed by what a client sends."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from typing import Any

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError
from aiohttp.test_utils import TestClient

from tests.web.builders import Inwoner, NepAssistent, nieuwe_inwoner, zeg
from tests.web.conftest import Bouwer
from web import keys
from web.antwoordkeuze import Tijden


async def _open(inwoner: Inwoner, na: int = 0, **anders: Any) -> Any:
    return await inwoner.client.ws_connect(f"{inwoner.pad}/stroom?na={na}", headers=inwoner.kop, **anders)


async def _tot(ws: Any, soort: str) -> dict[str, Any]:
    """The next event of this kind."""
    while True:
        event: dict[str, Any] = await ws.receive_json(timeout=5)
        if event["soort"] == soort:
            return event


async def test_a_new_connection_gets_everything_so_far_and_the_status(inwoner: Inwoner) -> None:
    await inwoner.zeg("hallo")
    alles = (await inwoner.alles())["berichten"]
    async with await _open(inwoner) as ws:
        events = [await ws.receive_json(timeout=5) for _ in range(len(alles) + 1)]
    assert [e["bericht"] for e in events if e["soort"] == "bericht"] == alles
    assert events[-1] == {"soort": "status", "status": "assistent", "volgnummer": alles[-1]["volgnummer"]}


async def test_a_resumed_connection_gets_only_what_came_after(inwoner: Inwoner) -> None:
    await inwoner.zeg("eerst")
    laatste = (await inwoner.alles())["berichten"][-1]["volgnummer"]
    async with await _open(inwoner, na=laatste) as ws:
        assert (await ws.receive_json(timeout=5))["soort"] == "status"
        await inwoner.zeg("daarna")
        assert (await _tot(ws, "bericht"))["bericht"]["tekst"] == "daarna"
        assert (await _tot(ws, "bericht"))["bericht"]["tekst"] == "echo: daarna"


async def test_two_tabs_see_the_same(inwoner: Inwoner) -> None:
    na = inwoner.welkom[-1]["volgnummer"]
    async with await _open(inwoner, na) as een, await _open(inwoner, na) as twee:
        await inwoner.zeg("hallo")
        for ws in (een, twee):
            assert (await _tot(ws, "bericht"))["bericht"]["tekst"] == "hallo"
            assert (await _tot(ws, "bericht"))["bericht"]["tekst"] == "echo: hallo"


async def test_a_message_can_be_sent_over_the_socket_and_is_acknowledged(inwoner: Inwoner) -> None:
    client_id = str(uuid.uuid4())
    async with await _open(inwoner) as ws:
        await ws.send_json({"soort": "bericht", "client_id": client_id, "tekst": "hallo"})
        assert (await _tot(ws, "ontvangen"))["client_id"] == client_id
    opnieuw = await inwoner.zeg("hallo", client_id)
    assert [a["tekst"] for a in opnieuw["antwoorden"]] == ["echo: hallo"]


async def test_the_token_may_come_as_a_subprotocol(inwoner: Inwoner) -> None:
    ws = await inwoner.client.ws_connect(
        f"{inwoner.pad}/stroom", protocols=("voordeur.v1", f"voordeur.token.{inwoner.token}")
    )
    assert ws.protocol == "voordeur.v1"
    assert (await ws.receive_json(timeout=5))["soort"] == "bericht"
    await ws.close()


async def test_the_token_may_come_in_the_first_message(inwoner: Inwoner) -> None:
    async with inwoner.client.ws_connect(f"{inwoner.pad}/stroom") as ws:
        await ws.send_json({"soort": "aanmelden", "token": inwoner.token})
        assert (await ws.receive_json(timeout=5))["soort"] == "bericht"


@pytest.mark.parametrize(
    "eerste", ['{"soort":"aanmelden","token":"verkeerd"}', "geen json", '{"soort":"bericht"}', "[]"]
)
async def test_without_the_right_token_nothing_is_read_and_the_connection_ends(inwoner: Inwoner, eerste: str) -> None:
    async with inwoner.client.ws_connect(f"{inwoner.pad}/stroom") as ws:
        await ws.send_str(eerste)
        assert (await ws.receive_json(timeout=5))["soort"] == "fout"
        assert (await ws.receive(timeout=5)).type is WSMsgType.CLOSE
        assert ws.close_code == 4403


async def test_a_wrong_token_in_the_header_is_refused_before_connecting(inwoner: Inwoner) -> None:
    with pytest.raises(WSServerHandshakeError) as fout:
        await inwoner.client.ws_connect(f"{inwoner.pad}/stroom", headers={"Authorization": "Bearer verkeerd"})
    assert fout.value.status == 403


async def test_a_page_of_another_website_may_not_connect(inwoner: Inwoner) -> None:
    with pytest.raises(WSServerHandshakeError) as fout:
        await inwoner.client.ws_connect(
            f"{inwoner.pad}/stroom", headers=inwoner.kop | {"Origin": "https://kwaad.example"}
        )
    assert fout.value.status == 403


@pytest.mark.parametrize(
    "kapot",
    ["{", "", "[]", "3", '{"soort": 3}', '{"soort":"onzin"}', '{"soort":"bericht"}', "x" * 1_000_000],
    ids=lambda k: k[:20],
)
async def test_malformed_messages_get_an_error_and_the_connection_stays(inwoner: Inwoner, kapot: str) -> None:
    async with await _open(inwoner, inwoner.welkom[-1]["volgnummer"]) as ws:
        await ws.send_str(kapot)
        fout = await _tot(ws, "fout")
        assert fout["titel"]
        assert fout["detail"]
        await ws.send_json({"soort": "ping"})
        await _tot(ws, "pong")
    assert len((await inwoner.alles())["berichten"]) == len(inwoner.welkom)


async def test_bytes_on_the_socket_are_answered_with_an_error(inwoner: Inwoner) -> None:
    async with await _open(inwoner) as ws:
        await ws.send_bytes(b"\x00\xff")
        await _tot(ws, "fout")


async def test_an_error_names_the_message_it_is_about(inwoner: Inwoner) -> None:
    async with await _open(inwoner) as ws:
        await ws.send_json({"soort": "bericht", "client_id": "abc", "tekst": 3})
        assert (await _tot(ws, "fout"))["client_id"] == "abc"


async def test_messages_sent_quickly_after_one_another_keep_their_order(inwoner: Inwoner) -> None:
    async with await _open(inwoner) as ws:
        for i in range(10):
            await ws.send_json({"soort": "bericht", "client_id": str(uuid.uuid4()), "tekst": f"b{i}"})
        for _ in range(10):
            await _tot(ws, "ontvangen")
    gezegd = [b["tekst"] for b in (await inwoner.alles())["berichten"] if b["afzender"] == "inwoner"]
    assert gezegd == [f"b{i}" for i in range(10)]


async def test_typing_is_told_to_others_and_kept_nowhere(inwoner: Inwoner) -> None:
    na = inwoner.welkom[-1]["volgnummer"]
    async with await _open(inwoner, na) as een, await _open(inwoner, na) as twee:
        await _tot(twee, "status")
        await een.send_json({"soort": "typt"})
        assert (await _tot(twee, "typt"))["wie"] == "inwoner"
    assert len((await inwoner.alles())["berichten"]) == len(inwoner.welkom)


async def test_a_slow_assistant_shows_that_it_is_busy(bouw: Bouwer) -> None:
    los = asyncio.Event()
    assistent = NepAssistent()

    async def wacht(vraag: Any) -> Any:
        await los.wait()
        return zeg("klaar", vraag)

    assistent.doe = wacht
    client = await bouw(assistent=assistent, tijden=Tijden())
    inwoner = await nieuwe_inwoner(client)
    async with await _open(inwoner, inwoner.welkom[-1]["volgnummer"]) as ws:
        await ws.send_json({"soort": "bericht", "client_id": str(uuid.uuid4()), "tekst": "hallo"})
        assert (await _tot(ws, "typt"))["wie"] == "assistent"
        los.set()
        while (await _tot(ws, "bericht"))["bericht"]["tekst"] != "klaar":
            pass


async def test_a_deleted_gesprek_tells_its_readers_and_closes(inwoner: Inwoner) -> None:
    async with await _open(inwoner) as ws:
        await _tot(ws, "status")
        await inwoner.client.delete(inwoner.pad, headers=inwoner.kop)
        await _tot(ws, "verwijderd")
        assert (await ws.receive(timeout=5)).type is WSMsgType.CLOSE


async def test_a_plain_get_of_the_stream_asks_to_upgrade(inwoner: Inwoner) -> None:
    response = await inwoner.get("stroom")
    assert response.status == 426
    assert response.headers["Upgrade"] == "websocket"


async def test_the_events_of_the_socket_equal_a_fresh_fetch(client: TestClient[Any, Any]) -> None:
    inwoner = await nieuwe_inwoner(client)
    gezien: list[dict[str, Any]] = []
    async with await _open(inwoner) as ws:
        for i in range(6):
            await inwoner.zeg(f"b{i}")
        aantal = len((await inwoner.alles())["berichten"])
        while len(gezien) < aantal:
            gezien.append((await _tot(ws, "bericht"))["bericht"])
    assert gezien == (await inwoner.alles())["berichten"]


async def test_a_client_that_takes_nothing_is_dropped_and_misses_nothing_later(
    inwoner: Inwoner, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hangt(self: Any, tekst: str, **_: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("web.stroom._TRAAG", 0.05)
    with monkeypatch.context() as even:
        even.setattr("aiohttp.web.WebSocketResponse.send_str", hangt)
        async with await _open(inwoner) as ws:
            assert (await ws.receive(timeout=5)).type is WSMsgType.CLOSE
            assert ws.close_code == 4008
    async with await _open(inwoner) as ws:
        assert (await ws.receive_json(timeout=5))["bericht"] == inwoner.welkom[0]


async def test_a_frame_of_more_than_a_megabyte_ends_the_connection_and_nothing_else(inwoner: Inwoner) -> None:
    async with await _open(inwoner) as ws:
        await _tot(ws, "status")
        await ws.send_str("x" * (1024 * 1024 + 128 * 1024))
        while (frame := await ws.receive(timeout=5)).type is WSMsgType.TEXT:
            pass
        assert frame.type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.ERROR)
    assert (await inwoner.zeg("hallo"))["antwoorden"]


def _frame(data: bytes, *, kop: int = 0x81, lengte: int | None = None, masker: bytes = b"\0\0\0\0") -> bytes:
    """A frame as it goes over the line (RFC 6455), with what the test is about made wrong."""
    n = len(data) if lengte is None else lengte
    maat = bytes([0x80 | n]) if n < 126 else b"\xfe" + n.to_bytes(2) if n < 65536 else b"\xff" + n.to_bytes(8)
    return bytes([kop]) + maat + masker + data


KAPOT = {
    "noise": b"\xff" * 64,
    "a reserved bit": _frame(b"{}", kop=0xF1),
    "an unknown kind": _frame(b"{}", kop=0x83),
    "a length of petabytes": _frame(b"x" * 100, lengte=2**62),
    "text that is no UTF-8": _frame(b"\xff\xfe\xfd"),
    "a continuation of nothing": _frame(b"x", kop=0x80),
    "a ping that is too long": _frame(b"x" * 200, kop=0x89),
    "pieces without end": b"".join([_frame(b"x" * 60_000, kop=0x01), *[_frame(b"x" * 60_000, kop=0x00)] * 20]),
    "a close of one byte": _frame(b"x", kop=0x88),
}


@pytest.mark.parametrize("kapot", KAPOT.values(), ids=KAPOT)
async def test_a_frame_that_breaks_the_protocol_ends_that_connection_and_nothing_else(
    inwoner: Inwoner, kapot: bytes
) -> None:
    server = inwoner.client.server
    lees, schrijf = await asyncio.open_connection(server.host, server.port)
    schrijf.write(
        f"GET {inwoner.pad}/stroom?na=99 HTTP/1.1\r\nHost: {server.host}:{server.port}\r\nConnection: Upgrade\r\n"
        f"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {'A' * 22}==\r\n"
        f"Authorization: Bearer {inwoner.token}\r\n\r\n".encode()
    )
    assert b" 101 " in await lees.readline()
    async with asyncio.timeout(10):
        with contextlib.suppress(ConnectionError):
            schrijf.write(kapot)
            await schrijf.drain()
            # Until the end of the stream: the server closes, whatever it still had to say.
            await lees.read()
    schrijf.close()
    assert (await inwoner.zeg("hallo"))["antwoorden"]


async def test_sockets_are_counted_and_closed_when_the_server_stops(bouw: Bouwer, assistent: NepAssistent) -> None:
    client = await bouw(assistent=assistent)
    inwoner = await nieuwe_inwoner(client)
    ws = await _open(inwoner)
    await _tot(ws, "status")
    assert client.app[keys.METINGEN].waarde("voordeur_sockets") == 1
    await client.server.close()
    while (frame := await ws.receive(timeout=5)).type is WSMsgType.TEXT:
        pass
    assert (frame.type, frame.data) == (WSMsgType.CLOSE, 1001)
