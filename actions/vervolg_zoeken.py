"""The same question again: more of it, or somewhere else."""

from __future__ import annotations

import re

from actions.contact import team_naam
from actions.context import Context
from actions.hulp import hulpvraag, met_plaats
from actions.patronen import zonder_vervolgwoorden
from actions.reactie import Bericht, Reactie, zeg
from actions.teksten import knop, tekst
from actions.zoekantwoord import (
    antwoordknoppen,
    codes,
    onthoud,
    plaatsknoppen,
    toegang_tekst,
    toon,
    van_gebied,
    verouderd_tekst,
    zoek,
)

_DICHTBIJ = re.compile(r"\b(dichter(bij)?|dichtbij|ver|buurt|dorp)\b", re.IGNORECASE)


def meer(ctx: Context) -> Reactie:
    """Entries for the last question that were not shown yet."""
    vraag = str(ctx.slots.get("laatste_vraag") or "")
    if not vraag:
        return hulpvraag(ctx) if zonder_vervolgwoorden(ctx.tekst) else _waarvan(ctx)
    gebieden = ctx.lijst("laatste_gebieden")
    gevonden = zoek(ctx, vraag, gebieden=gebieden, zonder=ctx.lijst("getoond_eerder"))
    if not gevonden.kaartjes:
        gevonden = van_gebied(ctx, gebieden, zonder=ctx.lijst("getoond_eerder"))
    if not gevonden.kaartjes:
        return zeg(tekst("hulp.niets_meer", team=team_naam(ctx)), knop("mens"), knop("anders"))
    delen = (tekst("hulp.meer", ctx.beurt), toegang_tekst(ctx, gevonden), verouderd_tekst(gevonden))
    zinnen = " ".join(d for d in delen if d)
    bericht = Bericht(zinnen, antwoordknoppen(gevonden), gevonden.kaartjes)
    return Reactie([bericht], onthoud(ctx, vraag, gebieden, gevonden) | {"verwacht": "meer"})


def elders(ctx: Context) -> Reactie:
    """The same in another place; a question with a subject of its own is a new question."""
    if codes(ctx.beoordeling) and ctx.beoordeling.zwaarte != "geen" and len(ctx.tekst.split()) > 6:
        return hulpvraag(ctx)
    if ctx.genoemde_plaats is not None:
        return met_plaats(ctx)
    if not ctx.slots.get("laatste_vraag"):
        return _waarvan(ctx)
    dichtbij = bool(_DICHTBIJ.search(ctx.tekst))
    if dichtbij and (reactie := _dichterbij(ctx)):
        return reactie
    sleutel = "vervolg.dichtbij_vraag" if dichtbij else "vervolg.elders_vraag"
    return zeg(tekst(sleutel), *plaatsknoppen(ctx), knop("meer"), knop("mens"), verwacht="plaats")


def _dichterbij(ctx: Context) -> Reactie | None:
    """The same near where the resident said to live; None when nobody said, or when nothing is found."""
    plaats = ctx.plaats
    if plaats is None or not plaats.kern:
        return None
    vraag, gebieden = str(ctx.slots["laatste_vraag"]), ctx.lijst("laatste_gebieden")
    gevonden = zoek(ctx, f"{vraag} {tekst('vervolg.nabij')}", gebieden=gebieden)
    begin = tekst("vervolg.dichtbij_vond", plaats=plaats.kern)
    return toon(ctx, vraag, gevonden, begin=begin, gebieden=gebieden) if gevonden.kaartjes else None


def _waarvan(ctx: Context) -> Reactie:
    return zeg(tekst("vervolg.niets_getoond"), knop("mens"), knop("anders"))
