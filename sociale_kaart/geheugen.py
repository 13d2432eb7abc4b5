"""Keeping the index of each database true: one small question before every search."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

from sociale_kaart import queries
from sociale_kaart.deel import Deel, Ingang, maak_ingang
from sociale_kaart.herkenner import herkenner
from sociale_kaart.imports import stukken
from sociale_kaart.index import KaartIndex
from sociale_kaart.models import ONGEPUBLICEERD, Session
from sociale_kaart.soort_models import read_eigen
from sociale_kaart.soorten import Soort, soorten
from sociale_kaart.thesaurus import sleutel_van, thesaurus
from sociale_kaart.zinnen import woorden_van_soort
from taal.woorden import termen

# Beyond this many changes since the last whole reading, or this share of the kaart, reading all again is cheaper
# than carrying them.
_VEEL, _VEEL_VAN_ALLES = 1000, 0.1
# Rows that become entries of the index in one go.
_PER_KEER = 512
_slot = threading.Lock()
# By connection pool: the engines that read and write the same database share one.
_per_database: WeakKeyDictionary[object, KaartIndex] = WeakKeyDictionary()


def _lees_alles(session: Session, nummer: int, verwijderd: int) -> KaartIndex:
    eigen = read_eigen(session)
    deel = Deel(_ingangen(queries.read_index_rows(session), eigen))
    return KaartIndex(deel, nummer=nummer, verwijderd=verwijderd, synoniemen=_synoniemen(session), eigen=eigen)


def _ingangen(rijen: Iterable[Any], eigen: tuple[Soort, ...]) -> Iterator[Ingang]:
    """Rows as entries of the index, with their kinds, some hundreds at a time."""
    for stuk in stukken(rijen, _PER_KEER):
        yield from _herkend([maak_ingang(rij) for rij in stuk], eigen)


def _herkend(ingangen: Sequence[Ingang], eigen: tuple[Soort, ...]) -> Iterator[Ingang]:
    """These entries with the kinds that their text shows; what a redacteur chose stays."""
    zelf = [i for i in ingangen if not i.feiten.soorten_gekozen]
    soorten_ = herkenner(eigen).herken([i.soortwoorden for i in zelf], [i.feiten.leefgebieden for i in zelf])
    per_id = {i.feiten.id: s for i, s in zip(zelf, soorten_, strict=True)}
    return (replace(i, soorten=per_id.get(i.feiten.id, i.soorten)) for i in ingangen)


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
    rijen = list(queries.read_index_rows(session, sinds=index.nummer))
    gewijzigd: dict[str, Ingang | None] = {rij.id: None for rij in rijen}
    gewijzigd |= {i.feiten.id: i for i in _ingangen((r for r in rijen if r.status == "gepubliceerd"), eigen)}
    return index.met(gewijzigd, nummer=nummer, synoniemen=_synoniemen(session), eigen=eigen)


def _gewijzigde_woorden(eerst: tuple[Soort, ...], nu: tuple[Soort, ...]) -> set[str]:
    """The words, before and after, of every kind that entries may be recognised by otherwise than before.

    How residents ask is left out of it: the text of an entry is not compared with that.
    """
    oud, nieuw = soorten(eerst), soorten(nu)
    zonder = Soort("", "", (), "", (), ())
    paren = ((oud.get(s.code, zonder), nieuw.get(s.code, zonder)) for s in (*eerst, *nu))
    return {
        w for een, ander in paren if replace(een, vragen=()) != replace(ander, vragen=())
        for w in woorden_van_soort(een) | woorden_van_soort(ander)
    }  # fmt: skip


def _met_andere_soorten(index: KaartIndex, eigen: tuple[Soort, ...]) -> KaartIndex:
    """The index with other kinds, worked out again only for entries that share a word with what changed."""
    woorden, deel = _gewijzigde_woorden(index.eigen, eigen), index.hoofd
    plekken = deel.ongekozen_met(woorden)
    herkend = herkenner(eigen).herken(
        [deel.soortwoorden(p) for p in plekken], [deel.feiten[p].leefgebieden for p in plekken]
    )
    nieuwe = {i.feiten.id: i for i in _herkend(list(index.nieuwe_ingangen.values()), eigen)}
    return replace(index, hoofd=deel.met_soorten(plekken, herkend), nieuwe_ingangen=nieuwe)


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
    erbij = len(bekend.nieuwe_ingangen) + queries.count_changed_since(session, bekend.nummer)
    if erbij > max(_VEEL, _VEEL_VAN_ALLES * len(bekend.hoofd)):
        return _lees_alles(session, nummer, verwijderd)
    eigen = read_eigen(session)
    if eigen != bekend.eigen:
        bekend = _met_andere_soorten(bekend, eigen)
    return _lees_nieuwe(session, bekend, nummer, eigen)


def forget_all() -> None:
    """Empty the memory, as a fresh process starts; for measuring and tests."""
    with _slot:
        _per_database.clear()


def with_entries(index: KaartIndex, entries: Iterable[object]) -> KaartIndex:
    """The index as it would be with these entries published; for trying a question before publishing."""
    ingangen: dict[str, Ingang | None] = {}
    ingangen |= {i.feiten.id: i for i in _ingangen(entries, index.eigen)}
    return index.met(ingangen)
