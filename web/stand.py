"""What is needed to answer one message, in a fixed small number of queries whatever the length of the gesprek."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from gesprek.models import Bericht, Gesprek
from triage.beoordeling import Beoordeling, beoordeling_from_dict

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Findings further back than this many messages no longer weigh in a reply.
_EERDER = 40


@dataclass(frozen=True)
class Stand:
    """A message that waits for its answer, with its gesprek and what was heard before."""

    gesprek: Gesprek
    bericht: Bericht
    eerder: tuple[Beoordeling, ...]


def read_stand(session: Session, gesprek_id: str, volgnummer: int) -> Stand | None:
    """The stand of this message, or None when it is gone."""
    paar = session.execute(
        select(Gesprek, Bericht)
        .join(Bericht, Bericht.gesprek_id == Gesprek.id)
        .where(Gesprek.id == gesprek_id, Bericht.volgnummer == volgnummer)
    ).first()
    if paar is None:
        return None
    gesprek, bericht = paar
    vraag = (
        select(Bericht.beoordeling)
        .where(
            Bericht.gesprek_id == gesprek_id,
            Bericht.volgnummer > gesprek.bevindingen_vanaf,
            Bericht.volgnummer < volgnummer,
            Bericht.afzender == "inwoner",
        )
        .order_by(Bericht.volgnummer.desc())
        .limit(_EERDER)
    )
    gehoord = [b for b in session.scalars(vraag) if b]
    return Stand(gesprek, bericht, tuple(beoordeling_from_dict(b) for b in reversed(gehoord)))
