"""`voordeur triage`: one finding per line, in order, whatever stands in between."""

from __future__ import annotations

import io
import json

import pytest

from cli.triage import beoordeel_regels
from triage.model import Triage


def test_lines_are_answered_in_order_and_a_wrong_one_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    bron = io.StringIO('{"id": 1, "tekst": "ik wil niet meer leven"}\nonzin\n\n{"id": "b", "tekst": ""}\n{"id": 3}\n')
    doel = io.StringIO()
    assert beoordeel_regels(Triage.zonder_model(), bron, doel) == 2
    regels = [json.loads(r) for r in doel.getvalue().splitlines()]
    assert [r["id"] for r in regels] == [1, "b"]
    assert set(regels[0]) == {"id", "zwaarte", "soort", "leefgebieden", "crisis", "route"}
    assert (regels[0]["crisis"], regels[0]["route"]) == ("suicide", "crisis")
    fouten = capsys.readouterr().err
    assert "Regel 2 is geen JSON." in fouten
    assert "Regel 5" in fouten
