"""The keys under which the parts of the application are found; typed, so a wrong one fails in mypy.

Nothing heavy is imported here: every module of the web imports this one, and pages must be
served before the language models are there.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from aiohttp import web

from opslag.db import Database
from settings import Settings
from werkgebied import Werkgebied

if TYPE_CHECKING:
    from jinja2 import Environment

    from overdracht.inrichting import Inrichting
    from overdracht.uitgang import Uitgang
    from web.beantwoorden import Beantwoorder
    from web.hub import Hub
    from web.limieten import Limieten
    from web.meetellen import Meeteller
    from web.metingen import Metingen
    from web.oidc import Oidc
    from web.route import Route
    from web.toegang import Geopend
    from web.werkplek_samen import WerkplekSamen

SETTINGS = web.AppKey("settings", Settings)
# Signs what must be recognised later without being stored.
GEHEIM = web.AppKey("geheim", str)
DATABASE = web.AppKey("database", Database)
# With the teams and hours as they count now: INRICHTING keeps it so.
WERKGEBIED = web.AppKey("werkgebied", Werkgebied)
INRICHTING: web.AppKey[Inrichting] = web.AppKey("inrichting")
# triage.model.Triage, which needs spaCy.
TRIAGE: web.AppKey[Any] = web.AppKey("triage", object)
# bot.assistent.Assistent; not imported here because importing Rasa takes many seconds.
ASSISTENT: web.AppKey[Any] = web.AppKey("assistent", object)
HULPLIJNEN: web.AppKey[dict[str, Any]] = web.AppKey("hulplijnen", dict)
HUB: web.AppKey[Hub] = web.AppKey("hub")
BEANTWOORDER: web.AppKey[Beantwoorder] = web.AppKey("beantwoorder")
# The ways out to other systems (Open Klant, mail).
UITGANG: web.AppKey[Uitgang] = web.AppKey("uitgang")
# Counts what gesprekken tell the redactie.
MEETELLER: web.AppKey[Meeteller] = web.AppKey("meeteller")
# Logging in elsewhere; None when it is not set.
OIDC: web.AppKey[Oidc | None] = web.AppKey("oidc")
# Tokens that opened a gesprek in this process.
GEOPEND: web.AppKey[Geopend] = web.AppKey("geopend")
LIMIETEN: web.AppKey[Limieten] = web.AppKey("limieten")
METINGEN: web.AppKey[Metingen] = web.AppKey("metingen")
SJABLONEN: web.AppKey[Environment] = web.AppKey("sjablonen")
ROUTES: web.AppKey[tuple[Route, ...]] = web.AppKey("routes", tuple)
# The route object of aiohttp -> our line of the route table.
ROUTE_VAN: web.AppKey[dict[Any, Route]] = web.AppKey("route_van", dict)
# Threads for database work and triage; bounded, so that a flood waits instead of growing.
POOL = web.AppKey("pool", ThreadPoolExecutor)
# Open WebSockets of this process, closed in good order at the end.
SOCKETS: web.AppKey[set[web.WebSocketResponse]] = web.AppKey("sockets", set)
# What the open werkplekken read together.
WERKPLEK: web.AppKey[WerkplekSamen] = web.AppKey("werkplek")
# How many processes serve this installation together.
PROCESSEN = web.AppKey("processen", int)
