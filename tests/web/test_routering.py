"""Routing rules in beheer, and what the resident chooses at approval: which parts go along, who was there before."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database, now
from overdracht import queries
from overdracht import service as overdrachten
from tests.overdracht_builders import Verhaal, keur_goed, vertel
from tests.web.builders import Inwoner
from tests.web.stafleden import Staflid, pagina_routes
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
CONTACT = {"naam": "A", "telefoon": "", "email": "", "voorkeur": "chat"}


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw(routes=pagina_routes())


@pytest.fixture
def baas(client: Client, sqlite_db: Database) -> Staflid:
    return Staflid(client, sqlite_db, "Bea Baas", "beheerder")


def keur(database: Database, werkgebied: Werkgebied, **velden: Any) -> Verhaal:
    with database.session_scope() as session:
        return keur_goed(session, werkgebied, **velden)


def met_verslag(client: Client, database: Database, werkgebied: Werkgebied) -> Inwoner:
    with database.session_scope() as session:
        gestart = vertel(session)
        nu = werkgebied.lokale_tijd(now())
        overdrachten.make_concept(session, gestart.gesprek.id, werkgebied=werkgebied, nu=nu)
        return Inwoner(client, {"id": gestart.gesprek.id, "token": gestart.token, "berichten": []})


async def test_a_rule_is_made_tried_out_and_only_then_works(
    baas: Staflid, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    for _ in range(5):
        keur(sqlite_db, werkgebied)
    velden = {"naam": "Geld naar de regisseur", "leefgebied": "financien", "doel": "rol:procesregisseur"}
    assert await baas.doe("/beheer/routering", velden) == "/beheer/routering?melding=route_gemaakt"
    pagina = await baas.lees("/beheer/routering?proef=1")
    assert "Vragen in deze tijd: 5" in pagina
    assert '<th scope="row">Geld naar de regisseur</th><td>5</td><td>5</td>' in pagina

    def rol(verhaal: Verhaal) -> str:
        with sqlite_db.lezen() as session:
            overdracht = queries.get_overdracht(session, verhaal.kenmerk)
            return overdracht.voor_rol if overdracht else "weg"

    assert rol(keur(sqlite_db, werkgebied)) == ""
    await baas.doe("/beheer/routering/1/aan")
    assert rol(keur(sqlite_db, werkgebied)) == "procesregisseur"
    await baas.doe("/beheer/routering/1/uit")
    assert rol(keur(sqlite_db, werkgebied)) == ""
    with sqlite_db.lezen() as session:
        gedaan = [a.wat for a in queries.find_audit(session) if a.wat.startswith("route")]
    assert gedaan == ["route_uit", "route_aan", "route_gemaakt"]


async def test_rules_are_ordered_and_taken_away(baas: Staflid, sqlite_db: Database) -> None:
    for naam in ("Een", "Twee"):
        await baas.doe("/beheer/routering", {"naam": f"Regel {naam}", "doel": "vast:"})
    await baas.doe("/beheer/routering/2/omhoog")
    pagina = await baas.lees("/beheer/routering")
    assert pagina.index("Regel Twee</th>") < pagina.index("Regel Een</th>")
    await baas.doe("/beheer/routering/2/weg")
    assert "Regel Twee" not in await baas.lees("/beheer/routering")
    assert (await baas.stuur("/beheer/routering/99/aan")).status == 404


@pytest.mark.parametrize(
    "velden", [{"naam": "x", "doel": "vast:"}, {"naam": "Regel", "doel": "team:Nergens"}, {"naam": "Regel", "doel": ""},
               {"naam": "Regel", "doel": "vast:", "kern": "Atlantis"}],
)  # fmt: skip
async def test_a_rule_that_cannot_work_is_explained(baas: Staflid, velden: dict[str, str]) -> None:
    response = await baas.stuur("/beheer/routering", velden)
    assert response.status == 422
    assert "vd-melding--fout" in await response.text()


async def test_only_a_beheerder_orders_rules(client: Client, sqlite_db: Database) -> None:
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    assert (await sanne.get("/beheer/routering")).status == 403
    assert (await sanne.get("/beheer/snelantwoorden")).status == 403


# --- what the resident chooses ----------------------------------------------------------------------------


async def test_without_the_gesprek_only_the_verslag_goes_along(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    inwoner = met_verslag(client, sqlite_db, werkgebied)
    body = {"contact": CONTACT, "toestemming": True, "onderdelen": ["verslag", "contact"]}
    kenmerk = (await (await inwoner.post("verslag/goedkeuren", body)).json())["kenmerk"]
    with sqlite_db.lezen() as session:
        overdracht = queries.get_overdracht(session, kenmerk)
        assert overdracht is not None
        assert overdracht.verslag is not None
        assert overdracht.verslag["gesprek"] == []
        [toestemming] = queries.find_toestemmingen(session, inwoner.id)
    assert (toestemming.onderdelen, toestemming.ontvanger) == (["verslag", "contact"], overdracht.team)
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    berichten = await (await sanne.get(f"/api/v1/overdrachten/{kenmerk}/berichten")).json()
    assert "schulden" not in str(berichten)


async def test_an_old_kenmerk_with_its_code_is_shown_to_staff_and_a_wrong_one_is_refused(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    oud, inwoner = keur(sqlite_db, werkgebied), met_verslag(client, sqlite_db, werkgebied)
    body: dict[str, Any] = {"contact": CONTACT, "toestemming": True}
    mis = await inwoner.post("verslag/goedkeuren", {**body, "eerder": {"kenmerk": oud.kenmerk, "volgcode": "FOUT"}})
    assert (mis.status, (await mis.json())["fouten"][0]["veld"]) == (422, "contact.eerder")
    goed = await inwoner.post(
        "verslag/goedkeuren", {**body, "eerder": {"kenmerk": oud.kenmerk, "volgcode": oud.volgcode}}
    )
    kenmerk = (await goed.json())["kenmerk"]
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    assert f'href="/werkplek?o={oud.kenmerk}"' in await sanne.lees(f"/werkplek?o={kenmerk}")
