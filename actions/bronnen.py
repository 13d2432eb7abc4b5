"""What actions read from, given by the product or, in an action server of its own, made from the settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from opslag.db import Database
from settings import Settings
from sociale_kaart.zicht import Zicht
from werkgebied import Werkgebied


@dataclass(frozen=True)
class Bronnen:
    """The database, the werkgebied, triage and the help lines; bewaar_dagen is said to residents, as it is then."""

    database: Database
    werkgebied: Werkgebied
    triage: Any
    hulplijnen: Mapping[str, Any]
    bewaar_dagen: Callable[[], int] = lambda: Settings.bewaar_gesprek_dagen
    # So many months after an entry had to be checked it is no longer told; 0 = always told.
    verberg_na_maanden: int = 0

    def zicht(self, nu: dt.datetime) -> Zicht:
        """Which entries of the kaart may be told at this (local) moment."""
        return Zicht(nu.date(), self.verberg_na_maanden)


def bronnen_uit_settings() -> Bronnen:
    """For `rasa run actions --actions actions`, where nobody injects anything.

    Teams, hours and how long things are kept are those that beheer set, as in the server: looked up anew for every
    message. When the database is away what was read last counts, as there.
    """
    bronnen = _maak()
    with suppress(SQLAlchemyError), bronnen.database.lezen():
        # Opening a session is what takes over the changes: overdracht/inrichting.py.
        pass
    return bronnen


@lru_cache(maxsize=1)
def _maak() -> Bronnen:
    from opslag.db import database_url, make_engine
    from overdracht.bewaartermijn import GESPREK
    from overdracht.inrichting import Inrichting
    from settings import ROOT, read_settings
    from sociale_kaart import hulplijnen
    from sociale_kaart.lezer import kies_tekstmodel
    from triage.model import Triage
    from werkgebied import load_werkgebied

    settings = read_settings()
    kies_tekstmodel(settings.tekstmodel)
    model = settings.pad(settings.model_map) / "triage"
    database = Database(make_engine(database_url(settings.database_url, ROOT)))
    inrichting = Inrichting(load_werkgebied(settings.pad(settings.werkgebied)), settings)
    database.doe_vooraf(inrichting.volg)
    return Bronnen(
        database=database,
        werkgebied=inrichting.werkgebied,
        triage=Triage.load(model, tekstmodel=settings.tekstmodel) if model.is_dir() else Triage.zonder_model(),
        hulplijnen=hulplijnen.load(),
        bewaar_dagen=lambda: inrichting.dagen(GESPREK),
        verberg_na_maanden=settings.verberg_na_maanden,
    )
