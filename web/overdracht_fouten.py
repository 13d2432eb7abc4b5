"""The errors of gesprek and overdracht as problems: each has one status, and none repeats what was sent.

Their texts are written for who reads them here, so they become the `detail`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gesprek import service as gesprekken
from gesprek.invoer import BerichtFout
from gesprek.status import OngeldigeOvergang
from overdracht import service as overdrachten
from overdracht import wachtrij
from overdracht.bereik import BereikVast
from overdracht.doorzetantwoord import DoorzetVerlopen
from overdracht.staf import StafFout
from web.errors import Probleem, fout
from web.velden import veldfout


@contextmanager
def vertaal() -> Iterator[None]:
    """Raise a problem instead of an error of `gesprek` or `overdracht`."""
    try:
        yield
    except Exception as e:
        probleem = als_probleem(e)
        if probleem is None:
            raise
        raise probleem from None


def als_probleem(e: Exception) -> Probleem | None:
    """The problem for this error; None for one that is not foreseen."""
    if isinstance(e, wachtrij.AlOpgepakt):
        return fout("al_opgepakt", door=e.door, gesprek_status=e.status)
    if isinstance(e, wachtrij.GeenRuimte):
        return fout("geen_ruimte").met(str(e))
    if isinstance(e, wachtrij.NietVanU):
        return fout("niet_van_u", door=e.door)
    if isinstance(e, overdrachten.ContactFout):
        fouten = [{"veld": f"contact.{veld}", "reden": reden} for veld, reden in e.fouten.items()]
        return fout("klopt_niet", fouten=fouten).met(str(e))
    for soorten, code in _MET_TEKST:
        if isinstance(e, soorten):
            return fout(code).met(str(e))
    for soorten, code in _ZONDER_TEKST:
        if isinstance(e, soorten):
            return fout(code)
    return veldfout("tekst", "te_lang", grens="10.000") if isinstance(e, BerichtFout) else None


_MET_TEKST: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    (
        (
            overdrachten.AndereOntvanger,
            overdrachten.NietTeWijzigen,
            overdrachten.NietInTeTrekken,
            overdrachten.VerslagAnders,
            BereikVast,
            DoorzetVerlopen,
        ),
        "kan_nu_niet",
    ),
    ((overdrachten.ToestemmingNodig, overdrachten.VerslagFout, wachtrij.WachtrijFout, StafFout), "klopt_niet"),
)
_ZONDER_TEKST: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((gesprekken.OnbekendGesprek,), "geen_toegang"),
    ((wachtrij.OnbekendeOverdracht,), "niet_gevonden"),
    ((OngeldigeOvergang,), "kan_nu_niet"),
)
