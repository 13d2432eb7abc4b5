"""A mail to a resident who does not see that a medewerker wrote: that something is there, and not what.

Who closed the chat would otherwise wait for an answer that has long been there.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gesprek import queries as gesprek_queries
from overdracht import edits, queries
from overdracht.contact import mailadres

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from overdracht.models import Overdracht

# The kind of mail.
BERICHT_WACHT = "bericht_wacht"
# Who is in the chat sees it by then; and one mail says it for all that is written within the hour.
NA, HOOGSTENS_ELKE = dt.timedelta(minutes=5), dt.timedelta(hours=1)


def queue_bericht_wacht(session: Session, overdracht: Overdracht, volgnummer: int, *, nu: dt.datetime) -> None:
    """Have it mailed after a while, to who gave an address; not in danger, when somebody else may read the mail."""
    if overdracht.crisis is not None or not mailadres(overdracht):
        return
    vorige = queries.find_uit_post(session, overdracht.kenmerk, BERICHT_WACHT)
    if vorige is None or vorige.aangemaakt_op + HOOGSTENS_ELKE <= nu:
        post = edits.add_uit_post(session, BERICHT_WACHT, overdracht.kenmerk, op=nu, volgnummer=volgnummer)
        post.volgende_op = nu + NA


def is_ongelezen(session: Session, overdracht: Overdracht, volgnummer: int) -> bool:
    """Whether the resident still did not look at this bericht, and nobody withdrew or deleted it."""
    gesprek = gesprek_queries.get_gesprek(session, overdracht.gesprek_id)
    return gesprek is not None and (gesprek.inwoner_las or 0) < volgnummer
