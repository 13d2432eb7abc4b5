"""Keeping what takes long to work out: whole on disk or not at all, and never a reason to stop.

A file that is missing, broken off halfway or of an older form is worked out anew; a folder that cannot be
written only costs the time again at the next start.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rijen = NDArray[Any]
# What reading a file that is not what it seems can raise.
_ONLEESBAAR = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


def read_bewaard(bestand: Path | None, namen: Sequence[str]) -> dict[str, Rijen] | None:
    """The arrays with these names; None when they are not all there."""
    if bestand is None:
        return None
    try:
        with np.load(bestand, allow_pickle=False) as bewaard:
            return {naam: bewaard[naam] for naam in namen}
    except _ONLEESBAAR:
        return None


def write_bewaard(bestand: Path | None, rijen: Mapping[str, Rijen], *, eerdere: str) -> None:
    """Keep these arrays for the next start. eerdere: the pattern of earlier files of this kind, which go."""
    if bestand is None:
        return
    try:
        bestand.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=bestand.parent, suffix=".tmp", delete=False) as tijdelijk:
            np.savez(tijdelijk, **rijen)
        # Readable by the service too, when somebody else made it ready: a temporary file is its maker's alone.
        Path(tijdelijk.name).chmod(0o644)
        Path(tijdelijk.name).replace(bestand)
    except OSError:
        return
    for oud in bestand.parent.glob(eerdere):
        if oud != bestand:
            oud.unlink(missing_ok=True)
