"""The ID token: whether it was signed by the provider, for us, just now, for this very login.

Pure: keys and token in, claims out. The rules are those of OpenID Connect Core 1.0, section 3.1.3.7.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Sequence
from typing import Any

import jwt
from jwt import PyJWK
from jwt.exceptions import InvalidSignatureError, PyJWTError

# Signatures with a key pair only, by the kind of key. Never `none`, and never HS*: there the key is a shared
# secret, and a public key could be passed off as one.
ALGORITMEN = {
    "RS256": "RSA", "RS384": "RSA", "RS512": "RSA", "PS256": "RSA", "PS384": "RSA", "PS512": "RSA",
    "ES256": "EC", "ES384": "EC", "ES512": "EC", "EdDSA": "OKP",
}  # fmt: skip
_KROMME = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
_VERPLICHT = ["iss", "sub", "aud", "exp", "iat"]
# Seconds that clocks may differ, and that a token may be old: some providers set `iat` minutes back.
SPELING, MAX_OUD = 60, 15 * 60
_MAX_SUB = 255


class TokenFout(Exception):
    """This token proves nothing; `reden` is a code for the log, without anything from the token."""

    def __init__(self, reden: str) -> None:
        super().__init__(reden)
        self.reden = reden


class OnbekendeSleutel(TokenFout):
    """Signed with a key we do not have: the provider may have changed its keys."""


def check_id_token(
    token: str, sleutels: Sequence[dict[str, Any]], *, issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """The claims of a token that is good. Raises OnbekendeSleutel and TokenFout."""
    claims = _verify(token, sleutels, issuer=issuer, client_id=client_id)
    if claims["iss"] != issuer:
        raise TokenFout("iss")
    publiek = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    azp = claims.get("azp")
    # More than one audience: only with the word of the provider that it was made for us.
    if (len(publiek) > 1 and azp is None) or azp not in (None, client_id):
        raise TokenFout("azp")
    if time.time() - int(claims["iat"]) > MAX_OUD + SPELING:
        raise TokenFout("iat")
    gegeven = claims.get("nonce")
    if not (isinstance(gegeven, str) and nonce and hmac.compare_digest(gegeven.encode(), nonce.encode())):
        raise TokenFout("nonce")
    if not (isinstance(claims["sub"], str) and 0 < len(claims["sub"]) <= _MAX_SUB):
        raise TokenFout("sub")
    return claims


def _verify(token: str, sleutels: Sequence[dict[str, Any]], *, issuer: str, client_id: str) -> dict[str, Any]:
    try:
        kop = jwt.get_unverified_header(token)
    except PyJWTError:
        raise TokenFout("vorm") from None
    alg = kop.get("alg")
    if not isinstance(alg, str) or alg not in ALGORITMEN:
        raise TokenFout("alg")
    for sleutel in (s for s in sleutels if _past(s, alg, kop.get("kid"))):
        try:
            claims: dict[str, Any] = jwt.decode(
                token, PyJWK(sleutel, algorithm=alg), algorithms=[alg], audience=client_id, issuer=issuer,
                leeway=SPELING, options={"require": _VERPLICHT, "enforce_minimum_key_length": True},
            )  # fmt: skip
        except InvalidSignatureError:
            continue
        except (PyJWTError, ValueError, OverflowError) as e:
            raise TokenFout(type(e).__name__) from None
        return claims
    raise OnbekendeSleutel("sleutel")


def _past(sleutel: dict[str, Any], alg: str, kid: object) -> bool:
    """Whether this public key may have made a signature of this kind."""
    return (
        sleutel.get("kty") == ALGORITMEN[alg]
        and sleutel.get("alg") in (None, alg)
        and sleutel.get("use") in (None, "sig")
        and (alg not in _KROMME or sleutel.get("crv") == _KROMME[alg])
        and (kid is None or sleutel.get("kid") == kid)
    )
