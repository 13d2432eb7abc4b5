"""The werkplek as it is at one moment. A page and a refetch after a wake-up both come from here.

That makes them equal by construction: events carry nothing, whoever is woken reads this again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from overdracht import queries as staf_queries
from overdracht import staf, wachtrij
from overdracht.models import Medewerker
from overdracht.snelantwoorden import Snel, find_snelantwoorden
from overdracht.teksten import load_yaml
from overdracht.wachtrij import OnbekendeOverdracht
from triage.beoordeling import LEEFGEBIEDEN
from web import queries
from web.werkplek_teksten import SNELANTWOORDEN, WOORDEN, duur_tekst

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WACHTEND, OPGEPAKT, AFGEROND = "wachtend", "opgepakt", "afgerond"
# Looking again at what is open already is no new reading; after this it is, and is written down.
OPNIEUW_GELEZEN = dt.timedelta(minutes=15)
MAX_AFGEROND = 25


@dataclass(frozen=True)
class Termijn:
    """A deadline as a badge. `staat`: `ruim`, `bijna` or `te_laat`."""

    naam: str
    tekst: str
    staat: str
    op: dt.datetime


@dataclass(frozen=True)
class Rij:
    """One line of a list: the overdracht with what is computed for showing it."""

    o: dict[str, Any]
    wacht: str
    termijnen: tuple[Termijn, ...]
    leefgebieden: tuple[str, ...]
    nieuw: int = 0


@dataclass(frozen=True)
class Werkbeeld:
    """Everything a medewerker sees."""

    nu: dt.datetime
    wachtend: list[Rij]
    mijn: list[Rij]
    collegas: list[Rij]
    afgerond: list[Rij]
    beschikbaar: str
    max_gesprekken: int
    gekozen: Rij | None = None
    verslag: dict[str, Any] | None = None
    berichten: list[dict[str, Any]] = field(default_factory=list)
    van_mij: bool = False
    mensen: list[str] = field(default_factory=list)
    snel: list[Snel] = field(default_factory=list)
    # Up to which bericht the resident has seen the gesprek.
    gezien: int = 0

    @property
    def nieuw(self) -> int:
        """Messages of residents that wait for an answer of this medewerker."""
        return sum(r.nieuw for r in self.mijn)


def lees_werkbeeld(session: Session, medewerker: Medewerker, kenmerk: str, *, nu: dt.datetime) -> Werkbeeld:
    """The werkplek of this medewerker, with the overdracht that is open, if there is one and it may be seen."""
    rijen = {
        status: wachtrij.find_overdrachten(session, status, medewerker=medewerker, nu=nu, limit=limiet)
        for status, limiet in ((WACHTEND, 200), (OPGEPAKT, 200), (AFGEROND, MAX_AFGEROND))
    }
    mijn = [o for o in rijen[OPGEPAKT] if o["medewerker"] == medewerker.naam]
    nieuw = queries.count_te_beantwoorden(session, [o["kenmerk"] for o in mijn])
    vers = session.get(Medewerker, medewerker.id) or medewerker
    beeld: dict[str, Any] = {
        "nu": nu,
        "wachtend": [maak_rij(o, nu) for o in rijen[WACHTEND]],
        "mijn": [maak_rij(o, nu, nieuw=nieuw.get(o["kenmerk"], 0)) for o in mijn],
        "collegas": [maak_rij(o, nu) for o in rijen[OPGEPAKT] if o["medewerker"] != medewerker.naam],
        "afgerond": [maak_rij(o, nu) for o in rijen[AFGEROND]],
        "beschikbaar": vers.beschikbaar,
        "max_gesprekken": vers.max_gesprekken,
    }
    return Werkbeeld(**beeld, **_lees_gekozen(session, medewerker, kenmerk, nu=nu))


def is_gelezen(session: Session, medewerker: Medewerker, kenmerk: str, *, nu: dt.datetime) -> bool:
    """Whether the audit already holds that this medewerker is reading this overdracht."""
    return queries.has_gelezen(session, medewerker.naam, kenmerk, na=nu - OPNIEUW_GELEZEN)


def _lees_gekozen(session: Session, medewerker: Medewerker, kenmerk: str, *, nu: dt.datetime) -> dict[str, Any]:
    if not kenmerk:
        return {}
    try:
        verslag = wachtrij.read_overdracht(session, kenmerk, medewerker=medewerker, nu=nu)
        berichten = wachtrij.read_gesprek(session, kenmerk, medewerker=medewerker)
    except OnbekendeOverdracht:
        return {}
    o = verslag["overdracht"]
    return {
        "gekozen": maak_rij(o, nu),
        "verslag": verslag,
        "berichten": berichten,
        "van_mij": o["status"] == OPGEPAKT and o["medewerker"] == medewerker.naam,
        "mensen": _collegas(session, medewerker),
        "snel": find_snelantwoorden(session, SNELANTWOORDEN),
        "gezien": _gezien_bericht(session, kenmerk, berichten),
    }


def _gezien_bericht(session: Session, kenmerk: str, berichten: list[dict[str, Any]]) -> int:
    """The last bericht of a medewerker that the resident has seen; 0 without one."""
    las = queries.find_inwoner_las(session, kenmerk)
    gezien = [b["volgnummer"] for b in berichten if b["afzender"] == "medewerker" and b["volgnummer"] <= las]
    return max(gezien, default=0)


def _collegas(session: Session, medewerker: Medewerker) -> list[str]:
    """To whom one may pass something on in person."""
    alle = staf_queries.find_medewerkers(session)
    return [m.naam for m in alle if m.id != medewerker.id and staf.mag(m, "werkplek")]


def maak_rij(o: dict[str, Any], nu: dt.datetime, *, nieuw: int = 0) -> Rij:
    """An overdracht with its waiting time, deadlines and leefgebieden in words."""
    sinds = _moment(o["wacht_sinds"]) or nu
    return Rij(
        o=o,
        wacht=duur_tekst(max(nu - sinds, dt.timedelta(0))),
        termijnen=tuple(_termijnen(o, nu)),
        leefgebieden=tuple(LEEFGEBIEDEN.get(code, code) for code in o["leefgebieden"]),
        nieuw=nieuw,
    )


def _moment(tekst: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(tekst) if tekst else None


def _termijnen(o: dict[str, Any], nu: dt.datetime) -> Sequence[Termijn]:
    """The deadlines that still count: the first contact until it is opgepakt, the legal ones until it is over."""
    regels = load_yaml("termijnen.yml")
    uren, dagen = dt.timedelta(hours=regels["waarschuw_uren"]), dt.timedelta(days=regels["waarschuw_dagen"])
    gelden = {
        "eerste_contact": (o["eerste_contact_voor"] if o["status"] == WACHTEND else None, uren),
        "onderzoek": (o["onderzoek_voor"] if o["status"] != AFGEROND else None, dagen),
        "beschikking": (o["beschikking_voor"] if o["status"] != AFGEROND else None, dagen),
    }
    uit = []
    for naam, (tekst, waarschuw) in gelden.items():
        if (op := _moment(tekst)) is not None:
            uit.append(_termijn(naam, op, nu=nu, waarschuw=waarschuw))
    return uit


def _termijn(naam: str, op: dt.datetime, *, nu: dt.datetime, waarschuw: dt.timedelta) -> Termijn:
    woorden = WOORDEN["termijn"]
    if op < nu:
        return Termijn(woorden[naam], woorden["te_laat"].format(duur=duur_tekst(nu - op)), "te_laat", op)
    staat = "bijna" if op - nu <= waarschuw else "ruim"
    return Termijn(woorden[naam], woorden["nog"].format(duur=duur_tekst(op - nu)), staat, op)
