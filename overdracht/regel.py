"""A line of the verslag. One without a source cannot be made: that is the promise of the whole verslag."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from overdracht.zinnen import sleutel

GEZEGD, AFGELEID = "gezegd", "afgeleid"


class RegelZonderBron(ValueError):
    """Somebody tried to make a line without a source, without words or of an unknown origin."""


@dataclass(frozen=True)
class Regel:
    """A line in one part of the verslag.

    bron: volgnummers of the resident's own berichten, in order. herkomst: `gezegd` when these are the
    resident's words, `afgeleid` when the assistant concluded it from them.
    """

    onderdeel: str
    tekst: str
    bron: tuple[int, ...]
    herkomst: str = GEZEGD

    def __post_init__(self) -> None:
        if not self.bron or not self.tekst.strip() or self.herkomst not in (GEZEGD, AFGELEID):
            raise RegelZonderBron(self.onderdeel)

    @property
    def id(self) -> str:
        """Equal for the same words in the same part, so that a correction survives a rebuild."""
        rest = hashlib.sha256(f"{self.onderdeel}|{sleutel(self.tekst)}".encode()).hexdigest()
        return f"{self.onderdeel}-{rest[:10]}"

    def as_dict(self) -> dict[str, Any]:
        """The line as it stands in the verslag."""
        return {"id": self.id, "tekst": self.tekst, "bron": list(self.bron), "herkomst": self.herkomst}


def merge(regels: Iterable[Regel]) -> list[Regel]:
    """The lines without repetition: the same words once, with all their sources, in order of appearance."""
    samen: dict[str, Regel] = {}
    for regel in regels:
        vorige = samen.get(regel.id)
        if vorige is None:
            samen[regel.id] = regel
        else:
            herkomst = GEZEGD if GEZEGD in (vorige.herkomst, regel.herkomst) else AFGELEID
            bron = tuple(sorted({*vorige.bron, *regel.bron}))
            samen[regel.id] = replace(vorige, bron=bron, herkomst=herkomst)
    return list(samen.values())
