"""An Open Klant to send to, for every test of what goes there."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer

from overdracht.openklant_client import OpenKlant
from tests.overdracht.openklant_stub import Stub


@pytest.fixture
async def stub() -> AsyncIterator[tuple[Stub, OpenKlant]]:
    namaak = Stub()
    server = TestServer(namaak.app())
    await server.start_server()
    client = OpenKlant(str(server.make_url("/")), "goed")
    yield namaak, client
    await client.sluit()
    await server.close()
