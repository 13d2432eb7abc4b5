"""A kind word."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.reactie import Reactie, zeg
from actions.teksten import knop, tekst


class ActionCompliment(VoordeurActie):
    """A kind word."""

    naam = "action_compliment"

    def antwoord(self, ctx: Context) -> Reactie:
        if ctx.in_lus:
            return zeg(tekst("breed.goed"))
        return zeg(tekst("gesprek.compliment", ctx.beurt), knop("anders"), knop("mens"), verwacht="nog_iets")
