"""Every question this room asks the database, each in a function named after the question."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Text, and_, bindparam, cast, func, not_, or_, select, update
from sqlalchemy.orm import Session

from opslag.vast import Vast
from sociale_kaart.models import (
    Aanbiederlink,
    Controletermijn,
    KaartStand,
    Linkcontrole,
    Samenvoeging,
    Synoniem,
    Toontelling,
    Voorziening,
    VoorzieningVersie,
)
from sociale_kaart.zicht import Zicht
from taal.normaliseren import normaliseer

# How many ids go in one IN list; databases have a limit.
_PER_KEER = 500


def get_voorziening(session: Session, id: str) -> Voorziening | None:
    """The entry with this id, whatever its status."""
    return session.get(Voorziening, id)


def get_published(session: Session, id: str, zicht: Zicht) -> Voorziening | None:
    """The entry with this id when it may be seen."""
    voorziening = session.get(Voorziening, id)
    return voorziening if voorziening is not None and zicht.toont(voorziening) else None


def get_many(session: Session, ids: Collection[str]) -> dict[str, Voorziening]:
    """The entries with these ids, by id."""
    alle = list(ids)
    gevonden: dict[str, Voorziening] = {}
    for i in range(0, len(alle), _PER_KEER):
        vraag = select(Voorziening).where(Voorziening.id.in_(alle[i : i + _PER_KEER]))
        gevonden |= {v.id: v for v in session.scalars(vraag)}
    return gevonden


@dataclass(frozen=True)
class Filter:
    """What a list of entries is narrowed by; everything given must hold.

    gemeente: name as in the werkgebied. te_laat_op: only entries whose check is overdue on that day.
    niet_getoond_sinds: only published entries that no question since that day found. link_stuk: only
    entries whose website failed at least so many looks in a row. zicht: only what may be seen.
    verborgen: only published entries that this withholds.
    """

    zoek: str = ""
    gemeente: str = ""
    leefgebied: str = ""
    status: str = ""
    te_laat_op: dt.date | None = None
    zonder_uren: bool = False
    met_concept: bool = False
    ter_beoordeling: bool = False
    niet_getoond_sinds: dt.date | None = None
    eigenaar: str = ""
    link_stuk: int = 0
    soorten: Collection[str] = ()
    hsds_organisatie_id: str = ""
    gewijzigd_vanaf: dt.datetime | None = None
    zonder: Collection[str] = ()
    alleen: Collection[str] | None = None
    zicht: Zicht | None = None
    verborgen: Zicht | None = None


def _in_lijst(kolom: Any, waarde: str) -> ColumnElement[bool]:
    # A JSON list is text on both databases; the value is looked for between its quotes, escaped as JSON does.
    zonder_quotes = json.dumps(waarde)
    return cast(kolom, Text).contains(zonder_quotes, autoescape=True)


def _voorwaarden(filter: Filter) -> list[ColumnElement[bool]]:
    delen: list[ColumnElement[bool]] = []
    delen += [Voorziening.zoektekst.contains(w, autoescape=True) for w in normaliseer(filter.zoek).split()[:12]]
    if filter.gemeente:
        overal = cast(Voorziening.gemeenten, Text) == "[]"
        delen.append(or_(overal, _in_lijst(Voorziening.gemeenten, filter.gemeente)))
    if filter.leefgebied:
        delen.append(_in_lijst(Voorziening.leefgebieden, filter.leefgebied))
    if filter.status:
        delen.append(Voorziening.status == filter.status)
    if filter.zicht is not None:
        delen += filter.zicht.voorwaarden()
    if filter.verborgen is not None:
        delen += [Voorziening.status == "gepubliceerd", not_(and_(*filter.verborgen.voorwaarden()))]
    if filter.te_laat_op is not None:
        delen.append(or_(Voorziening.vervalt_op.is_(None), Voorziening.vervalt_op <= filter.te_laat_op))
    if filter.zonder_uren:
        delen.append(Voorziening.openingstijden.in_(("", "onbekend")))
    if filter.niet_getoond_sinds is not None:
        wel = select(Toontelling.voorziening_id).where(Toontelling.dag >= filter.niet_getoond_sinds)
        delen += [Voorziening.status == "gepubliceerd", Voorziening.id.not_in(wel)]
    if filter.link_stuk:
        delen.append(Voorziening.id.in_(_link_is_stuk(filter.link_stuk)))
    if filter.eigenaar:
        delen.append(Voorziening.eigenaar == filter.eigenaar)
    if filter.ter_beoordeling:
        delen.append(Voorziening.concept_status == "ter_beoordeling")
    if filter.met_concept:
        delen.append(Voorziening.concept_status.is_not(None))
    if filter.soorten:
        delen.append(or_(*(_in_lijst(Voorziening.soorten, soort) for soort in filter.soorten)))
    if filter.hsds_organisatie_id:
        delen.append(Voorziening.hsds_organisatie_id == filter.hsds_organisatie_id)
    if filter.gewijzigd_vanaf is not None:
        delen.append(Voorziening.gewijzigd_op >= filter.gewijzigd_vanaf)
    if filter.alleen is not None:
        delen.append(Voorziening.id.in_(list(filter.alleen)))
    if filter.zonder:
        delen.append(Voorziening.id.not_in(list(filter.zonder)))
    return delen


def find_lijst(session: Session, filter: Filter, *, limit: int = 50, offset: int = 0) -> list[Voorziening]:
    """Entries of any status for the redactie, by name."""
    vraag = select(Voorziening).where(*_voorwaarden(filter))
    return list(session.scalars(_op_naam(vraag).limit(limit).offset(offset)))


def count_lijst(session: Session, filter: Filter) -> int:
    """How many entries the whole list has."""
    return session.scalar(select(func.count()).select_from(Voorziening).where(*_voorwaarden(filter))) or 0


def _op_naam(vraag: Select[Any]) -> Select[Any]:
    # zoektekst starts with the name, without capitals and accents.
    return vraag.order_by(Voorziening.zoektekst, Voorziening.id)


def find_published(
    session: Session,
    zicht: Zicht,
    *,
    zoek: str = "",
    gemeente: str = "",
    leefgebied: str = "",
    limit: int = 50,
    offset: int = 0,
) -> list[Voorziening]:
    """Entries that may be seen, by name; for the API and the public overview."""
    filter = Filter(zoek=zoek, gemeente=gemeente, leefgebied=leefgebied, zicht=zicht)
    return find_lijst(session, filter, limit=limit, offset=offset)


def count_published(session: Session, zicht: Zicht, *, zoek: str = "", gemeente: str = "", leefgebied: str = "") -> int:
    """How many entries `find_published` has in all."""
    return count_lijst(session, Filter(zoek=zoek, gemeente=gemeente, leefgebied=leefgebied, zicht=zicht))


def read_published_ids(session: Session, zicht: Zicht, *, limit: int) -> list[tuple[str, dt.datetime]]:
    """(id, when it last changed) of what may be seen."""
    vraag = select(Voorziening.id, Voorziening.gewijzigd_op).where(*zicht.voorwaarden())
    return [(id, op) for id, op in session.execute(vraag.order_by(Voorziening.id).limit(limit))]


def is_empty(session: Session) -> bool:
    """Whether there is no entry at all, so that the example may be loaded."""
    return session.scalar(select(Voorziening.id).limit(1)) is None


def get_by_hsds_id(session: Session, hsds_id: str, zicht: Zicht) -> Voorziening | None:
    """The entry that may be seen and that other systems know by this id."""
    vraag = select(Voorziening).where(Voorziening.hsds_id == hsds_id, *zicht.voorwaarden())
    return session.scalars(vraag.limit(1)).first()


def read_hsds_ids(session: Session) -> dict[str, str]:
    """By the id that other systems know an entry by, its own id."""
    return {hsds_id: id for hsds_id, id in session.execute(select(Voorziening.hsds_id, Voorziening.id)) if hsds_id}


def read_soorten(session: Session) -> list[str]:
    """The kinds that any published entry has."""
    vraag = select(Voorziening.soorten).where(Voorziening.status == "gepubliceerd")
    return sorted({soort for soorten in session.scalars(vraag) for soort in soorten or ()})


def last_change(session: Session) -> dt.datetime | None:
    """When any entry last changed."""
    return session.scalar(select(func.max(Voorziening.gewijzigd_op)))


def read_all(session: Session, *, zicht: Zicht | None = None) -> Iterator[Voorziening]:
    """Every entry (or what may be seen) in the order of the redactie's file, a few at a time in memory."""
    vraag = select(Voorziening).order_by(Voorziening.volgorde, Voorziening.id)
    if zicht is not None:
        vraag = vraag.where(*zicht.voorwaarden())
    for voorziening in session.scalars(vraag.execution_options(yield_per=200)):
        yield voorziening
        if voorziening not in session.dirty:
            session.expunge(voorziening)


