"""The name of an overdracht, and the second secret that goes with it."""

from __future__ import annotations

import hashlib
import hmac
import secrets

# Without 0/O, 1/I/L, U/V-like pairs and vowels that spell words: read over the telephone without mistakes.
ALFABET = "23456789BCDFGHJKMNPQRSTVWXZ"


def new_kenmerk() -> str:
    """A kenmerk such as VD-7K3Q-9XMP; 27^8 of them, so one cannot be guessed from another."""
    tekens = [secrets.choice(ALFABET) for _ in range(8)]
    return f"VD-{''.join(tekens[:4])}-{''.join(tekens[4:])}"


def make_code(geheim: str, waarde: str) -> str:
    """A code such as 4HT6-WQ2C that always belongs to this value, and cannot be made without the secret."""
    ruw = hmac.new(geheim.encode(), f"volgcode\0{waarde}".encode(), hashlib.sha256).digest()
    tekens = [ALFABET[b % len(ALFABET)] for b in ruw[:8]]
    return f"{''.join(tekens[:4])}-{''.join(tekens[4:])}"


def schoon(code: str) -> str:
    """A kenmerk or code as somebody types it, with or without hyphens, in the form it is kept in."""
    tekens = "".join(t for t in code.upper() if t.isascii() and t.isalnum())
    begin, rest = ("VD-", tekens[2:]) if len(tekens) == 10 and tekens.startswith("VD") else ("", tekens)
    return f"{begin}{rest[:4]}-{rest[4:]}" if len(rest) == 8 else code.strip().upper().replace(" ", "-")
