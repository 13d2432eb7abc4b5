"""Finding every action in this package, so that adding a file is enough."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import actions
from actions.actie import VoordeurActie
from actions.bronnen import Bronnen


def alle_acties() -> list[type[VoordeurActie]]:
    """Every action class of this package, by name."""
    soorten: dict[str, type[VoordeurActie]] = {}
    for module in pkgutil.iter_modules(actions.__path__):
        inhoud = importlib.import_module(f"actions.{module.name}")
        for _, soort in inspect.getmembers(inhoud, inspect.isclass):
            if issubclass(soort, VoordeurActie) and not inspect.isabstract(soort):
                soorten[soort.naam] = soort
    return [soorten[naam] for naam in sorted(soorten)]


def bouw_acties(bronnen: Bronnen) -> list[VoordeurActie]:
    """One instance of each, reading from these."""
    return [soort(bronnen) for soort in alle_acties()]
