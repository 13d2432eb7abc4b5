"""Who may do what: every route of the table tried by everybody who may not, so a new one cannot be forgotten."""

from __future__ import annotations

import re
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database
from overdracht import staf
from settings import Settings
from tests.web.builders import Inwoner, maak_medewerker, nieuwe_inwoner
from tests.web.conftest import Bouwer
from tests.web.stafleden import Staflid
from web import keys
from web.route import GESPREK, GESPREK_SOCKET, IEDEREEN, STAF
from web.routes import all_routes, register

ALLE = all_routes(Settings(rest_kanaal="aan"))
BESCHERMD = [r for r in ALLE if r.wie != IEDEREEN]
ID = "11111111-1111-4111-8111-111111111111"


# `{naam}` or `{naam:pattern}`, where the pattern may hold braces of its own.
_DEEL = re.compile(r"\{\w+(?::((?:[^{}]|\{[^{}]*\})*))?\}")


def _pad(pad: str) -> str:
    """The address of a route with something in its place that its pattern takes."""
    return _DEEL.sub(lambda deel: "1" if (deel[1] or "").startswith(("[0-9]", r"\d")) else ID, pad)


def _naam(route: Any) -> str:
    return f"{route.methode} {route.pad}"


@pytest.fixture
async def alles(bouw: Bouwer) -> TestClient[Any, Any]:
    return await bouw(routes=ALLE)


async def test_no_route_stands_in_the_table_twice() -> None:
    namen = [_naam(r) for r in ALLE]
    assert len(namen) == len(set(namen))


@pytest.mark.parametrize("route", ALLE, ids=_naam)
def test_every_rule_is_one_that_is_applied(route: Any) -> None:
    rechten = {recht for per_rol in staf.RECHTEN.values() for recht in per_rol}
    bekend = {IEDEREEN, GESPREK, GESPREK_SOCKET, STAF, *(f"staf:{recht}" for recht in rechten)}
    assert route.wie in bekend


async def test_nobody_gets_in_without_a_token(alles: TestClient[Any, Any]) -> None:
    for route in BESCHERMD:
        response = await alles.request(route.methode, _pad(route.pad), allow_redirects=False)
        if route.wie == GESPREK_SOCKET:
            assert response.status == 426, _naam(route)
        elif route.pagina and route.methode == "GET" and route.wie != GESPREK:
            assert response.status == 303, _naam(route)
            assert response.headers["Location"].startswith("/login?naar=/"), _naam(route)
        else:
            assert response.status == 401, _naam(route)


async def test_an_invented_token_opens_nothing(alles: TestClient[Any, Any]) -> None:
    kop = {"Authorization": "Bearer verzonnen"}
    for route in BESCHERMD:
        response = await alles.request(route.methode, _pad(route.pad), headers=kop, allow_redirects=False)
        assert response.status in (303, 401, 403), _naam(route)


async def test_a_role_without_the_right_gets_nowhere(alles: TestClient[Any, Any], sqlite_db: Database) -> None:
    koppen = {rol: maak_medewerker(sqlite_db, f"Iemand {rol}", rol) for rol in staf.ROLLEN}
    for route in BESCHERMD:
        recht = route.wie.removeprefix("staf:")
        if route.wie == STAF or recht == route.wie:
            continue
        for rol in staf.ROLLEN:
            if recht not in staf.RECHTEN[rol]:
                response = await alles.request(
                    route.methode, _pad(route.pad), headers=koppen[rol], allow_redirects=False
                )
                assert response.status == 403, f"{rol}: {_naam(route)}"


async def test_no_form_of_another_website_gets_through_on_any_route(
    alles: TestClient[Any, Any], sqlite_db: Database
) -> None:
    """With the cookie that the browser sends along, and every way a page elsewhere can make a browser write."""
    leden = {rol: Staflid(alles, sqlite_db, f"Iemand {rol}", rol) for rol in staf.ROLLEN}
    schrijven = [r for r in BESCHERMD if r.methode not in ("GET", "HEAD") and r.wie.startswith("staf")]
    assert len(schrijven) > 20
    for route in schrijven:
        recht = route.wie.removeprefix("staf:")
        rol = next(rol for rol in staf.ROLLEN if route.wie == STAF or recht in staf.RECHTEN[rol])
        for delen in ({}, {"data": {"csrf": ""}}, {"data": {"csrf": "x"}}, {"data": "{}"}):
            kop = leden[rol].koppen | {"Origin": "https://kwaad.example"}
            response = await alles.request(route.methode, _pad(route.pad), headers=kop, **delen, allow_redirects=False)
            assert response.status in (403, 415), f"{_naam(route)} {delen}"


async def test_a_residents_token_is_no_staff_token_and_the_other_way_around(
    alles: TestClient[Any, Any], sqlite_db: Database
) -> None:
    data = await (await alles.post("/api/v1/gesprekken")).json()
    inwoner = Inwoner(alles, data)
    staf_kop = maak_medewerker(sqlite_db, "Mieke Medewerker")
    assert (await alles.get("/api/v1/overdrachten", headers=inwoner.kop)).status == 401
    assert (await alles.get(f"{inwoner.pad}/berichten", headers=staf_kop)).status == 403


async def test_a_closed_account_opens_nothing(alles: TestClient[Any, Any], sqlite_db: Database) -> None:
    kop = maak_medewerker(sqlite_db, "Mieke Medewerker")
    with sqlite_db.session_scope() as session:
        medewerker = staf.find_by_naam(session, "Mieke Medewerker")
        assert medewerker is not None
        staf.set_actief(session, medewerker, actief=False)
    assert (await alles.get("/api/v1/overdrachten", headers=kop)).status == 401


async def test_no_way_in_goes_past_the_route_table(alles: TestClient[Any, Any]) -> None:
    """A route that somebody gives to aiohttp directly would have no rule at all."""
    zonder = [r for r in alles.app.router.routes() if r not in alles.app[keys.ROUTE_VAN]]
    assert zonder == []


def test_a_rule_that_nobody_knows_is_not_a_way_in(client: TestClient[Any, Any]) -> None:
    assert callable(register)
    assert all(route.wie for route in client.app[keys.ROUTES])


async def test_a_token_that_opened_a_gesprek_opens_nothing_once_it_is_gone(bouw: Bouwer) -> None:
    """Messages do not look up again what is known; what comes back is the same as for a gesprek that never was."""
    client = await bouw()
    inwoner = await nieuwe_inwoner(client)
    await inwoner.zeg("hallo")
    assert (await client.delete(inwoner.pad, headers=inwoner.kop)).status == 204
    weg = await inwoner.post("berichten", {"client_id": "x", "tekst": "nog iets"})
    nooit = await client.post(
        f"/api/v1/gesprekken/{ID}/berichten", json={"client_id": "x", "tekst": "nog iets"}, headers=inwoner.kop
    )
    assert (weg.status, await weg.json()) == (nooit.status, await nooit.json())


async def test_a_wrong_token_is_refused_also_right_after_the_right_one(bouw: Bouwer) -> None:
    client = await bouw()
    inwoner, ander = await nieuwe_inwoner(client), await nieuwe_inwoner(client)
    await inwoner.zeg("hallo")
    for token in (ander.token, inwoner.token[:-1], ""):
        response = await client.post(
            f"{inwoner.pad}/berichten",
            json={"client_id": "x", "tekst": "van wie?"},
            headers={"Authorization": f"Bearer {token}"},
        )
        assert response.status in (401, 403, 404), token
    assert [b["tekst"] for b in (await inwoner.alles())["berichten"] if b["afzender"] == "inwoner"] == ["hallo"]
