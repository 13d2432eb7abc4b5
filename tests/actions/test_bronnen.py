"""An action server of its own (`rasa run actions --actions actions`): it tells what the server tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions import bronnen as bronnen_van
from actions.actie import VoordeurActie
from actions.bouw import alle_acties
from opslag.db import Database
from overdracht import bewaarbeheer, teambeheer
from overdracht.inrichting import Inrichting
from overdracht.models import Medewerker
from overdracht.teambeheer import TeamInvoer
from settings import ROOT, Settings
from tests.actions.nep import NepTracker
from werkgebied import load_werkgebied

# A Tuesday, half past ten.
NU = dt.datetime(2026, 11, 24, 10, 30, tzinfo=dt.UTC)
TEAM = TeamInvoer("Team Dichtbij", "ma-vr 12:00-17:00", "", "072 000 0199", "", "")


@pytest.fixture
def los(sqlite_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[VoordeurActie]:
    """An action as an action server makes it: without anything, with the settings alone."""
    monkeypatch.setenv("DATABASE_URL", sqlite_db.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("MODEL_MAP", str(tmp_path))
    bronnen_van._maak.cache_clear()
    yield next(soort for soort in alle_acties() if soort.naam == "action_medewerker")()
    bronnen_van._maak().database.close()
    bronnen_van._maak.cache_clear()


class Beheer:
    """What a beheerder does in the server."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.inrichting = Inrichting(load_werkgebied(ROOT / "werkgebied.yml"), Settings())
        database.doe_vooraf(self.inrichting.volg)
        with database.session_scope() as session:
            self.wie = Medewerker(naam="Bea Baas", rol="beheerder", gemeenten=[], actief=True)
            session.add(self.wie)

    def zet(self, invoer: TeamInvoer, versie: int) -> None:
        gemeente: Any = self.inrichting.werkgebied.zoek_gemeente("castricum")
        with self.database.session_scope() as session:
            teambeheer.save_team(session, gemeente, invoer, inrichting=self.inrichting, wie=self.wie, nu=NU,
                                 versie=versie)  # fmt: skip


async def zegt(actie: VoordeurActie) -> str:
    bericht = {"text": "Ik wil bellen", "intent": {"name": "medewerker", "confidence": 1.0}, "entities": []}
    meta = {"nu": NU.isoformat(), "gemeente": "castricum", "status": "assistent"}
    dispatcher = CollectingDispatcher()
    await actie.run(dispatcher, NepTracker(bericht, {}, [{"event": "user", "metadata": meta}]), {})  # type: ignore[arg-type]
    return " ".join(m["text"] or "" for m in dispatcher.messages)


async def test_a_team_that_beheer_changed_is_told_with_the_next_message(
    los: VoordeurActie, sqlite_db: Database
) -> None:
    assert "072 000 0103" in await zegt(los)
    beheer = Beheer(sqlite_db)
    beheer.zet(TEAM, 0)
    gezegd = await zegt(los)
    assert "072 000 0199" in gezegd
    assert "072 000 0103" not in gezegd
    uren = los.bronnen.werkgebied.zoek_gemeente("castricum").team.openingstijden  # type: ignore[union-attr]
    assert uren.tekst == "ma-vr 12:00-17:00"
    beheer.zet(TeamInvoer(**{**vars(TEAM), "telefoon": "072 000 0177"}), 1)
    assert "072 000 0177" in await zegt(los)


def test_how_long_a_gesprek_is_kept_is_what_beheer_set(los: VoordeurActie, sqlite_db: Database) -> None:
    assert los.bronnen.bewaar_dagen() == Settings.bewaar_gesprek_dagen
    beheer = Beheer(sqlite_db)
    with sqlite_db.session_scope() as session:
        bewaarbeheer.save_bewaartermijn(session, "gesprek", "7", reden="korter kan", inrichting=beheer.inrichting,
                                        zeker=True, wie=beheer.wie, nu=NU, versie=0)  # fmt: skip
    assert los.bronnen.bewaar_dagen() == 7


async def test_without_a_database_what_was_read_last_counts(
    los: VoordeurActie, sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    Beheer(sqlite_db).zet(TEAM, 0)
    assert "072 000 0199" in await zegt(los)

    def weg() -> None:
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(los.bronnen.database, "_lees", weg)
    assert los.bronnen.werkgebied.zoek_gemeente("castricum").contact.telefoon == "072 000 0199"  # type: ignore[union-attr]
