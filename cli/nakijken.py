"""Which locked packages have known holes: pip-audit and npm audit, with a result that says what it is worth.

    python -m cli.nakijken UV         UV: the path of uv, which fetches pip-audit for this one run

Exit status: 0 nothing found, 1 something found, 2 not (all) looked at because a list could not be had. "Nothing
found" and "nothing looked at" are not the same, and a nightly run must be able to tell them apart.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from settings import ROOT

UITLEG = ROOT / "docs/afhankelijkheden.md"
_PIP = ("tool", "run", "pip-audit", "--disable-pip", "--require-hashes", "--progress-spinner", "off", "-f", "json")
_EINDE = {
    0: "Er is niets gevonden.",
    1: "Er is iets gevonden: zie hierboven, en docs/afhankelijkheden.md voor wat dat betekent.",
    2: "Er is niet alles nagekeken: een lijst was niet te bereiken. Dit zegt niets over gaten.",
}


@dataclass
class Uitkomst:
    """What one tool told: how many packages it looked at, how many not, and (package, version, hole) for each found."""

    naam: str
    nagekeken: int = 0
    overgeslagen: int = 0
    gevonden: list[tuple[str, str, str]] = field(default_factory=list)
    reden: str = ""

    @property
    def code(self) -> int:
        if self.gevonden:
            return 1
        return 2 if self.reden or self.overgeslagen or not self.nagekeken else 0


def _lees(uit: Uitkomst, tekst: str, deel: str) -> dict[str, Any] | None:
    """What a tool told, when it has this part; without it, its list could not be had."""
    try:
        data = json.loads(tekst)
    except ValueError:
        data = None
    if isinstance(data, dict) and deel in data:
        return data
    uit.reden = "de lijst is niet te bereiken"
    return None


def lees_pip(uitvoer: str) -> Uitkomst:
    """What pip-audit's JSON says; a package its service does not know was not looked at."""
    uit = Uitkomst("pip-audit")
    data = _lees(uit, uitvoer, "dependencies")
    for pakket in data["dependencies"] if data else ():
        if "skip_reason" in pakket:
            uit.overgeslagen += 1
            continue
        uit.nagekeken += 1
        for gat in pakket.get("vulns", ()):
            uit.gevonden.append((pakket["name"], pakket.get("version", ""), gat["id"]))
    return uit


def lees_npm(uitvoer: str) -> Uitkomst:
    """What `npm audit --json` says."""
    uit = Uitkomst("npm audit")
    data = _lees(uit, uitvoer, "vulnerabilities")
    if data is None:
        return uit
    uit.nagekeken = int(data.get("metadata", {}).get("dependencies", {}).get("total", 0))
    for naam, gat in data["vulnerabilities"].items():
        uit.gevonden.append((naam, str(gat.get("range", "")), str(gat.get("severity", ""))))
    return uit


def uitgelegd(pakket: str) -> bool:
    """Whether docs/afhankelijkheden.md has a row that names this package."""
    rijen = [r.lower() for r in UITLEG.read_text(encoding="utf-8").splitlines() if r.startswith("| ")]
    naam = re.escape(pakket.lower())
    return any(re.search(rf"(^|[\s,|]){naam}([\s,|]|$)", r.split("|")[1] + " ") for r in rijen)


def regels(uit: Uitkomst) -> list[str]:
    """What a person reads of one tool."""
    tekst = [f"{uit.naam}: {uit.nagekeken} pakketten nagekeken, {len(uit.gevonden)} gaten gevonden."]
    for pakket, versie, gat in uit.gevonden:
        plek = "staat in docs/afhankelijkheden.md" if uitgelegd(pakket) else "nog niet uitgelegd"
        tekst.append(f"  {pakket} {versie}: {gat} ({plek})")
    if uit.overgeslagen:
        tekst.append(f"  {uit.overgeslagen} pakketten niet nagekeken: de lijst kent ze niet of is niet te bereiken.")
    if uit.reden:
        tekst.append(f"  Niets nagekeken: {uit.reden}.")
    return tekst


def eindoordeel(uitkomsten: Sequence[Uitkomst]) -> int:
    """What is found weighs more than what was not looked at."""
    codes = {u.code for u in uitkomsten}
    return 1 if 1 in codes else max(codes)


def _draai(woorden: Sequence[str]) -> str:
    try:
        return subprocess.run(woorden, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False).stdout  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""


def main() -> int:
    uv = sys.argv[1]
    uitkomsten = [
        lees_pip(_draai([uv, *_PIP, "-r", "requirements.lock"])),
        lees_npm(_draai([sys.executable, "web/widget/build.py", "--audit"])),
    ]
    for uit in uitkomsten:
        print("\n".join(regels(uit)))
    code = eindoordeel(uitkomsten)
    print(_EINDE[code])
    return code


if __name__ == "__main__":
    sys.exit(main())
