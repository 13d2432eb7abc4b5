"""A greeting."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.hulp import onderwerpknoppen
from actions.reactie import Reactie, zeg
from actions.teksten import knop, tekst


class ActionGroet(VoordeurActie):
    """A greeting."""

    naam = "action_groet"

    def antwoord(self, ctx: Context) -> Reactie:
        if ctx.in_lus:
            return zeg(tekst("gesprek.groet_terug"))
        if ctx.beurt:
            return zeg(tekst("gesprek.groet_terug"), *onderwerpknoppen(), knop("mens"))
        return zeg(tekst("gesprek.groet", ctx.beurt), *onderwerpknoppen(), knop("mens"))
