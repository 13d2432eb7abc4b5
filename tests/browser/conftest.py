"""A real server as its own process with a database of its own, and Chromium to look at it.

    def test_…(server, open_pagina): pagina = open_pagina("medewerker"); pagina.goto(f"{server.url}/werkplek")

`open_pagina` gives a fresh browser profile each time, logged in when a role or a name is given. An
error in the console of a page (also one of the content security policy) fails the test.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from opslag.db import Database, make_engine
from opslag.migreren import upgrade
from overdracht import staf
from settings import ROOT
from sociale_kaart import voorbeeld
from werkgebied import Werkgebied, load_werkgebied

# Of the server and of what these tests make in its database themselves.
GEHEIM = "een geheim voor de tests"
WACHTWOORD = "een lang wachtwoord voor de test"
# Name -> role; the first of a role is who is meant by the role alone.
ACCOUNTS = {
    "Sanne de Vries": "medewerker",
    "Karim Bakker": "medewerker",
    "Petra Postma": "procesregisseur",
    "Rian Redder": "redacteur",
    "Bea Beekman": "beheerder",
}
# Seconds; generous, since a machine that is busy with other things must not look like a server that is broken.
_KLAAR, _ASSISTENT = 240.0, 300.0


@dataclass(frozen=True)
class Server:
    """A running server. `database` is the same one, for what a test must set up beneath the pages."""

    url: str
    database: Database
    werkgebied: Werkgebied
    log: Path

    @property
    def accounts(self) -> dict[str, str]:
        return ACCOUNTS

    def api(self, methode: str, pad: str, data: Any = None, *, token: str = "") -> Any:
        """One call of the API as another program makes it; the JSON of the answer."""
        koppen = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        body = json.dumps(data).encode() if data is not None else None
        verzoek = urllib.request.Request(f"{self.url}{pad}", data=body, headers=koppen, method=methode)  # noqa: S310  (only our own server)
        with urllib.request.urlopen(verzoek, timeout=60) as antwoord:  # noqa: S310
            tekst = antwoord.read()
        return json.loads(tekst) if tekst else None

    def onderdelen(self) -> dict[str, str]:
        """What /readyz says of each part."""
        try:
            return dict(self.api("GET", "/readyz")["onderdelen"])
        except (OSError, urllib.error.HTTPError):
            return {}

    def wacht_op_assistent(self) -> None:
        """Wait until the assistant answers; skips the test when there is no trained model on this machine."""
        tot = time.monotonic() + _ASSISTENT
        while (stand := self.onderdelen().get("assistent")) != "goed":
            if stand == "weg" or time.monotonic() > tot:
                pytest.skip("er is geen getraind model")
            time.sleep(0.5)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`voordeur run` on a free port, with the example kaart and an account of each role."""
    with draai(tmp_path_factory.mktemp("server")) as gestart:
        yield gestart


@contextmanager
def draai(map_: Path) -> Iterator[Server]:
    """The same outside pytest; everything it makes stands in `map_`."""
    url = f"sqlite:///{map_}/voordeur.db"
    database = Database(make_engine(url), geheim=GEHEIM)
    werkgebied = load_werkgebied(ROOT / "werkgebied.yml")
    upgrade(database.engine)
    with database.session_scope() as session:
        voorbeeld.load(session, werkgebied=werkgebied)
        for naam, rol in ACCOUNTS.items():
            staf.add_medewerker(session, naam, rol)
            medewerker = staf.find_by_naam(session, naam)
            assert medewerker is not None
            staf.set_wachtwoord(session, medewerker, WACHTWOORD)
    poort = _vrije_poort()
    gestart = Server(f"http://127.0.0.1:{poort}", database, werkgebied, map_ / "log.txt")
    proces = _start(gestart, map_, url, poort)
    try:
        _wacht_tot_klaar(gestart, proces)
        yield gestart
    finally:
        proces.terminate()
        try:
            proces.wait(20)
        except subprocess.TimeoutExpired:
            proces.kill()
        database.close()


