"""Finding somebody without a kenmerk: by name, telephone number or mail address, among what a medewerker may see.

Only what came with consent can be found. What is looked for is a resident's, so it is kept nowhere: the audit says
that was looked, by what kind of detail, and which kenmerken came up.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from overdracht import edits, lijst_queries, queries
from overdracht.contact import normaliseer_telefoon
from overdracht.kenmerk import schoon
from overdracht.lijsten import as_rij, gemeenten_van
from overdracht.models import Medewerker
from taal.normaliseren import normaliseer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# In the order in which they are read.
SOORTEN = ("naam", "telefoon", "email")
# How many are shown: with more than these the medewerker types more of the name.
MAX_GEVONDEN = 20
_KENMERK = re.compile(r"VD-[A-Z0-9]{4}-[A-Z0-9]{4}")
# Fewer letters or digits fit half the town.
_MIN_NAAM, _MIN_CIJFERS = 2, 6


@dataclass(frozen=True)
class Gezocht:
    """What came up. `soort`: `naam`, `telefoon`, `email`, or empty when there was too little to look for."""

    soort: str
    rijen: tuple[dict[str, Any], ...] = ()
    # Whether there were more than are shown.
    meer: bool = False


def as_kenmerk(vraag: str) -> str:
    """The kenmerk that was typed, however it was written; empty when it is none."""
    kenmerk = schoon(vraag)
    return kenmerk if _KENMERK.fullmatch(kenmerk) else ""


def find_inwoner(session: Session, vraag: str, *, medewerker: Medewerker, nu: dt.datetime) -> Gezocht:
    """The overdrachten of who is called this, or has this number or address; newest first. Written in the audit."""
    soort, gezocht = _lees(vraag)
    if not soort:
        return Gezocht("")
    met_contact = lijst_queries.find_contacten(session, medewerker.id, gemeenten_van(medewerker))
    ids = [id for id, *gegevens in met_contact if _past(soort, gezocht, gegevens[SOORTEN.index(soort)] or "")]
    rijen, namen = lijst_queries.find_met_ids(session, ids[:MAX_GEVONDEN]), queries.find_namen(session)
    edits.add_audit(session, medewerker.naam, "gezocht", "", reden=f"{soort}, {len(ids)}", op=nu)
    for r in rijen:
        edits.add_audit(session, medewerker.naam, "gevonden", r.kenmerk, reden=soort, op=nu)
    lijst = tuple(as_rij(r, namen, kop=r.kop, naam=r.naam) for r in rijen)
    return Gezocht(soort, lijst, len(ids) > MAX_GEVONDEN)


def _lees(vraag: str) -> tuple[str, tuple[str, ...]]:
    """What kind of detail this is, and what to compare."""
    if "@" in vraag:
        return "email", (vraag.strip().casefold(),)
    cijfers = re.sub(r"\D", "", vraag)
    if len(cijfers) >= _MIN_CIJFERS and not re.search(r"[^\W\d]", vraag):
        return "telefoon", (_nummer(vraag),)
    woorden = _woorden(vraag)
    return ("naam", woorden) if sum(map(len, woorden)) >= _MIN_NAAM else ("", ())


def _past(soort: str, gezocht: tuple[str, ...], waarde: str) -> bool:
    """Of a name each word that was typed must begin one of its words: "jans" finds A. Jansen."""
    if soort == "email":
        return waarde.strip().casefold() == gezocht[0]
    if soort == "telefoon":
        return bool(waarde) and _nummer(waarde) == gezocht[0]
    woorden = _woorden(waarde)
    return all(any(w.startswith(g) for w in woorden) for g in gezocht)


def _nummer(tekst: str) -> str:
    """A number as it can be compared, with or without the country in front."""
    return normaliseer_telefoon(tekst) or re.sub(r"\D", "", tekst)


def _woorden(tekst: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W\d_]+", normaliseer(tekst)))
