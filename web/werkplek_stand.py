"""The werkplek as it is at one moment. A page and a refetch after a wake-up both come from here.

That makes them equal by construction: events carry nothing, whoever is woken reads this again. The lists are
read once for all who are woken at the same time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from overdracht import queries as staf_queries
from overdracht import staf, wachtrij
from overdracht.collegas import Collega, find_collegas
from overdracht.gesloten import falls_closed
from overdracht.lijsten import Lijsten, Lijstrij, for_medewerker, read_lijsten
from overdracht.models import AFGEROND, OPGEPAKT, WACHTEND, Medewerker
from overdracht.past import NEDERLANDS, fits, talen
from overdracht.snelantwoorden import Snel, find_snelantwoorden
from overdracht.termijnen import hours_of
from overdracht.termijnregels import EERSTE_CONTACT
from overdracht.wachtrij import OnbekendeOverdracht
from triage.beoordeling import LEEFGEBIEDEN
from web import queries
from web.werkplek_open import MEESTE, Open, achter
from web.werkplek_teksten import SNELANTWOORDEN, WOORDEN, duur_tekst

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from werkgebied import Werkgebied

# How long who held it is told that a resident deleted it.
GEWIST_GEMELD = dt.timedelta(hours=24)
# Looking again at what is open already is no new reading; after this it is, and is written down.
OPNIEUW_GELEZEN = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Termijn:
    """A deadline as a badge. `staat`: `ruim`, `bijna` or `te_laat`."""

    stap: str
    naam: str
    tekst: str
    staat: str
    op: dt.datetime

    @property
    def met_tijd(self) -> bool:
        """Whether the hour matters: a term in days or weeks ends with its day."""
        return self.op.second != 59


@dataclass(frozen=True)
class Rij:
    """One line of a list: the overdracht with what is computed for showing it."""

    o: dict[str, Any]
    wacht: str
    termijnen: tuple[Termijn, ...]
    leefgebieden: tuple[str, ...]
    nieuw: int = 0
    # The line as it is shown to all for whom it is nothing special; empty when it must be made for one person.
    html: str = ""
    # Why it fits the medewerker who looks: leefgebieden and language.
    past: tuple[str, ...] = ()
    # Whether the first contact was promised for when the team is closed: "dag", "tijd" or nothing.
    dicht: str = ""

    @property
    def taal(self) -> str:
        """The language that the resident speaks, by name; empty for Dutch."""
        code = self.o["taal"]
        return "" if code in NEDERLANDS else talen().get(code, code)


@dataclass(frozen=True)
class Paneel:
    """One gesprek that is open, with its verslag; or the empty place where one will be."""

    # What stands behind every id of this pane, so that they differ from those of the panes beside it.
    achter: str
    gekozen: Rij | None = None
    verslag: dict[str, Any] | None = None
    berichten: list[dict[str, Any]] = field(default_factory=list)
    van_mij: bool = False
    # Up to which bericht the resident has seen the gesprek.
    gezien: int = 0
    # Up to which bericht the verslag is about: what of it comes to light later was said before.
    goedgekeurd: int = 0
    # How many messages of the resident who holds the gesprek has not looked at yet.
    ongelezen: int = 0

    @property
    def kenmerk(self) -> str:
        return str(self.gekozen.o["kenmerk"]) if self.gekozen else ""

    @property
    def naam(self) -> str:
        """The resident, as far as they gave a name."""
        return str(((self.verslag or {}).get("contact") or {}).get("naam") or "")


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
    # What is open and may be seen, from left to right; one empty pane when that is nothing.
    open: Open
    panelen: tuple[Paneel, ...]
    # To whom one may pass something on in person, who is there first.
    mensen: list[Collega]
    # Whether this medewerker is who it is scaled up to.
    regisseur: bool
    snel: list[Snel]
    # What the lists have no room for: with a term that is near or a call that is owed, and how many in all.
    termijn: list[Rij] = field(default_factory=list)
    meer: Mapping[str, int] = field(default_factory=dict)
    # What a resident deleted with the whole gesprek: of what was asked for, or held by this medewerker.
    gewist: list[str] = field(default_factory=list)

    @property
    def actief(self) -> Paneel:
        """The gesprek in focus: its verslag is shown."""
        return next(p for p in self.panelen if p.kenmerk == self.open.actief)

    @property
    def vrij(self) -> list[Paneel]:
        """Empty panes on the places that nothing stands on."""
        bezet = {p.achter for p in self.panelen}
        return [Paneel(a) for plek in range(1, MEESTE + 1) if (a := achter(plek)) not in bezet]

    @property
    def op_termijn(self) -> list[tuple[Rij, Termijn]]:
        """Each term that has passed or is near, of whoever it is, the longest overdue first."""
        alle = [(r, t) for r in self.lopend for t in r.termijnen if t.staat != "ruim"]
        return sorted(alle, key=lambda paar: paar[1].op)

    @property
    def te_bellen(self) -> list[Rij]:
        """Residents who were promised a call or a mail and had none yet, in the order of what was promised."""
        alle = [r for r in self.lopend if r.o["nog_bereiken"]]
        return sorted(alle, key=lambda r: r.o["eerste_contact_voor"] or "")

    @property
    def procesregie(self) -> list[Rij]:
        """What was scaled up to procesregie, waiting or with a colleague: shown to whose work that is."""
        return [r for r in self.lopend if r.o["route"] == "procesregie"] if self.regisseur else []

    @property
    def lopend(self) -> list[Rij]:
        return [*self.wachtend, *self.mijn, *self.collegas, *self.termijn]

    def aantal(self, status: str) -> int:
        """How many there are, whether they fit in the list or not."""
        lijst = {WACHTEND: self.wachtend, OPGEPAKT: self.collegas, AFGEROND: self.afgerond}[status]
        return len(lijst) + self.meer.get(status, 0)

    @property
    def nieuw(self) -> int:
        """Messages of residents that wait for an answer of this medewerker."""
        return sum(r.nieuw for r in self.mijn)


@dataclass(frozen=True)
class Gedeeld:
    """What colleagues of the same gemeenten share: the lists, and each line of them as it is shown, by kenmerk.

    A line is shown the same to all but for whom it is open, or whom it was given to or asked to look along. Whom it
    fits for the same reasons see the same too: made once, when the first of them asks.
    """

    nu: dt.datetime
    lijsten: Lijsten
    rijen: Mapping[str, Rij]
    toon: Callable[[Rij], str]
    werkgebied: Werkgebied
    collegas: tuple[Collega, ...] = ()
    passend: dict[tuple[str, tuple[str, ...]], Rij] = field(default_factory=dict)

    def met_past(self, rij: Rij, past: tuple[str, ...]) -> Rij:
        """The shared line for whom it fits because of this."""
        sleutel = (rij.o["kenmerk"], past)
        if past and sleutel not in self.passend:
            anders = replace(rij, past=past)
            self.passend[sleutel] = replace(anders, html=self.toon(anders))
        return self.passend[sleutel] if past else rij


def lees_gedeeld(
    session: Session, gemeenten: Sequence[str], *, werkgebied: Werkgebied, nu: dt.datetime, toon: Callable[[Rij], str]
) -> Gedeeld:
    """Read the lists once, and show each line once; `toon` makes its HTML for who has nothing to do with it."""
    lijsten = read_lijsten(session, gemeenten, nu=nu)
    rijen, lopend = {}, [*lijsten.wachtend, *lijsten.opgepakt]
    # Not of what a colleague holds: only the holder is woken by what is said in it, so the count would be an old one.
    wacht = [r.data["kenmerk"] for r in lijsten.wachtend if r.data["toestemming"]]
    nieuw = queries.count_te_beantwoorden(session, wacht)
    for r in (*lopend, *lijsten.afgerond):
        rij = maak_rij(r.data, nu, werkgebied, nieuw=nieuw.get(r.data["kenmerk"], 0))
        rijen[rij.o["kenmerk"]] = replace(rij, html=toon(rij))
    return Gedeeld(nu, lijsten, rijen, toon, werkgebied, find_collegas(session, nu=nu))


def lees_werkbeeld(session: Session, medewerker: Medewerker, open_: Open, *, gedeeld: Gedeeld) -> Werkbeeld:
    """The werkplek of this medewerker, with what is open of what was asked for: what is there and may be seen."""
    nu, eigen = gedeeld.nu, for_medewerker(session, gedeeld.lijsten, medewerker)
    nieuw = queries.count_te_beantwoorden(session, [r.data["kenmerk"] for r in eigen.mijn])
    vers = session.get(Medewerker, medewerker.id) or medewerker
    gelezen = {k: g for k in open_.kenmerken if (g := _lees_paneel(session, medewerker, k, gedeeld=gedeeld))}
    gevraagd, open_ = open_.kenmerken, open_.alleen(gelezen)
    weg = [k for k in gevraagd if k not in gelezen]

    def maak(rijen: Iterable[Lijstrij]) -> list[Rij]:
        return [_rij_voor(r.data, gedeeld, medewerker, open_) for r in rijen]

    return Werkbeeld(
        nu=nu,
        wachtend=maak(eigen.wachtend),
        mijn=[maak_rij(r.data, nu, gedeeld.werkgebied, nieuw=nieuw.get(r.data["kenmerk"], 0)) for r in eigen.mijn],
        collegas=maak(eigen.collegas),
        afgerond=maak(eigen.afgerond),
        beschikbaar=vers.beschikbaar,
        max_gesprekken=vers.max_gesprekken,
        open=open_,
        panelen=tuple(Paneel(open_.achter(k), **gelezen[k]) for k in open_.kenmerken) or (Paneel(open_.achter("")),),
        mensen=[c for c in gedeeld.collegas if c.naam != medewerker.naam] if gelezen else [],
        regisseur=medewerker.rol == staf.PROCESREGISSEUR,
        snel=find_snelantwoorden(session, SNELANTWOORDEN) if gelezen else [],
        termijn=[maak_rij(r.data, nu, gedeeld.werkgebied) for r in eigen.termijn],
        meer=eigen.meer,
        gewist=staf_queries.find_gewist(session, weg, houder=medewerker.naam, na=nu - GEWIST_GEMELD),
    )


def _rij_voor(o: dict[str, Any], gedeeld: Gedeeld, medewerker: Medewerker, open_: Open) -> Rij:
    """The shared line, or one of their own for whom it looks different."""
    gedeelde = gedeeld.rijen.get(o["kenmerk"])
    naam = medewerker.naam
    anders = o["kenmerk"] in open_.kenmerken or o["toegewezen"] == naam or naam in o["meekijkers"]
    past = fits(medewerker, o) if o["status"] == WACHTEND else ()
    if gedeelde is None or gedeelde.o is not o or anders:
        return maak_rij(o, gedeeld.nu, gedeeld.werkgebied, past=past, nieuw=gedeelde.nieuw if gedeelde else 0)
    return gedeeld.met_past(gedeelde, past)


def is_gelezen(session: Session, medewerker: Medewerker, kenmerk: str, *, nu: dt.datetime) -> bool:
    """Whether the audit already holds that this medewerker is reading this overdracht."""
    return queries.has_audit(session, medewerker.naam, "gelezen", kenmerk, na=nu - OPNIEUW_GELEZEN)


def _lees_paneel(session: Session, medewerker: Medewerker, kenmerk: str, *, gedeeld: Gedeeld) -> dict[str, Any]:
    """The fields of a Paneel; empty for what is not there (any more), or not for this medewerker."""
    nu = gedeeld.nu
    try:
        verslag = wachtrij.read_overdracht(session, kenmerk, medewerker=medewerker, nu=nu)
        berichten = wachtrij.read_gesprek(session, kenmerk, medewerker=medewerker)
    except OnbekendeOverdracht:
        return {}
    o = verslag["overdracht"]
    van_mij = o["status"] == OPGEPAKT and o["medewerker"] == medewerker.naam
    las = queries.find_gelezen(session, kenmerk)
    eigen = [b["volgnummer"] for b in berichten if b["afzender"] == "medewerker"]
    # Who answered has seen what was said before, also without a script that tells it.
    tot = max([las.medewerker, las.goedgekeurd, *eigen])
    nieuw = [b for b in berichten if b["afzender"] == "inwoner" and b["volgnummer"] > tot]
    return {
        "gekozen": maak_rij(o, nu, gedeeld.werkgebied),
        "verslag": verslag,
        "berichten": berichten,
        "van_mij": van_mij,
        "gezien": max((nr for nr in eigen if nr <= las.inwoner), default=0),
        "goedgekeurd": las.goedgekeurd,
        "ongelezen": len(nieuw) if van_mij else 0,
    }


def maak_rij(
    o: dict[str, Any], nu: dt.datetime, werkgebied: Werkgebied, *, nieuw: int = 0, past: tuple[str, ...] = ()
) -> Rij:
    """An overdracht with its waiting time, deadlines and leefgebieden in words."""
    sinds = _moment(o["wacht_sinds"]) or nu
    return Rij(
        o=o,
        wacht=duur_tekst(max(nu - sinds, dt.timedelta(0))),
        termijnen=tuple(_termijnen(o, nu)),
        leefgebieden=tuple(LEEFGEBIEDEN.get(code, code) for code in o["leefgebieden"]),
        nieuw=nieuw,
        past=past,
        dicht=_valt_dicht(o, nu, werkgebied),
    )


def _valt_dicht(o: dict[str, Any], nu: dt.datetime, werkgebied: Werkgebied) -> str:
    """Whether a promise that is still to come falls when the team is closed, as its hours are now."""
    voor = next((t["voor"] for t in o["termijnen"] if t["stap"] == EERSTE_CONTACT), None)
    if voor is None or (op := dt.datetime.fromisoformat(voor)) <= nu:
        return ""
    return falls_closed(op, hours_of(werkgebied.zoek_gemeente(o["gemeente"])), werkgebied)


def _moment(tekst: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(tekst) if tekst else None


def _termijnen(o: dict[str, Any], nu: dt.datetime) -> Iterator[Termijn]:
    """The deadlines that still count, in words."""
    woorden = WOORDEN["termijn"]
    for t in o["termijnen"]:
        op, vooraf = dt.datetime.fromisoformat(t["voor"]), dt.timedelta(seconds=t["vooraf"])
        naam = t["naam"] or woorden[t["stap"]]
        if op < nu:
            tekst, staat = woorden["te_laat"].format(duur=duur_tekst(nu - op)), "te_laat"
        else:
            tekst, staat = woorden["nog"].format(duur=duur_tekst(op - nu)), "bijna" if op - nu <= vooraf else "ruim"
        yield Termijn(t["stap"], naam, tekst, staat, op)
