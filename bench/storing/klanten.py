"""Residents as real clients, by HTTP and by socket; they try again with the same client_id, as the widget does."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import uuid
from typing import Any

import aiohttp

from bench.storing.grootboek import Gesprek, Grootboek

ZINNEN = (
    "Waar kan ik mijn fiets laten maken?",
    "Wie brengt er warm eten rond in Limmen?",
    "Ik heb schulden en durf de post niet meer open te maken.",
    "Mijn moeder kan niet meer alleen thuis wonen, wat nu?",
    "Wanneer is het inloopspreekuur?",
    "Dank u wel.",
)
CRISIS = "Ik wil niet meer leven"
TIJD = aiohttp.ClientTimeout(total=15)
_WACHT = 0.1
# Seconds that a resident thinks before the next message, at most.
DENKT = 0.4


class Inwoners:
    """So many residents at once, one gesprek after another until `stop` is set."""

    def __init__(self, basis: str, boek: Grootboek, *, gemeente: str = "castricum") -> None:
        self.basis = basis
        self.boek = boek
        self.gemeente = gemeente
        self.stop = asyncio.Event()
        self._sessie: aiohttp.ClientSession | None = None

    async def draai(self, aantal: int) -> None:
        # A new connection for each request: with several processes each may come to another.
        verbinding = aiohttp.TCPConnector(force_close=True, limit=0)
        async with aiohttp.ClientSession(connector=verbinding, timeout=TIJD) as self._sessie:
            await asyncio.gather(*(self._inwoner(n) for n in range(aantal)))

    async def _inwoner(self, nummer: int) -> None:
        kans = random.Random(nummer)
        while not self.stop.is_set():
            gesprek = await self._begin()
            if gesprek is None:
                return
            if nummer % 3 == 2:
                await self._over_de_stroom(gesprek, kans)
            else:
                for _ in range(kans.randint(2, 5)):
                    await self._zeg(gesprek, kans)
                    await asyncio.sleep(kans.uniform(0, DENKT))
            if kans.random() < 0.6:
                await self._vraag_om_een_mens(gesprek)

    async def _vraag(self, methode: str, pad: str, *, token: str = "", **anders: Any) -> tuple[int, Any]:
        """One request, tried again until the server answers; (status, data). Refusals come back, outages do not."""
        assert self._sessie is not None
        kop = {"Authorization": f"Bearer {token}"} if token else {}
        while True:
            with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError, ValueError):
                async with self._sessie.request(methode, self.basis + pad, headers=kop, **anders) as antwoord:
                    data = await antwoord.json() if antwoord.content_type.endswith("json") else None
                    if antwoord.status < 500:
                        return antwoord.status, data
                    self.boek.geweigerd[f"{antwoord.status}"] += 1
            self.boek.opnieuw += 1
            await asyncio.sleep(_WACHT)

    async def _begin(self) -> Gesprek | None:
        status, data = await self._vraag("POST", "/api/v1/gesprekken", json={"gemeente": self.gemeente})
        if status != 201:
            self.boek.geweigerd[f"begin {status}"] += 1
            return None
        gesprek = Gesprek(data["id"], data["token"])
        self.boek.gesprekken[gesprek.id] = gesprek
        return gesprek

    async def _stuur(self, gesprek: Gesprek, body: dict[str, Any]) -> dict[str, Any] | None:
        client_id = str(uuid.uuid4())
        pad = f"/api/v1/gesprekken/{gesprek.id}/berichten"
        status, data = await self._vraag("POST", pad, token=gesprek.token, json={"client_id": client_id, **body})
        if status != 201:
            self.boek.geweigerd[f"bericht {status}"] += 1
            return None
        self.boek.bevestig(gesprek, client_id, data["bericht"]["volgnummer"])
        uit: dict[str, Any] = data
        return uit

    async def _zeg(self, gesprek: Gesprek, kans: random.Random) -> None:
        crisis = kans.random() < 0.05
        data = await self._stuur(gesprek, {"tekst": CRISIS if crisis else kans.choice(ZINNEN)})
        if crisis and data is not None and data["status"] != "opgepakt" and "113" not in json.dumps(data):
            self.boek.crisis_zonder_nummer += 1

    async def _vraag_om_een_mens(self, gesprek: Gesprek) -> None:
        data = await self._stuur(gesprek, {"payload": "/medewerker"})
        if data is None or data["status"] != "verslag_ter_goedkeuring":
            return
        pad = f"/api/v1/gesprekken/{gesprek.id}/verslag/goedkeuren"
        body = {"contact": {"voorkeur": "chat"}, "toestemming": True}
        status, data = await self._vraag("POST", pad, token=gesprek.token, json=body)
        if status == 201:
            gesprek.kenmerk = data["kenmerk"]
            await self._stuur(gesprek, {"tekst": "Ik wacht op u."})
        else:
            self.boek.geweigerd[f"goedkeuren {status}"] += 1

    # --- the socket -------------------------------------------------------------------------------

    async def _over_de_stroom(self, gesprek: Gesprek, kans: random.Random) -> None:
        """Send some messages over the socket and see each bericht of the gesprek exactly once, in order."""
        te_sturen = [{"client_id": str(uuid.uuid4()), "tekst": kans.choice(ZINNEN)} for _ in range(kans.randint(2, 5))]
        gezien = 0
        while te_sturen:
            gezien = await self._een_verbinding(gesprek, te_sturen, gezien, kans)
            if te_sturen:
                self.boek.opnieuw += 1
                await asyncio.sleep(_WACHT)

    async def _een_verbinding(
        self, gesprek: Gesprek, te_sturen: list[dict[str, str]], gezien: int, kans: random.Random
    ) -> int:
        """Until all is acknowledged or the connection is lost; up to which volgnummer was seen."""
        assert self._sessie is not None
        url = f"{self.basis}/api/v1/gesprekken/{gesprek.id}/stroom?na={gezien}"
        kop = {"Authorization": f"Bearer {gesprek.token}"}
        with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError, TypeError):
            async with self._sessie.ws_connect(url, headers=kop, timeout=aiohttp.ClientWSTimeout(ws_close=1)) as ws:
                while te_sturen:
                    await ws.send_json({"soort": "bericht", **te_sturen[0]})
                    klaar = False
                    while not klaar:
                        event = await ws.receive_json(timeout=10)
                        gezien = self._zie(gesprek, event, gezien)
                        klaar = event["soort"] == "ontvangen" and event["client_id"] == te_sturen[0]["client_id"]
                        if klaar:
                            self.boek.bevestig(gesprek, event["client_id"], event["volgnummer"])
                            te_sturen.pop(0)
                            await asyncio.sleep(kans.uniform(0, DENKT))
                        if event["soort"] == "fout":
                            self.boek.geweigerd[f"stroom {event['status']}"] += 1
                            raise TimeoutError
        return gezien

    def _zie(self, gesprek: Gesprek, event: dict[str, Any], gezien: int) -> int:
        if event["soort"] != "bericht":
            return gezien
        nummer = int(event["bericht"]["volgnummer"])
        if nummer != gezien + 1:
            self.boek.stroomfouten.append(f"{gesprek.id}: {gezien} -> {nummer}")
        return nummer
