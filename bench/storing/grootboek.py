"""The ledger: what the server acknowledged to a client, kept by the client, and compared at the end.

The server is asked for nothing here but what it shows to anybody: each gesprek by its own token. Only who holds
which overdracht, and what is still unanswered, is read from the database.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import func, select

from gesprek.models import Bericht
from opslag.db import Database
from overdracht.models import Overdracht, OverdrachtStap


@dataclass
class Bezit:
    """Somebody was told that they hold this overdracht: from then until they began to give it back."""

    kenmerk: str
    wie: str
    van: float
    tot: float = float("inf")


@dataclass
class Gesprek:
    """A gesprek as its resident knows it."""

    id: str
    token: str
    # client_id -> volgnummer of what was acknowledged.
    bevestigd: dict[str, int] = field(default_factory=dict)
    kenmerk: str = ""


@dataclass
class Uitslag:
    """What the comparison found; the first six must be 0. door_stilte_terug: who was silent too long in a crisis."""

    verloren: int = 0
    dubbel: int = 0
    overdrachten_verloren: int = 0
    twee_houders: int = 0
    onbeantwoord: int = 0
    stroomfouten: int = 0
    bevestigd: int = 0
    van_staf: int = 0
    overdrachten: int = 0
    opgepakt: int = 0
    opnieuw: int = 0
    crisis_zonder_nummer: int = 0
    door_stilte_terug: int = 0
    geweigerd: dict[str, int] = field(default_factory=dict)

    @property
    def goed(self) -> bool:
        """Whether nothing was lost, doubled or held twice."""
        slecht = (
            self.verloren, self.dubbel, self.overdrachten_verloren, self.twee_houders, self.onbeantwoord,
            self.stroomfouten, self.crisis_zonder_nummer,
        )  # fmt: skip
        return not any(slecht) and self.bevestigd > 0


class Grootboek:
    """All that was acknowledged."""

    def __init__(self) -> None:
        self.gesprekken: dict[str, Gesprek] = {}
        # kenmerk -> client_ids of what a medewerker was told is kept.
        self.staf: dict[str, set[str]] = defaultdict(set)
        self.bezit: list[Bezit] = []
        self.geweigerd: Counter[str] = Counter()
        self.stroomfouten: list[str] = []
        self.crisis_zonder_nummer = 0
        self.opnieuw = 0
        self.laatste_bevestiging = 0.0

    def bevestig(self, gesprek: Gesprek, client_id: str, volgnummer: int) -> None:
        """The server said that it keeps this message."""
        gesprek.bevestigd[client_id] = volgnummer
        self.laatste_bevestiging = time.monotonic()

    @property
    def aantal(self) -> int:
        return sum(len(g.bevestigd) for g in self.gesprekken.values())

    def twee_houders(self, bezit: Sequence[Bezit] = ()) -> list[tuple[Bezit, Bezit]]:
        """Pairs of different people who held the same at the same moment."""
        per: dict[str, list[Bezit]] = defaultdict(list)
        for b in bezit or self.bezit:
            per[b.kenmerk].append(b)
        uit = []
        for rij in per.values():
            rij.sort(key=lambda b: b.van)
            uit += [(a, b) for i, a in enumerate(rij) for b in rij[i + 1 :] if a.wie != b.wie and b.van < a.tot]
        return uit

    def vergelijk(self, berichten: dict[str, list[dict[str, Any]]], database: Database) -> Uitslag:
        """Hold what the server now gives for each gesprek beside what it acknowledged."""
        bezit = [replace(b) for b in self.bezit]
        terug = _neem_stilte(bezit, database)
        uit = Uitslag(
            bevestigd=self.aantal, van_staf=sum(map(len, self.staf.values())), opnieuw=self.opnieuw,
            opgepakt=len(self.bezit), twee_houders=len(self.twee_houders(bezit)), stroomfouten=len(self.stroomfouten),
            crisis_zonder_nummer=self.crisis_zonder_nummer, geweigerd=dict(self.geweigerd), door_stilte_terug=terug,
        )  # fmt: skip
        self._vergelijk_staf(berichten, database, uit)
        for gesprek in self.gesprekken.values():
            self._vergelijk_een(gesprek, berichten[gesprek.id], uit)
        self._vergelijk_overdrachten(bezit, database, uit)
        uit.dubbel += _dubbele_antwoorden(database)
        with database.lezen() as session:
            uit.onbeantwoord = session.scalar(select(func.count()).where(Bericht.te_beantwoorden)) or 0
        return uit

    def _vergelijk_een(self, gesprek: Gesprek, nu: list[dict[str, Any]], uit: Uitslag) -> None:
        op_nummer = {b["volgnummer"]: b["client_id"] for b in nu}
        per_client = Counter(b["client_id"] for b in nu if b["client_id"])
        uit.dubbel += sum(n - 1 for n in per_client.values()) + len(nu) - len(op_nummer)
        uit.verloren += sum(op_nummer.get(nummer) != c for c, nummer in gesprek.bevestigd.items())

    def _vergelijk_staf(self, berichten: dict[str, list[dict[str, Any]]], database: Database, uit: Uitslag) -> None:
        with database.lezen() as session:
            van = dict(session.execute(select(Overdracht.kenmerk, Overdracht.gesprek_id)).tuples().all())
        for kenmerk, gestuurd in self.staf.items():
            bekend = {b["client_id"] for b in berichten.get(van.get(kenmerk, ""), ())}
            uit.verloren += len(gestuurd - bekend)

    def _vergelijk_overdrachten(self, bezit: Sequence[Bezit], database: Database, uit: Uitslag) -> None:
        beloofd = {g.kenmerk for g in self.gesprekken.values() if g.kenmerk}
        uit.overdrachten = len(beloofd)
        with database.lezen() as session:
            rijen = session.execute(select(Overdracht.kenmerk, Overdracht.status, Overdracht.medewerker_id)).all()
            open_ = select(Overdracht.gesprek_id).where(Overdracht.status.in_(("wachtend", "opgepakt")))
            per_gesprek = Counter(session.scalars(open_))
        bekend = {kenmerk: (status, wie) for kenmerk, status, wie in rijen}
        uit.overdrachten_verloren = len(beloofd - set(bekend)) + sum(n - 1 for n in per_gesprek.values())
        # Who was never told otherwise still holds it.
        vast = {b.kenmerk for b in bezit if b.tot == float("inf")}
        uit.overdrachten_verloren += sum(bekend.get(k, ("", None))[0] != "opgepakt" for k in vast)


def _neem_stilte(bezit: Sequence[Bezit], database: Database) -> int:
    """End the holding of who was silent too long in a crisis; how many there were.

    In a run all other deadlines lie days ahead, but that of a crisis is never longer than a quarter of an hour: less
    than the run takes, and than the clock is set ahead. Each end needs the step that tells of it, by name.
    """
    vraag = select(Overdracht.kenmerk, OverdrachtStap.naar).join(Overdracht)
    vraag = vraag.where(OverdrachtStap.wat == "teruggelegd", OverdrachtStap.wie == "systeem")
    with database.lezen() as session:
        stappen = (
            session.execute(vraag.where(Overdracht.crisis.is_not(None)).order_by(OverdrachtStap.id)).tuples().all()
        )
    klaar: set[int] = set()
    for kenmerk, wie in stappen:
        eigen = [b for b in bezit if (b.kenmerk, b.wie) == (kenmerk, wie) and id(b) not in klaar]
        if not eigen:
            continue
        # Of several times the one that ended by nothing else is meant.
        b = next((b for b in eigen if b.tot == float("inf")), eigen[0])
        klaar.add(id(b))
        # When exactly only the server knows, by a clock that was set: before the next one had it.
        volgende = [a.van for a in bezit if a.kenmerk == kenmerk and a.van > b.van]
        b.tot = min([*volgende, b.tot, time.monotonic()])
    return len(klaar)


def _dubbele_antwoorden(database: Database) -> int:
    """Messages that got two replies: one reply is stored at once, so its parts follow one another."""
    with database.lezen() as session:
        rijen = session.execute(
            select(Bericht.gesprek_id, Bericht.antwoord_op, Bericht.volgnummer)
            .where(Bericht.antwoord_op.is_not(None), Bericht.afzender == "assistent")
            .order_by(Bericht.gesprek_id, Bericht.volgnummer)
        ).all()
    per: dict[tuple[str, int], list[int]] = defaultdict(list)
    for gesprek_id, op, volgnummer in rijen:
        per[(gesprek_id, op)].append(volgnummer)
    return sum(nummers[-1] - nummers[0] + 1 != len(nummers) for nummers in per.values())
