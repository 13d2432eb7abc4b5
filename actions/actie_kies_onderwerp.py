"""A subject is chosen."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.kies_onderwerp import kies_onderwerp
from actions.reactie import Reactie


class ActionKiesOnderwerp(VoordeurActie):
    """A subject is chosen."""

    naam = "action_kies_onderwerp"

    def antwoord(self, ctx: Context) -> Reactie:
        return kies_onderwerp(ctx)
