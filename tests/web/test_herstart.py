"""A restart in every state: what anybody sees is the same before and after, and the next step works.

And what a client has after any sequence of events, with its connection lost now and then, is what a fresh
load gives.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import random
import re
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient

import web.klok
from gesprek import service as gesprekken
from opslag.db import Database, make_engine, now
from overdracht import behandelen, wachtrij
from overdracht import service as overdrachten
from overdracht.models import Medewerker
from overdracht.niet_gelukt import tell_failure
from tests.overdracht_builders import Verhaal, in_crisis, keur_goed, vertel
from tests.web.builders import Inwoner, maak_medewerker
from tests.web.stafleden import Staflid, pagina_routes
from web import keys, taken
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
KOP_JSON = {"Accept": "application/json"}


@pytest.fixture
def anna(sqlite_db: Database) -> dict[str, str]:
    return maak_medewerker(sqlite_db, "Anna de Wit")


async def beeld(client: Client, anna: dict[str, str], verhaal: Verhaal) -> dict[str, Any]:
    """Everything the resident and the medewerker can see, as it is now."""
    kop, pad = {"Authorization": f"Bearer {verhaal.token}"}, f"/api/v1/gesprekken/{verhaal.gesprek_id}"
    uit: dict[str, Any] = {}
    for naam in ("berichten", "verslag", "overdracht"):
        response = await client.get(f"{pad}/{naam}", headers=kop)
        uit[naam] = (response.status, await response.json())
    for status in ("wachtend", "opgepakt", "afgerond"):
        response = await client.get(f"/api/v1/overdrachten?status={status}", headers=anna)
        uit[status] = await response.json()
    if verhaal.kenmerk:
        for deel in ("", "/berichten"):
            response = await client.get(f"/api/v1/overdrachten/{verhaal.kenmerk}{deel}", headers=anna)
            uit[f"overdracht{deel}"] = (response.status, await response.json())
    return uit


# --- the states: how to get there, and what must still work after the restart ------------------------------

Stap = Callable[[Client, dict[str, str], Verhaal], Awaitable[int]]


def _naar_assistent(session: Any, werkgebied: Werkgebied) -> Verhaal:
    gestart = vertel(session)
    return Verhaal(gestart.gesprek.id, gestart.token, "")


def _naar_verslag(session: Any, werkgebied: Werkgebied) -> Verhaal:
    verhaal = _naar_assistent(session, werkgebied)
    overdrachten.make_concept(session, verhaal.gesprek_id, werkgebied=werkgebied, nu=werkgebied.lokale_tijd(now()))
    return verhaal


def _met_medewerker(wat: Callable[[Any, Verhaal, Any], object]) -> Callable[[Any, Werkgebied], Verhaal]:
    def doe(session: Any, werkgebied: Werkgebied) -> Verhaal:
        verhaal = keur_goed(session, werkgebied)
        anna = wachtrij.queries.find_medewerker(session, "Anna de Wit")
        assert anna is not None
        wachtrij.claim_overdracht(session, verhaal.kenmerk, anna)
        wat(session, verhaal, anna)
        return verhaal

    return doe


def _ingetrokken(session: Any, werkgebied: Werkgebied) -> Verhaal:
    verhaal = keur_goed(session, werkgebied)
    overdrachten.withdraw(session, verhaal.gesprek_id, nu=werkgebied.lokale_tijd(now()))
    return verhaal


def _van_collega(session: Any, verhaal: Verhaal) -> None:
    karim = Medewerker(naam="Karim Bakker", rol="medewerker", gemeenten=[])
    session.add(karim)
    session.flush()
    wachtrij.claim_overdracht(session, verhaal.kenmerk, karim)


def _overgenomen(session: Any, werkgebied: Werkgebied) -> Verhaal:
    verhaal = keur_goed(session, werkgebied)
    _van_collega(session, verhaal)
    anna = wachtrij.queries.find_medewerker(session, "Anna de Wit")
    assert anna is not None
    wachtrij.take_over(session, verhaal.kenmerk, anna, reden="pauze")
    return verhaal


def _teruggelegd(session: Any, werkgebied: Werkgebied) -> Verhaal:
    verhaal = keur_goed(session, werkgebied)
    _van_collega(session, verhaal)
    wachtrij.return_stale(session, werkgebied.lokale_tijd(now()) + dt.timedelta(hours=2), werkgebied=werkgebied)
    return verhaal


def _crisis_opgepakt(session: Any, werkgebied: Werkgebied) -> Verhaal:
    verhaal = in_crisis(session, werkgebied)
    anna = wachtrij.queries.find_medewerker(session, "Anna de Wit")
    assert anna is not None
    wachtrij.claim_overdracht(session, verhaal.kenmerk, anna)
    return verhaal


def _gewijzigd(session: Any, werkgebied: Werkgebied) -> Verhaal:
    verhaal = keur_goed(session, werkgebied)
    overdrachten.patch_concept(session, verhaal.gesprek_id, {"wens": ["Rust in huis."]}, nu=now())
    return verhaal


def _mail_geweigerd(session: Any, werkgebied: Werkgebied) -> Verhaal:
    verhaal = keur_goed(session, werkgebied, contact={"email": "weg@example.nl", "voorkeur": "email"})
    post = wachtrij.queries.find_uit_post(session, verhaal.kenmerk, "bevestiging")
    assert post is not None
    tell_failure(session, post, voorgoed=True, nu=now())
    post.status = "mislukt"
    return verhaal


def _niet_bewaard(session: Any, werkgebied: Werkgebied) -> Verhaal:
    """An approval of which the commit failed: as if it was never asked."""
    verhaal = _naar_verslag(session, werkgebied)
    with contextlib.suppress(RuntimeError), session.begin_nested():
        nu = werkgebied.lokale_tijd(now())
        overdrachten.approve(session, verhaal.gesprek_id, CONTACT, toestemming=True, werkgebied=werkgebied, nu=nu)
        raise RuntimeError
    return verhaal


def _geweigerd(session: Any, werkgebied: Werkgebied) -> Verhaal:
    verhaal = _naar_verslag(session, werkgebied)
    overdrachten.refuse(session, verhaal.gesprek_id, nu=werkgebied.lokale_tijd(now()))
    return verhaal


def staf(deel: str, **body: Any) -> Stap:
    async def doe(client: Client, anna: dict[str, str], v: Verhaal) -> int:
        return (await client.post(f"/api/v1/overdrachten/{v.kenmerk}/{deel}", json=body, headers=anna)).status

    return doe


def bewoner(deel: str, **body: Any) -> Stap:
    async def doe(client: Client, anna: dict[str, str], v: Verhaal) -> int:
        kop = {"Authorization": f"Bearer {v.token}"}
        return (await client.post(f"/api/v1/gesprekken/{v.gesprek_id}/{deel}", json=body, headers=kop)).status

    return doe


CONTACT = {"naam": "A", "telefoon": "", "email": "", "voorkeur": "chat"}
STATEN: dict[str, tuple[Callable[[Any, Werkgebied], Verhaal], Stap, int]] = {
    "assistent": (_naar_assistent, bewoner("berichten", client_id=str(uuid.uuid4()), tekst="En nu?"), 201),
    "verslag_ter_goedkeuring": (_naar_verslag, bewoner("verslag/goedkeuren", contact=CONTACT, toestemming=True), 201),
    "wachtend": (keur_goed, staf("oppakken"), 200),
    "opgepakt": (
        _met_medewerker(lambda s, v, a: None),
        staf("berichten", client_id=str(uuid.uuid4()), tekst="Dag"), 201,
    ),
    "afgerond": (
        _met_medewerker(lambda s, v, a: wachtrij.finish(s, v.kenmerk, a, uitkomst="antwoord_gegeven")),
        bewoner("feedback", score=4), 201,
    ),
    "doorgezet": (
        _met_medewerker(lambda s, v, a: wachtrij.transfer(s, v.kenmerk, a, naar="procesregisseur", reden="vast")),
        staf("oppakken"), 200,
    ),
    "terug naar de assistent": (
        _met_medewerker(lambda s, v, a: wachtrij.back_to_assistent(s, v.kenmerk, a)),
        bewoner("berichten", client_id=str(uuid.uuid4()), tekst="Hallo"), 201,
    ),
    "ingetrokken": (_ingetrokken, bewoner("verslag/goedkeuren", contact=CONTACT, toestemming=True), 201),
    "crisis": (in_crisis, staf("oppakken"), 200),
    "crisis opgepakt": (_crisis_opgepakt, staf("berichten", client_id=str(uuid.uuid4()), tekst="Bent u veilig?"), 201),
    "goedkeuren mislukt": (_niet_bewaard, bewoner("verslag/goedkeuren", contact=CONTACT, toestemming=True), 201),
    "geweigerd": (_geweigerd, bewoner("berichten", client_id=str(uuid.uuid4()), tekst="Hallo"), 201),
    "gewijzigd terwijl het wacht": (_gewijzigd, staf("oppakken"), 200),
    "mail mislukt": (_mail_geweigerd, staf("oppakken"), 200),
    "overgenomen": (_overgenomen, staf("afronden", uitkomst="antwoord_gegeven"), 200),
    "vrijgegeven": (_met_medewerker(lambda s, v, a: wachtrij.release(s, v.kenmerk, a)), staf("oppakken"), 200),
    "teruggelegd na stilte": (_teruggelegd, staf("oppakken"), 200),
    "heropend": (
        _met_medewerker(
            lambda s, v, a: (
                wachtrij.finish(s, v.kenmerk, a, uitkomst="antwoord_gegeven"),
                behandelen.reopen(s, v.kenmerk, a, reden="nog iets"),
            )
        ),
        staf("berichten", client_id=str(uuid.uuid4()), tekst="Daar ben ik weer"), 201,
    ),
}  # fmt: skip


@pytest.fixture
async def herstart(bouw: Any, sqlite_db: Database, tmp_path: Path) -> AsyncIterator[Callable[[], Awaitable[Client]]]:
    """A new process on the same database: nothing of the old one is left but the file."""
    nieuw: list[Database] = []

    async def doe() -> Client:
        nieuw.append(Database(make_engine(str(sqlite_db.engine.url))))
        client: Client = await bouw(database=nieuw[-1], routes=pagina_routes())
        return client

    yield doe
    for database in nieuw:
        database.close()


@pytest.mark.parametrize("staat", STATEN)
async def test_after_a_restart_everybody_sees_the_same_and_goes_on(
    staat: str, herstart: Callable[[], Awaitable[Client]], sqlite_db: Database, werkgebied: Werkgebied, anna: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    maak, verder, verwacht = STATEN[staat]
    moment = now() + dt.timedelta(minutes=1)
    # From when one waits is told as from now.
    monkeypatch.setattr(web.klok, "now", lambda: moment)
    with sqlite_db.session_scope() as session:
        verhaal = maak(session, werkgebied)
    oud = await herstart()
    voor = await beeld(oud, anna, verhaal)
    await oud.close()
    nieuw = await herstart()
    assert await beeld(nieuw, anna, verhaal) == voor
    assert await verder(nieuw, anna, verhaal) == verwacht


async def test_a_message_that_a_crash_left_unanswered_is_answered_after_the_restart(
    herstart: Callable[[], Awaitable[Client]], sqlite_db: Database
) -> None:
    with sqlite_db.session_scope() as session:
        gestart = gesprekken.start(session)
        gesprekken.receive(session, gestart.gesprek.id, client_id=str(uuid.uuid4()), tekst="Is daar iemand?")
    client = await herstart()
    await client.app[keys.BEANTWOORDER].veeg(ouder_dan=dt.timedelta(0))
    inwoner = Inwoner(client, {"id": gestart.gesprek.id, "token": gestart.token, "berichten": []})
    assert (await inwoner.alles())["berichten"][-1]["tekst"] == "echo: Is daar iemand?"


async def test_a_holder_who_went_silent_before_the_restart_loses_it_after(
    herstart: Callable[[], Awaitable[Client]], sqlite_db: Database, werkgebied: Werkgebied, anna: Any
) -> None:
    with sqlite_db.session_scope() as session:
        verhaal = keur_goed(session, werkgebied)
        houder = wachtrij.queries.find_medewerker(session, "Anna de Wit")
        assert houder is not None
        wachtrij.claim_overdracht(session, verhaal.kenmerk, houder, nu=now() - dt.timedelta(hours=2))
    client = await herstart()
    await taken.termijnen(client.app)
    wachtend = await (await client.get("/api/v1/overdrachten?status=wachtend", headers=anna)).json()
    assert [o["kenmerk"] for o in wachtend["overdrachten"]] == [verhaal.kenmerk]


# --- events applied to a snapshot equal a new snapshot -----------------------------------------------------


class Spiegel:
    """A client that only knows what its events told it."""

    def __init__(self, vers: Callable[[], Awaitable[Any]]) -> None:
        self.vers = vers
        self.staat: Any = None
        self._bijgewerkt = asyncio.Event()
        self._taak: asyncio.Task[None] | None = None

    async def verbind(self, luister: Callable[[], Awaitable[None]]) -> None:
        self._taak = asyncio.create_task(self._loop(luister))

    async def _loop(self, luister: Callable[[], Awaitable[None]]) -> None:
        with contextlib.suppress(ConnectionError):
            await luister()

    def nieuw(self, staat: Any) -> None:
        self.staat = staat
        self._bijgewerkt.set()

    async def verlies_verbinding(self) -> None:
        if self._taak is not None:
            self._taak.cancel()
            await asyncio.gather(self._taak, return_exceptions=True)
            self._taak = None

    async def is_gelijk(self) -> None:
        """Wait until the events have brought what a fresh load gives; fails when one is missing."""
        vers = await self.vers()
        try:
            async with asyncio.timeout(10):
                while self.staat != vers:
                    self._bijgewerkt.clear()
                    await self._bijgewerkt.wait()
                    vers = await self.vers()
        except TimeoutError:
            assert self.staat == vers


class WidgetSpiegel(Spiegel):
    """The resident's stream: berichten by their volgnummer, the status and the read marks."""

    def __init__(self, inwoner: Inwoner) -> None:
        super().__init__(self._vers)
        self.inwoner = inwoner

    async def _vers(self) -> dict[str, Any]:
        """Up to where an answer goes says which of two is the newer, and is nothing to show."""
        return {naam: waarde for naam, waarde in (await self.inwoner.alles()).items() if naam != "volgnummer"}

    async def luister(self) -> None:
        staat = self.staat or {"berichten": [], "status": "", "gelezen": {"inwoner": 0, "medewerker": 0}}
        na = staat["berichten"][-1]["volgnummer"] if staat["berichten"] else 0
        pad = f"{self.inwoner.pad}/stroom?na={na}"
        async with self.inwoner.client.ws_connect(pad, headers=self.inwoner.kop) as ws:
            while True:
                event = await ws.receive_json()
                if event["soort"] == "bericht":
                    staat = {**staat, "berichten": [*staat["berichten"], event["bericht"]]}
                elif event["soort"] == "status":
                    staat = {**staat, "status": event["status"]}
                elif event["soort"] == "gelezen":
                    staat = {**staat, "gelezen": {k: event[k] for k in ("inwoner", "medewerker")}}
                self.nieuw(staat)


