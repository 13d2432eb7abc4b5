"""The way to a person, which is never closed: what is needed for the verslag, and how to reach the team oneself."""

from __future__ import annotations

from actions.contact import contactregels, is_team_open, team_naam
from actions.context import FORM, Context
from actions.reactie import Bericht, Knopje, Reactie
from actions.teksten import knop, tekst

# A wish for a person with a story that is still bare: then at most these, each skippable.
KORT = ("urgentie", "wens")


def heeft_verhaal(ctx: Context) -> bool:
    """Whether anything was told that a verslag can hold."""
    gezegd = any(ctx.slots.get(v) for v in ("onderwerp", "urgentie", "geprobeerd", "wens"))
    return gezegd or any(b.leefgebieden or b.soort in ("signaal", "status", "klacht") for b in ctx.gehoord)


def wacht_al(ctx: Context) -> Reactie | None:
    """The reply when the verslag is already made or handed over; None when it is not."""
    if ctx.status == "wachtend":
        return Reactie([Bericht(tekst("verslag.wachtend", team=team_naam(ctx)))]).plus(contact(ctx))
    if ctx.status == "verslag_ter_goedkeuring":
        return Reactie([Bericht(tekst("verslag.ter_goedkeuring", team=team_naam(ctx)))]).plus(contact(ctx))
    return None


def contact(ctx: Context, *knoppen: Knopje) -> Reactie:
    """How to reach the team without the assistant."""
    return Reactie([Bericht(contactregels(ctx), list(knoppen))])


def mens_reactie(ctx: Context) -> Reactie:
    """A person is wanted: straight on, with one question when nothing was told yet."""
    klaar = wacht_al(ctx)
    if klaar is not None:
        return klaar
    if ctx.gemeente is None and ctx.verwacht != "mens_gemeente":
        return _vraag_gemeente(ctx)
    if ctx.in_lus or ctx.namens == "signaal" or (heeft_verhaal(ctx) and _is_gesprek_breed(ctx)):
        return verslag_reactie(ctx, kort=True)
    begin = "mens.begin_kort" if heeft_verhaal(ctx) else "mens.begin_onderwerp"
    reactie = Reactie([Bericht(tekst(begin))])
    if ctx.verwacht != "mens":  # else it stood above the question just answered
        reactie = reactie.plus(contact(ctx))
    reactie.slots = {"modus": "kort"} | ctx.plaats_slots()
    reactie.data = ctx.plaats_data()
    reactie.volgende = FORM
    return reactie


def _is_gesprek_breed(ctx: Context) -> bool:
    """Whether the resident was offered the questions and chose a person instead."""
    return bool(ctx.slots.get("breed_aangeboden")) or ctx.slots.get("modus") == "breed"


def _vraag_gemeente(ctx: Context) -> Reactie:
    """Which team: the one thing that must be known; every team's number is there at once."""
    namen = [g.naam for g in ctx.werkgebied.gemeenten]
    knoppen = [knop("plaats", f'/kies_plaats{{"plaats":"{naam}"}}', plaats=naam) for naam in namen]
    berichten = [Bericht(tekst("mens.begin", ctx.beurt)), Bericht(contactregels(ctx))]
    return Reactie(
        [*berichten, Bericht(tekst("mens.gemeente"), knoppen)], {"verwacht": "mens_gemeente"}, sluit_lus=True
    )


def verslag_reactie(ctx: Context, *, kort: bool = False) -> Reactie:
    """The end of the questions: the verslag is made, and how to reach the team without waiting for it."""
    if ctx.status in ("wachtend", "verslag_ter_goedkeuring"):
        return wacht_al(ctx) or Reactie()
    sleutel = "verslag.klaar_kort" if kort else "verslag.klaar"
    if not heeft_verhaal(ctx):
        sleutel = "verslag.klaar_leeg"
    delen = [tekst(sleutel, team=team_naam(ctx))]
    if not is_team_open(ctx):
        delen.append(tekst("contact.gewacht"))
    reactie = Reactie([Bericht(" ".join(delen))], {"verwacht": "verslag"} | ctx.plaats_slots(), stap="verslag")
    reactie.data = ctx.plaats_data() | ({"namens": ctx.namens} if ctx.namens else {})
    reactie.sluit_lus = True
    if ctx.slots.get("modus") == "kort" and ctx.gemeente:
        # How to reach the team stood above the questions just now.
        zin = tekst("contact.niet_wachten", team=ctx.gemeente.team.naam, telefoon=ctx.gemeente.contact.telefoon)
        return reactie.plus(Reactie([Bericht(zin)]))
    return reactie.plus(contact(ctx))
