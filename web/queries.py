"""Questions of the figures page, each in a function named after what it asks. Nothing here leads to a person."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gesprek.models import Bericht, Feedback, Gesprek, Telling
from gesprek.service import IN_ALLES
from overdracht import duur
from overdracht.models import Audit, Overdracht, OverdrachtStap, TriageCorrectie


@dataclass(frozen=True)
class Afhandeling:
    """What the figures need of one overdracht; minutes are None while there are none yet."""

    op: dt.datetime
    leefgebieden: tuple[str, ...]
    gemeente: str
    status: str
    uitkomst: str
    wacht_minuten: float | None
    behandel_minuten: float | None


def find_afhandelingen(session: Session, van: dt.datetime, tot: dt.datetime) -> list[Afhandeling]:
    """One line per gesprek that was handed over in this time: a person who came back counts once."""
    vraag = (
        select(Overdracht)
        .where(Overdracht.aangemaakt_op >= van, Overdracht.aangemaakt_op < tot)
        .order_by(Overdracht.id)
    )
    per_gesprek = {o.gesprek_id: o for o in session.scalars(vraag)}
    verloop = _find_verloop(session, van, tot)
    return [_afhandeling(o, verloop[o.id]) for o in per_gesprek.values()]


def _find_verloop(session: Session, van: dt.datetime, tot: dt.datetime) -> dict[int, list[Any]]:
    """Per overdracht of this time the steps that say in whose hands it was, in order."""
    vraag = (
        select(OverdrachtStap.overdracht_id, OverdrachtStap.wat, OverdrachtStap.op)
        .join(Overdracht, Overdracht.id == OverdrachtStap.overdracht_id)
        .where(Overdracht.aangemaakt_op >= van, Overdracht.aangemaakt_op < tot, OverdrachtStap.wat.in_(duur.STAPPEN))
        .order_by(OverdrachtStap.id)
    )
    uit: dict[int, list[Any]] = defaultdict(list)
    for rij in session.execute(vraag):
        uit[rij.overdracht_id].append(rij)
    return uit


def _afhandeling(o: Overdracht, stappen: Sequence[Any]) -> Afhandeling:
    duren = duur.read_duren(stappen, begin=o.aangemaakt_op)
    return Afhandeling(
        op=o.aangemaakt_op,
        leefgebieden=tuple(o.leefgebieden or ()),
        gemeente=o.gemeente or "",
        status=o.status,
        uitkomst=o.uitkomst,
        wacht_minuten=_minuten(duren.wacht),
        behandel_minuten=_minuten(duren.hulp),
    )


def _minuten(hoelang: dt.timedelta | None) -> float | None:
    return None if hoelang is None else hoelang.total_seconds() / 60


def count_overdrachten_per_dag(session: Session, van: dt.datetime) -> Sequence[tuple[dt.datetime, str]]:
    """When each gesprek since `van` was handed over for the first time."""
    vraag = (
        select(func.min(Overdracht.aangemaakt_op), Overdracht.gesprek_id)
        .group_by(Overdracht.gesprek_id)
        .having(func.min(Overdracht.aangemaakt_op) >= van)
    )
    return session.execute(vraag).tuples().all()


def sum_tellingen(session: Session, van: dt.date, tot: dt.date) -> dict[str, int]:
    """In how many gesprekken each counted thing happened from `van` up to and not including `tot`."""
    vraag = (
        select(Telling.wat, func.sum(Telling.aantal))
        .where(Telling.dag >= van, Telling.dag < tot, Telling.leefgebied.in_(("", IN_ALLES)))
        .group_by(Telling.wat)
    )
    return {wat: int(aantal) for wat, aantal in session.execute(vraag).tuples()}


def sum_onbeantwoord(session: Session, van: dt.date, tot: dt.date) -> dict[tuple[str, str, str], int]:
    """Questions the kaart had no answer to, per (gemeente, kern, leefgebied)."""
    vraag = (
        select(Telling.gemeente, Telling.kern, Telling.leefgebied, func.sum(Telling.aantal))
        .where(Telling.wat == "onbeantwoord", Telling.leefgebied != IN_ALLES, Telling.dag >= van, Telling.dag < tot)
        .group_by(Telling.gemeente, Telling.kern, Telling.leefgebied)
    )
    return {(g, k, leefgebied): int(n) for g, k, leefgebied, n in session.execute(vraag).tuples()}


def find_triagecorrecties(session: Session, van: dt.date, tot: dt.date) -> list[TriageCorrectie]:
    """What medewerkers made of what the triage found, on these days; whose it was is not kept."""
    return list(session.scalars(select(TriageCorrectie).where(TriageCorrectie.dag >= van, TriageCorrectie.dag < tot)))


def find_scores(session: Session, van: dt.datetime, tot: dt.datetime) -> list[int]:
    """The scores residents gave in this time; one per gesprek."""
    return list(session.scalars(select(Feedback.score).where(Feedback.op >= van, Feedback.op < tot)))


def count_te_beantwoorden(session: Session, kenmerken: Sequence[str]) -> dict[str, int]:
    """Per kenmerk how many messages of the resident came since the approval that no medewerker answered or saw."""
    laatste = (
        select(func.max(Bericht.volgnummer))
        .where(Bericht.gesprek_id == Overdracht.gesprek_id, Bericht.afzender == "medewerker")
        .correlate(Overdracht)
        .scalar_subquery()
    )
    vraag = (
        select(Overdracht.kenmerk, func.count(Bericht.id))
        .join(Bericht, Bericht.gesprek_id == Overdracht.gesprek_id)
        .join(Gesprek, Gesprek.id == Overdracht.gesprek_id)
        .where(
            Overdracht.kenmerk.in_(kenmerken),
            Bericht.afzender == "inwoner",
            Bericht.volgnummer > Overdracht.tot_volgnummer,
            Bericht.volgnummer > func.coalesce(laatste, 0),
            # Who read it and calls has no answer to write: it is new no longer.
            Bericht.volgnummer > Gesprek.medewerker_las,
        )
        .group_by(Overdracht.kenmerk)
    )
    return dict(session.execute(vraag).tuples().all()) if kenmerken else {}


@dataclass(frozen=True)
class Gelezen:
    """Up to which bericht each side has seen the gesprek, and with which one the resident approved the verslag."""

    inwoner: int = 0
    medewerker: int = 0
    goedgekeurd: int = 0


def find_gelezen(session: Session, kenmerk: str) -> Gelezen:
    """What has been seen of the gesprek of this overdracht."""
    vraag = select(Gesprek.inwoner_las, Gesprek.medewerker_las, Overdracht.tot_volgnummer)
    vraag = vraag.join(Overdracht, Overdracht.gesprek_id == Gesprek.id)
    rij = session.execute(vraag.where(Overdracht.kenmerk == kenmerk.strip().upper())).tuples().first()
    return Gelezen(*(nummer or 0 for nummer in rij)) if rij else Gelezen()


def find_lopende_gesprekken(session: Session) -> dict[int, list[str]]:
    """The gesprekken that each medewerker is in now, by the number of the medewerker."""
    vraag = select(Overdracht.medewerker_id, Overdracht.gesprek_id).where(Overdracht.status == "opgepakt")
    uit: dict[int, list[str]] = defaultdict(list)
    for medewerker_id, gesprek_id in session.execute(vraag).tuples():
        if medewerker_id is not None:
            uit[medewerker_id].append(gesprek_id)
    return dict(uit)


def has_audit(session: Session, wie: str, wat: str, waarvan: str, *, na: dt.datetime) -> bool:
    """Whether it is written down that this medewerker did this since that moment."""
    vraag = select(Audit.id).where(Audit.op > na, Audit.wie == wie, Audit.wat == wat, Audit.waarvan == waarvan)
    return session.scalar(vraag.limit(1)) is not None
