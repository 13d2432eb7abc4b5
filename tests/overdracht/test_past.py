"""What fits a medewerker comes first among what is equally urgent; nobody is hidden, nobody waits longer than an hour
for it, and a crisis for nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from opslag.db import Database
from overdracht import queries, wachtrij
from overdracht.lijsten import for_medewerker, gemeenten_van, read_lijsten
from overdracht.models import Medewerker
from overdracht.past import fits, talen
from taal import herkenning
from tests.overdracht.bouw import OPEN, goedgekeurd, medewerker

UUR = dt.timedelta(hours=1)
HEEL = OPEN.replace(minute=0)


def _wacht(database: Database, *leefgebieden: str, voorrang: dt.datetime = HEEL, **velden: Any) -> str:
    """An overdracht that waits, about this and as urgent as this."""
    kenmerk = goedgekeurd(database)[1].kenmerk
    with database.session_scope() as session:
        o = queries.get_overdracht(session, kenmerk)
        assert o is not None
        o.leefgebieden, o.voorrang_op, o.rang = list(leefgebieden), voorrang, 2
        for naam, waarde in velden.items():
            setattr(o, naam, waarde)
    return kenmerk


def _rij(database: Database, wie: Medewerker) -> list[str]:
    with database.lezen() as session:
        lijsten = read_lijsten(session, gemeenten_van(wie))
        pagina = [r.data["kenmerk"] for r in for_medewerker(session, lijsten, wie).wachtend]
        api = [o["kenmerk"] for o in wachtrij.find_overdrachten(session, "wachtend", medewerker=wie)]
    assert pagina == api
    return pagina


def test_what_fits_comes_first_among_what_is_equally_urgent(database: Database) -> None:
    anna, bob = medewerker(database, leefgebieden=["verslaving"]), medewerker(database, "Bob")
    eerst = _wacht(database, "financien")
    dan = _wacht(database, "financien", "verslaving", voorrang=HEEL + UUR / 2)
    assert _rij(database, anna) == [dan, eerst]
    assert _rij(database, bob) == [eerst, dan], "who has nothing set sees the order of always"


@pytest.mark.parametrize(
    "eerder",
    [
        {"voorrang": HEEL - dt.timedelta(minutes=1)},
        {"rang": 1},
        {"rang": 0, "crisis": "geweld"},
    ],
)
def test_nobody_is_passed_who_is_more_urgent(sqlite_db: Database, eerder: dict[str, Any]) -> None:
    anna = medewerker(sqlite_db, leefgebieden=["verslaving"])
    voor = _wacht(sqlite_db, "financien", **eerder)
    dan = _wacht(sqlite_db, "verslaving", voorrang=HEEL + UUR / 2)
    assert _rij(sqlite_db, anna) == [voor, dan]


def test_somebody_of_another_zwaarte_in_between_is_not_jumped_over(sqlite_db: Database) -> None:
    anna = medewerker(sqlite_db, leefgebieden=["verslaving"])
    alle = [
        _wacht(sqlite_db, "financien"),
        _wacht(sqlite_db, "financien", voorrang=HEEL + UUR / 4, rang=3),
        _wacht(sqlite_db, "verslaving", voorrang=HEEL + UUR / 2),
    ]
    assert _rij(sqlite_db, anna) == alle


def test_what_was_given_in_person_stays_before_what_fits(sqlite_db: Database) -> None:
    anna = medewerker(sqlite_db, leefgebieden=["verslaving"])
    past = _wacht(sqlite_db, "verslaving")
    gegeven = _wacht(sqlite_db, "financien", toegewezen_id=anna.id)
    ander = _wacht(sqlite_db, "financien")
    assert _rij(sqlite_db, anna) == [gegeven, past, ander]


def test_of_two_crises_the_first_stays_first_whoever_fits(sqlite_db: Database) -> None:
    anna = medewerker(sqlite_db, leefgebieden=["verslaving"])
    crisis = {"rang": 0, "crisis": "geweld"}
    een = _wacht(sqlite_db, "financien", **crisis)
    twee = _wacht(sqlite_db, "verslaving", **crisis)
    assert _rij(sqlite_db, anna) == [een, twee]


@pytest.mark.parametrize(
    ("leefgebieden", "spreekt", "taal", "verwacht"),
    [
        ([], [], "nl", ()),
        ([], [], "ar", ()),
        (["financien"], [], "nl", ("Financiën",)),
        (["financien", "verslaving", "justitie"], [], "nl", ("Financiën", "Verslaving")),
        (["justitie"], [], "nl", ()),
        ([], ["ar"], "ar", ("Arabisch",)),
        ([], ["ar"], "nl", ()),
        ([], ["ar"], "pl", ()),
        (["financien"], ["ar"], "nl", ("Financiën",)),
        (["financien"], ["ar"], "ar", ("Financiën", "Arabisch")),
        (["justitie"], ["ar"], "ar", ("Arabisch",)),
        (["financien"], ["ar"], "pl", ()),
        (["financien"], [], "pl", ("Financiën",)),
    ],
)
def test_why_it_fits_is_told(leefgebieden: list[str], spreekt: list[str], taal: str, verwacht: tuple[str, ...]) -> None:
    wie = Medewerker(naam="Anna", rol="medewerker", leefgebieden=leefgebieden, talen=spreekt)
    assert fits(wie, {"leefgebieden": ["financien", "verslaving"], "taal": taal}) == verwacht


def test_every_language_that_is_recognised_can_be_chosen() -> None:
    herkend = {*herkenning._EEN_TAAL.values(), *herkenning._LETTERS}
    herkend |= {t for per_schrift in herkenning._PER_SCHRIFT.values() for t in per_schrift}
    herkend |= {t for per_woord in herkenning._talen_per_woord().values() for t in per_woord}
    assert herkend - {"nl"} == set(talen())
