"""The fixed text in a crisis: numbers first, before any question.

The numbers come from the help lines of the sociale kaart, each with its source and the
date it was checked; only 112 also stands in the text itself, since it may never be missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.breed import volgende
from actions.contact import contactregels, hoofdletter, is_team_open, team_naam
from actions.context import Context
from actions.reactie import Bericht, Reactie, zeg
from actions.teksten import knop, tekst

# 112 has a line of its own at the top.
ALARM = "112"
_SOORTEN = ("suicide", "geweld", "kind", "medisch", "dakloos", "verward", "overig")


def lijn_tekst(lijn: Any) -> str:
    """One help line as it is said: name, numbers and hours."""
    nummers = f" {tekst('of')} ".join(n for n in (lijn.nummer, lijn.ander_nummer) if n)
    uren = tekst("crisis.uren", uren=lijn.uren) if lijn.uren else ""
    return tekst("crisis.hulplijn", naam=lijn.naam, nummer=nummers, uren=f" {uren}" if uren else "")


def lijnregels(hulplijnen: Mapping[str, Any], soort: str) -> list[str]:
    """The lines for this kind of crisis besides 112, in the order of the help lines."""
    return [lijn_tekst(lijn) for code, lijn in hulplijnen.items() if soort in lijn.voor and code != ALARM]


def crisis_tekst(ctx: Context, soort: str) -> str:
    """The whole fixed text for this kind."""
    soort = soort if soort in _SOORTEN else "overig"
    begin = "crisis.herhaald" if ctx.slots.get("crisis_soort") == soort else "crisis.begin"
    regels = [f"{tekst(begin)} {tekst(f'crisis.{soort}')}", tekst("crisis.bel_112")]
    if soort == "dakloos":
        regels += _dakloos(ctx)
    regels += lijnregels(ctx.bronnen.hulplijnen, soort)
    if soort in ("suicide", "verward"):
        regels.append(tekst("crisis.huisarts"))
    if soort == "medisch":
        regels.append(tekst("crisis.huisarts_medisch"))
    return "\n".join([*regels, _einde(ctx)])


def _dakloos(ctx: Context) -> list[str]:
    team = team_naam(ctx)
    if ctx.gemeente:
        team += f" ({ctx.gemeente.contact.telefoon})"
    return [tekst("crisis.dakloos_team", team=team), tekst("crisis.dakloos_dicht")]


def _einde(ctx: Context) -> str:
    if ctx.gemeente is None:
        return tekst("crisis.einde_onbekend")
    sleutel = "crisis.einde" if is_team_open(ctx) else "crisis.einde_dicht"
    return hoofdletter(tekst(sleutel, team=team_naam(ctx)))


def crisis_reactie(ctx: Context) -> Reactie:
    """The reply to danger, whatever state the gesprek is in: it ends every question that was open."""
    soort = ctx.beoordeling.crisis or str(ctx.slots.get("crisis_soort") or "overig")
    bericht = Bericht(crisis_tekst(ctx, soort), [knop("mens_nu"), knop("verder_typen")])
    return Reactie([bericht], {"crisis_soort": soort, "verwacht": "crisis"} | ctx.plaats_slots(), sluit_lus=True)


def verder_na_crisis(ctx: Context) -> Reactie:
    """The resident goes on after the crisis text; questions that it broke off can be taken up again."""
    modus = ctx.slots.get("modus")
    over = modus is not None and volgende(ctx) is not None
    vragen = [knop("ja_vragen" if modus == "breed" else "meteen_mens")] if over else []
    return zeg(tekst("crisis.verder_typen", ctx.beurt), knop("mens_nu"), *vragen, verwacht="crisis")


def mens_nu_reactie(ctx: Context) -> Reactie:
    """In a crisis: a person now, with priority and without questions; the numbers stay in sight."""
    sleutel = "crisis.mens_nu" if is_team_open(ctx) else "crisis.mens_nu_dicht"
    eerder = next((b.crisis for b in reversed(ctx.gehoord) if b.crisis), None)
    soort = str(ctx.slots.get("crisis_soort") or eerder or "overig")
    regels = [tekst(sleutel, team=team_naam(ctx)), tekst("crisis.bel_112")]
    regels += lijnregels(ctx.bronnen.hulplijnen, soort)
    bericht = Bericht("\n".join(regels), [knop("verder_typen")])
    reactie = Reactie([bericht], {"verwacht": None}, stap="mens", sluit_lus=True)
    return reactie.plus(Reactie([Bericht(contactregels(ctx))]))
