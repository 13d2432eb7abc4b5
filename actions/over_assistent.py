"""Who the assistant is, what it keeps, and deleting it."""

from __future__ import annotations

import re

from actions.context import Context
from actions.reactie import Reactie, zeg
from actions.teksten import knop, tekst

_WISSEN = re.compile(r"\b(verwijder\w*|wis|wissen|gewist|weghalen|delete)\b", re.IGNORECASE)
_NUMMER = re.compile(r"\b(112|113|noodnummer\w*|alarmnummer)\b", re.IGNORECASE)


def over_assistent(ctx: Context) -> Reactie:
    """What it is and keeps; asks before deleting."""
    if _WISSEN.search(ctx.tekst) and not ctx.in_lus:
        return zeg(tekst("gesprek.verwijder_vraag"), knop("verwijder"), knop("nee"), verwacht="verwijder")
    delen = ["over.crisisnummers"] if _NUMMER.search(ctx.tekst) else []
    zinnen = [tekst(d) for d in (*delen, "over.wie")]
    zinnen += [tekst("over.bewaart", dagen=ctx.bronnen.bewaar_dagen()), tekst("over.mens")]
    if ctx.in_lus:
        return zeg(" ".join(zinnen))
    return zeg(" ".join(zinnen), knop("mens"), knop("anders"), verwacht="nog_iets")
