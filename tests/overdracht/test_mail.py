"""Mail tells what happens next, and its subject never tells a story."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from pathlib import Path

import pytest

from opslag.db import Database
from overdracht import queries, service, wachtrij
from overdracht.mail import Mailserver, MailVerzender
from overdracht.outbox import Outbox
from overdracht.uitgang import Uitgang
from settings import Settings, SettingsFout
from tests.overdracht.bouw import CONTACT, OPEN, WERKGEBIED, goedgekeurd, medewerker, met_concept
from tests.overdracht.postbus import Postbus

LATER = dt.timedelta(days=1)


def _outbox(database: Database, url: str) -> Outbox:
    mail = MailVerzender(
        database, Mailserver.from_url(url), afzender="voordeur@example.nl", publieke_url="https://v.example.nl/",
        werkgebied=WERKGEBIED,
    )  # fmt: skip
    return Outbox(database, {"openklant": None, "bevestiging": mail})


def _stand(database: Database, kenmerk: str) -> tuple[str, str]:
    with database.lezen() as session:
        post = queries.find_uit_post(session, kenmerk, "bevestiging")
        assert post is not None
        return post.status, post.fout


async def test_the_resident_gets_kenmerk_code_and_what_happens_next(database: Database, postbus: Postbus) -> None:
    _, uit = goedgekeurd(database)
    await _outbox(database, postbus.url).send_due(nu=OPEN + LATER)
    [bericht] = postbus.ontvangen
    tekst = bericht.get_content()
    assert bericht["To"] == CONTACT["email"]
    for nodig in (uit.kenmerk, uit.volgcode, "Sociaal Team Castricum", f"https://v.example.nl/volg/{uit.kenmerk}"):
        assert nodig in tekst
    assert uit.kenmerk in bericht["Subject"]
    assert "huur" not in bericht["Subject"] + tekst
    assert "Sanne" not in bericht["Subject"]
    assert _stand(database, uit.kenmerk)[0] == "klaar"


async def test_without_an_e_mail_address_there_is_no_mail(sqlite_db: Database, postbus: Postbus) -> None:
    goedgekeurd(sqlite_db, contact={"voorkeur": "chat"})
    await _outbox(sqlite_db, postbus.url).send_due(nu=OPEN + LATER)
    assert postbus.ontvangen == []


async def test_withdrawn_before_it_was_sent_means_no_mail(sqlite_db: Database, postbus: Postbus) -> None:
    gesprek_id, _ = goedgekeurd(sqlite_db)
    with sqlite_db.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=OPEN)
    await _outbox(sqlite_db, postbus.url).send_due(nu=OPEN + LATER)
    assert postbus.ontvangen == []


async def test_a_refused_address_waits_for_a_person_and_is_not_repeated(sqlite_db: Database, postbus: Postbus) -> None:
    _, uit = goedgekeurd(sqlite_db, contact={"email": "weg@example.nl", "voorkeur": "email"})
    await _outbox(sqlite_db, postbus.url).send_due(nu=OPEN + LATER)
    status, fout = _stand(sqlite_db, uit.kenmerk)
    assert status == "mislukt"
    assert "weg@" not in fout


async def test_a_mail_server_that_is_away_is_tried_again(sqlite_db: Database) -> None:
    _, uit = goedgekeurd(sqlite_db)
    await _outbox(sqlite_db, "smtp://127.0.0.1:9").send_due(nu=OPEN + LATER)
    assert _stand(sqlite_db, uit.kenmerk)[0] == "wacht"


@pytest.mark.parametrize(
    ("url", "verwacht"),
    [
        ("smtp://host", Mailserver("host", 25)),
        ("smtp://jan:g%40t@host", Mailserver("host", 587, "jan", "g@t")),
        ("smtps://host", Mailserver("host", 465, tls=True)),
    ],
)
def test_the_address_of_a_mail_server_is_read(url: str, verwacht: Mailserver) -> None:
    assert Mailserver.from_url(url) == verwacht


@pytest.mark.parametrize("url", ["http://host", "smtp://", "mail"])
def test_a_wrong_address_of_a_mail_server_stops_the_start_in_dutch(sqlite_db: Database, url: str) -> None:
    with pytest.raises(SettingsFout, match="SMTP_URL"):
        Uitgang(sqlite_db, Settings(smtp_url=url), WERKGEBIED)


async def test_the_team_hears_that_somebody_waits_and_nothing_about_whom(sqlite_db: Database, postbus: Postbus) -> None:
    _, uit = goedgekeurd(sqlite_db)
    mail = MailVerzender(
        sqlite_db, Mailserver.from_url(postbus.url), afzender="voordeur@example.nl",
        publieke_url="https://voordeur.example.nl", werkgebied=WERKGEBIED,
    )  # fmt: skip
    await Outbox(sqlite_db, {"nieuw": mail}).send_due(nu=OPEN + LATER)
    [bericht] = postbus.ontvangen
    assert uit.kenmerk in str(bericht["Subject"])
    assert bericht["To"] == WERKGEBIED.zoek_gemeente("Castricum").contact.email
    assert "huur" not in bericht.get_content()
    assert "Sanne" not in bericht.get_content()


def _team_mail(database: Database, postbus: Postbus) -> Outbox:
    mail = MailVerzender(
        database, Mailserver.from_url(postbus.url), afzender="voordeur@example.nl",
        publieke_url="https://voordeur.example.nl", werkgebied=WERKGEBIED,
    )  # fmt: skip
    return Outbox(database, {"nieuw": mail, "spoed": mail})


async def test_of_a_crisis_the_team_hears_at_once_and_only_once(sqlite_db: Database, postbus: Postbus) -> None:
    gesprek_id = met_concept(sqlite_db)
    with sqlite_db.session_scope() as session:
        service.request_crisis(session, gesprek_id, soort="geweld", wil_mens=True, werkgebied=WERKGEBIED, nu=OPEN)
    outbox = _team_mail(sqlite_db, postbus)
    await outbox.send_due(nu=OPEN)
    [bericht] = postbus.ontvangen
    assert "spoed" in str(bericht["Subject"])
    assert not [w for w in ("huur", "drinkt", "geweld") if w in str(bericht["Subject"]) + bericht.get_content()]
    with sqlite_db.session_scope() as session:
        service.approve(session, gesprek_id, CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=OPEN)
    await outbox.send_due(nu=OPEN + LATER)
    assert len(postbus.ontvangen) == 1


def test_of_a_crisis_there_is_mail_with_open_klant_too(sqlite_db: Database) -> None:
    met = Settings(openklant_url="http://127.0.0.1:9", openklant_token="t", smtp_url="smtp://127.0.0.1:9")
    wegen = Uitgang(sqlite_db, met, WERKGEBIED).outbox._verzenders
    assert wegen["nieuw"] is None
    assert wegen["spoed"] is not None


async def test_who_told_no_place_is_everybodys_so_every_team_hears_of_it(sqlite_db: Database, postbus: Postbus) -> None:
    gesprek_id = met_concept(sqlite_db, gemeente=None)
    with sqlite_db.session_scope() as session:
        service.request_crisis(session, gesprek_id, soort="geweld", wil_mens=True, werkgebied=WERKGEBIED, nu=OPEN)
    await _team_mail(sqlite_db, postbus).send_due(nu=OPEN)
    [bericht] = postbus.ontvangen
    assert str(bericht["To"]).split(", ") == [g.contact.email for g in WERKGEBIED.gemeenten]


async def test_another_team_hears_that_somebody_was_passed_on_to_them(sqlite_db: Database, postbus: Postbus) -> None:
    _, uit = goedgekeurd(sqlite_db)
    anna = medewerker(sqlite_db)
    outbox = _team_mail(sqlite_db, postbus)
    await outbox.send_due(nu=OPEN)
    with sqlite_db.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        wachtrij.transfer(
            session,
            uit.kenmerk,
            anna,
            naar="Bergen",
            reden="woont daar",
            mondeling=True,
            werkgebied=WERKGEBIED,
            nu=OPEN,
        )
    await outbox.send_due(nu=OPEN + LATER)
    verwacht = [WERKGEBIED.zoek_gemeente(g).contact.email for g in ("Castricum", "Bergen")]
    assert [b["To"] for b in postbus.ontvangen] == verwacht


def test_who_does_not_see_a_message_is_mailed_that_it_is_there_and_who_does_is_not(database: Database) -> None:
    from gesprek import service as gesprekken
    from overdracht import wachtrij
    from overdracht.ongelezen import BERICHT_WACHT, NA, is_ongelezen
    from tests.overdracht import bouw

    anna = bouw.medewerker(database)
    gesprek_id, uit = bouw.goedgekeurd(database)
    with database.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=bouw.OPEN)
        for tekst in ("Goedendag.", "Kunt u dinsdag?"):
            wachtrij.post_bericht(session, uit.kenmerk, anna, client_id=tekst, tekst=tekst, nu=bouw.OPEN)
    with database.session_scope() as session:
        overdracht = queries.get_overdracht(session, uit.kenmerk)
        assert overdracht is not None
        posten = [p for p in queries.find_uit_posten(session) if p.soort == BERICHT_WACHT]
        (post,) = posten
        assert post.volgende_op == bouw.OPEN + NA
        assert is_ongelezen(session, overdracht, post.inhoud["volgnummer"])
        gesprekken.mark_gelezen(session, gesprek_id, wie="inwoner", tot=post.inhoud["volgnummer"])
        session.expire_all()
        assert not is_ongelezen(session, overdracht, post.inhoud["volgnummer"])


def test_nobody_without_an_address_or_in_danger_is_mailed_about_a_message(database: Database) -> None:
    from overdracht.models import Overdracht
    from overdracht.ongelezen import BERICHT_WACHT, queue_bericht_wacht
    from tests.overdracht import bouw

    _, zonder = bouw.goedgekeurd(database, contact={**bouw.CONTACT, "email": ""})
    _, gevaar = bouw.goedgekeurd(database)
    with database.session_scope() as session:
        for kenmerk, crisis in ((zonder.kenmerk, None), (gevaar.kenmerk, "geweld")):
            overdracht: Overdracht | None = queries.get_overdracht(session, kenmerk)
            assert overdracht is not None
            overdracht.crisis = crisis
            queue_bericht_wacht(session, overdracht, 9, nu=bouw.OPEN)
        assert [p for p in queries.find_uit_posten(session) if p.soort == BERICHT_WACHT] == []


def test_smtps_refuses_a_server_whose_certificate_nobody_vouches_for(tmp_path: Path) -> None:
    """Otherwise the password and the volgcode go to whoever answers."""
    import socket
    import ssl
    import threading

    sleutel, certificaat = _eigen_certificaat(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificaat, sleutel)
    with socket.create_server(("127.0.0.1", 0)) as luisteraar:

        def bedien() -> None:
            try:
                verbinding, _ = luisteraar.accept()
                with context.wrap_socket(verbinding, server_side=True) as veilig:
                    veilig.sendall(b"220 hallo\r\n")
            except OSError:
                pass

        draad = threading.Thread(target=bedien, daemon=True)
        draad.start()
        server = Mailserver.from_url(f"smtps://naam:geheim@127.0.0.1:{luisteraar.getsockname()[1]}")
        with pytest.raises(ssl.SSLCertVerificationError):
            server.stuur(EmailMessage())
        draad.join(5)


def _eigen_certificaat(map_: Path) -> tuple[Path, Path]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    sleutel = ec.generate_private_key(ec.SECP256R1())
    naam = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    nu = dt.datetime.now(dt.UTC)
    certificaat = (
        x509.CertificateBuilder().subject_name(naam).issuer_name(naam).public_key(sleutel.public_key())
        .serial_number(1).not_valid_before(nu).not_valid_after(nu + dt.timedelta(days=1))
        .sign(sleutel, hashes.SHA256())
    )  # fmt: skip
    vorm = serialization.Encoding.PEM
    (map_ / "sleutel.pem").write_bytes(
        sleutel.private_bytes(vorm, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (map_ / "certificaat.pem").write_bytes(certificaat.public_bytes(vorm))
    return map_ / "sleutel.pem", map_ / "certificaat.pem"
