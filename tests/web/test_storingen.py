"""When something fails: nothing acknowledged is lost, nothing is doubled, and help is always offered."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import uuid
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.vraag import AssistentFout, AssistentNietKlaar
from gesprek import service as gesprekken
from gesprek.antwoord import Antwoord
from opslag.db import Database
from opslag.storing import is_voorbijgaand
from tests.web.builders import Inwoner, NepAssistent, maak_medewerker, nieuwe_inwoner, zeg
from tests.web.conftest import Bouwer
from web import keys, taken
from web.antwoordkeuze import Tijden


def _raise(fout: Exception) -> Any:
    def doe(vraag: Any) -> Any:
        raise fout

    return doe


async def _hangt(vraag: Any) -> Any:
    await asyncio.Event().wait()


KAPOT = {
    "raises": _raise(RuntimeError("kapot")),
    "says it failed": _raise(AssistentFout("kapot")),
    "is not loaded": _raise(AssistentNietKlaar("laadt")),
    "hangs": _hangt,
    "says nothing": lambda vraag: Antwoord(),
}


@pytest.mark.parametrize("hoe", KAPOT)
async def test_an_assistant_that_fails_still_leaves_a_person(
    inwoner: Inwoner, assistent: NepAssistent, hoe: str
) -> None:
    assistent.doe = KAPOT[hoe]
    uit = await inwoner.zeg("Ik heb hulp nodig met mijn administratie")
    tekst = " ".join(a["tekst"] for a in uit["antwoorden"])
    assert "072 000 0103" in tekst


@pytest.mark.parametrize("hoe", KAPOT)
async def test_an_assistant_that_fails_still_leaves_the_crisis_text(
    inwoner: Inwoner, assistent: NepAssistent, hoe: str
) -> None:
    assistent.doe = KAPOT[hoe]
    uit = await inwoner.zeg("er is gevaar, hij slaat mij")
    assert "112" in uit["antwoorden"][0]["tekst"]


async def test_an_assistant_that_is_still_loading_is_not_waited_for(bouw: Bouwer) -> None:
    inwoner = await nieuwe_inwoner(await bouw(assistent=NepAssistent(klaar=False)))
    assert (await inwoner.zeg("hallo"))["antwoorden"]
    assert "112" in (await inwoner.zeg("er is gevaar"))["antwoorden"][0]["tekst"]


async def test_after_some_timeouts_the_assistant_is_left_alone_for_a_while(bouw: Bouwer) -> None:
    assistent = NepAssistent()
    assistent.doe = _hangt
    tijden = Tijden(antwoord=0.05, crisis=0.05, beller=60, stuk_na=2)
    inwoner = await nieuwe_inwoner(await bouw(assistent=assistent, tijden=tijden))
    for i in range(5):
        assert (await inwoner.zeg(f"b{i}"))["antwoorden"]
    assert len(assistent.gevraagd) == 2


async def test_a_crisis_does_not_wait_for_the_reply_to_an_earlier_message(bouw: Bouwer) -> None:
    assistent = NepAssistent()
    los = asyncio.Event()

    async def wacht(vraag: Any) -> Any:
        await los.wait()
        return zeg("eindelijk", vraag)

    assistent.doe = wacht
    inwoner = await nieuwe_inwoner(await bouw(assistent=assistent, tijden=Tijden(antwoord=60, beller=60)))
    eerste = asyncio.create_task(inwoner.zeg("hallo"))
    await assistent.begonnen.wait()
    crisis = await inwoner.zeg("er is gevaar")
    assert "112" in crisis["antwoorden"][0]["tekst"]
    los.set()
    assert [a["tekst"] for a in (await eerste)["antwoorden"]] == ["eindelijk"]


async def test_a_step_that_cannot_be_done_is_answered_with_less(
    inwoner: Inwoner, assistent: NepAssistent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kapot(*_: Any, **__: Any) -> Any:
        raise RuntimeError("kapot")

    monkeypatch.setattr("web.stappen.overdrachten.make_concept", kapot)
    assistent.doe = lambda vraag: zeg("Ik maak een verslag", vraag, stap="verslag")
    uit = await inwoner.zeg("ik wil iemand spreken over schulden")
    assert uit["antwoorden"]
    assert "Ik maak een verslag" not in [a["tekst"] for a in uit["antwoorden"]]
    assert uit["status"] == "assistent"


async def test_triage_that_fails_does_not_stop_the_reply(bouw: Bouwer) -> None:
    class Kapot:
        def beoordeel(self, tekst: str) -> Any:
            raise RuntimeError("kapot")

    inwoner = await nieuwe_inwoner(await bouw(triage=Kapot()))
    assert [a["tekst"] for a in (await inwoner.zeg("hallo"))["antwoorden"]] == ["echo: hallo"]


async def test_a_message_left_by_a_crash_is_answered_once_after_the_restart(bouw: Bouwer, database: Database) -> None:
    inwoner = await nieuwe_inwoner(await bouw(database=database))
    client_id = str(uuid.uuid4())
    with database.session_scope() as session:
        gesprekken.receive(session, inwoner.id, client_id=client_id, tekst="Bent u daar?")
    # The process was killed here: kept, not answered. Another one starts.
    inwoner.client = await bouw(database=database, achtergrond=True)
    opnieuw = await inwoner.zeg("Bent u daar?", client_id)
    assert [a["tekst"] for a in opnieuw["antwoorden"]] == ["echo: Bent u daar?"]
    teksten = [b["tekst"] for b in (await inwoner.alles())["berichten"]]
    assert teksten.count("echo: Bent u daar?") == 1


async def test_a_message_left_by_a_crash_is_answered_without_anybody_asking(bouw: Bouwer) -> None:
    client = await bouw()
    inwoner = await nieuwe_inwoner(client)
    na = inwoner.welkom[-1]["volgnummer"]
    with client.app[keys.DATABASE].session_scope() as session:
        gesprekken.receive(session, inwoner.id, client_id="x", tekst="Bent u daar?")
    inwoner.client = await bouw(achtergrond=True)
    async with inwoner.client.ws_connect(f"{inwoner.pad}/stroom?na={na}", headers=inwoner.kop) as ws:
        gezien: list[str] = []
        while "echo: Bent u daar?" not in gezien:
            event = await ws.receive_json(timeout=10)
            gezien += [event["bericht"]["tekst"]] if event["soort"] == "bericht" else []


async def test_a_message_left_while_the_assistant_still_loads_waits_for_it(bouw: Bouwer) -> None:
    client = await bouw()
    inwoner = await nieuwe_inwoner(client)
    with client.app[keys.DATABASE].session_scope() as session:
        gesprekken.receive(session, inwoner.id, client_id="x", tekst="hallo")
    assistent = NepAssistent(klaar=False)
    nieuw = await bouw(assistent=assistent, tijden=Tijden(laden=60))
    asyncio.get_running_loop().call_later(0.3, setattr, assistent, "klaar", True)
    await nieuw.app[keys.BEANTWOORDER].veeg(ouder_dan=dt.timedelta(0))
    assert (await inwoner.alles())["berichten"][-1]["tekst"] == "echo: hallo"


class _SomsWeg(Database):
    """A database that is locked for the first `keer` transactions after `breek`; `bij_bewaren`: once all is written."""

    def __init__(self, echt: Database) -> None:
        super().__init__(echt.engine)
        self.keer = 0
        self.bij_bewaren = False

    @contextmanager
    def session_scope(self) -> Any:
        if self.keer and not self.bij_bewaren:
            self.keer -= 1
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        with super().session_scope() as session:
            yield session
            if self.keer:
                self.keer -= 1
                raise OperationalError("COMMIT", {}, Exception("database is locked"))


async def test_a_database_that_is_locked_for_a_moment_loses_nothing(bouw: Bouwer, sqlite_db: Database) -> None:
    weg = _SomsWeg(sqlite_db)
    inwoner = await nieuwe_inwoner(await bouw(database=weg))
    weg.keer = 4
    uit = await inwoner.zeg("hallo")
    assert [a["tekst"] for a in uit["antwoorden"]] == ["echo: hallo"]
    assert len((await inwoner.alles())["berichten"]) == len(inwoner.welkom) + 2


async def test_a_database_that_stays_away_is_a_503_that_says_when_to_come_back(
    bouw: Bouwer, sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    weg = _SomsWeg(sqlite_db)
    inwoner = await nieuwe_inwoner(await bouw(database=weg))
    monkeypatch.setattr("web.databank.GEDULD", 0.1)
    weg.keer = 1000
    response = await inwoner.post("berichten", {"client_id": "x", "tekst": "hallo"})
    assert response.status == 503
    assert response.headers["Retry-After"]
    assert "112" in (await response.json())["detail"]
    weg.keer = 0
    assert (await inwoner.zeg("hallo", "x"))["antwoorden"]


async def test_nobody_is_told_of_a_place_in_the_queue_that_was_not_kept(
    bouw: Bouwer, sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All was written and then the commit failed: an answer, a message or a waiting line before it would be a lie."""
    weg, assistent = _SomsWeg(sqlite_db), NepAssistent()
    client = await bouw(database=weg, assistent=assistent)
    inwoner = await nieuwe_inwoner(client)
    assistent.doe = lambda vraag: zeg("Ik maak een verslag.", vraag, stap="verslag")
    await inwoner.zeg("Ik heb schulden en ik red het niet meer.")
    staf, voor = maak_medewerker(sqlite_db, "Mieke Medewerker"), await inwoner.alles()
    gewekt: list[Any] = []
    monkeypatch.setattr(client.app[keys.HUB], "publish", gewekt.extend)
    monkeypatch.setattr("web.databank.GEDULD", 0.1)
    weg.keer, weg.bij_bewaren = 1000, True
    goedkeuren = {"contact": {"naam": "A", "telefoon": "", "email": "", "voorkeur": "chat"}, "toestemming": True}
    response = await inwoner.post("verslag/goedkeuren", goedkeuren)
    fout = await response.json()
    assert (response.status, "Retry-After" in response.headers) == (503, True)
    assert fout["title"]
    assert "112" in fout["detail"]
    weg.keer = 0
    assert gewekt == []
    assert await inwoner.alles() == voor
    assert (await (await client.get("/api/v1/overdrachten?status=wachtend", headers=staf)).json())["overdrachten"] == []
    goed = await inwoner.post("verslag/goedkeuren", goedkeuren)
    assert (goed.status, (await goed.json())["positie"]) == (201, 1)
    assert len((await inwoner.alles())["berichten"]) == len(voor["berichten"]) + 1


