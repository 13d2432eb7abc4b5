"""The Dutch texts of this room, from teksten.yml, by their dotted name."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

MAP = Path(__file__).parent


@cache
def load_yaml(naam: str) -> dict[str, Any]:
    """A YAML file of this room, read once."""
    data: dict[str, Any] = yaml.safe_load((MAP / naam).read_text(encoding="utf-8"))
    return data


def tekst(naam: str, /, **velden: object) -> str:
    """The text with this dotted name with its fields filled in. Raises KeyError for a name that is not there."""
    waarde: Any = load_yaml("teksten.yml")
    for deel in naam.split("."):
        waarde = waarde[deel]
    return str(waarde).format(**velden)
