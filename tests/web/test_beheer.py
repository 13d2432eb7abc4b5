"""Beheer: accounts, the outbox, settings, figures and the audit, each for who may."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database, now
from overdracht import edits, queries, staf
from tests.overdracht_builders import keur_goed
from tests.web.stafleden import Staflid, pagina_routes
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
PAGINAS = ("", "/accounts", "/teams", "/termijnen", "/cijfers", "/uitpost", "/instellingen", "/audit")


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw(routes=pagina_routes())


@pytest.fixture
def bea(client: Client, sqlite_db: Database) -> Staflid:
    return Staflid(client, sqlite_db, "Bea Beheer", "beheerder")


def _medewerker(database: Database, naam: str) -> Any:
    with database.lezen() as session:
        return staf.find_by_naam(session, naam)


@pytest.mark.parametrize("pagina", PAGINAS)
async def test_every_page_opens_for_a_beheerder(bea: Staflid, pagina: str) -> None:
    assert '<h1 class="utrecht-heading-1">' in await bea.lees(f"/beheer{pagina}")


@pytest.mark.parametrize("pagina", PAGINAS)
async def test_a_medewerker_may_not_look(client: Client, sqlite_db: Database, pagina: str) -> None:
    ander = Staflid(client, sqlite_db, "Sanne de Vries")
    assert (await ander.get(f"/beheer{pagina}")).status == 403


async def test_a_procesregisseur_sees_figures_only(client: Client, sqlite_db: Database) -> None:
    petra = Staflid(client, sqlite_db, "Petra", "procesregisseur")
    assert (await petra.get("/beheer/cijfers")).status == 200
    assert (await petra.get("/beheer/cijfers.csv")).status == 200
    assert (await petra.get("/beheer/accounts")).status == 403
    assert (await petra.get("/beheer/audit")).status == 403


async def test_a_new_account_shows_its_password_once(bea: Staflid, sqlite_db: Database) -> None:
    response = await bea.stuur("/beheer/accounts", {"naam": "Noor Nieuw", "rol": "redacteur", "gemeenten": "Heiloo"})
    tekst = await response.text()
    wachtwoord = re.search(r'<code class="vd-wachtwoord">([^<]+)', tekst)
    assert wachtwoord
    assert wachtwoord[1] not in await bea.lees("/beheer/accounts")
    with sqlite_db.session_scope() as session:
        medewerker = staf.check_login(session, "Noor Nieuw", wachtwoord[1])
        assert medewerker is not None
        assert (medewerker.rol, medewerker.gemeenten) == ("redacteur", ["Heiloo"])


@pytest.mark.parametrize(
    "velden",
    [
        {"naam": "X", "rol": "medewerker"},
        {"naam": "Bea Beheer", "rol": "medewerker"},
        {"naam": "Noor", "rol": "koning"},
    ],
)
async def test_an_account_that_cannot_be_is_refused_with_a_reason(bea: Staflid, velden: dict[str, str]) -> None:
    response = await bea.stuur("/beheer/accounts", velden)
    assert response.status == 422
    assert 'role="alert"' in await response.text()


async def test_closing_an_account_logs_it_out_and_opening_lets_it_in(
    bea: Staflid, client: Client, sqlite_db: Database
) -> None:
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    assert (await sanne.get("/werkplek")).status == 200
    await bea.doe(f"/beheer/accounts/{sanne.id}/sluiten")
    assert (await sanne.get("/werkplek")).status == 303
    await bea.doe(f"/beheer/accounts/{sanne.id}/openen")
    assert _medewerker(sqlite_db, "Sanne de Vries").actief


async def test_a_new_password_ends_the_old_logins(bea: Staflid, client: Client, sqlite_db: Database) -> None:
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    response = await bea.stuur(f"/beheer/accounts/{sanne.id}/wachtwoord")
    assert "vd-wachtwoord" in await response.text()
    assert (await sanne.get("/werkplek")).status == 303


async def test_a_role_changes_what_one_may(bea: Staflid, client: Client, sqlite_db: Database) -> None:
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    await bea.doe(f"/beheer/accounts/{sanne.id}/rol", {"rol": "redacteur"})
    assert (await sanne.get("/werkplek")).status == 403


@pytest.mark.parametrize(("wat", "velden"), [("sluiten", {}), ("rol", {"rol": "redacteur"})])
async def test_what_somebody_holds_who_may_no_longer_help_waits_again(
    bea: Staflid, client: Client, sqlite_db: Database, werkgebied: Werkgebied, wat: str, velden: dict[str, str]
) -> None:
    sanne, karim = Staflid(client, sqlite_db, "Sanne de Vries"), Staflid(client, sqlite_db, "Karim Bakker")
    with sqlite_db.session_scope() as session:
        kenmerk = keur_goed(session, werkgebied).kenmerk
    await sanne.doe(f"/werkplek/{kenmerk}/oppakken")
    await bea.doe(f"/beheer/accounts/{sanne.id}/{wat}", velden)
    assert (await karim.stand())["wachtend"] == 1


async def test_the_gemeenten_of_an_account_are_changed_and_decide_what_is_seen(
    bea: Staflid, client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    sanne = Staflid(client, sqlite_db, "Sanne de Vries", gemeenten=["Heiloo"])
    with sqlite_db.session_scope() as session:
        keur_goed(session, werkgebied)
    assert (await sanne.stand())["wachtend"] == 0
    await bea.doe(f"/beheer/accounts/{sanne.id}/gemeenten", {"gemeenten": "Castricum"})
    assert (await sanne.stand())["wachtend"] == 1
    assert "veranderde de gemeenten van" in await bea.lees("/beheer/audit")
    await bea.doe(f"/beheer/accounts/{sanne.id}/gemeenten")
    assert _medewerker(sqlite_db, "Sanne de Vries").gemeenten == []


async def test_what_an_account_works_in_is_set_and_marks_what_fits_in_the_werkplek(
    bea: Staflid, client: Client, sqlite_db: Database, werkgebied: Werkgebied
) -> None:
    sanne, karim = Staflid(client, sqlite_db, "Sanne de Vries"), Staflid(client, sqlite_db, "Karim Bakker")
    with sqlite_db.session_scope() as session:
        kenmerk = keur_goed(session, werkgebied).kenmerk
    assert "Past bij u" not in await sanne.lees("/werkplek")
    velden = {"leefgebieden": ["financien", "bestaat_niet"], "talen": ["ar", "klingon"]}
    await bea.doe(f"/beheer/accounts/{sanne.id}/past", velden)
    medewerker = _medewerker(sqlite_db, "Sanne de Vries")
    assert (medewerker.leefgebieden, medewerker.talen) == (["financien"], ["ar"])
    for wie, past in ((sanne, True), (karim, False)):
        for pad in ("/werkplek", f"/werkplek?o={kenmerk}"):
            assert ("Past bij u: Financiën" in await wie.lees(pad)) is past
        assert ("Past bij u: Financiën" in (await wie.stand())["delen"]["rij"]) is past
    assert "Sanne de Vries: Financiën, Arabisch" in await bea.lees("/beheer/accounts")
    assert "veranderde leefgebieden en talen van" in await bea.lees("/beheer/audit")
    await bea.doe(f"/beheer/accounts/{sanne.id}/past")
    assert _medewerker(sqlite_db, "Sanne de Vries").leefgebieden == []


@pytest.mark.parametrize(("wat", "velden"), [("sluiten", {}), ("rol", {"rol": "medewerker"})])
async def test_nobody_locks_the_own_account_out(bea: Staflid, wat: str, velden: dict[str, str]) -> None:
    response = await bea.stuur(f"/beheer/accounts/{bea.id}/{wat}", velden)
    assert response.status == 409
    assert "eigen account" in await response.text()


async def test_an_unknown_account_is_not_found(bea: Staflid) -> None:
    assert (await bea.stuur("/beheer/accounts/99999/sluiten")).status == 404


async def test_without_the_hidden_value_nothing_changes(bea: Staflid, client: Client, sqlite_db: Database) -> None:
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    response = await client.post(f"/beheer/accounts/{sanne.id}/sluiten", data={}, headers=bea.koppen)
    assert response.status == 403
    assert _medewerker(sqlite_db, "Sanne de Vries").actief


async def test_what_changed_is_in_the_audit(bea: Staflid) -> None:
    await bea.stuur("/beheer/accounts", {"naam": "Noor Nieuw", "rol": "redacteur"})
    tekst = await bea.lees("/beheer/audit")
    assert "maakte account" in tekst
    assert "Noor Nieuw" in tekst
    assert "bekeek de controlelijst" in await bea.lees("/beheer/audit")


async def test_secrets_are_never_shown(bouw: Any, settings: Any, sqlite_db: Database) -> None:
    from dataclasses import replace

    geheim = replace(settings, openklant_token="heel geheim", smtp_url="smtp://ik:sleutel@mail.example")
    client = await bouw(settings=geheim, routes=pagina_routes())
    tekst = await Staflid(client, sqlite_db, "Bea", "beheerder").lees("/beheer/instellingen")
    assert "ingevuld" in tekst
    assert not any(woord in tekst for woord in ("heel geheim", "sleutel@", "een geheim voor de tests"))
    assert "BEWAAR_GESPREK_DAGEN" in tekst.replace("<wbr>", "")


async def test_what_failed_can_be_sent_again(bea: Staflid, sqlite_db: Database) -> None:
    with sqlite_db.session_scope() as session:
        post = edits.add_uit_post(session, "openklant", "VD-2222-3333", op=now())
        session.flush()
        post.status, post.pogingen, post.fout = "mislukt", 8, "geen antwoord"
        id = post.id
    assert "geen antwoord" in await bea.lees("/beheer/uitpost?status=mislukt")
    assert "Niet verstuurd" in await bea.lees("/beheer")
    await bea.doe(f"/beheer/uitpost/{id}/opnieuw")
    with sqlite_db.lezen() as session:
        assert [p.status for p in queries.find_uit_posten(session)] == ["wacht"]
    assert (await bea.stuur("/beheer/uitpost/9999/opnieuw")).status == 409


async def test_a_part_that_is_away_is_named_with_its_consequence(bouw: Any, sqlite_db: Database) -> None:
    from tests.web.builders import NepAssistent

    assistent = NepAssistent(klaar=False)
    assistent.fout = "model ontbreekt"
    client = await bouw(assistent=assistent, routes=pagina_routes())
    tekst = await Staflid(client, sqlite_db, "Bea", "beheerder").lees("/beheer")
    assert "werkt niet" in tekst
    assert "Inwoners krijgen nu antwoord zonder gesprek" in tekst


async def test_the_figures_come_as_csv_and_that_is_written_down(bea: Staflid) -> None:
    response = await bea.get("/beheer/cijfers.csv")
    assert response.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in response.headers["Content-Disposition"]
    assert (await response.text()).lstrip("\ufeff").startswith("onderdeel;naam;waarde")
    assert "haalde cijfers op" in await bea.lees("/beheer/audit")


async def test_a_quarter_that_cannot_be_chosen_shows_the_newest(bea: Staflid) -> None:
    assert "selected" in await bea.lees("/beheer/cijfers?kwartaal=1999-9")


async def test_who_logs_in_elsewhere_keeps_the_role_of_there_and_gets_no_password(
    bea: Staflid, sqlite_db: Database
) -> None:
    from overdracht import extern

    with sqlite_db.session_scope() as session:
        noor = extern.log_in(session, extern.Persoon("oidc:1", "Noor"), rol="medewerker", gemeenten=[]).medewerker
        assert noor is not None
        pad = f"/beheer/accounts/{noor.id}"
    assert "van het werkaccount" in await bea.lees("/beheer/accounts")
    for wat, velden in (("rol", {"rol": "beheerder"}), ("gemeenten", {}), ("wachtwoord", {})):
        response = await bea.stuur(f"{pad}/{wat}", velden)
        assert response.status == 409
        assert "De rol, de gemeenten en het wachtwoord komen daarvandaan" in await response.text()
    with sqlite_db.lezen() as session:
        na = staf.find_by_naam(session, "Noor")
        assert na is not None
        assert (na.rol, na.wachtwoord_hash) == ("medewerker", "")
    await bea.doe(f"{pad}/sluiten")
    with sqlite_db.lezen() as session:
        assert not staf.mag(staf.find_by_naam(session, "Noor"), "werkplek")
    assert "logde in met een werkaccount" in await bea.lees("/beheer/audit")


async def test_the_secret_of_the_provider_is_not_shown_and_who_may_use_a_password_is(
    bouw: Any, settings: Any, sqlite_db: Database
) -> None:
    from dataclasses import replace

    met = replace(settings, oidc_client_secret="heel geheim", wachtwoord_login="aan")
    client = await bouw(settings=met, routes=pagina_routes())
    tekst = await Staflid(client, sqlite_db, "Bea", "beheerder").lees("/beheer/instellingen")
    assert "heel geheim" not in tekst
    rij = tekst.replace("<wbr>", "").split("WACHTWOORD_LOGIN")[1].split("</tr>")[0]
    assert '<td data-kop="Waarde">aan</td>' in rij


def test_everything_that_is_sent_has_a_name_in_the_uitpost() -> None:
    from overdracht.haperen import WEG_VAN
    from web.beheer_teksten import TEKSTEN

    assert set(TEKSTEN["uitpost_soort"]) == set(WEG_VAN)


def test_every_way_out_is_watched(sqlite_db: Database) -> None:
    from overdracht.haperen import WEG_VAN
    from overdracht.uitgang import Uitgang
    from settings import Settings
    from tests.overdracht.bouw import WERKGEBIED

    assert set(Uitgang(sqlite_db, Settings(), WERKGEBIED).outbox._verzenders) == set(WEG_VAN)


async def test_the_terms_of_each_zwaarte_are_shown_with_what_they_are_for_who_comes_now(
    bea: Staflid, monkeypatch: pytest.MonkeyPatch, werkgebied: Werkgebied
) -> None:
    # A Saturday: every team is closed, and opens on Monday.
    zaterdag = dt.datetime(2026, 11, 21, 14, 0, tzinfo=werkgebied.tijdzone)
    monkeypatch.setattr("web.beheer_termijnen.lokaal_nu", lambda app: zaterdag)
    tekst = await bea.lees("/beheer/termijnen?gemeente=heiloo")
    for zwaarte in ("Crisis", "Multicomplex", "Meervoudig", "Enkelvoudig"):
        assert f'<th scope="row">{zwaarte}</th>' in tekst
    assert "Wie nu komt in Heiloo" in tekst
    assert "23 november 2026 om" in tekst
    assert "4 januari 2027" in tekst, "six weeks later is a Saturday: the Monday after it"
    assert "Wie nu komt in" in await bea.lees("/beheer/termijnen?gemeente=nergens")


def _codes_in_de_broncode() -> set[str]:
    """Every deed that the code writes down, as far as it stands there as such."""
    import ast

    from settings import ROOT

    plaats = {"add_audit": 2, "tell": 2, "back_in_queue": 2, "_verander": 0, "_verander_of_leg_uit": 1, "_audit": 2}
    codes: set[str] = set()
    for bestand in (*(ROOT / "web").glob("*.py"), *(ROOT / "overdracht").glob("*.py")):
        for knoop in ast.walk(ast.parse(bestand.read_text(encoding="utf-8"))):
            if not isinstance(knoop, ast.Call):
                continue
            naam = getattr(knoop.func, "attr", getattr(knoop.func, "id", ""))
            if naam in plaats and len(knoop.args) > plaats[naam]:
                delen = ast.walk(knoop.args[plaats[naam]])
                codes |= {d.value for d in delen if isinstance(d, ast.Constant) and isinstance(d.value, str)}
    return codes


def test_every_deed_has_a_name_in_the_audit() -> None:
    from web.beheer_teksten import TEKSTEN
    from web.werkplek_teksten import WOORDEN

    codes = {c for c in _codes_in_de_broncode() if c.isidentifier()}
    assert {"gelezen", "account_rol", "termijn_veranderd", "contact"} <= codes
    # What the queue writes in the story of an overdracht it writes in the audit by the same code.
    alleen_verhaal = {
        "goedgekeurd", "crisis", "gerouteerd", "ingetrokken", "aangevuld", "verslag_gewijzigd", "nieuw_moment",
        "mail_niet_aangekomen", "herinnering",
    }  # fmt: skip
    assert (codes | set(WOORDEN["stap"])) - alleen_verhaal <= set(TEKSTEN["audit"])


async def test_the_audit_shows_names_and_no_codes(bea: Staflid, sqlite_db: Database) -> None:
    from overdracht import edits
    from overdracht.termijnbeheer import Invoer, save_termijn

    with sqlite_db.session_scope() as session:
        als = {"zwaarte": ["meervoudig"], "leefgebied": ["financien"], "soort": ["voedselbank"]}
        invoer = Invoer("Snel contact", "eerste_contact", "1", "uren", "0", "uren", als)
        baas = queries.find_medewerker(session, "Bea Beheer")
        assert baas is not None
        save_termijn(session, invoer, wie=baas, nu=now(), soorten=["voedselbank"])
        for wie, wat, waarvan, reden in (
            ("inwoner", "toestemming_gegeven", "V-1", "3"),
            ("inlogdienst", "oidc_geweigerd", "J. de Boer", "geen_rol"),
            ("inlogdienst", "account_rol", "J. de Boer", "medewerker → procesregisseur; Bergen"),
            ("Bea Beheer", "cijfers_csv", "2026-4", ""),
            ("Anna", "meegenomen", "V-1", "plan_pdf, houder"),
            ("Anna", "gelezen", "V-1", "meekijker"),
            ("Anna", "gelezen", "V-1", ""),
        ):
            edits.add_audit(session, wie, wat, waarvan, reden=reden, op=now())
    tekst = await bea.lees("/beheer/audit")
    tabel = tekst[tekst.index("<tbody>") :]
    for code in (
        "eerste_contact",
        "meervoudig",
        "financien",
        "voedselbank",
        "geen_rol",
        "2026-4",
        "plan_pdf",
        "meekijker",
    ):
        assert code not in tabel
    for zin in (
        "Eerste contact: 1 uur dat het team open is;",
        "zwaarte: Meervoudig", "leefgebied: Financiën", "soort voorziening: Voedselbank", "De inwoner",
        "versie 3 van de tekst", "geen groep die hier een rol heeft", "Medewerker → Procesregisseur; Bergen",
        "4e kwartaal 2026", "het concept-ondersteuningsplan als PDF, heeft dit gesprek", "kijkt mee",
    ):  # fmt: skip
        assert zin in tabel


def test_every_ground_of_the_audit_has_a_name() -> None:
    from overdracht.inzage import GRONDEN
    from web.beheer_teksten import TEKSTEN

    assert set(TEKSTEN["audit_reden"]["grond"]) == set(GRONDEN)


async def test_the_audit_is_searched_by_who_did_it_whatever_the_capitals_and_by_what_was_done(
    bea: Staflid, client: Client, sqlite_db: Database
) -> None:
    sanne = Staflid(client, sqlite_db, "Sanne de Vries")
    await bea.doe(f"/beheer/accounts/{sanne.id}/rol", {"rol": "procesregisseur"})
    for naam in ("sanne de vries", "Sanne de Vries", "BEA BEHEER"):
        html = await (await bea.stuur("/beheer/audit", {"kenmerk": naam})).text()
        assert "rol: Medewerker → Procesregisseur" in html
    html = await (await bea.stuur("/beheer/audit", {"kenmerk": "Bea Beheer", "wat": "account_rol"})).text()
    tabel = html[html.index("<tbody>") :]
    assert "veranderde de rol van" in tabel
    assert "bekeek de controlelijst" not in tabel
    assert '<option value="account_rol" selected>' in html


async def test_a_routing_rule_takes_languages_by_name_and_keeps_what_was_typed_when_it_is_refused(bea: Staflid) -> None:
    velden = {"naam": "Pools", "taal": "Pools, arabisch", "zwaarte": "meervoudig", "kern": "Atlantis", "doel": "vast:"}
    html = await (await bea.stuur("/beheer/routering", velden)).text()
    assert "Atlantis" in html
    for stuk in ('value="Pools, arabisch"', 'value="meervoudig" checked', '<option value="vast:" selected>'):
        assert stuk in html
    await bea.doe("/beheer/routering", {**velden, "kern": ""})
    html = await bea.lees("/beheer/routering")
    assert (
        "zwaarte: Meervoudig; taal: Arabisch of Pools" in html or "taal: Pools of Arabisch; zwaarte: Meervoudig" in html
    )


async def test_what_was_corrected_stands_in_words_on_the_page_and_in_the_csv(bea: Staflid, sqlite_db: Database) -> None:
    from overdracht.models import TriageCorrectie

    with sqlite_db.session_scope() as session:
        for _ in range(5):
            correctie = TriageCorrectie(dag=now().date(), zwaarte="enkelvoudig", zwaarte_beter="meervoudig")
            correctie.leefgebieden, correctie.leefgebieden_beter = ["financien"], []
            session.add(correctie)
    for pad in ("/beheer/cijfers", "/beheer/cijfers.csv"):
        tekst = await bea.lees(pad)
        assert "Zwaarte: Enkelvoudig werd Meervoudig" in tekst
        assert "Leefgebied weg: Financiën" in tekst
