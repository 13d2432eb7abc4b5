"""Which entries of the kaart may be seen now, by the settings of this installation."""

from __future__ import annotations

from aiohttp import web

from sociale_kaart.zicht import Zicht
from web import keys
from web.klok import lokaal_nu


def zicht_nu(app: web.Application) -> Zicht:
    """The rule today, where the werkgebied is."""
    return Zicht(lokaal_nu(app).date(), app[keys.SETTINGS].verberg_na_maanden)
