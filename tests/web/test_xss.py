"""What looks like markup, script, a formula or a template stays the text that it is, wherever it is shown."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import uuid
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from aiohttp.test_utils import TestClient

import gesprek.service
from opslag.db import Database, now
from overdracht.bewaren import delete_gesprek
from overdracht.mail import Mailserver, MailVerzender
from overdracht.models import Medewerker
from overdracht.outbox import Outbox
from settings import ROOT, Settings
from sociale_kaart.models import Voorziening
from sociale_kaart.soort_models import EigenSoort, Soortwijziging, Soortzin
from taal.persoonsgegevens import Verborgen
from tests.overdracht.test_mail import Postbus
from tests.overdracht_builders import keur_goed
from tests.web.builders import NepAssistent, zeg
from tests.web.stafleden import Staflid
from tests.web.test_sporen import postbus  # noqa: F401
from web.cijfers import as_csv
from web.routes import all_routes
from werkgebied import Werkgebied

CORPUS = (Path(__file__).parent / "xss.txt").read_text(encoding="utf-8").splitlines()
# Each alone where that is quick; elsewhere all in one story, since what is inert together is inert apart.
MONSTERS = [" | ".join(CORPUS), *CORPUS[::6]]
# Where one look costs many pages: all in one, and a few alone.
WEINIG = MONSTERS[::4]
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


def niets_vreemds(kwaad: str, *braaf: str) -> None:
    """Nothing on the page that is not on a page with good text too: how often depends on what is found or counted."""
    vreemd = set(bouwsel(kwaad)) - {deel for html in braaf for deel in bouwsel(html)}
    assert {deel for deel in vreemd if not _ONZE.match(deel)} == set()


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


@pytest.mark.usefixtures("niets_verborgen")
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


async def test_it_is_inert_in_kinds_terms_and_opening_hours(client: Client, sqlite_db: Database) -> None:
    """Typed by a redacteur, or brought in by a file; also where a form comes back because something is wrong."""
    rian = Staflid(client, sqlite_db, "Rian Redder", "redacteur")

    async def fout(wie: Staflid, pad: str, **velden: str) -> str:
        response = await wie.stuur(pad, velden)
        assert response.status in (200, 422), await response.text()
        return str(await response.text())

    async def lees(tekst: str) -> list[str]:
        with sqlite_db.session_scope() as session:
            for rij in session.query(Soortzin).all() + session.query(Soortwijziging).all():
                session.delete(rij)
            soort = session.get(EigenSoort, "proefsoort") or EigenSoort(code="proefsoort", leefgebieden=["financien"])
            soort.naam, soort.definitie, soort.wie = tekst[:80], tekst, "Rian Redder"
            session.add(soort)
            for wat in ("vraag", "woord"):
                session.add(Soortzin(soort="proefsoort", wat=wat, tekst=tekst[:200], wie=tekst[:60]))
            session.add(Soortwijziging(soort="proefsoort", wat=tekst[:40], tekst=tekst, wie=tekst[:60]))
            v = session.get(Voorziening, "uren") or Voorziening(id="uren", leefgebieden=["financien"])
            v.naam, v.status, v.openingstijden, v.omschrijving = "Uren", "gepubliceerd", tekst, "Hulp."
            v.soorten, v.soorten_gekozen = ["formulierenhulp"], True
            session.add(v)
        vraag = quote(tekst)
        return [
            await rian.lees(f"/redactie/soorten?zoek={vraag}"),
            await (await rian.stuur("/redactie/soortenproef", {"vraag": tekst, "zoek": tekst})).text(),
            await (await rian.stuur("/redactie/woorden/proef", {"vraag": tekst})).text(),
            await rian.lees("/redactie/soorten"),
            await (await rian.stuur("/redactie/soorten/proefsoort", {"actie": "vraag-erbij", "vraag": tekst})).text(),
            await fout(rian, "/redactie/soorten", naam=tekst, definitie=tekst, vragen="x", woorden=tekst),
            await fout(rian, "/redactie/soorten/proefsoort", actie="kop", naam=tekst * 9, definitie=""),
            await rian.lees("/redactie/termijnen"),
            await fout(rian, "/redactie/termijnen", soort=f"x{tekst}"[:120], maanden=tekst[:12]),
            await fout(rian, "/redactie/termijnen", soort=tekst[:80].strip(), maanden=tekst[:12]),
            await rian.lees("/redactie/uren"),
            await fout(rian, "/redactie/voorbeeld", naam="Uren", openingstijden=tekst, omschrijving="Hulp."),
            await (await client.get("/voorzieningen/uren")).text(),
        ]

    # In the second the product hears kinds, and a time that is none.
    braaf = [await lees("gewoon een zin"), await lees("hulp bij een formulier en schulden")]
    for kwaad in WEINIG:
        for html, *goed in zip(await lees(kwaad), *braaf, strict=True):
            niets_vreemds(html, *goed)


@pytest.fixture
def niets_verborgen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is taken for a secret would not be there to be inert, and brings a line that explains it."""
    monkeypatch.setattr(gesprek.service, "verberg", lambda tekst: Verborgen(tekst, ()))


