"""`voordeur voorbereiden`: everything between installing and serving; doing it twice does nothing the second time."""

from __future__ import annotations

import argparse
from typing import Any

from cli.gecompileerd import compileer
from cli.omgeving import open_database, open_settings, open_werkgebied
from cli.train import train_met_voortgang
from opslag.db import Database
from settings import Settings
from werkgebied import Werkgebied


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("voorbereiden", help="maak alles klaar: tabellen, voorbeeldkaart, accounts en model")
    parser.add_argument("--alleen-model", action="store_true", help="alleen het model trainen als dat nodig is")
    parser.set_defaults(func=doe)


def doe(gevraagd: argparse.Namespace) -> int:
    settings = open_settings()
    werkgebied = open_werkgebied(settings)
    if not gevraagd.alleen_model:
        database = open_database(settings)
        _vul_kaart(database, werkgebied)
        _maak_accounts(database)
        database.close()
    _train(settings)
    compileer()
    return 0


def _vul_kaart(database: Database, werkgebied: Werkgebied) -> None:
    """Load the example when the kaart is empty; a kaart somebody works on is never touched."""
    from sociale_kaart import voorbeeld

    try:
        with database.session_scope() as session:
            uitslag = voorbeeld.load(session, werkgebied=werkgebied)
    except voorbeeld.VoorbeeldFout as fout:
        # Another werkgebied than the example's: then the kaart begins empty, and serving goes on.
        regels = str(fout).splitlines()
        print(f"De voorbeeldkaart past niet bij uw werkgebied en is niet geladen ({regels[0]})")
        return
    if uitslag.nieuw:
        print(f"De voorbeeldkaart is geladen: {uitslag.nieuw} voorzieningen.")


def _maak_accounts(database: Database) -> None:
    """Demo accounts when there is no account at all; their passwords are shown this once."""
    from cli.medewerkers import ensure_demo_accounts

    with database.session_scope() as session:
        gemaakt = ensure_demo_accounts(session)
    if not gemaakt:
        return
    print("\nEr zijn accounts gemaakt om rond te kijken. De wachtwoorden ziet u alleen nu:\n")
    for naam, rol, wachtwoord in gemaakt:
        print(f"  {naam:<22} {rol:<16} {wachtwoord}")
    print("\nInloggen kan op /login. Verwijder deze accounts voor u Voordeur echt gebruikt.\n")


def _train(settings: Settings) -> None:
    from bot.train import is_vers
    from sociale_kaart.herkenner import herkenner, is_klaargezet

    if not is_vers(settings):
        print("Het model ontbreekt of is verouderd. Het wordt getraind; dat duurt enkele minuten.", flush=True)
        train_met_voortgang(settings)
    elif not is_klaargezet():
        print("Het zoeken wordt klaargezet. Dat duurt een minuut.", flush=True)
        herkenner()