def last_volgorde(session: Session) -> int:
    """The highest place in the order of the file; 0 when empty."""
    return session.scalar(select(func.max(Voorziening.volgorde))) or 0


def read_kenmerken(session: Session) -> list[tuple[str, str, str, str]]:
    """Id, name, telephone number and postcode of what is not archived; confidential places have no postcode here."""
    vraag = select(
        Voorziening.id, Voorziening.naam, Voorziening.telefoon, Voorziening.postcode, Voorziening.vertrouwelijk
    ).where(Voorziening.status != "gearchiveerd")
    rijen = session.execute(vraag.order_by(Voorziening.id))
    return [(id, naam, tel, "" if geheim else postcode) for id, naam, tel, postcode, geheim in rijen]


def read_extra_columns(session: Session) -> list[str]:
    """The names of extra columns of earlier imports, in the order in which they came."""
    namen: dict[str, None] = {}
    vraag = select(Voorziening.extra).order_by(Voorziening.volgorde, Voorziening.id)
    for extra in session.scalars(vraag.execution_options(yield_per=1000)):
        namen |= dict.fromkeys(extra)
    return list(namen)


def read_ids_outside(session: Session, ids: Collection[str]) -> list[str]:
    """Ids of entries that are not among these and not archived yet."""
    alle = session.scalars(select(Voorziening.id).where(Voorziening.status != "gearchiveerd").order_by(Voorziening.id))
    bekend = set(ids)
    return [i for i in alle if i not in bekend]


