"""The readable report of the triage: tables and figures in one HTML file, and the same as JSON."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from jinja2 import Environment, FileSystemLoader, select_autoescape

mpl.use("Agg")
from matplotlib import pyplot as plt

from triage.beoordeling import LEEFGEBIEDEN, SOORTEN, ZWAARTES

SJABLOON = "triage_rapport.html"
# What the product must show; the report marks what falls short.
DOELEN = {
    "micro": ("leefgebieden, micro-F1", 0.90),
    "macro": ("leefgebieden, macro-F1", 0.87),
    "zwaarte": ("zwaarte juist", 0.85),
    "soort": ("soort juist", 0.90),
}


def _plaatje() -> str:
    buffer = io.BytesIO()
    plt.tight_layout()
    plt.savefig(buffer, format="png", dpi=110)
    plt.close()
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def _staven(namen: Sequence[str], waarden: Sequence[float], titel: str) -> str:
    plt.figure(figsize=(7, 0.4 * len(namen) + 1))
    plt.barh(list(namen)[::-1], list(waarden)[::-1], color="#154273")
    plt.xlim(0, 1)
    plt.title(titel)
    return _plaatje()


def _verwarring(namen: Sequence[str], tabel: Sequence[Sequence[int]], titel: str) -> str:
    plt.figure(figsize=(6, 5))
    deel = [[x / max(1, sum(rij)) for x in rij] for rij in tabel]
    plt.imshow(deel, cmap="Blues", vmin=0, vmax=1)
    for i, rij in enumerate(tabel):
        for j, x in enumerate(rij):
            if x:
                plt.text(j, i, str(x), ha="center", va="center", color="white" if deel[i][j] > 0.5 else "black")
    plt.xticks(range(len(namen)), namen, rotation=45, ha="right")
    plt.yticks(range(len(namen)), namen)
    plt.xlabel("gevonden")
    plt.ylabel("hoort te zijn")
    plt.title(titel)
    return _plaatje()


def _ijklijn(ijking: dict[str, list[dict[str, float]]]) -> str:
    plt.figure(figsize=(5, 4.5))
    plt.plot([0, 1], [0, 1], color="grey", linestyle="--")
    for naam, punten in ijking.items():
        plt.plot([p["gezegd"] for p in punten], [p["uitgekomen"] for p in punten], marker="o", label=naam)
    plt.xlabel("kans volgens het model")
    plt.ylabel("hoe vaak het uitkwam")
    plt.legend()
    plt.title("Ijking")
    return _plaatje()


def _kromme(punten: Sequence[dict[str, float]]) -> str:
    plt.figure(figsize=(5, 4))
    plt.plot([p["aantal"] for p in punten], [p["micro"] for p in punten], marker="o", color="#154273")
    plt.xlabel("aantal voorbeelden")
    plt.ylabel("micro-F1 (lineair model)")
    plt.title("Leercurve")
    return _plaatje()


def _figuren(u: dict[str, Any]) -> dict[str, str]:
    m = u["meting"]
    vergelijking = {"Voordeur": m["micro"]} | {n: w["micro"] for n, w in u["vergelijking"].items()}
    return {
        "gebieden": _staven(
            list(LEEFGEBIEDEN.values()), [m["gebieden"][c]["f1"] for c in LEEFGEBIEDEN], "F1 per leefgebied"
        ),
        "vergelijking": _staven(list(vergelijking), list(vergelijking.values()), "Micro-F1 naast andere manieren"),
        "zwaarte": _verwarring(ZWAARTES, m["verwarring"]["zwaarte"], "Zwaarte"),
        "soort": _verwarring(SOORTEN, m["verwarring"]["soort"], "Soort"),
        "ijking": _ijklijn(u["ijking"]),
        "leercurve": _kromme(u["leercurve"]),
    }


def schrijf_rapport(uitkomst: dict[str, Any], map_: Path) -> Path:
    """Write triage.json and triage.html into the folder; returns the HTML file."""
    map_.mkdir(parents=True, exist_ok=True)
    (map_ / "triage.json").write_text(json.dumps(uitkomst, ensure_ascii=False, indent=1), encoding="utf-8")
    omgeving = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=select_autoescape(["html"]))
    pagina = omgeving.get_template(SJABLOON).render(
        u=uitkomst, m=uitkomst["meting"], figuren=_figuren(uitkomst), doelen=DOELEN, namen=LEEFGEBIEDEN
    )
    pad = map_ / "triage.html"
    pad.write_text(pagina, encoding="utf-8")
    return pad
