"""Start over: what was heard no longer counts."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.begin_breed import GESPREK_SLOTS
from actions.context import Context
from actions.hulp import onderwerpknoppen
from actions.reactie import Reactie, zeg
from actions.teksten import knop, tekst


class ActionOpnieuw(VoordeurActie):
    """Start over: what was heard no longer counts."""

    naam = "action_opnieuw"

    def antwoord(self, ctx: Context) -> Reactie:
        reactie = zeg(tekst("gesprek.opnieuw"), *onderwerpknoppen(), knop("mens"))
        reactie.slots |= dict.fromkeys(GESPREK_SLOTS)
        reactie.stap = "opnieuw"
        reactie.sluit_lus = True
        return reactie
