"""What can stand in the way of a change that a beheerder makes, whatever it is a change of."""

from __future__ import annotations

from collections.abc import Mapping


class InvoerFout(ValueError):
    """What was typed cannot be kept. `fouten`: per field a reason in plain Dutch."""

    def __init__(self, fouten: Mapping[str, str]) -> None:
        super().__init__(" ".join(fouten.values()))
        self.fouten = dict(fouten)


class AndersGeworden(Exception):
    """A colleague changed or took away this since it was shown."""


class GeenBeheerder(Exception):
    """Only a beheerder changes this."""
