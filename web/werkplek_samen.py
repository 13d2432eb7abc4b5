"""What the open werkplekken of this process read together, once for all who ask at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web import keys, queries
from web.databank import lees_db
from web.klok import lokaal_nu
from web.samen import Samen
from web.werkplek_stand import Gedeeld, Rij, lees_gedeeld
from web.werkplek_teksten import UITKOMSTEN, WOORDEN

if TYPE_CHECKING:
    from aiohttp import web


class WerkplekSamen:
    """The lists per set of gemeenten, and in which gesprekken everybody is.

    `lijsten` shows nothing of other gemeenten than asked for; who may see which is looked up for every question.
    """

    def __init__(self, app: web.Application) -> None:
        self._app = app
        self.lijsten: Samen[tuple[str, ...], Gedeeld] = Samen(self._lees_lijsten)
        self._gesprekken: Samen[None, dict[int, list[str]]] = Samen(self._lees_gesprekken)

    async def eigen_gesprekken(self, medewerker_id: int) -> list[str]:
        """The gesprekken this medewerker is in now."""
        return (await self._gesprekken.vraag(None)).get(medewerker_id, [])

    async def _lees_lijsten(self, gemeenten: tuple[str, ...]) -> Gedeeld:
        nu = lokaal_nu(self._app)
        sjabloon = self._app[keys.SJABLONEN].get_template("werkplek/_regel.html").module
        regel = sjabloon.regel  # type: ignore[attr-defined]

        def toon(rij: Rij) -> str:
            html: str = regel(rij, None, "", WOORDEN, UITKOMSTEN)
            return html

        werkgebied = self._app[keys.WERKGEBIED]
        return await lees_db(self._app, lambda s: lees_gedeeld(s, gemeenten, werkgebied=werkgebied, nu=nu, toon=toon))

    async def _lees_gesprekken(self, _: None) -> dict[int, list[str]]:
        return await lees_db(self._app, queries.find_lopende_gesprekken)
