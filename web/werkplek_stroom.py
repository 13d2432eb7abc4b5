"""The werkplek's WebSocket: wake-ups for a medewerker, and who is typing.

It carries nothing a resident said. Whoever is woken reads `/werkplek/stand` again, so what a
lost connection missed is there after the next one.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from opslag.db import now
from overdracht import staf, wachtrij
from overdracht.inzage import get_overdracht
from overdracht.models import Medewerker
from web import keys
from web.chat import MAX_VOLGNUMMER
from web.databank import in_db, lees_db
from web.errors import fout
from web.headers import own_origin
from web.kenmerk import lees_kenmerk
from web.toegang import COOKIE_STAF, bearer
from web.werkplek_open import MEESTE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_HARTSLAG, _MAX_FRAME = 25.0, 4096
# Seconds between two checks that the login still holds, and between two signs of typing.
_CONTROLE, _TYPT_HOOGSTENS = 30.0, 1.0
_UITGELOGD = 4401


@dataclass
class Gevolgd:
    """A gesprek that stands open on this page: the page hears at once of what is said and typed in it."""

    gesprek_id: str
    van_mij: bool
    taak: asyncio.Task[None] | None = None
    typte_op: float = 0.0


class Luisteraar:
    """One open werkplek of one medewerker."""

    def __init__(self, request: web.Request, ws: web.WebSocketResponse) -> None:
        self._app = request.app
        self._ws = ws
        self._sessie = request.cookies.get(COOKIE_STAF, "")
        self._token = bearer(request)
        self._medewerker: Medewerker = request["medewerker"]
        # By kenmerk.
        self._volgt: dict[str, Gevolgd] = {}

    async def stuur(self, soort: str, **data: Any) -> None:
        await asyncio.wait_for(self._ws.send_str(json.dumps({"soort": soort, **data})), 20)

    async def wek(self) -> None:
        """Tell that something changed in the queue or in an own gesprek; also once at the start.

        What is said in the gesprekken of others changes nothing here: with fifty medewerkers at work, waking all of
        them for every message would cost more than all else. What is open is listened to by `volg`.
        """
        with self._app[keys.HUB].subscribe("werkplek") as abonnement:
            while True:
                # First listen, then tell: what comes in between wakes again.
                abonnement.luister_ook(await self._eigen())
                await self.stuur("wek")
                await abonnement.wacht()
                while not abonnement.te_lezen:
                    await abonnement.wacht()

    async def _eigen(self) -> list[str]:
        ids = await self._app[keys.WERKPLEK].eigen_gesprekken(self._medewerker.id)
        return [f"gesprek:{id}" for id in ids]

    async def bewaak(self) -> None:
        """End the connection of who logged out or lost the account; remember that the others are at work."""
        while await self._mag_nog():  # noqa: ASYNC110  (another process or the clock ends a login: nothing wakes us)
            await asyncio.sleep(_CONTROLE)
        await self.stuur("uitgelogd")
        await self._ws.close(code=_UITGELOGD)

    async def _mag_nog(self) -> bool:
        def werk(session: Session) -> bool:
            sessie = staf.find_sessie(session, self._sessie) if self._token is None else None
            wie = sessie.medewerker if sessie else staf.find_by_token(session, self._token or "")
            if not staf.mag(wie, "werkplek"):
                return False
            staf.touch(session, self._medewerker.id, nu=now())
            return True

        return await in_db(self._app, werk)

    async def lees(self) -> None:
        """Commands of the page: `volg` (which gesprekken are open), `typt` and `gelezen`, each in one of them."""
        async for frame in self._ws:
            if frame.type is not WSMsgType.TEXT:
                continue
            try:
                opdracht = json.loads(frame.data)
            except ValueError:
                continue
            if isinstance(opdracht, dict):
                await self._doe(opdracht)

    async def _doe(self, opdracht: dict[str, Any]) -> None:
        if opdracht.get("soort") == "gelezen":
            await self._gelezen(opdracht)
        elif opdracht.get("soort") == "volg":
            await self._volg(_kenmerken(opdracht))
        elif opdracht.get("soort") == "typt":
            self._typt(str(opdracht.get("kenmerk", "")))

    def _typt(self, kenmerk: str) -> None:
        """Pass on that the holder types; who names no kenmerk means the only gesprek that is open."""
        gevolgd = self._volgt.get(kenmerk or next(iter(self._volgt), ""))
        if gevolgd and gevolgd.van_mij and time.monotonic() - gevolgd.typte_op > _TYPT_HOOGSTENS:
            gevolgd.typte_op = time.monotonic()
            data = {"wie": "medewerker", "naam": self._medewerker.naam}
            self._app[keys.HUB].meld(f"gesprek:{gevolgd.gesprek_id}", "typt", data)

    async def _gelezen(self, opdracht: dict[str, Any]) -> None:
        """The page showed the gesprek up to here; from who does not hold it (any more) it means nothing."""
        kenmerk, tot = str(opdracht.get("kenmerk", ""))[:20].replace("\0", ""), opdracht.get("volgnummer")
        if not isinstance(tot, int) or isinstance(tot, bool) or not 0 < tot <= MAX_VOLGNUMMER:
            return
        with contextlib.suppress(wachtrij.OnbekendeOverdracht, wachtrij.NietVanU):
            events = await in_db(self._app, lambda s: wachtrij.mark_gelezen(s, kenmerk, self._medewerker, tot=tot))
            self._app[keys.HUB].publish(events)

    async def _volg(self, kenmerken: list[str]) -> None:
        """Listen along in these gesprekken and no others; only where this medewerker may look."""

        def werk(session: Session) -> dict[str, Gevolgd]:
            return {k: g for k in kenmerken if (g := self._mag_volgen(session, k))}

        mag = await lees_db(self._app, werk)
        # Who goes on listening misses nothing meanwhile.
        blijft = {k: g for k, g in self._volgt.items() if k in mag and mag[k].gesprek_id == g.gesprek_id}
        await _stop(g for k, g in self._volgt.items() if k not in blijft)
        for kenmerk, gevolgd in blijft.items():
            gevolgd.van_mij = mag[kenmerk].van_mij
        self._volgt = {k: blijft.get(k, g) for k, g in mag.items()}
        for kenmerk, gevolgd in self._volgt.items():
            if gevolgd.taak is None:
                gevolgd.taak = asyncio.create_task(self._vertel_wie_typt(kenmerk, gevolgd.gesprek_id))
            else:
                await self.stuur("volgt", kenmerk=kenmerk)

    def _mag_volgen(self, session: Session, kenmerk: str) -> Gevolgd | None:
        try:
            o = get_overdracht(session, kenmerk, self._medewerker)
        except wachtrij.OnbekendeOverdracht:
            return None
        return Gevolgd(o.gesprek_id, o.status == "opgepakt" and o.medewerker_id == self._medewerker.id)

    async def _vertel_wie_typt(self, kenmerk: str, gesprek_id: str) -> None:
        with self._app[keys.HUB].subscribe(f"gesprek:{gesprek_id}") as abonnement:
            await self.stuur("volgt", kenmerk=kenmerk)
            while True:
                nieuws = await abonnement.wacht()
                if abonnement.te_lezen:
                    await self.stuur("wek")
                if nieuws.get("typt", {}).get("wie") == "inwoner":
                    await self.stuur("typt", kenmerk=kenmerk)

    async def stop(self) -> None:
        """Listen to nothing any more."""
        await _stop(self._volgt.values())
        self._volgt = {}


def _kenmerken(opdracht: dict[str, Any]) -> list[str]:
    """Which gesprekken the page has open: `kenmerken`, or the one `kenmerk` of who has one."""
    gevraagd = opdracht.get("kenmerken", [opdracht.get("kenmerk", "")])
    if not isinstance(gevraagd, list):
        return []
    schoon = (lees_kenmerk(str(k)) for k in gevraagd[:MEESTE])
    return list(dict.fromkeys(k for k in schoon if k))


async def _stop(gevolgd: Iterable[Gevolgd]) -> None:
    taken = [g.taak for g in gevolgd if g.taak is not None]
    for taak in taken:
        taak.cancel()
    await asyncio.gather(*taken, return_exceptions=True)


async def stroom(request: web.Request) -> web.StreamResponse:
    """Connect; a browser of another website is refused, since the cookie would go along."""
    origin = request.headers.get("Origin")
    if (origin is None and bearer(request) is None) or (origin is not None and not own_origin(request, origin)):
        raise fout("andere_website")
    ws = web.WebSocketResponse(heartbeat=_HARTSLAG, max_msg_size=_MAX_FRAME, compress=False)
    if not ws.can_prepare(request).ok:
        raise fout("methode", status=426, kop={"Upgrade": "websocket", "Connection": "Upgrade"})
    await ws.prepare(request)
    request.app[keys.SOCKETS].add(ws)
    luisteraar = Luisteraar(request, ws)
    taken = {asyncio.create_task(werk()) for werk in (luisteraar.wek, luisteraar.bewaak, luisteraar.lees)}
    try:
        await asyncio.wait(taken, return_when=asyncio.FIRST_COMPLETED)
    finally:
        request.app[keys.SOCKETS].discard(ws)
        for taak in taken:
            taak.cancel()
        await asyncio.gather(*taken, return_exceptions=True)
        await luisteraar.stop()
        with contextlib.suppress(Exception):
            await ws.close()
    return ws
