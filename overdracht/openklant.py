"""Open Klant (Klantinteracties 2.x): an overdracht as klantcontact with an internetaak for the team.

Open Klant has no idempotency and drops unknown fields in silence. So every step's uuid is kept at once,
a klantcontact is looked for under our kenmerk before one is made, and what was written is read back.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from opslag.db import Database
from overdracht import queries
from overdracht.contact import normaliseer_telefoon
from overdracht.models import Overdracht
from overdracht.openklant_client import OpenKlant
from overdracht.outbox import NietMeerNodig, Post, VerzendFout, VerzendStop
from overdracht.teksten import tekst
from overdracht.zinnen import kort_af
from triage.beoordeling import LEEFGEBIEDEN

MAX_ONDERWERP, MAX_INHOUD, MAX_TOELICHTING, MAX_METADATA, MAX_ADRES, MAX_NAAM = 200, 1000, 1000, 255, 80, 40


@dataclass(frozen=True)
class Uit:
    """What goes to Open Klant about one overdracht: read when it is sent, never kept apart."""

    kenmerk: str
    team: str
    gemeente: str
    op: dt.datetime
    onderwerp: str
    inhoud: str
    namens_ander: bool
    metadata: dict[str, str]
    naam: str
    adressen: tuple[tuple[str, str], ...]
    status: str
    uitkomst: str


def read_uit(session: Session, kenmerk: str) -> Uit | None:
    """What may be sent now; None without consent or when it is gone."""
    overdracht = queries.get_overdracht(session, kenmerk)
    if overdracht is None or not overdracht.toestemming or not overdracht.verslag:
        return None
    verslag = overdracht.verslag
    hulpvraag = (verslag.get("hulpvraag") or {}).get("tekst", "")
    return Uit(
        kenmerk=overdracht.kenmerk,
        team=overdracht.team,
        gemeente=overdracht.gemeente or "",
        op=overdracht.aangemaakt_op,
        onderwerp=_onderwerp(overdracht),
        inhoud=kort_af(hulpvraag, MAX_INHOUD, rest=tekst("openklant.rest", kenmerk=overdracht.kenmerk)),
        namens_ander=verslag["namens"] != "zelf",
        metadata=_metadata(overdracht),
        naam=verslag["contact"]["naam"],
        adressen=_adressen(verslag["contact"]),
        status=overdracht.status,
        uitkomst=overdracht.uitkomst,
    )


def _onderwerp(overdracht: Overdracht) -> str:
    """Leefgebieden, not the resident's words: the subject is shown in lists."""
    namen = ", ".join(LEEFGEBIEDEN[c] for c in overdracht.leefgebieden if c in LEEFGEBIEDEN)
    zin = tekst("openklant.onderwerp", kenmerk=overdracht.kenmerk)
    return kort_af(f"{zin}: {namen}" if namen else zin, MAX_ONDERWERP)


def _metadata(overdracht: Overdracht) -> dict[str, str]:
    waarden = {
        "kenmerk": overdracht.kenmerk,
        "zwaarte": overdracht.zwaarte,
        "leefgebieden": ",".join(overdracht.leefgebieden),
        "gemeente": overdracht.gemeente or "",
        "kern": overdracht.kern or "",
        "voorkeur": overdracht.voorkeur,
    }
    return {naam: kort_af(waarde, MAX_METADATA) for naam, waarde in waarden.items() if waarde}


def _adressen(contact: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """(kind, address) as Open Klant takes them; what it would refuse is left out."""
    uit = []
    telefoon = normaliseer_telefoon(contact["telefoon"]) if contact["telefoon"] else None
    if telefoon:
        uit.append(("telefoonnummer", telefoon))
    if contact["email"] and len(contact["email"]) <= MAX_ADRES:
        uit.append(("email", contact["email"]))
    return tuple(uit)


def _contactnaam(naam: str) -> dict[str, str]:
    return {"voorletters": "", "voornaam": "", "voorvoegselAchternaam": "", "achternaam": naam}


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
        """Look first: an earlier attempt may have succeeded without our hearing of it."""
        gevonden = await self._find_klantcontact(uit.kenmerk)
        if gevonden:
            return gevonden
        data = {
            "klantcontact": {
                "kanaal": "chat",
                "onderwerp": uit.onderwerp,
                "inhoud": uit.inhoud,
                "taal": "nld",
                "vertrouwelijk": True,
                "plaatsgevondenOp": uit.op.isoformat(),
                "indicatieContactGelukt": False,
                "metadata": uit.metadata,
            },
            "betrokkene": {
                "rol": "vertegenwoordiger" if uit.namens_ander else "klant",
                "initiator": True,
                "contactnaam": _contactnaam(uit.naam[:200]),
                "organisatienaam": "",
            },
            "onderwerpobject": {
                "onderwerpobjectidentificator": {
                    "objectId": uit.kenmerk,
                    "codeObjecttype": "overdracht",
                    "codeRegister": "voordeur",
                    "codeSoortObjectId": "kenmerk",
                }
            },
        }
        gemaakt = await self._client.vraag("POST", "/maak-klantcontact", data=data)
        return str(gemaakt["klantcontact"]["uuid"])

    async def _betrokkene(self, klantcontact: str) -> str:
        gevonden = await self._client.find("/betrokkenen", {"hadKlantcontact__uuid": klantcontact})
        if gevonden is None:
            raise VerzendFout("het klantcontact heeft geen betrokkene")
        return gevonden

    async def _adres(self, betrokkene: str, soort: str, adres: str) -> str:
        params = {"verstrektDoorBetrokkene__uuid": betrokkene, "soortDigitaalAdres": soort}
        gevonden = await self._client.find("/digitaleadressen", params)
        if gevonden:
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
            await self._client.vraag("PATCH", f"/betrokkenen/{betrokkene}", data={"contactnaam": _contactnaam("")})
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
