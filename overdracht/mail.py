"""Outgoing mail through the outbox. A subject never holds a resident's words: it is read on lock screens."""

from __future__ import annotations

import asyncio
import datetime as dt
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

from sqlalchemy.orm import Session

from gesprek import queries as gesprek_queries
from kalender.openingstijden import dag_tekst, tijd_tekst
from opslag.db import Database, now
from overdracht import queries
from overdracht.behandelen import GEBELD
from overdracht.collegas import COLLEGA, addresses
from overdracht.gesloten import MAIL_TEAM, NIEUW_MOMENT
from overdracht.lopend import nog_bereiken
from overdracht.models import OPGEPAKT, WACHTEND, Medewerker
from overdracht.niet_gelukt import ZONDER_OPENKLANT
from overdracht.ongelezen import BERICHT_WACHT, is_ongelezen
from overdracht.opnieuw_sturen import OPNIEUW
from overdracht.outbox import NietMeerNodig, Post, VerzendFout, VerzendStop
from overdracht.teksten import tekst
from overdracht.volgcode import read_volgcode
from overdracht.wachten import read_belofte
from werkgebied.model import Werkgebied

TIJD = 20.0
# Mail of which the whole text was made with its cause; nothing of a resident stands in it.
_KLAAR_OM_TE_STUREN = ("termijnen", MAIL_TEAM, "controle", "aanbieder")


@dataclass(frozen=True)
class Mailserver:
    """Where mail goes out: from SMTP_URL, such as smtp://naam:wachtwoord@host:587 or smtps://host."""

    host: str
    port: int
    naam: str = ""
    wachtwoord: str = ""
    tls: bool = False

    @classmethod
    def from_url(cls, url: str) -> Mailserver:
        """Raises ValueError when this is no address of a mail server."""
        deel = urlsplit(url)
        if deel.scheme not in ("smtp", "smtps") or not deel.hostname:
            raise ValueError("SMTP_URL")
        tls = deel.scheme == "smtps"
        poort = deel.port or (465 if tls else 587 if deel.username else 25)
        return cls(deel.hostname, poort, unquote(deel.username or ""), unquote(deel.password or ""), tls)

    def stuur(self, bericht: EmailMessage) -> dict[str, tuple[int, bytes]]:
        """Hand the mail over; blocking. Encrypted whenever the server can, always before a password.

        Returns which addresses were refused while others were not. Raises smtplib.SMTPException and OSError.
        """
        # Without a context of its own smtplib believes every certificate.
        context = ssl.create_default_context()
        with (
            smtplib.SMTP_SSL(self.host, self.port, timeout=TIJD, context=context)
            if self.tls
            else smtplib.SMTP(self.host, self.port, timeout=TIJD)
        ) as server:
            server.ehlo()
            if not self.tls and server.has_extn("starttls"):
                server.starttls(context=context)
            elif not self.tls and self.naam:
                raise smtplib.SMTPNotSupportedError("starttls")
            if self.naam:
                server.login(self.naam, self.wachtwoord)
            return server.send_message(bericht)


