"""The readable report of the search: the table with both baselines, as HTML and JSON."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cli.evalueer_zoeken import Meting

# What the search must show; the report marks what falls short.
DOELEN = {"recall3": 0.93, "ndcg5": 0.88, "terecht_leeg": 0.85, "plaats": 0.95}
_KOPPEN = {
    "naam": "Zoeken met",
    "recall3": "recall@3",
    "ndcg5": "nDCG@5",
    "zonder_resultaat": "zonder resultaat",
    "terecht_leeg": "terecht leeg",
    "plaats": "eigen plaats eerst",
    "p95_ms": "p95 in ms",
}
_UITLEG = {
    "dev": "Helft waarmee is gewerkt",
    "test": "Helft die apart is gehouden",
    "andere_dev": "Andere regio: helft waarmee is gewerkt",
    "andere_test": "Andere regio: helft die apart is gehouden",
    "derde_dev": "Derde regio: helft waarmee is gewerkt",
    "derde_test": "Derde regio: helft die apart is gehouden",
    "vierde_dev": "Vierde regio: helft waarmee is gewerkt",
    "vierde_test": "Vierde regio: helft die apart is gehouden",
    "vijfde_dev": "Vijfde regio: helft waarmee is gewerkt",
    "vijfde_test": "Vijfde regio: helft die apart is gehouden",
    "zesde_alles": "Zesde regio: alleen gemeten, nooit mee gewerkt",
}
NIET_GEMETEN = "PostgreSQL is niet gemeten: er is hier geen PostgreSQL te bereiken."


def _cel(meting: Meting, veld: str) -> str:
    waarde = getattr(meting, veld)
    if veld == "naam":
        return f"<th>{html.escape(waarde)}</th>"
    doel = DOELEN.get(veld)
    tekort = meting.naam == "Voordeur" and doel is not None and waarde < doel
    cijfers = f"{waarde:.1f}" if veld == "p95_ms" else f"{waarde:.3f}"
    return f'<td class="getal{" tekort" if tekort else ""}">{cijfers}</td>'


def _tabel(metingen: Sequence[Meting]) -> str:
    koppen = "".join(f"<th>{kop}</th>" for kop in _KOPPEN.values())
    rijen = "".join("<tr>" + "".join(_cel(m, veld) for veld in _KOPPEN) + "</tr>" for m in metingen)
    doelen = "".join(
        f'<td class="getal">{DOELEN[v]:.2f}</td>' if v in DOELEN else "<td></td>" for v in list(_KOPPEN)[1:]
    )
    return f"<table><tr>{koppen}</tr>{rijen}<tr><th>doel</th>{doelen}</tr></table>"


def as_json(per_deel: dict[str, list[Meting]], *, postgres: bool) -> dict[str, Any]:
    """The section `zoeken`: per half every way of searching, and whether PostgreSQL was measured."""
    return {
        "doelen": DOELEN,
        "postgres": "gemeten" if postgres else "niet gemeten",
        **{deel: [asdict(m) for m in metingen] for deel, metingen in per_deel.items()},
    }


def write_report(per_deel: dict[str, list[Meting]], map_: Path, *, postgres: bool) -> Path:
    """Write zoeken.json and zoeken.html into the folder; returns the HTML file."""
    map_.mkdir(parents=True, exist_ok=True)
    gegevens = as_json(per_deel, postgres=postgres)
    (map_ / "zoeken.json").write_text(json.dumps({"zoeken": gegevens}, ensure_ascii=False, indent=1), encoding="utf-8")
    delen = "".join(f"<h2>{_UITLEG[deel]}</h2>{_tabel(metingen)}" for deel, metingen in per_deel.items())
    pad = map_ / "zoeken.html"
    pad.write_text(
        '<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Hoe goed is het zoeken?</title><style>'
        "body{font-family:sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;line-height:1.5}"
        "table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #999;padding:.3rem .6rem;text-align:left}"
        "td.getal{text-align:right}.tekort{color:#a00;font-weight:bold}</style></head><body>"
        "<h1>Hoe goed is het zoeken?</h1><p>Gemeten op verzonnen sociale kaarten van drie andere regio's.</p>"
        f"{delen}<p>{'' if postgres else NIET_GEMETEN}</p></body></html>",
        encoding="utf-8",
    )
    return pad
