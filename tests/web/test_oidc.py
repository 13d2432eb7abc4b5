"""Logging in at the organisation's own provider: only who proves it, only with what the groups give, only once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from opslag.db import Database, now
from overdracht import staf
from tests.web.oidc_dienst import (
    CLIENT_ID,
    Client,
    Dienst,
    Klok,
    Sleutel,
    accounts,
    audit,
    begin,
    login,
    mag_werken,
    met_publieke_sleutel,
    terug,
    zonder_handtekening,
)
from web import keys
from web.oidc import SLEUTEL_PAUZE, VERS, WEG_PAUZE


@pytest.fixture
async def client(oidc_start: Callable[..., Any]) -> Client:
    return await oidc_start()


# --- a login that is good -----------------------------------------------------------------------


async def test_the_browser_is_sent_with_pkce_state_and_nonce(client: Client, dienst: Dienst) -> None:
    adressen = [await begin(client) for _ in range(2)]
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
    response = await login(client, dienst)
    assert (response.status, response.headers["Location"]) == (303, "/werkplek")
    koekje = response.cookies["voordeur_staf"]
    assert koekje["httponly"]
    assert koekje["samesite"] == "Lax"
    assert await mag_werken(client)
    assert accounts(sqlite_db) == {"Noor Nieuw": ("medewerker", ["Castricum", "Bergen"], "noor@example.nl")}
    assert [(a[0], a[1]) for a in audit(sqlite_db)] == [
        ("inlogdienst", "account_gemaakt"), ("inlogdienst", "account_rol"), ("Noor Nieuw", "oidc_ingelogd"),
    ]  # fmt: skip


async def test_the_second_time_it_is_the_same_account_with_what_the_groups_give_now(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    await login(client, dienst)
    assert accounts(sqlite_db)["Noor Nieuw"][:2] == ("medewerker", [])
    client.session.cookie_jar.clear()
    dienst.claims |= {"groups": ["regie"], "name": "Noor Anders"}
    await login(client, dienst)
    assert {n: a[0] for n, a in accounts(sqlite_db).items()} == {"Noor Nieuw": "procesregisseur"}
    assert ("inlogdienst", "account_rol", "Noor Nieuw", "medewerker → procesregisseur") in audit(sqlite_db)


async def test_of_several_roles_the_first_line_counts_and_they_are_not_added_up(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    dienst.claims["groups"] = ["kcc", "beheer"]
    assert (await login(client, dienst)).headers["Location"] == "/redactie"
    assert accounts(sqlite_db)["Noor Nieuw"][0] == "beheerder"
    assert (await client.get("/api/v1/overdrachten")).status == 403


@pytest.mark.parametrize("alg", ["ES256", "RS256", "PS256"])
async def test_signatures_of_the_usual_kinds_are_read(client: Client, dienst: Dienst, alg: str) -> None:
    dienst.sleutels = [Sleutel("x", alg)]
    assert (await login(client, dienst)).status == 303


async def test_a_provider_that_wants_the_secret_in_the_form_gets_it_there(client: Client, dienst: Dienst) -> None:
    dienst.basic = False
    assert (await login(client, dienst)).status == 303


async def test_groups_may_stand_deeper_or_in_the_answer_about_the_person(
    oidc_start: Callable[..., Any], dienst: Dienst, sqlite_db: Database
) -> None:
    client = await oidc_start(oidc_claim="realm_access.roles")
    dienst.claims |= {"groups": None, "realm_access": {"roles": ["regie"]}}
    assert (await login(client, dienst)).status == 303
    dienst.claims["realm_access"] = None
    dienst.userinfo = {"sub": "noor-1", "realm_access": {"roles": ["beheer"]}}
    client.session.cookie_jar.clear()
    await login(client, dienst)
    assert accounts(sqlite_db)["Noor Nieuw"][0] == "beheerder"


async def test_an_answer_about_somebody_else_gives_no_rights(client: Client, dienst: Dienst) -> None:
    dienst.claims["groups"] = None
    dienst.userinfo = {"sub": "een-ander", "groups": ["beheer"]}
    response = await login(client, dienst)
    assert response.status == 403
    assert "mag nog niet in Voordeur" in await response.text()


async def test_a_session_from_before_the_login_is_ended(client: Client, dienst: Dienst, sqlite_db: Database) -> None:
    with sqlite_db.session_scope() as session:
        staf.add_medewerker(session, "Een Ander", "medewerker")
        ander = staf.find_by_naam(session, "Een Ander")
        assert ander is not None
        geplant = staf.start_sessie(session, ander).geheim
    antwoord = dienst.antwoord(await begin(client))
    client.session.cookie_jar.update_cookies({"voordeur_staf": geplant}, client.make_url("/"))
    nieuw = (await terug(client, antwoord)).cookies["voordeur_staf"].value
    assert nieuw != geplant
    client.session.cookie_jar.clear()
    kop = {"Cookie": f"voordeur_staf={geplant}"}
    assert (await client.get("/api/v1/overdrachten", headers=kop)).status == 401


async def test_one_returns_to_the_page_that_was_asked_for(client: Client, dienst: Dienst) -> None:
    assert (await login(client, dienst, "/login/oidc?naar=/wachtwoord")).headers["Location"] == "/wachtwoord"


@pytest.mark.parametrize(
    "naar",
    ["https://kwaad.example", "//kwaad.example", "/\\kwaad.example", "javascript:alert(1)", "/%09/kwaad.example"],
)
async def test_after_logging_in_one_stays_on_this_server(client: Client, dienst: Dienst, naar: str) -> None:
    assert (await login(client, dienst, f"/login/oidc?naar={naar}")).headers["Location"] == "/werkplek"


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
    response = await login(client, dienst)
    assert response.status == 400
    assert "klopt niet" in await response.text()
    assert not await mag_werken(client)
    assert accounts(sqlite_db) == {}


async def test_a_second_audience_is_good_when_the_token_was_made_for_us(client: Client, dienst: Dienst) -> None:
    dienst.verander = {"aud": [CLIENT_ID, "een-ander"], "azp": CLIENT_ID}
    assert (await login(client, dienst)).status == 303


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
    assert (await login(client, dienst)).status == 400
    assert accounts(sqlite_db) == {}


async def test_an_answer_works_once(client: Client, dienst: Dienst) -> None:
    antwoord = dienst.antwoord(await begin(client))
    koekjes = client.session.cookie_jar.filter_cookies(client.make_url("/login/oidc/terug"))
    assert (await terug(client, antwoord)).status == 303
    client.session.cookie_jar.clear()
    client.session.cookie_jar.update_cookies(koekjes, client.make_url("/login/oidc/terug"))
    opnieuw = await terug(client, antwoord)
    assert opnieuw.status == 400
    assert "Begin opnieuw" in await opnieuw.text()
    assert dienst.gevraagd.count("token") == 1


async def test_an_answer_for_another_browser_opens_nothing_and_stays_good_for_its_own(
    client: Client, dienst: Dienst, oidc_start: Callable[..., Any]
) -> None:
    antwoord = dienst.antwoord(await begin(client))
    ander = await oidc_start()
    assert (await terug(ander, antwoord)).status == 400
    await begin(ander)
    assert (await terug(ander, antwoord)).status == 400
    assert dienst.gevraagd.count("token") == 0
    assert (await terug(client, antwoord)).status == 303


async def test_an_answer_that_comes_after_the_time_is_refused(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    from sqlalchemy import update

    from overdracht.extern import POGING_DUUR
    from overdracht.models import OidcPoging

    antwoord = dienst.antwoord(await begin(client))
    with sqlite_db.session_scope() as session:
        session.execute(update(OidcPoging).values(op=now() - POGING_DUUR))
    assert (await terug(client, antwoord)).status == 400


@pytest.mark.parametrize("antwoord", [{}, {"state": "x", "code": "y"}, {"code": "y"}, {"state": "", "error": "x"}])
async def test_an_answer_nobody_asked_for_is_refused(client: Client, antwoord: dict[str, str]) -> None:
    assert (await terug(client, antwoord)).status == 400


async def test_a_code_with_another_verifier_gives_nothing(client: Client, dienst: Dienst) -> None:
    """Somebody who stole a code and puts it in an own login: PKCE at the provider, and one login, one state."""
    gestolen = dienst.antwoord(await begin(client))["code"]
    eigen = dienst.antwoord(await begin(client))
    assert (await terug(client, eigen | {"code": gestolen})).status == 400


async def test_an_answer_that_says_to_come_from_another_provider_is_refused(client: Client, dienst: Dienst) -> None:
    assert (await login(client, dienst, iss="https://kwaad.example")).status == 400
    assert (await login(client, dienst, iss=dienst.issuer)).status == 303


async def test_who_says_no_at_the_provider_is_told_so(client: Client, dienst: Dienst) -> None:
    antwoord = dienst.antwoord(await begin(client)) | {
        "error": "access_denied",
        "error_description": "<b>boegeroep</b>",
    }
    response = await terug(client, antwoord)
    assert response.status == 403
    assert "niet ingelogd" in (tekst := await response.text())
    assert "boegeroep" not in tekst


# --- keys and the provider away -----------------------------------------------------------------


async def test_keys_are_asked_for_once_and_again_when_the_provider_changed_them(
    client: Client, dienst: Dienst, klok: Klok
) -> None:
    for _ in range(2):
        assert (await login(client, dienst)).status == 303
        client.session.cookie_jar.clear()
    assert (dienst.gevraagd.count("beschrijving"), dienst.gevraagd.count("sleutels")) == (1, 1)
    dienst.sleutels = [Sleutel("twee")]
    klok.nu += SLEUTEL_PAUZE + 1
    assert (await login(client, dienst)).status == 303
    assert dienst.gevraagd.count("sleutels") == 2


async def test_a_key_that_was_withdrawn_stops_working_within_the_hour(
    client: Client, dienst: Dienst, klok: Klok
) -> None:
    oud = dienst.sleutels[0]
    await login(client, dienst)
    client.session.cookie_jar.clear()
    dienst.sleutels, dienst.maak_token = [Sleutel("twee")], oud.teken
    klok.nu += 3601
    assert (await login(client, dienst)).status == 400


async def test_unknown_keys_do_not_make_us_ask_without_end(client: Client, dienst: Dienst, klok: Klok) -> None:
    dienst.maak_token = Sleutel("nergens").teken
    for _ in range(5):
        assert (await login(client, dienst)).status == 400
    assert dienst.gevraagd.count("sleutels") == 1


async def test_a_key_without_a_name_is_found_and_a_changed_one_too(client: Client, dienst: Dienst, klok: Klok) -> None:
    dienst.sleutels = [Sleutel(None)]
    assert (await login(client, dienst)).status == 303
    client.session.cookie_jar.clear()
    dienst.sleutels = [Sleutel(None)]
    klok.nu += SLEUTEL_PAUZE + 1
    assert (await login(client, dienst)).status == 303


@pytest.mark.parametrize("wat", ["beschrijving", "sleutels", "token"])
async def test_when_a_part_of_the_provider_is_away_one_is_told_and_may_use_a_password(
    client: Client, dienst: Dienst, wat: str
) -> None:
    dienst.stuk = {wat}
    if wat == "beschrijving":
        response = await client.get("/login/oidc?naar=/redactie", allow_redirects=False)
    else:
        response = await login(client, dienst, "/login/oidc?naar=/redactie")
    assert response.status == 503
    tekst = await response.text()
    assert "De inlogdienst geeft geen antwoord" in tekst
    assert 'name="wachtwoord"' in tekst
    assert 'value="/redactie"' in tekst
    assert (await (await client.get("/readyz")).json())["onderdelen"]["inlogdienst"] == "weg"
    dienst.stuk = set()
    assert (await login(client, dienst)).status == 303
    assert (await (await client.get("/readyz")).json())["onderdelen"]["inlogdienst"] == "goed"


async def test_nobody_is_sent_to_a_provider_that_has_gone_away_since(
    client: Client, dienst: Dienst, klok: Klok
) -> None:
    await begin(client)
    dienst.stuk = {"beschrijving"}
    klok.nu += VERS + 1
    assert (await client.get("/login/oidc", allow_redirects=False)).status == 503


async def test_a_provider_that_cannot_be_reached_is_left_alone_for_a_moment(
    oidc_start: Callable[..., Any], dienst: Dienst, klok: Klok
) -> None:
    client = await oidc_start()
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


async def test_a_wrong_secret_is_told_as_a_setting(oidc_start: Callable[..., Any], dienst: Dienst) -> None:
    client = await oidc_start(oidc_client_secret="verkeerd")
    response = await login(client, dienst)
    assert response.status == 503
    assert "niet goed ingesteld" in (tekst := await response.text())
    assert "de servicedesk" in tekst
