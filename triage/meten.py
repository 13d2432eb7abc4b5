"""How good findings are, measured as an outside judge would: a `mag_erbij` area is neither right nor wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from triage.beoordeling import CRISIS_SOORTEN, LEEFGEBIEDEN, SOORTEN, ZWAARTES, Beoordeling
from triage.data import Voorbeeld
from triage.zwaarte import ZWAAR

_ROUTES = {"enkelvoudig": {"antwoord", "verhelderen"}, "meervoudig": {"generalist"}, "multicomplex": {"procesregie"}}


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1 (0..1) with the counts beneath them."""

    goed: int
    teveel: int
    gemist: int

    @property
    def precisie(self) -> float:
        return self.goed / max(1, self.goed + self.teveel)

    @property
    def recall(self) -> float:
        return self.goed / max(1, self.goed + self.gemist)

    @property
    def f1(self) -> float:
        return 2 * self.goed / max(1, 2 * self.goed + self.teveel + self.gemist)

    def as_dict(self) -> dict[str, float]:
        """Rounded, for JSON."""
        return {
            "precisie": round(self.precisie, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "aantal": self.goed + self.gemist,
        }


@dataclass(frozen=True)
class Meting:
    """All figures over one set of messages."""

    aantal: int
    micro: float
    macro: float
    gebieden: dict[str, dict[str, float]]
    zwaarte: float
    soort: float
    route: float
    crisis: dict[str, float]
    crisis_soort: dict[str, dict[str, float]]
    zwaar_als_simpel: float
    zwaar_beantwoord: float
    verwarring: dict[str, list[list[int]]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """JSON data."""
        return asdict(self)


def _som(scores: Iterable[Score]) -> Score:
    lijst = list(scores)
    return Score(sum(s.goed for s in lijst), sum(s.teveel for s in lijst), sum(s.gemist for s in lijst))


def score_gebied(code: str, waar: Sequence[Voorbeeld], gevonden: Sequence[frozenset[str]]) -> Score:
    """One leefgebied; where it `mag erbij`, finding it counts for nothing."""
    goed = sum(code in v.leefgebieden and code in g for v, g in zip(waar, gevonden, strict=True))
    gemist = sum(code in v.leefgebieden and code not in g for v, g in zip(waar, gevonden, strict=True))
    teveel = sum(code in g and code not in v.leefgebieden | v.mag_erbij for v, g in zip(waar, gevonden, strict=True))
    return Score(goed, teveel, gemist)


def score_gebieden(waar: Sequence[Voorbeeld], gevonden: Sequence[frozenset[str]]) -> dict[str, Score]:
    """All leefgebieden."""
    return {code: score_gebied(code, waar, gevonden) for code in LEEFGEBIEDEN}


def micro_f1(waar: Sequence[Voorbeeld], gevonden: Sequence[frozenset[str]]) -> float:
    """F1 over all leefgebieden together."""
    return _som(score_gebieden(waar, gevonden).values()).f1


def codes(b: Beoordeling) -> frozenset[str]:
    """The leefgebieden of a finding."""
    return frozenset(g.code for g in b.leefgebieden)


def route_klopt(v: Voorbeeld, route: str) -> bool:
    """Whether a route fits the labels; a simple question may be answered or asked about first."""
    if v.crisis:
        return route == "crisis"
    if v.soort in {"signaal", "gesprek", "buiten_bereik"}:
        return route == v.soort
    if v.soort in {"medewerker", "status", "klacht"}:
        return route == "generalist"
    return route in _ROUTES.get(v.zwaarte, {"antwoord", "verhelderen"})


def _verwarring(namen: Sequence[str], waar: Iterable[str], gevonden: Iterable[str]) -> list[list[int]]:
    plaats = {n: i for i, n in enumerate(namen)}
    tabel = [[0] * len(namen) for _ in namen]
    for w, g in zip(waar, gevonden, strict=True):
        tabel[plaats[w]][plaats[g]] += 1
    return tabel


def _deel(vragen: Iterable[bool]) -> float:
    lijst = list(vragen)
    return round(sum(lijst) / len(lijst), 4) if lijst else 0.0


def meet(waar: Sequence[Voorbeeld], gevonden: Sequence[Beoordeling]) -> Meting:
    """All figures of findings against labels."""
    paren = list(zip(waar, gevonden, strict=True))
    scores = score_gebieden(waar, [codes(b) for b in gevonden])
    zwaar = [(v, b) for v, b in paren if v.zwaarte in ZWAAR]
    crisis = Score(
        sum(bool(v.crisis and b.crisis) for v, b in paren),
        sum(bool(b.crisis and not v.crisis) for v, b in paren),
        sum(bool(v.crisis and not b.crisis) for v, b in paren),
    )
    return Meting(
        aantal=len(paren),
        micro=round(_som(scores.values()).f1, 4),
        macro=round(sum(s.f1 for s in scores.values()) / len(scores), 4),
        gebieden={code: s.as_dict() for code, s in scores.items()},
        zwaarte=_deel(v.zwaarte == b.zwaarte for v, b in paren),
        soort=_deel(v.soort == b.soort for v, b in paren),
        route=_deel(route_klopt(v, b.route) for v, b in paren),
        crisis=crisis.as_dict(),
        crisis_soort={s: _crisis_soort(s, paren) for s in CRISIS_SOORTEN},
        zwaar_als_simpel=_deel(b.zwaarte not in ZWAAR for _, b in zwaar),
        zwaar_beantwoord=_deel(b.route == "antwoord" for _, b in zwaar),
        verwarring={
            "zwaarte": _verwarring(ZWAARTES, (v.zwaarte for v, _ in paren), (b.zwaarte for _, b in paren)),
            "soort": _verwarring(SOORTEN, (v.soort for v, _ in paren), (b.soort for _, b in paren)),
        },
    )


def _crisis_soort(soort: str, paren: Sequence[tuple[Voorbeeld, Beoordeling]]) -> dict[str, float]:
    van = [b for v, b in paren if v.crisis == soort]
    return {
        "aantal": len(van),
        "gehoord": _deel(b.crisis is not None for b in van),
        "juiste_soort": _deel(b.crisis == soort for b in van),
    }


def ijking(kansen: Sequence[float], waar: Sequence[bool], *, vakken: int = 10) -> list[dict[str, float]]:
    """Per tenth of probability: what was said and what came true."""
    uit = []
    for i in range(vakken):
        van, tot = i / vakken, (i + 1) / vakken
        in_vak = [(k, w) for k, w in zip(kansen, waar, strict=True) if van <= k < tot or (i == vakken - 1 and k == 1)]
        if in_vak:
            gezegd = sum(k for k, _ in in_vak) / len(in_vak)
            uit.append({"gezegd": round(gezegd, 4), "uitgekomen": _deel(w for _, w in in_vak), "aantal": len(in_vak)})
    return uit