# What the search index needs of an entry; read as columns, because whole objects cost ten times as much.
INDEX_KOLOMMEN = (
    "id", "status", "stand", "naam", "organisatie", "omschrijving", "doelgroep", "trefwoorden", "soorten",
    "soorten_gekozen",
    "leefgebieden", "toegang", "gemeenten", "kernen", "plaats", "openingstijden", "vertrouwelijk",
    "laatst_gecontroleerd", "vervalt_op", "tijdelijk_gesloten_tot",
)  # fmt: skip


# Put together once: every search asks it.
_STAND = Vast(select(KaartStand.nummer, KaartStand.verwijderd).where(KaartStand.id == 1))


def read_stand(session: Session) -> tuple[int, int]:
    """The number of the kaart now and at the last deletion; (0, 0) before the first change."""
    rij = _STAND.rij(session, {})
    return (rij[0], rij[1]) if rij else (0, 0)


def read_index_rows(session: Session, *, sinds: int | None = None) -> Iterator[Row[Any]]:
    """Rows for the index: all published ones, or every entry changed after this number, whatever its status."""
    kolommen = [getattr(Voorziening, naam) for naam in INDEX_KOLOMMEN]
    vraag = select(*kolommen).order_by(Voorziening.id)
    vraag = vraag.where(Voorziening.status == "gepubliceerd" if sinds is None else Voorziening.stand > sinds)
    yield from session.execute(vraag.execution_options(yield_per=1000))


def count_changed_since(session: Session, sinds: int) -> int:
    """How many entries changed after this number of the kaart."""
    return session.scalar(select(func.count()).select_from(Voorziening).where(Voorziening.stand > sinds)) or 0


def read_synoniemen(session: Session) -> list[Synoniem]:
    """All synonyms, by word."""
    return list(session.scalars(select(Synoniem).order_by(Synoniem.woord, Synoniem.id)))


def find_synoniem(session: Session, woord: str, betekent: str) -> Synoniem | None:
    """This very synonym, when it is there already."""
    vraag = select(Synoniem).where(Synoniem.woord == woord, Synoniem.betekent == betekent)
    return session.scalars(vraag.limit(1)).first()


def read_controletermijnen(session: Session) -> dict[str, Controletermijn]:
    """The terms that the redactie set, by kind ('' = the default)."""
    return {rij.soort: rij for rij in session.scalars(select(Controletermijn))}


