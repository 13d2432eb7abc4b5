"""Which term counts for an overdracht: those of beheer before those of the product, the most precise first. Pure.

Most precise: names the most of soort, leefgebied and zwaarte. With as many: a soort before a leefgebied, a
leefgebied before a zwaarte. Still equal: the shortest, so that nobody waits longer because of an order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from overdracht.models import Overdracht, Termijnregel
from overdracht.teksten import load_yaml

EERSTE_CONTACT, ONDERZOEK, BESCHIKKING, EIGEN = "eerste_contact", "onderzoek", "beschikking", "eigen"
VAST = (EERSTE_CONTACT, ONDERZOEK, BESCHIKKING)
STAPPEN = (*VAST, EIGEN)
# From the most precise to the least.
VOORWAARDEN = ("soort", "leefgebied", "zwaarte")
UREN, DAGEN, WEKEN = "uren", "dagen", "weken"
# Of a clock, to put lengths in order; an hour that the team is there is worth three of a day.
_UREN_IN = {UREN: 3, DAGEN: 24, WEKEN: 168}


@dataclass(frozen=True)
class Geval:
    """What a term may look at: never a word of the resident."""

    zwaarte: str
    leefgebieden: tuple[str, ...] = ()
    soorten: tuple[str, ...] = ()

    def heeft(self, wat: str) -> tuple[str, ...]:
        return {"zwaarte": (self.zwaarte,), "leefgebied": self.leefgebieden, "soort": self.soorten}[wat]


@dataclass(frozen=True)
class Regel:
    """A term. id None: of the product. `vooraf`: how long before its end is warned, by the clock."""

    id: int | None
    naam: str
    stap: str
    aantal: int
    eenheid: str
    vooraf: dt.timedelta
    als: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def lengte(self) -> dt.timedelta:
        """About how long by the clock, to compare terms with."""
        return dt.timedelta(hours=self.aantal * _UREN_IN[self.eenheid])


def as_geval(o: Overdracht) -> Geval:
    """The overdracht as a term sees it."""
    return Geval(o.zwaarte, tuple(o.leefgebieden or ()), tuple(o.soorten or ()))


def as_regel(rij: Termijnregel) -> Regel:
    """A row of beheer as a term."""
    als = {naam: tuple(waarden) for naam, waarden in (rij.voorwaarden or {}).items() if waarden}
    vooraf = dt.timedelta(**{_KLOK[rij.vooraf_eenheid]: rij.vooraf})
    return Regel(rij.id, rij.naam, rij.stap, rij.aantal, rij.eenheid, vooraf, als)


_KLOK = {UREN: "hours", DAGEN: "days", WEKEN: "weeks"}


@cache
def standaard() -> tuple[Regel, ...]:
    """The terms of the product (termijnen.yml)."""
    y: Mapping[str, Any] = load_yaml("termijnen.yml")
    kort, lang = dt.timedelta(hours=y["waarschuw_uren"]), dt.timedelta(days=y["waarschuw_dagen"])
    contact = (
        Regel(None, "", EERSTE_CONTACT, uren, UREN, kort, {"zwaarte": (zwaarte,)})
        for zwaarte, uren in y["eerste_contact_uren"].items()
    )
    wet = (Regel(None, "", stap, y[f"{stap}_weken"], WEKEN, lang) for stap in (ONDERZOEK, BESCHIKKING))
    return (*contact, *wet)


def past(regel: Regel, geval: Geval) -> bool:
    """Whether this term is about this case: each condition that is set must hold.

    In danger nobody waits because of a term that was made for something else: it must name crisis.
    """
    if regel.stap == EERSTE_CONTACT and geval.zwaarte == "crisis" and "crisis" not in regel.als.get("zwaarte", ()):
        return False
    return voldoet(regel.als, geval)


def voldoet(als: Mapping[str, Iterable[str]], geval: Geval) -> bool:
    """Whether each condition that is set holds; one of its values is enough."""
    return all(not waarden or set(waarden) & set(geval.heeft(wat)) for wat, waarden in als.items())


def _rang(regel: Regel) -> tuple[object, ...]:
    genoemd = [wat in regel.als for wat in VOORWAARDEN]
    return (regel.id is None, -sum(genoemd), [not g for g in genoemd], regel.lengte, regel.id or 0)


def kies(regels: Sequence[Regel], stap: str, geval: Geval) -> Regel:
    """The fixed term that counts for this case."""
    return min((r for r in (*regels, *standaard()) if r.stap == stap and past(r, geval)), key=_rang)


def kies_eigen(regels: Sequence[Regel], geval: Geval) -> tuple[Regel, ...]:
    """The own terms that count for this case: of those with the same name the most precise."""
    per_naam: dict[str, list[Regel]] = {}
    for regel in regels:
        if regel.stap == EIGEN and past(regel, geval):
            per_naam.setdefault(regel.naam.casefold(), []).append(regel)
    return tuple(min(gelijk, key=_rang) for gelijk in per_naam.values())


def kies_alle(regels: Sequence[Regel], geval: Geval) -> tuple[Regel, ...]:
    """Every term that counts for this case, the fixed ones first."""
    return (*(kies(regels, stap, geval) for stap in VAST), *kies_eigen(regels, geval))
