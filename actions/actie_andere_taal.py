"""Another language: answered in it, with the way to a person."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.andere_taal import andere_taal
from actions.context import Context
from actions.reactie import Reactie


class ActionAndereTaal(VoordeurActie):
    """Another language: answered in it, with the way to a person."""

    naam = "action_andere_taal"

    def antwoord(self, ctx: Context) -> Reactie:
        return andere_taal(ctx)
