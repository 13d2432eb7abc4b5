"""A bare yes: to what the last reply left open."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.ja_nee import bevestig
from actions.reactie import Reactie


class ActionBevestigen(VoordeurActie):
    """A bare yes: to what the last reply left open."""

    naam = "action_bevestigen"

    def antwoord(self, ctx: Context) -> Reactie:
        return bevestig(ctx)
