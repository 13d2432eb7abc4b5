"""The Dutch texts of the redactie, from `redactie_teksten.yml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_ALLES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "redactie_teksten.yml").read_text(encoding="utf-8"))
VELDTEKST: dict[str, dict[str, str]] = {n: {"uitleg": "", **v} for n, v in _ALLES["velden"].items()}
TOEGANG: dict[str, str] = _ALLES["toegang"]
STATUS: dict[str, str] = _ALLES["status"]
MELDINGEN: dict[str, str] = _ALLES["meldingen"]
LINKREDEN: dict[str, str] = {str(k): v for k, v in _ALLES["linkreden"].items()}
MAIL: dict[str, dict[str, str]] = _ALLES["mail"]
SOORTTEKST: dict[str, dict[str, str]] = {n: {"uitleg": "", **v} for n, v in _ALLES["soortvelden"].items()}
REDENEN: dict[str, str] = _ALLES["redenen"]
