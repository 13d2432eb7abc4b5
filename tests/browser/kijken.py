"""Somebody who looks at a page in each of its states: to judge it (staten.py) or to take a picture (schermen.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from playwright.sync_api import Page

from overdracht import staf
from tests.browser.conftest import OpenPagina, Server


class Kijker(Protocol):
    """Somebody who looks at a page in each of its states."""

    def kijk(self, staat: str) -> None: ...
    def klaar(self) -> None: ...


Kijkt = Callable[[Page], Kijker]
Wandeling = Callable[[Server, OpenPagina, Kijkt], None]


def als(server: Server, naam: str, doe: Any, *args: Any, **velden: Any) -> None:
    """Do this as a medewerker, beneath the pages."""
    with server.database.session_scope() as session:
        medewerker = staf.find_by_naam(session, naam)
        assert medewerker is not None
        doe(session, *args, medewerker, **velden)
