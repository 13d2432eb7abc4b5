"""The terms of checking as the redactie sets them: a default, and another term for some kinds.

A change moves the due date of every entry it is about at once, so that lists, warnings and what is withheld
follow it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from opslag.db import now
from sociale_kaart import queries
from sociale_kaart.edits import Afgekeurd
from sociale_kaart.models import Controletermijn, Session, read_termijnen, volgende_stand
from sociale_kaart.soort_models import read_eigen
from sociale_kaart.soorten import soort_naam, soorten
from sociale_kaart.termijnen import termijnen_van_het_product
from sociale_kaart.velden import Veldfout

# Ten years: longer is no checking at all.
LANGSTE = 120


@dataclass(frozen=True)
class Soorttermijn:
    """A kind with a term of its own. wie: who set it ('' = the product)."""

    soort: str
    naam: str
    maanden: int
    wie: str = ""
    op: dt.datetime | None = None


@dataclass(frozen=True)
class Termijnlijst:
    """The default with who set it, and the kinds that differ from it, by name."""

    standaard: int
    wie: str
    soorten: list[Soorttermijn]


def list_termijnen(session: Session) -> Termijnlijst:
    """The terms as they are now."""
    nu, eigen = read_termijnen(session), queries.read_controletermijnen(session)
    kinds = read_eigen(session)
    rijen = []
    for soort, maanden in nu.per_soort.items():
        rij = eigen.get(soort)
        door, op = (rij.wie, rij.op) if rij is not None else ("", None)
        rijen.append(Soorttermijn(soort, soort_naam(soort, kinds), maanden, door, op))
    standaard = eigen.get("")
    return Termijnlijst(nu.standaard, standaard.wie if standaard else "", sorted(rijen, key=lambda r: r.naam.lower()))


def set_termijn(session: Session, soort: str, maanden: int | None, *, wie: str) -> int:
    """Set the term of a kind ('' = the default); None = as it was without the redactie saying so.

    For a kind None means: as the default. Gives how many entries got another due date. Raises Afgekeurd.
    """
    if soort and soort not in soorten(read_eigen(session)):
        raise Afgekeurd([Veldfout("soort", "kies een soort uit de lijst.")])
    if maanden is not None and not 1 <= maanden <= LANGSTE:
        raise Afgekeurd([Veldfout("maanden", f"vul een heel getal in van 1 tot en met {LANGSTE}.")])
    rij = session.get(Controletermijn, soort)
    if maanden is None and soort not in termijnen_van_het_product().per_soort:
        if rij is not None:
            session.delete(rij)
    elif rij is None:
        session.add(Controletermijn(soort=soort, maanden=maanden, wie=wie))
    else:
        rij.maanden, rij.wie, rij.op = maanden, wie, now()
    session.flush()
    return _move_due_dates(session)


def _move_due_dates(session: Session) -> int:
    termijnen = read_termijnen(session)
    # The rows before the number of the kaart, as whoever changes one entry takes them.
    rijen = queries.read_for_due_dates(session)
    anders = {r.id: nieuw for r in rijen if (nieuw := termijnen.vervalt_op(r)) != r.vervalt_op}
    if anders:
        queries.write_due_dates(session, anders, stand=volgende_stand(session))
    return len(anders)
