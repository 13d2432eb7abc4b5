"""Read marks both ways, a maximum of gesprekken and quick replies of one's own."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database
from tests.overdracht_builders import Verhaal, keur_goed
from tests.web.builders import Inwoner, maak_medewerker
from tests.web.stafleden import Staflid, pagina_routes
from werkgebied import Werkgebied

Client = TestClient[Any, Any]


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw(routes=pagina_routes())


@pytest.fixture
def sanne(client: Client, sqlite_db: Database) -> Staflid:
    return Staflid(client, sqlite_db, "Sanne de Vries")


@pytest.fixture
def maak(sqlite_db: Database, werkgebied: Werkgebied) -> Callable[..., Verhaal]:
    def doe(**velden: Any) -> Verhaal:
        with sqlite_db.session_scope() as session:
            return keur_goed(session, werkgebied, **velden)

    return doe


def inwoner_van(client: Client, verhaal: Verhaal) -> Inwoner:
    return Inwoner(client, {"id": verhaal.gesprek_id, "token": verhaal.token, "berichten": []})


async def wacht_op(ws: Any, soort: str) -> dict[str, Any]:
    async with asyncio.timeout(5):
        while (event := await ws.receive_json())["soort"] != soort:
            pass
    return dict(event)


async def test_what_the_resident_has_seen_is_shown_to_who_talks_with_them(
    client: Client, sanne: Staflid, maak: Callable[..., Verhaal]
) -> None:
    verhaal = maak()
    inwoner = inwoner_van(client, verhaal)
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/bericht", {"tekst": "Goedendag"})
    assert "Gezien door de inwoner" not in await sanne.lees(f"/werkplek?o={verhaal.kenmerk}")
    laatste = (await inwoner.alles())["berichten"][-1]["volgnummer"]
    assert (await inwoner.post("gelezen", {"volgnummer": laatste})).status == 204
    assert "Gezien door de inwoner" in await sanne.lees(f"/werkplek?o={verhaal.kenmerk}")
    assert (await inwoner.alles())["gelezen"] == {"inwoner": laatste, "medewerker": 0}


async def test_what_the_medewerker_has_seen_reaches_the_resident_at_once(
    client: Client, sqlite_db: Database, maak: Callable[..., Verhaal]
) -> None:
    verhaal = maak()
    inwoner = inwoner_van(client, verhaal)
    anna = maak_medewerker(sqlite_db, "Anna")
    pad = f"/api/v1/overdrachten/{verhaal.kenmerk}"
    assert (await client.post(f"{pad}/oppakken", headers=anna)).status == 200
    async with client.ws_connect(f"{inwoner.pad}/stroom", headers=inwoner.kop) as ws:
        await wacht_op(ws, "status")
        assert (await client.post(f"{pad}/gelezen", json={"volgnummer": 2}, headers=anna)).status == 204
        assert (await wacht_op(ws, "gelezen"))["medewerker"] == 2


async def test_over_both_sockets_too(client: Client, sanne: Staflid, maak: Callable[..., Verhaal]) -> None:
    verhaal = maak()
    inwoner = inwoner_van(client, verhaal)
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    kop = {**sanne.koppen, "Origin": str(client.make_url("")).rstrip("/")}
    async with (
        client.ws_connect("/werkplek/stroom", headers=kop) as werkplek,
        client.ws_connect(f"{inwoner.pad}/stroom", headers=inwoner.kop) as widget,
    ):
        await werkplek.send_json({"soort": "gelezen", "kenmerk": verhaal.kenmerk, "volgnummer": 3})
        assert (await wacht_op(widget, "gelezen"))["medewerker"] == 3
        await widget.send_json({"soort": "gelezen", "volgnummer": 2})
        assert (await wacht_op(widget, "gelezen"))["inwoner"] == 2


async def test_a_mark_never_goes_back_nor_past_the_end(
    client: Client, sanne: Staflid, maak: Callable[..., Verhaal]
) -> None:
    verhaal = maak()
    inwoner = inwoner_van(client, verhaal)
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    laatste = (await inwoner.alles())["berichten"][-1]["volgnummer"]
    for tot, verwacht in ((2, 2), (1, 2), (9999, laatste)):
        await inwoner.post("gelezen", {"volgnummer": tot})
        assert (await inwoner.alles())["gelezen"]["inwoner"] == verwacht


async def test_without_a_person_in_the_gesprek_nothing_is_kept(client: Client, maak: Callable[..., Verhaal]) -> None:
    inwoner = inwoner_van(client, maak())
    assert (await inwoner.post("gelezen", {"volgnummer": 2})).status == 204
    assert (await inwoner.alles())["gelezen"] == {"inwoner": 0, "medewerker": 0}


async def test_who_only_looks_along_leaves_no_mark(
    client: Client, sqlite_db: Database, sanne: Staflid, maak: Callable[..., Verhaal]
) -> None:
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    karim = maak_medewerker(sqlite_db, "Karim")
    response = await client.post(
        f"/api/v1/overdrachten/{verhaal.kenmerk}/gelezen", json={"volgnummer": 2}, headers=karim
    )
    assert response.status == 403


@pytest.mark.parametrize("body", [{}, {"volgnummer": -1}, {"volgnummer": "2"}, {"volgnummer": 2**40}, [], {"x": 1}])
async def test_a_mark_that_is_no_number_is_refused(inwoner: Inwoner, body: Any) -> None:
    assert (await inwoner.post("gelezen", body)).status in (400, 422)


# --- the maximum --------------------------------------------------------------------------------------


async def test_a_medewerker_sets_the_own_maximum_and_is_held_to_it(
    sanne: Staflid, maak: Callable[..., Verhaal]
) -> None:
    een, twee = maak(), maak()
    await sanne.doe("/werkplek/beschikbaar", {"stand": "aanwezig", "maximum": "1"})
    await sanne.doe(f"/werkplek/{een.kenmerk}/oppakken")
    response = await sanne.stuur(f"/werkplek/{twee.kenmerk}/oppakken")
    assert response.status == 409
    assert "U hebt al 1 gesprekken" in await response.text()
    assert (await sanne.stuur("/werkplek/beschikbaar", {"stand": "aanwezig", "maximum": "99"})).status == 422


async def test_a_beheerder_sets_the_maximum_of_an_account(client: Client, sqlite_db: Database, sanne: Staflid) -> None:
    baas = Staflid(client, sqlite_db, "Bea Baas", "beheerder")
    await baas.doe(f"/beheer/accounts/{sanne.id}/maximum", {"maximum": "3"})
    assert 'value="3"' in await baas.lees("/beheer/accounts")
    assert (await baas.stuur(f"/beheer/accounts/{sanne.id}/maximum", {"maximum": "veel"})).status == 422


# --- quick replies ------------------------------------------------------------------------------------


async def test_a_beheerder_changes_the_quick_replies_of_the_werkplek(
    client: Client, sqlite_db: Database, sanne: Staflid, maak: Callable[..., Verhaal]
) -> None:
    baas = Staflid(client, sqlite_db, "Bea Baas", "beheerder")
    assert "Begroeting" in await baas.lees("/beheer/snelantwoorden")
    data = [
        ("csrf", baas.csrf),
        ("naam", "Hoi"),
        ("tekst", "Dag {naam}, ik ben {medewerker}."),
        ("naam", ""),
        ("tekst", ""),
    ]
    response = await client.post("/beheer/snelantwoorden", data=data, headers=baas.koppen, allow_redirects=False)
    assert response.status == 303
    verhaal = maak()
    await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    pagina = await sanne.lees(f"/werkplek?o={verhaal.kenmerk}&snel=eigen-0")
    assert "Dag A. Jansen, ik ben Sanne de Vries." in pagina
    assert "Begroeting" not in pagina


@pytest.mark.parametrize(
    ("naam", "tekst"),
    [("Hoi", ""), ("", "Dag"), ("Hoi", "{medewerker.__class__}"), ("Hoi", "{wachtwoord}"), ("x" * 81, "Dag")],
)
async def test_a_quick_reply_that_cannot_work_is_not_kept(
    client: Client, sqlite_db: Database, naam: str, tekst: str
) -> None:
    baas = Staflid(client, sqlite_db, "Bea Baas", "beheerder")
    assert (await baas.stuur("/beheer/snelantwoorden", {"naam": naam, "tekst": tekst})).status == 422
    assert "Begroeting" in await baas.lees("/beheer/snelantwoorden")


async def test_nobody_writes_over_the_quick_replies_of_a_colleague_unseen_and_the_audit_tells_which_changed(
    client: Client, sqlite_db: Database
) -> None:
    baas, ander = (Staflid(client, sqlite_db, naam, "beheerder") for naam in ("Bea Baas", "Bob Baas"))
    was = re.findall(r'name="was" value="(\w+)"', await baas.lees("/beheer/snelantwoorden"))[0]
    assert await ander.doe("/beheer/snelantwoorden", {"was": was, "naam": "Hoi", "tekst": "Dag."})
    response = await baas.stuur("/beheer/snelantwoorden", {"was": was, "naam": "Hallo", "tekst": "Goedendag."})
    html = await response.text()
    assert response.status == 409
    assert "Een collega heeft de snelle antwoorden net veranderd." in html
    assert 'value="Hallo"' in html
    was = re.findall(r'name="was" value="(\w+)"', html)[0]
    await baas.doe("/beheer/snelantwoorden", {"was": was, "naam": "Hoi", "tekst": "Goedendag."})
    lijst = await baas.lees("/beheer/audit")
    assert "veranderd: Hoi" in lijst
    assert "erbij: Hoi; weg: Begroeting" in lijst
