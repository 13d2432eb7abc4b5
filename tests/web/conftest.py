"""A running application with fakes for the assistant and triage, on the real rooms beneath it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientTimeout
from aiohttp.test_utils import TestClient

import web.klok
from opslag.db import Database, now
from settings import ROOT, Settings
from tests.web.builders import Inwoner, NepAssistent, NepTriage, nieuwe_inwoner
from tests.web.oidc_dienst import CLIENT_ID, CLIENT_SECRET, Dienst, Klok
from web.antwoordkeuze import Tijden
from web.app import make_app
from web.oidc import Oidc
from web.oidc_instelling import read_oidc
from web.routes import routes_of
from werkgebied import Werkgebied, load_werkgebied

# The pages have tests of their own; here they would only be in the way.
KERN = ("chat", "stroom", "staf_api", "kaart_api", "gezondheid", "login", "oidc_login", "statisch")
# The caller waits long: a slow machine must not look like an assistant that says nothing.
SNEL = Tijden(antwoord=0.3, crisis=0.2, beller=60, laden=0.1, stuk_na=100)


@pytest.fixture(scope="session")
def werkgebied() -> Werkgebied:
    return load_werkgebied(ROOT / "werkgebied.yml")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    # Entries of the tests must not be withheld because years went by.
    return Settings(
        var_map=str(tmp_path), limiet_gesprek=0, secret_key="een geheim voor de tests", verberg_na_maanden=0
    )


@pytest.fixture
def assistent() -> NepAssistent:
    return NepAssistent()


Bouwer = Callable[..., Awaitable[TestClient[Any, Any]]]


@pytest.fixture
def bouw(settings: Settings, sqlite_db: Database, werkgebied: Werkgebied, aiohttp_client: Any) -> Bouwer:
    """Make and start an application; what is passed replaces a part of it."""

    async def maak(**delen: Any) -> TestClient[Any, Any]:
        vast: dict[str, Any] = {
            "database": sqlite_db,
            "werkgebied": werkgebied,
            "triage": NepTriage(),
            "assistent": NepAssistent(),
            "hulplijnen": None,
            "tijden": SNEL,
            "achtergrond": False,
            "routes": tuple(r for naam in KERN for r in routes_of(naam)),
        }
        instellingen = delen.pop("settings", settings)
        return await aiohttp_client(make_app(instellingen, **{**vast, **delen}))

    return maak


@pytest.fixture
async def client(bouw: Bouwer, assistent: NepAssistent) -> TestClient[Any, Any]:
    return await bouw(assistent=assistent)


@pytest.fixture
async def inwoner(client: TestClient[Any, Any]) -> Inwoner:
    return await nieuwe_inwoner(client)


# --- logging in elsewhere -----------------------------------------------------------------------

GROEPEN = (
    "beheer=beheerder; regie=procesregisseur; kcc=medewerker; castricum=medewerker:castricum; "
    "bergen=medewerker:Sociaal Team Bergen"
)


@pytest.fixture
async def dienst() -> AsyncIterator[Dienst]:
    gestart = await Dienst().start()
    yield gestart
    await gestart.stop()


@pytest.fixture
def stille_klok(monkeypatch: pytest.MonkeyPatch) -> dt.datetime:
    """Pages tell how long somebody waits; between two of them a minute may go by, and with this none does."""
    moment = now() + dt.timedelta(minutes=1)
    monkeypatch.setattr(web.klok, "now", lambda: moment)
    return moment


@pytest.fixture
def klok() -> Klok:
    return Klok()


@pytest.fixture
def oidc_settings(settings: Settings, dienst: Dienst) -> Settings:
    return dataclasses.replace(
        settings,
        oidc_issuer=dienst.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        oidc_groepen=GROEPEN,
        oidc_naam="uw Duinstreek-account",
        oidc_hulp="de servicedesk",
        publieke_url="http://voordeur.example.nl",
    )


@pytest.fixture
def oidc_start(bouw: Bouwer, oidc_settings: Settings, werkgebied: Werkgebied, klok: Klok) -> Callable[..., Any]:
    """An application with the provider of the test, with other settings if asked for."""

    async def maak(**anders: Any) -> TestClient[Any, Any]:
        ingesteld = dataclasses.replace(oidc_settings, **anders)
        instelling = read_oidc(ingesteld, werkgebied)
        assert instelling is not None
        return await bouw(settings=ingesteld, oidc=Oidc(instelling, klok=klok, tijd=ClientTimeout(total=2)))

    return maak
