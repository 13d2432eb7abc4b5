"""The words of a resident stand where they belong and nowhere else, and after deletion nowhere at all.

Every path by which words come in gets its own marked word; then everything that leaves the product or
is kept is searched: logs at their most talkative, what is printed, headers, addresses, errors, metrics,
figures, subjects of mail, the outbox, the audit, every table and the database file itself.
"""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import io
import json
import logging
import re
import threading
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import text

from opslag.db import Base, Database
from overdracht.bewaren import delete_gesprek
from overdracht.edits import add_audit
from overdracht.uitgang import BANEN
from settings import Settings
from tests.overdracht.openklant_stub import Stub
from tests.overdracht.test_mail import Postbus
from tests.overdracht.test_webhook import Ontvanger, ontvanger  # noqa: F401
from tests.web.builders import Inwoner, NepAssistent, NepTriage, nieuwe_inwoner, zeg
from tests.web.conftest import Bouwer
from tests.web.stafleden import Staflid
from web import taken
from web.logboek import JsonRegels
from web.routes import all_routes
from web.toegang import COOKIE_GESPREK

# Stands in no other text. What is marked is `kwartelkoning-<path>`.
MERK = "kwartelkoning"
# Where words of a resident, or of a medewerker about a resident, may be kept; nothing else may hold them.
EIGEN_PLEK = {
    "bericht.tekst", "bericht.beoordeling", "concept_verslag.verslag", "concept_verslag.wijzigingen",
    "feedback.toelichting", "overdracht.verslag", "overdracht.toelichting", "overdracht_stap.reden",
    "dialoog_stand.stand",
}  # fmt: skip


def merk(pad: str) -> str:
    return f"{MERK}-{pad}"


@dataclasses.dataclass
class Buiten:
    """Everything that came out, by where: (place, text)."""

    delen: list[tuple[str, str]] = dataclasses.field(default_factory=list)

    def zie(self, waar: str, wat: object) -> None:
        self.delen.append((waar, str(wat)))

    def lekken(self) -> list[str]:
        return [f"{waar}: {wat[max(0, wat.find(MERK) - 80) :][:200]}" for waar, wat in self.delen if MERK in wat]


class PraatziekeTriage(NepTriage):
    """Fails with the message in its error, as a library might."""

    def beoordeel(self, tekst: str) -> Any:
        if "triage-stuk" in tekst:
            raise ValueError(f"cannot parse {tekst!r}")
        return super().beoordeel(tekst)


@pytest.fixture
def logboek() -> Iterator[io.StringIO]:
    """All that any logger says, at its most talkative, in the form in which the product writes it."""
    boek = io.StringIO()
    handler = logging.StreamHandler(boek)
    handler.setFormatter(JsonRegels())
    wortel = logging.getLogger()
    niveau = wortel.level
    wortel.addHandler(handler)
    wortel.setLevel(logging.DEBUG)
    yield boek
    wortel.removeHandler(handler)
    wortel.setLevel(niveau)


@pytest.fixture
def postbus() -> Iterator[Postbus]:
    with Postbus() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
async def openklant() -> AsyncIterator[tuple[Stub, str]]:
    namaak = Stub()
    server = TestServer(namaak.app())
    await server.start_server()
    yield namaak, str(server.make_url("/"))
    await server.close()


@dataclasses.dataclass
class Huis:
    """The whole product with every route and every way out, and what comes out of it."""

    client: TestClient[Any, Any]
    assistent: NepAssistent
    database: Database
    postbus: Postbus
    stub: Stub
    webhook: Ontvanger
    buiten: Buiten

    async def vraag(self, methode: str, pad: str, **delen: Any) -> str:
        """One request; what anybody but the sender could see of the answer is remembered."""
        response = await self.client.request(methode, pad, allow_redirects=False, **delen)
        inhoud = await response.text()
        self.buiten.zie(f"headers of {methode} {pad}", dict(response.headers))
        if response.status >= 400:
            self.buiten.zie(f"error {response.status} of {methode} {pad}", _zonder_eigen_invoer(inhoud))
        return inhoud


