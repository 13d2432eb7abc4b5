"""Writing gesprekken: volgnummers, berichten and counts.

Whoever writes in a gesprek takes its row first. That makes volgnummers gapless and in the order of
the commits, and lets a retry see what the first attempt stored, on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import JSON, bindparam, case, delete, insert, inspect, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, make_transient, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict, manager_of_class

from gesprek.models import Bericht, DialoogStand, Gesprek, Telling
from opslag.optellen import tel_erbij
from opslag.vast import Vast

_GESPREK, _BERICHT = Gesprek.__table__, Bericht.__table__
# Put together once: every bericht asks it twice.
_NEEM = (
    update(Gesprek)
    .where(Gesprek.id == bindparam("wie"))
    .values(laatst_actief_op=bindparam("op"))
    .returning(Gesprek)
    # What comes back is all there is to know: nothing has to be worked out from the question itself.
    .execution_options(populate_existing=True, synchronize_session=False)
)
_NEEM_RIJ = Vast(
    update(_GESPREK)  # type: ignore[arg-type]
    .where(_GESPREK.c.id == bindparam("wie"))
    .values(laatst_actief_op=bindparam("op"))
    .returning(*_GESPREK.c)
)
_VELDEN = tuple(_GESPREK.c.keys())


def lock_gesprek(session: Session, gesprek_id: str, *, op: dt.datetime) -> Gesprek | None:
    """Take the row of this gesprek until the end of the transaction and read it fresh; None when unknown."""
    session.flush()
    return session.scalar(_NEEM, {"wie": gesprek_id, "op": op})


def take_gesprek(session: Session, gesprek_id: str, *, op: dt.datetime) -> Gesprek | None:
    """The same for who changes nothing else than this gesprek: what changes in it is written by `add_berichten` or
    `write_gesprek`, and not by a flush. Making an object that the session follows takes longer than the rest.
    """
    if session.identity_map or session.new:
        # Somebody has this gesprek already, perhaps with changes: there must not be two of it.
        return lock_gesprek(session, gesprek_id, op=op)
    rij = _NEEM_RIJ.rij(session, {"wie": gesprek_id, "op": op})
    if rij is None:
        return None
    gesprek: Gesprek = manager_of_class(Gesprek).new_instance()
    instance_dict(gesprek).update(zip(_VELDEN, rij, strict=True))
    return gesprek


# What a column holds when nobody says.
_STANDAARD: Mapping[str, Any] = {
    c.key: c.default.arg if c.default is not None else None for c in _BERICHT.c if not c.primary_key
}
_ALS = {naam: f"nu_{naam}" for naam in _STANDAARD}
# Written as rows: working out what of an object must be written, and in which order, took more than writing it.
# JSON that is not there is no JSON that says null.
_INVOEGEN = insert(_BERICHT).values(  # type: ignore[arg-type]
    {
        naam: bindparam(sleutel, type_=JSON(none_as_null=True) if isinstance(_BERICHT.c[naam].type, JSON) else None)
        for naam, sleutel in _ALS.items()
    }
)
_ERBIJ, _ERBIJ_MET_ID = Vast(_INVOEGEN), Vast(_INVOEGEN.returning(_BERICHT.c.id))


def add_berichten(session: Session, gesprek: Gesprek, *berichten: Bericht, volg: bool = True) -> None:
    """Store berichten under the next volgnummers of their gesprek, whose row the caller holds (`lock_gesprek`).

    What else changed in the gesprek is written along. With `volg` the session follows them from here on, as after a
    flush. Without, which is quicker, they only hold what was stored: what changes in them afterwards is not written.
    """
    rijen = [_nummer(gesprek, bericht) for bericht in berichten]
    if volg:
        for bericht, rij in zip(berichten, rijen, strict=True):
            (instance_dict(bericht)["id"],) = _ERBIJ_MET_ID.rijen(session, rij)[0]
            _volg(session, bericht)
    else:
        _ERBIJ.doe(session, rijen)
    write_gesprek(session, gesprek)


def _nummer(gesprek: Gesprek, bericht: Bericht) -> dict[str, Any]:
    """Give it the next volgnummer and what nobody said; the row to store."""
    gesprek.volgnummer += 1
    bericht.volgnummer = gesprek.volgnummer
    gezet = instance_dict(bericht)
    gezet.update((naam, _standaard(naam)) for naam in _STANDAARD if naam not in gezet)
    return {sleutel: gezet[naam] for naam, sleutel in _ALS.items()}


def _standaard(naam: str) -> Any:
    standaard = _STANDAARD[naam]
    return standaard(None) if callable(standaard) else standaard


@cache
def _wijzig(velden: tuple[str, ...]) -> Vast:
    """Put together once for each set of columns: there are a handful."""
    vraag = update(_GESPREK).where(_GESPREK.c.id == bindparam("wie"))  # type: ignore[arg-type]
    return Vast(vraag.values({naam: bindparam(f"nu_{naam}") for naam in velden}))


def write_gesprek(session: Session, gesprek: Gesprek) -> None:
    """Write what changed in this gesprek, as a flush would."""
    staat = inspect(gesprek)
    anders = {naam: staat.dict[naam] for naam in sorted(staat.committed_state)}
    if not anders:
        return
    waarden = {f"nu_{naam}": waarde for naam, waarde in anders.items()}
    _wijzig(tuple(anders)).doe(session, [waarden | {"wie": gesprek.id}])
    if gesprek in session:
        _volg(session, gesprek)
    else:
        staat.committed_state.clear()


def _volg(session: Session, ding: Any) -> None:
    """Let the session follow this object as it is now, as after a flush: there is nothing left to write of it."""
    if ding in session:
        session.expunge(ding)
        make_transient(ding)
    make_transient_to_detached(ding)
    session.add(ding)


@cache
def _beantwoord(*, gehoord: bool, zonder_vraag: bool) -> Vast:
    """Put together once for each of the four."""
    waarden: dict[str, Any] = {"te_beantwoorden": False}
    waarden |= {"beoordeling": bindparam("gehoord")} if gehoord else {}
    waarden |= {"vraag": None} if zonder_vraag else {}
    tabel = _BERICHT.c
    dit = (tabel.gesprek_id == bindparam("wie"), tabel.volgnummer == bindparam("nummer"), tabel.te_beantwoorden)
    return Vast(update(_BERICHT).where(*dit).values(waarden).returning(tabel.id))  # type: ignore[arg-type]


def take_beantwoorden(
    session: Session, gesprek_id: str, volgnummer: int, *, gehoord: Mapping[str, Any] | None, zonder_vraag: bool
) -> bool:
    """Whether this bericht still waited for its answer; it no longer does then, and holds what was heard in it.

    The caller holds the row of the gesprek, so the answer comes in the same transaction or not at all.
    """
    vraag = _beantwoord(gehoord=gehoord is not None, zonder_vraag=zonder_vraag)
    hier: dict[str, Any] = {"wie": gesprek_id, "nummer": volgnummer}
    if gehoord is not None:
        hier["gehoord"] = dict(gehoord)
    return vraag.rij(session, hier) is not None


@cache
def _bewaar_dialoog(dialect: str) -> Vast:
    """Put together once: every bericht may ask it. SQLAlchemy offers ON CONFLICT per dialect."""
    invoegen = (postgresql if dialect == "postgresql" else sqlite).insert(DialoogStand.__table__)
    return Vast(
        invoegen.on_conflict_do_update(
            index_elements=["gesprek_id"],
            set_={"stand": invoegen.excluded.stand, "gewijzigd_op": invoegen.excluded.gewijzigd_op},
        )
    )


def save_dialoog(session: Session, gesprek_id: str, stand: Mapping[str, Any], *, op: dt.datetime) -> None:
    """Keep where the dialogue of this gesprek is. The gesprek must be there."""
    vraag = _bewaar_dialoog(session.get_bind().dialect.name)
    vraag.doe(session, [{"gesprek_id": gesprek_id, "stand": stand, "gewijzigd_op": op}])


def raise_gelezen(session: Session, gesprek_id: str, *, wie: str, tot: int, status: str) -> bool:
    """Move the read mark of `inwoner` or `medewerker` forward, never back and never past what was said.

    Whether it moved. In one statement: two tabs that read at once do no harm.
    """
    kolom = Gesprek.inwoner_las if wie == "inwoner" else Gesprek.medewerker_las
    nieuw = case((Gesprek.volgnummer < tot, Gesprek.volgnummer), else_=tot)
    vraag = update(Gesprek).where(Gesprek.id == gesprek_id, Gesprek.status == status, kolom < nieuw)
    raak = session.execute(vraag.values({kolom: nieuw}).returning(Gesprek.id)).first()
    return raak is not None


def clear_te_beantwoorden(session: Session, gesprek_id: str) -> None:
    """A person answers from here on: nothing waits for the assistant any more."""
    vraag = update(Bericht).where(Bericht.gesprek_id == gesprek_id, Bericht.te_beantwoorden)
    session.execute(vraag.values(te_beantwoorden=False))


def remove_gesprek(session: Session, gesprek_id: str) -> bool:
    """Delete the gesprek; everything of the resident hangs on it and goes along."""
    session.flush()
    weg = session.execute(delete(Gesprek).where(Gesprek.id == gesprek_id).returning(Gesprek.id)).first()
    session.expire_all()
    return weg is not None


_TELLING = ("dag", "wat", "gemeente", "kern", "leefgebied")


def add_tellingen(
    session: Session, dag: dt.date, wat: Iterable[tuple[str, str]], *, gemeente: str = "", kern: str = ""
) -> None:
    """Count things without a person: (what, leefgebied) each once more, in one statement so that counts add up."""
    # Always in the same order: two transactions that count the same rows must not wait for one another.
    rijen = [
        {"dag": dag, "wat": naam, "gemeente": gemeente, "kern": kern, "leefgebied": leefgebied, "aantal": 1}
        for naam, leefgebied in sorted(set(wat))
    ]
    # What else changed is written together with the berichten that follow.
    with session.no_autoflush:
        tel_erbij(session, Telling.__table__, rijen, sleutel=_TELLING, aantallen=("aantal",))
