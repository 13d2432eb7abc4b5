"""Which text model reads the questions: the host's own (`TEKSTMODEL`), else the small one of the product."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from taal.tekstmodel import Tekstmodel

log = logging.getLogger(__name__)
_keuze = {"tekstmodel": ""}
# No reader at all: to measure what it adds.
ZONDER = "-"


def kies_tekstmodel(waar: str) -> None:
    """Let this text model (a folder or a spaCy pipeline) read questions from now on.

    '' is the product's own, ZONDER none.
    Whoever reads the settings says so once, before the first question.
    """
    _keuze["tekstmodel"] = waar


def gekozen_tekstmodel() -> str:
    """The text model of this process; '' is the product's own."""
    return _keuze["tekstmodel"]


def laad_lezer(waar: str) -> Tekstmodel | None:
    """The reader at this place, else the product's own, else none: searching by words is better than not at all."""
    from taal.tekstmodel import TekstmodelFout, eigen_tekstmodel, laad_tekstmodel

    if waar == ZONDER:
        return None
    for plek in dict.fromkeys((waar, "")):
        try:
            return laad_tekstmodel(plek) if plek else eigen_tekstmodel()
        except TekstmodelFout as fout:
            log.warning("zoeken zonder dit tekstmodel: %s", fout)
    return None
