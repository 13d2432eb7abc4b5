"""Logging in: slow to guess, nothing to take over, and no form of another website gets through."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database
from overdracht import staf
from settings import Settings
from tests.web.conftest import Bouwer

NAAM = "Mieke Medewerker"


@pytest.fixture
def wachtwoord(sqlite_db: Database) -> str:
    with sqlite_db.session_scope() as session:
        return staf.add_medewerker(session, NAAM, "medewerker")


async def _code(client: TestClient[Any, Any], pad: str = "/login", veld: str = "code") -> str:
    tekst = await (await client.get(pad)).text()
    gevonden = re.search(rf'name="{veld}" value="([^"]+)"', tekst)
    assert gevonden, tekst
    return gevonden[1]


async def _login(client: TestClient[Any, Any], wachtwoord: str, **anders: str) -> Any:
    velden = {"code": await _code(client), "naam": NAAM, "wachtwoord": wachtwoord, "naar": "", **anders}
    return await client.post("/login", data=velden, allow_redirects=False)


async def test_with_name_and_password_one_comes_to_the_own_page(client: TestClient[Any, Any], wachtwoord: str) -> None:
    response = await _login(client, wachtwoord)
    assert (response.status, response.headers["Location"]) == (303, "/werkplek")
    koekje = response.headers["Set-Cookie"]
    assert "HttpOnly" in koekje
    assert "SameSite=Lax" in koekje
    assert (await client.get("/api/v1/overdrachten")).status == 200


async def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    client: TestClient[Any, Any], wachtwoord: str
) -> None:
    fout = await _login(client, "verkeerd")
    onbekend = await _login(client, "verkeerd", naam="Wie Dan Ook")
    assert (fout.status, onbekend.status) == (401, 401)
    schoon = [re.sub(r'value="[^"]*"', "", await r.text()) for r in (fout, onbekend)]
    assert schoon[0] == schoon[1]


async def test_guessing_is_stopped_also_for_the_right_password(client: TestClient[Any, Any], wachtwoord: str) -> None:
    for _ in range(staf.MAX_POGINGEN_NAAM):
        assert (await _login(client, "verkeerd")).status == 401
    assert (await _login(client, wachtwoord)).status == 429


@pytest.mark.parametrize(
    "naar", ["https://kwaad.example", "//kwaad.example", "/\\kwaad.example", "javascript:alert(1)"]
)
async def test_after_logging_in_one_stays_on_this_server(
    client: TestClient[Any, Any], wachtwoord: str, naar: str
) -> None:
    assert (await _login(client, wachtwoord, naar=naar)).headers["Location"] == "/werkplek"


async def test_one_returns_to_the_page_that_was_asked_for(client: TestClient[Any, Any], wachtwoord: str) -> None:
    assert (await _login(client, wachtwoord, naar="/wachtwoord")).headers["Location"] == "/wachtwoord"


async def test_a_form_that_did_not_come_from_here_is_refused(client: TestClient[Any, Any], wachtwoord: str) -> None:
    for code in ("", "1.x", "99999999999.abc"):
        assert (await _login(client, wachtwoord, code=code)).status == 403


async def test_a_login_gives_a_new_session_and_ends_the_old_one(client: TestClient[Any, Any], wachtwoord: str) -> None:
    eerste = (await _login(client, wachtwoord)).cookies["voordeur_staf"].value
    tweede = (await client.post(
        "/login",
        data={"code": await _login_code_zonder_sessie(client), "naam": NAAM, "wachtwoord": wachtwoord},
        allow_redirects=False,
    )).cookies["voordeur_staf"].value  # fmt: skip
    assert eerste != tweede
    client.session.cookie_jar.clear()
    kop = {"Cookie": f"voordeur_staf={eerste}"}
    assert (await client.get("/api/v1/overdrachten", headers=kop)).status == 401


async def test_a_session_that_somebody_else_put_in_the_browser_is_not_taken_over(
    client: TestClient[Any, Any], wachtwoord: str
) -> None:
    ondergeschoven = "a" * 43
    kop = {"Cookie": f"voordeur_staf={ondergeschoven}"}
    velden = {"code": await _login_code_zonder_sessie(client), "naam": NAAM, "wachtwoord": wachtwoord}
    response = await client.post("/login", data=velden, headers=kop, allow_redirects=False)
    assert response.status == 303
    assert response.cookies["voordeur_staf"].value != ondergeschoven
    client.session.cookie_jar.clear()
    assert (await client.get("/api/v1/overdrachten", headers=kop)).status == 401


async def test_guessing_one_name_from_many_addresses_is_stopped_as_well(
    bouw: Bouwer, settings: Settings, wachtwoord: str
) -> None:
    client = await bouw(settings=dataclasses.replace(settings, proxy_adressen="127.0.0.1"))
    for n in range(staf.MAX_POGINGEN_NAAM):
        client.session.headers["X-Forwarded-For"] = f"203.0.113.{n}"
        assert (await _login(client, "verkeerd")).status == 401
    client.session.headers["X-Forwarded-For"] = "198.51.100.1"
    assert (await _login(client, wachtwoord)).status == 429


async def test_guessing_many_names_from_one_address_is_stopped_as_well(bouw: Bouwer, settings: Settings) -> None:
    client = await bouw(settings=dataclasses.replace(settings, proxy_adressen="127.0.0.1"))
    client.session.headers["X-Forwarded-For"] = "203.0.113.9"
    antwoorden = [(await _login(client, "verkeerd", naam=f"Naam {n}")).status for n in range(31)]
    assert antwoorden == [401] * staf.MAX_POGINGEN_ADRES + [429]


async def _login_code_zonder_sessie(client: TestClient[Any, Any]) -> str:
    import time

    from web import keys
    from web.geheim import teken

    op = str(int(time.time()))
    return f"{op}.{teken(client.app[keys.GEHEIM], 'login', op)}"


async def test_a_write_with_the_cookie_needs_the_value_of_the_session(
    client: TestClient[Any, Any], wachtwoord: str
) -> None:
    await _login(client, wachtwoord)
    pad = "/api/v1/overdrachten/VD-1/oppakken"
    assert (await client.post(pad)).status == 403
    assert (await client.post(pad, headers={"X-CSRF-Token": "verzonnen"})).status == 403
    csrf = await _code(client, "/wachtwoord", "csrf")
    assert (await client.post(pad, headers={"X-CSRF-Token": csrf})).status == 404


async def test_after_logging_out_the_session_is_over(client: TestClient[Any, Any], wachtwoord: str) -> None:
    koekje = (await _login(client, wachtwoord)).cookies["voordeur_staf"].value
    csrf = await _code(client, "/wachtwoord", "csrf")
    assert (await client.post("/logout", data={"csrf": "fout"}, allow_redirects=False)).status == 403
    assert (await client.post("/logout", data={"csrf": csrf}, allow_redirects=False)).status == 303
    kop = {"Cookie": f"voordeur_staf={koekje}"}
    assert (await client.get("/api/v1/overdrachten", headers=kop)).status == 401


async def test_one_chooses_an_own_password_and_other_devices_are_logged_out(
    client: TestClient[Any, Any], wachtwoord: str
) -> None:
    elders = (await _login(client, wachtwoord)).cookies["voordeur_staf"].value
    client.session.cookie_jar.clear()
    await _login(client, wachtwoord)
    csrf = await _code(client, "/wachtwoord", "csrf")
    nieuw = "vier woorden zijn genoeg"
    velden = {"csrf": csrf, "oud": wachtwoord, "nieuw": nieuw, "nogmaals": nieuw}
    assert (await client.post("/wachtwoord", data=velden)).status == 200
    assert (await client.get("/api/v1/overdrachten")).status == 200
    client.session.cookie_jar.clear()
    kop = {"Cookie": f"voordeur_staf={elders}"}
    assert (await client.get("/api/v1/overdrachten", headers=kop)).status == 401
    assert (await _login(client, nieuw)).status == 303


@pytest.mark.parametrize(
    ("oud", "nieuw", "nogmaals", "status"),
    [("fout", "vier woorden zijn genoeg", "vier woorden zijn genoeg", 401), (None, "kort", "kort", 422),
     (None, "vier woorden zijn genoeg", "iets anders dan dat", 422)],
)  # fmt: skip
async def test_a_password_that_cannot_be_used_changes_nothing(
    client: TestClient[Any, Any], wachtwoord: str, oud: str | None, nieuw: str, nogmaals: str, status: int
) -> None:
    await _login(client, wachtwoord)
    csrf = await _code(client, "/wachtwoord", "csrf")
    velden = {"csrf": csrf, "oud": oud or wachtwoord, "nieuw": nieuw, "nogmaals": nogmaals}
    assert (await client.post("/wachtwoord", data=velden)).status == status
    client.session.cookie_jar.clear()
    assert (await _login(client, wachtwoord)).status == 303
