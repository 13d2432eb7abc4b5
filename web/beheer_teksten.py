"""The words of the beheer pages, read once from `beheer_teksten.yml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

TEKSTEN: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "beheer_teksten.yml").read_text(encoding="utf-8"))
