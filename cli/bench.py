"""`voordeur bench`: speed, start and memory of the whole product beside stock Rasa, in one run."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cli.omgeving import open_settings

if TYPE_CHECKING:
    from bench.antwoordtijd import Meting


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("bench", help="meet snelheid en geheugen")
    parser.add_argument("--aantal", type=int, default=400, help="berichten per meting")
    geen_verschil = "voor de snelheid maakt het niet uit"
    parser.add_argument(
        "--rondes-stock", type=int, default=1, metavar="N", help=f"hoe vaak stock Rasa's DIET leert; {geen_verschil}"
    )
    parser.add_argument(
        "--voorbeelden-stock",
        type=int,
        default=25,
        metavar="N",
        help=f"van hoeveel voorbeelden per intent het leert (0: alle); {geen_verschil}",
    )
    parser.add_argument("--zonder-rasa", action="store_true", help="meet alleen Voordeur")
    parser.add_argument("--zoeken", action="store_true", help="meet alleen hoe snel het zoeken is")
    parser.add_argument("--storingen", action="store_true", help="geef storingen onder belasting en tel wat zoekraakt")
    parser.add_argument("--doden", type=int, default=25, help="bij --storingen: hoe vaak een proces met kill -9 stopt")
    parser.add_argument("--overdracht", action="store_true", help="meet alleen hoe snel een overdracht gezien wordt")
    parser.add_argument("--sockets", action="store_true", help="meet alleen wat tweeduizend open sockets kosten")
    parser.add_argument("--groei", action="store_true", help="meet alleen lange gesprekken en een volle database")
    parser.add_argument("--pad", action="store_true", help="meet alleen waar de tijd van een bericht blijft")
    parser.add_argument("--processen", action="store_true", help="meet alleen wat een tweede proces toevoegt")
    parser.set_defaults(func=doe)


def _bench_deel(module: Any, *aantal: int) -> int:
    """One measurement by itself: each of those modules has `measure`, `as_table` and `write_report`."""
    settings = open_settings()
    uitkomst = module.measure(*aantal, voortgang=lambda wat: print(wat, flush=True))
    print(module.as_table(uitkomst))
    print(f"Rapport: {module.write_report(uitkomst, settings.pad(settings.var_map) / 'bench')}")
    return 0


def _bench_storingen(doden: int) -> int:
    from bench.storing.rapport import als_tabel, schrijf
    from bench.storingen import draai

    settings = open_settings()
    ronden = draai(doden=doden)
    print(als_tabel(ronden))
    print(f"Rapport: {schrijf(ronden, settings.pad(settings.var_map) / 'bench')}")
    return 0 if all(r.goed for r in ronden) else 1


def doe(gevraagd: argparse.Namespace) -> int:
    if gevraagd.storingen:
        return _bench_storingen(gevraagd.doden)
    if gevraagd.zoeken:
        return _bench_deel(import_module("bench.zoeken"))
    if gevraagd.overdracht:
        return _bench_deel(import_module("bench.overdrachttijd"), min(gevraagd.aantal, 40))
    if gevraagd.sockets:
        return _bench_deel(import_module("bench.verbindingen"))
    if gevraagd.groei:
        return _bench_deel(import_module("bench.groei"), gevraagd.aantal)
    if gevraagd.pad:
        return _bench_deel(import_module("bench.pad"), gevraagd.aantal)
    if gevraagd.processen:
        return _bench_deel(import_module("bench.processen"), gevraagd.aantal)
    from bench.antwoordtijd import measure_rasa, measure_voordeur, write_report

    settings = open_settings()
    print("Voordeur wordt gemeten …", flush=True)
    rijen = measure_voordeur(gevraagd.aantal)
    _print_rijen(rijen)
    if not gevraagd.zonder_rasa:
        print("Stock Rasa wordt getraind en gemeten; dat duurt enkele minuten …", flush=True)
        stock = measure_rasa(gevraagd.aantal, epochs=gevraagd.rondes_stock, per_intent=gevraagd.voorbeelden_stock)
        _print_rijen(stock)
        rijen += stock
    print(f"Rapport: {write_report(rijen, settings.pad(settings.var_map) / 'bench')}")
    return 0


def _print_rijen(rijen: list[Meting]) -> None:
    print(" | ".join(asdict(rijen[0])))
    for rij in rijen:
        print(" | ".join("" if w is None else str(w) for w in asdict(rij).values()), flush=True)
