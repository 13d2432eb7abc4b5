"""In whose hands a gesprek is: one table of transitions, so that no code path invents its own.

assistent → verslag_ter_goedkeuring → wachtend → opgepakt → afgerond, with the ways back. The
diagram is in docs/verslag.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gesprek.models import Gesprek

ASSISTENT = "assistent"
VERSLAG_TER_GOEDKEURING = "verslag_ter_goedkeuring"
WACHTEND = "wachtend"
OPGEPAKT = "opgepakt"
AFGEROND = "afgerond"
STATUSSEN = (ASSISTENT, VERSLAG_TER_GOEDKEURING, WACHTEND, OPGEPAKT, AFGEROND)

OVERGANGEN: Mapping[str, frozenset[str]] = {
    # A crisis goes to the queue, or into the hands of a medewerker, without a verslag.
    ASSISTENT: frozenset({VERSLAG_TER_GOEDKEURING, WACHTEND, OPGEPAKT}),
    # Back to the assistent: the resident goes on talking, or refuses.
    VERSLAG_TER_GOEDKEURING: frozenset({ASSISTENT, WACHTEND, OPGEPAKT}),
    # Back to the assistent: consent withdrawn. Afgerond: called back outside the chat.
    WACHTEND: frozenset({ASSISTENT, OPGEPAKT, AFGEROND}),
    # Back to wachtend: given back, passed on, or the holder went silent.
    OPGEPAKT: frozenset({ASSISTENT, WACHTEND, AFGEROND}),
    # A new question, or reopened by a medewerker.
    AFGEROND: frozenset({ASSISTENT, WACHTEND, OPGEPAKT}),
}


class OngeldigeOvergang(Exception):
    """This change of status does not exist; nothing was changed."""

    def __init__(self, van: str, naar: str) -> None:
        super().__init__(f"van {van} naar {naar} kan niet")
        self.van = van
        self.naar = naar


def mag_naar(van: str, naar: str) -> bool:
    """Whether the table has this transition."""
    return naar in OVERGANGEN.get(van, frozenset())


def change_status(gesprek: Gesprek, naar: str) -> bool:
    """Change the status; False when it already was so, which makes retries harmless.

    Raises OngeldigeOvergang. The caller holds the lock of the gesprek (`edits.lock_gesprek`).
    """
    if gesprek.status == naar:
        return False
    if not mag_naar(gesprek.status, naar):
        raise OngeldigeOvergang(gesprek.status, naar)
    gesprek.status = naar
    return True