class MailVerzender:
    """Sends what the outbox holds as mail: `bevestiging`, `nieuw_moment`, `gebeld`, `bericht_wacht` and `code_opnieuw`
    to the resident, `nieuw`, `spoed`, `zonder_openklant`, `beloften` and `termijnen` to the team, `collega` to who was
    passed something, `controle` to who looks after entries of the kaart, `aanbieder` to the provider of one."""

    def __init__(
        self, database: Database, server: Mailserver, *, afzender: str, publieke_url: str, werkgebied: Werkgebied
    ) -> None:
        self._database = database
        self._server = server
        self._afzender = afzender
        self._url = publieke_url.rstrip("/")
        self._werkgebied = werkgebied

    async def verzend(self, post: Post) -> None:
        bericht = await asyncio.to_thread(self._maak, post)
        if bericht is None:
            raise NietMeerNodig
        if not str(bericht["To"]).isascii():
            raise VerzendStop("mailservers nemen dit e-mailadres niet aan")
        try:
            geweigerd = await asyncio.to_thread(self._server.stuur, bericht)
        except smtplib.SMTPRecipientsRefused as e:
            if any(code < 500 for code, _ in e.recipients.values()):
                # "Come back later", as greylisting does with whoever it does not know yet.
                raise VerzendFout("de mailserver neemt het adres nu niet aan") from None
            raise VerzendStop("het e-mailadres wordt geweigerd") from None
        except (OSError, smtplib.SMTPException) as e:
            raise VerzendFout(f"de mailserver doet het niet ({type(e).__name__})") from None
        if geweigerd:
            # The others have it: sending anew by itself would mail them twice.
            raise VerzendStop(f"{len(geweigerd)} van de e-mailadressen wordt geweigerd; de rest kreeg de mail")

    def _maak(self, post: Post) -> EmailMessage | None:
        with self._database.lezen() as session:
            if post.soort in ("bevestiging", NIEUW_MOMENT, OPNIEUW):
                return self._aan_inwoner(session, post.kenmerk, soort=post.soort)
            if post.soort == BERICHT_WACHT:
                return self._bericht_wacht(session, post.kenmerk, int((post.inhoud or {}).get("volgnummer", 0)))
            if post.soort == GEBELD:
                return self._gebeld(session, post.kenmerk, terug=bool((post.inhoud or {}).get("terug")))
            if post.soort in ("nieuw", "spoed", ZONDER_OPENKLANT):
                gehouden = bool((post.inhoud or {}).get("gehouden"))
                return self._nieuw(session, post.kenmerk, soort=post.soort, gehouden=gehouden)
            if post.soort == COLLEGA:
                return self._collega(session, post)
            if post.soort in _KLAAR_OM_TE_STUREN:
                inhoud = post.inhoud
                return self._bericht(str(inhoud["aan"]), str(inhoud["onderwerp"]), str(inhoud["tekst"]), post.kenmerk)
        raise VerzendStop(post.soort)

    def _bericht_wacht(self, session: Session, kenmerk: str, volgnummer: int) -> EmailMessage | None:
        """That something was written; not to who has seen it since."""
        overdracht = queries.get_overdracht(session, kenmerk)
        if overdracht is None or not is_ongelezen(session, overdracht, volgnummer):
            return None
        return self._aan_inwoner(session, kenmerk, soort=BERICHT_WACHT)

    def _gebeld(self, session: Session, kenmerk: str, *, terug: bool) -> EmailMessage | None:
        """That we called and, where a call is still owed (`terug`), when we do again; not to who was reached since."""
        overdracht = queries.get_overdracht(session, kenmerk)
        if overdracht is None or (terug and not nog_bereiken(overdracht)):
            return None
        return self._aan_inwoner(session, kenmerk, soort=GEBELD if terug else f"{GEBELD}_weer")

    def _aan_inwoner(self, session: Session, kenmerk: str, *, soort: str) -> EmailMessage | None:
        """What was promised, as it is now; with how to follow it."""
        overdracht = queries.get_overdracht(session, kenmerk)
        if overdracht is None or not overdracht.toestemming or not overdracht.verslag:
            return None
        if soort not in ("bevestiging", OPNIEUW) and overdracht.status not in (WACHTEND, OPGEPAKT):
            return None
        contact = overdracht.verslag["contact"]
        gesprek = gesprek_queries.get_gesprek(session, overdracht.gesprek_id)
        if gesprek is None or not contact["email"]:
            return None
        gemeente = self._werkgebied.zoek_gemeente(overdracht.gemeente)
        bereik = (
            tekst("mail.bereik", team=overdracht.team, telefoon=gemeente.contact.telefoon)
            if gemeente
            else tekst("mail.bereik_zonder")
        )
        inhoud = tekst(
            f"mail.{soort}.tekst",
            aanhef=tekst("mail.aanhef", naam=contact["naam"]) if contact["naam"] else tekst("mail.aanhef_zonder"),
            team=overdracht.team,
            kenmerk=kenmerk,
            volgcode=read_volgcode(session, overdracht),
            belofte=read_belofte(overdracht, werkgebied=self._werkgebied, nu=now()).tekst,
            adres=f"{self._url}/volg/{kenmerk}",
            bereik=bereik,
        )
        return self._bericht(contact["email"], tekst(f"mail.{soort}.onderwerp", kenmerk=kenmerk), inhoud, kenmerk)

    def _nieuw(self, session: Session, kenmerk: str, *, soort: str, gehouden: bool = False) -> EmailMessage | None:
        """Tell the team that somebody waits, or is in danger: no word about whom, since mail is read by more people.

        gehouden: somebody already held it when the danger was heard; then who holds it is told too."""
        overdracht = queries.get_overdracht(session, kenmerk)
        if overdracht is None or overdracht.status not in ((WACHTEND, OPGEPAKT) if gehouden else (WACHTEND,)):
            return None
        if soort == "spoed" and overdracht.crisis is None:
            # A medewerker saw meanwhile that there is no danger.
            if overdracht.status == OPGEPAKT:
                return None
            soort = "nieuw"
        aan, naam = self._teams(overdracht.gemeente), ""
        if overdracht.status == OPGEPAKT:
            houder = session.get(Medewerker, overdracht.medewerker_id)
            naam, soort = houder.naam if houder else overdracht.team, f"{soort}_bij"
            aan = list(dict.fromkeys([*((houder.email,) if houder and houder.email else ()), *aan]))
        if not aan:
            return None
        voor = self._werkgebied.lokale_tijd(overdracht.eerste_contact_voor or now())
        inhoud = tekst(
            f"mail.{soort}.tekst",
            team=overdracht.team,
            naam=naam,
            kenmerk=kenmerk,
            dag=dag_tekst(voor.date(), self._werkgebied.lokale_tijd(now()).date()),
            tijd=tijd_tekst(voor.time()),
            adres=f"{self._url}/werkplek?o={kenmerk}",
        )
        onderwerp = tekst(f"mail.{soort}.onderwerp", kenmerk=kenmerk)
        return self._bericht(", ".join(aan), onderwerp, inhoud, kenmerk)

    def _collega(self, session: Session, post: Post) -> EmailMessage | None:
        """Tell who was passed something, or asked to look along; nothing about whom it is."""
        inhoud, overdracht = post.inhoud or {}, queries.get_overdracht(session, post.kenmerk)
        aan = addresses(session, inhoud.get("aan", ()))
        if overdracht is None or overdracht.status not in (WACHTEND, OPGEPAKT) or not aan:
            return None
        wat = tekst(f"mail.collega.{inhoud['wat']}")
        zin = tekst("mail.collega.tekst", wat=wat, kenmerk=post.kenmerk, adres=f"{self._url}/werkplek?o={post.kenmerk}")
        return self._bericht(", ".join(aan), tekst("mail.collega.onderwerp", kenmerk=post.kenmerk), zin, post.kenmerk)

    def _teams(self, naam: str | None) -> list[str]:
        """Where the team reads its mail; of who told no place, which is everybody's in the queue too, every team."""
        gemeente = self._werkgebied.zoek_gemeente(naam)
        teams = [gemeente] if gemeente else self._werkgebied.gemeenten
        return list(dict.fromkeys(g.contact.email for g in teams if g.contact.email))

    def _bericht(self, aan: str, onderwerp: str, inhoud: str, kenmerk: str) -> EmailMessage:
        bericht = EmailMessage()
        bericht["From"], bericht["To"], bericht["Subject"] = self._afzender, aan, onderwerp
        bericht["Date"] = format_datetime(dt.datetime.now(dt.UTC))
        bericht["Message-ID"] = make_msgid(domain="voordeur.invalid")
        # So that an absence notice does not answer a machine (RFC 3834).
        bericht["Auto-Submitted"] = "auto-generated"
        bericht["X-Kenmerk"] = kenmerk
        bericht.set_content(inhoud)
        return bericht
