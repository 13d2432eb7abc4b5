"""How good the search is on a judged kaart of another region, beside plain full text of both databases.

Runs alone with `python -m cli.evalueer_zoeken [dev|test|alles] [andere|derde|vierde|vijfde|zesde]`; `voordeur evalueer`
calls `report`.
"""

from __future__ import annotations

import json
import math
import re
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from cli.omgeving import Gehoord, open_gehoord
from opslag.db import Base, Database, database_url, make_engine
from settings import ROOT
from sociale_kaart import zoek
from sociale_kaart.imports import import_file
from sociale_kaart.lezer import ZONDER, gekozen_tekstmodel, kies_tekstmodel
from sociale_kaart.zicht import ZONDER_GRENS
from werkgebied import Werkgebied, load_werkgebied

BEOORDEELD = ROOT / "tests" / "sociale_kaart" / "beoordeeld"
# A second region: its editors write otherwise, and its werkgebied knows no positions of kernen.
ANDERE_REGIO = BEOORDEELD.with_name("andere_regio")
# A third, by a writer who saw nothing of the other two: short questions, and half of the empty ones within the domain.
DERDE_REGIO = BEOORDEELD.with_name("derde_regio")
# A fourth, by yet another: long questions, and kinds that one organisation joins under another name.
VIERDE_REGIO = BEOORDEELD.with_name("vierde_regio")
# A fifth, short everyday questions again, worked with since its first measurement.
VIJFDE_REGIO = BEOORDEELD.with_name("vijfde_regio")
# A sixth, worked with since its second measurement.
ZESDE_REGIO = BEOORDEELD.with_name("zesde_regio")
REGIOS = {
    "": BEOORDEELD, "andere": ANDERE_REGIO, "derde": DERDE_REGIO, "vierde": VIERDE_REGIO, "vijfde": VIJFDE_REGIO,
    "zesde": ZESDE_REGIO,
}  # fmt: skip
# A result counts as an answer from this grade on (3 answers it, 2 helps as well, 1 is related).
_ANTWOORD = 2
# Where PostgreSQL mostly is, when the settings name none.
LOKALE_POSTGRES = "postgresql://postgres@127.0.0.1:5432/postgres"
_VELDEN = ("naam", "trefwoorden", "omschrijving", "doelgroep", "organisatie")

Zoeker = Callable[[dict[str, Any]], list[str]]
Hoort = Callable[[str], Gehoord]


@dataclass(frozen=True)
class Meting:
    """The figures of one way of searching on one set of questions; times in milliseconds."""

    naam: str
    vragen: int
    recall3: float
    ndcg5: float
    zonder_resultaat: float
    terecht_leeg: float
    plaats: float
    p95_ms: float


def lees_vragen(pad: Path, deel: str) -> list[dict[str, Any]]:
    """The judged questions; deel: `dev` (even ids), `test` (odd ids) or `alles`."""
    vragen = [json.loads(regel) for regel in pad.read_text(encoding="utf-8").splitlines()]
    keuze = {"dev": (0,), "test": (1,), "alles": (0, 1)}[deel]
    return [v for v in vragen if v["id"] % 2 in keuze]


def meet(naam: str, zoeker: Zoeker, vragen: Sequence[dict[str, Any]]) -> Meting:
    """Ask every question and judge what comes: recall@3, nDCG@5, empty answers, must-be-empty, first place."""
    tijden, uitkomsten = [], []
    for vraag in vragen:
        begin = time.perf_counter()
        uitkomsten.append((vraag, zoeker(vraag)))
        tijden.append((time.perf_counter() - begin) * 1000)
    met = [(v["goed"], ids) for v, ids in uitkomsten if not v.get("leeg")]
    leeg = [not ids for v, ids in uitkomsten if v.get("leeg")]
    plaats = [bool(ids) and v["goed"].get(ids[0], 0) == 3 for v, ids in uitkomsten if v.get("plaats")]
    return Meting(
        naam=naam,
        vragen=len(vragen),
        recall3=_deel([any(g.get(i, 0) >= _ANTWOORD for i in ids[:3]) for g, ids in met]),
        ndcg5=sum(ndcg(g, ids) for g, ids in met) / max(len(met), 1),
        zonder_resultaat=_deel([not ids for _, ids in met]),
        terecht_leeg=_deel(leeg),
        plaats=_deel(plaats),
        p95_ms=sorted(tijden)[int(0.95 * (len(tijden) - 1))],
    )


