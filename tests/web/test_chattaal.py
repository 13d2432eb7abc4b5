"""/chat in the languages of the widget: the fixed texts translated and marked as such, the gesprek in Dutch."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from actions.teksten import waarde
from gesprek.antwoord import Antwoord, AntwoordBericht, Knop
from settings import ROOT
from tests.web.builders import NepAssistent, zeg
from tests.web.stafleden import pagina_routes
from web.berichttaal import TALEN as BERICHTTALEN
from web.chattaal import PADEN, TEKSTEN, plaatje_van
from web.crisistaal import TALEN
from web.errors import Probleem
from web.routes import routes_of
from web.teksten import FOUTEN
from web.toegang import COOKIE_GESPREK

ANDERE = [code for code in TEKSTEN if code != "nl"]
Client = TestClient[Any, Any]


@pytest.fixture
async def client(bouw: Any, assistent: NepAssistent) -> Client:
    return await bouw(assistent=assistent, routes=(*pagina_routes(), *routes_of("chatpagina")))


def _bladen(waarde: Any) -> list[str]:
    if isinstance(waarde, dict):
        return [t for deel in waarde.values() for t in _bladen(deel)]
    if isinstance(waarde, list):
        return [t for deel in waarde for t in _bladen(deel)]
    return [str(waarde)]


def _vorm(waarde: Any) -> Any:
    if isinstance(waarde, dict):
        return {naam: _vorm(deel) for naam, deel in waarde.items()}
    return len(waarde) if isinstance(waarde, list) else str


def test_it_has_the_languages_of_the_widget() -> None:
    assert {p.stem for p in (ROOT / "web/widget/src/talen").glob("*.js")} == set(TEKSTEN)


@pytest.mark.parametrize("code", ANDERE)
def test_every_text_is_there_in_every_language(code: str) -> None:
    zonder = {naam: tekst for naam, tekst in TEKSTEN["nl"].items() if naam not in ("vertaald", "nederlands")}
    assert _vorm({naam: TEKSTEN[code][naam] for naam in zonder}) == _vorm(zonder)
    assert all(tekst.strip() for tekst in _bladen(TEKSTEN[code]))
    uitleg = " ".join(TEKSTEN[code]["vertaald"]["uitleg"])
    for nummer in ("112", "113", "0800-0113", "0800-2000"):
        assert nummer in uitleg


# How each language says that a telephone number is to be called, that the gesprek is deleted and after how long.
_BELT = {"en": "Call", "uk": "Телефонуйте", "tr": "arayın", "pl": "Zadzwoń", "ar": "اتصل"}
_WIST = {"en": "deleted", "uk": "видаляється", "tr": "silinir", "pl": "usuwana", "ar": "تُحذف"}


@pytest.mark.parametrize("code", ANDERE)
def test_the_translated_welcome_says_what_to_call_in_danger_and_that_the_gesprek_is_deleted(code: str) -> None:
    _, bewaart, gevaar, _ = TEKSTEN[code]["vertaald"]["uitleg"]
    assert gevaar.count(_BELT[code]) == 3
    assert _WIST[code] in bewaart


@pytest.mark.parametrize("code", ANDERE)
def test_the_assistant_calls_the_button_to_a_person_as_the_page_does(code: str) -> None:
    antwoord = str(waarde(f"talen.{code}"))
    assert waarde(f"taal_knop.{code}") == TEKSTEN[code]["mens"]
    assert antwoord.count("113") == antwoord.count("0800-2000") == 1


@pytest.mark.parametrize("code", list(TEKSTEN))
def test_what_the_widget_says_too_is_said_in_the_same_words(code: str) -> None:
    bron = (ROOT / f"web/widget/src/talen/{code}.js").read_text(encoding="utf-8").replace('\\"', '"')
    t = TEKSTEN[code]
    gedeeld = [t["geen_mens"], t["mens"], t["snel_weg"], t["wis_zeker"], t["invoer_hulp"]]
    for tekst in (
        *gedeeld,
        *t["verslag"].values(),
        *t["plaatjes"].values(),
        t["eenvoudig"],
        *t["oordeel"]["scores"],
        *t["vertaald"]["uitleg"],
    ):
        assert tekst in bron, tekst


async def _lees(client: Client, pad: str, **delen: Any) -> str:
    response = await client.get(pad, **delen)
    assert response.status == 200
    return await response.text()


@pytest.mark.parametrize("code", ANDERE)
async def test_the_page_comes_in_the_language_that_was_asked_for(client: Client, code: str) -> None:
    html = await _lees(client, f"/chat?gemeente=castricum&taal={code}")
    t = TEKSTEN[code]
    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}">' in html
    for tekst in (t["pagina"], t["vertaald"]["kop"], t["mens"], t["snel_weg"]):
        assert str(tekst).replace("'", "&#39;") in html
    assert 'href="tel:113"' in html
    assert f'action="/chat/bericht?taal={code}"' in html
    # The welcome of the gesprek is Dutch, and says so.
    assert re.search(r'<p lang="nl" dir="auto">Welkom\.', html)


@pytest.mark.parametrize("code", ANDERE)
async def test_the_translated_welcome_says_after_how_many_days_the_gesprek_goes(client: Client, code: str) -> None:
    html = await _lees(client, f"/chat?gemeente=castricum&taal={code}")
    [dagen] = re.findall(r"Dit gesprek wis ik na (\d+) dagen", html)
    zin = TEKSTEN[code]["vertaald"]["uitleg"][1].replace("'", "&#39;")
    assert f"{zin[:-1]}: {dagen}." in html


@pytest.mark.parametrize("code", ANDERE)
async def test_who_says_it_is_named_in_the_chosen_language(client: Client, code: str) -> None:
    html = await _lees(client, f"/chat?gemeente=castricum&taal={code}")
    assert f"<strong>{TEKSTEN[code]['assistent']}</strong>" in html
    assert "<strong>Digitale assistent</strong>" not in html


async def test_an_error_with_112_is_told_in_the_chosen_language(client: Client, monkeypatch: Any) -> None:
    async def kan_niet(*_: Any, **__: Any) -> None:
        raise Probleem("even_niet")

    monkeypatch.setattr("web.chatpagina.check_adres", kan_niet)
    velden = {"tekst": "Hallo", "gemeente": "castricum", "client_id": str(uuid.uuid4())}
    response = await client.post("/chat/bericht?taal=uk", data=velden)
    html = await response.text()
    assert FOUTEN["even_niet"]["detail"] in html
    kop, _, _ = BERICHTTALEN["uk"]["fouten"]["even_niet"].partition("112")
    assert kop in html
    assert 'href="tel:112"' in html


@pytest.mark.parametrize("vreemd", ["", "xx", "NL", '"><script>', "../en"])
async def test_a_language_that_is_not_there_is_dutch(client: Client, vreemd: str) -> None:
    html = await _lees(client, "/chat", params={"taal": vreemd})
    assert '<html lang="nl" dir="ltr">' in html
    assert "<script>" not in html


async def test_the_language_stays_through_the_whole_gesprek_and_is_kept_nowhere(
    client: Client, assistent: NepAssistent
) -> None:
    assistent.doe = lambda vraag: zeg("Ik maak een verslag.", vraag, stap="verslag")
    velden = {"tekst": "Ik heb schulden", "gemeente": "castricum", "client_id": str(uuid.uuid4())}
    response = await client.post("/chat/bericht?taal=en", data=velden, allow_redirects=False)
    assert response.headers["Location"] == "/chat?taal=en#antwoord"
    kop = {"Cookie": f"{COOKIE_GESPREK}={response.cookies[COOKIE_GESPREK].value}"}
    html = await _lees(client, "/chat?taal=en", headers=kop)
    # A consent is given to the Dutch text; the translation stands beside it.
    assert TEKSTEN["en"]["verslag"]["toestemming"] in html
    assert f'<span lang="nl" dir="ltr">{TEKSTEN["nl"]["verslag"]["toestemming"]}</span>' in html
    velden = {"actie": "goedkeuren", "voorkeur": "chat", "toestemming": "ja"}
    response = await client.post("/chat/verslag?taal=en", data=velden, headers=kop, allow_redirects=False)
    assert response.headers["Location"] == "/chat?taal=en#laatste"
    assert "You are in the queue" in await _lees(client, "/chat?taal=en", headers=kop)
    response = await client.post("/chat/wissen?taal=en", headers=kop, allow_redirects=False)
    assert response.headers["Location"] == "/chat?weg=1&taal=en"


async def test_above_the_reply_to_a_crisis_its_numbers_stand_in_the_chosen_language(
    client: Client, assistent: NepAssistent
) -> None:
    knop = Knop("Ik wil nu een mens spreken", "/mens_nu")
    assistent.doe = lambda vraag: Antwoord(berichten=(AntwoordBericht(tekst="Bel meteen 112.", knoppen=(knop,)),))
    velden = {"tekst": "Ik wil niet meer leven", "gemeente": "castricum", "client_id": str(uuid.uuid4())}
    response = await client.post("/chat/bericht?taal=pl", data=velden, allow_redirects=False)
    kop = {"Cookie": f"{COOKIE_GESPREK}={response.cookies[COOKIE_GESPREK].value}"}
    html = await _lees(client, "/chat?taal=pl", headers=kop)
    antwoord = html[html.index('id="antwoord"') :]
    erbij = antwoord[: antwoord.index("/mens_nu")]
    assert TEKSTEN["pl"]["vertaald"]["kop"] in erbij
    for nummer in ("112", "113", "08000113", "08002000"):
        assert f'href="tel:{nummer}"' in erbij
    assert "Zadzwoń" not in await _lees(client, "/chat", headers=kop)


async def test_above_the_reply_to_a_crisis_its_whole_text_stands_in_the_chosen_language(
    client: Client, assistent: NepAssistent
) -> None:
    knop = Knop("Ik wil nu een mens spreken", "/mens_nu")
    regels = (
        f"{waarde('crisis.begin')} {waarde('crisis.geweld')}",
        waarde("crisis.bel_112"),
        "Veilig Thuis, bel 0800-2000 (dag en nacht)",
    )
    assistent.doe = lambda vraag: Antwoord(berichten=(AntwoordBericht(tekst="\n".join(regels), knoppen=(knop,)),))
    velden = {"tekst": "Hij slaat me", "gemeente": "castricum", "client_id": str(uuid.uuid4())}
    response = await client.post("/chat/bericht?taal=en", data=velden, allow_redirects=False)
    kop = {"Cookie": f"{COOKIE_GESPREK}={response.cookies[COOKIE_GESPREK].value}"}
    html = await _lees(client, "/chat?taal=en", headers=kop)
    erbij = html[html.index("data-vertaald") : html.index("/mens_nu")]
    assert TALEN["en"]["geweld"] in erbij
    assert 'href="tel:08002000"' in erbij
    assert "113" not in erbij
    assert TALEN["en"]["geweld"] not in await _lees(client, "/chat", headers=kop)


async def test_in_a_text_from_right_to_left_a_number_keeps_its_order(client: Client) -> None:
    html = await _lees(client, "/chat?gemeente=castricum&taal=ar")
    nummers = re.findall(r'<a class="utrecht-link"([^>]*)href="tel:', html)
    assert len(nummers) > 5
    # Its own direction, or that of a part of the page that is Dutch.
    uitleg = html[html.index('id="vertaald"') : html.index("</section>")]
    assert uitleg.count('href="tel:') == uitleg.count('dir="ltr" href="tel:')


def _bladen_van(html: str) -> list[str]:
    """The names of the choices with a picture."""
    return [re.sub(r"<[^>]*>", "", b).strip() for b in re.findall(r"<button[^>]*>(<svg.*?)</button>", html, re.S)]


@pytest.mark.parametrize("code", list(TEKSTEN))
async def test_the_main_choices_come_as_pictures_without_script(client: Client, code: str) -> None:
    t = TEKSTEN[code]
    gewoon = await _lees(client, f"/chat?gemeente=castricum&taal={code}")
    assert "<svg" not in gewoon
    [weg] = re.findall(rf'href="([^"]*)">{re.escape(t["eenvoudig"])}<', gewoon)
    html = await _lees(client, weg.replace("&amp;", "&"))
    verwacht = [str(w).replace("'", "&#39;") for n, w in t["plaatjes"].items() if n != "nood"]
    assert sorted(_bladen_van(html)) == sorted(verwacht)
    assert re.search(r'vd-noodtegel" href="tel:112"', html)
    assert re.search(rf'href="([^"]*)">{re.escape(t["gewoon"])}<', html)


async def test_the_pictures_stay_after_a_message_and_beside_the_language(client: Client) -> None:
    velden = {"tekst": "Hallo", "gemeente": "castricum", "client_id": str(uuid.uuid4())}
    response = await client.post("/chat/bericht?taal=en&plaatjes=ja", data=velden, allow_redirects=False)
    assert response.headers["Location"] == "/chat?taal=en&plaatjes=ja#antwoord"
    kop = {"Cookie": f"{COOKIE_GESPREK}={response.cookies[COOKIE_GESPREK].value}"}
    html = await _lees(client, "/chat?taal=en&plaatjes=ja", headers=kop)
    assert 'action="/chat/bericht?taal=en&amp;plaatjes=ja"' in html
    assert 'href="/chat?taal=pl&amp;plaatjes=ja"' in html
    assert 'href="/chat?taal=en"' in html


def test_every_picture_of_a_choice_is_drawn_and_has_a_word_in_every_language() -> None:
    for t in TEKSTEN.values():
        assert set(t["plaatjes"]) <= set(PADEN)
    assert plaatje_van('/kies_onderwerp{"onderwerp": "financien"}') == "financien"
    assert plaatje_van('/kies_onderwerp{"onderwerp": "onzin"}') == ""
    assert plaatje_van("/medewerker") == "mens"


async def test_deleting_says_what_stops_at_the_team_and_leaves_the_choice_of_this_device_alone(
    bouw: Any, assistent: Any, sqlite_db: Any, werkgebied: Any
) -> None:
    from overdracht import queries as staf_queries
    from tests.overdracht_builders import keur_goed

    client = await bouw(assistent=assistent, routes=(*pagina_routes(), *routes_of("chatpagina")))
    with sqlite_db.session_scope() as session:
        verhaal = keur_goed(session, werkgebied)
    kop = {"Cookie": f"{COOKIE_GESPREK}={verhaal.gesprek_id}.{verhaal.token}", "Accept": "text/html"}
    pagina = await (await client.get("/chat", headers=kop)).text()
    assert "Dan stopt uw vraag ook." in pagina
    assert "Sluit u de browser?" in pagina
    response = await client.post("/chat/weghalen", headers=kop, allow_redirects=False)
    assert (response.status, response.cookies[COOKIE_GESPREK].value) == (303, "")
    assert "Uw vraag ligt nog bij het team" in await (await client.get("/chat?los=1")).text()
    with sqlite_db.lezen() as session:
        assert staf_queries.get_overdracht(session, verhaal.kenmerk) is not None
