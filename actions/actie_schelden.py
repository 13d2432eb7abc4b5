"""Anger, answered without judging."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.reactie import Reactie, zeg
from actions.teksten import knop, tekst


class ActionSchelden(VoordeurActie):
    """Anger, answered without judging."""

    naam = "action_schelden"

    def antwoord(self, ctx: Context) -> Reactie:
        return zeg(tekst("gesprek.schelden", ctx.beurt), knop("mens"), knop("anders"))
