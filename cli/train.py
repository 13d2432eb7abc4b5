"""`voordeur train`: make the models of triage and dialogue anew, each put in place whole."""

from __future__ import annotations

import argparse
import time
from typing import Any

from cli.omgeving import CliFout, open_settings
from settings import Settings


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("train", help="train het model opnieuw")
    parser.set_defaults(func=doe)


def doe(gevraagd: argparse.Namespace) -> int:
    train_met_voortgang(open_settings())
    return 0


def train_met_voortgang(settings: Settings) -> None:
    """Train, telling what happens and how long it took. Raises CliFout with what Rasa said when it fails."""
    from bot.modelbestand import ModelFout
    from bot.train import train

    start = time.monotonic()
    try:
        model = train(settings, lambda wat: print(f"[{time.monotonic() - start:4.0f} s] {wat}", flush=True))
    except ModelFout as fout:
        raise CliFout(str(fout)) from None
    print(f"Het model {model.name} staat klaar.", flush=True)
