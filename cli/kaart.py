"""`voordeur kaart …`: bring the sociale kaart in, give it out, and search it (koppelvlak §3)."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cli import kaart_soorten
from cli.omgeving import open_database, open_gehoord, open_werkgebied, open_zicht
from opslag.db import Database, now
from sociale_kaart import exports, zoek
from sociale_kaart.imports import ImportUitslag, import_file
from sociale_kaart.kaartje import as_kaartje
from sociale_kaart.klaarzetten import TeDruk, import_file_beside
from sociale_kaart.links_feed import FeedFout, fetch_feed
from werkgebied import Werkgebied

# A row is told one by one up to this many; a large file would scroll the summary away.
_MEESTE_RIJEN = 200


def register(subparsers: Any) -> None:
    """Add `kaart` with its subcommands; each sets `func`, which takes the arguments and gives the exit code."""
    kaart = subparsers.add_parser("kaart", help="de sociale kaart inlezen, uitgeven en doorzoeken")
    onder = kaart.add_subparsers(dest="kaart_opdracht", required=True)
    lees = onder.add_parser("import", help="een bestand (CSV, XLSX, JSON, HSDS) of een HSDS-lijst op internet inlezen")
    lees.add_argument("bestand", metavar="BESTAND", help="een bestand, of het webadres van een HSDS-lijst")
    lees.add_argument("--dry-run", action="store_true", help="alleen laten zien wat er zou veranderen")
    lees.add_argument("--archiveer-rest", action="store_true", help="archiveer wat niet in het bestand staat")
    lees.set_defaults(func=run_import)
    geef = onder.add_parser("export", help="de hele kaart als bestand")
    geef.add_argument("--formaat", choices=sorted(exports.FORMATEN), required=True)
    geef.add_argument("-o", "--uit", type=Path, metavar="BESTAND", help="leeg = naar het scherm")
    geef.set_defaults(func=run_export)
    kaart_soorten.register(onder)
    vind = onder.add_parser("zoek", help="zoeken zoals een inwoner vraagt")
    vind.add_argument("vraag", nargs="*", metavar="VRAAG")
    vind.add_argument("--gemeente", help="code of naam")
    vind.add_argument("-n", type=int, default=5, dest="aantal", help="hoeveel voorzieningen (standaard 5)")
    vind.add_argument("--jsonl", action="store_true", help="vragen op stdin, antwoorden op stdout, één per regel")
    vind.set_defaults(func=run_zoek)


def _fout(tekst: str) -> int:
    print(tekst, file=sys.stderr)
    return 1


def run_import(args: argparse.Namespace) -> int:
    """Bring a file in; 1 with every mistake when anything is wrong, and then nothing is written."""
    if args.bestand.startswith(("http://", "https://")):
        with tempfile.TemporaryDirectory() as map_:
            pad = Path(map_) / "feed.json"
            try:
                asyncio.run(fetch_feed(args.bestand, pad))
            except FeedFout as fout:
                return _fout(str(fout))
            return _import(args, pad)
    return _import(args, Path(args.bestand))


def _import(args: argparse.Namespace, pad: Path) -> int:
    werkgebied, database = open_werkgebied(), open_database()
    voortgang = _print_progress if sys.stderr.isatty() else None
    if args.dry_run:
        with database.lezen() as session:
            uitslag = import_file(
                session, pad, werkgebied=werkgebied, dry_run=True, archiveer_rest=args.archiveer_rest,
                voortgang=voortgang,
            )  # fmt: skip
    else:
        try:
            uitslag = import_file_beside(
                database, pad, werkgebied=werkgebied, archiveer_rest=args.archiveer_rest, voortgang=voortgang
            )
        except TeDruk:
            return _fout("Er wordt te veel tegelijk gewijzigd. Er is niets opgeslagen. Probeer het straks opnieuw.")
    return _report(uitslag, dry_run=args.dry_run)


def _print_progress(gedaan: int) -> None:
    print(f"\r{gedaan} rijen", end="", file=sys.stderr, flush=True)


def _report(uitslag: ImportUitslag, *, dry_run: bool) -> int:
    if uitslag.fouten:
        for fout in uitslag.fouten:
            print(fout, file=sys.stderr)
        if uitslag.meer_fouten:
            print(f"… en nog {uitslag.meer_fouten} fouten.", file=sys.stderr)
        return _fout("Er is niets opgeslagen. Verbeter het bestand en probeer het opnieuw.")
    if dry_run:
        veranderd = [r for r in uitslag.rijen if r.wat != "ongewijzigd"]
        for rij in veranderd[:_MEESTE_RIJEN]:
            velden = f": {', '.join(rij.velden)}" if rij.wat == "gewijzigd" else ""
            print(f"rij {rij.rij} {rij.id} {rij.wat}{velden}")
        if len(veranderd) > _MEESTE_RIJEN:
            print(f"… en nog {len(veranderd) - _MEESTE_RIJEN} rijen.")
    tellingen = [(uitslag.nieuw, "nieuw"), (uitslag.gewijzigd, "gewijzigd"), (uitslag.ongewijzigd, "ongewijzigd")]
    tellingen.append((uitslag.gearchiveerd, "gearchiveerd"))
    print(", ".join(f"{aantal} {wat}" for aantal, wat in tellingen) + (" (proef: niets opgeslagen)" if dry_run else ""))
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Give the kaart out, to a file or to the screen."""
    database = open_database()
    with database.lezen() as session:
        delen = exports.export(session, args.formaat, open_zicht())
        if args.uit is None:
            _write_bytes(delen)
            return 0
        try:
            with args.uit.open("w", encoding="utf-8", newline="") as bestand:
                bestand.writelines(delen)
        except OSError as fout:
            return _fout(f"{args.uit} kan niet geschreven worden ({fout.strerror}).")
    return 0


