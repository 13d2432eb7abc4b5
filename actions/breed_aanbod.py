"""Offering the breed gesprek: what was heard, who can look at it, and asking before asking."""

from __future__ import annotations

from actions.contact import team_naam
from actions.context import Context
from actions.patronen import vraagzinnen
from actions.reactie import Bericht, Reactie
from actions.teksten import knop, tekst
from actions.zoekantwoord import codes, gebieden_tekst, zoek

# Longer than this is a story; it is thanked for.
LANG = 1200
_VAST = {"vastgelopen", "veel_instanties", "niemand_regie"}


def breed_aanbod(ctx: Context) -> Reactie:
    """More than a simple question: acknowledge, say what was heard, and ask before asking."""
    if ctx.status == "wachtend":
        return Reactie([Bericht(tekst("verslag.wachtend_extra"), [knop("mens"), knop("anders")])])
    gebieden = ctx.gebieden
    sleutel = f"erkenning.zwaar.{gebieden[0]}" if len(gebieden) == 1 else "erkenning.zwaar.algemeen"
    delen = [tekst("verhelder.lang")] if len(ctx.tekst) > LANG else []
    if ctx.slots.get("breed_aangeboden"):
        delen.append(tekst("breed.opnieuw_aanbod"))
    else:
        delen.append(tekst(sleutel, ctx.beurt))
        if gebieden:
            delen.append(tekst("breed.gehoord", gebieden=gebieden_tekst(gebieden)))
        delen.append(tekst(_soort_aanbod(ctx), team=team_naam(ctx)))
    knoppen = [knop("ja_vragen"), knop("meteen_mens"), knop("alleen_zoeken")]
    slots = {
        "verwacht": "breed",
        "breed_aangeboden": True,
        "laatste_vraag": ctx.tekst[:500],
        "laatste_gebieden": gebieden,
    }
    berichten = [*_vast_gevonden(ctx), Bericht("\n".join(delen), knoppen)]
    return Reactie(berichten, slots | ctx.plaats_slots(), data=ctx.plaats_data())


def _soort_aanbod(ctx: Context) -> str:
    if ctx.gesprek.zwaarte == "multicomplex" and _VAST & {r.code for r in ctx.gesprek.regels}:
        return "breed.aanbod_vast"
    return "breed.aanbod" if len(ctx.gebieden) > 1 else "breed.aanbod_een"


def _vast_gevonden(ctx: Context) -> list[Bericht]:
    """A plain question inside a story gets its answer all the same, before the offer."""
    for zin in vraagzinnen(ctx.tekst):
        gevonden = zoek(ctx, zin, gebieden=codes(ctx.bronnen.triage.beoordeel(zin)), limit=2)
        if gevonden.kaartjes:
            return [Bericht(" ".join([tekst("hulp.vast"), *gevonden.regels]), [], gevonden.kaartjes)]
    return []
