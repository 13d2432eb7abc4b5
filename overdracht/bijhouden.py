"""What was sent to others stays true when the overdracht changes here: Open Klant is corrected, the webhook told.

Most of all when a resident takes something out while the verslag waits: it must not go on standing there.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from overdracht import edits
from overdracht.openklant_inhoud import as_klantcontact, as_uit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from overdracht.models import Overdracht

# The kind of post that corrects what stands in Open Klant, and the step of the resident.
WIJZIGEN, GEWIJZIGD = "openklant_wijzigen", "verslag_gewijzigd"
Buiten = tuple[dict[str, Any], str]


def read_buiten(overdracht: Overdracht) -> Buiten | None:
    """What Open Klant is told about it as it is now, to compare after a change; None without consent."""
    uit = as_uit(overdracht)
    return (as_klantcontact(uit), uit.team) if uit else None


def keep_true(session: Session, overdracht: Overdracht, voor: Buiten | None, *, nu: dt.datetime) -> None:
    """Correct Open Klant when what it was told (`voor`) is no longer so; in the commit that makes it so."""
    na = read_buiten(overdracht)
    if voor is not None and na is not None and voor != na:
        taak = {"taak": True} if voor[1] != na[1] else {}
        edits.replace_uit_post(session, WIJZIGEN, overdracht.kenmerk, op=nu, **taak)


def open_taak(session: Session, overdracht: Overdracht, *, nu: dt.datetime) -> None:
    """What was finished is taken up again: the internetaak in Open Klant is open again too."""
    if overdracht.toestemming:
        edits.replace_uit_post(session, WIJZIGEN, overdracht.kenmerk, op=nu, taak=True)


def tell_gewijzigd(session: Session, overdracht: Overdracht, voor: Buiten | None, *, nu: dt.datetime) -> None:
    """The resident changed the verslag while it waits: in its story, for the webhook, and in Open Klant."""
    edits.renew_stap(session, overdracht, GEWIJZIGD, op=nu, wie="inwoner")
    keep_true(session, overdracht, voor, nu=nu)
