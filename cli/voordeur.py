"""`voordeur …`: the one command of the product.

Only the module of the command that was asked for is imported, so that `voordeur --help` and
`voordeur triage` do not wait for Rasa.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

# Command -> what it does. The module is cli.<command>.
COMMANDOS = {
    "run": "zet de voordeur aan",
    "voorbereiden": "maak alles klaar: tabellen, voorbeeldkaart, accounts en model",
    "train": "train het model opnieuw",
    "triage": "beoordeel berichten van stdin (JSON Lines)",
    "kaart": "sociale kaart inlezen, uitgeven en doorzoeken",
    "medewerkers": "accounts en tokens van medewerkers",
    "evalueer": "meet hoe goed de triage en het zoeken zijn",
    "bench": "meet snelheid en geheugen",
}
# What these do in numbers is small, a message at a time: more threads in it only wait for each other and for
# whoever else is served. Learning and measuring take all there are.
_EEN_DRAAD = {"run", "triage", "kaart"}
_VERTALING = {
    "usage: ": "gebruik: ",
    "options": "opties",
    "positional arguments": "onderdelen",
    "show this help message and exit": "laat deze uitleg zien",
    "the following arguments are required: %s": "dit ontbreekt: %s",
    "unrecognized arguments: %s": "dit is onbekend: %s",
    "expected one argument": "hier hoort één waarde bij",
    "expected at least one argument": "hier hoort minstens één waarde bij",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r kan niet, kies uit: %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r is geen goede waarde",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\nHulp: %(prog)s --help\n",
}


def _dutch(tekst: str) -> str:
    return _VERTALING.get(tekst, tekst)


def make_parser(commando: str | None) -> argparse.ArgumentParser:
    """The parser with every command named, and the arguments of the one that is asked for."""
    argparse._ = _dutch  # type: ignore[attr-defined]  # argparse offers no other way to another language
    parser = argparse.ArgumentParser(prog="voordeur", description="De voordeur van het sociaal domein.")
    subparsers = parser.add_subparsers(dest="commando", metavar="COMMANDO", required=True)
    for naam, uitleg in COMMANDOS.items():
        if naam == commando:
            import_module(f"cli.{naam}").register(subparsers)
        else:
            subparsers.add_parser(naam, help=uitleg)
    return parser


def main(woorden: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 only when it did what was asked."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    argumenten = list(sys.argv[1:] if woorden is None else woorden)
    commando = next((w for w in argumenten if w in COMMANDOS), None)
    if woorden is None and commando in _EEN_DRAAD:
        for naam in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):  # read when numpy is imported, which is later
            os.environ.setdefault(naam, "1")
    try:
        gevraagd = make_parser(commando).parse_args(argumenten)
        werk = getattr(gevraagd, "func", None) or gevraagd.doe
        return int(werk(gevraagd) or 0)
    except KeyboardInterrupt:
        print("\nGestopt.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader (head, less) has gone; writing anything more would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as fout:
        return _meld(fout)


def _meld(fout: Exception) -> int:
    """Say in Dutch what went wrong; only with LOG_NIVEAU=DEBUG also where."""
    from cli.omgeving import CliFout
    from settings import SettingsFout
    from werkgebied.laden import WerkgebiedFout

    if isinstance(fout, CliFout):
        print(fout, file=sys.stderr)
        return fout.code
    if isinstance(fout, SettingsFout | WerkgebiedFout):
        print(fout, file=sys.stderr)
        return 1
    if os.environ.get("LOG_NIVEAU") == "DEBUG":
        raise fout
    print(_onverwacht(fout), file=sys.stderr)
    return 1


def _onverwacht(fout: Exception) -> str:
    if isinstance(fout, OSError) and fout.strerror:
        waar = f" ({fout.filename})" if fout.filename else ""
        return f"Dat lukte niet: {_OS_FOUTEN.get(type(fout).__name__, fout.strerror)}{waar}."
    soort = type(fout).__name__
    if type(fout).__module__.startswith("sqlalchemy"):
        return f"De database werkt niet mee ({soort}). Probeer het opnieuw; controleer anders DATABASE_URL in .env."
    return f"Er ging iets mis ({soort}). Zet LOG_NIVEAU=DEBUG voor het commando om te zien waar."


_OS_FOUTEN = {
    "FileNotFoundError": "het bestand bestaat niet",
    "PermissionError": "u mag dit bestand niet openen",
    "IsADirectoryError": "dit is een map, geen bestand",
    "FileExistsError": "het bestand bestaat al",
}


if __name__ == "__main__":
    sys.exit(main())
