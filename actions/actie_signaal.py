"""Worries about somebody else."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.reactie import Reactie
from actions.signaal import signaal


class ActionSignaal(VoordeurActie):
    """Worries about somebody else."""

    naam = "action_signaal"

    def antwoord(self, ctx: Context) -> Reactie:
        return signaal(ctx)
