"""Another moment for a call or a mail that was promised for when the team is closed, chosen by who handles it.

A closed day gives the first hours after it by itself (overdracht/gesloten.py). Whoever holds the overdracht may know
better: they are there on Thursday. The resident is told in the same way, and only who surely hears of it gets
another moment. Who is in danger keeps the promise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gesprek.events import werkplek_event
from overdracht import edits, queries
from overdracht.contact import mailadres
from overdracht.gesloten import NIEUW_MOMENT, falls_closed, promise_anew
from overdracht.inzage import WachtrijFout, require_holder
from overdracht.lopend import nog_bereiken
from overdracht.teksten import load_yaml, tekst
from overdracht.termijnen import hours_of
from overdracht.verloop import Geclaimd

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kalender.openingstijden import Openingstijden
    from overdracht.models import Medewerker, Overdracht
    from werkgebied.model import Werkgebied

# So many days ahead a moment may be chosen: later is no first contact any more. And at least so long from now.
DAGEN = 14
_MINSTENS = dt.timedelta(minutes=30)
# After these steps a promise is another one than the one that was moved.
_ANDERE_BELOFTE = ("geen_gehoor", "contact", "heropend", "teruggelegd")


def find_momenten(uren: Openingstijden, *, werkgebied: Werkgebied, nu: dt.datetime) -> list[dt.datetime]:
    """Until when the resident may be promised to hear from us: the ends of the windows in which the team is there."""
    return [] if uren.altijd else list(_vensters(uren, werkgebied, werkgebied.lokale_tijd(nu)))


def _vensters(uren: Openingstijden, werkgebied: Werkgebied, lokaal: dt.datetime) -> Iterator[dt.datetime]:
    stap = dt.timedelta(hours=load_yaml("termijnen.yml")["belofte_uren"])
    for n in range(DAGEN):
        dag = lokaal.date() + dt.timedelta(days=n)
        for van, tot in uren.blokken_op(dag, werkgebied.feestdagen):
            op = dt.datetime.combine(dag, van, lokaal.tzinfo)
            eind = dt.datetime.combine(dag + dt.timedelta(days=tot <= van), tot, lokaal.tzinfo)
            while op < eind:
                op = min(op + stap, eind)
                if op >= lokaal + _MINSTENS:
                    yield op


def is_geraakt(voor: dt.datetime, stappen: Sequence[str], uren: Openingstijden, werkgebied: Werkgebied) -> bool:
    """Whether this promise must move, or was moved, because the team is closed; `stappen` in their order."""
    belangrijk = [wat for wat in stappen if wat in (NIEUW_MOMENT, *_ANDERE_BELOFTE)]
    return bool(falls_closed(voor, uren, werkgebied)) or belangrijk[-1:] == [NIEUW_MOMENT]


def find_keuze(
    o: Mapping[str, Any], verslag: Mapping[str, Any], *, werkgebied: Werkgebied, mailt: bool, nu: dt.datetime
) -> list[dt.datetime]:
    """The moments that who holds this overdracht (as it is read in the werkplek) may choose from; mostly none."""
    voor = dt.datetime.fromisoformat(o["eerste_contact_voor"]) if o["eerste_contact_voor"] else None
    bereikbaar = mailt and o["toestemming"] and (verslag.get("contact") or {}).get("email")
    uren = hours_of(werkgebied.zoek_gemeente(o["gemeente"]))
    if voor is None or voor <= nu or o["crisis"] or not (o["nog_bereiken"] and bereikbaar):
        return []
    if not is_geraakt(voor, [s["wat"] for s in o["stappen"]], uren, werkgebied):
        return []
    return [m for m in find_momenten(uren, werkgebied=werkgebied, nu=nu) if m != voor]


def choose_moment(
    session: Session, kenmerk: str, medewerker: Medewerker, *, moment: str, werkgebied: Werkgebied, mailt: bool,
    nu: dt.datetime,
) -> Geclaimd:  # fmt: skip
    """Promise this moment (ISO 8601, one of `find_momenten`) instead, and tell the resident in the gesprek and by mail.

    mailt: whether mail goes out at all. Raises WachtrijFout (there is nothing to move, or no such moment), NietVanU.
    """
    overdracht = require_holder(session, kenmerk, medewerker)
    # A call that is written down at this moment goes first, or waits.
    edits.lock_overdrachten(session, overdracht.gesprek_id)
    overdracht = require_holder(session, kenmerk, medewerker)
    uren, voor = hours_of(werkgebied.zoek_gemeente(overdracht.gemeente)), overdracht.eerste_contact_voor
    if voor is None or not _mag(session, overdracht, voor, uren, werkgebied=werkgebied, mailt=mailt, nu=nu):
        raise WachtrijFout(tekst("overdracht.moment_blijft"))
    gekozen = next((m for m in find_momenten(uren, werkgebied=werkgebied, nu=nu) if m.isoformat() == moment), None)
    if gekozen is None or gekozen == voor:
        raise WachtrijFout(tekst("overdracht.onbekend_moment"))
    dicht = bool(falls_closed(voor, uren, werkgebied))
    events = promise_anew(
        session, overdracht, gekozen, zin="nieuw_moment" if dicht else "ander_moment", werkgebied=werkgebied,
        wie=medewerker.naam, nu=nu,
    )  # fmt: skip
    return Geclaimd(overdracht, (*events, werkplek_event()))


def _mag(
    session: Session, o: Overdracht, voor: dt.datetime, uren: Openingstijden, *, werkgebied: Werkgebied, mailt: bool,
    nu: dt.datetime,
) -> bool:  # fmt: skip
    if voor <= nu or o.crisis or not (nog_bereiken(o) and mailt and mailadres(o)):
        return False
    return is_geraakt(voor, [s.wat for s in queries.find_stappen(session, o.id)], uren, werkgebied)
