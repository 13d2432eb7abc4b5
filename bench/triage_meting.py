"""All measurements of the triage in one run: figures, robustness, calibration, comparison, learning curve."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.diet import diet
from triage.beoordeling import Beoordeling
from triage.data import Voorbeeld, lees_voorbeelden
from triage.koppen import GEBIEDEN
from triage.lekken import check_lekken
from triage.lexicon import Lexicon
from triage.meten import codes, ijking, meet, micro_f1
from triage.model import Triage
from triage.proeven import PROEVEN, klopt, lees_alledaags, lees_richtingen, loos_alarm
from triage.training import leer
from triage.vergelijken import Methode, Vondst, lineair, spacy_textcat, trefwoorden

Voortgang = Callable[[str], None]
_LEERCURVE = (0.1, 0.25, 0.5, 1.0)


def snelheid(triage: Triage, teksten: Sequence[str]) -> dict[str, float]:
    """Milliseconds per message, one at a time, after one to warm up."""
    triage.beoordeel("warm draaien")
    duur = []
    for tekst in teksten:
        begin = time.perf_counter()
        triage.beoordeel(tekst)
        duur.append(1000 * (time.perf_counter() - begin))
    p50, p95, hoogst = np.percentile(duur, [50, 95, 100])
    return {"p50": round(float(p50), 2), "p95": round(float(p95), 2), "hoogst": round(float(hoogst), 2)}


def stevigheid(triage: Triage, test: Sequence[Voorbeeld], schoon: float) -> dict[str, dict[str, float]]:
    """F1 on changed messages, what that costs in points, and how often the areas stay the same."""
    basis = [codes(triage.beoordeel(v.tekst)) for v in test]
    uit = {}
    for naam, verander in PROEVEN.items():
        nu = [codes(triage.beoordeel(verander(v.tekst))) for v in test]
        gelijk = sum(a == b for a, b in zip(basis, nu, strict=True)) / max(1, len(test))
        micro = micro_f1(test, nu)
        uit[naam] = {
            "micro": round(micro, 4),
            "punten_verlies": round(100 * (schoon - micro), 2),
            "gelijk": round(gelijk, 4),
        }
    return uit


def _ijking(triage: Triage, test: Sequence[Voorbeeld]) -> dict[str, Any]:
    gebied: list[tuple[float, bool]] = []
    crisis: list[tuple[float, bool]] = []
    for v in test:
        kansen = triage.kansen(v.tekst)
        if kansen is None:
            continue
        for code, p in zip(GEBIEDEN, kansen.gebied, strict=True):
            if code not in v.mag_erbij - v.leefgebieden:
                gebied.append((float(p), code in v.leefgebieden))
        crisis.append((kansen.crisis, v.crisis is not None))
    return {
        "leefgebieden": ijking([p for p, _ in gebied], [w for _, w in gebied]),
        "crisis": ijking([p for p, _ in crisis], [w for _, w in crisis]),
    }


def ergste(
    test: Sequence[Voorbeeld], gevonden: Sequence[Beoordeling], triage: Triage, *, aantal: int = 50
) -> list[dict[str, Any]]:
    """The errors of which the model was most sure."""
    rijen = []
    for v, b in zip(test, gevonden, strict=True):
        kansen = triage.kansen(v.tekst)
        if kansen is None:
            continue
        p = dict(zip(GEBIEDEN, (float(x) for x in kansen.gebied), strict=True))
        fout = [1 - p[c] for c in v.leefgebieden - codes(b)]
        fout += [p[c] for c in codes(b) - v.leefgebieden - v.mag_erbij]
        if fout or v.zwaarte != b.zwaarte or v.soort != b.soort:
            rijen.append((max(fout, default=0.0), v, b))
    rijen.sort(key=lambda r: -r[0])
    return [_rij(v, b) for _, v, b in rijen[:aantal]]


def _rij(v: Voorbeeld, b: Beoordeling) -> dict[str, Any]:
    return {
        "tekst": v.tekst,
        "hoort": {"leefgebieden": sorted(v.leefgebieden), "zwaarte": v.zwaarte, "soort": v.soort, "crisis": v.crisis},
        "gevonden": {"leefgebieden": sorted(codes(b)), "zwaarte": b.zwaarte, "soort": b.soort, "crisis": b.crisis},
    }


@dataclass(frozen=True)
class Vergelijking:
    """What is compared: also the slow ways, and on how many of the examples (None: all).

    Stock Rasa learns for hours from all of them. On fewer, Voordeur learns anew from the same few.
    """

    volledig: bool = False
    voorbeelden: int | None = None


def methoden(triage: Triage, wat: Vergelijking) -> dict[str, Methode]:
    """What Voordeur is compared with; the slow ones only on request."""
    uit: dict[str, Methode] = {
        "trefwoorden (lexicon zonder leren)": trefwoorden(triage.lexicon),
        "lineair, woorden": lineair(tekens=False),
        "lineair, woorden en tekens": lineair(tekens=True),
        "spaCy textcat BOW": spacy_textcat("TextCatBOW"),
    }
    if wat.voorbeelden is not None:
        uit["Voordeur, van evenveel voorbeelden"] = opnieuw(triage.lexicon)
    if wat.volledig:
        uit["spaCy textcat ensemble"] = spacy_textcat("TextCatEnsemble", rondes=8)
        uit["stock Rasa (DIET)"] = diet
    return uit


def opnieuw(lexicon: Lexicon) -> Methode:
    """Voordeur itself, learning from the examples that the others get too."""

    def methode(train: Sequence[Voorbeeld], test: Sequence[Voorbeeld]) -> Vondst:
        triage = Triage(leer(train, lexicon), lexicon)
        return [codes(triage.beoordeel(v.tekst)) for v in test]

    return methode


def _vergelijk(
    train: Sequence[Voorbeeld], test: Sequence[Voorbeeld], triage: Triage, wat: Vergelijking, *, voortgang: Voortgang
) -> dict[str, dict[str, float]]:
    uit = {}
    if wat.voorbeelden is not None and wat.voorbeelden < len(train):
        train = random.Random(0).sample(list(train), wat.voorbeelden)
    for naam, methode in methoden(triage, wat).items():
        voortgang(f"Vergelijken met: {naam}")
        begin = time.perf_counter()
        micro = micro_f1(test, methode(train, test))
        uit[naam] = {"micro": round(micro, 4), "seconden": round(time.perf_counter() - begin, 1)}
    if triage.tekstmodel is not None:
        voortgang("Vergelijken met: Voordeur zonder TEKSTMODEL")
        begin = time.perf_counter()
        micro = micro_f1(test, opnieuw(triage.lexicon)(train, test))
        uit["Voordeur zonder TEKSTMODEL"] = {
            "micro": round(micro, 4), "seconden": round(time.perf_counter() - begin, 1),
        }  # fmt: skip
    return uit


def _leercurve(train: Sequence[Voorbeeld], test: Sequence[Voorbeeld]) -> list[dict[str, float]]:
    """How much more examples help, with the plain linear model (minutes less than the whole)."""
    orde = np.random.default_rng(0).permutation(len(train))
    uit = []
    for deel in _LEERCURVE:
        keuze = [train[i] for i in orde[: int(deel * len(train))]]
        uit.append({"aantal": len(keuze), "micro": round(micro_f1(test, lineair(tekens=True)(keuze, test)), 4)})
    return uit


def per_deel(test: Sequence[Voorbeeld], gevonden: Sequence[Beoordeling], gewoon: Path) -> dict[str, dict[str, Any]]:
    """The figures of ordinary days and of what was written to be difficult, apart.

    The second has far more hints and look-alikes of danger than life has, so a share that holds there says little of
    the work that waits for a team. gewoon: the folder of the ordinary days; without it there is nothing to tell apart.
    """
    if not gewoon.is_dir():
        return {}
    dagen = {v.tekst for v in lees_voorbeelden(gewoon)}
    paren = list(zip(test, gevonden, strict=True))
    delen = {
        "gewone dagen": [(v, b) for v, b in paren if v.tekst in dagen],
        "met opzet lastig": [(v, b) for v, b in paren if v.tekst not in dagen],
    }
    return {naam: meet([v for v, _ in deel], [b for _, b in deel]).as_dict() for naam, deel in delen.items() if deel}


def meet_alles(
    triage: Triage, data: Path, *, wat: Vergelijking = Vergelijking(), voortgang: Voortgang = lambda _: None
) -> dict[str, Any]:
    """Everything, as JSON data. `data` holds nlu/, test/ and proeven/."""
    train, test = lees_voorbeelden(data / "nlu"), lees_voorbeelden(data / "test")
    voortgang("Het model meten")
    gevonden = [triage.beoordeel(v.tekst) for v in test]
    meting = meet(test, gevonden)
    richtingen = lees_richtingen(data / "proeven" / "richting.yml")
    alledaags = lees_alledaags(data / "proeven" / "alledaags.yml")
    uit: dict[str, Any] = {
        "voorbeelden": len(train),
        "proefzinnen": len(test),
        "lekken": [asdict(lek) for lek in check_lekken(train, test)],
        "meting": meting.as_dict(),
        "delen": per_deel(test, gevonden, data / "test" / "gewone_dagen"),
        "snelheid_ms": snelheid(triage, [v.tekst for v in test[:500]]),
        "ijking": _ijking(triage, test),
        "gemiste_crisis": [_rij(v, b) for v, b in zip(test, gevonden, strict=True) if v.crisis and not b.crisis],
        "onterechte_crisis": [_rij(v, b) for v, b in zip(test, gevonden, strict=True) if b.crisis and not v.crisis],
        "ergste_fouten": ergste(test, gevonden, triage),
        "alledaags": {"berichten": len(alledaags), "loos": loos_alarm(triage, alledaags)},
        "richting": [{"tekst": r.tekst, "klopt": klopt(triage, r)} for r in richtingen],
    }
    voortgang("Proeven met tikfouten en andere veranderingen")
    uit["stevigheid"] = stevigheid(triage, test, meting.micro)
    uit["vergelijking"] = _vergelijk(train, test, triage, wat, voortgang=voortgang)
    voortgang("Leercurve")
    uit["leercurve"] = _leercurve(train, test)
    return uit
