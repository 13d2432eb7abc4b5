"""After a crisis text: the resident goes on typing."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.reactie import Reactie, zeg
from actions.teksten import knop, tekst


class ActionVerderTypen(VoordeurActie):
    """After a crisis text: the resident goes on typing."""

    naam = "action_verder_typen"

    def antwoord(self, ctx: Context) -> Reactie:
        return zeg(tekst("crisis.verder_typen", ctx.beurt), knop("mens_nu"), verwacht="crisis")
