"""The work on the kaart that nobody asks for: off unless it is set, and safe to run again."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from sqlalchemy import select

from opslag.db import Database, now
from overdracht import staf
from overdracht.models import UitPost
from settings import Settings
from sociale_kaart import edits, links, queries
from sociale_kaart.links import Uitkomst
from tests.sociale_kaart.bouwers import velden
from tests.web.conftest import Bouwer
from web import taken


@pytest.fixture(autouse=True)
def kaart(sqlite_db: Database) -> None:
    with sqlite_db.session_scope() as session:
        edits.save_voorziening(session, velden(id="a", laatst_gecontroleerd="2025-01-01"), wie="anna", versie=None)
        staf.add_medewerker(session, "Rian", "redacteur", email="rian@example.nl")


@pytest.fixture
def bekeken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which websites were looked at; nothing goes out."""
    gezien: list[str] = []

    async def kijk(client: Any, websites: Any) -> list[Uitkomst]:
        gezien.extend(w for _, w in websites)
        return [Uitkomst(i, w, "404") for i, w in websites]

    monkeypatch.setattr(links, "look_at_all", kijk)
    return gezien


async def test_no_website_is_looked_at_unless_the_setting_says_so(bouw: Bouwer, bekeken: list[str]) -> None:
    client = await bouw()
    await taken.links(client.app)  # type: ignore[arg-type]
    assert bekeken == []


async def test_with_the_setting_each_website_is_looked_at_once_a_week_and_counted(
    bouw: Bouwer, settings: Settings, sqlite_db: Database, bekeken: list[str]
) -> None:
    client = await bouw(settings=dataclasses.replace(settings, links_controleren="aan"))
    for _ in range(2):
        await taken.links(client.app)  # type: ignore[arg-type]
    assert bekeken == ["https://www.example.nl/taalhuis"]
    with sqlite_db.lezen() as session:
        rij = queries.get_linkcontrole(session, "a")
        assert rij is not None
        assert (rij.stuk, rij.reden, rij.bekeken_op <= now()) == (1, "404", True)


@pytest.mark.parametrize(("smtp", "mails"), [("", 0), ("smtp://mail.example.nl", 1)])
async def test_reminders_are_mailed_only_when_there_is_a_mail_server(
    bouw: Bouwer, settings: Settings, sqlite_db: Database, smtp: str, mails: int
) -> None:
    client = await bouw(settings=dataclasses.replace(settings, smtp_url=smtp))
    for _ in range(2):
        await taken.herinneringen(client.app)  # type: ignore[arg-type]
    with sqlite_db.lezen() as session:
        posten = list(session.scalars(select(UitPost)))
        assert [p.inhoud["aan"] for p in posten] == ["rian@example.nl"] * mails
