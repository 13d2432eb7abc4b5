"""Ordinary messages frighten nobody: a help line shown for nothing costs trust, and the next real one."""

from __future__ import annotations

from settings import ROOT
from triage.model import Triage
from triage.proeven import lees_alledaags, loos_alarm

# Which one or two are heard wrongly changes with every training; the report of `voordeur evalueer` lists them.
_TOEGESTAAN = 3


def test_hardly_any_ordinary_message_is_heard_as_a_crisis(triage: Triage) -> None:
    berichten = lees_alledaags(ROOT / "data" / "proeven" / "alledaags.yml")
    assert len(berichten) >= 80
    assert len(loos := loos_alarm(triage, berichten)) <= _TOEGESTAAN, loos