def _zonder_eigen_invoer(html: str) -> str:
    """A form that is shown again holds what its sender filled in, and the gesprek is the sender's own."""
    zonder = re.sub(r"<textarea.*?</textarea>|value=\"[^\"]*\"", "", html, flags=re.S)
    zonder = re.sub(r"<span class=\"vd-verborgen\">.*?</span>", "", zonder, flags=re.S)
    return re.sub(r"<ol class=\"vd-gesprek\".*?</ol>\s*(?=<|$)", "", zonder, flags=re.S)


@pytest.fixture
async def huis(
    bouw: Bouwer,
    settings: Settings,
    sqlite_db: Database,
    postbus: Postbus,
    openklant: tuple[Stub, str],
    ontvanger: Ontvanger,  # noqa: F811
) -> Huis:
    ingesteld = dataclasses.replace(
        settings, rest_kanaal="aan", smtp_url=postbus.url, openklant_url=openklant[1], openklant_token="goed",
        webhook_url=ontvanger.url, webhook_geheim="een geheim van genoeg tekens", webhook_netwerken="127.0.0.1",
    )  # fmt: skip
    assistent = NepAssistent()
    client = await bouw(
        settings=ingesteld, assistent=assistent, triage=PraatziekeTriage(), routes=all_routes(ingesteld)
    )
    return Huis(client, assistent, sqlite_db, postbus, openklant[0], ontvanger, Buiten())


# --- every way in ---------------------------------------------------------------------------------


async def _rest(huis: Huis, inwoner: Inwoner) -> None:
    await inwoner.zeg(f"mijn {merk('rest')}")
    await inwoner.zeg(f"er is gevaar, {merk('crisis')}")
    body = {"client_id": str(uuid.uuid4()), "payload": "/kies_onderwerp"}
    await huis.vraag("POST", f"{inwoner.pad}/berichten", json=body, headers=inwoner.kop)


async def _socket(inwoner: Inwoner) -> None:
    async with inwoner.client.ws_connect(f"{inwoner.pad}/stroom", headers=inwoner.kop) as ws:
        client_id = str(uuid.uuid4())
        await ws.send_json({"soort": "bericht", "client_id": client_id, "tekst": merk("socket")})
        await ws.send_str('{"soort": "bericht", "tekst": "' + merk("socket-stuk"))
        await ws.send_json({"soort": merk("socket-soort")})
        klaar: set[str] = set()
        while klaar != {"ontvangen", "fout"}:
            klaar |= {(await ws.receive_json(timeout=10))["soort"]} & {"ontvangen", "fout"}


async def _fouten(huis: Huis, inwoner: Inwoner) -> None:
    """Requests that are refused, each for another reason."""
    pad, kop = f"{inwoner.pad}/berichten", inwoner.kop
    json_kop = {**kop, "Content-Type": "application/json"}
    await huis.vraag("POST", pad, data='{"tekst": "' + merk("kapotte-json"), headers=json_kop)
    await huis.vraag("POST", pad, data=f"tekst={merk('geen-json')}", headers={**kop, "Content-Type": "text/html"})
    await huis.vraag("POST", pad, json={"client_id": "1", "tekst": merk("te-lang") * 2000}, headers=kop)
    await huis.vraag("POST", pad, json={"client_id": "1", "tekst": merk("te-groot") * 20_000}, headers=kop)
    await huis.vraag("POST", pad, json={"client_id": "1", "tekst": [merk("soort")]}, headers=kop)
    await huis.vraag("POST", pad, json={"client_id": "1", f"ik ben {merk('veld')}": 1}, headers=kop)
    await huis.vraag("POST", pad, json={"client_id": "1", "payload": f"geen knop {merk('knop')}"}, headers=kop)
    await huis.vraag("POST", pad, json={"client_id": merk("id") * 9, "tekst": "x"}, headers=kop)
    await huis.vraag("POST", "/api/v1/gesprekken", json={"gemeente": merk("gemeente")})
    await huis.vraag("PATCH", f"{inwoner.pad}/verslag", json={f"mijn {merk('onderdeel')}": "x"}, headers=kop)
    await huis.vraag("PATCH", f"{inwoner.pad}/verslag", json={"wens": [merk("lange-regel") * 100]}, headers=kop)
    await huis.vraag("POST", f"{inwoner.pad}/feedback", json={"score": 9, "toelichting": merk("score")}, headers=kop)
    await huis.vraag("GET", f"{inwoner.pad}/berichten?na={merk('na')}", headers=kop)
    await huis.vraag("GET", f"/{merk('adres')}?q={merk('vraag')}", headers={"Accept": "text/html"})
    await huis.vraag("GET", "/hsds/v3/services/1", headers={"Referer": f"https://x.nl/?{merk('verwijzer')}"})
    await huis.vraag("POST", "/api/v1/gesprekken", headers={"Origin": f"https://{merk('herkomst')}.nl"})


