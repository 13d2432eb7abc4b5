"""Keeping the index of each database true: one small question before every search."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from weakref import WeakKeyDictionary

from sociale_kaart import queries
from sociale_kaart.herkenner import soorten_van
from sociale_kaart.index import Deel, Ingang, KaartIndex, maak_ingang
from sociale_kaart.models import ONGEPUBLICEERD, Session
from sociale_kaart.soort_models import read_eigen
from sociale_kaart.soorten import Soort, soorten
from sociale_kaart.thesaurus import sleutel_van, thesaurus
from taal.woorden import termen

# Beyond this many changes since the last whole reading, reading all again is cheaper than carrying them.
_VEEL = 1000
_slot = threading.Lock()
# By connection pool: the engines that read and write the same database share one.
_per_database: WeakKeyDictionary[object, KaartIndex] = WeakKeyDictionary()


def _lees_alles(session: Session, nummer: int, verwijderd: int) -> KaartIndex:
    eigen = read_eigen(session)
    van = partial(soorten_van, eigen=eigen)
    deel = Deel(maak_ingang(rij, termen, van) for rij in queries.read_index_rows(session))
    return KaartIndex(deel, nummer=nummer, verwijderd=verwijderd, synoniemen=_synoniemen(session), eigen=eigen)


def _synoniemen(session: Session) -> dict[tuple[str, ...], tuple[str, ...]]:
    """What the thesaurus says, and what redacteuren add to it."""
    eigen: dict[tuple[str, ...], list[str]] = {}
    for synoniem in queries.read_synoniemen(session):
        sleutel = sleutel_van(synoniem.woord)
        if sleutel:
            eigen.setdefault(sleutel, []).extend(termen(synoniem.betekent))
    mee = thesaurus()
    return dict(mee) | {woord: tuple(dict.fromkeys((*mee.get(woord, ()), *b))) for woord, b in eigen.items()}


def _lees_nieuwe(session: Session, index: KaartIndex, nummer: int, eigen: tuple[Soort, ...]) -> KaartIndex:
    gewijzigd: dict[str, Ingang | None] = {}
    van = partial(soorten_van, eigen=eigen)
    for rij in queries.read_index_rows(session, sinds=index.nummer):
        gewijzigd[rij.id] = maak_ingang(rij, termen, van) if rij.status == "gepubliceerd" else None
    return index.met(gewijzigd, nummer=nummer, synoniemen=_synoniemen(session), eigen=eigen)


def _over_voorzieningen(eigen: tuple[Soort, ...]) -> list[Soort]:
    """What of the kinds the text of an entry is compared with: all but the ways in which residents ask."""
    return [replace(s, vragen=()) for s in eigen if s.code not in soorten() or s.woorden != soorten()[s.code].woorden]


def read_index(session: Session) -> KaartIndex:
    """The index as this session sees the kaart, with its own uncommitted changes.

    What is not committed stays with this session: a rollback must leave no trace for others.
    """
    session.flush()
    pool = session.connection().engine.pool
    with _slot:
        bekend = _per_database.get(pool)
        index = _bijgewerkt(session, bekend)
        if not session.info.get(ONGEPUBLICEERD):
            _per_database[pool] = index
    return index


def _bijgewerkt(session: Session, bekend: KaartIndex | None) -> KaartIndex:
    nummer, verwijderd = queries.read_stand(session)
    if bekend is None or verwijderd > bekend.nummer or nummer < bekend.nummer:
        return _lees_alles(session, nummer, verwijderd)
    if nummer == bekend.nummer:
        return bekend
    eigen = read_eigen(session)
    anders = _over_voorzieningen(eigen) != _over_voorzieningen(bekend.eigen)
    te_veel = len(bekend.nieuwe_ingangen) + queries.count_changed_since(session, bekend.nummer) > _VEEL
    if anders or te_veel:
        return _lees_alles(session, nummer, verwijderd)
    return _lees_nieuwe(session, bekend, nummer, eigen)


def forget_all() -> None:
    """Empty the memory, as a fresh process starts; for measuring and tests."""
    with _slot:
        _per_database.clear()


def with_entries(index: KaartIndex, entries: Iterable[object]) -> KaartIndex:
    """The index as it would be with these entries published; for trying a question before publishing."""
    ingangen: dict[str, Ingang | None] = {}
    for entry in entries:
        ingang = maak_ingang(entry, termen, partial(soorten_van, eigen=index.eigen))
        ingangen[ingang.feiten.id] = ingang
    return index.met(ingangen)
