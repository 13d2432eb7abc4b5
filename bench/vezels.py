"""Fuzzing: a million cases and more through everything that reads what another wrote.

    python -m bench.vezels                        a million changed cases over the eight targets
    python -m bench.vezels --aantal 1000 --doel uren
    python -m bench.vezels --atheris --doel csv   led by coverage, where atheris is installed (optional, not locked)

A case that raises anything but what its room promises is written to var/bench/vezels/ and printed; the exit
status is then 1. The same number gives the same cases.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from bench.vezel.doelen import DOELEN
from bench.vezel.zaden import ZADEN, maak
from settings import ROOT

MAP = ROOT / "var/bench/vezels"
# What costs milliseconds a case gets fewer of them.
_DEEL = {"tekst": 0.1, "kaart": 0.15}
# More of one kind tell nothing new.
_PER_SOORT = 3


def plek(fout: BaseException) -> str:
    """The kind of error and the line of ours it came from: two cases with the same one are one mistake."""
    eigen = [s for s in traceback.extract_tb(fout.__traceback__) if "site-packages" not in s.filename]
    laatste = eigen[-1]
    return f"{type(fout).__name__} {Path(laatste.filename).name}:{laatste.lineno}"


def vezel(naam: str, doe: Callable[[bytes], None], *, aantal: int, zaad: int) -> dict[str, list[bytes]]:
    """What went wrong, by kind."""
    kans, gevonden = random.Random(f"{naam}-{zaad}"), dict[str, list[bytes]]()
    for _ in range(aantal):
        geval = maak(naam, kans)
        try:
            doe(geval)
        except Exception as fout:
            gevallen = gevonden.setdefault(plek(fout), [])
            if len(gevallen) < _PER_SOORT:
                gevallen.append(geval)
    return gevonden


def _bewaar(naam: str, gevonden: dict[str, list[bytes]]) -> None:
    MAP.mkdir(parents=True, exist_ok=True)
    for soort, gevallen in gevonden.items():
        for geval in gevallen:
            (MAP / f"{naam}-{hashlib.sha256(geval).hexdigest()[:10]}").write_bytes(geval)
        print(f"    {naam}: {soort}: {gevallen[0]!r}", flush=True)


def draai(doelen: list[str], *, aantal: int, zaad: int) -> int:
    """Every target; the number of kinds of mistakes."""
    fouten, tabel = 0, []
    per_deel = aantal / sum(_DEEL.get(n, 1) for n in doelen)
    for naam in doelen:
        keer = math.ceil(per_deel * _DEEL.get(naam, 1))
        begin = time.monotonic()
        gevonden = vezel(naam, DOELEN[naam], aantal=keer, zaad=zaad)
        duur = time.monotonic() - begin
        tabel.append({"doel": naam, "gevallen": keer, "seconden": round(duur, 1), "fouten": sorted(gevonden)})
        print(f"{naam} | {keer} gevallen | {duur:.0f} s | {len(gevonden)} soorten fouten", flush=True)
        _bewaar(naam, gevonden)
        fouten += len(gevonden)
    MAP.mkdir(parents=True, exist_ok=True)
    (MAP / "vezels.json").write_text(json.dumps(tabel, indent=2), encoding="utf-8")
    return fouten


def draai_atheris(naam: str, aantal: int) -> int:
    """The same target, with new cases chosen by what code they reach. Ends the process itself."""
    try:
        import atheris
    except ImportError:
        print("atheris is er niet. Installeer het los: uv pip install atheris", file=sys.stderr)
        return 2
    zaden = MAP / f"zaden-{naam}"
    zaden.mkdir(parents=True, exist_ok=True)
    for i, zaad in enumerate(ZADEN[naam]):
        (zaden / str(i)).write_bytes(zaad)
    doel = atheris.instrument_func(DOELEN[naam])
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-runs={aantal}", "-max_len=400", f"-artifact_prefix={MAP}/", str(zaden)], doel)
    atheris.Fuzz()
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="vezelproef")
    parser.add_argument("--aantal", type=int, default=1_000_000, help="gevallen in het geheel")
    parser.add_argument("--doel", choices=sorted(DOELEN), help="alleen dit doel")
    parser.add_argument("--zaad", type=int, default=1, help="een ander getal geeft andere gevallen")
    parser.add_argument("--atheris", action="store_true", help="laat de dekking sturen (met --doel)")
    gevraagd = parser.parse_args()
    doelen = [gevraagd.doel] if gevraagd.doel else list(DOELEN)
    if gevraagd.atheris:
        return draai_atheris(doelen[0], gevraagd.aantal)
    return 1 if draai(doelen, aantal=gevraagd.aantal, zaad=gevraagd.zaad) else 0


if __name__ == "__main__":
    sys.exit(main())
