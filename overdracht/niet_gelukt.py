"""What did not arrive and somebody counts on: told once, to who can do something about it.

A resident whose confirmation cannot be mailed hears so in the gesprek, and reads it on the volg page, since the
kenmerk stands in that mail. A team that works from Open Klant gets a mail about what is not there.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gesprek import service as gesprekken
from gesprek.events import Event, werkplek_event
from overdracht import edits, queries
from overdracht.behandelen import GEBELD
from overdracht.gesloten import NIEUW_MOMENT
from overdracht.models import OPGEPAKT, WACHTEND
from overdracht.ongelezen import BERICHT_WACHT
from overdracht.opnieuw_sturen import OPNIEUW
from overdracht.teksten import tekst

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from overdracht.models import Overdracht, UitPost

# The step that both sides see, and the kind of mail to the team.
MAIL_NIET_AANGEKOMEN, ZONDER_OPENKLANT = "mail_niet_aangekomen", "zonder_openklant"
_VERTELD = "verteld"


def tell_failure(session: Session, post: UitPost, *, voorgoed: bool, nu: dt.datetime) -> tuple[Event, ...]:
    """Tell of this item that it did not arrive (`voorgoed`: and never will by itself), once; whom to wake.

    Writes `post` last: first the overdracht and the gesprek (the lock order of `edits`).
    """
    if (post.inhoud or {}).get(_VERTELD) or (post.inhoud or {}).get("gewist"):
        return ()
    overdracht = queries.get_overdracht(session, post.kenmerk)
    if overdracht is None or not overdracht.toestemming or overdracht.status not in (WACHTEND, OPGEPAKT):
        return ()
    events: tuple[Event, ...] = ()
    if post.soort in ("bevestiging", NIEUW_MOMENT, GEBELD, OPNIEUW, BERICHT_WACHT) and voorgoed:
        events = _tell_resident(session, overdracht, nu=nu)
    elif post.soort == "openklant" and not (post.stappen or {}).get("internetaak"):
        edits.add_uit_post(session, ZONDER_OPENKLANT, post.kenmerk, op=nu)
    else:
        return ()
    post.inhoud = {**(post.inhoud or {}), _VERTELD: True}
    return events


def _tell_resident(session: Session, overdracht: Overdracht, *, nu: dt.datetime) -> tuple[Event, ...]:
    edits.lock_overdrachten(session, overdracht.gesprek_id)
    zin = tekst("overdracht.mail_niet_aangekomen", kenmerk=overdracht.kenmerk)
    _, events = gesprekken.post_systeem(session, overdracht.gesprek_id, tekst=zin)
    edits.add_stap(session, overdracht, MAIL_NIET_AANGEKOMEN, op=nu, intern=False)
    return (*events, werkplek_event())
