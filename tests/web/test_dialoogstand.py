"""Where the dialogue is goes to the assistant with the message, and is kept with the answer or not at all."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.vraag import Vraag
from gesprek.antwoord import Antwoord, AntwoordBericht
from gesprek.models import DialoogStand
from opslag.db import Database
from tests.web.builders import Inwoner, NepAssistent, nieuwe_inwoner
from tests.web.stafleden import Client
from web import beantwoorden


def _telt(vraag: Vraag) -> Antwoord:
    """A dialogue that counts its turns."""
    assert vraag.geheugen is not None
    beurt = (vraag.geheugen.stand or {"beurt": 0})["beurt"] + 1
    return Antwoord(berichten=(AntwoordBericht(f"beurt {beurt}"),), dialoog={"beurt": beurt})


def _stand(database: Database, inwoner: Inwoner) -> Any:
    with database.lezen() as session:
        rij = session.get(DialoogStand, inwoner.id)
        return rij.stand if rij else None


async def test_each_message_finds_the_dialogue_where_the_answer_before_left_it(
    client: Client, assistent: NepAssistent, sqlite_db: Database
) -> None:
    assistent.doe = _telt
    inwoner = await nieuwe_inwoner(client)
    gezegd = [(await inwoner.zeg(f"b{n}"))["antwoorden"][0]["tekst"] for n in range(3)]
    assert gezegd == ["beurt 1", "beurt 2", "beurt 3"]
    assert _stand(sqlite_db, inwoner) == {"beurt": 3}


async def test_messages_sent_at_once_each_find_the_dialogue_of_the_one_before(
    client: Client, assistent: NepAssistent, sqlite_db: Database
) -> None:
    assistent.doe = _telt
    inwoner = await nieuwe_inwoner(client)
    alles = await asyncio.gather(*(inwoner.zeg(f"b{n}") for n in range(5)))
    assert sorted(a["antwoorden"][0]["tekst"] for a in alles) == [f"beurt {n}" for n in range(1, 6)]
    assert _stand(sqlite_db, inwoner) == {"beurt": 5}


async def test_a_dialogue_that_stays_where_it_was_is_not_written(
    client: Client, assistent: NepAssistent, sqlite_db: Database
) -> None:
    inwoner = await nieuwe_inwoner(client)
    await inwoner.zeg("hallo")
    assert _stand(sqlite_db, inwoner) is None


async def test_an_assistant_that_fails_leaves_the_dialogue_where_it_was(
    client: Client, assistent: NepAssistent, sqlite_db: Database
) -> None:
    def stuk(vraag: Vraag) -> Antwoord:
        raise RuntimeError

    assistent.doe = _telt
    inwoner = await nieuwe_inwoner(client)
    await inwoner.zeg("een")
    assistent.doe = stuk
    assert (await inwoner.zeg("twee"))["antwoorden"]
    assert _stand(sqlite_db, inwoner) == {"beurt": 1}


async def test_a_message_is_kept_and_answered_when_what_the_answer_needs_cannot_be_read_along(
    client: Client, assistent: NepAssistent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuk(*_: Any) -> Any:
        raise TypeError("iets dat iemand zei")

    monkeypatch.setattr(beantwoorden, "stand_van", stuk)
    assistent.doe = _telt
    inwoner = await nieuwe_inwoner(client)
    assert [(await inwoner.zeg(t))["antwoorden"][0]["tekst"] for t in ("een", "twee")] == ["beurt 1", "beurt 2"]
