"""Logging in at the organisation's own provider: only who proves it, only with what the groups give, only once."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientTimeout
from aiohttp.test_utils import TestClient

from opslag.db import Database, now
from overdracht import queries, staf
from settings import Settings
from tests.web.conftest import Bouwer
from tests.web.oidc_dienst import CLIENT_ID, CLIENT_SECRET, Dienst, Sleutel, met_publieke_sleutel, zonder_handtekening
from web import keys
from web.oidc import SLEUTEL_PAUZE, WEG_PAUZE, Oidc
from web.oidc_instelling import read_oidc
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
GROEPEN = (
    "beheer=beheerder; regie=procesregisseur; kcc=medewerker; castricum=medewerker:castricum; "
    "bergen=medewerker:Sociaal Team Bergen"
)


class Klok:
    """Seconds that pass when a test says so."""

    nu = 1000.0

    def __call__(self) -> float:
        return self.nu


@pytest.fixture
async def dienst() -> AsyncIterator[Dienst]:
    gestart = await Dienst().start()
    yield gestart
    await gestart.stop()


@pytest.fixture
def klok() -> Klok:
    return Klok()


@pytest.fixture
def oidc_settings(settings: Settings, dienst: Dienst) -> Settings:
    return dataclasses.replace(
        settings,
        oidc_issuer=dienst.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        oidc_groepen=GROEPEN,
        oidc_naam="uw Duinstreek-account",
        oidc_hulp="de servicedesk",
        publieke_url="http://voordeur.example.nl",
    )


@pytest.fixture
def start(bouw: Bouwer, oidc_settings: Settings, werkgebied: Werkgebied, klok: Klok) -> Callable[..., Any]:
    """An application with the provider of the test, with other settings if asked for."""

    async def maak(**anders: Any) -> Client:
        ingesteld = dataclasses.replace(oidc_settings, **anders)
        instelling = read_oidc(ingesteld, werkgebied)
        assert instelling is not None
        return await bouw(settings=ingesteld, oidc=Oidc(instelling, klok=klok, tijd=ClientTimeout(total=2)))

    return maak


@pytest.fixture
async def client(start: Callable[..., Any]) -> Client:
    return await start()


async def _begin(client: Client, pad: str = "/login/oidc") -> str:
    """Where the browser is sent to."""
    response = await client.get(pad, allow_redirects=False)
    assert response.status == 303, await response.text()
    return str(response.headers["Location"])


async def _login(client: Client, dienst: Dienst, pad: str = "/login/oidc", **anders: str) -> Any:
    return await _terug(client, dienst.antwoord(await _begin(client, pad), **anders))


async def _terug(client: Client, antwoord: dict[str, str]) -> Any:
    return await client.get("/login/oidc/terug", params=antwoord, allow_redirects=False)


async def _mag_werken(client: Client) -> bool:
    return (await client.get("/api/v1/overdrachten")).status == 200


def _accounts(database: Database) -> dict[str, tuple[str, list[str], str]]:
    with database.lezen() as session:
        return {m.naam: (m.rol, list(m.gemeenten), m.email) for m in queries.find_medewerkers(session)}


def _audit(database: Database) -> list[tuple[str, str, str, str]]:
    with database.lezen() as session:
        return [(a.wie, a.wat, a.waarvan, a.reden) for a in reversed(queries.find_audit(session))]


# --- a login that is good -----------------------------------------------------------------------


async def test_the_browser_is_sent_with_pkce_state_and_nonce(client: Client, dienst: Dienst) -> None:
    adressen = [await _begin(client) for _ in range(2)]
    assert adressen[0].startswith(f"{dienst.issuer}/authorize?")
    vragen = [parse_qs(urlsplit(a).query) for a in adressen]
    vast = {"response_type": ["code"], "client_id": [CLIENT_ID], "code_challenge_method": ["S256"]}
    assert vast.items() <= vragen[0].items()
    assert vragen[0]["redirect_uri"] == ["http://voordeur.example.nl/login/oidc/terug"]
    for geheim in ("state", "nonce", "code_challenge"):
        assert len(vragen[0][geheim][0]) >= 43
        assert vragen[0][geheim] != vragen[1][geheim]


async def test_who_proves_it_comes_in_with_an_account_of_the_mapped_role(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    dienst.claims |= {"email": "noor@example.nl", "groups": ["bergen", "castricum", "iets-anders"]}
    response = await _login(client, dienst)
    assert (response.status, response.headers["Location"]) == (303, "/werkplek")
    koekje = response.cookies["voordeur_staf"]
    assert koekje["httponly"]
    assert koekje["samesite"] == "Lax"
    assert await _mag_werken(client)
    assert _accounts(sqlite_db) == {"Noor Nieuw": ("medewerker", ["Castricum", "Bergen"], "noor@example.nl")}
    assert [(a[0], a[1]) for a in _audit(sqlite_db)] == [
        ("inlogdienst", "account_gemaakt"), ("inlogdienst", "account_rol"), ("Noor Nieuw", "oidc_ingelogd"),
    ]  # fmt: skip


async def test_the_second_time_it_is_the_same_account_with_what_the_groups_give_now(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    await _login(client, dienst)
    assert _accounts(sqlite_db)["Noor Nieuw"][:2] == ("medewerker", [])
    client.session.cookie_jar.clear()
    dienst.claims |= {"groups": ["regie"], "name": "Noor Anders"}
    await _login(client, dienst)
    assert {n: a[0] for n, a in _accounts(sqlite_db).items()} == {"Noor Nieuw": "procesregisseur"}
    assert ("inlogdienst", "account_rol", "Noor Nieuw", "medewerker → procesregisseur") in _audit(sqlite_db)


async def test_of_several_roles_the_first_line_counts_and_they_are_not_added_up(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    dienst.claims["groups"] = ["kcc", "beheer"]
    assert (await _login(client, dienst)).headers["Location"] == "/redactie"
    assert _accounts(sqlite_db)["Noor Nieuw"][0] == "beheerder"
    assert (await client.get("/api/v1/overdrachten")).status == 403


@pytest.mark.parametrize("alg", ["ES256", "RS256", "PS256"])
async def test_signatures_of_the_usual_kinds_are_read(client: Client, dienst: Dienst, alg: str) -> None:
    dienst.sleutels = [Sleutel("x", alg)]
    assert (await _login(client, dienst)).status == 303


async def test_a_provider_that_wants_the_secret_in_the_form_gets_it_there(client: Client, dienst: Dienst) -> None:
    dienst.basic = False
    assert (await _login(client, dienst)).status == 303


async def test_groups_may_stand_deeper_or_in_the_answer_about_the_person(
    start: Callable[..., Any], dienst: Dienst, sqlite_db: Database
) -> None:
    client = await start(oidc_claim="realm_access.roles")
    dienst.claims |= {"groups": None, "realm_access": {"roles": ["regie"]}}
    assert (await _login(client, dienst)).status == 303
    dienst.claims["realm_access"] = None
    dienst.userinfo = {"sub": "noor-1", "realm_access": {"roles": ["beheer"]}}
    client.session.cookie_jar.clear()
    await _login(client, dienst)
    assert _accounts(sqlite_db)["Noor Nieuw"][0] == "beheerder"


async def test_an_answer_about_somebody_else_gives_no_rights(client: Client, dienst: Dienst) -> None:
    dienst.claims["groups"] = None
    dienst.userinfo = {"sub": "een-ander", "groups": ["beheer"]}
    response = await _login(client, dienst)
    assert response.status == 403
    assert "geen groep" not in await response.text()


async def test_a_session_from_before_the_login_is_ended(client: Client, dienst: Dienst, sqlite_db: Database) -> None:
    with sqlite_db.session_scope() as session:
        staf.add_medewerker(session, "Een Ander", "medewerker")
        ander = staf.find_by_naam(session, "Een Ander")
        assert ander is not None
        geplant = staf.start_sessie(session, ander).geheim
    antwoord = dienst.antwoord(await _begin(client))
    client.session.cookie_jar.update_cookies({"voordeur_staf": geplant}, client.make_url("/"))
    nieuw = (await _terug(client, antwoord)).cookies["voordeur_staf"].value
    assert nieuw != geplant
    client.session.cookie_jar.clear()
    kop = {"Cookie": f"voordeur_staf={geplant}"}
    assert (await client.get("/api/v1/overdrachten", headers=kop)).status == 401


async def test_one_returns_to_the_page_that_was_asked_for(client: Client, dienst: Dienst) -> None:
    assert (await _login(client, dienst, "/login/oidc?naar=/wachtwoord")).headers["Location"] == "/wachtwoord"


@pytest.mark.parametrize(
    "naar",
    ["https://kwaad.example", "//kwaad.example", "/\\kwaad.example", "javascript:alert(1)", "/%09/kwaad.example"],
)
async def test_after_logging_in_one_stays_on_this_server(client: Client, dienst: Dienst, naar: str) -> None:
    assert (await _login(client, dienst, f"/login/oidc?naar={naar}")).headers["Location"] == "/werkplek"


# --- an answer that proves nothing --------------------------------------------------------------


@pytest.mark.parametrize(
    "verander",
    [
        {"exp": -120}, {"exp": None}, {"iat": 600}, {"iat": -3600}, {"iat": None}, {"nbf": 600},
        {"aud": "een-ander"}, {"aud": None}, {"aud": [CLIENT_ID, "een-ander"]}, {"azp": "een-ander"},
        {"iss": "https://kwaad.example"}, {"iss": None}, {"nonce": "een-ander"}, {"nonce": None}, {"nonce": 5},
        {"sub": None}, {"sub": ""}, {"sub": "x" * 300},
    ],
    ids=str,
)  # fmt: skip
async def test_a_token_that_is_not_for_this_login_opens_nothing(
    client: Client, dienst: Dienst, sqlite_db: Database, verander: dict[str, Any]
) -> None:
    dienst.verander = verander
    response = await _login(client, dienst)
    assert response.status == 400
    assert "klopt niet" in await response.text()
    assert not await _mag_werken(client)
    assert _accounts(sqlite_db) == {}


async def test_a_second_audience_is_good_when_the_token_was_made_for_us(client: Client, dienst: Dienst) -> None:
    dienst.verander = {"aud": [CLIENT_ID, "een-ander"], "azp": CLIENT_ID}
    assert (await _login(client, dienst)).status == 303


@pytest.mark.parametrize(
    "maak",
    [
        lambda dienst: zonder_handtekening,
        lambda dienst: lambda claims: met_publieke_sleutel(dienst.sleutels[0], claims),
        lambda dienst: Sleutel("een").teken,
        lambda dienst: lambda claims: dienst.sleutels[0].teken(claims)[:-8] + "AAAAAAAA",
        lambda dienst: lambda claims: "geen.token",
        lambda dienst: Sleutel("een", "RS256").teken,
    ],
    ids=["none", "HMAC with the public key", "another key, same name", "changed", "not a token", "another kind of key"],
)
async def test_a_token_without_the_signature_of_the_provider_opens_nothing(
    client: Client, dienst: Dienst, sqlite_db: Database, maak: Any
) -> None:
    dienst.maak_token = maak(dienst)
    assert (await _login(client, dienst)).status == 400
    assert _accounts(sqlite_db) == {}


async def test_an_answer_works_once(client: Client, dienst: Dienst) -> None:
    antwoord = dienst.antwoord(await _begin(client))
    koekjes = client.session.cookie_jar.filter_cookies(client.make_url("/login/oidc/terug"))
    assert (await _terug(client, antwoord)).status == 303
    client.session.cookie_jar.clear()
    client.session.cookie_jar.update_cookies(koekjes, client.make_url("/login/oidc/terug"))
    opnieuw = await _terug(client, antwoord)
    assert opnieuw.status == 400
    assert "Begin opnieuw" in await opnieuw.text()
    assert dienst.gevraagd.count("token") == 1


async def test_an_answer_for_another_browser_opens_nothing_and_stays_good_for_its_own(
    client: Client, dienst: Dienst, start: Callable[..., Any]
) -> None:
    antwoord = dienst.antwoord(await _begin(client))
    ander = await start()
    assert (await _terug(ander, antwoord)).status == 400
    await _begin(ander)
    assert (await _terug(ander, antwoord)).status == 400
    assert dienst.gevraagd.count("token") == 0
    assert (await _terug(client, antwoord)).status == 303


async def test_an_answer_that_comes_after_the_time_is_refused(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    from sqlalchemy import update

    from overdracht.extern import POGING_DUUR
    from overdracht.models import OidcPoging

    antwoord = dienst.antwoord(await _begin(client))
    with sqlite_db.session_scope() as session:
        session.execute(update(OidcPoging).values(op=now() - POGING_DUUR))
    assert (await _terug(client, antwoord)).status == 400


@pytest.mark.parametrize("antwoord", [{}, {"state": "x", "code": "y"}, {"code": "y"}, {"state": "", "error": "x"}])
async def test_an_answer_nobody_asked_for_is_refused(client: Client, antwoord: dict[str, str]) -> None:
    assert (await _terug(client, antwoord)).status == 400


async def test_a_code_with_another_verifier_gives_nothing(client: Client, dienst: Dienst) -> None:
    """Somebody who stole a code and puts it in an own login: PKCE at the provider, and one login, one state."""
    gestolen = dienst.antwoord(await _begin(client))["code"]
    eigen = dienst.antwoord(await _begin(client))
    assert (await _terug(client, eigen | {"code": gestolen})).status == 400


async def test_an_answer_that_says_to_come_from_another_provider_is_refused(client: Client, dienst: Dienst) -> None:
    assert (await _login(client, dienst, iss="https://kwaad.example")).status == 400
    assert (await _login(client, dienst, iss=dienst.issuer)).status == 303


async def test_who_says_no_at_the_provider_is_told_so(client: Client, dienst: Dienst) -> None:
    antwoord = dienst.antwoord(await _begin(client)) | {"error": "access_denied", "error_description": "<b>boe</b>"}
    response = await _terug(client, antwoord)
    assert response.status == 403
    assert "niet ingelogd" in (tekst := await response.text())
    assert "boe" not in tekst


# --- keys and the provider away -----------------------------------------------------------------


async def test_keys_are_asked_for_once_and_again_when_the_provider_changed_them(
    client: Client, dienst: Dienst, klok: Klok
) -> None:
    for _ in range(2):
        assert (await _login(client, dienst)).status == 303
        client.session.cookie_jar.clear()
    assert (dienst.gevraagd.count("beschrijving"), dienst.gevraagd.count("sleutels")) == (1, 1)
    dienst.sleutels = [Sleutel("twee")]
    klok.nu += SLEUTEL_PAUZE + 1
    assert (await _login(client, dienst)).status == 303
    assert dienst.gevraagd.count("sleutels") == 2


async def test_a_key_that_was_withdrawn_stops_working_within_the_hour(
    client: Client, dienst: Dienst, klok: Klok
) -> None:
    oud = dienst.sleutels[0]
    await _login(client, dienst)
    client.session.cookie_jar.clear()
    dienst.sleutels, dienst.maak_token = [Sleutel("twee")], oud.teken
    klok.nu += 3601
    assert (await _login(client, dienst)).status == 400


async def test_unknown_keys_do_not_make_us_ask_without_end(client: Client, dienst: Dienst, klok: Klok) -> None:
    dienst.maak_token = Sleutel("nergens").teken
    for _ in range(5):
        assert (await _login(client, dienst)).status == 400
    assert dienst.gevraagd.count("sleutels") == 1


async def test_a_key_without_a_name_is_found_and_a_changed_one_too(client: Client, dienst: Dienst, klok: Klok) -> None:
    dienst.sleutels = [Sleutel(None)]
    assert (await _login(client, dienst)).status == 303
    client.session.cookie_jar.clear()
    dienst.sleutels = [Sleutel(None)]
    klok.nu += SLEUTEL_PAUZE + 1
    assert (await _login(client, dienst)).status == 303


@pytest.mark.parametrize("wat", ["beschrijving", "sleutels", "token"])
async def test_when_a_part_of_the_provider_is_away_one_is_told_and_may_use_a_password(
    client: Client, dienst: Dienst, wat: str
) -> None:
    dienst.stuk = {wat}
    if wat == "beschrijving":
        response = await client.get("/login/oidc?naar=/redactie", allow_redirects=False)
    else:
        response = await _login(client, dienst, "/login/oidc?naar=/redactie")
    assert response.status == 503
    tekst = await response.text()
    assert "De inlogdienst geeft geen antwoord" in tekst
    assert 'name="wachtwoord"' in tekst
    assert 'value="/redactie"' in tekst
    assert (await (await client.get("/readyz")).json())["onderdelen"]["inlogdienst"] == "weg"
    dienst.stuk = set()
    assert (await _login(client, dienst)).status == 303
    assert (await (await client.get("/readyz")).json())["onderdelen"]["inlogdienst"] == "goed"


async def test_a_provider_that_cannot_be_reached_is_left_alone_for_a_moment(
    start: Callable[..., Any], dienst: Dienst, klok: Klok
) -> None:
    client = await start()
    await dienst.stop()
    assert (await client.get("/login/oidc")).status == 503
    opnieuw = await Dienst().start()
    client.app[keys.OIDC].instelling = dataclasses.replace(client.app[keys.OIDC].instelling, issuer=opnieuw.issuer)
    assert (await client.get("/login/oidc")).status == 503
    assert opnieuw.gevraagd == []
    klok.nu += WEG_PAUZE + 1
    assert (await client.get("/login/oidc", allow_redirects=False)).status == 303
    await opnieuw.stop()


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://kwaad.example"},
        {"token_endpoint": "http://kwaad.example/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"code_challenge_methods_supported": ["plain"]},
    ],
    ids=str,
)
async def test_a_description_that_cannot_be_trusted_is_not_used(
    client: Client, dienst: Dienst, metadata: dict[str, Any]
) -> None:
    dienst.metadata = metadata
    response = await client.get("/login/oidc", allow_redirects=False)
    assert response.status == 503
    assert "niet goed ingesteld" in await response.text()


async def test_a_wrong_secret_is_told_as_a_setting(start: Callable[..., Any], dienst: Dienst) -> None:
    client = await start(oidc_client_secret="verkeerd")
    response = await _login(client, dienst)
    assert response.status == 503
    assert "niet goed ingesteld" in (tekst := await response.text())
    assert "de servicedesk" in tekst


# --- who gets no (longer) access ----------------------------------------------------------------


@pytest.mark.parametrize("groepen", [None, [], ["KCC"], ["beheer=beheerder"], "onbekend", 5])
async def test_without_a_mapped_group_one_is_told_whom_to_ask(
    client: Client, dienst: Dienst, sqlite_db: Database, groepen: Any
) -> None:
    dienst.claims["groups"] = groepen
    response = await _login(client, dienst)
    assert response.status == 403
    assert "Vraag toegang aan de servicedesk" in (tekst := await response.text())
    assert "/login/oidc?ander=1" in tekst
    assert _accounts(sqlite_db) == {}
    assert _audit(sqlite_db) == [("inlogdienst", "oidc_geweigerd", "Noor Nieuw", "geen_rol")]
    assert "prompt=select_account" in await _begin(client, "/login/oidc?ander=1")


async def test_who_is_taken_out_of_the_group_is_logged_out_everywhere_at_the_next_try(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    elders = (await _login(client, dienst)).cookies["voordeur_staf"].value
    with sqlite_db.session_scope() as session:
        noor = staf.find_by_naam(session, "Noor Nieuw")
        assert noor is not None
        token = staf.make_token(session, noor)
    client.session.cookie_jar.clear()
    dienst.claims["groups"] = []
    assert (await _login(client, dienst)).status == 403
    for kop in ({"Cookie": f"voordeur_staf={elders}"}, {"Authorization": f"Bearer {token}"}):
        assert (await client.get("/api/v1/overdrachten", headers=kop)).status == 401


async def test_a_closed_account_stays_closed(client: Client, dienst: Dienst, sqlite_db: Database) -> None:
    await _login(client, dienst)
    with sqlite_db.session_scope() as session:
        noor = staf.find_by_naam(session, "Noor Nieuw")
        assert noor is not None
        staf.set_actief(session, noor, actief=False)
    client.session.cookie_jar.clear()
    dienst.claims["groups"] = ["regie"]
    response = await _login(client, dienst)
    assert response.status == 403
    assert "gesloten" in await response.text()
    assert not await _mag_werken(client)
    assert _accounts(sqlite_db)["Noor Nieuw"][0] == "medewerker"


async def test_a_namesake_gets_an_own_account_and_an_own_account_is_never_taken_over(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    await _login(client, dienst)
    client.session.cookie_jar.clear()
    dienst.claims["sub"] = "noor-2"
    assert (await _login(client, dienst)).status == 303
    assert list(_accounts(sqlite_db)) == ["Noor Nieuw", "Noor Nieuw (2)"]
    client.session.cookie_jar.clear()
    with sqlite_db.session_scope() as session:
        staf.add_medewerker(session, "Bea Beheer", "beheerder", email="bea@example.nl")
    dienst.claims |= {"sub": "bea-9", "name": "bea  BEHEER", "email": "bea@example.nl"}
    response = await _login(client, dienst)
    assert response.status == 403
    assert "al een account met uw naam" in await response.text()


async def test_the_same_number_at_another_provider_is_somebody_else() -> None:
    from overdracht.extern import make_externe_id

    assert make_externe_id("https://a.example", "1") != make_externe_id("https://b.example", "1")


async def test_too_many_logins_from_one_address_wait(
    start: Callable[..., Any], dienst: Dienst, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web import oidc_login
    from web.limieten import Limiet

    monkeypatch.setattr(oidc_login, "LOGIN_OIDC", Limiet("login-oidc", 1, 2))
    client = await start(proxy_adressen="127.0.0.1")
    koppen = {"X-Forwarded-For": "192.0.2.7"}
    statussen = [(await client.get("/login/oidc", headers=koppen, allow_redirects=False)).status for _ in range(3)]
    assert statussen == [303, 303, 429]
    ander = {"X-Forwarded-For": "192.0.2.8"}
    assert (await client.get("/login/oidc", headers=ander, allow_redirects=False)).status == 303


# --- logging out --------------------------------------------------------------------------------


async def _csrf(client: Client, pad: str = "/wachtwoord") -> str:
    gevonden = re.search(r'name="csrf" value="([^"]+)"', await (await client.get(pad)).text())
    assert gevonden
    return gevonden[1]


async def test_logging_out_ends_the_session_here_and_leads_to_the_provider(client: Client, dienst: Dienst) -> None:
    koekje = (await _login(client, dienst)).cookies["voordeur_staf"].value
    response = await client.post("/logout", data={"csrf": await _csrf(client)}, allow_redirects=False)
    tekst = (await response.text()).replace("&amp;", "&")
    gevonden = re.search(r'content="0; url=([^"]+)"', tekst)
    assert gevonden
    assert gevonden[1].startswith(f"{dienst.issuer}/logout?")
    vraag = parse_qs(urlsplit(gevonden[1]).query)
    assert vraag["post_logout_redirect_uri"] == ["http://voordeur.example.nl/login"]
    assert vraag["id_token_hint"][0].count(".") == 2
    kop = {"Cookie": f"voordeur_staf={koekje}"}
    assert (await client.get("/api/v1/overdrachten", headers=kop)).status == 401


@pytest.mark.parametrize("hoe", ["not offered", "away"])
async def test_logging_out_works_here_also_when_the_provider_does_not_help(
    start: Callable[..., Any], dienst: Dienst, klok: Klok, hoe: str
) -> None:
    if hoe == "not offered":
        dienst.metadata = {"end_session_endpoint": None}
    client = await start()
    await _login(client, dienst)
    csrf = await _csrf(client)
    if hoe == "away":
        dienst.stuk = {"beschrijving"}
        client.app[keys.OIDC]._metadata = {}
        klok.nu += 4000
    response = await client.post("/logout", data={"csrf": csrf}, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/login")
    assert not await _mag_werken(client)


# --- passwords beside it ------------------------------------------------------------------------


async def _met_wachtwoord(client: Client, naam: str, wachtwoord: str) -> Any:
    from web.geheim import teken

    op = str(int(time.time()))
    code = f"{op}.{teken(client.app[keys.GEHEIM], 'login', op)}"
    velden = {"code": code, "naam": naam, "wachtwoord": wachtwoord}
    return await client.post("/login", data=velden, allow_redirects=False)


@pytest.mark.parametrize(
    ("stand", "medewerker", "beheerder"), [("aan", 303, 303), ("nood", 401, 303), ("uit", 403, 403)]
)
async def test_the_setting_says_who_may_log_in_with_a_password(
    start: Callable[..., Any], sqlite_db: Database, stand: str, medewerker: int, beheerder: int
) -> None:
    client = await start(wachtwoord_login=stand)
    with sqlite_db.session_scope() as session:
        mieke = staf.add_medewerker(session, "Mieke", "medewerker")
        bea = staf.add_medewerker(session, "Bea", "beheerder")
    pagina = await (await client.get("/login")).text()
    assert "Inloggen met uw Duinstreek-account" in pagina
    assert ('name="wachtwoord"' in pagina) == (stand != "uit")
    assert (await _met_wachtwoord(client, "Mieke", mieke)).status == medewerker
    client.session.cookie_jar.clear()
    assert (await _met_wachtwoord(client, "Bea", bea)).status == beheerder
    assert (("Bea", "noodtoegang", "", "") in _audit(sqlite_db)) == (stand == "nood")


async def test_who_logs_in_at_the_provider_gets_no_password_here(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    await _login(client, dienst)
    pagina = await (await client.get("/wachtwoord")).text()
    assert 'name="nieuw"' not in pagina
    nieuw = "vier woorden zijn genoeg"
    velden = {"csrf": await _csrf(client), "oud": "", "nieuw": nieuw, "nogmaals": nieuw}
    assert (await client.post("/wachtwoord", data=velden)).status == 403
    with sqlite_db.session_scope() as session:
        noor = staf.find_by_naam(session, "Noor Nieuw")
        assert noor is not None
        with pytest.raises(staf.StafFout):
            staf.set_wachtwoord(session, noor, nieuw)
    assert (await _met_wachtwoord(client, "Noor Nieuw", "")).status == 401


# --- connecting an account that was there -------------------------------------------------------


async def _koppel(client: Client, dienst: Dienst) -> dict[str, str]:
    data = {"csrf": await _csrf(client)}
    response = await client.post("/login/oidc/koppelen", data=data, allow_redirects=False)
    gevonden = re.search(r'content="0; url=([^"]+)"', (await response.text()).replace("&amp;", "&"))
    assert gevonden, response.status
    return dienst.antwoord(gevonden[1])


async def test_an_account_with_a_password_can_be_connected_by_who_is_in_both(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    with sqlite_db.session_scope() as session:
        wachtwoord = staf.add_medewerker(session, "Mieke", "medewerker", gemeenten=["Heiloo"])
    await _met_wachtwoord(client, "Mieke", wachtwoord)
    dienst.claims["groups"] = ["castricum"]
    assert (await _terug(client, await _koppel(client, dienst))).headers["Location"] == "/wachtwoord"
    assert _accounts(sqlite_db) == {"Mieke": ("medewerker", ["Castricum"], "")}
    assert ("Mieke", "account_gekoppeld", "Mieke", "") in _audit(sqlite_db)
    client.session.cookie_jar.clear()
    assert (await _met_wachtwoord(client, "Mieke", wachtwoord)).status == 401
    assert (await _login(client, dienst)).status == 303
    assert list(_accounts(sqlite_db)) == ["Mieke"]


async def test_connecting_is_stopped_when_one_logged_out_meanwhile(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    with sqlite_db.session_scope() as session:
        wachtwoord = staf.add_medewerker(session, "Mieke", "medewerker")
    await _met_wachtwoord(client, "Mieke", wachtwoord)
    antwoord = await _koppel(client, dienst)
    await client.post("/logout", data={"csrf": await _csrf(client)})
    assert (await _terug(client, antwoord)).status == 403
    assert (await _met_wachtwoord(client, "Mieke", wachtwoord)).status == 303


async def test_connecting_needs_a_form_of_this_server(client: Client, sqlite_db: Database) -> None:
    with sqlite_db.session_scope() as session:
        wachtwoord = staf.add_medewerker(session, "Mieke", "medewerker")
    await _met_wachtwoord(client, "Mieke", wachtwoord)
    assert (await client.post("/login/oidc/koppelen", data={"csrf": "fout"})).status == 403


async def test_the_last_beheerder_with_a_password_keeps_it(client: Client, dienst: Dienst, sqlite_db: Database) -> None:
    with sqlite_db.session_scope() as session:
        wachtwoord = staf.add_medewerker(session, "Bea", "beheerder")
    await _met_wachtwoord(client, "Bea", wachtwoord)
    dienst.claims["groups"] = ["beheer"]
    response = await _terug(client, await _koppel(client, dienst))
    assert response.status == 403
    assert "noodtoegang" in await response.text()
    assert (await _met_wachtwoord(client, "Bea", wachtwoord)).status == 303


async def test_an_account_at_the_provider_belongs_to_one_account_here(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    await _login(client, dienst)
    client.session.cookie_jar.clear()
    with sqlite_db.session_scope() as session:
        wachtwoord = staf.add_medewerker(session, "Mieke", "medewerker")
    await _met_wachtwoord(client, "Mieke", wachtwoord)
    response = await _terug(client, await _koppel(client, dienst))
    assert response.status == 403
    assert "hoort al een ander account" in await response.text()


# --- off ----------------------------------------------------------------------------------------


async def test_without_the_setting_there_is_no_button_and_no_way_in(bouw: Bouwer) -> None:
    client = await bouw()
    assert "/login/oidc" not in await (await client.get("/login")).text()
    for pad in ("/login/oidc", "/login/oidc/terug?state=x&code=y"):
        assert (await client.get(pad)).status == 404
    assert (await (await client.get("/readyz")).json())["onderdelen"]["inlogdienst"] == "uit"
