"""A subject chosen from the list: what there is, and room to say more."""

from __future__ import annotations

from actions.context import Context
from actions.hulp import verhelder
from actions.reactie import Reactie
from actions.teksten import heeft, tekst, waarde
from actions.zoekantwoord import gebieden_tekst, niets_gevonden, toon, zoek


def kies_onderwerp(ctx: Context) -> Reactie:
    """Entries for the leefgebied that was chosen."""
    code = ctx.waarden.get("onderwerp", "")
    if not heeft(f"onderwerp_zoek.{code}"):
        return verhelder(ctx)
    vraag = str(waarde(f"onderwerp_zoek.{code}"))
    begin = tekst("hulp.gaat_over", gebieden=gebieden_tekst([code]))
    gevonden = zoek(ctx, vraag, gebieden=[code])
    if not gevonden.kaartjes:
        return niets_gevonden(ctx, begin)
    reactie = toon(ctx, vraag, gevonden, begin=begin, gebieden=[code])
    reactie.berichten[0].tekst += " " + tekst("hulp.er_speelt_meer")
    return reactie
