"""/beheer/termijnen: terms made and changed by a beheerder, and seen in the werkplek like the fixed ones."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database, now
from overdracht import queries
from overdracht.termijn_queries import find_termijnregels
from tests.overdracht_builders import keur_goed
from tests.web.stafleden import Staflid, pagina_routes
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
PAD = "/beheer/termijnen"
VELDEN = {"naam": "Gesprek over geld", "stap": "eigen", "aantal": "4", "eenheid": "weken", "vooraf": "3",
          "vooraf_eenheid": "dagen", "leefgebied": "financien"}  # fmt: skip


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw(routes=pagina_routes())


@pytest.fixture
def bea(client: Client, sqlite_db: Database) -> Staflid:
    return Staflid(client, sqlite_db, "Bea Baas", "beheerder")


def maak(database: Database, werkgebied: Werkgebied) -> str:
    with database.session_scope() as session:
        return keur_goed(session, werkgebied, nu=now() - dt.timedelta(weeks=3)).kenmerk


def regels(database: Database) -> list[tuple[str, int, bool]]:
    with database.lezen() as session:
        return [(r.naam, r.aantal, r.aan) for r in find_termijnregels(session)]


async def test_a_term_is_made_changed_switched_and_taken_away(bea: Staflid, sqlite_db: Database) -> None:
    assert await bea.doe(PAD, VELDEN) == f"{PAD}?melding=termijn_gemaakt"
    tekst = await bea.lees(PAD)
    assert "leefgebied: Financiën" in tekst
    assert "4 weken" in tekst
    formulier = await bea.lees(f"{PAD}?regel=1")
    assert 'value="Gesprek over geld"' in formulier
    assert '<input type="hidden" name="versie" value="1">' in formulier
    await bea.doe(PAD, {**VELDEN, "aantal": "3", "id": "1", "versie": "1"})
    await bea.doe(f"{PAD}/1/uit", {"versie": "2"})
    assert regels(sqlite_db) == [("Gesprek over geld", 3, False)]
    await bea.doe(f"{PAD}/1/aan", {"versie": "3"})
    await bea.doe(f"{PAD}/1/weg", {"versie": "4"})
    assert regels(sqlite_db) == []
    with sqlite_db.lezen() as session:
        gedaan = [a.wat for a in queries.find_audit(session) if a.wat.startswith("termijn")]
    assert gedaan == ["termijn_weg", "termijn_aan", "termijn_uit", "termijn_veranderd", "termijn_gemaakt"]


async def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(bea: Staflid) -> None:
    response = await bea.stuur(PAD, {**VELDEN, "aantal": "nul", "vooraf": "-1", "soort": "Zweefvliegen"})
    tekst = await response.text()
    assert response.status == 422
    assert "Fout: Termijnen" in tekst
    for veld in ("aantal", "vooraf", "soort"):
        assert f'<a class="utrecht-link" href="#{veld}">' in tekst
        assert f'id="fout-{veld}"' in tekst
    for waarde in ("Gesprek over geld", "nul", "-1", "Zweefvliegen"):
        assert f'value="{waarde}"' in tekst
    assert 'name="leefgebied" value="financien" checked' in tekst


async def test_a_soort_is_chosen_by_its_name(bea: Staflid, sqlite_db: Database) -> None:
    await bea.doe(PAD, {**VELDEN, "soort": "formulierenhulp"})
    with sqlite_db.lezen() as session:
        assert find_termijnregels(session)[0].voorwaarden == {"leefgebied": ["financien"], "soort": ["formulierenhulp"]}
    assert "soort voorziening: Formulierenhulp" in await bea.lees(PAD)
    assert 'value="Formulierenhulp"' in await bea.lees(f"{PAD}?regel=1")


async def test_who_was_second_sees_what_a_colleague_did_and_keeps_what_was_typed(
    bea: Staflid, sqlite_db: Database
) -> None:
    await bea.doe(PAD, VELDEN)
    await bea.doe(PAD, {**VELDEN, "aantal": "3", "id": "1", "versie": "1"})
    response = await bea.stuur(PAD, {**VELDEN, "aantal": "9", "id": "1", "versie": "1"})
    tekst = await response.text()
    assert response.status == 409
    assert "Een collega heeft deze termijn net veranderd" in tekst
    assert "3 weken" in tekst
    assert 'name="aantal" inputmode="numeric" size="5" value="9"' in tekst
    assert '<input type="hidden" name="versie" value="2">' in tekst
    assert (await bea.stuur(f"{PAD}/1/weg", {"versie": "1"})).status == 409
    assert (await bea.stuur(f"{PAD}/77/uit", {"versie": "1"})).status == 409
    assert regels(sqlite_db) == [("Gesprek over geld", 3, True)]


async def test_what_a_colleague_took_away_is_made_anew_from_what_was_typed(bea: Staflid, sqlite_db: Database) -> None:
    await bea.doe(PAD, VELDEN)
    await bea.doe(f"{PAD}/1/weg", {"versie": "1"})
    tekst = await (await bea.stuur(PAD, {**VELDEN, "id": "1", "versie": "1"})).text()
    assert 'value="Gesprek over geld"' in tekst
    assert 'name="id"' not in tekst
    assert (await bea.get(f"{PAD}?regel=1")).status == 404


async def test_a_term_of_the_product_is_the_beginning_of_ones_own(bea: Staflid) -> None:
    tekst = await bea.lees(f"{PAD}?stap=eerste_contact&zwaarte=multicomplex")
    assert 'value="Eerste contact multicomplex"' in tekst
    assert 'name="aantal" inputmode="numeric" size="5" value="4"' in tekst
    assert 'name="zwaarte" value="multicomplex" checked' in tekst
    assert 'name="stap" value="eerste_contact" aria-describedby="uitleg-eerste_contact" checked' in tekst
    assert 'name="vooraf" inputmode="numeric" size="5" value="7"' in await bea.lees(f"{PAD}?stap=onderzoek")
    assert (await bea.get(f"{PAD}?stap=feest&zwaarte=x")).status == 200


async def test_who_now_comes_is_counted_with_what_was_set(bea: Staflid) -> None:
    eerst = await bea.lees(PAD)
    await bea.doe(PAD, {**VELDEN, "naam": "Snel onderzoek", "stap": "onderzoek", "aantal": "1", "leefgebied": ""})
    assert (await bea.lees(PAD)).partition('id="kop-nu"')[2] != eerst.partition('id="kop-nu"')[2]


@pytest.mark.parametrize("pad", [f"{PAD}/herreken", f"{PAD}/terug"])
async def test_what_touches_much_needs_a_tick(bea: Staflid, sqlite_db: Database, pad: str) -> None:
    await bea.doe(PAD, VELDEN)
    response = await bea.stuur(pad)
    assert (response.status, "Zet eerst een vinkje" in await response.text()) == (422, True)
    assert len(regels(sqlite_db)) == 1
    await bea.doe(pad, {"zeker": "ja"})
    assert len(regels(sqlite_db)) == (0 if pad.endswith("terug") else 1)


async def test_an_own_term_stands_with_the_question_in_the_overdue_list_and_can_be_met(
    client: Client, bea: Staflid, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    await bea.doe(PAD, {**VELDEN, "aantal": "1"})
    kenmerk = maak(sqlite_db, werkgebied)
    stand = await sanne.stand(kenmerk)
    assert "Gesprek over geld" in stand["delen"]["rij"].partition('id="d-termijnen"')[2]
    verslag = await sanne.lees(f"/werkplek?o={kenmerk}")
    assert "<dt>Gesprek over geld</dt>" in verslag
    assert 'name="klaar"' not in verslag
    await sanne.doe(f"/werkplek/{kenmerk}/oppakken")
    assert 'name="klaar" value="eigen:Gesprek over geld" aria-pressed="false"' in await sanne.lees(
        f"/werkplek?o={kenmerk}"
    )
    waar = await sanne.doe(f"/werkplek/{kenmerk}/termijn", {"klaar": "eigen:Gesprek over geld"})
    assert waar.endswith("#termijnen")
    na = await sanne.lees(f"/werkplek?o={kenmerk}")
    assert 'name="niet_klaar" value="eigen:Gesprek over geld" aria-pressed="true"' in na
    assert "<dt>Gesprek over geld</dt>" not in na
    assert "Gesprek over geld: " not in na
    assert "<strong>Termijn klaar</strong> (Gesprek over geld) door Sanne de Vries" in na
    assert (await sanne.stuur(f"/werkplek/{kenmerk}/termijn", {"klaar": "eigen:<script>"})).status == 422


@pytest.mark.parametrize("rol", ["medewerker", "procesregisseur", "redacteur"])
async def test_only_a_beheerder_sees_and_sets_terms(client: Client, sqlite_db: Database, rol: str) -> None:
    ander = Staflid(client, sqlite_db, "Ander", rol)
    assert (await ander.get(PAD)).status == 403
    for pad in (PAD, f"{PAD}/1/uit", f"{PAD}/1/weg", f"{PAD}/terug", f"{PAD}/herreken"):
        assert (await ander.stuur(pad, VELDEN)).status == 403


async def test_a_form_without_its_hidden_value_does_nothing(bea: Staflid, sqlite_db: Database) -> None:
    assert (await bea.stuur(PAD, {**VELDEN, "csrf": "x"})).status == 403
    assert regels(sqlite_db) == []
