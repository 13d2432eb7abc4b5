"""A kenmerk that comes in from outside, in the form it is kept in."""

from __future__ import annotations

from aiohttp import web

from overdracht.kenmerk import schoon

MAX_KENMERK = 20


def lees_kenmerk(waarde: str) -> str:
    """A kenmerk as somebody typed it; what is none stays harmless text that names nothing."""
    return schoon(waarde[:MAX_KENMERK].replace("\0", ""))


def kenmerk_uit(request: web.Request) -> str:
    """The kenmerk in the address."""
    return lees_kenmerk(request.match_info["kenmerk"])
