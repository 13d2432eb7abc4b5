"""A promise that must move because of a closed day: who handles it chooses another moment, on the page itself."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from gesprek import service as gesprekken
from opslag.db import Database, now
from overdracht import edits, queries
from settings import Settings
from tests.overdracht_builders import Verhaal, keur_goed
from tests.web.stafleden import Staflid, pagina_routes
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
BELLEN = {"naam": "J. Prins", "telefoon": "072 000 0198", "email": "j.prins@example.nl", "voorkeur": "telefoon"}


@pytest.fixture
async def client(bouw: Any, settings: Settings) -> Client:
    mail = dataclasses.replace(settings, smtp_url="smtp://127.0.0.1:9")
    return await bouw(routes=pagina_routes(), settings=mail)


async def _opgepakt(sanne: Staflid, database: Database, werkgebied: Werkgebied, *, bewogen: bool) -> Verhaal:
    """Held by Sanne; `bewogen`: the promise was moved by itself, since the team was closed."""
    with database.session_scope() as session:
        verhaal = keur_goed(session, werkgebied, contact=BELLEN)
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    if bewogen:
        with database.session_scope() as session:
            overdracht = queries.get_overdracht(session, verhaal.kenmerk)
            assert overdracht is not None
            edits.add_stap(session, overdracht, "nieuw_moment", op=now(), wie="Bea Baas", intern=False)
    return verhaal


def _momenten(pagina: str) -> list[str]:
    return re.findall(r'<option value="(\d{4}-[^"]+)">', pagina)


async def test_the_holder_chooses_a_moment_from_a_list_and_the_resident_is_told(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    verhaal = await _opgepakt(sanne, sqlite_db, werkgebied, bewogen=True)
    momenten = _momenten(await sanne.lees(f"/werkplek?o={verhaal.kenmerk}"))
    assert len(momenten) > 10
    waar = await sanne.doe(f"/werkplek/{verhaal.kenmerk}/moment", {"moment": momenten[7]})
    assert "De inwoner krijgt een ander moment." in await sanne.lees(waar)
    with sqlite_db.lezen() as session:
        overdracht = queries.get_overdracht(session, verhaal.kenmerk)
        assert overdracht is not None
        assert overdracht.eerste_contact_voor is not None
        assert werkgebied.lokale_tijd(overdracht.eerste_contact_voor).isoformat() == momenten[7]
        assert "belt een medewerker u." in gesprekken.read_berichten(session, verhaal.gesprek_id)[-1].tekst
        assert queries.find_uit_post(session, verhaal.kenmerk, "nieuw_moment") is not None


async def test_a_moment_that_is_not_in_the_list_changes_nothing_and_says_so(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    verhaal = await _opgepakt(sanne, sqlite_db, werkgebied, bewogen=True)
    antwoord = await sanne.stuur(f"/werkplek/{verhaal.kenmerk}/moment", {"moment": "2020-01-01T03:00:00+01:00"})
    assert antwoord.status == 422
    assert "Kies een moment uit de lijst." in await antwoord.text()


async def test_nothing_is_to_be_chosen_for_a_promise_that_needs_not_move(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    verhaal = await _opgepakt(sanne, sqlite_db, werkgebied, bewogen=False)
    assert _momenten(await sanne.lees(f"/werkplek?o={verhaal.kenmerk}")) == []


async def test_who_does_not_hold_it_sees_no_list_and_may_not_choose(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    sanne, karim = (Staflid(client, sqlite_db, naam) for naam in ("Sanne de Vries", "Karim Bakker"))
    verhaal = await _opgepakt(sanne, sqlite_db, werkgebied, bewogen=True)
    assert _momenten(await karim.lees(f"/werkplek?o={verhaal.kenmerk}")) == []
    [moment, *_] = _momenten(await sanne.lees(f"/werkplek?o={verhaal.kenmerk}"))
    assert (await karim.stuur(f"/werkplek/{verhaal.kenmerk}/moment", {"moment": moment})).status == 403
