"""Questions about gesprekken, each in a function named after what it asks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from gesprek.models import Bericht, Feedback, Gesprek, Telling


def get_gesprek(session: Session, gesprek_id: str) -> Gesprek | None:
    """The gesprek as it is in the database now, also when this session read it before."""
    return session.get(Gesprek, gesprek_id, populate_existing=True)


def find_bekend(
    session: Session, gesprek: Gesprek, client_id: str, *, laatste: int = 0
) -> tuple[Bericht | None, list[Bericht]]:
    """The bericht a client already sent under this key, and the last `laatste` berichten, newest first.

    In one question, because every bericht asks both. `gesprek` is the row as it is now.
    """
    vraag = select(Bericht).where(
        Bericht.gesprek_id == gesprek.id,
        or_(Bericht.client_id == client_id, Bericht.volgnummer > gesprek.volgnummer - laatste),
    )
    gevonden = list(session.scalars(vraag.order_by(Bericht.volgnummer.desc())))
    bestaand = next((b for b in gevonden if b.client_id == client_id), None)
    return bestaand, [b for b in gevonden if b.volgnummer > gesprek.volgnummer - laatste]


def find_bericht(session: Session, gesprek_id: str, volgnummer: int) -> Bericht | None:
    """The bericht with this volgnummer, fresh from the database."""
    vraag = select(Bericht).where(Bericht.gesprek_id == gesprek_id, Bericht.volgnummer == volgnummer)
    return session.scalar(vraag.execution_options(populate_existing=True))


def find_met_antwoorden(session: Session, gesprek_id: str, volgnummer: int) -> tuple[Bericht | None, list[Bericht]]:
    """The bericht with this volgnummer and what was said in answer to it, in order, fresh from the database."""
    dit = or_(Bericht.volgnummer == volgnummer, Bericht.antwoord_op == volgnummer)
    vraag = select(Bericht).where(Bericht.gesprek_id == gesprek_id, dit).order_by(Bericht.volgnummer)
    gevonden = list(session.scalars(vraag.execution_options(populate_existing=True)))
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


def find_laatste_berichten(session: Session, gesprek_id: str, aantal: int) -> list[Bericht]:
    """The last `aantal` berichten, newest first."""
    vraag = select(Bericht).where(Bericht.gesprek_id == gesprek_id)
    return list(session.scalars(vraag.order_by(Bericht.volgnummer.desc()).limit(aantal)))


def find_te_beantwoorden(session: Session, ouder_dan: dt.datetime, *, limit: int) -> list[Bericht]:
    """Residents' berichten stored before this moment that nobody answered: a process died in between."""
    vraag = select(Bericht).where(Bericht.te_beantwoorden, Bericht.op < ouder_dan)
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
