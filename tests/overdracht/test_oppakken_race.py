"""Two hundred claimants, many overdrachten: each has exactly one holder, and the others know who."""

from __future__ import annotations

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from gesprek.models import Gesprek
from opslag.db import Database, now
from overdracht import queries, wachtrij
from overdracht.models import Medewerker, Overdracht
from tests.overdracht.bouw import medewerker

CLAIMERS, OVERDRACHTEN, PER_CLAIMER = 200, 60, 3


def _vul(database: Database) -> tuple[list[str], list[Medewerker]]:
    medewerker(database)
    with database.session_scope() as session:
        wie = [Medewerker(naam=f"Medewerker {n}", rol="medewerker", gemeenten=[]) for n in range(CLAIMERS)]
        session.add_all(wie)
        session.add_all([Gesprek(id=f"g{n}", token_hash=f"{n}", status="wachtend") for n in range(OVERDRACHTEN)])
        session.flush()
        rij = [
            Overdracht(kenmerk=f"VD-TEST-{n:04}", gesprek_id=f"g{n}", status="wachtend", voorrang_op=now())
            for n in range(OVERDRACHTEN)
        ]
        session.add_all(rij)
    return [o.kenmerk for o in rij], wie


def test_exactly_one_of_many_wins_each_overdracht(database: Database) -> None:
    kenmerken, wie = _vul(database)
    gewonnen: Counter[str] = Counter()
    verloren: list[tuple[str, str]] = []
    slot = threading.Lock()

    def claim(anna: Medewerker) -> None:
        for kenmerk in random.Random(anna.id).sample(kenmerken, PER_CLAIMER):
            try:
                with database.session_scope() as session:
                    wachtrij.claim_overdracht(session, kenmerk, anna)
            except wachtrij.AlOpgepakt as fout:
                with slot:
                    verloren.append((kenmerk, fout.door))
            else:
                with slot:
                    gewonnen[kenmerk] += 1

    with ThreadPoolExecutor(16) as draden:
        list(draden.map(claim, wie))

    assert set(gewonnen.values()) == {1}
    assert sum(gewonnen.values()) + len(verloren) == CLAIMERS * PER_CLAIMER
    namen = {m.id: m.naam for m in wie}
    with database.lezen() as session:
        for kenmerk in gewonnen:
            overdracht = queries.get_overdracht(session, kenmerk)
            assert overdracht is not None
            assert overdracht.medewerker_id is not None
            houder = namen[overdracht.medewerker_id]
            assert {door for k, door in verloren if k == kenmerk} <= {houder}
