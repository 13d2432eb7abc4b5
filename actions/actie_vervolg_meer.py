"""More than what was shown."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.reactie import Reactie
from actions.vervolg_zoeken import meer


class ActionVervolgMeer(VoordeurActie):
    """More than what was shown."""

    naam = "action_vervolg_meer"

    def antwoord(self, ctx: Context) -> Reactie:
        return meer(ctx)
