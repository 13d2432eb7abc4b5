"""The Dutch texts of the web room, read once from `teksten.yml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

# The same safe loader in C where there is one: pages wait for this at the start.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(naam: str) -> dict[str, Any]:
    """A file of this room as data."""
    tekst = (Path(__file__).parent / naam).read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(tekst, Loader=_LOADER)  # noqa: S506  (a SafeLoader)
    return data


_ALLES = read_yaml("teksten.yml")

FOUTEN: dict[str, dict[str, Any]] = _ALLES["fouten"]
VELDFOUTEN: dict[str, str] = _ALLES["veldfouten"]
BERICHTEN: dict[str, Any] = _ALLES["berichten"]