def _vrije_poort() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _start(server: Server, map_: Path, url: str, poort: int) -> subprocess.Popen[bytes]:
    omgeving = {
        **os.environ,
        "DATABASE_URL": url,
        "VAR_MAP": str(map_),
        "SECRET_KEY": GEHEIM,
        "REDIS_URL": "",
        "LIMIET_GESPREK": "0",
        # A thousand retries in half a minute come from one address here; what the limits do: tests/web/test_limieten.
        "LIMIET_ADRES": "0",
        "PUBLIEKE_URL": server.url,
        # The website of a gemeente that carries the widget.
        "TOEGESTANE_ORIGINS": "http://gemeente.test",
        "RASA_TELEMETRY_ENABLED": "false",
    }
    opdracht = [sys.executable, "-m", "cli.voordeur", "run", "--host", "127.0.0.1", "--port", str(poort)]
    with server.log.open("wb") as log:
        return subprocess.Popen(opdracht, cwd=ROOT, env=omgeving, stdout=log, stderr=subprocess.STDOUT)


def _wacht_tot_klaar(server: Server, proces: subprocess.Popen[bytes]) -> None:
    tot = time.monotonic() + _KLAAR
    while server.onderdelen().get("database") != "goed":
        if proces.poll() is not None or time.monotonic() > tot:
            pytest.fail(f"de server startte niet:\n{server.log.read_text(errors='replace')[-4000:]}")
        time.sleep(0.2)


# Per module, not per session: while Playwright is open its event loop is in the way of asynchronous tests.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as gestart:
        yield gestart


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium as this machine has it, or as Playwright brought it."""
    pad = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    with sync_playwright() as playwright:
        # Chromium asks leave before a website reaches this machine itself; the website in these tests may.
        lokaal = "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests"
        opties = ["--no-sandbox", "--disable-background-networking", "--disable-gpu", lokaal]
        gestart = playwright.chromium.launch(executable_path=pad, args=opties)
        yield gestart
        gestart.close()


OpenPagina = Callable[..., Page]
Werkplek = Callable[[str], Page]


@pytest.fixture
def open_pagina(server: Server, browser: Browser) -> Iterator[OpenPagina]:
    """Open a page in a profile of its own; `wie` is a role or a name, other arguments go to the profile."""
    fouten: list[str] = []
    with profielen_in(server, browser, fouten) as open_:
        yield open_
    assert not fouten


@contextmanager
def profielen_in(server: Server, browser: Browser, fouten: list[str]) -> Iterator[OpenPagina]:
    """What `open_pagina` gives; errors of the pages are added to `fouten`."""
    profielen = []

    def open_(wie: str = "", **profiel: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "nl-NL", **profiel})
        context.set_default_timeout(15_000)
        profielen.append(context)
        pagina = context.new_page()
        pagina.on("pageerror", lambda fout: fouten.append(str(fout)))
        pagina.on("console", lambda m: fouten.append(m.text) if m.type == "error" and _telt(m.text) else None)
        if wie:
            login(server, pagina, wie)
        return pagina

    yield open_
    for context in profielen:
        context.close()


def _telt(tekst: str) -> bool:
    """A refused request (409, no connection) is what some tests are about; a broken script or policy never is."""
    return not tekst.startswith(("Failed to load resource", "WebSocket connection to"))


def login(server: Server, pagina: Page, wie: str) -> None:
    """Log in as this person, or as the first with this role."""
    naam = wie if wie in ACCOUNTS else next(n for n, rol in ACCOUNTS.items() if rol == wie)
    pagina.goto(f"{server.url}/login")
    pagina.get_by_label("Naam").fill(naam)
    pagina.get_by_label("Wachtwoord").fill(WACHTWOORD)
    pagina.locator("main").get_by_role("button", name="Inloggen").click()
    pagina.wait_for_url(lambda adres: not adres.endswith("/login"))


@pytest.fixture
def werkplek(server: Server, open_pagina: OpenPagina) -> Werkplek:
    """The werkplek of a medewerker who has this overdracht about debts open."""

    def open_(kenmerk: str) -> Page:
        pagina = open_pagina("medewerker")
        pagina.goto(f"{server.url}/werkplek?o={kenmerk}")
        expect(pagina.locator("#verslag")).to_contain_text("schulden")
        return pagina

    return open_
