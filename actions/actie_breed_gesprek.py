"""The resident agrees to the questions."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.begin_breed import begin_breed
from actions.context import Context
from actions.reactie import Reactie


class ActionBreedGesprek(VoordeurActie):
    """The resident agrees to the questions."""

    naam = "action_breed_gesprek"

    def antwoord(self, ctx: Context) -> Reactie:
        return begin_breed(ctx)
