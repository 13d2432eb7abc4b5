"""Secrets that open something: made here, kept only as a hash, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
import secrets


def new_token() -> str:
    """32 random bytes, fit for a header or an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is stored instead of the secret. Unsalted and fast is enough for 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def same_secret(gegeven: str, bewaard: str) -> bool:
    """Whether two hashes are equal, taking as long when they are not."""
    return bool(bewaard) and hmac.compare_digest(gegeven.encode(), bewaard.encode())
