"""The one place that wires: every part of the product is made here and given to who needs it.

Pages, crisis and triage are served as soon as this returns; the assistant loads on its own thread.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiohttp import WSCloseCode, web

import spoor
from opslag.db import Database, database_url, make_engine
from overdracht.bewaartermijn import GESPREK
from overdracht.inrichting import Inrichting
from overdracht.uitgang import Uitgang
from settings import ROOT, Settings, SettingsFout
from sociale_kaart.lezer import kies_tekstmodel
from spoor.otlp import OtlpFout, OtlpUitvoer
from web import keys
from web.achtergrond import Achtergrond
from web.antwoordkeuze import Tijden
from web.beantwoorden import Beantwoorder
from web.errors import foutafhandeling
from web.geheim import read_geheim
from web.headers import herkomst, zet_koppen
from web.hub import Hub
from web.huisstijl import check_huisstijl
from web.limieten import MAX_BODY, Limieten
from web.meetellen import Meeteller
from web.metingen import Metingen
from web.oidc import Oidc
from web.oidc_instelling import read_oidc
from web.route import Route
from web.routes import all_routes, register
from web.toegang import Geopend, toegang
from web.toezicht import toezicht
from web.weergave import maak_sjablonen
from web.werkplek_samen import WerkplekSamen
from werkgebied import Werkgebied, load_werkgebied

log = logging.getLogger("web.app")
# Threads for database work and triage. SQLite writes one at a time; more threads only wait.
DRADEN = 12
_ACHTERGROND: web.AppKey[Achtergrond] = web.AppKey("achtergrond", Achtergrond)
# Ends the following of what beheer sets.
_VOLGT: web.AppKey[Callable[[], None]] = web.AppKey("volgt")
_TRACES: web.AppKey[OtlpUitvoer | None] = web.AppKey("traces")


def make_app(
    settings: Settings,
    *,
    database: Database | None = None,
    werkgebied: Werkgebied | None = None,
    triage: Any = None,
    assistent: Any = None,
    hulplijnen: dict[str, Any] | None = None,
    processen: int = 1,
    tijden: Tijden | None = None,
    achtergrond: bool = True,
    routes: tuple[Route, ...] | None = None,
    oidc: Oidc | None = None,
) -> web.Application:
    """Build the application. What is not given is made from the settings; tests give fakes.

    Raises SettingsFout and WerkgebiedFout with a Dutch reason when the installation is not right.
    """
    app = web.Application(
        middlewares=[toezicht, foutafhandeling, herkomst, toegang], client_max_size=MAX_BODY, logger=log
    )
    app[keys.SETTINGS] = settings
    app[keys.GEHEIM] = read_geheim(settings)
    kies_tekstmodel(settings.tekstmodel)
    app[keys.INRICHTING] = Inrichting(werkgebied or load_werkgebied(settings.pad(settings.werkgebied)), settings)
    app[keys.WERKGEBIED] = app[keys.INRICHTING].werkgebied
    check_huisstijl(app[keys.WERKGEBIED])
    eigen_database = database is None
    app[keys.DATABASE] = database or Database(make_engine(database_url(settings.database_url, ROOT)))
    app[keys.DATABASE].set_geheim(app[keys.GEHEIM])
    app[_VOLGT] = app[keys.DATABASE].doe_vooraf(app[keys.INRICHTING].volg)
    app[keys.TRIAGE] = triage if triage is not None else load_triage(settings)
    app[keys.HULPLIJNEN] = hulplijnen if hulplijnen is not None else _load_hulplijnen()
    app[keys.ASSISTENT] = assistent if assistent is not None else _make_assistent(app)
    app[keys.PROCESSEN] = processen
    app[keys.OIDC] = oidc or _make_oidc(app)
    _make_parts(app, tijden)
    app[keys.ROUTES] = routes if routes is not None else all_routes(settings)
    register(app, app[keys.ROUTES])
    app.on_response_prepare.append(zet_koppen)
    app.on_startup.append(_start)
    if achtergrond:
        app.on_startup.append(_start_achtergrond)
    app.on_shutdown.append(_sluit_sockets)
    app.on_cleanup.append(_stop)
    if eigen_database:
        app.on_cleanup.append(_sluit_database)
    return app


def _make_parts(app: web.Application, tijden: Tijden | None) -> None:
    settings = app[keys.SETTINGS]
    app[keys.POOL] = ThreadPoolExecutor(DRADEN, thread_name_prefix="werk")
    app[keys.METINGEN] = Metingen()
    app[keys.HUB] = Hub(redis_url=settings.redis_url, processen=app[keys.PROCESSEN])
    app[keys.LIMIETEN] = Limieten(
        redis_url=settings.redis_url, proxies=settings.proxy_adressen, geheim=app[keys.GEHEIM]
    )
    app[keys.GEOPEND] = Geopend()
    app[keys.UITGANG] = Uitgang(app[keys.DATABASE], settings, app[keys.WERKGEBIED], publish=app[keys.HUB].publish)
    app[keys.ROUTE_VAN] = {}
    app[keys.SOCKETS] = set()
    app[keys.SJABLONEN] = maak_sjablonen(app)
    app[keys.WERKPLEK] = WerkplekSamen(app)
    app[keys.MEETELLER] = Meeteller(app)
    app[keys.BEANTWOORDER] = Beantwoorder(app, tijden=tijden)
    app[_TRACES] = _make_traces(settings)
    app[_ACHTERGROND] = Achtergrond(app)
    meter = app[keys.METINGEN].meter
    meter("voordeur_assistent_klaar", lambda: float(bool(app[keys.ASSISTENT].klaar)))
    if settings.redis_url:
        meter("voordeur_redis_verbonden", lambda: float(app[keys.HUB].verbonden))


def _make_traces(settings: Settings) -> OtlpUitvoer | None:
    if not settings.otel_exporter_otlp_endpoint:
        return None
    try:
        return OtlpUitvoer(
            settings.otel_exporter_otlp_endpoint,
            dienst=settings.otel_service_name,
            koppen=settings.otel_exporter_otlp_headers,
        )
    except OtlpFout as fout:
        raise SettingsFout(str(fout)) from None


def _make_oidc(app: web.Application) -> Oidc | None:
    instelling = read_oidc(app[keys.SETTINGS], app[keys.WERKGEBIED])
    return Oidc(instelling) if instelling else None


def load_triage(settings: Settings) -> Any:
    """The trained triage, or the one of patterns and word lists when there is no (usable) model."""
    from triage.model import Triage

    map_ = settings.pad(settings.model_map) / "triage"
    try:
        return Triage.load(map_, tekstmodel=settings.tekstmodel)
    except Exception as fout:
        # A missing or half-written model must never keep the front door shut.
        log.warning("triage zonder model: %s", type(fout).__name__)
        return Triage.zonder_model()


def _load_hulplijnen() -> dict[str, Any]:
    from sociale_kaart import hulplijnen

    return dict(hulplijnen.load())


def _make_assistent(app: web.Application) -> Any:
    from bot.assistent import Assistent

    inrichting = app[keys.INRICHTING]
    return Assistent(
        app[keys.SETTINGS], app[keys.DATABASE], app[keys.WERKGEBIED], app[keys.TRIAGE],
        bewaar_dagen=lambda: inrichting.dagen(GESPREK),
    )  # fmt: skip


async def _start(app: web.Application) -> None:
    if (traces := app[_TRACES]) is not None:
        traces.start()
        spoor.zet_aan(traces.neem)
    await app[keys.HUB].start()
    app[keys.ASSISTENT].start()


async def _start_achtergrond(app: web.Application) -> None:
    app[_ACHTERGROND].start()


async def _sluit_sockets(app: web.Application) -> None:
    """Tell every client to connect again (to another process, or to us after the restart)."""
    sluiten = [ws.close(code=WSCloseCode.GOING_AWAY, message=b"herstart") for ws in app[keys.SOCKETS]]
    if sluiten:
        await asyncio.wait([asyncio.ensure_future(s) for s in sluiten], timeout=3)


async def _stop(app: web.Application) -> None:
    await app[_ACHTERGROND].stop()
    await app[keys.BEANTWOORDER].stop()
    await app[keys.MEETELLER].wacht()
    await app[keys.UITGANG].sluit()
    await app[keys.HUB].stop()
    await app[keys.LIMIETEN].sluit()
    if (oidc := app[keys.OIDC]) is not None:
        await oidc.sluit()
    await asyncio.to_thread(app[keys.ASSISTENT].stop)
    if (traces := app[_TRACES]) is not None:
        spoor.zet_uit()
        await asyncio.to_thread(traces.stop)
    app[keys.POOL].shutdown(wait=False, cancel_futures=True)
    app[_VOLGT]()


async def _sluit_database(app: web.Application) -> None:
    app[keys.DATABASE].close()
