"""/beheer/teams: a team changed by a beheerder, and heard by residents at once, in every process."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient

from gesprek import service as gesprekken
from opslag.db import Database
from overdracht import queries
from tests.overdracht_builders import Verhaal, keur_goed
from tests.web.stafleden import Staflid, pagina_routes
from web.klok import lokaal_nu
from web.routes import routes_of
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
PAD = "/beheer/teams/castricum"
VELDEN = {
    "naam": "Team Dichtbij", "openingstijden": "ma-zo 00:00-24:00; feestdagen 00:00-24:00", "inloop": "",
    "telefoon": "072 000 0199", "email": "", "adres": "Plein 1, Castricum", "versie": "0",
}  # fmt: skip


def routes() -> Any:
    return (*pagina_routes(), *routes_of("chatpagina"), *routes_of("demo"))


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw(routes=routes())


@pytest.fixture
def bea(client: Client, sqlite_db: Database) -> Staflid:
    return Staflid(client, sqlite_db, "Bea Baas", "beheerder")


def velden_van(html: str) -> dict[str, list[str]]:
    """What a browser would send of the form of the team, without its buttons."""
    begin = html.index('action="/beheer/teams/castricum"')
    formulier = html[begin : html.index("</form>", begin)]
    velden: dict[str, list[str]] = {}
    for stuk in re.findall(r"<input [^>]*>", formulier):
        naam, waarde = re.search(r'name="([^"]*)"', stuk), re.search(r'value="([^"]*)"', stuk)
        if naam and (not re.search(r'type="(?:radio|checkbox)"', stuk) or " checked" in stuk):
            velden.setdefault(naam[1], []).append(waarde[1] if waarde else "")
    return velden


async def stuur_velden(bea: Staflid, velden: dict[str, list[str]], **meer: str) -> tuple[int, str]:
    """Send the form whole, as a browser does: names may come more than once."""
    alles = [(n, w) for n, waarden in velden.items() if n not in meer for w in waarden] + list(meer.items())
    response = await bea.client.post(PAD, data=FormData(alles), headers=bea.koppen, allow_redirects=False)
    return response.status, await response.text()


async def welkom(client: Client) -> str:
    gestart = await (await client.post("/api/v1/gesprekken", json={"gemeente": "castricum"})).json()
    return " ".join(b["tekst"] for b in gestart["berichten"])


async def test_a_change_is_heard_by_residents_at_once_also_in_another_process(bouw: Any, bea: Staflid) -> None:
    ander = await bouw(routes=routes())
    assert "Sociaal Team Castricum" in await welkom(ander)
    assert await bea.doe(PAD, VELDEN) == "/beheer/teams?melding=team_veranderd"
    for client in (bea.client, ander):
        tekst = await welkom(client)
        assert "Team Dichtbij" in tekst
        assert "072 000 0199" in tekst
        assert "Nu open" in tekst
        for pad in ("/?gemeente=castricum", "/chat?gemeente=castricum"):
            assert "Team Dichtbij" in await (await client.get(pad)).text()


async def test_a_page_that_asks_the_database_nothing_else_hears_it_too(bouw: Any, bea: Staflid) -> None:
    ander = await bouw(routes=routes())
    await bea.doe(PAD, VELDEN)
    assert "072 000 0199" in await (await ander.get("/?gemeente=castricum")).text()
    await bea.doe(PAD, {**VELDEN, "telefoon": "072 000 0177", "versie": "1"})
    assert "072 000 0177" in await (await ander.get("/chat?gemeente=castricum")).text()
    await bea.doe(PAD, {**VELDEN, "telefoon": "072 000 0188", "versie": "2"})
    assert "072 000 0188" in await (await ander.get("/privacy")).text()


async def test_a_day_closed_is_told_and_stands_in_the_form(bea: Staflid) -> None:
    formulier = await bea.lees(PAD)
    assert velden_van(formulier)["openingstijden-ma-van"] == ["08:30"]
    assert "Terug naar het bestand" not in formulier
    morgen = f"{lokaal_nu(bea.client.app).date() + dt.timedelta(days=1):%d-%m-%Y}"
    await bea.doe(PAD, {**VELDEN, "van": morgen, "tot": "", "waarom": "Studiedag"})
    assert "Dicht op: " in await bea.lees("/beheer/teams")
    formulier = await bea.lees(PAD)
    assert f'value="{morgen}"' in formulier
    assert 'value="Studiedag"' in formulier


async def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(bea: Staflid) -> None:
    fout = {**VELDEN, "openingstijden": "soms", "telefoon": "bel", "van": "ooit", "tot": "", "waarom": "Uitje"}
    response = await bea.stuur(PAD, fout)
    tekst = await response.text()
    assert response.status == 422
    assert "Fout: Team van Castricum" in tekst
    for veld in ("openingstijden", "telefoon", "dicht"):
        assert f'<a class="utrecht-link" href="#{veld}">' in tekst
        assert f'id="fout-{veld}"' in tekst
    for waarde in ("Team Dichtbij", "soms", "bel", "ooit", "Uitje"):
        assert f'value="{waarde}"' in tekst


async def test_the_way_back_needs_a_tick_and_leads_to_the_file(bea: Staflid, sqlite_db: Database) -> None:
    await bea.doe(PAD, VELDEN)
    assert "Terug naar het bestand" in await bea.lees(PAD)
    assert (await bea.stuur(f"{PAD}/terug", {"versie": "1"})).status == 422
    assert await bea.doe(f"{PAD}/terug", {"versie": "1", "zeker": "ja"}) == "/beheer/teams?melding=team_terug"
    assert "Sociaal Team Castricum" in await bea.lees("/beheer/teams")
    with sqlite_db.lezen() as session:
        gedaan = [(a.wat, a.waarvan) for a in queries.find_audit(session) if a.wat.startswith("team")]
    assert gedaan == [("team_terug", "Castricum"), ("team_veranderd", "Castricum")]


async def test_who_was_second_sees_it_and_keeps_what_was_typed(bea: Staflid) -> None:
    await bea.doe(PAD, VELDEN)
    response = await bea.stuur(PAD, {**VELDEN, "naam": "Team Later"})
    tekst = await response.text()
    assert response.status == 409
    assert "Een collega heeft dit team net veranderd" in tekst
    assert 'value="Team Later"' in tekst
    assert (await bea.stuur(f"{PAD}/terug", {"versie": "0", "zeker": "ja"})).status == 409


async def test_the_page_tells_who_works_for_a_team_and_in_what(bea: Staflid, sqlite_db: Database) -> None:
    Staflid(bea.client, sqlite_db, "Anna Visser", gemeenten=["Castricum"], leefgebieden=["financien"])
    Staflid(bea.client, sqlite_db, "Tom Overal")
    tekst = await bea.lees("/beheer/teams")
    assert tekst.count("Anna Visser (Financiën)") == 1
    assert tekst.count("Tom Overal, voor alle gemeenten") == 4


async def test_others_than_a_beheerder_get_no_page_and_change_nothing(client: Client, sqlite_db: Database) -> None:
    anna = Staflid(client, sqlite_db, "Anna Visser")
    for pad in ("/beheer/teams", PAD):
        assert (await anna.get(pad)).status == 403
    for pad in (PAD, f"{PAD}/terug"):
        assert (await anna.stuur(pad, {**VELDEN, "zeker": "ja"})).status == 403
    assert "Sociaal Team Castricum" in await welkom(client)


async def test_a_gemeente_that_is_not_ours_is_not_found(bea: Staflid) -> None:
    assert (await bea.get("/beheer/teams/alkmaar")).status == 404
    assert (await bea.stuur("/beheer/teams/alkmaar", VELDEN)).status == 404


async def test_the_hours_are_filled_in_per_day_with_as_many_blocks_as_needed_without_a_script(
    bea: Staflid, sqlite_db: Database
) -> None:
    velden = velden_van(await bea.lees(PAD))
    assert velden["openingstijden-vr-tot"] == ["17:00"]
    assert velden["openingstijden-za-van"] == [""]
    # A lunch break: one more block, and the same on Tuesday.
    velden["openingstijden-ma-tot"] = ["12.30"]
    status, html = await stuur_velden(bea, velden, doe="erbij:openingstijden:ma")
    assert status == 200
    assert re.search(r'id="openingstijden-ma-van-2"[^>]* autofocus', html)
    velden = velden_van(html)
    assert velden["openingstijden-ma-van"] == ["08:30", ""]
    velden["openingstijden-ma-van"][1], velden["openingstijden-ma-tot"][1] = "13", "17"
    _, html = await stuur_velden(bea, velden, doe="zelfde:openingstijden:di")
    velden = velden_van(html)
    assert velden["openingstijden-di-van"] == ["08:30", "13"]
    with sqlite_db.lezen() as session:
        assert not [a for a in queries.find_audit(session) if a.wat == "team_veranderd"]
    assert (await stuur_velden(bea, velden))[0] == 303
    assert "maandag en dinsdag van 8.30 tot 12.30 uur en van 13.00 tot 17.00 uur" in await bea.lees("/beheer/teams")


async def test_a_time_that_is_none_is_told_at_its_day_and_nothing_typed_is_lost(bea: Staflid) -> None:
    velden = velden_van(await bea.lees(PAD))
    velden["openingstijden-wo-van"], velden["inloop-do-tot"] = ["vroeg"], ["12:00"]
    status, html = await stuur_velden(bea, velden)
    assert status == 422
    assert 'href="#openingstijden-wo"' in html
    assert re.search(r'id="openingstijden-wo-van-1"[^>]* value="vroeg" aria-invalid="true"', html)
    assert 'id="fout-openingstijden-wo">Woensdag: schrijf een tijd als 9:00 of 13:30.' in html
    assert "<title>Fout: " in html


async def test_the_hours_may_be_written_as_text_and_what_a_week_cannot_tell_stays_text(bea: Staflid) -> None:
    velden = velden_van(await bea.lees(PAD))
    _, html = await stuur_velden(bea, velden, doe="anders:openingstijden")
    velden = velden_van(html)
    assert velden["openingstijden"] == ["ma-vr 08:30-17:00"]
    assert "openingstijden-wijze" not in velden
    # And back.
    _, html = await stuur_velden(bea, velden, openingstijden="ma 9:00-12:00", doe="anders:openingstijden")
    assert velden_van(html)["openingstijden-ma-van"] == ["09:00"]
    _, html = await stuur_velden(bea, velden, openingstijden="1e za 10:00-12:00", doe="anders:openingstijden")
    assert "passen niet in de velden per dag" in html
    assert velden_van(html)["openingstijden"] == ["1e za 10:00-12:00"]
    assert (await stuur_velden(bea, velden, openingstijden="ma-vr 9:00-17:00; 1e za 10:00-12:00"))[0] == 303
    assert velden_van(await bea.lees(PAD))["openingstijden"] == ["ma-vr 9:00-17:00; 1e za 10:00-12:00"]


@pytest.mark.parametrize("doe", ["erbij:naam:ma", "erbij:openingstijden:x", "zelfde:openingstijden:", "weg", "anders:"])
async def test_a_button_that_does_not_exist_does_what_saving_does(bea: Staflid, doe: str) -> None:
    assert (await stuur_velden(bea, velden_van(await bea.lees(PAD)), doe=doe))[0] == 303


Maak = Callable[..., Verhaal]


@pytest.fixture
def maak(sqlite_db: Database, werkgebied: Werkgebied) -> Maak:
    def doe(**velden: Any) -> Verhaal:
        with sqlite_db.session_scope() as session:
            return keur_goed(session, werkgebied, **velden)

    return doe


async def test_a_day_closed_shows_the_promises_on_it_and_keeps_nothing_until_something_is_chosen(
    bea: Staflid, maak: Maak, sqlite_db: Database
) -> None:
    sanne = Staflid(bea.client, sqlite_db, "Sanne de Vries")
    await bea.doe(PAD, VELDEN)
    chat = maak(gemeente="Castricum")
    bellen = maak(
        gemeente="Castricum", contact={"naam": "J. Prins", "telefoon": "072 000 0198", "voorkeur": "telefoon"}
    )
    vandaag = lokaal_nu(bea.client.app).date()
    velden = velden_van(await bea.lees(PAD))
    velden["van"][0], velden["tot"][0] = (f"{vandaag + dt.timedelta(days=n):%d-%m-%Y}" for n in (0, 20))
    status, html = await stuur_velden(bea, velden)
    assert status == 422
    assert "<title>Kies eerst: " in html
    assert "Wij hebben 2 inwoners beloofd wanneer het team uiterlijk contact opneemt." in html
    assert "J. Prins" not in html
    # The team was there until this minute, and is not any more.
    assert "Het team is er niet meer voor die tijd. Kies hieronder." in html
    assert "het team moet bellen" in html
    assert "Dagen dicht" not in await bea.lees("/beheer/teams")
    velden = velden_van(html)
    assert set(velden["gezien"]) == {chat.kenmerk, bellen.kenmerk}
    status, html = await stuur_velden(bea, velden)
    assert (status, "Kies wat wij doen voor wie niet meer op tijd kan." in html) == (422, True)
    assert (await stuur_velden(bea, velden_van(html), beloften="opnieuw"))[0] == 303
    rij = (await sanne.stand())["delen"]["rij"]
    lijst = rij[rij.index('id="d-bellen"') :]
    assert "Valt op een gesloten dag" in lijst[: lijst.index("</details>")]
    # Who was told a new moment is marked no more.
    assert rij.count("Valt op een gesloten dag") == 2
    with sqlite_db.lezen() as session:
        teksten = [b.tekst for b in gesprekken.read_berichten(session, chat.gesprek_id)]
    assert "toch dicht. Dat spijt ons. Er is een nieuw moment." in teksten[-1]
