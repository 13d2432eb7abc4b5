"""What is not for the sociaal domein: kind, and where to go instead."""

from __future__ import annotations

from actions.context import Context
from actions.reactie import Reactie, zeg
from actions.teksten import knop, tekst


def buiten_bereik(ctx: Context) -> Reactie:
    """Points to the gemeente's number; all of them when the gemeente is unknown."""
    gemeenten = [ctx.gemeente] if ctx.gemeente else list(ctx.werkgebied.gemeenten)
    regels = [tekst("buiten_bereik.bellen", gemeente=g.naam, telefoon=g.contact.telefoon) for g in gemeenten]
    if ctx.in_lus:
        return zeg("\n".join([tekst("buiten_bereik.antwoord", ctx.beurt), *regels]))
    zinnen = [tekst("buiten_bereik.antwoord", ctx.beurt), *regels, tekst("buiten_bereik.verder")]
    return zeg("\n".join(zinnen), knop("anders"), knop("mens"), verwacht="nog_iets")
