"""The resident corrects what was heard: a leefgebied that does not apply, the place, or for whom it is."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.context import Context
from actions.crisistekst import verder_na_crisis
from actions.hulp import met_plaats
from actions.reactie import Reactie, zeg
from actions.teksten import knop, tekst
from actions.zoekantwoord import gebieden_tekst
from triage.beoordeling import LEEFGEBIEDEN

_ONTKENNING = re.compile(
    r"\b(niet|geen|nooit|haal\w*|weg\w*|verwijder\w*|klopt|gaat|over|om|heb|heeft|dat|die|is|was|ik|zei|bedoel\w*)\b",
    re.IGNORECASE,
)
_PLAATS_NIET = re.compile(r"\bniet\s+(?:in\s+|uit\s+)?[\w-]+(?:\s+maar)?", re.IGNORECASE)
_ZELF = re.compile(r"\b(mijzelf|mezelf|ikzelf|om mij|over mij|voor mij)\b", re.IGNORECASE)
_NIET_ZELF = re.compile(r"\bniet\s+(om|over|voor)\s+(mij|mezelf|mijzelf)\b", re.IGNORECASE)
_NAASTE = re.compile(
    r"\b(om|over|voor)\s+(mijn|m'n|mn|onze)\s+(moeder|vader|ma|pa|man|vrouw|partner|zoon|dochter|kind\w*|broer|zus\w*|"
    r"oma|opa|ouders|schoon\w+|tante|oom|vriend\w*|buur\w*|cliënt|client)\b",
    re.IGNORECASE,
)
_GEEN_GEVAAR = re.compile(
    r"\b(geen gevaar|niemand in gevaar|per ongeluk|grapje|typefout|autocorrect|niks ergs|leef nog|dramatisch)\b",
    re.IGNORECASE,
)


def corrigeer(ctx: Context) -> Reactie:
    """What was wrong, changed; when that is not clear, asked."""
    if ctx.slots.get("crisis_soort") and _GEEN_GEVAAR.search(ctx.tekst):
        return zeg(tekst("crisis.bezorgd"), knop("mens"), knop("anders"), crisis_soort=None)
    plaats = _plaats(ctx)
    if plaats is not None:
        return _met_plaats(ctx, plaats)
    weg = _genoemde_gebieden(ctx)
    if weg:
        return _zonder(ctx, weg)
    namens = _namens(ctx)
    if namens:
        sleutel = "corrigeren.zelf" if namens == "zelf" else "corrigeren.naaste"
        reactie = zeg(tekst(sleutel), *([] if ctx.in_lus else [knop("mens"), knop("anders")]), namens=namens)
        reactie.data = {"namens": namens}
        return reactie
    if ctx.verwacht == "crisis":
        # "Nee, hij is nu weg" is an answer to whether there is danger, and corrects nothing.
        return verder_na_crisis(ctx)
    return _vraag_wat(ctx)


def _plaats(ctx: Context) -> str | None:
    """The place that is meant: not the one behind 'niet'."""
    over = _PLAATS_NIET.sub(" ", ctx.tekst)
    plaats = ctx.werkgebied.vind_plaats(over) or ctx.genoemde_plaats
    return plaats.naam if plaats else None


def _met_plaats(ctx: Context, naam: str) -> Reactie:
    ander = replace(ctx, waarden={"plaats": naam})
    begin = tekst("corrigeren.kern", plaats=naam)
    # Who was asked for a place answers, however much it sounds like putting something right.
    wacht_op_team = ctx.verwacht == "mens_gemeente"
    if not wacht_op_team and (ctx.in_lus or not ctx.slots.get("laatste_vraag")):
        reactie = zeg(begin, *([] if ctx.in_lus else [knop("mens"), knop("anders")]))
        reactie.slots |= ander.plaats_slots()
        reactie.data = ander.plaats_data()
        return reactie
    return met_plaats(ander)


def _genoemde_gebieden(ctx: Context) -> list[str]:
    """The leefgebieden of the gesprek that these words speak of, the denial left out."""
    zonder = _ONTKENNING.sub(" ", ctx.tekst).strip()
    if not zonder:
        return []
    genoemd = {g.code for g in ctx.bronnen.triage.beoordeel(zonder).leefgebieden}
    eerder = ctx.beoordeel_gesprek(ctx.gehoord[:-1])
    return [g.code for g in eerder.leefgebieden if g.code in genoemd]


def _zonder(ctx: Context, weg: list[str]) -> Reactie:
    alles = list(dict.fromkeys([*ctx.lijst("weg"), *weg]))
    erbij = [c for c in ctx.lijst("erbij") if c not in weg]
    zin = tekst("corrigeren.gebied_weg", gebieden=gebieden_tekst(weg))
    over = [code for code in ctx.gebieden if code not in weg]
    reactie = zeg(zin, weg=alles, erbij=erbij)
    if not ctx.in_lus:
        reactie.berichten[0].knoppen = (
            [knop("ja"), knop("mens"), knop("anders")] if over else [knop("mens"), knop("anders")]
        )
    if over and not ctx.in_lus:
        reactie.berichten[0].tekst += " " + tekst("corrigeren.rest", gebieden=gebieden_tekst(over))
        reactie.slots |= {"verwacht": "rest", "laatste_gebieden": over}
    correcties = {"weg": alles, "erbij": erbij}
    reactie.data = {"correcties": correcties, **correcties}
    return reactie


def _namens(ctx: Context) -> str | None:
    if _NIET_ZELF.search(ctx.tekst) or _NAASTE.search(ctx.tekst):
        return "naaste"
    return ctx.beoordeling.namens or ("zelf" if _ZELF.search(ctx.tekst) else None)


def _vraag_wat(ctx: Context) -> Reactie:
    if ctx.in_lus:
        return zeg(tekst("corrigeren.vrij"))
    knoppen = [
        knop("haal_weg", f'/haal_weg{{"weg":"{code}"}}', gebied=gebieden_tekst([code])) for code in ctx.gebieden[:4]
    ]
    sleutel = "corrigeren.gebied_vraag" if knoppen else "corrigeren.vrij"
    return zeg(tekst(sleutel), *knoppen, knop("mens"), knop("anders"))


def haal_weg(ctx: Context) -> Reactie:
    """A leefgebied taken away with a button."""
    code = ctx.waarden.get("weg", "")
    return _zonder(ctx, [code]) if code in LEEFGEBIEDEN else _vraag_wat(ctx)
