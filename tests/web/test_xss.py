"""What looks like markup, script, a formula or a template stays the text that it is, wherever it is shown."""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database
from overdracht.bewaren import delete_gesprek
from overdracht.mail import Mailserver, MailVerzender
from overdracht.outbox import Outbox
from settings import ROOT, Settings
from sociale_kaart.models import Voorziening
from tests.overdracht.test_mail import Postbus
from tests.overdracht_builders import keur_goed
from tests.web.stafleden import Staflid
from tests.web.test_sporen import postbus  # noqa: F401
from web.cijfers import as_csv
from web.routes import all_routes
from werkgebied import Werkgebied

CORPUS = (Path(__file__).parent / "xss.txt").read_text(encoding="utf-8").splitlines()
# Each alone where that is quick; elsewhere all in one story, since what is inert together is inert apart.
MONSTERS = [" | ".join(CORPUS), *CORPUS[::6]]
Client = TestClient[Any, Any]


class _Bouwsel(HTMLParser):
    """What a page is made of: elements with the names of their attributes, and where its links lead to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.delen: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        namen = sorted({naam for naam, _ in attrs})
        schema = [
            str(w).split(":")[0].strip().lower() for n, w in attrs if n in ("href", "src", "action") and ":" in str(w)
        ]
        self.delen[f"{tag} {namen} {schema}"] += 1


def bouwsel(html: str) -> Counter[str]:
    lezer = _Bouwsel()
    lezer.feed(html)
    return lezer.delen


# A number, an address and a mail address become links; those are ours, and the same for harmless text.
# A long text also gets hints about its readability: elements without any attribute, with text in them.
_ONZE = re.compile(
    r"^a \['class', (?:'dir', )?'href'\] \['(?:tel|mailto)'\]$|^(?:ul|li|p) \[\] \[\]$"
    # What the redactie marks as a long sentence or a hard word is ours too.
    r"|^(?:mark|p) \['class'\] \[\]$|^em \[\] \[\]$"
)


def gelijk(kwaad: str, braaf: str) -> None:
    """The page with the bad text is made of what the page with the good text is made of."""
    een, twee = bouwsel(kwaad), bouwsel(braaf)
    verschil = {deel for deel in (een - twee) + (twee - een) if not _ONZE.match(deel)}
    assert verschil == set()


@pytest.fixture
async def client(bouw: Any, settings: Settings) -> Client:
    return await bouw(routes=all_routes(settings))


def test_the_corpus_is_large() -> None:
    assert len(CORPUS) >= 45


async def _chat(client: Client, tekst: str) -> str:
    """The page of a gesprek in which this was said."""
    velden = {"tekst": tekst, "gemeente": "castricum", "client_id": str(uuid.uuid4())}
    response = await client.post("/chat/bericht", data=velden)
    assert response.status == 200
    html = await response.text()
    client.session.cookie_jar.clear()
    return html


async def test_it_is_inert_on_the_page_without_script(client: Client) -> None:
    braaf = await _chat(client, "gewoon een zin")
    for kwaad in CORPUS:
        gelijk(await _chat(client, kwaad), braaf)


@pytest.mark.parametrize("pad", ["/werkplek?o={0}", "/werkplek/stand?o={0}", "/werkplek?o={1}&naast={0}"])
async def test_it_is_inert_in_the_werkplek(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied, pad: str
) -> None:
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    with sqlite_db.session_scope() as session:
        ander = keur_goed(session, werkgebied)

    async def lees(tekst: str) -> str:
        contact = {"naam": tekst[:100], "telefoon": "072 000 0199", "email": "", "voorkeur": "chat"}
        with sqlite_db.session_scope() as session:
            verhaal = keur_goed(session, werkgebied, tekst=f"Ik heb schulden. {tekst}", contact=contact)
        adres = pad.format(verhaal.kenmerk, ander.kenmerk)
        html = (
            "".join((await sanne.stand(verhaal.kenmerk))["delen"].values())
            if "stand" in pad
            else await sanne.lees(adres)
        )
        with sqlite_db.session_scope() as session:
            delete_gesprek(session, verhaal.gesprek_id)
        return html.replace(verhaal.kenmerk, "VD")

    braaf = await lees("gewoon een zin")
    for kwaad in MONSTERS:
        gelijk(await lees(kwaad), braaf)


async def test_it_is_inert_in_the_redactie_and_on_the_public_page(client: Client, sqlite_db: Database) -> None:
    rian = Staflid(client, sqlite_db, "Rian Redder", "redacteur")

    async def lees(tekst: str) -> list[str]:
        with sqlite_db.session_scope() as session:
            v = session.get(Voorziening, "proef") or Voorziening(
                id="proef", leefgebieden=["financien"], status="gepubliceerd"
            )
            # The kinds are told by a redacteur, so that the form does not propose others for other words.
            v.soorten, v.soorten_gekozen = ["formulierenhulp"], True
            v.naam = v.organisatie = tekst[:80]
            v.omschrijving = v.doelgroep = v.kosten = v.route = tekst
            session.add(v)
        return [
            await rian.lees("/redactie/proef"),
            await rian.lees("/redactie"),
            await (await client.get("/voorzieningen/proef")).text(),
            await (await client.get("/voorzieningen")).text(),
        ]

    braaf = await lees("gewoon een zin")
    for kwaad in MONSTERS:
        for html, goed in zip(await lees(kwaad), braaf, strict=True):
            gelijk(html, goed)


async def test_it_is_plain_text_in_mail_and_file(
    client: Client,
    sqlite_db: Database,
    werkgebied: Werkgebied,
    postbus: Postbus,  # noqa: F811
    settings: Settings,
) -> None:
    kwaad = "<img src=x onerror=window.kwaad=1>\r\nBcc: kwaad@kwaad.example"
    contact = {"naam": kwaad[:60], "telefoon": "", "email": "a@example.nl", "voorkeur": "email"}
    with sqlite_db.session_scope() as session:
        keur_goed(session, werkgebied, contact=contact)
    mail = MailVerzender(
        sqlite_db,
        Mailserver.from_url(postbus.url),
        afzender="v@example.nl",
        publieke_url="https://v.nl",
        werkgebied=werkgebied,
    )
    await Outbox(sqlite_db, {"bevestiging": mail, "openklant": None}).send_due()
    [bericht] = postbus.ontvangen
    assert bericht.get_content_type() == "text/plain"
    assert bericht["Bcc"] is None
    assert bericht["To"] == "a@example.nl"
    response = await client.get("/chat/gesprek.txt")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_formula_stays_text_in_what_is_taken_out() -> None:
    """No cell of the figures begins with what makes a spreadsheet calculate."""
    uit = as_csv(("a", "b"), [(kwaad, f" {kwaad}") for kwaad in CORPUS]).lstrip("\ufeff")
    cellen = [cel for rij in csv.reader(io.StringIO(uit), delimiter=";") for cel in rij]
    assert [cel for cel in cellen if cel.lstrip()[:1] in ("=", "+", "-", "@", "|", "%")] == []


# Puts HTML of our own server, escaped there, into the page; the tests above read that HTML.
MET_HTML = {"werkplek_paneel.js", "redactie.js"}


def test_nothing_listens_to_messages_of_other_windows_and_nothing_is_sent_to_them() -> None:
    """The safest check of postMessage on both sides is that there is none; whoever adds one adds its checks here."""
    bronnen = [*(ROOT / "web/widget/src").rglob("*.js"), *(ROOT / "web/static").glob("*.js")]
    assert len(bronnen) > 20
    for bron in bronnen:
        tekst = bron.read_text(encoding="utf-8")
        assert not re.search(r"postMessage|window\.addEventListener\(\s*[\"']message|window\.onmessage", tekst), bron
        if bron.name not in MET_HTML:
            assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", tekst), bron
        assert not re.search(r"\beval\(|new Function", tekst), bron
