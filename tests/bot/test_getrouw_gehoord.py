"""The verslag made of what the trained triage hears itself, as in the product, and not of findings written by hand."""

from __future__ import annotations

import pytest

from bench.getrouwheid import Uitslag, lees_gesprekken, meet, recall, tabel
from triage.model import Triage


@pytest.fixture(scope="module")
def uitslagen(triage: Triage) -> list[Uitslag]:
    return [meet(geval, luister=triage.beoordeel) for geval in lees_gesprekken()]


def test_nine_facts_in_ten_stand_where_they_belong_when_the_triage_listens(uitslagen: list[Uitslag]) -> None:
    assert recall(uitslagen) >= 0.9, tabel(uitslagen)


def test_nothing_is_invented_when_the_triage_listens(uitslagen: list[Uitslag]) -> None:
    assert [(u.naam, u.verzonnen) for u in uitslagen if u.verzonnen] == []
