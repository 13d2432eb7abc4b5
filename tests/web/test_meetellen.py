"""What a gesprek tells the redactie is counted after the answer, and never in its way."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from bot.vraag import Vraag
from gesprek.antwoord import Antwoord, AntwoordBericht
from opslag.db import Database
from sociale_kaart import edits, tellingen
from sociale_kaart.models import Toontelling
from sociale_kaart.tellingen import read_signalen
from tests.sociale_kaart.bouwers import velden
from tests.web.builders import Inwoner, NepAssistent, nieuwe_inwoner
from tests.web.stafleden import Client
from web import keys

KAARTJE = {"id": "taalhuis-limmen", "naam": "Taalhuis Limmen"}


@pytest.fixture(autouse=True)
def kaart(sqlite_db: Database) -> None:
    with sqlite_db.session_scope() as session:
        edits.save_voorziening(session, velden(), wie="anna", versie=None)


def _antwoord(vraag: Vraag) -> Antwoord:
    """Shows the one entry for `lezen`, nothing for anything else."""
    if "lezen" in (vraag.tekst or ""):
        return Antwoord(berichten=(AntwoordBericht("Dit vond ik.", voorzieningen=(KAARTJE,)),))
    if "dank" in (vraag.tekst or ""):
        return Antwoord(berichten=(AntwoordBericht("Graag gedaan."),), beoordeling={"intent": "bedankt"})
    return Antwoord(berichten=(AntwoordBericht("Niets gevonden."),), onbeantwoord=True)


@pytest.fixture
async def inwoner(client: Client, assistent: NepAssistent) -> Inwoner:
    assistent.doe = _antwoord
    return await nieuwe_inwoner(client)


async def _zeg(inwoner: Inwoner, *teksten: str) -> None:
    for tekst in teksten:
        await inwoner.zeg(tekst)
        await inwoner.client.app[keys.MEETELLER].wacht()  # type: ignore[union-attr]


def _geteld(database: Database) -> list[tuple[int, int]]:
    with database.lezen() as session:
        return [(t.getoond, t.nuttig) for t in session.scalars(select(Toontelling))]


async def test_what_found_nothing_in_five_gesprekken_reaches_the_redactie(
    client: Client, inwoner: Inwoner, sqlite_db: Database
) -> None:
    vandaag = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    for n in range(5):
        ander = inwoner if n == 0 else await nieuwe_inwoner(client)
        await _zeg(ander, "zijn er ook parapentelessen?", "of parapentelessen elders?")
        with sqlite_db.lezen() as session:
            woorden = [w for w, _ in read_signalen(session, vandaag).niets]
            assert bool([w for w in woorden if w.startswith("parapente")]) == (n == 4)


async def test_shown_and_thanked_for_is_of_use(inwoner: Inwoner, sqlite_db: Database) -> None:
    await _zeg(inwoner, "ik wil leren lezen", "lezen dus")
    assert _geteld(sqlite_db) == [(1, 0)]
    await _zeg(inwoner, "dank u wel", "dank u wel")
    assert _geteld(sqlite_db) == [(1, 1)]


async def test_a_good_score_says_that_it_was_of_use_once(inwoner: Inwoner, sqlite_db: Database) -> None:
    await _zeg(inwoner, "ik wil leren lezen")
    for score in (2, 5, 4):
        assert (await inwoner.post("feedback", {"score": score})).status == 201
    assert _geteld(sqlite_db) == [(1, 1)]


async def test_a_count_that_fails_leaves_the_answer_alone_and_logs_no_words(
    inwoner: Inwoner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stuk(*_: Any, **__: Any) -> Any:
        raise ValueError("parapentelessen")

    monkeypatch.setattr(tellingen, "oogst", stuk)
    antwoord = await inwoner.zeg("zijn er ook parapentelessen?")
    await inwoner.client.app[keys.MEETELLER].wacht()  # type: ignore[union-attr]
    await asyncio.sleep(0)
    assert antwoord["antwoorden"][0]["tekst"] == "Niets gevonden."
    assert "niet meegeteld" in caplog.text
    assert "parapente" not in caplog.text
