"""The resident wants the gesprek deleted."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.mens import contact
from actions.reactie import Reactie, zeg
from actions.teksten import tekst


class ActionVerwijderGesprek(VoordeurActie):
    """The resident wants the gesprek deleted."""

    naam = "action_verwijder_gesprek"

    def antwoord(self, ctx: Context) -> Reactie:
        reactie = zeg(tekst("gesprek.verwijder"))
        reactie.stap = "verwijder"
        reactie.sluit_lus = True
        return reactie.plus(contact(ctx))
