"""What is told of one process and two: the middle of the rounds, beside the first."""

from __future__ import annotations

import json
from pathlib import Path

from bench.processen import Meting, as_table, middelste, write_report


def _ronde(processen: int, per_seconde: float, *, fouten: int = 0) -> Meting:
    return Meting(processen, 1, 100, per_seconde, 20.0, 40.0, 25.0, fouten)


def test_the_middle_round_counts_and_what_failed_is_added_up() -> None:
    rij = middelste([_ronde(1, 30.0), _ronde(1, 50.0, fouten=2), _ronde(1, 31.04, fouten=1)])
    assert (rij.per_seconde, rij.fouten, rij.ronden, rij.berichten) == (31.0, 3, 3, 300)


def test_the_table_says_how_many_times_one_process_two_are() -> None:
    regels = as_table([_ronde(1, 30.0), _ronde(2, 48.0)]).splitlines()
    assert regels[1].endswith("| 1.0")
    assert regels[2].endswith("| 1.6")


def test_the_report_can_be_read_again(tmp_path: Path) -> None:
    pad = write_report([_ronde(1, 30.0)], tmp_path / "bench")
    assert json.loads(pad.read_text(encoding="utf-8"))["rijen"][0]["per_seconde"] == 30.0
