"""A small triage trained once for all tests here: enough to see that training and reading fit together."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from triage.data import Voorbeeld, lees_voorbeelden
from triage.gewichten import save
from triage.lexicon import lees_lexicon
from triage.model import Triage
from triage.training import leer

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="session")
def voorbeelden() -> list[Voorbeeld]:
    return lees_voorbeelden(DATA / "nlu")


@pytest.fixture(scope="session")
def kleine_map(voorbeelden: list[Voorbeeld], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model from one in twenty-four examples per intent."""
    per_intent: dict[str, list[Voorbeeld]] = defaultdict(list)
    for v in voorbeelden:
        per_intent[v.intent].append(v)
    deel = [v for lijst in per_intent.values() for v in (lijst[::24] if len(lijst) > 240 else lijst)]
    map = tmp_path_factory.mktemp("model")
    save(leer(deel, lees_lexicon(DATA / "lexicon")), map)
    return map


@pytest.fixture(scope="session")
def triage(kleine_map: Path) -> Triage:
    return Triage.load(kleine_map)
