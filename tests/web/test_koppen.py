"""Headers on every response, and which other websites may talk to this server."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Base, Database
from overdracht import staf
from settings import ROOT, Settings
from tests.overdracht_builders import keur_goed
from tests.web.builders import Inwoner, nieuwe_inwoner
from tests.web.conftest import Bouwer
from tests.web.stafleden import Staflid
from web.routes import all_routes
from werkgebied import Werkgebied

GASTHEER = "https://www.gemeente.example.nl"


@pytest.fixture
async def met_gastheer(bouw: Bouwer, settings: Settings) -> TestClient[Any, Any]:
    return await bouw(
        settings=dataclasses.replace(settings, toegestane_origins=GASTHEER, publieke_url="https://chat.example.nl")
    )


@pytest.mark.parametrize("pad", ["/login", "/api/v1/voorzieningen", "/bestaat-niet", "/static/basis.css", "/healthz"])
async def test_every_response_has_the_security_headers(client: TestClient[Any, Any], pad: str) -> None:
    koppen = (await client.get(pad)).headers
    assert koppen["X-Content-Type-Options"] == "nosniff"
    assert koppen["Referrer-Policy"]
    assert koppen["Permissions-Policy"]
    assert "unsafe" not in koppen["Content-Security-Policy"]
    assert "default-src 'none'" in koppen["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in koppen["Content-Security-Policy"]
    assert "aiohttp" not in koppen["Server"]
    assert "Strict-Transport-Security" not in koppen


def _eist_koppen(response: Any) -> None:
    koppen = response.headers
    assert koppen["X-Content-Type-Options"] == "nosniff"
    assert koppen["Referrer-Policy"] == "same-origin"
    assert koppen["Cross-Origin-Opener-Policy"] == "same-origin"
    assert koppen["Cross-Origin-Resource-Policy"] in ("same-origin", "cross-origin")
    assert koppen["Permissions-Policy"]
    assert koppen["Server"] == "Voordeur"
    beleid = dict(deel.strip().partition(" ")[::2] for deel in koppen["Content-Security-Policy"].split(";"))
    assert (beleid["default-src"], beleid["base-uri"], beleid["frame-ancestors"]) == ("'none'", "'none'", "'self'")
    assert beleid.get("script-src", "'self'") == "'self'"
    assert "unsafe" not in koppen["Content-Security-Policy"]


@pytest.fixture
async def alles(bouw: Bouwer, settings: Settings) -> TestClient[Any, Any]:
    return await bouw(routes=all_routes(settings))


async def test_every_answer_of_every_address_has_the_security_headers(
    alles: TestClient[Any, Any], settings: Settings, sqlite_db: Database
) -> None:
    """Of the whole route table, also with what is asked for not there, no leave, or a body that is none."""
    wie = [None, *(Staflid(alles, sqlite_db, f"Iemand {rol}", rol) for rol in ("medewerker", "redacteur", "beheerder"))]
    gezien = set()
    for route in all_routes(settings):
        pad = re.sub(r"\{[^}]+\}", "x", route.pad)
        for staflid in wie if route.methode == "GET" else wie[:1]:
            koppen = staflid.koppen if staflid else {"Accept": "text/html"}
            response = await alles.request(route.methode, pad, headers=koppen, allow_redirects=False)
            _eist_koppen(response)
            gezien.add(response.status)
    assert {200, 303, 401, 404} <= gezien


@pytest.mark.parametrize(
    ("methode", "pad", "velden", "status"),
    [
        ("GET", "/bestaat-niet", {}, 404),
        ("DELETE", "/chat", {}, 405),
        ("POST", "/api/v1/gesprekken", {"data": b"x" * 300_000}, 413),
        ("POST", "/chat/bericht", {"data": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, 415),
        ("POST", "/api/v1/gesprekken", {"headers": {"Expect": "koekje"}}, 417),
        ("GET", "/static/basis.css", {}, 200),
        ("GET", "/static/basis.css", {"headers": {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}}, 304),
        ("GET", "/static/basis.css", {"headers": {"Range": "bytes=999999999-"}}, 416),
        ("GET", "/static/", {}, 404),
        ("GET", "/hsds/v3/services/x", {}, 404),
        ("GET", "/hsds/v3", {}, 200),
        ("GET", "/chat/snel-weg", {}, 303),
        ("HEAD", "/login", {}, 200),
        ("OPTIONS", "/api/v1/voorzieningen", {}, 204),
        ("OPTIONS", "/api/v1/gesprekken", {}, 403),
    ],
)
async def test_so_has_whatever_goes_wrong_or_is_no_page(
    alles: TestClient[Any, Any], methode: str, pad: str, velden: dict[str, Any], status: int
) -> None:
    response = await alles.request(methode, pad, allow_redirects=False, **velden)
    assert response.status == status
    _eist_koppen(response)


async def test_so_has_an_error_of_our_own(alles: TestClient[Any, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.chat.start_gesprek", None)
    response = await alles.post("/api/v1/gesprekken")
    assert response.status == 500
    _eist_koppen(response)


async def test_so_has_what_is_taken_away(
    alles: TestClient[Any, Any], sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    sanne = Staflid(alles, sqlite_db, "Sanne de Vries")
    rian = Staflid(alles, sqlite_db, "Rian Redder", "redacteur")
    bea = Staflid(alles, sqlite_db, "Bea Beekman", "beheerder")
    with sqlite_db.session_scope() as session:
        kenmerk = keur_goed(session, werkgebied).kenmerk
    await sanne.doe(f"/werkplek/{kenmerk}/oppakken")
    pdf = await sanne.get(f"/api/v1/overdrachten/{kenmerk}/verslag.pdf")
    csv = await bea.get("/beheer/cijfers.csv")
    kaart = await rian.get("/redactie/uitvoer?formaat=csv")
    assert (pdf.status, pdf.content_type) == (200, "application/pdf")
    assert (csv.status, csv.content_type) == (200, "text/csv")
    assert (kaart.status, kaart.content_type) == (200, "text/csv")
    for response in (pdf, csv, kaart):
        _eist_koppen(response)
        assert "filename=" in response.headers["Content-Disposition"]


def test_no_page_holds_script_or_style_of_its_own() -> None:
    """The policy would stop it; what it stops is broken, so it is not there. Data for search engines runs nowhere."""
    bladen = list((ROOT / "web/templates").rglob("*.html"))
    assert len(bladen) > 40
    for blad in bladen:
        tekst = re.sub(r"<script type=\"application/ld\+json\">", "", blad.read_text(encoding="utf-8"))
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son[a-z]+\s*=\s*[\"']|\sstyle=|javascript:", tekst), blad


async def test_over_https_the_browser_is_told_to_stay_there(met_gastheer: TestClient[Any, Any]) -> None:
    assert "Strict-Transport-Security" in (await met_gastheer.get("/login")).headers


async def test_what_is_personal_is_not_cached(inwoner: Inwoner) -> None:
    assert (await inwoner.get("berichten")).headers["Cache-Control"] == "no-store"


async def test_a_host_page_that_is_let_in_may_use_the_api(met_gastheer: TestClient[Any, Any]) -> None:
    kop = {"Origin": GASTHEER}
    vooraf = await met_gastheer.options("/api/v1/gesprekken", headers=kop | {"Access-Control-Request-Method": "POST"})
    assert vooraf.status == 204
    assert vooraf.headers["Access-Control-Allow-Origin"] == GASTHEER
    assert "Authorization" in vooraf.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in vooraf.headers
    response = await met_gastheer.post("/api/v1/gesprekken", headers=kop)
    assert (response.status, response.headers["Access-Control-Allow-Origin"]) == (201, GASTHEER)
    assert GASTHEER in response.headers["Content-Security-Policy"]


async def test_a_host_page_that_is_not_let_in_gets_nothing(client: TestClient[Any, Any]) -> None:
    kop = {"Origin": GASTHEER}
    assert (await client.options("/api/v1/gesprekken", headers=kop)).status == 403
    response = await client.post("/api/v1/gesprekken", headers=kop)
    assert response.status == 403
    assert "Access-Control-Allow-Origin" not in response.headers


async def test_errors_can_be_read_by_the_host_page_too(met_gastheer: TestClient[Any, Any]) -> None:
    response = await met_gastheer.get("/api/v1/gesprekken/x/berichten", headers={"Origin": GASTHEER})
    assert response.status == 401
    assert response.headers["Access-Control-Allow-Origin"] == GASTHEER


async def test_the_socket_opens_for_a_host_page_that_is_let_in(met_gastheer: TestClient[Any, Any]) -> None:
    inwoner = await nieuwe_inwoner(met_gastheer)
    ws = await met_gastheer.ws_connect(f"{inwoner.pad}/stroom", headers=inwoner.kop | {"Origin": GASTHEER})
    assert (await ws.receive_json(timeout=5))["soort"] == "bericht"
    await ws.close()


async def test_published_entries_may_be_read_from_anywhere(client: TestClient[Any, Any]) -> None:
    response = await client.get("/api/v1/voorzieningen", headers={"Origin": "https://elders.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"


async def test_pages_may_stand_in_a_frame_of_the_allowed_websites_only(
    client: TestClient[Any, Any], met_gastheer: TestClient[Any, Any]
) -> None:
    dicht = (await client.get("/login")).headers
    assert dicht["X-Frame-Options"] == "SAMEORIGIN"
    assert dicht["Content-Security-Policy"].endswith("frame-ancestors 'self'")
    open_ = (await met_gastheer.get("/login")).headers
    assert open_["Content-Security-Policy"].endswith(f"frame-ancestors 'self' {GASTHEER}")


@pytest.mark.parametrize(
    "nagemaakt",
    ["null", f"{GASTHEER}.kwaad.example", "https://kwaad.example/?{GASTHEER}", "http://www.gemeente.example.nl"],
)
async def test_an_origin_that_only_looks_like_an_allowed_one_is_refused(
    met_gastheer: TestClient[Any, Any], nagemaakt: str
) -> None:
    response = await met_gastheer.post("/api/v1/gesprekken", headers={"Origin": nagemaakt})
    assert response.status == 403
    assert "Access-Control-Allow-Origin" not in response.headers


async def test_cookies_are_only_for_https_for_us_and_not_for_scripts(bouw: Bouwer, settings: Settings) -> None:
    veilig = dataclasses.replace(settings, publieke_url="https://chat.example.nl")
    client = await bouw(settings=veilig, routes=all_routes(veilig))
    velden = {"tekst": "hallo", "client_id": "5f6d1c52-0000-4000-8000-000000000001"}
    response = await client.post("/chat/bericht", data=velden, allow_redirects=False)
    koekje = response.headers["Set-Cookie"]
    for eis in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/chat"):
        assert eis in koekje
    # Gone when the browser closes: a shared computer keeps no gesprek.
    assert "Max-Age" not in koekje
    assert "expires" not in koekje.lower()


@pytest.mark.parametrize("codering", ["gzip", "identity"])
@pytest.mark.parametrize("pad", ["/widget.js", "/static/dist/nlds.css", "/static/basis.css"])
async def test_a_cache_keeps_the_compressed_and_the_plain_file_apart(
    client: TestClient[Any, Any], pad: str, codering: str
) -> None:
    response = await client.get(pad, headers={"Accept-Encoding": codering, "Origin": GASTHEER})
    assert {deel.strip() for deel in response.headers["Vary"].split(",")} == {"Origin", "Accept-Encoding"}


@pytest.mark.parametrize("pad", ["/static/../settings.py", "/static/%2e%2e/errors.py", "/static/..%2ferrors.py"])
async def test_files_outside_the_directory_are_not_served(client: TestClient[Any, Any], pad: str) -> None:
    from yarl import URL

    assert (await client.get(URL(pad, encoded=True))).status in (403, 404)


async def test_every_cookie_is_only_for_https_for_us_and_not_for_scripts(
    bouw: Bouwer, settings: Settings, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    """Of the resident, of who follows an overdracht and of staff; no secret in them stands in the database."""
    veilig = dataclasses.replace(settings, publieke_url="https://chat.example.nl")
    client = await bouw(settings=veilig, routes=all_routes(veilig))
    with sqlite_db.session_scope() as session:
        verhaal = keur_goed(session, werkgebied)
        wachtwoord = staf.add_medewerker(session, "Sanne de Vries", "medewerker")
        medewerker = staf.find_by_naam(session, "Sanne de Vries")
        assert medewerker is not None
        token = staf.make_token(session, medewerker)
    gesprek = await client.post("/chat/bericht", data={"tekst": "hallo"}, allow_redirects=False)
    volg = {"kenmerk": verhaal.kenmerk, "code": verhaal.volgcode}
    volgt = await client.post("/volg", data=volg, allow_redirects=False)
    pagina = await (await client.get("/login")).text()
    code = re.search(r'name="code" value="([^"]+)"', pagina)
    velden = {"naam": "Sanne de Vries", "wachtwoord": wachtwoord, "code": code[1] if code else "", "naar": ""}
    binnen = await client.post("/login", data=velden, allow_redirects=False)
    koekjes = [k for r in (gesprek, volgt, binnen) for k in r.headers.getall("Set-Cookie", [])]
    assert {k.split("=")[0] for k in koekjes} == {"voordeur_gesprek", "voordeur_volg", "voordeur_staf"}
    for koekje in koekjes:
        for eis in ("Secure", "HttpOnly", "SameSite=Lax"):
            assert eis in koekje, koekje
    geheimen = [
        gesprek.cookies["voordeur_gesprek"].value.partition(".")[2], binnen.cookies["voordeur_staf"].value,
        verhaal.token, verhaal.volgcode, token, wachtwoord,
    ]  # fmt: skip
    with sqlite_db.lezen() as session:
        rijen = str([rij for tabel in Base.metadata.sorted_tables for rij in session.execute(tabel.select())])
    assert min(map(len, geheimen)) >= 8
    assert [g for g in geheimen if g in rijen] == []
