"""No more questions: straight to the verslag."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.mens import verslag_reactie, wacht_al
from actions.reactie import Reactie


class ActionKortGesprek(VoordeurActie):
    """No more questions: straight to the verslag."""

    naam = "action_kort_gesprek"

    def antwoord(self, ctx: Context) -> Reactie:
        klaar = wacht_al(ctx)
        return klaar if klaar is not None else verslag_reactie(ctx, kort=True)
