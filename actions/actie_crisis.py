"""Danger: the fixed text with numbers, before any question."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.crisistekst import crisis_reactie
from actions.reactie import Reactie


class ActionCrisis(VoordeurActie):
    """Danger: the fixed text with numbers, before any question."""

    naam = "action_crisis"

    def antwoord(self, ctx: Context) -> Reactie:
        return crisis_reactie(ctx)
