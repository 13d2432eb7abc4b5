"""A bare no: to what the last reply left open."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.ja_nee import ontken
from actions.reactie import Reactie


class ActionOntkennen(VoordeurActie):
    """A bare no: to what the last reply left open."""

    naam = "action_ontkennen"

    def antwoord(self, ctx: Context) -> Reactie:
        return ontken(ctx)
