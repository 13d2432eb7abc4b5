"""What a message costs the database: a fixed small number of statements, whatever was said before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.vraag import Vraag
from gesprek.antwoord import Antwoord, AntwoordBericht
from opslag.db import Database
from sociale_kaart import edits
from tests.sociale_kaart.bouwers import velden
from tests.web.builders import Inwoner, NepAssistent, nieuwe_inwoner
from tests.web.stafleden import Client
from web import keys

KAARTJE = {"id": "taalhuis-limmen", "naam": "Taalhuis Limmen"}
# The message with what was said before, the answer, and what is counted of it; each in a transaction of its own, which
# first asks whether beheer changed anything.
HOOGSTENS = 23


@pytest.fixture
def opdrachten(sqlite_db: Database) -> Iterator[list[str]]:
    """Every statement that goes to the database."""
    gedaan: list[str] = []
    dialect = sqlite_db.engine.dialect

    def opschrijver(echt: Callable[..., None]) -> Callable[..., None]:
        def schrijf_op(wijzer: Any, tekst: str, *rest: Any) -> None:
            gedaan.append(tekst)
            echt(wijzer, tekst, *rest)

        return schrijf_op

    # Deeper than SQLAlchemy's own event: what every message asks goes to the driver by a shorter way.
    with pytest.MonkeyPatch.context() as plek:
        for naam in ("do_execute", "do_executemany"):
            plek.setattr(dialect, naam, opschrijver(getattr(dialect, naam)))
        yield gedaan


@pytest.fixture
async def inwoner(client: Client, assistent: NepAssistent, sqlite_db: Database) -> Inwoner:
    def antwoord(vraag: Vraag) -> Antwoord:
        kaartjes = (KAARTJE,) if "lezen" in vraag.tekst else ()
        return Antwoord(berichten=(AntwoordBericht("Dit vond ik.", voorzieningen=kaartjes),), onbeantwoord=not kaartjes)

    assistent.doe = antwoord
    with sqlite_db.session_scope() as session:
        edits.save_voorziening(session, velden(), wie="anna", versie=None)
    return await nieuwe_inwoner(client)


async def _zeg(inwoner: Inwoner, opdrachten: list[str], tekst: str) -> int:
    """How many statements a message costs, with what is counted after it."""
    opdrachten.clear()
    await inwoner.zeg(tekst)
    await inwoner.client.app[keys.MEETELLER].wacht()  # type: ignore[union-attr]
    return len(opdrachten)


async def test_a_message_costs_a_fixed_small_number_of_statements(inwoner: Inwoner, opdrachten: list[str]) -> None:
    await _zeg(inwoner, opdrachten, "hallo")  # the index of the kaart is read once
    kort = await _zeg(inwoner, opdrachten, "waar leer ik lezen?")
    for n in range(12):
        await _zeg(inwoner, opdrachten, f"en dan nog vraag nummer {n}")
    lang = await _zeg(inwoner, opdrachten, "en waar leer ik beter lezen?")
    assert max(kort, lang) <= HOOGSTENS, "\n".join(opdrachten)


async def test_counting_costs_no_more_for_a_question_of_many_words(inwoner: Inwoner, opdrachten: list[str]) -> None:
    await _zeg(inwoner, opdrachten, "hallo")
    weinig = await _zeg(inwoner, opdrachten, "gepruttel")
    veel = await _zeg(inwoner, opdrachten, "zweefvliegen boogschieten klootschieten kantklossen wichelroede")
    assert veel <= weinig <= HOOGSTENS, "\n".join(opdrachten)
