"""What must happen around a reply, in the same transaction as the reply itself.

`gesprek` stores what was said and `overdracht` makes what follows from it; this is where the two
meet, since neither may know the other's reasons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gesprek import queries
from gesprek import service as gesprekken
from gesprek.antwoord import Antwoord
from gesprek.events import Event
from gesprek.models import Gesprek
from gesprek.service import Toegepast
from gesprek.status import OPGEPAKT
from overdracht import service as overdrachten
from overdracht.antwoordtermijn import follow
from overdracht.bewaren import delete_gesprek
from triage.beoordeling import Beoordeling
from web.berichttaal import voor_inwoner
from werkgebied import Werkgebied

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# The button with which a resident keeps the verslag to themselves, and the one below the text of a crisis.
WEIGEREN, MENS_NU = "/verslag_weigeren", "/mens_nu"


@dataclass(frozen=True)
class Gedaan:
    """What was stored: the answers as a client sees them, the status after it, and whom to wake."""

    antwoorden: tuple[dict[str, Any], ...]
    status: str
    events: tuple[Event, ...]


# The finding over the whole gesprek, given it as it is after the reply; None when triage cannot tell.
Oordeel = Callable[[Gesprek], Beoordeling | None]


@dataclass(frozen=True)
class Omstandigheden:
    """What a step needs besides the reply."""

    werkgebied: Werkgebied
    nu: dt.datetime
    oordeel: Oordeel
    payload: str | None = None


def store_antwoord(
    session: Session, gesprek_id: str, volgnummer: int, *, antwoord: Antwoord, om: Omstandigheden
) -> Gedaan:
    """Store the reply and do its step: a concept-verslag, an urgent place in the queue, or deletion."""
    events: list[Event] = []
    crisis = bool((antwoord.beoordeling or {}).get("crisis"))
    if crisis:
        # Before the gesprek: the lock order of overdracht/edits.py.
        overdrachten.lock_overdrachten(session, gesprek_id)
    if om.payload == WEIGEREN:
        events += overdrachten.refuse(session, gesprek_id, nu=om.nu).events
    toegepast = gesprekken.apply_antwoord(session, gesprek_id, volgnummer, antwoord)
    events += toegepast.events
    antwoorden = tuple(voor_inwoner(b) for b in toegepast.antwoorden)
    if toegepast.stap == "verwijder":
        events += delete_gesprek(session, gesprek_id)
        return Gedaan(antwoorden, toegepast.status, tuple(events))
    # While a person holds the gesprek there is nothing to hand over; of a crisis that person hears, with the team.
    if not toegepast.antwoorden or (toegepast.status == OPGEPAKT and not crisis):
        return Gedaan(antwoorden, toegepast.status, tuple(events))
    status, vervolg = _volg_op(session, gesprek_id, antwoord, toegepast=toegepast, om=om)
    return Gedaan(antwoorden, status, (*events, *vervolg))


def _volg_op(
    session: Session, gesprek_id: str, antwoord: Antwoord, *, toegepast: Toegepast, om: Omstandigheden
) -> tuple[str, tuple[Event, ...]]:
    """The status after the step. The team hears of every crisis, asked for or not; `mens` asks somebody to step in."""
    crisis = (antwoord.beoordeling or {}).get("crisis")
    if not crisis and toegepast.stap not in ("verslag", "mens"):
        return toegepast.status, ()
    gesprek = queries.get_gesprek(session, gesprek_id)
    if gesprek is None:
        return toegepast.status, ()
    if toegepast.stap == "mens":
        # The button after the crisis text has no words of its own to judge.
        crisis = crisis or gesprek.crisis_soort
    if crisis:
        gevraagd = overdrachten.request_crisis(
            session, gesprek_id, soort=crisis, wil_mens=toegepast.stap == "mens", werkgebied=om.werkgebied, nu=om.nu
        )
        return gevraagd.status, gevraagd.events
    concept = overdrachten.make_concept(
        session, gesprek_id, werkgebied=om.werkgebied, nu=om.nu, oordeel=om.oordeel(gesprek)
    )
    return concept.status, concept.events


def tell_houder(session: Session, gesprek_id: str, *, om: Omstandigheden, stilte: dt.timedelta) -> tuple[Event, ...]:
    """A bericht in a gesprek that a person holds: a deadline begins for them, and `MENS_NU` asks for them now."""
    if om.payload == MENS_NU:
        overdrachten.lock_overdrachten(session, gesprek_id)
        gesprek = queries.get_gesprek(session, gesprek_id)
        if gesprek is not None and gesprek.status == OPGEPAKT and gesprek.crisis_soort:
            return overdrachten.request_crisis(
                session, gesprek_id, soort=gesprek.crisis_soort, wil_mens=True, werkgebied=om.werkgebied, nu=om.nu
            ).events
    return follow(session, gesprek_id, werkgebied=om.werkgebied, nu=om.nu, stilte=stilte)
