"""Answering without the assistant: crisis text, what the kaart finds, and a person. Off the loop, since it searches."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import TYPE_CHECKING

from bot.noodantwoord import antwoord_zonder_rasa
from gesprek.antwoord import Antwoord, AntwoordBericht, Knop
from web import keys
from web.teksten import BERICHTEN

if TYPE_CHECKING:
    from aiohttp import web

    from bot.vraag import Vraag
    from werkgebied import Gemeente


async def nood_antwoord(app: web.Application, vraag: Vraag, *, zonder_stap: bool = False) -> Antwoord:
    """The reply of bot.noodantwoord; `zonder_stap` when the step of a reply has just failed."""

    def doe() -> Antwoord:
        return antwoord_zonder_rasa(
            vraag,
            app[keys.TRIAGE],
            database=app[keys.DATABASE],
            werkgebied=app[keys.WERKGEBIED],
            hulplijnen=app[keys.HULPLIJNEN],
            verberg_na_maanden=app[keys.SETTINGS].verberg_na_maanden,
        )

    antwoord = await asyncio.get_running_loop().run_in_executor(app[keys.POOL], doe)
    return dataclasses.replace(antwoord, stap=None) if zonder_stap else antwoord


def uiterste_antwoord(app: web.Application, vraag: Vraag) -> Antwoord:
    """When even that fails: where people can be reached. Fixed text, so it cannot fail."""
    nummers = ", ".join(f"{g.contact.telefoon} ({g.team.naam})" for g in _teams(app, vraag))
    tekst = BERICHTEN["storing"].format(telefoon=nummers)
    return Antwoord(
        berichten=(AntwoordBericht(tekst=tekst),),
        beoordeling=vraag.beoordeling.as_dict() if vraag.beoordeling else None,
    )


def weiger_antwoord(app: web.Application, vraag: Vraag) -> Antwoord:
    """Who keeps the verslag to themselves still learns how to reach a person."""
    regels = [BERICHTEN["geweigerd"], *(_bereik(g) for g in _teams(app, vraag))]
    knop = Knop(BERICHTEN["knop_anders"], "/iets_anders")
    return Antwoord(berichten=(AntwoordBericht(tekst="\n".join(regels), knoppen=(knop,)),))


def _teams(app: web.Application, vraag: Vraag) -> tuple[Gemeente, ...]:
    werkgebied = app[keys.WERKGEBIED]
    gemeente = werkgebied.zoek_gemeente(vraag.gemeente)
    return (gemeente,) if gemeente else werkgebied.gemeenten


def _bereik(gemeente: Gemeente) -> str:
    contact = gemeente.contact
    inloop = contact.inloop.als_tekst() if contact.inloop.bekend else ""
    return str(BERICHTEN["bereik"]).format(
        team=gemeente.team.naam,
        telefoon=contact.telefoon,
        adres=BERICHTEN["bereik_adres"].format(adres=contact.adres) if contact.adres else "",
        inloop=BERICHTEN["bereik_inloop"].format(inloop=inloop) if contact.adres and inloop else "",
    )
