"""Entries that are probably the same: by name, telephone number or postcode. Pure comparing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from sociale_kaart import queries
from sociale_kaart.models import Session
from taal.normaliseren import normaliseer

# How alike two names must be (0..100) to be named on their own, and together with another sign.
_NAAM_ALLEEN, _NAAM_SAMEN = 93, 60


@dataclass(frozen=True)
class Dubbel:
    """An entry that is probably the same, and what the two share: naam, telefoon, postcode."""

    id: str
    naam: str
    gedeeld: tuple[str, ...]


@dataclass(frozen=True)
class _Kenmerken:
    id: str
    titel: str
    naam: str
    telefoon: str
    postcode: str


def _kenmerken(id: str, naam: str, telefoon: str, postcode: str) -> _Kenmerken:
    cijfers = re.sub(r"^(?:\+|00)31", "0", re.sub(r"[^0-9+]", "", telefoon))
    kaal = " ".join(sorted(re.findall(r"[a-z0-9]+", normaliseer(naam))))
    return _Kenmerken(id, naam, kaal, cijfers, postcode.replace(" ", "").upper())


def _gedeeld(een: _Kenmerken, ander: _Kenmerken) -> tuple[str, ...]:
    lijkt = fuzz.ratio(een.naam, ander.naam)
    telefoon = bool(een.telefoon) and een.telefoon == ander.telefoon
    postcode = bool(een.postcode) and een.postcode == ander.postcode
    # Many entries of one organisation share a number or a building: that alone makes no duplicate.
    if lijkt < (_NAAM_SAMEN if telefoon or postcode else _NAAM_ALLEEN):
        return ()
    return ("naam", *(["telefoon"] if telefoon else []), *(["postcode"] if postcode else []))


def find_dubbelen(session: Session, velden: Mapping[str, Any]) -> list[Dubbel]:
    """Entries (not archived) that are probably the same as this one, most alike first."""
    eigen = _kenmerken(
        velden.get("id") or "", velden.get("naam") or "", velden.get("telefoon") or "", velden.get("postcode") or ""
    )
    gevonden = [
        Dubbel(k.id, k.titel, gedeeld) for k in _alle(session) if k.id != eigen.id and (gedeeld := _gedeeld(eigen, k))
    ]
    return sorted(gevonden, key=lambda d: (-len(d.gedeeld), d.id))


def find_all_dubbelen(session: Session) -> list[tuple[str, Dubbel]]:
    """Every probable pair of the kaart, each once; compares only what shares a number, a postcode or a word."""
    alle = list(_alle(session))
    paren: dict[tuple[str, str], Dubbel] = {}
    for groep in _groepen(alle):
        for i, een in enumerate(groep):
            for ander in groep[i + 1 :]:
                eerste, tweede = sorted((een, ander), key=lambda k: k.id)
                gedeeld = _gedeeld(eerste, tweede)
                if gedeeld:
                    paren[eerste.id, tweede.id] = Dubbel(tweede.id, tweede.titel, gedeeld)
    return [(een, dubbel) for (een, _), dubbel in sorted(paren.items())]


def _groepen(alle: Iterable[_Kenmerken]) -> Iterator[list[_Kenmerken]]:
    groepen: dict[str, list[_Kenmerken]] = {}
    for k in alle:
        for sleutel in (k.telefoon and f"t{k.telefoon}", k.postcode and f"p{k.postcode}", f"n{k.naam[:12]}"):
            if sleutel:
                groepen.setdefault(sleutel, []).append(k)
    return (g for g in groepen.values() if len(g) > 1)


def _alle(session: Session) -> Iterator[_Kenmerken]:
    for id, naam, telefoon, postcode in queries.read_kenmerken(session):
        yield _kenmerken(id, naam, telefoon, postcode)
