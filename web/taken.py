"""The work that `achtergrond.py` repeats: each a function of the application, safe to run again at any time."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable

from aiohttp import web

from opslag.db import now
from overdracht import bewaking, wachtrij
from overdracht.antwoordtermijn import follow_all
from overdracht.bewaartermijn import AUDIT, GESPREK, OVERDRACHT
from overdracht.bewaren import Opgeruimd, delete_expired
from sociale_kaart import klaarzetten
from sociale_kaart import links as linkcontrole
from sociale_kaart.tellingen import delete_old
from web import keys
from web.controlemail import queue_herinneringen
from web.databank import in_db, lees_db
from web.klok import lokaal_nu

# A message that is being answered is not that old; one that is older lost its process.
BLIJVEN_LIGGEN = dt.timedelta(seconds=20)


async def veeg(app: web.Application) -> None:
    """Answer what a crash left unanswered."""
    await app[keys.BEANTWOORDER].veeg(ouder_dan=BLIJVEN_LIGGEN)


async def termijnen(app: web.Application) -> None:
    """Begin the deadlines of what residents typed, and give back to the queue what a silent holder kept."""
    stilte = dt.timedelta(minutes=app[keys.SETTINGS].stilte_minuten)
    werkgebied, nu = app[keys.WERKGEBIED], lokaal_nu(app)
    # First: who was answered a moment before the deadline is not silent.
    app[keys.HUB].publish(await in_db(app, lambda s: follow_all(s, werkgebied=werkgebied, nu=nu, stilte=stilte)))
    app[keys.HUB].publish(
        await in_db(app, lambda s: wachtrij.return_stale(s, nu, stilte=stilte, werkgebied=werkgebied))
    )


def uitpost(baan: str) -> Callable[[web.Application], Awaitable[None]]:
    """Send what must reach other systems by this lane; each lane is work of its own, so that none waits for another."""

    async def werk(app: web.Application) -> None:
        await app[keys.UITGANG].send_due(baan)

    return werk


async def ochtendmail(app: web.Application) -> None:
    """Tell each team once a day, from its opening on, which terms are near or past."""
    url = app[keys.SETTINGS].publieke_url
    await in_db(
        app,
        lambda s: bewaking.queue_morning_mail(s, werkgebied=app[keys.WERKGEBIED], publieke_url=url, nu=lokaal_nu(app)),
    )


async def herinneringen(app: web.Application) -> None:
    """Remind who looks after entries that must be checked, once per due date; without mail the redactie does."""
    settings = app[keys.SETTINGS]
    if settings.smtp_url:
        url, nu = settings.publieke_url, lokaal_nu(app)
        await in_db(app, lambda s: queue_herinneringen(s, publieke_url=url, nu=nu))


async def links(app: web.Application) -> None:
    """Look at some websites of the kaart, only when this installation says that it may go out on the internet."""
    if app[keys.SETTINGS].links_controleren != "aan":
        return
    nu = now()
    websites = await lees_db(app, lambda s: linkcontrole.find_due(s, nu))
    if not websites:
        return
    async with linkcontrole.make_client() as client:
        uitkomsten = await linkcontrole.look_at_all(client, websites)
    for uitkomst in uitkomsten:
        app[keys.METINGEN].tel("voordeur_links_bekeken_total", uitkomst="stuk" if uitkomst.reden else "goed")
    await in_db(app, lambda s: linkcontrole.store(s, uitkomsten, nu))


async def bewaren(app: web.Application) -> None:
    """Delete what was kept long enough, a bit at a time so that nobody waits for it."""
    await in_db(app, lambda s: delete_old(s, lokaal_nu(app).date()))
    await asyncio.to_thread(klaarzetten.delete_old, app[keys.DATABASE], now())
    while (await _ruim_op(app)).meer:
        pass


async def _ruim_op(app: web.Application) -> Opgeruimd:
    geldt = app[keys.INRICHTING].bewaartermijn
    uit = await in_db(
        app,
        lambda s: delete_expired(
            s,
            lokaal_nu(app),
            gesprek_dagen=geldt(GESPREK),
            overdracht_dagen=geldt(OVERDRACHT),
            audit_dagen=geldt(AUDIT).dagen,
        ),
    )
    app[keys.HUB].publish(uit.events)
    return uit
