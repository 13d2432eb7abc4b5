"""The same in another place, or nearer."""

from __future__ import annotations

from actions.actie import VoordeurActie
from actions.context import Context
from actions.reactie import Reactie
from actions.vervolg_zoeken import elders


class ActionVervolgElders(VoordeurActie):
    """The same in another place, or nearer."""

    naam = "action_vervolg_elders"

    def antwoord(self, ctx: Context) -> Reactie:
        return elders(ctx)
