"""Staff as real clients: they pick up what waits, write to the resident, give back or finish, and try again."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
import uuid
from typing import Any

import aiohttp

from bench.storing.grootboek import Bezit, Grootboek
from bench.storing.klanten import TIJD
from opslag.db import Database
from overdracht import staf


def maak_accounts(database: Database, aantal: int) -> dict[str, str]:
    """Name -> token of so many new medewerkers."""
    uit = {}
    with database.session_scope() as session:
        for n in range(aantal):
            naam = f"Medewerker {n}"
            staf.add_medewerker(session, naam, "medewerker")
            medewerker = staf.find_by_naam(session, naam)
            assert medewerker is not None
            uit[naam] = staf.make_token(session, medewerker)
    return uit


class Medewerkers:
    """Each of them works through the queue until `stop` is set."""

    def __init__(self, basis: str, boek: Grootboek, tokens: dict[str, str]) -> None:
        self.basis = f"{basis}/api/v1/overdrachten"
        self.boek = boek
        self.tokens = tokens
        self.stop = asyncio.Event()
        self._sessie: aiohttp.ClientSession | None = None

    async def draai(self) -> None:
        verbinding = aiohttp.TCPConnector(force_close=True, limit=0)
        async with aiohttp.ClientSession(connector=verbinding, timeout=TIJD) as self._sessie:
            await asyncio.gather(*(self._werk(naam, i) for i, naam in enumerate(self.tokens)))

    async def _vraag(self, wie: str, methode: str, pad: str, json: Any = None) -> tuple[int, Any, bool]:
        """(status, data, whether an earlier try may have done it already)."""
        assert self._sessie is not None
        kop, vaker = {"Authorization": f"Bearer {self.tokens[wie]}"}, False
        while True:
            with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError, ValueError):
                async with self._sessie.request(methode, self.basis + pad, json=json, headers=kop) as antwoord:
                    data = await antwoord.json()
                    if antwoord.status < 500:
                        return antwoord.status, data, vaker
                    self.boek.geweigerd[f"staf {antwoord.status}"] += 1
            vaker = True
            self.boek.opnieuw += 1
            await asyncio.sleep(0.1)

    async def _werk(self, wie: str, nummer: int) -> None:
        kans = random.Random(nummer)
        while not self.stop.is_set():
            _, data, _ = await self._vraag(wie, "GET", "?status=wachtend")
            rij = data.get("overdrachten", [])
            if not rij:
                await asyncio.sleep(0.3)
                continue
            # All want the first ones, so that they get in each other's way.
            await self._help(wie, kans.choice(rij[:3]), kans)
            await asyncio.sleep(0.05)

    async def _help(self, wie: str, regel: dict[str, Any], kans: random.Random) -> None:
        kenmerk = regel["kenmerk"]
        status, _, _ = await self._vraag(wie, "POST", f"/{kenmerk}/oppakken", {})
        if status != 200:
            if status != 409:
                self.boek.geweigerd[f"oppakken {status}"] += 1
            return
        bezit = Bezit(kenmerk, wie, time.monotonic())
        self.boek.bezit.append(bezit)
        for _ in range(2):
            await self._schrijf(wie, kenmerk)
        keus = kans.random()
        if keus < 0.2:
            return
        pad, body = ("vrijgeven", {}) if keus < 0.5 else ("afronden", {"uitkomst": "geholpen"})
        bezit.tot = time.monotonic()
        status, _, vaker = await self._vraag(wie, "POST", f"/{kenmerk}/{pad}", body)
        if status != 200 and not vaker:
            self.boek.geweigerd[f"{pad} {status}"] += 1

    async def _schrijf(self, wie: str, kenmerk: str) -> None:
        client_id = str(uuid.uuid4())
        body = {"client_id": client_id, "tekst": "Goedemiddag, ik help u verder."}
        status, _, _ = await self._vraag(wie, "POST", f"/{kenmerk}/berichten", body)
        if status == 201:
            self.boek.staf[kenmerk].add(client_id)
        else:
            self.boek.geweigerd[f"schrijven {status}"] += 1
