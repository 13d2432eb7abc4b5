"""One turn of the dialogue without Rasa: `zeg(...)` gives the Reactie of the action for an intent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.bouw import bouw_acties
from actions.bronnen import Bronnen
from actions.context import FORM, context_van
from actions.reactie import Reactie
from bot.intent import kies_intent
from opslag.db import Database
from settings import ROOT
from sociale_kaart import hulplijnen
from tests.actions.nep import NU, NepTracker, NepTriage, vul_kaart
from triage.beoordeling import Beoordeling
from werkgebied import Werkgebied, load_werkgebied

# Intents that share an action.
VERVOLG = {f"vervolg_{soort}" for soort in ("kosten", "openingstijden", "contact", "voorwaarden")}


@pytest.fixture(scope="session")
def gebied() -> Werkgebied:
    return load_werkgebied(ROOT / "werkgebied.yml")


@pytest.fixture
def bronnen(sqlite_db: Database, gebied: Werkgebied) -> Bronnen:
    vul_kaart(sqlite_db)
    return Bronnen(sqlite_db, gebied, NepTriage(), hulplijnen.load())


class Gesprek:
    """A gesprek kept by hand: slots are remembered, findings add up, the model is a fake."""

    def __init__(self, bronnen: Bronnen) -> None:
        self.bronnen = bronnen
        self.acties = {actie.naam: actie for actie in bouw_acties(bronnen)}
        self.slots: dict[str, Any] = {}
        self.eerder: list[Beoordeling] = []
        self.meta: dict[str, Any] = {"nu": NU.isoformat(), "gemeente": "castricum"}
        self.lus: dict[str, Any] = {}

    def tracker(self, tekst: str, intent: str, waarden: dict[str, str]) -> NepTracker:
        knop = tekst.startswith("/")
        triage = None if knop else self.bronnen.triage.beoordeel(tekst).as_dict()
        bericht = {
            "text": tekst,
            "intent": {"name": intent, "confidence": 1.0},
            "entities": [{"entity": k, "value": v} for k, v in waarden.items()],
            "triage": triage,
        }
        event = {"event": "user", "metadata": self.meta | {"eerder": tuple(self.eerder)}}
        return NepTracker(bericht, self.slots, [event], self.lus)

    def zeg(self, tekst: str, intent: str = "", **waarden: str) -> Reactie:
        """Type this (or press a button: "/kies_plaats"); the reply of the action that belongs to it."""
        knop = tekst.startswith("/")
        gekozen = intent or (tekst[1:] if knop else kies_intent(tekst, self.bronnen.triage.beoordeel(tekst))[0])
        naam = "action_vervolg" if gekozen in VERVOLG else f"action_{gekozen}"
        ctx = context_van(self.tracker(tekst, gekozen, waarden), self.bronnen)
        reactie = self.acties[naam].antwoord(ctx)
        self.slots |= {"verwacht": None, "beurt": ctx.beurt + 1} | reactie.slots
        if not knop:
            self.eerder.append(self.bronnen.triage.beoordeel(tekst))
        self.lus = {} if reactie.sluit_lus else {"name": FORM} if reactie.volgende == FORM else self.lus
        return reactie


@pytest.fixture
def gesprek(bronnen: Bronnen) -> Gesprek:
    return Gesprek(bronnen)


@pytest.fixture
def tekst_van() -> Callable[[Reactie], str]:
    """All that is said in a reply, as one text."""
    return lambda reactie: "\n".join(b.tekst for b in reactie.berichten)
