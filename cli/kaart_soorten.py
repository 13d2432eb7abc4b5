"""`voordeur kaart soorten …`: what the redactie made of the kinds, as a file that comes in elsewhere."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from cli.omgeving import open_database
from sociale_kaart.soortbestand import SoortbestandFout, export_soorten, import_soorten


def register(onder: Any) -> None:
    """Add `soorten` with its two subcommands to those of `kaart`."""
    soorten = onder.add_parser("soorten", help="de soorten van de redactie uitgeven en inlezen (JSON)")
    wat = soorten.add_subparsers(dest="soorten_opdracht", required=True)
    geef = wat.add_parser("export", help="alles wat de redactie bij de soorten zette")
    geef.add_argument("-o", "--uit", type=Path, metavar="BESTAND", help="leeg = naar het scherm")
    geef.set_defaults(func=run_export)
    lees = wat.add_parser("import", help="zo'n bestand inlezen; er gaat niets weg")
    lees.add_argument("bestand", type=Path, metavar="BESTAND")
    lees.add_argument("--dry-run", action="store_true", help="alleen laten zien wat er zou veranderen")
    lees.set_defaults(func=run_import)


def _fout(tekst: str) -> int:
    print(tekst, file=sys.stderr)
    return 1


def run_export(args: argparse.Namespace) -> int:
    """Give the kinds out, to a file or to the screen."""
    with open_database().lezen() as session:
        inhoud = export_soorten(session)
    if args.uit is None:
        sys.stdout.buffer.write(inhoud.encode("utf-8"))
        sys.stdout.buffer.flush()
        return 0
    try:
        args.uit.write_text(inhoud, encoding="utf-8")
    except OSError as fout:
        return _fout(f"{args.uit} kan niet geschreven worden ({fout.strerror}).")
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Bring the kinds in; 1 with every mistake when anything is wrong, and then nothing is written."""
    try:
        inhoud = args.bestand.read_bytes()
    except OSError as fout:
        return _fout(f"{args.bestand} kan niet gelezen worden ({fout.strerror}).")
    try:
        with open_database().session_scope() as session:
            uitslag = import_soorten(session, inhoud, wie="import")
            if args.dry_run:
                session.rollback()
    except SoortbestandFout as e:
        for f in e.fouten:
            print(f.als_tekst(), file=sys.stderr)
        return _fout("Er is niets opgeslagen. Verbeter het bestand en probeer het opnieuw.")
    tellingen = f"{uitslag.nieuw} nieuw, {uitslag.gewijzigd} gewijzigd, {uitslag.ongewijzigd} ongewijzigd"
    print(f"{tellingen}, {uitslag.zinnen} zinnen erbij" + (" (proef: niets opgeslagen)" if args.dry_run else ""))
    return 0
