"""What somebody who waits is told: the own place, and an honest range for how long."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kalender.werktijd import open_tussen
from overdracht import queries
from overdracht.models import OPGEPAKT, Overdracht
from overdracht.teksten import tekst
from overdracht.termijnen import Belofte, bereken_belofte, hours_of
from werkgebied.model import Werkgebied

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Fewer waits than this say nothing about the next one.
MIN_METINGEN = 5
TERUGKIJKEN = dt.timedelta(days=28)
GEZIEN = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Wachttijd:
    """How long it may take. Minutes are None when nobody can honestly say; then the promise counts.

    wanneer and tot: when somebody gets in touch, ISO 8601.
    """

    tekst: str
    wanneer: str
    tot: str
    van_minuten: int | None = None
    tot_minuten: int | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def read_positie(session: Session, overdracht: Overdracht) -> int:
    """The own place in the queue of the team, from 1; 0 for who no longer waits."""
    return queries.count_voor(session, overdracht) + 1 if overdracht.status == "wachtend" else 0


def read_belofte(overdracht: Overdracht, *, werkgebied: Werkgebied, nu: dt.datetime) -> Belofte:
    """What this resident may count on."""
    return bereken_belofte(
        nu,
        voorkeur=overdracht.voorkeur or "chat",
        uiterlijk=overdracht.eerste_contact_voor or nu,
        gemeente=werkgebied.zoek_gemeente(overdracht.gemeente),
        werkgebied=werkgebied,
        in_rij=overdracht.status != OPGEPAKT,
    )


def read_wachttijd(session: Session, overdracht: Overdracht, *, werkgebied: Werkgebied, nu: dt.datetime) -> Wachttijd:
    """A range from who is there now and how long others lately waited; without those the promise itself."""
    belofte = read_belofte(overdracht, werkgebied=werkgebied, nu=nu)
    wanneer, tot = belofte.wanneer.isoformat(), belofte.tot.isoformat()
    if not belofte.open or belofte.gebroken:
        return Wachttijd(belofte.tekst, wanneer, tot)
    metingen = _metingen(session, overdracht, werkgebied=werkgebied, nu=nu)
    aanwezig = queries.count_aanwezig(session, overdracht.gemeente, gezien_na=nu - GEZIEN)
    if not aanwezig or len(metingen) < MIN_METINGEN:
        return Wachttijd(tekst("wachttijd.weet_niet", belofte=belofte.tekst), wanneer, tot)
    drukte = max(1.0, read_positie(session, overdracht) / aanwezig)
    van, tot_min = (round(_deel(metingen, d) * drukte) for d in (0.25, 0.9))
    if _minuten(overdracht.wacht_sinds, nu, overdracht, werkgebied) > max(tot_min, van + 1):
        return Wachttijd(tekst("wachttijd.weet_niet", belofte=belofte.tekst), wanneer, tot)
    return Wachttijd(_range_tekst(van, tot_min), wanneer, tot, van, max(tot_min, van + 1))


def _metingen(session: Session, overdracht: Overdracht, *, werkgebied: Werkgebied, nu: dt.datetime) -> list[float]:
    """Minutes that others of this team waited lately, shortest first: a night that nobody is there says nothing
    about the wait of somebody in the daytime."""
    gewacht = queries.find_wachttijden(session, overdracht.gemeente, na=nu - TERUGKIJKEN)
    return sorted(_minuten(sinds, op, overdracht, werkgebied) for sinds, op in gewacht)


def _minuten(van: dt.datetime, tot: dt.datetime, overdracht: Overdracht, werkgebied: Werkgebied) -> float:
    """Minutes between these moments in which the team was there."""
    hours = hours_of(werkgebied.zoek_gemeente(overdracht.gemeente))
    begin, eind = werkgebied.lokale_tijd(van), werkgebied.lokale_tijd(tot)
    return open_tussen(begin, eind, hours, werkgebied.feestdagen).total_seconds() / 60


def _deel(metingen: list[float], deel: float) -> float:
    return metingen[min(len(metingen) - 1, int(deel * len(metingen)))]


def _range_tekst(van: int, tot: int) -> str:
    """Rounded outwards: a wait that turns out shorter disappoints nobody."""
    if tot <= 90:
        omlaag, omhoog = van // 5 * 5, -(-max(tot, 5) // 5) * 5
        return tekst("wachttijd.minuten", van=omlaag, tot=omhoog if omhoog > omlaag else omlaag + 5)
    return tekst("wachttijd.uren", van=van // 60, tot=-(-tot // 60))
