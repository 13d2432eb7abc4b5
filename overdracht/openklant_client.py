"""The calls to Open Klant (Klantinteracties 2.x), with its errors as ours. Nothing of a resident goes into an error."""

from __future__ import annotations

from typing import Any, cast

import aiohttp

from overdracht.outbox import VerzendFout, VerzendStop

PAD = "/klantinteracties/api/v1"
TIJD = aiohttp.ClientTimeout(total=20)


class NietGevonden(VerzendStop):
    """What we wrote there before is there no longer."""


class OpenKlant:
    """One Open Klant and our token for it."""

    def __init__(self, url: str, token: str) -> None:
        self._basis = url.rstrip("/").removesuffix(PAD) + PAD
        self._hoofden = {"Authorization": f"Token {token}", "Accept": "application/json"}
        self._sessie: aiohttp.ClientSession | None = None

    async def vraag(
        self, methode: str, pad: str, *, data: dict[str, Any] | None = None, params: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """One call. Raises VerzendFout when it may be tried again, VerzendStop when that has no use."""
        if self._sessie is None or self._sessie.closed:
            self._sessie = aiohttp.ClientSession(headers=self._hoofden, timeout=TIJD)
        try:
            # Not following: a redirect makes a question of what was to be written.
            async with self._sessie.request(
                methode, self._basis + pad, json=data, params=params, allow_redirects=False
            ) as antwoord:
                return await self._lees(antwoord, f"{methode} {pad.split('/')[1]}", van_een=pad.count("/") > 1)
        except (TimeoutError, aiohttp.ClientError) as e:
            raise VerzendFout(f"Open Klant is niet bereikbaar ({type(e).__name__})") from None

    async def _lees(self, antwoord: aiohttp.ClientResponse, wat: str, *, van_een: bool) -> dict[str, Any]:
        if antwoord.status == 204:
            return {}
        if antwoord.status < 300:
            return cast(dict[str, Any], await antwoord.json())
        if antwoord.status >= 500 or antwoord.status == 429:
            raise VerzendFout(f"{wat}: {antwoord.status}")
        if antwoord.status in (401, 403):
            # A wrong token is mended in the settings, after which everything goes on by itself.
            raise VerzendFout(f"{wat}: OPENKLANT_TOKEN wordt niet geaccepteerd ({antwoord.status})")
        if antwoord.status == 404 and van_een:
            raise NietGevonden(f"{wat}: 404")
        if antwoord.status == 404 or antwoord.status < 400:
            # As with the token: mended in the settings, after which everything goes on by itself.
            raise VerzendFout(f"{wat}: klopt OPENKLANT_URL? ({antwoord.status})")
        raise VerzendStop(f"{wat}: {antwoord.status} {await _velden(antwoord)}")

    async def find(self, pad: str, params: dict[str, str]) -> str | None:
        """The uuid of the first that fits, if any."""
        return next(iter(await self.find_all(pad, params)), None)

    async def find_all(self, pad: str, params: dict[str, str]) -> list[str]:
        """The uuids of the first page of what fits."""
        return [str(g["uuid"]) for g in (await self.vraag("GET", pad, params=params)).get("results", [])]

    async def sluit(self) -> None:
        if self._sessie is not None:
            await self._sessie.close()


async def _velden(antwoord: aiohttp.ClientResponse) -> str:
    """Which fields were refused and why: names and codes only, since a reason may repeat a value."""
    try:
        fouten = (await antwoord.json(content_type=None)).get("invalidParams", [])
        return ", ".join(f"{f.get('name')} ({f.get('code')})" for f in fouten)
    except (ValueError, AttributeError):
        return ""
