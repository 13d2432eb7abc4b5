"""Every question about what redacteuren added to the kinds, each in a function named after the question."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, cast, func, or_, select
from sqlalchemy.orm import Session

from sociale_kaart.models import Voorziening
from sociale_kaart.soort_models import UPL, Soortwijziging, Soortzin

_MEESTE_GESCHIEDENIS = 100
# A condition with more parts than this costs more than reading all entries, and databases have a limit.
_MEESTE_VOORWAARDEN = 100


def _heeft(code: str) -> ColumnElement[bool]:
    return cast(Voorziening.soorten, Text).contains(json.dumps(code), autoescape=True)


def read_zinnen(session: Session, code: str) -> list[Soortzin]:
    """What the redactie added to this kind, by text."""
    return list(session.scalars(select(Soortzin).where(Soortzin.soort == code).order_by(Soortzin.tekst, Soortzin.id)))


def find_upl(session: Session, code: str) -> Soortzin | None:
    """The UPL name that the redactie gave this kind."""
    return session.scalars(select(Soortzin).where(Soortzin.soort == code, Soortzin.wat == UPL).limit(1)).first()


def count_zinnen(session: Session) -> dict[str, int]:
    """By kind how many sentences the redactie added."""
    vraag = select(Soortzin.soort, func.count()).where(Soortzin.wat != UPL).group_by(Soortzin.soort)
    return {rij[0]: rij[1] for rij in session.execute(vraag)}


def read_geschiedenis(session: Session, code: str) -> list[Soortwijziging]:
    """What was done to this kind, newest first."""
    vraag = select(Soortwijziging).where(Soortwijziging.soort == code)
    return list(session.scalars(vraag.order_by(Soortwijziging.id.desc()).limit(_MEESTE_GESCHIEDENIS)))


def count_voorzieningen(session: Session, code: str) -> tuple[int, int]:
    """How many entries were given this kind by a redacteur, and how many have it by their text."""
    vraag = select(Voorziening.soorten_gekozen, func.count()).where(_heeft(code)).group_by(Voorziening.soorten_gekozen)
    per = {bool(gekozen): aantal for gekozen, aantal in session.execute(vraag)}
    return per.get(True, 0), per.get(False, 0)


# What an entry is recognised by; read as columns, because whole objects cost ten times as much.
_HERKEND_AAN = ("id", "naam", "organisatie", "omschrijving", "doelgroep", "trefwoorden", "leefgebieden", "soorten")


def find_ungekozen(session: Session, codes: Sequence[str], woorden: Sequence[str]) -> Iterator[Row[Any]]:
    """Entries nobody labelled that have any of these kinds, or any of these words in what they are found by."""
    met = [*(_heeft(c) for c in codes), *(Voorziening.zoektekst.contains(w, autoescape=True) for w in woorden)]
    vraag = select(*(getattr(Voorziening, n) for n in _HERKEND_AAN)).where(Voorziening.soorten_gekozen.is_(False))
    if len(met) <= _MEESTE_VOORWAARDEN:
        vraag = vraag.where(or_(*met))
    yield from session.execute(vraag.order_by(Voorziening.id).execution_options(yield_per=1000))
