"""A place is chosen."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.hulp import met_plaats
from actions.reactie import Reactie


class ActionKiesPlaats(VoordeurActie):
    """A place is chosen."""

    naam = "action_kies_plaats"

    def antwoord(self, ctx: Context) -> Reactie:
        return met_plaats(ctx)
