"""The question of the breed gesprek: geprobeerd."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.breed import stel_vraag
from actions.context import Context
from actions.reactie import Reactie


class ActionAskGeprobeerd(VoordeurActie):
    """The question of the breed gesprek: geprobeerd."""

    naam = "action_ask_breed_gesprek_form_geprobeerd"

    def antwoord(self, ctx: Context) -> Reactie:
        return stel_vraag(ctx, "geprobeerd")