class WerkplekSpiegel(Spiegel):
    """A werkplek with these open: after each wake-up it reads the stand again, and never by itself."""

    def __init__(self, staflid: Staflid, *kenmerken: str) -> None:
        super().__init__(lambda: staflid.stand(*kenmerken))
        self.staflid, self.kenmerken = staflid, kenmerken

    async def luister(self) -> None:
        kop = {**self.staflid.koppen, "Origin": str(self.staflid.client.make_url("")).rstrip("/")}
        async with self.staflid.client.ws_connect("/werkplek/stroom", headers=kop) as ws:
            if self.kenmerken:
                await ws.send_json({"soort": "volg", "kenmerken": self.kenmerken})
            while True:
                event = await ws.receive_json()
                if event["soort"] == "wek":
                    self.nieuw(await self.vers())


def _stappen(inwoner: Inwoner, wie: list[Staflid], kenmerk: str) -> list[Callable[[random.Random], Awaitable[Any]]]:
    """What anybody may do at any moment; most of it is refused most of the time, which must change nothing."""

    def werkplek(deel: str, **velden: str) -> Callable[[random.Random], Awaitable[Any]]:
        return lambda r: r.choice(wie).stuur(f"/werkplek/{kenmerk}/{deel}", velden)

    async def zeg(r: random.Random) -> Any:
        body = {"client_id": str(uuid.uuid4()), "tekst": r.choice(["Ik heb schulden.", "En dan?", "Dank u."])}
        return await inwoner.post("berichten", body)

    async def gelezen(r: random.Random) -> Any:
        return await inwoner.post("gelezen", {"volgnummer": r.randint(1, 40)})

    return [
        zeg, zeg, gelezen,
        lambda r: inwoner.post("verslag/intrekken", {}),
        lambda r: inwoner.post("verslag/goedkeuren", {"contact": CONTACT, "toestemming": True}),
        werkplek("oppakken"), werkplek("oppakken"), werkplek("bericht", tekst="Goedendag"),
        werkplek("bericht", tekst="Ik zoek het uit"), werkplek("vrijgeven"),
        werkplek("overnemen", reden="pauze"), werkplek("doorzetten", naar="procesregisseur", reden="vastgelopen"),
        werkplek("afronden", uitkomst="antwoord_gegeven"), werkplek("heropenen", reden="nog niet klaar"),
        werkplek("notitie", tekst="Terugbellen"), werkplek("schalen", route="procesregie", reden="complex"),
        werkplek("indeling", zwaarte="multicomplex"), werkplek("indeling", erbij="justitie"),
        werkplek("contact", hoe="gebeld"), werkplek("contact", hoe="geen_gehoor"), werkplek("terug-naar-assistent"),
        werkplek("meekijken", naam="Karim Bakker", reden="kennis"),
    ]  # fmt: skip


