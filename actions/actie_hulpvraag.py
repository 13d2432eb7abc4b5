"""A question or a story."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.hulp import hulpvraag
from actions.reactie import Reactie


class ActionHulpvraag(VoordeurActie):
    """A question or a story."""

    naam = "action_hulpvraag"

    def antwoord(self, ctx: Context) -> Reactie:
        return hulpvraag(ctx)
