"""What fits a medewerker: the leefgebieden and languages they work in, set by beheer.

It only marks and orders what waits, and only among what is equally urgent: everybody still sees everything, and
nobody who waits is passed by somebody of another hour or another zwaarte.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from overdracht.models import Medewerker
from overdracht.teksten import load_yaml
from triage.beoordeling import LEEFGEBIEDEN

# Overdrachten whose moment to go first lies in the same hour are equally urgent, if their zwaarte is the same.
GELIJK = dt.timedelta(hours=1)
# Everybody here works in it.
NEDERLANDS = ("nl", "")


def talen() -> Mapping[str, str]:
    """The languages that a message may be recognised as, besides Dutch: code and name."""
    return load_yaml("talen.yml")


def equal_to(rang: int, voorrang_op: dt.datetime) -> tuple[int, int]:
    """What two overdrachten have in common that are equally urgent."""
    return rang, int(voorrang_op.timestamp() // GELIJK.total_seconds())


def fits(medewerker: Medewerker, overdracht: Mapping[str, Any]) -> tuple[str, ...]:
    """Why this fits this medewerker, in words: leefgebieden, language. Empty: it fits no better than the rest.

    Who has no leefgebieden or languages set works in all of them: nothing fits better then.
    """
    taal = overdracht["taal"]
    # An account that is not stored yet has no lists.
    spreekt_wie, werkt_aan = medewerker.talen or (), medewerker.leefgebieden or ()
    spreekt = taal not in NEDERLANDS and taal in spreekt_wie
    if taal not in NEDERLANDS and spreekt_wie and not spreekt:
        return ()
    gebieden = [c for c in overdracht["leefgebieden"] if c in werkt_aan]
    return (*(LEEFGEBIEDEN.get(c, c) for c in gebieden), *([talen().get(taal, taal)] if spreekt else ()))


def set_past(medewerker: Medewerker, *, leefgebieden: Collection[str], spreekt: Collection[str]) -> None:
    """What this medewerker works in; nothing of a kind means all of it. What is not known is left out."""
    medewerker.leefgebieden = [c for c in LEEFGEBIEDEN if c in leefgebieden]
    medewerker.talen = [c for c in talen() if c in spreekt]
