"""After a crisis text: the resident goes on typing."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.crisistekst import verder_na_crisis
from actions.reactie import Reactie


class ActionVerderTypen(VoordeurActie):
    """After a crisis text: the resident goes on typing."""

    naam = "action_verder_typen"

    def antwoord(self, ctx: Context) -> Reactie:
        return verder_na_crisis(ctx)
