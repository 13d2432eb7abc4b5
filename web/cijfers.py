"""Figures that can be shown: counted per quarter, and never so small that they point at somebody.

A cell under five is hidden. One hidden cell could be found back from a total, so another is hidden
with it. Periods are whole quarters only: free dates would let two tables be subtracted.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sociale_kaart.rekenblad import markeer
from triage.beoordeling import LEEFGEBIEDEN
from web import queries

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from overdracht.models import TriageCorrectie
    from werkgebied import Werkgebied

MINSTENS = 5
# Quarters in the choice and in the plot over time.
TERUG = 8


@dataclass(frozen=True)
class Kwartaal:
    """A quarter, on the calendar of the werkgebied."""

    jaar: int
    nummer: int

    @property
    def code(self) -> str:
        return f"{self.jaar}-{self.nummer}"

    @property
    def begin(self) -> dt.date:
        return dt.date(self.jaar, self.nummer * 3 - 2, 1)

    @property
    def volgende(self) -> Kwartaal:
        return Kwartaal(self.jaar + self.nummer // 4, self.nummer % 4 + 1)

    @property
    def vorige(self) -> Kwartaal:
        return Kwartaal(self.jaar - (self.nummer == 1), (self.nummer - 2) % 4 + 1)


def kwartaal_van(dag: dt.date) -> Kwartaal:
    """The quarter this day falls in."""
    return Kwartaal(dag.year, (dag.month - 1) // 3 + 1)


def laatste_kwartalen(dag: dt.date) -> list[Kwartaal]:
    """The quarters one may choose from, newest first."""
    lijst = [kwartaal_van(dag)]
    while len(lijst) < TERUG:
        lijst.append(lijst[-1].vorige)
    return lijst


def verberg_klein(cellen: Mapping[str, int], *, minstens: int = MINSTENS) -> dict[str, int | None]:
    """The cells with the small ones hidden (None), and so many more that a total gives none of them away."""
    weg = {naam for naam, n in cellen.items() if n < minstens}
    zichtbaar = sorted((n, naam) for naam, n in cellen.items() if naam not in weg)
    while weg and zichtbaar and (len(weg) == 1 or sum(cellen[naam] for naam in weg) < minstens):
        weg.add(zichtbaar.pop(0)[1])
    return {naam: None if naam in weg else n for naam, n in cellen.items()}


def of_niets(aantal: int) -> int | None:
    """A single figure, or None when it is too small to show."""
    return aantal if aantal >= MINSTENS else None


def deel(waarden: Sequence[float], welk: float) -> float | None:
    """The median (0.5) or another quantile, between neighbours; None for fewer than five measurements."""
    if len(waarden) < MINSTENS:
        return None
    op_volgorde = sorted(waarden)
    plek = welk * (len(op_volgorde) - 1)
    onder = int(plek)
    boven = min(onder + 1, len(op_volgorde) - 1)
    return op_volgorde[onder] + (op_volgorde[boven] - op_volgorde[onder]) * (plek - onder)


@dataclass(frozen=True)
class Cijfers:
    """Everything on the figures page, already safe to show; None = fewer than five."""

    kwartaal: Kwartaal
    tellingen: dict[str, int | None]
    per_leefgebied: dict[str, int | None]
    per_gemeente: dict[str, int | None]
    per_uitkomst: dict[str, int | None]
    overdrachten: int | None
    tijden: dict[str, dict[str, float | None]]
    scores: dict[str, int | None]
    score_gemiddeld: float | None
    onbeantwoord: list[tuple[str, str, int]]
    onbeantwoord_rest: int | None
    per_kwartaal: dict[str, int | None] = field(default_factory=dict)
    # What medewerkers changed of the triage: (`zwaarte` or `leefgebied`, from, to) with how often, most first.
    verbeterd: dict[tuple[str, str, str], int] = field(default_factory=dict)


TELLINGEN = ("gesprek", "vraag", "beantwoord", "onbeantwoord", "overdracht", "afgebroken", "geweigerd", "ingetrokken",
             "gecorrigeerd", "crisis", "afgerond")  # fmt: skip


def lees_cijfers(session: Session, kwartaal: Kwartaal, *, werkgebied: Werkgebied, vandaag: dt.date) -> Cijfers:
    """The figures of one quarter from what really happened."""
    van, tot = _grenzen(kwartaal, werkgebied)
    lijst = queries.find_afhandelingen(session, van, tot)
    geteld = queries.sum_tellingen(session, kwartaal.begin, kwartaal.volgende.begin)
    gehoord = [code for a in lijst for code in a.leefgebieden]
    scores = queries.find_scores(session, van, tot)
    gaten, rest = _gaten(queries.sum_onbeantwoord(session, kwartaal.begin, kwartaal.volgende.begin))
    return Cijfers(
        kwartaal=kwartaal,
        tellingen={wat: of_niets(geteld[wat]) for wat in TELLINGEN if wat in geteld},
        per_leefgebied=verberg_klein({naam: gehoord.count(code) for code, naam in LEEFGEBIEDEN.items()}),
        per_gemeente=verberg_klein(_tel([g.naam for g in werkgebied.gemeenten], [a.gemeente for a in lijst])),
        per_uitkomst=verberg_klein(_tel([], [a.uitkomst for a in lijst if a.uitkomst])),
        overdrachten=of_niets(len(lijst)),
        tijden={
            "wachten": _tijden([a.wacht_minuten for a in lijst]),
            "behandelen": _tijden([a.behandel_minuten for a in lijst]),
        },
        scores=verberg_klein({str(s): scores.count(s) for s in range(1, 6)}),
        score_gemiddeld=sum(scores) / len(scores) if len(scores) >= MINSTENS else None,
        onbeantwoord=gaten,
        onbeantwoord_rest=rest,
        per_kwartaal=_per_kwartaal(session, werkgebied=werkgebied, vandaag=vandaag),
        verbeterd=_verbeterd(queries.find_triagecorrecties(session, kwartaal.begin, kwartaal.volgende.begin)),
    )


def _grenzen(kwartaal: Kwartaal, werkgebied: Werkgebied) -> tuple[dt.datetime, dt.datetime]:
    begin, eind = (
        dt.datetime.combine(d, dt.time(), werkgebied.tijdzone) for d in (kwartaal.begin, kwartaal.volgende.begin)
    )
    return begin, eind


def _tel(namen: Iterable[str], waarden: Sequence[str]) -> dict[str, int]:
    alle = dict.fromkeys([*namen, *sorted(set(waarden))])
    return {naam: waarden.count(naam) for naam in alle}


def _tijden(minuten: Iterable[float | None]) -> dict[str, float | None]:
    bekend = [m for m in minuten if m is not None]
    return {"aantal": of_niets(len(bekend)), "mediaan": deel(bekend, 0.5), "p90": deel(bekend, 0.9)}


def _gaten(geteld: Mapping[tuple[str, str, str], int]) -> tuple[list[tuple[str, str, int]], int | None]:
    """What was asked and not found, per place and leefgebied, most first; the small cells together as a rest."""
    namen = {"|".join(sleutel): sleutel for sleutel in geteld}
    veilig = verberg_klein({naam: geteld[sleutel] for naam, sleutel in namen.items()})
    rijen = [
        (sleutel[1] or sleutel[0], LEEFGEBIEDEN.get(sleutel[2], ""), n)
        for naam, sleutel in namen.items()
        if (n := veilig[naam]) is not None
    ]
    rest = sum(geteld[sleutel] for naam, sleutel in namen.items() if veilig[naam] is None)
    return sorted(rijen, key=lambda r: (-r[2], r)), of_niets(rest)


def _verbeterd(correcties: Iterable[TriageCorrectie]) -> dict[tuple[str, str, str], int]:
    """What the triage is corrected in, by five or more; no total, from which a small one could be found back.

    It is not kept whose a correction is. So what is put right and put back again on one day counts as nothing: who
    clicks to and fro is no five people.
    """
    per_dag: Counter[tuple[dt.date, str, str, str]] = Counter()
    for c in correcties:
        per_dag.update((c.dag, *wat) for wat in _veranderd(c))
    netto: Counter[tuple[str, str, str]] = Counter()
    for (dag, soort, was, werd), n in per_dag.items():
        netto[soort, was, werd] += max(0, n - per_dag[dag, soort, werd, was])
    groot = [(wat, n) for wat, n in netto.items() if n >= MINSTENS]
    return dict(sorted(groot, key=lambda rij: (-rij[1], rij[0])))


def _veranderd(c: TriageCorrectie) -> list[tuple[str, str, str]]:
    was, werd = set(c.leefgebieden), set(c.leefgebieden_beter)
    uit = [("leefgebied", "", code) for code in werd - was] + [("leefgebied", code, "") for code in was - werd]
    return uit if c.zwaarte == c.zwaarte_beter else [("zwaarte", c.zwaarte, c.zwaarte_beter), *uit]


def _per_kwartaal(session: Session, *, werkgebied: Werkgebied, vandaag: dt.date) -> dict[str, int | None]:
    kwartalen = laatste_kwartalen(vandaag)[::-1]
    momenten = queries.count_overdrachten_per_dag(session, _grenzen(kwartalen[0], werkgebied)[0])
    codes = [kwartaal_van(werkgebied.lokale_tijd(op).date()).code for op, _ in momenten]
    return {k.code: of_niets(codes.count(k.code)) for k in kwartalen}


# --- plots ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Balk:
    """One bar: `deel` is its length in percents of the longest, `tekst` the figure beside it."""

    naam: str
    tekst: str
    deel: float


def balken(cellen: Mapping[str, int | None], *, te_klein: str) -> list[Balk]:
    """Bars for a horizontal plot; a hidden cell gets its words and no bar."""
    hoogste = max((n for n in cellen.values() if n is not None), default=1)
    return [
        Balk(naam, te_klein, 0.0) if n is None else Balk(naam, str(n), round(100 * n / hoogste, 1))
        for naam, n in cellen.items()
    ]


# --- CSV --------------------------------------------------------------------------------------


def veilig(waarde: Any) -> str:
    """A cell that a spreadsheet shows as text and never calculates (CSV injection)."""
    return markeer("" if waarde is None else str(waarde))


def as_csv(kop: Sequence[str], rijen: Iterable[Sequence[Any]]) -> str:
    """A CSV file for Dutch spreadsheets: semicolons, and a byte order mark so that accents are read well."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow([veilig(k) for k in kop])
    schrijver.writerows([[veilig(cel) for cel in rij] for rij in rijen])
    return "\ufeff" + uit.getvalue()
