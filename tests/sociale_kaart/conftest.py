"""Fixtures of the sociale kaart."""

from __future__ import annotations

import pytest

from settings import ROOT
from werkgebied import Werkgebied, load_werkgebied


@pytest.fixture(scope="session")
def gebied() -> Werkgebied:
    """The werkgebied of the four gemeenten."""
    return load_werkgebied(ROOT / "werkgebied.yml")
