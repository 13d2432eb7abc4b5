"""From a finding to the intent that steers the dialogue. No Rasa, so that it can be tested and used without.

The order is: danger, nothing to read, another language, acts that short messages say plainly
(handelingen.yml), what the model heard; a model that is not sure of an act is not believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from actions.patronen import zonder_vervolgwoorden
from taal.herkenning import taal_van
from triage.beoordeling import Beoordeling

# A soort that asks for its own treatment, whatever dialogue act the words also are.
_UIT_SOORT = {"signaal": "signaal", "medewerker": "medewerker", "status": "status", "klacht": "klacht"}
# Below this the model guesses; a question that is weighed does less harm than a wrong act.
ZEKER = 0.3
# Acts that go back to a question by themselves when they do not fit.
_MAG_ONZEKER = ("vervolg_", "hulpvraag")


@dataclass(frozen=True)
class Handeling:
    """An act that can be read from the words alone."""

    intent: str
    patronen: tuple[re.Pattern[str], ...]
    woorden: int
    zonder_onderwerp: bool

    def past(self, tekst: str) -> bool:
        """Whether these words say it; zonder_onderwerp: only when they name no subject of their own."""
        if len(tekst.split()) > self.woorden or not any(p.search(tekst) for p in self.patronen):
            return False
        return not self.zonder_onderwerp or not zonder_vervolgwoorden(tekst)


@lru_cache(maxsize=1)
def handelingen() -> tuple[Handeling, ...]:
    """The plain acts, in the order in which they are tried."""
    data = yaml.safe_load(Path(__file__).with_name("handelingen.yml").read_text(encoding="utf-8"))
    return tuple(
        Handeling(
            intent=regel["intent"],
            patronen=tuple(re.compile(p) for p in regel["patronen"]),
            woorden=int(regel["woorden"]),
            zonder_onderwerp=bool(regel.get("zonder_onderwerp", False)),
        )
        for regel in data
    )


def heeft_woorden(tekst: str) -> bool:
    """Whether anything can be read in it: an empty message, emoji or punctuation alone cannot."""
    return any(teken.isalnum() for teken in tekst)


def kies_intent(tekst: str, beoordeling: Beoordeling) -> tuple[str, float]:
    """The intent and how sure it is."""
    if beoordeling.crisis:
        return "crisis", 1.0
    if not heeft_woorden(tekst):
        return "leeg", 1.0
    if taal_van(tekst) != "nl":
        return "andere_taal", 1.0
    klein = " ".join(tekst.lower().split())
    gezegd = next((h.intent for h in handelingen() if h.past(klein)), None)
    if gezegd:
        return gezegd, 1.0
    return _uit_model(beoordeling)


def _uit_model(beoordeling: Beoordeling) -> tuple[str, float]:
    intent, score = beoordeling.intent, beoordeling.intent_score
    if intent == "hulpvraag":
        return _UIT_SOORT.get(beoordeling.soort, intent), score
    # A text that was read as Dutch, or a danger without a kind, is a question first.
    if intent in ("andere_taal", "crisis", "leeg"):
        return "hulpvraag", score
    if score < ZEKER and not intent.startswith(_MAG_ONZEKER):
        return "hulpvraag", score
    return intent, score
