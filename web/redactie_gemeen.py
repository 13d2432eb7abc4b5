"""What the pages of the redactie share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from aiohttp import web

from overdracht.staf import BEHEERDER
from sociale_kaart.goedkeuren import Keurder
from web import keys
from web.klok import lokaal_nu
from web.redactie_teksten import MELDINGEN

RECHT = "staf:redactie"


def vandaag(request: web.Request) -> dt.date:
    """Today, where the werkgebied is."""
    return lokaal_nu(request.app).date()


def tekst(data: Any, naam: str, lengte: int = 8000) -> str:
    """A field of a form or query, trimmed; a file or a missing field is empty."""
    waarde = data.get(naam, "")
    return waarde.strip()[:lengte] if isinstance(waarde, str) else ""


def getal(waarde: str, standaard: int, *, grens: int = 10_000_000) -> int:
    """A whole number of 0 or more, or the default."""
    return min(int(waarde), grens) if waarde.isascii() and waarde.isdigit() and len(waarde) < 12 else standaard


def melding(request: web.Request) -> str:
    """What was done just now, told once after the redirect."""
    aantal = request.query.get("aantal", "")
    return MELDINGEN.get(request.query.get("gedaan", ""), "").format(gedaan=aantal if aantal.isdigit() else "")


def keurder(request: web.Request) -> Keurder:
    """Who is at work, with the rule of this installation about publishing."""
    medewerker = request["medewerker"]
    return Keurder(medewerker.naam, request.app[keys.SETTINGS].goedkeuren, medewerker.rol == BEHEERDER)