def _nieuwe_tijden(bea: Staflid) -> Callable[[random.Random], Awaitable[Any]]:
    """A beheerder gives the team other hours, and who cannot be helped in time a new moment."""

    async def zet(r: random.Random) -> Any:
        html = await bea.lees("/beheer/teams/castricum")
        vast = [
            ("csrf", bea.csrf), ("versie", re.findall(r'name="versie" value="([0-9]+)"', html)[0]), ("naam", "Team"),
            ("telefoon", "072 000 0199"), ("openingstijden", r.choice(["ma-zo 00:00-24:00", "ma 10:00-11:00", "24/7"])),
        ]  # fmt: skip
        beloften = [("beloften", r.choice(["opnieuw", "houd"]))]
        while True:
            pad = "/beheer/teams/castricum"
            response = await bea.client.post(pad, data=FormData(vast), headers=bea.koppen, allow_redirects=False)
            gezien = re.findall(r'name="gezien" value="([^"]+)"', await response.text())
            if not gezien:
                return response
            vast += [("gezien", k) for k in gezien] + beloften

    return zet


@pytest.mark.parametrize("zaad", range(3))
async def test_after_any_events_and_lost_connections_a_client_has_what_a_fresh_load_gives(
    bouw: Any, sqlite_db: Database, werkgebied: Werkgebied, monkeypatch: pytest.MonkeyPatch, zaad: int
) -> None:
    moment = now()
    # Waiting times on the page would change by themselves with the clock.
    monkeypatch.setattr(web.klok, "now", lambda: moment)
    client: Client = await bouw(routes=pagina_routes())
    with sqlite_db.session_scope() as session:
        verhaal, ander = keur_goed(session, werkgebied), keur_goed(session, werkgebied)
    inwoner, buur = (Inwoner(client, {"id": v.gesprek_id, "token": v.token, "berichten": []}) for v in (verhaal, ander))
    wie = [Staflid(client, sqlite_db, naam) for naam in ("Sanne de Vries", "Karim Bakker")]
    # One has the gesprek open, one has it beside another, one only looks at the queue: what wakes the first need not
    # wake the last.
    petra = Staflid(client, sqlite_db, "Petra Postma", "procesregisseur")
    werkplekken = [
        WerkplekSpiegel(wie[0], verhaal.kenmerk), WerkplekSpiegel(wie[1]),
        WerkplekSpiegel(petra, ander.kenmerk, verhaal.kenmerk),
    ]  # fmt: skip
    spiegels: list[Any] = [WidgetSpiegel(inwoner), WidgetSpiegel(buur), *werkplekken]
    bea, r = Staflid(client, sqlite_db, "Bea Baas", "beheerder"), random.Random(zaad)
    stappen = _stappen(inwoner, wie, verhaal.kenmerk) + _stappen(buur, wie, ander.kenmerk) + [_nieuwe_tijden(bea)] * 3
    for spiegel in spiegels:
        await spiegel.verbind(spiegel.luister)
    try:
        for _ in range(25):
            weg = [s for s in spiegels if r.random() < 0.15]
            for spiegel in weg:
                await spiegel.verlies_verbinding()
            for _ in range(r.randint(1, 3)):
                response = await r.choice(stappen)(r)
                assert response.status < 500, await response.text()
            for spiegel in weg:
                await spiegel.verbind(spiegel.luister)
            for spiegel in spiegels:
                await spiegel.is_gelijk()
    finally:
        for spiegel in spiegels:
            await spiegel.verlies_verbinding()
