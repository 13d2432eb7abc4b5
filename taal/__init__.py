"""Dutch text: normalising, words and their parts, spelling, personal numbers, readability. No I/O, no other room.

Names are loaded when first asked for, so that who needs one pays for one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from taal.normaliseren import normaliseer, schoon
    from taal.persoonsgegevens import verberg
    from taal.woorden import delen, lemma, termen, tokens

__all__ = ["delen", "lemma", "normaliseer", "schoon", "termen", "tokens", "verberg"]

_MODULES = {
    "normaliseer": "normaliseren",
    "schoon": "normaliseren",
    "verberg": "persoonsgegevens",
} | dict.fromkeys(("delen", "lemma", "termen", "tokens"), "woorden")


def __getattr__(naam: str) -> Any:
    if naam not in _MODULES:
        raise AttributeError(f"module 'taal' has no attribute '{naam}'")
    return getattr(import_module(f"taal.{_MODULES[naam]}"), naam)
