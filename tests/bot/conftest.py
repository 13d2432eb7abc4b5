"""One assistant with real Rasa for the whole run, on the example kaart."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pytest

from bot import train as trainen
from bot import triage_model
from bot.assistent import Assistent
from bot.vraag import Vraag
from gesprek.antwoord import Antwoord
from gesprek.models import Gesprek
from opslag.db import Base, Database, make_engine
from settings import ROOT, Settings
from sociale_kaart import voorbeeld
from triage.beoordeling import Beoordeling
from triage.model import Triage
from werkgebied import Werkgebied, load_werkgebied

# A Thursday morning on which the teams are there.
NU = dt.datetime(2026, 11, 19, 10, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture(scope="session")
def gebied() -> Werkgebied:
    return load_werkgebied(ROOT / "werkgebied.yml")


@pytest.fixture(scope="session")
def modelsettings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a fresh model: the one of `voordeur train`, else one trained once for this run.

    TEST_MODEL_MAP names a directory whose model is taken as it is, stale or not: for who works on
    the actions while the triage is being changed.
    """
    gegeven = os.environ.get("TEST_MODEL_MAP")
    if gegeven:
        return Settings(model_map=gegeven)
    settings = Settings()
    if trainen.is_vers(settings):
        return settings
    map_ = tmp_path_factory.mktemp("models")
    klaar = settings.pad(settings.model_map) / "triage"
    if triage_model.is_vers(klaar):
        shutil.copytree(klaar, map_ / "triage")
    eigen = Settings(model_map=str(map_))
    trainen.train(eigen)
    return eigen


@pytest.fixture(scope="session")
def kaart(tmp_path_factory: pytest.TempPathFactory, gebied: Werkgebied) -> Iterator[Database]:
    """A database with the example kaart."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('kaart')}/kaart.db")
    Base.metadata.create_all(engine)
    database = Database(engine)
    with database.session_scope() as session:
        voorbeeld.load(session, werkgebied=gebied)
    yield database
    database.close()


@pytest.fixture(scope="session")
def triage(modelsettings: Settings) -> Triage:
    return Triage.load(modelsettings.pad(modelsettings.model_map) / "triage")


@pytest.fixture(scope="session")
def assistent(modelsettings: Settings, kaart: Database, gebied: Werkgebied, triage: Triage) -> Iterator[Assistent]:
    """The assistant, loaded."""
    assistent = Assistent(modelsettings, kaart, gebied, triage)
    assistent.start()
    tot = time.monotonic() + 300
    while not assistent.klaar and not assistent.fout and time.monotonic() < tot:
        time.sleep(0.2)
    assert assistent.klaar, assistent.fout
    yield assistent
    assistent.stop()


@dataclass
class Inwoner:
    """A resident in one gesprek: says things, and the findings are kept as the chat keeps them."""

    assistent: Assistent
    database: Database
    triage: Triage
    gemeente: str | None = None
    kern: str | None = None
    status: str = "assistent"
    nu: dt.datetime = NU
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    eerder: list[Beoordeling] = field(default_factory=list)

    def __post_init__(self) -> None:
        with self.database.session_scope() as session:
            session.add(Gesprek(id=self.id, token_hash="x", gemeente=self.gemeente))

    def vraag(self, tekst: str) -> Vraag:
        knop = tekst.startswith("/")
        oordeel = None if knop else self.triage.beoordeel(tekst)
        return Vraag(
            self.id, "" if knop else tekst, tekst if knop else None, self.gemeente, self.kern, self.nu, self.status,
            oordeel, tuple(self.eerder),
        )  # fmt: skip

    async def zeg(self, tekst: str) -> Antwoord:
        vraag = self.vraag(tekst)
        antwoord = await self.assistent.antwoord(vraag)
        if antwoord.stap == "opnieuw":
            self.eerder = []
        elif vraag.beoordeling:
            self.eerder.append(vraag.beoordeling)
        return antwoord


def tekst_van(antwoord: Antwoord) -> str:
    """All that is said in a reply."""
    return "\n".join(b.tekst for b in antwoord.berichten)
