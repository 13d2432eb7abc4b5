"""What was kept long enough: gesprekken and lines of the audit that must go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import Select, and_, func, or_, select

from gesprek.models import Bericht, Gesprek
from overdracht.bewaartermijn import AUDIT, OVERDRACHT
from overdracht.models import Audit, Overdracht

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def find_gesprekken_klaar(
    session: Session, voor: dt.datetime, *, begonnen_voor: dt.datetime | None = None, limit: int
) -> list[str]:
    """Gesprekken all of whose overdrachten ended before this moment and in which nothing was said since.

    begonnen_voor: only those that began before then.
    """
    return _oudste(session, _klaar(voor), begonnen_voor, limit)


def find_stille_gesprekken(
    session: Session, voor: dt.datetime, *, begonnen_voor: dt.datetime | None = None, limit: int
) -> list[str]:
    """Gesprekken without an overdracht in which nothing happened since this moment, oldest first.

    begonnen_voor: only those that began before then.
    """
    return _oudste(session, _stil(voor), begonnen_voor, limit)


def count_te_oud(session: Session, soort: str, voor: dt.datetime) -> int:
    """How many of this kind are older than this moment: what a shorter term would delete."""
    if soort == AUDIT:
        vraag: Select[int] = select(func.count(Audit.id)).where(Audit.op < voor)
    else:
        oud = _klaar(voor) if soort == OVERDRACHT else _stil(voor)
        vraag = select(func.count()).select_from(oud.subquery())
    return session.scalar(vraag) or 0


def _klaar(voor: dt.datetime) -> Select[str]:
    loopt = (
        select(Overdracht.id)
        .where(
            Overdracht.gesprek_id == Gesprek.id,
            or_(Overdracht.status.in_(("wachtend", "opgepakt")), Overdracht.afgerond_op >= voor),
        )
        .exists()
    )
    heeft = select(Overdracht.id).where(Overdracht.gesprek_id == Gesprek.id).exists()
    return select(Gesprek.id).where(heeft, ~loopt, Gesprek.laatst_actief_op < voor)


def _stil(voor: dt.datetime) -> Select[str]:
    heeft = select(Overdracht.id).where(Overdracht.gesprek_id == Gesprek.id).exists()
    return select(Gesprek.id).where(~heeft, Gesprek.laatst_actief_op < voor)


def _oudste(session: Session, oud: Select[str], begonnen_voor: dt.datetime | None, limit: int) -> list[str]:
    if begonnen_voor is not None:
        oud = oud.where(Gesprek.aangemaakt_op < begonnen_voor)
    return list(session.scalars(oud.order_by(Gesprek.laatst_actief_op).limit(limit)))


def find_afgebroken(session: Session, ids: Collection[str]) -> list[Gesprek]:
    """Of these gesprekken without an overdracht the ones that ended halfway: a verslag that nobody approved or
    refused, or a question of the assistant that nobody answered."""
    laatste = (
        select(Bericht.gesprek_id, func.max(Bericht.volgnummer).label("nr"))
        .where(Bericht.gesprek_id.in_(ids))
        .group_by(Bericht.gesprek_id)
        .subquery()
    )
    open_vraag = (
        select(Bericht.gesprek_id)
        .join(laatste, and_(Bericht.gesprek_id == laatste.c.gesprek_id, Bericht.volgnummer == laatste.c.nr))
        .where(Bericht.afzender == "assistent", Bericht.vraag.is_not(None))
    )
    half = or_(Gesprek.status == "verslag_ter_goedkeuring", Gesprek.id.in_(open_vraag))
    return list(session.scalars(select(Gesprek).where(Gesprek.id.in_(ids), half)))
