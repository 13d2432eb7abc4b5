"""What the tests of the web room are built from: an assistant and a triage that do as told, and short calls."""

from __future__ import annotations

import asyncio
import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from aiohttp.test_utils import TestClient

from bot.vraag import Vraag
from gesprek.antwoord import Antwoord, AntwoordBericht
from opslag.db import Database
from overdracht import staf
from triage.beoordeling import Beoordeling, GevondenLeefgebied

OP = dt.datetime(2026, 11, 4, 10, 0, tzinfo=dt.UTC)


class NepTriage:
    """Hears a crisis in the word `gevaar`, and money in `schulden`."""

    def beoordeel(self, tekst: str) -> Beoordeling:
        if "gevaar" in tekst:
            return Beoordeling("crisis", "vraag", crisis="geweld", crisis_bewijs=("gevaar",), route="crisis")
        if "schulden" in tekst:
            return Beoordeling(
                "enkelvoudig", "vraag", (GevondenLeefgebied("financien", 0.9, (tekst[:100],)),), route="antwoord"
            )
        return Beoordeling("geen", "gesprek", route="gesprek", intent="groet")

    def beoordeel_gesprek(self, berichten: Any, *, weg: Any = (), erbij: Any = ()) -> Beoordeling:
        return berichten[-1]


class NepAssistent:
    """Echoes, unless `doe` says otherwise. Remembers what it was asked."""

    def __init__(self, *, klaar: bool = True) -> None:
        self.klaar = klaar
        self.fout = ""
        self.gevraagd: list[Vraag] = []
        self.begonnen = asyncio.Event()
        self.doe: Callable[[Vraag], Any] | None = None

    def start(self) -> None: ...

    def stop(self) -> None: ...

    async def antwoord(self, vraag: Vraag) -> Antwoord:
        self.gevraagd.append(vraag)
        self.begonnen.set()
        await asyncio.sleep(0)
        if self.doe is not None:
            uit = self.doe(vraag)
            return await uit if asyncio.iscoroutine(uit) else uit
        return zeg(f"echo: {vraag.tekst or vraag.payload}", vraag)


def zeg(tekst: str, vraag: Vraag | None = None, *, stap: str | None = None) -> Antwoord:
    """A reply of one message."""
    beoordeling = vraag.beoordeling.as_dict() if vraag and vraag.beoordeling else None
    return Antwoord(berichten=(AntwoordBericht(tekst=tekst),), stap=stap, beoordeling=beoordeling)


class Inwoner:
    """A resident with a gesprek."""

    def __init__(self, client: TestClient[Any, Any], data: dict[str, Any]) -> None:
        self.client = client
        self.id: str = data["id"]
        self.token: str = data["token"]
        self.welkom: list[dict[str, Any]] = data["berichten"]

    @property
    def kop(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def pad(self) -> str:
        return f"/api/v1/gesprekken/{self.id}"

    async def post(self, deel: str, json: Any = None, **anders: Any) -> Any:
        return await self.client.post(f"{self.pad}/{deel}", json=json, headers=self.kop, **anders)

    async def get(self, deel: str) -> Any:
        return await self.client.get(f"{self.pad}/{deel}", headers=self.kop)

    async def zeg(self, tekst: str, client_id: str | None = None) -> dict[str, Any]:
        """Say something; the answer of the server as data."""
        body = {"client_id": client_id or str(uuid.uuid4()), "tekst": tekst}
        response = await self.post("berichten", body)
        assert response.status == 201, await response.text()
        return await response.json()

    async def druk(self, payload: str) -> dict[str, Any]:
        response = await self.post("berichten", {"client_id": str(uuid.uuid4()), "payload": payload})
        assert response.status == 201, await response.text()
        return await response.json()

    async def alles(self, na: int = 0) -> dict[str, Any]:
        response = await self.get(f"berichten?na={na}")
        assert response.status == 200, await response.text()
        return await response.json()


async def nieuwe_inwoner(client: TestClient[Any, Any], gemeente: str | None = "castricum") -> Inwoner:
    response = await client.post("/api/v1/gesprekken", json={"gemeente": gemeente} if gemeente else {})
    assert response.status == 201, await response.text()
    return Inwoner(client, await response.json())


def maak_medewerker(database: Database, naam: str, rol: str = "medewerker") -> dict[str, str]:
    """An account with an API token; gives the header to use it."""
    with database.session_scope() as session:
        staf.add_medewerker(session, naam, rol)
        medewerker = staf.find_by_naam(session, naam)
        assert medewerker is not None
        return {"Authorization": f"Bearer {staf.make_token(session, medewerker)}"}
