"""The work that nobody asks for: found in one look, done when its moment is there, and nothing to do costs nothing."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import uuid
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import update

from gesprek import queries as gesprek_queries
from gesprek import service as gesprekken
from gesprek.models import Bericht
from opslag.db import Database, now
from overdracht import edits, queries, wachtrij
from overdracht.models import UitPost
from tests.overdracht_builders import keur_goed
from tests.web.builders import Inwoner, maak_medewerker
from tests.web.conftest import Bouwer
from tests.web.stafleden import Client
from web import keys
from web.achtergrond import KIJKT, Achtergrond
from werkgebied import Werkgebied

# Whether beheer changed anything, and the look itself, with the beginning of a transaction.
_EEN_BLIK = 3


@pytest.fixture
def achtergrond(client: Client) -> Achtergrond:
    return Achtergrond(client.app)


@pytest.fixture
def opdrachten(sqlite_db: Database) -> Iterator[list[str]]:
    """Every statement that goes to the database."""
    gedaan: list[str] = []
    dialect = sqlite_db.engine.dialect
    echt = dialect.do_execute

    def schrijf_op(wijzer: Any, tekst: str, *rest: Any) -> None:
        gedaan.append(tekst)
        echt(wijzer, tekst, *rest)

    with pytest.MonkeyPatch.context() as plek:
        plek.setattr(dialect, "do_execute", schrijf_op)
        yield gedaan


def _zeg(database: Database, *, geleden: dt.timedelta) -> tuple[str, str]:
    """A message of a resident that nobody answers, stored so long ago; the gesprek and its token."""
    with database.session_scope() as session:
        gestart = gesprekken.start(session)
        id = gestart.gesprek.id
        gesprekken.receive(session, id, client_id=str(uuid.uuid4()), tekst="Is daar iemand?")
        session.execute(update(Bericht).where(Bericht.gesprek_id == id).values(op=now() - geleden))
        return gestart.gesprek.id, gestart.token


async def test_a_message_that_nobody_answered_is_answered_by_the_first_look_after_its_term(
    client: Client, achtergrond: Achtergrond, sqlite_db: Database
) -> None:
    id, token = _zeg(sqlite_db, geleden=dt.timedelta(seconds=25))
    await achtergrond.kijk()
    await achtergrond.rond_af()
    gezegd = await Inwoner(client, {"id": id, "token": token, "berichten": []}).alles()
    assert gezegd["berichten"][-1]["tekst"] == "echo: Is daar iemand?"


async def test_a_message_that_may_still_be_answered_by_who_heard_it_is_left_alone(
    achtergrond: Achtergrond, sqlite_db: Database
) -> None:
    _zeg(sqlite_db, geleden=dt.timedelta(seconds=5))
    assert await achtergrond.kijk() == frozenset()


async def test_a_message_of_a_clock_that_was_ahead_is_not_forgotten(
    achtergrond: Achtergrond, sqlite_db: Database
) -> None:
    _zeg(sqlite_db, geleden=dt.timedelta(hours=-1))
    assert await achtergrond.kijk() == {"onbeantwoord"}


@pytest.fixture
def opgepakt(sqlite_db: Database, werkgebied: Werkgebied) -> Callable[[dt.timedelta], str]:
    """An overdracht that somebody picked up so long ago; its gesprek."""

    def maak(geleden: dt.timedelta) -> str:
        maak_medewerker(sqlite_db, "Anna de Wit")
        with sqlite_db.session_scope() as session:
            verhaal = keur_goed(session, werkgebied)
            houder = queries.find_medewerker(session, "Anna de Wit")
            assert houder is not None
            wachtrij.claim_overdracht(session, verhaal.kenmerk, houder, nu=now() - geleden)
            gesprek = gesprek_queries.get_gesprek(session, verhaal.gesprek_id)
            assert gesprek is not None
            overdracht = queries.find_laatste_overdracht(session, verhaal.gesprek_id)
            assert overdracht is not None
            overdracht.gehoord_tot = gesprek.volgnummer
            session.query(UitPost).delete()
            return verhaal.gesprek_id

    return maak


def _overdracht(database: Database, gesprek_id: str) -> Any:
    with database.lezen() as session:
        return queries.find_laatste_overdracht(session, gesprek_id)


async def test_a_holder_whose_deadline_passed_loses_it_at_the_next_look(
    achtergrond: Achtergrond, sqlite_db: Database, opgepakt: Callable[[dt.timedelta], str]
) -> None:
    gesprek_id = opgepakt(dt.timedelta(hours=2))
    assert await achtergrond.kijk() == {"termijnen"}
    await achtergrond.rond_af()
    assert _overdracht(sqlite_db, gesprek_id).status == "wachtend"


async def test_the_term_of_what_a_resident_typed_begins_at_the_next_look_when_a_crash_kept_it_from_beginning(
    achtergrond: Achtergrond, sqlite_db: Database, opgepakt: Callable[[dt.timedelta], str]
) -> None:
    gesprek_id = opgepakt(dt.timedelta(minutes=1))
    assert await achtergrond.kijk() == frozenset()
    with sqlite_db.session_scope() as session:
        gesprekken.receive(session, gesprek_id, client_id=str(uuid.uuid4()), tekst="Bent u er nog?")
    assert await achtergrond.kijk() == {"termijnen"}
    await achtergrond.rond_af()
    overdracht = _overdracht(sqlite_db, gesprek_id)
    with sqlite_db.lezen() as session:
        gesprek = gesprek_queries.get_gesprek(session, gesprek_id)
    assert gesprek is not None
    assert overdracht.gehoord_tot == gesprek.volgnummer
    assert overdracht.stilte_tot > now()
    assert await achtergrond.kijk() == frozenset()


@pytest.mark.parametrize(
    ("soort", "baan"),
    [("nieuw", "mail"), ("onbekend", "mail"), ("openklant_sluiten", "openklant"), ("webhook", "webhook")],
)
async def test_what_must_go_out_is_found_in_its_own_lane(
    achtergrond: Achtergrond, sqlite_db: Database, soort: str, baan: str
) -> None:
    with sqlite_db.session_scope() as session:
        edits.add_uit_post(session, soort, "V-1", op=now())
        edits.add_uit_post(session, soort, "V-2", op=now() + dt.timedelta(hours=1))
    assert await achtergrond.kijk() == {baan}
    await achtergrond.rond_af()
    assert await achtergrond.kijk() == frozenset()
    with sqlite_db.lezen() as session:
        # No way out is set up here: what was due is closed, and what is not due waits.
        assert [r.status for r in session.query(UitPost).order_by(UitPost.id)] == ["overbodig", "wacht"]


async def test_what_a_webhook_must_be_told_of_is_found_only_where_somebody_is_told(
    bouw: Bouwer, settings: Any, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    with sqlite_db.session_scope() as session:
        keur_goed(session, werkgebied)
        session.query(UitPost).delete()
    stil = await bouw()
    assert await Achtergrond(stil.app).kijk() == frozenset()
    haak = dataclasses.replace(settings, webhook_url="https://voorbeeld.invalid/haak", webhook_geheim="g" * 32)
    luid = await bouw(settings=haak)
    assert await Achtergrond(luid.app).kijk() == {"webhook"}


@pytest.mark.parametrize("processen", [1, 2])
async def test_a_look_that_finds_nothing_costs_one_question_and_writes_nothing(
    bouw: Bouwer, opdrachten: list[str], processen: int
) -> None:
    achtergrond = Achtergrond((await bouw(processen=processen)).app)
    await achtergrond.kijk()
    opdrachten.clear()
    assert await achtergrond.kijk() == frozenset()
    assert len(opdrachten) <= _EEN_BLIK
    assert not [o for o in opdrachten if o.split()[0] in ("INSERT", "UPDATE", "DELETE")]


async def test_work_that_hangs_is_not_begun_twice_and_keeps_no_other_work_waiting(
    client: Client, achtergrond: Achtergrond, sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    begonnen, verder = [], asyncio.Event()

    async def hangt(baan: str) -> int:
        begonnen.append(baan)
        if baan == "mail":
            await verder.wait()
        return 0

    monkeypatch.setattr(client.app[keys.UITGANG], "send_due", hangt)
    with sqlite_db.session_scope() as session:
        edits.add_uit_post(session, "spoed", "V-1", op=now())
    await achtergrond.kijk()
    with sqlite_db.session_scope() as session:
        edits.add_uit_post(session, "webhook", "V-2", op=now())
    assert await achtergrond.kijk() == {"mail", "webhook"}
    verder.set()
    await achtergrond.rond_af()
    assert begonnen == ["mail", "webhook"]


class Slaper:
    """Time that passes when told: each `slaap` waits until the test lets it go on."""

    def __init__(self) -> None:
        self.gevraagd: asyncio.Queue[tuple[float, asyncio.Event]] = asyncio.Queue()

    async def __call__(self, seconden: float) -> None:
        wakker = asyncio.Event()
        self.gevraagd.put_nowait((seconden, wakker))
        await wakker.wait()

    async def tot_na(self, seconden: float) -> None:
        """Let pass one wait of this length, whatever else waits."""
        anders = []
        while (gevraagd := await self.gevraagd.get())[0] != seconden:
            anders.append(gevraagd)
        for ander in anders:
            self.gevraagd.put_nowait(ander)
        gevraagd[1].set()


async def test_a_running_process_looks_at_once_and_after_every_few_seconds(
    client: Client, sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    slaper, gekeken = Slaper(), asyncio.Queue[frozenset[str]]()
    achtergrond = Achtergrond(client.app, slaap=slaper)
    echt: Callable[[], Awaitable[frozenset[str]]] = achtergrond.kijk

    async def kijk() -> frozenset[str]:
        uit = await echt()
        gekeken.put_nowait(uit)
        return uit

    monkeypatch.setattr(achtergrond, "kijk", kijk)
    achtergrond.start()
    try:
        assert await gekeken.get() == frozenset()
        _zeg(sqlite_db, geleden=dt.timedelta(minutes=1))
        await slaper.tot_na(KIJKT)
        assert await gekeken.get() == {"onbeantwoord"}
    finally:
        await achtergrond.stop()


async def test_a_database_that_is_away_ends_no_looking(
    client: Client, achtergrond: Achtergrond, sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _zeg(sqlite_db, geleden=dt.timedelta(minutes=1))

    def weg(*_: Any, **__: Any) -> Any:
        raise ConnectionResetError

    with monkeypatch.context() as plek:
        plek.setattr(client.app[keys.UITGANG], "find_werk", weg)
        assert await achtergrond.kijk() == frozenset()
    assert await achtergrond.kijk() == {"onbeantwoord"}
