"""The question of the breed gesprek: betrokken."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.breed import stel_vraag
from actions.context import Context
from actions.reactie import Reactie


class ActionAskBetrokken(VoordeurActie):
    """The question of the breed gesprek: betrokken."""

    naam = "action_ask_breed_gesprek_form_betrokken"

    def antwoord(self, ctx: Context) -> Reactie:
        return stel_vraag(ctx, "betrokken")
