"""What Open Klant is told about an overdracht, within its limits. Read when it is sent, never kept apart."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from overdracht import queries
from overdracht.contact import normaliseer_telefoon
from overdracht.models import Overdracht
from overdracht.past import NEDERLANDS, talen
from overdracht.teksten import tekst
from overdracht.zinnen import kort_af
from triage.beoordeling import LEEFGEBIEDEN

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# A number such as 14 072 exists, but Open Klant refuses it.
_TELEFOON = re.compile(r"\+[0-9]{9,15}")
# The kinds of post about one overdracht: never two of them at a time.
OPENKLANT = ("openklant", "openklant_wijzigen", "openklant_sluiten")
MAX_ONDERWERP, MAX_INHOUD, MAX_TOELICHTING, MAX_METADATA, MAX_ADRES = 200, 1000, 1000, 255, 80


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
    return as_uit(overdracht) if overdracht is not None else None


def as_uit(overdracht: Overdracht) -> Uit | None:
    """What may be told of this overdracht as it is; None without consent."""
    if not overdracht.toestemming or not overdracht.verslag:
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
        # The contact itself was in Dutch; this is what the resident speaks.
        "taal": "" if overdracht.taal in NEDERLANDS else talen().get(overdracht.taal, overdracht.taal),
    }
    return {naam: kort_af(waarde, MAX_METADATA) for naam, waarde in waarden.items() if waarde}


def _adressen(contact: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """(kind, address) as Open Klant takes them; what it would refuse is left out."""
    uit = []
    telefoon = normaliseer_telefoon(contact["telefoon"]) if contact["telefoon"] else None
    if telefoon and _TELEFOON.fullmatch(telefoon):
        uit.append(("telefoonnummer", telefoon))
    if contact["email"] and len(contact["email"]) <= MAX_ADRES:
        uit.append(("email", contact["email"]))
    return tuple(uit)


def as_contactnaam(naam: str) -> dict[str, str]:
    return {"voorletters": "", "voornaam": "", "voorvoegselAchternaam": "", "achternaam": naam}


def as_klantcontact(uit: Uit) -> dict[str, dict[str, Any]]:
    return {
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
            "contactnaam": as_contactnaam(uit.naam[:200]),
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
