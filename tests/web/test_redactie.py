"""The redactie as a redacteur uses it without script: lists, one entry, approval, words, merging."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Any

import pytest

from opslag.db import Database, now
from settings import Settings
from sociale_kaart import edits, links, queries, tellingen
from sociale_kaart.models import Voorziening
from sociale_kaart.tellingen import Oogst
from tests.sociale_kaart.bouwers import velden
from tests.web.conftest import Bouwer
from tests.web.stafleden import Client, Staflid
from web.routes import routes_of

MODULES = ("redactie_lijst", "redactie_woorden", "redactie_samen", "redactie", "statisch", "login")
ROUTES = tuple(r for naam in MODULES for r in routes_of(naam))
VANDAAG = now().date()


@pytest.fixture
def kaart(sqlite_db: Database) -> Database:
    maak(sqlite_db, {"id": "taalhuis", "openingstijden": "", "laatst_gecontroleerd": VANDAAG.isoformat()})
    maak(
        sqlite_db,
        {"id": "voedselbank", "naam": "Voedselbank", "telefoon": "072 000 0301", "postcode": "1901 AA",
         "leefgebieden": "financien", "gemeenten": "", "kernen": "", "laatst_gecontroleerd": "2024-01-01",
         "eigenaar": "Rian"},
    )  # fmt: skip
    return sqlite_db


def maak(database: Database, *rijen: dict[str, str]) -> None:
    with database.session_scope() as session:
        for rij in rijen:
            edits.save_voorziening(session, velden(**rij), wie="import", versie=None)


def lees(database: Database, id: str = "taalhuis") -> Voorziening:
    with database.lezen() as session:
        gevonden = queries.get_voorziening(session, id)
        assert gevonden is not None
        return gevonden


@pytest.fixture
async def client(bouw: Bouwer, kaart: Database) -> Client:
    return await bouw(routes=ROUTES)


@pytest.fixture
def rian(client: Client, kaart: Database) -> Staflid:
    return Staflid(client, kaart, "Rian", "redacteur")


async def _met(bouw: Bouwer, settings: Settings, kaart: Database, **anders: Any) -> Client:
    return await bouw(routes=ROUTES, settings=dataclasses.replace(settings, **anders))


def formulier(database: Database, id: str = "taalhuis", **anders: str) -> dict[str, str]:
    """What a browser sends of the form as it stands, with what the test changes."""
    v = lees(database, id)
    basis = {n: str(getattr(v, n) or "") for n in ("naam", "organisatie", "omschrijving", "toegang", "kosten",
             "adres", "postcode", "plaats", "telefoon", "email", "website", "openingstijden")}  # fmt: skip
    return {
        **basis, "leefgebieden": v.leefgebieden[0], "kernen": "|".join(v.kernen), "versie": str(v.versie),
        "gemeenten": v.gemeenten[0] if v.gemeenten else "", "trefwoorden": "|".join(v.trefwoorden), **anders,
    }  # fmt: skip


# --- the list -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vraag", "wel", "niet"),
    [
        ("gemeente=heiloo", "Voedselbank", "Taalhuis Limmen"),
        ("leefgebied=financien", "Voedselbank", "Taalhuis Limmen"),
        ("let_op=te_laat", "Voedselbank", "Taalhuis Limmen"),
        ("let_op=zonder_uren", "Taalhuis Limmen", "Voedselbank"),
        ("let_op=nooit_gevonden", "Voedselbank", "Taalhuis Limmen"),
        ("let_op=link_stuk", "Taalhuis Limmen", "Voedselbank"),
        ("eigenaar=Rian", "Voedselbank", "Taalhuis Limmen"),
        ("zoek=taalhuis+limmen", "Taalhuis Limmen", "Voedselbank"),
    ],
)
async def test_the_list_is_narrowed_by_each_filter(
    rian: Staflid, kaart: Database, vraag: str, wel: str, niet: str
) -> None:
    with kaart.session_scope() as session:
        tellingen.store_oogst(session, Oogst(getoond=frozenset({"taalhuis"})), geheim="s", gemeente="", dag=VANDAAG)
        stuk = links.Uitkomst("taalhuis", lees(kaart).website, "404")
        for _ in range(links.STUK_NA):
            links.store(session, [stuk], now())
    tabel = (await rian.lees(f"/redactie?{vraag}")).split("<tbody>")[1]
    assert wel in tabel
    assert niet not in tabel


async def test_who_looks_after_entries_sees_what_must_be_checked(rian: Staflid) -> None:
    assert "U houdt er 1 bij die u moet controleren" in await rian.lees("/redactie")


async def test_many_at_once_are_done_and_what_may_not_is_told_with_its_reason(rian: Staflid, kaart: Database) -> None:
    maak(kaart, {"id": "half", "naam": "Half klaar", "omschrijving": "", "status": "concept"})
    response = await rian.client.post(
        "/redactie", data=[("csrf", rian.csrf), ("id", "taalhuis"), ("id", "half"), ("status", "gepubliceerd")],
        headers=rian.koppen, allow_redirects=False,
    )  # fmt: skip
    tekst = await response.text()
    assert response.status == 422
    assert "Half klaar" in tekst.split('role="alert"')[1]
    assert "vul in wat dit is en voor wie" in tekst
    assert lees(kaart, "half").status == "concept"


async def test_many_at_once_can_be_checked_and_given_to_somebody(rian: Staflid, kaart: Database) -> None:
    assert "aantal=1" in await rian.doe("/redactie", {"id": "voedselbank", "status": "gecontroleerd"})
    assert lees(kaart, "voedselbank").laatst_gecontroleerd == VANDAAG
    await rian.doe("/redactie", {"id": "voedselbank", "status": "eigenaar", "eigenaar": "Bea"})
    assert lees(kaart, "voedselbank").eigenaar == "Bea"


# --- one entry ----------------------------------------------------------------------------------


async def test_the_preview_is_what_the_assistant_would_say(rian: Staflid) -> None:
    tekst = await rian.lees("/redactie/taalhuis")
    antwoord = tekst.split('class="rd-antwoord"')[1].split("</section>")[0]
    assert "Voor Limmen en omgeving vond ik dit voor u." in antwoord
    assert "De openingstijden zijn niet bekend." in antwoord


async def test_an_overdue_entry_is_said_to_be_overdue_in_the_preview(rian: Staflid) -> None:
    assert "de gegevens van Voedselbank zijn al een tijd niet gecontroleerd" in await rian.lees("/redactie/voedselbank")


async def test_what_stands_beside_the_form_follows_what_is_typed(rian: Staflid, kaart: Database) -> None:
    zin = "De gemeente faciliteert participatie " + "en nog meer dingen " * 6 + "voor u."
    data = formulier(kaart, voorziening_id="taalhuis", omschrijving=zin, trefwoorden="parapente", vraag="parapente")
    response = await rian.stuur("/redactie/voorbeeld", data)
    tekst = await response.text()
    assert '<mark class="rd-lang">' in tekst
    assert '<mark class="rd-moeilijk">participatie</mark>' in tekst
    assert "Dit is een aanwijzing" in tekst
    assert "komt deze voorziening op plek 1" in tekst
    assert lees(kaart).trefwoorden == ["taal", "lezen", "schrijven"]


async def test_a_question_can_be_tried_without_script_and_nothing_is_stored(rian: Staflid, kaart: Database) -> None:
    data = formulier(kaart, trefwoorden="parapente", vraag="parapente", actie="proberen")
    response = await rian.stuur("/redactie/taalhuis", data)
    tekst = await response.text()
    assert response.status == 200
    assert "op plek 1" in tekst
    assert 'value="parapente"' in tekst
    assert lees(kaart).concept is None


async def test_text_in_the_preview_is_never_markup(rian: Staflid, kaart: Database) -> None:
    boos = "<script>alert(1)</script> participatie"
    response = await rian.stuur("/redactie/voorbeeld", formulier(kaart, omschrijving=boos, vraag="<b>x</b>"))
    tekst = await response.text()
    assert "<script>" not in tekst
    assert "<b>" not in tekst


async def test_two_who_change_other_fields_lose_nothing_and_the_same_field_is_a_choice(
    rian: Staflid, client: Client, kaart: Database
) -> None:
    bea = Staflid(client, kaart, "Bea", "redacteur")
    van_rian, van_bea = formulier(kaart, kosten="2 euro"), formulier(kaart, kosten="3 euro", telefoon="072 000 0299")
    await rian.doe("/redactie/taalhuis", {**van_rian, "doelgroep": "Kinderen", "actie": "publiceren"})
    response = await bea.stuur(
        "/redactie/taalhuis", {**van_bea, "doelgroep": lees(kaart).doelgroep, "actie": "bewaren"}
    )
    tekst = await response.text()
    assert response.status == 409
    assert re.findall(r'name="kies-(\w+)"', tekst) == ["kosten", "kosten"]
    assert 'value="072 000 0299"' in tekst
    versie = re.search(r'name="versie" value="(\d+)"', tekst)
    assert versie is not None
    keuze = {**van_bea, "versie": versie[1], "doelgroep": "Kinderen", "kies-kosten": "collega", "actie": "publiceren"}
    await bea.doe("/redactie/taalhuis", keuze)
    na = lees(kaart)
    assert (na.kosten, na.doelgroep, na.telefoon) == ("2 euro", "Kinderen", "072 000 0299")


async def test_one_number_is_checked_on_its_own(rian: Staflid, kaart: Database) -> None:
    await rian.doe("/redactie/voedselbank/status", {"actie": "gecontroleerd", "veld": "telefoon"})
    na = lees(kaart, "voedselbank")
    assert na.gecontroleerd_per_veld == {"telefoon": VANDAAG.isoformat()}
    assert na.laatst_gecontroleerd == dt.date(2024, 1, 1)
    assert "Klopt" in await rian.lees("/redactie/voedselbank")


async def test_a_broken_website_is_told_with_how_often(rian: Staflid, kaart: Database) -> None:
    with kaart.session_scope() as session:
        for _ in range(3):
            links.store(session, [links.Uitkomst("taalhuis", lees(kaart).website, "bestaat_niet")], now())
    tekst = await rian.lees("/redactie/taalhuis")
    assert "Het webadres bestaat niet. 3 keer achter elkaar" in tekst


# --- who may publish ------------------------------------------------------------------------------


async def test_with_four_eyes_a_change_waits_for_a_colleague(bouw: Bouwer, settings: Settings, kaart: Database) -> None:
    client = await _met(bouw, settings, kaart, goedkeuren="ander")
    rian, bea = Staflid(client, kaart, "Rian", "redacteur"), Staflid(client, kaart, "Bea", "redacteur")
    assert "Bewaar en publiceer" not in await rian.lees("/redactie/taalhuis")
    response = await rian.stuur("/redactie/taalhuis", formulier(kaart, kosten="2 euro", actie="publiceren"))
    assert response.status == 422
    assert "Laat een collega het nakijken" in await response.text()
    await rian.doe("/redactie/taalhuis", formulier(kaart, kosten="2 euro", actie="beoordelen"))
    assert lees(kaart).kosten == "Gratis"
    assert (await rian.stuur("/redactie/taalhuis/status", {"actie": "publiceren"})).status == 422
    assert "Wat verandert er bij publiceren" in await bea.lees("/redactie/taalhuis")
    assert "Taalhuis Limmen" in (await bea.lees("/redactie?let_op=nakijken")).split("<tbody>")[1]
    await bea.doe("/redactie/taalhuis/status", {"actie": "publiceren"})
    assert lees(kaart).kosten == "2 euro"


async def test_when_only_a_beheerder_approves_a_redacteur_cannot_go_round_it(
    bouw: Bouwer, settings: Settings, kaart: Database
) -> None:
    client = await _met(bouw, settings, kaart, goedkeuren="beheerder")
    rian, bea = Staflid(client, kaart, "Rian", "redacteur"), Staflid(client, kaart, "Bea", "beheerder")
    for pad, data in (
        ("/redactie/taalhuis", formulier(kaart, kosten="2 euro", actie="publiceren")),
        ("/redactie/taalhuis/samenvoegen/voedselbank", {}),
        ("/redactie", {"id": "taalhuis", "status": "gepubliceerd"}),
    ):
        assert (await rian.stuur(pad, data)).status == 422
    assert (lees(kaart).kosten, lees(kaart, "voedselbank").status) == ("Gratis", "gepubliceerd")
    await bea.doe("/redactie/taalhuis", formulier(kaart, kosten="2 euro", actie="publiceren"))
    assert lees(kaart).kosten == "2 euro"


# --- merging --------------------------------------------------------------------------------------


async def test_a_duplicate_is_merged_after_being_told_what_moves_and_the_merge_is_undone(
    rian: Staflid, kaart: Database
) -> None:
    maak(
        kaart, {"id": "dubbel", "naam": "Taalhuis in Limmen", "openingstijden": "ma 09:00-12:00", "trefwoorden": "nt2"}
    )
    assert "/redactie/taalhuis/samenvoegen/dubbel" in await rian.lees("/redactie/taalhuis")
    voorstel = await rian.lees("/redactie/taalhuis/samenvoegen/dubbel")
    assert "ma 09:00-12:00" in voorstel
    await rian.doe("/redactie/taalhuis/samenvoegen/dubbel")
    assert (lees(kaart).openingstijden, lees(kaart, "dubbel").status) == ("ma 09:00-12:00", "gearchiveerd")
    nummer = re.search(r'name="nummer" value="(\d+)"', await rian.lees("/redactie/taalhuis"))
    assert nummer is not None
    await rian.doe("/redactie/taalhuis/samenvoegen-ongedaan", {"nummer": nummer[1]})
    assert (lees(kaart).openingstijden, lees(kaart, "dubbel").status) == ("", "gepubliceerd")


# --- words ----------------------------------------------------------------------------------------


async def test_what_gesprekken_tell_is_one_click_from_a_synonym_an_edit_and_a_new_entry(
    rian: Staflid, kaart: Database
) -> None:
    with kaart.session_scope() as session:
        for _ in range(5):
            uit = Oogst(
                niets=("parapente",), onbekend=("gepruttel",), soorten=("klussendienst",),
                getoond=frozenset({"taalhuis"}),
            )  # fmt: skip
            tellingen.store_oogst(session, uit, geheim="s", gemeente="", dag=VANDAAG)
        tellingen.store_oogst(session, Oogst(niets=("zeldzaam",)), geheim="s", gemeente="", dag=VANDAAG)
    tekst = await rian.lees("/redactie/woorden")
    assert "zeldzaam" not in tekst
    for adres in (
        "/redactie/woorden?woord=parapente#woord", "/redactie/nieuw?trefwoorden=parapente", "/redactie/taalhuis",
        "/redactie/woorden?woord=gepruttel#woord", "/redactie/nieuw?soorten=klussendienst",
    ):  # fmt: skip
        assert f'href="{adres}"' in tekst
    assert 'value="parapente"' in await rian.lees("/redactie/nieuw?trefwoorden=parapente")
    assert 'value="parapente"' in await rian.lees("/redactie/woorden?woord=parapente")


async def test_an_entry_named_as_a_page_of_the_redactie_gets_another_address(rian: Staflid) -> None:
    data = {"naam": "Woorden", "omschrijving": "Met woorden spelen.", "toegang": "vrij", "actie": "bewaren"}
    assert (await rian.doe("/redactie/nieuw", data)).startswith("/redactie/woorden-2")


async def test_a_medewerker_without_that_right_cannot_come_in(client: Client, kaart: Database) -> None:
    sanne = Staflid(client, kaart, "Sanne", "medewerker")
    for route in ROUTES:
        if route.pad.startswith("/redactie") and route.methode == "GET":
            assert (await sanne.get(route.pad.format(id="taalhuis", ander="voedselbank", nummer="1"))).status == 403
