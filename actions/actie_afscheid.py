"""A goodbye; nothing is handed on unasked."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.reactie import Reactie, zeg
from actions.teksten import knop, tekst


class ActionAfscheid(VoordeurActie):
    """A goodbye; nothing is handed on unasked."""

    naam = "action_afscheid"

    def antwoord(self, ctx: Context) -> Reactie:
        reactie = zeg(tekst("gesprek.afscheid", ctx.beurt), knop("anders"), knop("mens"))
        reactie.sluit_lus = True
        return reactie
