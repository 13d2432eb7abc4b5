"""Public holidays, so that a promise or an opening never falls on a day nobody is there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache


@lru_cache(maxsize=64)
def _van_jaar(land: str, jaar: int) -> dict[dt.date, str]:
    import holidays  # Half a second, which only who asks for a day need wait for.

    # Without a language the names follow the locale of the machine.
    return dict(holidays.country_holidays(land.upper(), years=jaar, language="nl").items())


@dataclass(frozen=True)
class Feestdagen:
    """The holidays of a country (ISO code), or none at all with an empty code.

    extra: dates of the organisation itself (a closing day), with their name.
    """

    land: str = "nl"
    extra: dict[dt.date, str] = field(default_factory=dict, hash=False)

    def naam(self, dag: dt.date) -> str | None:
        """The Dutch name of the holiday on this day, or None on an ordinary day."""
        if dag in self.extra:
            return self.extra[dag]
        return _van_jaar(self.land, dag.year).get(dag) if self.land else None
