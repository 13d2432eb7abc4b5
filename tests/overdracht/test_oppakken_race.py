"""Two hundred claimants over a thousand overdrachten: each has exactly one holder, and the others know who."""

from __future__ import annotations

from bench.claims import CLAIMERS, OVERDRACHTEN, PER_CLAIMER, meet_claims, vul
from opslag.db import Database
from overdracht import queries
from overdracht.models import Overdracht


def test_exactly_one_of_many_wins_each_overdracht(database: Database) -> None:
    assert (CLAIMERS, OVERDRACHTEN) == (200, 1000)
    namen = vul(database)
    uit = meet_claims(database, list(namen))
    assert uit.fouten == []
    assert sum(uit.gewonnen.values()) + len(uit.verloren) == CLAIMERS * PER_CLAIMER
    # Each was wanted by more than one, and won by one.
    assert len(uit.gewonnen) == OVERDRACHTEN
    assert set(uit.gewonnen.values()) == {1}
    with database.lezen() as session:
        houders = {o.kenmerk: o for o in session.query(Overdracht)}
        stappen = [len(queries.find_stappen(session, o.id)) for o in list(houders.values())[:50]]
    assert {o.status for o in houders.values()} == {"opgepakt"}
    # Who came too late was told who was first, every time.
    assert all(door == namen[houders[kenmerk].medewerker_id or 0] for kenmerk, door in uit.verloren)
    assert stappen == [1] * 50
