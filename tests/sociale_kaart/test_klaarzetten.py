"""A large file comes in beside other work: nobody waits long, nobody sees half of it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select

from opslag.db import Database, make_engine, now
from sociale_kaart import edits, klaargezet, klaarzetten, queries
from sociale_kaart.klaarzetten import PER_KEER, import_file_beside
from sociale_kaart.zicht import ZONDER_GRENS
from tests.sociale_kaart.bouwers import csv_tekst, schrijf, velden
from werkgebied import Werkgebied


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(klaarzetten, "PER_KEER", 3)


def _rijen(aantal: int, **anders: str) -> list[dict[str, str]]:
    return [velden(**{"id": f"v{n:03}", "naam": f"Voorziening {n}", **anders}) for n in range(aantal)]


def _klaar(database: Database) -> int:
    with database.lezen() as session:
        return session.scalar(select(func.count()).select_from(klaargezet.TABEL)) or 0


def _aantal(database: Database) -> int:
    with database.lezen() as session:
        return queries.count_published(session, ZONDER_GRENS)


def _maak(database: Database, **anders: str) -> None:
    with database.session_scope() as session:
        edits.save_voorziening(session, velden(**anders), wie="anna", versie=None)


def test_others_write_between_the_steps_and_see_nothing_of_it_until_it_is_whole(
    database: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    pad = schrijf(tmp_path, csv_tekst(*_rijen(8)))
    gezien: list[tuple[int, int]] = []
    # Its own connections, that do not wait at all for a lock.
    ander = Database(make_engine(database.engine.url))
    if ander.engine.dialect.name == "sqlite":
        with ander.engine.connect() as verbinding:
            verbinding.exec_driver_sql("PRAGMA busy_timeout=0")

    def tussendoor(gedaan: int) -> None:
        _maak(ander, id=f"tussen{gedaan}")
        gezien.append((gedaan, _aantal(ander)))

    uitslag = import_file_beside(database, pad, werkgebied=gebied, voortgang=tussendoor)
    ander.close()
    assert gezien == [(3, 1), (6, 2), (8, 3)]
    assert (uitslag.nieuw, _aantal(database)) == (8, 11)
    assert _klaar(database) == 0


def test_an_import_that_is_killed_leaves_nothing_in_the_kaart_and_is_cleared_away_later(
    database: Database, tmp_path: Path, gebied: Werkgebied, monkeypatch: pytest.MonkeyPatch
) -> None:
    pad = schrijf(tmp_path, csv_tekst(*_rijen(8)))
    # A process that is killed clears nothing away itself.
    monkeypatch.setattr(klaarzetten._Klaarzetter, "ruim_op", lambda klaar: None)

    def kill(gedaan: int) -> None:
        if gedaan == 6:
            raise SystemExit

    with pytest.raises(SystemExit):
        import_file_beside(database, pad, werkgebied=gebied, voortgang=kill)
    assert (_aantal(database), _klaar(database)) == (0, 6)
    klaarzetten.delete_old(database, now())
    assert _klaar(database) == 6  # an import that is still at work
    klaarzetten.delete_old(database, now() + 2 * klaarzetten.OUD)
    assert _klaar(database) == 0


def test_a_last_step_that_fails_moves_nothing(
    database: Database, tmp_path: Path, gebied: Werkgebied, monkeypatch: pytest.MonkeyPatch
) -> None:
    _maak(database, id="v001", naam="Oude naam")

    def faal(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(klaargezet, "VoorzieningVersie", faal)
    with pytest.raises(Exception):  # noqa: B017  (whatever goes wrong halfway)
        import_file_beside(database, schrijf(tmp_path, csv_tekst(*_rijen(4))), werkgebied=gebied)
    with database.lezen() as session:
        assert [v.naam for v in queries.find_published(session, ZONDER_GRENS)] == ["Oude naam"]
    assert _klaar(database) == 0


def test_what_a_redacteur_changes_meanwhile_is_not_lost(database: Database, tmp_path: Path, gebied: Werkgebied) -> None:
    """Who looks after it is not in the file; the name is, and the file says so last."""
    for id in ("v000", "v001"):
        _maak(database, id=id, naam="Oude naam")

    def wijzig(gedaan: int) -> None:
        if gedaan == 3:
            with database.session_scope() as session:
                edits.set_eigenaar(session, "v000", "Bea", wie="bea")
                edits.save_voorziening(session, {"id": "v001", "naam": "Van Bea"}, wie="bea", versie=1)
            _maak(database, id="v002", naam="Kwam er intussen bij")

    uitslag = import_file_beside(
        database, schrijf(tmp_path, csv_tekst(*_rijen(5))), werkgebied=gebied, voortgang=wijzig
    )
    assert (uitslag.nieuw, uitslag.gewijzigd) == (2, 3)
    with database.lezen() as session:
        nul, een, twee = (queries.get_voorziening(session, f"v00{n}") for n in range(3))
        assert nul is not None
        assert een is not None
        assert twee is not None
        assert (nul.naam, nul.eigenaar, nul.versie) == ("Voorziening 0", "Bea", 3)
        assert (een.naam, een.concept) == ("Voorziening 1", {"naam": "Van Bea"})
        assert twee.naam == "Voorziening 2"
        assert [v.wat for v in queries.read_versies(session, "v000")] == ["geïmporteerd", "eigenaar", "gemaakt"]
        assert [v.versie for v in queries.read_versies(session, "v002")] == [2, 1]


def test_two_files_at_once_both_come_in_whole(database: Database, tmp_path: Path, gebied: Werkgebied) -> None:
    paden = [schrijf(tmp_path, csv_tekst(*_rijen(9, kosten=kosten)), f"{kosten}.csv") for kosten in ("Gratis", "€ 5")]
    tegelijk = threading.Barrier(2)
    fouten: list[BaseException] = []

    def lees_in(pad: Path) -> None:
        try:
            import_file_beside(
                database, pad, werkgebied=gebied, voortgang=lambda n: tegelijk.wait() if n == 9 else None
            )
        except BaseException as fout:
            fouten.append(fout)

    draden = [threading.Thread(target=lees_in, args=(pad,)) for pad in paden]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert fouten == []
    with database.lezen() as session:
        alle = queries.find_published(session, ZONDER_GRENS)
        assert len(alle) == 9
        assert len({v.kosten for v in alle}) == 1
        assert {v.versie for v in alle} == {2}


def test_a_number_that_a_file_changes_is_no_longer_a_checked_number(
    database: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    _maak(database, id="v000")
    with database.session_scope() as session:
        edits.mark_gecontroleerd(session, "v000", now().date(), wie="bea")
    import_file_beside(database, schrijf(tmp_path, csv_tekst(*_rijen(1, telefoon="072 000 0999"))), werkgebied=gebied)
    with database.lezen() as session:
        voorziening = queries.get_voorziening(session, "v000")
        assert voorziening is not None
        assert sorted(voorziening.gecontroleerd_per_veld) == ["adres", "email", "website"]


def test_what_was_put_ready_is_found_by_the_next_question(
    database: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    from sociale_kaart import zoek

    import_file_beside(database, schrijf(tmp_path, csv_tekst(velden())), werkgebied=gebied)
    with database.lezen() as session:
        gevonden = zoek.find_voorzieningen(session, "leren lezen", werkgebied=gebied, zicht=ZONDER_GRENS)
    assert [t.voorziening.id for t in gevonden] == ["taalhuis-limmen"]
    assert PER_KEER >= 100
