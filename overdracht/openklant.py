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
from overdracht.models import OPGEPAKT, WACHTEND
from overdracht.openklant_client import OpenKlant
from overdracht.openklant_inhoud import MAX_TOELICHTING, OPENKLANT, Uit, as_contactnaam, as_klantcontact, read_uit
from overdracht.outbox import NietMeerNodig, Post, VerzendFout, VerzendStop
from overdracht.teksten import tekst
from overdracht.zinnen import kort_af

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

T = TypeVar("T")
LOOPT = (WACHTEND, OPGEPAKT)


class OpenKlantVerzender:
    """Sends an overdracht (`openklant`), corrects what stands there (`openklant_wijzigen`) and closes its
    internetaak (`openklant_sluiten`)."""

    def __init__(self, database: Database, client: OpenKlant) -> None:
        self._database = database
        self._client = client

    async def verzend(self, post: Post) -> None:
        if await self._in_db(lambda s: queries.has_bezig(s, post.kenmerk, OPENKLANT, behalve=post.id)):
            # What was read before a change must never be written after it.
            raise VerzendFout("een andere stap van dit kenmerk is nog bezig")
        wegen = {"openklant": self._registreer, WIJZIGEN: self._wijzig, "openklant_sluiten": self._sluit_taak}
        await wegen[post.soort](post)

    async def _in_db(self, werk: Callable[[Session], T]) -> T:
        def doe() -> T:
            with self._database.lezen() as session:
                return werk(session)

        return await asyncio.to_thread(doe)

    async def _lees(self, kenmerk: str) -> Uit | None:
        return await self._in_db(lambda s: read_uit(s, kenmerk))

    async def _registreer(self, post: Post) -> None:
        uit = await self._lees(post.kenmerk)
        if uit is None:
            raise NietMeerNodig
        actor = await post.eens("actor", lambda: self._actor(uit.team, "afd", "organisatorische_eenheid"))
        assistent = await post.eens(
            "assistent", lambda: self._actor(tekst("openklant.assistent"), "assistent", "geautomatiseerde_actor")
        )
        hervat = "klantcontact" in post.stappen
        klantcontact = await post.eens("klantcontact", lambda: self._klantcontact(uit))
        if hervat:
            # Written by an earlier attempt: what it said may have been changed, or have arrived otherwise.
            await self._vul_weer(klantcontact, uit)
        betrokkene = await post.eens("betrokkene", lambda: self._betrokkene(klantcontact))
        for soort, adres in uit.adressen:
            await post.eens(soort, lambda s=soort, a=adres: self._adres(betrokkene, s, a))  # type: ignore[misc]
        await post.eens("actorklantcontact", lambda: self._koppel(assistent, klantcontact))
        taak = await post.eens("internetaak", lambda: self._internetaak(uit, klantcontact, actor))
        await self._lees_terug(uit, klantcontact, taak)

    async def _actor(self, naam: str, objecttype: str, soort: str) -> str:
        object_id = naam[:200]
        params = {"actoridentificatorObjectId": object_id, "actoridentificatorCodeObjecttype": objecttype}
        gevonden = await self._client.find("/actoren", params)
        if gevonden:
            return gevonden
        data = {
            "naam": naam[:200],
            "soortActor": soort,
            "indicatieActief": True,
            "actoridentificator": {
                "objectId": object_id,
                "codeObjecttype": objecttype,
                "codeRegister": "obj" if objecttype == "afd" else "voordeur",
                "codeSoortObjectId": "idf",
            },
        }
        return str((await self._client.vraag("POST", "/actoren", data=data))["uuid"])

    async def _find_klantcontact(self, kenmerk: str) -> str | None:
        vraag = "onderwerpobject__onderwerpobjectidentificator"
        return await self._client.find(
            "/klantcontacten", {f"{vraag}ObjectId": kenmerk, f"{vraag}CodeRegister": "voordeur"}
        )

    async def _klantcontact(self, uit: Uit) -> str:
        """Look first: an earlier attempt may have succeeded without our hearing of it, or was emptied since."""
        gevonden = await self._find_klantcontact(uit.kenmerk)
        if gevonden:
            await self._vul_weer(gevonden, uit)
            return gevonden
        gemaakt = await self._client.vraag("POST", "/maak-klantcontact", data=as_klantcontact(uit))
        return str(gemaakt["klantcontact"]["uuid"])

    async def _vul_weer(self, klantcontact: str, uit: Uit) -> None:
        data = as_klantcontact(uit)
        await self._client.vraag("PATCH", f"/klantcontacten/{klantcontact}", data=data["klantcontact"])
        betrokkene = {naam: data["betrokkene"][naam] for naam in ("rol", "contactnaam")}
        await self._client.vraag("PATCH", f"/betrokkenen/{await self._betrokkene(klantcontact)}", data=betrokkene)

    async def _betrokkene(self, klantcontact: str) -> str:
        gevonden = await self._client.find("/betrokkenen", {"hadKlantcontact__uuid": klantcontact})
        if gevonden is None:
            raise VerzendFout("het klantcontact heeft geen betrokkene")
        return gevonden

    async def _adres(self, betrokkene: str, soort: str, adres: str) -> str:
        params = {"verstrektDoorBetrokkene__uuid": betrokkene, "soortDigitaalAdres": soort}
        gevonden = await self._client.find("/digitaleadressen", params)
        if gevonden:
            await self._client.vraag("PATCH", f"/digitaleadressen/{gevonden}", data={"adres": adres})
            return gevonden
        data = {
            "adres": adres,
            "soortDigitaalAdres": soort,
            "omschrijving": "",
            "verstrektDoorBetrokkene": {"uuid": betrokkene},
            "verstrektDoorPartij": None,
        }
        return str((await self._client.vraag("POST", "/digitaleadressen", data=data))["uuid"])

    async def _koppel(self, actor: str, klantcontact: str) -> str:
        params = {"actor__uuid": actor, "klantcontact__uuid": klantcontact}
        gevonden = await self._client.find("/actorklantcontacten", params)
        if gevonden:
            return gevonden
        data = {"actor": {"uuid": actor}, "klantcontact": {"uuid": klantcontact}}
        return str((await self._client.vraag("POST", "/actorklantcontacten", data=data))["uuid"])

    async def _internetaak(self, uit: Uit, klantcontact: str, actor: str) -> str:
        gevonden = await self._client.find("/internetaken", {"aanleidinggevendKlantcontact__uuid": klantcontact})
        if gevonden:
            await self._client.vraag("PATCH", f"/internetaken/{gevonden}", data={"status": "te_verwerken"})
            return gevonden
        data = {
            "gevraagdeHandeling": tekst("openklant.handeling"),
            "aanleidinggevendKlantcontact": {"uuid": klantcontact},
            "toegewezenAanActoren": [{"uuid": actor}],
            "toelichting": kort_af(tekst("openklant.toelichting", kenmerk=uit.kenmerk), MAX_TOELICHTING),
            "status": "te_verwerken",
        }
        return str((await self._client.vraag("POST", "/internetaken", data=data))["uuid"])

    async def _wijzig(self, post: Post) -> None:
        """What stands there becomes what is so now. Each call may be done again, so an attempt begins in front.

        What was not sent yet needs no correction: it is read when it is sent.
        """
        uit = await self._lees(post.kenmerk)
        klantcontact = await self._find_klantcontact(post.kenmerk) if uit else None
        if uit is None or klantcontact is None:
            raise NietMeerNodig
        await self._vul_weer(klantcontact, uit)
        if post.inhoud.get("taak"):
            await self._geef_taak(uit, klantcontact)
        await self._lees_tekst_terug(uit, klantcontact)

    async def _geef_taak(self, uit: Uit, klantcontact: str) -> None:
        """The internetaak follows to the team that has it now, and is open while there is something to do.

        Only when that changed here: somebody there may have given it to a person since.
        """
        taak = await self._client.find("/internetaken", {"aanleidinggevendKlantcontact__uuid": klantcontact})
        if taak is None:
            return
        actor = await self._actor(uit.team, "afd", "organisatorische_eenheid")
        data: dict[str, Any] = {"toegewezenAanActoren": [{"uuid": actor}]}
        if uit.status in LOOPT:
            data["status"] = "te_verwerken"
        await self._client.vraag("PATCH", f"/internetaken/{taak}", data=data)
        await self._lees_taak_terug(taak)

    async def _lees_tekst_terug(self, uit: Uit, klantcontact: str) -> None:
        """Also what was taken out must be gone; an Open Klant without metadata has nothing of it to keep."""
        contact = await self._client.vraag("GET", f"/klantcontacten/{klantcontact}")
        metadata = contact.get("metadata") or uit.metadata
        if (contact.get("inhoud"), contact.get("onderwerp"), metadata) != (uit.inhoud, uit.onderwerp, uit.metadata):
            raise VerzendStop("teruglezen: de tekst van het klantcontact is anders aangekomen")

    async def _lees_terug(self, uit: Uit, klantcontact: str, taak: str) -> None:
        """A field that was dropped in silence would make somebody wait for nothing."""
        await self._lees_tekst_terug(uit, klantcontact)
        await self._lees_taak_terug(taak)

    async def _lees_taak_terug(self, taak: str) -> None:
        internetaak = await self._client.vraag("GET", f"/internetaken/{taak}")
        if not internetaak.get("toegewezenAanActoren") and not internetaak.get("toegewezenAanActor"):
            raise VerzendStop("teruglezen: de internetaak is aan niemand toegewezen")

    async def _sluit_taak(self, post: Post) -> None:
        """Mark the internetaak as done, once the registration is there; withdrawn words are taken back."""
        if post.inhoud.get("gewist"):
            await self._maak_leeg(post.kenmerk)
            return
        stappen, status, uit = await self._stand(post.kenmerk)
        if not stappen and status in (None, "overbodig"):
            raise NietMeerNodig
        if "internetaak" not in stappen and status not in ("mislukt", "overbodig"):
            raise VerzendFout("het klantcontact is nog niet verstuurd")
        if uit is not None and uit.status in LOOPT:
            # Approved again or reopened since: the team still has to do it.
            raise NietMeerNodig
        if uit is None:
            await self._maak_leeg(post.kenmerk)
        elif "internetaak" in stappen:
            await self._sluit(stappen["internetaak"])

    async def _sluit(self, internetaak: str) -> None:
        await self._client.vraag("PATCH", f"/internetaken/{internetaak}", data={"status": "verwerkt"})

    async def _maak_leeg(self, kenmerk: str) -> None:
        """Nothing of the resident stays there: words, name, addresses.

        Looked for under the kenmerk, since a step may have been written without our hearing of it.
        """
        klantcontact = await self._find_klantcontact(kenmerk)
        if klantcontact is None:
            return
        leeg = {"onderwerp": tekst("openklant.onderwerp", kenmerk=kenmerk), "inhoud": "", "metadata": {}}
        await self._client.vraag("PATCH", f"/klantcontacten/{klantcontact}", data=leeg)
        for betrokkene in await self._client.find_all("/betrokkenen", {"hadKlantcontact__uuid": klantcontact}):
            await self._client.vraag("PATCH", f"/betrokkenen/{betrokkene}", data={"contactnaam": as_contactnaam("")})
            for adres in await self._client.find_all(
                "/digitaleadressen", {"verstrektDoorBetrokkene__uuid": betrokkene}
            ):
                await self._client.vraag("DELETE", f"/digitaleadressen/{adres}")
        for taak in await self._client.find_all("/internetaken", {"aanleidinggevendKlantcontact__uuid": klantcontact}):
            await self._sluit(taak)

    async def _stand(self, kenmerk: str) -> tuple[dict[str, Any], str | None, Uit | None]:
        """What was already registered, how that stands, and what may still be told."""

        def doe(session: Session) -> tuple[dict[str, Any], str | None, Uit | None]:
            rij = queries.find_uit_post(session, kenmerk, "openklant")
            stappen = dict(rij.stappen or {}) if rij else {}
            return stappen, rij.status if rij else None, read_uit(session, kenmerk)

        return await self._in_db(doe)
