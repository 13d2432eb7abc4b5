"""For whom it is, chosen after the question was left."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.reactie import Reactie, zeg
from actions.teksten import knop, tekst


class ActionKiesWie(VoordeurActie):
    """For whom it is, chosen after the question was left."""

    naam = "action_kies_wie"

    def antwoord(self, ctx: Context) -> Reactie:
        namens = ctx.waarden.get("wie")
        sleutel = "corrigeren.naaste" if namens == "naaste" else "corrigeren.zelf"
        reactie = zeg(tekst(sleutel), knop("mens"), knop("anders"), namens=namens)
        reactie.data = {"namens": namens}
        return reactie
