"""Builders with sensible defaults: a test names only what it is about."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sociale_kaart.velden import KOLOMMEN

VELDEN: dict[str, str] = {
    "id": "taalhuis-limmen",
    "naam": "Taalhuis Limmen",
    "organisatie": "Stichting Duinzicht",
    "omschrijving": "Hulp bij lezen en schrijven. U oefent in een kleine groep.",
    "leefgebieden": "maatschappelijke_participatie",
    "toegang": "vrij",
    "doelgroep": "Iedereen van 18 jaar en ouder",
    "kosten": "Gratis",
    "gemeenten": "Castricum",
    "kernen": "Limmen",
    "adres": "Dusseldorperweg 1",
    "postcode": "1906 AA",
    "plaats": "Limmen",
    "telefoon": "072 000 0201",
    "email": "taalhuis@example.nl",
    "website": "https://www.example.nl/taalhuis",
    "openingstijden": "ma-vr 09:00-12:30,13:30-17:00",
    "trefwoorden": "taal|lezen|schrijven",
    "laatst_gecontroleerd": "2026-11-03",
    "status": "gepubliceerd",
}


def velden(**anders: Any) -> dict[str, Any]:
    """The fields of an entry that passes every check, with what the test is about."""
    return {**VELDEN, **anders}


def csv_tekst(*rijen: Mapping[str, str], teken: str = ",", extra: tuple[str, ...] = ()) -> str:
    """A file of the koppelvlak with these rows."""
    buffer = io.StringIO()
    schrijver = csv.writer(buffer, delimiter=teken, lineterminator="\r\n")
    schrijver.writerow([*KOLOMMEN, *extra])
    for rij in rijen:
        schrijver.writerow([rij[k] for k in (*KOLOMMEN, *extra)])
    return buffer.getvalue()


def schrijf(map: Path, tekst: str, naam: str = "kaart.csv") -> Path:
    """A file with exactly this text."""
    pad = map / naam
    pad.write_bytes(tekst.encode("utf-8"))
    return pad
