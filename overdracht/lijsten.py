"""The lists of the werkplek: what waits, who holds what, what is done.

Colleagues of the same gemeenten see the same lists. They are read once for all who ask at the same time
(`read_lijsten`), and what differs per person is put to it (`for_medewerker`): the own gesprekken, and what was
passed on in person before the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from opslag.db import now
from overdracht import lijst_queries, queries, staf
from overdracht.lopend import lopende_termijnen, nog_bereiken
from overdracht.models import AFGEROND, OPGEPAKT, WACHTEND, Medewerker
from overdracht.past import equal_to, fits
from overdracht.zinnen import kort_af

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MAX_KOP = 160
# How many a list shows at most; what somebody holds is always shown.
MAX_RIJ, MAX_AFGEROND = 200, 25


@dataclass(frozen=True)
class Lijstrij:
    """One overdracht in a list: `data` is what is shown, the rest says for whom it is."""

    data: dict[str, Any]
    crisis: bool
    houder_id: int | None
    voor_ids: tuple[int | None, ...]
    # The same for overdrachten that are equally urgent.
    gelijk: tuple[int, int] = (0, 0)

    def is_voor(self, medewerker: Medewerker) -> bool:
        """Passed on to this medewerker in person or by role, or of somebody whom they helped before."""
        return medewerker.id in self.voor_ids or is_voor_rol(medewerker, self.data)


@dataclass(frozen=True)
class Lijsten:
    """The lists of who works for these gemeenten (none: for all), in working order and newest first."""

    gemeenten: tuple[str, ...]
    wachtend: tuple[Lijstrij, ...]
    opgepakt: tuple[Lijstrij, ...]
    afgerond: tuple[Lijstrij, ...]
    # What these lists have no room for, but a term of it is near, or a call is owed.
    termijn: tuple[Lijstrij, ...] = ()
    # How many there are of each status.
    aantal: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class EigenLijsten:
    """The lists as one medewerker sees them."""

    wachtend: list[Lijstrij]
    mijn: list[Lijstrij]
    collegas: list[Lijstrij]
    afgerond: list[Lijstrij]
    termijn: list[Lijstrij] = field(default_factory=list)
    # How many more there are than these lists show.
    meer: Mapping[str, int] = field(default_factory=dict)


def is_voor_rol(medewerker: Medewerker, data: Mapping[str, Any]) -> bool:
    """Whether this is for the role of this medewerker: passed on to it, or scaled up to procesregie."""
    return is_opgeschaald_voor(medewerker, data) or data["voor_rol"] == medewerker.rol


def is_opgeschaald_voor(medewerker: Medewerker, data: Mapping[str, Any]) -> bool:
    """Whether this needs procesregie, and that is this medewerker's work."""
    return data["route"] == "procesregie" and medewerker.rol == staf.PROCESREGISSEUR


def gemeenten_van(medewerker: Medewerker) -> tuple[str, ...]:
    """The gemeenten whose overdrachten this medewerker sees; empty = all."""
    return () if staf.mag(medewerker, "doorkijken") else tuple(sorted(medewerker.gemeenten))


def read_lijsten(session: Session, gemeenten: Sequence[str], *, nu: dt.datetime | None = None) -> Lijsten:
    """What everybody of exactly these gemeenten sees. Who may see it is for the caller to have looked up just now.

    nu: for which terms are near.
    """
    namen, aantal = queries.find_namen(session), lijst_queries.count_per_status(session, gemeenten)

    def maak(rijen: Collection[Any]) -> tuple[Lijstrij, ...]:
        return tuple(_as_lijstrij(r, namen) for r in rijen)

    wachtend = lijst_queries.find_wachtend(session, gemeenten, limit=MAX_RIJ)
    opgepakt = lijst_queries.find_met_status(session, OPGEPAKT, gemeenten, limit=MAX_RIJ)
    past_niet = aantal.get(WACHTEND, 0) + aantal.get(OPGEPAKT, 0) > len(wachtend) + len(opgepakt)
    buiten = _met_termijn(session, gemeenten, {r.id for r in (*wachtend, *opgepakt)}, nu or now()) if past_niet else []
    return Lijsten(
        gemeenten=tuple(gemeenten),
        wachtend=maak(wachtend),
        opgepakt=maak(opgepakt),
        afgerond=maak(lijst_queries.find_met_status(session, AFGEROND, gemeenten, limit=MAX_AFGEROND)),
        termijn=maak(buiten),
        aantal=aantal,
    )


