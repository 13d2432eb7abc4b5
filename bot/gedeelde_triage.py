"""One triage model in memory per process, however many ask for it.

The web process loads triage first (it must work without Rasa); Rasa's pipeline carries a
copy of the same files in its model. Equal content is recognised by fingerprint and shared,
since a second copy would cost memory and could differ.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

_geladen: dict[str, Any] = {}
_slot = threading.Lock()


def fingerprint(map_: Path) -> str:
    """A hash of names and content of all files below this directory; '' when it is absent or empty."""
    som = hashlib.sha256()
    bestanden = sorted(p for p in map_.rglob("*") if p.is_file()) if map_.is_dir() else []
    for pad in bestanden:
        som.update(str(pad.relative_to(map_)).encode() + b"\0")
        som.update(hashlib.sha256(pad.read_bytes()).digest())
    return som.hexdigest() if bestanden else ""


def deel(map_: Path, triage: Any) -> None:
    """Offer an already loaded triage, read from this directory, to whoever needs the same content."""
    som = fingerprint(map_)
    if som:
        with _slot:
            _geladen.clear()  # only the newest is worth keeping
            _geladen[som] = triage


def neem(map_: Path, laad: Callable[[Path], Any]) -> Any:
    """The triage with the content of this directory: the shared one if equal, else loaded from it."""
    som = fingerprint(map_)
    with _slot:
        if som not in _geladen:
            _geladen[som] = laad(map_)
        return _geladen[som]
