"""An OIDC provider in the test's own process: real keys and signatures, PKCE and codes that work once.

The person at the provider is played by `antwoord`: it reads where the browser was sent and returns what the
provider would send the browser back with.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlsplit

import jwt
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from opslag.db import Database
from overdracht import queries

Client = TestClient[Any, Any]
CLIENT_ID, CLIENT_SECRET = "voordeur", "een geheim: met/tekens&"


class Sleutel:
    """A key pair with its public half as a JWK."""

    def __init__(self, kid: str | None, alg: str = "ES256") -> None:
        self.kid, self.alg = kid, alg
        self.prive: Any
        if alg.startswith("ES"):
            self.prive = ec.generate_private_key(ec.SECP256R1())
            data = ECAlgorithm.to_jwk(self.prive.public_key(), as_dict=True)
        else:
            self.prive = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            data = RSAAlgorithm.to_jwk(self.prive.public_key(), as_dict=True)
        self.jwk = {**data, "use": "sig", **({"kid": kid} if kid else {})}
        self.jwk.pop("key_ops", None)

    def teken(self, claims: dict[str, Any], **kop: Any) -> str:
        koppen = {**({"kid": self.kid} if self.kid else {}), **kop}
        return jwt.encode(claims, self.prive, algorithm=self.alg, headers=koppen)


class Dienst:
    """What the tests turn: `claims` of who logs in, `verander` a token before it is signed, `stuk` what is away."""

    def __init__(self) -> None:
        self.sleutels = [Sleutel("een")]
        self.claims: dict[str, Any] = {"sub": "noor-1", "name": "Noor Nieuw", "groups": ["kcc"]}
        self.userinfo: dict[str, Any] | None = None
        self.verander: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.stuk: set[str] = set()
        self.maak_token: Any = None
        self.gevraagd: list[str] = []
        self.basic = True
        self._codes: dict[str, dict[str, str]] = {}
        self._server: TestServer | None = None

    async def start(self) -> Dienst:
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self._beschrijving)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/token", self._token)
        app.router.add_get("/userinfo", self._userinfo)
        self._server = TestServer(app)
        await self._server.start_server()
        return self

    async def stop(self) -> None:
        if self._server is not None:
            await self._server.close()

    @property
    def issuer(self) -> str:
        assert self._server is not None
        return str(self._server.make_url("")).rstrip("/")

    def antwoord(self, adres: str, **anders: str) -> dict[str, str]:
        """The person logs in: code and state for the address that the browser was sent to."""
        vraag = {k: v[0] for k, v in parse_qs(urlsplit(adres).query).items()}
        assert vraag["response_type"] == "code"
        assert vraag["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self._codes[code] = vraag
        return {"code": code, "state": vraag["state"], **anders}

    def _tel(self, wat: str) -> None:
        self.gevraagd.append(wat)
        if wat in self.stuk:
            raise web.HTTPBadGateway

    async def _beschrijving(self, request: web.Request) -> web.Response:
        self._tel("beschrijving")
        basis = self.issuer
        methode = "client_secret_basic" if self.basic else "client_secret_post"
        return web.json_response(
            {
                "issuer": basis,
                "authorization_endpoint": f"{basis}/authorize",
                "token_endpoint": f"{basis}/token",
                "jwks_uri": f"{basis}/keys",
                "userinfo_endpoint": f"{basis}/userinfo",
                "end_session_endpoint": f"{basis}/logout",
                "token_endpoint_auth_methods_supported": [methode],
                **self.metadata,
            }
        )

    async def _keys(self, request: web.Request) -> web.Response:
        self._tel("sleutels")
        return web.json_response({"keys": [s.jwk for s in self.sleutels]})

    async def _token(self, request: web.Request) -> web.Response:
        self._tel("token")
        velden = {k: str(v) for k, v in (await request.post()).items()}
        if self._client(request, velden) != (CLIENT_ID, CLIENT_SECRET):
            return web.json_response({"error": "invalid_client"}, status=401)
        vraag = self._codes.pop(velden.get("code", ""), None)
        if vraag is None or not _pkce(velden.get("code_verifier", ""), vraag["code_challenge"]):
            return web.json_response({"error": "invalid_grant"}, status=400)
        if velden.get("redirect_uri") != vraag["redirect_uri"]:
            return web.json_response({"error": "invalid_grant"}, status=400)
        nu = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": nu, "exp": nu + 300, "nonce": vraag["nonce"]}
        # A moment is changed by seconds from now.
        anders = {k: nu + v if k in ("exp", "iat", "nbf") and v is not None else v for k, v in self.verander.items()}
        claims = {**claims, **self.claims, **anders}
        claims = {k: v for k, v in claims.items() if v is not None}
        token = self.maak_token(claims) if self.maak_token else self.sleutels[-1].teken(claims)
        return web.json_response({"access_token": "toegang", "token_type": "Bearer", "id_token": token})

    def _client(self, request: web.Request, velden: dict[str, str]) -> tuple[str, str]:
        if not self.basic:
            return velden.get("client_id", ""), velden.get("client_secret", "")
        _, _, kop = request.headers.get("Authorization", "").partition(" ")
        id, _, geheim = base64.b64decode(kop).decode().partition(":")
        return unquote_plus(id), unquote_plus(geheim)

    async def _userinfo(self, request: web.Request) -> web.Response:
        self._tel("userinfo")
        assert request.headers["Authorization"] == "Bearer toegang"
        return web.json_response(self.userinfo or {"sub": self.claims["sub"]})


def _pkce(verifier: str, challenge: str) -> bool:
    som = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return len(verifier) >= 43 and som == challenge


def zonder_handtekening(claims: dict[str, Any]) -> str:
    """A token with `alg: none`."""
    return jwt.encode(claims, None, algorithm="none")


def met_publieke_sleutel(sleutel: Sleutel, claims: dict[str, Any]) -> str:
    """A token signed by HMAC, with the text of the public key as the secret: the classic confusion."""
    import hmac

    def b64(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    kop = b64(json.dumps({"alg": "HS256", "kid": sleutel.kid}).encode())
    deel = f"{kop}.{b64(json.dumps(claims).encode())}"
    return f"{deel}.{b64(hmac.new(json.dumps(sleutel.jwk).encode(), deel.encode(), hashlib.sha256).digest())}"


class Klok:
    """Seconds that pass when a test says so."""

    nu = 1000.0

    def __call__(self) -> float:
        return self.nu


async def begin(client: Client, pad: str = "/login/oidc") -> str:
    """Where the browser is sent to."""
    response = await client.get(pad, allow_redirects=False)
    assert response.status == 303, await response.text()
    return str(response.headers["Location"])


async def login(client: Client, dienst: Dienst, pad: str = "/login/oidc", **anders: str) -> Any:
    """A whole login, as far as the answer of Voordeur to what the provider sends back."""
    return await terug(client, dienst.antwoord(await begin(client, pad), **anders))


async def terug(client: Client, antwoord: dict[str, str]) -> Any:
    """What the browser brings back."""
    return await client.get("/login/oidc/terug", params=antwoord, allow_redirects=False)


async def mag_werken(client: Client) -> bool:
    """Whether this browser is logged in as somebody of the werkplek."""
    return (await client.get("/api/v1/overdrachten")).status == 200


def accounts(database: Database) -> dict[str, tuple[str, list[str], str]]:
    """Name -> role, gemeenten and address of every account."""
    with database.lezen() as session:
        return {m.naam: (m.rol, list(m.gemeenten), m.email) for m in queries.find_medewerkers(session)}


def audit(database: Database) -> list[tuple[str, str, str, str]]:
    """Who, what, of whom and why; oldest first."""
    with database.lezen() as session:
        return [(a.wie, a.wat, a.waarvan, a.reden) for a in reversed(queries.find_audit(session))]
