"""The history of an entry: what it looked like after each change, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sociale_kaart.models import Session, Voorziening, VoorzieningVersie
from sociale_kaart.velden import VELDEN, als_json, als_tekst, lees_velden, velden_van


@dataclass(frozen=True)
class Verschil:
    """One field that differs, both sides as a person reads them."""

    veld: str
    oud: str
    nieuw: str


def record_versie(
    session: Session, voorziening: Voorziening, wat: str, *, wie: str, velden: Mapping[str, Any] | None = None
) -> VoorzieningVersie:
    """Write the entry as it is now (or would be, with `velden`) into its history."""
    inhoud = als_json(velden if velden is not None else velden_van(voorziening))
    versie = VoorzieningVersie(
        voorziening_id=voorziening.id, versie=voorziening.versie, velden=inhoud, wat=wat, wie=wie
    )
    session.add(versie)
    return versie


def verschillen(oud: Mapping[str, Any], nieuw: Mapping[str, Any]) -> list[Verschil]:
    """The fields that differ, in the order of the form; fields that only one side has count as empty there."""
    links, rechts = lees_velden(oud)[0], lees_velden(nieuw)[0]
    gevonden = []
    for naam in VELDEN:
        tekst_oud = als_tekst(naam, links[naam]) if naam in links else ""
        tekst_nieuw = als_tekst(naam, rechts[naam]) if naam in rechts else ""
        if tekst_oud != tekst_nieuw:
            gevonden.append(Verschil(naam, tekst_oud, tekst_nieuw))
    return gevonden
