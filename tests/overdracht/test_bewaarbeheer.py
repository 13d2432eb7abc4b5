"""How long things are kept, set by a beheerder: shorter at once, longer knowingly and not for who came before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import update

from gesprek.models import Gesprek
from opslag.db import Database, now
from overdracht import bewaren, queries
from overdracht.beheerfout import AndersGeworden, GeenBeheerder
from overdracht.bewaarbeheer import BewaarFout, Gevolg, reset_bewaartermijn, save_bewaartermijn
from overdracht.inrichting import Inrichting
from overdracht.models import Medewerker
from settings import Settings
from tests.overdracht.bouw import WERKGEBIED, medewerker, start

DAG = dt.timedelta(days=1)
REDEN = "Afgesproken met de FG"


@pytest.fixture
def inrichting(database: Database) -> Iterator[Inrichting]:
    gemaakt = Inrichting(WERKGEBIED, Settings())
    stop = database.doe_vooraf(gemaakt.volg)
    yield gemaakt
    stop()


@pytest.fixture
def bea(database: Database) -> Medewerker:
    return medewerker(database, "Bea Baas", "beheerder")


def zet(
    database: Database, inrichting: Inrichting, wie: Medewerker, dagen: str, *, soort: str = "gesprek",
    reden: str = REDEN, zeker: bool = True, versie: int = 0, nu: dt.datetime | None = None,
) -> Gevolg | None:  # fmt: skip
    with database.session_scope() as session:
        return save_bewaartermijn(session, soort, dagen, inrichting=inrichting, reden=reden, zeker=zeker, wie=wie,
                                  nu=nu or now(), versie=versie)  # fmt: skip


def terug(
    database: Database, inrichting: Inrichting, wie: Medewerker, *, versie: int, zeker: bool = True
) -> Gevolg | None:
    with database.session_scope() as session:
        return reset_bewaartermijn(
            session, "gesprek", inrichting=inrichting, zeker=zeker, wie=wie, nu=now(), versie=versie
        )


def dagen(database: Database, inrichting: Inrichting, soort: str = "gesprek") -> int:
    with database.lezen():
        return inrichting.dagen(soort)


def gesprek(database: Database, *, begonnen: int, stil: int) -> str:
    """A gesprek that began so many days ago and in which nothing was said for so many."""
    id = start(database)
    with database.session_scope() as session:
        waarden = {"aangemaakt_op": now() - begonnen * DAG, "laatst_actief_op": now() - stil * DAG}
        session.execute(update(Gesprek).where(Gesprek.id == id).values(**waarden))
    return id


def over(database: Database, inrichting: Inrichting, nu: dt.datetime | None = None) -> set[str]:
    """What is left after a round of deleting."""
    with database.session_scope() as session:
        bewaren.delete_expired(session, nu or now(), gesprek_dagen=inrichting.bewaartermijn("gesprek"),
                               overdracht_dagen=inrichting.bewaartermijn("overdracht"))  # fmt: skip
        return set(session.scalars(Gesprek.__table__.select().with_only_columns(Gesprek.id)))


@pytest.mark.parametrize(
    ("soort", "getypt", "woord"),
    [
        ("gesprek", "0", "van 1 tot en met 90"),
        ("gesprek", "91", "van 1 tot en met 90"),
        ("gesprek", "veertien", "heel getal"),
        ("gesprek", "-3", "heel getal"),
        ("gesprek", "1,5", "heel getal"),
        ("gesprek", "", "heel getal"),
        ("overdracht", "29", "van 30 tot en met 5490"),
        ("overdracht", "999999999", "van 30 tot en met 5490"),
        ("audit", "364", "van 365 tot en met 3660"),
    ],
)
def test_what_may_not_be_is_refused_and_nothing_is_written(
    database: Database, inrichting: Inrichting, bea: Medewerker, soort: str, getypt: str, woord: str
) -> None:
    eerst = dagen(database, inrichting, soort)
    with pytest.raises(BewaarFout) as fout:
        zet(database, inrichting, bea, getypt, soort=soort)
    assert woord in fout.value.fouten["dagen"]
    assert dagen(database, inrichting, soort) == eerst


@pytest.mark.parametrize("reden", ["", "  ", "ja", "x" * 301])
def test_a_change_needs_a_reason(database: Database, inrichting: Inrichting, bea: Medewerker, reden: str) -> None:
    with pytest.raises(BewaarFout) as fout:
        zet(database, inrichting, bea, "7", reden=reden)
    assert list(fout.value.fouten) == ["reden"]


@pytest.mark.parametrize("rol", ["medewerker", "procesregisseur", "redacteur"])
def test_only_a_beheerder_changes_it(database: Database, inrichting: Inrichting, rol: str) -> None:
    ander = medewerker(database, "Anna Visser", rol)
    with pytest.raises(GeenBeheerder):
        zet(database, inrichting, ander, "7")
    with pytest.raises(GeenBeheerder):
        terug(database, inrichting, ander, versie=0)


def test_what_the_installation_itself_set_may_stay_whatever_the_bounds_are(database: Database, bea: Medewerker) -> None:
    ruim = Inrichting(WERKGEBIED, Settings(bewaar_gesprek_dagen=200))
    assert zet(database, ruim, bea, "200") is None


def test_keeping_shorter_is_done_only_by_who_read_what_goes(
    database: Database, inrichting: Inrichting, bea: Medewerker
) -> None:
    for _ in range(5):
        gesprek(database, begonnen=10, stil=8)
    gesprek(database, begonnen=10, stil=2)
    assert zet(database, inrichting, bea, "7", zeker=False) == Gevolg(korter=True, langer=False, weg=5)
    assert dagen(database, inrichting) == 14
    # One to four would tell something of a few people.
    assert zet(database, inrichting, bea, "1", zeker=False) == Gevolg(korter=True, langer=False, weg=6)
    assert len(over(database, inrichting)) == 6
    assert zet(database, inrichting, bea, "7") is None
    assert dagen(database, inrichting) == 7
    assert len(over(database, inrichting)) == 1


def test_a_few_that_would_go_are_not_counted_out(database: Database, inrichting: Inrichting, bea: Medewerker) -> None:
    gesprek(database, begonnen=10, stil=8)
    assert zet(database, inrichting, bea, "7", zeker=False) == Gevolg(korter=True, langer=False, weg=None)


def test_longer_than_the_setting_is_done_only_knowingly_and_told_as_such(
    database: Database, inrichting: Inrichting, bea: Medewerker
) -> None:
    assert zet(database, inrichting, bea, "30", zeker=False) == Gevolg(korter=False, langer=True)
    assert dagen(database, inrichting) == 14
    assert zet(database, inrichting, bea, "30") is None
    assert dagen(database, inrichting) == 30
    with database.lezen() as session:
        regel = queries.find_audit(session)[0]
    assert (regel.wie, regel.wat) == ("Bea Baas", "bewaren_veranderd")
    assert regel.reden == f"14 dagen naar 30 dagen: langer dan de instellingen: {REDEN}"


def test_who_came_before_it_became_longer_is_kept_no_longer_than_was_told(
    database: Database, inrichting: Inrichting, bea: Medewerker
) -> None:
    eerder, later = gesprek(database, begonnen=6, stil=0), gesprek(database, begonnen=0, stil=0)
    zet(database, inrichting, bea, "30", nu=now() - 3 * DAG)
    assert over(database, inrichting, now() + 13 * DAG) == {eerder, later}
    assert over(database, inrichting, now() + 15 * DAG) == {later}
    assert over(database, inrichting, now() + 31 * DAG) == set()


def test_that_stays_true_when_the_setting_comes_back_and_it_is_changed_again(
    database: Database, inrichting: Inrichting, bea: Medewerker
) -> None:
    eerder = gesprek(database, begonnen=6, stil=0)
    zet(database, inrichting, bea, "5", nu=now() - 9 * DAG)
    terug(database, inrichting, bea, versie=1)
    zet(database, inrichting, bea, "60", versie=2)
    assert dagen(database, inrichting) == 60
    assert over(database, inrichting, now() + 4 * DAG) == {eerder}
    assert over(database, inrichting, now() + 6 * DAG) == set()


def test_shorter_after_longer_counts_for_all(database: Database, inrichting: Inrichting, bea: Medewerker) -> None:
    zet(database, inrichting, bea, "60", nu=now() - 9 * DAG)
    zet(database, inrichting, bea, "10", versie=1)
    with database.lezen():
        assert inrichting.bewaartermijn("gesprek").eerder == ()


def test_going_back_to_a_shorter_setting_is_told_first_too(
    database: Database, inrichting: Inrichting, bea: Medewerker
) -> None:
    zet(database, inrichting, bea, "60")
    assert terug(database, inrichting, bea, versie=1, zeker=False) == Gevolg(korter=True, langer=False, weg=0)
    assert terug(database, inrichting, bea, versie=1) is None
    assert dagen(database, inrichting) == 14
    with database.lezen() as session:
        assert queries.find_audit(session)[0].reden == "60 dagen naar 14 dagen, weer zoals in de instellingen"


def test_a_change_counts_in_every_process_and_after_a_restart(
    database: Database, inrichting: Inrichting, bea: Medewerker
) -> None:
    ander = Inrichting(WERKGEBIED, Settings())
    database.doe_vooraf(ander.volg)
    zet(database, inrichting, bea, "400", soort="audit")
    assert [dagen(database, p, "audit") for p in (inrichting, ander)] == [400, 400]


def test_who_saw_another_term_than_there_is_now_changes_nothing(
    database: Database, inrichting: Inrichting, bea: Medewerker
) -> None:
    zet(database, inrichting, bea, "7")
    for versie in (0, 2):
        with pytest.raises(AndersGeworden):
            zet(database, inrichting, bea, "3", versie=versie)
    assert dagen(database, inrichting) == 7
