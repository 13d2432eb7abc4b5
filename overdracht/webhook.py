"""Webhooks, for those without Open Klant: each step of an overdracht as a signed message to one address.

The form is that of Standard Webhooks (standardwebhooks.com): `webhook-id` stays the same over all attempts, so
that a receiver can drop a double; `webhook-signature` is HMAC-SHA256 over id, time and body. What is sent is
read when it is sent: without consent any more there is nothing left to tell but that.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import hashlib
import hmac
import json
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver
from sqlalchemy.orm import Session

from netwerk.openbaar import (
    NietToegestaan,
    OpenbareResolver,
    is_geweigerd,
    lees_netwerken,
    maak_connector,
    openbaar_of,
)
from opslag.db import Database, now
from overdracht import edits, queries
from overdracht.models import Overdracht
from overdracht.outbox import NietMeerNodig, Post, VerzendFout, VerzendStop
from overdracht.teksten import tekst

TIJD = aiohttp.ClientTimeout(total=15)
VERSIE = 1
# With these the story itself is not (any more) with the team: only that it happened is told.
ZONDER_INHOUD = ("overdracht.ingetrokken", "overdracht.crisis")


# The steps that are told, by the name they have outside.
STAPPEN = {
    "goedgekeurd": "overdracht.aangemaakt", "crisis": "overdracht.crisis", "opgepakt": "overdracht.opgepakt",
    "overgenomen": "overdracht.overgenomen", "vrijgegeven": "overdracht.vrijgegeven",
    "teruggelegd": "overdracht.vrijgegeven", "doorgezet": "overdracht.doorgezet",
    "opgeschaald": "overdracht.opgeschaald", "afgeschaald": "overdracht.afgeschaald",
    "afgerond": "overdracht.afgerond", "terug_naar_assistent": "overdracht.afgerond",
    "heropend": "overdracht.heropend", "ingetrokken": "overdracht.ingetrokken",
    "verslag_gewijzigd": "overdracht.gewijzigd", "bereik_veranderd": "overdracht.gewijzigd",
}  # fmt: skip
# Older steps are history by the time somebody switches webhooks on.
TERUG = dt.timedelta(days=1)


def queue_webhooks(session: Session, nu: dt.datetime) -> int:
    """Put what happened since the last time in the outbox; how many there were.

    A step is written in the same commit as what it tells, so nothing is told that did not happen.
    """
    stappen = edits.take_stappen_te_melden(session, tuple(STAPPEN), na=nu - TERUG)
    for kenmerk, wat, op in stappen:
        edits.add_uit_post(session, "webhook", kenmerk, op=nu, wat=STAPPEN[wat], gebeurd=op.isoformat())
    return len(stappen)


class WebhookVerzender:
    """Sends what the outbox holds as `webhook`; the outbox retries with longer and longer waits."""

    def __init__(
        self,
        database: Database,
        url: str,
        geheim: str,
        *,
        publieke_url: str,
        netwerken: str = "",
        resolver: AbstractResolver | None = None,
    ) -> None:
        """netwerken: those inside the organisation where it may go besides the public internet (WEBHOOK_NETWERKEN)."""
        self._database = database
        self._mag = openbaar_of(lees_netwerken(netwerken))
        self._resolver = resolver
        self._url = url
        self._geheim = geheim.encode()
        self._publiek = publieke_url.rstrip("/")
        self._sessie: aiohttp.ClientSession | None = None

    async def verzend(self, post: Post) -> None:
        lichaam = await asyncio.to_thread(self._maak, post)
        if lichaam is None:
            raise NietMeerNodig
        op = now()
        kop = sign(self._geheim, id_=f"voordeur-{post.kenmerk}-{post.id}", op=op, lichaam=lichaam)
        if self._sessie is None or self._sessie.closed:
            namen = OpenbareResolver(self._mag, self._resolver)
            self._sessie = aiohttp.ClientSession(timeout=TIJD, connector=maak_connector(namen), trust_env=False)
        try:
            # Not following: a redirect would take the story to an address nobody set.
            async with self._sessie.post(self._url, data=lichaam, headers=kop, allow_redirects=False) as antwoord:
                status = antwoord.status
        except (TimeoutError, aiohttp.ClientError, NietToegestaan) as e:
            if is_geweigerd(e):
                raise VerzendFout(tekst("webhook.binnen")) from None
            raise VerzendFout(tekst("webhook.onbereikbaar", soort=type(e).__name__)) from None
        if status == 410:
            raise VerzendStop(tekst("webhook.opgeheven"))
        if not 200 <= status < 300:
            raise VerzendFout(tekst("webhook.geweigerd", status=status))

    def _maak(self, post: Post) -> bytes | None:
        with self._database.lezen() as session:
            bericht = read_bericht(session, post, url=self._publiek)
        return json.dumps(bericht, ensure_ascii=False, sort_keys=True).encode() if bericht else None

    async def sluit(self) -> None:
        if self._sessie is not None:
            await self._sessie.close()


def sign(geheim: bytes, *, id_: str, op: dt.datetime, lichaam: bytes) -> dict[str, str]:
    """The headers of Standard Webhooks."""
    tijd = str(int(op.timestamp()))
    getekend = hmac.new(geheim, b".".join((id_.encode(), tijd.encode(), lichaam)), hashlib.sha256).digest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "webhook-id": id_,
        "webhook-timestamp": tijd,
        "webhook-signature": f"v1,{base64.b64encode(getekend).decode()}",
    }


def read_bericht(session: Session, post: Post, *, url: str) -> dict[str, Any] | None:
    """What is told now about this step; None when there is nothing (left) to tell."""
    wat = str(post.inhoud.get("wat", ""))
    overdracht = queries.get_overdracht(session, post.kenmerk)
    if overdracht is None or (not overdracht.toestemming and wat not in ZONDER_INHOUD):
        return None
    return {
        "type": wat,
        "timestamp": str(post.inhoud.get("gebeurd", "")),
        "versie": VERSIE,
        "data": _data(overdracht, url, met_inhoud=overdracht.toestemming and wat not in ZONDER_INHOUD),
    }


def _data(overdracht: Overdracht, url: str, *, met_inhoud: bool) -> dict[str, Any]:
    """As much as goes to Open Klant, no more: the question, how to reach somebody, and where the rest is."""
    kaal = {"kenmerk": overdracht.kenmerk, "status": overdracht.status, "url": f"{url}/werkplek?o={overdracht.kenmerk}"}
    if not met_inhoud or not overdracht.verslag:
        return kaal
    verslag = overdracht.verslag
    return {
        **kaal,
        "gemeente": overdracht.gemeente,
        "kern": overdracht.kern,
        "team": overdracht.team,
        "zwaarte": overdracht.zwaarte,
        "crisis": overdracht.crisis,
        "leefgebieden": list(overdracht.leefgebieden or ()),
        "namens": verslag["namens"],
        "hulpvraag": (verslag.get("hulpvraag") or {}).get("tekst", ""),
        "contact": verslag["contact"],
        "uitkomst": overdracht.uitkomst,
        "verslag_schema": f"{url}/api/v1/schemas/overdrachtsverslag-{verslag['versie']}",
    }