def _met_termijn(session: Session, gemeenten: Sequence[str], behalve: Collection[int], nu: dt.datetime) -> list[Any]:
    """What a full list has no room for is the longest overdue of all: it may not fall out of the lists of the terms."""
    rijen = lijst_queries.find_termijnen_buiten(session, gemeenten, behalve)
    ids = [r.id for r in rijen if nog_bereiken(r) or any(t.is_bijna(nu) for t in lopende_termijnen(r))]
    return lijst_queries.find_met_ids(session, ids) if ids else []


def read_lijst(
    session: Session, status: str, *, medewerker: Medewerker, vanaf: int
) -> tuple[list[dict[str, Any]], int]:
    """A part of a list of the gemeenten of this medewerker, in its order, and how many there are in all."""
    gemeenten, namen = gemeenten_van(medewerker), queries.find_namen(session)
    if status == WACHTEND:
        rijen = lijst_queries.find_wachtend(session, gemeenten, limit=MAX_RIJ, vanaf=vanaf)
    else:
        rijen = lijst_queries.find_met_status(session, status, gemeenten, limit=MAX_RIJ, vanaf=vanaf)
    aantal = lijst_queries.count_per_status(session, gemeenten).get(status, 0)
    return [as_rij(r, namen, kop=r.kop, naam=r.naam) for r in rijen], aantal


def for_medewerker(session: Session, lijsten: Lijsten, medewerker: Medewerker) -> EigenLijsten:
    """The lists with what is this medewerker's own. Raises ValueError when they are not the lists of their gemeenten.

    What they hold is read here, so that a long list of others never pushes it off, whichever gemeente it is of.
    """
    if lijsten.gemeenten != gemeenten_van(medewerker):
        raise ValueError("these lists are of other gemeenten")
    mijn, elders = _eigen(session, medewerker, lijsten.gemeenten)
    # The lists are a moment older than what was read here: what changed hands in between stands in one of them.
    gezien = {r.data["kenmerk"] for r in (*mijn, *elders)}
    wachtend, opgepakt, afgerond, termijn = (
        [r for r in deel if r.data["kenmerk"] not in gezien]
        for deel in (lijsten.wachtend, lijsten.opgepakt, lijsten.afgerond, lijsten.termijn)
    )
    wachtend += [r for r in elders if r.data["status"] == WACHTEND]
    opgepakt += [r for r in elders if r.data["status"] == OPGEPAKT]
    collegas = [r for r in opgepakt if r.houder_id != medewerker.id]
    # Danger goes before all, also in what somebody holds.
    mijn, collegas = (sorted(rijen, key=lambda r: not r.crisis) for rijen in (mijn, collegas))
    meer = _meer(lijsten, mijn)
    return EigenLijsten(in_werkvolgorde(wachtend, medewerker), mijn, collegas, afgerond, termijn, meer)


def _meer(lijsten: Lijsten, mijn: Sequence[Lijstrij]) -> dict[str, int]:
    """How many of each status stand in no list: what somebody holds themselves always stands in one."""
    delen = {WACHTEND: lijsten.wachtend, OPGEPAKT: lijsten.opgepakt, AFGEROND: lijsten.afgerond}
    meer = {status: lijsten.aantal.get(status, 0) - len(deel) for status, deel in delen.items()}
    getoond = {r.data["kenmerk"] for r in lijsten.opgepakt}
    hier = (r.data for r in mijn if not lijsten.gemeenten or r.data["gemeente"] in (None, *lijsten.gemeenten))
    meer[OPGEPAKT] -= sum(o["kenmerk"] not in getoond for o in hier)
    return {status: max(0, aantal) for status, aantal in meer.items()}


def _eigen(session: Session, medewerker: Medewerker, gemeenten: Sequence[str]) -> tuple[list[Lijstrij], list[Lijstrij]]:
    """What this medewerker holds, and what of other gemeenten is for them."""
    rijen = lijst_queries.find_gehouden(session, medewerker.id)
    elders = lijst_queries.find_van_elders(session, medewerker.id, gemeenten) if gemeenten else []
    namen = queries.find_namen(session) if rijen or elders else {}
    mijn = [_as_lijstrij(r, namen) for r in rijen]
    return mijn, [_as_lijstrij(r, namen) for r in elders if r.medewerker_id != medewerker.id]


