"""Giving the entries out: CSV that comes back in byte for byte, JSON, and HSDS for other systems."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from sociale_kaart import hsds, hsds_vorm, queries
from sociale_kaart.models import Session, Voorziening
from sociale_kaart.velden import EIGEN, KOLOMMEN, VELDEN, als_json, als_tekst, velden_van, zonder_geheim


def export_csv(session: Session) -> Iterator[str]:
    """The kaart as CSV (koppelvlak §4), line by line; confidential places are left empty.

    The twenty columns, then those of our own that any entry uses, then the extra columns of earlier imports.
    """
    eigen = _gebruikte_eigen_kolommen(session)
    extra = queries.read_extra_columns(session)
    buffer = io.StringIO()
    schrijver = csv.writer(buffer, lineterminator="\r\n")
    schrijver.writerow([*KOLOMMEN, *eigen, *extra])
    yield _leeg(buffer)
    for voorziening in queries.read_all(session):
        velden = zonder_geheim(velden_van(voorziening))
        cellen = [als_tekst(n, velden[n]) for n in (*KOLOMMEN, *eigen)]
        schrijver.writerow([*cellen, *((voorziening.extra or {}).get(n, "") for n in extra)])
        yield _leeg(buffer)


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


def export_hsds(session: Session) -> Iterator[str]:
    """All published entries as one page of HSDS 3 services, each in full."""
    yield json.dumps(hsds.all_services(session), ensure_ascii=False, indent=1) + "\n"


def export_soorten() -> Iterator[str]:
    """The taxonomy of kinds as JSON, in the form of HSDS taxonomy terms."""
    yield json.dumps({"taxonomy_terms": hsds_vorm.taxonomy_terms()}, ensure_ascii=False, indent=1) + "\n"
