"""The route table: all routes of all modules, with who may call them.

Each module declares its own `ROUTES`; here they only come together, so that one glance (or one
test) shows every way in.
"""

from __future__ import annotations

from importlib import import_module

from aiohttp import web

from settings import Settings
from web import keys
from web.route import Route

MODULES = (
    "chat",
    "stroom",
    "staf_api",
    "staf_export",
    "schemas",
    "kaart_api",
    "gezondheid",
    "login",
    "oidc_login",
    "statisch",
    "demo",
    "chatpagina",
    "paginas",
    "voorzieningen",
    "volg",
    "volg_verslag",
    "inwoner_keuzes",
    "huisstijl",
    "wachtstand",
    "werkplek",
    # Before `redactie`, which takes any name that is left for the id of an entry.
    "redactie_lijst",
    "redactie_woorden",
    "redactie_soorten",
    "redactie_termijnen",
    "redactie_inlezen",
    "redactie_samen",
    "redactie",
    "bijwerken",
    "beheer",
)


def all_routes(settings: Settings) -> tuple[Route, ...]:
    """Every route of this installation; Rasa's own channel only when it is switched on."""
    namen = (*MODULES, "rest_kanaal") if settings.rest_kanaal == "aan" else MODULES
    return tuple(route for naam in namen for route in routes_of(naam))


def routes_of(naam: str) -> tuple[Route, ...]:
    """The routes that one module of the web declares."""
    module = import_module(f"web.{naam}")
    routes: tuple[Route, ...] = module.ROUTES
    return routes


def register(app: web.Application, routes: tuple[Route, ...]) -> None:
    """Give every route to aiohttp, and remember our line for it; a GET also answers HEAD."""
    van = app[keys.ROUTE_VAN]
    for route in routes:
        van[app.router.add_route(route.methode, route.pad, route.handler)] = route
        if route.methode == "GET" and not route.pad.endswith("/stroom"):
            van[app.router.add_route("HEAD", route.pad, route.handler)] = route
