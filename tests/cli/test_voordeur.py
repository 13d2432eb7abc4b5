"""The command: quick where it can be, and every mistake one Dutch sentence with a status that is not 0."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cli import omgeving, triage
from cli.voordeur import COMMANDOS, main
from settings import ROOT
from tests.web.builders import NepTriage


def _draai(woorden: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    try:
        code = main(woorden)
    except SystemExit as einde:
        code = int(einde.code or 0)
    uit = capsys.readouterr()
    return code, uit.out, uit.err


def test_help_names_every_command_in_dutch(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _draai(["--help"], capsys)
    assert code == 0
    assert all(naam in out for naam in COMMANDOS)
    assert "usage" not in out


@pytest.mark.parametrize("woorden", [[], ["onzin"], ["run", "--port", "acht"], ["run", "--onbekend"]])
def test_a_wrong_call_is_explained_in_dutch(woorden: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = _draai(woorden, capsys)
    assert code == 2
    assert "Traceback" not in err
    assert not any(engels in err for engels in ("required", "invalid", "error", "unrecognized"))


def test_help_and_triage_wait_for_no_rasa_and_no_database() -> None:
    code = (
        "import sys, cli.voordeur as v; v.make_parser('triage'); v.make_parser(None);"
        "print([m for m in ('rasa', 'sqlalchemy', 'aiohttp', 'tensorflow') if m in sys.modules])"
    )
    uit = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert uit.stdout.strip() == "[]"


def test_a_mistake_in_env_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_text("# instellingen\nLOG_NIVEAU=INFO\nBEWAAR_GESPREK_DAGEN=veertien\n")
    monkeypatch.setattr(omgeving, "ROOT", tmp_path)
    monkeypatch.setattr("settings.ROOT", tmp_path)
    code, _, err = _draai(["triage"], capsys)
    assert code == 1
    assert err.startswith(".env, regel 3: BEWAAR_GESPREK_DAGEN moet een heel getal zijn")


def test_a_mistake_in_the_werkgebied_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bestand = tmp_path / "kapot.yml"
    bestand.write_text((ROOT / "werkgebied.yml").read_text().replace("Europe/Amsterdam", "Mars"))
    monkeypatch.setenv("WERKGEBIED", str(bestand))
    code, _, err = _draai(["voorbereiden"], capsys)
    assert code == 1
    assert "kapot.yml: Regel" in err
    assert "'Mars' is geen tijdzone" in err


def test_a_database_that_is_not_there_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://iemand:geheimwoord@127.0.0.1:1/voordeur")
    code, _, err = _draai(["voorbereiden"], capsys)
    assert code == 1
    assert "DATABASE_URL" in err
    assert "geheimwoord" not in err


def test_a_port_that_is_taken_is_told_with_another_one(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as bezet:
        bezet.bind(("127.0.0.1", 0))
        bezet.listen()
        poort = bezet.getsockname()[1]
        code, _, err = _draai(["run", "--host", "127.0.0.1", "--port", str(poort)], capsys)
    assert code == 1
    assert f"Poort {poort} is al in gebruik" in err


def test_triage_answers_each_line_in_order_with_the_fields_of_the_koppelvlak() -> None:
    vragen = [{"id": 7, "tekst": "ik heb schulden"}, {"id": "b", "tekst": "er is gevaar"}, {"id": None, "tekst": ""}]
    doel = io.StringIO()
    triage.beoordeel_regels(NepTriage(), io.StringIO("\n".join(json.dumps(v) for v in vragen) + "\n\n"), doel)
    uit = [json.loads(regel) for regel in doel.getvalue().splitlines()]
    assert [u["id"] for u in uit] == [7, "b", None]
    assert all(set(u) == {"id", "zwaarte", "soort", "leefgebieden", "crisis", "route"} for u in uit)
    assert uit[0]["leefgebieden"][0] == {"code": "financien", "score": 0.9, "bewijs": ["ik heb schulden"]}
    assert uit[1]["crisis"] == "geweld"


@pytest.mark.parametrize("regel", ["geen json", "[]", '{"id": 1}', '{"tekst": "x"}', '{"id": 1, "tekst": 3}'])
def test_a_line_that_cannot_be_read_is_named_by_its_number_and_the_others_are_answered(
    regel: str, capsys: pytest.CaptureFixture[str]
) -> None:
    doel = io.StringIO()
    bron = io.StringIO(f'{{"id": 1, "tekst": "x"}}\n{regel}\n{{"id": 2, "tekst": "x"}}\n')
    assert triage.beoordeel_regels(NepTriage(), bron, doel) == 1
    assert [json.loads(r)["id"] for r in doel.getvalue().splitlines()] == [1, 2]
    assert "Regel 2" in capsys.readouterr().err


@pytest.mark.parametrize("module", ["bench.antwoordtijd", "bench.triage_meting", "bench.zoeken"])
def test_the_measurements_are_found_from_any_folder(module: str, tmp_path: Path) -> None:
    """`voordeur bench` and `voordeur evalueer` are started from anywhere, not only from the repository."""
    vind = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({module!r}) is None)"
    assert subprocess.run([sys.executable, "-I", "-c", vind], cwd=tmp_path, check=False).returncode == 0


@pytest.mark.parametrize("aantal", ["veel", "-3", "20"])
def test_a_comparison_on_too_few_examples_is_refused(aantal: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as gestopt:
        main(["evalueer", "--voorbeelden", aantal])

    assert gestopt.value.code == 2
    assert "500 of meer" in capsys.readouterr().err
