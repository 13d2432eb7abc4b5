"""A person is wanted."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.mens import mens_reactie
from actions.reactie import Reactie


class ActionMedewerker(VoordeurActie):
    """A person is wanted."""

    naam = "action_medewerker"

    def antwoord(self, ctx: Context) -> Reactie:
        return mens_reactie(ctx)
