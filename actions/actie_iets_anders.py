"""Another subject."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.hulp import onderwerpknoppen
from actions.reactie import Reactie, zeg
from actions.teksten import knop, tekst


class ActionIetsAnders(VoordeurActie):
    """Another subject."""

    naam = "action_iets_anders"

    def antwoord(self, ctx: Context) -> Reactie:
        reactie = zeg(tekst("gesprek.anders"), *onderwerpknoppen(), knop("mens"))
        reactie.sluit_lus = True
        return reactie
