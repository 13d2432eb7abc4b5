"""The question of the breed gesprek: wie."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.breed import stel_vraag
from actions.context import Context
from actions.reactie import Reactie


class ActionAskWie(VoordeurActie):
    """The question of the breed gesprek: wie."""

    naam = "action_ask_breed_gesprek_form_wie"

    def antwoord(self, ctx: Context) -> Reactie:
        return stel_vraag(ctx, "wie")
