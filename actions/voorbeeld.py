"""What the assistant would say with an entry, for the redacteur who writes it. Nothing is stored or asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from actions.bronnen import Bronnen
from actions.context import Context
from actions.zoekantwoord import Gevonden, toon
from opslag.db import Database
from werkgebied import Werkgebied


def voorbeeld_antwoord(kaartje: dict[str, Any], *, database: Database, werkgebied: Werkgebied, nu: dt.datetime) -> str:
    """The words around this entry when it is the one that was found, for a resident of the first place it is in."""
    gemeente = next(iter(kaartje["gemeenten"]), werkgebied.gemeenten[0].naam)
    kern = next(iter(kaartje["kernen"]), None)
    ctx = Context(
        tekst="",
        intent="hulpvraag",
        score=1.0,
        slots={"gemeente": gemeente, "kern": kern, "plaats_gevraagd": True},
        nu=nu,
        bronnen=Bronnen(database, werkgebied, None, {}),
        gemeente_van_gesprek=gemeente,
        kern_van_gesprek=kern,
    )
    reactie = toon(ctx, "", Gevonden([kaartje]), begin="")
    return reactie.berichten[0].tekst
