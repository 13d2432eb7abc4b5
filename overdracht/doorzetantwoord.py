"""The resident's answer to whether another may read the verslag too: overdracht/doorzetvraag.py asked it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gesprek import service as gesprekken
from gesprek.events import Event, werkplek_event
from overdracht import behandelen, edits, queries, wachtrij
from overdracht.doorzetvraag import GEWEIGERD, MEEKIJKEN, TEKSTVERSIE, keep_toestemming, read_vraag
from overdracht.models import Medewerker
from overdracht.teksten import tekst
from overdracht.verloop import tell

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from werkgebied.model import Werkgebied


class DoorzetVerlopen(ValueError):
    """Nothing is asked any more; the text is plain Dutch."""


def answer(
    session: Session, kenmerk: str, *, ja: bool, ontvanger: str, werkgebied: Werkgebied, nu: dt.datetime
) -> tuple[Event, ...]:
    """After a yes it goes where the holder wanted it, after a no it stays.

    ontvanger: who stood in the question that is answered. Raises DoorzetVerlopen, and with it nothing is kept: another
    is asked for by now, nothing is, or whom it was for is gone.
    """
    o = queries.get_overdracht(session, kenmerk)
    if o is not None:
        edits.lock_overdrachten(session, o.gesprek_id)
        o = queries.get_overdracht(session, kenmerk)
    gevraagd = read_vraag(o) if o is not None else None
    if o is None or gevraagd is None or gevraagd["ontvanger"] != ontvanger or not o.doorzetvraag:
        raise DoorzetVerlopen(tekst("overdracht.vraag_verlopen"))
    vraag, o.doorzetvraag = o.doorzetvraag, None
    houder = session.get(Medewerker, vraag["door"])
    if houder is None:
        raise DoorzetVerlopen(tekst("overdracht.vraag_verlopen"))
    keep_toestemming(session, o, gegeven=ja, ontvanger=vraag["ontvanger"], tekstversie=TEKSTVERSIE, nu=nu)
    edits.add_audit(session, "inwoner", "toestemming_gegeven" if ja else "toestemming_geweigerd", kenmerk, op=nu)
    session.flush()
    if not ja:
        o.versie += 1
        zin = tekst("overdracht.vraag_nee", naam=houder.naam, ontvanger=vraag["ontvanger"])
        events = gesprekken.post_systeem(session, o.gesprek_id, tekst=zin)[1]
        tell(session, o, GEWEIGERD, "inwoner", nu=nu, naar=vraag["ontvanger"], intern=False)
        return (*events, werkplek_event())
    try:
        if vraag["wat"] == MEEKIJKEN:
            zin = tekst("overdracht.vraag_ja", ontvanger=vraag["ontvanger"])
            events = gesprekken.post_systeem(session, o.gesprek_id, tekst=zin)[1]
            gedaan = behandelen.invite(session, kenmerk, houder, naam=vraag["naar"], reden=vraag["reden"], nu=nu)
            return (*events, *gedaan.events)
        return wachtrij.transfer(
            session, kenmerk, houder, naar=vraag["naar"], reden=vraag["reden"], werkgebied=werkgebied, nu=nu
        ).events
    except (wachtrij.WachtrijFout, wachtrij.NietVanU, wachtrij.OnbekendeOverdracht):
        raise DoorzetVerlopen(tekst("overdracht.vraag_verlopen")) from None
