"""What the assistant does with a message: one file per action, texts in teksten.yml.

Actions read and return text plus data; they never write a gesprek and never notify anyone.
Everything below `reactie` is free of rasa_sdk, so that the answer without Rasa uses the same words.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from rasa_sdk import Action

    from opslag.db import Database
    from werkgebied import Werkgebied


def build_actions(
    *,
    database: Database,
    werkgebied: Werkgebied,
    triage: Any,
    hulplijnen: Any,
    bewaar_dagen: Callable[[], int] | None = None,
    verberg_na_maanden: int = 0,
) -> list[Action]:
    """One instance of every action, with what it needs injected. rasa_sdk is imported only now."""
    from actions.bouw import bouw_acties
    from actions.bronnen import Bronnen

    bronnen = Bronnen(database, werkgebied, triage, hulplijnen, verberg_na_maanden=verberg_na_maanden)
    return bouw_acties(replace(bronnen, bewaar_dagen=bewaar_dagen) if bewaar_dagen else bronnen)
