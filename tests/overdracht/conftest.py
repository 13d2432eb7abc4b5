"""An Open Klant and a mail server to send to, for every test of what goes there."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp.test_utils import TestServer

from overdracht.openklant_client import OpenKlant
from tests.overdracht.openklant_stub import Stub
from tests.overdracht.postbus import Postbus


@pytest.fixture
async def stub() -> AsyncIterator[tuple[Stub, OpenKlant]]:
    namaak = Stub()
    server = TestServer(namaak.app())
    await server.start_server()
    client = OpenKlant(str(server.make_url("/")), "goed")
    yield namaak, client
    await client.sluit()
    await server.close()


@pytest.fixture
def postbus() -> Iterator[Postbus]:
    with Postbus() as server:
        draad = threading.Thread(target=server.serve_forever, daemon=True)
        draad.start()
        yield server
        server.shutdown()
