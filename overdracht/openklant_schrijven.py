"""What is written in Open Klant, resource by resource, and read back. Each may be done again without doing it twice.

Open Klant has no idempotency and drops unknown fields in silence: what is to be made is looked for first, and what
was written is read.
"""

from __future__ import annotations

from typing import Any

from overdracht.models import OPGEPAKT, WACHTEND
from overdracht.openklant_client import NietGevonden, OpenKlant
from overdracht.openklant_inhoud import MAX_TOELICHTING, Uit, as_contactnaam, as_klantcontact
from overdracht.outbox import VerzendFout, VerzendStop
from overdracht.teksten import tekst
from overdracht.zinnen import kort_af

LOOPT = (WACHTEND, OPGEPAKT)


def _adresvraag(betrokkene: str, soort: str) -> dict[str, str]:
    return {"verstrektDoorBetrokkene__uuid": betrokkene, "soortDigitaalAdres": soort}


class OpenKlantSchrijver:
    """Writes one thing at a time. Raises VerzendFout, VerzendStop and NietGevonden."""

    def __init__(self, client: OpenKlant) -> None:
        self._client = client

    async def actor(self, naam: str, objecttype: str, soort: str) -> str:
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

    async def find_klantcontact(self, kenmerk: str) -> str | None:
        vraag = "onderwerpobject__onderwerpobjectidentificator"
        return await self._client.find(
            "/klantcontacten", {f"{vraag}ObjectId": kenmerk, f"{vraag}CodeRegister": "voordeur"}
        )

    async def klantcontact(self, uit: Uit) -> str:
        """Look first: an earlier attempt may have succeeded without our hearing of it, or was emptied since."""
        gevonden = await self.find_klantcontact(uit.kenmerk)
        if gevonden:
            await self.vul_weer(gevonden, uit)
            return gevonden
        gemaakt = await self._client.vraag("POST", "/maak-klantcontact", data=as_klantcontact(uit))
        return str(gemaakt["klantcontact"]["uuid"])

    async def vul_weer(self, klantcontact: str, uit: Uit) -> None:
        data = as_klantcontact(uit)
        await self._client.vraag("PATCH", f"/klantcontacten/{klantcontact}", data=data["klantcontact"])
        betrokkene = await self.betrokkene(klantcontact)
        wie = {naam: data["betrokkene"][naam] for naam in ("rol", "contactnaam")}
        await self._client.vraag("PATCH", f"/betrokkenen/{betrokkene}", data=wie)
        # An earlier consent was perhaps for another way to be reached.
        for soort in {"telefoonnummer", "email"} - {s for s, _ in uit.adressen}:
            for adres in await self._client.find_all("/digitaleadressen", _adresvraag(betrokkene, soort)):
                await self._client.vraag("DELETE", f"/digitaleadressen/{adres}")

    async def betrokkene(self, klantcontact: str) -> str:
        gevonden = await self._client.find("/betrokkenen", {"hadKlantcontact__uuid": klantcontact})
        if gevonden is None:
            raise VerzendFout("het klantcontact heeft geen betrokkene")
        return gevonden

    async def adres(self, betrokkene: str, soort: str, adres: str) -> str:
        gevonden = await self._client.find("/digitaleadressen", _adresvraag(betrokkene, soort))
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

    async def koppel(self, actor: str, klantcontact: str) -> str:
        params = {"actor__uuid": actor, "klantcontact__uuid": klantcontact}
        gevonden = await self._client.find("/actorklantcontacten", params)
        if gevonden:
            return gevonden
        data = {"actor": {"uuid": actor}, "klantcontact": {"uuid": klantcontact}}
        return str((await self._client.vraag("POST", "/actorklantcontacten", data=data))["uuid"])

    async def internetaak(self, uit: Uit, klantcontact: str, actor: str) -> str:
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

    async def geef_taak(self, uit: Uit, klantcontact: str) -> None:
        """The internetaak follows to the team that has it now, and is open while there is something to do.

        Only when that changed here: somebody there may have given it to a person since.
        """
        taak = await self._client.find("/internetaken", {"aanleidinggevendKlantcontact__uuid": klantcontact})
        if taak is None:
            return
        actor = await self.actor(uit.team, "afd", "organisatorische_eenheid")
        data: dict[str, Any] = {"toegewezenAanActoren": [{"uuid": actor}]}
        if uit.status in LOOPT:
            data["status"] = "te_verwerken"
        await self._client.vraag("PATCH", f"/internetaken/{taak}", data=data)
        await self.lees_taak_terug(taak)

    async def lees_tekst_terug(self, uit: Uit, klantcontact: str) -> None:
        """Also what was taken out must be gone; an Open Klant without metadata has nothing of it to keep."""
        contact = await self._client.vraag("GET", f"/klantcontacten/{klantcontact}")
        metadata = contact.get("metadata") or uit.metadata
        if (contact.get("inhoud"), contact.get("onderwerp"), metadata) != (uit.inhoud, uit.onderwerp, uit.metadata):
            raise VerzendStop("teruglezen: de tekst van het klantcontact is anders aangekomen")

    async def lees_terug(self, uit: Uit, klantcontact: str, taak: str) -> None:
        """A field that was dropped in silence would make somebody wait for nothing."""
        await self.lees_tekst_terug(uit, klantcontact)
        await self.lees_taak_terug(taak)

    async def lees_taak_terug(self, taak: str) -> None:
        internetaak = await self._client.vraag("GET", f"/internetaken/{taak}")
        if not internetaak.get("toegewezenAanActoren") and not internetaak.get("toegewezenAanActor"):
            raise VerzendStop("teruglezen: de internetaak is aan niemand toegewezen")

    async def lees_adressen_terug(self, uit: Uit, betrokkene: str) -> None:
        """Without an address there nobody can call or mail."""
        for soort, adres in uit.adressen:
            antwoord = await self._client.vraag("GET", "/digitaleadressen", params=_adresvraag(betrokkene, soort))
            if adres not in [r.get("adres") for r in antwoord.get("results", [])]:
                raise VerzendStop(f"teruglezen: het adres ({soort}) is anders aangekomen")

    async def sluit(self, internetaak: str) -> None:
        """Nobody should do again what is done; a taak that was deleted there is no longer waiting either."""
        pad = f"/internetaken/{internetaak}"
        try:
            await self._client.vraag("PATCH", pad, data={"status": "verwerkt"})
            status = (await self._client.vraag("GET", pad)).get("status")
        except NietGevonden:
            return
        if status != "verwerkt":
            raise VerzendStop("teruglezen: de internetaak is niet gesloten")

    async def sluit_taken(self, kenmerk: str) -> None:
        """Looked for under the kenmerk: one may have been made without our hearing of it."""
        klantcontact = await self.find_klantcontact(kenmerk)
        if klantcontact is not None:
            await self._sluit_taken_van(klantcontact)

    async def _sluit_taken_van(self, klantcontact: str) -> None:
        for taak in await self._client.find_all("/internetaken", {"aanleidinggevendKlantcontact__uuid": klantcontact}):
            await self.sluit(taak)

    async def maak_leeg(self, kenmerk: str) -> None:
        """Nothing of the resident stays there: words, name, addresses.

        Looked for under the kenmerk, since a step may have been written without our hearing of it.
        """
        klantcontact = await self.find_klantcontact(kenmerk)
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
        await self._sluit_taken_van(klantcontact)
        over = await self._client.vraag("GET", f"/klantcontacten/{klantcontact}")
        if over.get("inhoud") or over.get("metadata"):
            raise VerzendStop("teruglezen: het klantcontact is niet leeg")
