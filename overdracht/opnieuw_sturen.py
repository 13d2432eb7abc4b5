"""Kenmerk and code once more, by mail, for who lost them and calls.

They go to the address that the resident gave with the verslag and to no other: so who pretends to be somebody gets
nothing, and the medewerker who sends them never sees the code.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gesprek.events import werkplek_event
from overdracht import edits, queries
from overdracht.contact import mailadres
from overdracht.inzage import WachtrijFout, get_overdracht
from overdracht.models import Medewerker
from overdracht.teksten import tekst
from overdracht.verloop import Geclaimd, tell

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# The kind of mail.
OPNIEUW = "code_opnieuw"
# Before another may go: who does not see it yet looks in the spam first.
TUSSEN = dt.timedelta(minutes=10)


def send_code(session: Session, kenmerk: str, medewerker: Medewerker, *, mailt: bool, nu: dt.datetime) -> Geclaimd:
    """Mail kenmerk and code again; who may see the overdracht may do so. `mailt`: whether mail goes out at all.

    Raises WachtrijFout when there is no mail, no address, or one was sent just now, and OnbekendeOverdracht.
    """
    overdracht = get_overdracht(session, kenmerk, medewerker)
    if not mailt:
        raise WachtrijFout(tekst("overdracht.geen_mail"))
    if not mailadres(overdracht):
        raise WachtrijFout(tekst("overdracht.geen_mailadres"))
    vorige = queries.find_uit_post(session, kenmerk, OPNIEUW)
    if vorige is not None and nu - vorige.aangemaakt_op < TUSSEN:
        raise WachtrijFout(tekst("overdracht.net_gestuurd"))
    edits.add_uit_post(session, OPNIEUW, overdracht.kenmerk, op=nu)
    tell(session, overdracht, "code_gestuurd", medewerker.naam, nu=nu, intern=False)
    return Geclaimd(overdracht, (werkplek_event(),))
