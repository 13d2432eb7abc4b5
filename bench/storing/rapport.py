"""What came out of the faults: a table, the same as JSON, and a plot of the recovery times."""

from __future__ import annotations

import json
import os
import platform
import statistics
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.storing.grootboek import Uitslag


@dataclass
class Ronde:
    """One configuration with its faults: the recovery times of each in seconds, and the comparison at the end."""

    vorm: str
    herstel: dict[str, list[float]] = field(default_factory=dict)
    uitslag: Uitslag | None = None
    seconden: float = 0.0
    afgebroken: str = ""

    @property
    def goed(self) -> bool:
        """Whether all was whole again by itself and nothing was lost."""
        return not self.afgebroken and self.uitslag is not None and self.uitslag.goed


def als_tabel(ronden: list[Ronde]) -> str:
    """Both tables as plain text."""
    regels = ["vorm | storing | keer | herstel mediaan s | langste s"]
    for r in ronden:
        regels += [
            f"{r.vorm} | {naam} | {len(tijden)} | {statistics.median(tijden):.1f} | {max(tijden):.1f}"
            for naam, tijden in r.herstel.items()
            if tijden
        ]
    kop = "bevestigd | verloren | dubbel | overdrachten | kwijt | twee houders | onbeantwoord | stroom | opnieuw"
    regels += ["", f"vorm | {kop} | uitslag"]
    for r in ronden:
        u = r.uitslag or Uitslag()
        waarden = (
            u.bevestigd + u.van_staf, u.verloren, u.dubbel, u.overdrachten, u.overdrachten_verloren,
            u.twee_houders, u.onbeantwoord, u.stroomfouten, u.opnieuw,
        )  # fmt: skip
        einde = "goed" if r.goed else f"NIET GOED {r.afgebroken}"
        regels.append(f"{r.vorm} | " + " | ".join(map(str, waarden)) + f" | {einde}")
        if u.door_stilte_terug:
            regels.append(f"    na een kwartier stilte bij een crisis terug in de rij: {u.door_stilte_terug}")
        if u.geweigerd:
            regels.append(f"    antwoorden die geen bevestiging waren: {u.geweigerd}")
    return "\n".join(regels)


def schrijf(ronden: list[Ronde], map_: Path) -> Path:
    """The figures as JSON and a plot under `map_`; returns the JSON."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    map_.mkdir(parents=True, exist_ok=True)
    gegevens = {
        "machine": {"kernen": os.cpu_count(), "systeem": platform.platform(), "python": platform.python_version()},
        "ronden": [asdict(r) | {"goed": r.goed} for r in ronden],
    }
    pad = map_ / "storingen.json"
    pad.write_text(json.dumps(gegevens, indent=2, ensure_ascii=False), encoding="utf-8")
    paren = [(f"{naam}\n{r.vorm}", t) for r in ronden for naam, t in r.herstel.items() if t]
    figuur, as_ = plt.subplots(figsize=(9, 1 + 0.45 * len(paren)))
    as_.boxplot([t for _, t in paren], vert=False)
    as_.set_yticks(range(1, len(paren) + 1), [n for n, _ in paren], fontsize=7)
    as_.set_xlabel("seconden tot alles weer heel is")
    figuur.tight_layout()
    figuur.savefig(map_ / "storingen.png", dpi=120)
    plt.close(figuur)
    return pad
