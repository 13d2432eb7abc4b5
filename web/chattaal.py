"""The language of the fixed texts of /chat: asked for in the address, kept nowhere.

The gesprek itself stays Dutch. So does the text of the consent: a translation stands beside it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from web.teksten import read_yaml

TEKSTEN: dict[str, dict[str, Any]] = read_yaml("chat_talen.yml")
STANDAARD = "nl"


def taal_van(request: web.Request) -> str:
    """The code of the language that was asked for, or Dutch."""
    gevraagd = request.query.get("taal", "")
    return gevraagd if gevraagd in TEKSTEN else STANDAARD


def richting(taal: str) -> str:
    """The writing direction as HTML names it."""
    return "rtl" if taal == "ar" else "ltr"


def met_taal(pad: str, taal: str) -> str:
    """The address with the language in it, so that the next page comes in the same one; Dutch needs none."""
    if taal == STANDAARD:
        return pad
    deel = urlsplit(pad)
    vraag = f"{deel.query}&taal={taal}" if deel.query else f"taal={taal}"
    return deel._replace(query=vraag).geturl()
