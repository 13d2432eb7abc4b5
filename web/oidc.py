"""The OIDC provider: discovery, keys, exchanging a code, and where to log out. Nothing here knows an account.

Every call has a time limit, follows no redirect and reads no more than it should. What was found out is kept
for a while; that the provider is away, for a few seconds, so that nobody waits in a row for the same answer.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import aiohttp

from web.logboek import meld
from web.oidc_instelling import OidcInstelling, is_veilig_adres
from web.oidc_token import OnbekendeSleutel, TokenFout, check_id_token

log = logging.getLogger("web.oidc")
# A code works once: giving up on a slow exchange costs the whole login, so that is not done soon.
TIJD = aiohttp.ClientTimeout(total=15, connect=3)
# Seconds: what discovery and the keys are kept, how soon keys may be asked for again because of an unknown one,
# how long a provider that is away is left alone, and how lately it must have answered to send a browser there.
BEWAAR, SLEUTEL_PAUZE, WEG_PAUZE, VERS = 3600.0, 30.0, 5.0, 30.0
_MAX_BYTES = 512 * 1024
# A longer ID token does not fit in an address; the provider then asks whether to log out.
_MAX_HINT = 2000
_VERPLICHT = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
_ADRESSEN = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint", "end_session_endpoint")


class OidcFout(Exception):
    """Logging in elsewhere did not work; `code` is a text in login_teksten.yml, `reden` is for the log."""

    def __init__(self, code: str, reden: str) -> None:
        super().__init__(f"{code}: {reden}")
        self.code, self.reden = code, reden


@dataclass(frozen=True)
class Tokens:
    """What a code was exchanged for."""

    id_token: str
    access_token: str


@dataclass(frozen=True)
class Persoonsbewijs:
    """Who logged in, as proven by the ID token, with the groups; `hint` is what logging out needs."""

    sub: str
    claims: dict[str, Any]
    groepen: frozenset[str]
    hint: str


class Oidc:
    """One provider. `klok` counts seconds and is replaced in tests."""

    def __init__(
        self,
        instelling: OidcInstelling,
        *,
        klok: Callable[[], float] = time.monotonic,
        tijd: aiohttp.ClientTimeout = TIJD,
    ) -> None:
        self.instelling = instelling
        self._klok, self._tijd = klok, tijd
        self._sessie: aiohttp.ClientSession | None = None
        self._slot = asyncio.Lock()
        self._metadata: dict[str, Any] = {}
        self._metadata_op = self._sleutels_op = self._weg_op = float("-inf")
        self._sleutels: list[dict[str, Any]] = []
        self._stuk = False

    @property
    def weg(self) -> bool:
        """Whether the last call got no answer that could be used."""
        return self._stuk

    async def sluit(self) -> None:
        if self._sessie is not None:
            await self._sessie.close()

    # --- the steps of a login -----------------------------------------------------------------

    async def begin(self, *, state: str, nonce: str, verifier: str, ander: bool = False) -> str:
        """Where to send the browser (PKCE, RFC 7636, S256 only). `ander`: let the person choose an account."""
        vraag = {
            "response_type": "code",
            "client_id": self.instelling.client_id,
            "redirect_uri": self.instelling.terug,
            "scope": self.instelling.scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge(verifier),
            "code_challenge_method": "S256",
        }
        if ander:
            vraag["prompt"] = "select_account"
        # Asked again here: whoever is sent to a provider that is away gets the browser's own error page.
        return _met((await self.metadata(vers=True))["authorization_endpoint"], vraag)

    async def check_afzender(self, iss: str | None) -> None:
        """That the answer comes from this provider (RFC 9207), for providers that say so. Raises OidcFout."""
        metadata = await self.metadata()
        verplicht = metadata.get("authorization_response_iss_parameter_supported") is True
        if (iss is None and verplicht) or (iss is not None and iss != metadata["issuer"]):
            raise OidcFout("ongeldig", "iss van het antwoord")

    async def haal_bewijs(self, code: str, *, verifier: str, nonce: str) -> Persoonsbewijs:
        """Exchange the code and check what comes back. Raises OidcFout."""
        tokens = await self._wissel_in(code, verifier)
        claims = await self._check(tokens.id_token, nonce)
        gevonden = find_groepen(claims, self.instelling.claim)
        if gevonden is None and tokens.access_token:
            extra = await self._userinfo(tokens.access_token)
            # The signed token stays what counts; this answer only adds what is not in it.
            if extra.get("sub") == claims["sub"]:
                gevonden = find_groepen(extra, self.instelling.claim)
                claims = {**extra, **claims}
        if gevonden is None:
            # Also when the provider has too many groups for a token and only says where they could be fetched.
            meld(log, "oidc zonder groepen", niveau=logging.WARNING, te_veel="_claim_names" in claims)
        hint = tokens.id_token if len(tokens.id_token) <= _MAX_HINT else ""
        return Persoonsbewijs(claims["sub"], claims, gevonden or frozenset(), hint)

    async def uitlog_adres(self, hint: str) -> str | None:
        """Where to log out at the provider (RP-initiated), when it offers that and can be reached."""
        try:
            adres = (await self.metadata()).get("end_session_endpoint")
        except OidcFout:
            return None
        if not adres:
            return None
        vraag = {"client_id": self.instelling.client_id, "post_logout_redirect_uri": self.instelling.na_uitloggen}
        return _met(adres, {**vraag, **({"id_token_hint": hint} if hint else {})})

    # --- what is kept -------------------------------------------------------------------------

    async def metadata(self, *, vers: bool = False) -> dict[str, Any]:
        """The provider's description of itself, checked; `vers` only if it answers now. Raises OidcFout."""
        async with self._slot:
            if self._klok() - self._metadata_op > (VERS if vers else BEWAAR):
                try:
                    adres = f"{self.instelling.issuer.rstrip('/')}/.well-known/openid-configuration"
                    self._metadata = self._check_metadata(await self._haal(adres))
                    self._metadata_op = self._klok()
                except OidcFout:
                    # What was known an hour ago is better than nothing; the keys are never kept longer.
                    if vers or not self._metadata:
                        raise
            return self._metadata

    def _check_metadata(self, data: dict[str, Any]) -> dict[str, Any]:
        if any(not isinstance(data.get(naam), str) for naam in _VERPLICHT):
            raise OidcFout("instelling", "beschrijving niet compleet")
        if data["issuer"].rstrip("/") != self.instelling.issuer.rstrip("/"):
            raise OidcFout("instelling", "issuer van de beschrijving is een andere dan OIDC_ISSUER")
        ook_http = self.instelling.issuer.startswith("http://")
        for naam in _ADRESSEN:
            if data.get(naam) and not is_veilig_adres(str(data[naam]), ook_http=ook_http):
                raise OidcFout("instelling", f"{naam} is geen https-adres")
        methodes = data.get("code_challenge_methods_supported")
        if isinstance(methodes, list) and "S256" not in methodes:
            raise OidcFout("instelling", "geen PKCE met S256")
        return data

    async def _haal_sleutels(self, *, opnieuw: bool = False) -> list[dict[str, Any]]:
        adres = (await self.metadata())["jwks_uri"]
        async with self._slot:
            oud = self._klok() - self._sleutels_op
            if oud > BEWAAR or (opnieuw and oud > SLEUTEL_PAUZE):
                sleutels = (await self._haal(adres)).get("keys")
                if not isinstance(sleutels, list):
                    raise OidcFout("instelling", "geen sleutels")
                self._sleutels = [s for s in sleutels if isinstance(s, dict)]
                self._sleutels_op = self._klok()
            return self._sleutels

    async def _check(self, id_token: str, nonce: str) -> dict[str, Any]:
        issuer = (await self.metadata())["issuer"]
        wat: dict[str, Any] = {"issuer": issuer, "client_id": self.instelling.client_id, "nonce": nonce}
        try:
            try:
                return check_id_token(id_token, await self._haal_sleutels(), **wat)
            except OnbekendeSleutel:
                return check_id_token(id_token, await self._haal_sleutels(opnieuw=True), **wat)
        except TokenFout as e:
            raise OidcFout("ongeldig", f"id_token: {e.reden}") from None

    # --- calls --------------------------------------------------------------------------------

    async def _wissel_in(self, code: str, verifier: str) -> Tokens:
        metadata, koppen = await self.metadata(), {}
        velden = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.instelling.terug,
            "code_verifier": verifier,
        }
        methodes = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if self.instelling.client_secret and "client_secret_basic" in methodes:
            # RFC 6749, 2.3.1: both are form-encoded before they go into the header.
            paar = f"{quote_plus(self.instelling.client_id)}:{quote_plus(self.instelling.client_secret)}"
            koppen["Authorization"] = f"Basic {base64.b64encode(paar.encode()).decode()}"
        else:
            velden["client_id"] = self.instelling.client_id
            if self.instelling.client_secret:
                velden["client_secret"] = self.instelling.client_secret
        data = await self._haal(metadata["token_endpoint"], velden=velden, koppen=koppen)
        id_token, access_token = data.get("id_token"), data.get("access_token")
        if not isinstance(id_token, str):
            raise OidcFout("ongeldig", "geen id_token")
        return Tokens(id_token, access_token if isinstance(access_token, str) else "")

    async def _userinfo(self, access_token: str) -> dict[str, Any]:
        adres = (await self.metadata()).get("userinfo_endpoint")
        return await self._haal(adres, koppen={"Authorization": f"Bearer {access_token}"}) if adres else {}

    async def _haal(
        self, adres: str, *, velden: dict[str, str] | None = None, koppen: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """One call; a GET, or a POST of a form. Raises OidcFout."""
        if self._klok() - self._weg_op < WEG_PAUZE:
            raise OidcFout("weg", "kort geleden ook niet")
        if self._sessie is None or self._sessie.closed:
            self._sessie = aiohttp.ClientSession(timeout=self._tijd, cookie_jar=aiohttp.DummyCookieJar())
        wat = urlsplit(adres).path
        try:
            async with self._sessie.request(
                "GET" if velden is None else "POST", adres, data=velden, allow_redirects=False,
                headers={"Accept": "application/json", **(koppen or {})},
            ) as antwoord:  # fmt: skip
                status, tekst = antwoord.status, await _lees(antwoord)
        except (TimeoutError, aiohttp.ClientError, OSError) as e:
            self._weg_op, self._stuk = self._klok(), True
            raise OidcFout("weg", f"{wat}: {type(e).__name__}") from None
        self._weg_op, self._stuk = float("-inf"), status >= 500
        return _als_data(status, tekst, wat)


async def _lees(antwoord: aiohttp.ClientResponse) -> bytes:
    tekst = bytearray()
    async for stuk in antwoord.content.iter_chunked(64 * 1024):
        tekst += stuk
        if len(tekst) > _MAX_BYTES:
            raise aiohttp.ClientPayloadError
    return bytes(tekst)


def _als_data(status: int, tekst: bytes, wat: str) -> dict[str, Any]:
    try:
        data = json.loads(tekst)
    except ValueError:
        data = None
    if status >= 500 or status == 429:
        raise OidcFout("weg", f"{wat}: {status}")
    if status != 200 or not isinstance(data, dict):
        soort = data.get("error") if isinstance(data, dict) else None
        if soort == "invalid_grant":
            raise OidcFout("verlopen", f"{wat}: {soort}")
        bekend = soort if soort in ("invalid_client", "unauthorized_client", "invalid_request") else ""
        raise OidcFout("instelling", f"{wat}: {status} {bekend}".strip())
    return data


def _met(adres: str, vraag: dict[str, str]) -> str:
    return f"{adres}{'&' if urlsplit(adres).query else '?'}{urlencode(vraag)}"


def challenge(verifier: str) -> str:
    """What the provider may see of the verifier (S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def find_groepen(claims: dict[str, Any], claim: str) -> frozenset[str] | None:
    """The groups, or None when the claim is not there. `realm_access.roles` looks inside `realm_access`."""
    waarde: Any = claims.get(claim)
    if waarde is None and "." in claim:
        waarde = claims
        for deel in claim.split("."):
            waarde = waarde.get(deel) if isinstance(waarde, dict) else None
    if isinstance(waarde, str):
        return frozenset({waarde})
    return frozenset(g for g in waarde if isinstance(g, str)) if isinstance(waarde, list) else None
