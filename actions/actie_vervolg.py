"""A follow-up on what was shown: costs, hours, contact, conditions."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.reactie import Reactie
from actions.vervolg import vervolg


class ActionVervolg(VoordeurActie):
    """A follow-up on what was shown: costs, hours, contact, conditions."""

    naam = "action_vervolg"

    def antwoord(self, ctx: Context) -> Reactie:
        return vervolg(ctx)
