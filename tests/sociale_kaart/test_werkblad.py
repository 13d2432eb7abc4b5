"""An XLSX file comes in as its CSV would, and a trap is refused."""

from __future__ import annotations

import datetime as dt
import tracemalloc
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from opslag.db import Database
from sociale_kaart import exports
from sociale_kaart.imports import import_file
from sociale_kaart.velden import KOLOMMEN
from sociale_kaart.werkblad import lees_werkblad
from tests.sociale_kaart.bouwers import csv_tekst, schrijf, velden
from werkgebied import Werkgebied

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _letters(n: int) -> str:
    return (_letters(n // 26 - 1) if n >= 26 else "") + chr(ord("A") + n % 26)


def maak_werkboek(map: Path, *rijen: list[str], kop: str = "") -> Path:
    """A small workbook: every other text shared, dates as numbers, empty cells left out."""
    gedeeld: list[str] = []
    blad = ""
    for r, cellen in enumerate(rijen, 1):
        blad += f'<row r="{r}">'
        for k, waarde in enumerate(cellen):
            plek = f'r="{_letters(k)}{r}"'
            if waarde[:4].isdigit() and waarde.count("-") == 2:
                dagen = (dt.date.fromisoformat(waarde) - dt.date(1899, 12, 30)).days
                blad += f"<c {plek}><v>{dagen}</v></c>"
            elif waarde and k % 2:
                gedeeld.append(waarde)
                blad += f'<c {plek} t="s"><v>{len(gedeeld) - 1}</v></c>'
            elif waarde:
                blad += f'<c {plek} t="inlineStr"><is><t>{escape(waarde)}</t></is></c>'
        blad += "</row>"
    teksten = "".join(f"<si><r><t>{escape(t[:3])}</t></r><r><t>{escape(t[3:])}</t></r></si>" for t in gedeeld)
    pad = map / "kaart.xlsx"
    with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED) as archief:
        archief.writestr("xl/worksheets/sheet1.xml", f"{kop}<worksheet {_NS}><sheetData>{blad}</sheetData></worksheet>")
        archief.writestr("xl/sharedStrings.xml", f"<sst {_NS}>{teksten}</sst>")
    return pad


def test_a_workbook_comes_in_as_its_csv_would(sqlite_db: Database, tmp_path: Path, gebied: Werkgebied) -> None:
    rij = velden(omschrijving="Eén & twee", openingstijden="", extra_wijk="Noord")
    kop = [*KOLOMMEN, "extra_wijk"]
    with sqlite_db.session_scope() as session:
        uitslag = import_file(session, maak_werkboek(tmp_path, kop, [rij[k] for k in kop]), werkgebied=gebied)
        assert (uitslag.fouten, uitslag.nieuw) == ([], 1)
        assert "".join(exports.export_csv(session)) == csv_tekst(rij, extra=("extra_wijk",))


def test_a_mistake_in_a_workbook_is_told_with_its_row(sqlite_db: Database, tmp_path: Path, gebied: Werkgebied) -> None:
    rij = velden(telefoon="12")
    pad = maak_werkboek(tmp_path, list(KOLOMMEN), [""], [rij[k] for k in KOLOMMEN])
    with sqlite_db.session_scope() as session:
        uitslag = import_file(session, pad, werkgebied=gebied)
    assert [(f.rij, f.kolom) for f in uitslag.fouten] == [(3, "telefoon")]


@pytest.mark.parametrize("kop", ['<!DOCTYPE a [<!ENTITY b "c">]>', "<kapot"])
def test_a_workbook_with_its_own_entities_or_broken_inside_is_refused(
    kop: str, sqlite_db: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    with sqlite_db.session_scope() as session:
        uitslag = import_file(session, maak_werkboek(tmp_path, ["id"], kop=kop), werkgebied=gebied)
    assert "CSV UTF-8" in uitslag.fouten[0].reden


_ENTITEIT = '<!DOCTYPE a [<!ENTITY b "c">]>'


@pytest.mark.parametrize(
    "blad",
    [
        pytest.param(" " * 2000 + _ENTITEIT + "<worksheet/>", id="after a kilobyte of nothing"),
        pytest.param(f'<?xml version="1.0"?>{_ENTITEIT}<worksheet/>'.encode("utf-16"), id="in another encoding"),
        pytest.param(b'<?xml version="1.0" encoding="cp037"?>\n<worksheet/>', id="in a code page"),
        pytest.param(
            f"<worksheet {_NS}><sheetData><row>{'<c/>' * 60_000}</row></sheetData></worksheet>", id="wide row"
        ),
        pytest.param(f"<worksheet {_NS}>{'<x/>' * 60_000}</worksheet>", id="no rows at all"),
    ],
)
def test_a_workbook_that_is_a_bomb_is_refused(
    blad: str | bytes, sqlite_db: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    pad = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED) as archief:
        archief.writestr("xl/worksheets/sheet1.xml", blad)
    with sqlite_db.session_scope() as session:
        uitslag = import_file(session, pad, werkgebied=gebied)
    assert "CSV UTF-8" in uitslag.fouten[0].reden


def test_what_was_read_of_a_long_sheet_is_not_kept(tmp_path: Path) -> None:
    """Only the row at hand is in memory: a sheet of empty rows costs nothing, whatever it unpacks to."""
    pad = tmp_path / "leeg.xlsx"
    with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED) as archief:
        archief.writestr(
            "xl/worksheets/sheet1.xml", f"<worksheet {_NS}><sheetData>{'<row/>' * 400_000}</sheetData></worksheet>"
        )
    tracemalloc.start()
    try:
        assert list(lees_werkblad(pad)) == []
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_something_else_that_is_zipped_is_refused(sqlite_db: Database, tmp_path: Path, gebied: Werkgebied) -> None:
    with sqlite_db.session_scope() as session:
        uitslag = import_file(session, schrijf(tmp_path, "PK\x03\x04zomaar", "kaart.xlsx"), werkgebied=gebied)
    assert "geen XLSX" in uitslag.fouten[0].reden