def in_werkvolgorde(rijen: Sequence[Lijstrij], medewerker: Medewerker) -> list[Lijstrij]:
    """What was passed on to this medewerker in person or by role comes directly after crisis.

    Among neighbours that are equally urgent, what fits them comes first. A crisis never waits for who fits.
    """
    rij = sorted(rijen, key=lambda r: (not r.crisis, not r.crisis and not r.is_voor(medewerker)))
    groepen = groupby(rij, key=lambda r: (r.crisis, r.is_voor(medewerker), r.gelijk))
    return [
        r for _, groep in groepen for r in sorted(groep, key=lambda r: not r.crisis and not fits(medewerker, r.data))
    ]


def find_overdrachten(
    session: Session, status: str, *, medewerker: Medewerker, nu: dt.datetime | None = None, limit: int = 500
) -> list[dict[str, Any]]:
    """The overdrachten with this status that this medewerker may see; the waiting ones in working order.

    nu: accepted so that callers have one moment; the order itself does not depend on it.
    """
    gemeenten, namen = gemeenten_van(medewerker), queries.find_namen(session)
    if status == WACHTEND:
        rijen = lijst_queries.find_wachtend(session, gemeenten, limit=limit)
    else:
        rijen = lijst_queries.find_met_status(session, status, gemeenten, limit=limit)
    mijn, elders = _eigen(session, medewerker, gemeenten)
    alles = {r.data["kenmerk"]: r for r in (*(_as_lijstrij(r, namen) for r in rijen), *mijn, *elders)}
    lijst = [r for r in alles.values() if r.data["status"] == status]
    if status != WACHTEND:
        return [r.data for r in lijst]
    return [{**r.data, "positie": n} for n, r in enumerate(in_werkvolgorde(lijst, medewerker), start=1)]


def _as_lijstrij(r: Any, namen: dict[int, str]) -> Lijstrij:
    return Lijstrij(
        data=as_rij(r, namen, kop=r.kop, naam=r.naam),
        crisis=r.rang == 0,
        houder_id=r.medewerker_id,
        voor_ids=(r.toegewezen_id, r.vaste_medewerker_id),
        gelijk=equal_to(r.rang, r.voorrang_op),
    )


def as_rij(o: Any, namen: dict[int, str], *, kop: str | None, naam: str | None) -> dict[str, Any]:
    """One line of the queue. Without consent it holds no word of the resident: `kop` and `naam` are empty then."""
    return {
        "kenmerk": o.kenmerk,
        "status": o.status,
        "positie": 0,
        "crisis": o.crisis,
        "crisis_op": _iso(o.crisis_op),
        "zwaarte": o.zwaarte,
        "route": o.route,
        "wil_mens": o.wil_mens,
        "toestemming": o.toestemming,
        "gemeente": o.gemeente,
        "kern": o.kern,
        "team": o.team,
        "taal": o.taal,
        "leefgebieden": list(o.leefgebieden or ()),
        "voorkeur": o.voorkeur,
        "nog_bereiken": nog_bereiken(o),
        "kop": kort_af((kop or "").replace("\n", " "), MAX_KOP),
        "naam": naam or "",
        "medewerker": namen.get(o.medewerker_id or 0, ""),
        "vaste_medewerker": namen.get(o.vaste_medewerker_id or 0, ""),
        "eerdere": list(o.eerdere or ()),
        "toegewezen": namen.get(o.toegewezen_id or 0, ""),
        "voor_rol": o.voor_rol,
        "doorzetvraag": _ontvanger(o),
        "meekijkers": [namen[id] for id in o.meekijkers or () if id in namen],
        "wacht_sinds": _iso(o.wacht_sinds),
        "opgepakt_op": _iso(o.opgepakt_op),
        "afgerond_op": _iso(o.afgerond_op),
        "eerste_contact_voor": _iso(o.eerste_contact_voor),
        "onderzoek_voor": _iso(o.onderzoek_voor),
        "beschikking_voor": _iso(o.beschikking_voor),
        "termijnen": [t.as_dict() for t in lopende_termijnen(o)],
        "uitkomst": o.uitkomst,
        "versie": o.versie,
    }


def _ontvanger(o: Any) -> str:
    """Of whom the resident is asked whether they may read it too; empty when nothing is asked."""
    vraag = getattr(o, "doorzetvraag", None)
    return str(vraag["ontvanger"]) if vraag else ""


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
