"""Which entries residents may see: the one rule that pages, feeds, search and the assistant all ask.

Seen is what is published and was not left unchecked for too long. (Where a confidential entry is, is a matter
of its fields, not of the entry: `velden.zonder_geheim`.)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, or_

from sociale_kaart.models import Voorziening
from sociale_kaart.termijnen import plus_maanden


class _Getoond(Protocol):
    @property
    def status(self) -> str: ...
    @property
    def vervalt_op(self) -> dt.date | None: ...


@dataclass(frozen=True)
class Zicht:
    """The rule on a day. verberg_na_maanden: so long after its check was due an entry is withheld; 0 = never.

    Whoever shows entries to people or systems outside makes one from the settings and passes it on; a reader
    that must see all that is published (a provider's own link) passes one without a limit.
    """

    vandaag: dt.date
    verberg_na_maanden: int = 0

    @property
    def grens(self) -> dt.date | None:
        """What was due on or before this day is withheld; None = nothing is."""
        return plus_maanden(self.vandaag, -self.verberg_na_maanden) if self.verberg_na_maanden else None

    def is_te_oud(self, vervalt_op: dt.date | None) -> bool:
        """Whether an entry that was due on this day is withheld; one that never was checked is not."""
        return self.grens is not None and vervalt_op is not None and vervalt_op <= self.grens

    def toont(self, voorziening: _Getoond) -> bool:
        """Whether residents may see this entry."""
        return voorziening.status == "gepubliceerd" and not self.is_te_oud(voorziening.vervalt_op)

    def voorwaarden(self) -> Sequence[ColumnElement[bool]]:
        """The same, as conditions of a query."""
        delen: list[Any] = [Voorziening.status == "gepubliceerd"]
        if self.grens is not None:
            delen.append(or_(Voorziening.vervalt_op.is_(None), Voorziening.vervalt_op > self.grens))
        return delen


# For who must see all that is published, however long ago it was checked; any day does.
ZONDER_GRENS = Zicht(dt.date.max)
