"""How long something is kept, and what residents were told about it before.

Keeping shorter counts for all at once. Keeping longer counts for what begins after it: who came earlier was told
a shorter time, and that stays true.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

GESPREK, OVERDRACHT, AUDIT = "gesprek", "overdracht", "audit"
SOORTEN = (GESPREK, OVERDRACHT, AUDIT)
# Of what was told to a resident the earlier promise counts; the audit is about staff.
BELOOFD = frozenset({GESPREK, OVERDRACHT})


@dataclass(frozen=True)
class Bewaartermijn:
    """So many days. `eerder`: (until when, days) of shorter times told before, for what began until then."""

    dagen: int
    eerder: tuple[tuple[dt.datetime, int], ...] = ()

    def grenzen(self, nu: dt.datetime) -> list[tuple[dt.datetime, dt.datetime | None]]:
        """(before when the last sign of life was, before when it began; None = whenever) of what must go now."""
        eerder = [(nu - dt.timedelta(days=dagen), begonnen) for begonnen, dagen in self.eerder if dagen < self.dagen]
        return [(nu - dt.timedelta(days=self.dagen), None), *eerder]

    def verander(self, dagen: int, op: dt.datetime) -> tuple[tuple[dt.datetime, int], ...]:
        """What was told before, once it becomes this many days."""
        return tuple((tot, d) for tot, d in (*self.eerder, (op, self.dagen)) if d < dagen)


def as_bewaartermijn(waarde: Mapping[str, Any] | None, *, standaard: int) -> Bewaartermijn:
    """From what beheer set; without it the setting of the installation."""
    if not waarde:
        return Bewaartermijn(standaard)
    eerder = ((dt.datetime.fromisoformat(tot), int(dagen)) for tot, dagen in waarde.get("eerder", ()))
    return Bewaartermijn(int(waarde.get("dagen") or standaard), tuple(eerder))


def as_waarde(dagen: int | None, eerder: tuple[tuple[dt.datetime, int], ...]) -> dict[str, Any] | None:
    """As it is stored. dagen: None = that of the setting."""
    if dagen is None and not eerder:
        return None
    return {"dagen": dagen, "eerder": [[tot.isoformat(), d] for tot, d in eerder]}
