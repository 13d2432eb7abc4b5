"""`voordeur evalueer`: how good the triage and the search are, as JSON and as readable pages under var/."""

from __future__ import annotations

import argparse
from typing import Any

from cli.omgeving import CliFout, open_gehoord, open_settings
from settings import ROOT, Settings

# Of fewer there is nothing to learn.
MINSTENS = 500


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("evalueer", help="meet hoe goed de triage en het zoeken zijn")
    parser.add_argument(
        "--volledig", action="store_true", help="vergelijk ook met spaCy's ensemble en stock Rasa; dat duurt langer"
    )
    parser.add_argument(
        "--voorbeelden",
        type=_aantal,
        metavar="AANTAL",
        help="laat wat vergeleken wordt van zoveel voorbeelden leren; van alle leert stock Rasa uren",
    )
    parser.add_argument("--alleen-zoeken", action="store_true", help="meet alleen het zoeken in de sociale kaart")
    parser.set_defaults(func=doe)


def _aantal(tekst: str) -> int:
    if not tekst.isdecimal() or int(tekst) < MINSTENS:
        raise argparse.ArgumentTypeError(f"Geef een heel getal van {MINSTENS} of meer.")
    return int(tekst)


def doe(gevraagd: argparse.Namespace) -> int:
    settings = open_settings()
    if not gevraagd.alleen_zoeken:
        _evalueer_triage(gevraagd, settings)
    _evalueer_zoeken(settings)
    return 0


def _evalueer_zoeken(settings: Settings) -> None:
    """The search on the judged kaarten, beside the full text of both databases; both halves of each."""
    from cli.evalueer_zoeken import REGIOS, as_table, report, tijdelijke_postgres
    from cli.evalueer_zoeken_rapport import NIET_GEMETEN, write_report

    print("Het zoeken wordt gemeten …", flush=True)
    per_deel = {}
    gehoord = open_gehoord(settings)
    for regio, kaart in REGIOS.items():
        # With the last nothing was ever worked, so that it needs no half kept apart.
        for deel in ("alles",) if regio == "zesde" else ("dev", "test"):
            naam = f"{regio}_{deel}".lstrip("_")
            with tijdelijke_postgres(settings.database_url) as url:
                per_deel[naam] = report(kaart, deel=deel, postgres_url=url, gehoord=gehoord)
            if deel != "dev":
                print(f"\n{(regio or 'eigen').capitalize()} regio:\n{as_table(per_deel[naam])}", flush=True)
    if url is None:
        print(NIET_GEMETEN)
    print(f"Rapport: {write_report(per_deel, settings.pad(settings.var_map) / 'evalueer', postgres=url is not None)}")


def _evalueer_triage(gevraagd: argparse.Namespace, settings: Settings) -> None:
    from bench.triage_meting import Vergelijking, meet_alles
    from bench.triage_rapport import schrijf_rapport
    from triage.data import DataFout
    from triage.gewichten import ModelFout
    from triage.model import Triage

    try:
        triage = Triage.load(settings.pad(settings.model_map) / "triage", tekstmodel=settings.tekstmodel)
        uitkomst = meet_alles(
            triage,
            ROOT / "data",
            wat=Vergelijking(gevraagd.volledig, gevraagd.voorbeelden),
            voortgang=lambda wat: print(f"{wat} …", flush=True),
        )
    except ModelFout:
        raise CliFout("Er is nog geen (heel) triagemodel. Maak het met: voordeur train") from None
    except DataFout as fout:
        raise CliFout(str(fout)) from None
    for naam, m in {"alles": uitkomst["meting"], **uitkomst["delen"]}.items():
        print(f"{naam.capitalize()} ({m['aantal']} berichten)")
        print(f"  Leefgebieden: micro-F1 {m['micro']:.3f}, macro-F1 {m['macro']:.3f}")
        print(f"  Zwaarte juist: {m['zwaarte']:.3f}. Soort juist: {m['soort']:.3f}. Route past: {m['route']:.3f}")
        print(f"  Crisis: gehoord {m['crisis']['recall']:.3f}, terecht {m['crisis']['precisie']:.3f}")
    for naam, w in uitkomst["vergelijking"].items():
        print(f"  {naam}: micro-F1 {w['micro']:.3f}")
    print(f"Rapport: {schrijf_rapport(uitkomst, settings.pad(settings.var_map) / 'evalueer')}")
