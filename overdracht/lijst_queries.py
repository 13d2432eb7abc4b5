"""What the lists of the werkplek show, and no more: a verslag stays in the database but for its first line.

Fifty medewerkers look at hundreds of overdrachten; reading each verslag whole to show one line of it costs most.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, String, and_, case, cast, func, or_, select

from overdracht.models import Overdracht

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_UIT_VERSLAG = {"kop": ("hulpvraag", "tekst"), "naam": ("contact", "naam")}
_ZONDER = {"verslag", "vensters", "toelichting", "volgcode_hash"}
# Without consent not even one line of the verslag leaves the database.
_KOLOMMEN = (
    *(kolom for kolom in Overdracht.__table__.columns if kolom.name not in _ZONDER),
    *(
        case((Overdracht.toestemming, Overdracht.verslag[pad].as_string()), else_=None).label(naam)
        for naam, pad in _UIT_VERSLAG.items()
    ),
)


def find_wachtend(session: Session, gemeenten: Collection[str] = (), *, limit: int, vanaf: int = 0) -> list[Row[Any]]:
    """The queue in working order, of these gemeenten or of all; what names no gemeente is everybody's."""
    return list(session.execute(_in_volgorde(_van(_vraag("wachtend"), gemeenten)).limit(limit).offset(vanaf)))


def find_met_status(
    session: Session, status: str, gemeenten: Collection[str] = (), *, limit: int, vanaf: int = 0
) -> list[Row[Any]]:
    """Overdrachten that are opgepakt or afgerond, newest first."""
    return list(session.execute(_van(_nieuwste_eerst(status), gemeenten).limit(limit).offset(vanaf)))


def find_gehouden(session: Session, medewerker_id: int) -> list[Row[Any]]:
    """What this medewerker holds, of whatever gemeente, newest first."""
    return list(session.execute(_nieuwste_eerst("opgepakt").where(Overdracht.medewerker_id == medewerker_id)))


def find_van_elders(session: Session, medewerker_id: int, gemeenten: Collection[str]) -> list[Row[Any]]:
    """What this medewerker was given, or was asked to look at, outside the own gemeenten; in working order."""
    elders = and_(Overdracht.gemeente.is_not(None), Overdracht.gemeente.not_in(gemeenten))
    gekregen = and_(Overdracht.status == "wachtend", Overdracht.toegewezen_id == medewerker_id)
    # Both databases store an empty list as `[]`; what a list holds they search in different ways.
    meekijken = and_(Overdracht.status == "opgepakt", cast(Overdracht.meekijkers, String) != "[]")
    rijen = session.execute(_in_volgorde(select(*_KOLOMMEN).where(elders, or_(gekregen, meekijken))))
    return [r for r in rijen if r.status == "wachtend" or medewerker_id in (r.meekijkers or ())]


# What tells whether a term is near or a call is owed: little to read, of however many there are.
_TERMIJNKOLOMMEN = tuple(
    Overdracht.__table__.columns[naam]
    for naam in ("id", "status", "voorkeur", "stilte_tot", "toestemming", "termijnen", "eerste_contact_voor",
                 "onderzoek_voor", "beschikking_voor", "vervolg_voor")
)  # fmt: skip


def count_per_status(session: Session, gemeenten: Collection[str]) -> dict[str, int]:
    """How many overdrachten of these gemeenten, or of all, there are of each status."""
    kolommen: list[Any] = [Overdracht.status, func.count()]
    vraag = _van(select(*kolommen), gemeenten).group_by(Overdracht.status)
    return dict(session.execute(vraag).tuples().all())


def find_termijnen_buiten(session: Session, gemeenten: Collection[str], behalve: Collection[int]) -> list[Row[Any]]:
    """The terms of all that waits or is held, but for these: what stands in no list must be in those of the terms."""
    vraag = select(*_TERMIJNKOLOMMEN).where(Overdracht.status.in_(("wachtend", "opgepakt")))
    return [r for r in session.execute(_van(vraag, gemeenten)) if r.id not in behalve]


def find_contacten(
    session: Session, medewerker_id: int, gemeenten: Collection[str]
) -> list[tuple[int, str | None, str | None, str | None]]:
    """Number, name, telephone number and mail address of every overdracht that this medewerker may see, newest first.

    Compared outside the database: SQLite knows no capitals with accents, and neither knows when two numbers are one.
    """
    contact = (Overdracht.verslag[("contact", veld)].as_string() for veld in ("naam", "telefoon", "email"))
    vraag = select(Overdracht.id, *contact, Overdracht.gemeente, Overdracht.meekijkers)
    vraag = vraag.where(Overdracht.toestemming, Overdracht.status != "ingetrokken")
    if gemeenten:
        eigen = or_(Overdracht.medewerker_id == medewerker_id, Overdracht.toegewezen_id == medewerker_id)
        hier = or_(Overdracht.gemeente.in_(gemeenten), Overdracht.gemeente.is_(None))
        vraag = vraag.where(or_(hier, eigen, cast(Overdracht.meekijkers, String) != "[]"))
        vraag = vraag.add_columns(or_(hier, eigen).label("mag"))
    rijen = session.execute(vraag.order_by(Overdracht.id.desc())).all()
    return [tuple(r[:4]) for r in rijen if not gemeenten or r.mag or medewerker_id in (r.meekijkers or ())]


def find_met_ids(session: Session, ids: Collection[int]) -> list[Row[Any]]:
    """These overdrachten as a list shows them, newest first."""
    return list(session.execute(select(*_KOLOMMEN).where(Overdracht.id.in_(ids)).order_by(Overdracht.id.desc())))


def _vraag(status: str) -> Select[Any]:
    return select(*_KOLOMMEN).where(Overdracht.status == status)


def _nieuwste_eerst(status: str) -> Select[Any]:
    if status != "opgepakt":
        return _vraag(status).order_by(Overdracht.afgerond_op.desc(), Overdracht.id.desc())
    # Danger is never pushed off a long list.
    gevaar = case((Overdracht.rang == 0, 0), else_=1)
    return _vraag(status).order_by(gevaar, Overdracht.opgepakt_op.desc(), Overdracht.id.desc())


def _in_volgorde(vraag: Select[Any]) -> Select[Any]:
    """Crisis first; then by the moment somebody goes before others, which long waiting brings nearer."""
    return vraag.order_by(case((Overdracht.rang == 0, 0), else_=1), Overdracht.voorrang_op, Overdracht.id)


def _van(vraag: Select[Any], gemeenten: Collection[str]) -> Select[Any]:
    if not gemeenten:
        return vraag
    return vraag.where(or_(Overdracht.gemeente.in_(gemeenten), Overdracht.gemeente.is_(None)))
