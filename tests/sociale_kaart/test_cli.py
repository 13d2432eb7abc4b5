"""The command `voordeur kaart`, as koppelvlak §3 fixes it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

import cli.kaart
from cli.voordeur import main
from opslag.db import Database
from sociale_kaart import queries
from tests.sociale_kaart.bouwers import csv_tekst, schrijf, velden


@pytest.fixture
def kaart(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The command works on an empty database of its own."""
    monkeypatch.setattr(cli.kaart, "open_database", lambda: database)
    # Entries of the tests must not be withheld because years went by.
    monkeypatch.setenv("VERBERG_NA_MAANDEN", "0")
    return database


def test_importing_exporting_and_importing_again(
    kaart: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bron = schrijf(tmp_path, csv_tekst(velden(), velden(id="b", naam="Ünïcode")))
    uit = tmp_path / "uit.csv"
    assert main(["kaart", "import", str(bron)]) == 0
    assert "2 nieuw" in capsys.readouterr().out
    assert main(["kaart", "export", "--formaat", "csv", "-o", str(uit)]) == 0
    assert uit.read_bytes() == bron.read_bytes()
    assert main(["kaart", "import", str(uit)]) == 0
    assert "0 nieuw, 0 gewijzigd, 2 ongewijzigd" in capsys.readouterr().out


def test_a_dry_run_tells_each_row_and_writes_nothing(
    kaart: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["kaart", "import", str(schrijf(tmp_path, csv_tekst(velden()))), "--dry-run"]) == 0
    assert "rij 2 taalhuis-limmen nieuw" in capsys.readouterr().out
    with kaart.lezen() as session:
        assert queries.is_empty(session)


def test_a_mistake_is_told_with_row_column_and_reason_and_the_command_fails(
    kaart: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["kaart", "import", str(schrijf(tmp_path, csv_tekst(velden(), velden(id="b", postcode="x"))))]) == 1
    fout = capsys.readouterr().err
    assert "rij 3, kolom postcode: 'x' is geen postcode" in fout
    assert "niets opgeslagen" in fout
    with kaart.lezen() as session:
        assert queries.is_empty(session)


def test_searching_in_many_lines_keeps_order_and_says_nothing_with_an_empty_list(
    kaart: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(
        ["kaart", "import", str(schrijf(tmp_path, csv_tekst(velden(), velden(id="h", gemeenten="Heiloo", kernen=""))))]
    )
    capsys.readouterr()
    vragen = [
        {"id": 1, "vraag": "leren lezen", "gemeente": "castricum"},
        {"id": "twee", "vraag": "ruimtevaart"},
        {"id": 3, "vraag": "leren lezen", "gemeente": "Heiloo"},
        {"id": 4, "vraag": "", "gemeente": None},
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(json.dumps(v) for v in vragen) + "\n\n"))
    assert main(["kaart", "zoek", "--jsonl"]) == 0
    antwoorden = [json.loads(regel) for regel in capsys.readouterr().out.splitlines()]
    assert [a["id"] for a in antwoorden] == [1, "twee", 3, 4]
    assert [[r["id"] for r in a["resultaten"]] for a in antwoorden] == [["taalhuis-limmen"], [], ["h"], []]
    assert antwoorden[0]["resultaten"][0]["score"] > 0


def test_searching_for_a_person_shows_the_entry_or_says_that_there_is_none(
    kaart: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["kaart", "import", str(schrijf(tmp_path, csv_tekst(velden())))])
    assert main(["kaart", "zoek", "--gemeente", "castricum", "-n", "1", "leren", "lezen"]) == 0
    uit = capsys.readouterr().out
    assert "Taalhuis Limmen" in uit
    assert "Gecontroleerd op 3 november 2026" in uit
    assert main(["kaart", "zoek", "ruimtevaart"]) == 0
    assert "staat niets over" in capsys.readouterr().out


@pytest.mark.parametrize("regel", ["{", "[]", '{"id": 1}'])
def test_a_line_that_is_no_question_is_told(
    regel: str, kaart: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(regel))
    assert main(["kaart", "zoek", "--jsonl"]) == 1
    assert "regel 1" in capsys.readouterr().err


@pytest.mark.parametrize("formaat", ["json", "hsds"])
def test_json_and_hsds_go_to_the_screen(
    formaat: str, kaart: Database, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    main(["kaart", "import", str(schrijf(tmp_path, csv_tekst(velden())))])
    capfdbinary.readouterr()
    assert main(["kaart", "export", "--formaat", formaat]) == 0
    assert json.loads(capfdbinary.readouterr().out)


def test_a_feed_inside_our_own_network_is_refused_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/kaart.db")
    assert main(["kaart", "import", "http://127.0.0.1/hsds/v3/services"]) == 1
    assert "dit webadres kan niet" in capsys.readouterr().err


def test_what_nobody_checked_for_too_long_is_not_found_by_the_command_either(
    kaart: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    oud, weg = velden(laatst_gecontroleerd="2010-01-01"), velden(id="weg", status="gearchiveerd")
    main(["kaart", "import", str(schrijf(tmp_path, csv_tekst(oud, weg)))])
    for maanden, gevonden in (("12", False), ("0", True)):
        monkeypatch.setenv("VERBERG_NA_MAANDEN", maanden)
        capsys.readouterr()
        assert main(["kaart", "zoek", "leren", "lezen"]) == 0
        assert ("Taalhuis" in capsys.readouterr().out) == gevonden
        monkeypatch.setattr("sys.stdin", io.StringIO('{"id": 1, "vraag": "leren lezen"}'))
        assert main(["kaart", "zoek", "--jsonl"]) == 0
        resultaten = json.loads(capsys.readouterr().out)["resultaten"]
        assert [r["id"] for r in resultaten] == (["taalhuis-limmen"] if gevonden else [])
        assert main(["kaart", "export", "--formaat", "hsds"]) == 0
        assert ("Taalhuis" in capsys.readouterr().out) == gevonden
