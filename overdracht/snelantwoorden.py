"""Quick replies of the werkplek: those of beheer, or the ones that come along while beheer made none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overdracht import edits, queries
from overdracht.teksten import tekst as woord

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

VELDEN = ("medewerker", "team", "kenmerk", "naam")
MAX_NAAM, MAX_TEKST, MEESTE = 80, 1000, 60
_VELD = re.compile(r"\{([^{}]*)\}")


class SnelFout(ValueError):
    """This quick reply cannot be kept; the text is plain Dutch."""


@dataclass(frozen=True)
class Snel:
    """A quick reply; `tekst` may hold the fields {medewerker}, {team}, {kenmerk} and {naam}."""

    code: str
    naam: str
    tekst: str

    def vul(self, **velden: str) -> str:
        """The text with its fields filled in; what is no field stays as it stands."""
        return _VELD.sub(lambda m: velden.get(m[1], m[0]), self.tekst)


def find_snelantwoorden(session: Session, standaard: Sequence[Mapping[str, str]]) -> list[Snel]:
    """The quick replies in order; `standaard` while beheer has none of its own."""
    eigen = queries.find_snelantwoorden(session)
    if eigen:
        return [Snel(s.code, s.naam, s.tekst) for s in eigen]
    return [Snel(s["code"], s["naam"], s["tekst"]) for s in standaard]


def save_snelantwoorden(session: Session, regels: Sequence[tuple[str, str]]) -> None:
    """Put these (name, text) in the place of all there were; none: those that come along. Raises SnelFout."""
    schoon = [(naam.strip(), tekst.strip()) for naam, tekst in regels if naam.strip() or tekst.strip()]
    if len(schoon) > MEESTE:
        raise SnelFout(woord("snel.te_veel", aantal=MEESTE))
    for naam, tekst in schoon:
        if not naam or not tekst:
            raise SnelFout(woord("snel.leeg"))
        if len(naam) > MAX_NAAM or len(tekst) > MAX_TEKST:
            raise SnelFout(woord("snel.te_lang", naam=MAX_NAAM, tekst=MAX_TEKST))
        if onbekend := [v for v in _VELD.findall(tekst) if v not in VELDEN]:
            raise SnelFout(woord("snel.veld", veld=onbekend[0][:40], velden=", ".join(f"{{{v}}}" for v in VELDEN)))
    if len({naam.casefold() for naam, _ in schoon}) < len(schoon):
        raise SnelFout(woord("snel.dubbel"))
    edits.replace_snelantwoorden(session, schoon)
