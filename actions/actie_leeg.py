"""A message without words."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.hulp import leeg
from actions.reactie import Reactie


class ActionLeeg(VoordeurActie):
    """A message without words."""

    naam = "action_leeg"

    def antwoord(self, ctx: Context) -> Reactie:
        return leeg(ctx)
