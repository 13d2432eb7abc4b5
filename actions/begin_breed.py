"""Beginning and refusing the breed gesprek."""

from __future__ import annotations

from actions.breed import VOLGORDE, volgende
from actions.context import FORM, Context
from actions.hulp import onderwerpknoppen
from actions.mens import mens_reactie, verslag_reactie, wacht_al
from actions.reactie import Bericht, Reactie, zeg
from actions.teksten import knop, tekst
from actions.zoekantwoord import toon, zoek

# What the gesprek taught; forgotten when the resident starts over.
GESPREK_SLOTS = (
    *VOLGORDE, "namens", "al_gezegd", "weg", "erbij", "gehoord", "modus", "geweigerd", "breed_aangeboden", "respijt",
    "getoond", "getoond_eerder", "laatste_vraag", "laatste_gebieden", "verwacht", "doorgevraagd", "overgang",
    "crisis_soort",
)  # fmt: skip


def begin_breed(ctx: Context) -> Reactie:
    """The first question, or at once the verslag when everything was said already."""
    klaar = wacht_al(ctx)
    if klaar is not None:
        return klaar
    if ctx.gemeente is None:
        return mens_reactie(ctx)
    if volgende(ctx) is None:
        return verslag_reactie(ctx)
    return Reactie([Bericht(tekst("breed.start"))], {"modus": "breed", "overgang": ""}, volgende=FORM)


def weiger_breed(ctx: Context) -> Reactie:
    """No questions wanted: then only information, from what was said."""
    vraag = str(ctx.slots.get("laatste_vraag") or "")
    slots = {"geweigerd": True, "verwacht": None}
    gevonden = zoek(ctx, vraag, gebieden=ctx.lijst("laatste_gebieden")) if vraag else None
    if gevonden is None or not gevonden.kaartjes:
        reactie = zeg(tekst("breed.geweigerd_vraag"), *onderwerpknoppen(), knop("mens"))
    else:
        reactie = toon(ctx, vraag, gevonden, begin=tekst("breed.geweigerd"), gebieden=ctx.lijst("laatste_gebieden"))
    reactie.slots = slots | reactie.slots
    return reactie
