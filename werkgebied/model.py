"""Gemeenten, kernen and teams as plain values, with finding a place in what a resident writes."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from zoneinfo import ZoneInfo

from kalender.feestdagen import Feestdagen
from kalender.openingstijden import Openingstijden
from werkgebied.plaatsnamen import Plaatsnamen, sleutel


@dataclass(frozen=True)
class Contact:
    """How a resident reaches people without the assistant."""

    telefoon: str
    email: str = ""
    adres: str = ""
    inloop: Openingstijden = field(default_factory=Openingstijden)


@dataclass(frozen=True)
class Team:
    """The sociaal team of a gemeente and when it is there."""

    naam: str
    openingstijden: Openingstijden


@dataclass(frozen=True)
class Gemeente:
    """One gemeente with its kernen, team and look.

    Its team and how to reach it change while the product runs (`richt_in`), so they do not tell which gemeente it is.
    """

    code: str
    naam: str
    kernen: tuple[str, ...]
    contact: Contact = field(compare=False)
    team: Team = field(compare=False)
    huisstijl: Mapping[str, str] = field(default_factory=dict, hash=False)

    def richt_in(self, *, contact: Contact, team: Team) -> None:
        """Let another team and another way to reach it count from now on, for all who hold this gemeente.

        Only overdracht/inrichting.py does this, on the gemeenten of its own application (`Werkgebied.eigen`).
        """
        object.__setattr__(self, "contact", contact)
        object.__setattr__(self, "team", team)


@dataclass(frozen=True)
class Plaats:
    """A place somebody named: the gemeente, and the kern when that was said."""

    gemeente: Gemeente
    kern: str | None = None

    @property
    def naam(self) -> str:
        return self.kern or self.gemeente.naam


@dataclass(frozen=True)
class Werkgebied:
    """Everything of werkgebied.yml. Names and codes match whatever the capitals."""

    naam: str
    tijdzone: ZoneInfo
    feestdagen: Feestdagen
    gemeenten: tuple[Gemeente, ...]
    ligging: Mapping[str, tuple[float, float]] = field(default_factory=dict, hash=False)

    def eigen(self) -> Werkgebied:
        """The same with gemeenten of its own: what is changed there with `richt_in` changes nowhere else."""
        return replace(self, gemeenten=tuple(replace(g) for g in self.gemeenten))

    def lokale_tijd(self, moment: dt.datetime) -> dt.datetime:
        """The same moment on the clock of this werkgebied."""
        return moment.astimezone(self.tijdzone)

    def zoek_gemeente(self, code_of_naam: str | None) -> Gemeente | None:
        """The gemeente with this code or name, or None."""
        gezocht = sleutel(code_of_naam or "")
        return next((g for g in self.gemeenten if gezocht in (sleutel(g.code), sleutel(g.naam))), None)

    def zoek_kern(self, naam: str) -> tuple[Gemeente, str] | None:
        """The kern with this name and its gemeente, or None."""
        gezocht = sleutel(naam)
        return next(((g, k) for g in self.gemeenten for k in g.kernen if sleutel(k) == gezocht), None)

    @cached_property
    def _plaatsnamen(self) -> Plaatsnamen[Plaats]:
        """Gemeenten before kernen; then what several kernen share (Egmond), which tells only the gemeente."""
        namen = [(g.naam, Plaats(g)) for g in self.gemeenten]
        namen += [(kern, Plaats(g, kern)) for g in self.gemeenten for kern in g.kernen]
        for gemeente in self.gemeenten:
            eerste = Counter(sleutel(kern).split()[0] for kern in gemeente.kernen)
            namen += [(woord, Plaats(gemeente)) for woord, aantal in eerste.items() if aantal > 1 and len(woord) > 3]
        return Plaatsnamen(namen)

    def vind_plaats(self, tekst: str) -> Plaats | None:
        """The place named in a message, with typing errors; None when none is.

        A name that is also an ordinary word counts only where the sentence makes it a place,
        so that "bergen was" names none.
        """
        return self._plaatsnamen.vind(tekst)

    def afstand(self, kern_a: str, kern_b: str) -> float | None:
        """Kilometres between two kernen as the crow flies, or None when one is not on the map."""
        a, b = self._ligging_van(kern_a), self._ligging_van(kern_b)
        if a is None or b is None:
            return None
        breedte = math.radians((a[0] + b[0]) / 2)
        return math.hypot((a[0] - b[0]) * 111.2, (a[1] - b[1]) * 111.3 * math.cos(breedte))

    @cached_property
    def _ligging_op_sleutel(self) -> dict[str, tuple[float, float]]:
        return {sleutel(naam): punt for naam, punt in self.ligging.items()}

    def _ligging_van(self, kern: str) -> tuple[float, float] | None:
        return self._ligging_op_sleutel.get(sleutel(kern))
