"""Questions about gesprekken, each in a function named after what it asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select
from sqlalchemy.orm import Session

from gesprek.invoer import Eerder
from gesprek.models import Bericht, DialoogStand, Feedback, Gesprek, Telling
from opslag.vast import Vast


def get_gesprek(session: Session, gesprek_id: str) -> Gesprek | None:
    """The gesprek as it is in the database now, also when this session read it before."""
    return session.get(Gesprek, gesprek_id, populate_existing=True)


# Questions that every bericht asks are put together once: that took longer than answering them.
_SLEUTEL = Vast(select(Gesprek.token_hash).where(Gesprek.id == bindparam("gesprek_id")))
_BEKEND = Vast(
    select(Bericht.volgnummer, Bericht.client_id, Bericht.afzender, Bericht.knoppen, Bericht.vraag)
    .where(
        Bericht.gesprek_id == bindparam("gesprek_id"),
        or_(Bericht.client_id == bindparam("client_id"), Bericht.volgnummer > bindparam("na")),
    )
    .order_by(Bericht.volgnummer.desc())
)
_DIALOOG = Vast(select(DialoogStand.stand).where(DialoogStand.gesprek_id == bindparam("gesprek_id")))


def find_dialoog(session: Session, gesprek_id: str) -> dict[str, Any] | None:
    """Where the dialogue of this gesprek is, or None when it did not begin yet."""
    rij = _DIALOOG.rij(session, {"gesprek_id": gesprek_id})
    return rij[0] if rij is not None else None


def find_token_hash(session: Session, gesprek_id: str) -> str | None:
    """The hash of the key to this gesprek; None when it is gone."""
    rij = _SLEUTEL.rij(session, {"gesprek_id": gesprek_id})
    return rij[0] if rij is not None else None


def find_bekend(
    session: Session, gesprek: Gesprek, client_id: str, *, laatste: int = 0
) -> tuple[Bericht | None, list[Eerder]]:
    """The bericht a client already sent under this key, and the last `laatste` berichten, newest first.

    In one question, because every bericht asks both. `gesprek` is the row as it is now.
    """
    na = gesprek.volgnummer - laatste
    gevonden = _BEKEND.rijen(session, {"gesprek_id": gesprek.id, "client_id": client_id, "na": na})
    eerder = next((nummer for nummer, sleutel, *_ in gevonden if sleutel == client_id), None)
    bestaand = None if eerder is None else find_bericht(session, gesprek.id, eerder)
    return bestaand, [Eerder(wie, knoppen or (), vraag) for nummer, _, wie, knoppen, vraag in gevonden if nummer > na]


def find_bericht(session: Session, gesprek_id: str, volgnummer: int) -> Bericht | None:
    """The bericht with this volgnummer, fresh from the database."""
    vraag = select(Bericht).where(Bericht.gesprek_id == gesprek_id, Bericht.volgnummer == volgnummer)
    return session.scalar(vraag.execution_options(populate_existing=True))


_MET_ANTWOORDEN = (
    select(Bericht)
    .where(
        Bericht.gesprek_id == bindparam("gesprek_id"),
        or_(Bericht.volgnummer == bindparam("volgnummer"), Bericht.antwoord_op == bindparam("volgnummer")),
    )
    .order_by(Bericht.volgnummer)
    .execution_options(populate_existing=True)
)


def find_met_antwoorden(session: Session, gesprek_id: str, volgnummer: int) -> tuple[Bericht | None, list[Bericht]]:
    """The bericht with this volgnummer and what was said in answer to it, in order, fresh from the database."""
    gevonden = list(session.scalars(_MET_ANTWOORDEN, {"gesprek_id": gesprek_id, "volgnummer": volgnummer}))
    bericht = next((b for b in gevonden if b.volgnummer == volgnummer), None)
    return bericht, [b for b in gevonden if b.antwoord_op == volgnummer]


def find_antwoorden(session: Session, gesprek_id: str, volgnummer: int) -> list[Bericht]:
    """What was said in answer to this bericht, in order."""
    vraag = select(Bericht).where(Bericht.gesprek_id == gesprek_id, Bericht.antwoord_op == volgnummer)
    return list(session.scalars(vraag.order_by(Bericht.volgnummer)))


def find_berichten(session: Session, gesprek_id: str, *, na: int = 0, limit: int | None = None) -> list[Bericht]:
    """The berichten after `na`, complete and in order."""
    vraag = select(Bericht).where(Bericht.gesprek_id == gesprek_id, Bericht.volgnummer > na)
    return list(session.scalars(vraag.order_by(Bericht.volgnummer).limit(limit)))


# Columns instead of objects: it is read after every answer, and grows with the gesprek.
_GEZEGD = (
    select(
        Bericht.volgnummer, Bericht.afzender, Bericht.tekst, Bericht.payload, Bericht.beoordeling,
        Bericht.voorzieningen, Bericht.antwoord_op,
    )
    .where(Bericht.gesprek_id == bindparam("gesprek_id"))
    .order_by(Bericht.volgnummer)
    .limit(bindparam("tot"))
)  # fmt: skip


def find_gezegd(session: Session, gesprek_id: str, *, tot: int) -> Sequence[Row[Any]]:
    """What was said by whom and shown in the first `tot` berichten; for counting."""
    return session.execute(_GEZEGD, {"gesprek_id": gesprek_id, "tot": tot}).all()


def find_laatste_berichten(session: Session, gesprek_id: str, aantal: int) -> list[Bericht]:
    """The last `aantal` berichten, newest first."""
    vraag = select(Bericht).where(Bericht.gesprek_id == gesprek_id)
    return list(session.scalars(vraag.order_by(Bericht.volgnummer.desc()).limit(aantal)))


def find_te_beantwoorden(session: Session, ouder_dan: dt.datetime, *, na: dt.datetime, limit: int) -> list[Bericht]:
    """Residents' berichten stored before `ouder_dan` that nobody answered: a process died in between.

    One that says it came after `na` was stored while a clock was ahead; it waits as long.
    """
    vraag = select(Bericht).where(Bericht.te_beantwoorden, or_(Bericht.op < ouder_dan, Bericht.op > na))
    return list(session.scalars(vraag.order_by(Bericht.op, Bericht.id).limit(limit)))


def find_feedback(session: Session, gesprek_id: str) -> Feedback | None:
    """The score this gesprek already got."""
    return session.scalar(select(Feedback).where(Feedback.gesprek_id == gesprek_id))


def find_tellingen(session: Session, van: dt.date, tot: dt.date) -> list[Telling]:
    """The counts of these days, both included."""
    vraag = select(Telling).where(Telling.dag >= van, Telling.dag <= tot)
    return list(session.scalars(vraag.order_by(Telling.dag, Telling.wat)))


def count_gesprekken(session: Session) -> dict[str, int]:
    """How many gesprekken there are per status, for the metrics."""
    rijen = session.execute(select(Gesprek.status, func.count()).group_by(Gesprek.status)).tuples()
    return dict(rijen.all())


def gelezen_as_dict(gesprek: Gesprek) -> dict[str, int]:
    """Up to which volgnummer either has seen it."""
    return {"inwoner": gesprek.inwoner_las or 0, "medewerker": gesprek.medewerker_las or 0}


def bericht_as_dict(bericht: Bericht) -> dict[str, Any]:
    """A bericht as koppelvlak §5 gives it to a client."""
    return {
        "volgnummer": bericht.volgnummer,
        "client_id": bericht.client_id,
        "afzender": bericht.afzender,
        "naam": bericht.naam,
        "tekst": bericht.tekst,
        "knoppen": list(bericht.knoppen or ()),
        "voorzieningen": list(bericht.voorzieningen or ()),
        "op": bericht.op.isoformat(),
    }
