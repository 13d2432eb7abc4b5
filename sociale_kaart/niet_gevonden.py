"""What residents looked for and the kaart did not have, as a to-do list without the residents.

Only single words are counted, of questions that are not kept; and nobody sees a word before
at least five questions had it, so that no question can be recognised from it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from sociale_kaart import queries
from sociale_kaart.models import NietGevonden, Session

# Fewer than this is shown to nobody.
MINSTENS = 5
# A question's words, at most; the rest of a long story says nothing about what the kaart lacks.
_MEESTE_WOORDEN = 8
# Figures, e-mail and odd words may be about a person; only ordinary words are counted.
_GEWOON_WOORD = re.compile(r"[a-z]{3,40}")


def count_niet_gevonden(session: Session, woorden: Sequence[str], *, dag: dt.date, gemeente: str = "") -> None:
    """Count a question that found nothing, by its words (see zoek.find_onbekende_woorden), once each."""
    goede = [w for w in dict.fromkeys(woorden) if _GEWOON_WOORD.fullmatch(w)][:_MEESTE_WOORDEN]
    for woord in goede:
        rij = queries.find_niet_gevonden(session, woord, gemeente, dag)
        if rij is None:
            session.add(NietGevonden(woord=woord, gemeente=gemeente, dag=dag, aantal=1))
            session.flush()
        else:
            rij.aantal = NietGevonden.aantal + 1


def list_niet_gevonden(session: Session, *, sinds: dt.date, minstens: int = MINSTENS) -> list[tuple[str, int]]:
    """Words that found nothing and in how many questions, most first; never a word with fewer than five."""
    return queries.sum_niet_gevonden(session, sinds=sinds, minstens=max(minstens, MINSTENS))
