"""How the counts of `tellingen` are stored and added up; the same on both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update

from opslag.optellen import tel_erbij
from sociale_kaart.models import Session, Toontelling, Voorziening, Woordtelling


@dataclass(frozen=True)
class Geteld:
    """A word of which there are more. wat, sleutel, woord and gemeente: as in `Woordtelling`."""

    wat: str
    sleutel: str
    woord: str
    gemeente: str


def add_woorden(session: Session, geteld: Mapping[Geteld, int], *, dag: dt.date) -> None:
    """So many more gesprekken with each of these words on this day, in this order."""
    rijen = [
        {"wat": g.wat, "sleutel": g.sleutel, "gemeente": g.gemeente, "dag": dag, "woord": "", "aantal": n}
        for g, n in geteld.items()
    ]
    sleutel = ("wat", "sleutel", "gemeente", "dag")
    tel_erbij(session, Woordtelling.__table__, rijen, sleutel=sleutel, aantallen=("aantal",))


def find_verborgen(session: Session, geteld: Collection[Geteld], *, sinds: dt.date, minstens: int) -> set[str]:
    """The keys of those that so many gesprekken used since that day, and that cannot be read yet on some day."""
    vraag = (
        select(Woordtelling.sleutel)
        .where(Woordtelling.sleutel.in_(sorted({g.sleutel for g in geteld})), Woordtelling.dag >= sinds)
        .group_by(Woordtelling.sleutel)
        .having(func.sum(Woordtelling.aantal) >= minstens, func.min(Woordtelling.woord) == "")
    )
    return set(session.scalars(vraag)) if geteld else set()


def reveal(session: Session, wat: str, sleutel: str, woord: str) -> None:
    """Write the word beside its counts, now that enough people used it."""
    session.execute(
        update(Woordtelling)
        .where(Woordtelling.wat == wat, Woordtelling.sleutel == sleutel, Woordtelling.woord == "")
        .values(woord=woord)
    )


def sum_woorden(session: Session, wat: str, *, sinds: dt.date, minstens: int) -> list[tuple[str, int]]:
    """Words with in how many gesprekken, most first; rare ones are left out in the query."""
    totaal = func.sum(Woordtelling.aantal)
    vraag = (
        select(func.max(Woordtelling.woord), totaal)
        .where(Woordtelling.wat == wat, Woordtelling.dag >= sinds)
        .group_by(Woordtelling.sleutel)
        .having(totaal >= minstens)
    )
    rijen = [(woord, int(n)) for woord, n in session.execute(vraag) if woord]
    return sorted(rijen, key=lambda r: (-r[1], r[0]))


def add_getoond(session: Session, dag: dt.date, *, getoond: Mapping[str, int], nuttig: Mapping[str, int]) -> None:
    """Count these entries on a day: in how many more gesprekken they were shown, or of use. One that is gone is not."""
    ids = sorted({*getoond, *nuttig})
    bestaand = set(session.scalars(select(Voorziening.id).where(Voorziening.id.in_(ids)))) if ids else set()
    rijen = [
        {"voorziening_id": id, "dag": dag, "getoond": getoond.get(id, 0), "nuttig": nuttig.get(id, 0)}
        for id in ids
        if id in bestaand
    ]
    sleutel = ("voorziening_id", "dag")
    tel_erbij(session, Toontelling.__table__, rijen, sleutel=sleutel, aantallen=("getoond", "nuttig"))


def find_nooit_nuttig(session: Session, *, sinds: dt.date, minstens: int) -> list[tuple[str, str, int]]:
    """Published entries that were shown in this many gesprekken or more and were of use in none."""
    getoond, nuttig = func.sum(Toontelling.getoond), func.sum(Toontelling.nuttig)
    vraag = (
        select(Voorziening.id, Voorziening.naam, getoond)
        .join(Toontelling, Toontelling.voorziening_id == Voorziening.id)
        .where(Toontelling.dag >= sinds, Voorziening.status == "gepubliceerd")
        .group_by(Voorziening.id, Voorziening.naam)
        .having(getoond >= minstens, nuttig == 0)
        .order_by(getoond.desc(), Voorziening.id)
    )
    return [(id, naam, int(n)) for id, naam, n in session.execute(vraag)]


def delete_before(session: Session, dag: dt.date) -> None:
    """Delete counts of before this day."""
    session.execute(delete(Woordtelling).where(Woordtelling.dag < dag))
    session.execute(delete(Toontelling).where(Toontelling.dag < dag))
