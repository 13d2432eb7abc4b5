"""What a resident agreed to before the gesprek became a choice of its own stays what it was."""

from __future__ import annotations

import json

from alembic import command
from sqlalchemy.orm import Session

from opslag.db import Database
from opslag.migreren import _alleen, _config, upgrade
from overdracht import queries, service, wachtrij
from tests.overdracht.bouw import CONTACT, OPEN, VERHAAL, WERKGEBIED, medewerker, met_concept, zeg

MET_GESPREK = ("verslag", "gesprek", "contact")


def _terug_en_weer_vooruit(database: Database) -> None:
    """The database as the release before left it, brought up to date."""
    with _alleen(database.engine) as connection:
        command.downgrade(_config(connection), "0001")
    assert upgrade(database.engine)


def _toen(database: Database, *, delen: tuple[str, ...]) -> tuple[str, str]:
    """Approved under the text of then, which did not write the parts down in the verslag; gesprek and kenmerk."""
    gesprek_id = met_concept(database)
    with database.session_scope() as session:
        uit = service.approve(
            session, gesprek_id, CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=OPEN, tekstversie="2",
            onderdelen=delen,
        )  # fmt: skip
        overdracht = queries.get_overdracht(session, uit.kenmerk)
        assert overdracht is not None
        assert overdracht.verslag is not None
        toen = {n: w for n, w in overdracht.verslag["toestemming"].items() if n != "onderdelen"}
        overdracht.verslag = {**overdracht.verslag, "toestemming": toen}
    return gesprek_id, uit.kenmerk


def _gelezen(database: Database, kenmerk: str) -> str:
    with database.session_scope() as session:
        wie = queries.find_medewerkers(session)[0]
        verslag = wachtrij.read_overdracht(session, kenmerk, medewerker=wie)
        return json.dumps([verslag["gesprek"], wachtrij.read_gesprek(session, kenmerk, medewerker=wie)])


def test_a_gesprek_that_was_shared_then_is_still_read_and_one_that_was_not_is_not(gemigreerd: Database) -> None:
    medewerker(gemigreerd)
    (_, met), (_, zonder) = _toen(gemigreerd, delen=MET_GESPREK), _toen(gemigreerd, delen=("verslag", "contact"))
    _terug_en_weer_vooruit(gemigreerd)
    assert VERHAAL in _gelezen(gemigreerd, met)
    assert VERHAAL not in _gelezen(gemigreerd, zonder)
    with gemigreerd.lezen() as session:
        gegeven = [t for o in (met, zonder) for t in queries.find_toestemmingen(session, _gesprek(session, o))]
    assert [(t.tekstversie, t.onderdelen) for t in gegeven] == [
        ("2", list(MET_GESPREK)),
        ("2", ["verslag", "contact"]),
    ]


def _gesprek(session: Session, kenmerk: str) -> str:
    overdracht = queries.get_overdracht(session, kenmerk)
    assert overdracht is not None
    return overdracht.gesprek_id


def test_who_waits_goes_on_talking_to_the_team_and_who_was_finished_to_nobody(gemigreerd: Database) -> None:
    anna = medewerker(gemigreerd)
    (wacht_id, wacht), (klaar_id, klaar) = (_toen(gemigreerd, delen=("verslag", "contact")) for _ in range(2))
    with gemigreerd.session_scope() as session:
        wachtrij.claim_overdracht(session, klaar, anna)
        zeg(session, klaar_id, "Dit zeg ik tegen Anna.")
    with gemigreerd.session_scope() as session:
        wachtrij.finish(session, klaar, anna, uitkomst="beantwoord")
    with gemigreerd.session_scope() as session:
        zeg(session, klaar_id, "Dit zeg ik tegen de computer.")
    _terug_en_weer_vooruit(gemigreerd)
    with gemigreerd.session_scope() as session:
        zeg(session, wacht_id, "Ik wacht nog.")
    assert "Ik wacht nog." in _gelezen(gemigreerd, wacht)
    assert "tegen Anna" in _gelezen(gemigreerd, klaar)
    assert "tegen de computer" not in _gelezen(gemigreerd, klaar)


def test_a_crisis_that_the_team_sees_stays_in_sight(gemigreerd: Database) -> None:
    medewerker(gemigreerd)
    gesprek_id = met_concept(gemigreerd)
    with gemigreerd.session_scope() as session:
        kenmerk = service.request_crisis(
            session, gesprek_id, soort="geweld", wil_mens=False, werkgebied=WERKGEBIED, nu=OPEN
        ).kenmerk
    _terug_en_weer_vooruit(gemigreerd)
    assert VERHAAL in _gelezen(gemigreerd, kenmerk)
