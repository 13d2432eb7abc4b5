"""Back: to the question before, or to what was shown last."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.breed import vorige
from actions.context import Context
from actions.reactie import Bericht, Reactie, zeg
from actions.teksten import knop, tekst
from actions.vervolg import getoonde


class ActionTerug(VoordeurActie):
    """Back: to the question before, or to what was shown last."""

    naam = "action_terug"

    def antwoord(self, ctx: Context) -> Reactie:
        if ctx.in_lus:
            eerder = vorige(ctx)
            if eerder is None:
                return zeg(tekst("breed.eerste_vraag"))
            return zeg(tekst("breed.eerder_vraag"), **{eerder: None, "doorgevraagd": None})
        kaartjes = getoonde(ctx)
        if not kaartjes:
            return zeg(tekst("gesprek.terug"), knop("anders"), knop("mens"))
        return Reactie(
            [Bericht(tekst("gesprek.terug_getoond"), [knop("meer"), knop("mens"), knop("anders")], kaartjes)]
        )
