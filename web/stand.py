"""What is needed to answer one message, in a fixed small number of queries whatever the length of the gesprek."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, or_, select

from bot.vraag import Geheugen
from gesprek import queries
from gesprek.models import Bericht, Gesprek
from opslag.vast import Vast
from triage.beoordeling import Beoordeling, beoordeling_from_dict

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.service import Ontvangen

# Findings further back than this many messages no longer weigh in a reply.
_EERDER = 40


@dataclass(frozen=True)
class Stand:
    """A message that waits for its answer, with what of its gesprek matters and what was heard before."""

    gesprek_id: str
    status: str
    gemeente: str | None
    kern: str | None
    tekst: str
    payload: str | None
    te_beantwoorden: bool
    eerder: tuple[Beoordeling, ...]
    geheugen: Geheugen


# Put together once, and columns instead of objects: every message asks both.
_WACHT = Vast(
    select(
        Gesprek.status, Gesprek.gemeente, Gesprek.kern, Bericht.tekst, Bericht.payload, Bericht.te_beantwoorden,
        Gesprek.bevindingen_vanaf,
    )
    .join(Bericht, Bericht.gesprek_id == Gesprek.id)
    .where(Gesprek.id == bindparam("gesprek_id"), Bericht.volgnummer == bindparam("volgnummer"))
)  # fmt: skip
_GEHOORD = Vast(
    select(Bericht.beoordeling, Bericht.te_beantwoorden, Bericht.volgnummer)
    .where(
        Bericht.gesprek_id == bindparam("gesprek_id"),
        or_(Bericht.volgnummer > bindparam("vanaf"), Bericht.te_beantwoorden),
        Bericht.volgnummer < bindparam("volgnummer"),
        Bericht.afzender == "inwoner",
    )
    .order_by(Bericht.volgnummer.desc())
    .limit(_EERDER)
)


def read_stand(session: Session, gesprek_id: str, volgnummer: int) -> Stand | None:
    """The stand of this message, or None when it is gone."""
    hier = {"gesprek_id": gesprek_id, "volgnummer": volgnummer}
    rij = _WACHT.rij(session, hier)
    if rij is None:
        return None
    *bericht, vanaf = rij
    gehoord, _ = _gehoord(session, hier, vanaf)
    return Stand(gesprek_id, *bericht, gehoord, Geheugen(queries.find_dialoog(session, gesprek_id)))


def stand_van(session: Session, ontvangen: Ontvangen) -> Stand | None:
    """The stand of a message in the transaction that stores it, or None when it must be read when its turn comes.

    What is read here still holds then: only the answer to a message of the same gesprek changes it, and none is on
    its way. That a medewerker steps in meanwhile is seen when the answer is stored.
    """
    bericht, gesprek = ontvangen.bericht, ontvangen.gesprek
    if gesprek is None or not bericht.te_beantwoorden:
        return None
    hier = {"gesprek_id": gesprek.id, "volgnummer": bericht.volgnummer}
    gehoord, wacht = _gehoord(session, hier, gesprek.bevindingen_vanaf)
    if wacht:
        return None
    return Stand(
        gesprek.id, gesprek.status, gesprek.gemeente, gesprek.kern, bericht.tekst, bericht.payload, True, gehoord,
        Geheugen(queries.find_dialoog(session, gesprek.id)),
    )  # fmt: skip


def _gehoord(session: Session, hier: dict[str, str | int], vanaf: int) -> tuple[tuple[Beoordeling, ...], bool]:
    """What was heard before, oldest first, and whether one of those messages still waits for its answer."""
    rijen = _GEHOORD.rijen(session, hier | {"vanaf": vanaf})
    gehoord = tuple(beoordeling_from_dict(b) for b, _, nummer in reversed(rijen) if b and nummer > vanaf)
    return gehoord, any(wacht for _, wacht, _ in rijen)
