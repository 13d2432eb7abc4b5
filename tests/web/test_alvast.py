"""Who waits for a call and types meanwhile is told what happens, and hears what the sociale kaart says at once."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database, now
from overdracht import staf, wachtrij
from tests.overdracht_builders import Verhaal, keur_goed
from tests.web.builders import Inwoner
from web import alvast
from web.alvast import TEKSTEN
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
BEL_MIJ = {"naam": "A. Jansen", "telefoon": "072 000 0199", "email": "", "voorkeur": "telefoon"}
KAART = [{"id": "formulierenhulp", "naam": "Formulierenhulp", "soorten": []}]


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw()


@pytest.fixture(autouse=True)
def kaart(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sociale kaart that knows of debts alone; how it searches is tested in its own room."""
    monkeypatch.setattr(alvast, "search", lambda app, session, tekst, *rest: list(KAART) if "schulden" in tekst else [])


def gehouden(database: Database, werkgebied: Werkgebied, contact: dict[str, str]) -> Verhaal:
    with database.session_scope() as session:
        verhaal = keur_goed(session, werkgebied, contact=contact)
        staf.add_medewerker(session, "Sanne", "medewerker")
        sanne = staf.find_by_naam(session, "Sanne")
        assert sanne is not None
        wachtrij.claim_overdracht(session, verhaal.kenmerk, sanne, nu=now())
        return verhaal


def als_inwoner(client: Client, verhaal: Verhaal) -> Inwoner:
    return Inwoner(client, {"id": verhaal.gesprek_id, "token": verhaal.token, "berichten": []})


async def berichten(inwoner: Inwoner) -> list[dict[str, Any]]:
    return list((await inwoner.alles())["berichten"])


async def test_a_simple_question_to_who_works_by_phone_gets_an_answer_of_the_computer_too(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    inwoner = als_inwoner(client, gehouden(sqlite_db, werkgebied, BEL_MIJ))
    await inwoner.zeg("Wie helpt er met schulden?")
    *_, gemeld, alvast_gezegd = await berichten(inwoner)
    assert "Sanne" in gemeld["tekst"]
    assert alvast_gezegd["afzender"] == "assistent"
    assert alvast_gezegd["tekst"] == TEKSTEN["gevonden"].format(naam="Sanne")
    assert [v["id"] for v in alvast_gezegd["voorzieningen"]] == ["formulierenhulp"]


async def test_what_the_kaart_does_not_know_gets_no_made_up_answer(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    inwoner = als_inwoner(client, gehouden(sqlite_db, werkgebied, BEL_MIJ))
    await inwoner.zeg("Ik moet morgen om drie uur weg.")
    assert (await berichten(inwoner))[-1]["afzender"] == "systeem"


async def test_in_a_chat_with_a_person_the_computer_is_silent(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    inwoner = als_inwoner(client, gehouden(sqlite_db, werkgebied, {**BEL_MIJ, "voorkeur": "chat"}))
    await inwoner.zeg("Wie helpt er met schulden?")
    assert (await berichten(inwoner))[-1]["afzender"] == "inwoner"


async def test_a_second_question_is_not_left_unanswered_either(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    inwoner = als_inwoner(client, gehouden(sqlite_db, werkgebied, BEL_MIJ))
    await inwoner.zeg("Ik moet morgen om drie uur weg.")
    await inwoner.zeg("Wie helpt er met schulden?")
    assert (await berichten(inwoner))[-1]["voorzieningen"]
    await inwoner.zeg("En overmorgen ben ik er ook niet.")
    laatste = (await berichten(inwoner))[-1]
    assert (laatste["afzender"], laatste["tekst"]) == ("assistent", TEKSTEN["bewaard"].format(naam="Sanne"))


async def test_while_the_holder_talks_in_the_chat_the_computer_says_nothing_in_between(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    verhaal = gehouden(sqlite_db, werkgebied, BEL_MIJ)
    inwoner = als_inwoner(client, verhaal)
    with sqlite_db.session_scope() as session:
        sanne = staf.find_by_naam(session, "Sanne")
        assert sanne is not None
        wachtrij.post_bericht(session, verhaal.kenmerk, sanne, client_id="een", tekst="Ik ben er even.", nu=now())
    await inwoner.zeg("Wie helpt er met schulden?")
    assert (await berichten(inwoner))[-1]["afzender"] == "inwoner"
