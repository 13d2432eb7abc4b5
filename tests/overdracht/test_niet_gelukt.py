"""What does not arrive is told to who counts on it; what is urgent waits for nothing that hangs."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest

from gesprek import service as gesprekken
from gesprek.events import Event
from opslag.db import Database
from overdracht import queries, service, wachtrij
from overdracht.contact import ContactFout, lees_contact
from overdracht.mail import Mailserver, MailVerzender
from overdracht.models import UitPost
from overdracht.openklant_client import OpenKlant
from overdracht.openklant_inhoud import OPENKLANT
from overdracht.outbox import VERTEL_NA, Outbox, Post, VerzendFout, VerzendStop, retry, wacht_na
from overdracht.uitgang import BANEN, Uitgang
from settings import Settings
from tests.overdracht.bouw import OPEN, WERKGEBIED, goedgekeurd, keur_opnieuw_goed, medewerker, met_concept, teksten_in
from tests.overdracht.openklant_stub import Stub, outbox_naar
from tests.overdracht.postbus import Postbus

LATER = dt.timedelta(days=1)
NIET_AAN = "Onze mail aan u kwam niet aan."


def _mail(database: Database, postbus: Postbus) -> MailVerzender:
    return MailVerzender(
        database, Mailserver.from_url(postbus.url), afzender="voordeur@example.nl",
        publieke_url="https://v.example.nl", werkgebied=WERKGEBIED,
    )  # fmt: skip


def _stand(database: Database, kenmerk: str, soort: str) -> UitPost | None:
    with database.lezen() as session:
        return queries.find_uit_post(session, kenmerk, soort)


def _mail_naar(database: Database, adres: str, voorkeur: str = "email") -> tuple[str, service.Goedgekeurd]:
    return goedgekeurd(database, contact={"email": adres, "voorkeur": voorkeur})


async def test_a_resident_whose_address_is_refused_hears_so_once_and_the_team_sees_it(
    database: Database, postbus: Postbus
) -> None:
    gesprek_id, uit = _mail_naar(database, "weg@example.nl")
    gewekt: list[Event] = []
    mail = _mail(database, postbus)
    outbox = Outbox(database, {"bevestiging": mail}, publish=gewekt.extend)
    await outbox.send_due(nu=OPEN + LATER)
    [zin] = [t for t in teksten_in(database, gesprek_id) if t.startswith(NIET_AAN)]
    assert uit.kenmerk in zin
    assert "weg@" not in zin
    assert gewekt, "the open window and the werkplek are woken"
    anna = medewerker(database)
    with database.lezen() as session:
        verslag = wachtrij.read_overdracht(session, uit.kenmerk, medewerker=anna, nu=OPEN)
    assert "mail_niet_aangekomen" in [s["wat"] for s in verslag["overdracht"]["stappen"]]
    post = _stand(database, uit.kenmerk, "bevestiging")
    assert post is not None
    with database.session_scope() as session:
        assert retry(session, post.id, wie="Bea Beheer", nu=OPEN)
    await outbox.send_due(nu=OPEN + 2 * LATER)
    assert len([t for t in teksten_in(database, gesprek_id) if t.startswith(NIET_AAN)]) == 1


async def test_who_gives_another_address_that_is_wrong_too_hears_it_again(
    sqlite_db: Database, postbus: Postbus
) -> None:
    gesprek_id, _ = _mail_naar(sqlite_db, "weg@example.nl")
    outbox = Outbox(sqlite_db, {"bevestiging": _mail(sqlite_db, postbus)})
    await outbox.send_due(nu=OPEN)
    keur_opnieuw_goed(sqlite_db, gesprek_id, {"email": "weg.ook@example.nl", "voorkeur": "email"})
    await outbox.send_due(nu=OPEN)
    assert len([t for t in teksten_in(sqlite_db, gesprek_id) if t.startswith(NIET_AAN)]) == 2


async def test_what_is_over_by_then_is_not_told_any_more(sqlite_db: Database, postbus: Postbus) -> None:
    gesprek_id, uit = _mail_naar(sqlite_db, "weg@example.nl")
    anna = medewerker(sqlite_db)
    with sqlite_db.session_scope() as session:
        wachtrij.claim_overdracht(session, uit.kenmerk, anna, nu=OPEN)
        wachtrij.finish(session, uit.kenmerk, anna, uitkomst="geholpen", nu=OPEN)
    await Outbox(sqlite_db, {"bevestiging": _mail(sqlite_db, postbus)}).send_due(nu=OPEN)
    assert not [t for t in teksten_in(sqlite_db, gesprek_id) if t.startswith(NIET_AAN)]


async def test_a_server_that_says_come_back_later_gets_the_mail_later(sqlite_db: Database, postbus: Postbus) -> None:
    gesprek_id, uit = _mail_naar(sqlite_db, "later@example.nl")
    outbox = Outbox(sqlite_db, {"bevestiging": _mail(sqlite_db, postbus)})
    await outbox.send_due(nu=OPEN)
    post = _stand(sqlite_db, uit.kenmerk, "bevestiging")
    assert post is not None
    assert post.status == "wacht"
    assert await outbox.send_due(nu=OPEN + LATER) == 1
    assert [b["To"] for b in postbus.ontvangen] == ["later@example.nl"]
    assert not [t for t in teksten_in(sqlite_db, gesprek_id) if t.startswith(NIET_AAN)]


async def test_one_refused_address_of_several_is_shown_and_the_others_have_their_mail(
    sqlite_db: Database, postbus: Postbus
) -> None:
    with sqlite_db.session_scope() as session:
        inhoud = {"aan": "weg@example.nl, team@example.nl", "onderwerp": "o", "tekst": "t"}
        session.add(UitPost(soort="controle", kenmerk="K-1", inhoud=inhoud, stappen={}, volgende_op=OPEN))
    await Outbox(sqlite_db, {"controle": _mail(sqlite_db, postbus)}).send_due(nu=OPEN)
    post = _stand(sqlite_db, "K-1", "controle")
    assert post is not None
    assert (post.status, len(postbus.ontvangen)) == ("mislukt", 1)
    assert "1 van de e-mailadressen" in post.fout


@pytest.mark.parametrize("adres", ["o'brien@example.nl", "a.b+c_d@sub.example.nl", "Sanne.Bakker@EXAMPLE.nl"])
def test_an_address_that_mail_servers_take_is_taken(adres: str) -> None:
    assert lees_contact({"email": adres}).email == adres


@pytest.mark.parametrize("adres", ["a..b@example.nl", ".a@example.nl", "a.@example.nl", "jürgen@example.nl"])
def test_an_address_that_no_mail_reaches_is_asked_again_at_once(adres: str) -> None:
    with pytest.raises(ContactFout) as fout:
        lees_contact({"email": adres})
    assert set(fout.value.fouten) == {"email"}


async def test_a_team_that_works_from_open_klant_hears_once_of_what_does_not_get_there(
    database: Database, postbus: Postbus
) -> None:
    _, uit = goedgekeurd(database)
    weg = OpenKlant("http://127.0.0.1:9", "goed")
    outbox = Outbox(database, {**outbox_naar(database, weg)._verzenders, "zonder_openklant": _mail(database, postbus)})
    moment = OPEN
    for n in range(1, VERTEL_NA + 4):
        assert (len(postbus.ontvangen) > 0) == (n > VERTEL_NA + 1), "not for a moment's absence"
        await outbox.send_due(nu=moment)
        moment += wacht_na(n)
    await weg.sluit()
    [bericht] = postbus.ontvangen
    tekst = bericht.get_content()
    assert bericht["To"] == WERKGEBIED.zoek_gemeente("Castricum").contact.email
    assert uit.kenmerk in tekst
    assert "niet in Open Klant" in tekst
    assert not [w for w in ("huur", "Sanne") if w in str(bericht["Subject"]) + tekst]


async def test_what_open_klant_refuses_is_mailed_at_once_and_a_refused_address_is_not(
    sqlite_db: Database, stub: tuple[Stub, OpenKlant]
) -> None:
    namaak, client = stub
    _, met_taak = goedgekeurd(sqlite_db)
    namaak.weiger_adres = "email"
    await outbox_naar(sqlite_db, client).send_due(nu=OPEN)
    assert namaak.rijen["internetaken"]
    assert _stand(sqlite_db, met_taak.kenmerk, "zonder_openklant") is None, "the team sees the internetaak there"

    class Weigert:
        async def verzend(self, post: Post) -> None:
            raise VerzendStop("400")

    _, zonder = goedgekeurd(sqlite_db)
    await Outbox(sqlite_db, {"openklant": Weigert()}).send_due(nu=OPEN)
    assert _stand(sqlite_db, zonder.kenmerk, "zonder_openklant") is not None


# --- what is urgent -------------------------------------------------------------------------------


class Hangt:
    """A system that takes the question and never answers."""

    async def verzend(self, post: Post) -> None:
        await asyncio.Event().wait()


async def test_mail_about_somebody_in_danger_does_not_wait_for_an_open_klant_that_hangs(
    sqlite_db: Database, postbus: Postbus
) -> None:
    goedgekeurd(sqlite_db, contact={"voorkeur": "chat"})
    settings = Settings(openklant_url="http://127.0.0.1:9", openklant_token="t", smtp_url=postbus.url)
    uitgang = Uitgang(sqlite_db, settings, WERKGEBIED)
    uitgang.outbox._verzenders = {**uitgang.outbox._verzenders, **dict.fromkeys(OPENKLANT, Hangt())}  # type: ignore[assignment]
    bezig = asyncio.create_task(uitgang.send_due("openklant"))
    gesprek_id = met_concept(sqlite_db)
    with sqlite_db.session_scope() as session:
        service.request_crisis(session, gesprek_id, soort="geweld", wil_mens=True, werkgebied=WERKGEBIED, nu=OPEN)
        for post in queries.find_uit_posten(session):
            post.volgende_op = OPEN - LATER * 400
    assert await uitgang.send_due("mail") == 1
    assert "spoed" in str(postbus.ontvangen[0]["Subject"])
    assert not bezig.done()
    bezig.cancel()
    await asyncio.gather(bezig, return_exceptions=True)
    await uitgang.sluit()


async def test_of_all_mail_that_waits_danger_goes_first(sqlite_db: Database) -> None:
    gegaan: list[str] = []

    class Schrijft:
        async def verzend(self, post: Post) -> None:
            gegaan.append(post.soort)

    with sqlite_db.session_scope() as session:
        for n in range(30):
            session.add(UitPost(soort="nieuw", kenmerk=f"K-{n}", inhoud={}, stappen={}, volgende_op=OPEN - LATER))
        session.add(UitPost(soort="spoed", kenmerk="K-X", inhoud={}, stappen={}, volgende_op=OPEN))
    await Outbox(sqlite_db, {"nieuw": Schrijft(), "spoed": Schrijft()}).send_due(nu=OPEN)
    assert gegaan[0] == "spoed"


async def test_every_kind_goes_by_exactly_one_lane(sqlite_db: Database) -> None:
    gegaan: list[str] = []

    class Schrijft:
        async def verzend(self, post: Post) -> None:
            gegaan.append(post.soort)

    uitgang = Uitgang(sqlite_db, Settings(), WERKGEBIED)
    soorten = [*uitgang.outbox._verzenders, "onbekend"]
    uitgang.outbox._verzenders = dict.fromkeys(soorten, Schrijft())
    with sqlite_db.session_scope() as session:
        for soort in soorten:
            session.add(UitPost(soort=soort, kenmerk=soort[:20], inhoud={}, stappen={}, volgende_op=OPEN - LATER * 400))
    assert sum([await uitgang.send_due(baan) for baan in BANEN]) == len(soorten)
    assert sorted(gegaan) == sorted(soorten)


async def test_a_failure_that_cannot_be_told_is_still_kept(sqlite_db: Database) -> None:
    class Weg:
        async def verzend(self, post: Post) -> None:
            raise VerzendFout("weg")

    gesprek_id, uit = _mail_naar(sqlite_db, "sanne@example.nl")
    with sqlite_db.session_scope() as session:
        gesprekken.delete_gesprek(session, gesprek_id)
    outbox: Any = Outbox(sqlite_db, {"bevestiging": Weg()})
    await outbox.send_due(nu=OPEN)
    assert lees_post(sqlite_db, uit.kenmerk) == "wacht"


def lees_post(database: Database, kenmerk: str) -> str:
    post = _stand(database, kenmerk, "bevestiging")
    return post.status if post else ""
