"""Taking a verslag along: as read_overdracht, only with consent, and written down as taking along."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from overdracht import edits
from overdracht.inzage import get_overdracht, grond, read_overdracht
from overdracht.models import Medewerker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def read_uitdraai(
    session: Session, kenmerk: str, *, medewerker: Medewerker, wat: str, nu: dt.datetime
) -> dict[str, Any] | None:
    """The verslag to print or export; None without consent. Raises OnbekendeOverdracht."""
    overdracht = get_overdracht(session, kenmerk, medewerker)
    if not overdracht.toestemming or not overdracht.verslag:
        return None
    reden = f"{wat}, {grond(overdracht, medewerker)}"
    edits.add_audit(session, medewerker.naam, "meegenomen", overdracht.kenmerk, reden=reden, op=nu)
    return read_overdracht(session, kenmerk, medewerker=medewerker, nu=nu)
