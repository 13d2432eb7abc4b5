"""Not for the sociaal domein: kind, and where to go instead."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.buiten_bereik import buiten_bereik
from actions.context import Context
from actions.reactie import Reactie


class ActionBuitenBereik(VoordeurActie):
    """Not for the sociaal domein: kind, and where to go instead."""

    naam = "action_buiten_bereik"

    def antwoord(self, ctx: Context) -> Reactie:
        return buiten_bereik(ctx)
