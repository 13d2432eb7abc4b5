"""`voordeur medewerkers`: accounts of staff from the command line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from overdracht import staf
from overdracht.queries import count_medewerkers
from overdracht.staf import StafFout
from overdracht.teksten import tekst

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# One account of each role to look around with; their names say that they are not for real use.
DEMO = (
    ("Demo Medewerker", staf.MEDEWERKER),
    ("Demo Procesregisseur", staf.PROCESREGISSEUR),
    ("Demo Redacteur", staf.REDACTEUR),
    ("Demo Beheerder", staf.BEHEERDER),
)


def register(subparsers: Any) -> None:
    """Add the command with its two subcommands."""
    parser = subparsers.add_parser("medewerkers", help="accounts van medewerkers")
    acties = parser.add_subparsers(dest="actie", required=True, metavar="add|token")
    nieuw = acties.add_parser("add", help="maak een account; toont één keer het eerste wachtwoord")
    nieuw.add_argument("naam")
    nieuw.add_argument("--rol", required=True, choices=staf.ROLLEN)
    nieuw.add_argument("--email", default="")
    nieuw.add_argument("--gemeente", action="append", default=[], help="mag vaker; leeg = alle gemeenten")
    nieuw.set_defaults(doe=_doe_add)
    token = acties.add_parser("token", help="maak een API-token; toont het één keer")
    token.add_argument("naam")
    token.set_defaults(doe=_doe_token)


def add(session: Session, naam: str, rol: str, *, email: str = "", gemeenten: tuple[str, ...] = ()) -> str:
    """Make an account; returns the first password. Raises StafFout."""
    return staf.add_medewerker(session, naam, rol, email=email, gemeenten=gemeenten)


def token(session: Session, naam: str) -> str:
    """A new API token for this medewerker. Raises StafFout when there is no such account."""
    medewerker = staf.find_by_naam(session, naam)
    if medewerker is None:
        raise StafFout(tekst("staf.onbekend", naam=naam))
    return staf.make_token(session, medewerker)


def ensure_demo_accounts(session: Session) -> list[tuple[str, str, str]]:
    """One account per role when there is none at all: (naam, rol, wachtwoord). Empty when there are accounts."""
    if count_medewerkers(session):
        return []
    return [(naam, rol, staf.add_medewerker(session, naam, rol)) for naam, rol in DEMO]


def _doe_add(gevraagd: argparse.Namespace) -> int:
    from cli.omgeving import open_database, open_settings, open_werkgebied

    settings = open_settings()
    werkgebied = open_werkgebied(settings)
    gemeenten = []
    for naam in gevraagd.gemeente:
        gemeente = werkgebied.zoek_gemeente(naam)
        if gemeente is None:
            print(f"De gemeente '{naam}' staat niet in {settings.werkgebied}.")
            return 1
        gemeenten.append(gemeente.naam)
    database = open_database(settings)
    try:
        with database.session_scope() as session:
            wachtwoord = add(session, gevraagd.naam, gevraagd.rol, email=gevraagd.email, gemeenten=tuple(gemeenten))
    except StafFout as fout:
        print(fout)
        return 1
    finally:
        database.close()
    print(f"Account gemaakt voor {gevraagd.naam} ({gevraagd.rol}).")
    print(f"Eerste wachtwoord, alleen nu te zien: {wachtwoord}")
    return 0


def _doe_token(gevraagd: argparse.Namespace) -> int:
    from cli.omgeving import open_database, open_settings

    database = open_database(open_settings())
    try:
        with database.session_scope() as session:
            nieuw = token(session, gevraagd.naam)
    except StafFout as fout:
        print(fout)
        return 1
    finally:
        database.close()
    print(nieuw)
    return 0
