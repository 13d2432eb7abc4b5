"""Open Klant (Klantinteracties 2.x): an overdracht as klantcontact with an internetaak for the team.

Open Klant has no idempotency and drops unknown fields in silence. So every step's uuid is kept at once,
a klantcontact is looked for under our kenmerk before one is made, and what was written is read back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from opslag.db import Database
from overdracht import queries
from overdracht.bijhouden import WIJZIGEN
from overdracht.openklant_client import NietGevonden, OpenKlant
from overdracht.openklant_inhoud import OPENKLANT, Uit, read_uit
from overdracht.openklant_schrijven import LOOPT, OpenKlantSchrijver
from overdracht.outbox import NietMeerNodig, Post, VerzendFout, VerzendStop
from overdracht.teksten import tekst

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

T = TypeVar("T")


class OpenKlantVerzender:
    """Sends an overdracht (`openklant`), corrects what stands there (`openklant_wijzigen`) and closes its
    internetaak (`openklant_sluiten`)."""

    def __init__(self, database: Database, client: OpenKlant) -> None:
        self._database = database
        self._schrijf = OpenKlantSchrijver(client)

    async def verzend(self, post: Post) -> None:
        if await self._in_db(lambda s: queries.has_bezig(s, post.kenmerk, OPENKLANT, behalve=post.id)):
            # What was read before a change must never be written after it.
            raise VerzendFout("een andere stap van dit kenmerk is nog bezig")
        wegen = {
            "openklant": self._registreer_of_begin_opnieuw,
            WIJZIGEN: self._wijzig,
            "openklant_sluiten": self._sluit_taak,
        }
        await wegen[post.soort](post)

    async def _in_db(self, werk: Callable[[Session], T]) -> T:
        def doe() -> T:
            with self._database.lezen() as session:
                return werk(session)

        return await asyncio.to_thread(doe)

    async def _lees(self, kenmerk: str) -> Uit | None:
        return await self._in_db(lambda s: read_uit(s, kenmerk))

    async def _registreer_of_begin_opnieuw(self, post: Post) -> None:
        try:
            await self._registreer(post)
        except NietGevonden as e:
            # Somebody deleted there what an earlier attempt wrote: the same step would fail for ever.
            await post.vergeet()
            raise VerzendFout(str(e)) from None

    async def _registreer(self, post: Post) -> None:
        """One step after the other; an address that is refused keeps nobody from being helped."""
        uit = await self._lees(post.kenmerk)
        if uit is None:
            raise NietMeerNodig
        actor = await post.eens("actor", lambda: self._schrijf.actor(uit.team, "afd", "organisatorische_eenheid"))
        assistent = await post.eens(
            "assistent",
            lambda: self._schrijf.actor(tekst("openklant.assistent"), "assistent", "geautomatiseerde_actor"),
        )
        hervat = bool(post.stappen.get("klantcontact"))
        klantcontact = await post.eens("klantcontact", lambda: self._schrijf.klantcontact(uit))
        if hervat:
            # Written by an earlier attempt: what it said may have been changed, or have arrived otherwise.
            await self._schrijf.vul_weer(klantcontact, uit)
        betrokkene = await post.eens("betrokkene", lambda: self._schrijf.betrokkene(klantcontact))
        geweigerd = await self._adressen(post, uit, betrokkene)
        await post.eens("actorklantcontact", lambda: self._schrijf.koppel(assistent, klantcontact))
        taak = await post.eens("internetaak", lambda: self._schrijf.internetaak(uit, klantcontact, actor))
        await self._schrijf.lees_terug(uit, klantcontact, taak)
        if geweigerd is not None:
            raise geweigerd
        await self._schrijf.lees_adressen_terug(uit, betrokkene)

    async def _adressen(self, post: Post, uit: Uit, betrokkene: str) -> VerzendStop | None:
        """Why an address was refused, if one was: told after the rest is done, so that a person looks at it."""
        fout: VerzendStop | None = None
        for soort, adres in uit.adressen:
            try:
                await post.eens(soort, lambda s=soort, a=adres: self._schrijf.adres(betrokkene, s, a))  # type: ignore[misc]
            except NietGevonden:
                raise
            except VerzendStop as e:
                fout = e
        return fout

    async def _wijzig(self, post: Post) -> None:
        """What stands there becomes what is so now. Each call may be done again, so an attempt begins in front.

        What was not sent yet needs no correction: it is read when it is sent.
        """
        uit = await self._lees(post.kenmerk)
        klantcontact = await self._schrijf.find_klantcontact(post.kenmerk) if uit else None
        if uit is None or klantcontact is None:
            raise NietMeerNodig
        await self._schrijf.vul_weer(klantcontact, uit)
        if post.inhoud.get("adressen"):
            betrokkene = await self._schrijf.betrokkene(klantcontact)
            for soort, adres in uit.adressen:
                await self._schrijf.adres(betrokkene, soort, adres)
            await self._schrijf.lees_adressen_terug(uit, betrokkene)
        if post.inhoud.get("taak"):
            await self._schrijf.geef_taak(uit, klantcontact)
        await self._schrijf.lees_tekst_terug(uit, klantcontact)

    async def _sluit_taak(self, post: Post) -> None:
        """Mark the internetaak as done, once the registration is there; withdrawn words are taken back."""
        if post.inhoud.get("gewist"):
            await self._schrijf.maak_leeg(post.kenmerk)
            return
        stappen, status, uit = await self._stand(post.kenmerk)
        if not stappen and status in (None, "overbodig"):
            raise NietMeerNodig
        if not stappen.get("internetaak") and status not in ("mislukt", "overbodig"):
            raise VerzendFout("het klantcontact is nog niet verstuurd")
        if uit is not None and uit.status in LOOPT:
            # Approved again or reopened since: the team still has to do it.
            raise NietMeerNodig
        if uit is None:
            await self._schrijf.maak_leeg(post.kenmerk)
        elif stappen.get("internetaak"):
            await self._schrijf.sluit(stappen["internetaak"])
        else:
            await self._schrijf.sluit_taken(post.kenmerk)

    async def _stand(self, kenmerk: str) -> tuple[dict[str, Any], str | None, Uit | None]:
        """What was already registered, how that stands, and what may still be told."""

        def doe(session: Session) -> tuple[dict[str, Any], str | None, Uit | None]:
            rij = queries.find_uit_post(session, kenmerk, "openklant")
            stappen = dict(rij.stappen or {}) if rij else {}
            return stappen, rij.status if rij else None, read_uit(session, kenmerk)

        return await self._in_db(doe)
