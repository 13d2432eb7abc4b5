"""'I don't know', outside the breed gesprek."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.hulp import onderwerpknoppen
from actions.reactie import Reactie, zeg
from actions.teksten import knop, tekst


class ActionWeetNiet(VoordeurActie):
    """'I don't know', outside the breed gesprek."""

    naam = "action_weet_niet"

    def antwoord(self, ctx: Context) -> Reactie:
        if ctx.verwacht == "breed":
            return zeg(
                tekst("gesprek.weet_niet"),
                knop("ja_vragen"),
                knop("meteen_mens"),
                knop("alleen_zoeken"),
                verwacht="breed",
            )
        return zeg(tekst("gesprek.weet_niet"), *onderwerpknoppen(), knop("mens"))
