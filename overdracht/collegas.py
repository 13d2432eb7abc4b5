"""The colleagues to whom something can be passed on: who is there now, and how full their hands are.

And how they hear of it with the werkplek closed: a mail that something waits for them, without a word about whom.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overdracht import edits, queries, staf
from overdracht.wachten import GEZIEN

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from overdracht.models import Medewerker, Overdracht

# The mail to a colleague, and why it is sent: a code of the texts under `mail.collega`.
COLLEGA = "collega"
DOORGEZET, OPGESCHAALD, MEEKIJKEN = "doorgezet", "opgeschaald", "meekijken"


@dataclass(frozen=True)
class Collega:
    """Somebody who works in the werkplek. `stand`: a code of staf.BESCHIKBAAR; `maximum` 0: none."""

    naam: str
    gemeenten: tuple[str, ...]
    stand: str
    lopend: int
    maximum: int
    talen: tuple[str, ...] = ()

    @property
    def heeft_ruimte(self) -> bool:
        """Whether one more gesprek fits."""
        return not self.maximum or self.lopend < self.maximum


def find_collegas(session: Session, *, nu: dt.datetime) -> tuple[Collega, ...]:
    """All who may hold an overdracht; who is there with room comes first, then by name."""
    lopend = queries.count_lopend_per_medewerker(session)
    alle = [_as_collega(m, lopend.get(m.id, 0), nu) for m in queries.find_medewerkers(session) if _werkt(m)]
    return tuple(sorted(alle, key=lambda c: (staf.BESCHIKBAAR.index(c.stand), not c.heeft_ruimte, c.naam.casefold())))


def _as_collega(m: Medewerker, lopend: int, nu: dt.datetime) -> Collega:
    # Who closed the laptop without saying so is not there either.
    gezien = m.gezien_op is not None and m.gezien_op > nu - GEZIEN
    stand = m.beschikbaar if gezien and m.beschikbaar in staf.BESCHIKBAAR else staf.BESCHIKBAAR[-1]
    return Collega(m.naam, tuple(m.gemeenten or ()), stand, lopend, m.max_gesprekken, tuple(m.talen or ()))


def _werkt(m: Medewerker) -> bool:
    return staf.mag(m, "werkplek")


def mail_collegas(
    session: Session, overdracht: Overdracht, wat: str, *, wie: Collection[int] = (), rol: str = "", door: int,
    nu: dt.datetime,
) -> None:  # fmt: skip
    """Let these medewerkers, or all with this role, know by mail; who has no address is shown it in the werkplek alone.

    Who does it needs no mail.
    """
    alle = [m for m in queries.find_medewerkers(session) if _werkt(m) and (m.id in wie or (rol and m.rol == rol))]
    aan = [m.id for m in alle if m.email and m.id != door]
    if aan:
        edits.add_uit_post(session, COLLEGA, overdracht.kenmerk, op=nu, wat=wat, aan=aan)


def addresses(session: Session, ids: Collection[int]) -> list[str]:
    """Where these medewerkers read their mail, as it is now; not of who left meanwhile."""
    gevonden = [m for m in queries.find_medewerkers(session) if m.id in ids and _werkt(m) and m.email]
    return list(dict.fromkeys(m.email for m in gevonden))
