"""Giving the entries out: CSV that comes back in byte for byte, JSON, and HSDS for other systems."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from sociale_kaart import hsds, queries
from sociale_kaart.models import Session, Voorziening
from sociale_kaart.rekenblad import GEMARKEERD, KOLOM, markeer
from sociale_kaart.velden import EIGEN, KOLOMMEN, VELDEN, als_json, als_tekst, velden_van, zonder_geheim
from sociale_kaart.zicht import Zicht

FORMATEN = ("csv", "rekenblad", "json", "hsds")


def export(session: Session, formaat: str, zicht: Zicht) -> Iterator[str]:
    """The kaart in one of FORMATEN. Files for the redactie hold everything, a feed what may be seen."""
    if formaat == "hsds":
        return export_hsds(session, zicht)
    return {"csv": export_csv, "rekenblad": export_rekenblad, "json": export_json}[formaat](session)


def export_csv(session: Session) -> Iterator[str]:
    """The kaart as CSV (koppelvlak §4), line by line; confidential places are left empty.

    The twenty columns, then those of our own that any entry uses, then the extra columns of earlier imports.
    """
    buffer = io.StringIO()
    schrijver = csv.writer(buffer, lineterminator="\r\n")
    for rij in _rijen(session):
        schrijver.writerow(rij)
        yield _leeg(buffer)


def export_rekenblad(session: Session) -> Iterator[str]:
    """The same for people with a spreadsheet: semicolons as the Dutch ones want, and no cell that is calculated.

    Its last column says that the text is marked, so that it comes back in as it stands here.
    """
    buffer = io.StringIO()
    buffer.write("\ufeff")
    schrijver = csv.writer(buffer, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for nummer, rij in enumerate(_rijen(session)):
        schrijver.writerow([*map(markeer, rij), GEMARKEERD if nummer else KOLOM])
        yield _leeg(buffer)


def _rijen(session: Session) -> Iterator[list[str]]:
    eigen = _gebruikte_eigen_kolommen(session)
    extra = queries.read_extra_columns(session)
    yield [*KOLOMMEN, *eigen, *extra]
    for voorziening in queries.read_all(session):
        velden = zonder_geheim(velden_van(voorziening))
        cellen = [als_tekst(n, velden[n]) for n in (*KOLOMMEN, *eigen)]
        yield [*cellen, *((voorziening.extra or {}).get(n, "") for n in extra)]


def _leeg(buffer: io.StringIO) -> str:
    tekst = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return tekst


def _gebruikte_eigen_kolommen(session: Session) -> list[str]:
    namen = [v.naam for v in EIGEN]
    gebruikt: set[str] = set()
    for voorziening in queries.read_all(session):
        velden = zonder_geheim(velden_van(voorziening))
        gebruikt |= {n for n in namen if als_tekst(n, velden[n])}
        if len(gebruikt) == len(namen):
            break
    return [n for n in namen if n in gebruikt]


def _json_velden(voorziening: Voorziening) -> dict[str, Any]:
    velden = als_json(zonder_geheim(velden_van(voorziening)))
    gevuld = {n: w for n, w in velden.items() if n in KOLOMMEN or w not in (None, "", [], False)}
    return {n: gevuld[n] for n in VELDEN if n in gevuld} | ({"extra": voorziening.extra} if voorziening.extra else {})


def export_json(session: Session) -> Iterator[str]:
    """The kaart as JSON under `voorzieningen`, one entry a line; confidential places are left empty."""
    yield '{"voorzieningen": [\n'
    ervoor = ""
    for voorziening in queries.read_all(session):
        yield ervoor + json.dumps(_json_velden(voorziening), ensure_ascii=False)
        ervoor = ",\n"
    yield "\n]}\n"


def export_hsds(session: Session, zicht: Zicht) -> Iterator[str]:
    """What may be seen as one page of HSDS 3 services, each in full."""
    yield json.dumps(hsds.all_services(session, zicht), ensure_ascii=False, indent=1) + "\n"
