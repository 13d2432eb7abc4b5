"""A medewerker at a browser: a login with its cookie and the hidden value of the forms."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from aiohttp.test_utils import TestClient

from opslag.db import Database
from overdracht import staf
from web.route import Route
from web.routes import routes_of
from web.toegang import COOKIE_STAF

Client = TestClient[Any, Any]
MODULES = (
    "chat", "stroom", "staf_api", "staf_export", "schemas", "gezondheid", "login", "oidc_login", "statisch", "paginas",
    "volg", "volg_verslag", "werkplek", "beheer",
)  # fmt: skip


def pagina_routes() -> tuple[Route, ...]:
    """The routes these tests need, so that a fault in another page does not fail them."""
    return tuple(route for naam in MODULES for route in routes_of(naam))


class Staflid:
    """Reads pages and sends forms, as a browser without script does."""

    def __init__(self, client: Client, database: Database, naam: str, rol: str = "medewerker", **velden: Any) -> None:
        self.client, self.naam = client, naam
        with database.session_scope() as session:
            staf.add_medewerker(session, naam, rol, **velden)
            medewerker = staf.find_by_naam(session, naam)
            assert medewerker is not None
            sessie = staf.start_sessie(session, medewerker)
            self.id, self.csrf = medewerker.id, sessie.csrf
        self.koppen = {"Cookie": f"{COOKIE_STAF}={sessie.geheim}", "Accept": "text/html"}

    async def get(self, pad: str, **koppen: str) -> Any:
        return await self.client.get(pad, headers={**self.koppen, **koppen}, allow_redirects=False)

    async def lees(self, pad: str, status: int = 200) -> str:
        """The text of a page."""
        response = await self.get(pad)
        tekst = await response.text()
        assert response.status == status, tekst
        return tekst

    async def stuur(self, pad: str, velden: dict[str, str] | None = None, **koppen: str) -> Any:
        data = {"csrf": self.csrf, **(velden or {})}
        return await self.client.post(pad, data=data, headers={**self.koppen, **koppen}, allow_redirects=False)

    async def doe(self, pad: str, velden: dict[str, str] | None = None) -> str:
        """Send a form that must succeed; where it leads to."""
        response = await self.stuur(pad, velden)
        assert response.status == 303, await response.text()
        return str(response.headers["Location"])

    async def stand(self, kenmerk: str = "", *naast: str) -> dict[str, Any]:
        """What the script of the werkplek gets, with the first in focus and the others beside it."""
        vraag = [("o", kenmerk), *(("naast", k) for k in naast)]
        response = await self.get(f"/werkplek/stand?{urlencode(vraag)}", Accept="application/json")
        assert response.status == 200, await response.text()
        return dict(await response.json())
