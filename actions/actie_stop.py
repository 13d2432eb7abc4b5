"""Stop: no more questions, nothing handed on."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.reactie import Reactie, zeg
from actions.teksten import knop, tekst


class ActionStop(VoordeurActie):
    """Stop: no more questions, nothing handed on."""

    naam = "action_stop"

    def antwoord(self, ctx: Context) -> Reactie:
        reactie = zeg(tekst("gesprek.stop"), knop("anders"), knop("mens"))
        reactie.slots["geweigerd"] = True
        reactie.sluit_lus = True
        return reactie
