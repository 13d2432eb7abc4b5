"""A provider with a personal link, and the mail around it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest
from sqlalchemy import select

from opslag.db import Database, now
from overdracht import staf
from overdracht.models import UitPost
from settings import Settings
from sociale_kaart import aanbieder, edits, queries
from sociale_kaart.zicht import ZONDER_GRENS
from tests.sociale_kaart.bouwers import velden
from tests.web.conftest import Bouwer
from tests.web.stafleden import Client, Staflid
from web.controlemail import queue_herinneringen
from web.routes import routes_of

MODULES = ("redactie_lijst", "redactie_samen", "redactie", "bijwerken", "login")
ROUTES = tuple(r for naam in MODULES for r in routes_of(naam))
NU = dt.datetime(2026, 11, 4, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
async def client(bouw: Bouwer) -> Client:
    return await bouw(routes=ROUTES)


def _maak(database: Database, **anders: str) -> None:
    with database.session_scope() as session:
        edits.save_voorziening(session, velden(id="taalhuis", **anders), wie="anna", versie=None)


def _link(database: Database) -> str:
    with database.session_scope() as session:
        return "/bijwerken/" + aanbieder.make_link(session, "taalhuis", email="a@example.nl", wie="anna")


def _mails(database: Database) -> list[UitPost]:
    with database.lezen() as session:
        return list(session.scalars(select(UitPost).order_by(UitPost.id)))


async def test_a_provider_corrects_its_entry_and_residents_see_it_only_after_approval(
    client: Client, sqlite_db: Database
) -> None:
    _maak(sqlite_db)
    adres = _link(sqlite_db)
    tekst = await (await client.get(adres)).text()
    assert "Kloppen deze gegevens nog?" in tekst
    assert 'value="072 000 0201"' in tekst
    response = await client.post(
        adres, data={"actie": "wijzigen", "telefoon": "072 000 0299", "naam": "Taalhuis Limmen"}
    )
    assert "Een redacteur kijkt ze na" in await response.text()
    rian = Staflid(client, sqlite_db, "Rian", "redacteur")
    pagina = await rian.lees("/redactie/taalhuis")
    assert "voorstel van aanbieder" in pagina
    assert "<td>072 000 0201</td><td>072 000 0299</td>" in pagina
    await rian.doe("/redactie/taalhuis/status", {"actie": "publiceren"})
    with sqlite_db.lezen() as session:
        v = queries.get_published(session, "taalhuis", ZONDER_GRENS)
        assert v is not None
        assert v.telefoon == "072 000 0299"
    assert (await client.get(adres)).status == 410


async def test_a_provider_that_says_it_is_right_leaves_a_date_to_approve(client: Client, sqlite_db: Database) -> None:
    _maak(sqlite_db, laatst_gecontroleerd="2025-01-01")
    response = await client.post(_link(sqlite_db), data={"actie": "klopt", "telefoon": "999"})
    assert "Wij weten nu dat alles klopt" in await response.text()
    with sqlite_db.lezen() as session:
        v = queries.get_voorziening(session, "taalhuis")
        assert v is not None
        assert (list(v.concept or {}), v.concept_status) == (["laatst_gecontroleerd"], "ter_beoordeling")


async def test_a_mistake_of_a_provider_is_told_and_its_text_stays(client: Client, sqlite_db: Database) -> None:
    _maak(sqlite_db)
    response = await client.post(_link(sqlite_db), data={"actie": "wijzigen", "telefoon": "12", "kosten": "5 euro"})
    tekst = await response.text()
    assert response.status == 422
    assert "is geen Nederlands telefoonnummer" in tekst
    assert 'value="5 euro"' in tekst


async def test_the_place_of_a_shelter_is_not_on_the_page(client: Client, sqlite_db: Database) -> None:
    _maak(sqlite_db, vertrouwelijk="ja", adres="Geheimlaan 7", route="Achter de kerk")
    tekst = await (await client.get(_link(sqlite_db))).text()
    assert "Geheimlaan" not in tekst
    assert "kerk" not in tekst


@pytest.mark.parametrize("sleutel", ["onzin", "a" * 300, "%00"])
async def test_a_wrong_link_is_nothing(client: Client, sleutel: str) -> None:
    assert (await client.get(f"/bijwerken/{sleutel}")).status == 404


async def test_without_mail_the_redacteur_gets_the_link_once(client: Client, sqlite_db: Database) -> None:
    _maak(sqlite_db)
    rian = Staflid(client, sqlite_db, "Rian", "redacteur")
    response = await rian.stuur("/redactie/taalhuis/aanbieder", {"email": "a@example.nl"})
    adres = re.search(r'value="http://localhost:8080(/bijwerken/[^"]+)"', await response.text())
    assert adres is not None
    assert (await client.get(adres[1])).status == 200
    assert "/bijwerken/" not in await rian.lees("/redactie/taalhuis")
    assert _mails(sqlite_db) == []


async def test_with_mail_the_provider_gets_the_link(bouw: Bouwer, settings: Settings, sqlite_db: Database) -> None:
    _maak(sqlite_db)
    client = await bouw(routes=ROUTES, settings=dataclasses.replace(settings, smtp_url="smtp://mail.example.nl"))
    rian = Staflid(client, sqlite_db, "Rian", "redacteur")
    assert (
        await rian.doe("/redactie/taalhuis/aanbieder", {"email": "a@example.nl"}) == "/redactie/taalhuis?gedaan=gemaild"
    )
    (mail,) = _mails(sqlite_db)
    assert (mail.soort, mail.inhoud["aan"]) == ("aanbieder", "a@example.nl")
    adres = re.search(r"http://localhost:8080(/bijwerken/\S+)", mail.inhoud["tekst"])
    assert adres is not None
    assert (await client.get(adres[1])).status == 200


async def test_a_wrong_address_is_told(client: Client, sqlite_db: Database) -> None:
    _maak(sqlite_db)
    rian = Staflid(client, sqlite_db, "Rian", "redacteur")
    response = await rian.stuur("/redactie/taalhuis/aanbieder", {"email": "geen adres"})
    assert response.status == 422
    assert "vul een e-mailadres in" in await response.text()


def _herinner(database: Database, nu: dt.datetime = NU) -> list[tuple[str, str]]:
    voor = len(_mails(database))
    with database.session_scope() as session:
        queue_herinneringen(session, publieke_url="https://vd.example.nl/", nu=nu)
    return [(m.inhoud["aan"], m.inhoud["tekst"]) for m in _mails(database)[voor:]]


def test_reminders_go_once_per_due_date_to_who_looks_after_the_entry(database: Database) -> None:
    with database.session_scope() as session:
        for naam, rol in (("Rian", "redacteur"), ("Bea", "beheerder"), ("Sanne", "medewerker")):
            staf.add_medewerker(session, naam, rol, email=f"{naam.lower()}@example.nl")
        for id, eigenaar in (("a", "Rian"), ("b", "welzijn@example.nl"), ("c", "")):
            rij = velden(id=id, naam=f"Naam {id}", eigenaar=eigenaar, laatst_gecontroleerd="2025-10-01")
            edits.save_voorziening(session, rij, wie="anna", versie=None)
        edits.save_voorziening(session, velden(id="vers", laatst_gecontroleerd="2026-11-01"), wie="anna", versie=None)
    mails = dict(_herinner(database))
    assert sorted(mails) == ["bea@example.nl", "rian@example.nl", "welzijn@example.nl"]
    assert "Naam a" in mails["rian@example.nl"]
    assert "Naam c" in mails["rian@example.nl"]
    assert "Naam a" not in mails["bea@example.nl"]
    assert "https://vd.example.nl/redactie/b" in mails["welzijn@example.nl"]
    assert _herinner(database, NU + dt.timedelta(days=30)) == []
    with database.session_scope() as session:
        edits.mark_gecontroleerd(session, "b", now().date(), wie="anna")
    later = _herinner(database, NU + dt.timedelta(days=500))
    assert [aan for aan, tekst in later if "Naam b" in tekst] == ["welzijn@example.nl"]


def test_who_cannot_be_reached_is_not_ticked_off(database: Database) -> None:
    with database.session_scope() as session:
        edits.save_voorziening(session, velden(laatst_gecontroleerd="2025-01-01"), wie="anna", versie=None)
    assert _herinner(database) == []
    with database.session_scope() as session:
        staf.add_medewerker(session, "Rian", "redacteur", email="rian@example.nl")
    assert [aan for aan, _ in _herinner(database)] == ["rian@example.nl"]


async def test_a_link_that_expired_says_how_to_get_another_and_nothing_of_the_entry(
    client: Client, sqlite_db: Database
) -> None:
    _maak(sqlite_db)
    with sqlite_db.session_scope() as session:
        lang_geleden = now() - dt.timedelta(days=61)
        sleutel = aanbieder.make_link(session, "taalhuis", email="a@example.nl", wie="anna", nu=lang_geleden)
    for response in (await client.get(f"/bijwerken/{sleutel}"), await client.post(f"/bijwerken/{sleutel}")):
        tekst = await response.text()
        assert response.status == 410
        assert "Deze link werkt niet meer" in tekst
        assert "om een nieuwe link" in tekst
        assert "Taalhuis" not in tekst
    rian = Staflid(client, sqlite_db, "Rian", "redacteur")
    assert "is verlopen op" in await rian.lees("/redactie/taalhuis")


async def test_the_term_is_a_setting_and_the_redacteur_sees_until_when(
    bouw: Bouwer, settings: Settings, sqlite_db: Database
) -> None:
    _maak(sqlite_db)
    kort = dataclasses.replace(settings, smtp_url="smtp://mail.example.nl", aanbiederlink_dagen=7)
    client = await bouw(routes=ROUTES, settings=kort)
    rian = Staflid(client, sqlite_db, "Rian", "redacteur")
    await rian.doe("/redactie/taalhuis/aanbieder", {"email": "a@example.nl"})
    with sqlite_db.lezen() as session:
        (link,) = queries.read_aanbiederlinks(session, "taalhuis")
    assert dt.timedelta(days=6) < link.geldig_tot - now() <= dt.timedelta(days=7)
    pagina = await rian.lees("/redactie/taalhuis")
    assert "De link voor a@example.nl werkt tot" in pagina
    (mail,) = _mails(sqlite_db)
    assert re.search(r"De link werkt tot \d{1,2} \w+ \d{4}", mail.inhoud["tekst"])


async def test_a_new_link_takes_the_place_of_the_old_one(client: Client, sqlite_db: Database) -> None:
    _maak(sqlite_db)
    oud, nieuw = _link(sqlite_db), _link(sqlite_db)
    assert (await client.get(oud)).status == 410
    assert (await client.post(nieuw, data={"actie": "klopt"})).status == 200
    rian = Staflid(client, sqlite_db, "Rian", "redacteur")
    assert "gebruikte de link op" in await rian.lees("/redactie/taalhuis")
