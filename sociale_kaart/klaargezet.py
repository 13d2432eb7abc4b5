"""The table where a large import puts its rows ready, and the one step that moves them into the kaart.

The table has the columns of an entry as they would be afterwards, so that the database can move them without
this process reading or working anything out while the others wait.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Integer,
    String,
    Table,
    column,
    delete,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from opslag.db import Base, UtcDateTime
from sociale_kaart import queries
from sociale_kaart.models import Session, Voorziening, VoorzieningVersie, volgende_stand

# Known only when the rows move, or nothing that an import changes.
_NIET = ("concept", "concept_status", "aangemaakt_op", "gewijzigd_op", "stand", "volgorde")
KOLOMMEN = tuple(c.name for c in Voorziening.__table__.columns if c.name not in _NIET)
_BIJ_HET_WISSELEN = ("stand", "volgorde", "aangemaakt_op", "gewijzigd_op")

# inlezing: which import. nummer: the row of the file. versie: the number of the entry afterwards, so that one
# which changed meanwhile shows. historie: for its history. gelezen: the row as it was read, to work it out again.
TABEL = Table(
    "inleesrij",
    Base.metadata,
    Column("inlezing", String(24), primary_key=True),
    *(
        Column(c.name, c.type, primary_key=c.name == "id", nullable=c.nullable)
        for c in Voorziening.__table__.columns
        if c.name in KOLOMMEN
    ),
    Column("nummer", Integer, nullable=False),
    Column("historie", JSON, nullable=False),
    Column("gelezen", JSON, nullable=False),
    Column("gezet_op", UtcDateTime(), nullable=False, index=True),
)
_t = TABEL.c


class Ingehaald(RuntimeError):
    """An entry came or changed while the rows moved; nothing was moved."""


def put(session: Session, sleutel: str, rijen: Sequence[dict[str, Any]], nu: dt.datetime) -> None:
    """Put rows ready; each has KOLOMMEN, nummer, historie and gelezen."""
    if rijen:
        session.execute(insert(TABEL), [{"inlezing": sleutel, "gezet_op": nu, **rij} for rij in rijen])


def read_bronnen(session: Session, sleutel: str, ids: Collection[str]) -> list[dict[str, Any]]:
    """The rows of the file behind these entries, as they were read."""
    return list(session.scalars(select(_t.gelezen).where(_t.inlezing == sleutel, _t.id.in_(list(ids)))))


def find_changed(session: Session, sleutel: str) -> list[str]:
    """The entries that are not as they were when their row was put ready; the others are held until the end."""
    mee = select(_t.id).where(_t.inlezing == sleutel)
    # In a fixed order, and before the number of the kaart: as whoever changes one entry takes them.
    vast = select(Voorziening.id, Voorziening.versie).where(Voorziening.id.in_(mee)).order_by(Voorziening.id)
    huidig: dict[str, int] = {r.id: r.versie for r in session.execute(vast.with_for_update())}
    klaar = session.execute(select(_t.id, _t.versie).where(_t.inlezing == sleutel))
    return [r.id for r in klaar if huidig.get(r.id, 0) != r.versie - 1]


def move(session: Session, sleutel: str, *, wie: str, nu: dt.datetime) -> None:
    """Make the rows part of the kaart, with their history. Raises Ingehaald."""
    aantal = session.scalar(select(func.count()).select_from(TABEL).where(_t.inlezing == sleutel)) or 0
    if not aantal:
        return
    laatste, stand, moment = queries.last_volgorde(session), volgende_stand(session), literal(nu, UtcDateTime())
    rijen = select(
        *(_t[n] for n in KOLOMMEN), literal(stand), literal(laatste) + _t.nummer, moment, moment
    ).where(_t.inlezing == sleutel)  # fmt: skip
    invoegen = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    zet = invoegen(Voorziening).from_select([*KOLOMMEN, *_BIJ_HET_WISSELEN], rijen)
    nieuw = {n: zet.excluded[n] for n in (*KOLOMMEN, "stand", "gewijzigd_op") if n != "id"}
    zonder_inhalen = Voorziening.versie == zet.excluded.versie - 1
    gedaan = session.connection().execute(
        zet.on_conflict_do_update(index_elements=["id"], set_=nieuw, where=zonder_inhalen)
    )
    if gedaan.rowcount != aantal:
        raise Ingehaald
    wat = literal("geïmporteerd")
    versies = select(_t.id, _t.versie, _t.historie, wat, literal(wie), moment).where(_t.inlezing == sleutel)
    velden = ["voorziening_id", "versie", "velden", "wat", "wie", "op"]
    session.connection().execute(insert(VoorzieningVersie).from_select(velden, versies))


def delete_ids(session: Session, sleutel: str, ids: Collection[str]) -> None:
    """Take these rows away, to be put ready again."""
    session.execute(delete(TABEL).where(_t.inlezing == sleutel, _t.id.in_(list(ids))))


def delete_some(session: Session, sleutel: str, aantal: int) -> bool:
    """Take some rows of this import away; whether there were any."""
    ids = list(session.scalars(select(_t.id).where(_t.inlezing == sleutel).limit(aantal)))
    delete_ids(session, sleutel, ids)
    return bool(ids)


def find_old(session: Session, voor: dt.datetime) -> list[str]:
    """Imports that put their rows ready before this moment and never moved them."""
    laatst = select(_t.inlezing).group_by(column("inlezing")).having(func.max(_t.gezet_op) < voor)
    return list(session.scalars(laatst))
