"""A bare yes or no means something only beside what was asked last; on its own it gets a way on."""

from __future__ import annotations

from dataclasses import replace

from actions.begin_breed import begin_breed, weiger_breed
from actions.contact import team_naam
from actions.context import Context
from actions.crisistekst import verder_na_crisis
from actions.hulp import BREED, meer_dan_een_lijst, onderwerpknoppen
from actions.kies_onderwerp import kies_onderwerp
from actions.mens import contact, mens_reactie, wacht_al
from actions.reactie import Bericht, Reactie, zeg
from actions.signaal import signaal_doorgeven
from actions.teksten import knop, tekst
from actions.vervolg_zoeken import meer


def bevestig(ctx: Context) -> Reactie:
    """Yes to what the last reply left open."""
    wegen = {
        "breed": begin_breed,
        "mens": mens_reactie,
        "mens_gemeente": mens_reactie,
        "signaal": signaal_doorgeven,
        "meer": meer,
        "crisis": _mens_na_crisis,
        "verslag": mens_reactie,
        "verwijder": _wis,
        "rest": _rest,
    }
    weg = wegen.get(ctx.verwacht)
    if weg is not None:
        return weg(ctx)
    wacht = wacht_al(ctx)
    if wacht is None and ctx.gesprek.zwaarte in BREED:
        return meer_dan_een_lijst(ctx)
    return wacht or zeg(tekst("gesprek.ja_los"), *onderwerpknoppen(), knop("mens"))


def _mens_na_crisis(ctx: Context) -> Reactie:
    return zeg(tekst("crisis.bel_112"), knop("mens_nu"), knop("verder_typen"), verwacht="crisis")


def _rest(ctx: Context) -> Reactie:
    """After a correction: what there is for what remains."""
    return kies_onderwerp(replace(ctx, waarden={"onderwerp": (ctx.lijst("laatste_gebieden") or [""])[0]}))


def _wis(ctx: Context) -> Reactie:
    reactie = zeg(tekst("gesprek.verwijder"))
    reactie.stap = "verwijder"
    return reactie.plus(contact(ctx))


def ontken(ctx: Context) -> Reactie:
    """No to what the last reply left open; refusing still shows how to reach a person."""
    if ctx.status == "verslag_ter_goedkeuring":
        return Reactie([Bericht(tekst("verslag.niet_akkoord", team=team_naam(ctx)))]).plus(contact(ctx))
    if ctx.verwacht == "breed":
        return weiger_breed(ctx)
    if ctx.verwacht == "signaal":
        return zeg(tekst("signaal.niet_doorgeven"), knop("anders"), knop("mens")).plus(contact(ctx))
    if ctx.verwacht == "verwijder":
        return zeg(tekst("gesprek.verwijder_niet"), knop("anders"), knop("mens"))
    if ctx.verwacht in ("nog_iets", "mens"):
        return zeg(tekst("gesprek.nee_genoeg"), knop("anders"), knop("mens"))
    if ctx.verwacht == "crisis":
        return verder_na_crisis(ctx)
    return zeg(tekst("gesprek.nee_los"), *onderwerpknoppen(), knop("mens"))
