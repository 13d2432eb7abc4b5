"""A holder who goes silent or away: the overdracht goes back by a deadline in the database, which no restart forgets.

`stilte_tot` is when it is looked at again; what is found then decides (`return_stale`). What the resident types starts
a deadline too: overdracht/antwoordtermijn.py.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from gesprek import queries as gesprek_queries
from gesprek.events import Event, werkplek_event
from kalender.werktijd import open_tussen, werkdagen_na
from overdracht import edits, queries
from overdracht.inzage import team_van
from overdracht.models import OPGEPAKT, WACHTEND, Medewerker, Overdracht
from overdracht.teksten import load_yaml, tekst
from overdracht.termijnen import hours_of
from overdracht.verloop import back_in_queue

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.models import Bericht
    from werkgebied.model import Werkgebied

STILTE = dt.timedelta(minutes=30)
# In danger nobody waits that long.
STILTE_CRISIS = dt.timedelta(minutes=15)
# With these an overdracht waits again.
_LOS: dict[str, Any] = {
    "status": WACHTEND, "medewerker_id": None, "stilte_tot": None, "vervolg_voor": None, "meekijkers": [],
    "doorzetvraag": None,
}  # fmt: skip


def silent_until(session: Session, overdracht: Overdracht, nu: dt.datetime, stilte: dt.timedelta) -> dt.datetime:
    """Until when the holder may be silent: minutes in the chat; who calls or mails has the promised term, and once
    there was contact until the next step (`vervolg_voor`): an onderzoek takes weeks."""
    if overdracht.vervolg_voor is not None:
        return max(overdracht.vervolg_voor, nu + stilte)
    if overdracht.crisis:
        return nu + min(stilte, STILTE_CRISIS)
    if overdracht.voorkeur == "chat":
        return nu + stilte
    return max(nu + stilte, overdracht.eerste_contact_voor or nu)


def next_step(
    overdracht: Overdracht, nu: dt.datetime, *, werkgebied: Werkgebied | None, werkdagen: int | None = None
) -> dt.datetime:
    """Until when the next step is, after the resident was reached. werkdagen: as who called chose, else as usual."""
    y = load_yaml("termijnen.yml")
    aantal = werkdagen or int(y["vervolg_crisis_werkdagen" if overdracht.crisis else "vervolg_werkdagen"])
    if werkgebied is None:
        return nu + dt.timedelta(days=aantal)
    return werkdagen_na(werkgebied.lokale_tijd(nu), aantal, werkgebied.feestdagen)


def after_word(session: Session, o: Overdracht, nu: dt.datetime, *, stilte: dt.timedelta) -> dict[str, Any]:
    """The deadlines after the holder said something in the chat. Who was reached outside it before, and typed since, is
    answered by it."""
    buiten_chat = o.vervolg_voor is None and o.voorkeur != "chat"
    if buiten_chat and queries.has_stap(session, o.id, "contact", vanaf=o.opgepakt_op):
        return {"vervolg_voor": (voor := next_step(o, nu, werkgebied=None)), "stilte_tot": voor}
    if o.voorkeur == "chat":
        o.vervolg_voor = None
    return {"vervolg_voor": o.vervolg_voor, "stilte_tot": silent_until(session, o, nu, stilte)}


def return_stale(
    session: Session, nu: dt.datetime, *, stilte: dt.timedelta = STILTE, werkgebied: Werkgebied | None = None
) -> tuple[Event, ...]:
    """Put back in the queue what a holder left in silence; the deadlines stand in the database.

    Somebody who answered and waits for the resident is not silent, and who reached the resident works on: then the
    deadline moves on, but only for who was seen lately.
    """
    events: list[Event] = []
    for overdracht in queries.find_stil(session, nu):
        if _gaat_door(session, overdracht, nu, stilte=stilte, werkgebied=werkgebied):
            edits.change_overdracht(session, overdracht.kenmerk, van=OPGEPAKT, voor=nu, stilte_tot=nu + stilte)
            continue
        naam = queries.find_houder(session, overdracht.kenmerk)[0]
        terug = edits.change_overdracht(session, overdracht.kenmerk, van=OPGEPAKT, voor=nu, wacht_sinds=nu, **_LOS)
        if terug is not None:
            events += _put_back(session, terug, nu=nu, naam=naam, werkgebied=werkgebied)
    return tuple(events)


def return_all(
    session: Session, medewerker: Medewerker, nu: dt.datetime, *, werkgebied: Werkgebied | None = None
) -> tuple[Event, ...]:
    """Put back in the queue all that this medewerker holds, and give free what waits for them: they are gone."""
    events: list[Event] = []
    for overdracht in queries.find_toegewezen(session, medewerker.id):
        edits.change_overdracht(session, overdracht.kenmerk, van=WACHTEND, toegewezen_id=None)
        events.append(werkplek_event())
    for overdracht in queries.find_gehouden(session, medewerker.id):
        terug = edits.change_overdracht(
            session, overdracht.kenmerk, van=OPGEPAKT, houder=medewerker.id, wacht_sinds=nu, **_LOS
        )
        if terug is not None:
            events += _put_back(session, terug, nu=nu, naam=medewerker.naam, werkgebied=werkgebied)
    return tuple(events)


def _put_back(
    session: Session, overdracht: Overdracht, *, nu: dt.datetime, naam: str, werkgebied: Werkgebied | None
) -> tuple[Event, ...]:
    zin = tekst("overdracht.stil", team=team_van(overdracht))
    return back_in_queue(
        session, overdracht, "teruggelegd", wie="systeem", zin=zin, nu=nu, naar=naam, werkgebied=werkgebied
    ).events


def _gaat_door(
    session: Session, o: Overdracht, nu: dt.datetime, *, stilte: dt.timedelta, werkgebied: Werkgebied | None
) -> bool:
    """Whether the holder is still at it: reached the resident or said the last word, and was seen since."""
    y = load_yaml("termijnen.yml")
    if o.vervolg_voor is not None:
        weg = dt.timedelta(hours=y["vervolg_weg_uren"])
    else:
        laatste = _laatste_woord(session, o)
        if laatste is None or _te_lang_stil(laatste.op, nu, int(y["stil_werkdagen"]), werkgebied):
            return False
        weg = 2 * stilte
    houder = session.get(Medewerker, o.medewerker_id, populate_existing=True) if o.medewerker_id else None
    gezien = houder.gezien_op if houder else None
    return gezien is not None and _open_tijd(o, gezien, nu, werkgebied) <= weg


def _laatste_woord(session: Session, overdracht: Overdracht) -> Bericht | None:
    """The last bericht when it is of the holder; None when the resident said something since, or the holder nothing."""
    for bericht in gesprek_queries.find_laatste_berichten(session, overdracht.gesprek_id, 20):
        if bericht.afzender in ("inwoner", "medewerker"):
            van_houder = bericht.afzender == "medewerker" and bericht.volgnummer > overdracht.opgepakt_volgnummer
            return bericht if van_houder else None
    return None


def _te_lang_stil(sinds: dt.datetime, nu: dt.datetime, werkdagen: int, werkgebied: Werkgebied | None) -> bool:
    if werkgebied is None:
        return nu - sinds > dt.timedelta(days=werkdagen)
    return nu > werkdagen_na(werkgebied.lokale_tijd(sinds), werkdagen, werkgebied.feestdagen)


def _open_tijd(o: Overdracht, van: dt.datetime, tot: dt.datetime, werkgebied: Werkgebied | None) -> dt.timedelta:
    """How long it was in hours that the team is there: at night nobody is missed."""
    if werkgebied is None:
        return tot - van
    uren = hours_of(werkgebied.zoek_gemeente(o.gemeente))
    return open_tussen(werkgebied.lokale_tijd(van), werkgebied.lokale_tijd(tot), uren, werkgebied.feestdagen)
