"""How long a search takes at 1,000, 20,000 and 100,000 entries, beside a bare FTS5 query on the same data.

Runs alone with `python -m bench.zoeken [aantal …]`; `voordeur bench --zoeken` calls the same.
The entries are made from the words of the taxonomy, the same ones every time.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from cli.evalueer_zoeken import BEOORDEELD, Zoeker, fts5_zoeker, lees_vragen, product_zoeker
from opslag.db import Base, Database, make_engine
from sociale_kaart.models import Voorziening, volgende_stand
from sociale_kaart.soorten import soorten
from werkgebied import Werkgebied, load_werkgebied

AANTALLEN = (1_000, 20_000, 100_000)
# The product may take this many times a bare FTS5 query at 20,000 entries.
HOOGSTENS_KEER = 3.0
_PER_KEER = 2_000


@dataclass(frozen=True)
class Tijden:
    """Milliseconds per question at one size of the kaart; laden: seconds until the first answer."""

    aantal: int
    laden_s: float
    p50_ms: float
    p95_ms: float
    fts5_p50_ms: float
    fts5_p95_ms: float

    @property
    def keer_fts5(self) -> float:
        """How many times the p95 of bare FTS5."""
        return round(self.p95_ms / self.fts5_p95_ms, 2)


def maak_voorzieningen(aantal: int, gebied: Werkgebied) -> list[dict[str, Any]]:
    """So many invented entries, as rows: name, words and place drawn from the taxonomy and the werkgebied."""
    toeval = random.Random(20_000)
    lijst = list(soorten().values())
    letters = "abdeghiklmnoprstuvw"
    rijen = []
    for n in range(aantal):
        soort, ander = toeval.choice(lijst), toeval.choice(lijst)
        gemeente = toeval.choice((*gebied.gemeenten, None))
        eigen = "".join(toeval.choices(letters, k=7)).capitalize()
        rijen.append(
            {
                "id": f"v{n}",
                "naam": f"{soort.woorden[0].capitalize()} {eigen}",
                "organisatie": f"Stichting {eigen}",
                "omschrijving": f"{soort.definitie} {'. '.join(toeval.sample(soort.woorden, 3))}. {ander.woorden[-1]}.",
                "leefgebieden": list(soort.leefgebieden),
                "toegang": toeval.choice(("vrij", "vrij", "collectief", "maatwerk")),
                "gemeenten": [gemeente.naam] if gemeente else [],
                "kernen": [toeval.choice(gemeente.kernen)] if gemeente and toeval.random() < 0.5 else [],
                "trefwoorden": toeval.sample(soort.woorden, 2),
                "soorten": [soort.code],
                "soorten_gekozen": True,
                "status": "gepubliceerd",
                "volgorde": n,
            }
        )
    return rijen


def _vul(database: Database, rijen: Sequence[dict[str, Any]]) -> None:
    with database.session_scope() as session:
        nummer = volgende_stand(session)
        for begin in range(0, len(rijen), _PER_KEER):
            session.execute(insert(Voorziening), [r | {"stand": nummer} for r in rijen[begin : begin + _PER_KEER]])


def _klok(zoeker: Zoeker, vragen: Sequence[dict[str, Any]]) -> tuple[float, float]:
    tijden = []
    for vraag in vragen:
        begin = time.perf_counter()
        zoeker(vraag)
        tijden.append((time.perf_counter() - begin) * 1000)
    tijden.sort()
    return round(tijden[len(tijden) // 2], 2), round(tijden[int(0.95 * (len(tijden) - 1))], 2)


def meet_aantal(aantal: int, vragen: Sequence[dict[str, Any]], gebied: Werkgebied) -> Tijden:
    """The times at one size, on a SQLite file of its own."""
    with tempfile.TemporaryDirectory() as map_:
        engine = make_engine(f"sqlite:///{map_}/meting.db")
        Base.metadata.create_all(engine)
        database = Database(engine)
        try:
            _vul(database, maak_voorzieningen(aantal, gebied))
            begin = time.perf_counter()
            product = product_zoeker(database, gebied)
            laden = time.perf_counter() - begin
            kaal = fts5_zoeker(engine)
            kaal(vragen[0])
            return Tijden(aantal, round(laden, 2), *_klok(product, vragen), *_klok(kaal, vragen))
        finally:
            database.close()


def measure(
    aantallen: Sequence[int] = AANTALLEN, *, voortgang: Callable[[str], None] = lambda wat: None
) -> list[Tijden]:
    """The times at each size, asked the judged questions."""
    gebied = load_werkgebied(BEOORDEELD / "werkgebied.yml")
    # A third of them: bare FTS5 takes over a second per question at 100,000 entries.
    vragen = lees_vragen(BEOORDEELD / "vragen.jsonl", "alles")[::3]
    resultaten = []
    for aantal in aantallen:
        voortgang(f"{aantal} voorzieningen …")
        resultaten.append(meet_aantal(aantal, vragen, gebied))
    return resultaten


def as_table(tijden: Sequence[Tijden]) -> str:
    """The times as a Markdown table."""
    kop = "| voorzieningen | laden s | p50 ms | p95 ms | FTS5 p50 ms | FTS5 p95 ms | keer FTS5 |\n" + "|---" * 7 + "|"
    regels = [
        f"| {t.aantal} | {t.laden_s} | {t.p50_ms} | {t.p95_ms} | {t.fts5_p50_ms} | {t.fts5_p95_ms} | {t.keer_fts5} |"
        for t in tijden
    ]
    return "\n".join([kop, *regels])


def write_report(tijden: Sequence[Tijden], map_: Path) -> Path:
    """The table as JSON under this folder."""
    map_.mkdir(parents=True, exist_ok=True)
    pad = map_ / "zoeken.json"
    pad.write_text(json.dumps([asdict(t) | {"keer_fts5": t.keer_fts5} for t in tijden], indent=1), encoding="utf-8")
    return pad


if __name__ == "__main__":
    print(as_table(measure([int(a) for a in sys.argv[1:]] or AANTALLEN, voortgang=print)))
