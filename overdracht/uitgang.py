"""The ways out that this installation has, from its settings."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from gesprek.events import Event
from gesprek.service import KLOKVERSCHIL
from opslag.db import Database, now
from overdracht.behandelen import GEBELD
from overdracht.collegas import COLLEGA
from overdracht.gesloten import MAIL_TEAM, NIEUW_MOMENT
from overdracht.mail import Mailserver, MailVerzender
from overdracht.niet_gelukt import ZONDER_OPENKLANT
from overdracht.ongelezen import BERICHT_WACHT
from overdracht.openklant import OpenKlantVerzender
from overdracht.openklant_client import OpenKlant
from overdracht.openklant_inhoud import OPENKLANT
from overdracht.opnieuw_sturen import OPNIEUW
from overdracht.outbox import Outbox, Verzender
from overdracht.webhook import STAPPEN, TERUG, WebhookVerzender, queue_webhooks
from overdracht.werk_queries import TE_MELDEN, Kijker
from settings import Settings, SettingsFout
from werkgebied.model import Werkgebied

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Each lane is emptied by itself: a system that hangs keeps no mail about somebody in danger waiting.
_EIGEN_BAAN = {"openklant": OPENKLANT, "webhook": ("webhook",)}
BANEN = ("mail", *_EIGEN_BAAN)


class Uitgang:
    """The outbox with its ways out. Call `send_due` regularly, per lane, and `sluit` at the end."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        werkgebied: Werkgebied,
        *,
        publish: Callable[[tuple[Event, ...]], object] = lambda _: None,
    ) -> None:
        """Raises SettingsFout when SMTP_URL cannot be read."""
        self._client = OpenKlant(settings.openklant_url, settings.openklant_token) if settings.openklant_url else None
        openklant = OpenKlantVerzender(database, self._client) if self._client else None
        mail = _mail(database, settings, werkgebied)
        self._webhook = _webhook(database, settings)
        self._database = database
        wegen: dict[str, Verzender | None] = {
            "openklant": openklant,
            "openklant_wijzigen": openklant,
            "openklant_sluiten": openklant,
            "bevestiging": mail,
            NIEUW_MOMENT: mail,
            GEBELD: mail,
            COLLEGA: mail,
            OPNIEUW: mail,
            BERICHT_WACHT: mail,
            "termijnen": mail,
            MAIL_TEAM: mail,
            "controle": mail,
            "aanbieder": mail,
            # Whoever has Open Klant sees a new internetaak there.
            "nieuw": None if openklant else mail,
            # A crisis before any consent is not there, and cannot wait.
            "spoed": mail,
            ZONDER_OPENKLANT: mail,
            "webhook": self._webhook,
        }
        self.outbox = Outbox(database, wegen, publish=publish)
        banen = {baan: _EIGEN_BAAN.get(baan, ()) for baan in BANEN}
        self._kijker = Kijker(banen, tuple(STAPPEN) if self._webhook else ())

    def find_werk(self, session: Session, *, nu: dt.datetime, ouder_dan: dt.datetime) -> frozenset[str]:
        """What waits at `nu`, in one question: lanes of BANEN, TERMIJNEN, and ONBEANTWOORD since before `ouder_dan`."""
        gevonden = self._kijker(session, nu=nu, ouder_dan=ouder_dan, vooruit=nu + KLOKVERSCHIL, meld_na=nu - TERUG)
        # What is to be told to a webhook becomes an item of that lane.
        return gevonden - {TE_MELDEN} | ({"webhook"} if TE_MELDEN in gevonden else frozenset())

    async def send_due(self, baan: str) -> int:
        """Send what is due in this lane of BANEN; returns how many were sent."""
        soorten = _EIGEN_BAAN.get(baan)
        if soorten is None:
            # Mail, and what no way knows.
            return await self.outbox.send_due(behalve=[s for eigen in _EIGEN_BAAN.values() for s in eigen])
        if baan == "webhook" and self._webhook is not None:
            await asyncio.to_thread(self._queue_webhooks)
        return await self.outbox.send_due(soorten=soorten)

    def _queue_webhooks(self) -> None:
        with self._database.session_scope() as session:
            queue_webhooks(session, now())

    async def sluit(self) -> None:
        if self._webhook is not None:
            await self._webhook.sluit()
        if self._client is not None:
            await self._client.sluit()


def _webhook(database: Database, settings: Settings) -> WebhookVerzender | None:
    if not settings.webhook_url:
        return None
    try:
        return WebhookVerzender(
            database,
            settings.webhook_url,
            settings.webhook_geheim,
            publieke_url=settings.publieke_url,
            netwerken=settings.webhook_netwerken,
        )
    except ValueError:
        raise SettingsFout(
            "WEBHOOK_NETWERKEN moet adressen bevatten zoals 10.1.2.3 of 10.1.2.0/24. Pas .env aan."
        ) from None


def _mail(database: Database, settings: Settings, werkgebied: Werkgebied) -> MailVerzender | None:
    if not settings.smtp_url:
        return None
    try:
        server = Mailserver.from_url(settings.smtp_url)
    except ValueError:
        raise SettingsFout("SMTP_URL moet zijn zoals smtp://naam:wachtwoord@host:587. Pas .env aan.") from None
    return MailVerzender(
        database,
        server,
        afzender=settings.mail_afzender,
        publieke_url=settings.publieke_url,
        werkgebied=werkgebied,
    )
