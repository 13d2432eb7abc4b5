"""How to reach a person without the assistant: after every answer, and in full when it is asked."""

from __future__ import annotations

from actions.context import Context
from actions.teksten import tekst, waarde
from kalender.dichtdagen import dicht_tekst
from werkgebied import Gemeente


def team_naam(ctx: Context) -> str:
    """The name of the team of the resident's gemeente, or 'het sociaal team' when that is unknown."""
    return ctx.gemeente.team.naam if ctx.gemeente else str(waarde("team_algemeen"))


def hoofdletter(zin: str) -> str:
    """A sentence that begins with a name that may be a common word."""
    return zin[:1].upper() + zin[1:]


def is_team_open(ctx: Context) -> bool:
    """Whether the team is there now; unknown counts as there, so that nobody is sent away."""
    if ctx.gemeente is None:
        return True
    return ctx.gemeente.team.openingstijden.is_open(ctx.nu, ctx.werkgebied.feestdagen) is not False


def contactregels(ctx: Context) -> str:
    """Phone, address, walk-in hours and whether the team is there now; all teams when the gemeente is unknown."""
    if ctx.gemeente is None:
        regels = [
            tekst("contact.alle_regel", gemeente=g.naam, telefoon=g.contact.telefoon) for g in ctx.werkgebied.gemeenten
        ]
        return "\n".join([tekst("contact.alle"), *regels])
    return "\n".join([tekst("contact.kop", team=ctx.gemeente.team.naam), *_van_gemeente(ctx, ctx.gemeente)])


def _van_gemeente(ctx: Context, gemeente: Gemeente) -> list[str]:
    contact = gemeente.contact
    regels = [tekst("contact.bellen", telefoon=contact.telefoon)]
    if contact.email:
        regels.append(tekst("contact.mailen", email=contact.email))
    if contact.adres:
        regels.append(tekst("contact.langskomen", adres=contact.adres))
    if contact.inloop.bekend:
        regels.append(tekst("contact.inloop", uren=contact.inloop.als_tekst()))
    uren = gemeente.team.openingstijden
    if uren.bekend:
        zinnen = (uren.open_nu_tekst(ctx.nu, ctx.werkgebied.feestdagen), dicht_tekst(uren, ctx.nu.date()))
        nu = " ".join(zin for zin in zinnen if zin)
        regels.append(tekst("contact.uren", uren=uren.als_tekst(), nu=nu))
    return regels


def kort_contact(ctx: Context) -> str:
    """Team and number in one line, for texts in another language."""
    if ctx.gemeente:
        return f"{ctx.gemeente.team.naam}, {ctx.gemeente.contact.telefoon}"
    return ", ".join(f"{g.naam} {g.contact.telefoon}" for g in ctx.werkgebied.gemeenten)
