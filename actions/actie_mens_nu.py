"""In a crisis: a person now, with priority and without questions."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.crisistekst import mens_nu_reactie
from actions.reactie import Reactie


class ActionMensNu(VoordeurActie):
    """In a crisis: a person now, with priority and without questions."""

    naam = "action_mens_nu"

    def antwoord(self, ctx: Context) -> Reactie:
        return mens_nu_reactie(ctx)
