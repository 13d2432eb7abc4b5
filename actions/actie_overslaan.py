"""'Skip', outside the breed gesprek."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.begin_breed import weiger_breed
from actions.context import Context
from actions.crisistekst import verder_na_crisis
from actions.reactie import Reactie, zeg
from actions.teksten import knop, tekst


class ActionOverslaan(VoordeurActie):
    """'Skip', outside the breed gesprek."""

    naam = "action_overslaan"

    def antwoord(self, ctx: Context) -> Reactie:
        if ctx.verwacht == "breed":
            return weiger_breed(ctx)
        if ctx.verwacht == "crisis":
            return verder_na_crisis(ctx)
        return zeg(tekst("gesprek.overslaan"), knop("anders"), knop("mens"))