def read_for_due_dates(session: Session) -> list[Row[Any]]:
    """What the due date of every checked entry depends on, and what it is; held until the transaction ends."""
    kolommen = ("id", "laatst_gecontroleerd", "controle_maanden", "soorten", "vervalt_op")
    vraag = select(*(getattr(Voorziening, n) for n in kolommen)).where(Voorziening.laatst_gecontroleerd.is_not(None))
    return list(session.execute(vraag.order_by(Voorziening.id).with_for_update()))


def write_due_dates(session: Session, per_id: Mapping[str, dt.date | None], *, stand: int) -> None:
    """Give these entries another due date; no change of the entry itself, so it gets no version."""
    zet = update(Voorziening).where(Voorziening.id == bindparam("van")).values(vervalt_op=bindparam("op"), stand=stand)
    # On the connection: the session would take this for a change of objects it holds.
    session.connection().execute(zet, [{"van": id, "op": op} for id, op in per_id.items()])
    session.expire_all()


def read_aanbiederlinks(session: Session, id: str) -> list[Aanbiederlink]:
    """The links that were sent to the provider of this entry, newest first."""
    vraag = select(Aanbiederlink).where(Aanbiederlink.voorziening_id == id)
    return list(session.scalars(vraag.order_by(Aanbiederlink.id.desc())))


def find_aanbiederlink(session: Session, sleutel_hash: str) -> Aanbiederlink | None:
    """The link with this hash, as it is now in the database."""
    vraag = select(Aanbiederlink).where(Aanbiederlink.sleutel_hash == sleutel_hash)
    return session.scalars(vraag.execution_options(populate_existing=True)).first()


def read_samenvoegingen(session: Session, id: str) -> list[Samenvoeging]:
    """The merges this entry took part in that were not undone, newest first."""
    vraag = select(Samenvoeging).where(
        or_(Samenvoeging.blijft_id == id, Samenvoeging.weg_id == id), Samenvoeging.teruggedraaid_op.is_(None)
    )
    return list(session.scalars(vraag.order_by(Samenvoeging.id.desc())))


def read_eigenaren(session: Session) -> list[str]:
    """Who look after entries, by name."""
    vraag = select(Voorziening.eigenaar).where(Voorziening.eigenaar != "").distinct()
    return sorted(session.scalars(vraag))


def find_websites(session: Session, *, voor: dt.datetime, limit: int) -> list[tuple[str, str]]:
    """(id, website) of published entries whose website was not looked at since this moment, longest ago first."""
    vraag = (
        select(Voorziening.id, Voorziening.website)
        .outerjoin(Linkcontrole, Linkcontrole.voorziening_id == Voorziening.id)
        .where(Voorziening.status == "gepubliceerd", Voorziening.website != "")
        .where(
            or_(
                Linkcontrole.bekeken_op.is_(None),
                Linkcontrole.bekeken_op < voor,
                Linkcontrole.website != Voorziening.website,
            )
        )
        .order_by(Linkcontrole.bekeken_op.nulls_first(), Voorziening.id)
    )
    return [(id, website) for id, website in session.execute(vraag.limit(limit))]


def _link_is_stuk(minstens: int) -> Select[Any]:
    # A website that was changed since then is not known to be broken.
    return (
        select(Linkcontrole.voorziening_id)
        .join(Voorziening, Voorziening.id == Linkcontrole.voorziening_id)
        .where(Linkcontrole.stuk >= minstens, Linkcontrole.website == Voorziening.website)
    )


def get_linkcontrole(session: Session, id: str) -> Linkcontrole | None:
    """What the last look at the website of this entry gave."""
    return session.get(Linkcontrole, id)


def read_versies(session: Session, id: str) -> list[VoorzieningVersie]:
    """The history of an entry, newest first."""
    vraag = select(VoorzieningVersie).where(VoorzieningVersie.voorziening_id == id)
    return list(session.scalars(vraag.order_by(VoorzieningVersie.versie.desc(), VoorzieningVersie.id.desc())))


def read_overdue(session: Session, op: dt.date) -> list[Voorziening]:
    """Published entries whose check is overdue on this day, longest ago first, never checked ones before all."""
    vraag = select(Voorziening).where(*_voorwaarden(Filter(status="gepubliceerd", te_laat_op=op)))
    return sorted(session.scalars(vraag), key=lambda v: (v.vervalt_op or dt.date.min, v.id))
