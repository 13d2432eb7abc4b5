"""The real server with the real assistant: what it writes while it runs, and what a deletion leaves on disk."""

from __future__ import annotations

import uuid

import pytest

from opslag.db import Base
from tests.browser.bewoner import Widget, wacht_tot_geladen
from tests.browser.conftest import OpenPagina, Server

pytestmark = pytest.mark.browser
MERK = "kwartelkoning"


@pytest.fixture(scope="module", autouse=True)
def geladen(server: Server) -> None:
    wacht_tot_geladen(server)


def _plekken(server: Server) -> set[str]:
    plekken = set()
    with server.database.lezen() as session:
        for tabel in Base.metadata.sorted_tables:
            for rij in session.execute(tabel.select()).mappings():
                plekken |= {f"{tabel.name}.{kolom}" for kolom, waarde in rij.items() if MERK in str(waarde)}
    return plekken


def _bestanden(server: Server) -> list[str]:
    """What lies in the server's own folder with the word in it: database, its log of changes, secrets, logs."""
    with server.database.engine.connect() as verbinding:
        verbinding.exec_driver_sql("COMMIT")
        verbinding.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    bestanden = [p for p in server.log.parent.rglob("*") if p.is_file()]
    return [p.name for p in bestanden if MERK.encode() in p.read_bytes()]


def test_what_was_said_to_the_real_assistant_is_gone_with_the_gesprek(server: Server) -> None:
    gesprek = server.api("POST", "/api/v1/gesprekken", {"gemeente": "castricum"})
    pad, token = f"/api/v1/gesprekken/{gesprek['id']}", gesprek["token"]
    for tekst in (
        f"Mijn {MERK} is weg en ik heb schulden", f"waar kan ik in Limmen met mijn {MERK} heen",
        f"ik wil niet meer leven zonder {MERK}", f"{MERK} " * 300, "ik wil een mens spreken",
    ):  # fmt: skip
        server.api("POST", f"{pad}/berichten", {"client_id": str(uuid.uuid4()), "tekst": tekst}, token=token)
    assert "bericht.tekst" in _plekken(server)
    server.api("DELETE", pad, token=token)
    assert _plekken(server) == set()
    assert _bestanden(server) == []
    assert MERK not in server.log.read_text(errors="replace")


def test_no_address_or_header_that_the_browser_sends_holds_what_was_typed(
    server: Server, open_pagina: OpenPagina
) -> None:
    pagina = open_pagina()
    gezonden: list[str] = []
    pagina.on("request", lambda r: gezonden.append(f"{r.url} {r.headers}"))
    widget = Widget(server, pagina).open()
    widget.zeg(f"Mijn {MERK} is weg")
    bewaard = pagina.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    widget.knop("Stop en wis").click()
    widget.knop("Ja, wis het gesprek").click()
    widget.vak.wait_for()
    assert len(gezonden) > 5
    assert [g for g in gezonden if MERK in g] == []
    # On the device stands only the key to the gesprek; after deletion not even that.
    assert MERK not in bewaard
    assert MERK not in pagina.url
    assert pagina.context.cookies() == []
    assert widget.sleutel() is None