async def test_a_crisis_of_which_the_reply_cannot_be_kept_still_gets_the_numbers(
    bouw: Bouwer, sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message was kept and then the database went: an empty reply would leave somebody in danger with nothing."""
    weg, assistent = _SomsWeg(sqlite_db), NepAssistent()

    def breek(vraag: Any) -> Any:
        weg.keer = 1000
        return zeg("Bel 112", vraag)

    assistent.doe = breek
    inwoner = await nieuwe_inwoner(await bouw(database=weg, assistent=assistent))
    monkeypatch.setattr("web.databank.GEDULD", 0.1)
    response = await inwoner.post("berichten", {"client_id": "x", "tekst": "er is gevaar"})
    assert response.status == 503
    assert "112" in (await response.json())["detail"]
    assistent.doe, weg.keer = None, 0
    uit = await inwoner.zeg("er is gevaar", "x")
    assert uit["antwoorden"], "sent again it is the same message, and answered"
    assert [b["tekst"] for b in (await inwoner.alles())["berichten"]].count("er is gevaar") == 1


@pytest.mark.parametrize("reden", ["database or disk is full", "disk I/O error"])
def test_a_full_disk_is_a_passing_failure(reden: str) -> None:
    """Somebody makes room, and the message that is sent again is kept."""
    assert is_voorbijgaand(OperationalError("INSERT", {}, Exception(reden)))


@pytest.mark.parametrize("code", ["53100", "57P05", "25006"])
def test_postgresql_that_cannot_write_for_a_while_is_a_passing_failure(code: str) -> None:
    """Its disk is full, it ended an idle session, or it is being switched over and only reads."""
    assert is_voorbijgaand(OperationalError("INSERT", {}, Exception({"C": code})))


def test_a_missing_table_is_no_passing_failure(sqlite_db: Database) -> None:
    with pytest.raises(OperationalError) as fout, sqlite_db.lezen() as session:
        session.execute(text("SELECT * FROM bestaat_niet"))
    assert not is_voorbijgaand(fout.value)


async def test_a_full_assistant_says_a_moment_and_answers_all_in_order(bouw: Bouwer) -> None:
    assistent = NepAssistent()
    los = asyncio.Event()

    async def wacht(vraag: Any) -> Any:
        await los.wait()
        return zeg(f"echo: {vraag.tekst}", vraag)

    assistent.doe = wacht
    client = await bouw(assistent=assistent, tijden=Tijden(antwoord=60, beller=60, gelijk=1, rij=1))
    bezet = await nieuwe_inwoner(client)
    inwoner = await nieuwe_inwoner(client)
    eerste = asyncio.create_task(bezet.zeg("ik was eerst"))
    await assistent.begonnen.wait()
    for i in range(3):
        uit = await inwoner.zeg(f"b{i}")
        assert uit["antwoorden"] == []
    berichten = (await inwoner.alles())["berichten"]
    assert sum(b["afzender"] == "systeem" and "druk" in b["tekst"] for b in berichten) == 1
    async with inwoner.client.ws_connect(
        f"{inwoner.pad}/stroom?na={berichten[-1]['volgnummer']}", headers=inwoner.kop
    ) as ws:
        los.set()
        echo: list[str] = []
        while len(echo) < 3:
            event = await ws.receive_json(timeout=10)
            echo += [event["bericht"]["tekst"]] if event["soort"] == "bericht" else []
    assert echo == ["echo: b0", "echo: b1", "echo: b2"]
    await eerste


async def test_a_crisis_is_answered_at_once_when_the_assistant_is_full(bouw: Bouwer) -> None:
    assistent = NepAssistent()
    assistent.doe = _hangt
    client = await bouw(assistent=assistent, tijden=Tijden(antwoord=0.5, crisis=0.1, beller=60, gelijk=1, rij=0))
    bezet = await nieuwe_inwoner(client)
    await bezet.zeg("ik was eerst")
    uit = await (await nieuwe_inwoner(client)).zeg("er is gevaar")
    assert "112" in uit["antwoorden"][0]["tekst"]


async def test_a_silent_holder_gives_it_back_to_the_queue(bouw: Bouwer, settings: Any, sqlite_db: Database) -> None:
    assistent = NepAssistent()
    client = await bouw(assistent=assistent, settings=dataclasses.replace(settings, stilte_minuten=0))
    inwoner = await nieuwe_inwoner(client)
    assistent.doe = lambda vraag: zeg("verslag", vraag, stap="verslag")
    await inwoner.zeg("ik heb schulden")
    contact = {"voorkeur": "chat"}
    goed = await (await inwoner.post("verslag/goedkeuren", {"contact": contact, "toestemming": True})).json()
    kop = maak_medewerker(sqlite_db, "Mieke Medewerker")
    await client.post(f"/api/v1/overdrachten/{goed['kenmerk']}/oppakken", headers=kop)
    assert (await inwoner.alles())["status"] == "opgepakt"
    await taken.termijnen(client.app)
    assert (await inwoner.alles())["status"] == "wachtend"
