"""The questions are done: the verslag is made."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.mens import verslag_reactie
from actions.reactie import Reactie


class ActionVerslag(VoordeurActie):
    """The questions are done: the verslag is made."""

    naam = "action_verslag"

    def antwoord(self, ctx: Context) -> Reactie:
        return verslag_reactie(ctx, kort=ctx.slots.get("modus") == "kort")