def _deel(goed: Sequence[bool]) -> float:
    return sum(goed) / len(goed) if goed else 0.0


def ndcg(goed: dict[str, int], ids: Sequence[str], *, bij: int = 5) -> float:
    """How near the order comes to the best order there is, from 0 to 1."""

    def som(graden: Sequence[int]) -> float:
        return sum((2**g - 1) / math.log2(plek + 2) for plek, g in enumerate(graden[:bij]))

    beste = som(sorted(goed.values(), reverse=True))
    return som([goed.get(i, 0) for i in ids]) / beste if beste else 0.0


def _niets_gehoord(_: str) -> Gehoord:
    return Gehoord()


def product_zoeker(database: Database, werkgebied: Werkgebied, gehoord: Hoort = _niets_gehoord) -> Zoeker:
    """The search of the product."""

    def vind(vraag: dict[str, Any]) -> list[str]:
        with database.lezen() as session:
            treffers = zoek.find_voorzieningen(
                session, vraag["vraag"], werkgebied=werkgebied, gemeente=vraag.get("gemeente"),
                limit=5, zicht=ZONDER_GRENS, **gehoord(vraag["vraag"])._asdict(),
            )  # fmt: skip
            return [t.voorziening.id for t in treffers]

    vind({"vraag": "opwarmen"})
    return vind


def _per_lezer(
    database: Database, werkgebied: Werkgebied, gehoord: Hoort, met_woorden: bool
) -> Iterator[tuple[str, Zoeker]]:
    """The search as it is set up, then without the host's text model when there is one, then by words alone."""
    gekozen = gekozen_tekstmodel()
    try:
        for waar in dict.fromkeys((gekozen, "", *([ZONDER] if met_woorden else []))):
            kies_tekstmodel(waar)
            naam = {ZONDER: "Voordeur, alleen woorden", "": "Voordeur, eigen lezer", gekozen: "Voordeur"}[waar]
            yield naam, product_zoeker(database, werkgebied, gehoord)
    finally:
        kies_tekstmodel(gekozen)


def _woorden(vraag: str) -> list[str]:
    return re.findall(r"\w+", vraag.lower())


def fts5_zoeker(engine: Engine) -> Zoeker:
    """Plain FTS5 with BM25, any of the words: what a kaart on SQLite has without further work."""
    kolommen = ", ".join(_VELDEN)
    with engine.begin() as verbinding:
        verbinding.execute(text(f"CREATE VIRTUAL TABLE kaal USING fts5(id UNINDEXED, {kolommen})"))
        keuze = f"SELECT id, {kolommen} FROM voorziening WHERE status = 'gepubliceerd'"  # noqa: S608 (fixed names)
        verbinding.execute(text(f"INSERT INTO kaal (id, {kolommen}) {keuze}"))
    opdracht = text("SELECT id FROM kaal WHERE kaal MATCH :vraag ORDER BY bm25(kaal), id LIMIT 5")

    def vind(vraag: dict[str, Any]) -> list[str]:
        gezocht = " OR ".join(f'"{w}"' for w in _woorden(vraag["vraag"]))
        with engine.connect() as verbinding:
            return [rij[0] for rij in verbinding.execute(opdracht, {"vraag": gezocht})] if gezocht else []

    return vind


def postgres_zoeker(engine: Engine) -> Zoeker:
    """PostgreSQL's own Dutch full text with ts_rank, any of the words."""
    document = " || ' ' || ".join(f"coalesce({v}::text, '')" for v in _VELDEN)
    vector = f"to_tsvector('dutch', {document})"
    opdracht = text(
        f"SELECT id FROM voorziening, to_tsquery('dutch', :vraag) q "  # noqa: S608 (fixed names)
        f"WHERE {vector} @@ q ORDER BY ts_rank({vector}, q) DESC, id LIMIT 5"
    )

    def vind(vraag: dict[str, Any]) -> list[str]:
        gezocht = " | ".join(_woorden(vraag["vraag"]))
        with engine.connect() as verbinding:
            return [rij[0] for rij in verbinding.execute(opdracht, {"vraag": gezocht})] if gezocht else []

    return vind


