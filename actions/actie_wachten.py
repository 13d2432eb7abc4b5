"""Somebody must do something else first: the kettle, the doorbell, the glasses."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.reactie import Reactie, zeg
from actions.teksten import knop, tekst


class ActionWachten(VoordeurActie):
    """Nothing is asked and nothing changes, so that what was asked before can still be answered."""

    naam = "action_wachten"

    def antwoord(self, ctx: Context) -> Reactie:
        if ctx.in_lus:
            return zeg(tekst("breed.wachten"))
        return zeg(tekst("gesprek.wachten", ctx.beurt), knop("mens"), verwacht=ctx.verwacht)
