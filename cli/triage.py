"""`voordeur triage`: JSON Lines in, JSON Lines out, in the same order, with one load of the model (koppelvlak §3)."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any, TextIO

from cli.omgeving import CliFout, open_settings


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("triage", help="beoordeel berichten van stdin (JSON Lines)")
    parser.set_defaults(func=doe)


def doe(gevraagd: argparse.Namespace) -> int:
    from triage.model import Triage

    settings = open_settings()
    map_ = settings.pad(settings.model_map) / "triage"
    try:
        triage = Triage.load(map_, tekstmodel=settings.tekstmodel)
    except Exception:
        raise CliFout("Er is nog geen (heel) triagemodel. Maak het met: voordeur train") from None
    return 1 if beoordeel_regels(triage, sys.stdin, sys.stdout) else 0


def beoordeel_regels(triage: Any, bron: TextIO, doel: TextIO) -> int:
    """Write a finding per line, in the order of the input and each as soon as it is there.

    A line that cannot be read is told on stderr and skipped; the others are answered all the same.
    Returns the number of lines that could not be read.
    """
    fouten = 0
    for nummer, regel in enumerate(bron, 1):
        if not regel.strip():
            continue
        try:
            vraag = _lees(regel, nummer)
        except CliFout as fout:
            print(fout, file=sys.stderr)
            fouten += 1
            continue
        doel.write(json.dumps(_uitslag(vraag["id"], triage.beoordeel(vraag["tekst"])), ensure_ascii=False) + "\n")
        doel.flush()
    return fouten


def _lees(regel: str, nummer: int) -> dict[str, Any]:
    try:
        vraag = json.loads(regel)
    except (ValueError, RecursionError):
        raise CliFout(f"Regel {nummer} is geen JSON.") from None
    if not isinstance(vraag, dict) or "id" not in vraag or not isinstance(vraag.get("tekst"), str):
        raise CliFout(f'Regel {nummer} moet de vorm {{"id": …, "tekst": "…"}} hebben.')
    return vraag


def _uitslag(id: object, beoordeling: Any) -> dict[str, Any]:
    return {
        "id": id,
        "zwaarte": beoordeling.zwaarte,
        "soort": beoordeling.soort,
        "leefgebieden": [
            {"code": g.code, "score": round(g.score, 4), "bewijs": list(g.bewijs)} for g in beoordeling.leefgebieden
        ],
        "crisis": beoordeling.crisis,
        "route": beoordeling.route,
    }
