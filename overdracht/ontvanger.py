"""Who gets the verslag, known before the resident says yes: the team of the gemeente, or where a rule sends it.

The consent is for the receiver that was shown. So it is worked out as the approval will do it, and the approval
keeps to it (`routering.route`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gesprek import queries as gesprek_queries
from gesprek import service as gesprekken
from gesprek.status import OPGEPAKT, WACHTEND
from overdracht import queries, routering
from overdracht.aanmaken import team_van_gesprek
from overdracht.concept import read_concept
from overdracht.models import Overdracht

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.models import Gesprek
    from werkgebied.model import Werkgebied

_HERGEBRUIK = ("ingetrokken", "terug_naar_assistent")


def is_dezelfde(vorige: Overdracht | None) -> bool:
    """Whether an approval now goes on with the last overdracht: a crisis, one that came back or was withdrawn."""
    return vorige is not None and (vorige.status in (WACHTEND, OPGEPAKT) or vorige.uitkomst in _HERGEBRUIK)


def read_ontvanger(session: Session, gesprek_id: str, *, werkgebied: Werkgebied, taal: str | None = None) -> str:
    """The receiver to show beside the consent; empty without a verslag. Once approved: the one consented to.

    taal: the language that the page is read in, as the approval will be told.
    """
    gesprek, verslag = gesprek_queries.get_gesprek(session, gesprek_id), read_concept(session, gesprek_id)
    if gesprek is None or verslag is None:
        return ""
    vorige = queries.find_laatste_overdracht(session, gesprek_id)
    if vorige is not None and vorige.status in (WACHTEND, OPGEPAKT) and vorige.toestemming:
        return queries.find_ontvanger(session, vorige.kenmerk) or vorige.team
    if vorige is not None and vorige.status == OPGEPAKT:
        return vorige.team
    gemeente, team = team_van_gesprek(gesprek, werkgebied)
    zelfde = vorige if is_dezelfde(vorige) else None
    # As the approval will make it; never added to the session.
    straks = Overdracht(
        gemeente=zelfde.gemeente if zelfde else gemeente, team=zelfde.team if zelfde else team,
        kern=gesprek.kern, taal=_taal(gesprek, taal),
        zwaarte="crisis" if verslag["crisis"] else verslag["zwaarte"],
        leefgebieden=[g["code"] for g in verslag["leefgebieden"]],
        vaste_medewerker_id=_vaste(vorige, zelfde),
    )  # fmt: skip
    return routering.read_ontvanger(session, straks, werkgebied=werkgebied)


def _taal(gesprek: Gesprek, taal: str | None) -> str:
    """As the approval will have it."""
    return taal if taal and gesprek.taal == gesprekken.NEDERLANDS else gesprek.taal


def _vaste(vorige: Overdracht | None, zelfde: Overdracht | None) -> int | None:
    if zelfde is not None or vorige is None:
        return zelfde.vaste_medewerker_id if zelfde else None
    return vorige.medewerker_id or vorige.vaste_medewerker_id
