"""Taking consent back, and refusing it: what is gone, and what the resident is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gesprek import service as gesprekken
from gesprek.events import Event, werkplek_event
from gesprek.status import ASSISTENT, VERSLAG_TER_GOEDKEURING, WACHTEND
from overdracht import edits, queries
from overdracht.aanmaken import lock_gesprek
from overdracht.contact import CHAT
from overdracht.models import Toestemming, UitPost
from overdracht.teksten import tekst
from overdracht.zicht import ALLES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


# The version of the consent text that is shown now. A change of the text gets a new one: tests/web/test_toestemming.py.
# 1 and 2: the gesprek went along unless the resident switched that off. 3: only when the resident chooses so.
# 4: who gets it stands there by name.
TEKSTVERSIE = "4"


class NietInTeTrekken(ValueError):
    """There is no consent that can still be withdrawn; the text is plain Dutch."""


@dataclass(frozen=True)
class Ingetrokken:
    """Nothing of the verslag is with the team. `status`: of the gesprek."""

    status: str
    events: tuple[Event, ...] = ()


def withdraw(session: Session, gesprek_id: str, *, nu: dt.datetime, tekstversie: str = TEKSTVERSIE) -> Ingetrokken:
    """Take the consent back while it waits: the verslag is emptied and leaves the werkplek at once.

    A crisis stays visible as it was before the consent: that there is one, and the gesprek. Raises
    NietInTeTrekken.
    """
    overdracht = queries.find_laatste_overdracht(session, gesprek_id)
    if overdracht is None or not overdracht.toestemming:
        raise NietInTeTrekken(tekst("overdracht.niets_in_te_trekken"))
    # The number and the address go with the verslag: nobody can be called or mailed any more.
    leeg: dict[str, Any] = {"verslag": None, "toestemming": False, "leefgebieden": [], "voorkeur": CHAT}
    if overdracht.crisis is None:
        leeg |= {"status": "ingetrokken", "uitkomst": "ingetrokken", "afgerond_op": nu, "vensters": []}
    ingetrokken = edits.change_overdracht(session, overdracht.kenmerk, van=WACHTEND, **leeg)
    if ingetrokken is None:
        raise NietInTeTrekken(tekst("overdracht.niet_intrekken"))
    session.add(
        Toestemming(
            gesprek_id=gesprek_id, kenmerk=ingetrokken.kenmerk, gegeven=False, ontvanger=ingetrokken.team,
            onderdelen=list(ALLES), tekstversie=tekstversie, op=nu,
        )
    )  # fmt: skip
    # That there is danger the team still hears.
    edits.cancel_uit_post(session, ingetrokken.kenmerk, behalve=("spoed",) if ingetrokken.crisis else ())
    if queries.find_uit_post(session, ingetrokken.kenmerk, "openklant"):
        session.add(
            UitPost(soort="openklant_sluiten", kenmerk=ingetrokken.kenmerk, inhoud={}, stappen={}, volgende_op=nu)
        )
    edits.add_stap(session, ingetrokken, "ingetrokken", op=nu, wie="inwoner", intern=False)
    edits.add_audit(session, "inwoner", "toestemming_ingetrokken", ingetrokken.kenmerk, op=nu)
    gesprek, events = gesprekken.set_status(session, gesprek_id, ASSISTENT)
    gesprekken.count(session, gesprek, ("ingetrokken", ""))
    zin = "ingetrokken" if overdracht.crisis is None else "ingetrokken_crisis"
    _, meer = gesprekken.post_systeem(session, gesprek_id, tekst=tekst(f"overdracht.{zin}"))
    return Ingetrokken(gesprek.status, (*events, *meer, werkplek_event()))


def refuse(session: Session, gesprek_id: str, *, nu: dt.datetime) -> Ingetrokken:
    """The resident does not want the verslag to go anywhere: it is thrown away, the gesprek goes on."""
    edits.lock_overdrachten(session, gesprek_id)
    gesprek = lock_gesprek(session, gesprek_id, nu)
    if gesprek.status != VERSLAG_TER_GOEDKEURING:
        return Ingetrokken(gesprek.status)
    edits.remove_concept(session, gesprek_id)
    session.expire_all()
    gesprek, events = gesprekken.set_status(session, gesprek_id, ASSISTENT)
    gesprekken.count(session, gesprek, ("geweigerd", ""))
    return Ingetrokken(gesprek.status, events)
