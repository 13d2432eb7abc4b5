"""Where something is: the assistant cannot look into files, and says who can."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.mens import contact
from actions.reactie import Bericht, Reactie, zeg
from actions.teksten import knop, tekst


class ActionStatus(VoordeurActie):
    """Where something is: the assistant cannot look into files, and says who can."""

    naam = "action_status"

    def antwoord(self, ctx: Context) -> Reactie:
        regels = " ".join(tekst(f"status.{deel}") for deel in ("begin", "uitleg"))
        reactie = zeg(regels).plus(contact(ctx))
        if ctx.in_lus:
            return reactie
        slots = {"verwacht": "mens"} | ctx.plaats_slots()
        return reactie.plus(
            Reactie([Bericht(tekst("status.aanbod"), [knop("mens"), knop("anders")])], slots, data=ctx.plaats_data())
        )
