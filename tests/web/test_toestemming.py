"""What a resident agrees to, by the API and without script, and what staff read of it on every page."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from markupsafe import escape

from opslag.db import Database, now
from overdracht import queries, routering
from overdracht import service as overdrachten
from settings import ROOT
from tests.overdracht_builders import CONTACT, Verhaal, in_crisis, keur_goed, vertel
from tests.web.builders import Inwoner
from tests.web.stafleden import Staflid, pagina_routes
from web.chattaal import TEKSTEN
from web.routes import routes_of
from web.toegang import COOKIE_GESPREK
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
# Said in the gesprek, and in no line of the verslag.
GEZEGD = "Dat klinkt zwaar."
# Whoever changes a text that a resident agrees to raises TEKSTVERSIE, and then puts both down here.
TEKST_VAN_VERSIE = ("4", "2cf2")


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw(routes=(*pagina_routes(), *routes_of("chatpagina"), *routes_of("wachtstand")))


@pytest.fixture
def sanne(client: Client, sqlite_db: Database) -> Staflid:
    return Staflid(client, sqlite_db, "Sanne de Vries")


@pytest.fixture
def inwoner(client: Client, sqlite_db: Database, werkgebied: Werkgebied) -> Inwoner:
    return _met_verslag(client, sqlite_db, werkgebied)


def _met_verslag(client: Client, database: Database, werkgebied: Werkgebied, **velden: Any) -> Inwoner:
    with database.session_scope() as session:
        gestart = vertel(session, **velden)
        nu = werkgebied.lokale_tijd(now())
        overdrachten.make_concept(session, gestart.gesprek.id, werkgebied=werkgebied, nu=nu)
        return Inwoner(client, {"id": gestart.gesprek.id, "token": gestart.token, "berichten": []})


async def _keur_goed(inwoner: Inwoner, status: int = 201, **meer: Any) -> dict[str, Any]:
    """Approve as our own pages do, which name what is shared; onderdelen=None leaves it out."""
    body = {"contact": CONTACT, "toestemming": True, "onderdelen": ["verslag", "contact"], **meer}
    response = await inwoner.post("verslag/goedkeuren", {k: v for k, v in body.items() if v is not None})
    assert response.status == status, await response.text()
    return dict(await response.json())


async def _van_staf(sanne: Staflid, kenmerk: str) -> str:
    """Everything that staff can read about it: the API, the page, and what its script fetches."""
    api = f"/api/v1/overdrachten/{kenmerk}"
    paden = (
        api,
        f"{api}/berichten",
        f"{api}/ondersteuningsplan",
        f"/werkplek?o={kenmerk}",
        f"/werkplek/stand?o={kenmerk}",
    )
    return "\n".join([await (await sanne.get(pad)).text() for pad in paden])


def test_the_version_is_raised_when_the_text_is_changed() -> None:
    verslag = TEKSTEN["nl"]["verslag"]
    tekst = "\n".join(
        verslag[n] for n in ("delen", "ontvanger", "toestemming", "gesprekMee", "gesprekUitleg", "gesprekCrisis")
    )
    assert (overdrachten.TEKSTVERSIE, hashlib.sha256(tekst.encode()).hexdigest()[:4]) == TEKST_VAN_VERSIE
    widget = (ROOT / "web/widget/src/talen/nl.js").read_text(encoding="utf-8")
    assert re.findall(r'tekstversie: "(\w+)"', widget) == [overdrachten.TEKSTVERSIE]


async def test_a_yes_by_the_api_for_the_verslag_alone_shares_nothing_else(inwoner: Inwoner, sanne: Staflid) -> None:
    goed = await _keur_goed(inwoner, onderdelen=["verslag", "contact"])
    assert goed["gesprek_gedeeld"] is False
    gezien = await _van_staf(sanne, goed["kenmerk"])
    assert "mijn zoon gaat niet meer naar school" in gezien
    assert GEZEGD not in gezien
    assert "De inwoner deelt het gesprek van voor het verslag niet." in gezien


@pytest.mark.parametrize(
    "met",
    [
        pytest.param({"onderdelen": ["verslag", "contact", "gesprek"], "tekstversie": "3"}, id="named"),
        pytest.param({"onderdelen": None}, id="the call of koppelvlak.md, which asks for all of the verslag"),
    ],
)
async def test_the_gesprek_goes_along_by_the_api_when_it_is_asked_for(
    inwoner: Inwoner, sanne: Staflid, met: dict[str, Any]
) -> None:
    goed = await _keur_goed(inwoner, **met)
    assert goed["gesprek_gedeeld"] is True
    gezien = await _van_staf(sanne, goed["kenmerk"])
    assert GEZEGD in gezien
    assert "deelt het gesprek van voor het verslag niet" not in gezien


@pytest.mark.parametrize("onderdelen", [["contact", "gesprek"], [], ["alles"]])
async def test_parts_that_make_no_sense_are_refused_and_nothing_is_sent(
    inwoner: Inwoner, sanne: Staflid, onderdelen: list[str]
) -> None:
    await _keur_goed(inwoner, 422, onderdelen=onderdelen)
    assert (await (await sanne.get("/api/v1/overdrachten?status=wachtend")).json())["overdrachten"] == []


def _cookie(inwoner: Inwoner) -> dict[str, str]:
    return {"Cookie": f"{COOKIE_GESPREK}={inwoner.id}.{inwoner.token}"}


async def _op_chat(client: Client, inwoner: Inwoner, **velden: str) -> Any:
    data = {"actie": "goedkeuren", "voorkeur": "chat", "toestemming": "ja", **velden}
    return await client.post("/chat/verslag", data=data, headers=_cookie(inwoner), allow_redirects=False)


def _kenmerk(database: Database, inwoner: Inwoner) -> str:
    with database.lezen() as session:
        overdracht = queries.find_laatste_overdracht(session, inwoner.id)
        return overdracht.kenmerk if overdracht else ""


async def test_without_script_the_gesprek_is_a_choice_of_its_own_that_nobody_ticked(
    client: Client, inwoner: Inwoner, sanne: Staflid, sqlite_db: Database
) -> None:
    html = await (await client.get("/chat", headers=_cookie(inwoner))).text()
    vakjes = re.findall(r"<input type=\"checkbox\"[^>]*>", html)
    assert [re.findall(r'name="(\w+)"', v)[0] for v in vakjes] == ["toestemming", "gesprek_mee"]
    assert not any("checked" in v for v in vakjes)
    assert (await _op_chat(client, inwoner)).status == 303
    assert GEZEGD not in await _van_staf(sanne, _kenmerk(sqlite_db, inwoner))
    wacht = await (await client.get("/chat", headers=_cookie(inwoner))).text()
    assert TEKSTEN["nl"]["wachten"]["gedeeldVerslag"] in wacht


async def test_without_script_who_ticks_it_shares_the_gesprek_too(
    client: Client, inwoner: Inwoner, sanne: Staflid, sqlite_db: Database
) -> None:
    assert (await _op_chat(client, inwoner, gesprek_mee="ja", tekstversie="3")).status == 303
    assert GEZEGD in await _van_staf(sanne, _kenmerk(sqlite_db, inwoner))
    wacht = await (await client.get("/chat", headers=_cookie(inwoner))).text()
    assert TEKSTEN["nl"]["wachten"]["gedeeldGesprek"] in wacht


async def test_a_page_from_before_the_change_shares_no_more_than_it_said(
    client: Client, inwoner: Inwoner, sanne: Staflid, sqlite_db: Database
) -> None:
    """Its box, ticked, was the no."""
    assert (await _op_chat(client, inwoner, gesprek_mee="nee")).status == 303
    assert GEZEGD not in await _van_staf(sanne, _kenmerk(sqlite_db, inwoner))


def _naar_heiloo(database: Database, werkgebied: Werkgebied) -> str:
    heiloo = werkgebied.zoek_gemeente("Heiloo")
    assert heiloo is not None
    with database.session_scope() as session:
        routering.add_regel(
            session, naam="Alles", voorwaarden={}, doel="team", naar=heiloo.team.naam, werkgebied=werkgebied
        ).aan = True
    return heiloo.team.naam


async def test_who_gets_it_stands_beside_the_consent_and_comes_back_with_the_yes(
    inwoner: Inwoner, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    naar = _naar_heiloo(sqlite_db, werkgebied)
    verslag = await (await inwoner.get("verslag")).json()
    assert verslag["ontvanger"] == naar
    # Sent back whole, with one line more.
    response = await inwoner.client.patch(
        f"{inwoner.pad}/verslag", json={**verslag, "wens": [*verslag["wens"], "Rust."]}, headers=inwoner.kop
    )
    assert (await response.json())["ontvanger"] == naar
    goed = await _keur_goed(inwoner, ontvanger=naar)
    with sqlite_db.lezen() as session:
        overdracht = queries.get_overdracht(session, goed["kenmerk"])
        assert overdracht is not None
        assert (overdracht.team, queries.find_ontvanger(session, overdracht.kenmerk)) == (naar, naar)


async def test_a_yes_for_somebody_else_than_gets_it_now_is_asked_again(inwoner: Inwoner, sqlite_db: Database) -> None:
    await _keur_goed(inwoner, 409, ontvanger="Team Nergens")
    assert _kenmerk(sqlite_db, inwoner) == ""


async def test_without_script_who_gets_it_stands_there_in_both_languages_and_is_kept_to(
    client: Client, inwoner: Inwoner, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    naar = _naar_heiloo(sqlite_db, werkgebied)
    html = await (await client.get("/chat?taal=en", headers=_cookie(inwoner))).text()
    assert f"<p>Your report goes to {naar}.</p>" in html
    assert f'<span lang="nl" dir="ltr">Uw verslag gaat naar {naar}.</span>' in html
    assert f'name="ontvanger" value="{naar}"' in html
    fout = await _op_chat(client, inwoner, ontvanger="Team Nergens")
    assert fout.status == 409
    opnieuw = await fout.text()
    assert "Uw verslag gaat nu naar iemand anders." in opnieuw
    assert not re.search(r'name="toestemming"[^>]*checked', opnieuw)
    assert (await _op_chat(client, inwoner, ontvanger=naar)).status == 303
    kenmerk = _kenmerk(sqlite_db, inwoner)
    with sqlite_db.lezen() as session:
        assert queries.find_ontvanger(session, kenmerk) == naar


async def test_what_was_ticked_is_still_ticked_after_a_mistake(client: Client, inwoner: Inwoner) -> None:
    response = await _op_chat(client, inwoner, gesprek_mee="ja", voorkeur="telefoon")
    html = await response.text()
    assert response.status == 422
    assert re.search(r'name="gesprek_mee"[^>]*checked', html)


async def test_in_danger_it_is_told_and_not_asked(client: Client, sqlite_db: Database, werkgebied: Werkgebied) -> None:
    inwoner = _met_verslag(client, sqlite_db, werkgebied, crisis="geweld")
    html = await (await client.get("/chat?taal=en", headers=_cookie(inwoner))).text()
    assert 'name="gesprek_mee"' not in html
    assert TEKSTEN["en"]["verslag"]["gesprekCrisis"] in html
    assert TEKSTEN["nl"]["verslag"]["gesprekCrisis"] in html


async def test_both_consents_stand_in_dutch_beside_a_translation(client: Client, inwoner: Inwoner) -> None:
    html = await (await client.get("/chat?taal=uk", headers=_cookie(inwoner))).text()
    for naam in ("toestemming", "gesprekMee"):
        assert escape(TEKSTEN["uk"]["verslag"][naam]) in html
        assert f'<span lang="nl" dir="ltr">{TEKSTEN["nl"]["verslag"][naam]}</span>' in html


def _maak(database: Database, werkgebied: Werkgebied, bouwer: Any, **velden: Any) -> Verhaal:
    with database.session_scope() as session:
        verhaal: Verhaal = bouwer(session, werkgebied, **velden)
        return verhaal


@pytest.mark.parametrize(
    ("met_gesprek", "zin"), [(False, "Uw verslag, en wat u daarna typte"), (True, "Uw verslag en het gesprek")]
)
async def test_the_page_to_follow_says_what_the_team_reads_and_shows_none_of_it(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied, *, met_gesprek: bool, zin: str
) -> None:
    verhaal = _maak(sqlite_db, werkgebied, keur_goed, met_gesprek=met_gesprek)
    await client.post("/volg", data={"kenmerk": verhaal.kenmerk, "code": verhaal.volgcode})
    html = await (await client.get(f"/volg/{verhaal.kenmerk}")).text()
    assert f"<dd>{zin}</dd>" in html
    assert GEZEGD not in html
    assert "naar school" not in html


async def test_who_waits_in_danger_without_a_verslag_gets_a_kenmerk_and_nothing_to_withdraw(
    client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    verhaal = _maak(sqlite_db, werkgebied, in_crisis)
    inwoner = Inwoner(client, {"id": verhaal.gesprek_id, "token": verhaal.token, "berichten": []})
    stand = await (await inwoner.get("overdracht")).json()
    assert (stand["kenmerk"], stand["verslag"], stand["gesprek_gedeeld"]) == (verhaal.kenmerk, False, True)
    html = await (await client.get("/chat", headers=_cookie(inwoner))).text()
    assert verhaal.kenmerk in html
    assert TEKSTEN["nl"]["wachten"]["gedeeldCrisis"] in html
    assert TEKSTEN["nl"]["wachten"]["intrekken"] not in html


async def test_staff_see_why_they_read_the_gesprek_of_somebody_in_danger(
    client: Client, sanne: Staflid, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    verhaal = _maak(sqlite_db, werkgebied, in_crisis)
    assert "hij komt zo thuis" in await _van_staf(sanne, verhaal.kenmerk)
    inwoner = Inwoner(client, {"id": verhaal.gesprek_id, "token": verhaal.token, "berichten": []})
    with sqlite_db.session_scope() as session:
        overdrachten.make_concept(session, verhaal.gesprek_id, werkgebied=werkgebied, nu=werkgebied.lokale_tijd(now()))
    assert (await (await inwoner.get("verslag")).json())["crisis"] == "geweld"
    assert (await _keur_goed(inwoner))["gesprek_gedeeld"] is True
    assert "U leest het gesprek omdat er gevaar is genoemd." in await _van_staf(sanne, verhaal.kenmerk)