def _write_bytes(delen: Iterable[str]) -> None:
    # Past the text layer: the line ends of the file are part of the format.
    for deel in delen:
        sys.stdout.buffer.write(deel.encode("utf-8"))
    sys.stdout.buffer.flush()


def run_zoek(args: argparse.Namespace) -> int:
    """Search: one question as a person reads it, or many as JSON Lines."""
    if not args.jsonl and not args.vraag:
        return _fout("Geef een vraag, of gebruik --jsonl.")
    werkgebied, database = open_werkgebied(), open_database()
    if args.jsonl:
        return _zoek_jsonl(database, werkgebied, args.gemeente, args.aantal)
    if args.gemeente and werkgebied.zoek_gemeente(args.gemeente) is None:
        return _fout(f"'{args.gemeente}' is geen gemeente in {werkgebied.naam}.")
    vraag = " ".join(args.vraag)
    gehoord = open_gehoord()(vraag)
    with database.lezen() as session:
        treffers = zoek.find_voorzieningen(
            session, vraag, werkgebied=werkgebied, gemeente=args.gemeente, limit=args.aantal, zicht=open_zicht(),
            **gehoord._asdict(),
        )  # fmt: skip
        for n, treffer in enumerate(treffers, 1):
            _print_treffer(n, treffer, werkgebied)
    if not treffers:
        print("Hier staat niets over in de sociale kaart.")
    return 0


def _print_treffer(n: int, treffer: zoek.Treffer, werkgebied: Werkgebied) -> None:
    kaartje = as_kaartje(treffer.voorziening, nu=now(), werkgebied=werkgebied)
    print(f"{n}. {kaartje['naam']}  [{kaartje['id']}, {treffer.score:.2f}]")
    regels = (
        kaartje["omschrijving"],
        kaartje["adres_tekst"],
        " · ".join(kaartje[veld] for veld in ("telefoon", "email", "website") if kaartje[veld]),
        kaartje["open_tekst"],
        f"Kosten: {kaartje['kosten']}" if kaartje["kosten"] else "",
        kaartje["toegang_tekst"],
        kaartje["gecontroleerd_tekst"],
        "; ".join(treffer.waarom),
    )
    for regel in regels:
        if regel:
            print(f"   {regel}")


def _zoek_jsonl(database: Database, werkgebied: Werkgebied, gemeente: str | None, aantal: int) -> int:
    zicht, gehoord = open_zicht(), open_gehoord()
    with database.lezen() as session:
        for nummer, regel in enumerate(sys.stdin, 1):
            if not regel.strip():
                continue
            try:
                vraag = json.loads(regel)
                id, tekst = vraag["id"], str(vraag["vraag"])
            except (ValueError, KeyError, TypeError):
                return _fout(f'regel {nummer}: verwacht {{"id": …, "vraag": …, "gemeente": …}}.')
            treffers = zoek.find_voorzieningen(
                session, tekst, werkgebied=werkgebied, gemeente=vraag.get("gemeente") or gemeente,
                limit=aantal, zicht=zicht, **gehoord(tekst)._asdict(),
            )  # fmt: skip
            resultaten = [{"id": t.voorziening.id, "score": t.score} for t in treffers]
            print(json.dumps({"id": id, "resultaten": resultaten}, ensure_ascii=False), flush=True)
    return 0
