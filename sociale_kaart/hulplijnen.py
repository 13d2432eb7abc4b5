"""The national help lines. The assistant speaks no number without its source and the date it was checked."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sociale_kaart.controles import is_telefoon
from triage.beoordeling import CRISIS_SOORTEN

BESTAND = Path(__file__).parent / "voorbeeld" / "hulplijnen.csv"


class HulplijnenFout(Exception):
    """The file holds a number that may not be spoken: no source, no date, or not a number."""


@dataclass(frozen=True)
class Hulplijn:
    """One help line. uren: as a person says it, empty = unknown. voor: the kinds of crisis it is for."""

    code: str
    naam: str
    organisatie: str
    nummer: str
    ander_nummer: str
    uren: str
    openingstijden: str
    kosten: str
    omschrijving: str
    doelgroep: str
    leefgebieden: tuple[str, ...]
    trefwoorden: tuple[str, ...]
    voor: tuple[str, ...]
    website: str
    bron: str
    gecontroleerd_op: dt.date

    def as_velden(self) -> dict[str, Any]:
        """The help line as an entry of the kaart, for the whole werkgebied."""
        return {
            "id": f"landelijk-{self.code.replace('_', '-')}",
            "naam": self.naam,
            "organisatie": self.organisatie,
            "omschrijving": self.omschrijving,
            "leefgebieden": list(self.leefgebieden),
            "toegang": "vrij",
            "doelgroep": self.doelgroep,
            "kosten": self.kosten,
            "telefoon": self.nummer,
            "website": self.website,
            "openingstijden": self.openingstijden,
            "trefwoorden": list(self.trefwoorden),
            "laatst_gecontroleerd": self.gecontroleerd_op,
            "status": "gepubliceerd",
            "bron": self.bron,
        }


def load(pad: Path = BESTAND) -> dict[str, Hulplijn]:
    """Every help line by its code, in the order of the file.

    Raises HulplijnenFout when a line lacks its source or its date.
    """
    with pad.open(encoding="utf-8-sig", newline="") as bestand:
        lijnen = [_lees(n, rij) for n, rij in enumerate(csv.DictReader(bestand), 2)]
    return {lijn.code: lijn for lijn in lijnen}


def for_crisis(hulplijnen: Mapping[str, Hulplijn], soort: str) -> list[Hulplijn]:
    """The help lines for this kind of crisis, in the order of the file."""
    return [lijn for lijn in hulplijnen.values() if soort in lijn.voor]


def _lees(nummer: int, rij: Mapping[str, str]) -> Hulplijn:
    def lijst(naam: str) -> tuple[str, ...]:
        return tuple(deel for deel in rij[naam].split("|") if deel)

    if not rij["bron"] or not rij["gecontroleerd_op"]:
        raise HulplijnenFout(f"Hulplijnen, rij {nummer}: bron of controledatum ontbreekt.")
    nummers = [rij["nummer"], *([rij["ander_nummer"]] if rij["ander_nummer"] else [])]
    if not all(is_telefoon(n) for n in nummers):
        raise HulplijnenFout(f"Hulplijnen, rij {nummer}: '{', '.join(nummers)}' is geen telefoonnummer.")
    if onbekend := set(lijst("voor")) - set(CRISIS_SOORTEN):
        raise HulplijnenFout(f"Hulplijnen, rij {nummer}: onbekende crisis {', '.join(sorted(onbekend))}.")
    try:
        op = dt.date.fromisoformat(rij["gecontroleerd_op"])
    except ValueError:
        raise HulplijnenFout(f"Hulplijnen, rij {nummer}: de controledatum is geen datum.") from None
    lijsten = {naam: lijst(naam) for naam in ("leefgebieden", "trefwoorden", "voor")}
    return Hulplijn(**{**rij, **lijsten, "gecontroleerd_op": op})  # type: ignore[arg-type]
