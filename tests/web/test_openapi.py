"""The description in /openapi.json is true: every operation is tried with made-up input, good and bad.

schemathesis makes the input from the description and checks each answer against it: no failure of the server, no
status or content type that is not described, no body that does not fit.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from aiohttp import web
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks

from opslag.db import Base, Database, make_engine
from settings import ROOT, Settings
from sociale_kaart import voorbeeld
from tests.overdracht_builders import Verhaal, keur_goed, vertel
from tests.web.builders import NepAssistent, NepTriage, maak_medewerker
from web.app import make_app
from web.openapi import beschrijf, is_api
from web.routes import all_routes
from werkgebied import load_werkgebied

INSTELLINGEN = Settings(limiet_gesprek=0, secret_key="een geheim voor de tests", rest_kanaal="aan")
VOORBEELDEN = 4
# Whether these are good depends on the werkgebied, the verslag or the answer itself, not on the form alone.
HANGT_AF = {"nieuw_gesprek", "wijzig_verslag", "keur_goed", "lees_voorzieningen", "verander_bereik"}
BESCHRIJVING = beschrijf(all_routes(INSTELLINGEN), "http://localhost")
SCHEMA = schemathesis.openapi.from_dict(BESCHRIJVING)
# A WebSocket is no answer to a plain request; tests/web/test_stroom.py tries it.
OPERATIES = {o.ok().label: o.ok() for o in SCHEMA.get_all_operations() if not o.ok().label.endswith("/stroom")}
WERKGEBIED = load_werkgebied(ROOT / "werkgebied.yml")


class Server:
    """The whole product on a port of its own, with residents and a procesregisseur who may see everything."""

    def __init__(self, database: Database, var_map: Path) -> None:
        self.database = database
        self.staf = maak_medewerker(database, "Noor", "procesregisseur")
        self.basis = ""
        self._klaar = threading.Event()
        self._lus = asyncio.new_event_loop()
        self._var_map = str(var_map)
        self._draad = threading.Thread(target=self._draai, daemon=True)

    def start(self) -> None:
        self._draad.start()
        assert self._klaar.wait(30)
        assert self.basis

    def stop(self) -> None:
        self._lus.call_soon_threadsafe(self._lus.stop)
        self._draad.join(30)

    def _draai(self) -> None:
        try:
            runner = self._lus.run_until_complete(self._begin())
        finally:
            self._klaar.set()
        self._lus.run_forever()
        self._lus.run_until_complete(runner.cleanup())

    async def _begin(self) -> web.AppRunner:
        app = make_app(
            INSTELLINGEN, database=self.database, werkgebied=WERKGEBIED, triage=NepTriage(), assistent=NepAssistent(),
            achtergrond=False,
        )  # fmt: skip
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.basis = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return runner

    def verhaal(self) -> Verhaal:
        with self.database.session_scope() as session:
            return keur_goed(session, WERKGEBIED)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    map_ = tmp_path_factory.mktemp("openapi")
    engine = make_engine(f"sqlite:///{map_}/test.db")
    Base.metadata.create_all(engine)
    database = Database(engine)
    with database.session_scope() as session:
        voorbeeld.load(session, werkgebied=WERKGEBIED)
        vertel(session)
    gestart = Server(database, map_)
    gestart.start()
    yield gestart
    gestart.stop()
    database.close()


@pytest.mark.parametrize("label", list(OPERATIES))
def test_every_operation_answers_as_described(server: Server, label: str) -> None:
    operatie = OPERATIES[label]
    # Access has tests of its own for every route (test_toegang); here everybody may do what they try.
    niet: list[Any] = [checks.ignored_auth]
    if operatie.definition.raw["operationId"] in HANGT_AF:
        niet.append(checks.positive_data_acceptance)
    verhaal = server.verhaal()

    @settings(
        max_examples=VOORBEELDEN, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operatie.as_strategy())
    def probeer(case: Any) -> None:
        eigen = verhaal if operatie.method.upper() == "GET" else server.verhaal()
        koppen = server.staf
        if "kenmerk" in case.path_parameters:
            case.path_parameters["kenmerk"] = eigen.kenmerk
        elif "/gesprekken/{id}" in label:
            case.path_parameters["id"] = eigen.gesprek_id
            koppen = {"Authorization": f"Bearer {eigen.token}"}
        case.call_and_validate(base_url=server.basis, headers=koppen, excluded_checks=niet)

    probeer()


@pytest.mark.parametrize("label", [naam for naam in OPERATIES if "{id}" in naam or "{kenmerk}" in naam])
def test_what_does_not_exist_is_answered_as_described(server: Server, label: str) -> None:
    operatie = OPERATIES[label]
    delen = {naam: "bestaat-niet" for naam in ("id", "kenmerk") if f"{{{naam}}}" in label}
    inhoud = {"body": {}, "media_type": "application/json"} if "requestBody" in operatie.definition.raw else {}
    case = operatie.Case(path_parameters=delen, **inhoud)
    antwoord = case.call(base_url=server.basis, headers=server.staf)
    assert 400 <= antwoord.status_code < 500
    case.validate_response(antwoord, excluded_checks=[checks.positive_data_acceptance])


def test_everything_of_the_interface_is_described() -> None:
    paden = {r.pad for r in all_routes(INSTELLINGEN) if is_api(r)}
    assert len(BESCHRIJVING["paths"]) >= len({p for p in paden if "stroom" not in p}) - 1
    antwoorden = [
        (naam, code) for naam, o in OPERATIES.items() for code, a in o.definition.raw["responses"].items()
        if code not in ("101", "204", "304") and "content" not in a and "$ref" not in a
    ]  # fmt: skip
    assert antwoorden == []
