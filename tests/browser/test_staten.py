"""Nothing to find in any state of any page: axe, zoom, text spacing, forced colours, motion. Which: wandelingen.py."""

from __future__ import annotations

import pytest

from tests.browser.bewoner import wacht_tot_geladen
from tests.browser.conftest import OpenPagina, Server
from tests.browser.staten import Oog
from tests.browser.wandelingen import WANDELINGEN, Wandeling

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def geladen(server: Server) -> None:
    wacht_tot_geladen(server)


@pytest.mark.parametrize("wandeling", WANDELINGEN.values(), ids=WANDELINGEN)
def test_there_is_nothing_to_find_in_any_state(server: Server, open_pagina: OpenPagina, wandeling: Wandeling) -> None:
    wandeling(server, open_pagina, Oog)
