"""Who is this, and what is kept."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.over_assistent import over_assistent
from actions.reactie import Reactie


class ActionOverAssistent(VoordeurActie):
    """Who is this, and what is kept."""

    naam = "action_over_assistent"

    def antwoord(self, ctx: Context) -> Reactie:
        return over_assistent(ctx)
