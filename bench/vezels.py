"""Fuzzing: a million cases and more through everything that reads what another wrote.

    python -m bench.vezels                        a million changed cases over the eight targets
    python -m bench.vezels --aantal 1000 --doel uren
    python -m bench.vezels --atheris --doel csv   led by coverage, where atheris is installed (optional, not locked)
    python -m bench.vezels --atheris --seconden 120       every target in turn, each in its own process

A case that raises anything but what its room promises is written to var/bench/vezels/ and printed; the exit
status is then 1. The same number gives the same cases.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from bench.vezel.zaden import ZADEN, maak
from settings import ROOT

MAP = ROOT / "var/bench/vezels"
# What atheris watches: our own code. Watching every library takes minutes to begin and leads nowhere of ours.
_ONS = ("actions", "bench.vezel", "bot", "gesprek", "kalender", "overdracht", "settings", "sociale_kaart", "taal",
        "triage", "web", "werkgebied")  # fmt: skip
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
    from bench.vezel.doelen import DOELEN

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


def draai_atheris(naam: str, *, aantal: int, seconden: int) -> int:
    """One target, with new cases chosen by what code of ours they reach. Ends the process itself.

    Coverage is only seen of what is imported under its eye, so the targets are imported here and not before.
    What it learns stays in var/, so that the next run goes on from there.
    """
    import atheris

    with atheris.instrument_imports(include=list(_ONS), enable_loader_override=False):
        from bench.vezel.doelen import DOELEN
    zaden = MAP / f"zaden-{naam}"
    zaden.mkdir(parents=True, exist_ok=True)
    for i, zaad in enumerate(ZADEN[naam]):
        (zaden / str(i)).write_bytes(zaad)
    grens = [f"-max_total_time={seconden}"] if seconden else [f"-runs={aantal}"]
    # One case that takes this long is a finding too.
    vast = ["-max_len=400", "-timeout=10", "-verbosity=0", "-print_final_stats=1", f"-artifact_prefix={MAP}/{naam}-"]
    atheris.Setup([sys.argv[0], *grens, *vast, str(zaden)], DOELEN[naam])
    atheris.Fuzz()
    return 0


def elk_met_atheris(doelen: list[str], *, aantal: int, seconden: int) -> int:
    """Each target in a process of its own, since atheris ends the one it is in; 1 when any found something."""
    try:
        import atheris  # noqa: F401
    except ImportError:
        print("atheris is er niet. Installeer het los: uv pip install atheris", file=sys.stderr)
        return 2
    slecht = []
    for naam in doelen:
        print(f"{naam}: atheris", flush=True)
        woorden = [sys.executable, "-m", "bench.vezels", "--atheris", "--hier", "--doel", naam]
        grens = ["--aantal", str(aantal), "--seconden", str(seconden)]
        if subprocess.run([*woorden, *grens], cwd=ROOT, check=False).returncode:
            slecht.append(naam)
    print(f"atheris: {len(doelen)} doelen, iets gevonden bij: {', '.join(slecht) or 'geen'}", flush=True)
    return 1 if slecht else 0


def main() -> int:
    parser = argparse.ArgumentParser(description="vezelproef")
    parser.add_argument("--aantal", type=int, default=1_000_000, help="gevallen in het geheel")
    parser.add_argument("--doel", choices=sorted(ZADEN), help="alleen dit doel")
    parser.add_argument("--zaad", type=int, default=1, help="een ander getal geeft andere gevallen")
    parser.add_argument("--atheris", action="store_true", help="laat de dekking sturen")
    parser.add_argument("--seconden", type=int, default=0, help="bij --atheris: zo lang per doel, niet --aantal")
    # Given to the process of one target.
    parser.add_argument("--hier", action="store_true", help=argparse.SUPPRESS)
    gevraagd = parser.parse_args()
    doelen = [gevraagd.doel] if gevraagd.doel else list(ZADEN)
    if gevraagd.hier:
        return draai_atheris(doelen[0], aantal=gevraagd.aantal, seconden=gevraagd.seconden)
    if gevraagd.atheris:
        return elk_met_atheris(doelen, aantal=gevraagd.aantal, seconden=gevraagd.seconden)
    return 1 if draai(doelen, aantal=gevraagd.aantal, zaad=gevraagd.zaad) else 0


if __name__ == "__main__":
    sys.exit(main())
