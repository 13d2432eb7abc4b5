"""The question of the breed gesprek: onderwerp."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.breed import stel_vraag
from actions.context import Context
from actions.reactie import Reactie


class ActionAskOnderwerp(VoordeurActie):
    """The question of the breed gesprek: onderwerp."""

    naam = "action_ask_breed_gesprek_form_onderwerp"

    def antwoord(self, ctx: Context) -> Reactie:
        return stel_vraag(ctx, "onderwerp")
