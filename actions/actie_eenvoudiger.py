"""Somebody did not understand: the same again, in fewer and easier words."""

from __future__ import annotations

from typing import Any

from actions.actie import VoordeurActie
from actions.contact import team_naam
from actions.context import Context
from actions.reactie import Bericht, Reactie, zeg
from actions.teksten import knop, tekst
from actions.vervolg import getoonde


class ActionEenvoudiger(VoordeurActie):
    """What matters of the last answer: one place, one thing to do. What was asked before stays asked."""

    naam = "action_eenvoudiger"

    def antwoord(self, ctx: Context) -> Reactie:
        if ctx.in_lus:
            return zeg(tekst("breed.eenvoudiger"))
        if ctx.verwacht == "breed":
            return zeg(
                tekst("eenvoudiger.breed", team=team_naam(ctx)),
                knop("ja_vragen"),
                knop("meteen_mens"),
                knop("alleen_zoeken"),
                verwacht="breed",
            )
        kaartjes = getoonde(ctx)
        if not kaartjes:
            return zeg(tekst("eenvoudiger.niets"), knop("mens"), knop("anders"), verwacht=ctx.verwacht)
        regels = [_wat_te_doen(kaartjes[0]), *([tekst("eenvoudiger.meer")] if len(kaartjes) > 1 else [])]
        bericht = Bericht(
            " ".join([*regels, tekst("eenvoudiger.lastig")]), [knop("mens"), knop("meer"), knop("anders")]
        )
        return Reactie([bericht], {"verwacht": "nog_iets"})


def _wat_te_doen(kaartje: dict[str, Any]) -> str:
    """The one step that leads somewhere: a call, a mail, a page; else a visit."""
    for weg in ("telefoon", "email", "website"):
        if kaartje[weg]:
            return tekst(f"eenvoudiger.{weg}", naam=kaartje["naam"], waar=kaartje[weg])
    return tekst("eenvoudiger.langs", naam=kaartje["naam"])
