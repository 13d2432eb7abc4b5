"""Plain fakes for actions: a triage that hears fixed words, a tracker without Rasa, a kaart of a few entries."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from opslag.db import Database
from sociale_kaart.edits import save_voorziening
from triage.beoordeling import Beoordeling, GevondenLeefgebied
from triage.gesprek import beoordeel_gesprek

# A Thursday morning on which the teams are there.
NU = dt.datetime(2026, 11, 19, 10, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
AVOND = NU.replace(hour=22)

WOORDEN = {
    "financien": r"schuld|geld|voedselbank|huur",
    "huisvesting": r"woning|ontruim",
    "activiteiten_dagelijks_leven": r"formulier|eten|boodschap|traplift",
    "sociaal_netwerk": r"eenzaam|mantelzorg|koffie",
    "gezin_en_opvoeding": r"scheiding|zoon|school",
}
CRISIS = {"suicide": r"dood wil|niet meer leven", "geweld": r"slaat me", "dakloos": r"vannacht op straat"}


class NepTriage:
    """Hears the words above and nothing else."""

    def beoordeel(self, tekst: str) -> Beoordeling:
        klein = tekst.lower()
        gebieden = tuple(
            GevondenLeefgebied(code, 0.9, (tekst,)) for code, patroon in WOORDEN.items() if re.search(patroon, klein)
        )
        crisis = next((soort for soort, patroon in CRISIS.items() if re.search(patroon, klein)), None)
        zwaarte = ("geen", "enkelvoudig", "meervoudig", "multicomplex")[min(len(gebieden), 3)]
        return Beoordeling(
            zwaarte="crisis" if crisis else zwaarte,
            soort="signaal" if "buurvrouw" in klein else "vraag",
            leefgebieden=gebieden,
            crisis=crisis,
            route="crisis" if crisis else "antwoord" if len(gebieden) == 1 else "verhelderen",
            namens="naaste" if "moeder" in klein else None,
        )

    def beoordeel_gesprek(
        self, berichten: Sequence[Beoordeling], *, weg: Collection[str] = (), erbij: Collection[str] = ()
    ) -> Beoordeling:
        return beoordeel_gesprek(berichten, weg=weg, erbij=erbij)


@dataclass
class NepTracker:
    """What rasa_sdk gives an action, as far as actions look at it."""

    latest_message: dict[str, Any]
    slots: dict[str, Any]
    events: list[dict[str, Any]] = field(default_factory=list)
    active_loop: dict[str, Any] = field(default_factory=dict)


KAART: tuple[dict[str, Any], ...] = (
    {"id": "formulieren-limmen", "naam": "Formulierenhulp Limmen", "kernen": "Limmen", "plaats": "Limmen",
     "omschrijving": "Hulp met formulieren en post.", "leefgebieden": "activiteiten_dagelijks_leven",
     "openingstijden": "wo 09:30-12:00", "kosten": "Gratis", "trefwoorden": "formulier|post"},
    {"id": "formulieren-castricum", "naam": "Formulierenhulp Castricum", "kernen": "Castricum", "plaats": "Castricum",
     "omschrijving": "Hulp met formulieren.", "leefgebieden": "activiteiten_dagelijks_leven",
     "openingstijden": "do 09:00-12:00", "kosten": "", "trefwoorden": "formulier"},
    {"id": "voedselbank", "naam": "Voedselbank De Mand", "kernen": "", "plaats": "Castricum",
     "omschrijving": "Eten voor wie weinig geld heeft.", "leefgebieden": "financien",
     "openingstijden": "vr 10:00-12:00", "kosten": "Gratis", "trefwoorden": "voedselbank|eten"},
    {"id": "traplift", "naam": "Traplift in huis", "kernen": "", "plaats": "", "adres": "", "postcode": "",
     "omschrijving": "Een traplift om thuis te blijven wonen.", "leefgebieden": "activiteiten_dagelijks_leven",
     "toegang": "maatwerk", "openingstijden": "", "kosten": "Eigen bijdrage", "trefwoorden": "traplift"},
    {"id": "logeerhuis", "naam": "Logeerhuis", "kernen": "", "plaats": "Castricum",
     "omschrijving": "Respijtzorg: iemand neemt de zorg van de mantelzorger over.",
     "leefgebieden": "sociaal_netwerk", "toegang": "collectief", "openingstijden": "24/7",
     "trefwoorden": "respijtzorg|mantelzorg"},
)  # fmt: skip


def vul_kaart(database: Database) -> None:
    """The small kaart above, published."""
    basis = {
        "organisatie": "Stichting Duinzicht", "toegang": "vrij", "doelgroep": "Inwoners", "gemeenten": "Castricum",
        "adres": "Dorpsstraat 1", "postcode": "1901 AA", "telefoon": "072 000 0201", "email": "info@example.nl",
        "website": "", "laatst_gecontroleerd": "2026-11-03", "status": "gepubliceerd",
    }  # fmt: skip
    with database.session_scope() as session:
        for rij in KAART:
            save_voorziening(session, basis | rij, wie="test", versie=None)


def anders(beoordeling: Beoordeling, **velden: Any) -> Beoordeling:
    """The same finding with other values."""
    return replace(beoordeling, **velden)
