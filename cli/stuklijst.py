"""The SBOM: every package of the locks with its version and hashes, as CycloneDX 1.5. `make sbom`.

Made from the locks alone, so that it says what is installed everywhere and not what happens to be here; the same
locks give the same file.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from pathlib import Path
from typing import Any

from settings import ROOT

_PAKKET = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def python_pakketten(lock: str) -> list[dict[str, Any]]:
    """The packages of a requirements lock."""
    uit: list[dict[str, Any]] = []
    for regel in lock.splitlines():
        if m := _PAKKET.match(regel):
            naam = re.sub(r"[-_.]+", "-", m[1]).lower()
            uit.append(_onderdeel(naam, m[2], f"pkg:pypi/{naam}@{m[2]}"))
        elif uit and (h := _HASH.search(regel)):
            uit[-1]["hashes"].append({"alg": "SHA-256", "content": h[1]})
    return uit


def npm_pakketten(lock: dict[str, Any]) -> list[dict[str, Any]]:
    """The packages of an npm lock; those that only build are marked as such."""
    uit = []
    for pad, gegevens in lock["packages"].items():
        if not pad:
            continue
        naam, versie = pad.rpartition("node_modules/")[2], gegevens["version"]
        onderdeel = _onderdeel(naam, versie, f"pkg:npm/{naam.replace('@', '%40')}@{versie}")
        onderdeel["scope"] = "excluded" if gegevens.get("dev") else "required"
        soort, _, waarde = gegevens.get("integrity", "").partition("-")
        if soort == "sha512":
            onderdeel["hashes"].append({"alg": "SHA-512", "content": base64.b64decode(waarde).hex()})
        uit.append(onderdeel)
    return uit


def _onderdeel(naam: str, versie: str, purl: str) -> dict[str, Any]:
    return {"type": "library", "bom-ref": purl, "name": naam, "version": versie, "purl": purl, "hashes": []}


def maak() -> dict[str, Any]:
    """The whole list."""
    npm = json.loads((ROOT / "web/widget/package-lock.json").read_text(encoding="utf-8"))
    delen = python_pakketten((ROOT / "requirements.lock").read_text(encoding="utf-8")) + npm_pakketten(npm)
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {"type": "application", "name": "voordeur", "bom-ref": "voordeur"}},
        "components": sorted(delen, key=lambda d: str(d["purl"])),
    }  # fmt: skip


def main(doel: Path) -> None:
    doel.parent.mkdir(parents=True, exist_ok=True)
    doel.write_text(json.dumps(maak(), indent=1) + "\n", encoding="utf-8")
    print(f"Stuklijst: {doel}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var/sbom.json")
