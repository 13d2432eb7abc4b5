"""The example kaart: invented local entries (numbers under 072 000, addresses under example.nl) and the help lines."""

from __future__ import annotations

from pathlib import Path

from sociale_kaart import hulplijnen, queries
from sociale_kaart.imports import ImportUitslag, add_imported, import_file
from sociale_kaart.models import Session
from werkgebied import Werkgebied

KAART = Path(__file__).with_name("kaart.csv")
_WIE = "voorbeeld"


class VoorbeeldFout(Exception):
    """The example does not pass our own checks."""


def load(session: Session, *, werkgebied: Werkgebied) -> ImportUitslag:
    """Bring the example kaart and the help lines into an empty kaart; does nothing when there is any entry.

    Raises VoorbeeldFout with every mistake when the example does not fit this werkgebied.
    """
    if not queries.is_empty(session):
        return ImportUitslag()
    uitslag = import_file(session, KAART, werkgebied=werkgebied, wie=_WIE)
    if uitslag.fouten:
        raise VoorbeeldFout("\n".join(str(fout) for fout in uitslag.fouten))
    load_hulplijnen(session)
    return uitslag


def load_hulplijnen(session: Session) -> int:
    """Bring the help lines in that are not there yet; tells how many."""
    nieuw = 0
    for lijn in hulplijnen.load().values():
        velden = lijn.as_velden()
        if queries.get_voorziening(session, velden["id"]) is None:
            add_imported(session, velden, wie=_WIE)
            nieuw += 1
    return nieuw
