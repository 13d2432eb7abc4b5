"""The resident types while a medewerker holds the overdracht: a deadline begins, and who waits for a call is answered.

In the chat the holder has the minutes of overdracht/stilte.py from what the resident said, not from the own last word.
Who is called or mailed types to somebody who does not sit at the chat: that is told, with until when somebody is there.
Called right after a bericht was stored and again by the sweeper, so that a crash in between loses nothing
(`Overdracht.gehoord_tot`: up to where this was done).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gesprek import queries as gesprek_queries
from gesprek import service as gesprekken
from gesprek.berichten import INWONER, MEDEWERKER
from gesprek.events import Event, werkplek_event
from overdracht import edits, queries
from overdracht.aanmaken import plan_terug
from overdracht.models import OPGEPAKT, Medewerker, Overdracht
from overdracht.stilte import STILTE, silent_until
from overdracht.teksten import tekst
from overdracht.wachten import read_belofte

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.models import Bericht
    from werkgebied.model import Werkgebied

# Who said something this short ago is there.
IN_GESPREK = dt.timedelta(hours=1)


def follow(
    session: Session, gesprek_id: str, *, werkgebied: Werkgebied, nu: dt.datetime, stilte: dt.timedelta = STILTE
) -> tuple[Event, ...]:
    """Begin what the newest berichten of the resident ask of the holder. Nothing when nobody holds it, or twice."""
    edits.lock_overdrachten(session, gesprek_id)
    o = queries.find_laatste_overdracht(session, gesprek_id)
    gesprek = gesprek_queries.get_gesprek(session, gesprek_id)
    if o is None or gesprek is None or o.status != OPGEPAKT or gesprek.volgnummer <= o.gehoord_tot:
        return ()
    berichten = gesprek_queries.find_berichten(session, gesprek_id, na=o.opgepakt_volgnummer)
    eigen = max((b.volgnummer for b in berichten if b.afzender == MEDEWERKER), default=0)
    wacht = [b for b in berichten if b.afzender == INWONER and b.volgnummer > max(eigen, _bereikt_tot(o))]
    events: tuple[Event, ...] = ()
    # Who waits already goes on waiting from when that began.
    if wacht and (o.vervolg_voor is not None or wacht[0].volgnummer > o.gehoord_tot):
        events = _begin(session, o, berichten, werkgebied=werkgebied, nu=nu, stilte=stilte)
    o.gehoord_tot = max(gesprek.volgnummer, *(e.volgnummer or 0 for e in events), 0)
    return events


def follow_all(
    session: Session, *, werkgebied: Werkgebied, nu: dt.datetime, stilte: dt.timedelta = STILTE
) -> tuple[Event, ...]:
    """`follow` for everything that somebody holds and in which something was said since."""
    events: tuple[Event, ...] = ()
    for gesprek_id in queries.find_ongehoord(session):
        events += follow(session, gesprek_id, werkgebied=werkgebied, nu=nu, stilte=stilte)
    return events


def _bereikt_tot(o: Overdracht) -> int:
    """What was typed before the resident was reached outside the chat was answered then."""
    return o.gehoord_tot if o.vervolg_voor is not None else 0


def _begin(
    session: Session, o: Overdracht, berichten: list[Bericht], *, werkgebied: Werkgebied, nu: dt.datetime,
    stilte: dt.timedelta,
) -> tuple[Event, ...]:  # fmt: skip
    laatst = max((b.op for b in berichten if b.afzender == MEDEWERKER), default=None)
    in_gesprek = laatst is not None and nu - laatst < IN_GESPREK
    buiten_chat = o.voorkeur != "chat" or o.vervolg_voor is not None
    o.versie += 1
    if in_gesprek or not buiten_chat:
        o.vervolg_voor = None
        if laatst is not None or o.stilte_tot is None:
            # Who picked it up a moment ago and said nothing yet has the deadline of then.
            o.stilte_tot = nu + stilte if in_gesprek else silent_until(session, o, nu, stilte)
        return (werkplek_event(),)
    if o.vervolg_voor is not None:
        # The next step may be weeks away; this is not.
        o.vervolg_voor = o.stilte_tot = None
        plan_terug(session, o, werkgebied=werkgebied, nu=nu)
    o.stilte_tot = max(o.stilte_tot or nu, nu + stilte, o.eerste_contact_voor or nu)
    houder = session.get(Medewerker, o.medewerker_id) if o.medewerker_id else None
    belofte = read_belofte(o, werkgebied=werkgebied, nu=nu).tekst
    zin = tekst("overdracht.bericht_bij", naam=houder.naam if houder else o.team, belofte=belofte)
    return (*gesprekken.post_systeem(session, o.gesprek_id, tekst=zin)[1], werkplek_event())
