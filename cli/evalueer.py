"""`voordeur evalueer`: how good the triage is, as JSON and as a readable page under var/."""

from __future__ import annotations

import argparse
from typing import Any

from cli.omgeving import CliFout, open_settings
from settings import ROOT


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("evalueer", help="meet hoe goed de triage is")
    parser.add_argument(
        "--volledig", action="store_true", help="vergelijk ook met spaCy's ensemble en stock Rasa; dat duurt langer"
    )
    parser.set_defaults(func=doe)


def doe(gevraagd: argparse.Namespace) -> int:
    from bench.triage_meting import meet_alles
    from bench.triage_rapport import schrijf_rapport
    from triage.data import DataFout
    from triage.gewichten import ModelFout
    from triage.model import Triage

    settings = open_settings()
    try:
        triage = Triage.load(settings.pad(settings.model_map) / "triage", tekstmodel=settings.tekstmodel)
        uitkomst = meet_alles(
            triage, ROOT / "data", volledig=gevraagd.volledig, voortgang=lambda wat: print(f"{wat} …", flush=True)
        )
    except ModelFout:
        raise CliFout("Er is nog geen (heel) triagemodel. Maak het met: voordeur train") from None
    except DataFout as fout:
        raise CliFout(str(fout)) from None
    m = uitkomst["meting"]
    print(f"Leefgebieden: micro-F1 {m['micro']:.3f}, macro-F1 {m['macro']:.3f}")
    print(f"Zwaarte juist: {m['zwaarte']:.3f}. Soort juist: {m['soort']:.3f}. Route past: {m['route']:.3f}")
    print(f"Crisis: gehoord {m['crisis']['recall']:.3f}, terecht {m['crisis']['precisie']:.3f}")
    for naam, w in uitkomst["vergelijking"].items():
        print(f"  {naam}: micro-F1 {w['micro']:.3f}")
    print(f"Rapport: {schrijf_rapport(uitkomst, settings.pad(settings.var_map) / 'evalueer')}")
    return 0
