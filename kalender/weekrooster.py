"""Opening hours as a week of blocks to fill in: seven days and the holidays, each with from-till pairs as text.

What a week cannot tell (the first Saturday, even weeks, by appointment) stays text: kalender/openingstijden.py.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

from kalender.openingstijden import DAGEN, DAGNAMEN, Openingstijden

FEESTDAGEN = "feestdagen"
RIJEN = (*DAGEN, FEESTDAGEN)
# So many blocks a day at most: as many as the text can hold.
MEESTE_BLOKKEN = 6
# Per row of RIJEN the blocks, each as typed: ("8:30", "17:00").
Rooster = Mapping[str, Sequence[tuple[str, str]]]
_NAMEN = {**dict(zip(DAGEN, DAGNAMEN, strict=True)), FEESTDAGEN: FEESTDAGEN}
# 9, 9:00, 9.00, 0900, 9u30 and 9 uur.
_TIJD = re.compile(r"(\d{1,2})(?:\s*(?:[:.u]|uur)\s*(\d{2})?)?|(\d{2})(\d{2})")
_DAG_UIT = 24 * 60


def rij_naam(rij: str) -> str:
    """The name of a row in full: maandag."""
    return _NAMEN[rij]


def as_rooster(uren: Openingstijden) -> dict[str, list[tuple[str, str]]] | None:
    """These hours as a week to fill in; None when a week cannot tell them."""
    if uren.altijd or uren.op_afspraak or any(r.rang or r.weken for r in uren.regels):
        return None
    rooster: dict[str, list[tuple[str, str]]] = {}
    for nummer, dag in enumerate(DAGEN):
        rooster[dag] = _als_tekst({b for r in uren.regels if nummer in r.dagen for b in r.blokken})
    rooster[FEESTDAGEN] = _als_tekst(set(uren.feestdag_blokken or ()))
    # A night, or more than the form has room for.
    klopt = all(len(b) <= MEESTE_BLOKKEN and all(van < tot for van, tot in b) for b in rooster.values())
    return rooster if klopt else None


def _als_tekst(blokken: set[tuple[dt.time, dt.time]]) -> list[tuple[str, str]]:
    return [(f"{van:%H:%M}", f"{tot:%H:%M}" if tot != dt.time(0) else "24:00") for van, tot in sorted(blokken)]


def read_rooster(rooster: Rooster) -> tuple[str, dict[str, str]]:
    """The hours as text, and per row that is wrong why: one of "half", "tijd", "volgorde", "samen"."""
    fouten: dict[str, str] = {}
    per_rij: dict[str, str] = {}
    for rij in RIJEN:
        blokken, fout = _lees_rij(rooster.get(rij, ()))
        if fout:
            fouten[rij] = fout
        per_rij[rij] = ",".join(f"{_klok(van)}-{_klok(tot)}" for van, tot in blokken)
    delen = []
    for tijden, groep in groupby(DAGEN, key=lambda dag: per_rij[dag]):
        dagen = list(groep)
        if tijden:
            delen.append(f"{dagen[0] if len(dagen) == 1 else f'{dagen[0]}-{dagen[-1]}'} {tijden}")
    if per_rij[FEESTDAGEN]:
        delen.append(f"{FEESTDAGEN} {per_rij[FEESTDAGEN]}")
    return "; ".join(delen), fouten


def _lees_rij(getypt: Sequence[tuple[str, str]]) -> tuple[list[tuple[int, int]], str]:
    """The blocks in minutes, in order; and what is wrong with them."""
    blokken = []
    for ruw in getypt:
        van, tot = (deel.strip() for deel in ruw)
        if not van and not tot:
            continue
        if not van or not tot:
            return [], "half"
        begin, eind = _lees_tijd(van), _lees_tijd(tot)
        if begin is None or eind is None:
            return [], "tijd"
        # A day ends at 24:00, however somebody writes it.
        eind = eind or _DAG_UIT
        if begin >= eind:
            return [], "volgorde"
        blokken.append((begin, eind))
    blokken.sort()
    if any(tot > van for (_, tot), (van, _) in pairwise(blokken)):
        return [], "samen"
    return blokken, ""


def _lees_tijd(ruw: str) -> int | None:
    gevonden = _TIJD.fullmatch(ruw.lower())
    if not gevonden:
        return None
    uur, minuut = int(gevonden[1] or gevonden[3]), int(gevonden[2] or gevonden[4] or 0)
    minuten = uur * 60 + minuut
    return minuten if minuut < 60 and minuten <= _DAG_UIT else None


def _klok(minuten: int) -> str:
    return f"{minuten // 60:02d}:{minuten % 60:02d}"
