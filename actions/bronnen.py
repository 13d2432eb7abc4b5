"""What actions read from, given by the product or, in an action server of its own, made from the settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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


@lru_cache(maxsize=1)
def bronnen_uit_settings() -> Bronnen:
    """For `rasa run actions --actions actions`, where nobody injects anything."""
    from opslag.db import database_url, make_engine
    from settings import ROOT, read_settings
    from sociale_kaart import hulplijnen
    from sociale_kaart.lezer import kies_tekstmodel
    from triage.model import Triage
    from werkgebied import load_werkgebied

    settings = read_settings()
    kies_tekstmodel(settings.tekstmodel)
    model = settings.pad(settings.model_map) / "triage"
    return Bronnen(
        database=Database(make_engine(database_url(settings.database_url, ROOT))),
        werkgebied=load_werkgebied(settings.pad(settings.werkgebied)),
        triage=Triage.load(model, tekstmodel=settings.tekstmodel) if model.is_dir() else Triage.zonder_model(),
        hulplijnen=hulplijnen.load(),
        bewaar_dagen=lambda: settings.bewaar_gesprek_dagen,
        verberg_na_maanden=settings.verberg_na_maanden,
    )