async def _stuk(huis: Huis, inwoner: Inwoner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that fail with the words in their own error."""

    def stuk(vraag: Any) -> Any:
        raise RuntimeError(f"{MERK} cannot answer {vraag.tekst}")

    huis.assistent.doe = stuk
    await inwoner.zeg(merk("assistent-stuk"))
    huis.assistent.doe = None
    await inwoner.zeg(merk("triage-stuk"))

    def weiger(*_: Any, **__: Any) -> Any:
        raise ValueError(merk("feedback-stuk"))

    with monkeypatch.context() as m:
        m.setattr("web.chat.gesprekken.save_feedback", weiger)
        body = {"score": 3, "toelichting": merk("feedback-stuk")}
        await huis.vraag("POST", f"{inwoner.pad}/feedback", json=body, headers=inwoner.kop)

    def kapotte_sql(session: Any, *_: Any, **__: Any) -> Any:
        session.execute(text("INSERT INTO bestaat_niet VALUES (:t)"), {"t": merk("sql")})

    with monkeypatch.context() as m:
        m.setattr("web.beantwoorden.gesprekken.receive", kapotte_sql)
        body = {"client_id": str(uuid.uuid4()), "tekst": merk("sql")}
        assert "ging_mis" in await huis.vraag("POST", f"{inwoner.pad}/berichten", json=body, headers=inwoner.kop)


async def _zonder_script(huis: Huis) -> str:
    """The gesprek as an ordinary page; its cookie."""
    response = await huis.client.post(
        "/chat/bericht",
        data={"tekst": merk("chat"), "gemeente": "castricum", "client_id": str(uuid.uuid4())},
        allow_redirects=False,
    )
    huis.buiten.zie("headers of /chat/bericht", dict(response.headers))
    kop = {"Cookie": f"{COOKIE_GESPREK}={response.cookies[COOKIE_GESPREK].value}"}
    await huis.vraag("POST", "/chat/bericht", data={"tekst": merk("chat-lang") * 2000}, headers=kop)
    huis.assistent.doe = lambda vraag: zeg("Ik maak een verslag.", vraag, stap="verslag")
    await huis.vraag("POST", "/chat/bericht", data={"tekst": merk("chat-verslag")}, headers=kop)
    huis.assistent.doe = None
    await huis.vraag("POST", "/chat/verslag", data={"actie": "erbij", "erbij": merk("chat-erbij")}, headers=kop)
    velden = {"actie": "goedkeuren", "naam": merk("chat-naam"), "telefoon": merk("chat-tel"), "voorkeur": "telefoon"}
    await huis.vraag("POST", "/chat/verslag", data=velden, headers=kop)
    goed = {"actie": "goedkeuren", "naam": merk("chat-goed"), "voorkeur": "chat", "toestemming": "ja"}
    await huis.vraag("POST", "/chat/verslag", data={**goed, "ontvanger": merk("chat-naar")}, headers=kop)
    await huis.vraag("POST", "/chat/verslag", data=goed, headers=kop)
    # Changed while it waits, with something typed in a line that is gone; and too long.
    wacht = {"actie": "erbij", "erbij": merk("chat-wacht"), "regel-weg": merk("chat-wees")}
    await huis.vraag("POST", "/chat/verslag", data=wacht, headers=kop)
    await huis.vraag("POST", "/chat/verslag", data={**wacht, "erbij": merk("chat-wacht") * 90}, headers=kop)
    await huis.vraag("POST", "/chat/verslag", data={**wacht, "actie": f"bewaar:{merk('chat-id')}"}, headers=kop)
    for score in (merk("chat-score"), "2"):
        velden = {"score": score, "toelichting": merk("chat-toelichting")}
        await huis.vraag("POST", "/chat/oordeel", data=velden, headers=kop)
    # What waits is never deleted by the clock.
    await huis.vraag("POST", "/chat/intrekken", headers=kop)
    return kop["Cookie"]


async def _overdracht(huis: Huis, inwoner: Inwoner) -> dict[str, Any]:
    """Told, approved with everything that can be filled in; kenmerk and volgcode."""
    huis.assistent.doe = lambda vraag: zeg("Ik maak een verslag.", vraag, stap="verslag")
    await inwoner.zeg(f"Ik heb schulden en {merk('verhaal')}. Ik weet het niet meer.")
    huis.assistent.doe = None
    await huis.vraag("PATCH", f"{inwoner.pad}/verslag", json={"wens": [merk("wens")]}, headers=inwoner.kop)
    contact = {"naam": merk("naam"), "telefoon": "06 12345678", "email": f"{merk('mail')}@example.nl"}
    body = {"contact": {**contact, "voorkeur": "email"}, "toestemming": True}
    fout = {**body, "contact": {**contact, "email": merk("geen-mailadres")}}
    await huis.vraag("POST", f"{inwoner.pad}/verslag/goedkeuren", json=fout, headers=inwoner.kop)
    ander = {**body, "ontvanger": merk("ontvanger")}
    assert "iemand anders" in await huis.vraag(
        "POST", f"{inwoner.pad}/verslag/goedkeuren", json=ander, headers=inwoner.kop
    )
    goed: dict[str, Any] = json.loads(
        await huis.vraag("POST", f"{inwoner.pad}/verslag/goedkeuren", json=body, headers=inwoner.kop)
    )
    # While it waits.
    for nieuw in ({"wens": [merk("wacht")]}, {"regels": [{"id": merk("weg"), "tekst": merk("wees")}]}):
        await huis.vraag("PATCH", f"{inwoner.pad}/verslag", json=nieuw, headers=inwoner.kop)
    return goed


async def _volg(huis: Huis, goed: dict[str, Any]) -> None:
    await huis.vraag("POST", "/volg", data={"kenmerk": merk("volg")[:20], "code": merk("volgcode")})
    velden = {"kenmerk": goed["kenmerk"], "code": goed["volgcode"]}
    response = await huis.client.post("/volg", data=velden, allow_redirects=False)
    kop = {"Cookie": f"voordeur_volg={response.cookies['voordeur_volg'].value}"}
    await huis.vraag("POST", f"/volg/{goed['kenmerk']}/aanvullen", data={"tekst": merk("aanvulling")}, headers=kop)
    await huis.vraag("GET", f"/volg/{goed['kenmerk']}?gedaan={merk('gedaan')}", headers=kop)
    await huis.vraag("POST", f"/volg/{goed['kenmerk']}/oordeel", data={"score": merk("volg-score")}, headers=kop)


async def _werkplek(huis: Huis, kenmerk: str) -> None:
    """What a medewerker writes about a resident is as private as what the resident writes."""
    sanne = Staflid(huis.client, huis.database, "Sanne de Vries")
    await sanne.stuur("/werkplek/zoeken", {"zoek": merk("zoeken")})
    with huis.database.lezen() as session:
        crisis = session.execute(text("SELECT kenmerk FROM overdracht WHERE crisis IS NOT NULL")).scalars().all()
    assert crisis
    for ander in crisis:
        await sanne.doe(f"/werkplek/{ander}/oppakken")
        await sanne.doe(
            f"/werkplek/{ander}/afronden", {"uitkomst": "antwoord_gegeven", "toelichting": merk("crisis-klaar")}
        )
    stappen: list[tuple[str, dict[str, str]]] = [
        ("oppakken", {}),
        ("bericht", {"tekst": merk("antwoord")}),
        ("notitie", {"tekst": merk("notitie")}),
        # What triage had to hear is kept to learn from, without a word of what was said.
        ("indeling", {"erbij": "justitie"}),
        ("indeling", {"zwaarte": "multicomplex"}),
        ("indeling", {"eraf": merk("indeling")}),
        ("schalen", {"route": "procesregie", "reden": merk("schalen")}),
        ("meekijken", {"naam": merk("onbekend"), "reden": merk("meekijken")}),
        ("doorzetten", {"naar": merk("nergens"), "reden": merk("doorzetten")}),
        ("vrijgeven", {"reden": merk("vrijgeven")}),
        ("oppakken", {}),
        ("afronden", {"uitkomst": merk("uitkomst"), "toelichting": merk("toelichting")}),
        ("afronden", {"uitkomst": "antwoord_gegeven", "toelichting": merk("toelichting")}),
    ]
    for naam, velden in stappen:
        response = await sanne.stuur(f"/werkplek/{kenmerk}/{naam}", velden)
        huis.buiten.zie(f"headers of werkplek {naam}", dict(response.headers))


async def _redactie(huis: Huis) -> None:
    """A redacteur tries what a resident may have asked, and types what is refused."""
    rian = Staflid(huis.client, huis.database, "Rian van de Redactie", "redacteur")
    await huis.vraag("GET", f"/redactie/soorten?zoek={merk('soort')}", headers=rian.koppen)
    for pad, velden in (
        ("/redactie/soortenproef", {"vraag": merk("vraag"), "zoek": merk("soort")}),
        ("/redactie/woorden/proef", {"vraag": merk("vraag")}),
        ("/redactie/soorten/formulierenhulp", {"actie": "vraag-erbij", "vraag": merk("erbij")}),
        ("/redactie/soorten", {"naam": merk("naam"), "definitie": merk("definitie"), "vragen": merk("vraag")}),
        ("/redactie/soorten/formulierenhulp", {"actie": "vragen", "vragen": merk("lang") * 30}),
        ("/redactie/termijnen", {"soort": merk("soort"), "maanden": merk("maanden")}),
        ("/redactie/voorbeeld", {"naam": merk("naam"), "openingstijden": merk("uren"), "vraag": merk("proef")}),
        ("/redactie/nieuw", {"naam": "", "omschrijving": merk("omschrijving"), "openingstijden": merk("uren")}),
    ):
        response = await rian.stuur(pad, velden)
        assert response.status in (200, 422), pad
        huis.buiten.zie(f"headers of {pad}", dict(response.headers))


async def _alles(huis: Huis, monkeypatch: pytest.MonkeyPatch) -> tuple[Inwoner, dict[str, Any], str]:
    """Marked words down every path. Gives who spoke, what the approval gave, and the cookie of /chat."""
    inwoner = await nieuwe_inwoner(huis.client)
    await _rest(huis, inwoner)
    await _socket(inwoner)
    await _stuk(huis, inwoner, monkeypatch)
    await huis.vraag("POST", "/webhooks/rest/webhook", json={"sender": "x", "message": merk("rasa")})
    cookie = await _zonder_script(huis)
    spreker = await nieuwe_inwoner(huis.client)
    goed = await _overdracht(huis, spreker)
    await _fouten(huis, spreker)
    body = {"score": 4, "toelichting": merk("feedback")}
    await huis.vraag("POST", f"{spreker.pad}/feedback", json=body, headers=spreker.kop)
    await _volg(huis, goed)
    await _werkplek(huis, goed["kenmerk"])
    await _redactie(huis)
    # Twice: the second time what was finished since goes out too.
    for _ in range(2):
        for baan in BANEN:
            await taken.uitpost(baan)(huis.client.app)
    return spreker, goed, cookie


# --- what came out --------------------------------------------------------------------------------


def waar_in_database(database: Database, spoor: str) -> set[str]:
    """The columns in which this is to be read."""
    plekken = set()
    with database.lezen() as session:
        for tabel in Base.metadata.sorted_tables:
            for rij in session.execute(tabel.select()).mappings():
                plekken |= {f"{tabel.name}.{kolom}" for kolom, waarde in rij.items() if spoor in str(waarde)}
    return plekken


async def _beheer(huis: Huis) -> None:
    """All that beheer can see and take away."""
    bea = Staflid(huis.client, huis.database, "Bea Beekman", "beheerder")
    huis.buiten.zie("metrics", await (await huis.client.get("/metrics")).text())
    huis.buiten.zie("readyz", await (await huis.client.get("/readyz")).text())
    for pad in (
        "",
        "/cijfers",
        "/cijfers.csv",
        "/audit",
        "/uitpost",
        "/accounts",
        "/teams",
        "/instellingen",
        "/routering",
    ):
        huis.buiten.zie(f"/beheer{pad}", await bea.lees(f"/beheer{pad}"))
    rian = Staflid(huis.client, huis.database, "Rian Redder", "redacteur")
    for pad in ("/redactie", "/redactie/woorden", "/redactie/soorten", "/redactie/termijnen"):
        huis.buiten.zie(pad, await rian.lees(pad))


async def test_words_of_a_resident_are_in_no_log_error_figure_address_or_subject(
    huis: Huis, logboek: io.StringIO, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    await _alles(huis, monkeypatch)
    await _beheer(huis)
    assert huis.postbus.ontvangen
    for mail in huis.postbus.ontvangen:
        huis.buiten.zie("mail headers", {k: v for k, v in mail.items() if k != "To"})
        huis.buiten.zie("mail", mail.get_content().replace(f"Beste {merk('naam')},", ""))
    for rij in huis.stub.rijen["klantcontacten"]:
        huis.buiten.zie("subject in Open Klant", rij["onderwerp"])
        huis.buiten.zie("metadata in Open Klant", rij["metadata"])
    assert huis.stub.rijen["klantcontacten"]
    # The story itself goes to who is to have it; what stands around it says nothing.
    assert {json.loads(lichaam)["type"] for _, lichaam in huis.webhook.gekregen} >= {"overdracht.aangemaakt"}
    for kop, lichaam in huis.webhook.gekregen:
        huis.buiten.zie("headers of a webhook", dict(kop))
        huis.buiten.zie("webhook", {n: w for n, w in json.loads(lichaam).items() if n != "data"})
    with huis.database.lezen() as session:
        geteld = {
            n: session.execute(text(f"SELECT count(*) FROM {n}")).scalar() for n in ("triage_correctie", "feedback")
        }
        assert session.execute(text("SELECT count(*) FROM uit_post WHERE soort = 'webhook'")).scalar()
    assert min(geteld.values()) >= 1
    huis.buiten.zie("log", logboek.getvalue())
    assert '"wat": "verzoek"' in logboek.getvalue()
    huis.buiten.zie("printed", "".join(capfd.readouterr()))
    assert huis.buiten.lekken() == []
    assert waar_in_database(huis.database, MERK) - EIGEN_PLEK == set()


async def test_a_failure_is_logged_though_its_words_are_not(
    huis: Huis, logboek: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _stuk(huis, await nieuwe_inwoner(huis.client), monkeypatch)
    fouten = {json.loads(regel).get("fout") for regel in logboek.getvalue().splitlines()}
    assert {"ValueError", "OperationalError"} <= fouten


def _verouder(database: Database, dagen: int) -> None:
    with database.session_scope() as session:
        for tabel, kolom in (("gesprek", "laatst_actief_op"), ("overdracht", "afgerond_op")):
            for id, op in session.execute(text(f"SELECT id, {kolom} FROM {tabel}")).all():
                if op is not None:
                    toen = dt.datetime.fromisoformat(str(op)) - dt.timedelta(days=dagen)
                    session.execute(
                        text(f"UPDATE {tabel} SET {kolom} = :op WHERE id = :id"), {"op": str(toen), "id": id}
                    )


def _bestanden(database: Database, tmp_path: Path) -> list[str]:
    """Files that still hold marked words: the database itself, its log of changes, and what lies beside it."""
    with database.engine.connect() as verbinding:
        verbinding.exec_driver_sql("COMMIT")
        verbinding.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    gevonden = [p for p in tmp_path.rglob("*") if p.is_file() and MERK.encode() in p.read_bytes()]
    return [p.name for p in gevonden]


async def test_after_the_term_nothing_is_left_in_any_table_file_export_or_memory(
    huis: Huis, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spreker, goed, _ = await _alles(huis, monkeypatch)
    assert waar_in_database(huis.database, MERK)
    _verouder(huis.database, 400)
    await taken.bewaren(huis.client.app)
    assert waar_in_database(huis.database, MERK) == set()
    assert waar_in_database(huis.database, spreker.id) == set()
    # The audit, with its own term, says that there was an overdracht; nothing else does.
    assert waar_in_database(huis.database, goed["kenmerk"]) <= {"audit.waarvan"}
    assert _bestanden(huis.database, tmp_path) == []
    await _beheer(huis)
    assert huis.buiten.lekken() == []
    assert (await spreker.get("berichten")).status == 403
    sanne = Staflid(huis.client, huis.database, "Karim Bakker")
    assert MERK not in json.dumps(await sanne.stand(goed["kenmerk"]))


async def test_the_audit_goes_after_its_own_term(bouw: Bouwer, settings: Settings, sqlite_db: Database) -> None:
    client = await bouw(settings=dataclasses.replace(settings, bewaar_audit_dagen=30))
    vandaag = dt.datetime.now(dt.UTC)
    with sqlite_db.session_scope() as session:
        for dagen in (31, 29):
            add_audit(session, "Sanne", f"{dagen} dagen", "VD-2222-3333", op=vandaag - dt.timedelta(days=dagen))
    await taken.bewaren(client.app)
    assert waar_in_database(sqlite_db, "31 dagen") == set()
    assert waar_in_database(sqlite_db, "29 dagen")


async def test_a_resident_who_deletes_the_gesprek_leaves_nothing_behind(
    huis: Huis, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spreker, _, cookie = await _alles(huis, monkeypatch)
    assert (await huis.client.delete(spreker.pad, headers=spreker.kop)).status == 204
    await huis.vraag("POST", "/chat/wissen", headers={"Cookie": cookie})
    eigen = ("verhaal", "wens", "naam", "mail@", "feedback", "aanvulling", "antwoord", "notitie", "toelichting", "chat")
    assert {pad: waar_in_database(huis.database, merk(pad)) for pad in eigen} == {pad: set() for pad in eigen}
    # The other residents of this test did not ask for it; now they do.
    assert waar_in_database(huis.database, MERK)
    with huis.database.session_scope() as session:
        for (id,) in session.execute(text("SELECT id FROM gesprek")).all():
            delete_gesprek(session, id)
    assert waar_in_database(huis.database, MERK) == set()
    assert _bestanden(huis.database, tmp_path) == []


async def test_a_reply_that_comes_after_the_deletion_brings_nothing_back(huis: Huis) -> None:
    inwoner = await nieuwe_inwoner(huis.client)
    los = asyncio.Event()

    async def wacht(vraag: Any) -> Any:
        await los.wait()
        return zeg(f"echo: {vraag.tekst}", vraag)

    huis.assistent.doe = wacht
    sturen = asyncio.create_task(inwoner.post("berichten", {"client_id": str(uuid.uuid4()), "tekst": merk("onderweg")}))
    await huis.assistent.begonnen.wait()
    assert (await huis.client.delete(inwoner.pad, headers=inwoner.kop)).status == 204
    los.set()
    await sturen
    assert waar_in_database(huis.database, MERK) == set()


# --- personal numbers ---------------------------------------------------------------------------------

NUMMERS = ("198691336", "198 691 336", "NL42INGB0418125427", "4678171181220478", "Poezie2019!")
GETYPT = (
    "ik ben Jan\n198691336\nburgerservisnummer=198 691 336, NL42INGB0418125427, pas 4678171181220478, ww: Poezie2019!"
)


async def test_a_personal_number_is_stored_by_no_way_in_which_a_resident_can_type(huis: Huis) -> None:
    """Each way in on its own is seen to store the rest of what was typed."""
    spreker = await nieuwe_inwoner(huis.client)
    await spreker.zeg(f"bericht {GETYPT}")
    async with spreker.client.ws_connect(f"{spreker.pad}/stroom", headers=spreker.kop) as ws:
        await ws.send_json({"soort": "bericht", "client_id": str(uuid.uuid4()), "tekst": f"socket {GETYPT}"})
        while (await ws.receive_json(timeout=10))["soort"] != "ontvangen":
            pass
    huis.assistent.doe = lambda vraag: zeg("Ik maak een verslag.", vraag, stap="verslag")
    await spreker.zeg("Ik heb schulden. Ik weet het niet meer.")
    huis.assistent.doe = None
    wens = {"wens": [f"concept {GETYPT}"]}
    await huis.vraag("PATCH", f"{spreker.pad}/verslag", json=wens, headers=spreker.kop)
    contact = {"naam": f"naam {GETYPT[:20]}", "voorkeur": "chat"}
    body = {"contact": contact, "toestemming": True}
    goed = json.loads(await huis.vraag("POST", f"{spreker.pad}/verslag/goedkeuren", json=body, headers=spreker.kop))
    for regel in ({"onderdeel": "wens", "tekst": f"wachtend {GETYPT}"}, {"onderdeel": "urgentie", "tekst": GETYPT}):
        await huis.vraag("PATCH", f"{spreker.pad}/verslag", json={"regels": [regel]}, headers=spreker.kop)
    kop = {"Cookie": f"{COOKIE_GESPREK}={spreker.id}.{spreker.token}"}
    await huis.vraag("POST", "/chat/bericht", data={"tekst": f"pagina {GETYPT}"}, headers=kop)
    await huis.vraag("POST", "/chat/verslag", data={"actie": "erbij", "erbij": f"erbij {GETYPT}"}, headers=kop)
    velden = {"kenmerk": goed["kenmerk"], "code": goed["volgcode"]}
    response = await huis.client.post("/volg", data=velden, allow_redirects=False)
    volg = {"Cookie": f"voordeur_volg={response.cookies['voordeur_volg'].value}"}
    await huis.vraag("POST", f"/volg/{goed['kenmerk']}/aanvullen", data={"tekst": f"volg {GETYPT}"}, headers=volg)
    score = {"score": 4, "toelichting": f"oordeel {GETYPT}"}
    await huis.vraag("POST", f"{spreker.pad}/feedback", json=score, headers=spreker.kop)
    for weg in ("bericht", "socket", "concept", "naam", "wachtend", "pagina", "erbij", "volg", "oordeel"):
        assert waar_in_database(huis.database, f"{weg} ik ben Jan"), weg
    assert {nummer: waar_in_database(huis.database, nummer) for nummer in NUMMERS} == {n: set() for n in NUMMERS}


async def test_what_the_holder_takes_home_holds_the_changed_verslag(huis: Huis) -> None:
    spreker = await nieuwe_inwoner(huis.client)
    goed = await _overdracht(huis, spreker)
    assert goed["kenmerk"]
    verslag = await (await spreker.get("verslag")).json()
    assert [r["tekst"] for r in verslag["wens"]] == [merk("wacht")]
    kop = {"Cookie": f"{COOKIE_GESPREK}={spreker.id}.{spreker.token}"}
    tekst = await (await huis.client.get("/chat/gesprek.txt", headers=kop)).text()
    assert merk("wacht") in tekst
    assert (await huis.client.get("/chat/verslag.pdf", headers=kop)).status == 200
