"""The resident's WebSocket: everything of a gesprek as it happens.

Three parts, apart: the transport (connect, origin, heartbeat, closing), the session (what this
client has already seen; it reads the database on each wake-up, so nothing is missed or doubled),
and the commands a client may send (`opdrachten.py`).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections import deque
from typing import Any

from aiohttp import WSMsgType, web

from web import keys
from web.chat import MAX_VOLGNUMMER, read_alles
from web.databank import lees_db
from web.errors import Probleem, fout, van_onverwacht
from web.headers import allowed_origin
from web.limieten import check_limiet, limiet_socket
from web.opdrachten import voer_uit
from web.route import GESPREK_SOCKET, Route
from web.teksten import BERICHTEN
from web.toegang import PROTOCOL, check_gesprek_token
from web.velden import keur, lees_getal, lees_tekst_als_json

log = logging.getLogger("web.stroom")
# A message of 1 MB still gets an answer in words; what is larger ends the connection.
_MAX_FRAME = 1024 * 1024 + 64 * 1024
_HARTSLAG = 25.0
# Seconds that one message may take to leave, and a new client may take to send its token.
_TRAAG, _AANMELDEN = 20.0, 10.0
_WACHTRIJ = 32
_MEESTE_PER_GESPREK = 30
_TE_TRAAG, _GEEN_TOEGANG, _WEG = 4008, 4403, 4410


class Stroom:
    """One connected client."""

    def __init__(self, app: web.Application, ws: web.WebSocketResponse, na: int, *, adres: str | None = None) -> None:
        self.app = app
        self.adres = adres
        self.ws = ws
        self.gesprek_id = ""
        self.typte_op = 0.0
        self._gezien = na
        self._status = ""
        self._gelezen: dict[str, int] = {"inwoner": 0, "medewerker": 0}
        self._opdrachten: deque[str | None] = deque()
        self._werker: asyncio.Task[None] | None = None
        # Replies to commands; bounded, so that a client that does not read cannot make us remember.
        self._uit: asyncio.Queue[dict[str, Any]] = asyncio.Queue(maxsize=_WACHTRIJ)

    def antwoord(self, event: dict[str, Any]) -> None:
        """Queue a reply to a command; raises QueueFull for a client that does not read."""
        self._uit.put_nowait(event)

    async def stuur(self, event: dict[str, Any]) -> None:
        """Send one event; TimeoutError when the client does not take it in time."""
        await asyncio.wait_for(self.ws.send_str(json.dumps(event, ensure_ascii=False)), _TRAAG)

    async def stuur_nieuws(self) -> bool:
        """Send what this client has not seen yet; False when the gesprek is gone."""
        alles = await lees_db(self.app, lambda s: read_alles(s, self.gesprek_id, self._gezien))
        if alles is None:
            return False
        for bericht in alles["berichten"]:
            await self.stuur({"soort": "bericht", "bericht": bericht})
            self._gezien = bericht["volgnummer"]
        if alles["status"] != self._status:
            self._status = alles["status"]
            # With the volgnummer it held at: a frame can be long under way, and be overtaken by a fetch.
            await self.stuur({"soort": "status", "status": self._status, "volgnummer": alles["volgnummer"]})
        if alles["gelezen"] != self._gelezen:
            self._gelezen = alles["gelezen"]
            await self.stuur({"soort": "gelezen", **self._gelezen})
        return True

    async def schrijf(self) -> None:
        """Everything that goes out: news on each wake-up, passing news, and replies to commands."""
        with self.app[keys.HUB].subscribe(f"gesprek:{self.gesprek_id}") as abonnement:
            antwoorden = asyncio.create_task(self._schrijf_antwoorden())
            try:
                vluchtig: dict[str, dict[str, Any]] = {}
                while await self.stuur_nieuws():
                    for soort, data in vluchtig.items():
                        await self.stuur({"soort": soort, **data})
                    vluchtig = await abonnement.wacht()
                await self.stuur({"soort": "verwijderd", "detail": BERICHTEN["verwijderd"]})
                await self.ws.close(code=_WEG)
            finally:
                antwoorden.cancel()

    async def _schrijf_antwoorden(self) -> None:
        while True:
            await self.stuur(await self._uit.get())

    async def lees(self) -> None:
        """Everything that comes in, until the client leaves.

        Commands are done one after another by a worker beside this loop: the loop itself must go on
        reading, since it is what answers the heartbeat.
        """
        async for frame in self.ws:
            if len(self._opdrachten) >= _WACHTRIJ:
                raise asyncio.QueueFull
            self._opdrachten.append(frame.data if frame.type is WSMsgType.TEXT else None)
            if self._werker is None or self._werker.done():
                self._werker = asyncio.create_task(self._werk_af())

    async def _werk_af(self) -> None:
        while self._opdrachten:
            opdracht: Any = None
            try:
                tekst = self._opdrachten[0]
                opdracht = _lees_opdracht(tekst)
                await voer_uit(self, opdracht)
            except Probleem as probleem:
                self.antwoord(fout_event(probleem, opdracht))
            except Exception as e:
                self.antwoord(fout_event(van_onverwacht(e), opdracht))
            finally:
                self._opdrachten.popleft()

    def stop(self) -> None:
        """A command that was begun is finished (its message is being stored); the rest is dropped."""
        while len(self._opdrachten) > 1:
            self._opdrachten.pop()


def _lees_opdracht(tekst: str | None) -> Any:
    try:
        if tekst is not None:
            return lees_tekst_als_json(tekst)
    except Probleem:
        pass
    raise fout("onbegrijpelijk").met(BERICHTEN["socket"]["geen_json"])


def fout_event(probleem: Probleem, opdracht: Any = None) -> dict[str, Any]:
    """A problem as an event; with the client_id of what it is about, so the client can match it."""
    event = {
        "soort": "fout", "status": probleem.status, "code": probleem.code,
        "titel": probleem.titel, "detail": probleem.detail, **probleem.extra,
    }  # fmt: skip
    client_id = opdracht.get("client_id") if isinstance(opdracht, dict) else None
    if isinstance(client_id, str) and len(client_id) <= 64:
        event["client_id"] = client_id
    if "Retry-After" in probleem.kop:
        event["wacht"] = int(probleem.kop["Retry-After"])
    return event


async def _meld_aan(ws: web.WebSocketResponse, request: web.Request) -> None:
    """The token in the first message, for a client that could not send it with the request."""
    tekst = await asyncio.wait_for(ws.receive_str(), _AANMELDEN)
    data = keur(lees_tekst_als_json(tekst), "Aanmelding")
    await check_gesprek_token(request.app, request.match_info["id"], data["token"])


def _check_aantal(request: web.Request) -> None:
    """Raises the problem `te_vaak` when one gesprek is open more often than anybody has tabs."""
    if request.app[keys.HUB].aantal(f"gesprek:{request.match_info['id']}") >= _MEESTE_PER_GESPREK:
        raise fout("te_vaak", kop={"Retry-After": "30"})


async def stroom(request: web.Request) -> web.StreamResponse:
    """Connect, then serve until one side leaves."""
    origin = request.headers.get("Origin")
    if origin is not None and not allowed_origin(request, origin):
        raise fout("andere_website")
    await check_limiet(request, limiet_socket(request.app))
    na = lees_getal(request, "na", 0, grens=MAX_VOLGNUMMER)
    if request["gesprek_id"] is not None:
        _check_aantal(request)
    ws = web.WebSocketResponse(heartbeat=_HARTSLAG, max_msg_size=_MAX_FRAME, protocols=(PROTOCOL,), compress=False)
    if not ws.can_prepare(request).ok:
        raise fout("methode", status=426, kop={"Upgrade": "websocket", "Connection": "Upgrade"})
    await ws.prepare(request)
    metingen = request.app[keys.METINGEN]
    request.app[keys.SOCKETS].add(ws)
    metingen.tel("voordeur_sockets")
    try:
        await _bedien(request, ws, na)
    finally:
        request.app[keys.SOCKETS].discard(ws)
        metingen.tel("voordeur_sockets", -1)
    return ws


async def _bedien(request: web.Request, ws: web.WebSocketResponse, na: int) -> None:
    client = Stroom(request.app, ws, na, adres=request.app[keys.LIMIETEN].adres(request))
    if request["gesprek_id"] is None:
        try:
            await _meld_aan(ws, request)
            _check_aantal(request)
        except (Probleem, TimeoutError, TypeError, RuntimeError) as weigering:
            probleem = weigering if isinstance(weigering, Probleem) else fout("niet_aangemeld")
            with contextlib.suppress(Exception):
                await client.stuur(fout_event(probleem))
                await ws.close(code=_GEEN_TOEGANG)
            return
    client.gesprek_id = request.match_info["id"]
    reden = await _tot_het_eind(client)
    if reden is not None:
        request.app[keys.METINGEN].tel("voordeur_sockets_gesloten_total", reden=reden)
        with contextlib.suppress(Exception):
            await asyncio.wait_for(ws.close(code=_TE_TRAAG, message=b"te traag"), 2)


async def _tot_het_eind(client: Stroom) -> str | None:
    """Read and write until either ends; the reason when the server ends it."""
    taken = {asyncio.create_task(client.lees()), asyncio.create_task(client.schrijf())}
    try:
        klaar, _ = await asyncio.wait(taken, return_when=asyncio.FIRST_COMPLETED)
    finally:
        client.stop()
        for taak in taken:
            taak.cancel()
        await asyncio.gather(*taken, return_exceptions=True)
    fouten = [e for t in klaar if not t.cancelled() and (e := t.exception()) is not None]
    for e in fouten:
        if isinstance(e, TimeoutError | asyncio.QueueFull):
            return "traag"
        if not isinstance(e, ConnectionError):
            log.error("stroom afgebroken", exc_info=e)
            return "fout"
    return None


ROUTES = (Route("GET", "/api/v1/gesprekken/{id}/stroom", stroom, GESPREK_SOCKET),)
