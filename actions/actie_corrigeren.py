"""The resident corrects what was heard."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.corrigeren import corrigeer
from actions.reactie import Reactie


class ActionCorrigeren(VoordeurActie):
    """The resident corrects what was heard."""

    naam = "action_corrigeren"

    def antwoord(self, ctx: Context) -> Reactie:
        return corrigeer(ctx)