@contextmanager
def tijdelijke_postgres(adres: str) -> Iterator[str | None]:
    """A PostgreSQL database for this measurement alone, gone afterwards; None when there is no server to make it on.

    adres: any database on that server. Measuring empties tables, so it never happens in a database in use.
    """
    naam = f"voordeur_meting_{uuid.uuid4().hex[:12]}"
    try:
        url = database_url(adres, ROOT)
        if url.get_backend_name() != "postgresql":
            url = database_url(LOKALE_POSTGRES, ROOT)
        beheer = create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"timeout": 120})
        with beheer.connect() as verbinding:
            verbinding.execute(text(f'CREATE DATABASE "{naam}"'))
    except (SQLAlchemyError, OSError):
        yield None
        return
    try:
        yield url.set(database=naam).render_as_string(hide_password=False)
    finally:
        with beheer.connect() as verbinding:
            verbinding.execute(text(f'DROP DATABASE "{naam}" WITH (FORCE)'))
        beheer.dispose()


def _vul(engine: Engine, map: Path, werkgebied: Werkgebied) -> Database:
    Base.metadata.create_all(engine)
    database = Database(engine)
    with database.session_scope() as session:
        uitslag = import_file(session, map / "kaart.csv", werkgebied=werkgebied)
    if uitslag.fouten:
        raise ValueError(f"{map / 'kaart.csv'}: {uitslag.fouten[0]}")
    return database


def report(
    map: Path = BEOORDEELD,
    *,
    deel: str = "test",
    postgres_url: str | None = None,
    gehoord: Hoort = _niets_gehoord,
    met_woorden: bool = True,
) -> list[Meting]:
    """Measure the product and the baselines on the judged kaart in this folder.

    postgres_url: an empty PostgreSQL database for the baseline there; None = without. gehoord: what the
    triage hears in a question, as the assistant passes them on. met_woorden: also without a reader, for which what sets
    the kinds apart is learnt once more.
    """
    werkgebied = load_werkgebied(map / "werkgebied.yml")
    vragen = lees_vragen(map / "vragen.jsonl", deel)
    with tempfile.TemporaryDirectory() as tijdelijk:
        engine = make_engine(f"sqlite:///{tijdelijk}/meting.db")
        database = _vul(engine, map, werkgebied)
        metingen = [
            meet(naam, zoeker, vragen) for naam, zoeker in _per_lezer(database, werkgebied, gehoord, met_woorden)
        ]
        metingen.append(meet("FTS5 BM25", fts5_zoeker(engine), vragen))
        database.close()
    if postgres_url:
        engine = make_engine(postgres_url)
        database = _vul(engine, map, werkgebied)
        metingen.append(meet("PostgreSQL 'dutch'", postgres_zoeker(engine), vragen))
        Base.metadata.drop_all(engine)
        database.close()
    return metingen


def as_table(metingen: Sequence[Meting]) -> str:
    """The figures as a Markdown table."""
    kop = "| zoeken | recall@3 | nDCG@5 | zonder resultaat | terecht leeg | plaats | p95 ms |\n" + "|---" * 7 + "|"
    regels = [
        f"| {m.naam} | {m.recall3:.3f} | {m.ndcg5:.3f} | {m.zonder_resultaat:.3f} | {m.terecht_leeg:.3f} "
        f"| {m.plaats:.3f} | {m.p95_ms:.1f} |"
        for m in metingen
    ]
    return "\n".join([kop, *regels])


if __name__ == "__main__":
    with tijdelijke_postgres(LOKALE_POSTGRES) as adres:
        deel = sys.argv[1] if len(sys.argv) > 1 else "test"
        map_ = REGIOS.get("".join(sys.argv[2:]), BEOORDEELD)
        print(as_table(report(map_, deel=deel, postgres_url=adres, gehoord=open_gehoord())))
