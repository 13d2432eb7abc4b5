"""A leefgebied is taken away with a button."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.corrigeren import haal_weg
from actions.reactie import Reactie


class ActionHaalWeg(VoordeurActie):
    """A leefgebied is taken away with a button."""

    naam = "action_haal_weg"

    def antwoord(self, ctx: Context) -> Reactie:
        return haal_weg(ctx)
