"""Open Klant (Klantinteracties 2.x): an overdracht as klantcontact with an internetaak for the team.

Open Klant has no idempotency and drops unknown fields in silence. So every step's uuid is kept at once,
a klantcontact is looked for under our kenmerk before one is made, and what was written is read back.
"""

from __future__ import annotations

import asyncio
from typing import Any

from opslag.db import Database
from overdracht import queries
from overdracht.models import OPGEPAKT, WACHTEND
from overdracht.openklant_client import OpenKlant
from overdracht.openklant_inhoud import MAX_TOELICHTING, Uit, as_contactnaam, as_klantcontact, read_uit
from overdracht.outbox import NietMeerNodig, Post, VerzendFout, VerzendStop
from overdracht.teksten import tekst
from overdracht.zinnen import kort_af

LOOPT = (WACHTEND, OPGEPAKT)


class OpenKlantVerzender:
    """Sends an overdracht (`openklant`) and closes its internetaak (`openklant_sluiten`)."""

    def __init__(self, database: Database, client: OpenKlant) -> None:
        self._database = database
        self._client = client

    async def verzend(self, post: Post) -> None:
        await (self._sluit_taak(post) if post.soort == "openklant_sluiten" else self._registreer(post))

    async def _lees(self, kenmerk: str) -> Uit | None:
        def doe() -> Uit | None:
            with self._database.lezen() as session:
                return read_uit(session, kenmerk)

        return await asyncio.to_thread(doe)

    async def _registreer(self, post: Post) -> None:
        uit = await self._lees(post.kenmerk)
        if uit is None:
            raise NietMeerNodig
        actor = await post.eens("actor", lambda: self._actor(uit.team, "afd", "organisatorische_eenheid"))
        assistent = await post.eens(
            "assistent", lambda: self._actor(tekst("openklant.assistent"), "assistent", "geautomatiseerde_actor")
        )
        klantcontact = await post.eens("klantcontact", lambda: self._klantcontact(uit))
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

    async def _lees_terug(self, uit: Uit, klantcontact: str, taak: str) -> None:
        """A field that was dropped in silence would make somebody wait for nothing."""
        contact = await self._client.vraag("GET", f"/klantcontacten/{klantcontact}")
        if contact.get("inhoud") != uit.inhoud or contact.get("onderwerp") != uit.onderwerp:
            raise VerzendStop("teruglezen: de tekst van het klantcontact is anders aangekomen")
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

        def doe() -> tuple[dict[str, Any], str | None, Uit | None]:
            with self._database.lezen() as session:
                rij = queries.find_uit_post(session, kenmerk, "openklant")
                stappen = dict(rij.stappen or {}) if rij else {}
                return stappen, rij.status if rij else None, read_uit(session, kenmerk)

        return await asyncio.to_thread(doe)
