"""The time where the werkgebied is."""

from __future__ import annotations

import datetime as dt

from aiohttp import web

from opslag.db import now
from web import keys


def lokaal_nu(app: web.Application) -> dt.datetime:
    """Now, on the clock that residents and staff read."""
    return app[keys.WERKGEBIED].lokale_tijd(now())