@pytest.mark.usefixtures("niets_verborgen")
async def test_it_is_inert_in_the_verslag_on_the_page_without_script(client: Client, assistent: NepAssistent) -> None:
    """In its lines, and in what comes back in a field because something else was wrong."""

    async def lees(tekst: str) -> list[str]:
        assistent.doe = lambda vraag: zeg("Ik maak een verslag.", vraag, stap="verslag")
        velden = {"tekst": f"Ik heb schulden. {tekst}", "client_id": str(uuid.uuid4())}
        begin = await (await client.post("/chat/bericht", data=velden)).text()
        assistent.doe = None
        erbij = await (await client.post("/chat/verslag", data={"actie": "erbij", "erbij": tekst})).text()
        onaf = {"actie": "goedkeuren", "naam": tekst[:100], "telefoon": tekst[:30], "email": tekst[:60], "erbij": tekst}
        terug = await (await client.post("/chat/verslag", data={**onaf, "voorkeur": "telefoon"})).text()
        weg = {"actie": "bewaar:weg", "regel-weg": tekst, "was-weg": "x"}
        wees = await (await client.post("/chat/verslag", data=weg)).text()
        client.session.cookie_jar.clear()
        return [begin, erbij, terug, wees]

    braaf = await lees("gewoon een zin")
    for kwaad in WEINIG:
        for html, goed in zip(await lees(kwaad), braaf, strict=True):
            gelijk(html, goed)


async def test_it_is_inert_in_the_lists_of_the_werkplek(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    """Who is to be called, what is late, who was asked along; with names that are markup themselves."""
    sanne, collega = Staflid(client, sqlite_db, "Sanne de Vries"), Staflid(client, sqlite_db, "Iemand anders")

    async def lees(tekst: str) -> str:
        contact = {"naam": tekst[:100], "telefoon": "072 000 0199", "email": "", "voorkeur": "telefoon"}
        lang = now() - dt.timedelta(days=12)
        with sqlite_db.session_scope() as session:
            session.get_one(Medewerker, collega.id).naam = tekst[:110]
            een = keur_goed(session, werkgebied, tekst=f"Ik heb schulden. {tekst}", contact=contact, nu=lang)
            twee = keur_goed(session, werkgebied, tekst=f"Ik heb schulden. {tekst}", contact=contact)
        await collega.doe(f"/werkplek/{een.kenmerk}/oppakken")
        naar = {"naar": sanne.naam, "reden": tekst}
        await collega.doe(f"/werkplek/{een.kenmerk}/notitie", {"tekst": tekst})
        await collega.doe(f"/werkplek/{een.kenmerk}/doorzetten", naar)
        await collega.doe(f"/werkplek/{twee.kenmerk}/oppakken")
        await collega.doe(f"/werkplek/{twee.kenmerk}/meekijken", {"naam": sanne.naam, "reden": tekst})
        html = await sanne.lees(f"/werkplek?o={een.kenmerk}") + await sanne.lees(f"/werkplek?o={twee.kenmerk}")
        html += "".join((await sanne.stand(twee.kenmerk))["delen"].values())
        with sqlite_db.session_scope() as session:
            for verhaal in (een, twee):
                delete_gesprek(session, verhaal.gesprek_id)
        return html.replace(een.kenmerk, "VD").replace(twee.kenmerk, "VD")

    braaf = await lees("gewoon een zin")
    assert "Bellen of mailen" in braaf
    assert "Te laat of bijna te laat" in braaf
    for kwaad in WEINIG:
        niets_vreemds(await lees(kwaad), braaf)


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
