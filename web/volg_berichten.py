"""What was said between a resident and the team, on the volg page: who closed the chat finds it here.

Kenmerk and code open the verslag too, so they open this as well. What was said to the assistant is not shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gesprek import queries as gesprek_queries
from gesprek import service as gesprekken
from overdracht import zicht
from overdracht.models import Overdracht

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.events import Event
    from gesprek.models import Bericht

# The last ones: what is older stands in the chat itself.
_MEESTE = 50


def read_berichten(session: Session, overdracht: Overdracht) -> list[dict[str, Any]]:
    """What was said since a medewerker first wrote, as far as the team reads it too; oldest first."""
    gesprek = gesprek_queries.get_gesprek(session, overdracht.gesprek_id)
    if gesprek is None or not overdracht.toestemming:
        return []
    alle: list[Bericht] = gesprek_queries.find_berichten(session, gesprek.id, na=overdracht.tot_volgnummer)
    te_lezen = zicht.tekst_voor_team(overdracht, gesprek, alle)
    gezegd = [b for b in alle if b.volgnummer in te_lezen and b.afzender in ("inwoner", "medewerker", "systeem")]
    eerste = next((n for n, b in enumerate(gezegd) if b.afzender == "medewerker"), len(gezegd))
    gezegd = gezegd[eerste:]
    return [{**gesprek_queries.bericht_as_dict(b), "tekst": te_lezen[b.volgnummer]} for b in gezegd[-_MEESTE:]]


def mark_gezien(session: Session, overdracht: Overdracht, berichten: list[dict[str, Any]]) -> tuple[Event, ...]:
    """The resident has seen these here: who wrote them is told, and no mail says that something waits."""
    tot = max((b["volgnummer"] for b in berichten), default=0)
    return gesprekken.mark_gelezen(session, overdracht.gesprek_id, wie="inwoner", tot=tot) if tot else ()
