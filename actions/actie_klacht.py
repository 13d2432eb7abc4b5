"""A complaint: acknowledged without defending, with the formal way and a person."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.mens import contact
from actions.reactie import Bericht, Reactie, zeg
from actions.teksten import knop, tekst


class ActionKlacht(VoordeurActie):
    """A complaint: acknowledged without defending, with the formal way and a person."""

    naam = "action_klacht"

    def antwoord(self, ctx: Context) -> Reactie:
        delen = [tekst(f"klacht.{deel}") for deel in ("begin", "uitleg", "over_mij")]
        reactie = zeg(" ".join(delen)).plus(contact(ctx))
        if ctx.in_lus:
            return reactie
        slots = {"verwacht": "mens"} | ctx.plaats_slots()
        return reactie.plus(
            Reactie([Bericht(tekst("klacht.aanbod"), [knop("mens"), knop("anders")])], slots, data=ctx.plaats_data())
        )
