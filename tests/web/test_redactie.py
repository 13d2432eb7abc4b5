"""The redactie as a redacteur uses it without script: lists, one entry, approval, words, merging."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientResponse, FormData

from opslag.db import Database, now
from settings import Settings
from sociale_kaart import edits, links, queries, tellingen
from sociale_kaart.models import Voorziening
from sociale_kaart.tellingen import Oogst
from tests.sociale_kaart.bouwers import velden
from tests.web.conftest import Bouwer
from tests.web.stafleden import Client, Staflid
from web.routes import routes_of

MODULES = (
    "redactie_lijst",
    "redactie_woorden",
    "redactie_soorten",
    "redactie_termijnen",
    "redactie_samen",
    "redactie",
    "statisch",
    "login",
)
ROUTES = tuple(r for naam in MODULES for r in routes_of(naam))
# The day as people in the Netherlands have it: an hour or two a night it is not that of UTC.
VANDAAG = now().astimezone(ZoneInfo("Europe/Amsterdam")).date()


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


async def test_two_versions_of_one_minute_can_be_told_apart_by_their_links(rian: Staflid, kaart: Database) -> None:
    voor_keer = formulier(kaart, kosten="1 euro")
    await rian.doe("/redactie/taalhuis", {**voor_keer, "actie": "publiceren"})
    blok = (await rian.lees("/redactie/taalhuis")).split('id="gs"')[1]
    namen = re.findall(r'href="/redactie/taalhuis/versies/\d+">([^<]+)</a>', blok)
    assert len(namen) > 1
    assert len(set(namen)) == len(namen)


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


async def test_what_is_probably_there_already_is_told_before_it_is_published(rian: Staflid, kaart: Database) -> None:
    data = {**velden(naam="Taalhuis te Limmen"), "actie": "publiceren"}
    data.pop("id")
    response = await rian.stuur("/redactie/nieuw", data)
    pagina = await response.text()
    assert response.status == 422
    assert "dit lijkt op &#39;Taalhuis Limmen&#39; (zelfde naam en telefoon en postcode)" in pagina
    assert "Nee, dit is een andere voorziening" in pagina
    # A concept may be kept; publishing it from the list is told as well.
    adres = (await rian.doe("/redactie/nieuw", {**data, "actie": "bewaren"})).split("?")[0]
    id = adres.rsplit("/", 1)[1]
    response = await rian.stuur(f"{adres}/status", {"actie": "publiceren"})
    assert response.status == 422
    await rian.doe(f"{adres}/status", {"actie": "publiceren", "dubbel_gezien": "ja"})
    assert lees(kaart, id).status == "gepubliceerd"
    # Once it stands there, changing it asks nothing again.
    await rian.doe(adres, formulier(kaart, id, kosten="1 euro", actie="publiceren"))


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
    for naam in ("Woorden", "Soorten"):
        data = {"naam": naam, "omschrijving": "Met woorden spelen.", "toegang": "vrij", "actie": "bewaren"}
        assert (await rian.doe("/redactie/nieuw", data)).startswith(f"/redactie/{naam.lower()}-2")


async def test_a_medewerker_without_that_right_cannot_come_in(client: Client, kaart: Database) -> None:
    sanne = Staflid(client, kaart, "Sanne", "medewerker")
    for route in ROUTES:
        if route.pad.startswith("/redactie") and route.methode == "GET":
            pad = route.pad.format(id="taalhuis", ander="voedselbank", nummer="1", code="taalcafe")
            assert (await sanne.get(pad)).status == 403


async def test_what_residents_no_longer_see_is_told_and_can_be_listed(
    bouw: Bouwer, settings: Settings, kaart: Database
) -> None:
    maak(kaart, {"id": "vergeten", "naam": "Vergeten Club", "laatst_gecontroleerd": "2015-01-01"})
    client = await bouw(routes=ROUTES, settings=dataclasses.replace(settings, verberg_na_maanden=12))
    rian = Staflid(client, kaart, "Rian", "redacteur")
    assert "Inwoners zien deze voorziening nu niet" in await rian.lees("/redactie/vergeten")
    assert "ziet niemand meer" in await rian.lees("/redactie")
    tabel = (await rian.lees("/redactie?let_op=verborgen")).split("<tbody>")[1]
    assert "Vergeten Club" in tabel
    assert "inwoners zien dit niet" in tabel
    assert "Taalhuis" not in tabel
    await rian.doe("/redactie/vergeten/status", {"actie": "gecontroleerd"})
    assert "Inwoners zien deze voorziening nu niet" not in await rian.lees("/redactie/vergeten")


# --- terms and kinds ----------------------------------------------------------------------------


async def test_how_often_entries_are_checked_is_set_without_touching_a_file(rian: Staflid, kaart: Database) -> None:
    assert "Noodfonds" in (await rian.lees("/redactie/termijnen")).split("<tbody>")[1]
    await rian.doe("/redactie/termijnen", {"actie": "standaard", "maanden": "6"})
    await rian.doe("/redactie/termijnen", {"actie": "soort", "soort": "taalcafé", "maanden": "3"})
    pagina = await rian.lees("/redactie/termijnen")
    assert re.search(r'name="maanden"[^>]*value="6"', pagina)
    assert "Taalcafé</th><td>3 maanden</td><td>Rian" in pagina
    await rian.doe("/redactie/termijnen", {"actie": "weg", "soort": "taalcafe"})
    assert "Taalcafé</th>" not in await rian.lees("/redactie/termijnen")
    assert lees(kaart, "voedselbank").vervalt_op == dt.date(2024, 7, 1)


@pytest.mark.parametrize(
    "velden_",
    [{"actie": "soort", "soort": "geen soort", "maanden": "3"}, {"actie": "soort", "soort": "Taalcafé", "maanden": ""},
     {"actie": "standaard", "maanden": "heel vaak"}, {"actie": "standaard", "maanden": "500"}],
)  # fmt: skip
async def test_a_term_that_cannot_be_is_told_and_kept_in_the_form(rian: Staflid, velden_: dict[str, str]) -> None:
    response = await rian.client.post(
        "/redactie/termijnen", data={"csrf": rian.csrf, **velden_}, headers=rian.koppen, allow_redirects=False
    )
    tekst = await response.text()
    assert response.status == 422
    assert 'role="alert"' in tekst
    assert f'value="{velden_["maanden"]}"' in tekst


async def test_where_only_a_beheerder_may_change_what_residents_see_terms_are_shown_only(
    bouw: Bouwer, settings: Settings, kaart: Database
) -> None:
    client = await bouw(routes=ROUTES, settings=dataclasses.replace(settings, goedkeuren="beheerder"))
    rian = Staflid(client, kaart, "Rian", "redacteur")
    pagina = await rian.lees("/redactie/termijnen")
    assert "Dat mag hier alleen een beheerder" in pagina
    assert '<form method="post" action="/redactie/termijnen"' not in pagina
    response = await rian.client.post(
        "/redactie/termijnen", data={"csrf": rian.csrf, "actie": "standaard", "maanden": "6"}, headers=rian.koppen
    )
    assert response.status == 403


async def test_kinds_are_chosen_by_their_name_and_a_proposal_is_only_a_proposal(rian: Staflid, kaart: Database) -> None:
    pagina = await rian.lees("/redactie/taalhuis")
    voorstel = re.findall(r'name="soorten" value="([a-z_]+)" >', pagina)
    assert voorstel
    assert "(voorstel)" in pagina
    formulier: dict[str, str] = {n: str(w) for n, w in velden(id="taalhuis").items() if n not in ("id", "status")}
    formulier |= {"versie": "1", "soorten": voorstel[0], "soort_erbij": "Maaltijd aan huis", "actie": "publiceren",
                  "openingstijden": ""}  # fmt: skip
    await rian.doe("/redactie/taalhuis", formulier)
    assert lees(kaart).soorten == [voorstel[0], "maaltijd_aan_huis"]
    assert lees(kaart).soorten_gekozen
    assert re.search(r'value="maaltijd_aan_huis" checked', await rian.lees("/redactie/taalhuis"))


async def test_a_kind_that_does_not_exist_is_told_and_nothing_is_stored(rian: Staflid, kaart: Database) -> None:
    formulier = {"csrf": rian.csrf, "versie": "1", "naam": "Anders", "soort_erbij": "Ruimtevaart", "actie": "bewaren"}
    response = await rian.client.post("/redactie/taalhuis", data=formulier, headers=rian.koppen, allow_redirects=False)
    assert response.status == 422
    assert "&#39;Ruimtevaart&#39; is geen soort" in await response.text()
    assert lees(kaart).concept is None


# --- made for somebody without technical knowledge ------------------------------------------------


async def test_lists_are_typed_with_commas_and_kernen_are_ticked(rian: Staflid, kaart: Database) -> None:
    pagina = await rian.lees("/redactie/taalhuis")
    assert 'value="taal, lezen, schrijven"' in pagina
    assert re.search(r'name="kernen" value="Limmen" checked', pagina)
    velden_ = {n: str(w) for n, w in velden(id="taalhuis").items() if n not in ("id", "status")}
    formulier = velden_ | {"versie": "1", "actie": "publiceren", "trefwoorden": "taal, lezen ; spellen",
                           "talen": "Turks,Arabisch", "openingstijden": ""}  # fmt: skip
    await rian.doe("/redactie/taalhuis", formulier)
    v = lees(kaart)
    assert (v.trefwoorden, v.talen, v.kernen) == (["taal", "lezen", "spellen"], ["Turks", "Arabisch"], ["Limmen"])


async def test_a_kern_that_the_werkgebied_lost_stays_to_be_seen_and_unticked(rian: Staflid, kaart: Database) -> None:
    with kaart.session_scope() as session:
        edits.lock_voorziening(session, "taalhuis").kernen = ["Verdronken Dorp"]
    pagina = await rian.lees("/redactie/taalhuis")
    assert "Staat niet in het werkgebied" in pagina
    assert re.search(r'name="kernen" value="Verdronken Dorp" checked', pagina)


async def test_hours_that_cannot_be_read_are_told_while_typing(rian: Staflid) -> None:
    for uren, fout in (("ma-vr 9 tot 5 uur", True), ("ma-vr 09:00-17:00", False), ("", False)):
        response = await rian.client.post(
            "/redactie/voorbeeld", data={"csrf": rian.csrf, "naam": "Club", "openingstijden": uren}, headers=rian.koppen
        )
        assert ('id="uren-fout"' in await response.text()) == fout


_SOORT = {
    "naam": "Lachyoga", "leefgebieden": "geestelijke_gezondheid", "definitie": "Samen lachen en bewegen.",
    "vragen": "ik wil samen lachen\nwaar kan ik hard lachen\niets met lachen en ademen", "woorden": "lachyoga",
}  # fmt: skip


async def test_a_kind_of_ones_own_is_made_used_and_taken_away_without_script(rian: Staflid, kaart: Database) -> None:
    adres = await rian.doe("/redactie/soorten", _SOORT)
    pagina = await rian.lees(adres)
    assert "Hij werkt bij de volgende vraag" in pagina
    assert "waar kan ik hard lachen" in pagina
    assert "Rian" in pagina
    adres = adres.split("?")[0]
    assert "Lachyoga</a> (eigen soort)" in await rian.lees("/redactie/soorten?zoek=lachyoga")
    proef = await (await rian.stuur("/redactie/soortenproef", {"vraag": "kan ik ergens hard lachen"})).text()
    assert "Lachyoga" in proef.split('id="alle"')[0]
    # Looking for a kind to put the question with keeps the question, and neither goes into an address.
    zocht = {"vraag": "kan ik ergens hard lachen", "zoek": "lachyoga"}
    gezocht = await (await rian.stuur("/redactie/soortenproef", zocht)).text()
    assert gezocht.count('value="kan ik ergens hard lachen"') >= 3
    assert "lachen" not in " ".join(re.findall(r'(?:href|action|formaction)="([^"]*)"', gezocht))
    assert (await rian.get("/redactie/soortenproef")).headers["Location"] == "/redactie/soorten"
    # Known wherever a kind can be chosen.
    await rian.doe("/redactie/taalhuis", formulier(kaart, soort_erbij="lachyoga", actie="publiceren"))
    assert lees(kaart).soorten == [adres.rsplit("/", 1)[1]]
    assert "> Lachyoga</label>" in await rian.lees("/redactie/taalhuis")
    await rian.doe("/redactie/termijnen", {"actie": "soort", "soort": "lachyoga", "maanden": "3"})
    assert 'row">Lachyoga' in await rian.lees("/redactie/termijnen")
    response = await rian.stuur(adres, {"actie": "weg"})
    assert response.status == 422
    assert "1 keer gekozen" in await response.text()


async def test_ways_of_asking_join_a_kind_and_leave_it(rian: Staflid, kaart: Database) -> None:
    adres = "/redactie/soorten/taalcafe"
    begin = await (await rian.stuur(adres, {"actie": "vraag-erbij", "vraag": "ik wil kwantelen"})).text()
    assert "kwantelen" not in await rian.lees(adres)
    assert ">ik wil kwantelen</textarea>" in begin
    naar = await rian.doe(adres, {"actie": "vragen", "vragen": "ik wil kwantelen\nkan ik leren kwantelen"})
    assert "2 erbij gezet" in await rian.lees(naar)
    naar = await rian.doe(adres, {"actie": "vragen", "vragen": "Ik wil kwantelen"})
    assert "Dit stond er al bij" in await rian.lees(naar)
    zin = re.search(r'value="(zin-[0-9]+)"', await rian.lees(adres))
    assert zin
    assert "gedaan=zin_weg" in await rian.doe(adres, {"actie": zin[1]})
    assert "vraag weg" in await rian.lees(adres)
    response = await rian.stuur(adres, {"actie": "woorden", "woorden": " "})
    assert response.status == 422
    assert "mag niet leeg zijn" in await response.text()
    await rian.lees("/redactie/soorten/bestaat_niet", status=404)


async def test_the_kinds_go_out_as_a_file_and_come_in_again(rian: Staflid, kaart: Database) -> None:
    await rian.doe("/redactie/soorten", {**_SOORT, "upl": "aanleunwoning"})
    response = await rian.get("/redactie/soortenbestand")
    assert "soorten.json" in response.headers["Content-Disposition"]
    inhoud = await response.text()

    async def stuur(inhoud: str) -> ClientResponse:
        data = FormData({"csrf": rian.csrf})
        data.add_field("bestand", inhoud.encode(), filename="soorten.json")
        return await rian.client.post("/redactie/soortenbestand", data=data, headers=rian.koppen, allow_redirects=False)

    assert "gedaan=niets_nieuws_in" in (await stuur(inhoud)).headers["Location"]
    response = await stuur(inhoud.replace("Samen lachen", "Hard lachen"))
    assert "Nieuw of anders: 1." in await rian.lees(response.headers["Location"])
    pagina = await rian.lees("/redactie/soorten/eigen_lachyoga")
    assert "Hard lachen en bewegen" in pagina
    assert "Naam in de UPL: aanleunwoning." in pagina
    response = await stuur(inhoud.replace("aanleunwoning", "<b>niets"))
    assert response.status == 422
    assert "&lt;b&gt;niets" in await response.text()
    assert (await stuur("")).status == 422


async def test_what_is_wrong_with_a_kind_is_told_with_all_that_was_typed(rian: Staflid) -> None:
    response = await rian.stuur("/redactie/soorten", {**_SOORT, "naam": "Taalcafé", "vragen": "een <b>vraag"})
    pagina = await response.text()
    assert response.status == 422
    assert "deze soort is er al" in pagina
    assert "schrijf minstens 3 vragen" in pagina
    assert "een &lt;b&gt;vraag</textarea>" in pagina
    assert "Samen lachen en bewegen.</textarea>" in pagina
