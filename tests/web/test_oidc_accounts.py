"""Accounts of who logs in at the provider: refused, closed, logged out, beside passwords, and connected."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from opslag.db import Database
from overdracht import staf, wachtrij
from overdracht.models import Medewerker
from tests.overdracht_builders import keur_goed
from tests.web.conftest import Bouwer
from tests.web.oidc_dienst import Client, Dienst, Klok, accounts, audit, begin, login, mag_werken, terug
from web import keys
from werkgebied import Werkgebied


@pytest.fixture
async def client(oidc_start: Callable[..., Any]) -> Client:
    return await oidc_start()


# --- who gets no (longer) access ----------------------------------------------------------------


@pytest.mark.parametrize("groepen", [None, [], ["KCC"], ["beheer=beheerder"], "onbekend", 5])
async def test_without_a_mapped_group_one_is_told_whom_to_ask(
    client: Client, dienst: Dienst, sqlite_db: Database, groepen: Any
) -> None:
    dienst.claims["groups"] = groepen
    response = await login(client, dienst)
    assert response.status == 403
    assert "Vraag toegang aan de servicedesk" in (tekst := await response.text())
    assert "/login/oidc?ander=1" in tekst
    assert accounts(sqlite_db) == {}
    assert audit(sqlite_db) == [("inlogdienst", "oidc_geweigerd", "Noor Nieuw", "geen_rol")]
    assert "prompt=select_account" in await begin(client, "/login/oidc?ander=1")


async def test_who_is_taken_out_of_the_group_is_logged_out_everywhere_at_the_next_try(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    elders = (await login(client, dienst)).cookies["voordeur_staf"].value
    with sqlite_db.session_scope() as session:
        noor = staf.find_by_naam(session, "Noor Nieuw")
        assert noor is not None
        token = staf.make_token(session, noor)
    client.session.cookie_jar.clear()
    dienst.claims["groups"] = []
    assert (await login(client, dienst)).status == 403
    for kop in ({"Cookie": f"voordeur_staf={elders}"}, {"Authorization": f"Bearer {token}"}):
        assert (await client.get("/api/v1/overdrachten", headers=kop)).status == 401


async def _log_in_and_pick_up(
    client: Client, dienst: Dienst, sqlite_db: Database, werkgebied: Werkgebied
) -> tuple[Medewerker, str]:
    """Somebody who came in by the login service, holds an overdracht and is logged out again; with its kenmerk."""
    await login(client, dienst)
    with sqlite_db.session_scope() as session:
        noor = staf.find_by_naam(session, "Noor Nieuw")
        assert noor is not None
        kenmerk = keur_goed(session, werkgebied).kenmerk
        wachtrij.claim_overdracht(session, kenmerk, noor)
    client.session.cookie_jar.clear()
    return noor, kenmerk


@pytest.mark.parametrize("groepen", [[], ["beheer"]])
async def test_what_somebody_holds_who_may_no_longer_help_by_the_groups_waits_again(
    client: Client, dienst: Dienst, sqlite_db: Database, werkgebied: Werkgebied, groepen: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    _, kenmerk = await _log_in_and_pick_up(client, dienst, sqlite_db, werkgebied)
    dienst.claims["groups"] = groepen
    verteld: list[str] = []
    monkeypatch.setattr(client.app[keys.HUB], "publish", lambda events: verteld.extend(e.onderwerp for e in events))
    await login(client, dienst)
    assert "werkplek" in verteld
    with sqlite_db.lezen() as session:
        karim = Medewerker(id=0, naam="Karim", rol="medewerker", gemeenten=[], actief=True)
        assert [o["kenmerk"] for o in wachtrij.find_overdrachten(session, "wachtend", medewerker=karim)] == [kenmerk]


async def test_who_keeps_helping_in_another_role_keeps_what_they_hold(
    client: Client, dienst: Dienst, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    noor, kenmerk = await _log_in_and_pick_up(client, dienst, sqlite_db, werkgebied)
    dienst.claims["groups"] = ["regie"]
    await login(client, dienst)
    with sqlite_db.lezen() as session:
        assert wachtrij.require_holder(session, kenmerk, noor).kenmerk == kenmerk


async def test_a_closed_account_stays_closed(client: Client, dienst: Dienst, sqlite_db: Database) -> None:
    await login(client, dienst)
    with sqlite_db.session_scope() as session:
        noor = staf.find_by_naam(session, "Noor Nieuw")
        assert noor is not None
        staf.set_actief(session, noor, actief=False)
    client.session.cookie_jar.clear()
    dienst.claims["groups"] = ["regie"]
    response = await login(client, dienst)
    assert response.status == 403
    assert "gesloten" in await response.text()
    assert not await mag_werken(client)
    assert accounts(sqlite_db)["Noor Nieuw"][0] == "medewerker"


async def test_a_namesake_gets_an_own_account_and_an_own_account_is_never_taken_over(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    await login(client, dienst)
    client.session.cookie_jar.clear()
    dienst.claims["sub"] = "noor-2"
    assert (await login(client, dienst)).status == 303
    assert list(accounts(sqlite_db)) == ["Noor Nieuw", "Noor Nieuw (2)"]
    client.session.cookie_jar.clear()
    with sqlite_db.session_scope() as session:
        staf.add_medewerker(session, "Bea Beheer", "beheerder", email="bea@example.nl")
    dienst.claims |= {"sub": "bea-9", "name": "bea  BEHEER", "email": "bea@example.nl"}
    response = await login(client, dienst)
    assert response.status == 403
    assert "al een account met uw naam" in await response.text()


async def test_the_same_number_at_another_provider_is_somebody_else() -> None:
    from overdracht.extern import make_externe_id

    assert make_externe_id("https://a.example", "1") != make_externe_id("https://b.example", "1")


async def test_too_many_logins_from_one_address_wait(
    oidc_start: Callable[..., Any], dienst: Dienst, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web import oidc_login
    from web.limieten import Limiet

    monkeypatch.setattr(oidc_login, "LOGIN_OIDC", Limiet("login-oidc", 1, 2))
    client = await oidc_start(proxy_adressen="127.0.0.1")
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
    koekje = (await login(client, dienst)).cookies["voordeur_staf"].value
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
    oidc_start: Callable[..., Any], dienst: Dienst, klok: Klok, hoe: str
) -> None:
    if hoe == "not offered":
        dienst.metadata = {"end_session_endpoint": None}
    client = await oidc_start()
    await login(client, dienst)
    csrf = await _csrf(client)
    if hoe == "away":
        dienst.stuk = {"beschrijving"}
        client.app[keys.OIDC]._metadata = {}
        klok.nu += 4000
    response = await client.post("/logout", data={"csrf": csrf}, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/login")
    assert not await mag_werken(client)


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
    oidc_start: Callable[..., Any], sqlite_db: Database, stand: str, medewerker: int, beheerder: int
) -> None:
    client = await oidc_start(wachtwoord_login=stand)
    with sqlite_db.session_scope() as session:
        mieke = staf.add_medewerker(session, "Mieke", "medewerker")
        bea = staf.add_medewerker(session, "Bea", "beheerder")
    pagina = await (await client.get("/login")).text()
    assert "Inloggen met uw Duinstreek-account" in pagina
    assert ('name="wachtwoord"' in pagina) == (stand != "uit")
    assert (await _met_wachtwoord(client, "Mieke", mieke)).status == medewerker
    client.session.cookie_jar.clear()
    assert (await _met_wachtwoord(client, "Bea", bea)).status == beheerder
    assert (("Bea", "noodtoegang", "", "") in audit(sqlite_db)) == (stand == "nood")


async def test_who_logs_in_at_the_provider_gets_no_password_here(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    await login(client, dienst)
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
    assert (await terug(client, await _koppel(client, dienst))).headers["Location"] == "/wachtwoord"
    assert accounts(sqlite_db) == {"Mieke": ("medewerker", ["Castricum"], "")}
    assert ("Mieke", "account_gekoppeld", "Mieke", "") in audit(sqlite_db)
    client.session.cookie_jar.clear()
    assert (await _met_wachtwoord(client, "Mieke", wachtwoord)).status == 401
    assert (await login(client, dienst)).status == 303
    assert list(accounts(sqlite_db)) == ["Mieke"]


async def test_connecting_is_stopped_when_one_logged_out_meanwhile(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    with sqlite_db.session_scope() as session:
        wachtwoord = staf.add_medewerker(session, "Mieke", "medewerker")
    await _met_wachtwoord(client, "Mieke", wachtwoord)
    antwoord = await _koppel(client, dienst)
    await client.post("/logout", data={"csrf": await _csrf(client)})
    assert (await terug(client, antwoord)).status == 403
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
    response = await terug(client, await _koppel(client, dienst))
    assert response.status == 403
    assert "noodtoegang" in await response.text()
    assert (await _met_wachtwoord(client, "Bea", wachtwoord)).status == 303


async def test_an_account_at_the_provider_belongs_to_one_account_here(
    client: Client, dienst: Dienst, sqlite_db: Database
) -> None:
    await login(client, dienst)
    client.session.cookie_jar.clear()
    with sqlite_db.session_scope() as session:
        wachtwoord = staf.add_medewerker(session, "Mieke", "medewerker")
    await _met_wachtwoord(client, "Mieke", wachtwoord)
    response = await terug(client, await _koppel(client, dienst))
    assert response.status == 403
    assert "hoort al een ander account" in await response.text()


# --- off ----------------------------------------------------------------------------------------


async def test_without_the_setting_there_is_no_button_and_no_way_in(bouw: Bouwer) -> None:
    client = await bouw()
    assert "/login/oidc" not in await (await client.get("/login")).text()
    for pad in ("/login/oidc", "/login/oidc/terug?state=x&code=y"):
        assert (await client.get(pad)).status == 404
    assert (await (await client.get("/readyz")).json())["onderdelen"]["inlogdienst"] == "uit"
