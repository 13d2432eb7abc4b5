"""The worry is handed on, with or without a name."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.reactie import Reactie
from actions.signaal import signaal_doorgeven


class ActionSignaalDoorgeven(VoordeurActie):
    """The worry is handed on, with or without a name."""

    naam = "action_signaal_doorgeven"

    def antwoord(self, ctx: Context) -> Reactie:
        return signaal_doorgeven(ctx)
